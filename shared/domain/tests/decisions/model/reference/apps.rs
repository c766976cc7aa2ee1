//! What a code of an app is worth, and setting one up (spec C04, M05). The codes themselves are computed by another
//! implementation of RFC 6238.

use std::cell::RefCell;
use std::collections::HashMap;

use domain::time::Now;
use totp_rs::{Builder, Totp};

use super::{Clinic, Told};

/// An app with the newest time step that was used.
#[derive(Clone, Copy)]
pub(crate) struct App {
    pub(crate) secret: [u8; 20],
    pub(crate) last: Option<i64>,
}

/// The codes of one secret, as far as anybody has asked for them.
struct Shown {
    totp: Totp,
    codes: HashMap<i64, String>,
}

thread_local! {
    static SHOWN: RefCell<HashMap<[u8; 20], Shown>> = RefCell::new(HashMap::new());
}

/// What the app of that secret shows in the half minute of that number.
pub(crate) fn shows(secret: [u8; 20], step: i64) -> String {
    SHOWN.with_borrow_mut(|shown| {
        let app = shown.entry(secret).or_insert_with(|| Shown {
            totp: Builder::new().with_secret(secret).build().unwrap(),
            codes: HashMap::new(),
        });
        let code = app.codes.entry(step);
        let code = code.or_insert_with(|| app.totp.generate(step as u64 * 30).to_string());
        code.clone()
    })
}

/// The half minute of an instant.
pub(crate) fn now_step(now: Now) -> i64 {
    now.wall_ms.div_euclid(30_000)
}

impl App {
    /// The step before, the current one and the next count, each once, and none after a later one was used.
    fn worth(&mut self, typed: &str, now: Now) -> Option<Told> {
        let near = (-1..=1).map(|away| now_step(now) + away);
        let fitting: Vec<i64> = near.filter(|step| shows(self.secret, *step) == typed).collect();
        let newest = *fitting.last()?;
        if self.last.is_some_and(|last| newest <= last) {
            return Some(Told::Dead("step used"));
        }
        self.last = Some(newest);
        Some(Told::In("app"))
    }
}

impl Clinic {
    pub(super) fn worth_as_app_code(&mut self, who: usize, typed: &str) -> Option<Told> {
        let now = self.now;
        self.people[who].app.as_mut().and_then(|app| app.worth(typed, now))
    }

    /// **Set Up** beside the app: another secret.
    pub(crate) fn set_up_app(&mut self, seat: usize, secret: [u8; 20]) {
        self.seats[seat].secret = Some(secret);
    }

    /// The first code of an app. `fresh` is the recovery code that a first method brings.
    pub(crate) fn set_up_app_code(&mut self, seat: usize, typed: &str, fresh: Option<String>) -> Told {
        let (who, browser) = (self.seats[seat].who, self.seats[seat].browser);
        let class = self.recognised(who, browser);
        if let Some(wait) = self.wait(who, class) {
            return wait;
        }
        let secret = self.seats[seat].secret.unwrap();
        let mut app = App { secret, last: None };
        let worth = app.worth(typed, self.now);
        if worth.is_none()
            && let Some(away) = self.clock_off(secret, typed)
        {
            return Told::ClockOff(away * 30_000);
        }
        let (told, _) = self.reckoned(who, class, worth);
        if matches!(told, Told::In(_)) {
            self.set_up(who, domain::person::Method::App, fresh);
            self.people[who].app = Some(app);
            self.seats[seat].secret = None;
            return Told::TurnedOn("app");
        }
        told
    }

    /// How many steps a phone that shows this must be ahead, within 12 hours.
    fn clock_off(&self, secret: [u8; 20], typed: &str) -> Option<i64> {
        let both_ways = (1..=1440).flat_map(|away| [-away, away]);
        let fits = |away: &i64| shows(secret, now_step(self.now) + away) == typed;
        both_ways.into_iter().find(fits)
    }
}
