//! Colours and glyphs: which tone looks how on this terminal, light or dark, with many colours or none (H01).
//!
//! No background is ever set: the terminal's own stays. A colour never stands alone, a mark and a word stand beside it.

use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier, Style};
use unicode_width::UnicodeWidthStr;

/// What a piece of text wants to say by its looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Running text.
    Plain,
    /// The head of a page or a paragraph.
    Title,
    /// What stands back: rules, hints.
    Quiet,
    /// What has the focus or is chosen.
    Accent,
    /// Done, well.
    Done,
    /// Look here.
    Look,
    /// Danger, or wrong.
    Danger,
}

impl Tone {
    /// The mark that stands beside the colour.
    #[must_use]
    pub fn mark(self) -> Option<&'static str> {
        match self {
            Self::Done => Some("✓"),
            Self::Look => Some("!"),
            Self::Danger => Some("✗"),
            Self::Plain | Self::Title | Self::Quiet | Self::Accent => None,
        }
    }
}

/// How many colours the terminal has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colours {
    /// None, or none are wanted: bold, reverse and underline carry it.
    None,
    /// The sixteen the terminal's owner has chosen.
    Sixteen,
    /// 256: values that keep a contrast of 3:1 on white and on black.
    Many,
}

/// How this terminal is drawn upon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theme {
    /// How many colours.
    pub colours: Colours,
    /// Whether only ASCII can be shown.
    pub ascii: bool,
}

/// Accent, done, look, danger and quiet among the 256: their RGB values stand in the test.
const MANY: [u8; 5] = [30, 28, 136, 160, 244];

impl Theme {
    /// Looks at the environment (`NO_COLOR`, `COLORTERM`, `TERM`, the locale); `no_color` is the option of that name.
    pub fn detect(env: impl Fn(&str) -> Option<String>, no_color: bool) -> Self {
        let set = |name: &str| env(name).filter(|value| !value.is_empty());
        let term = set("TERM").unwrap_or_default();
        let bare = ["", "dumb"].contains(&term.as_str()) || term.starts_with("vt");
        let many = term.contains("256") || term.contains("direct") || set("COLORTERM").is_some();
        let colours = match (no_color || set("NO_COLOR").is_some() || bare, many) {
            (true, _) => Colours::None,
            (false, true) => Colours::Many,
            (false, false) => Colours::Sixteen,
        };
        let locale = set("LC_ALL").or_else(|| set("LC_CTYPE")).or_else(|| set("LANG"));
        let utf8 = locale.is_some_and(|name| name.to_ascii_lowercase().replace('-', "").contains("utf8"));
        Self {
            colours,
            ascii: !utf8 || bare,
        }
    }

    /// The look of a tone.
    #[must_use]
    pub fn style(self, tone: Tone) -> Style {
        let (many, sixteen, extra) = match tone {
            Tone::Plain => return Style::new(),
            Tone::Title => return Style::new().add_modifier(Modifier::BOLD),
            Tone::Quiet => (MANY[4], Color::Reset, Modifier::empty()),
            Tone::Accent => (MANY[0], Color::Cyan, Modifier::BOLD),
            Tone::Done => (MANY[1], Color::Green, Modifier::empty()),
            Tone::Look => (MANY[2], Color::Yellow, Modifier::BOLD),
            Tone::Danger => (MANY[3], Color::Red, Modifier::BOLD),
        };
        let style = Style::new().add_modifier(extra);
        match self.colours {
            Colours::None => style,
            Colours::Sixteen => style.fg(sixteen),
            Colours::Many => style.fg(Color::Indexed(many)),
        }
    }

    /// A button or link that has the focus.
    #[must_use]
    pub fn focused(self) -> Style {
        self.style(Tone::Accent).add_modifier(Modifier::REVERSED)
    }

    /// A link.
    #[must_use]
    pub fn link(self) -> Style {
        Style::new().add_modifier(Modifier::UNDERLINED)
    }

    /// Replaces every glyph this terminal cannot show, cell by cell, so that nothing moves.
    pub(crate) fn plain(self, buffer: &mut Buffer) {
        if !self.ascii {
            return;
        }
        for cell in &mut buffer.content {
            if !cell.symbol().is_ascii() {
                let wide = cell.symbol().width() > 1;
                let glyph = if wide { "??" } else { substitute(cell.symbol()) };
                cell.set_symbol(glyph);
            }
        }
    }
}

