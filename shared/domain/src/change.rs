//! What a change of somebody's account writes down and whom it tells (spec X01, X03, D01): one table, so that no change
//! can be made without its row of the record and its mail. One action is one mail: what follows from it stands in the
//! same mail. Warnings (lockout, new browser) are not changes; they come with the decision that causes them.

use crate::audit::{Ending, Entry, Kind};
use crate::ids::StaffId;
use crate::message::{MailKind, Notice, Recipients};
use crate::password::TEMPORARY_MS;
use crate::person::{Method, Methods, TwoStep};
use crate::time::HOUR;

/// One change. Numbers and addresses stand here as they may be read: numbers masked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// The first method was set up: 2-step verification is on.
    TwoStepOn {
        /// Which method.
        method: Method,
        /// The number, where it is texts.
        number: Option<String>,
        /// The profile's number before, where it is another one.
        old_number: Option<String>,
        /// The clinic requires it, and nothing but the password stood in front of it (spec E03).
        by_password: bool,
    },
    /// 2-step verification was turned off by the person.
    TwoStepOff,
    /// A second method was set up.
    MethodAdded {
        /// Which one.
        method: Method,
        /// Asked first.
        default: Method,
        /// The number, where it is texts.
        number: Option<String>,
        /// The profile's number before, where it is another one.
        old_number: Option<String>,
    },
    /// Texts go to another number (spec M03), or the same one was proved again.
    NumberReplaced {
        /// The number.
        number: String,
        /// Whether it is another one; the same in other writing tells nobody (spec N02).
        is_new: bool,
    },
    /// The app was set up on a new phone.
    AppReplaced,
    /// One of two methods was removed.
    MethodRemoved {
        /// Which one.
        method: Method,
        /// The default became the other one.
        default_moved: bool,
    },
    /// Another method is asked first.
    DefaultChanged {
        /// Which one.
        to: Method,
    },
    /// Another mobile number stands on the profile; 2-step verification is off if it was on (spec N01).
    MobileChanged {
        /// The number; none where it was deleted.
        number: Option<String>,
        /// 2-step verification was on.
        turned_off: bool,
    },
    /// Another e-mail address stands on the profile.
    EmailChanged {
        /// The address before.
        old: String,
        /// The address now.
        new: String,
    },
    /// Another name stands on the profile.
    NameChanged {
        /// The name before.
        old: String,
    },
    /// The person chose another password.
    PasswordChanged,
    /// A new recovery code took the place of the one before.
    RecoveryRenewed,
    /// A manager paused it (spec A04).
    Paused {
        /// Until when, wall ms.
        until_ms: i64,
        /// How long, in words.
        length: &'static str,
        /// Why.
        reason: String,
    },
    /// A pause ended.
    PauseEnded {
        /// By a manager, before its time.
        early: bool,
        /// Codes are asked again: methods are set up.
        asks: bool,
        /// Why, where a manager said so.
        reason: Option<String>,
    },
    /// A manager removed it (spec A03).
    TwoStepRemoved {
        /// Why.
        reason: String,
    },
    /// A manager lifted a wait (spec A05).
    WaitLifted {
        /// Why, where that was said.
        reason: Option<String>,
    },
    /// A manager ended every session.
    SessionsEnded {
        /// How many there were.
        number: usize,
        /// Why, where that was said.
        reason: Option<String>,
    },
    /// A manager ended every trust.
    TrustEnded {
        /// How many there were.
        number: usize,
        /// Why, where that was said.
        reason: Option<String>,
    },
    /// A temporary password was made (spec A07).
    PasswordReset {
        /// Why, where that was said.
        reason: Option<String>,
    },
    /// **This wasn't me** (spec S11).
    NotMe {
        /// The person's name, for the managers.
        name: String,
    },
}

/// What one change writes down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// Rows of the record.
    pub entries: Vec<Entry>,
    /// Mails.
    pub notices: Vec<Notice>,
}

impl Change {
    /// What it is that texts to `number` were set up; `before` is how things stood. Numbers masked; `old_number` is the
    /// profile's before, where it is another one.
    #[must_use]
    pub fn of_texts_set_up(before: &TwoStep, number: String, old_number: Option<String>) -> Self {
        let (method, number_now) = (Method::Sms, Some(number.clone()));
        match before {
            TwoStep::Off => Change::TwoStepOn {
                method,
                number: number_now,
                old_number,
                by_password: false,
            },
            TwoStep::On(Methods::App) => Change::MethodAdded {
                method,
                default: Method::App,
                number: number_now,
                old_number,
            },
            // The same number in other writing is no change (spec N02).
            TwoStep::On(Methods::Text { .. } | Methods::Both { .. }) => Change::NumberReplaced {
                number,
                is_new: old_number.is_some(),
            },
        }
    }

