//! Text from people, shown without harm (spec Z05): on a terminal, in a mail header, in a text message.

use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Combining marks that one character may carry; no living script stacks more.
pub(super) const MAX_MARKS: usize = 4;

/// The text with everything visible that a terminal would obey or hide: control characters as their pictures (`␛`,
/// newlines as `⏎`), invisible and direction-changing ones by number (`<U+202E>`), towers of combining marks cut with
/// `…`. One line, always.
#[must_use]
pub fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut marks = 0;
    for c in text.chars() {
        marks = if is_combining_mark(c) { marks + 1 } else { 0 };
        match c {
            '\n' => shown.push('⏎'),
            '\u{0}'..='\u{1f}' => shown.push(picture(u32::from(c))),
            '\u{7f}' => shown.push('␡'),
            _ if is_invisible(c) || c.is_control() => shown.push_str(&format!("<U+{:04X}>", u32::from(c))),
            _ if marks <= MAX_MARKS => shown.push(c),
            _ if marks == MAX_MARKS + 1 => shown.push('…'),
            _ => {}
        }
    }
    shown
}

/// [`visible`], in at most so many columns of a terminal; what does not fit is cut with `…`.
#[must_use]
pub fn visible_within(text: &str, columns: usize) -> String {
    let whole = visible(text);
    if whole.width() <= columns {
        return whole;
    }
    let Some(room) = columns.checked_sub(1) else {
        return String::new();
    };
    let mut used = 0;
    let fits = whole.graphemes(true).take_while(|grapheme| {
        used += grapheme.width();
        used <= room
    });
    let mut shown: String = fits.collect();
    shown.push('…');
    shown
}

/// The text for a mail header or a text message: one line, white space (newlines too) as single blanks, control and
/// invisible characters left out, towers of combining marks cut. It can split no header.
#[must_use]
pub fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    let mut marks = 0;
    for c in text.chars() {
        marks = if is_combining_mark(c) { marks + 1 } else { 0 };
        if c.is_whitespace() {
            if !line.is_empty() && !line.ends_with(' ') {
                line.push(' ');
            }
        } else if !c.is_control() && !is_invisible(c) && marks <= MAX_MARKS {
            line.push(c);
        }
    }
    line.truncate(line.trim_end().len());
    line
}

/// Characters that cost one septet in GSM 03.38's default alphabet; blank, digits and plain letters are tested apart.
const GSM7_BASIC: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ!\"#¤%&'()*+,-./:;<=>?¡ÄÖÑÜ§¿äöñüà";

/// Characters of its extension table: an escape and one more.
const GSM7_EXTENDED: &str = "^{}\\[~]|€\u{c}";

/// How many septets the text takes as GSM-7 (3GPP TS 23.038); `None` where one character is in neither table, so that
/// the text would go out as UCS-2. One segment holds 160 (spec X04).
#[must_use]
pub fn gsm7_len(text: &str) -> Option<usize> {
    text.chars()
        .map(|c| match c {
            ' ' | '0'..='9' | 'A'..='Z' | 'a'..='z' => Some(1),
            _ if GSM7_BASIC.contains(c) => Some(1),
            _ if GSM7_EXTENDED.contains(c) => Some(2),
            _ => None,
        })
        .sum()
}

