//! A text from people as the cell of a spreadsheet, and back (spec Z05): what begins like a formula gets an apostrophe
//! before it. So does what follows a semicolon, which is where a spreadsheet set to French or German cuts a line of ours,
//! and what hides behind blanks or quotes.

use super::visible;

/// What a spreadsheet takes for the beginning of a formula; the wide ones are taken for theirs by some.
const BEGINNINGS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// What keeps a cell a text.
const GUARD: char = '\'';

/// Where a spreadsheet may cut a line, beside the comma, which is quoted.
const CUT: char = ';';

/// A text as it stands in a cell: one line, control and invisible characters made visible, no formula.
#[must_use]
pub fn written_cell(text: &str) -> String {
    let text = visible(text);
    let parts = text.split(CUT).map(|part| {
        if is_guarded(part) {
            format!("{GUARD}{part}")
        } else {
            part.to_owned()
        }
    });
    parts.collect::<Vec<_>>().join(&CUT.to_string())
}

/// A cell as it was before [`written_cell`] guarded it; a cell from elsewhere that has no guard stays as it is.
#[must_use]
pub fn read_cell(cell: &str) -> String {
    let plain = |part| match str::strip_prefix(part, GUARD) {
        Some(rest) if is_guarded(rest) => rest,
        _ => part,
    };
    cell.split(CUT).map(plain).collect::<Vec<_>>().join(&CUT.to_string())
}

/// Whether a part of a cell has to be guarded: behind blanks, quotes and guards it begins like a formula. A guard that
/// somebody typed counts as text, and is guarded too: reading takes off one.
fn is_guarded(part: &str) -> bool {
    let bare = part.trim_start_matches(|c: char| c.is_whitespace() || c == '"' || c == GUARD);
    bare.starts_with(BEGINNINGS)
}
