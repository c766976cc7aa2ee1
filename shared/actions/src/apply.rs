//! Writing down what a decision says: every effect, in order, in the caller's transaction.

use domain::audit::{Actor, Entry};
use domain::challenge::Purpose;
use domain::change::Change;
use domain::document::DocumentKind;
use domain::effect::Effect;
use domain::ids::{BrowserId, SessionId, StaffId};
use domain::lockout::Class;
use domain::message::{MailKind, Notice, Pace, Recipients, TextKind};
use domain::policy;
use domain::recovery_code::RecoveryCode;
use domain::secret::Secret;
use domain::sign_in::Admission;
use domain::time::{DAY, HOUR, Now, Term};
use domain::verification::Door;
use store::counters::Wrong;
use store::outbox::{CodeOf, Facts, Kind, Owed};
use store::staff::StaffRow;
use store::trust::{TrustRow, Whose};
use store::{
    StoreError, WriteTx, audit, browsers, challenges, clinic, counters, documents, methods, outbox, pending, recovery,
    sessions, staff, trust,
};

use crate::{Token, owner_recovery};

/// Where the effects happen.
pub(crate) struct Scene<'a> {
    /// Whom they are about.
    pub(crate) staff: &'a StaffRow,
    /// In which browser.
    pub(crate) browser: BrowserId,
    /// From where, in words.
    pub(crate) place: &'a str,
    /// The lock file a session that begins will be named with.
    pub(crate) lock_name: &'a str,
    /// When the password of this sign-in was typed.
    pub(crate) password_at: Now,
    /// Whether the browser is recognised (for a pending sign-in that opens).
    pub(crate) recognised: bool,
}

/// What the caller hands on.
#[derive(Default)]
pub(crate) struct Applied {
    /// The token of a pending sign-in that opened.
    pub(crate) pending: Option<Token>,
    /// The token of a session that began.
    pub(crate) session: Option<Token>,
}

pub(crate) fn apply(tx: &WriteTx<'_>, scene: &Scene<'_>, effects: Vec<Effect>) -> Result<Applied, StoreError> {
    let mut applied = Applied::default();
    for effect in effects {
        one(tx, scene, effect, &mut applied)?;
    }
    Ok(applied)
}

fn one(tx: &WriteTx<'_>, scene: &Scene<'_>, effect: Effect, applied: &mut Applied) -> Result<(), StoreError> {
    let id = scene.staff.id;
    match effect {
        Effect::OpenPending { term } => {
            let token = tx.random16();
            let new = pending::NewPending {
                token: &token,
                staff: id,
                browser: scene.browser,
                place: scene.place,
                recognised: scene.recognised,
                term,
            };
            pending::open(tx, &new)?;
            applied.pending = Some(Secret::new(token));
        }
        Effect::CountInPending(pending) => pending::count_wrong(tx, pending)?,
        Effect::ClosePending(pending) => pending::finish(tx, pending)?,
        Effect::IssueChallenge {
            id: challenge,
            purpose,
            session,
            to,
            term,
        } => {
            let door = Door {
                purpose,
                browser: scene.browser,
                session,
            };
            challenges::issue(tx, id, door, challenge, &to, term)?;
        }
        Effect::ReissueChallenge {
            id: challenge,
            reissue,
            term,
        } => challenges::reissue(tx, challenge, reissue, term)?,
        Effect::OweText {
            id: challenge,
            reissue,
            to,
            purpose,
        } => {
            owe_code(
                tx,
                id,
                &to,
                CodeOf {
                    challenge,
                    reissue,
                    purpose,
                },
            )?;
        }
        Effect::UseChallenge(challenge) => challenges::use_up(tx, challenge)?,
        Effect::UseTimeStep(person, step) => methods::use_time_step(tx, person, step)?,
        Effect::Trust { term } => begin_trust(tx, scene, term)?,
        Effect::UseTrust(trusted) => trust::note_used(tx, trusted)?,
        Effect::EndTrust(person, why) => {
            let hand = Hand {
                actor: Actor::Staff(person),
                place: scene.place,
            };
            end_trust(tx, person, &hand, why)?;
        }
        Effect::WithdrawChallenge(challenge) => {
            challenges::close(tx, challenge, domain::challenge::ChallengeState::Void)?;
        }
        Effect::VoidCodes(person, class) => {
            let recognised = browsers::recognised_browsers(tx, person)?;
            challenges::void_open(tx, person, |open| {
                recognised.contains(&open.browser) == (class == domain::lockout::Class::Recognised)
            })?;
        }
        Effect::CountWrongCode(person, class) => counters::count_wrong(tx, person, class, Wrong::Code)?,
        Effect::CountWrongRecovery(person, class) => counters::count_wrong(tx, person, class, Wrong::Recovery)?,
        Effect::StoreLadder(person, class, ladder) => counters::store_ladder(tx, person, class, ladder)?,
        Effect::ReplaceRecovery(person) => {
            replace_recovery(tx, person, scene.place)?;
        }
        Effect::MarkFamiliar { second_step } => {
            browsers::mark_familiar(tx, id, scene.browser, scene.place, second_step)?;
        }
        Effect::StampCodeStep(session) => sessions::stamp_code_step(tx, session)?,
        Effect::StampPassword(session, act) => sessions::stamp_password(tx, session, act)?,
        Effect::CountStepUpFailure(session) => sessions::count_step_up_failure(tx, session)?,
        Effect::Admit(admission) => applied.session = Some(begin_session(tx, scene, &admission)?),
        Effect::Owe(notice) => notify(tx, &notice, "you", scene.place)?,
        Effect::Record(entry) => record(tx, &entry)?,
    }
    Ok(())
}

