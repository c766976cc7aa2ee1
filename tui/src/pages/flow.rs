//! How one page leads to the next: into the program, out of it, through step-up. No page is drawn here.

use actions::Gate;
use actions::change_mobile::MobileChange;
use actions::end_session::Why;
use actions::import_staff::Counts;
use actions::look::Account;
use actions::set_enforcement::SettingChange;
use domain::contact::visible;
use domain::person::{Access, Method};
use domain::sign_in::{Outcome, TextPlan};
use domain::time::Now;
use domain::verification::Dead;
use setup::locks::WorkerState;

use crate::backend::{Done, Reply, Request, Saved};
use crate::clock::{self, span};
use crate::effect::{Wish, Wishes};
use crate::house::{House, Who};
use crate::pages::{Page, home, keep_recovery_code, must_set_up, my_account, new_password, sign_in, two_step};
use crate::surroundings::Surroundings;
use crate::widgets::banner::Banner;
use crate::widgets::say::Say;

/// The banner of S13 and U09.
const PASSWORD_ALONE: &str = "2-Step Verification is off: the password is enough. My Account sets it up.";

/// The banner of a session that began before the clinic required it (spec E03).
const REQUIRED: &str = "2-Step Verification is required here: set it up now or at the next sign-in.";

/// Into the program: the page that has to come first, else home.
pub(super) fn enter(account: Account) -> Wishes<Page> {
    let house = signed_in(&account);
    let page = match account.gate {
        Some(Gate::NewPassword) if account.reported => Page::NewPassword(new_password::State::reported()),
        Some(Gate::NewPassword) => Page::NewPassword(new_password::State::new()),
        Some(Gate::SetUp) => Page::MustSetUp(must_set_up::State::new(account)),
        Some(Gate::SaveRecovery) => Page::KeepRecoveryCode(keep_recovery_code::State::new()),
        None => Page::Home(home::State::new(account)),
    };
    vec![house, Wish::Reset(page)]
}

/// Into the program, at a page that has to come first.
pub(super) fn enter_at(account: &Account, page: Page) -> Wishes<Page> {
    vec![signed_in(account), Wish::Reset(page)]
}

/// What stands round the pages of a signed-in person.
pub(super) fn signed_in(account: &Account) -> Wish<Page> {
    let who = Who {
        name: visible(&account.name),
        access: account.access,
    };
    let managers = account.managers.iter().map(|name| visible(name)).collect();
    let note = note(account);
    Wish::House(Box::new(move |house| {
        house.who = Some(who);
        house.help.managers = managers;
        house.banners.retain(|banner| !matches!(banner, Banner::Note(_)));
        house.banners.extend(note.map(Banner::Note));
    }))
}

/// Why the password alone lets this person in (spec S13, A04, E03, U09); nothing on a page that has to come first.
fn note(account: &Account) -> Option<String> {
    let (on, until) = (account.two_step.is_on(), account.paused_until);
    match until {
        _ if account.gate.is_some() => None,
        Some(until) => {
            let until = clock::day_and_time(until, &clock::zone(&account.time_zone));
            Some(format!(
                "2-Step Verification is paused until {until}: no code is asked."
            ))
        }
        None if on => None,
        None if account.enforced => Some(REQUIRED.into()),
        None => Some(PASSWORD_ALONE.into()),
    }
}

/// Whether something has to come first that setting a method up does not lead through.
pub(super) fn is_in_the_way(account: &Account) -> bool {
    match account.gate {
        Some(Gate::NewPassword | Gate::SaveRecovery) => true,
        Some(Gate::SetUp) | None => false,
    }
}

/// Nobody is signed in any more: the screen is cleared, and nobody's managers are named (spec O01).
fn signed_out() -> Wish<Page> {
    Wish::House(Box::new(|house| {
        house.who = None;
        house.help.managers.clear();
        house.banners.retain(|banner| !matches!(banner, Banner::Note(_)));
    }))
}

/// Names the managers once the password was right (spec O01).
pub(super) fn name_managers(managers: &[String]) -> Wish<Page> {
    let managers = managers.iter().map(|name| visible(name)).collect();
    Wish::House(Box::new(move |house| house.help.managers = managers))
}

/// Out of the program's inside, by the person.
pub(super) fn leave(why: Why, said: &str) -> Wishes<Page> {
    let page = Page::SignIn(sign_in::State::saying(Say::done(said)));
    vec![signed_out(), Wish::Reset(page), Wish::Tell(Request::End(why))]
}

/// Back to the sign-in, with a sentence.
pub(super) fn sign_in_again(said: Say) -> Wishes<Page> {
    vec![signed_out(), Wish::Reset(Page::SignIn(sign_in::State::saying(said)))]
}

