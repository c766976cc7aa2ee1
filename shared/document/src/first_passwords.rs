//! The list of first passwords (spec A07): one block a person, to be cut apart along the lines and handed over. What stands on
//! a strip is for the one person alone, so each says by itself what to do.
//!
//! The page is as wide as A4 and as high as US Letter, as the sheet with a recovery code is. Not here: making passwords.

use domain::secret::Secret;
use zeroize::Zeroizing;

use crate::error::DocumentError;
use crate::typeset::{Column, Face, Page, Pdf, Role, Style};

/// Width of A4 and height of US Letter, in points.
const PAGE: (f32, f32) = (595.0, 792.0);

/// White left on every side, in points.
const MARGIN: f32 = 48.0;

/// The strips of a page, and how high each is, in points.
const STRIPS: usize = 6;
const STRIP: f32 = (PAGE.1 - 2.0 * MARGIN - 14.0) / STRIPS as f32;

/// The room for the labels, in points.
const LABELS: f32 = 80.0;

const CLINIC: Style = Style::new(Face::Plain, 9.5).shade(60).within(1, 6.5);
const LABEL: Style = Style::new(Face::Plain, 9.0).shade(80);
const VALUE: Style = Style::new(Face::Plain, 11.5).within(1, 6.5);
const PASSWORD: Style = Style::new(Face::Code, 17.0);
const BODY: Style = Style::new(Face::Plain, 8.5);
const SMALL: Style = Style::new(Face::Plain, 8.0).shade(80);

/// One person's. What people typed may hold anything: it is made visible, and fits.
#[derive(Clone, Debug)]
pub struct FirstPassword {
    /// Name for people.
    pub name: String,
    /// Name to sign in with.
    pub username: String,
    /// The password, 12 letters and digits.
    pub password: Secret<String>,
}

/// Everything that stands on the list.
#[derive(Clone, Copy, Debug)]
pub struct FirstPasswords<'a> {
    /// The clinic's name.
    pub clinic: &'a str,
    /// Until when they work, in clinic time, as people read it.
    pub until: &'a str,
    /// Who asked for them.
    pub people: &'a [FirstPassword],
}

/// Makes the list: the bytes of a PDF, wiped when dropped; the same for the same input.
///
/// # Errors
/// Where the program's own fonts cannot be read or no PDF comes of it; nothing anybody is called makes it fail.
pub fn first_passwords(list: &FirstPasswords<'_>) -> Result<Zeroizing<Vec<u8>>, DocumentError> {
    let mut pdf = Pdf::new(&format!("First passwords, {}", list.clinic))?;
    let pages: Vec<&[FirstPassword]> = list.people.chunks(STRIPS).collect();
    for (number, people) in pages.iter().enumerate() {
        pdf.page(PAGE.0, PAGE.1, |page| {
            let sheet = Column {
                x: MARGIN,
                y: MARGIN,
                width: PAGE.0 - 2.0 * MARGIN,
            };
            for (place, person) in people.iter().enumerate() {
                let mut strip = sheet.lowered(place as f32 * STRIP);
                if place > 0 {
                    page.cut(&strip, 120);
                }
                strip.skip(9.0);
                one(page, &mut strip, list, person);
            }
            page.cut(&sheet.lowered(people.len() as f32 * STRIP), 120);
            let foot = sheet.lowered(PAGE.1 - 2.0 * MARGIN - 9.0);
            let right = format!("page {} of {}", number + 1, pages.len());
            page.foot(
                &foot,
                &SMALL,
                "Cut along the lines. Each strip is for its person alone.",
                &right,
            );
        })?;
    }
    pdf.finish()
}

fn one(page: &mut Page<'_>, column: &mut Column, list: &FirstPasswords<'_>, person: &FirstPassword) {
    page.text(column, Role::Paragraph, &CLINIC, list.clinic);
    column.skip(1.0);
    page.fact(column, ("Name", &LABEL, LABELS), (&person.name, &VALUE));
    page.fact(column, ("User name", &LABEL, LABELS), (&person.username, &VALUE));
    page.fact(
        column,
        ("First password", &LABEL, LABELS),
        (person.password.reveal(), &PASSWORD),
    );
    column.skip(1.0);
    let what = format!(
        "It works until {}. At the first sign-in you choose your own password; then this paper is worthless. Nobody needs to \
         ask you for either.",
        list.until
    );
    page.text(column, Role::Paragraph, &BODY.within(2, 6.5), &what);
}
