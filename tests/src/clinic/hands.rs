//! What people and the worker do in a made clinic, a line each: signing in, reading the phone, delivering what is owed.

use actions::answer_code::{Answer, Answered, TypedAnswer, answer_code};
use actions::begin_sign_in::{BeginSignIn, Begun, begin_sign_in};
use actions::claim_message::{Claim, claim_message};
use actions::code_screen::{CodeScreen, code_screen};
use actions::end_session::{Why, end_session};
use actions::enrol_sms::{SetUp, confirm_set_up, send_set_up_code};
use actions::expire_due::{Expired, expire_due};
use actions::follow_up::note_fate;
use actions::resend_code::{Wanted, resend_code};
use actions::settle_message::settle_message;
use actions::use_recovery_code::use_recovery_code;
use actions::{ActionError, Client, Content, Order, Paper, Policy, Token};
use domain::code::{TypedCode, derive};
use domain::delivery::{Fate, Handover};
use domain::document::DocumentKind;
use domain::person::Method;
use domain::recovery_code::TypedRecoveryCode;
use domain::sign_in::{Outcome, TextPlan};
use store::challenges;
use store::outbox::{Channel, Claimed, Facts, Kind, Underway};

use super::{Clinic, Dice, LOCK, Person, by_app, by_text, mobile, typed};

/// A message that left the house.
#[derive(Clone, Debug)]
pub struct Delivered {
    /// What it is.
    pub kind: Kind,
    /// E.164 or e-mail address.
    pub to: String,
    /// The code it carries.
    pub code: Option<String>,
    /// What its wording names.
    pub facts: Facts,
}

/// The order for the page of one's own recovery code.
#[must_use]
pub fn recovery_page() -> Order {
    Order::of(DocumentKind::RecoveryCode)
}

/// What stands on the page of a recovery code.
///
/// # Panics
/// Where it is another document.
#[must_use]
pub fn the_page(content: Content) -> Paper {
    match content {
        Content::RecoveryCode(paper) => *paper,
        Content::Leave(leave) => panic!("leave for {:?}", leave.kind()),
    }
}

/// Six digits that are not `code`.
///
/// # Panics
/// Where `code` is not six digits.
#[must_use]
pub fn another_code(code: &str) -> String {
    let number: u32 = code.parse().unwrap();
    format!("{:06}", (number + 111_111) % 1_000_000)
}

impl Clinic {
    /// Types user name and password.
    ///
    /// # Panics
    /// Where the database refuses.
    pub fn begin(&mut self, username: &str, password: &str, client: &Client) -> Begun {
        self.try_begin(username, password, client).unwrap()
    }

    /// The same where the database may refuse.
    ///
    /// # Errors
    /// What the action says.
    pub fn try_begin(&mut self, username: &str, password: &str, client: &Client) -> Result<Begun, ActionError> {
        let command = BeginSignIn {
            username,
            password: &typed(password),
            client,
            lock_name: LOCK,
            policy: &self.policy,
            entropy: self.dice.throw(),
        };
        begin_sign_in(&mut self.db, &command, self.clock.now())
    }

    /// Types the right password of somebody with 2SV on; gives the pending sign-in.
    ///
    /// # Panics
    /// Where no second step opens.
    pub fn pending(&mut self, person: &Person, client: &Client) -> Token {
        match self.begin(person.username, person.password, client) {
            Begun::SecondStep { pending, .. } => pending,
            other => panic!("no second step for {}: {other:?}", person.username),
        }
    }

    /// Types a texted code at the second step.
    ///
    /// # Panics
    /// Where the database refuses.
    pub fn answer(&mut self, pending: &Token, client: &Client, code: &str) -> Answered {
        self.try_answer(pending, client, code).unwrap()
    }

    /// The same where the database may refuse.
    ///
    /// # Errors
    /// What the action says.
    ///
    /// # Panics
    /// Where `code` is not six digits.
    pub fn try_answer(&mut self, pending: &Token, client: &Client, code: &str) -> Result<Answered, ActionError> {
        self.try_code(pending, client, &by_text(code))
    }

    /// Types a code of either method at the second step, the box ticked or not.
    ///
    /// # Errors
    /// What the action says.
    pub fn try_code(&mut self, pending: &Token, client: &Client, typed: &TypedAnswer) -> Result<Answered, ActionError> {
        let command = second_step(&self.policy, &self.dice, pending, typed, client);
        answer_code(&mut self.db, &command, self.clock.now())
    }

