//! A staff table (spec A02, N01, N02, Z05; T70): what is read, what is refused with which words, what changes nothing.

use std::collections::HashMap;

use domain::contact::{read_cell, user_name_key, written_cell};
use domain::ids::StaffId;
use domain::person::Access;
use domain::staff_table::{BadCell, Column, Facts, Known, Reason, Table, from_bytes, judge};
use proptest::prelude::*;

const HEADER: &str = "username,name,email,mobile,access\n";

fn known(id: i64, name: &str, mobile: Option<&str>, access: Access, two_step_on: bool) -> Known {
    Known {
        id: StaffId(id),
        name: name.into(),
        email: format!("p{id}@example.org"),
        mobile: mobile.map(Into::into),
        access,
        two_step_on,
    }
}

/// jane owns the clinic, fay has full access, sam has 2SV on, bo has not.
fn staff() -> HashMap<String, Known> {
    [
        ("jane", known(1, "Jane Doe", Some("+16045550101"), Access::Owner, true)),
        ("fay", known(2, "Fay Roy", None, Access::Full, false)),
        (
            "sam",
            known(3, "Sam Example", Some("+16045550103"), Access::Staff, true),
        ),
        ("bo", known(4, "Bo Rohn", Some("+16045550104"), Access::Staff, false)),
    ]
    .into_iter()
    .map(|(name, known)| (name.to_owned(), known))
    .collect()
}

fn by(importer: Option<StaffId>, text: &str) -> Table {
    let (known, countries) = (staff(), ["CA".to_owned(), "US".to_owned()]);
    let facts = Facts {
        known: &known,
        country: "CA",
        countries: &countries,
        importer,
    };
    judge(text, &facts)
}

fn table(text: &str) -> Table {
    by(None, text)
}

/// The rows below the header of the contract.
fn rows(rows: &str) -> Table {
    table(&format!("{HEADER}{rows}"))
}

fn told(table: &Table) -> Vec<String> {
    table.bad.iter().map(BadCell::to_string).collect()
}

#[track_caller]
fn the_fault(rows_below: &str) -> (u32, Option<Column>, Reason) {
    let found = rows(rows_below);
    let [bad] = found.bad.as_slice() else {
        panic!("{:?}", told(&found))
    };
    assert!(found.new.is_empty() && found.changed.is_empty(), "{rows_below:?}");
    (bad.row, bad.column, bad.reason.clone())
}

#[test]
fn a02_columns_in_any_order_others_left_alone_any_separator_line_end_and_bom() {
    let plain = "username,name,email,mobile,access\nkim,Kim Sato,kim@example.org,604 555 0105,staff\n";
    let wanted = table(plain);
    assert_eq!((wanted.new.len(), wanted.bad.len()), (1, 0), "{:?}", told(&wanted));
    let new = &wanted.new[0];
    assert_eq!(
        (
            new.row,
            new.username.as_str(),
            new.name.as_str(),
            new.email.as_str(),
            new.access
        ),
        (2, "kim", "Kim Sato", "kim@example.org", Access::Staff)
    );
    assert_eq!(new.mobile.as_ref().unwrap().as_str(), "+16045550105");
    let shuffled =
        " Access ,two_step,EMAIL,mobile,name,username\r\nstaff,off,kim@example.org,604 555 0105,Kim Sato,kim\r\n";
    for text in [
        plain.replace(',', ";"),
        plain.replace(',', "\t"),
        plain.replace('\n', "\r\n"),
        plain.replace('\n', "\r"),
        format!("\u{feff}{plain}"),
        plain.trim_end().to_owned(),
        shuffled.to_owned(),
        "username,name,email,mobile,access\n\"kim\",\"Kim Sato\",\"kim@example.org\",\"604 555 0105\",\"staff\"".into(),
        "username,name,email,mobile,access,,\nkim,Kim Sato,kim@example.org,604 555 0105, Staff ,,\n".into(),
    ] {
        assert_eq!(table(&text), wanted, "{text:?}");
    }
}

