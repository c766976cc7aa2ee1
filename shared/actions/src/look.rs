//! What a signed-in person sees of themselves: the home screen, My Account, and what has to come first. Reads only.

use domain::ids::{SessionId, TrustId};
use domain::message::MessageState;
use domain::permission::Task;
use domain::person::{Access, Method, PasswordKind, TwoStep};
use domain::policy::{ClinicRule, SignOutAfter};
use domain::sign_in::How;
use domain::time::Now;
use store::staff::StaffRow;
use store::{Db, StoreError, Tx, clinic, counters, methods, outbox, recovery, sessions, trust};

use crate::close_offer::own_offer;
use crate::code_screen::masked;
use crate::owner_recovery::Case;
use crate::session::{Gate, Running};
use crate::standing::manager_names;
use crate::{ActionError, Policy, Token};

pub use crate::close_offer::OfferLine;
pub use crate::owner_recovery::RunningRequest;

/// The clinic as every screen needs it, signed in or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClinicView {
    /// Full name.
    pub name: String,
    /// IANA time zone.
    pub time_zone: String,
    /// Default country of numbers.
    pub country: String,
    /// Whom to tell; may be empty.
    pub support_contact: String,
    /// **Allow trusted browsers** (spec E01).
    pub trust_allowed: bool,
    /// **Require for all staff** (spec E01).
    pub enforced: bool,
    /// **Automatic Sign Out** (spec E04).
    pub sign_out_after: SignOutAfter,
    /// Made by `vestibule demo`.
    pub demo: bool,
}

/// A trusted browser of one's own (spec M08).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrustLine {
    /// Names it.
    pub id: TrustId,
    /// From where it was ticked, in words.
    pub place: String,
    /// Since when, wall ms.
    pub since: i64,
    /// When it last skipped the second step, wall ms.
    pub last_used: Option<i64>,
    /// When it ends, wall ms.
    pub ends: i64,
    /// Whether it is this browser.
    pub here: bool,
}

/// A running session of one's own (spec M08).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionLine {
    /// Names it.
    pub id: SessionId,
    /// From where, in words.
    pub place: String,
    /// Since when, wall ms.
    pub since: i64,
    /// How it came about.
    pub how: How,
    /// Whether it is this one.
    pub here: bool,
}

/// A person's own account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// As signed in.
    pub username: String,
    /// Name for people.
    pub name: String,
    /// What they may do.
    pub access: Access,
    /// What has to come first.
    pub gate: Option<Gate>,
    /// *Require for all staff* is on (spec E01).
    pub enforced: bool,
    /// When the pause ends that holds, wall ms (spec A04).
    pub paused_until: Option<i64>,
    /// A new password has to come first because **This wasn't me** was said (spec S11).
    pub reported: bool,
    /// Where mails go.
    pub email: String,
    /// E.164 of the profile, to be edited by its owner.
    pub mobile: Option<String>,
    /// The same, masked.
    pub masked: Option<String>,
    /// The second step.
    pub two_step: TwoStep,
    /// When texts were set up, wall ms.
    pub sms_since: Option<i64>,
    /// When the app was set up, wall ms.
    pub app_since: Option<i64>,
    /// When the recovery code was made, wall ms.
    pub recovery_made: Option<i64>,
    /// The sign-in before this one, wall ms.
    pub previous_at: Option<i64>,
    /// Where that was.
    pub previous_place: Option<String>,
    /// Wrong codes between the two.
    pub wrong_since: u32,
    /// Right passwords between the two without a second step.
    pub unfinished_since: u32,
    /// Mails to this person that wait.
    pub mails_waiting: u32,
    /// Why the newest text with a code did not arrive, as a stable short word (spec W04).
    pub text_failed: Option<String>,
    /// Trusted browsers, the newest first.
    pub trusted: Vec<TrustLine>,
    /// Running sessions, the newest first.
    pub sessions: Vec<SessionLine>,
    /// Whether the clinic allows trusted browsers.
    pub trust_allowed: bool,
    /// Managers to ask, by name, without the person.
    pub managers: Vec<String>,
    /// Until when codes wait, wall ms.
    pub waits_until: Option<i64>,
    /// A recovery request of the owner that runs; for managers alone (spec O02).
    pub recovery: Option<RunningRequest>,
    /// The offer of the ownership that concerns this person.
    pub offer: Option<OfferLine>,
    /// The clinic's IANA time zone.
    pub time_zone: String,
}

impl Account {
    /// Other running sessions.
    #[must_use]
    pub fn other_sessions(&self) -> usize {
        self.sessions.iter().filter(|session| !session.here).count()
    }
}

/// The clinic.
///
/// # Errors
/// [`ActionError`] of the database, or where `init` did not get that far.
pub fn clinic_view(db: &mut Db, at: Now) -> Result<ClinicView, ActionError> {
    db.read(at, |tx| {
        let found = clinic::find(tx)?.ok_or_else(|| ActionError::Refused(UNFINISHED.into()))?;
        let rule = clinic::rule(tx)?;
        Ok(ClinicView {
            enforced: rule.enforced,
            sign_out_after: rule.sign_out_after,
            name: found.name,
            time_zone: found.time_zone,
            country: found.country,
            support_contact: found.support_contact,
            trust_allowed: found.trust_allowed,
            demo: found.demo,
        })
    })
}

const UNFINISHED: &str = "This clinic was not set up to its end. Nothing was changed. Remove its data directory and run `vestibule init` again.";

