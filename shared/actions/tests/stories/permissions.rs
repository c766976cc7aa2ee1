//! The table of permissions as a page of the documentation: `UPDATE=1` writes it (spec A, E05).

use std::path::Path;

use domain::permission::printed;

#[test]
fn a03_the_printed_page_is_the_table() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/permissions.md");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, printed()).unwrap();
    }
    let page = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        page == printed(),
        "data/permissions.md is not the table: run this test with UPDATE=1"
    );
}