fn substitute(symbol: &str) -> &'static str {
    match symbol {
        "✓" => "+",
        "✗" => "x",
        "▌" | "▸" => ">",
        "─" | "·" | "–" => "-",
        "│" => "|",
        "█" => "#",
        "▒" => "=",
        "░" => ".",
        "▾" => "v",
        "▴" => "^",
        "┌" | "┐" | "└" | "┘" => "+",
        "•" => "*",
        "…" => ".",
        "’" => "'",
        _ => "?",
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use ratatui::layout::Rect;

    fn detect(pairs: &[(&str, &str)], no_color: bool) -> Theme {
        let find = |name: &str| {
            pairs
                .iter()
                .find(|(key, _)| *key == name)
                .map(|(_, value)| (*value).to_owned())
        };
        Theme::detect(find, no_color)
    }

    #[test]
    fn h01_colours_are_told_from_the_environment() {
        let xterm = ("TERM", "xterm-256color");
        assert_eq!(detect(&[xterm], false).colours, Colours::Many);
        assert_eq!(detect(&[xterm, ("NO_COLOR", "1")], false).colours, Colours::None);
        assert_eq!(detect(&[xterm, ("NO_COLOR", "")], false).colours, Colours::Many);
        assert_eq!(detect(&[xterm], true).colours, Colours::None);
        assert_eq!(detect(&[("TERM", "linux")], false).colours, Colours::Sixteen);
        assert_eq!(detect(&[("TERM", "vt100")], false).colours, Colours::None);
    }

    #[test]
    fn h01_only_a_utf8_locale_gets_more_than_ascii() {
        let term = ("TERM", "xterm");
        assert!(!detect(&[term, ("LANG", "en_CA.UTF-8")], false).ascii);
        assert!(!detect(&[term, ("LANG", "C.utf8")], false).ascii);
        assert!(detect(&[term, ("LANG", "C.UTF-8"), ("LC_ALL", "C")], false).ascii);
        assert!(detect(&[term], false).ascii);
    }

    #[test]
    fn h01_ascii_terminals_get_ascii_in_the_same_cells() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 8, 1));
        buffer.set_string(0, 0, "▌é✓…漢x", Style::new());
        Theme {
            colours: Colours::None,
            ascii: true,
        }
        .plain(&mut buffer);
        let shown: String = buffer.content.iter().map(|cell| cell.symbol()).collect();
        assert!(shown.is_ascii());
        assert_eq!(shown.trim_end(), ">?+.?? x");
    }

    /// Relative luminance by WCAG 2.1.
    fn luminance([r, g, b]: [u8; 3]) -> f64 {
        let channel = |value: u8| {
            let value = f64::from(value) / 255.0;
            if value <= 0.03928 {
                value / 12.92
            } else {
                ((value + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b)
    }

    /// The RGB value of one of the 240 fixed colours of 256.
    fn rgb(index: u8) -> [u8; 3] {
        if index >= 232 {
            return [8 + (index - 232) * 10; 3];
        }
        let level = |n: u8| if n == 0 { 0 } else { 55 + n * 40 };
        let n = index - 16;
        [level(n / 36), level(n / 6 % 6), level(n % 6)]
    }

    #[test]
    fn h01_every_colour_can_be_read_on_white_and_on_black() {
        for index in MANY {
            let own = luminance(rgb(index));
            assert!(1.05 / (own + 0.05) >= 3.0, "{index} on white");
            assert!((own + 0.05) / 0.05 >= 3.0, "{index} on black");
        }
    }

    #[test]
    fn h01_without_colours_only_bold_reverse_and_underline_are_left() {
        let theme = Theme {
            colours: Colours::None,
            ascii: false,
        };
        for tone in [Tone::Quiet, Tone::Accent, Tone::Done, Tone::Look, Tone::Danger] {
            let style = theme.style(tone);
            assert!(style.fg.is_none() && style.bg.is_none(), "{tone:?}");
        }
        assert!(theme.focused().add_modifier.contains(Modifier::REVERSED));
        assert!(theme.focused().fg.is_none());
        assert!(theme.link().add_modifier.contains(Modifier::UNDERLINED));
    }
}
