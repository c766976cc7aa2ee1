//! How the simulated phone and mailbox look. A code stands nowhere on the screen but here (spec C07).

use domain::contact::visible;
use domain::time::{Now, SECOND};
use domain::totp::STEP_MS;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::authenticator::{Code, left_ms};
use super::beside::{BACK, Beside, CLOSE, F8, F9, ON, Reading, Sheet};
use super::feed::{Mail, Text};
use super::people;
use crate::clock;
use crate::keymap::Key;
use crate::page::{Canvas, Target};
use crate::theme::{Theme, Tone};
use crate::widgets::line::Line;
use crate::widgets::text::{cells, fit, wrap};

/// Digits of a code in a text.
const DIGITS: usize = 6;
/// Older texts that are listed below the newest one.
const OLDER: usize = 4;
/// Columns left free round it where it stands over the page.
const INSET: u16 = 4;
/// The narrowest screen that a phone and a mailbox beside it are drawn on.
const TWO_COLUMNS: u16 = 64 + INSET;
/// The time a code has left, in quarters of its 30 seconds.
const RING: [&str; 5] = ["○", "◔", "◑", "◕", "●"];

/// A line, and what a click on it does.
type Row = (Line, Option<Target>);

/// Whether phone and mailbox stand side by side on a screen of that width, where they cover the page.
pub(super) fn has_two_columns(width: u16) -> bool {
    width >= TWO_COLUMNS
}

/// Draws all of it into the canvas's area.
pub(super) fn draw(beside: &Beside, canvas: &mut Canvas<'_>, at: Now) {
    let whole = canvas.area;
    let area = if beside.is_wide() {
        divider(whole, canvas)
    } else {
        inset(whole)
    };
    let below = question(beside, canvas.theme, area.width);
    let height = u16::try_from(below.len()).unwrap_or(0).min(area.height);
    let (above, bottom) = cut_bottom(area, height);
    put(&below, bottom, canvas);
    keys(
        beside,
        Rect {
            y: whole.bottom().saturating_sub(1),
            height: 1,
            ..area
        },
        canvas,
    );
    let two = !beside.is_wide() && has_two_columns(whole.width);
    match (two, beside.reading) {
        (true, Some(reading)) => mail(beside, reading, above, canvas),
        (true, None) => {
            let half = above.width / 2 - 1;
            phone(beside, Rect { width: half, ..above }, canvas, at);
            list(
                beside,
                Rect {
                    x: above.right() - half,
                    width: half,
                    ..above
                },
                canvas,
            );
        }
        (false, reading) => {
            let used = phone(
                beside,
                Rect {
                    height: above.height * 3 / 5,
                    ..above
                },
                canvas,
                at,
            );
            let rest = Rect {
                y: above.y + used,
                height: above.height - used,
                ..above
            };
            match reading {
                Some(reading) => mail(beside, reading, rest, canvas),
                None => list(beside, rest, canvas),
            }
        }
    }
}

/// The rule between the page and this; what is left is returned.
fn divider(area: Rect, canvas: &mut Canvas<'_>) -> Rect {
    let style = canvas.theme.style(Tone::Quiet);
    for y in area.y..area.bottom() {
        canvas.buffer.set_string(area.x, y, "│", style);
    }
    Rect {
        x: area.x + 2,
        width: area.width.saturating_sub(3),
        height: area.height.saturating_sub(1),
        ..area
    }
}

fn inset(area: Rect) -> Rect {
    Rect {
        x: area.x + INSET / 2,
        width: area.width.saturating_sub(INSET),
        height: area.height.saturating_sub(1),
        ..area
    }
}

/// The last `height` rows apart.
fn cut_bottom(area: Rect, height: u16) -> (Rect, Rect) {
    let above = Rect {
        height: area.height - height,
        ..area
    };
    (
        above,
        Rect {
            y: above.bottom(),
            height,
            ..area
        },
    )
}

fn put(rows: &[Row], area: Rect, canvas: &mut Canvas<'_>) {
    for ((line, target), y) in rows.iter().zip(area.y..area.bottom()) {
        let row = Rect { y, height: 1, ..area };
        line.draw(row, canvas);
        if let Some(target) = target {
            canvas.hits.add(row, *target);
        }
    }
}

fn plain(text: impl AsRef<str>, style: Style) -> Row {
    (Line::blank().put(0, text, style), None)
}

/// A head with something at its right.
fn head(left: &str, right: &str, theme: Theme, width: u16) -> Row {
    let at = width.saturating_sub(cells(right));
    let left = fit(left, at.saturating_sub(1));
    (
        Line::blank()
            .put(0, left, theme.style(Tone::Title))
            .put(at, right, Style::new()),
        None,
    )
}

