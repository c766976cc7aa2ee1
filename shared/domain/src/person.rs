//! A person of the clinic as the decisions see them: access, password, second step. Names and addresses live in
//! `contact`; nothing here is loaded or stored.

use crate::ids::{BrowserId, StaffId};
use crate::lockout::Class;
use crate::pause::Pause;
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
        /// Authenticator app (RFC 6238).
        App = "app",
    }
}

impl Method {
    /// As the screens name it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Method::Sms => "Text Message (SMS)",
            Method::App => "Authenticator App",
        }
    }

    /// The other one.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Method::Sms => Method::App,
            Method::App => Method::Sms,
        }
    }
}

/// A person's second step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TwoStep {
    /// Off: the password alone signs in (spec S13).
    Off,
    /// On.
    On(Methods),
}

/// The methods that are set up, at least one, and which is asked first (spec M06). Numbers are E.164.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Methods {
    /// Texts alone.
    Text {
        /// Where they go.
        number: String,
    },
    /// The app alone.
    App,
    /// Both.
    Both {
        /// Where texts go.
        number: String,
        /// Asked first.
        default: Method,
    },
}

impl Methods {
    /// The one asked first.
    #[must_use]
    pub fn default(&self) -> Method {
        match self {
            Methods::Text { .. } => Method::Sms,
            Methods::App => Method::App,
            Methods::Both { default, .. } => *default,
        }
    }

    /// Where texts go, where they are set up.
    #[must_use]
    pub fn number(&self) -> Option<&str> {
        match self {
            Methods::Text { number } | Methods::Both { number, .. } => Some(number),
            Methods::App => None,
        }
    }

    /// Whether a method is set up.
    #[must_use]
    pub fn has(&self, method: Method) -> bool {
        match (self, method) {
            (Methods::Both { .. }, Method::Sms | Method::App)
            | (Methods::Text { .. }, Method::Sms)
            | (Methods::App, Method::App) => true,
            (Methods::Text { .. }, Method::App) | (Methods::App, Method::Sms) => false,
        }
    }

    /// What is left without a method; `None` where it was the last, or is not set up (spec M06).
    #[must_use]
    pub fn without(&self, method: Method) -> Option<Self> {
        match (self, method) {
            (Methods::Both { number, .. }, Method::App) => Some(Methods::Text { number: number.clone() }),
            (Methods::Both { .. }, Method::Sms) => Some(Methods::App),
            (Methods::Text { .. } | Methods::App, Method::Sms | Method::App) => None,
        }
    }
}

impl TwoStep {
    /// Whether a second step is asked.
    #[must_use]
    pub fn is_on(&self) -> bool {
        self.methods().is_some()
    }

    /// The methods, where it is on.
    #[must_use]
    pub fn methods(&self) -> Option<&Methods> {
        match self {
            TwoStep::Off => None,
            TwoStep::On(methods) => Some(methods),
        }
    }

    /// Whether a method is set up.
    #[must_use]
    pub fn has(&self, method: Method) -> bool {
        self.methods().is_some_and(|methods| methods.has(method))
    }

    /// Where texts go, where they are set up.
    #[must_use]
    pub fn number(&self) -> Option<&str> {
        self.methods().and_then(Methods::number)
    }
}

/// A person's password, without the password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordKind {
    /// None yet: nobody can sign in as this person.
    Missing,
    /// Chosen by the person.
    Own,
    /// The person's own, and reported as known to somebody else (**This wasn't me**): must be changed first (spec S11).
    Reported,
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
    /// The pause that was not ended early.
    pub pause: Option<Pause>,
}

impl Person {
    /// Whether a pause holds: the password alone signs in (spec A04).
    #[must_use]
    pub fn is_paused(&self, at: Now) -> bool {
        self.pause.is_some_and(|pause| pause.holds(at))
    }

    /// Whether this person may sign in at all, with a right password: one with access whose password has not ended.
    #[must_use]
    pub fn may_sign_in(&self, at: Now) -> bool {
        let password_counts = match self.password {
            PasswordKind::Missing => false,
            PasswordKind::Own | PasswordKind::Reported => true,
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