    /// What it is that the app was set up; `before` is how things stood.
    #[must_use]
    pub fn of_app_set_up(before: &TwoStep) -> Self {
        let (method, number, old_number) = (Method::App, None, None);
        match before {
            TwoStep::Off => Change::TwoStepOn {
                method,
                number,
                old_number,
                by_password: false,
            },
            TwoStep::On(Methods::Text { .. }) => Change::MethodAdded {
                method,
                default: Method::Sms,
                number,
                old_number,
            },
            TwoStep::On(Methods::App | Methods::Both { .. }) => Change::AppReplaced,
        }
    }

    /// The same where nothing but the password stood in front of it and the clinic requires it (spec E03).
    #[must_use]
    pub fn behind_the_password(self) -> Self {
        match self {
            Change::TwoStepOn {
                method,
                number,
                old_number,
                ..
            } => Change::TwoStepOn {
                method,
                number,
                old_number,
                by_password: true,
            },
            other => other,
        }
    }

    /// The rows and mails of this change, which `staff` made to themselves from `place`.
    #[must_use]
    pub fn told(&self, staff: StaffId, place: &str) -> Told {
        let rows = self.rows().into_iter();
        let entries = rows.map(|(kind, rule, detail)| {
            let entry = Entry::own(staff, kind, Ending::Done, place);
            entry.rule(rule).detail(detail)
        });
        Told {
            entries: entries.collect(),
            notices: self.notices(staff),
        }
    }

    /// Kind, rule and detail of each row.
    fn rows(&self) -> Vec<(Kind, &'static str, String)> {
        let row = |kind, detail: String| vec![(kind, "", detail)];
        match self {
            Change::TwoStepOn {
                method,
                number,
                by_password,
                ..
            } => {
                let detail = by_method(*method, number.as_deref());
                if *by_password {
                    let detail = format!("{detail}; in a sign-in that the password alone had opened");
                    vec![(Kind::TwoStepOn, "E03", detail)]
                } else {
                    row(Kind::TwoStepOn, detail)
                }
            }
            Change::TwoStepOff => row(Kind::TwoStepOff, String::new()),
            Change::MethodAdded { method, number, .. } => row(Kind::MethodAdded, by_method(*method, number.as_deref())),
            Change::NumberReplaced { number, .. } => row(Kind::MethodReplaced, by_method(Method::Sms, Some(number))),
            Change::AppReplaced => row(Kind::MethodReplaced, by_method(Method::App, None)),
            Change::MethodRemoved { method, .. } => row(Kind::MethodRemoved, by_method(*method, None)),
            Change::DefaultChanged { to } => row(Kind::DefaultChanged, by_method(*to, None)),
            Change::MobileChanged { number, turned_off } => {
                let detail = number.clone().unwrap_or_else(|| "deleted".into());
                let mut rows = row(Kind::MobileChanged, detail);
                if *turned_off {
                    rows.push((Kind::TwoStepOff, "N01", "the mobile number was changed".into()));
                }
                rows
            }
            Change::EmailChanged { .. } => row(Kind::EmailChanged, String::new()),
            Change::NameChanged { old } => row(Kind::NameChanged, format!("was {old}")),
            Change::PasswordChanged => vec![(Kind::PasswordChanged, "M09", String::new())],
            Change::RecoveryRenewed => vec![(Kind::RecoveryRenewed, "R05", String::new())],
            Change::Paused { length, reason, .. } => {
                vec![(Kind::TwoStepPaused, "A03", format!("for {length}: {reason}"))]
            }
            Change::PauseEnded { early, reason, .. } => {
                let how = if *early { "early" } else { "its time is over" };
                let detail = reason
                    .as_ref()
                    .map_or_else(|| how.into(), |reason| format!("{how}: {reason}"));
                vec![(Kind::PauseEnded, "A04", detail)]
            }
            Change::TwoStepRemoved { reason } => vec![(Kind::TwoStepOff, "A03", reason.clone())],
            Change::WaitLifted { reason } => vec![(Kind::LockoutLifted, "A05", said(reason))],
            // Each session and each trust has its own row.
            Change::SessionsEnded { .. } | Change::TrustEnded { .. } => Vec::new(),
            Change::PasswordReset { reason } => vec![(Kind::PasswordReset, "A07", said(reason))],
            Change::NotMe { .. } => vec![(Kind::NotMe, "S11", String::new())],
        }
    }

