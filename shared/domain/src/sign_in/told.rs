//! What a person is told of a sign-in, a step-up or a set-up, and by what somebody got in.

use crate::person::Method;
use crate::resend::Room;
use crate::text_enum::text_enum;
use crate::time::Wait;
use crate::verification::Dead;

text_enum! {
    /// How somebody got in.
    pub enum How {
        /// Password alone: 2SV is off or paused (spec S13).
        PasswordAlone = "password",
        /// A trusted browser: the second step was skipped (spec T01).
        Trusted = "trust",
        /// A texted code.
        Text = "text",
        /// A code of the authenticator app.
        App = "app",
        /// The recovery code.
        Recovery = "recovery",
    }
}

impl How {
    /// Whether a second step was finished (trust and pause are none, spec M10).
    #[must_use]
    pub fn is_code_step(self) -> bool {
        match self {
            How::PasswordAlone | How::Trusted => false,
            How::Text | How::App | How::Recovery => true,
        }
    }
}

impl From<Method> for How {
    fn from(method: Method) -> Self {
        match method {
            Method::Sms => How::Text,
            Method::App => How::App,
        }
    }
}

/// What the person is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Let in, or the step-up is passed.
    Passed(How),
    /// A texted code is asked.
    CodeAsked(TextPlan),
    /// A code of the authenticator app is asked.
    AppCodeAsked,
    /// A code would be asked, but a wait is running; the recovery code is not touched by it.
    MustWait(Wait),
    /// Refused, not counted.
    Dead(Dead),
    /// Wrong and counted.
    Wrong {
        /// Tries left before a wait.
        tries_left: u32,
    },
    /// The recovery code was used or replaced (spec R06); not counted.
    RecoveryDead,
    /// Wrong recovery code, counted in its own budget (spec L04).
    RecoveryWrong {
        /// Tries left before none is compared.
        tries_left: u32,
    },
    /// No recovery code is compared for a while.
    RecoveryMustWait {
        /// Milliseconds until one is.
        in_ms: i64,
    },
    /// This sign-in is over: sign in again.
    SignInAgain,
}

/// What became of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextPlan {
    /// A text with a new code is on its way.
    Sent,
    /// The same code was sent again, its end unchanged.
    SentAgain,
    /// A text with a new code replaces the one before.
    Replaced,
    /// The open code of this browser was taken over; no text was sent.
    TakenOver,
    /// None was sent: not yet.
    NotYet(Room),
    /// None is sent any more in this sign-in: its ten minutes are over (spec S09).
    SignInAgain,
}
