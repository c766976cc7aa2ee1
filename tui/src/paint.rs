//! Writes frames: what has changed, as one write between the markers of a synchronised update, and nothing at all when
//! nothing has.
//!
//! A backend of its own and not ratatui's: that one moves the cursor and flushes at every frame, changed or not, and
//! names the sixteen colours by their place among 256, which a terminal with sixteen takes for blinking.

use std::io::{self, Write};

use crossterm::Command;
use crossterm::clipboard::CopyToClipboard;
use domain::secret::Secret;
use ratatui::Terminal;
use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};
use ratatui::style::{Color, Modifier};
use zeroize::Zeroizing;

const BEGIN: &str = "\x1b[?2026h";
const END: &str = "\x1b[?2026l";

/// A terminal that frames are drawn upon.
pub type Screen<W> = Terminal<Painter<W>>;

/// Collects what a frame changes and writes it in one go.
pub struct Painter<W: Write> {
    writer: W,
    size: fn() -> io::Result<Size>,
    cells: String,
    wanted: Option<Position>,
    shown: Option<Position>,
}

/// A screen on `writer`, whose size `size` tells. The terminal's cursor has to be hidden.
///
/// # Errors
/// The size cannot be told.
pub fn screen<W: Write>(writer: W, size: fn() -> io::Result<Size>) -> io::Result<Screen<W>> {
    Terminal::new(Painter {
        writer,
        size,
        cells: String::new(),
        wanted: None,
        shown: None,
    })
}

impl<W: Write> Painter<W> {
    /// What it writes to.
    pub fn writer(&self) -> &W {
        &self.writer
    }

    /// Asks the terminal to copy (OSC 52). There is no answer: H03's sentence says so on the screen.
    ///
    /// # Errors
    /// The terminal is gone.
    pub fn copy(&mut self, secret: &Secret<String>) -> io::Result<()> {
        let mut sequence = Zeroizing::new(String::new());
        CopyToClipboard::to_clipboard_from(secret.reveal().as_str())
            .write_ansi(&mut *sequence)
            .map_err(io::Error::other)?;
        self.writer.write_all(sequence.as_bytes())?;
        self.writer.flush()
    }
}

impl<W: Write> Backend for Painter<W> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let mut next = None;
        let mut look = None;
        for (x, y, cell) in content {
            if next != Some((x, y)) {
                self.cells
                    .push_str(&format!("\x1b[{};{}H", u32::from(y) + 1, u32::from(x) + 1));
            }
            // Terminals disagree on the width of what is not ASCII: after such a cell the place is said anew.
            next = (cell.symbol().len() == 1).then(|| (x.saturating_add(1), y));
            let own = (cell.fg, cell.bg, cell.modifier);
            if look != Some(own) {
                sgr(&mut self.cells, own);
                look = Some(own);
            }
            self.cells.push_str(cell.symbol());
        }
        if look.is_some_and(|look| look != (Color::Reset, Color::Reset, Modifier::empty())) {
            self.cells.push_str("\x1b[0m");
        }
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.wanted = None;
        Ok(())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.wanted = self.wanted.or(Some(Position::ORIGIN));
        Ok(())
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(self.shown.unwrap_or(Position::ORIGIN))
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.wanted = Some(position.into());
        Ok(())
    }

    fn clear(&mut self) -> io::Result<()> {
        self.clear_region(ClearType::All)
    }

    fn clear_region(&mut self, _region: ClearType) -> io::Result<()> {
        self.cells.push_str("\x1b[0m\x1b[2J");
        Ok(())
    }

    fn size(&self) -> io::Result<Size> {
        (self.size)()
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize {
            columns_rows: self.size()?,
            pixels: Size::default(),
        })
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.cells.is_empty() && self.wanted == self.shown {
            return Ok(());
        }
        let mut frame = String::with_capacity(self.cells.len() + 48);
        frame.push_str(BEGIN);
        if self.shown.is_some() {
            frame.push_str("\x1b[?25l");
        }
        frame.push_str(&self.cells);
        if let Some(Position { x, y }) = self.wanted {
            let (x, y) = (u32::from(x) + 1, u32::from(y) + 1);
            frame.push_str(&format!("\x1b[{y};{x}H\x1b[?25h"));
        }
        frame.push_str(END);
        self.cells.clear();
        self.shown = self.wanted;
        self.writer.write_all(frame.as_bytes())?;
        self.writer.flush()
    }
}

