//! A table as text: rows and cells as RFC 4180 has them and as spreadsheets hand them on, with any of three separators
//! and any line end. What is in a cell is not judged here.

use std::borrow::Cow;
use std::iter::Peekable;
use std::str::Chars;

/// What may stand between two cells: a file's comma, a spreadsheet's semicolon, a paste's tab.
const SEPARATORS: [char; 3] = [',', ';', '\t'];

/// One row.
#[derive(Debug)]
pub(super) struct Line {
    /// As a spreadsheet numbers it: from 1, empty rows count.
    pub(super) number: u32,
    pub(super) cells: Vec<String>,
    /// A quotation mark in it is not closed.
    pub(super) unclosed: bool,
}

impl Line {
    pub(super) fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| cell.trim().is_empty())
    }
}

/// The bytes of a file as text; what is not UTF-8 becomes U+FFFD, and is a fault of its cell.
#[must_use]
pub fn from_bytes(bytes: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(bytes)
}

/// The rows of a table, its separator found by the words of its first row.
pub(super) fn lines(text: &str, is_column: impl Fn(&str) -> bool) -> Vec<Line> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let columns = |separator: &char| {
        let first = Reader::new(text, *separator).find(|line| !line.is_blank());
        first.map_or(0, |line| line.cells.iter().filter(|cell| is_column(cell)).count())
    };
    // The last of equals is the maximum: a comma where nothing speaks for another one.
    let best = SEPARATORS.iter().rev().max_by_key(|separator| columns(separator));
    Reader::new(text, best.copied().unwrap_or(',')).collect()
}

/// What ended a cell.
#[derive(PartialEq, Eq)]
enum End {
    Cell,
    Line,
    Text,
}

struct Reader<'a> {
    rest: Peekable<Chars<'a>>,
    separator: char,
    number: u32,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str, separator: char) -> Self {
        Self {
            rest: text.chars().peekable(),
            separator,
            number: 0,
        }
    }

    /// A quoted part, up to the mark that closes it; `false` where none does.
    fn quoted(&mut self, cell: &mut String) -> bool {
        while let Some(c) = self.rest.next() {
            match c {
                '"' if self.rest.next_if_eq(&'"').is_none() => return true,
                '\r' => {
                    let _ = self.rest.next_if_eq(&'\n');
                    cell.push('\n');
                }
                c => cell.push(c),
            }
        }
        false
    }

    /// The rest of a cell without quotation marks, or behind them.
    fn plain(&mut self, cell: &mut String) -> End {
        while let Some(c) = self.rest.next() {
            match c {
                '\n' => return End::Line,
                '\r' => {
                    let _ = self.rest.next_if_eq(&'\n');
                    return End::Line;
                }
                c if c == self.separator => return End::Cell,
                c => cell.push(c),
            }
        }
        End::Text
    }
}

impl Iterator for Reader<'_> {
    type Item = Line;

    fn next(&mut self) -> Option<Line> {
        self.rest.peek()?;
        self.number += 1;
        let mut line = Line {
            number: self.number,
            cells: Vec::new(),
            unclosed: false,
        };
        loop {
            let mut cell = String::new();
            if self.rest.next_if_eq(&'"').is_some() && !self.quoted(&mut cell) {
                line.unclosed = true;
            }
            let end = self.plain(&mut cell);
            line.cells.push(cell);
            if end != End::Cell {
                return Some(line);
            }
        }
    }
}