/// The newest text as a bubble with the codes of the app below it, the texts before in a line each. Where the app is
/// somebody else's it stands above, under its own head. Returns the rows used, a gap included.
fn phone(beside: &Beside, area: Rect, canvas: &mut Canvas<'_>, at: Now) -> u16 {
    let (theme, zone, width) = (canvas.theme, &beside.facts.zone, area.width);
    let mut texts = beside.feed.texts.iter().rev();
    let newest = texts.next();
    let (app, owner_of_app) = (app(beside, theme, width, at), beside.held.owner(at));
    let is_one_phone = newest
        .zip(owner_of_app)
        .is_some_and(|(text, phone)| phone.mobile.as_ref() == Some(&text.to));
    let (above, below) = if is_one_phone { (vec![], app) } else { (app, vec![]) };
    let mut rows = Vec::new();
    if !above.is_empty() {
        let name = owner_of_app.map_or_else(|| "Phone".into(), |phone| people::phone(&phone.name));
        rows.push(head(&name, "", theme, width));
        rows.extend(above);
        rows.extend(newest.map(|_| (Line::blank(), None)));
    }
    match newest {
        None if rows.is_empty() => rows.extend(no_text(theme, width)),
        None => {}
        Some(text) => {
            let time = clock::hour_minute(text.wall_ms, zone);
            rows.push(head(&owner(beside, text), &time, theme, width));
            rows.extend(bubble(text, theme, width));
        }
    }
    rows.extend(below);
    for text in texts.take(OLDER) {
        let line = format!(
            "{}  {}: {}",
            clock::hour_minute(text.wall_ms, zone),
            owner(beside, text),
            text.body
        );
        rows.push(plain(fit(&line, width), theme.style(Tone::Quiet)));
    }
    put(&rows, area, canvas);
    u16::try_from(rows.len() + 1).unwrap_or(area.height).min(area.height)
}

fn no_text(theme: Theme, width: u16) -> Vec<Row> {
    let lines = wrap("No text yet. It arrives here when a code is sent.", width);
    let quiet = theme.style(Tone::Quiet);
    std::iter::once(head("Phones", "", theme, width))
        .chain(lines.iter().map(|line| plain(line, quiet)))
        .collect()
}

/// The codes of the authenticator app with the time they have left: `Authenticator  731 904  ◔ 12 s`.
fn app(beside: &Beside, theme: Theme, width: u16, at: Now) -> Vec<Row> {
    let left = ring(left_ms(at), theme);
    let codes = beside.held.codes(at);
    codes
        .iter()
        .flat_map(|code| code_rows(code, &left, theme, width))
        .collect()
}

/// One line, or two where the column is narrow.
fn code_rows(code: &Code, left: &str, theme: Theme, width: u16) -> Vec<Row> {
    let label = if code.is_scanned {
        "Authenticator (scanning)"
    } else {
        "Authenticator"
    };
    let shown = |line: Line, x: u16| {
        let line = line.put(x, &code.digits, theme.style(Tone::Accent));
        let behind = line.end() + 2;
        line.put(behind, left, Style::new())
    };
    let name = Line::blank().put(0, label, Style::new());
    let x = name.end() + 2;
    let one = shown(name.clone(), x);
    if one.end() <= width {
        vec![(one, None)]
    } else {
        vec![(name, None), (shown(Line::blank(), 2), None)]
    }
}

/// `◔ 12 s`: the ring is as full as there is time left, in whole quarters.
fn ring(left_ms: i64, theme: Theme) -> String {
    let shown = clock::span(left_ms);
    if theme.ascii {
        return shown;
    }
    let seconds = (left_ms + SECOND - 1) / SECOND;
    let quarters = usize::try_from(seconds * SECOND * 4 / STEP_MS).unwrap_or(0);
    format!("{} {shown}", RING[quarters.min(RING.len() - 1)])
}

fn owner(beside: &Beside, text: &Text) -> String {
    let known = beside.facts.phones.iter().find(|(number, _)| *number == text.to);
    known.map_or_else(|| format!("Phone {}", text.to), |(_, phone)| phone.clone())
}

fn bubble(text: &Text, theme: Theme, width: u16) -> Vec<Row> {
    let inner = width.saturating_sub(4);
    let edge = "─".repeat(usize::from(width.saturating_sub(2)));
    let mut rows = vec![plain(format!("┌{edge}┐"), Style::new())];
    for line in wrap(&text.body, inner) {
        let row = Line::blank()
            .put(0, "│", Style::new())
            .put(width.saturating_sub(1), "│", Style::new());
        rows.push((with_code(row, &line, theme), None));
    }
    rows.push(plain(format!("└{edge}┘"), Style::new()));
    rows
}

/// Puts a line of a text into its bubble, with the code standing out.
fn with_code(row: Line, line: &str, theme: Theme) -> Line {
    let is_code = |word: &&str| word.len() == DIGITS && word.bytes().all(|byte| byte.is_ascii_digit());
    let row = row.put(2, line, Style::new());
    match line
        .split(' ')
        .find(is_code)
        .and_then(|code| line.find(code).map(|at| (at, code)))
    {
        Some((at, code)) => row.put(2 + cells(&line[..at]), code, theme.style(Tone::Accent)),
        None => row,
    }
}

