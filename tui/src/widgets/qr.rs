//! A QR code painted on the terminal, for a phone to scan from the screen (M04).
//!
//! Dark on light whatever the terminal's own ground, with a margin of two modules: without either, readers fail
//! (T57). The colours are the picture itself and no ornament, so `NO_COLOR` leaves them: what is drawn in the
//! terminal's own two colours is right way round on only one of the two grounds. There they go with reverse video, so
//! that a terminal that has no colours still shows the code, on a dark ground the right way round.
//!
//! Deliberately not here: what the page shows where the picture does not fit, and any reading of codes.

use std::fmt;

use domain::secret::Secret;
use qrcode::{EcLevel, QrCode};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};

use crate::theme::{Colours, Theme};

/// Light modules on every side. The standard (ISO/IEC 18004) asks for 4; readers take 2, and with 4 the picture of 37
/// modules has 23 rows, which is one more than a page has at 80x24.
const QUIET: u16 = 2;

/// A QR code as cells. With half blocks a cell is one module wide and two high; where only ASCII can be shown a module
/// is two blank cells, coloured.
///
/// The modules are the secret: they are wiped when this is dropped, and never printed. (What the encoder used on the
/// way is freed, not wiped.)
#[derive(Clone)]
pub struct QrPicture {
    /// Modules on a side, without the margin.
    side: u16,
    /// Row by row, whether a module is dark.
    dark: Secret<Vec<bool>>,
}

impl fmt::Debug for QrPicture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("QrPicture(***)")
    }
}

impl QrPicture {
    /// The smallest code that holds the text, at the lowest error correction: a screen is neither torn nor dirty. 106
    /// bytes are 37 modules. `None` where the text is too long for any (2953 bytes).
    #[must_use]
    pub fn of(text: &Secret<String>) -> Option<Self> {
        let code = QrCode::with_error_correction_level(text.reveal(), EcLevel::L).ok()?;
        let side = u16::try_from(code.width()).ok()?;
        let dark = code
            .into_colors()
            .iter()
            .map(|colour| *colour == qrcode::Color::Dark)
            .collect();
        Some(Self {
            side,
            dark: Secret::new(dark),
        })
    }

    /// Width in cells, margin included: 37 modules take 41, or 82 in ASCII.
    #[must_use]
    pub fn columns(&self, theme: Theme) -> u16 {
        self.modules() * if theme.ascii { 2 } else { 1 }
    }

    /// Height in cells, margin included: 37 modules take 21, or 41 in ASCII.
    #[must_use]
    pub fn rows(&self, theme: Theme) -> u16 {
        self.modules().div_ceil(if theme.ascii { 1 } else { 2 })
    }

    /// Draws the picture at the top left of the area; nothing at all where it does not fit.
    pub fn draw(&self, theme: Theme, area: Rect, buffer: &mut Buffer) {
        let area = area.intersection(buffer.area);
        let (columns, rows) = (self.columns(theme), self.rows(theme));
        if area.width < columns || area.height < rows {
            return;
        }
        for y in 0..rows {
            for x in 0..columns {
                let (upper, lower) = self.pair(theme, x, y);
                let cell = &mut buffer[(area.x + x, area.y + y)];
                cell.reset();
                cell.set_symbol(if upper == lower { " " } else { "▀" });
                cell.set_style(style(theme, lower));
            }
        }
    }

    /// Whether the upper and the lower half of a cell are dark.
    fn pair(&self, theme: Theme, x: u16, y: u16) -> (bool, bool) {
        if theme.ascii {
            let dark = self.is_dark(x / 2, y);
            return (dark, dark);
        }
        (self.is_dark(x, y * 2), self.is_dark(x, y * 2 + 1))
    }

    /// Modules on a side with the margin.
    fn modules(&self) -> u16 {
        self.side + 2 * QUIET
    }

