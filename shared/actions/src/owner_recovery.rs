//! What the actions about a locked-out owner share: the request that runs, as things stand, its rows and its mails; and
//! its end where the owner signs in, which is part of that sign-in's transaction (spec O02).

use domain::audit::{Actor, Ending, Entry};
use domain::ids::RequestId;
use domain::message::Notice;
use domain::owner_recovery::{
    Calendar, Names, Readiness, Reminder, Request, RequestKind, RequestState, Step, Void, moment,
};
use domain::time::Delay;
use jiff::tz::TimeZone;
use store::owner_recovery::{self as requests, RequestRow};
use store::staff::{self, StaffRow};
use store::{StoreError, Tx, WriteTx, ownership};

use crate::ActionError;
use crate::apply::{Hand, notify, record};

/// A request that runs, for a screen. Times are wall ms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunningRequest {
    /// The row.
    pub id: RequestId,
    /// Back in, or handed over.
    pub kind: RequestKind,
    /// The owner's name.
    pub owner: String,
    /// Who becomes owner, by name.
    pub heir: Option<String>,
    /// When it was opened.
    pub opened_at: i64,
    /// By whom, in words.
    pub opened_by: String,
    /// From when on it may be released; `None`: it may be now.
    pub release_at: Option<i64>,
}

/// A request with everything it is judged by, as things stand.
pub(crate) struct Case {
    pub(crate) row: RequestRow,
    pub(crate) request: Request,
    /// With the holidays of now.
    pub(crate) delay: Delay,
}

impl Case {
    pub(crate) fn of(tx: &Tx<'_>, row: RequestRow) -> Result<Self, StoreError> {
        // A name this server does not know (any more) shortens nothing: the delay is never under what it was reckoned as.
        let zone = zone(&row.zone).unwrap_or(TimeZone::UTC);
        let request = Request {
            id: row.id,
            kind: row.kind,
            owner: row.owner,
            heir: row.heir,
            methods: row.methods.clone(),
            calendar: Calendar {
                zone,
                holidays: row.holidays.clone(),
            },
            delay: row.delay,
            half_told: row.half_told,
            end_told: row.end_told,
        };
        let delay = request.delay_with(&requests::holidays_now(tx)?);
        Ok(Self { row, request, delay })
    }

    pub(crate) fn open(tx: &Tx<'_>) -> Result<Option<Self>, StoreError> {
        requests::find_open(tx)?.map(|row| Self::of(tx, row)).transpose()
    }

    pub(crate) fn readiness(&self, tx: &Tx<'_>) -> Result<Readiness, StoreError> {
        let (owner, methods) = (ownership::owner(tx)?, requests::method_set(tx, self.row.owner)?);
        Ok(self.request.readiness(self.delay, owner, &methods, tx.at()))
    }

    /// The wall time from which on it may be released; `None` where it may be now.
    pub(crate) fn release_at(&self, tx: &Tx<'_>) -> Option<i64> {
        moment(self.delay, tx.at())
    }

    pub(crate) fn for_screen(&self, tx: &Tx<'_>) -> Result<RunningRequest, StoreError> {
        let names = names(tx, &self.row)?;
        Ok(RunningRequest {
            id: self.row.id,
            kind: self.row.kind,
            owner: names.person,
            heir: names.heir,
            opened_at: self.row.delay.start.wall_ms,
            opened_by: self.row.opened_by.clone(),
            release_at: self.release_at(tx),
        })
    }
}

/// The clinic's zone by its IANA name.
pub(crate) fn zone(name: &str) -> Option<TimeZone> {
    TimeZone::get(name).ok()
}

fn names(tx: &Tx<'_>, row: &RequestRow) -> Result<Names, StoreError> {
    let owner = staff::get(tx, row.owner)?;
    let heir = row.heir.map(|heir| staff::get(tx, heir)).transpose()?;
    Ok(Names {
        owner: owner.id,
        person: owner.name,
        address: row.email.clone(),
        address_now: owner.email,
        heir: heir.map(|heir| heir.name),
    })
}