/// The mailbox: one line a mail, the newest first.
fn list(beside: &Beside, area: Rect, canvas: &mut Canvas<'_>) {
    let (theme, mails) = (canvas.theme, &beside.feed.mails);
    let mut rows = vec![head(&format!("Mailbox ({})", mails.len()), "", theme, area.width)];
    if mails.is_empty() {
        rows.push(plain("No mail yet.", theme.style(Tone::Quiet)));
    }
    for (number, mail) in mails.iter().enumerate().rev() {
        let line = format!(
            "{}  {}: {}",
            clock::hour_minute(mail.wall_ms, &beside.facts.zone),
            first_name(mail),
            mail.subject
        );
        let target = u16::try_from(number).ok().map(Target::Aside);
        rows.push((Line::blank().put(0, fit(&line, area.width), Style::new()), target));
    }
    put(&rows, area, canvas);
}

fn first_name(mail: &Mail) -> String {
    visible(mail.to_name.split(' ').next().unwrap_or_default())
}

/// One mail, from the line that reading has come to.
fn mail(beside: &Beside, reading: Reading, area: Rect, canvas: &mut Canvas<'_>) {
    let (theme, mails) = (canvas.theme, &beside.feed.mails);
    let Some(mail) = mails.get(reading.mail) else { return };
    let title = format!(
        "Mail {} of {}, to {}",
        mails.len() - reading.mail,
        mails.len(),
        mail.to_name
    );
    let time = clock::hour_minute(mail.wall_ms, &beside.facts.zone);
    let head = head(&title, &time, theme, area.width);
    let mut lines: Vec<Row> = Vec::new();
    lines.extend(
        wrap(&mail.subject, area.width)
            .iter()
            .map(|line| plain(line, theme.style(Tone::Accent))),
    );
    lines.push((Line::blank(), None));
    lines.extend(
        paragraphs(&mail.body, area.width)
            .iter()
            .map(|line| plain(line, Style::new())),
    );
    let room = usize::from(area.height.saturating_sub(1));
    beside.sheet.set(Sheet {
        lines: lines.len(),
        room,
    });
    let shown = lines.into_iter().skip(reading.from).take(room);
    let rows: Vec<Row> = std::iter::once(head).chain(shown).collect();
    put(&rows, area, canvas);
}

/// The text as lines of this width: what the mail broke at 72 columns is one paragraph again.
fn paragraphs(body: &str, width: u16) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut paragraph = String::new();
    let end = |paragraph: &mut String, lines: &mut Vec<String>| {
        if !paragraph.is_empty() {
            lines.extend(wrap(paragraph, width));
            paragraph.clear();
        }
    };
    for line in body.trim().lines().map(str::trim_end) {
        if line.is_empty() || line.starts_with([' ', '-']) {
            end(&mut paragraph, &mut lines);
        }
        if line.is_empty() {
            lines.push(String::new());
            continue;
        }
        if !paragraph.is_empty() {
            paragraph.push(' ');
        }
        paragraph.push_str(line.trim_start());
    }
    end(&mut paragraph, &mut lines);
    lines
}

/// The question before a fresh start, and a line for the keys.
fn question(beside: &Beside, theme: Theme, width: u16) -> Vec<Row> {
    let mut rows = Vec::new();
    if beside.is_asking {
        let ask = format!(
            "! Start the clinic afresh? {} F9 again does it, any other key does not.",
            beside.facts.follows
        );
        rows.push((Line::blank(), None));
        rows.extend(
            wrap(&ask, width)
                .iter()
                .map(|line| plain(line, theme.style(Tone::Look))),
        );
    }
    rows
}

/// What the keys do here; at fewer columns the foot line says it.
fn keys(beside: &Beside, row: Rect, canvas: &mut Canvas<'_>) {
    if !beside.is_wide() {
        return;
    }
    let shown: &[Key] = match (beside.reading, beside.feed.mails.is_empty()) {
        (Some(_), _) => &[ON, BACK, CLOSE],
        (None, false) => &[F8, F9],
        (None, true) => &[F9],
    };
    let mut x = row.x;
    for key in shown {
        let label = key.label().replace("Page Down", "PgDn").replace("Page Up", "PgUp");
        let width = cells(&label) + 1 + cells(key.what);
        let area = Rect { x, width, ..row }.intersection(row);
        let line = Line::blank().put(0, &label, canvas.theme.style(Tone::Title)).put(
            cells(&label) + 1,
            key.what,
            Style::new(),
        );
        line.draw(area, canvas);
        canvas.hits.add(area, Target::Key(*key));
        x = x.saturating_add(width + 2);
    }
}
