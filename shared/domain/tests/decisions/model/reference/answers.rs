//! What a typed code or recovery code is worth, and what it counts as (spec L01 to L07, L10, R03, R06).

use domain::person::Method;
use domain::time::{DAY, HOUR, MINUTE, Now};

use super::{Answer, CODE, Clinic, Place, Sending, SignIn, Told, over, passed, undated};

/// Where a class stands: wrong ones in a row, lockouts by them, and the lockout that began last.
pub(crate) struct Desk {
    pub(crate) run: u32,
    pub(crate) rung: u32,
    pub(crate) lock: Option<(Now, i64)>,
}

impl Clinic {
    pub(crate) fn desk(&self, who: usize, class: bool) -> Desk {
        let mut desk = Desk {
            run: 0,
            rung: 0,
            lock: None,
        };
        for answer in &self.people[who].answers[usize::from(class)] {
            match answer {
                Answer::Old(_) => {}
                Answer::Wrong(at, lock) => {
                    desk.run += 1;
                    if desk.run == 5 {
                        desk.run = 0;
                        desk.rung += 1;
                    }
                    desk.lock = lock.map(|length| (*at, length));
                }
                Answer::Right => {
                    desk = Desk {
                        run: 0,
                        rung: 0,
                        lock: None,
                    }
                }
                Answer::Lifted => {
                    desk = Desk {
                        run: 0,
                        rung: desk.rung,
                        lock: None,
                    }
                }
            }
        }
        desk
    }

    /// The lockout that is running.
    pub(crate) fn wait(&self, who: usize, class: bool) -> Option<Told> {
        let (start, length) = self.desk(who, class).lock?;
        let left = length - passed(start, self.now);
        (left > 0).then_some(Told::Wait(left, length))
    }

    /// When wrong codes were typed.
    pub(crate) fn wrong_codes(&self, who: usize, class: bool) -> impl Iterator<Item = Now> {
        let answers = self.people[who].answers[usize::from(class)].iter();
        answers.filter_map(|answer| match answer {
            Answer::Old(at) | Answer::Wrong(at, _) => Some(*at),
            Answer::Right | Answer::Lifted => None,
        })
    }

    fn wrong_in_the_month(&self, who: usize, class: bool) -> usize {
        let young = |at: &Now| undated(*at, self.now) || passed(*at, self.now) < 30 * DAY;
        self.wrong_codes(who, class).filter(young).count()
    }

    fn tries(&self, who: usize, class: bool) -> u32 {
        let budget = if class { 30 } else { 10_usize };
        let month = budget.saturating_sub(self.wrong_in_the_month(who, class));
        (5 - self.desk(who, class).run).min(month as u32).max(1)
    }

    /// A code typed at a place as one of a method, which is set up: `Told::In` is leave to go on. Whether it was wrong.
    fn answer(&mut self, who: usize, place: Place, method: Method, typed: &str) -> (Told, bool) {
        let class = self.recognised(who, place.1);
        if let Some(wait) = self.wait(who, class) {
            return (wait, false);
        }
        let worth = match method {
            Method::Sms => self.worth_as_text(who, place, typed),
            Method::App => self.worth_as_app_code(who, typed),
        };
        self.reckoned(who, class, worth)
    }

    /// Counts what a code was worth; `None` is a wrong one.
    pub(super) fn reckoned(&mut self, who: usize, class: bool, worth: Option<Told>) -> (Told, bool) {
        match worth {
            Some(told) => {
                if matches!(told, Told::In(_)) {
                    self.people[who].answers[usize::from(class)].push(Answer::Right);
                }
                (told, false)
            }
            None => (self.wrong(who, class), true),
        }
    }

    /// Compared with every text of the last hour, of which the right one is used up.
    fn worth_as_text(&mut self, who: usize, place: Place, typed: &str) -> Option<Told> {
        let verdicts = self.sendings.iter().enumerate().filter(|(_, code)| code.who == who);
        let verdicts: Vec<(usize, &str)> = verdicts
            .flat_map(|(at, code)| self.verdicts(at, code, place, typed))
            .collect();
        if let Some((right, _)) = verdicts.iter().find(|verdict| verdict.1 == "right") {
            self.sendings[*right].fate = "used";
            return Some(Told::In("text"));
        }
        verdicts.first().map(|(_, why)| Told::Dead(why))
    }