fn owe_code(tx: &WriteTx<'_>, staff: StaffId, to: &str, code: CodeOf) -> Result<(), StoreError> {
    let owed = Owed {
        kind: Kind::Text(TextKind::Code),
        staff: Some(staff),
        address: to,
        code: Some(code),
        facts: &Facts::new(),
    };
    outbox::owe(tx, &owed).map(|_| ())
}

fn begin_session(tx: &WriteTx<'_>, scene: &Scene<'_>, admission: &Admission) -> Result<Token, StoreError> {
    let token = tx.random16();
    let row = scene.staff;
    let enforced = clinic::rule(tx)?.enforced;
    let since = row.last_sign_in_at.unwrap_or(0);
    let new = sessions::NewSession {
        admission,
        token: &token,
        browser: scene.browser,
        place: scene.place,
        lock_name: scene.lock_name,
        password_at: scene.password_at,
        previous_at: row.last_sign_in_at,
        previous_place: row.last_sign_in_place.as_deref(),
        wrong_since: counters::wrong_since(tx, row.id, since)?,
        unfinished_since: pending::unfinished_since(tx, row.id, since)?,
        must_set_up: policy::must_set_up(enforced, admission.how(), &row.person(), tx.at()),
    };
    sessions::begin(tx, &new)?;
    staff::note_sign_in(tx, row.id, scene.place)?;
    owner_recovery::cancel_by_sign_in(tx, row, scene.place)?;
    Ok(Secret::new(token))
}

/// The recovery code dies and a fresh one takes its place, not yet saved (spec R03, R04).
pub(crate) fn replace_recovery(tx: &WriteTx<'_>, person: StaffId, place: &str) -> Result<RecoveryCode, StoreError> {
    let hand = Hand {
        actor: Actor::Staff(person),
        place,
    };
    kill_recovery(tx, person, &hand)?;
    recovery::make(tx, person)
}

/// The recovery code dies, and with it a page of it that waits to be fetched.
pub(crate) fn kill_recovery(tx: &WriteTx<'_>, person: StaffId, hand: &Hand<'_>) -> Result<(), StoreError> {
    if let Some(stored) = recovery::find(tx, person)? {
        recovery::kill(tx, person, &stored)?;
    }
    let only = Some(DocumentKind::RecoveryCode);
    withdraw_pickups(tx, person, only, hand, "its recovery code is dead")
}

/// The running waits of both classes end; the ladder keeps its height (spec L05).
pub(crate) fn lift_waits(tx: &WriteTx<'_>, person: StaffId) -> Result<(), StoreError> {
    for class in [Class::Recognised, Class::Other] {
        let ladder = counters::ladder(tx, person, class)?;
        counters::store_ladder(tx, person, class, ladder.lifted())?;
    }
    Ok(())
}