/// What is owed by mail, where it has not gone out (spec X03).
pub(super) fn mails_waiting(mails: u32) -> Say {
    let mails = if mails == 1 {
        "1 e-mail".into()
    } else {
        format!("{mails} e-mails")
    };
    Say::look(format!("{mails} to you: not delivered yet."))
}

/// What every page does with an answer it has no use for.
pub(super) fn common(reply: Reply) -> Wishes<Page> {
    match reply {
        Reply::Ended(why) => sign_in_again(Say::look(format!("Your session has ended: {why}. Sign in again."))),
        Reply::Trouble(sentence) => vec![Wish::Notice(Say::wrong(sentence))],
        Reply::EndedUnwritten(why) => vec![Wish::Notice(Say::look(format!(
            "You are signed out here; the record will say so once it can be written. {why}"
        )))],
        Reply::Account(account) => enter(*account),
        Reply::Done(Done::SetUp(method), account) => set_up(method, *account),
        Reply::Done(done, account) => match account.gate {
            Some(_) => enter(*account),
            None => vec![signed_in(&account), Wish::Notice(told(done))],
        },
        Reply::StepUpFirst => vec![Wish::Notice(Say::look(
            "We have to ask once more who you are. Nothing was changed: choose it again.",
        ))],
        Reply::Judged {
            outcome: Outcome::SignInAgain,
            ..
        } => sign_in_again(over()),
        Reply::Surroundings(_)
        | Reply::WrongPassword { .. }
        | Reply::PasswordWait { .. }
        | Reply::TemporaryEnded
        | Reply::SecondStep { .. }
        | Reply::CodeScreen(_)
        | Reply::Judged { .. }
        | Reply::NotACode(_)
        | Reply::Weak(_)
        | Reply::RecoveryCode(..)
        | Reply::Status(_)
        | Reply::Newcomers(_)
        | Reply::Saving(_)
        | Reply::SavingStopped { .. }
        | Reply::SavedAs(_)
        | Reply::Offered(..)
        | Reply::Pickup(_)
        | Reply::AppSetUp { .. }
        | Reply::ClockOff { .. }
        | Reply::StepUp(_)
        | Reply::StepUpPassword(_)
        | Reply::BadNumber(_)
        | Reply::BadProfile(..)
        | Reply::SecuritySettings(_)
        | Reply::Staff(_)
        | Reply::Activity(_)
        | Reply::Preview(_)
        | Reply::ClinicSettings(_)
        | Reply::BadClinic(..)
        | Reply::BadHoliday(..)
        | Reply::LockedOut(_)
        | Reply::Person(_)
        | Reply::BadReason(_)
        | Reply::PersonDone(_)
        | Reply::EditForm(_)
        | Reply::NotSaved(_)
        | Reply::Table(_) => Vec::new(),
    }
}

/// What a page that shows an account does with an answer: the account as it is now, and what was done.
pub(super) fn refresh(own: &mut Account, reply: Reply) -> Wishes<Page> {
    let (account, said) = match reply {
        // Made at another terminal: it does not appear here by itself, where nobody may be looking (spec M10).
        Reply::Account(account) if account.gate == Some(Gate::SaveRecovery) => {
            let page = Page::KeepRecoveryCode(keep_recovery_code::State::elsewhere());
            return enter_at(&account, page);
        }
        Reply::Account(account) => (account, None),
        Reply::Done(done, account) => (account, Some(Wish::Notice(told(done)))),
        other => return common(other),
    };
    if account.gate.is_some() {
        return enter(*account);
    }
    let house = signed_in(&account);
    *own = *account;
    [Some(house), said].into_iter().flatten().collect()
}

/// A method is on: the recovery code comes next where it is the first one, else My Account.
pub(super) fn set_up(method: Method, account: Account) -> Wishes<Page> {
    if account.gate.is_some() {
        return enter(account);
    }
    let said = match (method, &account.masked) {
        (Method::Sms, Some(number)) => format!("Texts go to {number} from now on."),
        (Method::Sms, None) | (Method::App, _) => "The authenticator app is set up. You get an e-mail about it.".into(),
    };
    my_account(account, Some(Say::done(said)))
}

