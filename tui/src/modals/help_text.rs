//! What a question of the help is, on which screens it is asked, and what its answer fills in ([`HelpFacts`]): whom to
//! ask, and what this clinic has set (H01).
//!
//! The questions themselves are `questions.rs` and below, drawing is `help.rs`.

use domain::policy::SignOutAfter;

use super::questions::CHAPTERS;

/// A screen, for the questions that belong to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// User name and password.
    SignIn,
    /// The texted code.
    Code,
    /// The app's code.
    AppCode,
    /// The wait after wrong codes.
    Lockout,
    /// Typing the recovery code.
    UseRecoveryCode,
    /// The recovery code is shown.
    RecoveryCode,
    /// The home screen.
    Home,
    /// My Account.
    MyAccount,
    /// My Account > Profile, and **Edit Mobile Phone**.
    Profile,
    /// My Account > Password.
    ChangePassword,
    /// My Account > 2-Step Verification.
    TwoStep,
    /// Setting text messages up.
    SetUpText,
    /// Setting the authenticator app up: the QR.
    SetUpApp,
    /// The list of apps that work.
    Apps,
    /// **Trusted browsers**.
    Trusted,
    /// **Sessions**.
    Sessions,
    /// The recovery code, looked at again.
    ViewRecovery,
    /// A PDF waits to be fetched.
    Pickup,
    /// The managers' staff list.
    Staff,
    /// The managers' settings.
    Settings,
    /// Another person's profile, for managers.
    Person,
    /// A manager does something to somebody.
    OnPerson,
    /// The managers' reports.
    Reports,
    /// The record.
    Activity,
    /// First passwords.
    FirstPasswords,
    /// Somebody is added, or their profile changed by a manager.
    EditStaff,
    /// A staff table is imported.
    ImportStaff,
    /// Password and code asked again before a change.
    StepUp,
    /// A new password.
    NewPassword,
    /// **Locked out?**
    LockedOut,
    /// Settings > Clinic, and its holidays.
    Clinic,
    /// A method has to be set up first.
    MustSetUp,
    /// The whole list.
    All,
    /// The help itself.
    Help,
}

/// The chapters of H01.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chapter {
    /// What it is and for whom.
    General,
    /// How to switch it on.
    SettingUp,
    /// Codes by text.
    Texts,
    /// Codes from an app.
    App,
    /// When something goes wrong.
    Trouble,
    /// The spare key.
    RecoveryCode,
}

impl Chapter {
    /// Its heading.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::General => "General",
            Self::SettingUp => "Setting up",
            Self::Texts => "Text messages",
            Self::App => "Authenticator app",
            Self::Trouble => "Trouble",
            Self::RecoveryCode => "Recovery code",
        }
    }
}

/// What the answers name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HelpFacts {
    /// The clinic's managers by name.
    pub managers: Vec<String>,
    /// Whom the clinic names for help, with telephone or address.
    pub support_contact: Option<String>,
    /// Whether the clinic allows trusted browsers (T01); `None` before it is known.
    pub trust_allowed: Option<bool>,
    /// Whether the clinic requires 2-step verification (E01); `None` before it is known.
    pub enforced: Option<bool>,
    /// After how long without a key it signs people out (E04); `None` before it is known.
    pub sign_out_after: Option<SignOutAfter>,
}

/// Whom an answer ends with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whom {
    /// One of the managers.
    Managers,
    /// The clinic's support contact.
    Contact,
    /// Who runs the server.
    Operator,
}

impl Whom {
    /// The last line of an answer.
    #[must_use]
    pub fn sentence(self, facts: &HelpFacts) -> String {
        let contact = facts.support_contact.as_deref();
        let whom = match (self, facts.managers.split_last(), contact) {
            (Self::Managers, Some((last, [])), _) => last.clone(),
            (Self::Managers, Some((last, others)), _) => format!("{} or {last}", others.join(", ")),
            (Self::Managers, None, Some(contact)) | (Self::Contact, _, Some(contact)) => contact.to_owned(),
            (Self::Managers, None, None) | (Self::Contact, _, None) | (Self::Operator, _, _) => {
                "the person who runs this program's server".to_owned()
            }
        };
        format!("Whom to ask: {whom}.")
    }
}

