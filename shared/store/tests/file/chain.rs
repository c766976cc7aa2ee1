//! The record's chain: whoever changes, removes, reorders or cuts off rows is named by the first bad row (spec D02).

use domain::anchor::Anchor;
use fixtures::clinic::Clinic;
use store::audit::{Chain, anchor, check, first_unanchored, verify};

/// Tampers with a fresh clinic and says what checking the chain finds.
fn after(tampering: &str) -> Chain {
    let mut clinic = Clinic::new();
    clinic.foreign().execute_batch(tampering).unwrap();
    clinic.chain()
}

fn rows() -> i64 {
    i64::try_from(Clinic::new().record().len()).unwrap()
}

#[test]
fn d02_an_untouched_record_is_whole_with_its_number_of_rows() {
    assert!(rows() > 10);
    assert_eq!(Clinic::new().chain(), Chain::Whole { rows: rows() });
}

#[test]
fn d02_a_changed_row_is_named_whichever_column_it_was() {
    let last = rows();
    for column in ["actor", "subject", "kind", "rule", "place", "detail"] {
        for row in [1, 5, last] {
            let found = after(&format!(
                "UPDATE audit SET {column} = {column} || 'x' WHERE number = {row}"
            ));
            assert_eq!(found, Chain::Broken { row }, "{column} of row {row}");
        }
    }
    for change in ["at = at + 1", "outcome = 'failed'", "mac = zeroblob(32)", "key_id = 2"] {
        assert_eq!(
            after(&format!("UPDATE audit SET {change} WHERE number = 5")),
            Chain::Broken { row: 5 },
            "{change}"
        );
    }
}

#[test]
fn d02_text_moved_from_one_column_to_the_next_shows() {
    let change =
        "UPDATE audit SET actor = actor || substr(subject, 1, 1), subject = substr(subject, 2) WHERE number = 5";
    assert_eq!(after(change), Chain::Broken { row: 5 });
}

/// A row nobody can read any more is a changed row, not a reason to stop checking.
#[test]
fn d02_a_row_made_unreadable_is_named_too() {
    for change in [
        "mac = x'00'",
        "key_id = 300",
        "key_id = -1",
        "kind = CAST(x'ff' AS TEXT)",
        "detail = CAST(x'ff' AS TEXT)",
    ] {
        assert_eq!(
            after(&format!("UPDATE audit SET {change} WHERE number = 5")),
            Chain::Broken { row: 5 },
            "{change}"
        );
    }
}

#[test]
fn d02_a_removed_row_is_named() {
    for row in [1, 5, rows() - 1] {
        assert_eq!(
            after(&format!("DELETE FROM audit WHERE number = {row}")),
            Chain::Broken { row }
        );
    }
}

#[test]
fn d02_a_removed_row_whose_followers_were_renumbered_is_named() {
    let close_up = "DELETE FROM audit WHERE number = 5;
        UPDATE audit SET number = -number WHERE number > 5; UPDATE audit SET number = -number - 1 WHERE number < 0";
    assert_eq!(after(close_up), Chain::Broken { row: 5 });
}

#[test]
fn d02_reordered_rows_are_named() {
    let swap = "UPDATE audit SET number = -1 WHERE number = 5; UPDATE audit SET number = 5 WHERE number = 6;
        UPDATE audit SET number = 6 WHERE number = -1";
    assert_eq!(after(swap), Chain::Broken { row: 5 });
}

#[test]
fn d02_rows_cut_off_at_the_end_are_missed() {
    let last = rows();
    assert_eq!(
        after(&format!("DELETE FROM audit WHERE number = {last}")),
        Chain::Broken { row: last }
    );
    assert_eq!(after("DELETE FROM audit WHERE number > 5"), Chain::Broken { row: 6 });
    assert_eq!(after("DELETE FROM audit"), Chain::Broken { row: 1 });
}

#[test]
fn d02_a_head_put_where_the_cut_is_does_not_help() {
    let last = rows();
    let cut = format!("DELETE FROM audit WHERE number = {last}; UPDATE audit_head SET number = number - 1");
    assert_eq!(after(&cut), Chain::Broken { row: last - 1 });
}

#[test]
fn d02_the_head_changed_alone_shows() {
    let last = rows();
    assert_eq!(
        after("UPDATE audit_head SET mac = zeroblob(32)"),
        Chain::Broken { row: last }
    );
    assert_eq!(after("UPDATE audit_head SET mac = x'00'"), Chain::Broken { row: last });
    assert_eq!(after("UPDATE audit_head SET key_id = 300"), Chain::Broken { row: last });
    assert_eq!(
        after("UPDATE audit_head SET number = number + 1"),
        Chain::Broken { row: last + 1 }
    );
    assert_eq!(after("UPDATE audit_head SET number = 5"), Chain::Broken { row: 5 });
    assert_eq!(after("DELETE FROM audit_head"), Chain::Broken { row: 1 });
}

#[test]
fn d02_a_clinic_without_any_record_is_not_whole() {
    assert_eq!(
        after("DELETE FROM audit; DELETE FROM audit_head"),
        Chain::Broken { row: 1 }
    );
    let mut unfounded = Clinic::unfounded();
    assert_eq!(
        unfounded.chain(),
        Chain::Whole { rows: 0 },
        "before `init` there is nothing to record"
    );
}

