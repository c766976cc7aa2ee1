//! `staff export`, and the way back by `staff import`.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use crate::common::Place;

const PEOPLE: &str = "username,name,email,mobile,access\n\
    eve,\"\u{1b}]0;x\u{7}Eve\n\u{202e}\",eve@example.org,604 555 0123,full\n\
    kim,\"'=1+1; @kim\",kim@example.org,,staff\n\
    lee,\"Lee \"\"L\"\" Moe, RN\",lee@example.org,604 555 0124,none\n\
    zoe,=HYPERLINK(1),zoe@example.org,,staff\n";

fn with_people() -> Place {
    let place = Place::with_clinic();
    assert!(
        place
            .run_with(&["staff", "import", "-"], PEOPLE)
            .done()
            .starts_with("Added: 4 people.")
    );
    place
}

#[test]
fn a02_an_export_is_a_private_new_file_with_the_columns_of_an_import_first() {
    let place = with_people();
    let file = place.path("staff.csv");
    let path = file.to_str().unwrap();
    let said = place.run(&["staff", "export", path]).done();
    assert_eq!(said, format!("The staff list was saved as {path}.\n"));
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    let text = fs::read_to_string(&file).unwrap();
    assert!(text.starts_with("username,name,email,mobile,access,"), "{text}");
    assert_eq!(text.lines().count(), 6, "{text}");
    assert!(
        text.contains("jane,Jane Doe,jane@example.org,'+16045550100,owner,"),
        "{text}"
    );
    let again = place.run(&["staff", "export", path]).refused(1);
    assert!(again.contains(path), "{again}");
    assert_eq!(place.run(&["staff", "export"]).done(), text);
}

#[test]
fn a02_an_export_imported_again_changes_nothing_whatever_people_are_called() {
    let place = with_people();
    let exported = place.run(&["staff", "export"]).done();
    let said = place.run_with(&["staff", "import", "-"], &exported).done();
    assert_eq!(said, "Nothing was different in 5 rows, so nothing was changed.\n");
    let semicolons = exported.replace("\r\n", "\n");
    let said = place.run_with(&["staff", "import", "-"], &semicolons).done();
    assert!(said.starts_with("Nothing was different"), "{said}");
    assert_eq!(place.run(&["staff", "export"]).done(), exported);
}

// T70
#[test]
fn z05_no_cell_of_an_export_is_obeyed_or_becomes_a_formula() {
    let place = with_people();
    let text = place.run(&["staff", "export"]).done();
    assert!(!text.contains('\u{1b}') && !text.contains('\u{202e}'), "{text}");
    for cell in [
        "␛]0;x␇Eve⏎<U+202E>",
        "'=1+1;' @kim",
        "'=HYPERLINK(1)",
        "\"Lee \"\"L\"\" Moe, RN\"",
    ] {
        assert!(text.contains(cell), "{cell}: {text}");
    }
}