/// A row of the record.
pub(crate) fn record(tx: &WriteTx<'_>, entry: &Entry) -> Result<(), StoreError> {
    audit::append(tx, entry).map(|_| ())
}

/// Owes a notice to whom it concerns, at its pace. `who` did it: "you", a name, "the operator".
///
/// # Errors
/// An empty set of managers is an error, never "everybody" and never nobody in silence.
pub(crate) fn notify(tx: &WriteTx<'_>, notice: &Notice, who: &str, place: &str) -> Result<(), StoreError> {
    let about = match notice.to {
        Recipients::Person(staff) | Recipients::Address(staff, _) => Some(staff),
        Recipients::Managers | Recipients::ManagersBut(_) => None,
    };
    let held_back = match notice.pace {
        Pace::Always => false,
        Pace::Hourly => outbox::was_owed(tx, about, &[MailKind::WrongCodes, MailKind::Unfinished], HOUR)?,
        Pace::Daily => outbox::was_owed(tx, about, &[notice.kind], DAY)?,
    };
    if held_back {
        return Ok(());
    }
    for recipient in recipients(tx, &notice.to)? {
        mail(tx, notice, &recipient, who, place)?;
    }
    Ok(())
}

fn recipients(tx: &WriteTx<'_>, to: &Recipients) -> Result<Vec<StaffRow>, StoreError> {
    let all = match to {
        Recipients::Person(staff) => vec![staff::get(tx, *staff)?],
        Recipients::Address(staff, email) => vec![StaffRow {
            email: email.clone(),
            ..staff::get(tx, *staff)?
        }],
        Recipients::Managers => staff::managers(tx)?,
        // Where there is no other manager the person, who is told apart, is the one to tell.
        Recipients::ManagersBut(staff) => {
            let mut others = staff::managers(tx)?;
            others.retain(|row| row.id != *staff);
            return Ok(others);
        }
    };
    if all.is_empty() {
        return Err(StoreError::Other("nobody is there to be told".into()));
    }
    Ok(all)
}

/// Writes down a change a person made to themselves, and tells whom it concerns (spec X01, X03).
pub(crate) fn announce(tx: &WriteTx<'_>, staff: StaffId, change: &Change, place: &str) -> Result<(), StoreError> {
    let hand = Hand {
        actor: Actor::Staff(staff),
        place,
    };
    announce_by(tx, staff, change, &hand, "you")
}

/// The same of a change that somebody else made: `who` as the mails name them.
pub(crate) fn announce_by(
    tx: &WriteTx<'_>,
    staff: StaffId,
    change: &Change,
    hand: &Hand<'_>,
    who: &str,
) -> Result<(), StoreError> {
    let told = change.told(staff, hand.place);
    for entry in told.entries {
        let actor = hand.actor.clone();
        record(tx, &Entry { actor, ..entry })?;
    }
    for notice in &told.notices {
        notify(tx, notice, who, hand.place)?;
    }
    Ok(())
}

/// Who does something, and from where.
pub(crate) struct Hand<'a> {
    /// Who.
    pub(crate) actor: Actor,
    /// From where, in words.
    pub(crate) place: &'a str,
}

impl Hand<'_> {
    /// A row about what this hand did to somebody.
    pub(crate) fn entry(&self, staff: StaffId, kind: domain::audit::Kind, detail: String) -> Entry {
        Entry {
            actor: self.actor.clone(),
            ..Entry::own(staff, kind, domain::audit::Ending::Done, self.place).detail(detail)
        }
    }
}

/// A trust begins; what is left of one of the same person and browser ends with its row of the record.
fn begin_trust(tx: &WriteTx<'_>, scene: &Scene<'_>, term: Term) -> Result<(), StoreError> {
    let hand = Hand {
        actor: Actor::Staff(scene.staff.id),
        place: scene.place,
    };
    for row in trust::running(tx, Whose::Staff(scene.staff.id))? {
        if row.browser == scene.browser {
            end_one_trust(tx, &row, &hand, "ticked again")?;
        }
    }
    trust::begin(tx, scene.staff.id, scene.browser, scene.place, term)
}

/// Ends every trust of a person, each with its row of the record (spec T05).
pub(crate) fn end_trust(tx: &WriteTx<'_>, staff: StaffId, hand: &Hand<'_>, why: &str) -> Result<(), StoreError> {
    for row in trust::running(tx, Whose::Staff(staff))? {
        end_one_trust(tx, &row, hand, why)?;
    }
    Ok(())
}

