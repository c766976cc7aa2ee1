//! One after the other of a crowd types a code, and the real action judges it on the real file.

use actions::answer_code::{Answered, TypedAnswer, answer_code};
use actions::begin_sign_in::{BeginSignIn, Begun, begin_sign_in};
use actions::{Client, Policy, Token};
use domain::sign_in::Outcome;
use domain::time::Now;
use domain::verification::Dead;
use fixtures::clinic::{Dice, LOCK, SAM, by_app, by_text, keys, second_step, typed};
use setup::DataDir;
use store::Db;

use crate::crowd;

/// What somebody of the crowd types.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Typed {
    /// Not the texted code.
    WrongText,
    /// The texted code.
    RightText,
    /// Not the app's code.
    WrongApp,
    /// The app's code.
    RightApp,
    /// The same once more, elsewhere, after [`Typed::RightApp`].
    ReplayedApp,
}

impl Typed {
    /// In words.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::WrongText => "wrong text code",
            Self::RightText => "right text code",
            Self::WrongApp => "wrong app code",
            Self::RightApp => "right app code",
            Self::ReplayedApp => "replayed app code",
        }
    }
}

/// One code about to be judged.
pub(crate) struct Turn {
    what: Typed,
    answer: TypedAnswer,
    pending: Token,
    client: Client,
}

/// Judges codes of a crowd.
pub(crate) struct Judge {
    db: Db,
    at: Now,
    dice: Dice,
    policy: Policy,
}

impl Judge {
    /// `number` keeps the dice of hands that work at the same time apart.
    pub(crate) fn new(data: &DataDir, at: Now, number: u64) -> Self {
        Self {
            db: Db::open(data, keys()).unwrap(),
            at,
            dice: Dice::after((number + 1) << 32),
            policy: Policy {
                daily_cap: 150,
                countries: vec!["CA".into()],
            },
        }
    }

    /// What that person of the crowd types, where.
    pub(crate) fn turn(&self, what: Typed, person: u64) -> Turn {
        let (keys, at) = (self.db.keys(), self.at);
        let answer = match what {
            Typed::WrongText => by_text(&crowd::wrong_text(keys, person)),
            Typed::RightText => by_text(&crowd::right_text(keys, person)),
            Typed::WrongApp => by_app(&crowd::wrong_app(person, at)),
            Typed::RightApp | Typed::ReplayedApp => by_app(&crowd::right_app(person, at)),
        };
        let (pending, client) = match what {
            Typed::WrongText | Typed::RightText | Typed::WrongApp | Typed::RightApp => {
                (crowd::token(person), crowd::seat(person))
            }
            Typed::ReplayedApp => (crowd::token_elsewhere(person), crowd::elsewhere(person)),
        };
        Turn {
            what,
            answer,
            pending,
            client,
        }
    }

    /// Judges it. Whether it was judged as it should.
    pub(crate) fn judges(&mut self, turn: &Turn) -> bool {
        let command = second_step(&self.policy, &self.dice, &turn.pending, &turn.answer, &turn.client);
        let answered = answer_code(&mut self.db, &command, self.at).ok();
        match turn.what {
            Typed::WrongText | Typed::WrongApp => {
                matches!(answered, Some(Answered::Refused(Outcome::Wrong { .. })))
            }
            Typed::RightText | Typed::RightApp => matches!(answered, Some(Answered::SignedIn { .. })),
            Typed::ReplayedApp => {
                matches!(answered, Some(Answered::Refused(Outcome::Dead(Dead::StepUsed))))
            }
        }
    }

    /// User name and password of that person at the desk they trust. Whether that was all.
    pub(crate) fn signs_in_by_trust(&mut self, person: u64) -> bool {
        let command = BeginSignIn {
            username: &crowd::username(person),
            password: &typed(SAM.password),
            client: &crowd::desk(person),
            lock_name: LOCK,
            policy: &self.policy,
            entropy: self.dice.throw(),
        };
        let begun = begin_sign_in(&mut self.db, &command, self.at).ok();
        matches!(begun, Some(Begun::SignedIn { .. }))
    }
}
