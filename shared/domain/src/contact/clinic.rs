//! What the clinic calls itself, and whom people tell (spec X04, E05).

use thiserror::Error;

use super::{gsm7_len, one_line};

/// The longest name of a clinic, in characters.
const NAME_MAX: usize = 100;
/// The longest name in texts, in characters: with a code and a contact they fit one segment (spec X04).
pub const SHORT_NAME_MAX: usize = 20;
/// The longest support contact, in characters; it stands in texts too.
const CONTACT_MAX: usize = 60;

/// Why something is no fact of a clinic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum BadClinic {
    /// No name.
    #[error("A clinic has a name.")]
    NoName,
    /// Name too long.
    #[error("A clinic's name has at most 100 characters.")]
    LongName,
    /// No name in texts.
    #[error("The name in texts cannot be empty.")]
    NoShortName,
    /// Name in texts too long.
    #[error("The name in texts has at most 20 characters.")]
    LongShortName,
    /// Contact too long.
    #[error("The support contact has at most 60 characters.")]
    LongContact,
}

/// A clinic's name on one line.
///
/// # Errors
/// Where it is empty or over 100 characters.
pub fn clinic_name(typed: &str) -> Result<String, BadClinic> {
    match one_line(typed) {
        name if name.is_empty() => Err(BadClinic::NoName),
        name if name.chars().count() > NAME_MAX => Err(BadClinic::LongName),
        name => Ok(name),
    }
}

/// The clinic's name in texts, on one line.
///
/// # Errors
/// Where it is empty or over 20 characters.
pub fn short_name(typed: &str) -> Result<String, BadClinic> {
    match one_line(typed) {
        name if name.is_empty() => Err(BadClinic::NoShortName),
        name if name.chars().count() > SHORT_NAME_MAX => Err(BadClinic::LongShortName),
        name => Ok(name),
    }
}

/// Whom people tell, on one line; may be empty.
///
/// # Errors
/// Where it is over 60 characters.
pub fn support_contact(typed: &str) -> Result<String, BadClinic> {
    let contact = one_line(typed);
    if contact.chars().count() > CONTACT_MAX {
        Err(BadClinic::LongContact)
    } else {
        Ok(contact)
    }
}

/// Whether every letter stands in the alphabet of texts: with others a text costs more, or its letters are written
/// plainly (spec X04).
#[must_use]
pub fn fits_texts(name: &str) -> bool {
    gsm7_len(name).is_some()
}
