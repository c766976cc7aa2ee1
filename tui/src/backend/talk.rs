//! What the pages ask the database thread, and what they are answered. How it is answered is `backend.rs`.

use std::path::PathBuf;
use std::sync::Arc;

use actions::change_mobile::{MobileChange, TurningOff};
use actions::change_profile::ProfileChange;
use actions::code_screen::CodeScreen;
use actions::edit_person::Profile;
use actions::end_session::Why;
use actions::first_passwords::Newcomer;
use actions::import_staff::{Counts, Found as FoundInTable};
use actions::locked_out::LockedOut;
use actions::look::{Account, SecuritySettings};
use actions::look_person::PersonView;
use actions::look_settings::{ClinicSettings, HolidayRow, Preview};
use actions::resend_code::Wanted;
use actions::save_document::{Offer, Order, PickupState};
use actions::save_recovery_code::Kept;
use actions::see_activity::Found;
use actions::set_enforcement::{SettingChange, Switches};
use actions::status_report::StatusView;
use actions::step_up::{PasswordAnswer, StepUpView};
use domain::activity::Filter;
use domain::browser::PaperWay;
use domain::ids::{DocumentId, OfferId, RequestId, SessionId, StaffId, TrustId};
use domain::person::{Access, Method};
use domain::policy::SignOutAfter;
use domain::recovery_code::RecoveryCode;
use domain::roster::Member;
use domain::secret::Secret;
use domain::sign_in::{Outcome, TextPlan};
use domain::step_up::Act;
use domain::time::Wait;

use super::people::{OnPerson, PersonDone};
use super::staffing::{NewPerson, NotSaved, PastedTable, PersonEdit, Saved};
use crate::backend::Progress;
use crate::surroundings::Surroundings;

/// What the pages ask.
#[derive(Debug)]
pub enum Request {
    /// User name and password.
    SignIn {
        /// As typed.
        username: String,
        /// As typed.
        password: Secret<String>,
    },
    /// The code screen of the open second step, as it is now, for a method or the default one.
    CodeScreen(Option<Method>),
    /// A code for it.
    Code {
        /// Which method's.
        method: Method,
        /// As typed.
        typed: Secret<String>,
        /// **Trust this browser** is ticked.
        trust: bool,
    },
    /// A text for it.
    Text(Wanted),
    /// The recovery code instead.
    Recovery(Secret<String>),
    /// The signed-in person's account, as it is now.
    Account,
    /// A new password.
    NewPassword(Secret<String>),
    /// The recovery code that has to be kept.
    ShowRecovery,
    /// It is kept.
    SaveRecovery(Kept),
    /// The recovery code, later.
    ViewRecovery,
    /// A new recovery code.
    RenewRecovery,
    /// A document.
    Save(Order),
    /// The next part of what is under way.
    GoOnSaving,
    /// **Stop** of what is under way.
    StopSaving,
    /// The 2SV status, in figures.
    Status,
    /// Who has never signed in.
    Newcomers,
    /// First passwords for these, on one list.
    FirstPasswords(Vec<StaffId>),
    /// Where a document stands that waits to be fetched.
    PickupState(DocumentId),
    /// What step-up still asks before an act, a code by a method or the default one.
    StepUp(Act, Option<Method>),
    /// The own password, for step-up before an act.
    StepUpPassword(Act, Secret<String>),
    /// A text with a code, for step-up.
    StepUpText,
    /// A code of a method, for step-up.
    StepUpCode(Method, Secret<String>),
    /// The recovery code, for step-up.
    StepUpRecovery(Secret<String>),
    /// A set-up code to this number, as typed.
    SetUpText(String),
    /// The set-up code's screen, as it is now.
    SetUpScreen,
    /// A set-up code.
    SetUpCode(Secret<String>),
    /// A secret for an authenticator app.
    SetUpApp,
    /// The app's first code.
    SetUpAppCode(Secret<String>),
    /// Turn 2-step verification off.
    TurnOff,
    /// Remove one of two methods.
    RemoveMethod(Method),
    /// Ask this method first.
    ChangeDefault(Method),
    /// What was changed of name and e-mail address, as typed.
    Profile {
        /// The name.
        name: Option<String>,
        /// The address.
        email: Option<String>,
    },
    /// The mobile number, as typed; nothing deletes it.
    Mobile(String, TurningOff),
    /// End a trust, or all.
    EndTrust(Option<TrustId>),
    /// End another session, or all others.
    EndSessions(Option<SessionId>),
    /// **This wasn't me**.
    NotMe,
    /// Settings > Security, as they are now.
    SecuritySettings,
    /// The staff list, as it is now.
    Staff,
    /// Rows of the record that fit, newest first, older than a number where one is given.
    Activity(Filter, Option<i64>),
    /// What was touched of *Require for all staff* and *Allow trusted browsers*.
    SetEnforcement(Switches),
    /// Who would have to do what before *Require for all staff* goes on.
    PreviewEnforcement,
    /// **Automatic Sign Out**.
    SetSignOut {
        /// What stood there.
        seen: SignOutAfter,
        /// What is to stand there.
        after: SignOutAfter,
    },
    /// Settings > Clinic, as it is now.
    ClinicSettings,
    /// What was touched of names and support contact, as typed.
    ChangeClinic(ClinicTyped),
    /// One more holiday, as typed.
    AddHoliday {
        /// The day.
        day: String,
        /// Its name.
        name: String,
    },
    /// A holiday is none any more.
    RemoveHoliday(HolidayRow),
    /// **Locked out?** after a right password: whom to ask, and the owner's recovery.
    LockedOut,
    /// Open a recovery request of the owner.
    OpenRecovery,
    /// Cancel one.
    CancelRecovery(RequestId),
    /// Offer the ownership to somebody.
    OfferOwnership(StaffId),
    /// Take it up.
    AcceptOwnership(OfferId),
    /// Withdraw an offer, or decline it.
    CloseOffer(OfferId),
    /// Another person's profile, as it is now.
    Person(StaffId),
    /// Something a manager does to a person, and why, as typed.
    OnPerson(StaffId, OnPerson, String),
    /// Somebody to add.
    AddPerson(Box<NewPerson>),
    /// Somebody's profile, to be changed.
    EditForm(StaffId),
    /// What was changed on it.
    SaveEdit(Box<PersonEdit>),
    /// What an import of this table would do.
    CheckTable(Secret<String>),
    /// Import it.
    ImportTable(PastedTable),
    /// End the session.
    End(Why),
}

