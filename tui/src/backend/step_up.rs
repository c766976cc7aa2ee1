//! The questions of step-up (spec M10).

use domain::code::TypedCode;
use domain::person::Method;
use domain::recovery_code::TypedRecoveryCode;
use domain::secret::Secret;
use domain::step_up::Act;

use super::{Answers, Backend, Reply, Source};

impl<S: Source> Backend<S> {
    pub(super) fn step_up(&mut self, act: Act, method: Option<Method>) -> Answers {
        let (token, at) = (self.session()?, self.source.now());
        let view = actions::step_up::view(&mut self.db, &token, act, method, &self.policy, at)?;
        Ok(Reply::StepUp(Box::new(view)))
    }

    pub(super) fn step_up_password(&mut self, act: Act, typed: &Secret<String>) -> Answers {
        let (token, entropy, at) = self.hand()?;
        let answer = actions::step_up::password(&mut self.db, &token, act, typed, &self.policy, entropy, at)?;
        Ok(Reply::StepUpPassword(answer))
    }

    pub(super) fn step_up_text(&mut self) -> Answers {
        let (token, entropy, at) = self.hand()?;
        let outcome = actions::step_up::text(&mut self.db, &token, &self.policy, entropy, at)?;
        Ok(Reply::Judged { outcome, screen: None })
    }

    pub(super) fn step_up_code(&mut self, method: Method, typed: &Secret<String>) -> Answers {
        let typed = match TypedCode::parse(typed.reveal()) {
            Ok(typed) => typed,
            Err(error) => return Ok(Reply::NotACode(error.to_string())),
        };
        let (token, entropy, at) = self.hand()?;
        let outcome = actions::step_up::code(&mut self.db, &token, method, &typed, &self.policy, entropy, at)?;
        Ok(Reply::Judged { outcome, screen: None })
    }

    pub(super) fn step_up_recovery(&mut self, typed: &Secret<String>) -> Answers {
        let typed = match TypedRecoveryCode::parse(typed.reveal()) {
            Ok(typed) => typed,
            Err(error) => return Ok(Reply::NotACode(error.to_string())),
        };
        let (token, entropy, at) = self.hand()?;
        let outcome = actions::step_up::recovery_code(&mut self.db, &token, &typed, &self.policy, entropy, at)?;
        Ok(Reply::Judged { outcome, screen: None })
    }
}
