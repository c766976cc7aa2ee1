//! The authenticator app of the simulated phone (spec G01, C07): whose it is, and which codes it shows.
//!
//! ```text
//!   database thread                                  screen thread
//!   QR page ──Phone──▶ scanned ─┐
//!   who signs in ──▶ Ear ─▶ own ─┴─▶ Pocket ──Event::Aside──▶ Held ─▶ codes(at), left_ms(at)
//! ```
//! A phone scans as soon as there is something to scan. Whose it is follows who shows a right password at this screen; the
//! secret is read anew with every answer, so that a phone that was replaced or removed is so here too. How it looks is
//! `drawing`.

use std::sync::{Arc, Mutex, PoisonError};

use actions::demo_phone::{DemoPhone, phone_of};
use domain::sign_in::PENDING_MS;
use domain::time::Now;
use domain::totp::{AppSecret, STEP_MS, step_of};
use store::Db;

use crate::backend::{Phone, Reply, Request};
use crate::start::Overhear;

/// What the phone holds.
#[derive(Clone, Default)]
pub(super) struct Held {
    /// Whose phone it is: of whoever signs in or is signed in here.
    pub(super) own: Option<DemoPhone>,
    /// What was scanned and is not confirmed yet.
    pub(super) scanned: Option<AppSecret>,
    /// When the password was right, while the second step is open.
    pub(super) pending: Option<Now>,
}

/// A code the app shows.
pub(super) struct Code {
    /// Six digits, as apps show them: `731 904`.
    pub(super) digits: String,
    /// It was scanned a moment ago and is not confirmed.
    pub(super) is_scanned: bool,
}

impl Held {
    /// The codes at that moment: of the app in use, then of what was scanned.
    pub(super) fn codes(&self, at: Now) -> Vec<Code> {
        let code = |secret: &AppSecret, is_scanned| Code {
            digits: grouped(secret, at),
            is_scanned,
        };
        let own = self.owner(at).and_then(|phone| phone.app.as_ref());
        let scanned = self.scanned.as_ref();
        [
            own.map(|secret| code(secret, false)),
            scanned.map(|secret| code(secret, true)),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// Whose phone it is; nobody's once a sign-in was left open (spec S09).
    pub(super) fn owner(&self, at: Now) -> Option<&DemoPhone> {
        let left_open = self.pending.is_some_and(|since| at.since(since) >= PENDING_MS);
        self.own.as_ref().filter(|_| !left_open)
    }

    /// Whether there is any code to be shown.
    pub(super) fn has_codes(&self, at: Now) -> bool {
        self.scanned.is_some() || self.owner(at).is_some_and(|phone| phone.app.is_some())
    }

    fn is(&self, other: &Self) -> bool {
        let own = |held: &Self| held.own.as_ref().map(|own| (own.name.clone(), own.mobile.clone()));
        own(self) == own(other)
            && same(self.app(), other.app())
            && same(self.scanned.as_ref(), other.scanned.as_ref())
            && self.pending == other.pending
    }

    fn app(&self) -> Option<&AppSecret> {
        self.own.as_ref().and_then(|own| own.app.as_ref())
    }
}

fn same(one: Option<&AppSecret>, other: Option<&AppSecret>) -> bool {
    one.map(AppSecret::bytes) == other.map(AppSecret::bytes)
}

/// Milliseconds the codes of that moment are still shown.
pub(super) fn left_ms(at: Now) -> i64 {
    STEP_MS - at.wall_ms.rem_euclid(STEP_MS)
}

fn grouped(secret: &AppSecret, at: Now) -> String {
    let code = secret.code(step_of(at.wall_ms));
    let mut digits: String = code.reveal().iter().copied().map(char::from).collect();
    digits.insert(digits.len() / 2, ' ');
    digits
}

/// What the phone holds by now; clones are the same one.
#[derive(Clone, Default)]
pub(super) struct Pocket(Arc<Mutex<Held>>);

impl Pocket {
    /// What it holds.
    pub(super) fn get(&self) -> Held {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Changes it; says whether it is another than before.
    pub(super) fn change(&self, change: impl FnOnce(&mut Held)) -> bool {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let before = held.clone();
        change(&mut held);
        !held.is(&before)
    }

    /// The camera: scans what the QR page shows. `told` is called after every change.
    pub(super) fn camera(&self, told: impl Fn() + Send + 'static) -> Phone {
        let pocket = self.clone();
        Box::new(move |shown| {
            if pocket.change(|held| held.scanned = shown.cloned()) {
                told();
            }
        })
    }
}

/// Who is at the screen.
enum Who {
    /// Nobody.
    Nobody,
    /// The password was right and the second step is open, last heard of then.
    SigningIn(String, Now),
    /// Signed in.
    In(String),
}

/// Overhears whose phone it is, and reads what it holds.
pub(super) struct Ear<F, C> {
    db: Db,
    pocket: Pocket,
    /// The user name that stands in the sign-in just asked.
    typed: Option<String>,
    who: Who,
    told: F,
    clock: C,
}

impl<F: Fn() + Send, C: Fn() -> Now + Send> Ear<F, C> {
    /// An ear that reads the demo's own database; `told` is called after every change of `pocket`.
    pub(super) fn new(db: Db, pocket: Pocket, told: F, clock: C) -> Self {
        Self {
            db,
            pocket,
            typed: None,
            who: Who::Nobody,
            told,
            clock,
        }
    }

    /// Reads the phone of whoever is there. One that cannot be read shows nothing.
    fn read(&mut self) {
        let at = (self.clock)();
        let (username, pending) = match &self.who {
            Who::Nobody => (None, None),
            Who::SigningIn(username, since) => (Some(username), Some(*since)),
            Who::In(username) => (Some(username), None),
        };
        let own = username.and_then(|username| phone_of(&mut self.db, username, at).ok().flatten());
        let changed = self.pocket.change(|held| {
            held.own = own;
            held.pending = pending;
        });
        if changed {
            (self.told)();
        }
    }
}

impl<F: Fn() + Send, C: Fn() -> Now + Send> Overhear for Ear<F, C> {
    fn asked(&mut self, request: &Request) {
        self.typed = None;
        if let Request::SignIn { username, .. } = request {
            self.typed = Some(username.clone());
            self.who = Who::Nobody;
        }
        // Only a page beneath the QR code asks for the account: that one was left.
        if matches!(request, Request::Account) && self.pocket.change(|held| held.scanned = None) {
            (self.told)();
        }
    }

    fn told(&mut self, reply: &Reply) {
        let at = (self.clock)();
        if let Reply::SecondStep { .. } = reply {
            self.who = self.typed.take().map_or(Who::Nobody, |name| Who::SigningIn(name, at));
        } else if let Reply::Account(account) | Reply::Done(_, account) = reply {
            self.who = Who::In(account.username.clone());
        } else if let Reply::Ended(_) | Reply::EndedUnwritten(_) = reply {
            self.who = Who::Nobody;
        } else if let (Reply::Judged { screen, .. }, Who::SigningIn(_, since)) = (reply, &mut self.who) {
            // Without a screen the sign-in is over; what was asked or typed keeps it open a while longer.
            match screen {
                Some(_) => *since = at,
                None => self.who = Who::Nobody,
            }
        }
        self.read();
    }

    fn looked(&mut self) {
        self.read();
    }
}

#[cfg(test)]
mod tests;
