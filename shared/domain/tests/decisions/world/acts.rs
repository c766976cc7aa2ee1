//! What people do in the world: each loads the facts, asks the machine and writes everything that comes back.

use domain::enrolment::{self, Confirmed};
use domain::ids::{BrowserId, PendingId, SessionId, StaffId};
use domain::person::{Method, TwoStep};
use domain::recovery_code::TypedRecoveryCode;
use domain::sign_in::{Event, How, Outcome, State, Step, TextPlan, advance};
use domain::step_up::{self, StepUpSession};

use super::{World, typed};

impl World {
    /// The password was right.
    pub(crate) fn begin(&mut self, staff: StaffId, browser: BrowserId) -> Outcome {
        let fresh = self.fresh_id();
        let facts = self.load(staff, browser);
        let step = advance(State::PasswordRight, Event::Begin { fresh }, &facts.standing(), self.at);
        self.write_step(staff, browser, step)
    }

    /// The same, with the pending sign-in that it opened.
    pub(crate) fn pend(&mut self, staff: StaffId, browser: BrowserId) -> PendingId {
        self.begin(staff, browser);
        self.pendings.last().unwrap().pending.id
    }

    /// A texted code is typed.
    pub(crate) fn code(&mut self, id: PendingId, code: &str) -> Outcome {
        self.event(id, Event::Code(&typed(code)))
    }

    /// A recovery code is typed.
    pub(crate) fn recover(&mut self, id: PendingId, code: &str) -> Outcome {
        let typed = TypedRecoveryCode::parse(code).unwrap();
        let dead = self.is_dead(self.pending(id).pending.staff, &typed);
        self.event(id, Event::Recovery { typed: &typed, dead })
    }

    /// **Resend code**.
    pub(crate) fn resend(&mut self, id: PendingId) -> Outcome {
        let fresh = self.fresh_id();
        self.event(id, Event::Resend { fresh })
    }

    pub(crate) fn event(&mut self, id: PendingId, event: Event<'_>) -> Outcome {
        let row = self.pending(id);
        let (staff, browser) = (row.pending.staff, row.pending.browser);
        let state = if row.open {
            State::Open(row.pending)
        } else {
            State::Closed
        };
        let facts = self.load(staff, browser);
        let step = advance(state, event, &facts.standing(), self.at);
        self.write_step(staff, browser, step)
    }

    /// Signs in with the code of a text that is asked for where none is open.
    pub(crate) fn sign_in(&mut self, staff: StaffId, browser: BrowserId) -> SessionId {
        match self.begin(staff, browser) {
            Outcome::CodeAsked(TextPlan::Sent | TextPlan::TakenOver) => {
                let id = self.pendings.last().unwrap().pending.id;
                let code = self.texted(staff);
                assert_eq!(self.code(id, &code), Outcome::Passed(How::Text));
            }
            other => assert_eq!(other, Outcome::Passed(How::PasswordAlone)),
        }
        self.sessions.last().unwrap().id
    }

    /// A text for a step-up.
    pub(crate) fn step_up_text(&mut self, id: SessionId) -> Outcome {
        let fresh = self.fresh_id();
        let (staff, browser, session) = self.seat(id);
        let facts = self.load(staff, browser);
        let step = step_up::text(session, fresh, &facts.standing(), self.at);
        self.write_step(staff, browser, step)
    }

    /// A code typed for a step-up.
    pub(crate) fn step_up_code(&mut self, id: SessionId, code: &str) -> Outcome {
        let (staff, browser, session) = self.seat(id);
        let facts = self.load(staff, browser);
        let step = step_up::code(session, &typed(code), &facts.standing(), self.at);
        self.write_step(staff, browser, step)
    }

    /// A recovery code typed for a step-up.
    pub(crate) fn step_up_recovery(&mut self, id: SessionId, code: &str) -> Outcome {
        let (staff, browser, session) = self.seat(id);
        let typed = TypedRecoveryCode::parse(code).unwrap();
        let facts = self.load(staff, browser);
        let step = step_up::recovery(session, &typed, self.is_dead(staff, &typed), &facts.standing(), self.at);
        self.write_step(staff, browser, step)
    }

    /// A text to a number that is being set up.
    pub(crate) fn set_up_text(&mut self, id: SessionId, number: &str) -> Outcome {
        let fresh = self.fresh_id();
        let (staff, browser, session) = self.seat(id);
        let facts = self.load(staff, browser);
        let step = enrolment::text(session.id, fresh, number, &facts.standing(), self.at);
        self.write_step(staff, browser, step)
    }

    /// A set-up code is typed; when it is right the number is the profile's and texts are on.
    pub(crate) fn set_up_code(&mut self, id: SessionId, code: &str) -> Result<(), Outcome> {
        let (staff, browser, session) = self.seat(id);
        let facts = self.load(staff, browser);
        let step = enrolment::code(session.id, &typed(code), &facts.standing(), self.at);
        self.apply(staff, browser, step.effects);
        step.result.map(|Confirmed { number }| self.turn_on(staff, number))
    }

    /// 2SV goes off: every open code and the recovery code are void.
    pub(crate) fn turn_off(&mut self, staff: StaffId) {
        self.kill(staff, |_| true);
        let someone = self.someone(staff);
        someone.person.two_step = TwoStep::Off;
        let dead = someone.recovery.take();
        someone.dead_recovery.extend(dead);
    }

    /// A manager lifts the lockouts of a person.
    pub(crate) fn lift(&mut self, staff: StaffId) {
        for (_, ladder) in self.ladders.iter_mut().filter(|((whose, _), _)| *whose == staff) {
            *ladder = ladder.lifted();
        }
    }

    fn turn_on(&mut self, staff: StaffId, number: String) {
        self.kill(staff, |open| open.to != number);
        if self.people[&staff].recovery.is_none() {
            let fresh = self.new_recovery_code();
            self.someone(staff).recovery = Some(fresh);
        }
        self.someone(staff).person.two_step = TwoStep::On {
            default: Method::Sms,
            number,
        };
    }

    fn seat(&self, id: SessionId) -> (StaffId, BrowserId, StepUpSession) {
        let session = self.session(id);
        (
            session.staff,
            session.browser,
            StepUpSession {
                id,
                failures: session.failures,
            },
        )
    }

    fn is_dead(&self, staff: StaffId, typed: &TypedRecoveryCode) -> bool {
        self.people[&staff].dead_recovery.iter().any(|dead| typed.matches(dead))
    }

    fn write_step(&mut self, staff: StaffId, browser: BrowserId, step: Step) -> Outcome {
        self.apply(staff, browser, step.effects);
        step.outcome
    }
}