#[test]
fn a02_quoted_cells_hold_separators_quotation_marks_and_line_ends() {
    let found =
        rows("kim,\"Sato, \"\"Kim\"\"\r\nJr.\",kim@example.org,,staff\nlee,Lee \"L\" Moe,lee@example.org,,full\n");
    assert_eq!(told(&found), Vec::<String>::new());
    let names: Vec<&str> = found.new.iter().map(|new| new.name.as_str()).collect();
    assert_eq!(names, ["Sato, \"Kim\"\nJr.", "Lee \"L\" Moe"]);
    assert_eq!(found.new[1].row, 3, "rows as a spreadsheet numbers them");
    assert_eq!(found.new_managers(), 1);
}

#[test]
fn a02_empty_rows_count_and_are_nobody() {
    let found = rows("\n,,,,\nkim,Kim Sato,kim@example.org,,staff\n\n");
    assert_eq!((found.new[0].row, found.new.len(), found.bad.len()), (4, 1, 0));
}

#[test]
fn a02_every_fault_is_told_with_row_column_and_reason() {
    let long = "x".repeat(101);
    for (row, column, words) in [
        (",Kim,kim@example.org,,staff", "username", "A user name is needed."),
        ("kim sato,Kim,kim@example.org,,staff", "username", "no blanks"),
        ("kim\u{202e},Kim,kim@example.org,,staff", "username", "cannot be seen"),
        ("kim,,kim@example.org,,staff", "name", "A name is needed."),
        (&format!("kim,{long},kim@example.org,,staff"), "name", "at most 100"),
        ("kim,Kim,,,staff", "email", "An e-mail address is needed."),
        ("kim,Kim,kim@@example.org,,staff", "email", "one @"),
        ("kim,Kim,kim@example.org,12,staff", "mobile", "too short"),
        (
            "kim,Kim,kim@example.org,+4917612345678,staff",
            "mobile",
            "belongs to DE",
        ),
        (
            "kim,Kim,kim@example.org,,boss",
            "access",
            "full, staff or none, not \"boss\"",
        ),
        ("kim,Kim,kim@example.org,,", "access", "full, staff or none"),
        ("kim,Kim,kim@example.org,,owner", "access", "never imported"),
        ("kim,Kim,kim@example.org", "mobile", "ends before"),
        ("kim,K\u{fffd}m,kim@example.org,,staff", "name", "CSV UTF-8"),
    ] {
        let found = rows(&format!("lee,Lee,lee@example.org,,staff\n{row}\n"));
        let told = told(&found);
        assert!(
            told[0].starts_with(&format!("row 3, {column}: ")) && told[0].contains(words),
            "{row}: {told:?}"
        );
        assert_eq!((found.new.len(), found.bad_rows()), (1, 1), "{row}");
    }
    let everything = told(&rows("kim sato,,kim,12,boss\n"));
    assert_eq!(everything.len(), 5, "{everything:?}");
    assert_eq!(
        the_fault("kim,Kim,kim@example.org,,staff,extra\n").2,
        Reason::TooManyCells
    );
    assert_eq!(
        the_fault("kim,\"Kim,kim@example.org,,staff\nlee,Lee\n").2,
        Reason::Unclosed
    );
}

#[test]
fn a02_forty_faults_in_ten_thousand_rows_are_all_told() {
    let mut text = HEADER.to_owned();
    for number in 0..10_000 {
        let email = if number % 250 == 7 { "nobody" } else { "p@example.org" };
        text.push_str(&format!("p{number},Person {number},{email},,staff\n"));
    }
    let found = table(&text);
    let rows: Vec<u32> = found.bad.iter().map(|bad| bad.row).collect();
    let wanted: Vec<u32> = (0..40).map(|fault| fault * 250 + 7 + 2).collect();
    assert_eq!(rows, wanted);
    assert!(found.bad.iter().all(|bad| bad.column == Some(Column::Email)));
    assert_eq!((found.bad_rows(), found.new.len()), (40, 9_960));
}

