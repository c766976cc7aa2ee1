//! Who people are and how they are reached: user names, names, e-mail addresses, mobile numbers; and how any text that
//! people typed is shown without harm (spec Z05). Parsed at the edge, trusted from then on.
//!
//! Not here: who may change what (`role`), and what a changed number means for 2-step verification.

mod cell;
mod clinic;
mod email;
mod mobile;
mod names;
mod search;
mod text;

pub use cell::{read_cell, written_cell};
pub use clinic::{BadClinic, SHORT_NAME_MAX, clinic_name, fits_texts, short_name, support_contact};
pub use email::{BadEmail, EmailAddress};
pub use mobile::{BadNumber, MobileNumber, warm};
pub use names::{BadPersonName, BadReason, BadUserName, PersonName, Reason, UserName, user_name_key};
pub use search::{SearchWords, search_key};
pub use text::{gsm7_len, one_line, visible, visible_within};

pub(crate) use text::is_invisible;