/// The account a session's token names.
///
/// # Errors
/// [`ActionError::SessionEnded`] once it has ended.
pub fn account(db: &mut Db, token: &Token, at: Now) -> Result<Account, ActionError> {
    db.read(at, |tx| {
        let running = Running::load(tx, token)?;
        let row = &running.staff;
        Ok(Account {
            username: row.username.clone(),
            name: row.name.clone(),
            access: row.access,
            gate: running.gate,
            enforced: clinic::rule(tx)?.enforced,
            paused_until: paused_until(row, at),
            reported: row.password == PasswordKind::Reported,
            email: row.email.clone(),
            mobile: row.mobile.clone(),
            masked: row.mobile.as_deref().map(masked),
            two_step: row.two_step.clone(),
            sms_since: methods::since(tx, row.id, Method::Sms)?,
            app_since: methods::since(tx, row.id, Method::App)?,
            recovery_made: recovery::state(tx, row.id)?.map(|(made, _)| made),
            previous_at: running.session.previous_at,
            previous_place: running.session.previous_place.clone(),
            wrong_since: running.session.wrong_since,
            unfinished_since: running.session.unfinished_since,
            mails_waiting: outbox::mails_waiting(tx, row.id)?,
            text_failed: text_failed(tx, row)?,
            trusted: trusted(tx, &running)?,
            sessions: own_sessions(tx, &running)?,
            trust_allowed: clinic::trust_allowed(tx)?,
            managers: manager_names(tx, Some(row.id))?,
            waits_until: counters::longest_wait(tx, row.id, at)?.map(|wait| at.wall_ms + wait.left_ms(at)),
            recovery: running_request(tx, &running)?,
            offer: own_offer(tx, &running)?,
            time_zone: clinic::find(tx)?.map(|clinic| clinic.time_zone).unwrap_or_default(),
        })
    })
}

fn paused_until(row: &StaffRow, at: Now) -> Option<i64> {
    let pause = row.pause.filter(|pause| pause.holds(at))?;
    Some(at.wall_ms + pause.term.left_ms(at))
}

/// Whoever may cancel it sees it.
fn running_request(tx: &Tx<'_>, running: &Running) -> Result<Option<RunningRequest>, StoreError> {
    if running.may(Task::CancelRecovery).is_err() {
        return Ok(None);
    }
    let case = Case::open(tx)?;
    case.map(|case| case.for_screen(tx)).transpose()
}

fn trusted(tx: &Tx<'_>, running: &Running) -> Result<Vec<TrustLine>, StoreError> {
    let rows = trust::of(tx, running.staff.id)?.into_iter();
    let line = |row: trust::TrustRow| TrustLine {
        id: row.trust.id,
        since: row.trust.term.start.wall_ms,
        last_used: row.last_used_at,
        ends: tx.at().wall_ms + row.trust.term.left_ms(tx.at()),
        here: row.browser == running.browser(),
        place: row.place,
    };
    Ok(rows.map(line).collect())
}

fn own_sessions(tx: &Tx<'_>, running: &Running) -> Result<Vec<SessionLine>, StoreError> {
    let rows = sessions::running_of(tx, running.staff.id)?.into_iter();
    let line = |row: sessions::SessionRow| SessionLine {
        id: row.id,
        since: row.began_at,
        how: row.how,
        here: row.id == running.session.id,
        place: row.place,
    };
    Ok(rows.map(line).collect())
}

/// Only of texts that are a way in: the newest one decides.
fn text_failed(tx: &Tx<'_>, row: &StaffRow) -> Result<Option<String>, StoreError> {
    if !row.two_step.has(Method::Sms) {
        return Ok(None);
    }
    let newest = outbox::newest_code_text(tx, row.id)?;
    Ok(newest
        .filter(|text| text.state == MessageState::Failed)
        .map(|text| text.error))
}

/// What the clinic has set for everybody's second step, for its managers to see (spec E01, E05).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecuritySettings {
    /// What is set.
    pub rule: ClinicRule,
    /// Trusts that run now, in the whole clinic.
    pub trusted_browsers: u32,
    /// Countries texts may go to (`vestibule.toml`).
    pub countries: Vec<String>,
    /// Texts a day for the whole clinic (`vestibule.toml`).
    pub daily_cap: u32,
}

/// Settings > Security.
///
/// # Errors
/// [`ActionError::Refused`] for who is no manager; the session's and the database's.
pub fn security_settings(
    db: &mut Db,
    token: &Token,
    policy: &Policy,
    at: Now,
) -> Result<SecuritySettings, ActionError> {
    db.read(at, |tx| {
        Running::load_open(tx, token)?.may(Task::Settings)?;
        let running = trust::running(tx, trust::Whose::Everybody)?;
        let lasting = running.iter().filter(|row| !row.trust.term.ended(at)).count();
        Ok(SecuritySettings {
            rule: clinic::rule(tx)?,
            trusted_browsers: u32::try_from(lasting).unwrap_or(u32::MAX),
            countries: policy.countries.clone(),
            daily_cap: policy.daily_cap,
        })
    })
}

/// Whether a session still runs; the cheap question asked at every ring of the wake file (spec S16).
///
/// # Errors
/// [`ActionError::SessionEnded`] once it has ended.
pub fn still_running(db: &mut Db, token: &Token, at: Now) -> Result<(), ActionError> {
    db.read(at, |tx| Running::load(tx, token).map(|_| ()))
}
