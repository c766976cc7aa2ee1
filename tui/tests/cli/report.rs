//! The operator's report of who has 2SV (spec D04).

use std::fs;
use std::os::unix::fs::PermissionsExt;

use crate::common::Place;

#[test]
fn d04_without_a_file_the_report_stands_on_the_terminal() {
    let place = Place::with_clinic();
    place.add_sam();
    let said = place.run(&["report", "status"]).done();
    let lines: Vec<&str> = said.lines().collect();
    assert!(lines[0].starts_with("Maple Street Clinic, "), "{said}");
    let figures = "2SV on 0 of 2 (0 %), off 2, paused 0; not required, trusted browsers not allowed; without access 0";
    assert_eq!(lines[1], figures);
    assert!(lines[3].contains("Name") && lines[3].contains("Last sign-in"), "{said}");
    assert!(
        lines[4].contains("Jane Doe") && lines[4].contains("owner") && lines[4].ends_with("never"),
        "{said}"
    );
    assert_eq!(lines.len(), 6, "{said}");
}

#[test]
fn d04_both_files_are_new_whole_and_private() {
    let place = Place::with_clinic();
    let [pdf, csv] = ["status.pdf", "status.csv"].map(|name| place.path(name));
    let (pdf_at, csv_at) = (pdf.to_str().unwrap(), csv.to_str().unwrap());
    let said = place
        .run(&["report", "status", "--csv", csv_at, "--pdf", pdf_at])
        .done();
    assert_eq!(
        said,
        format!("The report was saved as {pdf_at}.\nThe report was saved as {csv_at}.\n")
    );
    for file in [&pdf, &csv] {
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o7777, 0o600);
    }
    assert!(fs::read(&pdf).unwrap().starts_with(b"%PDF-"));
    let table = fs::read_to_string(&csv).unwrap();
    let rows: Vec<&str> = table.lines().collect();
    assert_eq!(
        rows,
        [
            "name,username,access,two_step,methods,default_method,two_step_since,paused_until,last_sign_in",
            "Jane Doe,jane,owner,off,,,,,",
        ]
    );
}

#[test]
fn d04_what_is_there_already_stays_and_a_place_that_cannot_be_written_is_said() {
    let place = Place::with_clinic();
    let mine = place.path("status.csv");
    fs::write(&mine, "mine").unwrap();
    let before = place.snapshot();
    let sentence = place
        .run(&["report", "status", "--csv", mine.to_str().unwrap()])
        .refused(1);
    assert!(
        sentence.contains("there is one of that name, which was left as it is"),
        "{sentence}"
    );
    let nowhere = place.path("none").join("status.pdf");
    let sentence = place
        .run(&["report", "status", "--pdf", nowhere.to_str().unwrap()])
        .refused(1);
    assert!(sentence.contains("was not saved, because"), "{sentence}");
    assert_eq!(fs::read_to_string(&mine).unwrap(), "mine");
    let record = |path: &std::path::PathBuf| path.ends_with("vestibule.db-wal") || path.ends_with("vestibule.db-shm");
    let mut after = place.snapshot();
    after.retain(|path, _| !record(path));
    let mut expected = before;
    expected.retain(|path, _| !record(path));
    assert!(after == expected, "nothing was written down of what was not made");
}

/// T70.
#[test]
fn z05_names_stay_text_on_the_terminal_and_in_a_spreadsheet() {
    let place = Place::with_clinic();
    let eve = [
        "staff",
        "add",
        "--username",
        "eve",
        "--name",
        "=HYPERLINK(\"http://x\")\u{1b}[31m\u{202e}",
        "--email",
        "eve@example.org",
        "--access",
        "staff",
    ];
    place.run(&eve).done();
    let shown = place.run(&["report", "status"]).done();
    assert!(shown.contains("␛[31m<U+202E>") && !shown.contains('\u{1b}'), "{shown}");
    let csv = place.path("status.csv");
    place.run(&["report", "status", "--csv", csv.to_str().unwrap()]).done();
    let table = fs::read_to_string(csv).unwrap();
    let cell = "\"'=HYPERLINK(\"\"http://x\"\")␛[31m<U+202E>\",eve,staff,off";
    assert!(table.lines().any(|line| line.starts_with(cell)), "{table}");
}

#[test]
fn u06_each_report_is_in_the_record_with_the_operators_name() {
    let place = Place::with_clinic();
    let rows = || {
        let checks = place.run(&["doctor", "--json"]).json();
        let record = checks.iter().find(|check| check["check"] == "record").unwrap().clone();
        let saw = record["saw"].as_str().unwrap().to_owned();
        saw.split(' ').next().unwrap().parse::<u32>().unwrap()
    };
    let before = rows();
    place.run(&["report", "status"]).done();
    let [pdf, csv] = ["a.pdf", "a.csv"].map(|name| place.path(name).to_str().unwrap().to_owned());
    place.run(&["report", "status", "--pdf", &pdf, "--csv", &csv]).done();
    assert_eq!(rows(), before + 3);
}

#[test]
fn d04_with_no_clinic_and_with_wrong_words_it_is_wrong_use() {
    let place = Place::new();
    let run = place.run(&["report", "status"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""), "{}", run.err);
    let run = place.run(&["report"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""), "{}", run.err);
}