/// A setting of the clinic that decides an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// *Allow trusted browsers* (T01).
    Trust,
    /// *Require for all staff* (E01).
    Enforcement,
    /// *Automatic Sign Out* (E04).
    SignOut,
}

impl Setting {
    /// What this clinic has set, as a sentence; `None` before it is known.
    #[must_use]
    pub fn sentence(self, facts: &HelpFacts) -> Option<&'static str> {
        match self {
            Self::Trust => facts.trust_allowed.map(|allowed| {
                if allowed {
                    "This clinic allows trusted browsers."
                } else {
                    "This clinic does not allow trusted browsers just now."
                }
            }),
            Self::Enforcement => facts.enforced.map(|enforced| {
                if enforced {
                    "This clinic requires it of everybody."
                } else {
                    "This clinic leaves it to each person just now."
                }
            }),
            Self::SignOut => facts.sign_out_after.map(signed_out_after),
        }
    }
}

fn signed_out_after(after: SignOutAfter) -> &'static str {
    match after {
        SignOutAfter::TenMinutes => "This clinic has set 10 minutes.",
        SignOutAfter::HalfHour => "This clinic has set 30 minutes.",
        SignOutAfter::Hour => "This clinic has set 1 hour.",
        SignOutAfter::TwoHours => "This clinic has set 2 hours.",
        SignOutAfter::FourHours => "This clinic has set 4 hours.",
        SignOutAfter::EightHours => "This clinic has set 8 hours.",
        SignOutAfter::TwelveHours => "This clinic has set 12 hours.",
        SignOutAfter::Day => "This clinic has set 1 day.",
        SignOutAfter::Week => "This clinic has set 1 week.",
    }
}

/// One question.
#[derive(Debug)]
pub struct Question {
    /// The question.
    pub ask: &'static str,
    /// The answer, a paragraph each.
    pub answer: &'static [&'static str],
    /// The setting that decides it.
    pub setting: Option<Setting>,
    /// Whom to ask further.
    pub whom: Whom,
    /// The screens it belongs to.
    pub topics: &'static [Topic],
}

impl Question {
    /// A question that no setting decides.
    pub(super) const fn new(
        ask: &'static str,
        answer: &'static [&'static str],
        whom: Whom,
        topics: &'static [Topic],
    ) -> Self {
        Self {
            ask,
            answer,
            setting: None,
            whom,
            topics,
        }
    }

    /// The same, with what the clinic has set in its answer.
    pub(super) const fn says(mut self, setting: Setting) -> Self {
        self.setting = Some(setting);
        self
    }

    /// The answer's paragraphs, the clinic's own setting last; whom to ask stands apart ([`Whom::sentence`]).
    pub fn paragraphs(&self, facts: &HelpFacts) -> impl Iterator<Item = &'static str> {
        let set = self.setting.and_then(|setting| setting.sentence(facts));
        self.answer.iter().copied().chain(set)
    }

    /// Whether every word searched for stands in question or answer, in any case.
    #[must_use]
    pub fn matches(&self, search: &str) -> bool {
        let mut text = self.ask.to_lowercase();
        for line in self.answer {
            text.push(' ');
            text.push_str(&line.to_lowercase());
        }
        search.to_lowercase().split_whitespace().all(|word| text.contains(word))
    }
}

/// A question in the whole list.
#[derive(Clone, Copy, Debug)]
pub struct Listed {
    /// Its place in the whole list.
    pub number: usize,
    /// Its chapter.
    pub chapter: Chapter,
    /// The question.
    pub question: &'static Question,
}

/// The whole list.
pub fn whole_list() -> impl Iterator<Item = Listed> {
    let all = CHAPTERS.iter();
    let all = all.flat_map(|(chapter, questions)| questions.iter().map(|question| (*chapter, question)));
    all.enumerate().map(|(number, (chapter, question))| Listed {
        number,
        chapter,
        question,
    })
}

/// The questions that belong to a screen, in the order of the whole list.
pub fn asked_on(topic: Topic) -> impl Iterator<Item = Listed> {
    whole_list().filter(move |listed| listed.question.topics.contains(&topic))
}

#[cfg(test)]
mod tests;