    fn notices(&self, staff: StaffId) -> Vec<Notice> {
        let to_person = |kind| Notice::to_person(staff, kind);
        match self {
            Change::TwoStepOn {
                method,
                number,
                old_number,
                by_password,
            } => {
                let notice = to_person(MailKind::TwoStepOn).fact("method", words(*method));
                let notice = if *by_password {
                    notice.fact("by_password", "yes")
                } else {
                    notice
                };
                vec![with_numbers(notice, number.as_ref(), old_number.as_ref())]
            }
            Change::TwoStepOff => vec![to_person(MailKind::TwoStepOff)],
            Change::MethodAdded {
                method,
                default,
                number,
                old_number,
            } => {
                let notice = to_person(MailKind::MethodAdded).fact("method", words(*method));
                let notice = notice.fact("default", words(*default));
                vec![with_numbers(notice, number.as_ref(), old_number.as_ref())]
            }
            Change::NumberReplaced { number, is_new } => {
                let told = is_new.then(|| to_person(MailKind::NumberChanged).fact("number", number));
                told.into_iter().collect()
            }
            Change::AppReplaced => vec![to_person(MailKind::MethodReplaced).fact("method", words(Method::App))],
            Change::MethodRemoved { method, default_moved } => {
                let notice = to_person(MailKind::MethodRemoved).fact("method", words(*method));
                let notice = notice.fact("left", words(method.other()));
                let notice = if *default_moved {
                    notice.fact("default_moved", "yes")
                } else {
                    notice
                };
                vec![notice]
            }
            Change::DefaultChanged { to } => vec![to_person(MailKind::DefaultChanged).fact("default", words(*to))],
            Change::MobileChanged { number, turned_off } => {
                let notice = if *turned_off {
                    to_person(MailKind::TwoStepOff).fact("mobile_changed", "yes")
                } else {
                    to_person(MailKind::MobileChanged)
                };
                vec![with_numbers(notice, number.as_ref(), None)]
            }
            Change::EmailChanged { old, new } => {
                let notice = to_person(MailKind::EmailChanged).fact("new_email", masked(new));
                let to_old = Notice {
                    to: Recipients::Address(staff, old.clone()),
                    ..notice.clone()
                };
                vec![to_old, notice]
            }
            Change::NameChanged { .. } => Vec::new(),
            Change::PasswordChanged => vec![to_person(MailKind::PasswordChanged)],
            Change::RecoveryRenewed => vec![to_person(MailKind::RecoveryRenewed)],
            Change::Paused { until_ms, reason, .. } => {
                let notice = to_person(MailKind::TwoStepPaused).fact("until_ms", until_ms.to_string());
                vec![notice.fact("reason", reason)]
            }
            Change::PauseEnded { asks, reason, .. } => {
                let notice = to_person(MailKind::PauseEnded);
                let notice = if *asks { notice.fact("asks", "yes") } else { notice };
                vec![because(notice, reason)]
            }
            Change::TwoStepRemoved { reason } => {
                let notice = to_person(MailKind::TwoStepOff).fact("removed", "yes");
                vec![notice.fact("reason", reason)]
            }
            Change::WaitLifted { reason } => vec![because(to_person(MailKind::LockoutLifted), reason)],
            Change::SessionsEnded { reason, .. } => vec![because(to_person(MailKind::SessionsEnded), reason)],
            Change::TrustEnded { reason, .. } => vec![because(to_person(MailKind::TrustEnded), reason)],
            Change::PasswordReset { reason } => {
                let hours = (TEMPORARY_MS / HOUR).to_string();
                vec![because(to_person(MailKind::PasswordReset).fact("hours", hours), reason)]
            }
            Change::NotMe { name } => {
                let reported = Notice {
                    to: Recipients::ManagersBut(staff),
                    ..to_person(MailKind::NotMeReported).fact("person", name)
                };
                vec![to_person(MailKind::NotMe), reported]
            }
        }
    }
}

/// A reason as the record has it.
fn said(reason: &Option<String>) -> String {
    reason.clone().unwrap_or_default()
}

fn because(notice: Notice, reason: &Option<String>) -> Notice {
    match reason {
        Some(reason) => notice.fact("reason", reason),
        None => notice,
    }
}

/// A method as a sentence of a mail names it.
fn words(method: Method) -> &'static str {
    match method {
        Method::Sms => "text messages",
        Method::App => "the authenticator app",
    }
}

/// A method as the record names it.
fn by_method(method: Method, number: Option<&str>) -> String {
    let name = match method {
        Method::Sms => "text",
        Method::App => "app",
    };
    number.map_or_else(|| name.to_owned(), |number| format!("{name}, {number}"))
}

fn with_numbers(notice: Notice, number: Option<&String>, old: Option<&String>) -> Notice {
    let facts = [("number", number), ("old_number", old)];
    facts.into_iter().fold(notice, |notice, (name, value)| match value {
        Some(value) => notice.fact(name, value),
        None => notice,
    })
}

fn masked(address: &str) -> String {
    crate::contact::EmailAddress::parse(address).map_or_else(|_| String::new(), |address| address.masked())
}