/// A field of the profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProfileField {
    /// The name.
    Name,
    /// The e-mail address.
    Email,
}

/// A field that was typed into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypedEdit {
    /// What stood there.
    pub seen: String,
    /// As typed.
    pub typed: String,
}

/// What was touched of Settings > Clinic.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClinicTyped {
    /// Full name.
    pub name: Option<TypedEdit>,
    /// Name in texts.
    pub short_name: Option<TypedEdit>,
    /// Whom people tell.
    pub support_contact: Option<TypedEdit>,
}

/// A field of Settings > Clinic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClinicField {
    /// Full name.
    Name,
    /// Name in texts.
    ShortName,
    /// Whom people tell.
    Contact,
}

/// A field of a holiday.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HolidayField {
    /// The day.
    Day,
    /// Its name.
    Name,
}

/// What is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    /// A method is on.
    SetUp(Method),
    /// 2-step verification is off.
    TurnedOff,
    /// One of two methods is gone.
    Removed(Method),
    /// Another method is asked first.
    Default(Method),
    /// There is a new recovery code, to be kept.
    Renewed,
    /// The recovery code is kept.
    RecoveryKept(Kept),
    /// There is a new password.
    Password,
    /// The profile was saved.
    Profile(ProfileChange),
    /// The number was saved.
    Mobile(MobileChange),
    /// One trust, or several, ended.
    TrustEnded,
    /// One session, or several, ended.
    SessionsEnded,
    /// **This wasn't me**.
    NotMe,
    /// A setting of the clinic.
    Setting(SettingChange),
    /// Somebody was added.
    PersonAdded(Access),
    /// Somebody's profile was saved.
    PersonSaved(Saved),
    /// A table was imported.
    Imported(Counts),
    /// There is one more holiday.
    HolidayAdded {
        /// On a Saturday or Sunday.
        on_weekend: bool,
    },
    /// A holiday is none any more.
    HolidayRemoved,
    /// A recovery request of the owner is cancelled.
    RecoveryCancelled,
    /// The ownership is offered.
    OwnershipOffered,
    /// The ownership is this person's.
    OwnershipAccepted,
    /// An offer is declined or withdrawn.
    OfferClosed,
}

