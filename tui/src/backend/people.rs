//! The questions about another person, by a manager (spec A03, A05, A07).

use actions::help_person::help_person;
use actions::look_person::look_person;
use actions::pause_person::{end_pause, pause_person};
use actions::remove_two_step::remove_two_step;
use actions::reset_password::reset_password_of;
use domain::contact::{BadReason, Reason};
use domain::ids::StaffId;
use domain::password::temporary_password;
use domain::pause::PauseLength;
use domain::permission::Task;
use domain::secret::Secret;

use super::{Answers, Backend, Reply, Source};

pub use actions::help_person::Help;

/// What a manager does to a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnPerson {
    /// **Pause**.
    Pause(PauseLength),
    /// Ends the pause early.
    EndPause,
    /// **Remove**.
    Remove,
    /// **Reset password**.
    ResetPassword,
    /// A wait lifted, sessions or trust ended.
    Help(Help),
}

impl OnPerson {
    /// What the table of permissions calls it.
    #[must_use]
    pub fn task(self) -> Task {
        match self {
            OnPerson::Pause(_) => Task::Pause,
            OnPerson::EndPause => Task::EndPause,
            OnPerson::Remove => Task::Remove,
            OnPerson::ResetPassword => Task::ResetPassword,
            OnPerson::Help(help) => help.task(),
        }
    }
}

/// What was done.
#[derive(Debug)]
pub enum PersonDone {
    /// The second step is paused.
    Paused,
    /// The pause has ended.
    PauseEnded,
    /// The second step is removed.
    Removed,
    /// There is a temporary password, shown once.
    PasswordMade(Secret<String>),
    /// Helped that way.
    Helped(Help),
}

impl<S: Source> Backend<S> {
    pub(super) fn person(&mut self, whom: StaffId) -> Answers {
        let (token, at) = (self.session()?, self.source.now());
        let view = look_person(&mut self.db, &token, whom, at)?;
        Ok(Reply::Person(Box::new(view)))
    }

    /// Does it; `reason` as typed, where none is typed there is none.
    pub(super) fn on_person(&mut self, whom: StaffId, what: OnPerson, reason: &str) -> Answers {
        let reason = match Reason::parse(reason) {
            Ok(reason) => Some(reason),
            Err(BadReason::Empty) => None,
            Err(bad @ BadReason::TooLong) => return Ok(Reply::BadReason(bad.to_string())),
        };
        let reason = reason.as_ref();
        let (token, entropy, at) = self.hand()?;
        let done = match what {
            OnPerson::Pause(length) => {
                pause_person(&mut self.db, &token, whom, length, reason, entropy, at)?;
                PersonDone::Paused
            }
            OnPerson::EndPause => {
                end_pause(&mut self.db, &token, whom, reason, entropy, at)?;
                PersonDone::PauseEnded
            }
            OnPerson::Remove => {
                remove_two_step(&mut self.db, &token, whom, reason, entropy, at)?;
                PersonDone::Removed
            }
            OnPerson::ResetPassword => {
                let temporary = temporary_password(self.source.entropy());
                reset_password_of(&mut self.db, &token, whom, &temporary, reason, entropy, at)?;
                PersonDone::PasswordMade(temporary)
            }
            OnPerson::Help(help) => {
                help_person(&mut self.db, &token, whom, help, reason, entropy, at)?;
                PersonDone::Helped(help)
            }
        };
        Ok(Reply::PersonDone(done))
    }
}
