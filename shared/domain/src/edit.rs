//! What a manager or the operator changed on somebody's profile in one go, and what that writes down and whom it tells
//! (spec A02, N01, X01, X03, D01; T62): one action is one mail to the person, at both addresses where the address is
//! another one; full access is told to every other manager. What people change of themselves stands in `change`.

use crate::audit::{Ending, Entry, Kind};
use crate::change::Told;
use crate::contact::EmailAddress;
use crate::ids::StaffId;
use crate::message::{MailKind, Notice, Recipients};
use crate::person::Access;

/// Was and is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step<T> {
    /// Before.
    pub was: T,
    /// From now on.
    pub is: T,
}

/// What was changed; what is `None` is as it was.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edited {
    /// The name to sign in with.
    pub username: Option<Step<String>>,
    /// The name for people.
    pub name: Option<Step<String>>,
    /// Where mails go.
    pub email: Option<Step<String>>,
    /// The number, masked; `Some(None)` where it was deleted.
    pub mobile: Option<Option<String>>,
    /// 2-step verification was on and went off with the number (spec N01).
    pub turned_off: bool,
    /// What they may do.
    pub access: Option<Step<Access>>,
}

impl Edited {
    /// Whether nothing was.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        *self == Self::default()
    }

    /// Whether somebody who had no full access has it now.
    #[must_use]
    pub fn gave_full_access(&self) -> bool {
        self.access.as_ref().is_some_and(|access| access.is == Access::Full)
    }

    /// The rows about `staff`, and the mails to `staff`. The actor is whoever writes them down.
    #[must_use]
    pub fn told(&self, staff: StaffId, place: &str) -> Told {
        let entry = |(kind, rule, detail): (Kind, &'static str, String)| {
            Entry::own(staff, kind, Ending::Done, place).rule(rule).detail(detail)
        };
        Told {
            entries: self.rows().into_iter().map(entry).collect(),
            notices: self.notices(staff),
        }
    }

    fn rows(&self) -> Vec<(Kind, &'static str, String)> {
        let mut rows = Vec::new();
        if let Some(username) = &self.username {
            rows.push((Kind::UsernameChanged, "A02", format!("was {}", username.was)));
        }
        if let Some(name) = &self.name {
            rows.push((Kind::NameChanged, "A02", format!("was {}", name.was)));
        }
        if self.email.is_some() {
            rows.push((Kind::EmailChanged, "A02", String::new()));
        }
        if let Some(mobile) = &self.mobile {
            let number = mobile.clone().unwrap_or_else(|| "deleted".into());
            rows.push((Kind::MobileChanged, "N01", number));
        }
        if self.turned_off {
            rows.push((Kind::TwoStepOff, "N01", "the mobile number was changed".into()));
        }
        if let Some(access) = &self.access {
            let detail = format!("{} to {}", access.was.label(), access.is.label());
            rows.push((Kind::AccessChanged, "A02", detail));
        }
        rows
    }

    /// A name alone is no mail, as when people change it themselves.
    fn notices(&self, staff: StaffId) -> Vec<Notice> {
        let name_alone = Self {
            name: self.name.clone(),
            ..Self::default()
        };
        if *self == name_alone {
            return Vec::new();
        }
        let notice = self.notice(staff);
        let to_old = self.email.as_ref().map(|email| Notice {
            to: Recipients::Address(staff, email.was.clone()),
            ..notice.clone()
        });
        to_old.into_iter().chain([notice]).collect()
    }

    fn notice(&self, staff: StaffId) -> Notice {
        let mut facts = Vec::new();
        if let Some(username) = &self.username {
            facts.push(("username", username.is.clone()));
        }
        if let Some(email) = &self.email {
            facts.push(("new_email", masked(&email.is)));
        }
        match &self.mobile {
            Some(Some(number)) => facts.push(("number", number.clone())),
            Some(None) => facts.push(("number_deleted", "yes".into())),
            None => {}
        }
        if self.turned_off {
            facts.push(("off", "yes".into()));
        }
        if let Some(access) = &self.access {
            facts.push(("access", access.is.label().into()));
            facts.push(("access_was", access.was.label().into()));
            if access.is == Access::None {
                facts.push(("no_access", "yes".into()));
            }
        }
        let notice = Notice::to_person(staff, MailKind::ProfileEdited);
        facts
            .into_iter()
            .fold(notice, |notice, (name, value)| notice.fact(name, value))
    }
}

/// People named in one mail; of more it says how many.
const NAMED: usize = 3;

/// Tells the managers who are named in `to` of those who were given full access.
#[must_use]
pub fn full_access_told(people: &[String], to: &[StaffId]) -> Vec<Notice> {
    if people.is_empty() {
        return Vec::new();
    }
    let names = people_in_words(people);
    let tell = |manager: &StaffId| Notice::to_person(*manager, MailKind::FullAccess).fact("people", &names);
    to.iter().map(tell).collect()
}

/// `A`, `A and B`, `A, B, C and 4 more`.
fn people_in_words(people: &[String]) -> String {
    let mut named: Vec<String> = people.iter().take(NAMED).cloned().collect();
    if people.len() > NAMED {
        named.push(format!("{} more", people.len() - NAMED));
    }
    match named.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, before)) => format!("{} and {last}", before.join(", ")),
        None => String::new(),
    }
}

fn masked(address: &str) -> String {
    EmailAddress::parse(address).map_or_else(|_| String::new(), |address| address.masked())
}
