//! Setting a page: `font` knows how wide a character is and in which order characters stand, `paragraph` breaks text
//! into lines that fit, `page` puts them on paper and says to a screen reader what they are, `table` does so in columns.
//!
//! Deliberately small: one glyph a character, so letters that join or stack (Arabic, Devanagari) stand apart, and
//! nothing is justified, hyphenated or spread over pages by itself.

mod font;
mod page;
mod paragraph;
mod table;

pub(crate) use font::Face;
pub(crate) use page::{Column, Page, Pdf, Role};
pub(crate) use paragraph::Style;
pub(crate) use table::{Head, Row, Table};