    /// Whether a module is dark, counted from the margin's corner. All round the code everything is light.
    fn is_dark(&self, x: u16, y: u16) -> bool {
        let inside = |n: u16| n.checked_sub(QUIET).filter(|n| *n < self.side).map(usize::from);
        let place = inside(x).zip(inside(y));
        place
            .and_then(|(x, y)| self.dark.reveal().get(y * usize::from(self.side) + x))
            .is_some_and(|dark| *dark)
    }
}

/// The look of a cell whose ground (its lower half) is dark or light, and whose upper half block is the other.
fn style(theme: Theme, ground_is_dark: bool) -> Style {
    let (dark, light) = match theme.colours {
        // Of the 256 those that nobody's palette changes.
        Colours::Many => (Color::Indexed(16), Color::Indexed(231)),
        // Not the bright white: as a ground, terminals with eight colours do not have it.
        Colours::Sixteen | Colours::None => (Color::Black, Color::Gray),
    };
    let on_dark = Style::new().fg(light).bg(dark);
    match (theme.colours, ground_is_dark) {
        (_, true) => on_dark,
        (Colours::None, false) => on_dark.add_modifier(Modifier::REVERSED),
        (Colours::Sixteen | Colours::Many, false) => Style::new().fg(dark).bg(light),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::testing::qr_reader::{Ground, read_qr};

    const GROUNDS: [Ground; 2] = [Ground::Dark, Ground::Light];
    const COLOURS: [Colours; 3] = [Colours::Many, Colours::Sixteen, Colours::None];
    const URI: &str = "otpauth://totp/sam.dupont?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP\
                       &issuer=Maple%20Street%20Clinic";

    fn theme(colours: Colours, ascii: bool) -> Theme {
        Theme { colours, ascii }
    }

    /// Letters and digits of this many bytes, none of which a QR code can shorten.
    fn text(bytes: usize) -> String {
        "otpauth://totp/maple street clinic:sam?secret="
            .chars()
            .cycle()
            .take(bytes)
            .collect()
    }

    fn picture(text: &str) -> QrPicture {
        QrPicture::of(&Secret::from(text)).unwrap()
    }

    /// A screen full of letters of another look, as a page before this one may have left it.
    fn screen(width: u16, height: u16) -> Buffer {
        let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
        let look = Style::new()
            .fg(Color::Red)
            .bg(Color::Blue)
            .add_modifier(Modifier::BOLD | Modifier::REVERSED);
        for y in 0..height {
            buffer.set_string(0, y, "x".repeat(width.into()), look);
        }
        buffer
    }

    /// The text a reader finds on a screen of this size where the picture was drawn one cell from the left.
    fn scanned(text: &str, theme: Theme, (width, height): (u16, u16), ground: Ground) -> Option<String> {
        let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
        let area = Rect::new(1, 1, width - 1, height - 1);
        let picture = picture(text);
        picture.draw(theme, area, &mut buffer);
        buffer.set_string(picture.columns(theme) + 3, 3, "Scan this", Style::new());
        theme.plain(&mut buffer);
        read_qr(&buffer, ground)
    }

    #[test]
    fn m04_t57_the_code_scans_at_80x24_on_dark_and_light_with_many_few_and_no_colours() {
        assert_eq!(URI.len(), 96);
        for ground in GROUNDS {
            for colours in COLOURS {
                for text in [&text(20), URI, &text(106), &text(107)] {
                    let found = scanned(text, theme(colours, false), (80, 24), ground);
                    assert_eq!(found.as_ref(), Some(&text.to_owned()), "{colours:?} on {ground:?}");
                }
            }
        }
    }

    #[test]
    fn m04_the_code_scans_in_ascii_where_the_screen_is_large_enough() {
        for ground in GROUNDS {
            for colours in COLOURS {
                for text in [URI, &text(107)] {
                    let found = scanned(text, theme(colours, true), (94, 46), ground);
                    assert_eq!(found.as_ref(), Some(&text.to_owned()), "{colours:?} on {ground:?}");
                }
            }
        }
    }

    #[test]
    fn m04_the_code_scans_where_a_terminal_on_a_dark_ground_has_no_colours_to_give() {
        for ascii in [false, true] {
            let theme = theme(Colours::None, ascii);
            let mut buffer = Buffer::empty(Rect::new(0, 0, 100, 50));
            picture(URI).draw(theme, buffer.area, &mut buffer);
            for cell in &mut buffer.content {
                (cell.fg, cell.bg) = (Color::Reset, Color::Reset);
            }
            assert_eq!(read_qr(&buffer, Ground::Dark).as_deref(), Some(URI), "ascii {ascii}");
        }
    }

    #[test]
    fn m04_nothing_of_what_stood_there_before_shows_through() {
        for ground in GROUNDS {
            let mut buffer = screen(80, 24);
            picture(URI).draw(theme(Colours::Many, false), Rect::new(4, 2, 76, 22), &mut buffer);
            assert_eq!(read_qr(&buffer, ground).as_deref(), Some(URI), "{ground:?}");
        }
    }

    #[test]
    fn m04_ascii_terminals_get_nothing_but_blanks() {
        let theme = theme(Colours::Many, true);
        let mut buffer = Buffer::empty(Rect::new(0, 0, 82, 41));
        picture(URI).draw(theme, buffer.area, &mut buffer);
        assert!(buffer.content.iter().all(|cell| cell.symbol() == " "));
        assert_eq!(read_qr(&buffer, Ground::Light).as_deref(), Some(URI));
    }

    #[test]
    fn m04_106_bytes_are_37_modules_and_fit_a_page_at_80x24() {
        let size = |bytes: usize, ascii| {
            let (picture, theme) = (picture(&text(bytes)), theme(Colours::Many, ascii));
            (picture.columns(theme), picture.rows(theme))
        };
        assert_eq!(size(106, false), (41, 21));
        assert_eq!(size(107, false), (45, 23));
        assert_eq!(size(106, true), (82, 41));
        assert_eq!(size(107, true), (90, 45));
    }

    #[test]
    fn m04_the_margin_is_light_on_every_side() {
        let theme = theme(Colours::Many, false);
        let mut buffer = screen(41, 21);
        picture(URI).draw(theme, buffer.area, &mut buffer);
        let light = |x: u16, y: u16| buffer[(x, y)].symbol() == " " && buffer[(x, y)].bg == Color::Indexed(231);
        assert!((0..41).all(|x| light(x, 0) && light(x, 20)));
        assert!((0..21).all(|y| [0, 1, 39, 40].iter().all(|x| light(*x, y))));
    }

    #[test]
    fn t57_where_the_code_does_not_fit_nothing_at_all_is_drawn() {
        let picture = picture(&text(106));
        let small =
            [(60, 20), (40, 24), (41, 20), (0, 0)].map(|(width, height)| (Rect::new(0, 0, width, height), false));
        let ascii = [(80, 24), (81, 41), (82, 40)].map(|(width, height)| (Rect::new(0, 0, width, height), true));
        let outside = [(Rect::new(60, 10, 41, 21), false), (Rect::new(200, 0, 41, 21), false)];
        for (area, ascii) in small.into_iter().chain(ascii).chain(outside) {
            let mut buffer = screen(90, 45);
            let before = buffer.clone();
            picture.draw(theme(Colours::Many, ascii), area, &mut buffer);
            assert_eq!(buffer, before, "{area}");
        }
    }

    #[test]
    fn t57_without_a_picture_the_reader_of_these_tests_finds_nothing() {
        for ground in GROUNDS {
            assert_eq!(read_qr(&screen(80, 24), ground), None);
            assert_eq!(scanned(URI, theme(Colours::Many, false), (60, 20), ground), None);
        }
    }

    #[test]
    fn m04_a_text_too_long_for_any_code_has_no_picture() {
        assert!(QrPicture::of(&Secret::new(text(2953))).is_some());
        assert!(QrPicture::of(&Secret::new(text(2954))).is_none());
    }

    #[test]
    fn z03_a_picture_never_prints_its_modules() {
        assert_eq!(format!("{:?}", picture(URI)), "QrPicture(***)");
        assert_eq!(format!("{:?}", picture(&text(20))), "QrPicture(***)");
    }
}
