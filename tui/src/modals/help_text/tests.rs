//! The help as a whole: every screen has its questions, no question promises what is not there, none speaks jargon.

use super::Topic::{
    Activity, AppCode, Apps, ChangePassword, Clinic, Code, FirstPasswords, Home, LockedOut, Lockout, MustSetUp,
    MyAccount, NewPassword, OnPerson, Person, Pickup, Profile, RecoveryCode, Reports, Sessions, SetUpApp, SetUpText,
    Settings, SignIn, Staff, StepUp, Trusted, TwoStep, UseRecoveryCode, ViewRecovery,
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