/// What they are answered.
#[derive(Debug)]
pub enum Reply {
    /// What stands round every page has changed.
    Surroundings(Box<Surroundings>),
    /// Password refused; one and the same for every reason (spec S02).
    WrongPassword {
        /// The wait that began with it, in milliseconds.
        wait_ms: Option<i64>,
    },
    /// No password is checked for a while.
    PasswordWait {
        /// Milliseconds until one is.
        in_ms: i64,
    },
    /// The temporary password was right, but its 72 hours are over.
    TemporaryEnded,
    /// The second step is open.
    SecondStep {
        /// What became of the text; `None` in a wait.
        text: Option<TextPlan>,
        /// The running wait.
        wait: Option<Wait>,
        /// What the code screen shows.
        screen: Box<CodeScreen>,
    },
    /// Signed in, or the account as it is now.
    Account(Box<Account>),
    /// A code screen as it is now.
    CodeScreen(Box<CodeScreen>),
    /// A code or recovery code was judged and not accepted, or a text asked for.
    Judged {
        /// What the person is told.
        outcome: Outcome,
        /// The code screen afterwards; `None` where it is over.
        screen: Option<Box<CodeScreen>>,
    },
    /// What was typed is no code at all; nothing was counted.
    NotACode(String),
    /// The new password is too weak, and why.
    Weak(String),
    /// The recovery code, and how a page of it gets to this person, where it does (spec R09).
    RecoveryCode(RecoveryCode, Option<PaperWay>),
    /// The 2SV status, in figures.
    Status(StatusView),
    /// Who has never signed in.
    Newcomers(Vec<Newcomer>),
    /// A document is under way, so far.
    Saving(Progress),
    /// Nothing of it is left.
    SavingStopped {
        /// Whether anything was under way.
        in_time: bool,
    },
    /// The document is a file, for 24 hours.
    SavedAs(PathBuf),
    /// The page waits to be fetched.
    Offered(Offer, PaperWay),
    /// Where it stands.
    Pickup(PickupState),
    /// What an app has to know.
    AppSetUp {
        /// For the QR code.
        uri: Secret<String>,
        /// To be copied.
        secret: Secret<String>,
        /// To be read.
        grouped: Secret<String>,
    },
    /// The app's code is right for another time: the phone's clock is off (spec M05). Not counted.
    ClockOff {
        /// Milliseconds the phone is ahead, negative for behind.
        ahead_ms: i64,
    },
    /// What step-up still asks.
    StepUp(Box<StepUpView>),
    /// A password was judged for step-up.
    StepUpPassword(PasswordAnswer),
    /// The number cannot be used, and why.
    BadNumber(String),
    /// The name or the address cannot be used, and why.
    BadProfile(ProfileField, String),
    /// Settings > Security.
    SecuritySettings(Box<SecuritySettings>),
    /// Rows of the record.
    Activity(Found),
    /// Everybody on the staff list, in the order of their names.
    Staff(Arc<Vec<Member>>),
    /// Who would have to do what.
    Preview(Box<Preview>),
    /// Settings > Clinic.
    ClinicSettings(Box<ClinicSettings>),
    /// A name or the contact cannot be used, and why.
    BadClinic(ClinicField, String),
    /// That is no holiday, and why.
    BadHoliday(HolidayField, String),
    /// **Locked out?** after a right password.
    LockedOut(Box<LockedOut>),
    /// Another person's profile.
    Person(Box<PersonView>),
    /// The reason cannot be used, and why.
    BadReason(String),
    /// It is done to that person, and durable.
    PersonDone(PersonDone),
    /// Somebody's profile, to be changed.
    EditForm(Box<Profile>),
    /// Somebody was not saved, and why.
    NotSaved(NotSaved),
    /// What an import would do; where one was asked for, it did not happen.
    Table(Box<FoundInTable>),
    /// It is done and durable; the account afterwards.
    Done(Done, Box<Account>),
    /// Step-up has run out meanwhile: it comes first, and nothing was changed (spec M10).
    StepUpFirst,
    /// The session has ended, and why.
    Ended(String),
    /// The session has ended, but that could not be written down: a sentence says why (spec Z07).
    EndedUnwritten(String),
    /// It could not be done: a sentence. Nothing was changed.
    Trouble(String),
}
