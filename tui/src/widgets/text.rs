//! Measuring, cutting and wrapping text by what it takes on the screen, never by bytes; nothing invisible passes (Z05).

use domain::contact::visible;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Cells a text takes, at most 65,535.
#[must_use]
pub fn cells(text: &str) -> u16 {
    u16::try_from(text.width()).unwrap_or(u16::MAX)
}

/// The text cut to `width` cells, with `…` where something is gone.
#[must_use]
pub fn fit(text: &str, width: u16) -> String {
    let text = visible(text);
    if cells(&text) <= width {
        return text;
    }
    let mut cut = String::new();
    for grapheme in text.graphemes(true) {
        if cells(&cut) + cells(grapheme) >= width {
            break;
        }
        cut.push_str(grapheme);
    }
    if width > 0 {
        cut.push('…');
    }
    cut
}

/// The text in lines of at most `width` cells, broken at blanks; a word too long is cut. At least one line.
#[must_use]
pub fn wrap(text: &str, width: u16) -> Vec<String> {
    let (text, width) = (visible(text), width.max(1));
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let used = lines.last().map_or(0, |line| cells(line));
        if used > 0 && used + 1 + cells(word) > width {
            lines.push(String::new());
        } else if used > 0 {
            push(&mut lines, " ");
        }
        for grapheme in word.graphemes(true) {
            let full = lines.last().is_some_and(|line| cells(line) + cells(grapheme) > width);
            if full && lines.last().is_some_and(|line| !line.is_empty()) {
                lines.push(String::new());
            }
            push(&mut lines, grapheme);
        }
    }
    lines
}

fn push(lines: &mut [String], text: &str) {
    if let Some(line) = lines.last_mut() {
        line.push_str(text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_wrapped_at_blanks_and_long_words_are_cut() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("abcdefgh", 3), ["abc", "def", "gh"]);
        assert_eq!(wrap("漢字 漢字", 5), ["漢字", "漢字"]);
        assert_eq!(wrap("", 5), [""]);
        assert_eq!(wrap("漢", 1), ["漢"]);
    }

    #[test]
    fn a_cut_shows_that_something_is_gone() {
        assert_eq!(fit("Maple Clinic", 12), "Maple Clinic");
        assert_eq!(fit("Maple Clinic", 6), "Maple…");
        assert_eq!(fit("漢字漢", 4), "漢…");
        assert_eq!(fit("abc", 0), "");
    }
}
