//! The questions of setting a method up (spec M02 to M05). What is being set up is kept here until its code was accepted.

use actions::enrol_app::AppAnswer;
use actions::enrol_sms::SetUp;
use actions::{ActionError, enrol_app, enrol_sms};
use domain::code::TypedCode;
use domain::contact::MobileNumber;
use domain::person::Method;
use domain::secret::Secret;
use domain::sign_in::Outcome;

use super::{Answers, Backend, Done, Reply, Source};

impl<S: Source> Backend<S> {
    pub(super) fn set_up_text(&mut self, typed: &str) -> Answers {
        let country = self.lookout.country();
        let number = match MobileNumber::parse(typed, country, &self.policy.countries) {
            Ok(number) => number,
            Err(error) => return Ok(Reply::BadNumber(error.to_string())),
        };
        let (token, entropy, at) = self.hand()?;
        let outcome = enrol_sms::send_set_up_code(&mut self.db, &token, &number, &self.policy, entropy, at)?;
        self.number = Some(number);
        self.set_up_screen(Some(outcome))
    }

    pub(super) fn set_up_screen(&mut self, outcome: Option<Outcome>) -> Answers {
        let (token, at) = (self.session()?, self.source.now());
        let Some(number) = self.number.clone() else {
            return Err(ActionError::Refused(
                "There is no number being set up. Start again.".into(),
            ));
        };
        let screen = enrol_sms::set_up_screen(&mut self.db, &token, &number, &self.policy, at)?;
        Ok(match outcome {
            Some(outcome) => Reply::Judged {
                outcome,
                screen: Some(Box::new(screen)),
            },
            None => Reply::CodeScreen(Box::new(screen)),
        })
    }

    pub(super) fn set_up_code(&mut self, typed: &Secret<String>) -> Answers {
        let typed = match TypedCode::parse(typed.reveal()) {
            Ok(typed) => typed,
            Err(error) => return Ok(Reply::NotACode(error.to_string())),
        };
        let (token, entropy, at) = self.hand()?;
        match enrol_sms::confirm_set_up(&mut self.db, &token, &typed, &self.policy, entropy, at)? {
            SetUp::On => {
                self.number = None;
                self.done(Done::SetUp(Method::Sms))
            }
            SetUp::Refused(outcome) => self.set_up_screen(Some(outcome)),
        }
    }

    pub(super) fn set_up_app(&mut self) -> Answers {
        let (token, entropy, at) = self.hand()?;
        let app = enrol_app::begin_app_set_up(&mut self.db, &token, entropy, at)?;
        let shown = Reply::AppSetUp {
            uri: app.uri.clone(),
            secret: app.secret().base32(),
            grouped: app.secret().grouped(),
        };
        self.show_app(Some(app));
        Ok(shown)
    }

    pub(super) fn set_up_app_code(&mut self, typed: &Secret<String>) -> Answers {
        let typed = match TypedCode::parse(typed.reveal()) {
            Ok(typed) => typed,
            Err(error) => return Ok(Reply::NotACode(error.to_string())),
        };
        let (token, entropy, at) = self.hand()?;
        let Some(app) = &self.app else {
            return Err(ActionError::Refused(
                "There is no app being set up. Start again.".into(),
            ));
        };
        match enrol_app::confirm_app_set_up(&mut self.db, &token, app, &typed, &self.policy, entropy, at)? {
            AppAnswer::On => {
                self.show_app(None);
                self.done(Done::SetUp(Method::App))
            }
            AppAnswer::ClockOff { ahead_ms } => Ok(Reply::ClockOff { ahead_ms }),
            AppAnswer::Refused { outcome, screen } => Ok(Reply::Judged {
                outcome,
                screen: Some(screen),
            }),
        }
    }
}
