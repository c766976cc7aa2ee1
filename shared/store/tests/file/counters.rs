//! Counters as rows: the cap of unknown names (spec L08) and what a new boot cannot date (Z08).

use domain::ids::StaffId;
use domain::lockout::{Class, PASSWORD_RUN, PasswordLadder};
use domain::time::{DAY, HOUR, MINUTE, Now};
use fixtures::clinic::{Clinic, SAM};
use store::counters::{self, PasswordClass, Wrong};
use store::{StoreError, WriteTx};

fn name(number: u32) -> [u8; 32] {
    let mut tag = [0; 32];
    tag[..4].copy_from_slice(&number.to_be_bytes());
    tag
}

fn wrong(tx: &WriteTx<'_>, tag: &[u8; 32], has_staff: bool) -> Result<(), StoreError> {
    let ladder = counters::password_ladder(tx, tag, PasswordClass::Other)?;
    let (ladder, _) = ladder.after_wrong(tx.at());
    counters::store_password_ladder(tx, tag, PasswordClass::Other, has_staff, ladder)
}

fn stored(clinic: &mut Clinic, tag: [u8; 32]) -> PasswordLadder {
    let at = clinic.clock.now();
    clinic
        .db
        .read(at, |tx| counters::password_ladder(tx, &tag, PasswordClass::Other))
        .unwrap()
}

#[test]
fn l08_at_most_ten_thousand_unknown_names_are_kept_and_the_oldest_go_first() {
    let mut clinic = Clinic::new();
    clinic.write(|tx| wrong(tx, &name(1_000_000), true)).unwrap();
    for thousand in 0..10 {
        clinic.clock.plus(1);
        clinic
            .write(|tx| (0..1_000).try_for_each(|n| wrong(tx, &name(thousand * 1_000 + n), false)))
            .unwrap();
    }
    assert_eq!(
        clinic.number("SELECT count(*) FROM password_ladders WHERE has_staff = 0"),
        10_000
    );
    clinic.clock.plus(1);
    clinic
        .write(|tx| (10_000..10_003).try_for_each(|n| wrong(tx, &name(n), false)))
        .unwrap();
    assert_eq!(
        clinic.number("SELECT count(*) FROM password_ladders WHERE has_staff = 0"),
        10_000
    );
    assert_eq!(
        clinic.number("SELECT min(count) FROM (SELECT count(*) AS count FROM password_ladders GROUP BY last_wall)"),
        1
    );
    assert_eq!(stored(&mut clinic, name(10_002)).wrong, 1, "the newest are kept");
    assert_eq!(
        stored(&mut clinic, name(1_000_000)).wrong,
        1,
        "names of people are never crowded out"
    );
}

/// A name that was typed wrongly before somebody of that name joined.
#[test]
fn l08_a_name_that_becomes_somebody_s_is_not_crowded_out_any_more() {
    let mut clinic = Clinic::new();
    clinic.write(|tx| wrong(tx, &name(1), false)).unwrap();
    clinic.clock.plus(1);
    clinic.write(|tx| wrong(tx, &name(1), true)).unwrap();
    clinic.clock.plus(1);
    clinic
        .write(|tx| (10..10_010).try_for_each(|n| wrong(tx, &name(n), false)))
        .unwrap();
    assert_eq!(stored(&mut clinic, name(1)).wrong, 2);
}

#[test]
fn l08_names_nobody_typed_wrongly_for_a_day_are_forgotten_at_that_instant() {
    let mut clinic = Clinic::new();
    clinic.write(|tx| wrong(tx, &name(1), false)).unwrap();
    clinic.clock.plus(DAY - 1);
    assert_eq!(clinic.write(|tx| counters::forget_old_names(tx, DAY)).unwrap(), 0);
    clinic.clock.plus(1);
    assert_eq!(clinic.write(|tx| counters::forget_old_names(tx, DAY)).unwrap(), 1);
}

fn lock(clinic: &mut Clinic, staff: StaffId) {
    clinic
        .write(|tx| {
            let mut ladder = domain::lockout::Ladder::default();
            for _ in 0..domain::lockout::RUN {
                counters::count_wrong(tx, staff, Class::Other, Wrong::Code)?;
                ladder = ladder.after_wrong(Class::Other, &[], tx.at()).0;
            }
            counters::store_ladder(tx, staff, Class::Other, ladder)?;
            for _ in 0..PASSWORD_RUN {
                wrong(tx, &name(1), true)?;
            }
            Ok(())
        })
        .unwrap();
}

#[test]
fn z08_what_a_new_boot_cannot_date_is_stored_anew_once_and_then_ages() {
    let mut clinic = Clinic::new();
    let staff = clinic.staff(&SAM).id;
    lock(&mut clinic, staff);
    // The clock had been a year ahead, and was put right while the machine was off.
    clinic.clock.reboot(-365 * DAY);
    let ahead = "SELECT (SELECT count(*) FROM code_ladders WHERE wait_wall > ?1)
        + (SELECT count(*) FROM password_ladders WHERE wait_wall > ?1)
        + (SELECT count(*) FROM password_ladders WHERE last_wall > ?1)
        + (SELECT count(*) FROM wrong_codes WHERE wall > ?1)";
    let now = clinic.clock.now().wall_ms;
    let ahead = |clinic: &Clinic| {
        clinic
            .foreign()
            .query_row(ahead, [now], |row| row.get::<_, i64>(0))
            .unwrap()
    };
    assert_eq!(
        ahead(&clinic),
        1 + 1 + 1 + 5,
        "two waits, the newest wrong password, five wrong codes"
    );
    // The first write of a boot does it, whatever it is for; later ones find nothing to do.
    clinic.write(|_| Ok(())).unwrap();
    assert_eq!(ahead(&clinic), 0);
    assert_eq!(clinic.write(counters::store_anew).unwrap(), 0, "once");

    let ladder = |clinic: &mut Clinic, at: Now| {
        clinic
            .db
            .read(at, |tx| counters::ladder(tx, staff, Class::Other))
            .unwrap()
    };
    let at = clinic.clock.now();
    let wait = ladder(&mut clinic, at).is_waiting(at).unwrap();
    assert_eq!(wait.left_ms(at), 15 * MINUTE, "its full length from now");
    let later = at.plus(15 * MINUTE);
    assert!(ladder(&mut clinic, later).is_waiting(later).is_none());
}

#[test]
fn z08_within_one_boot_and_after_an_ordinary_reboot_nothing_is_stored_anew() {
    let mut clinic = Clinic::new();
    let staff = clinic.staff(&SAM).id;
    lock(&mut clinic, staff);
    clinic.clock.wall_only(-2 * HOUR);
    assert_eq!(clinic.write(counters::store_anew).unwrap(), 0);
    clinic.clock.wall_only(2 * HOUR);
    clinic.clock.reboot(3 * MINUTE);
    assert_eq!(clinic.write(counters::store_anew).unwrap(), 0);
}
