//! Every page at every size, with many colours, few and none, and in plain ASCII.

use ratatui::style::Color;

use super::samples::{Sample, samples};
use super::sheet::Sheet;
use crate::testing::{AT, THEME};
use crate::theme::{Colours, Theme};

const ASCII: Theme = Theme {
    colours: Colours::None,
    ascii: true,
};

/// Draws everything at these sizes; the cursor never leaves the screen, and where there is any room something is shown.
fn draw_all(widths: impl Iterator<Item = u16> + Clone, heights: impl Iterator<Item = u16> + Clone, theme: Theme) {
    for sample in samples() {
        let house = sample.demo();
        for (width, height) in widths
            .clone()
            .flat_map(|width| heights.clone().map(move |height| (width, height)))
        {
            let sheet = Sheet::at(&sample.page, &house, theme, (width, height), AT);
            if let Some(cursor) = sheet.cursor {
                assert!(
                    cursor.x < width && cursor.y < height,
                    "{} {width}x{height}",
                    sample.name()
                );
            }
            let large = width >= 20 && height >= 5;
            assert!(
                !large || !sheet.body_lines().is_empty(),
                "{} {width}x{height}",
                sample.name()
            );
        }
    }
}

#[test]
fn h01_every_page_is_drawn_at_every_height_that_may_matter() {
    draw_all([80].into_iter(), (5..=26).chain([30, 45, 60]), THEME);
}

#[test]
fn h01_every_page_is_drawn_at_every_width_that_may_matter() {
    let widths = (20..=40)
        .chain(58..=62)
        .chain(76..=84)
        .chain(98..=104)
        .chain([140, 200]);
    draw_all(widths, [24].into_iter(), THEME);
}

#[test]
fn h01_every_page_is_drawn_where_there_is_hardly_any_room() {
    draw_all((1..=20).step_by(3), [1, 2, 3, 4, 5, 9].into_iter(), THEME);
}

#[test]
fn h01_an_ascii_terminal_gets_ascii_on_every_page() {
    for sample in samples() {
        for size in [(1, 1), (20, 5), (60, 20), (80, 24), (140, 45)] {
            let sheet = Sheet::at(&sample.page, &sample.demo(), ASCII, size, AT);
            assert!(
                sheet.text().is_ascii(),
                "{} at {size:?}:\n{}",
                sample.name(),
                sheet.text()
            );
        }
    }
}

fn coloured(sample: &Sample, theme: Theme) -> usize {
    let sheet = Sheet::at(&sample.page, &sample.demo(), theme, (80, 24), AT);
    let cells = sheet.buffer.content.iter();
    cells
        .filter(|cell| cell.fg != Color::Reset || cell.bg != Color::Reset)
        .count()
}

/// The QR code alone has colours everywhere: they are the picture itself.
#[test]
fn h01_without_colours_no_page_has_any_but_the_qr_code() {
    for sample in samples() {
        let picture = coloured(&sample, ASCII) == 0 && sample.name().starts_with("SetUpApp");
        let bare = Theme {
            colours: Colours::None,
            ascii: false,
        };
        assert_eq!(coloured(&sample, bare) > 0, picture, "{}", sample.name());
    }
}
