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
mod tests {
    use super::Topic::{
        Activity, AppCode, Apps, ChangePassword, Clinic, Code, FirstPasswords, Home, LockedOut, Lockout, MustSetUp,
        MyAccount, NewPassword, OnPerson, Person, Pickup, Profile, RecoveryCode, Reports, Sessions, SetUpApp,
        SetUpText, Settings, SignIn, Staff, StepUp, Trusted, TwoStep, UseRecoveryCode, ViewRecovery,
    };
    use super::Whom::{Contact, Managers, Operator};
    use super::*;
    use crate::modals::apps::APPS;
    use crate::widgets::text::wrap;

    fn facts(trust_allowed: bool) -> HelpFacts {
        HelpFacts {
            managers: vec!["Jane Doe".into(), "Fay Roy".into()],
            support_contact: Some("Maple IT, 604 555 0199".into()),
            trust_allowed: Some(trust_allowed),
            enforced: Some(trust_allowed),
            sign_out_after: Some(SignOutAfter::TwoHours),
        }
    }

    fn the(ask: &str) -> &'static Question {
        let found: Vec<_> = whole_list().filter(|listed| listed.question.ask == ask).collect();
        assert_eq!(found.len(), 1, "{ask}");
        found[0].question
    }

    /// Everything a question says, in small letters.
    fn said(question: &Question) -> String {
        format!("{} {}", question.ask, question.answer.join(" ")).to_lowercase()
    }

    #[test]
    fn h01_every_answer_takes_three_to_eight_lines_on_80_columns() {
        for facts in [facts(true), facts(false), HelpFacts::default()] {
            for Listed { question, .. } in whole_list() {
                let paragraphs = question.paragraphs(&facts).map(|line| wrap(line, 67).len());
                let lines = paragraphs.sum::<usize>() + wrap(&question.whom.sentence(&facts), 67).len();
                assert!((3..=8).contains(&lines), "{}: {lines} lines", question.ask);
            }
        }
    }

    #[test]
    fn h01_every_question_fits_one_line_and_is_asked_once() {
        for Listed { question, .. } in whole_list() {
            assert_eq!(wrap(question.ask, 67).len(), 1, "{}", question.ask);
            assert!(std::ptr::eq(the(question.ask), question));
        }
    }

    #[test]
    fn h01_every_screen_has_its_questions_and_every_question_a_screen() {
        let topics = [
            SignIn,
            Code,
            AppCode,
            Lockout,
            UseRecoveryCode,
            RecoveryCode,
            Home,
            MyAccount,
            Profile,
            ChangePassword,
            TwoStep,
            SetUpText,
            SetUpApp,
            Apps,
            Trusted,
            Sessions,
            ViewRecovery,
            Pickup,
            Staff,
            Settings,
            Clinic,
            MustSetUp,
            Reports,
            Activity,
            FirstPasswords,
            StepUp,
            NewPassword,
            LockedOut,
            Person,
            OnPerson,
            Topic::EditStaff,
            Topic::ImportStaff,
        ];
        for topic in topics {
            let asked = asked_on(topic).count();
            assert!((1..=14).contains(&asked), "{topic:?}: {asked} questions");
        }
        for Listed { question, .. } in whole_list() {
            assert!(!question.topics.is_empty(), "{}", question.ask);
            assert!(
                question.topics.iter().all(|topic| topics.contains(topic)),
                "{}",
                question.ask
            );
        }
    }

    #[test]
    fn h01_a_chapter_stands_in_one_piece_and_in_order() {
        let mut chapters: Vec<Chapter> = whole_list().map(|listed| listed.chapter).collect();
        chapters.dedup();
        let titles: Vec<&str> = chapters.into_iter().map(Chapter::title).collect();
        let expected = [
            "General",
            "Setting up",
            "Text messages",
            "Authenticator app",
            "Trouble",
            "Recovery code",
        ];
        assert_eq!(titles, expected);
    }

    #[test]
    fn h01_search_finds_all_words_in_any_case() {
        let found = |search: &str| whole_list().filter(|listed| listed.question.matches(search)).count();
        assert_eq!(found(""), whole_list().count());
        assert!(found("ROAMING abroad") >= 1);
        assert!(found("authenticator") >= 5);
        assert_eq!(found("xylophone"), 0);
    }

    #[test]
    fn every_answer_names_whom_to_ask() {
        let one = |whom: Whom, facts: &HelpFacts| whom.sentence(facts);
        assert_eq!(one(Managers, &facts(true)), "Whom to ask: Jane Doe or Fay Roy.");
        assert_eq!(one(Contact, &facts(true)), "Whom to ask: Maple IT, 604 555 0199.");
        let nobody = HelpFacts::default();
        assert_eq!(one(Managers, &nobody), one(Operator, &nobody));
    }

    #[test]
    fn t01_where_trust_decides_the_answer_says_what_this_clinic_has_set() {
        let last = |facts: &HelpFacts| the("Do I type a code every time?").paragraphs(facts).last();
        assert_eq!(last(&facts(true)), Some("This clinic allows trusted browsers."));
        assert_eq!(
            last(&facts(false)),
            Some("This clinic does not allow trusted browsers just now.")
        );
        assert_eq!(
            last(&HelpFacts::default()),
            the("Do I type a code every time?").answer.last().copied()
        );
        let decided = |topic| asked_on(topic).any(|listed| listed.question.setting == Some(Setting::Trust));
        for topic in [Code, AppCode, Trusted, Settings] {
            assert!(decided(topic), "{topic:?}");
        }
    }

    #[test]
    fn e01_e04_where_a_setting_decides_the_answer_says_what_this_clinic_has_set() {
        let must = the("Must everybody use it here? Can some be left out?");
        let last = |question: &'static Question, facts: &HelpFacts| question.paragraphs(facts).last();
        assert_eq!(last(must, &facts(true)), Some("This clinic requires it of everybody."));
        assert_eq!(
            last(must, &facts(false)),
            Some("This clinic leaves it to each person just now.")
        );
        assert_eq!(last(must, &HelpFacts::default()), must.answer.last().copied());
        let sign_out = the("What is Automatic Sign Out, and is it the same thing?");
        for after in SignOutAfter::ALL {
            let known = HelpFacts {
                sign_out_after: Some(after),
                ..HelpFacts::default()
            };
            let said = last(sign_out, &known).unwrap_or_default();
            assert_eq!(said, format!("This clinic has set {}.", after.label()));
        }
        assert_eq!(last(sign_out, &HelpFacts::default()), sign_out.answer.last().copied());
    }

    #[test]
    fn t05_everything_that_ends_trust_early_is_named() {
        let answer = said(the("Why am I asked for a code in a browser I trusted?"));
        let ends = [
            "new password",
            "turned off",
            "another number",
            "recovery code",
            "this wasn't me; end;",
            "the clinic no longer allows",
        ];
        for end in ends {
            assert!(answer.contains(end), "{end}");
        }
    }

    #[test]
    fn s06_the_list_for_a_text_that_does_not_come_has_the_order_of_the_screen() {
        let answer = said(the("No text comes"));
        let steps = [
            "1  look among blocked or spam",
            "2  do other texts arrive",
            "3  resend code",
            "4  try another way: the authenticator app",
            "5  use recovery code instead",
            "6  ask a manager",
            "7  abroad: turn roaming on",
            "8  check the number on your profile",
        ];
        let places: Vec<_> = steps.iter().map(|step| answer.find(step)).collect();
        assert!(places.iter().all(Option::is_some), "{places:?}");
        assert!(places.is_sorted());
    }

    #[test]
    fn m04_the_help_names_the_apps_of_the_table_and_says_the_same_of_them() {
        let answer = the("Which apps work?").answer;
        let line = |start: &str| {
            answer
                .iter()
                .find(|line| line.starts_with(start))
                .copied()
                .unwrap_or_default()
        };
        let (phones, computers) = (line("On phones only:"), line("Computers too:"));
        let fill_in = line("All can sync or back up.");
        for app in APPS {
            let on_phones_alone = app.runs_on == "iPhone, Android";
            assert_eq!(phones.contains(app.name), on_phones_alone, "{}", app.name);
            assert_eq!(computers.contains(app.name), !on_phones_alone, "{}", app.name);
            assert_eq!(fill_in.contains(app.name), app.fills_in != "no", "{}", app.name);
            assert_ne!(app.syncs, "no", "{}", app.name);
            let named = the("I have no mobile phone").answer.join(" ").contains(app.name);
            assert_eq!(named, !on_phones_alone, "{}", app.name);
        }
    }

    #[test]
    fn nothing_is_promised_that_is_not_there() {
        for Listed { question, .. } in whole_list() {
            let text = said(question).replace("2-step verification enforcement", "");
            for absent in ["--plain", "phish"] {
                assert!(!text.contains(absent), "{}: {absent}", question.ask);
            }
        }
    }

    #[test]
    fn no_answer_speaks_jargon() {
        for Listed { question, .. } in whole_list() {
            let text = said(question).replace("text message (sms)", "");
            for word in ["sms", "lockout", "totp", "2fa", "2sv", "mfa", "otp ", "token"] {
                assert!(!text.contains(word), "{}: {word}", question.ask);
            }
        }
    }
}