    /// Types a texted code that is not let in, and says what the person is told.
    ///
    /// # Panics
    /// Where somebody is let in.
    pub fn refused(&mut self, pending: &Token, client: &Client, code: &str) -> Outcome {
        told(self.answer(pending, client, code))
    }

    /// Types a recovery code at the second step.
    ///
    /// # Panics
    /// Where it could not be typed, or the database refuses.
    pub fn recover(&mut self, pending: &Token, client: &Client, code: &str) -> Answered {
        let typed = TypedRecoveryCode::parse(code).unwrap();
        let command = second_step(&self.policy, &self.dice, pending, &typed, client);
        use_recovery_code(&mut self.db, &command, self.clock.now()).unwrap()
    }

    /// Types a recovery code that is not let in, and says what the person is told.
    ///
    /// # Panics
    /// Where somebody is let in.
    pub fn not_recovered(&mut self, pending: &Token, client: &Client, code: &str) -> Outcome {
        told(self.recover(pending, client, code))
    }

    /// What the code screen of a pending sign-in shows, for a method or for the one asked first; `None` where the sign-in
    /// is over.
    ///
    /// # Panics
    /// Where the database refuses.
    pub fn screen(&mut self, pending: &Token, client: &Client, method: Option<Method>) -> Option<CodeScreen> {
        code_screen(&mut self.db, pending, method, client, &self.policy, self.clock.now()).unwrap()
    }

    /// Presses **Resend code**.
    ///
    /// # Panics
    /// Where the database refuses, or no code is asked any more.
    pub fn resend(&mut self, pending: &Token, client: &Client) -> TextPlan {
        match self.ask_for_text(pending, client, Wanted::Another) {
            Outcome::CodeAsked(plan) => plan,
            other => panic!("no code is asked: {other:?}"),
        }
    }

    /// Asks for a text at the second step: another one, or by **Try another way**.
    ///
    /// # Panics
    /// Where the database refuses.
    pub fn ask_for_text(&mut self, pending: &Token, client: &Client, wanted: Wanted) -> Outcome {
        let command = second_step(&self.policy, &self.dice, pending, &wanted, client);
        resend_code(&mut self.db, &command, self.clock.now()).unwrap()
    }

    /// Signs in fully, with the texted code or the app's where one is asked. Where the app's code of now was used, the
    /// clock goes on to the next.
    ///
    /// # Panics
    /// Where that fails.
    pub fn sign_in(&mut self, person: &Person, client: &Client) -> Token {
        self.sign_in_with(person, client, false)
    }

    pub(super) fn sign_in_with(&mut self, person: &Person, client: &Client, trust: bool) -> Token {
        let (pending, text) = match self.begin(person.username, person.password, client) {
            Begun::SignedIn { session } => return session,
            Begun::SecondStep { pending, text, .. } => (pending, text),
            other => panic!("{} cannot sign in: {other:?}", person.username),
        };
        let code = match text {
            Some(_) => by_text(&self.texted_code(person)),
            None => by_app(&self.next_app_code(person)),
        };
        match self.try_code(&pending, client, &TypedAnswer { trust, ..code }).unwrap() {
            Answered::SignedIn { session } => session,
            Answered::Refused(why) => panic!("{} is refused: {why:?}", person.username),
        }
    }

    /// Presses **Sign out**.
    ///
    /// # Panics
    /// Where the database refuses.
    pub fn sign_out(&mut self, session: &Token) {
        let (entropy, at) = (self.dice.throw(), self.clock.now());
        end_session(&mut self.db, session, Why::SignedOut, entropy, at).unwrap();
    }

    /// Sets texts up for the person of a session whose step-up is complete; the recovery code is not kept yet.
    ///
    /// # Panics
    /// Where the code is refused.
    pub fn turn_texts_on(&mut self, session: &Token, number: &str) {
        let (entropy, at) = (self.dice.throw(), self.clock.now());
        send_set_up_code(&mut self.db, session, &mobile(number), &self.policy, entropy, at).unwrap();
        let code = TypedCode::parse(&self.read_phone()).unwrap();
        let (entropy, at) = (self.dice.throw(), self.clock.now());
        match confirm_set_up(&mut self.db, session, &code, &self.policy, entropy, at).unwrap() {
            SetUp::On => {}
            SetUp::Refused(why) => panic!("the set-up code is refused: {why:?}"),
        }
    }

