//! What a question of the help is, on which screens it is asked, and whom its answer names ([`HelpFacts`]) (H01).
//!
//! The questions themselves are `questions.rs`, drawing is `help.rs`.

pub use super::questions::QUESTIONS;

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
    /// The managers' settings.
    Settings,
    /// Password and code asked again before a change.
    StepUp,
    /// A new password.
    NewPassword,
    /// **Locked out?**
    LockedOut,
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

/// One question.
#[derive(Debug)]
pub struct Question {
    /// Its chapter.
    pub chapter: Chapter,
    /// The question.
    pub ask: &'static str,
    /// The answer, a paragraph each.
    pub answer: &'static [&'static str],
    /// Whom to ask further.
    pub whom: Whom,
    /// The screens it belongs to.
    pub topics: &'static [Topic],
}

impl Question {
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

/// The questions that belong to a screen, with their places in the table.
pub fn asked_on(topic: Topic) -> impl Iterator<Item = (usize, &'static Question)> {
    let all = QUESTIONS.iter().enumerate();
    all.filter(move |(_, question)| question.topics.contains(&topic))
}

#[cfg(test)]
mod tests {
    use super::Topic::{
        Code, Home, LockedOut, Lockout, NewPassword, SetUpText, SignIn, StepUp, TwoStep, UseRecoveryCode,
    };
    use super::Whom::{Contact, Managers, Operator};
    use super::*;
    use crate::widgets::text::wrap;

    fn facts() -> HelpFacts {
        HelpFacts {
            managers: vec!["Jane Doe".into(), "Fay Roy".into()],
            support_contact: Some("Maple IT, 604 555 0199".into()),
            trust_allowed: Some(false),
        }
    }

    #[test]
    fn h01_every_answer_takes_three_to_eight_lines_on_80_columns() {
        for question in QUESTIONS {
            let paragraphs = question.answer.iter().map(|line| wrap(line, 67).len());
            let lines = paragraphs.sum::<usize>() + 1;
            assert!((3..=8).contains(&lines), "{}: {lines} lines", question.ask);
        }
    }

    #[test]
    fn h01_every_screen_has_its_questions_and_every_question_a_screen() {
        let topics = [
            SignIn,
            Code,
            Lockout,
            UseRecoveryCode,
            Topic::RecoveryCode,
            Home,
            TwoStep,
            SetUpText,
        ];
        for topic in topics.into_iter().chain([StepUp, NewPassword, LockedOut]) {
            assert!(asked_on(topic).next().is_some(), "{topic:?}");
            assert!(asked_on(topic).count() <= 14, "{topic:?} fills more than a screen");
        }
        assert!(QUESTIONS.iter().all(|question| !question.topics.is_empty()));
    }

    #[test]
    fn h01_search_finds_all_words_in_any_case() {
        let found = |search: &str| QUESTIONS.iter().filter(|q| q.matches(search)).count();
        assert_eq!(found(""), QUESTIONS.len());
        assert!(found("ROAMING abroad") >= 1);
        assert_eq!(found("xylophone"), 0);
    }

    #[test]
    fn every_answer_names_whom_to_ask() {
        let one = |whom: Whom, facts: &HelpFacts| whom.sentence(facts);
        assert_eq!(one(Managers, &facts()), "Whom to ask: Jane Doe or Fay Roy.");
        assert_eq!(one(Contact, &facts()), "Whom to ask: Maple IT, 604 555 0199.");
        let nobody = HelpFacts::default();
        assert_eq!(one(Managers, &nobody), one(Operator, &nobody));
    }

    #[test]
    fn nothing_is_promised_that_is_not_there() {
        for question in QUESTIONS {
            let text = format!("{} {}", question.ask, question.answer.join(" ")).to_lowercase();
            for absent in ["authenticator", "trust", "pdf", "pause", "enforce", "wasn't me"] {
                assert!(!text.contains(absent), "{}: {absent}", question.ask);
            }
        }
    }
}