/// What was done, as the person is told.
pub(super) fn told(done: Done) -> Say {
    let mailed = |what: &str| Say::done(format!("{what} You get an e-mail about it."));
    match done {
        Done::SetUp(method) => mailed(&format!("{} is set up.", method.label())),
        Done::TurnedOff => mailed("2-Step Verification is off."),
        Done::Removed(method) => mailed(&format!("{} is off.", method.label())),
        Done::Default(Method::Sms) => mailed("Texts are asked first from now on."),
        Done::Default(Method::App) => mailed("The app is asked first from now on."),
        Done::Renewed => mailed("There is a new recovery code."),
        Done::RecoveryKept(_) => Say::done("Your recovery code is kept."),
        Done::Password => mailed("Your new password counts from now on."),
        Done::Profile(changed) if changed.email => Say::done("Saved. Both addresses get an e-mail about it."),
        Done::Profile(changed) if changed.name => Say::done("Saved."),
        Done::Profile(_) | Done::Mobile(MobileChange::Same) | Done::Setting(SettingChange::Same) => {
            Say::plain("Nothing was different, so nothing was changed.")
        }
        Done::Mobile(MobileChange::AsksFirst) => Say::look("Not saved yet: it turns 2-Step Verification off."),
        Done::Mobile(MobileChange::Changed { turned_off: true }) => {
            Say::look("Saved. 2-Step Verification is off now: Set Up turns it on again. You get an e-mail about it.")
        }
        Done::Mobile(MobileChange::Changed { turned_off: false }) => mailed("Saved."),
        Done::TrustEnded => Say::done("Ended: a code is asked there again."),
        Done::SessionsEnded => Say::done("Ended: that screen is cleared."),
        Done::NotMe => mailed("Everything else of yours has ended."),
        Done::PersonAdded(access) => person_added(access),
        Done::PersonSaved(saved) => person_saved(saved),
        Done::Imported(counts) => Say::done(imported(counts)),
        Done::HolidayAdded { on_weekend: false } => Say::done("Added, and in the record."),
        Done::HolidayAdded { on_weekend: true } => {
            Say::look("Added. It is a Saturday or Sunday, which is no business day anyway.")
        }
        Done::HolidayRemoved => Say::done("Removed: it is a business day again, where it is a Monday to Friday."),
        Done::Setting(SettingChange::Changed) => Say::done("Saved. It counts from now on, and stands in the record."),
        Done::RecoveryCancelled => Say::done("Cancelled. The account owner and the managers get an e-mail about it."),
        Done::OwnershipOffered => Say::done("Offered for 7 days. All managers get an e-mail about it."),
        Done::OwnershipAccepted => Say::done("You are account owner from now on. All managers get an e-mail about it."),
        Done::OfferClosed => Say::done("The offer is closed. All managers get an e-mail about it."),
    }
}

fn person_added(access: Access) -> Say {
    Say::done(match access {
        Access::Full => "Added, without a password yet: Reset password makes one. All managers get an e-mail.",
        Access::Staff | Access::None | Access::Owner => "Added, without a password yet: Reset password makes one.",
    })
}

fn person_saved(saved: Saved) -> Say {
    match saved {
        Saved { changed: false, .. } => Say::plain("Nothing was different, so nothing was changed."),
        Saved { turned_off: true, .. } => {
            Say::look("Saved. 2-Step Verification is off for them now. They and the old number are told.")
        }
        Saved { full_access: true, .. } => Say::done("Saved. They and all managers get an e-mail about it."),
        Saved { email: true, .. } => Say::done("Saved. Both addresses get an e-mail about it."),
        Saved { mailed: true, .. } => Say::done("Saved. They get an e-mail about it."),
        Saved { .. } => Say::done("Saved."),
    }
}

/// What an import did.
pub(super) fn imported(counts: Counts) -> String {
    if counts.to_do() == 0 {
        return "Nothing was different, so nothing was changed.".into();
    }
    format!(
        "Imported: {} new, {} changed, {} as they were.",
        counts.new, counts.changed, counts.unchanged
    )
}

fn over() -> Say {
    Say::look("This sign-in is over: its ten minutes have passed, or something changed. Sign in again.")
}

/// What an outcome says to the person, wherever it was reached.
pub(super) fn said(outcome: &Outcome) -> Say {
    match outcome {
        Outcome::Passed(_) => Say::done("That is you."),
        Outcome::CodeAsked(plan) => text_plan(*plan),
        Outcome::AppCodeAsked => Say::plain("Type the code your app shows."),
        Outcome::MustWait(_) => Say::look("Nothing is checked until the wait is over."),
        Outcome::Dead(why) => Say::look(dead(*why)),
        Outcome::Wrong { tries_left } => Say::wrong(format!("That was not it. {} left.", tries(*tries_left))),
        Outcome::RecoveryDead => Say::look("That code was used or replaced. Only the newest one works."),
        Outcome::RecoveryWrong { tries_left } => {
            Say::wrong(format!("That was not your recovery code. {} left.", tries(*tries_left)))
        }
        Outcome::RecoveryMustWait { in_ms } => Say::look(format!(
            "Too many wrong recovery codes: none is checked for {}.",
            span(*in_ms)
        )),
        Outcome::SignInAgain => over(),
    }
}

