//! The questions of the pages to the database thread, and its answers. The thread itself is started by `runtime`.
//!
//! Tokens never leave this thread: a page knows that somebody is signed in, not by which token. What is typed is parsed
//! here, at the edge, and judged in `actions`.

mod account;
pub(crate) mod draft;
mod first_passwords;
mod owner;
mod paper;
mod people;
mod roster;
mod set_up;
mod settings;
mod staffing;
mod step_up;
mod talk;

use actions::answer_code::{Answer, Answered, TypedAnswer};
use actions::begin_sign_in::{BeginSignIn, Begun};
use actions::code_screen::CodeScreen;
use actions::end_session::Why;
use actions::enrol_app::AppSetUp;
use actions::resend_code::Wanted;
use actions::{ActionError, Client, Policy, Token};
use domain::code::TypedCode;
use domain::contact::MobileNumber;
use domain::person::Method;
use domain::recovery_code::TypedRecoveryCode;
use domain::secret::Secret;
use domain::sign_in::Outcome;
use domain::time::{MINUTE, Now};
use domain::totp::AppSecret;
use setup::DataDir;
use setup::locks::{SessionLock, clear_session, session_alive};
use store::Db;

use crate::runtime::Database;
use crate::surroundings::Lookout;

pub use draft::{Progress, sheet};
pub use people::{Help, OnPerson, PersonDone};
pub use staffing::{ImportProgress, NewPerson, NotSaved, PastedTable, PersonEdit, PersonField, Saved};
pub use talk::{ClinicField, ClinicTyped, Done, HolidayField, ProfileField, Reply, Request, TypedEdit};

/// Where the database thread gets its instants and its randomness from.
pub trait Source: Send + 'static {
    /// The instant that is now.
    fn now(&self) -> Now;
    /// 16 random bytes.
    fn entropy(&mut self) -> [u8; 16];
}

/// The one thing in this program that touches the database.
pub struct Backend<S: Source> {
    db: Db,
    dir: DataDir,
    client: Client,
    policy: Policy,
    source: S,
    lookout: Lookout,
    lock: Option<SessionLock>,
    pending: Option<Token>,
    session: Option<Token>,
    number: Option<MobileNumber>,
    app: Option<AppSetUp>,
    /// The recovery code on the screen: no other one is noted as kept.
    shown: Option<[u8; 16]>,
    /// What is made part by part.
    underway: Option<paper::Underway>,
    /// Hears of the secret that is shown for an app; the demo's simulated phone.
    phone: Option<Phone>,
    /// The database's own count of others' commits, when it was asked last.
    heard: Option<i64>,
    /// When dead sessions were looked for last.
    swept: Option<Now>,
}

type Answers = Result<Reply, ActionError>;

/// Whoever looks at the screen with a phone.
pub type Phone = Box<dyn Fn(Option<&AppSecret>) + Send>;

impl<S: Source> Backend<S> {
    /// A backend on an open database.
    pub fn new(db: Db, dir: DataDir, client: Client, policy: Policy, lookout: Lookout, source: S) -> Self {
        Self {
            db,
            dir,
            client,
            policy,
            source,
            lookout,
            lock: None,
            pending: None,
            session: None,
            number: None,
            app: None,
            shown: None,
            underway: None,
            phone: None,
            heard: None,
            swept: None,
        }
    }

    /// Lets a phone look at the screen: it hears of the secret while one is shown, and when it is not any more.
    pub fn shown_to(&mut self, phone: Phone) {
        self.phone = Some(phone);
    }

    /// Keeps, or forgets, the app that is being set up.
    fn show_app(&mut self, app: Option<AppSetUp>) {
        if let Some(phone) = &self.phone {
            phone(app.as_ref().map(AppSetUp::secret));
        }
        self.app = app;
    }