/// A step of a request: its row of the record and its mails. `who` as the mails name them.
pub(crate) fn announce(
    tx: &WriteTx<'_>,
    row: &RequestRow,
    step: Step,
    hand: &Hand<'_>,
    who: &str,
    (rule, detail): (&'static str, &str),
) -> Result<(), StoreError> {
    let told = step.told(row.kind, &names(tx, row)?);
    let detail = described(row, detail);
    record(tx, &hand.entry(row.owner, told.kind, detail).rule(rule))?;
    for notice in &told.notices {
        notify(tx, notice, who, hand.place)?;
    }
    Ok(())
}

/// `request 3, transfer: …`, as the record names it.
pub(crate) fn described(row: &RequestRow, detail: &str) -> String {
    let head = format!("request {}, {}", row.id.0, row.kind);
    if detail.is_empty() {
        head
    } else {
        format!("{head}: {detail}")
    }
}

/// A refusal to release, with the one rule that fired.
pub(crate) fn refused(row: &RequestRow, hand: &Hand<'_>, rule: &'static str, detail: &str) -> Entry {
    let entry = hand.entry(
        row.owner,
        domain::audit::Kind::OwnerRecoveryReleased,
        described(row, detail),
    );
    Entry {
        outcome: Ending::Refused,
        ..entry.rule(rule)
    }
}

/// Ends a request without anything done.
pub(crate) fn cancel(
    tx: &WriteTx<'_>,
    row: &RequestRow,
    hand: &Hand<'_>,
    who: &str,
    (rule, why): (&'static str, &str),
) -> Result<(), StoreError> {
    requests::close(tx, row.id, RequestState::Cancelled, who, why)?;
    announce(tx, row, Step::Cancelled, hand, who, (rule, why))
}

/// The owner has signed in: nobody has to be let in any more (spec O02).
pub(crate) fn cancel_by_sign_in(tx: &WriteTx<'_>, person: &StaffRow, place: &str) -> Result<(), StoreError> {
    let Some(row) = requests::find_open(tx)?.filter(|row| row.owner == person.id) else {
        return Ok(());
    };
    let hand = Hand {
        actor: Actor::Staff(person.id),
        place,
    };
    cancel(tx, &row, &hand, &person.name, ("O02", "the owner has signed in"))
}

/// Ends one that was for another state of things, so that it stands in nobody's way (T59).
pub(crate) fn settle_void(tx: &WriteTx<'_>) -> Result<(), ActionError> {
    let Some(case) = Case::open(tx)? else {
        return Ok(());
    };
    match case.readiness(tx)? {
        Readiness::Void(why) => Ok(end_void(tx, &case.row, why)?),
        Readiness::Ready | Readiness::NotBefore(_) => Ok(()),
    }
}

/// Ends one that is void.
pub(crate) fn end_void(tx: &WriteTx<'_>, row: &RequestRow, why: Void) -> Result<(), StoreError> {
    let why = why.to_string();
    cancel(tx, row, &by_itself(), &format!("nobody: {why}"), ("O04", &why))
}

/// Whoever writes down what has come about by itself.
pub(crate) fn by_itself() -> Hand<'static> {
    Hand {
        actor: Actor::Worker,
        place: "worker",
    }
}

/// Tells the owner what is due now, half-way or at the end (spec O02). The number of things told.
pub(crate) fn remind(tx: &WriteTx<'_>) -> Result<usize, ActionError> {
    let Some(case) = Case::open(tx)? else {
        return Ok(0);
    };
    let Some(reminder) = case.request.reminder(case.delay, tx.at()) else {
        return Ok(0);
    };
    requests::note_told(tx, case.row.id, reminder)?;
    let (step, detail) = match (reminder, case.release_at(tx)) {
        (Reminder::HalfWay, Some(release)) => (Step::HalfWay(release), "half of the delay is over"),
        (Reminder::HalfWay, None) | (Reminder::End, _) => (Step::End, "the delay is over"),
    };
    announce(tx, &case.row, step, &by_itself(), &case.row.opened_by, ("O02", detail))?;
    Ok(1)
}

/// Milliseconds until the owner has to be told something; `None` where that is never.
pub(crate) fn next_reminder_in_ms(tx: &Tx<'_>) -> Result<Option<i64>, ActionError> {
    let case = Case::open(tx)?;
    Ok(case.and_then(|case| case.request.next_reminder_in_ms(case.delay, tx.at())))
}

/// Notices to everybody at once that a mail of the ownership goes to.
pub(crate) fn tell(tx: &WriteTx<'_>, notices: &[Notice], hand: &Hand<'_>, who: &str) -> Result<(), StoreError> {
    for notice in notices {
        notify(tx, notice, who, hand.place)?;
    }
    Ok(())
}
