//! A person of the clinic as the decisions see them: access, password, second step. Names and addresses live in
//! `contact`; nothing here is loaded or stored.

use crate::ids::{BrowserId, StaffId};
use crate::lockout::Class;
use crate::text_enum::text_enum;
use crate::time::{Now, Term};

text_enum! {
    /// What a person may do (spec, "Words").
    pub enum Access {
        /// Account owner, exactly one.
        Owner = "owner",
        /// Full access.
        Full = "full",
        /// Everyone else.
        Staff = "staff",
        /// Cannot sign in, data kept.
        None = "none",
    }
}

impl Access {
    /// Whether this is a manager (owner or full access).
    #[must_use]
    pub fn is_manager(self) -> bool {
        match self {
            Access::Owner | Access::Full => true,
            Access::Staff | Access::None => false,
        }
    }

    /// Whether such a person may sign in at all.
    #[must_use]
    pub fn may_sign_in(self) -> bool {
        match self {
            Access::Owner | Access::Full | Access::Staff => true,
            Access::None => false,
        }
    }

    /// The word the screen shows.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Access::Owner => "owner",
            Access::Full => "full access",
            Access::Staff => "staff",
            Access::None => "no access",
        }
    }
}

text_enum! {
    /// A way to get codes.
    pub enum Method {
        /// Text message to the profile's number.
        Sms = "sms",
    }
}

/// A person's second step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TwoStep {
    /// Off: the password alone signs in (spec S13).
    Off,
    /// On, with the method asked first and the number texts go to (E.164).
    On {
        /// Asked first.
        default: Method,
        /// Where texts go.
        number: String,
    },
}

impl TwoStep {
    /// Whether a second step is asked.
    #[must_use]
    pub fn is_on(&self) -> bool {
        match self {
            TwoStep::Off => false,
            TwoStep::On { .. } => true,
        }
    }
}

/// A person's password, without the password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordKind {
    /// None yet: nobody can sign in as this person.
    Missing,
    /// Chosen by the person.
    Own,
    /// Made by a manager or the operator (spec A07): ends, and must be changed first.
    Temporary {
        /// 72 hours from when it was made.
        term: Term,
    },
}

/// What the decisions know of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The row.
    pub id: StaffId,
    /// What they may do.
    pub access: Access,
    /// Their password's kind.
    pub password: PasswordKind,
    /// Their second step.
    pub two_step: TwoStep,
}

impl Person {
    /// Whether this person may sign in at all, with a right password: one with access whose password has not ended.
    #[must_use]
    pub fn may_sign_in(&self, at: Now) -> bool {
        let password_counts = match self.password {
            PasswordKind::Missing => false,
            PasswordKind::Own => true,
            PasswordKind::Temporary { term } => !term.ended(at),
        };
        self.access.may_sign_in() && password_counts
    }
}

/// How well this person's browser is known (spec, "Words"; T03).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Familiarity {
    /// The browser.
    pub browser: BrowserId,
    /// Signed in fully there in the last 90 days.
    pub known: bool,
    /// Finished a second step there in the last 90 days.
    pub recognised: bool,
    /// Whether it can be told apart at all; one that cannot is never known or recognised.
    pub can_be_known: bool,
    /// Cannot be told apart, and a sign-in from such a client was mailed in the last 90 days (spec T03).
    pub announced: bool,
}

impl Familiarity {
    /// Whether a full sign-in from here is mailed (spec S12; for clients that cannot be told apart once in 90 days, T03).
    #[must_use]
    pub fn is_news(self) -> bool {
        !self.known && !self.announced
    }
}

impl Familiarity {
    /// The class wrong codes from here are counted in (spec L01).
    #[must_use]
    pub fn class(self) -> Class {
        if self.recognised {
            Class::Recognised
        } else {
            Class::Other
        }
    }
}
