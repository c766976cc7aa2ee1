//! What the pages ask the database thread, and what they are answered. How it is answered is `backend.rs`.

use actions::code_screen::CodeScreen;
use actions::end_session::Why;
use actions::look::Account;
use actions::save_recovery_code::Kept;
use actions::step_up::{PasswordAnswer, StepUpView};
use domain::recovery_code::RecoveryCode;
use domain::secret::Secret;
use domain::sign_in::{Outcome, TextPlan};
use domain::step_up::Act;
use domain::time::Wait;

use crate::surroundings::Surroundings;

/// What the pages ask.
#[derive(Debug)]
pub enum Request {
    /// User name and password.
    SignIn {
        /// As typed.
        username: String,
        /// As typed.
        password: Secret<String>,
    },
    /// The code screen of the open second step, as it is now.
    CodeScreen,
    /// A code for it.
    Code(Secret<String>),
    /// Another text for it.
    Resend,
    /// The recovery code instead.
    Recovery(Secret<String>),
    /// The signed-in person's account, as it is now.
    Account,
    /// A new password instead of the temporary one.
    NewPassword(Secret<String>),
    /// The recovery code that has to be kept.
    ShowRecovery,
    /// It is kept.
    SaveRecovery(Kept),
    /// What step-up still asks before an act.
    StepUp(Act),
    /// The own password, for step-up.
    StepUpPassword(Secret<String>),
    /// A text with a code, for step-up.
    StepUpText,
    /// A code, for step-up.
    StepUpCode(Secret<String>),
    /// The recovery code, for step-up.
    StepUpRecovery(Secret<String>),
    /// A set-up code to this number, as typed.
    SetUpText(String),
    /// The set-up code's screen, as it is now.
    SetUpScreen,
    /// A set-up code.
    SetUpCode(Secret<String>),
    /// Turn 2-step verification off.
    TurnOff,
    /// End the session.
    End(Why),
}

/// What they are answered.
#[derive(Debug)]
pub enum Reply {
    /// What stands round every page has changed.
    Surroundings(Box<Surroundings>),
    /// Password refused; one and the same for every reason (spec S02).
    WrongPassword {
        /// The wait that began with it, in milliseconds.
        wait_ms: Option<i64>,
    },
    /// No password is checked for a while.
    PasswordWait {
        /// Milliseconds until one is.
        in_ms: i64,
    },
    /// The temporary password was right, but its 72 hours are over.
    TemporaryEnded,
    /// The second step is open.
    SecondStep {
        /// What became of the text; `None` in a wait.
        text: Option<TextPlan>,
        /// The running wait.
        wait: Option<Wait>,
        /// What the code screen shows.
        screen: Box<CodeScreen>,
    },
    /// Signed in, or the account as it is now.
    Account(Box<Account>),
    /// A code screen as it is now.
    CodeScreen(Box<CodeScreen>),
    /// A code or recovery code was judged and not accepted, or a text asked for.
    Judged {
        /// What the person is told.
        outcome: Outcome,
        /// The code screen afterwards; `None` where it is over.
        screen: Option<Box<CodeScreen>>,
    },
    /// What was typed is no code at all; nothing was counted.
    NotACode(String),
    /// The new password is too weak, and why.
    Weak(String),
    /// The recovery code to keep.
    RecoveryCode(RecoveryCode),
    /// What step-up still asks.
    StepUp(Box<StepUpView>),
    /// A password was judged for step-up.
    StepUpPassword(PasswordAnswer),
    /// The number cannot be used, and why.
    BadNumber(String),
    /// 2-step verification is off.
    TurnedOff,
    /// Step-up has run out meanwhile: it comes first, and nothing was changed (spec M10).
    StepUpFirst,
    /// The session has ended, and why.
    Ended(String),
    /// The session has ended, but that could not be written down: a sentence says why (spec Z07).
    EndedUnwritten(String),
    /// It could not be done: a sentence. Nothing was changed.
    Trouble(String),
}
