//! The pages, as an enum. A page is one module here; a new one is a variant and its name in `page_set!`.
//!
//! What a page is stands in `page.rs`; how they lie over each other in `app.rs`; how one leads to the next in `flow.rs`.

mod flow;
mod saving;

pub mod activity;
pub mod activity_row;
pub mod add_person;
pub mod another_way;
pub mod apps;
pub mod clinic;
pub mod code;
pub mod edit_mobile;
pub mod edit_person;
pub mod enforcement;
pub mod enforcement_preview;
pub mod first_passwords;
pub mod holidays;
pub mod home;
pub mod import;
pub mod keep_recovery_code;
pub mod locked_out;
pub mod must_set_up;
pub mod my_account;
pub mod new_password;
pub mod on_person;
pub mod person;
pub mod pickup;
pub mod profile;
pub mod recovery_code;
pub mod reports;
pub mod sessions;
pub mod set_up_app;
pub mod set_up_text;
pub mod settings;
pub mod sign_in;
pub mod sign_out;
pub mod staff;
pub mod step_up;
pub mod temporary_password;
pub mod transfer;
pub mod trusted;
pub mod two_step;
pub mod use_recovery_code;
pub mod wait;

#[cfg(test)]
mod tests;

use actions::end_session::Why;
use domain::time::Now;

use crate::backend::{Reply, Request};
use crate::clock;
use crate::effect::Wishes;
use crate::house::House;
use crate::modals::help_text::{HelpFacts, Topic};
use crate::modals::{confirm, help};
use crate::page::PageSet;

/// Every page of the program.
pub enum Page {
    /// User name and password.
    SignIn(sign_in::State),
    /// **Forgot password?** and **Locked out?**
    LockedOut(locked_out::State),
    /// A code, at whichever door.
    Code(code::State),
    /// **Try another way**.
    AnotherWay(another_way::State),
    /// **Use recovery code instead**.
    UseRecoveryCode(use_recovery_code::State),
    /// The wait after wrong codes.
    Wait(wait::State),
    /// A new password.
    NewPassword(new_password::State),
    /// The recovery code, to be kept.
    KeepRecoveryCode(keep_recovery_code::State),
    /// The first screen of a signed-in person.
    Home(home::State),
    /// My Account.
    MyAccount(my_account::State),
    /// My Account ▸ Profile.
    Profile(profile::State),
    /// **Edit Mobile Phone**.
    EditMobile(edit_mobile::State),
    /// **Trusted browsers**.
    Trusted(trusted::State),
    /// **Sessions**.
    Sessions(sessions::State),
    /// **View Recovery Code**.
    RecoveryCode(recovery_code::State),
    /// A PDF to be fetched.
    Pickup(pickup::State),
    /// Staff: the list.
    Staff(staff::State),
    /// Settings ▸ Security.
    Settings(settings::State),
    /// 2-Step Verification Enforcement.
    Enforcement(enforcement::State),
    /// Who would have to do what.
    EnforcementPreview(enforcement_preview::State),
    /// **Automatic Sign Out**.
    SignOut(sign_out::State),
    /// The clinic's names and support contact.
    Clinic(clinic::State),
    /// The clinic's holidays.
    Holidays(holidays::State),
    /// A method has to be set up first.
    MustSetUp(must_set_up::State),
    /// Another person's profile.
    Person(person::State),
    /// Asks before something is done to a person.
    OnPerson(on_person::State),
    /// A temporary password, shown once.
    TemporaryPassword(temporary_password::State),
    /// Reports.
    Reports(reports::State),
    /// Reports ▸ First passwords.
    FirstPasswords(first_passwords::State),
    /// The app's QR code.
    SetUpApp(set_up_app::State),
    /// The apps that work.
    Apps(apps::State),
    /// My Account ▸ 2-Step Verification.
    TwoStep(two_step::State),
    /// The number texts go to.
    SetUpText(set_up_text::State),
    /// The own password, once more.
    StepUp(step_up::State),
    /// **Activity**: the record.
    Activity(activity::State),
    /// One row of it.
    ActivityRow(activity_row::State),
    /// The help.
    Help(help::State),
    /// Staff ▸ Add somebody.
    AddPerson(add_person::State),
    /// Another's profile, to be changed.
    EditPerson(edit_person::State),
    /// Staff ▸ Import.
    Import(import::State),
    /// Asks before something dangerous.
    Confirm(confirm::State<Page>),
}

impl PageSet for Page {
    type Request = Request;
    type Reply = Reply;

    crate::page_set!(
        SignIn,
        LockedOut,
        Code,
        AnotherWay,
        UseRecoveryCode,
        Wait,
        NewPassword,
        KeepRecoveryCode,
        Home,
        MyAccount,
        Profile,
        EditMobile,
        Trusted,
        Sessions,
        RecoveryCode,
        Pickup,
        Staff,
        Settings,
        Enforcement,
        EnforcementPreview,
        SignOut,
        Clinic,
        Holidays,
        MustSetUp,
        Person,
        OnPerson,
        TemporaryPassword,
        Reports,
        FirstPasswords,
        SetUpApp,
        Apps,
        TwoStep,
        SetUpText,
        StepUp,
        Activity,
        ActivityRow,
        Help,
        AddPerson,
        EditPerson,
        Import,
        Confirm
    );

    fn help(topic: Topic, facts: &HelpFacts) -> Self {
        Self::Help(help::State::new(topic, facts))
    }

    fn on_news(house: &mut House, reply: Reply, at: Now) -> Wishes<Self> {
        match reply {
            Reply::Surroundings(now) => {
                flow::surround(house, &now, at);
                Vec::new()
            }
            // `Sign out` was answered: the sign-in stands there already.
            Reply::Ended(_) if house.who.is_none() => Vec::new(),
            other => flow::common(other),
        }
    }

    fn on_sign_out(_at: Now) -> Wishes<Self> {
        flow::leave(Why::SignedOut, "You are signed out.")
    }

    fn on_idle(house: &House, at: Now) -> Wishes<Self> {
        let (time, span) = (
            clock::hour_minute(at.wall_ms, &house.zone),
            house.sign_out_after.label(),
        );
        flow::leave(
            Why::Idle,
            &format!("You were signed out at {time}: no key was pressed for {span}."),
        )
    }
}
