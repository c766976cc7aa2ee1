//! Loading everything a decision about a person in a browser is taken on, in the transaction that will write it.

use domain::browser::Seen;
use domain::challenge::Challenge;
use domain::ids::{BrowserId, StaffId};
use domain::lockout::Ladder;
use domain::person::{Familiarity, Person};
use domain::resend::{ClinicTexts, Sent};
use domain::sign_in::Standing;
use domain::time::{DAY, Now};
use domain::trust::TrustFacts;
use domain::verification::AppKey;
use store::counters::{self, Wrong};
use store::recovery::StoredRecovery;
use store::staff::{self, StaffRow};
use store::{StoreError, Tx, WriteTx, browsers, challenges, clinic, methods, outbox, recovery, trust};

/// The clinic's limits that stand in its configuration (spec W07).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Texts a day for the whole clinic.
    pub daily_cap: u32,
    /// Countries texts may go to, ISO 3166 alpha-2.
    pub countries: Vec<String>,
}

/// Who asks: a browser that can be told apart, and where it is in words (spec T03).
#[derive(Clone, Debug)]
pub struct Client {
    /// What tells it apart.
    pub seen: Seen,
    /// For the record and for mails.
    pub place: String,
}

impl Client {
    /// A client as seen, with the address of its SSH connection if there is one.
    #[must_use]
    pub fn new(seen: Seen, ssh_client: Option<&str>) -> Self {
        Self {
            place: seen.place(ssh_client),
            seen,
        }
    }

    pub(crate) fn browser(&self, tx: &WriteTx<'_>) -> Result<BrowserId, StoreError> {
        browsers::find_or_insert(tx, &self.seen)
    }
}

/// Everything loaded; [`Loaded::standing`] is what the decisions take.
pub(crate) struct Loaded {
    pub(crate) staff: StaffRow,
    pub(crate) person: Person,
    pub(crate) familiarity: Familiarity,
    pub(crate) ladder: Ladder,
    pub(crate) recovery: Option<StoredRecovery>,
    pub(crate) app: Option<AppKey>,
    pub(crate) trust: TrustFacts,
    pub(crate) challenges: Vec<Challenge>,
    wrong_codes: Vec<Now>,
    wrong_recovery: Vec<Now>,
    sent: Vec<Sent>,
    clinic: ClinicTexts,
    place: String,
}

impl Loaded {
    pub(crate) fn load(
        tx: &Tx<'_>,
        staff: StaffRow,
        browser: BrowserId,
        place: &str,
        policy: &Policy,
    ) -> Result<Self, StoreError> {
        let (id, at) = (staff.id, tx.at());
        let familiarity = browsers::familiarity(tx, id, browser)?;
        let class = familiarity.class();
        let ladder = counters::ladder(tx, id, class)?;
        Ok(Self {
            person: staff.person(),
            staff,
            familiarity,
            ladder: ladder.stored_anew(at).unwrap_or(ladder),
            recovery: recovery::find(tx, id)?,
            app: methods::app(tx, id)?,
            trust: TrustFacts {
                allowed: clinic::trust_allowed(tx)?,
                here: trust::here(tx, id, browser)?,
            },
            challenges: challenges::recent(tx, id)?,
            wrong_codes: counters::wrong(tx, id, class, Wrong::Code)?,
            wrong_recovery: counters::wrong(tx, id, class, Wrong::Recovery)?,
            sent: outbox::recent_texts(tx, id)?,
            clinic: clinic_texts(tx, policy)?,
            place: place.to_owned(),
        })
    }

    pub(crate) fn standing<'a>(&'a self, tx: &'a Tx<'_>) -> Standing<'a> {
        Standing {
            person: &self.person,
            familiarity: self.familiarity,
            ladder: self.ladder,
            wrong_codes: &self.wrong_codes,
            wrong_recovery: &self.wrong_recovery,
            recovery: self.recovery.as_ref().map(|stored| &stored.code),
            app: self.app.as_ref(),
            trust: self.trust,
            challenges: &self.challenges,
            sent: &self.sent,
            clinic: self.clinic,
            keys: tx.keys().codes(),
            place: &self.place,
        }
    }
}

/// Managers who can sign in, by name, without one person: whom to ask (spec L03, O01, X02).
pub(crate) fn manager_names(tx: &Tx<'_>, without: Option<StaffId>) -> Result<Vec<String>, StoreError> {
    let can_help = |row: &StaffRow| Some(row.id) != without && row.person().may_sign_in(tx.at());
    let managers = staff::managers(tx)?.into_iter().filter(can_help);
    Ok(managers.map(|row| row.name).collect())
}

fn clinic_texts(tx: &Tx<'_>, policy: &Policy) -> Result<ClinicTexts, StoreError> {
    let (sent, oldest) = outbox::clinic_texts(tx, tx.at())?;
    let frees_in_ms = oldest.map_or(0, |oldest| (oldest + DAY - tx.at().wall_ms).clamp(0, DAY));
    Ok(ClinicTexts {
        sent,
        frees_in_ms,
        cap: policy.daily_cap,
    })
}
