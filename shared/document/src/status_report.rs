//! The 2SV status report (spec D04), for insurers and auditors: the figures, what they mean and what they do not prove, then
//! a table of every person over as many pages as it takes.
//!
//! The pages lie on their side, as wide as US Letter and as high as A4 allow (279 x 210 mm): whichever paper is in the
//! printer, nothing is cut off. Everything is black or grey. Not here: who may have it, and the table as CSV.

use domain::report::{Rules, Totals};
use zeroize::Zeroizing;

use crate::error::DocumentError;
use crate::typeset::{Column, Face, Head, Page, Pdf, Role, Row, Style, Table};

/// Width of US Letter and height of A4, both on their side, in points.
const PAGE: (f32, f32) = (792.0, 595.0);

/// White left on every side, in points.
const MARGIN: f32 = 40.0;

/// Where the line at the foot stands, and where a table has to end above it.
const FOOT: f32 = PAGE.1 - MARGIN - 10.0;
const BOTTOM: f32 = FOOT - 10.0;

/// The room for the labels of the facts, and between the two columns of the first page, in points.
const LABELS: f32 = 128.0;
const GUTTER: f32 = 28.0;

/// Above a row's text, between it and the rule over it, in points.
const LEAD: f32 = 3.0;

const HEADS: [Head; 8] = [
    head("Name", 172.0),
    head("User name", 118.0),
    head("Access", 64.0),
    head("2SV", 96.0),
    head("Methods", 62.0),
    head("Default", 50.0),
    head("Since", 70.0),
    head("Last sign-in", 80.0),
];

const fn head(label: &'static str, width: f32) -> Head {
    Head { label, width }
}

const CLINIC: Style = Style::new(Face::Plain, 12.0).within(2, 7.0);
const TITLE: Style = Style::new(Face::Strong, 22.0);
const LABEL: Style = Style::new(Face::Plain, 9.0).shade(80);
const VALUE: Style = Style::new(Face::Plain, 10.0).within(3, 6.5);
const HEADING: Style = Style::new(Face::Strong, 10.5);
const BODY: Style = Style::new(Face::Plain, 8.5);
const COLUMN: Style = Style::new(Face::Strong, 8.5);
const CELL: Style = Style::new(Face::Plain, 8.5).within(2, 6.5);
const SMALL: Style = Style::new(Face::Plain, 8.0).shade(80);

/// One person, in the words of the paper. What people typed may hold anything: it is made visible, and fits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusPerson {
    /// Name for people.
    pub name: String,
    /// Name to sign in with.
    pub username: String,
    /// `owner`, `full access`, `staff`, `no access`.
    pub access: String,
    /// `on`, `off`, `paused until …`.
    pub two_step: String,
    /// `text, app`.
    pub methods: String,
    /// The one asked first.
    pub default: String,
    /// Since when the oldest method is set up.
    pub since: String,
    /// The last full sign-in.
    pub last_sign_in: String,
}

/// Everything that stands in the report.
#[derive(Clone, Copy, Debug)]
pub struct StatusReport<'a> {
    /// The clinic's name.
    pub clinic: &'a str,
    /// When it was made, with the clinic's time zone, as people read it.
    pub made: &'a str,
    /// Who has made it.
    pub by: &'a str,
    /// What is set for everybody.
    pub rules: Rules,
    /// The figures.
    pub totals: Totals,
    /// Everybody.
    pub people: &'a [StatusPerson],
}

/// Makes the report: the bytes of a PDF, the same for the same input.
///
/// # Errors
/// Where the program's own fonts cannot be read or no PDF comes of it; nothing anybody is called makes it fail.
pub fn status_report(report: &StatusReport<'_>) -> Result<Zeroizing<Vec<u8>>, DocumentError> {
    let mut pdf = Pdf::new(&format!("2-Step Verification status, {}", report.clinic))?;
    let mut table = Table::new(&HEADS, CELL);
    let rows: Vec<Row> = report
        .people
        .iter()
        .map(|person| table.row(&pdf, cells(person)))
        .collect();
    let first_top = first_page_height(&pdf, report);
    let pages = split(&rows, first_top);
    let mut left = rows.as_slice();
    for (number, count) in pages.iter().enumerate() {
        let (here, rest) = left.split_at(*count);
        left = rest;
        pdf.page(PAGE.0, PAGE.1, |page| {
            let mut column = sheet();
            if number == 0 {
                first(page, &mut column, report);
                column.y = first_top;
            }
            body(page, column, &mut table, here, number > 0);
            let foot = Column { y: FOOT, ..sheet() };
            let right = format!("page {} of {}", number + 1, pages.len());
            let left = format!("2-Step Verification status · {} · {}", report.clinic, report.made);
            page.foot(&foot, &SMALL, &left, &right);
        })?;
    }
    table.finish(&mut pdf);
    pdf.finish()
}

fn sheet() -> Column {
    Column {
        x: MARGIN,
        y: MARGIN,
        width: PAGE.0 - 2.0 * MARGIN,
    }
}

fn cells(person: &StatusPerson) -> [&str; 8] {
    [
        &person.name,
        &person.username,
        &person.access,
        &person.two_step,
        &person.methods,
        &person.default,
        &person.since,
        &person.last_sign_in,
    ]
}

