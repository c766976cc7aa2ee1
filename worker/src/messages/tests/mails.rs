//! What each mail says, and what it leaves out where a fact is not known.

use std::collections::{BTreeMap, BTreeSet};

use domain::message::MailKind;

use super::{Clinic, WHEN, clinic, facts, flowing, mail, render_mail, seen, words};

#[test]
fn x01_every_file_begins_with_a_subject_and_all_subjects_differ() {
    let mut subjects = BTreeSet::new();
    for kind in MailKind::ALL {
        assert!(words::mail(*kind).starts_with("Subject: "), "{kind}");
        let subject = mail(*kind, &[]).subject;
        assert!((10..=60).contains(&subject.chars().count()), "{kind}: {subject}");
        assert!(subjects.insert(subject), "{kind}");
    }
}

#[test]
fn x02_every_mail_says_when_from_where_what_next_what_if_not_you_and_whom_to_ask() {
    for kind in MailKind::ALL {
        let mail = mail(*kind, &[]);
        let text = flowing(&mail);
        for part in [
            "Hello Sam Example,",
            WHEN,
            "Who: ",
            "Where: ",
            "next sign-in",
            "Maple Street Clinic",
        ] {
            assert!(text.contains(part), "{kind} lacks {part:?}:\n{}", mail.text);
        }
        assert!(
            text.contains("the front desk, ext. 12 or a manager (Jane Doe or Fay Roy)"),
            "{kind}:\n{}",
            mail.text
        );
        if *kind != MailKind::TextsFailing {
            assert!(text.contains("ssh from 203.0.113.7"), "{kind}:\n{}", mail.text);
            assert!(
                ["not you", "Did you not ask for this", "If it was somebody else"]
                    .iter()
                    .any(|ask| text.contains(ask)),
                "{kind}"
            );
        }
    }
}

#[test]
fn x02_what_somebody_chose_to_do_is_told_with_who_did_it() {
    for kind in [
        MailKind::TwoStepOn,
        MailKind::TwoStepOff,
        MailKind::NumberChanged,
        MailKind::MethodAdded,
        MailKind::MethodReplaced,
        MailKind::MethodRemoved,
        MailKind::DefaultChanged,
        MailKind::MobileChanged,
        MailKind::EmailChanged,
        MailKind::RecoveryRenewed,
        MailKind::NotMe,
        MailKind::PasswordChanged,
        MailKind::PasswordReset,
        MailKind::TwoStepPaused,
        MailKind::PauseEnded,
        MailKind::LockoutLifted,
        MailKind::SessionsEnded,
        MailKind::TrustEnded,
        MailKind::ResetAndRemoved,
    ] {
        for who in ["you", "Jane Doe", "the operator"] {
            assert!(
                mail(kind, &[("who", who)]).text.contains(&format!("  Who: {who}\n")),
                "{kind}"
            );
        }
    }
}

#[test]
fn x02_the_facts_of_each_kind_are_told() {
    for (kind, told) in [
        (
            MailKind::TwoStepOn,
            "on for your account at Maple Street Clinic, with text messages to •••• ••00.",
        ),
        (
            MailKind::TwoStepOn,
            "That number is your profile's from now on, instead of •••• ••11.",
        ),
        (
            MailKind::MethodAdded,
            "for your account at Maple Street Clinic: text messages, to •••• ••00.",
        ),
        (
            MailKind::MethodAdded,
            "That number is your profile's from now on, instead of •••• ••11.",
        ),
        (
            MailKind::MethodAdded,
            "The default is still the authenticator app: it is asked first.",
        ),
        (
            MailKind::MethodRemoved,
            "for Maple Street Clinic was removed: text messages.",
        ),
        (
            MailKind::MethodRemoved,
            "The one way left is the authenticator app. It was not your default so far, and is now.",
        ),
        (MailKind::DefaultChanged, "It is now the authenticator app."),
        (MailKind::MobileChanged, "was changed to •••• ••00."),
        (MailKind::EmailChanged, "go to s•••@example.org."),
        (MailKind::NotMeReported, "Rosa Lind has chosen This wasn't me at Maple"),
        (
            MailKind::TrustMoved,
            "Trusted until now: a terminal of this computer, account 1000",
        ),
        (MailKind::NumberChanged, "They now go to •••• ••00."),
        (
            MailKind::RecoveryUsed,
            "It was used from a browser that has not signed in as you before.",
        ),
        (
            MailKind::Lockout,
            "no code is looked at for 15 minutes, until Wed 15 Jul 2026, 14:18.",
        ),
        (
            MailKind::PasswordReset,
            "type the temporary password, within 72 hours, and then",
        ),
        (MailKind::TextsFailing, "Its answer: twilio 21408"),
        (MailKind::TextsFailing, "The account may not send to this country."),
    ] {
        assert!(
            flowing(&mail(kind, &[])).contains(told),
            "{kind}: {}",
            mail(kind, &[]).text
        );
    }
}

