//! Setting up the *Authenticator App*, or putting a new phone in the place of the old one (spec M01 to M05, R02). The
//! secret lies in memory until its first code was accepted; then method, recovery code, mail and record are one
//! transaction. Leaving before changes nothing: a phone that was in use works on.

use domain::change::Change;
use domain::code::TypedCode;
use domain::enrolment::{NotConfirmed, app_code, is_covered};
use domain::entropy::Entropy;
use domain::ids::SessionId;
use domain::secret::Secret;
use domain::sign_in::Outcome;
use domain::step_up::Act;
use domain::time::Now;
use domain::totp::AppSecret;
use store::{Db, WriteTx, clinic, methods};

use crate::apply::apply;
use crate::code_screen::{CodeScreen, for_app};
use crate::enrol_sms::{code_step_passed, first_method};
use crate::session::Running;
use crate::{ActionError, Policy, Token};

/// An app that is being set up. Only [`begin_app_set_up`] makes one.
#[derive(Debug)]
pub struct AppSetUp {
    secret: AppSecret,
    session: SessionId,
    begun: Now,
    /// What the QR code says (`otpauth://…`).
    pub uri: Secret<String>,
}

impl AppSetUp {
    /// The secret, to be shown.
    #[must_use]
    pub fn secret(&self) -> &AppSecret {
        &self.secret
    }
}

/// Makes a secret for an app. Nothing is written down.
///
/// # Errors
/// [`ActionError::StepUp`] where step-up is not complete; the session's and the database's.
pub fn begin_app_set_up(db: &mut Db, token: &Token, entropy: [u8; 16], at: Now) -> Result<AppSetUp, ActionError> {
    db.read(at, |tx| {
        let running = Running::load_for_set_up(tx, token)?;
        running.ask_step_up(Act::SetUpApp, at)?;
        let secret = AppSecret::from_entropy(Entropy::new(entropy).take32());
        let issuer = clinic::find(tx)?.map(|clinic| clinic.short_name).unwrap_or_default();
        Ok(AppSetUp {
            uri: secret.uri(&issuer, &running.staff.username),
            secret,
            session: running.session.id,
            begun: at,
        })
    })
}

/// What became of an app's first code.
#[derive(Debug)]
pub enum AppAnswer {
    /// The method is on; where it is the first one a recovery code has to be kept next.
    On,
    /// The phone's clock is off: refused, not counted (spec M05).
    ClockOff {
        /// Milliseconds the phone is ahead, negative for behind.
        ahead_ms: i64,
    },
    /// Not accepted.
    Refused {
        /// What the person is told.
        outcome: Outcome,
        /// Tries left and the wait afterwards.
        screen: Box<CodeScreen>,
    },
}

/// Judges the first code; when right, the method is on, mailed and recorded when this returns.
///
/// # Errors
/// [`ActionError::StepUp`] where the set-up is older than a code step counts, or another session's, and step-up is not
/// complete; the session's and the database's.
pub fn confirm_app_set_up(
    db: &mut Db,
    token: &Token,
    set_up: &AppSetUp,
    typed: &TypedCode,
    policy: &Policy,
    entropy: [u8; 16],
    at: Now,
) -> Result<AppAnswer, ActionError> {
    db.write(at, entropy, |tx| {
        let running = Running::load_for_set_up(tx, token)?;
        let covered = is_covered(set_up.begun, &running.person(), running.session.stamps, at);
        if set_up.session != running.session.id || !covered {
            running.ask_step_up(Act::SetUpApp, at)?;
        }
        let loaded = running.load_facts(tx, policy)?;
        let step = app_code(&set_up.secret, typed, &loaded.standing(tx), at);
        apply(tx, &running.scene(tx), step.effects)?;
        match step.result {
            Ok(time_step) => turn_on(tx, &running, &set_up.secret, time_step).map(|()| AppAnswer::On),
            Err(NotConfirmed::ClockOff { ahead_ms }) => Ok(AppAnswer::ClockOff { ahead_ms }),
            Err(NotConfirmed::Refused(outcome)) => {
                let loaded = running.load_facts(tx, policy)?;
                let screen = Box::new(for_app(tx, &loaded)?);
                Ok(AppAnswer::Refused { outcome, screen })
            }
        }
    })
}

fn turn_on(tx: &WriteTx<'_>, running: &Running, secret: &AppSecret, step: i64) -> Result<(), ActionError> {
    let id = running.staff.id;
    methods::turn_app_on(tx, id, secret, step)?;
    code_step_passed(tx, running)?;
    let before = running.person().two_step;
    let change = Change::of_app_set_up(&before);
    if !before.is_on() {
        return first_method(tx, running, change);
    }
    Ok(running.announce(tx, &change)?)
}