/// Writes the look of a cell from a clean start.
fn sgr(out: &mut String, (fg, bg, modifier): (Color, Color, Modifier)) {
    out.push_str("\x1b[0");
    for (flag, code) in [
        (Modifier::BOLD, ";1"),
        (Modifier::DIM, ";2"),
        (Modifier::ITALIC, ";3"),
        (Modifier::UNDERLINED, ";4"),
        (Modifier::REVERSED, ";7"),
        (Modifier::CROSSED_OUT, ";9"),
    ] {
        if modifier.contains(flag) {
            out.push_str(code);
        }
    }
    colour(out, fg, 30);
    colour(out, bg, 40);
    out.push('m');
}

/// `base` is 30 for letters, 40 for the ground.
fn colour(out: &mut String, colour: Color, base: u8) {
    let code = match colour {
        Color::Reset => return,
        Color::Black => base,
        Color::Red => base + 1,
        Color::Green => base + 2,
        Color::Yellow => base + 3,
        Color::Blue => base + 4,
        Color::Magenta => base + 5,
        Color::Cyan => base + 6,
        Color::Gray => base + 7,
        Color::DarkGray => base + 60,
        Color::LightRed => base + 61,
        Color::LightGreen => base + 62,
        Color::LightYellow => base + 63,
        Color::LightBlue => base + 64,
        Color::LightMagenta => base + 65,
        Color::LightCyan => base + 66,
        Color::White => base + 67,
        Color::Indexed(n) => return out.push_str(&format!(";{};5;{n}", base + 8)),
        Color::Rgb(r, g, b) => return out.push_str(&format!(";{};2;{r};{g};{b}", base + 8)),
    };
    out.push_str(&format!(";{code}"));
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use ratatui::style::Style;

    fn screen_80x24() -> Screen<Vec<u8>> {
        screen(Vec::new(), || Ok(Size::new(80, 24))).unwrap()
    }

    fn draw(screen: &mut Screen<Vec<u8>>, text: &str, cursor: Option<(u16, u16)>) -> String {
        let before = screen.backend().writer().len();
        screen
            .draw(|frame| {
                frame.buffer_mut().set_string(3, 2, text, Style::new().fg(Color::Cyan));
                if let Some(cursor) = cursor {
                    frame.set_cursor_position(cursor);
                }
            })
            .unwrap();
        String::from_utf8(screen.backend().writer()[before..].to_vec()).unwrap()
    }

    #[test]
    fn h01_nothing_is_written_when_nothing_changed() {
        let mut screen = screen_80x24();
        assert!(!draw(&mut screen, "Sign in", Some((5, 5))).is_empty());
        for _ in 0..3 {
            assert_eq!(draw(&mut screen, "Sign in", Some((5, 5))), "");
        }
        assert_ne!(draw(&mut screen, "Sign in", Some((6, 5))), "");
        assert_ne!(draw(&mut screen, "Sign in", None), "");
        assert_eq!(draw(&mut screen, "Sign in", None), "");
    }

    #[test]
    fn h01_a_count_down_changes_only_its_own_cells() {
        let mut screen = screen_80x24();
        draw(&mut screen, "4:38 left", None);
        let written = draw(&mut screen, "4:37 left", None);
        assert_eq!(written, "\x1b[?2026h\x1b[3;7H\x1b[0;36m7\x1b[0m\x1b[?2026l");
    }

    #[test]
    fn a_frame_is_one_synchronised_update_with_the_cursor_at_its_end() {
        let mut screen = screen_80x24();
        let written = draw(&mut screen, "hi", Some((5, 6)));
        assert_eq!(
            written,
            "\x1b[?2026h\x1b[3;4H\x1b[0;36mhi\x1b[0m\x1b[7;6H\x1b[?25h\x1b[?2026l"
        );
    }

    #[test]
    fn h03_copying_is_osc_52_with_the_bare_text() {
        let mut screen = screen_80x24();
        screen.backend_mut().copy(&Secret::from("7KQ4MX")).unwrap();
        assert_eq!(screen.backend().writer(), b"\x1b]52;c;N0tRNE1Y\x1b\\");
    }
}