/// Withdraws what waits to be fetched by a person, of one kind or any, with its row of the record.
pub(crate) fn withdraw_pickups(
    tx: &WriteTx<'_>,
    staff: StaffId,
    only: Option<DocumentKind>,
    hand: &Hand<'_>,
    why: &str,
) -> Result<(), StoreError> {
    for _ in documents::withdraw_pickups(tx, staff, only)? {
        record(
            tx,
            &hand
                .entry(staff, domain::audit::Kind::DocumentEnded, why.to_owned())
                .rule("R09"),
        )?;
    }
    Ok(())
}

/// Ends one trust with its row of the record.
pub(crate) fn end_one_trust(tx: &WriteTx<'_>, row: &TrustRow, hand: &Hand<'_>, why: &str) -> Result<(), StoreError> {
    if trust::end(tx, row.trust.id, why)? {
        let detail = format!("{why}; it was {}", row.place);
        record(tx, &hand.entry(row.staff, domain::audit::Kind::TrustEnded, detail))?;
    }
    Ok(())
}

fn mail(tx: &WriteTx<'_>, notice: &Notice, to: &StaffRow, who: &str, place: &str) -> Result<(), StoreError> {
    let mut facts: Facts = notice
        .facts
        .iter()
        .map(|(name, value)| ((*name).to_owned(), value.clone()))
        .collect();
    let standard = [
        ("name", to.name.clone()),
        ("who", who.to_owned()),
        ("at_ms", tx.at().wall_ms.to_string()),
        ("place", place.to_owned()),
    ];
    for (name, value) in standard {
        facts.entry(name.to_owned()).or_insert(value);
    }
    let owed = Owed {
        kind: Kind::Mail(notice.kind),
        staff: Some(to.id),
        address: &to.email,
        code: None,
        facts: &facts,
    };
    outbox::owe(tx, &owed).map(|_| ())
}

/// A text that carries no code.
pub(crate) fn plain_text(tx: &WriteTx<'_>, kind: TextKind, staff: StaffId, to: &str) -> Result<(), StoreError> {
    let owed = Owed {
        kind: Kind::Text(kind),
        staff: Some(staff),
        address: to,
        code: None,
        facts: &Facts::new(),
    };
    outbox::owe(tx, &owed).map(|_| ())
}

/// Ends a person's sessions but one, each with its row of the record.
pub(crate) fn end_sessions(
    tx: &WriteTx<'_>,
    staff: StaffId,
    keep: Option<SessionId>,
    hand: &Hand<'_>,
    why: &str,
) -> Result<(), StoreError> {
    for session in sessions::end_all_but(tx, staff, keep, why)? {
        let detail = format!("{why}; it was {}", session.place);
        record(tx, &hand.entry(staff, domain::audit::Kind::SessionEnded, detail))?;
    }
    Ok(())
}

/// Whoever else is in as this person, or half in, is not any more: sessions but one, trust, pending sign-ins, codes that
/// are not that session's, pages that wait to be fetched.
pub(crate) fn shut_out(
    tx: &WriteTx<'_>,
    staff: StaffId,
    keep: Option<SessionId>,
    hand: &Hand<'_>,
    why: &str,
) -> Result<(), StoreError> {
    end_sessions(tx, staff, keep, hand, why)?;
    end_trust(tx, staff, hand, why)?;
    pending::void_all(tx, staff)?;
    challenges::void_open(tx, staff, |open| keep.is_none() || open.session != keep)?;
    withdraw_pickups(tx, staff, None, hand, why)
}

/// A row about what the operator did.
pub(crate) fn by_operator(login: &str, subject: Option<StaffId>, kind: domain::audit::Kind) -> Entry {
    Entry {
        actor: Actor::Operator(login.to_owned()),
        subject,
        kind,
        outcome: domain::audit::Ending::Done,
        rule: "",
        place: "command line".into(),
        detail: String::new(),
    }
}

/// The door of a sign-in.
pub(crate) fn sign_in_door(browser: BrowserId) -> Door {
    Door {
        purpose: Purpose::SignIn,
        browser,
        session: None,
    }
}
