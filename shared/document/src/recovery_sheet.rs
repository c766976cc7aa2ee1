//! The sheet with a recovery code (spec R09): what stands on it and where. One page, to be pinned inside a cupboard and
//! read by somebody who is locked out and in a hurry.
//!
//! The page is as wide as A4 and as high as US Letter (210 x 279 mm), the largest that lies inside both: whichever
//! paper is in the printer, it comes out in full size with nothing cut off. Everything is black or grey.
//!
//! Not here: whether somebody may see their code, and where the file goes.

mod spelling;

use domain::recovery_code::RecoveryCode;
use zeroize::Zeroizing;

use crate::error::DocumentError;
use crate::typeset::{Column, Face, Page, Pdf, Role, Style};

/// Width of A4 and height of US Letter, in points.
const PAGE: (f32, f32) = (595.0, 792.0);

/// White left on every side, in points: more than any office printer needs.
const MARGIN: f32 = 48.0;

/// The room for the labels of the facts, in points.
const LABELS: f32 = 80.0;

/// Between the two columns of advice, in points.
const GUTTER: f32 = 28.0;

/// The frame round the code: its height, the room inside it left and right, and between the two groups, in points.
const FRAME: f32 = 124.0;
const PADDING: f32 = 12.0;
const BETWEEN: f32 = 30.0;

/// What tells zero and one from letters (spec R01).
const ALPHABET: &str =
    "The letters I, L, O and U are in no code: what looks like an I is the digit one, what looks like an O is zero.";

const CLINIC: Style = Style::new(Face::Plain, 13.0).within(2, 7.0);
const TITLE: Style = Style::new(Face::Strong, 30.0);
const SUBTITLE: Style = Style::new(Face::Plain, 12.0).shade(60);
const LABEL: Style = Style::new(Face::Plain, 10.0).shade(80);
const VALUE: Style = Style::new(Face::Plain, 12.5).within(2, 6.5);
const MADE: Style = VALUE.within(1, 6.5);
const CODE: Style = Style::new(Face::Code, 68.0);
const SAID_AS: Style = Style::new(Face::Plain, 8.5).shade(80);
const SAID: Style = Style::new(Face::Plain, 11.5);
const HEADING: Style = Style::new(Face::Strong, 11.5);
const BODY: Style = Style::new(Face::Plain, 10.0);
const CONTACT: Style = Style::new(Face::Plain, 11.5).within(2, 6.5);
const SMALL: Style = Style::new(Face::Plain, 9.0).shade(60);

/// Everything that stands on the sheet. What people typed may hold anything: it is made visible, and fits.
#[derive(Clone, Copy, Debug)]
pub struct RecoverySheet<'a> {
    /// The clinic's name.
    pub clinic: &'a str,
    /// The person's name.
    pub name: &'a str,
    /// What they sign in as.
    pub username: &'a str,
    /// The code itself.
    pub code: &'a RecoveryCode,
    /// When this sheet's code was made, in clinic time, as people read it: `Tue 24 Nov 2026, 14:03`.
    pub made: &'a str,
    /// Whom to tell when it is lost: the support contact, or the managers' names.
    pub contact: Option<&'a str>,
}

/// Makes the sheet: the bytes of a PDF of one page, the same for the same input. They are wiped when dropped; what they
/// were set with on the way (lines, glyphs) is given back to the allocator as it is.
///
/// # Errors
/// Where the program's own fonts cannot be read or no PDF comes of it; nothing anybody is called makes it fail.
pub fn recovery_sheet(sheet: &RecoverySheet<'_>) -> Result<Zeroizing<Vec<u8>>, DocumentError> {
    let mut pdf = Pdf::new(&format!("Recovery code, {}", sheet.clinic))?;
    pdf.page(PAGE.0, PAGE.1, |page| {
        let mut column = Column {
            x: MARGIN,
            y: MARGIN,
            width: PAGE.0 - 2.0 * MARGIN,
        };
        head(page, &mut column, sheet);
        code(page, &mut column, sheet.code);
        advice(page, column, sheet.contact);
    })?;
    pdf.finish()
}

/// Whose code it is, and since when.
fn head(page: &mut Page<'_>, column: &mut Column, sheet: &RecoverySheet<'_>) {
    page.text(column, Role::Paragraph, &CLINIC, sheet.clinic);
    column.skip(2.0);
    page.text(column, Role::Title, &TITLE, "Recovery code");
    page.text(
        column,
        Role::Paragraph,
        &SUBTITLE,
        "A spare key for your 2-Step Verification",
    );
    column.skip(16.0);
    let facts = [
        ("Name", sheet.name, &VALUE),
        ("User name", sheet.username, &VALUE),
        ("Made", sheet.made, &MADE),
    ];
    for (label, value, style) in facts {
        page.fact(column, (label, &LABEL, LABELS), (value, style));
    }
    column.skip(12.0);
}

