//! What the mails say about a profile that a manager or the operator has changed (spec A02, N01, X01, X02; T62).

use std::collections::BTreeMap;

use domain::edit::{Edited, Step, full_access_told};
use domain::ids::StaffId;
use domain::message::{MailKind, Notice, Recipients};
use domain::person::Access;

use super::{clinic, facts, flowing, render_mail};

const SAM: StaffId = StaffId(7);

fn step<T>(was: T, is: T) -> Option<Step<T>> {
    Some(Step { was, is })
}

/// A notice with the facts it comes with and no others: subject, and the text in one line.
fn read(notice: &Notice) -> (String, String) {
    let standard = ["name", "who", "at_ms", "place"].map(|name| (name.to_owned(), facts(&[])[name].clone()));
    let own = notice
        .facts
        .iter()
        .map(|(name, value)| ((*name).to_owned(), value.clone()));
    let all: BTreeMap<String, String> = standard.into_iter().chain(own).collect();
    let mail = render_mail(notice.kind, &all, &clinic());
    (mail.subject.clone(), flowing(&mail))
}

/// The one mail to the person.
fn mail(edited: &Edited) -> (String, String) {
    let told = edited.told(SAM, "here");
    let mine: Vec<&Notice> = told
        .notices
        .iter()
        .filter(|notice| notice.to == Recipients::Person(SAM))
        .collect();
    assert_eq!(mine.len(), 1, "one action, one mail");
    read(mine[0])
}

#[track_caller]
fn says(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part:?} is missing: {text}");
    }
}

#[track_caller]
fn is_silent_about(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(!text.contains(part), "{part:?}: {text}");
    }
}

#[test]
fn x02_the_mail_says_what_is_different_and_nothing_of_the_rest() {
    let (subject, text) = mail(&Edited {
        username: step("sam".into(), "sam.example".into()),
        ..Edited::default()
    });
    assert_eq!(subject, "Your profile was changed for you");
    says(
        &text,
        &[
            "User name: sam.example from now on",
            "you type sam.example as your user name",
            "Who: Lee Moe",
        ],
    );
    is_silent_about(&text, &["E-mail", "Mobile", "Access:", "2-step", "address"]);
}

#[test]
fn x01_a_number_that_turns_2sv_off_says_so_first_and_how_it_comes_back() {
    let (subject, text) = mail(&Edited {
        mobile: Some(Some("•••• ••77".into())),
        turned_off: true,
        ..Edited::default()
    });
    assert_eq!(subject, "2-step verification is off: your number was changed");
    says(
        &text,
        &[
            "Mobile number: •••• ••77 from now on",
            "2-step verification: off",
            "No code is asked of you at the next sign-in.",
            "Set Up",
        ],
    );
    let (subject, text) = mail(&Edited {
        mobile: Some(None),
        ..Edited::default()
    });
    assert_eq!(subject, "Your profile was changed for you");
    says(&text, &["Mobile number: deleted"]);
    is_silent_about(&text, &["2-step", "No code is asked"]);
}

#[test]
fn x01_access_is_told_with_what_it_was_and_no_access_with_what_that_means() {
    let (subject, text) = mail(&Edited {
        access: step(Access::Full, Access::Staff),
        ..Edited::default()
    });
    assert_eq!(subject, "Your access was changed");
    says(
        &text,
        &["Access: staff from now on, full access until now", "are as they were"],
    );
    let (subject, text) = mail(&Edited {
        access: step(Access::Staff, Access::None),
        username: step("sam".into(), "samuel".into()),
        ..Edited::default()
    });
    assert_eq!(subject, "You have no access any more");
    says(
        &text,
        &[
            "Access: no access from now on",
            "You are signed out everywhere",
            "nobody can sign in to it",
        ],
    );
    is_silent_about(&text, &["you type", "are as they were"]);
}

// T62
#[test]
fn t62_both_addresses_read_the_same_and_the_new_one_masked() {
    let told = Edited {
        email: step("sam@maple.example".into(), "samuel@home.example".into()),
        ..Edited::default()
    }
    .told(SAM, "here");
    let to: Vec<&Recipients> = told.notices.iter().map(|notice| &notice.to).collect();
    let old = Recipients::Address(SAM, "sam@maple.example".into());
    assert_eq!(to, [&old, &Recipients::Person(SAM)]);
    let [old, new] = [0, 1].map(|number: usize| read(&told.notices[number]));
    assert_eq!(old, new);
    says(
        &old.1,
        &["goes to the old address and to the new one", "typed by mistake"],
    );
    is_silent_about(&old.1, &["samuel@home"]);
}

#[test]
fn x01_a_name_alone_is_recorded_and_mailed_to_nobody() {
    let told = Edited {
        name: step("Sam".into(), "Samuel".into()),
        ..Edited::default()
    }
    .told(SAM, "here");
    assert_eq!((told.entries.len(), told.notices.len()), (1, 0));
}

#[test]
fn a02_full_access_names_up_to_three_and_counts_the_rest() {
    let people: Vec<String> = ["Ann", "Bo", "Cy", "Di", "Ed"].map(Into::into).into();
    for (count, words) in [
        (1, "was given to Ann."),
        (2, "was given to Ann and Bo."),
        (3, "was given to Ann, Bo and Cy."),
        (5, "was given to Ann, Bo, Cy and 2 more."),
    ] {
        let told = full_access_told(&people[..count], &[StaffId(1), StaffId(2)]);
        assert_eq!(told.len(), 2);
        assert_eq!(
            (told[0].kind, &told[0].to),
            (MailKind::FullAccess, &Recipients::Person(StaffId(1)))
        );
        says(
            &read(&told[1]).1,
            &[words, "Who: Lee Moe", "take the access away again"],
        );
    }
    assert!(full_access_told(&[], &[StaffId(1)]).is_empty());
}
