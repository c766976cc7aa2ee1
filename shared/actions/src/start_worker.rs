//! What a worker does once, when it has `worker.lock` and before it works (spec W02, Z08): messages a dead worker left in
//! the middle of sending, and instants a new boot cannot date.

use domain::audit::{Entry, Kind};
use domain::message::MessageState;
use domain::time::Now;
use store::outbox::{self, Channel, Settlement};
use store::{Db, counters};

use crate::ActionError;
use crate::apply::record;

/// Texts in the middle become *unknown* and are never sent again by themselves; mails are queued again with the same
/// Message-ID. Returns how many messages were found.
///
/// # Errors
/// [`ActionError`] of the database.
pub fn start_worker(db: &mut Db, entropy: [u8; 16], at: Now) -> Result<usize, ActionError> {
    db.write(at, entropy, |tx| {
        counters::store_anew(tx)?;
        let orphans = outbox::orphans(tx)?;
        for orphan in &orphans {
            let settlement = match orphan.kind.channel() {
                Channel::Text => Settlement::Settled {
                    state: MessageState::Unknown,
                    reference: String::new(),
                    error: "worker stopped".into(),
                    look_at: None,
                },
                Channel::Mail => Settlement::Retry {
                    due: at,
                    error: "worker stopped".into(),
                },
            };
            outbox::settle(tx, orphan.id, &orphan.lease, &settlement)?;
            if orphan.kind.channel() == Channel::Text {
                let row = Entry::by_worker(orphan.staff, Kind::Message, domain::audit::Ending::Failed);
                record(tx, &row.detail("text unknown worker stopped").rule("W02"))?;
            }
        }
        Ok(orphans.len())
    })
}

/// Records that the wall clock jumped (spec Z08).
///
/// # Errors
/// [`ActionError`] of the database.
pub fn record_clock_jump(db: &mut Db, by_ms: i64, entropy: [u8; 16], at: Now) -> Result<(), ActionError> {
    db.write(at, entropy, |tx| {
        counters::store_anew(tx)?;
        outbox::look_at_all_now(tx)?;
        let row = Entry::by_worker(None, Kind::ClockJumped, domain::audit::Ending::Done).rule("Z08");
        record(tx, &row.detail(format!("the wall clock jumped by {} s", by_ms / 1000)))?;
        Ok(())
    })
}