    fn wrong(&mut self, who: usize, class: bool) -> Told {
        let desk = self.desk(who, class);
        let by_five = [15, 30, 60, 120, 240, 480, 1440]
            .get(desk.rung as usize)
            .unwrap_or(&1440)
            * MINUTE;
        let (budget, by_month) = if class { (30, 24 * HOUR) } else { (10, 72 * HOUR) };
        let mut locks = Vec::new();
        if desk.run == 4 {
            locks.push(by_five);
        }
        if self.wrong_in_the_month(who, class) + 1 >= budget {
            locks.push(by_month);
        }
        let lock = locks.into_iter().max();
        self.people[who].answers[usize::from(class)].push(Answer::Wrong(self.now, lock));
        let Some(length) = lock else {
            return Told::Wrong(self.tries(who, class));
        };
        self.kill(who, |clinic, code| clinic.recognised(who, code.place.1) == class);
        self.mails.push("lockout");
        Told::Wait(length, length)
    }

    /// What `typed` is worth against each set of digits of one code.
    fn verdicts(&self, at: usize, code: &Sending, place: Place, typed: &str) -> Vec<(usize, &'static str)> {
        if passed(code.born, self.now) >= HOUR {
            return Vec::new();
        }
        let newest = code.digits.len() - 1;
        let same = code.digits.iter().enumerate().filter(|(_, digits)| *digits == typed);
        same.map(|(nth, _)| {
            let why = if code.fate == "used" && nth == newest {
                "used"
            } else if code.place.0 != place.0 {
                "purpose"
            } else if nth < newest {
                "replaced before"
            } else if over(code.born, CODE, self.now) || code.fate == "expired" {
                "expired"
            } else if code.fate == "void" {
                "withdrawn"
            } else if code.place != place {
                "alive elsewhere"
            } else {
                "right"
            };
            (at, why)
        })
        .filter(|(_, why)| *why != "alive elsewhere")
        .collect()
    }

    /// A code typed at a sign-in, with the box ticked or not.
    pub(crate) fn code(&mut self, sign_in: usize, method: Method, typed: &str, trust: bool) -> Told {
        let SignIn { who, browser, .. } = self.sign_ins[sign_in];
        if !self.stands(sign_in) || !self.has(who, method) {
            return Told::Again;
        }
        let class = self.recognised(who, browser);
        let place: Place = ("sign_in", browser, None);
        let (told, was_wrong) = self.answer(who, place, method, typed);
        if was_wrong {
            self.wrong_in(sign_in, class, matches!(told, Told::Wait(..)));
        }
        if let Told::In(how) = told {
            self.drop_text(who, place);
            self.sign_ins[sign_in].open = false;
            if trust {
                self.trust(who, browser);
            }
            return self.admit(who, browser, how);
        }
        told
    }

    /// The text that was not needed.
    fn drop_text(&mut self, who: usize, place: Place) {
        if let Some(code) = self.live(who, place) {
            self.sendings[code].fate = "void";
        }
    }

    fn wrong_in(&mut self, sign_in: usize, class: bool, mailed: bool) {
        self.sign_ins[sign_in].wrong += 1;
        if self.sign_ins[sign_in].wrong == 3 && !class && !mailed {
            self.mails.push("wrong_codes");
        }
    }

    /// A code typed for a step-up.
    pub(crate) fn step_up_code(&mut self, seat: usize, method: Method, typed: &str) -> Told {
        let (who, browser) = (self.seats[seat].who, self.seats[seat].browser);
        if !self.has(who, method) {
            return Told::Again;
        }
        let (told, was_wrong) = self.answer(who, ("step_up", browser, Some(seat)), method, typed);
        if was_wrong {
            self.failed(seat, matches!(told, Told::Wait(..)));
        }
        if matches!(told, Told::In(_)) {
            self.seats[seat].code_step = Some(self.now);
            self.seats[seat].failures = 0;
        }
        told
    }

    fn failed(&mut self, seat: usize, mailed: bool) {
        self.seats[seat].failures += 1;
        if self.seats[seat].failures.is_multiple_of(3) && !mailed {
            self.mails.push("step_up_failed");
        }
    }