    /// The code of a person's newest challenge, worked out from its row as the worker does when it sends; whatever became
    /// of the text.
    ///
    /// # Panics
    /// Where there is no challenge of the last hour.
    pub fn texted_code(&mut self, person: &Person) -> String {
        let staff = self.staff(person).id;
        self.db
            .read(self.clock.now(), |tx| {
                let at = tx.at();
                let all = challenges::recent(tx, staff)?;
                let newest = all
                    .iter()
                    .max_by_key(|code| (code.is_live(at), code.term.start.wall_ms))
                    .unwrap();
                let key = &tx.keys().codes().0[&newest.key_id];
                let digits = derive(key, newest.id, newest.reissue);
                Ok::<_, store::StoreError>(digits.reveal().iter().copied().map(char::from).collect())
            })
            .unwrap()
    }

    /// Delivers everything that is due, and gives the code of the newest text.
    ///
    /// # Panics
    /// Where no text with a code was owed.
    pub fn read_phone(&mut self) -> String {
        let mut texts = self.deliver().into_iter().filter_map(|message| message.code);
        texts.next_back().expect("no text with a code was owed")
    }

    /// Claims, hands over and settles everything that is due, as the worker does; nothing that failed is left behind.
    /// Texts that came too late are settled and not among what is returned.
    ///
    /// # Panics
    /// Where the database refuses.
    pub fn deliver(&mut self) -> Vec<Delivered> {
        let mut delivered = Vec::new();
        for channel in [Channel::Text, Channel::Mail] {
            loop {
                let (entropy, at) = (self.dice.throw(), self.clock.now());
                let message = match claim_message(&mut self.db, channel, entropy, at).unwrap() {
                    Claim::Send(message) => message,
                    Claim::TooLate | Claim::PutOff => continue,
                    Claim::Nothing => break,
                };
                let accepted = Handover::Accepted {
                    reference: "SM1".into(),
                };
                let (entropy, at) = (self.dice.throw(), self.clock.now());
                assert!(settle_message(&mut self.db, &message.claimed, &accepted, entropy, at).unwrap());
                if channel == Channel::Text {
                    self.arrives(&message.claimed);
                }
                delivered.push(Delivered {
                    kind: message.claimed.kind,
                    to: message.claimed.address,
                    code: message.code.map(|code| code.digits.reveal().clone()),
                    facts: message.claimed.facts,
                });
            }
        }
        delivered
    }

    /// The carrier says that the text arrived: nobody asks for its fate any more.
    fn arrives(&mut self, text: &Claimed) {
        let underway = Underway {
            id: text.id,
            reference: "SM1".into(),
            staff: text.staff,
            made: text.made,
        };
        let (entropy, at) = (self.dice.throw(), self.clock.now());
        note_fate(&mut self.db, &underway, Some(Fate::Delivered), entropy, at).unwrap();
    }

    /// The worker does everything that ends by itself.
    ///
    /// # Panics
    /// Where the database refuses.
    pub fn expire(&mut self) -> Expired {
        expire_due(&mut self.db, self.dice.throw(), self.clock.now()).unwrap()
    }

    /// Types `count` wrong texted codes at the second step, and says what the person is told after the last.
    ///
    /// # Panics
    /// Where one is right, or `count` is 0.
    pub fn wrong_codes(&mut self, person: &Person, pending: &Token, client: &Client, count: u32) -> Outcome {
        let wrong = another_code(&self.texted_code(person));
        let mut last = None;
        for _ in 0..count {
            last = Some(self.refused(pending, client, &wrong));
        }
        last.expect("at least one")
    }
}

/// The command of an answer to an open second step.
#[must_use]
pub fn second_step<'a, T>(
    policy: &'a Policy,
    dice: &Dice,
    pending: &'a Token,
    typed: &'a T,
    client: &'a Client,
) -> Answer<'a, T> {
    Answer {
        pending,
        typed,
        client,
        lock_name: LOCK,
        policy,
        entropy: dice.throw(),
    }
}

pub(super) fn told(answered: Answered) -> Outcome {
    match answered {
        Answered::Refused(outcome) => outcome,
        Answered::SignedIn { .. } => panic!("somebody was let in"),
    }
}
