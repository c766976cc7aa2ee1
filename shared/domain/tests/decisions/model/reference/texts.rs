//! When a text goes out, and what it carries (spec C05, S09).

use domain::ids::BrowserId;
use domain::person::Method;
use domain::time::{DAY, MINUTE, SECOND};

use super::{CODE, Clinic, Place, Sending, SignIn, TextSent, Told, over, passed};

impl Clinic {
    /// The password was right. `digits` are those of the text, if one goes out.
    pub(crate) fn begin(&mut self, who: usize, browser: BrowserId, digits: &str) -> Told {
        if !self.is_on(who) {
            return self.admit(who, browser, "password");
        }
        if let Some(trust) = self.trusted(who, browser) {
            self.trusts[trust].uses += 1;
            return self.admit(who, browser, "trust");
        }
        self.sign_ins.push(SignIn {
            who,
            browser,
            at: self.now,
            wrong: 0,
            open: true,
        });
        if let Some(wait) = self.wait(who, self.recognised(who, browser)) {
            return wait;
        }
        let place: Place = ("sign_in", browser, None);
        match (self.people[who].first, self.people[who].number) {
            (Method::App, _) | (Method::Sms, None) => Told::Asked("app asked"),
            (Method::Sms, Some(number)) if self.is_under_way(who, place, number) => Told::Asked("taken over"),
            (Method::Sms, Some(number)) => self.first_text(who, place, number, digits),
        }
    }

    /// Whether a code that can still be right went to that number.
    fn is_under_way(&self, who: usize, place: Place, number: &str) -> bool {
        self.live(who, place)
            .is_some_and(|code| self.sendings[code].to == number)
    }

    /// **Try another way** chose texts: as for a resend, but nothing goes out while a code is open here.
    pub(crate) fn ask_text(&mut self, sign_in: usize, digits: &str) -> Told {
        let SignIn { who, browser, .. } = self.sign_ins[sign_in];
        let is_locked = self.wait(who, self.recognised(who, browser)).is_some();
        let number = self.people[who].number.filter(|_| self.stands(sign_in) && !is_locked);
        match number {
            Some(number) if self.is_under_way(who, ("sign_in", browser, None), number) => Told::Asked("taken over"),
            Some(_) | None => self.resend(sign_in, digits),
        }
    }

    /// **Resend code** at a sign-in.
    pub(crate) fn resend(&mut self, sign_in: usize, digits: &str) -> Told {
        let SignIn { who, browser, at, .. } = self.sign_ins[sign_in];
        let Some(number) = self.people[who].number.filter(|_| self.stands(sign_in)) else {
            return Told::Again;
        };
        if let Some(wait) = self.wait(who, self.recognised(who, browser)) {
            return wait;
        }
        if over(at, 10 * MINUTE, self.now) {
            return Told::Asked("again");
        }
        self.text(who, ("sign_in", browser, None), number, digits)
    }

    /// A text for a step-up.
    pub(crate) fn step_up_text(&mut self, seat: usize, digits: &str) -> Told {
        let (who, browser) = (self.seats[seat].who, self.seats[seat].browser);
        if let Some(wait) = self.wait(who, self.recognised(who, browser)) {
            return wait;
        }
        match self.people[who].number {
            Some(number) => self.text(who, ("step_up", browser, Some(seat)), number, digits),
            None => Told::Again,
        }
    }

    /// A text to a number that is being set up.
    pub(crate) fn set_up_text(&mut self, seat: usize, number: &'static str, digits: &str) -> Told {
        let (who, browser) = (self.seats[seat].who, self.seats[seat].browser);
        match self.wait(who, self.recognised(who, browser)) {
            Some(wait) => wait,
            None => self.text(who, ("set_up", browser, Some(seat)), number, digits),
        }
    }

    fn text(&mut self, who: usize, place: Place, number: &'static str, digits: &str) -> Told {
        let Some(code) = self.live(who, place).filter(|code| self.sendings[*code].to == number) else {
            return self.first_text(who, place, number, digits);
        };
        if let Some(not_yet) = self.no_room(who, place) {
            return not_yet;
        }
        self.texts.push(TextSent {
            who,
            at: self.now,
            sending: code,
        });
        let shown = CODE - 10 * SECOND - passed(self.sendings[code].born, self.now);
        if shown >= 2 * MINUTE {
            assert_eq!(
                self.sendings[code].digits.last().unwrap(),
                digits,
                "the same code is sent again"
            );
            return Told::Asked("sent again");
        }
        self.sendings[code].digits.push(digits.to_owned());
        self.sendings[code].born = self.now;
        Told::Asked("replaced")
    }

    fn first_text(&mut self, who: usize, place: Place, to: &'static str, digits: &str) -> Told {
        if let Some(not_yet) = self.no_room(who, place) {
            return not_yet;
        }
        self.kill(who, |_, code| code.place == place);
        let digits = vec![digits.to_owned()];
        self.texts.push(TextSent {
            who,
            at: self.now,
            sending: self.sendings.len(),
        });
        self.sendings.push(Sending {
            who,
            place,
            to,
            digits,
            born: self.now,
            fate: "open",
        });
        Told::Asked("sent")
    }

    fn no_room(&self, who: usize, place: Place) -> Option<Told> {
        let mine: Vec<&TextSent> = self
            .texts
            .iter()
            .filter(|text| text.who == who && passed(text.at, self.now) < DAY)
            .collect();
        let ages: Vec<i64> = mine.iter().map(|text| passed(text.at, self.now)).collect();
        let full = free_in(&ages, 10 * MINUTE, 5).max(free_in(&ages, DAY, 20));
        if full > 0 {
            return Some(Told::NotYet("person cap", full));
        }
        let unused_for_this = |text: &&&TextSent| {
            let code = &self.sendings[text.sending];
            code.place.0 == place.0 && code.fate != "used" && passed(text.at, self.now) < CODE
        };
        let gap = match mine.iter().rev().take_while(unused_for_this).count() {
            0 => 0,
            1 => 30 * SECOND,
            _ => MINUTE,
        };
        let left = gap - ages.last()?;
        (left > 0).then_some(Told::NotYet("gap", left))
    }
}

/// The shortest time after which fewer than `cap` of the texts are younger than `window`.
fn free_in(ages: &[i64], window: i64, cap: usize) -> i64 {
    let room_after = |ms: i64| ages.iter().filter(|age| **age + ms < window).count() < cap;
    let moments = ages.iter().map(|age| window - age).filter(|ms| *ms > 0);
    std::iter::once(0)
        .chain(moments)
        .filter(|ms| room_after(*ms))
        .min()
        .unwrap()
}
