//! Phones with an authenticator app, and setting one up: what they show, and what is stored once a code was accepted.

use domain::enrolment::{self, NotConfirmed};
use domain::ids::{SessionId, StaffId};
use domain::person::{Method, Methods, TwoStep};
use domain::sign_in::Outcome;
use domain::totp::{AppSecret, step_of};
use domain::verification::AppKey;

use super::{World, typed};

/// Steps either side of now that a wrong code keeps away from: what is typed a quarter of an hour later is wrong still.
const AWAY: i64 = 32;

/// The code of a time step as a phone shows it.
pub(crate) fn shown(secret: &AppSecret, step: i64) -> String {
    String::from_utf8(secret.code(step).reveal().to_vec()).unwrap()
}

impl World {
    /// The time step of the server's clock.
    pub(crate) fn step(&self) -> i64 {
        step_of(self.at.wall_ms)
    }

    /// What this person's app shows, on a phone whose clock is so many steps ahead.
    pub(crate) fn app_shows(&self, staff: StaffId, ahead: i64) -> String {
        shown(&self.people[&staff].app.as_ref().unwrap().secret, self.step() + ahead)
    }

    /// The newest time step that this person used.
    pub(crate) fn last_step(&self, staff: StaffId) -> Option<i64> {
        self.people[&staff].app.as_ref().and_then(|app| app.last_step)
    }

    /// What the app that a session sets up shows, on a phone whose clock is so many steps ahead.
    pub(crate) fn new_app_shows(&self, id: SessionId, ahead: i64) -> String {
        shown(&self.being_set_up[&id], self.step() + ahead)
    }

    /// **Set Up** beside *Authenticator App*: a fresh secret, which nobody keeps yet.
    pub(crate) fn set_up_app(&mut self, id: SessionId) {
        let secret = self.new_app_secret();
        self.being_set_up.insert(id, secret);
    }

    /// A code of the app being set up is typed; when it is right that app is the person's.
    pub(crate) fn set_up_app_code(&mut self, id: SessionId, code: &str) -> Result<(), NotConfirmed> {
        let (staff, browser, session) = self.seat(id);
        let secret = self.being_set_up[&session.id].clone();
        let facts = self.load(staff, browser);
        let step = enrolment::app_code(&secret, &typed(code), &facts.standing(), self.at);
        self.apply(staff, browser, step.effects);
        let last_step = Some(step.result?);
        self.being_set_up.remove(&id);
        self.turn_app_on(staff, AppKey { secret, last_step });
        Ok(())
    }

    /// The same, where it is expected to be refused.
    pub(crate) fn refused_app_code(&mut self, id: SessionId, code: &str) -> Outcome {
        match self.set_up_app_code(id, code) {
            Err(NotConfirmed::Refused(outcome)) => outcome,
            other => panic!("not refused: {other:?}"),
        }
    }

    fn turn_app_on(&mut self, staff: StaffId, app: AppKey) {
        self.first_recovery_code(staff);
        let someone = self.someone(staff);
        someone.app = Some(app);
        someone.person.two_step = TwoStep::On(match someone.person.two_step.methods() {
            None | Some(Methods::App) => Methods::App,
            Some(Methods::Text { number }) => Methods::Both {
                number: number.clone(),
                default: Method::Sms,
            },
            Some(Methods::Both { number, default }) => Methods::Both {
                number: number.clone(),
                default: *default,
            },
        });
    }

    /// Every code that an app of this person shows about now, those being set up included.
    pub(super) fn app_codes_around(&self, staff: StaffId) -> Vec<String> {
        let mine = self.people[&staff].app.iter().map(|app| &app.secret);
        let being = self.being_set_up.iter();
        let being = being.filter(|(id, _)| self.session(**id).staff == staff);
        let steps = self.step() - AWAY..=self.step() + AWAY;
        let secrets = mine.chain(being.map(|(_, secret)| secret));
        secrets
            .flat_map(|secret| steps.clone().map(|step| shown(secret, step)))
            .collect()
    }

    /// The nth secret of every world is the same.
    pub(super) fn new_app_secret(&mut self) -> AppSecret {
        self.secrets_made += 1;
        let nth = self.secrets_made;
        AppSecret::from_entropy(std::array::from_fn(|at| {
            nth.wrapping_mul(37) ^ (at as u8).wrapping_mul(11)
        }))
    }
}
