//! The bands round a page: head line, banners, the notice, foot line; and where between them the page itself goes.

use domain::contact::visible;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::clock;
use crate::house::Who;
use crate::keymap::{Key, foot};
use crate::page::{Canvas, Target};
use crate::theme::Tone;
use crate::widgets::banner::Banner;
use crate::widgets::say::Say;
use crate::widgets::text::{cells, fit, wrap};

/// What the bands show that is not the house's.
pub(crate) struct Bands<'a> {
    pub(crate) keys: &'a [Key],
    pub(crate) typing: bool,
    pub(crate) in_head: bool,
    /// The page needs all the room there is.
    pub(crate) is_whole: bool,
    pub(crate) wall_ms: i64,
}

/// Draws the bands and leaves the body in `canvas.area`. Low screens lose all banners but one first, then its empty line,
/// then the foot, then the head.
pub(crate) fn draw(bands: &Bands<'_>, canvas: &mut Canvas<'_>) {
    let all = canvas.area;
    let room = match all.height {
        _ if bands.is_whole => 1,
        24.. => 3,
        16.. => 2,
        _ => 1,
    };
    let width = all.width.saturating_sub(2);
    let banners = Banner::gravest(&canvas.house.banners, room).into_iter();
    let mut banners: Vec<Option<Say>> = banners.map(|banner| Some(banner.say_within(width))).collect();
    let roomy = all.height >= 12 && !bands.is_whole;
    if roomy && banners.is_empty() {
        banners.push(None);
    }
    let mut body = all;
    if all.height >= 3 {
        head(bands, row(all, all.y), canvas);
        body = cut_top(body);
    }
    for banner in banners.iter().filter(|_| all.height >= 6) {
        if let Some(say) = banner {
            one_line(say, row(all, body.y), canvas);
        }
        body = cut_top(body);
    }
    if all.height >= 4 {
        feet(bands, row(all, body.bottom() - 1), canvas);
        body.height -= 1;
    }
    if roomy {
        body.height -= 1;
    }
    canvas.area = body;
}

/// Lays the notice over the bottom of the body, right above the foot: on the line kept free for it, and over the line
/// before where it needs two. H03's sentence fits one of 80 columns, so that nothing of a QR code goes.
pub(crate) fn draw_notice(say: &Say, all: Rect, canvas: &mut Canvas<'_>) {
    let lines = wrap(&say.marked(), all.width.saturating_sub(1));
    let above_foot = all.bottom().saturating_sub(u16::from(all.height >= 4));
    for (line, up) in lines.iter().rev().zip(1..=above_foot.saturating_sub(all.y).min(3)) {
        let row = row(all, above_foot - up);
        put(canvas, row, row.x, &" ".repeat(row.width.into()), Style::new());
        put(canvas, row, row.x + 1, line, canvas.theme.style(say.tone));
    }
}

fn row(all: Rect, y: u16) -> Rect {
    Rect { y, height: 1, ..all }
}

fn cut_top(area: Rect) -> Rect {
    Rect {
        y: area.y + 1,
        height: area.height - 1,
        ..area
    }
}

fn put(canvas: &mut Canvas<'_>, row: Rect, x: u16, text: &str, style: Style) {
    if x < row.right() {
        let text = visible(text);
        canvas
            .buffer
            .set_stringn(x, row.y, text, usize::from(row.right() - x), style);
    }
}

fn one_line(say: &Say, row: Rect, canvas: &mut Canvas<'_>) {
    let text = fit(&say.marked(), row.width.saturating_sub(2));
    let style = canvas.theme.style(say.tone);
    put(canvas, row, row.x + 1, &text, style);
}

/// Clinic left; who is signed in, `Sign out` and the time right. What has no room goes: first who, then the clinic's end.
fn head(bands: &Bands<'_>, row: Rect, canvas: &mut Canvas<'_>) {
    let house = canvas.house;
    let time = clock::hour_minute(bands.wall_ms, &house.zone);
    let mut right = row.right().saturating_sub(cells(&time) + 1);
    put(canvas, row, right.max(row.x), &time, Style::new());
    if let Some(who) = &house.who {
        right = right.saturating_sub(8 + 8).max(row.x);
        let style = if bands.in_head {
            canvas.theme.focused()
        } else {
            canvas.theme.link()
        };
        put(canvas, row, right, "Sign out", style);
        canvas.hits.add(
            Rect {
                x: right,
                width: 8,
                ..row
            }
            .intersection(row),
            Target::SignOut,
        );
        let room = (right - row.x)
            .saturating_sub(cells(&house.clinic).saturating_add(8))
            .min(34);
        if let Some(who) = who_within(who, room) {
            right -= cells(&who) + 4;
            put(canvas, row, right, &who, Style::new());
        }
    }
    let clinic = fit(&house.clinic, (right - row.x).saturating_sub(2));
    put(canvas, row, row.x + 1, &clinic, canvas.theme.style(Tone::Title));
}

/// `Maria Magdal… · staff`: the name is cut, what the person may do stays. `None` where not even a bit of the name fits.
fn who_within(who: &Who, room: u16) -> Option<String> {
    let access = who.access.label();
    let left = room.saturating_sub(cells(access) + 3);
    (left >= 4).then(|| format!("{} · {access}", fit(&who.name, left)))
}

/// The page's keys left, the worker's state right. Keys that have no room go, the page's last ones first.
fn feet(bands: &Bands<'_>, row: Rect, canvas: &mut Canvas<'_>) {
    let mut keys = foot(bands.keys, bands.typing);
    while keys.len() > 2 && crate::keymap::foot_width(&keys) + 1 > usize::from(row.width) {
        keys.remove(keys.len() - 3);
    }
    let mut x = row.x + 1;
    for key in keys {
        let label = key.label();
        let width = cells(&label) + 1 + cells(key.what);
        put(canvas, row, x, &label, canvas.theme.style(Tone::Title));
        put(canvas, row, x.saturating_add(cells(&label) + 1), key.what, Style::new());
        let area = Rect { x, width, ..row }.intersection(row);
        canvas.hits.add(area, Target::Key(key));
        x = x.saturating_add(width + 2);
    }
    if let Some(say) = &canvas.house.worker {
        // One of the two blanks behind the last key is enough.
        let text = fit(&say.marked(), row.right().saturating_sub(x));
        let style = canvas.theme.style(say.tone);
        put(canvas, row, row.right().saturating_sub(cells(&text) + 1), &text, style);
    }
}
