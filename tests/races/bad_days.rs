//! kill -9 in the middle, and a disk without room (spec S14, Z07; T6, T54, T55).

use actions::turn_off::turn_off;
use fixtures::clinic::{Clinic, FAY, SAM, desk, elsewhere};
use store::audit::Chain;

use crate::gun::{Judge, hex};

/// T6, T49. Each wrong code of a step-up is a counter, a ladder, a row of the record, a count on the session and, now and
/// then, mails: after a kill at any point all of them tell the same story.
#[test]
fn s14_kill_minus_nine_in_the_middle_leaves_nothing_half_done() {
    let mut clinic = Clinic::new();
    let session = clinic.sign_in(&SAM, &desk());
    let mut said = 0;
    for round in 0..12 {
        let mut judge = Judge::start(&clinic, round, 1, &["step-ups", &hex(&session)]);
        judge.fire();
        for _ in 0..=round {
            judge.next_line();
        }
        // It is somewhere in its next transaction.
        said += i64::try_from(round + 1 + judge.kill().len()).unwrap();
        clinic.clock.plus(365 * domain::time::DAY);

        assert!(clinic.another_db().faults().unwrap().is_empty());
        let rows = i64::try_from(clinic.record().len()).unwrap();
        assert_eq!(clinic.chain(), Chain::Whole { rows });
        let counted = clinic.number("SELECT count(*) FROM wrong_codes");
        assert!(
            counted >= said,
            "what was said is durable: {said} said, {counted} counted"
        );
        assert!(
            counted <= said + i64::try_from(round).unwrap() + 1,
            "at most one more a kill"
        );
        assert_eq!(
            clinic.number("SELECT count(*) FROM audit WHERE kind = 'code.wrong'"),
            counted
        );
        assert_eq!(clinic.number("SELECT sum(step_up_failures) FROM sessions"), counted);
        let lockouts = clinic.number("SELECT count(*) FROM audit WHERE kind = 'lockout.started'");
        assert_eq!(
            clinic.number("SELECT count(*) FROM outbox WHERE kind = 'lockout'"),
            lockouts
        );
        assert!(lockouts > 0 || counted < 5);
    }
    // Nobody is locked out of the file either: the lock went with its process.
    clinic.pending(&SAM, &elsewhere());
}

/// T49: a set-up killed at any moment is there whole or not at all: method, default, recovery code, row and mail.
#[test]
fn m02_kill_minus_nine_in_the_middle_of_a_set_up_leaves_it_whole_or_not_there() {
    let mut clinic = Clinic::new();
    let session = clinic.sign_in(&FAY, &desk());
    for round in 0..12 {
        let mut judge = Judge::start(&clinic, round, 1, &["on-and-off", &hex(&session)]);
        judge.fire();
        for _ in 0..=round {
            judge.next_line();
        }
        judge.kill();

        assert!(clinic.another_db().faults().unwrap().is_empty());
        let rows = i64::try_from(clinic.record().len()).unwrap();
        assert_eq!(clinic.chain(), Chain::Whole { rows });
        let is_on = clinic.staff(&FAY).two_step.is_on();
        let of_fay =
            |clinic: &Clinic, table: &str| clinic.number(&format!("SELECT count(*) FROM {table} WHERE staff_id = 2"));
        assert_eq!(of_fay(&clinic, "methods"), i64::from(is_on));
        assert_eq!(of_fay(&clinic, "recovery_codes"), i64::from(is_on));
        for (row, mail) in [("two_step.on", "two_step_on"), ("two_step.off", "two_step_off")] {
            let rows = clinic.number(&format!(
                "SELECT count(*) FROM audit WHERE kind = '{row}' AND subject = 'fay'"
            ));
            let mails = format!("SELECT count(*) FROM outbox WHERE kind = '{mail}' AND staff_id = 2");
            assert_eq!(clinic.number(&mails), rows, "{row}");
        }
        if is_on {
            let saved = "SELECT count(*) FROM recovery_codes WHERE staff_id = 2 AND saved_at IS NOT NULL";
            if clinic.number(saved) == 0 {
                clinic.keep_recovery_code(&session);
            }
            turn_off(&mut clinic.db, &session, clinic.dice.throw(), clinic.clock.now()).unwrap();
        }
    }
    clinic.sign_in(&FAY, &desk());
}

/// T54, T55.
#[test]
fn z07_with_no_room_nobody_is_signed_in_the_reason_is_a_sentence_and_it_goes_on_by_itself() {
    let mut clinic = Clinic::new();
    let pending = clinic.pending(&SAM, &elsewhere());
    let code = clinic.texted_code(&SAM);
    let rows = clinic.record().len();

    let mut judge = Judge::start(&clinic, 0, 1, &["full-disk", &hex(&pending), "99", &code]);
    judge.fire();
    let refusal = judge.next_line();
    let rest = judge.outcomes();

    assert!(refusal.starts_with("error The disk "), "{refusal}");
    assert!(
        refusal.contains("nothing was changed") && refusal.contains("goes on by itself"),
        "{refusal}"
    );
    assert_eq!(rest, ["signed in"], "the code was not used up by the refusal");
    assert_eq!(clinic.record().len(), rows + 1);
}
