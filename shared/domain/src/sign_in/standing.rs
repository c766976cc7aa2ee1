//! What every decision about a person in a browser is taken on.

use crate::challenge::Challenge;
use crate::lockout::Ladder;
use crate::person::{Familiarity, Person};
use crate::recovery_code::RecoveryCode;
use crate::resend::{ClinicTexts, Sent};
use crate::time::Now;
use crate::trust::TrustFacts;
use crate::verification::{AppKey, CodeKeys};

/// Everything a step is decided on, loaded in the transaction that will write its effects.
#[derive(Clone, Copy)]
pub struct Standing<'a> {
    /// Who signs in.
    pub person: &'a Person,
    /// Where.
    pub familiarity: Familiarity,
    /// The counter of this browser's class.
    pub ladder: Ladder,
    /// Wrong codes of that class, any age.
    pub wrong_codes: &'a [Now],
    /// Wrong recovery codes of that class, any age.
    pub wrong_recovery: &'a [Now],
    /// The recovery code that works now.
    pub recovery: Option<&'a RecoveryCode>,
    /// The authenticator app, where it is set up.
    pub app: Option<&'a AppKey>,
    /// What the second step may be skipped by.
    pub trust: TrustFacts,
    /// The person's challenges of the last hour.
    pub challenges: &'a [Challenge],
    /// The person's texts of the last 24 hours, oldest first.
    pub sent: &'a [Sent],
    /// The clinic's texts of the last 24 hours.
    pub clinic: ClinicTexts,
    /// The keys codes are derived under.
    pub keys: &'a CodeKeys,
    /// From where, in words, for the record.
    pub place: &'a str,
}