    fn ask(&mut self, request: Request) -> Answers {
        match request {
            Request::SignIn { username, password } => self.sign_in(&username, &password),
            Request::CodeScreen(method) => self.code_screen(method),
            Request::Code { method, typed, trust } => self.code(method, &typed, trust),
            Request::Text(wanted) => self.text(wanted),
            Request::Recovery(typed) => self.recovery(&typed),
            Request::Account => {
                // Whoever looks at the account has left the page with the QR code.
                self.show_app(None);
                self.account()
            }
            Request::NewPassword(new) => self.new_password(&new),
            Request::ShowRecovery => self.show_recovery(),
            Request::SaveRecovery(kept) => self.save_recovery(kept),
            Request::ViewRecovery => self.view_recovery(),
            Request::RenewRecovery => self.renew_recovery(),
            Request::Save(order) => self.save(&order),
            Request::GoOnSaving => self.go_on(),
            Request::StopSaving => self.stop(),
            Request::Status => self.status(),
            Request::Newcomers => self.newcomers(),
            Request::FirstPasswords(people) => self.begin_first_passwords(people),
            Request::PickupState(id) => self.pickup_state(id),
            Request::StepUp(act, method) => self.step_up(act, method),
            Request::StepUpPassword(act, typed) => self.step_up_password(act, &typed),
            Request::StepUpText => self.step_up_text(),
            Request::StepUpCode(method, typed) => self.step_up_code(method, &typed),
            Request::StepUpRecovery(typed) => self.step_up_recovery(&typed),
            Request::SetUpText(number) => self.set_up_text(&number),
            Request::SetUpScreen => self.set_up_screen(None),
            Request::SetUpCode(typed) => self.set_up_code(&typed),
            Request::SetUpApp => self.set_up_app(),
            Request::SetUpAppCode(typed) => self.set_up_app_code(&typed),
            Request::TurnOff => self.turn_off(),
            Request::RemoveMethod(method) => self.remove_method(method),
            Request::ChangeDefault(method) => self.change_default(method),
            Request::Profile { name, email } => self.profile(name.as_deref(), email.as_deref()),
            Request::Mobile(typed, turning_off) => self.mobile(&typed, turning_off),
            Request::EndTrust(which) => self.end_trust(which),
            Request::EndSessions(which) => self.end_sessions(which),
            Request::NotMe => self.not_me(),
            Request::SecuritySettings => self.security_settings(),
            Request::Staff => self.staff(),
            Request::Activity(filter, before) => self.activity(&filter, before),
            Request::SetEnforcement(switches) => self.set_enforcement(switches),
            Request::PreviewEnforcement => self.preview_enforcement(),
            Request::SetSignOut { seen, after } => self.set_sign_out(seen, after),
            Request::ClinicSettings => self.clinic_settings(),
            Request::ChangeClinic(typed) => self.change_clinic(typed),
            Request::AddHoliday { day, name } => self.add_holiday(&day, &name),
            Request::RemoveHoliday(seen) => self.remove_holiday(&seen),
            Request::LockedOut => self.locked_out(),
            Request::OpenRecovery => self.open_recovery(),
            Request::CancelRecovery(id) => self.cancel_recovery(id),
            Request::OfferOwnership(whom) => self.offer_ownership(whom),
            Request::AcceptOwnership(id) => self.accept_ownership(id),
            Request::CloseOffer(id) => self.close_offer(id),
            Request::Person(whom) => self.person(whom),
            Request::OnPerson(whom, what, reason) => self.on_person(whom, what, &reason),
            Request::AddPerson(typed) => self.add_person(&typed),
            Request::EditForm(whom) => self.edit_form(whom),
            Request::SaveEdit(typed) => self.save_edit(&typed),
            Request::CheckTable(text) => self.check_table(&text),
            Request::ImportTable(pasted) => self.import_table(&pasted),
            Request::End(why) => self.end(why),
        }
    }

    /// The lock file a session that begins will be named with: held before any row names it (spec S16).
    fn lock_name(&mut self) -> Result<String, ActionError> {
        if self.lock.is_none() {
            let lock = SessionLock::take(&self.dir, self.source.entropy());
            self.lock = Some(lock.map_err(|error| ActionError::Refused(error.to_string()))?);
        }
        Ok(self
            .lock
            .as_ref()
            .map(|lock| lock.name().to_owned())
            .unwrap_or_default())
    }

