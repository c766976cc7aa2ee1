//! Tables for a spreadsheet (spec Z05), written row by row and read back by us alone: the one place in which text from
//! people becomes a cell.
//!
//! A cell is one line, with control and invisible characters made visible, and no spreadsheet takes it for a formula
//! ([`written_cell`]). [`read_cell`] takes the apostrophes off again, so that an exported mobile number is imported as it
//! was.

use std::io::{self, Write};

pub use domain::contact::{read_cell, written_cell};

/// A table being written. What is written goes out as it comes: a million rows take no more memory than one.
pub struct Table<W: Write> {
    writer: csv::Writer<W>,
}

impl<W: Write> Table<W> {
    /// Begins a table with the names of its columns.
    ///
    /// # Errors
    /// Of the writer.
    pub fn begin(out: W, columns: &[&str]) -> io::Result<Self> {
        let mut writer = csv::Writer::from_writer(out);
        writer.write_record(columns)?;
        Ok(Self { writer })
    }

    /// One row, with as many cells as there are columns.
    ///
    /// # Errors
    /// Of the writer, or where a cell is missing or over.
    pub fn row<I>(&mut self, cells: I) -> io::Result<()>
    where
        I: IntoIterator<Item: AsRef<str>>,
    {
        let cells = cells.into_iter().map(|cell| written_cell(cell.as_ref()));
        Ok(self.writer.write_record(cells)?)
    }

    /// Ends it: everything has been handed to the writer, which is given back.
    ///
    /// # Errors
    /// Of the writer.
    pub fn finish(self) -> io::Result<W> {
        self.writer.into_inner().map_err(csv::IntoInnerError::into_error)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use domain::contact::visible;
    use proptest::prelude::*;

    use super::*;

    /// What a spreadsheet takes for the beginning of a formula.
    const BEGINNINGS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

    fn table(rows: &[[&str; 2]]) -> String {
        let mut table = Table::begin(Vec::new(), &["name", "note"]).unwrap();
        for row in rows {
            table.row(row).unwrap();
        }
        String::from_utf8(table.finish().unwrap()).unwrap()
    }

    #[test]
    fn z05_no_cell_becomes_a_formula() {
        for (text, cell) in [
            ("=1+1", "'=1+1"),
            ("+16045550100", "'+16045550100"),
            ("-2", "'-2"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("  =1", "'  =1"),
            ("\u{a0}=1", "'\u{a0}=1"),
            ("\t=1", "␉=1"),
            ("\r\n=1", "␍⏎=1"),
            ("＝1", "'＝1"),
            ("\"=1", "'\"=1"),
            ("x;=cmd|' /C calc'!A0", "x;'=cmd|' /C calc'!A0"),
            ("x; \"=1", "x;' \"=1"),
            ("'=1", "''=1"),
            ("2-3", "2-3"),
            ("Jane 'JD' Doe", "Jane 'JD' Doe"),
            ("O'Neil; Pat", "O'Neil; Pat"),
            ("", ""),
        ] {
            assert_eq!(written_cell(text), cell, "{text:?}");
        }
    }

    #[test]
    fn z05_a_table_has_one_line_a_row_whatever_people_are_called() {
        let table = table(&[
            ["Jane \"JD\" Doe, MD", "a\nb"],
            ["\u{1b}[31mEve\u{202e}", "=HYPERLINK(\"http://x\",\"y\")"],
        ]);
        assert_eq!(
            table.lines().collect::<Vec<_>>(),
            [
                "name,note",
                "\"Jane \"\"JD\"\" Doe, MD\",a⏎b",
                "␛[31mEve<U+202E>,\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"",
            ]
        );
    }

    #[test]
    fn d04_a_row_of_another_length_is_an_error_and_a_full_disk_too() {
        let mut table = Table::begin(Vec::new(), &["name", "note"]).unwrap();
        assert!(table.row(["Jane"]).is_err());
        let full = Table::begin(std::io::Cursor::new([0_u8; 12]), &["name", "note"]).and_then(|mut table| {
            table.row(["Jane", "Doe"])?;
            table.finish().map(drop)
        });
        assert!(full.is_err());
    }

    #[test]
    fn z05_an_apostrophe_that_is_no_guard_stays() {
        for cell in ["'Jane'", "O'Neil", "'", "''", "'5"] {
            assert_eq!(read_cell(cell), cell);
        }
        assert_eq!(read_cell("'+16045550100"), "+16045550100");
    }

    proptest! {
        #[test]
        fn z05_whatever_is_written_no_part_of_a_line_begins_like_a_formula(text in "[-=+@;,\" 'a＝\u{a0}]{0,12}") {
            let line = table(&[[&text, "x"]]).lines().nth(1).unwrap().to_owned();
            for part in line.split([';']) {
                let bare = part.trim_start_matches(|c: char| c.is_whitespace() || c == '"');
                prop_assert!(!bare.starts_with(BEGINNINGS), "{line:?}");
            }
            prop_assert_eq!(read_cell(&written_cell(&text)), text);
        }

        #[test]
        fn z05_a_cell_is_read_back_as_it_was_seen(text in any::<String>()) {
            let mut table = Table::begin(Vec::new(), &["text", "note"]).unwrap();
            table.row([text.as_str(), ""]).unwrap();
            let bytes = table.finish().unwrap();
            let mut reader = csv::Reader::from_reader(bytes.as_slice());
            let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().unwrap();
            prop_assert_eq!(rows.len(), 1);
            prop_assert_eq!(read_cell(&rows[0][0]), visible(&text));
        }
    }
}
