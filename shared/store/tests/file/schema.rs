//! `data/schema.sql` and `data/README.md` say what the file is. `UPDATE=1 cargo nextest run -p vestibule-store schema`
//! writes the first anew; the second is for people to write.

use std::collections::BTreeSet;
use std::path::PathBuf;

use fixtures::clinic::Clinic;

fn data(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../data").join(name)
}

#[test]
fn the_schema_file_is_the_schema() {
    let schema = format!(
        "-- The newest schema, written by a test of `store` (`UPDATE=1`) from data/migrations/. Not to be edited.\n\n{}",
        store::migrate::schema_text().unwrap()
    );
    let path = data("schema.sql");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &schema).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written == schema,
        "{} is out of date: run this test with UPDATE=1",
        path.display()
    );
}

/// `table.column` of the file.
fn in_the_file() -> BTreeSet<String> {
    let clinic = Clinic::new();
    let foreign = clinic.foreign();
    let sql =
        "SELECT m.name || '.' || c.name FROM sqlite_schema m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'";
    let mut statement = foreign.prepare(sql).unwrap();
    statement
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect()
}

/// `table.column` of the README: a heading names the table, the first cell of a row its columns.
fn in_the_readme() -> Vec<String> {
    let text = std::fs::read_to_string(data("README.md")).unwrap();
    let (mut table, mut found) = (String::new(), Vec::new());
    for line in text.lines() {
        if let Some(heading) = line.strip_prefix("### `") {
            table = heading.split('`').next().unwrap().to_owned();
        } else if let Some(row) = line.strip_prefix("| `") {
            let cells: Vec<&str> = row.trim_end_matches('|').split(" | ").collect();
            assert_eq!(cells.len(), 4, "name, meaning, sensitivity, how long: {line}");
            assert!(
                cells.iter().all(|cell| !cell.trim().is_empty()),
                "an empty cell: {line}"
            );
            let names = cells[0]
                .split('`')
                .filter(|name| !name.trim_matches([',', ' ']).is_empty());
            found.extend(names.map(|column| format!("{table}.{column}")));
        }
    }
    found
}

#[test]
fn the_readme_names_every_table_and_column_once_and_no_other() {
    let (file, readme) = (in_the_file(), in_the_readme());
    let named: BTreeSet<String> = readme.iter().cloned().collect();
    assert_eq!(named.len(), readme.len(), "one is named twice");
    let missing: Vec<_> = file.difference(&named).collect();
    let gone: Vec<_> = named.difference(&file).collect();
    assert!(
        missing.is_empty() && gone.is_empty(),
        "missing {missing:?}, gone {gone:?}"
    );
}