    fn sign_in(&mut self, username: &str, password: &Secret<String>) -> Answers {
        // One that began but whose account could not be read: nobody came to see it, and its row must not run on.
        if self.session.is_some() {
            self.end(Why::Left)?;
        }
        let (lock_name, entropy, at) = (self.lock_name()?, self.source.entropy(), self.source.now());
        let command = BeginSignIn {
            username,
            password,
            client: &self.client,
            lock_name: &lock_name,
            policy: &self.policy,
            entropy,
        };
        Ok(
            match actions::begin_sign_in::begin_sign_in(&mut self.db, &command, at)? {
                Begun::Wrong { wait_ms } => Reply::WrongPassword { wait_ms },
                Begun::MustWait { in_ms } => Reply::PasswordWait { in_ms },
                Begun::TemporaryEnded => Reply::TemporaryEnded,
                Begun::SignedIn { session } => self.enter(session)?,
                Begun::SecondStep { pending, text, wait } => {
                    self.pending = Some(pending);
                    match self.pending_screen(None)? {
                        Some(screen) => Reply::SecondStep { text, wait, screen },
                        None => Reply::Judged {
                            outcome: Outcome::SignInAgain,
                            screen: None,
                        },
                    }
                }
            },
        )
    }

    fn enter(&mut self, session: Token) -> Answers {
        self.pending = None;
        self.session = Some(session);
        self.account()
    }

    fn pending(&self) -> Result<Token, ActionError> {
        self.pending
            .clone()
            .ok_or_else(|| ActionError::Refused("This sign-in is over. Sign in again.".into()))
    }

    fn session(&self) -> Result<Token, ActionError> {
        self.session.clone().ok_or_else(|| ActionError::SessionEnded {
            why: "nobody is signed in here".into(),
        })
    }

    /// What every action in a session needs: whose, 16 random bytes, the instant.
    fn hand(&mut self) -> Result<(Token, [u8; 16], Now), ActionError> {
        Ok((self.session()?, self.source.entropy(), self.source.now()))
    }

    fn pending_screen(&mut self, method: Option<Method>) -> Result<Option<Box<CodeScreen>>, ActionError> {
        let Some(token) = self.pending.clone() else {
            return Ok(None);
        };
        let at = self.source.now();
        let screen = actions::code_screen::code_screen(&mut self.db, &token, method, &self.client, &self.policy, at)?;
        Ok(screen.map(Box::new))
    }

    fn code_screen(&mut self, method: Option<Method>) -> Answers {
        Ok(match self.pending_screen(method)? {
            Some(screen) => Reply::CodeScreen(screen),
            None => Reply::Judged {
                outcome: Outcome::SignInAgain,
                screen: None,
            },
        })
    }

    fn answered(&mut self, method: Option<Method>, answered: Answered) -> Answers {
        match answered {
            Answered::SignedIn { session } => self.enter(session),
            Answered::Refused(outcome) => Ok(Reply::Judged {
                outcome,
                screen: self.pending_screen(method)?,
            }),
        }
    }