#[test]
fn d02_a_row_put_in_before_the_first_is_named() {
    let before = "INSERT INTO audit SELECT 0, at, actor, subject, kind, outcome, rule, place, detail, key_id, mac
        FROM audit WHERE number = 1";
    assert_eq!(after(before), Chain::Broken { row: 1 });
}

#[test]
fn d02_what_is_written_after_a_cut_does_not_heal_it() {
    let mut clinic = Clinic::new();
    let last = rows();
    clinic
        .foreign()
        .execute_batch(&format!("DELETE FROM audit WHERE number >= {}", last - 1))
        .unwrap();
    let (at, entropy) = (clinic.clock.now(), clinic.dice.throw());
    actions::list_staff::list_staff(&mut clinic.db, "root", entropy, at).unwrap();
    assert_eq!(clinic.chain(), Chain::Broken { row: last - 1 });
}

#[test]
fn d02_a_record_of_ten_thousand_rows_is_checked_to_its_last() {
    let mut clinic = Clinic::new();
    let entry = domain::audit::Entry::by_worker(None, domain::audit::Kind::ClockJumped, domain::audit::Ending::Done);
    let newest = clinic
        .write(|tx| (0..10_000).try_fold(0, |_, _| store::audit::append(tx, &entry)))
        .unwrap();
    assert_eq!(clinic.chain(), Chain::Whole { rows: newest });
    clinic
        .foreign()
        .execute("UPDATE audit SET at = at + 1 WHERE number = ?1", [newest - 1])
        .unwrap();
    let found = clinic.db.read(clinic.clock.now(), verify).unwrap();
    assert_eq!(found, Chain::Broken { row: newest - 1 });
}

fn anchor_of(clinic: &mut Clinic) -> Anchor {
    clinic.db.read(clinic.clock.now(), anchor).unwrap().unwrap()
}

fn unanchored(clinic: &mut Clinic, anchors: &[Anchor]) -> Option<i64> {
    let at = clinic.clock.now();
    clinic.db.read(at, |tx| first_unanchored(tx, anchors)).unwrap()
}

/// The whole file put back: its chain is whole, and only what lies outside it knows better.
#[test]
fn d02_a_whole_file_rolled_back_shows_against_the_anchors() {
    let mut clinic = Clinic::new();
    let before = anchor_of(&mut clinic);
    let older = rows();
    let entry = domain::audit::Entry::by_worker(None, domain::audit::Kind::ClockJumped, domain::audit::Ending::Done);
    clinic.write(|tx| store::audit::append(tx, &entry)).unwrap();
    let after = anchor_of(&mut clinic);
    assert_eq!((before.number, after.number), (older, older + 1));
    assert_eq!(unanchored(&mut clinic, &[before, after]), None);

    let mut rolled_back = Clinic::new();
    assert_eq!(rolled_back.chain(), Chain::Whole { rows: older });
    assert_eq!(unanchored(&mut rolled_back, &[before]), None);
    assert_eq!(unanchored(&mut rolled_back, &[before, after]), Some(older + 1));
}

/// Rolled back, and then work went on: the number is there again, with another row.
#[test]
fn d02_a_file_rolled_back_and_written_on_shows_at_the_first_anchor_that_does_not_hold() {
    let entry = |kind| domain::audit::Entry::by_worker(None, kind, domain::audit::Ending::Done);
    let mut clinic = Clinic::new();
    let mut anchors = vec![anchor_of(&mut clinic)];
    for _ in 0..3 {
        clinic
            .write(|tx| store::audit::append(tx, &entry(domain::audit::Kind::ClockJumped)))
            .unwrap();
        anchors.push(anchor_of(&mut clinic));
    }
    let mut rolled_back = Clinic::new();
    for _ in 0..5 {
        rolled_back
            .write(|tx| store::audit::append(tx, &entry(domain::audit::Kind::StaffListed)))
            .unwrap();
    }
    assert!(matches!(rolled_back.chain(), Chain::Whole { .. }));
    anchors.reverse();
    assert_eq!(unanchored(&mut rolled_back, &anchors), Some(rows() + 1));
}

#[test]
fn d02_an_anchored_row_whose_mac_cannot_be_read_does_not_hold() {
    let mut clinic = Clinic::new();
    let newest = anchor_of(&mut clinic);
    for change in ["mac = x'00'", "mac = zeroblob(32)"] {
        clinic
            .foreign()
            .execute_batch(&format!("UPDATE audit SET {change} WHERE number = {}", newest.number))
            .unwrap();
        assert_eq!(unanchored(&mut clinic, &[newest]), Some(newest.number), "{change}");
    }
}

#[test]
fn h04_a_check_says_how_far_it_is_and_stops_when_told() {
    let mut clinic = Clinic::new();
    let entry = domain::audit::Entry::by_worker(None, domain::audit::Kind::ClockJumped, domain::audit::Ending::Done);
    clinic
        .write(|tx| (0..9_000).try_fold(0, |_, _| store::audit::append(tx, &entry)))
        .unwrap();
    let at = clinic.clock.now();
    let mut heard = Vec::new();
    let whole = clinic.db.read(at, |tx| {
        check(tx, |rows| {
            heard.push(rows);
            true
        })
    });
    assert!(matches!(whole.unwrap(), Some(Chain::Whole { .. })));
    assert_eq!(heard, [4_095, 8_191]);
    assert_eq!(clinic.db.read(at, |tx| check(tx, |_| false)).unwrap(), None);
}
