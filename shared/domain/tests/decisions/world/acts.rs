//! What people do in the world: each loads the facts, asks the machine and writes everything that comes back.

use domain::enrolment::{self, Confirmed};
use domain::ids::{BrowserId, PendingId, SessionId, StaffId};
use domain::person::{Method, Methods, TwoStep};
use domain::recovery_code::TypedRecoveryCode;
use domain::sign_in::{Event, How, Outcome, State, Step, TextPlan, advance};
use domain::step_up::{self, StepUpSession};
use domain::totp::STEP_MS;

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
        self.code_of(id, Method::Sms, code)
    }

    /// A code of the app is typed.
    pub(crate) fn app_code(&mut self, id: PendingId, code: &str) -> Outcome {
        self.code_of(id, Method::App, code)
    }

    /// A code is typed as one of that method.
    pub(crate) fn code_of(&mut self, id: PendingId, method: Method, code: &str) -> Outcome {
        self.code_with(id, method, code, false)
    }

    /// The same, with the box **Trust this browser** ticked or not.
    pub(crate) fn code_with(&mut self, id: PendingId, method: Method, code: &str, trust: bool) -> Outcome {
        let typed = &typed(code);
        self.event(id, Event::Code { method, typed, trust })
    }

    /// **Try another way** chose texts.
    pub(crate) fn ask_text(&mut self, id: PendingId) -> Outcome {
        let fresh = self.fresh_id();
        self.event(id, Event::Text { fresh })
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

    /// Signs in by what is asked: a text, sent where none is open, the app, which shows another code first where its
    /// newest was used, or nothing.
    pub(crate) fn sign_in(&mut self, staff: StaffId, browser: BrowserId) -> SessionId {
        match self.begin(staff, browser) {
            Outcome::CodeAsked(TextPlan::Sent | TextPlan::TakenOver) => {
                let id = self.pendings.last().unwrap().pending.id;
                let code = self.texted(staff);
                assert_eq!(self.code(id, &code), Outcome::Passed(How::Text));
            }
            Outcome::AppCodeAsked => self.finish_by_app(staff),
            other => assert!(
                matches!(other, Outcome::Passed(How::PasswordAlone | How::Trusted)),
                "{other:?}"
            ),
        }
        self.sessions.last().unwrap().id
    }

    fn finish_by_app(&mut self, staff: StaffId) {
        let unused = self.last_step(staff).is_none_or(|last| last < self.step());
        if !unused {
            self.pass(STEP_MS);
        }
        let id = self.pendings.last().unwrap().pending.id;
        let code = self.app_shows(staff, 0);
        assert_eq!(self.app_code(id, &code), Outcome::Passed(How::App));
    }

    /// Signs in by a code with the box ticked.
    pub(crate) fn sign_in_and_trust(&mut self, staff: StaffId, browser: BrowserId, method: Method) -> Outcome {
        let id = self.pend(staff, browser);
        let code = match method {
            Method::Sms => {
                self.ask_text(id);
                self.texted(staff)
            }
            Method::App => self.app_shows(staff, 0),
        };
        self.code_with(id, method, &code, true)
    }

    /// A text for a step-up.
    pub(crate) fn step_up_text(&mut self, id: SessionId) -> Outcome {
        let fresh = self.fresh_id();
        let (staff, browser, session) = self.seat(id);
        let facts = self.load(staff, browser);
        let step = step_up::text(session, fresh, &facts.standing(), self.at);
        self.write_step(staff, browser, step)
    }

    /// A texted code typed for a step-up.
    pub(crate) fn step_up_code(&mut self, id: SessionId, code: &str) -> Outcome {
        self.step_up_code_of(id, Method::Sms, code)
    }

    /// A code typed for a step-up as one of that method.
    pub(crate) fn step_up_code_of(&mut self, id: SessionId, method: Method, code: &str) -> Outcome {
        let (staff, browser, session) = self.seat(id);
        let facts = self.load(staff, browser);
        let step = step_up::code(session, method, &typed(code), &facts.standing(), self.at);
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

    /// 2SV goes off: open codes, app, recovery code and trust are void.
    pub(crate) fn turn_off(&mut self, staff: StaffId) {
        self.kill(staff, |_| true);
        self.end_trust(staff);
        let someone = self.someone(staff);
        someone.person.two_step = TwoStep::Off;
        someone.app = None;
        let dead = someone.recovery.take();
        someone.dead_recovery.extend(dead);
    }

    /// One of two methods is removed, with its open codes; the last one stays.
    pub(crate) fn remove(&mut self, staff: StaffId, method: Method) {
        let Some(left) = self.methods(staff).and_then(|methods| methods.without(method)) else {
            return;
        };
        match method {
            Method::Sms => self.kill(staff, |_| true),
            Method::App => self.someone(staff).app = None,
        }
        self.someone(staff).person.two_step = TwoStep::On(left);
    }

    /// Another method is asked first, where both are set up.
    pub(crate) fn ask_first(&mut self, staff: StaffId, method: Method) {
        if let TwoStep::On(Methods::Both { default, .. }) = &mut self.someone(staff).person.two_step {
            *default = method;
        }
    }

    /// The clinic turns trusted browsers off. Whether trusts end now or when it turns them on again makes no difference
    /// to anybody (T05), so they do then.
    pub(crate) fn forbid_trust(&mut self) {
        self.trust_allowed = false;
    }

    /// The clinic turns trusted browsers on.
    pub(crate) fn allow_trust(&mut self) {
        if !self.trust_allowed {
            self.trusts.iter_mut().for_each(|row| row.ended = true);
        }
        self.trust_allowed = true;
    }

    /// A manager lifts the lockouts of a person.
    pub(crate) fn lift(&mut self, staff: StaffId) {
        for (_, ladder) in self.ladders.iter_mut().filter(|((whose, _), _)| *whose == staff) {
            *ladder = ladder.lifted();
        }
    }

    fn turn_on(&mut self, staff: StaffId, number: String) {
        self.kill(staff, |open| open.to != number);
        self.first_recovery_code(staff);
        let before = self.methods(staff);
        if before
            .as_ref()
            .and_then(Methods::number)
            .is_some_and(|old| old != number)
        {
            self.end_trust(staff);
        }
        self.someone(staff).person.two_step = TwoStep::On(match before {
            None | Some(Methods::Text { .. }) => Methods::Text { number },
            Some(Methods::App) => Methods::Both {
                number,
                default: Method::App,
            },
            Some(Methods::Both { default, .. }) => Methods::Both { number, default },
        });
    }

    /// What is set up, where 2SV is on.
    pub(crate) fn methods(&self, staff: StaffId) -> Option<Methods> {
        self.people[&staff].person.two_step.methods().cloned()
    }

    /// The first method brings a recovery code.
    pub(super) fn first_recovery_code(&mut self, staff: StaffId) {
        if self.people[&staff].recovery.is_none() {
            let fresh = self.new_recovery_code();
            self.someone(staff).recovery = Some(fresh);
        }
    }

    pub(crate) fn seat(&self, id: SessionId) -> (StaffId, BrowserId, StepUpSession) {
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
