//! Telling the managers of methods that were set up in a session which a password alone had opened (spec E03, T44): of the
//! first at once, of the rest in one mail an hour. What the person is told is part of the change itself.

use domain::audit::{Ending, Entry, Kind};
use domain::contact::one_line;
use domain::message::{MailKind, Notice, Recipients};
use domain::policy::next_told_in_ms;
use store::staff::{self, StaffRow};
use store::{StoreError, WriteTx, set_ups};

use crate::apply::{notify, record};
use crate::session::Running;

/// Tells the managers at once where they heard of nobody for an hour; else the worker tells them in time.
pub(crate) fn tell_managers(tx: &WriteTx<'_>, running: &Running) -> Result<(), StoreError> {
    let waits = !set_ups::untold(tx)?.is_empty() || next_told_in_ms(set_ups::last_told(tx)?, tx.at()) > 0;
    set_ups::note(tx, running.staff.id, !waits)?;
    if waits {
        return Ok(());
    }
    // Who is a manager hears of it as the person.
    let others = Recipients::ManagersBut(running.staff.id);
    let who = running.staff.name.as_str();
    notify(tx, &notice(others, &[&running.staff]), who, &running.session.place)
}

/// Tells the managers of everybody they were not told of yet, once the hour is over. Returns of how many.
pub(crate) fn tell_due(tx: &WriteTx<'_>) -> Result<usize, StoreError> {
    if set_ups::next_telling_in_ms(tx, tx.at())? != Some(0) {
        return Ok(0);
    }
    let rows = set_ups::untold(tx)?.into_iter().map(|id| staff::get(tx, id));
    let rows: Vec<StaffRow> = rows.collect::<Result<_, _>>()?;
    let managers = staff::managers(tx)?;
    if managers.is_empty() {
        return Err(StoreError::Other("nobody is there to be told".into()));
    }
    for manager in &managers {
        let others: Vec<&StaffRow> = rows.iter().filter(|row| row.id != manager.id).collect();
        if !others.is_empty() {
            let told = notice(Recipients::Person(manager.id), &others);
            notify(
                tx,
                &told,
                "each of them, in a sign-in of their own",
                "their own sign-ins",
            )?;
        }
    }
    set_ups::note_told(tx)?;
    let row = Entry::by_worker(None, Kind::ManagersTold, Ending::Done).rule("E03");
    record(
        tx,
        &row.detail(format!("set up behind the password alone: {}", rows.len())),
    )?;
    Ok(rows.len())
}

/// With every name, one a line.
fn notice(to: Recipients, people: &[&StaffRow]) -> Notice {
    let names: Vec<String> = people.iter().map(|row| one_line(&row.name)).collect();
    Notice {
        kind: MailKind::SetUpByPassword,
        to,
        pace: domain::message::Pace::Always,
        facts: [("people", names.join("\n"))].into(),
    }
}
