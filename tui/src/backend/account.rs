//! The questions about one's own account (spec M, R05, S11).

use actions::change_mobile::{TurningOff, change_mobile};
use actions::save_recovery_code::Kept;
use actions::{
    ActionError, change_default, change_profile, choose_password, end_session, end_trust, look, remove_method,
    renew_recovery_code, report_not_me, save_recovery_code, turn_off, view_recovery_code,
};
use domain::contact::{EmailAddress, MobileNumber, PersonName};
use domain::ids::{SessionId, TrustId};
use domain::person::Method;
use domain::secret::Secret;

use super::{Answers, Backend, Done, ProfileField, Reply, Source};

impl<S: Source> Backend<S> {
    /// It is durable; says so with the account as it is now.
    pub(super) fn done(&mut self, done: Done) -> Answers {
        let (token, at) = (self.session()?, self.source.now());
        let account = look::account(&mut self.db, &token, at)?;
        Ok(Reply::Done(done, Box::new(account)))
    }

    pub(super) fn new_password(&mut self, new: &Secret<String>) -> Answers {
        let (token, entropy, at) = self.hand()?;
        match choose_password::choose_password(&mut self.db, &token, new, entropy, at)? {
            choose_password::Chosen::Changed => self.done(Done::Password),
            choose_password::Chosen::Weak(why) => Ok(Reply::Weak(why)),
        }
    }

    pub(super) fn show_recovery(&mut self) -> Answers {
        let (token, entropy, at) = self.hand()?;
        let shown = save_recovery_code::show_recovery_code(&mut self.db, &token, entropy, at)?;
        self.shown = Some(shown.serial);
        Ok(Reply::RecoveryCode(shown.code, self.client.seen.paper_way()))
    }

    pub(super) fn save_recovery(&mut self, kept: Kept) -> Answers {
        let (token, entropy, at) = self.hand()?;
        let serial = self.shown.ok_or(ActionError::RecoveryFirst)?;
        match save_recovery_code::save_recovery_code(&mut self.db, &token, kept, &serial, entropy, at) {
            Ok(()) => self.done(Done::RecoveryKept(kept)),
            // Another code has taken this one's place meanwhile: that one has to be kept.
            Err(ActionError::RecoveryFirst) => self.show_recovery(),
            Err(error) => Err(error),
        }
    }

    pub(super) fn view_recovery(&mut self) -> Answers {
        let (token, entropy, at) = self.hand()?;
        let code = view_recovery_code::view_recovery_code(&mut self.db, &token, entropy, at)?;
        Ok(Reply::RecoveryCode(code, self.client.seen.paper_way()))
    }

    pub(super) fn renew_recovery(&mut self) -> Answers {
        let (token, entropy, at) = self.hand()?;
        renew_recovery_code::renew_recovery_code(&mut self.db, &token, entropy, at)?;
        self.done(Done::Renewed)
    }

    pub(super) fn turn_off(&mut self) -> Answers {
        let (token, entropy, at) = self.hand()?;
        turn_off::turn_off(&mut self.db, &token, entropy, at)?;
        self.done(Done::TurnedOff)
    }

    pub(super) fn remove_method(&mut self, method: Method) -> Answers {
        let (token, entropy, at) = self.hand()?;
        remove_method::remove_method(&mut self.db, &token, method, entropy, at)?;
        self.done(Done::Removed(method))
    }

    pub(super) fn change_default(&mut self, method: Method) -> Answers {
        let (token, entropy, at) = self.hand()?;
        change_default::change_default(&mut self.db, &token, method, entropy, at)?;
        self.done(Done::Default(method))
    }

    pub(super) fn profile(&mut self, name: Option<&str>, email: Option<&str>) -> Answers {
        let name = match name.map(PersonName::parse).transpose() {
            Ok(name) => name,
            Err(error) => return Ok(Reply::BadProfile(ProfileField::Name, error.to_string())),
        };
        let email = match email.map(EmailAddress::parse).transpose() {
            Ok(email) => email,
            Err(error) => return Ok(Reply::BadProfile(ProfileField::Email, error.to_string())),
        };
        let (token, entropy, at) = self.hand()?;
        let changed = change_profile::change_profile(&mut self.db, &token, name.as_ref(), email.as_ref(), entropy, at)?;
        self.done(Done::Profile(changed))
    }

    pub(super) fn mobile(&mut self, typed: &str, turning_off: TurningOff) -> Answers {
        let number = if typed.trim().is_empty() {
            None
        } else {
            match MobileNumber::parse(typed, self.lookout.country(), &self.policy.countries) {
                Ok(number) => Some(number),
                Err(error) => return Ok(Reply::BadNumber(error.to_string())),
            }
        };
        let (token, entropy, at) = self.hand()?;
        let change = change_mobile(&mut self.db, &token, number.as_ref(), turning_off, entropy, at)?;
        self.done(Done::Mobile(change))
    }

    pub(super) fn end_trust(&mut self, which: Option<TrustId>) -> Answers {
        let (token, entropy, at) = self.hand()?;
        end_trust::end_own_trust(&mut self.db, &token, which, entropy, at)?;
        self.done(Done::TrustEnded)
    }

    pub(super) fn end_sessions(&mut self, which: Option<SessionId>) -> Answers {
        let (token, entropy, at) = self.hand()?;
        end_session::end_own_sessions(&mut self.db, &token, which, entropy, at)?;
        self.done(Done::SessionsEnded)
    }

    pub(super) fn not_me(&mut self) -> Answers {
        let (token, entropy, at) = self.hand()?;
        report_not_me::report_not_me(&mut self.db, &token, entropy, at)?;
        self.done(Done::NotMe)
    }
}