/// `1 try`, `4 tries`.
pub(super) fn tries(left: u32) -> String {
    if left == 1 {
        "1 try".into()
    } else {
        format!("{left} tries")
    }
}

fn dead(why: Dead) -> &'static str {
    match why {
        Dead::Replaced => "That is an older code: use the newest text. It was not counted.",
        Dead::AlreadyUsed => "That code was used already: resend to get a new one. It was not counted.",
        Dead::Expired => "That code has expired: resend to get a new one. It was not counted.",
        Dead::OtherPurpose => "That code was sent for something else: use the newest text. It was not counted.",
        Dead::StepUsed => "That code was used already: wait for the next one. It was not counted.",
        Dead::Withdrawn => "That code was withdrawn: resend to get a new one. It was not counted.",
    }
}

fn text_plan(plan: TextPlan) -> Say {
    match plan {
        TextPlan::Sent => Say::done("A text is on its way."),
        TextPlan::SentAgain => Say::done("The same code is sent again; its time goes on."),
        TextPlan::Replaced => Say::done("A new code is on its way: the one before does not work any more."),
        TextPlan::TakenOver => Say::look("A code was sent here a moment ago and still works: no second text was sent."),
        TextPlan::NotYet(room) => not_yet(room),
        TextPlan::SignInAgain => Say::look("No text is sent after ten minutes: sign in again for a new one."),
    }
}

fn not_yet(room: domain::resend::Room) -> Say {
    use domain::resend::Room;
    match room {
        Room::Now => Say::plain(""),
        Room::Gap { in_ms } => Say::look(format!("The next text may go in {}.", span(in_ms))),
        Room::PersonCap { in_ms } => Say::look(format!(
            "Those were many texts: the next one may go in {}. Try another way.",
            span(in_ms)
        )),
        Room::ClinicCap { in_ms } => Say::look(format!(
            "The clinic has sent all its texts of a day: the next one may go in {}. Try another way.",
            span(in_ms)
        )),
    }
}

/// My Account, freshly asked for; `said` stands above its foot.
pub(super) fn my_account(account: Account, said: Option<Say>) -> Wishes<Page> {
    let house = signed_in(&account);
    let home = Page::Home(home::State::new(account.clone()));
    let hub = Page::MyAccount(my_account::State::new(account.clone()));
    let page = Page::TwoStep(two_step::State::new(account));
    let mut wishes = vec![house, Wish::Reset(home), Wish::Push(hub), Wish::Push(page)];
    wishes.extend(said.map(Wish::Notice));
    wishes
}

/// Takes over what stands round every page.
pub(super) fn surround(house: &mut House, now: &Surroundings, at: Now) {
    house.clinic = visible(&now.clinic.name);
    house.zone = clock::zone(&now.clinic.time_zone);
    let contact = visible(&now.clinic.support_contact);
    house.help.support_contact = (!contact.is_empty()).then_some(contact);
    house.help.trust_allowed = Some(now.clinic.trust_allowed);
    house.help.enforced = Some(now.clinic.enforced);
    house.help.sign_out_after = Some(now.clinic.sign_out_after);
    house.sign_out_after = now.clinic.sign_out_after;
    house.banners.retain(|banner| match banner {
        Banner::TextsDelayed { .. } | Banner::PlainFolder | Banner::ClockJumped { .. } => false,
        Banner::Demo { .. } | Banner::Note(_) => true,
    });
    if let Some(jump) = now.clock_jump {
        let way = if jump.by_ms < 0 { "back" } else { "forward" };
        let (by, when) = (span(jump.by_ms.abs()), clock::hour_minute(jump.wall_ms, &house.zone));
        house.banners.push(Banner::ClockJumped {
            by: format!("{way} by {by} at {when}"),
        });
    }
    if now.plain_folder {
        house.banners.push(Banner::PlainFolder);
    }
    let since = match now.worker {
        WorkerState::OnDuty => {
            house.worker = Some(Say::done("texts on duty"));
            return;
        }
        WorkerState::LastSeen { wall_ms } => {
            let seen = clock::time_or_day(wall_ms, at.wall_ms, &house.zone);
            house.worker = Some(Say::look(format!("worker last seen {seen}")));
            format!("since {seen}: the worker is not running")
        }
        WorkerState::NeverSeen => {
            house.worker = Some(Say::look("worker never seen"));
            "until the worker is started".into()
        }
    };
    house.banners.push(Banner::TextsDelayed { since });
}