    /// Does something with the open second step.
    fn in_pending<T, R>(
        &mut self,
        typed: &T,
        act: impl FnOnce(&mut Db, &Answer<'_, T>, Now) -> Result<R, ActionError>,
    ) -> Result<R, ActionError> {
        let (pending, lock_name) = (self.pending()?, self.lock_name()?);
        let (entropy, at) = (self.source.entropy(), self.source.now());
        let command = Answer {
            pending: &pending,
            typed,
            client: &self.client,
            lock_name: &lock_name,
            policy: &self.policy,
            entropy,
        };
        act(&mut self.db, &command, at)
    }

    fn code(&mut self, method: Method, typed: &Secret<String>, trust: bool) -> Answers {
        let code = match TypedCode::parse(typed.reveal()) {
            Ok(code) => code,
            Err(error) => return Ok(Reply::NotACode(error.to_string())),
        };
        let typed = TypedAnswer { method, code, trust };
        let answered = self.in_pending(&typed, actions::answer_code::answer_code)?;
        self.answered(Some(method), answered)
    }

    fn recovery(&mut self, typed: &Secret<String>) -> Answers {
        let typed = match TypedRecoveryCode::parse(typed.reveal()) {
            Ok(typed) => typed,
            Err(error) => return Ok(Reply::NotACode(error.to_string())),
        };
        let answered = self.in_pending(&typed, actions::use_recovery_code::use_recovery_code)?;
        self.answered(None, answered)
    }

    fn text(&mut self, wanted: Wanted) -> Answers {
        let outcome = self.in_pending(&wanted, actions::resend_code::resend_code)?;
        Ok(Reply::Judged {
            outcome,
            screen: self.pending_screen(Some(Method::Sms))?,
        })
    }

    fn account(&mut self) -> Answers {
        let (token, at) = (self.session()?, self.source.now());
        let account = actions::look::account(&mut self.db, &token, at)?;
        Ok(Reply::Account(Box::new(account)))
    }

    fn end(&mut self, why: Why) -> Answers {
        self.pending = None;
        self.number = None;
        self.show_app(None);
        self.drop_underway();
        let lock = self.lock.take();
        if let Some(token) = self.session.take() {
            let (entropy, at) = (self.source.entropy(), self.source.now());
            let written = actions::end_session::end_session(&mut self.db, &token, why, entropy, at);
            if let Err(error) = written {
                // The file stays, and its lock is free from here on: that tells whoever looks next (spec S16).
                drop(lock);
                return Ok(Reply::EndedUnwritten(error.to_string()));
            }
        }
        if let Some(lock) = lock {
            lock.release();
        }
        Ok(Reply::Ended(why.as_str().to_owned()))
    }

    /// Without a worker it is whoever looks that finds sessions whose program is gone (spec S16), once a minute. Not at the
    /// first look: the first frame waits for that.
    fn sweep(&mut self, at: Now) {
        let before = *self.swept.get_or_insert(at);
        if self.lookout.is_worker_on_duty() || at.since(before) < MINUTE {
            return;
        }
        self.swept = Some(at);
        let (dir, entropy) = (self.dir.clone(), self.source.entropy());
        let alive = |name: &str| session_alive(&dir, name);
        // Where it cannot be written, the free locks go on telling.
        let ended = actions::end_session::end_dead_sessions(&mut self.db, alive, entropy, at).unwrap_or_default();
        for name in ended {
            clear_session(&dir, &name);
        }
    }

    /// The session ended from elsewhere: nothing of it is kept here.
    fn forget_session(&mut self) {
        self.session = None;
        self.number = None;
        self.show_app(None);
        self.drop_underway();
        if let Some(lock) = self.lock.take() {
            lock.release();
        }
    }
}

impl<S: Source> Database<Request, Reply> for Backend<S> {
    fn answer(&mut self, request: Request) -> Reply {
        match self.ask(request) {
            Ok(reply) => reply,
            Err(ActionError::SessionEnded { why }) => {
                self.forget_session();
                Reply::Ended(why)
            }
            Err(ActionError::StepUp(_)) => Reply::StepUpFirst,
            // Another terminal of the same person has brought it about: the account says what comes first.
            Err(first @ (ActionError::PasswordFirst | ActionError::SetUpFirst | ActionError::RecoveryFirst)) => {
                self.account().unwrap_or_else(|_| Reply::Trouble(first.to_string()))
            }
            Err(error) => Reply::Trouble(error.to_string()),
        }
    }

    fn look(&mut self) -> Vec<Reply> {
        let at = self.source.now();
        let mut news = Vec::new();
        if let Some(token) = self.session.clone()
            && let Err(ActionError::SessionEnded { why }) = actions::look::still_running(&mut self.db, &token, at)
        {
            self.forget_session();
            news.push(Reply::Ended(why));
        }
        news.extend(
            self.lookout
                .look(&mut self.db, &self.dir, at)
                .map(|now| Reply::Surroundings(Box::new(now))),
        );
        self.sweep(at);
        news
    }

    fn has_changed(&mut self) -> bool {
        // A database that cannot be read says so to whoever asks it something.
        let now = self.db.data_version().ok();
        let before = std::mem::replace(&mut self.heard, now);
        before != now
    }
}

/// The program is being left: the session's row says so before its lock file goes (spec S16). A database that cannot be
/// written leaves the free lock to tell whoever looks next.
impl<S: Source> Drop for Backend<S> {
    fn drop(&mut self) {
        drop(self.end(Why::Left));
    }
}
