//! The record at the command line (spec D01, D02, D03, Z05): checked against itself and the worker's anchors, and exported.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use fixtures::foreign::Foreign;

use crate::common::Place;

fn tamper(place: &Place, sql: &str) {
    Foreign::open(&place.data()).runs(sql);
}

/// A clinic whose record has some rows, as the operator left it.
fn with_rows() -> Place {
    let place = Place::with_clinic();
    for _ in 0..6 {
        place.run(&["staff", "list"]).done();
    }
    place
}

#[test]
fn d02_a_whole_record_is_said_to_be_whole_and_the_check_is_a_row_of_it() {
    let place = with_rows();
    let said = place.run(&["audit", "verify"]).done();
    assert!(said.starts_with("The record is whole: "), "{said}");
    let kinds =
        Foreign::open(&place.data()).words("SELECT kind || ' ' || outcome FROM audit ORDER BY number DESC LIMIT 1");
    assert_eq!(kinds, ["record.checked done"]);
    place.run(&["audit", "verify"]).done();
}

#[test]
fn d02_a_row_changed_removed_reordered_or_cut_off_is_named() {
    for (what, sql, row) in [
        ("changed", "UPDATE audit SET actor = 'x' WHERE number = 3", 3),
        ("removed", "DELETE FROM audit WHERE number = 4", 4),
        (
            "reordered",
            "UPDATE audit SET number = -1 WHERE number = 3; UPDATE audit SET number = 3 WHERE number = 4;
             UPDATE audit SET number = 4 WHERE number = -1",
            3,
        ),
        ("cut off", "DELETE FROM audit WHERE number > 5", 6),
    ] {
        let place = with_rows();
        tamper(&place, sql);
        let run = place.run(&["audit", "verify"]);
        assert_eq!(run.code, 1, "{what}: {run:?}");
        assert_eq!(run.out.lines().next(), Some(format!("row {row}").as_str()), "{what}");
        assert_eq!(run.err, "", "{what}");
    }
}

#[test]
fn d02_a_whole_file_rolled_back_is_caught_by_the_worker_s_own_log() {
    let place = with_rows();
    let older = fs::read(place.in_data("vestibule.db")).unwrap();
    place.run(&["staff", "list"]).done();
    place.run(&["worker", "--once"]).done();
    let log = place.in_data("log").join("worker.log");
    let log = log.to_str().unwrap();
    let said = place.run(&["audit", "verify", "--anchors", log]).done();
    assert!(said.contains("and the anchor holds"), "{said}");

    fs::write(place.in_data("vestibule.db"), older).unwrap();
    place.run(&["audit", "verify"]).done();
    let run = place.run(&["audit", "verify", "--anchors", log]);
    assert_eq!(run.code, 1, "{run:?}");
    assert!(run.out.starts_with("row "), "{}", run.out);
}

#[test]
fn d02_a_file_without_anchors_or_with_a_broken_one_proves_nothing() {
    let place = with_rows();
    let file = place.path("other.log");
    fs::write(&file, "nothing of the kind\n").unwrap();
    let sentence = place.run(&["audit", "verify", "--anchors", "other.log"]).refused(2);
    assert!(sentence.contains("nothing was checked"), "{sentence}");
    fs::write(&file, "x anchor of the record number=3 mac=abc\n").unwrap();
    let sentence = place.run(&["audit", "verify", "--anchors", "other.log"]).refused(1);
    assert!(sentence.contains("Line 1 of other.log"), "{sentence}");
    let sentence = place.run(&["audit", "verify", "--anchors", "none.log"]).refused(2);
    assert!(sentence.contains("none.log cannot be read"), "{sentence}");
}

const HEAD: &str = "number,at,actor,subject,kind,outcome,rule,place,detail";

#[test]
fn d03_the_record_goes_to_standard_output_or_into_a_new_private_file_row_by_row() {
    let place = with_rows();
    let printed = place.run(&["audit", "export"]).done();
    let lines: Vec<&str> = printed.lines().collect();
    assert_eq!(lines[0], HEAD);
    assert!(
        lines[1].starts_with("1,2") && lines[1].contains("Z,operator:"),
        "{}",
        lines[1]
    );
    assert!(
        lines.last().unwrap().contains(",document.made,done,"),
        "the export itself"
    );

    place.run(&["audit", "export", "record.csv"]).done();
    let file = place.path("record.csv");
    assert_eq!(file.metadata().unwrap().permissions().mode() & 0o7777, 0o600);
    let written = fs::read_to_string(&file).unwrap();
    assert!(written.starts_with(&printed), "{written}");
    assert_eq!(written.lines().count(), lines.len() + 1);

    let sentence = place.run(&["audit", "export", "record.csv"]).refused(1);
    assert!(
        sentence.contains("record.csv") && sentence.contains("left as it is"),
        "{sentence}"
    );
    assert_eq!(fs::read_to_string(&file).unwrap(), written);
}

#[test]
fn z05_no_cell_of_the_record_becomes_a_formula() {
    let place = with_rows();
    tamper(
        &place,
        "UPDATE audit SET detail = '=HYPERLINK(\"http://x\")', place = char(9) || '+1' WHERE number = 2",
    );
    let printed = place.run(&["audit", "export"]).done();
    let row = printed.lines().nth(2).unwrap();
    assert!(row.contains("\"'=HYPERLINK(") && !row.contains('\t'), "{row}");
}
