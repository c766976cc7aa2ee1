//! How a field looks: its label, the band with the text, the line under it, and one line for what is wrong.
//!
//! Four lines always (three in a form of many fields), so that nothing jumps when a word of error comes or goes. Editing is `input.rs`.

use domain::contact::visible;
use ratatui::style::Style;
use unicode_segmentation::UnicodeSegmentation;

use crate::theme::{Theme, Tone};
use crate::widgets::code_field;
use crate::widgets::input::Input;
use crate::widgets::line::Line;
use crate::widgets::say::Say;
use crate::widgets::text::{cells, fit, wrap};

/// What a field takes and shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Any text.
    Plain,
    /// A password: bullets.
    Secret,
    /// Six digits.
    Code,
}

/// A field as a form describes it.
#[derive(Clone, Debug)]
pub struct Field {
    /// What it takes.
    pub kind: Kind,
    /// What stands above it.
    pub label: String,
    /// Cells of its band.
    pub width: u16,
    /// What stands at the right of the band ("4:37 left").
    pub right: Option<String>,
    /// What is wrong, or said, below.
    pub below: Option<Say>,
    /// Underlined instead of having a line below it: a form of many fields.
    pub tight: bool,
}

impl Field {
    /// The lines of the field; `spot` is its number in tab order.
    pub(crate) fn lines(&self, input: Option<&Input>, focused: bool, theme: Theme, width: u16, spot: u16) -> Vec<Line> {
        let band_width = self.width.min(width.saturating_sub(1)).max(1);
        let label = theme.style(if focused { Tone::Title } else { Tone::Plain });
        let (shown, caret) = match (self.kind, input) {
            (Kind::Code, _) => code_field::shown(input.map_or("", Input::text)),
            (kind, Some(input)) => window(kind, input, band_width),
            (_, None) => (String::new(), 0),
        };
        let mut band = if self.tight {
            let rest = band_width.saturating_sub(cells(&shown));
            let whole = shown + &" ".repeat(rest.into());
            Line::blank().put(1, whole, Style::new().underlined())
        } else {
            Line::blank().put(1, shown, Style::new())
        };
        if focused {
            band = band.put(0, "▌", theme.style(Tone::Accent)).cursor(Some(1 + caret));
        }
        if let Some(right) = &self.right {
            let x = width.saturating_sub(cells(right)).max(band_width + 2);
            band = band.put(x, right, Style::new());
        }
        let rule = theme.style(if focused { Tone::Accent } else { Tone::Quiet });
        let mut lines = vec![
            Line::blank().put(1, &self.label, label).spot(0, band_width + 1, spot),
            band.spot(0, band_width + 1, spot),
        ];
        if !self.tight {
            lines.push(Line::blank().put(1, "─".repeat(band_width.into()), rule));
        }
        lines.extend(below(self.below.as_ref(), theme, width));
        lines
    }
}

impl Field {
    /// The field on one line, the label before the band; `hint` stands there while nothing does.
    pub(crate) fn inline(&self, hint: &str, input: Option<&Input>, focused: bool, theme: Theme, spot: u16) -> Line {
        let label = theme.style(if focused { Tone::Title } else { Tone::Plain });
        let start = cells(&self.label) + 3;
        let (shown, caret) = input.map_or((String::new(), 0), |input| window(self.kind, input, self.width));
        let (shown, style) = if shown.is_empty() {
            (fit(hint, self.width), theme.style(Tone::Quiet))
        } else {
            (shown, Style::new())
        };
        let line = Line::blank().put(1, &self.label, label).put(start, shown, style);
        let line = line.spot(1, start + self.width - 1, spot);
        if focused {
            line.put(start - 1, "▌", theme.style(Tone::Accent))
                .cursor(Some(start + caret))
        } else {
            line
        }
    }
}

/// What stands under a field: one line kept free, more where the sentence needs them.
pub(crate) fn below(say: Option<&Say>, theme: Theme, width: u16) -> Vec<Line> {
    let Some(say) = say else {
        return vec![Line::blank()];
    };
    wrap(&say.marked(), width.saturating_sub(1))
        .into_iter()
        .map(|text| Line::blank().put(1, text, theme.style(say.tone)))
        .collect()
}

/// The part of the text that fits the band and holds the caret, and the caret's column in it.
fn window(kind: Kind, input: &Input, width: u16) -> (String, u16) {
    let looks = |text: &str| match kind {
        Kind::Secret => "•".repeat(text.graphemes(true).count()),
        Kind::Plain | Kind::Code => visible(text),
    };
    let (before, after) = input.text().split_at(input.caret());
    let (before, after) = (looks(before), looks(after));
    let room = width.saturating_sub(1);
    let mut start = 0;
    for (at, grapheme) in before.grapheme_indices(true) {
        if cells(&before[start..]) <= room {
            break;
        }
        start = at + grapheme.len();
    }
    let left = &before[start..];
    let caret = cells(left);
    let right = if cells(&after) > width - caret {
        fit(&after, width - caret)
    } else {
        after
    };
    (format!("{left}{right}"), caret)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crossterm::event::{KeyCode, KeyEvent};

    fn typed(text: &str) -> Input {
        let mut input = Input::default();
        input.put(text);
        input
    }

    #[test]
    fn z03_a_secret_is_bullets_one_a_letter() {
        assert_eq!(window(Kind::Secret, &typed("pä漢"), 10), ("•••".to_owned(), 3));
    }

    #[test]
    fn a_long_text_scrolls_so_that_the_caret_is_seen() {
        let mut input = typed("abcdefghij");
        assert_eq!(window(Kind::Plain, &input, 5), ("ghij".to_owned(), 4));
        input.key(&KeyEvent::from(KeyCode::Home));
        assert_eq!(window(Kind::Plain, &input, 5), ("abcd…".to_owned(), 0));
        assert_eq!(window(Kind::Plain, &typed("漢字漢字"), 5), ("漢字".to_owned(), 4));
        assert_eq!(window(Kind::Plain, &typed("abc"), 1), (String::new(), 0));
    }
}