    /// A set-up code. `fresh` is the recovery code that a first method brings.
    pub(crate) fn set_up_code(&mut self, seat: usize, typed: &str, fresh: Option<String>) -> Told {
        let (who, browser) = (self.seats[seat].who, self.seats[seat].browser);
        let place: Place = ("set_up", browser, Some(seat));
        let to = self.live(who, place).map(|code| self.sendings[code].to);
        let (told, _) = self.answer(who, place, Method::Sms, typed);
        if !matches!(told, Told::In(_)) {
            return told;
        }
        self.set_up(who, Method::Sms, fresh);
        if self.people[who].number.is_some_and(|old| Some(old) != to) {
            self.end_trust(who);
        }
        self.people[who].number = to;
        self.kill(who, |_, code| Some(code.to) != to);
        Told::TurnedOn("texts")
    }

    /// The first method is asked first and brings a recovery code.
    pub(super) fn set_up(&mut self, who: usize, method: Method, fresh: Option<String>) {
        if !self.is_on(who) {
            self.people[who].first = method;
        }
        if self.people[who].recovery.is_none() {
            self.people[who].recovery = fresh;
        }
    }

    fn recovery_ages(&self, who: usize, class: bool) -> Vec<i64> {
        let wrong = &self.people[who].wrong_recovery[usize::from(class)];
        wrong.iter().map(|at| passed(*at, self.now)).collect()
    }

    /// How long no recovery code is read.
    fn recovery_wait(&self, who: usize, class: bool) -> Option<i64> {
        let ages = self.recovery_ages(who, class);
        let newest = *ages.iter().min()?;
        let in_its_day = ages.iter().filter(|age| **age < newest + DAY).count();
        let in_the_month = ages.iter().filter(|age| **age < 30 * DAY).count();
        ((in_its_day >= 5 || in_the_month >= 20) && newest < DAY).then_some(DAY - newest)
    }

    /// A recovery code, whichever door; `Told::In` is leave to go on. `fresh` takes the place of one that is used.
    fn recovery(&mut self, who: usize, class: bool, typed: &str, fresh: Option<String>) -> Told {
        if let Some(wait) = self.recovery_wait(who, class) {
            return Told::RecoveryWait(wait);
        }
        let person = &mut self.people[who];
        if person.recovery.as_deref() == Some(typed) {
            person.old_recovery.extend(person.recovery.take());
            person.recovery = fresh.filter(|fresh| !person.old_recovery.contains(fresh));
            self.end_trust(who);
            return Told::In("recovery");
        }
        if person.old_recovery.iter().any(|old| old == typed) {
            return Told::RecoveryDead;
        }
        self.people[who].wrong_recovery[usize::from(class)].push(self.now);
        if self.recovery_wait(who, class).is_some() {
            return Told::RecoveryWrong(0);
        }
        let ages = self.recovery_ages(who, class);
        let day = 5 - ages.iter().filter(|age| **age < DAY).count() as i64;
        let month = 20 - ages.iter().filter(|age| **age < 30 * DAY).count() as i64;
        Told::RecoveryWrong(day.min(month).max(1) as u32)
    }

    /// A recovery code typed at a sign-in.
    pub(crate) fn recover(&mut self, sign_in: usize, typed: &str, fresh: Option<String>) -> Told {
        let SignIn { who, browser, .. } = self.sign_ins[sign_in];
        if !self.stands(sign_in) || !self.is_on(who) {
            return Told::Again;
        }
        let class = self.recognised(who, browser);
        let told = self.recovery(who, class, typed, fresh);
        if matches!(told, Told::RecoveryWrong(_)) {
            self.wrong_in(sign_in, class, false);
        }
        if let Told::In(how) = told {
            self.drop_text(who, ("sign_in", browser, None));
            self.sign_ins[sign_in].open = false;
            return self.admit(who, browser, how);
        }
        told
    }

    /// A recovery code typed for a step-up.
    pub(crate) fn step_up_recovery(&mut self, seat: usize, typed: &str, fresh: Option<String>) -> Told {
        let (who, browser) = (self.seats[seat].who, self.seats[seat].browser);
        let told = self.recovery(who, self.recognised(who, browser), typed, fresh);
        match told {
            Told::In(_) => {
                self.seats[seat].code_step = Some(self.now);
                self.seats[seat].failures = 0;
                self.mails.push("recovery_used");
            }
            Told::RecoveryWrong(_) => self.failed(seat, false),
            Told::Asked(_)
            | Told::NotYet(..)
            | Told::Wait(..)
            | Told::Dead(_)
            | Told::Wrong(_)
            | Told::RecoveryDead
            | Told::RecoveryWait(_)
            | Told::ClockOff(_)
            | Told::Again
            | Told::TurnedOn(_)
            | Told::Nothing => {}
        }
        told
    }
}
