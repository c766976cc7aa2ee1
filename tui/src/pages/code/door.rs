//! Which door a code opens, and what is asked of the database there (spec L01: one page, one counter).

use actions::resend_code::Wanted;
use domain::person::Method;
use domain::secret::Secret;
use domain::step_up::Act;

use crate::backend::Request;

/// Which door the code opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Door {
    /// The second step of a sign-in.
    SignIn,
    /// Step-up before an act; the page beneath goes on with it.
    StepUp(Act),
    /// Proof of the number being set up, as typed.
    SetUp {
        /// The number.
        number: String,
    },
}

impl Door {
    /// Asks for the screen as it is now, for a method or the default one.
    pub(in crate::pages) fn refresh(&self, method: Option<Method>) -> Request {
        match self {
            Door::SignIn => Request::CodeScreen(method),
            Door::StepUp(act) => Request::StepUp(*act, method),
            Door::SetUp { .. } => Request::SetUpScreen,
        }
    }

    pub(super) fn resend(&self) -> Request {
        match self {
            Door::SignIn => Request::Text(Wanted::Another),
            Door::StepUp(_) => Request::StepUpText,
            Door::SetUp { number } => Request::SetUpText(number.clone()),
        }
    }

    /// Asks for a text where **Try another way** chose texts.
    pub(in crate::pages) fn switch_to_text(&self) -> Request {
        match self {
            Door::SignIn => Request::Text(Wanted::Text),
            Door::StepUp(act) => Request::StepUp(*act, Some(Method::Sms)),
            Door::SetUp { .. } => Request::SetUpScreen,
        }
    }

    pub(super) fn answer(&self, method: Method, typed: Secret<String>, trust: bool) -> Request {
        match self {
            Door::SignIn => Request::Code { method, typed, trust },
            Door::StepUp(_) => Request::StepUpCode(method, typed),
            Door::SetUp { .. } => Request::SetUpCode(typed),
        }
    }

    /// Whether the recovery code opens it too.
    pub(in crate::pages) fn takes_recovery_code(&self) -> bool {
        match self {
            Door::SignIn | Door::StepUp(_) => true,
            Door::SetUp { .. } => false,
        }
    }
}
