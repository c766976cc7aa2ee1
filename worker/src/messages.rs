//! The words of mails and texts: a kind and its facts become what a person reads (spec X01, X02, X04).
//!
//! The wording itself lives in `data/messages/en`, one file per kind and channel, where somebody who does not program
//! can read and mend it; `template` says how its marks work. Whatever comes from people is one harmless line before
//! it reaches a sentence (spec Z05). Not here: who is told and when (domain, actions), headers and sending
//! (`transports`), and the sentences a screen shows about a text that failed.

mod facts;
mod mail;
mod template;
mod texts;
mod time;
mod words;

#[cfg(test)]
mod tests;

pub use mail::render_mail;
pub use texts::{render_code_text, render_number_changed_text};

/// What the words need to know of the clinic.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Clinic {
    /// Full name, as people typed it.
    pub name: String,
    /// Short name, for texts in which the full one has no room.
    pub short_name: String,
    /// IANA time zone (`America/Vancouver`); an unknown one is taken as UTC, and said so.
    pub time_zone: String,
    /// Whom to tell, in words; may be empty.
    pub support_contact: String,
    /// The names of the managers who can sign in, to be named where help is needed.
    pub managers: Vec<String>,
}

/// One mail in words. Neither part holds a link or a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    /// The subject, one line.
    pub subject: String,
    /// The plain text, wrapped at 72 characters.
    pub text: String,
    /// The same paragraphs as an HTML document: inline styles, no images, nothing fetched.
    pub html: String,
}