#[test]
fn a02_a_table_without_its_columns_says_which() {
    for (text, words) in [
        ("", vec!["row 1: There is nobody in this table."]),
        ("\n\n", vec!["row 1: There is nobody"]),
        (HEADER, vec!["row 1: There is nobody"]),
        (
            "username,name,email,access\nkim,Kim,k@example.org,staff\n",
            vec!["row 1, mobile: This column is missing."],
        ),
        (
            "kim,Kim,k@example.org,,staff\n",
            vec![
                "row 1, username:",
                "row 1, name:",
                "row 1, email:",
                "row 1, mobile:",
                "row 1, access:",
            ],
        ),
        (
            "\nusername,name,name,email,mobile,access\n",
            vec!["row 2, name: The first row names this column twice."],
        ),
    ] {
        let told = told(&table(text));
        assert_eq!(told.len(), words.len(), "{text:?}: {told:?}");
        for (said, words) in told.iter().zip(words) {
            assert!(said.starts_with(words), "{text:?}: {told:?}");
        }
    }
}

#[test]
fn a02_letters_that_are_not_utf8_are_found_where_they_stand() {
    let latin = [
        HEADER.as_bytes(),
        b"kim,Kim,k@example.org,,staff\nzoe,Zo\xeb,z@example.org,,staff\n",
    ]
    .concat();
    let told_of = told(&table(&from_bytes(&latin)));
    assert_eq!(told_of.len(), 1);
    assert!(
        told_of[0].starts_with("row 3, name: ") && told_of[0].contains("CSV UTF-8"),
        "{told_of:?}"
    );
    let utf16: Vec<u8> = "\u{feff}username,name"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let told_of = told(&table(&from_bytes(&utf16)));
    assert!(told_of[0].contains("CSV UTF-8"), "{told_of:?}");
}

#[test]
fn s03_one_user_name_twice_in_any_spelling_is_a_fault() {
    for spelling in ["kim", "KIM", " kim ", "ｋｉｍ"] {
        let fault = the_fault_among(spelling);
        assert_eq!(fault, (3, Some(Column::Username), Reason::Twice(2)), "{spelling}");
    }
}

fn the_fault_among(spelling: &str) -> (u32, Option<Column>, Reason) {
    let found = rows(&format!(
        "kim,Kim,k@example.org,,staff\n{spelling},Kim,k@example.org,,staff\n"
    ));
    assert_eq!(found.bad.len(), 1);
    (found.bad[0].row, found.bad[0].column, found.bad[0].reason.clone())
}

#[test]
fn a02_somebody_who_is_there_is_found_by_the_user_name_and_only_what_differs_changes() {
    let found = rows("BO,Bo Rohn,p4@EXAMPLE.org,(604) 555-0104,none\nfay,Fay Royce,p2@example.org,604 555 0177,full\n");
    assert_eq!(told(&found), Vec::<String>::new());
    let [bo, fay] = found.changed.as_slice() else {
        panic!("{found:?}")
    };
    assert_eq!((bo.id, bo.edits.access), (StaffId(4), Some(Access::None)));
    assert!(
        bo.edits.name.is_none() && bo.edits.email.is_none() && bo.edits.mobile.is_none(),
        "N02: {bo:?}"
    );
    assert_eq!(fay.edits.name.as_ref().unwrap().as_str(), "Fay Royce");
    let number = fay.edits.mobile.as_ref().unwrap().as_ref().unwrap();
    assert_eq!(number.as_str(), "+16045550177");
    assert!(found.changes_numbers());
    assert_eq!(found.new_managers(), 0);
}

#[test]
fn a02_rows_that_change_nothing_are_counted_the_owners_among_them() {
    let found = rows(
        "jane,Jane Doe,p1@example.org,'+16045550101,owner\nsam,Sam Example,p3@example.org,+1 604 555 0103,staff\n\
         fay,Fay Roy,p2@example.org,,full\nbo,Bo Rohn,p4@example.org,604 555 0104,staff\n",
    );
    assert_eq!((found.unchanged, found.bad.len()), (4, 0), "{:?}", told(&found));
    assert!(found.new.is_empty() && found.changed.is_empty());
}

