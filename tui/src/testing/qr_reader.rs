//! Reads a QR code off a drawn screen the way a phone does: paints the cells as a terminal would, and looks at the
//! picture. Letters are only blots: what they say is read from the buffer.

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

/// A cell in pixels.
const WIDTH: usize = 8;
const HEIGHT: usize = 16;

/// Greys of the sixteen colours as xterm has them.
const SIXTEEN: [u8; 16] = [0, 61, 120, 182, 27, 89, 144, 229, 127, 76, 150, 226, 111, 105, 179, 255];

/// What the terminal's own two colours are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ground {
    /// Light letters on a dark ground.
    Dark,
    /// Dark letters on a light ground.
    Light,
}

impl Ground {
    /// Greys of the letters and of the ground.
    fn greys(self) -> (u8, u8) {
        match self {
            Self::Dark => (204, 30),
            Self::Light => (40, 250),
        }
    }
}

/// The text of a QR code that stands somewhere on the screen; `None` where there is none that can be read.
pub(crate) fn read_qr(buffer: &Buffer, ground: Ground) -> Option<String> {
    let columns = usize::from(buffer.area.width);
    let (width, height) = (columns * WIDTH, usize::from(buffer.area.height) * HEIGHT);
    let looks: Vec<(u8, u8)> = buffer.content.iter().map(|cell| greys(cell, ground)).collect();
    let pixel = |x: usize, y: usize| {
        let n = y / HEIGHT * columns + x / WIDTH;
        let (letter, under) = looks[n];
        if is_ink(buffer.content[n].symbol(), x % WIDTH, y % HEIGHT) {
            letter
        } else {
            under
        }
    };
    let mut picture = rqrr::PreparedImage::prepare_from_greyscale(width, height, pixel);
    let codes = picture.detect_grids();
    codes.iter().find_map(|code| code.decode().ok()).map(|(_, text)| text)
}

/// Greys of a cell's letter and of what is under it.
fn greys(cell: &Cell, ground: Ground) -> (u8, u8) {
    let (letters, under) = ground.greys();
    let (letters, under) = (grey(cell.fg, letters), grey(cell.bg, under));
    if cell.modifier.contains(Modifier::REVERSED) {
        return (under, letters);
    }
    (letters, under)
}

fn grey(colour: Color, own: u8) -> u8 {
    let n = match colour {
        Color::Reset => return own,
        Color::Rgb(r, g, b) => return luma([r, g, b]),
        Color::Indexed(n) => return of_256(n),
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 8,
        Color::LightRed => 9,
        Color::LightGreen => 10,
        Color::LightYellow => 11,
        Color::LightBlue => 12,
        Color::LightMagenta => 13,
        Color::LightCyan => 14,
        Color::White => 15,
    };
    SIXTEEN[n]
}

fn of_256(n: u8) -> u8 {
    let level = |n: u8| if n == 0 { 0 } else { 55 + n * 40 };
    match n {
        0..16 => SIXTEEN[usize::from(n)],
        16..232 => luma([level((n - 16) / 36), level((n - 16) / 6 % 6), level((n - 16) % 6)]),
        232.. => 8 + (n - 232) * 10,
    }
}

/// Luma by ITU-R BT.601.
fn luma([r, g, b]: [u8; 3]) -> u8 {
    let sum = 299 * u32::from(r) + 587 * u32::from(g) + 114 * u32::from(b);
    u8::try_from(sum / 1000).unwrap_or(u8::MAX)
}

/// Whether a glyph covers this pixel of its cell.
fn is_ink(glyph: &str, x: usize, y: usize) -> bool {
    match glyph {
        "" | " " => false,
        "█" => true,
        "▀" => y < HEIGHT / 2,
        "▄" => y >= HEIGHT / 2,
        _ => (1..7).contains(&x) && (4..13).contains(&y) && !(x + y).is_multiple_of(3),
    }
}