/// How many rows go on each page; the first one may have room for none.
fn split(rows: &[Row], first_top: f32) -> Vec<usize> {
    let heads = COLUMN.size * COLUMN.leading + LEAD;
    let mut pages = vec![0];
    let mut y = first_top + heads;
    for row in rows {
        let high = row.height() + LEAD;
        if y + high > BOTTOM {
            pages.push(0);
            y = MARGIN + heads;
        }
        y += high;
        if let Some(count) = pages.last_mut() {
            *count += 1;
        }
    }
    pages
}

fn body(page: &mut Page<'_>, mut column: Column, table: &mut Table<'_>, rows: &[Row], again: bool) {
    if again && rows.is_empty() {
        return;
    }
    page.heads(&mut column, table, &COLUMN, again);
    for row in rows {
        page.rule(&column, 0.4, 200);
        column.skip(LEAD);
        page.row(&mut column, table, row);
    }
    page.rule(&column, 0.4, 200);
}

/// The facts and the explanations above the table.
fn first(page: &mut Page<'_>, column: &mut Column, report: &StatusReport<'_>) {
    page.text(column, Role::Paragraph, &CLINIC, report.clinic);
    page.text(column, Role::Title, &TITLE, "2-Step Verification status");
    column.skip(8.0);
    let (mut left, mut right) = column.halves(GUTTER);
    for (label, value) in facts(report) {
        page.fact(&mut left, (label, &LABEL, LABELS), (&value, &VALUE));
        left.skip(2.0);
    }
    for (heading, items) in EXPLAINED {
        page.text(&mut right, Role::Heading, &HEADING, heading);
        page.list(&mut right, &BODY, 12.0, 1.0, items);
        right.skip(5.0);
    }
}

/// Where the table begins on the first page: below both columns.
fn first_page_height(pdf: &Pdf, report: &StatusReport<'_>) -> f32 {
    let column = sheet();
    let (left, right) = column.halves(GUTTER);
    let top = MARGIN
        + pdf.height(report.clinic, &CLINIC, column.width)
        + pdf.height("2-Step Verification status", &TITLE, column.width)
        + 8.0;
    let facts: f32 = facts(report)
        .iter()
        .map(|(label, value)| {
            let value = pdf.height(value, &VALUE, left.width - LABELS);
            value.max(pdf.height(label, &LABEL, LABELS) + VALUE.size - LABEL.size) + 2.0
        })
        .sum();
    let explained: f32 = EXPLAINED
        .iter()
        .map(|(heading, items)| {
            let items: f32 = items
                .iter()
                .map(|(_, text)| pdf.height(text, &BODY, right.width - 12.0) + 1.0)
                .sum();
            pdf.height(heading, &HEADING, right.width) + items + 5.0
        })
        .sum();
    top + facts.max(explained) + 12.0
}

fn facts(report: &StatusReport<'_>) -> Vec<(&'static str, String)> {
    let totals = report.totals;
    let percent = totals
        .percent_on()
        .map_or(String::new(), |percent| format!(" ({percent} %)"));
    let enforced = match report.rules.enforced {
        true => "yes: who has none must set it up at the next sign-in",
        false => "no: it is each person's choice",
    };
    let trust = match report.rules.trust_allowed {
        true => {
            "allowed: in a browser that a person trusts, the code is asked once in 30 days; the password every time"
        }
        false => "not allowed: a code is asked at every sign-in",
    };
    let methods = format!(
        "{} text messages alone, {} an authenticator app alone, {} both",
        totals.text_alone, totals.app_alone, totals.both
    );
    let no_access = match totals.no_access {
        0 => "none".to_owned(),
        some => format!("{some}, at the end of the table"),
    };
    vec![
        ("Made", report.made.to_owned()),
        ("Made by", report.by.to_owned()),
        ("People who can sign in", totals.people.to_string()),
        ("2SV is on for", format!("{} of {}{percent}", totals.on, totals.people)),
        ("2SV is off for", totals.off.to_string()),
        ("2SV is paused for", totals.paused.to_string()),
        ("Methods set up", methods),
        ("Required for all staff", enforced.to_owned()),
        ("Trusted browsers", trust.to_owned()),
        ("People without access", no_access),
    ]
}

type Explained = (&'static str, &'static [(&'static str, &'static str)]);

/// Said plainly, since somebody may decide on it.
const EXPLAINED: [Explained; 2] = [
    (
        "What it says",
        &[
            (
                "•",
                "On: to sign in, a person types the password and a code that works once: texted to the mobile phone, or shown \
                 by an authenticator app. A recovery code works once in its place.",
            ),
            (
                "•",
                "Off: the password alone signs in. Paused: likewise, until the time named; a manager gave the reason, which \
                 stands in the record.",
            ),
            (
                "•",
                "Since: when the oldest of the methods a person has was set up or replaced. Times are clinic time.",
            ),
            (
                "•",
                "It is how things stood at the moment named above. What changed before and after stands in the record.",
            ),
        ],
    ),
    (
        "What it does not prove",
        &[
            (
                "•",
                "That codes cannot be stolen. Texts can be read on the way, or go to whoever takes the phone number over. A \
                 code of either kind can be phished: typed into a false page by its owner. An app is safer than texts; \
                 neither is phishing-resistant as security keys are.",
            ),
            (
                "•",
                "That a phone, a password or a recovery code is in nobody else's hands.",
            ),
            (
                "•",
                "Anything about other systems of the clinic, or about who runs the server: that person can reach its data.",
            ),
        ],
    ),
];
