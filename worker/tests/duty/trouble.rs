//! A database that refuses for a while (spec Z07): a foreign program's trigger stands for the disk, so that which write
//! fails is known.

use fixtures::clinic::{Clinic, SAM, elsewhere};

use crate::bench::Bench;

/// Lets every write fail that makes a message of `channel` be in `state`.
fn refuse(clinic: &Clinic, channel: &str, state: &str) {
    let sql = format!(
        "CREATE TRIGGER trouble BEFORE UPDATE ON outbox WHEN NEW.channel = '{channel}' AND NEW.state = '{state}'
         BEGIN SELECT RAISE(ABORT, 'no room'); END"
    );
    clinic.foreign().execute_batch(&sql).unwrap();
}

fn relent(clinic: &Clinic) {
    clinic.foreign().execute_batch("DROP TRIGGER trouble").unwrap();
}

#[test]
fn z07_what_cannot_be_claimed_is_not_sent_and_goes_out_once_when_there_is_room() {
    let mut bench = Bench::new();
    refuse(&bench.clinic, "text", "sending");
    bench.clinic.pending(&SAM, &elsewhere());
    for _ in 0..3 {
        let error = bench.try_tick().unwrap_err();
        assert_eq!(error.exit_code(), 1);
        assert!(error.to_string().contains("Nothing was changed"), "{error}");
    }
    assert_eq!(bench.text_attempts(), 0);
    relent(&bench.clinic);
    bench.tick();
    assert_eq!(bench.text_attempts(), 1);
}

#[test]
fn z07_an_answer_that_cannot_be_written_down_is_kept_and_the_text_not_sent_again() {
    let mut bench = Bench::new();
    refuse(&bench.clinic, "text", "handed_over");
    bench.clinic.pending(&SAM, &elsewhere());
    for _ in 0..3 {
        assert!(bench.try_tick().is_err());
    }
    assert_eq!((bench.text_attempts(), bench.text_state().0.as_str()), (1, "sending"));
    relent(&bench.clinic);
    bench.tick();
    assert_eq!(
        (bench.text_attempts(), bench.text_state().0.as_str()),
        (1, "handed_over")
    );
}

#[test]
fn w02_trouble_with_mails_never_keeps_texts_and_endings_from_their_time() {
    let mut bench = Bench::new();
    refuse(&bench.clinic, "mail", "sending");
    bench.clinic.sign_in(&SAM, &elsewhere());
    bench.clinic.clock.plus(2 * domain::time::MINUTE);
    bench.clinic.pending(&SAM, &elsewhere());
    assert!(bench.try_tick().is_err());
    assert_eq!(bench.texts.accepted().len(), 1);
    bench.clinic.clock.plus(6 * domain::time::MINUTE);
    assert!(bench.try_tick().is_err());
    assert_eq!(
        bench
            .clinic
            .number("SELECT count(*) FROM challenges WHERE state = 'open'"),
        0
    );
    relent(&bench.clinic);
    bench.tick();
    assert_eq!(bench.mails.accepted().len(), 1);
}

/// A field that was changed by hand, or sealed under another key.
#[test]
fn z02_a_message_that_cannot_be_read_keeps_nobody_waiting_and_is_not_lost() {
    let mut bench = Bench::new();
    bench.clinic.pending(&SAM, &elsewhere());
    let sql = "UPDATE outbox SET fields = zeroblob(60) WHERE state = 'queued' AND channel = 'text'";
    bench.clinic.foreign().execute(sql, []).unwrap();
    bench.clinic.clock.plus(domain::time::MINUTE);
    bench.clinic.pending(&SAM, &fixtures::clinic::desk());
    bench.tick();
    assert_eq!(bench.text_attempts(), 1, "the next one in the lane goes");
    let waits = "SELECT count(*) FROM outbox WHERE state = 'queued' AND channel = 'text' AND fields IS NOT NULL";
    assert_eq!(bench.clinic.number(waits), 1);
}
