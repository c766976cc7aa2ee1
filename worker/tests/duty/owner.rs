//! The locked-out owner's request: told half-way and at the end, each at its instant (spec O02, W01, Z08).

use actions::open_recovery::{OpenRecovery, open_by_operator};
use domain::contact::Reason;
use domain::time::{DAY, HOUR, MINUTE};
use fixtures::clinic::{Clinic, FAY, JANE, OPERATOR};

use crate::bench::Bench;

/// Opened on Thursday 2026-11-26, 07:00 in Vancouver; released from Tuesday 2026-12-01, 00:00 on.
const WHOLE: i64 = 4 * DAY + 17 * HOUR;

fn opened() -> Bench {
    let mut clinic = Clinic::new();
    let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
    let command = OpenRecovery {
        username: JANE.username,
        transfer_to: None,
        note: &Reason::parse("passport seen").unwrap(),
        operator: OPERATOR,
    };
    let opened = open_by_operator(&mut clinic.db, &command, entropy, at).unwrap();
    assert_eq!(opened.release_at - at.wall_ms, WHOLE);
    Bench::beside(clinic)
}

fn newest(bench: &Bench) -> String {
    bench.mails_owed().pop().unwrap()
}

#[test]
fn o02_the_owner_is_told_half_way_and_at_the_end_at_the_instant_each_once() {
    let mut bench = opened();
    assert_eq!(bench.mails_owed(), ["recovery_opened", "recovery_reported"]);
    bench.after(WHOLE / 2 - 1);
    assert_eq!(bench.mails_owed().len(), 2);
    bench.after(1);
    assert_eq!(newest(&bench), "recovery_half_way");
    bench.after(WHOLE / 2 - 1);
    assert_eq!(bench.mails_owed().len(), 3);
    bench.after(1);
    assert_eq!(newest(&bench), "recovery_ready");
    bench.after(DAY);
    assert_eq!(bench.mails_owed().len(), 4);
    assert_eq!(bench.recorded("owner_recovery.told"), 2);
}

#[test]
fn o02_after_an_outage_over_both_moments_the_end_alone_is_told() {
    let Bench { clinic, worker, .. } = opened();
    drop(worker);
    clinic.clock.plus(WHOLE + 3 * DAY);
    let mut bench = Bench::beside(clinic);
    assert_eq!(newest(&bench), "recovery_ready");
    assert_eq!(bench.recorded("owner_recovery.told"), 1);
}

#[test]
fn z08_a_clock_set_forward_tells_nobody_sooner() {
    let mut bench = opened();
    bench.clinic.clock.wall_only(30 * DAY);
    bench.tick();
    bench.after(MINUTE);
    assert_eq!(bench.mails_owed(), ["recovery_opened", "recovery_reported"]);
    bench.after(WHOLE / 2 - MINUTE);
    assert_eq!(newest(&bench), "recovery_half_way");
}

#[test]
fn a02_an_offer_of_the_ownership_is_over_after_seven_days_and_both_are_told() {
    let mut clinic = Clinic::new();
    let (jane, fay) = (clinic.staff(&JANE).id, clinic.staff(&FAY).id);
    clinic.write(|tx| store::ownership::offer(tx, jane, fay)).unwrap();
    let mut bench = Bench::beside(clinic);
    bench.after(7 * DAY - 1);
    assert_eq!(bench.mails_owed(), Vec::<String>::new());
    bench.after(1);
    assert_eq!(bench.mails_owed(), ["ownership_offer_closed", "ownership_offer_closed"]);
}
