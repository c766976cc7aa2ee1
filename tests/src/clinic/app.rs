//! What people do with an authenticator app, a line each; and how somebody shows once more who they are.

use std::collections::BTreeSet;

use actions::answer_code::TypedAnswer;
use actions::enrol_app::{AppAnswer, begin_app_set_up, confirm_app_set_up};
use actions::{Client, Token, step_up};
use domain::code::TypedCode;
use domain::person::Method;
use domain::sign_in::Outcome;
use domain::step_up::Act;
use domain::time::{HOUR, Now};
use domain::totp::{AppSecret, STEP_MS, step_of};
use store::methods;

use super::hands::told;
use super::{Clinic, Person, typed};

/// What a phone that holds `secret` shows at `at`.
#[must_use]
pub fn code_at(secret: &AppSecret, at: Now) -> String {
    let code = secret.code(step_of(at.wall_ms));
    code.reveal().iter().copied().map(char::from).collect()
}

/// Six digits that a phone which holds `secret` shows at no time within 13 hours of `at`.
///
/// # Panics
/// Never: it shows some three thousand of a million.
#[must_use]
pub fn wrong_code_of(secret: &AppSecret, at: Now) -> String {
    let steps = 13 * HOUR / STEP_MS;
    let shown: BTreeSet<String> = (-steps..=steps)
        .map(|away| code_at(secret, at.plus(away * STEP_MS)))
        .collect();
    let mut wrong = (0..).map(|number| format!("{number:06}"));
    wrong.find(|code| !shown.contains(code)).unwrap()
}

/// A texted code as it is typed at a sign-in; the box is not ticked.
///
/// # Panics
/// Where `code` is not six digits.
#[must_use]
pub fn by_text(code: &str) -> TypedAnswer {
    answer(Method::Sms, code)
}

/// The same of the app.
///
/// # Panics
/// Where `code` is not six digits.
#[must_use]
pub fn by_app(code: &str) -> TypedAnswer {
    answer(Method::App, code)
}

fn answer(method: Method, code: &str) -> TypedAnswer {
    TypedAnswer {
        method,
        code: TypedCode::parse(code).unwrap(),
        trust: false,
    }
}

impl Clinic {
    /// What the phone of somebody with the app holds.
    ///
    /// # Panics
    /// Where the app is not set up.
    pub fn app_secret(&mut self, person: &Person) -> AppSecret {
        self.app(person).secret
    }

    /// The newest time step that somebody's app was used in.
    ///
    /// # Panics
    /// Where the app is not set up.
    pub fn last_step(&mut self, person: &Person) -> i64 {
        self.app(person).last_step.unwrap()
    }

    fn app(&mut self, person: &Person) -> domain::verification::AppKey {
        let staff = self.staff(person).id;
        let app = self.db.read(self.clock.now(), |tx| methods::app(tx, staff)).unwrap();
        app.expect("the app is not set up")
    }

    /// The code somebody's phone shows now; it may have been used.
    ///
    /// # Panics
    /// Where the app is not set up.
    pub fn app_code(&mut self, person: &Person) -> String {
        code_at(&self.app_secret(person), self.clock.now())
    }

    /// The first code somebody's phone shows that was not used; where that of now was, the clock goes on to the next.
    ///
    /// # Panics
    /// Where the app is not set up, or its last use lies in a future further off than the next code.
    pub fn next_app_code(&mut self, person: &Person) -> String {
        let (used, now) = (self.last_step(person), self.clock.now().wall_ms);
        if used >= step_of(now) {
            let wait_ms = (used + 1) * STEP_MS - now;
            assert!(wait_ms <= 2 * STEP_MS, "no code for another {wait_ms} ms");
            self.clock.plus(wait_ms);
        }
        self.app_code(person)
    }

    /// [`wrong_code_of`] somebody's app.
    ///
    /// # Panics
    /// Where the app is not set up.
    pub fn wrong_app_code(&mut self, person: &Person) -> String {
        wrong_code_of(&self.app_secret(person), self.clock.now())
    }

    /// Types a code of the app that is not let in, and says what the person is told.
    ///
    /// # Panics
    /// Where somebody is let in.
    pub fn app_refused(&mut self, pending: &Token, client: &Client, code: &str) -> Outcome {
        told(self.try_code(pending, client, &by_app(code)).unwrap())
    }

    /// Sets the app up for the person of a session whose step-up is complete, or puts a new phone in the place of the old
    /// one. What is first is the method; its recovery code is not kept yet.
    ///
    /// # Panics
    /// Where the code is refused.
    pub fn set_up_app(&mut self, session: &Token) -> AppSecret {
        let (entropy, at) = (self.dice.throw(), self.clock.now());
        let set_up = begin_app_set_up(&mut self.db, session, entropy, at).unwrap();
        let code = TypedCode::parse(&code_at(set_up.secret(), at)).unwrap();
        let entropy = self.dice.throw();
        match confirm_app_set_up(&mut self.db, session, &set_up, &code, &self.policy, entropy, at).unwrap() {
            AppAnswer::On => set_up.secret().clone(),
            other => panic!("the app's first code is refused: {other:?}"),
        }
    }

    /// Shows once more who somebody is: the own password and, with 2SV on, a code of the method asked first.
    ///
    /// # Panics
    /// Where something is refused.
    pub fn step_up(&mut self, session: &Token, person: &Person) {
        let password = typed(person.password);
        let (entropy, at) = (self.dice.throw(), self.clock.now());
        let right = step_up::password(
            &mut self.db,
            session,
            Act::TurnOff,
            &password,
            &self.policy,
            entropy,
            at,
        )
        .unwrap();
        assert_eq!(right, step_up::PasswordAnswer::Right);
        let (method, code) = match self.staff(person).default_method() {
            None => return,
            Some(Method::App) => (Method::App, self.next_app_code(person)),
            Some(Method::Sms) => {
                let (entropy, at) = (self.dice.throw(), self.clock.now());
                step_up::text(&mut self.db, session, &self.policy, entropy, at).unwrap();
                (Method::Sms, self.texted_code(person))
            }
        };
        let outcome = self.step_up_code(session, method, &code);
        assert!(matches!(outcome, Outcome::Passed(_)), "{outcome:?}");
    }

    /// Types a code of a method for step-up.
    ///
    /// # Panics
    /// Where `code` is not six digits, or the action refuses.
    pub fn step_up_code(&mut self, session: &Token, method: Method, code: &str) -> Outcome {
        let (code, entropy, at) = (TypedCode::parse(code).unwrap(), self.dice.throw(), self.clock.now());
        step_up::code(&mut self.db, session, method, &code, &self.policy, entropy, at).unwrap()
    }
}
