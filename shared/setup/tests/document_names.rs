//! The files of every kind of document (spec R09, W01): each is found again where nobody remembers it, and nothing else is.
#![allow(clippy::unwrap_used)]

use domain::document::DocumentKind;
use setup::DataDir;
use setup::exports::{FileName, strays, write};

#[test]
fn w01_the_file_of_every_document_is_found_again_and_nobody_elses() {
    let base = tempfile::tempdir().unwrap();
    let dir = DataDir::at(base.path().join("clinic"));
    dir.create().unwrap();
    let mut ours = Vec::new();
    for kind in DocumentKind::ALL {
        let name = FileName::of(*kind, "sam", [0x3f; 16]);
        assert!(name.as_str().starts_with(kind.stem()) && name.as_str().ends_with(kind.ending()));
        write(&dir, &name, b"x").unwrap();
        ours.push(name);
    }
    for theirs in [
        "status.csv",
        "status-3f9a1.csv",
        "status-3f9a1g.csv",
        "status-sam-3f9a1c.csv",
        "status3f9a1c.csv",
        "staff-3f9a1c.txt",
        "recovery-3f9a1c.pdf",
        "recovery--3f9a1c.pdf",
        "first-passwords-3f9a1c.csv",
        "mystatus-3f9a1c.csv",
    ] {
        std::fs::write(dir.exports().join(theirs), "x").unwrap();
    }
    ours.sort();
    assert_eq!(strays(&dir, i64::MAX, &|_| false), ours);
}
