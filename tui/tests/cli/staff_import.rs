//! `staff import`: a table of people, all of it or nothing.

use std::fmt::Write;
use std::fs;

use crate::common::{Place, Run};

const HEADER: &str = "username,name,email,mobile,access\n";

fn import(place: &Place, table: &[u8]) -> Run {
    let file = place.path("staff.csv");
    fs::write(&file, table).unwrap();
    place.run(&["staff", "import", file.to_str().unwrap()])
}

fn people(place: &Place) -> usize {
    place.run(&["staff", "list", "--json"]).json().len()
}

#[test]
fn a02_who_is_new_is_added_who_is_there_is_changed_and_the_rest_is_counted() {
    let place = Place::with_clinic();
    place.add_sam();
    let table = format!(
        "{HEADER}jane,Jane Doe,jane@example.org,+16045550100,owner\nsam,Sam Other,sam@example.org,,staff\n\
         kim,Kim Sato,kim@example.org,604 555 0123,full\nlee,Lee Moe,lee@example.org,,staff\n"
    );
    let said = import(&place, table.as_bytes()).done();
    assert_eq!(
        said,
        "Added: 2 people. Changed: 1 person. Rows that changed nothing: 1. Full access was given to 1 person: all managers \
         are told.\nWho is new has no password yet: `vestibule staff reset-password USER` makes one.\n"
    );
    assert_eq!(people(&place), 4);
    let said = place.run_with(&["staff", "import", "-"], &table).done();
    assert_eq!(said, "Nothing was different in 4 rows, so nothing was changed.\n");
    let said = place.run(&["staff", "reset-password", "lee"]).done();
    assert!(said.contains("Temporary password of lee"), "{said}");
}

#[test]
fn a02_of_ten_thousand_rows_with_forty_faults_all_forty_are_told_and_nobody_is_imported() {
    let place = Place::with_clinic();
    let mut table = HEADER.to_owned();
    for number in 0..10_000 {
        let (email, access) = match number % 500 {
            7 => ("nobody", "staff"),
            8 => ("p@example.org", "boss"),
            _ => ("p@example.org", "staff"),
        };
        writeln!(table, "p{number},Person {number},{email},,{access}").unwrap();
    }
    let before = place.snapshot();
    let run = import(&place, table.as_bytes());
    assert_eq!((run.code, run.out.as_str()), (1, ""));
    let lines: Vec<&str> = run.err.lines().collect();
    assert_eq!(lines.len(), 41);
    for fault in 0..20 {
        let row = 500 * fault + 7 + 2;
        assert_eq!(
            lines[2 * fault],
            format!("row {row}, email: An e-mail address has one @ in it.")
        );
        let access = format!("row {}, access: Access is full, staff or none, not \"boss\".", row + 1);
        assert_eq!(lines[2 * fault + 1], access);
    }
    assert_eq!(
        lines[40],
        "40 rows cannot be imported, for what is said above. Nobody was added or changed: mend the table and import it again."
    );
    place.is_as(&before);
}

#[test]
fn a02_ten_thousand_people_are_imported_in_one_go() {
    let place = Place::with_clinic();
    let mut table = HEADER.to_owned();
    for number in 0..10_000 {
        writeln!(table, "p{number},Person {number},p{number}@example.org,,staff").unwrap();
    }
    let said = import(&place, table.as_bytes()).done();
    assert!(said.starts_with("Added: 10000 people. Changed: 0 people."), "{said}");
    assert_eq!(people(&place), 10_001);
}

#[test]
fn a02_a_file_that_is_not_there_not_utf8_or_no_table_is_refused_in_words() {
    let place = Place::with_clinic();
    let before = place.snapshot();
    let missing = place.run(&["staff", "import", "nowhere.csv"]).refused(1);
    assert!(
        missing.starts_with("nowhere.csv cannot be read (No such file"),
        "{missing}"
    );
    let latin = [HEADER.as_bytes(), b"zoe,Zo\xeb,zoe@example.org,,staff\n"].concat();
    let run = import(&place, &latin);
    assert!(
        run.code == 1 && run.err.starts_with("row 2, name: There is a letter that is not UTF-8."),
        "{}",
        run.err
    );
    let run = import(&place, b"\x7fELF\x00\x01\x02");
    assert!(
        run.code == 1 && run.err.contains("row 1, username: This column is missing."),
        "{}",
        run.err
    );
    let run = import(&place, &vec![b'a'; (16 << 20) + 1]);
    assert!(run.refused(1).contains("more than 16 MiB"));
    place.is_as(&before);
}

// T70
#[test]
fn z05_names_from_a_table_are_shown_without_being_obeyed() {
    let place = Place::with_clinic();
    let table = format!("{HEADER}eve,\"\u{1b}]0;x\u{7}Eve\n\u{202e}\",eve@example.org,,staff\n");
    import(&place, table.as_bytes()).done();
    let shown = place.run(&["staff", "list"]).done();
    assert!(
        shown.contains("␛]0;x␇Eve⏎<U+202E>") && !shown.contains('\u{1b}'),
        "{shown}"
    );
    let table = format!("{HEADER}lee,Lee,lee@example.org,,\u{1b}[31mboss\n");
    let run = import(&place, table.as_bytes());
    assert!(
        run.err.contains("not \"␛[31mboss\"") && !run.err.contains('\u{1b}'),
        "{}",
        run.err
    );
}
