//! Texts, short enough for one segment where the names allow (spec X04).
//!
//! A segment holds 160 septets of the GSM-7 alphabet. Names are first written in that alphabet as far as it goes
//! (`ê` as `e`, `’` as `'`). What is then too long goes out under the clinic's short name, which is made for that; then
//! the support contact is shortened, and last the names are cut. Names in another script go out as they are, in at most
//! two segments of UCS-2.

use domain::contact::{gsm7_len, one_line};
use domain::message::TextKind;
use domain::secret::Secret;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{decompose_canonical, is_combining_mark};

use super::facts::{clinic_name, support};
use super::template::fill;
use super::{Clinic, words};

/// Septets in one segment (3GPP TS 23.040).
const ONE_SEGMENT: usize = 160;
/// UTF-16 units in two segments of a text that GSM-7 cannot write, 67 each.
const TWO_SEGMENTS: usize = 134;
/// Whom to tell where no support contact is set, or none that fits.
const NOBODY_SET: &str = "your manager";
/// Characters of a name that are tried when everything else was too long; the clinic's short name has 20.
const CUT: usize = 24;

/// The names of one text, as they go into it.
#[derive(Clone, Debug)]
struct Names {
    clinic: String,
    contact: String,
    user: Option<String>,
}

/// The text that carries a code. `shared_with` is the user name the code is for, where two people share the number
/// (spec N02).
#[must_use]
pub fn render_code_text(code: &str, clinic: &Clinic, shared_with: Option<&str>) -> Secret<String> {
    Secret::new(rendered(TextKind::Code, code, clinic, shared_with))
}

/// The text to the old number when codes go to another one (spec M03).
#[must_use]
pub fn render_number_changed_text(clinic: &Clinic) -> String {
    rendered(TextKind::NumberChanged, "", clinic, None)
}

/// The names are measured round blanks as long as the code, so that the code itself is written once.
fn rendered(kind: TextKind, code: &str, clinic: &Clinic, user: Option<&str>) -> String {
    let pattern = words::text(kind);
    let no_code = "0".repeat(code.chars().count());
    let user = user
        .map(one_line)
        .filter(|user| !user.is_empty())
        .map(|user| in_gsm7(&user));
    let named = named(clinic, user.as_deref());
    let last_resort = nameless(clinic, user.as_deref());
    let fitting = [&named, &last_resort]
        .into_iter()
        .find_map(|tries| first_fitting(pattern, &no_code, tries));
    // The last of the last resort is one letter a name: something always fits.
    fitting
        .or(last_resort.last())
        .map(|names| written(pattern, code, names))
        .unwrap_or_default()
}

fn written(pattern: &str, code: &str, names: &Names) -> String {
    let fact = |name: &str| match name {
        "code" => Some(code),
        "clinic" => Some(names.clinic.as_str()),
        "contact" => Some(names.contact.as_str()),
        "user" => names.user.as_deref(),
        _ => None,
    };
    fill(pattern, &fact).unwrap_or_default()
}

/// The first that takes one GSM-7 segment, else the first in another script that takes two.
fn first_fitting<'a>(pattern: &str, no_code: &str, tries: &'a [Names]) -> Option<&'a Names> {
    let text = |names: &Names| written(pattern, no_code, names);
    let one_segment = |names: &&Names| gsm7_len(&text(names)).is_some_and(|septets| septets <= ONE_SEGMENT);
    let two_segments = |names: &&Names| {
        let text = text(names);
        gsm7_len(&text).is_none() && text.encode_utf16().count() <= TWO_SEGMENTS
    };
    tries
        .iter()
        .find(one_segment)
        .or_else(|| tries.iter().find(two_segments))
}

/// With the support contact: whole under the clinic's full name, whole under its short one, then ever shorter.
fn named(clinic: &Clinic, user: Option<&str>) -> Vec<Names> {
    let support = in_gsm7(&support(clinic));
    let contacts = if support.is_empty() {
        vec![NOBODY_SET.to_owned()]
    } else {
        shortened(&support)
    };
    let (full, short) = both_names(clinic);
    let under_both = |contact: &String| {
        [&full, &short].map(|clinic| Names {
            clinic: clinic.clone(),
            contact: contact.clone(),
            user: user.map(Into::into),
        })
    };
    contacts.iter().flat_map(under_both).collect()
}

/// Without the support contact, and at last with names cut shorter and shorter.
fn nameless(clinic: &Clinic, user: Option<&str>) -> Vec<Names> {
    let (full, short) = both_names(clinic);
    let names = |clinic: &str, user: Option<&str>| Names {
        clinic: clinic.to_owned(),
        contact: NOBODY_SET.to_owned(),
        user: user.map(Into::into),
    };
    let cut = (1..=CUT).rev().map(|length| {
        let user = user.map(|user| beginning(user, length));
        names(&beginning(&short, length), user.as_deref())
    });
    [names(&full, user), names(&short, user)]
        .into_iter()
        .chain(cut)
        .collect()
}

/// The clinic's full name and its short one, each standing in where the other is empty.
fn both_names(clinic: &Clinic) -> (String, String) {
    let (name, short) = (&clinic.name, &clinic.short_name);
    (in_gsm7(&clinic_name(name, short)), in_gsm7(&clinic_name(short, name)))
}

/// The contact, then ever shorter beginnings of it, ending where a thought ends: never inside a telephone number, never
/// inside brackets.
fn shortened(contact: &str) -> Vec<String> {
    let ends = contact.char_indices().filter(|(at, c)| match c {
        ',' | ';' | '(' => true,
        '-' | '–' | '/' => contact[..*at].ends_with(' '),
        _ => false,
    });
    let mut beginnings: Vec<String> = ends
        .map(|(end, _)| contact[..end].trim_end().to_owned())
        .filter(|part| !part.is_empty() && part.matches('(').count() == part.matches(')').count())
        .collect();
    beginnings.push(contact.to_owned());
    beginnings.reverse();
    beginnings
}

fn beginning(name: &str, characters: usize) -> String {
    name.chars().take(characters).collect::<String>().trim_end().to_owned()
}

/// The name in letters a plain text message has; as it was where even that cannot write it.
fn in_gsm7(name: &str) -> String {
    let simple: String = name.nfc().map(simpler).collect();
    if gsm7_len(&simple).is_some() {
        simple
    } else {
        name.to_owned()
    }
}

/// One character as GSM-7 writes it: itself, a plain twin, or its letter without marks.
fn simpler(c: char) -> String {
    if gsm7_len(c.encode_utf8(&mut [0; 4])).is_some() {
        return c.to_string();
    }
    match c {
        '‘' | '’' | '‚' | '`' | '´' => "'".into(),
        '“' | '”' | '„' | '«' | '»' => "\"".into(),
        '‐' | '‑' | '–' | '—' => "-".into(),
        '…' => "...".into(),
        '•' | '·' => "-".into(),
        'œ' => "oe".into(),
        'Œ' => "OE".into(),
        'ł' => "l".into(),
        'Ł' => "L".into(),
        _ => {
            let mut letter = String::new();
            decompose_canonical(c, |part| {
                if !is_combining_mark(part) {
                    letter.push(part);
                }
            });
            letter
        }
    }
}