/// Unicode's picture of a C0 control.
fn picture(control: u32) -> char {
    char::from_u32(0x2400 + control).unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// Whether a character shows nothing itself, or changes how others are shown: zero-width and format characters,
/// direction marks, line separators, fillers, tags. Variation selectors are left to the cap on marks: names need them.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{6dd}' | '\u{70f}' | '\u{890}'..='\u{891}'
        | '\u{8e2}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}'
        | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{110bd}' | '\u{110cd}' | '\u{13430}'..='\u{1343f}'
        | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e00ff}' | '\u{e01f0}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn z05_control_characters_are_made_visible() {
        for (text, shown) in [
            ("Jane Doe", "Jane Doe"),
            ("Zoë Müller-Łuk", "Zoë Müller-Łuk"),
            ("\u{1b}[31mEve\u{1b}[0m", "␛[31mEve␛[0m"),
            ("\u{1b}]0;title\u{7}", "␛]0;title␇"),
            ("a\nb\r\nc\td\0e\u{7f}", "a⏎b␍⏎c␉d␀e␡"),
            ("\u{9b}31m\u{85}", "<U+009B>31m<U+0085>"),
            ("user\u{202e}txt\u{202c}", "user<U+202E>txt<U+202C>"),
            (
                "\u{2066}x\u{2069}\u{200e}\u{200f}\u{61c}",
                "<U+2066>x<U+2069><U+200E><U+200F><U+061C>",
            ),
            (
                "a\u{200b}b\u{feff}c\u{ad}d\u{2028}",
                "a<U+200B>b<U+FEFF>c<U+00AD>d<U+2028>",
            ),
            ("x\u{e0041}", "x<U+E0041>"),
        ] {
            assert_eq!(visible(text), shown);
        }
    }

    #[test]
    fn z05_towers_of_combining_marks_are_cut() {
        let four = "a\u{301}\u{302}\u{303}\u{304}";
        assert_eq!(visible(four), four);
        assert_eq!(visible(&format!("{four}\u{305}\u{306}\u{307}b")), format!("{four}…b"));
        assert_eq!(one_line(&format!("{four}\u{305}\u{306}b")), format!("{four}b"));
    }

    #[test]
    fn z05_text_is_cut_to_columns_not_to_characters() {
        assert_eq!(visible_within("Jane Doe", 8), "Jane Doe");
        assert_eq!(visible_within("Jane Doe", 7), "Jane D…");
        assert_eq!(visible_within("日本語", 6), "日本語");
        assert_eq!(visible_within("日本語", 5), "日本…");
        assert_eq!(visible_within("日本語", 4), "日…");
        assert_eq!(visible_within("Jane", 1), "…");
        assert_eq!(visible_within("Jane", 0), "");
        assert_eq!(visible_within("e\u{301}e\u{301}e\u{301}", 2), "e\u{301}…");
    }

    #[test]
    fn z05_a_header_line_cannot_be_split() {
        for (text, line) in [
            ("Maple Clinic\r\nBcc: x@example.org", "Maple Clinic Bcc: x@example.org"),
            ("  Jane \t\n Doe  ", "Jane Doe"),
            ("Ja\0ne\u{1b}[0m\u{202e}\u{200b}", "Jane[0m"),
            ("a\u{2028}b\u{85}c", "a b c"),
            ("\n", ""),
        ] {
            assert_eq!(one_line(text), line, "{text:?}");
        }
    }

    #[test]
    fn x04_septets_are_counted_as_the_network_counts_them() {
        assert_eq!(gsm7_len(""), Some(0));
        assert_eq!(gsm7_len("Maple Clinic: 123456 is your verification code."), Some(47));
        assert_eq!(gsm7_len("€[x]"), Some(7));
        assert_eq!(gsm7_len("àéèùìòÇØøÅåÄÖÑÜäöñüß¿¡§@£$¥_ΔΦΓΛΩΠΨΣΘΞÆæÉ¤\n"), Some(43));
        for outside in ["ç", "ê", "’", "Zoë", "日", "`", "\t", "\u{1b}", "é\u{301}"] {
            assert_eq!(gsm7_len(outside), None, "{outside:?}");
        }
        assert_eq!(GSM7_BASIC.chars().count() + 1 + 10 + 52, 127, "128 less the escape");
    }

    proptest! {
        #[test]
        fn z05_whatever_is_typed_nothing_shown_is_obeyed_or_hidden(text in any::<String>(), columns in 0_usize..40) {
            let shown = visible(&text);
            prop_assert!(!shown.chars().any(|c| c.is_control() || is_invisible(c)));
            prop_assert_eq!(visible(&shown), shown.clone(), "shown twice is shown once");
            prop_assert!(visible_within(&text, columns).width() <= columns);
            let line = one_line(&text);
            prop_assert!(!line.chars().any(|c| c.is_control() || is_invisible(c)));
            prop_assert_eq!(line.trim(), &line);
        }
    }
}