#[test]
fn x02_facts_that_are_not_known_leave_no_hole() {
    let every: Vec<String> = facts(&[]).into_keys().collect();
    for kind in MailKind::ALL {
        let mut cases = vec![
            BTreeMap::new(),
            every.iter().map(|name| (name.clone(), String::new())).collect(),
        ];
        for name in &every {
            let mut one_less = facts(&[]);
            one_less.remove(name);
            cases.push(one_less);
            cases.push(facts(&[(name, "not a number {who} [x|y]")]));
        }
        for facts in cases {
            for clinic in [clinic(), Clinic::default()] {
                let mail = render_mail(*kind, &facts, &clinic);
                let typed = "not a number {who} [x|y]";
                for text in [&mail.subject, &flowing(&mail), &seen(&mail.html)] {
                    let own = text.replace(typed, "");
                    assert!(!own.contains(['{', '}', '[', ']', '|']), "{kind}: {text}");
                    for hole in ["  ", " .", " ,", "..", "()", ": \n"] {
                        assert!(
                            !own.contains(hole) || text.contains(typed),
                            "{kind} has {hole:?}: {text}"
                        );
                    }
                    assert!(!text.is_empty());
                }
                assert!(flowing(&mail).contains("next sign-in"), "{kind}");
            }
        }
    }
}

#[test]
fn x02_nobody_is_told_to_ask_themselves_and_somebody_is_always_named() {
    let told = |support: &str, managers: &[&str], reader: &str| {
        let managers = managers.iter().map(|name| (*name).to_owned()).collect();
        let clinic = Clinic {
            support_contact: support.into(),
            managers,
            ..clinic()
        };
        let mail = render_mail(MailKind::NewBrowser, &facts(&[("name", reader)]), &clinic);
        let text = flowing(&mail);
        let (_, after) = text.split_once(" Tell ").unwrap();
        after.split_once(" at once").unwrap().0.to_owned()
    };
    assert_eq!(told("Ann, ext. 5.", &[], "Sam"), "Ann, ext. 5");
    assert_eq!(told("Ann, ext. 5", &["Jane"], "Sam"), "Ann, ext. 5 or a manager (Jane)");
    assert_eq!(told("", &["Jane", "Fay"], "Sam"), "Jane or Fay");
    assert_eq!(told("", &["Jane", "Fay", "Lee"], "Fay"), "Jane or Lee");
    assert_eq!(told("", &["A", "B", "C", "D"], "Sam"), "A, B, C or another manager");
    assert_eq!(told(" \n ", &[], "Sam"), "your manager");
    assert_eq!(
        told("", &["Jane"], "Jane"),
        "whoever looks after the clinic's computers"
    );
}

#[test]
fn x02_html_and_plain_text_say_the_same() {
    for kind in MailKind::ALL {
        let mail = mail(*kind, &[("name", "O'Neil & <Söhne> \"x\"")]);
        assert_eq!(
            seen(&mail.html).replace(" -- ", " "),
            flowing(&mail).replace(" -- ", " "),
            "{kind}"
        );
    }
}

#[test]
fn x02_plain_text_is_wrapped() {
    for kind in MailKind::ALL {
        let mail = mail(*kind, &[]);
        let prose = mail.text.lines().filter(|line| !line.starts_with("  "));
        assert_eq!(
            prose.filter(|line| line.chars().count() > 72).count(),
            0,
            "{kind}:\n{}",
            mail.text
        );
    }
}

/// What a person reads about a code nobody asked for, in the text and in the mail: whom to tell, at once.
#[test]
fn x05_a_code_nobody_asked_for_says_whom_to_tell() {
    let text = crate::messages::render_code_text("012345", &clinic(), None);
    let mail = flowing(&mail(MailKind::Unfinished, &[]));
    for said in [text.reveal(), &mail] {
        assert!(said.contains("tell") && said.contains("ext. 12"), "{said}");
    }
    assert!(mail.contains("at once") && mail.contains("If a code came that you"));
}

/// A03, A05: a manager's reason stands among who, when and where; without one there is no such line.
#[test]
fn a03_a_reason_is_told_where_there_is_one() {
    for kind in [
        MailKind::TwoStepPaused,
        MailKind::TwoStepOff,
        MailKind::PauseEnded,
        MailKind::LockoutLifted,
        MailKind::SessionsEnded,
        MailKind::TrustEnded,
        MailKind::PasswordReset,
    ] {
        let with = mail(kind, &[("reason", "the phone is lost")]).text;
        assert!(with.contains("  Reason: the phone is lost\n"), "{kind}: {with}");
        let without = mail(kind, &[("reason", "")]).text;
        assert!(!without.contains("Reason"), "{kind}: {without}");
    }
}

#[test]
fn a04_a_pause_says_until_when_and_its_end_says_whether_codes_are_asked() {
    let until = flowing(&mail(MailKind::TwoStepPaused, &[]));
    assert!(
        until.contains("is paused for your account at Maple Street Clinic, until Wed 15 Jul 2026, 14:18."),
        "{until}"
    );
    let asks = flowing(&mail(MailKind::PauseEnded, &[("asks", "yes")]));
    assert!(asks.contains("At your next sign-in a code is asked again"), "{asks}");
    let off = flowing(&mail(MailKind::PauseEnded, &[("asks", "")]));
    assert!(
        off.contains("2-step verification is not set up for your account"),
        "{off}"
    );
}
