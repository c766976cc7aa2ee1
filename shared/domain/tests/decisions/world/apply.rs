//! Writing what a decision asks for, as a store does: by compare-and-set where two could race.

use domain::challenge::{Challenge, ChallengeState};
use domain::effect::Effect;
use domain::ids::{BrowserId, ChallengeId, PendingId, SessionId, StaffId, TrustId};
use domain::lockout::Class;
use domain::sign_in::Pending;
use domain::step_up::{Stamps, rule};
use domain::time::{Now, Term};
use domain::trust::Trust;
use domain::verification::Door;

use super::{KEY_ID, PendingRow, Session, Text, TrustRow, World, WrongOnes};

/// Counts one.
fn wrong_one(wrong: &mut WrongOnes, staff: StaffId, class: Class, at: Now) {
    wrong.entry((staff, class.as_str())).or_default().push(at);
}

impl World {
    /// Writes effects decided for `staff` in `browser`, in their order.
    pub(crate) fn apply(&mut self, staff: StaffId, browser: BrowserId, effects: Vec<Effect>) {
        for effect in effects {
            self.write(staff, browser, effect);
        }
    }

    fn write(&mut self, staff: StaffId, browser: BrowserId, effect: Effect) {
        match effect {
            Effect::OpenPending { term } => {
                let id = PendingId(self.pendings.len() as i64 + 1);
                let pending = Pending {
                    id,
                    staff,
                    browser,
                    term,
                    wrong: 0,
                };
                self.pendings.push(PendingRow { pending, open: true });
            }
            Effect::CountInPending(id) => self.pending_row(id).pending.wrong += 1,
            Effect::ClosePending(id) => {
                assert!(self.pending_row(id).open, "a sign-in is finished once");
                self.pending_row(id).open = false;
            }
            Effect::IssueChallenge {
                id,
                purpose,
                session,
                to,
                term,
            } => {
                let door = Door {
                    purpose,
                    browser,
                    session,
                };
                self.kill(staff, |open| door.made(open));
                let state = ChallengeState::Open;
                let challenge = Challenge {
                    id,
                    purpose,
                    state,
                    reissue: 0,
                    key_id: KEY_ID,
                    to,
                    browser,
                    session,
                    term,
                };
                self.challenges.push((staff, challenge));
            }
            Effect::ReissueChallenge { id, reissue, term } => {
                let open = self.open_challenge(id);
                assert_eq!(open.reissue + 1, reissue);
                (open.reissue, open.term) = (reissue, term);
            }
            Effect::OweText {
                id,
                reissue,
                to,
                purpose,
            } => {
                self.texts.push(Text {
                    staff,
                    to,
                    id,
                    reissue,
                    purpose,
                    at: self.at,
                });
            }
            Effect::UseTimeStep(whose, step) => {
                let app = self.someone(whose).app.as_mut().unwrap();
                assert!(
                    app.last_step.is_none_or(|last| last < step),
                    "a time step is only ever moved forward"
                );
                app.last_step = Some(step);
            }
            Effect::Trust { term } => self.begin_trust(staff, browser, term),
            Effect::UseTrust(id) => {
                let row = self.trusts.iter_mut().find(|row| row.trust.id == id).unwrap();
                assert_eq!((row.staff, row.browser, row.ended), (staff, browser, false));
                row.uses += 1;
            }
            Effect::EndTrust(whose, _) => self.end_trust(whose),
            Effect::UseChallenge(id) => self.open_challenge(id).state = ChallengeState::Used,
            Effect::WithdrawChallenge(id) => self.open_challenge(id).state = ChallengeState::Void,
            Effect::VoidCodes(whose, class) => self.kill_class(whose, class),
            Effect::CountWrongCode(whose, class) => wrong_one(&mut self.wrong_codes, whose, class, self.at),
            Effect::CountWrongRecovery(whose, class) => wrong_one(&mut self.wrong_recovery, whose, class, self.at),
            Effect::StoreLadder(whose, class, ladder) => {
                self.ladders.insert((whose, class.as_str()), ladder);
            }
            Effect::ReplaceRecovery(whose) => {
                let fresh = self.new_recovery_code();
                let someone = self.someone(whose);
                let dead = someone.recovery.replace(fresh);
                someone.dead_recovery.extend(dead);
            }
            Effect::MarkFamiliar { second_step } => self.mark_familiar(staff, browser, second_step),
            Effect::StampCodeStep(id) => {
                let at = self.at;
                let row = self.session_row(id);
                row.stamps.code_step = Some(at);
                row.failures = 0;
            }
            Effect::StampPassword(id, act) => {
                let at = self.at;
                let stamps = &mut self.session_row(id).stamps;
                stamps.password = Some(at);
                stamps.password_act = (!rule(act).recent_password_counts).then_some(act);
            }
            Effect::CountStepUpFailure(id) => self.session_row(id).failures += 1,
            Effect::Admit(admission) => {
                let id = SessionId(self.sessions.len() as i64 + 1);
                let code_step = admission.how().is_code_step().then_some(self.at);
                let stamps = Stamps {
                    password: Some(self.at),
                    password_act: None,
                    code_step,
                };
                let (staff, how) = (admission.staff(), admission.how());
                self.sessions.push(Session {
                    id,
                    staff,
                    browser,
                    how,
                    stamps,
                    failures: 0,
                });
            }
            Effect::Owe(notice) => self.mails.push(notice),
            Effect::Record(entry) => self.record.push(entry),
        }
    }