#[test]
fn n01_the_number_of_somebody_with_2sv_on_is_no_imports_to_change() {
    for number in ["604 555 0177", ""] {
        let (row, column, reason) = the_fault(&format!("sam,Sam Example,p3@example.org,{number},staff\n"));
        assert_eq!(
            (row, column, reason),
            (2, Some(Column::Mobile), Reason::TwoStepOn),
            "{number:?}"
        );
    }
    let found = rows("sam,Sam Other,p3@example.org,+16045550103,staff\n");
    assert_eq!((found.changed.len(), found.bad.len()), (1, 0), "the rest is");
}

#[test]
fn a02_the_owners_row_changes_nothing_and_nobody_becomes_a_second_one() {
    for row in [
        "jane,Jane Other,p1@example.org,+16045550101,owner",
        "jane,Jane Doe,other@example.org,+16045550101,owner",
        "jane,Jane Doe,p1@example.org,+16045550101,full",
        "jane,Jane Doe,p1@example.org,+16045550101,none",
    ] {
        assert_eq!(the_fault(&format!("{row}\n")).2, Reason::TheOwner, "{row}");
    }
    assert_eq!(the_fault("fay,Fay Roy,p2@example.org,,owner\n").2, Reason::SecondOwner);
}

#[test]
fn a02_who_imports_changes_nothing_of_the_own_row() {
    let (fay, text) = (StaffId(2), format!("{HEADER}fay,Fay Roy,p2@example.org,,staff\n"));
    let found = by(Some(fay), &text);
    assert_eq!(found.bad[0].reason, Reason::Oneself);
    assert_eq!(by(Some(StaffId(1)), &text).changed.len(), 1);
    let same = by(Some(fay), &format!("{HEADER}fay,Fay Roy,p2@example.org,,full\n"));
    assert_eq!((same.unchanged, same.bad.len()), (1, 0));
}

// T70
#[test]
fn z05_what_is_told_of_a_table_is_never_obeyed() {
    let told = told(&rows("kim,Kim,k@example.org,,\u{1b}]0;x\u{7}boss\u{202e}\n"));
    assert!(told[0].contains("␛]0;x␇boss"), "{told:?}");
    assert!(!told[0].chars().any(char::is_control) && !told[0].contains('\u{202e}'));
}

fn quoted(cell: &str) -> String {
    format!("\"{}\"", cell.replace('"', "\"\""))
}

proptest! {
    #[test]
    fn a02_whatever_the_text_is_it_is_judged(text in any::<String>(), bytes in any::<Vec<u8>>()) {
        prop_assert!(!table(&text).bad.is_empty());
        prop_assert!(!table(&from_bytes(&bytes)).bad.is_empty());
    }

    #[test]
    fn a02_whatever_the_name_is_it_comes_back_out_of_its_cell(name in "[^\r\u{fffd}]{1,40}", separator in "[,;\t]") {
        let cells = ["kim", &name, "k@example.org", "", "staff"].map(quoted);
        let found = table(&format!("{}\n{}\n", HEADER.trim_end().replace(',', &separator), cells.join(&separator)));
        match domain::contact::PersonName::parse(&read_cell(name.trim())) {
            Ok(parsed) => prop_assert_eq!(&found.new[0].name, &parsed),
            Err(why) => prop_assert_eq!(&found.bad[0].reason, &Reason::Name(why)),
        }
    }

    /// A name as an export writes it changes nothing, whatever is in it.
    #[test]
    fn z05_a_name_as_it_is_exported_is_no_change(name in prop_oneof![any::<String>(), "[-=+@;,\" 'a]{1,12}"]) {
        let Ok(parsed) = domain::contact::PersonName::parse(&name) else { return Ok(()) };
        let stored = Known { name: parsed.as_str().to_owned(), ..known(9, "", None, Access::Staff, false) };
        let cell = written_cell(parsed.as_str());
        prop_assume!(!cell.contains('\u{fffd}'));
        let row = format!("{HEADER}kim,{},p9@example.org,,staff\n", quoted(&cell));
        let known = HashMap::from([(user_name_key("kim"), stored)]);
        let facts = Facts { known: &known, country: "CA", countries: &[], importer: None };
        let found = judge(&row, &facts);
        prop_assert_eq!((found.unchanged, told(&found)), (1, Vec::new()));
    }
}