/// The code, and under each character how it is said.
fn code(page: &mut Page<'_>, column: &mut Column, code: &RecoveryCode) {
    let grouped = code.grouped();
    let step = (column.width - 2.0 * PADDING - BETWEEN) / domain::recovery_code::LENGTH as f32;
    page.frame(column, FRAME, 1.6, 0);
    let inside = column.indented(PADDING);
    page.spread(inside.x, inside.y + 72.0, &CODE, grouped.reveal(), step, BETWEEN);
    let mut strip = Column {
        y: inside.y + 87.0,
        width: step,
        ..inside
    };
    let spoken: Vec<_> = grouped.reveal().chars().map(spelling::spoken).collect();
    let mut said = Vec::new();
    for words in &spoken {
        let Some((before, word)) = words else {
            strip.x += BETWEEN;
            continue;
        };
        said.push((strip, &SAID_AS, before.as_str()));
        said.push((strip.lowered(11.5), &SAID, *word));
        strip.x += step;
    }
    page.centred(&said);
    column.skip(FRAME + 7.0);
    page.text(column, Role::Paragraph, &SMALL, ALPHABET);
    column.skip(16.0);
}

/// What it is for, how it is used, where it is kept, what to do without it.
fn advice(page: &mut Page<'_>, column: Column, contact: Option<&str>) {
    let (mut left, mut right) = column.halves(GUTTER);
    what_for(page, &mut left);
    how(page, &mut right);
    level(&mut left, &mut right);
    keep(page, &mut left);
    keep_not(page, &mut right);
    level(&mut left, &mut right);
    nobody(page, &mut left);
    lost(page, &mut right, contact);
}

/// Both columns go on at the lower one's end.
fn level(left: &mut Column, right: &mut Column) {
    let y = left.y.max(right.y) + 15.0;
    (left.y, right.y) = (y, y);
}

fn heading(page: &mut Page<'_>, column: &mut Column, text: &str) {
    page.rule(column, 0.6, 150);
    column.skip(6.0);
    page.text(column, Role::Heading, &HEADING, text);
    column.skip(2.0);
}

fn list(page: &mut Page<'_>, column: &mut Column, items: &[(&str, &str)]) {
    page.list(column, &BODY, 14.0, 1.5, items);
}

fn what_for(page: &mut Page<'_>, column: &mut Column) {
    heading(page, column, "What it is for");
    let text = "A spare key. With your password it lets you in once, in place of a code, when";
    page.text(column, Role::Paragraph, &BODY, text);
    column.skip(2.0);
    let cases = [
        ("•", "your phone is lost, stolen or forgotten"),
        ("•", "you travel and have no service"),
        ("•", "your carrier has an outage"),
        ("•", "your authenticator app is not at hand."),
    ];
    list(page, column, &cases);
}

fn how(page: &mut Page<'_>, column: &mut Column) {
    heading(page, column, "How to use it");
    let steps = [
        ("1", "Sign in with your user name and password."),
        (
            "2",
            "At the code, choose “Try another way”, then “Use recovery code instead”.",
        ),
        ("3", "Type the six characters. Capitals and blanks make no difference."),
    ];
    list(page, column, &steps);
    column.skip(2.0);
    let after = "It works once and leaves 2-Step Verification on. You get a new code at once. Then this sheet is worthless: \
                 throw it away.";
    page.text(column, Role::Paragraph, &BODY, after);
}

fn keep(page: &mut Page<'_>, column: &mut Column) {
    heading(page, column, "Keep it");
    let places = [
        ("✓", "in a password manager"),
        ("✓", "in a private cloud folder"),
        ("✓", "on paper, in a private place."),
    ];
    list(page, column, &places);
}

fn keep_not(page: &mut Page<'_>, column: &mut Column) {
    heading(page, column, "Do not keep it");
    let places = [
        ("✗", "on a shared drive"),
        ("✗", "beside the computer"),
        ("✗", "together with your password."),
    ];
    list(page, column, &places);
}

fn nobody(page: &mut Page<'_>, column: &mut Column) {
    heading(page, column, "Yours alone");
    let text = "Nobody at the clinic can see this code or send it to you, and nobody needs to ask you for it: tell it to \
                no one. There is one code at a time; a newer sheet makes this one worthless.";
    page.text(column, Role::Paragraph, &BODY, text);
}

fn lost(page: &mut Page<'_>, column: &mut Column, contact: Option<&str>) {
    heading(page, column, "If this sheet is lost");
    let text = "Make a new code: My Account, 2-Step Verification, View Recovery Code, Generate new. The old one dies at \
                once. Tell your contact, who helps too if you cannot get in:";
    page.text(column, Role::Paragraph, &BODY, text);
    column.skip(2.0);
    page.text(
        column,
        Role::Paragraph,
        &CONTACT,
        contact.unwrap_or("a manager of your clinic"),
    );
}
