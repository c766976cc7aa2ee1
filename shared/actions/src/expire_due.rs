//! What ends by itself (spec C02, L09, S10, W01): codes are marked expired, waits lifted, unfinished sign-ins judged,
//! trusts, pickups and pauses ended, managers told of set-ups behind a password alone (E03). The refusals themselves hold
//! by the clock, also without this.

use domain::audit::{Actor, Ending, Entry, Kind};
use domain::document::DocumentState;
use domain::message::{MailKind, Notice, Pace};
use domain::sign_in::{Unfinished, judge_unfinished};
use domain::time::{DAY, Now};
use store::pending::PendingRow;
use store::{Db, WriteTx, challenges, counters, documents, due, outbox, pauses, pending, set_ups, staff, trust};

use crate::ActionError;
use crate::apply::{Hand, end_one_trust, notify, record};
use crate::close_offer::settle_offer;
use crate::owner_recovery::{next_reminder_in_ms, remind};
use crate::pause_person::settle_pause;
use crate::set_ups::tell_due;

/// Rows one transaction takes at most, so that writers at the screens never wait long.
const BATCH: u32 = 500;

/// What was found due.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Expired {
    /// Codes marked expired.
    pub codes: usize,
    /// Waits lifted.
    pub waits: usize,
    /// Sign-ins judged.
    pub sign_ins: usize,
    /// Trusts, pickups, pauses and offers that ended, and owners told of a recovery request.
    pub ended: usize,
    /// Set-ups the managers were told of.
    pub told: usize,
    /// Whether more is due: call again.
    pub more: bool,
}

/// One batch of everything due.
///
/// # Errors
/// [`ActionError`] of the database.
pub fn expire_due(db: &mut Db, entropy: [u8; 16], at: Now) -> Result<Expired, ActionError> {
    db.write(at, entropy, |tx| {
        let codes = challenges::expire_due(tx)?;
        let waits = lift_waits(tx)?;
        let sign_ins = judge_sign_ins(tx)?;
        let ended = end_trusts(tx)? + end_pickups(tx)? + end_pauses(tx)? + settle_offer(tx)? + remind(tx)?;
        let told = tell_due(tx)?;
        pending::close_over(tx)?;
        counters::forget_old_names(tx, DAY)?;
        let more = [waits, sign_ins, ended].iter().any(|done| *done >= BATCH as usize);
        Ok(Expired {
            codes,
            waits,
            sign_ins,
            ended,
            told,
            more,
        })
    })
}

fn lift_waits(tx: &WriteTx<'_>) -> Result<usize, ActionError> {
    let over = counters::over_waits(tx, BATCH)?;
    for wait in &over {
        counters::store_ladder(tx, wait.staff, wait.class, wait.ladder)?;
        let row = Entry::by_worker(Some(wait.staff), Kind::LockoutEnded, Ending::Done).rule("L09");
        record(tx, &row.detail(format!("{} browsers", wait.class.as_str())))?;
    }
    Ok(over.len())
}

/// 30 days of trust are over (spec T02).
fn end_trusts(tx: &WriteTx<'_>) -> Result<usize, ActionError> {
    let over = trust::over(tx, BATCH)?;
    let hand = Hand {
        actor: Actor::Worker,
        place: "worker",
    };
    for row in &over {
        end_one_trust(tx, row, &hand, "its 30 days are over")?;
    }
    Ok(over.len())
}

/// Pauses whose time is over (spec A04).
fn end_pauses(tx: &WriteTx<'_>) -> Result<usize, ActionError> {
    let over = pauses::over(tx, BATCH)?;
    for row in &over {
        settle_pause(tx, &staff::get(tx, row.staff)?)?;
    }
    Ok(over.len())
}

/// Ten minutes of waiting to be fetched are over (spec R09).
fn end_pickups(tx: &WriteTx<'_>) -> Result<usize, ActionError> {
    let over = documents::pickups_over(tx)?;
    for row in &over {
        documents::close(tx, row.document.id, DocumentState::Over)?;
        let entry = Entry::by_worker(Some(row.staff), Kind::DocumentEnded, Ending::Done);
        record(tx, &entry.rule("R09").detail("it was not fetched"))?;
    }
    Ok(over.len())
}

fn judge_sign_ins(tx: &WriteTx<'_>) -> Result<usize, ActionError> {
    let rows = pending::to_judge(tx, BATCH)?;
    for row in &rows {
        judge(tx, row)?;
    }
    Ok(rows.len())
}

fn judge(tx: &WriteTx<'_>, row: &PendingRow) -> Result<(), ActionError> {
    let signed_in = pending::signed_in_within(tx, &row.pending)?;
    pending::note_judged(tx, row.pending.id)?;
    let verdict = judge_unfinished(&row.pending, row.recognised, signed_in);
    if verdict == Unfinished::Nothing {
        return Ok(());
    }
    let entry = Entry::own(row.pending.staff, Kind::Unfinished, Ending::Refused, &row.place).rule("S10");
    record(tx, &entry)?;
    if verdict == Unfinished::Mailed {
        let notice = Notice::to_person(row.pending.staff, MailKind::Unfinished)
            .at_pace(Pace::Hourly)
            // When it was, not when the worker came to look at it.
            .fact(
                "at_ms",
                (row.pending.term.start.wall_ms + row.pending.term.length_ms).to_string(),
            );
        notify(tx, &notice, "somebody with your password", &row.place)?;
    }
    Ok(())
}

/// Milliseconds until the worker has something to do, 0 for now; `None` where nothing is due.
///
/// # Errors
/// [`ActionError`] of the database.
pub fn next_due_in_ms(db: &mut Db, at: Now) -> Result<Option<i64>, ActionError> {
    db.read(at, |tx| {
        let look = outbox::next_look(tx)?.map(|look| (look - at.wall_ms).max(0));
        let all = [
            outbox::next_due_in_ms(tx, at)?,
            look,
            due::next_end_in_ms(tx, at)?,
            set_ups::next_telling_in_ms(tx, at)?,
            next_reminder_in_ms(tx)?,
        ];
        Ok(all.into_iter().flatten().min())
    })
}
