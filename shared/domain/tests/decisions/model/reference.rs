//! The second opinion: what the spec says, over lists of facts, with none of the decisions' code. Slow and plain on
//! purpose; every question is answered by going through what happened.

mod answers;
mod apps;
mod texts;
mod trust;

use domain::ids::BrowserId;
use domain::person::Method;
use domain::time::{DAY, HOUR, MINUTE, Now};

use crate::world::KEYLESS;
pub(super) use apps::{App, now_step, shows};

/// What somebody was told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Told {
    In(&'static str),
    Asked(&'static str),
    NotYet(&'static str, i64),
    /// Milliseconds left of so many.
    Wait(i64, i64),
    Dead(&'static str),
    Wrong(u32),
    RecoveryDead,
    RecoveryWrong(u32),
    RecoveryWait(i64),
    /// Milliseconds that the phone is ahead.
    ClockOff(i64),
    Again,
    TurnedOn(&'static str),
    Nothing,
}

impl Told {
    /// Everything that has to come up.
    pub(crate) const NAMES: &[&str] = &[
        "in by password",
        "in by text",
        "in by app",
        "in by trust",
        "in by recovery",
        "app asked",
        "sent",
        "sent again",
        "replaced",
        "taken over",
        "again",
        "gap",
        "person cap",
        "wait of 15 min",
        "wait of 30 min",
        "wait of 60 min",
        "wait of 120 min",
        "wait of 240 min",
        "wait of 480 min",
        "wait of 1440 min",
        "wait of 4320 min",
        "used",
        "purpose",
        "replaced before",
        "expired",
        "withdrawn",
        "step used",
        "clock ahead",
        "clock behind",
        "wrong",
        "recovery dead",
        "recovery wrong",
        "recovery wait",
        "sign in again",
        "texts on",
        "app on",
    ];

    pub(crate) fn name(&self) -> String {
        match self {
            Told::In(how) => format!("in by {how}"),
            Told::Asked(what) | Told::NotYet(what, _) | Told::Dead(what) => (*what).to_owned(),
            Told::Wait(_, length) => format!("wait of {} min", length / MINUTE),
            Told::Wrong(_) => "wrong".to_owned(),
            Told::RecoveryDead => "recovery dead".to_owned(),
            Told::RecoveryWrong(_) => "recovery wrong".to_owned(),
            Told::RecoveryWait(_) => "recovery wait".to_owned(),
            Told::Again => "sign in again".to_owned(),
            Told::ClockOff(ms) => if *ms > 0 { "clock ahead" } else { "clock behind" }.to_owned(),
            Told::TurnedOn(what) => format!("{what} on"),
            Told::Nothing => "nothing".to_owned(),
        }
    }
}

/// What a code is for, and where: purpose, browser, session.
pub(super) type Place = (&'static str, BrowserId, Option<usize>);

pub(super) struct Person {
    pub(super) number: Option<&'static str>,
    pub(super) app: Option<App>,
    /// Which one is asked first.
    pub(super) first: Method,
    pub(super) recovery: Option<String>,
    pub(super) old_recovery: Vec<String>,
    /// What was answered from browsers that are not recognised, and from recognised ones.
    pub(super) answers: [Vec<Answer>; 2],
    /// Wrong recovery codes likewise.
    pub(super) wrong_recovery: [Vec<Now>; 2],
}

/// A code under way: all the digits it ever had, the last of which count.
pub(super) struct Sending {
    pub(super) who: usize,
    pub(super) place: Place,
    pub(super) to: &'static str,
    pub(super) digits: Vec<String>,
    pub(super) born: Now,
    pub(super) fate: &'static str,
}

pub(super) struct TextSent {
    pub(super) who: usize,
    pub(super) at: Now,
    pub(super) sending: usize,
}

/// An answer as far as the ladder is concerned.
pub(super) enum Answer {
    /// Before the history began: it counts for the month alone.
    Old(Now),
    /// Wrong, with the length of the lockout that it began.
    Wrong(Now, Option<i64>),
    Right,
    Lifted,
}

pub(super) struct SignIn {
    pub(super) who: usize,
    pub(super) browser: BrowserId,
    pub(super) at: Now,
    pub(super) wrong: u32,
    pub(super) open: bool,
}

pub(super) struct Seat {
    pub(super) who: usize,
    pub(super) browser: BrowserId,
    /// Of the app that is being set up in it.
    pub(super) secret: Option<[u8; 20]>,
    pub(super) code_step: Option<Now>,
    pub(super) failures: u32,
}

/// A box that was ticked.
pub(super) struct Trusted {
    pub(super) who: usize,
    pub(super) browser: BrowserId,
    pub(super) since: Now,
    pub(super) ended: bool,
    pub(super) uses: u32,
}

/// Everything that happened.
pub(crate) struct Clinic {
    pub(super) now: Now,
    pub(super) allowed: bool,
    pub(super) trusts: Vec<Trusted>,
    pub(super) people: Vec<Person>,
    pub(super) visits: Vec<(usize, BrowserId, Now, bool)>,
    pub(super) sendings: Vec<Sending>,
    pub(super) texts: Vec<TextSent>,
    pub(super) sign_ins: Vec<SignIn>,
    pub(super) seats: Vec<Seat>,
    pub(super) mails: Vec<&'static str>,
}

/// Milliseconds from one instant to another: what the clock that went further says.
pub(super) fn passed(from: Now, to: Now) -> i64 {
    let wall = to.wall_ms - from.wall_ms;
    let boot = if from.boot_id == to.boot_id {
        to.boot_ms - from.boot_ms
    } else {
        wall
    };
    wall.max(boot).max(0)
}

/// Another boot, and still to come by the wall clock.
pub(super) fn undated(from: Now, to: Now) -> bool {
    from.boot_id != to.boot_id && from.wall_ms > to.wall_ms
}

/// Whether something that permits is over.
pub(super) fn over(from: Now, length: i64, now: Now) -> bool {
    undated(from, now) || passed(from, now) >= length
}

pub(super) const CODE: i64 = 310_000;

impl Clinic {
    pub(crate) fn new(now: Now) -> Self {
        Self {
            now,
            allowed: true,
            trusts: Vec::new(),
            people: Vec::new(),
            visits: Vec::new(),
            sendings: Vec::new(),
            texts: Vec::new(),
            sign_ins: Vec::new(),
            seats: Vec::new(),
            mails: Vec::new(),
        }
    }

    pub(crate) fn person(
        &mut self,
        number: Option<&'static str>,
        secret: Option<[u8; 20]>,
        first: Method,
        recovery: Option<String>,
    ) {
        self.people.push(Person {
            number,
            app: secret.map(|secret| App { secret, last: None }),
            first,
            recovery,
            old_recovery: Vec::new(),
            answers: Default::default(),
            wrong_recovery: Default::default(),
        });
    }

    pub(crate) fn was_here(&mut self, who: usize, browser: BrowserId, at: Now) {
        self.come(who, browser, at, true);
    }

    pub(crate) fn remember_wrong(&mut self, who: usize, browser: BrowserId, at: Now, recovery: bool) {
        let class = usize::from(self.recognised(who, browser));
        if recovery {
            self.people[who].wrong_recovery[class].push(at);
        } else {
            self.people[who].answers[class].push(Answer::Old(at));
        }
    }

    /// So many wrong codes in a row, whose lockouts are over.
    pub(crate) fn climb(&mut self, who: usize, browser: BrowserId, at: Now, count: usize) {
        let class = usize::from(self.recognised(who, browser));
        self.people[who].answers[class].extend((0..count).map(|_| Answer::Wrong(at, None)));
    }

    /// A new boot: what it cannot date counts from now on.
    pub(crate) fn rebooted(&mut self, now: Now) {
        self.now = now;
        for answer in self
            .people
            .iter_mut()
            .flat_map(|person| person.answers.iter_mut().flatten())
        {
            match answer {
                Answer::Old(at) | Answer::Wrong(at, _) if undated(*at, now) => *at = now,
                Answer::Old(_) | Answer::Wrong(..) | Answer::Right | Answer::Lifted => {}
            }
        }
        for at in self
            .people
            .iter_mut()
            .flat_map(|person| person.wrong_recovery.iter_mut().flatten())
        {
            if undated(*at, now) {
                *at = now;
            }
        }
    }

    fn visit(&self, who: usize, browser: BrowserId, second_step: bool) -> bool {
        let here =
            |visit: &&(usize, BrowserId, Now, bool)| (visit.0, visit.1) == (who, browser) && (visit.3 || !second_step);
        let last = self.visits.iter().rfind(here);
        browser != KEYLESS && last.is_some_and(|visit| !over(visit.2, 90 * DAY, self.now))
    }

    /// Clients without a key are mailed once in 90 days, and keep the instant of that.
    fn announced(&self, who: usize, browser: BrowserId) -> bool {
        let last = self.visits.iter().rfind(|visit| (visit.0, visit.1) == (who, browser));
        browser == KEYLESS && last.is_some_and(|visit| !over(visit.2, 90 * DAY, self.now))
    }

    fn come(&mut self, who: usize, browser: BrowserId, at: Now, second_step: bool) {
        if !self.announced(who, browser) {
            self.visits.push((who, browser, at, second_step));
        }
    }

    /// Whether this person finished a second step there in the last 90 days.
    pub(super) fn recognised(&self, who: usize, browser: BrowserId) -> bool {
        self.visit(who, browser, true)
    }

    pub(super) fn admit(&mut self, who: usize, browser: BrowserId, how: &'static str) -> Told {
        let second_step = how != "password" && how != "trust";
        if how == "recovery" {
            self.mails.push("recovery_used");
        } else if !self.visit(who, browser, false) && !self.announced(who, browser) {
            self.mails.push("new_browser");
        }
        self.come(who, browser, self.now, second_step);
        let code_step = second_step.then_some(self.now);
        self.seats.push(Seat {
            who,
            browser,
            secret: None,
            code_step,
            failures: 0,
        });
        Told::In(how)
    }

    /// The code under way at a place, if it can still be right.
    pub(super) fn live(&self, who: usize, place: Place) -> Option<usize> {
        let live =
            |one: &Sending| (one.who, one.place, one.fate) == (who, place, "open") && !over(one.born, CODE, self.now);
        self.sendings.iter().position(live)
    }

    /// Open codes die; those that were over anyway are expired.
    pub(super) fn kill(&mut self, who: usize, dies: impl Fn(&Self, &Sending) -> bool) {
        for at in 0..self.sendings.len() {
            let one = &self.sendings[at];
            if one.who == who && one.fate == "open" && dies(self, one) {
                let fate = if over(one.born, CODE, self.now) {
                    "expired"
                } else {
                    "void"
                };
                self.sendings[at].fate = fate;
            }
        }
    }

    /// Ten minutes, or until the end of a code that was issued within them and not used.
    pub(super) fn stands(&self, sign_in: usize) -> bool {
        let one = &self.sign_ins[sign_in];
        let place: Place = ("sign_in", one.browser, None);
        let ten = 10 * MINUTE;
        let holds = |code: &Sending| {
            (code.who, code.place) == (one.who, place)
                && (code.fate == "open" || code.fate == "void")
                && !over(one.at, ten, code.born)
                && !over(code.born, CODE, self.now)
                && passed(code.born, self.now) < HOUR
        };
        one.open && (!over(one.at, ten, self.now) || self.sendings.iter().any(holds))
    }

    pub(crate) fn turn_off(&mut self, who: usize) {
        self.kill(who, |_, _| true);
        self.end_trust(who);
        let person = &mut self.people[who];
        person.number = None;
        person.app = None;
        person.old_recovery.extend(person.recovery.take());
    }

    pub(super) fn has(&self, who: usize, method: Method) -> bool {
        match method {
            Method::Sms => self.people[who].number.is_some(),
            Method::App => self.people[who].app.is_some(),
        }
    }

    pub(super) fn is_on(&self, who: usize) -> bool {
        self.has(who, Method::Sms) || self.has(who, Method::App)
    }

    /// One of two is removed; the other is asked first from then on.
    pub(crate) fn remove(&mut self, who: usize, method: Method) {
        if !(self.has(who, Method::Sms) && self.has(who, Method::App)) {
            return;
        }
        match method {
            Method::Sms => {
                self.kill(who, |_, _| true);
                self.people[who].number = None;
                self.people[who].first = Method::App;
            }
            Method::App => {
                self.people[who].app = None;
                self.people[who].first = Method::Sms;
            }
        }
    }

    pub(crate) fn ask_first(&mut self, who: usize, method: Method) {
        if self.has(who, method) {
            self.people[who].first = method;
        }
    }

    pub(crate) fn lift(&mut self, who: usize) {
        self.people[who]
            .answers
            .iter_mut()
            .for_each(|answers| answers.push(Answer::Lifted));
    }
}
