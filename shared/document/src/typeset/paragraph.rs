//! Text in lines that fit: broken at blanks, inside a word only where it has to be, smaller where lines are few, cut
//! with `…` where nothing else helps. Whatever somebody is called, it stays inside its column.

use domain::contact::visible;
use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

use super::font::{Face, Typeface};

/// By how much type is made smaller at a time, in points.
const STEP: f32 = 0.5;

/// How a text is set. Sizes are in points.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Style {
    /// The font.
    pub(crate) face: Face,
    /// The size wished for.
    pub(crate) size: f32,
    /// The smallest size it may be set in to keep to its lines.
    pub(crate) least: f32,
    /// From one line to the next, in sizes.
    pub(crate) leading: f32,
    /// The most lines it may take.
    pub(crate) lines: usize,
    /// 0 black to 255 white.
    pub(crate) shade: u8,
}

impl Style {
    /// Black, of that size, as many lines as it takes.
    pub(crate) const fn new(face: Face, size: f32) -> Self {
        Self {
            face,
            size,
            least: size,
            leading: 1.36,
            lines: usize::MAX,
            shade: 0,
        }
    }

    /// In so many lines, for which it may shrink to that size.
    pub(crate) const fn within(self, lines: usize, least: f32) -> Self {
        Self { lines, least, ..self }
    }

    /// In grey.
    pub(crate) const fn shade(self, shade: u8) -> Self {
        Self { shade, ..self }
    }
}

/// A text in the lines it is drawn in.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Set {
    /// Top to bottom; each can be drawn as it is.
    pub(crate) lines: Vec<String>,
    /// The size that came of it, in points.
    pub(crate) size: f32,
}

/// Sets a text into a column so many points wide. Control and invisible characters are made visible first (spec Z05).
pub(crate) fn set(text: &str, style: &Style, width: f32, typeface: &Typeface) -> Set {
    let composed: String = text.nfc().collect();
    let text = typeface.drawable(&visible(&composed));
    let mut size = style.size;
    loop {
        let mut lines = wrap(&text, width / size, typeface);
        if lines.len() <= style.lines {
            return Set { lines, size };
        }
        if size <= style.least {
            lines.truncate(style.lines);
            if let Some(last) = lines.last_mut() {
                cut(last, width / size, typeface);
            }
            return Set { lines, size };
        }
        size = (size - STEP).max(style.least);
    }
}

/// Breaks a text into lines no wider than that, as measured at one point.
fn wrap(text: &str, width: f32, typeface: &Typeface) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let blank = if line.is_empty() { "" } else { " " };
        if typeface.width(&line) + typeface.width(blank) + typeface.width(word) <= width {
            line.push_str(blank);
            line.push_str(word);
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        let mut pieces = pieces(word, width, typeface);
        line = pieces.pop().unwrap_or_default();
        lines.append(&mut pieces);
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// A word in pieces no wider than that, never inside what a reader takes for one character.
fn pieces(word: &str, width: f32, typeface: &Typeface) -> Vec<String> {
    let mut pieces = vec![String::new()];
    let mut used = 0.0;
    for character in word.graphemes(true) {
        let wide = typeface.width(character);
        if used > 0.0 && used + wide > width {
            pieces.push(String::new());
            used = 0.0;
        }
        used += wide;
        if let Some(piece) = pieces.last_mut() {
            piece.push_str(character);
        }
    }
    pieces
}

/// Ends a line with `…`, within the width.
fn cut(line: &mut String, width: f32, typeface: &Typeface) {
    let room = width - typeface.width("…");
    let mut used = 0.0;
    let kept: String = line
        .graphemes(true)
        .take_while(|character| {
            used += typeface.width(character);
            used <= room
        })
        .collect();
    *line = kept;
    line.push('…');
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use proptest::prelude::*;

    use super::super::font::Fonts;
    use super::*;

    fn lines(text: &str, style: &Style, width: f32) -> Vec<String> {
        let fonts = Fonts::load().unwrap();
        set(text, style, width, fonts.face(style.face)).lines
    }

    #[test]
    fn r09_a_paragraph_breaks_at_blanks() {
        let style = Style::new(Face::Code, 10.0);
        // Sixty hundredths of ten points a letter, so nine letters a line.
        assert_eq!(
            lines("A spare  key for you", &style, 55.0),
            ["A spare", "key for", "you"]
        );
        assert_eq!(lines("", &style, 55.0), Vec::<String>::new());
        assert_eq!(lines("   ", &style, 55.0), Vec::<String>::new());
    }

    #[test]
    fn r09_a_word_too_long_for_a_line_is_broken_inside() {
        let style = Style::new(Face::Code, 10.0);
        assert_eq!(
            lines("Al Abcdefghijklm no", &style, 55.0),
            ["Al", "Abcdefghi", "jklm no"]
        );
    }

    #[test]
    fn r09_type_shrinks_before_anything_is_cut() {
        let fonts = Fonts::load().unwrap();
        let style = Style::new(Face::Code, 10.0).within(1, 5.0);
        let smaller = set("Abcdefghijkl", &style, 60.0, fonts.face(Face::Code));
        assert_eq!((smaller.lines.len(), smaller.size), (1, 8.0));
        let cut = set("Abcdefghijklmnopqrstuvwxyz", &style, 60.0, fonts.face(Face::Code));
        assert_eq!(
            (cut.lines.as_slice(), cut.size),
            (["Abcdefghijklmnopqr…".to_owned()].as_slice(), 5.0)
        );
    }

    #[test]
    fn z05_what_the_font_has_not_and_what_would_be_obeyed_is_seen() {
        let style = Style::new(Face::Plain, 10.0);
        assert_eq!(
            lines("Eve\u{1b}[0m\u{202e} 李", &style, 500.0),
            ["Eve\u{fffd}[0m<U+202E> \u{fffd}"]
        );
        assert_eq!(lines("Zoe\u{308}", &style, 500.0), ["Zo\u{eb}"]);
    }

    proptest! {
        #[test]
        fn r09_no_line_is_wider_than_its_column_and_none_too_many(text in any::<String>(), most in 1_usize..4) {
            let fonts = Fonts::load().unwrap();
            let style = Style::new(Face::Plain, 11.0).within(most, 6.0);
            let typeface = fonts.face(style.face);
            let set = set(&text, &style, 120.0, typeface);
            prop_assert!(set.lines.len() <= most);
            for line in &set.lines {
                prop_assert!(typeface.width(line) * set.size <= 120.01, "{line:?}");
            }
        }
    }
}