    fn mark_familiar(&mut self, staff: StaffId, browser: BrowserId, second_step: bool) {
        let at = self.at;
        if self.familiarity(staff, browser).announced {
            return;
        }
        let row = self.familiar.entry((staff, browser)).or_insert((at, None));
        row.0 = at;
        if second_step {
            row.1 = Some(at);
        }
    }

    /// A browser that is ticked again is trusted anew.
    fn begin_trust(&mut self, staff: StaffId, browser: BrowserId, term: Term) {
        let here = |row: &&mut TrustRow| (row.staff, row.browser) == (staff, browser);
        self.trusts.iter_mut().filter(here).for_each(|row| row.ended = true);
        let id = TrustId(self.trusts.len() as i64 + 1);
        self.trusts.push(TrustRow {
            staff,
            browser,
            trust: Trust { id, term },
            ended: false,
            uses: 0,
        });
    }

    /// Every trust of a person ends.
    pub(crate) fn end_trust(&mut self, staff: StaffId) {
        let mine = self.trusts.iter_mut().filter(|row| row.staff == staff);
        mine.for_each(|row| row.ended = true);
    }

    fn pending_row(&mut self, id: PendingId) -> &mut PendingRow {
        self.pendings.iter_mut().find(|row| row.pending.id == id).unwrap()
    }

    fn session_row(&mut self, id: SessionId) -> &mut Session {
        self.sessions.iter_mut().find(|session| session.id == id).unwrap()
    }

    fn open_challenge(&mut self, id: ChallengeId) -> &mut Challenge {
        let open = |challenge: &Challenge| challenge.id == id && challenge.state == ChallengeState::Open;
        let found = self
            .challenges
            .iter_mut()
            .map(|row| &mut row.1)
            .find(|challenge| open(challenge));
        found.expect("only an open challenge is moved on")
    }

    fn kill_class(&mut self, staff: StaffId, class: Class) {
        let browsers = super::BROWSERS.map(|browser| (browser, self.class(staff, browser)));
        self.kill(staff, |open| browsers.contains(&(open.browser, class)));
    }

    /// Withdraws a person's open challenges; those whose time is over are marked so.
    pub(crate) fn kill(&mut self, staff: StaffId, dies: impl Fn(&Challenge) -> bool) {
        let at = self.at;
        for (_, challenge) in self.challenges.iter_mut().filter(|row| row.0 == staff) {
            if challenge.state == ChallengeState::Open && dies(challenge) {
                let ended = challenge.term.ended(at);
                challenge.state = if ended {
                    ChallengeState::Expired
                } else {
                    ChallengeState::Void
                };
            }
        }
    }
}
