//! What the mails about changes of the own account, and about **This wasn't me**, say in each case.

use std::collections::BTreeMap;

use domain::change::Change;
use domain::ids::StaffId;
use domain::message::{MailKind, Recipients};
use domain::person::Method;

use super::ownership::LOCKED_OUT;
use super::{Clinic, clinic, facts, flowing, mail, render_mail};

/// The mails of a change with the facts it comes with and no others, each with whom it goes to.
fn told(change: &Change) -> Vec<(Recipients, MailKind, String)> {
    let notices = change.told(StaffId(7), "here").notices;
    let rendered = notices.into_iter().map(|notice| {
        let standard = ["name", "who", "at_ms", "place"].map(|name| (name.to_owned(), facts(&[])[name].clone()));
        let own = notice.facts.into_iter().map(|(name, value)| (name.to_owned(), value));
        let all: BTreeMap<String, String> = standard.into_iter().chain(own).collect();
        (
            notice.to,
            notice.kind,
            flowing(&render_mail(notice.kind, &all, &clinic())),
        )
    });
    rendered.collect()
}

fn only_mail(change: &Change) -> String {
    let mut mails = told(change);
    let (to, kind, text) = mails.pop().unwrap();
    assert!(mails.is_empty(), "{kind}");
    assert_eq!(to, Recipients::Person(StaffId(7)), "{kind}");
    text
}

fn without(kind: MailKind, missing: &[&str]) -> String {
    let mut known = facts(&[]);
    known.retain(|name, _| !missing.contains(&name.as_str()));
    flowing(&render_mail(kind, &known, &clinic()))
}

/// Who got a new password made or had it changed by a stranger cannot sign in; managers are told about somebody else.
const NO_BUTTON: &[MailKind] = &[
    MailKind::PasswordChanged,
    MailKind::PasswordReset,
    MailKind::NotMeReported,
    MailKind::ProfileEdited,
    MailKind::FullAccess,
    MailKind::SetUpByPassword,
    MailKind::TextsFailing,
    MailKind::ResetAndRemoved,
];

#[test]
fn x05_every_mail_to_a_person_says_whom_to_tell_and_then_the_button() {
    for kind in MailKind::ALL {
        let text = flowing(&mail(*kind, &[]));
        let contact = text.find("ell the front desk, ext. 12 or a manager (Jane Doe or Fay Roy)");
        let button = [
            "choose This wasn't me on the first screen",
            "choose This wasn't me on its first",
        ]
        .iter()
        .find_map(|words| text.find(words));
        assert!(contact.is_some(), "{kind}: {text}");
        if NO_BUTTON.contains(kind) || LOCKED_OUT.contains(kind) || *kind == MailKind::NotMe {
            assert_eq!(button, None, "{kind}: {text}");
        } else {
            assert!(button > contact, "{kind}: {text}");
            assert!(
                text[button.unwrap()..].contains("it ends every other session"),
                "{kind}"
            );
            assert!(
                text.contains("ask for one") || text.contains("ask for a new password"),
                "{kind}"
            );
        }
    }
}

#[test]
fn t05_every_browser_asks_again_is_said_where_trust_ends_and_nowhere_else() {
    let says = |text: &str| text.contains("every browser asks for");
    for kind in MailKind::ALL {
        let ends = matches!(
            kind,
            MailKind::NumberChanged
                | MailKind::RecoveryUsed
                | MailKind::PasswordChanged
                | MailKind::PasswordReset
                | MailKind::NotMe
                | MailKind::TwoStepPaused
                | MailKind::TrustEnded
        );
        assert_eq!(says(&without(*kind, &["old_number"])), ends, "{kind}");
    }
    let with_another_number = mail(MailKind::MethodAdded, &[]);
    assert!(
        says(&flowing(&with_another_number)),
        "M03: the profile's number is another one"
    );
}

#[test]
fn x02_the_app_as_the_first_way_is_not_told_as_something_that_is_sent() {
    let text = only_mail(&Change::TwoStepOn {
        method: Method::App,
        number: None,
        old_number: None,
        by_password: false,
    });
    assert!(
        text.contains("on for your account at Maple Street Clinic, with the authenticator app."),
        "{text}"
    );
    assert!(!text.contains("send") && !text.contains("number"), "{text}");
}

#[test]
fn x02_a_second_way_names_its_number_only_where_it_has_one() {
    let app = only_mail(&Change::MethodAdded {
        method: Method::App,
        default: Method::Sms,
        number: None,
        old_number: None,
    });
    assert!(
        app.contains("at Maple Street Clinic: the authenticator app. Who"),
        "{app}"
    );
    assert!(app.contains("default is still text messages:"), "{app}");
    assert!(!app.contains("number") && !app.contains("asks for"), "{app}");
}

#[test]
fn m06_a_removed_way_says_that_the_default_moved_only_where_it_did() {
    let removed = |default_moved| {
        only_mail(&Change::MethodRemoved {
            method: Method::App,
            default_moved,
        })
    };
    for text in [removed(true), removed(false)] {
        assert!(text.contains("was removed: the authenticator app."), "{text}");
        assert!(text.contains("The one way left is text messages."), "{text}");
    }
    assert!(removed(true).contains("It was not your default so far, and is now."));
    assert!(!removed(false).contains("efault"));
}

#[test]
fn n01_one_mail_says_that_the_number_was_changed_or_deleted_and_that_codes_are_off() {
    let changed = |number: Option<&str>| {
        only_mail(&Change::MobileChanged {
            number: number.map(Into::into),
            turned_off: true,
        })
    };
    for (text, what) in [
        (changed(Some("•••• ••42")), "was changed to •••• ••42."),
        (changed(None), "was deleted."),
    ] {
        let said = format!(
            "The mobile number on your profile at Maple Street Clinic {what} With that, 2-step verification is now off \
             for your account. Your recovery code has ended with it."
        );
        assert!(text.contains(&said), "{text}");
        assert!(text.contains("your password alone opens your account"), "{text}");
    }
    let turned_off = only_mail(&Change::TwoStepOff);
    assert!(
        turned_off.contains("2-step verification is now off for your account at Maple Street Clinic. Your recovery"),
        "{turned_off}"
    );
    assert!(!turned_off.contains("mobile number"), "{turned_off}");
}

#[test]
fn n01_where_codes_were_off_the_mail_says_that_they_still_are() {
    let changed = |number: Option<&str>| {
        only_mail(&Change::MobileChanged {
            number: number.map(Into::into),
            turned_off: false,
        })
    };
    let (another, deleted) = (changed(Some("•••• ••42")), changed(None));
    for text in [&another, &deleted] {
        assert!(text.contains("off before, and is off still"), "{text}");
        assert!(!text.contains("now off"), "{text}");
    }
    assert!(another.contains("was changed to •••• ••42.") && another.contains("No code goes to the new number"));
    assert!(deleted.contains("was deleted.") && !deleted.contains("new number"));
}

#[test]
fn t62_the_old_and_the_new_address_read_the_same_and_the_new_one_is_masked() {
    let mails = told(&Change::EmailChanged {
        old: "sam@example.org".into(),
        new: "samuel@example.net".into(),
    });
    let [(to_old, _, old), (to_new, _, new)] = mails.as_slice() else {
        panic!("two mails: {mails:?}");
    };
    assert_eq!(*to_old, Recipients::Address(StaffId(7), "sam@example.org".into()));
    assert_eq!(*to_new, Recipients::Person(StaffId(7)));
    assert_eq!(old, new);
    assert!(old.contains("go to s•••@example.net. This mail goes to the old address and to the new one."));
    assert!(!old.contains("samuel"), "{old}");
}

#[test]
fn r05_a_new_recovery_code_is_not_in_its_mail_and_can_be_made_void_again() {
    let text = only_mail(&Change::RecoveryRenewed);
    for said in [
        "The one before opens nothing any more.",
        "not in this mail",
        "Then choose Generate new under My Account, 2-Step Verification, View Recovery Code",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
}

#[test]
fn s11_this_wasnt_me_is_told_to_the_person_and_to_the_managers_each_in_their_words() {
    let mails = told(&Change::NotMe {
        name: "Rosa Lind".into(),
    });
    let [
        (to_person, MailKind::NotMe, own),
        (to_managers, MailKind::NotMeReported, reported),
    ] = mails.as_slice()
    else {
        panic!("two mails: {mails:?}");
    };
    assert_eq!(*to_person, Recipients::Person(StaffId(7)));
    assert_eq!(*to_managers, Recipients::ManagersBut(StaffId(7)));
    for said in [
        "Every other session of yours has ended, no browser is trusted any more, and a new password is required.",
        "whoever knows the old one can still type it",
        "choose the new password before they do",
    ] {
        assert!(own.contains(said), "{said}: {own}");
    }
    for said in [
        "Rosa Lind has chosen This wasn't me at Maple Street Clinic",
        "Who: Rosa Lind When:",
        "All their other sessions have ended, none of their browsers is trusted any more",
        "they must choose a new password",
        "Please call them now",
        "whether anything else happened",
    ] {
        assert!(reported.contains(said), "{said}: {reported}");
    }
    assert!(
        !reported.contains("Lee Moe"),
        "who did it is the person, not the reader: {reported}"
    );
}

#[test]
fn s11_a_manager_is_not_sent_to_the_manager_whose_account_it_is() {
    let told = |managers: &[&str], support: &str| {
        let clinic = Clinic {
            support_contact: support.into(),
            managers: managers.iter().map(|name| (*name).to_owned()).collect(),
            ..clinic()
        };
        let known = facts(&[("name", "Jane Doe"), ("person", "Fay Roy")]);
        let text = flowing(&render_mail(MailKind::NotMeReported, &known, &clinic));
        text.split_once(", tell ")
            .unwrap()
            .1
            .split_once(". ")
            .unwrap()
            .0
            .to_owned()
    };
    assert_eq!(told(&["Jane Doe", "Fay Roy", "Lee Moe"], ""), "Lee Moe");
    assert_eq!(told(&["Jane Doe", "Fay Roy"], "Ann"), "Ann");
    assert_eq!(
        told(&["Jane Doe", "Fay Roy"], ""),
        "whoever looks after the clinic's computers"
    );
}

#[test]
fn t03_a_trust_that_moved_says_from_where_to_where_and_that_it_may_be_harmless() {
    let text = flowing(&mail(MailKind::TrustMoved, &[]));
    for said in [
        "Where: ssh from 203.0.113.7, key SHA256:abcdefgh… Trusted until now: a terminal of this computer, account 1000",
        "a code is asked again",
        "A new computer, or files put back from a backup",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    assert!(
        !without(MailKind::TrustMoved, &["trust_place"]).contains("Trusted until now"),
        "an unknown place is no line"
    );
}

/// T44: whoever knew the password could have been the one.
#[test]
fn e03_a_method_set_up_behind_the_password_alone_says_so_to_the_person() {
    let change = |by_password| Change::TwoStepOn {
        method: Method::App,
        number: None,
        old_number: None,
        by_password,
    };
    let words = "set up in a sign-in that your password alone had opened";
    assert!(only_mail(&change(true)).contains(words));
    assert!(!only_mail(&change(false)).contains(words));
}

#[test]
fn e03_the_managers_read_every_name_however_many_there_are() {
    let names: Vec<String> = (1..=60).map(|number| format!("Person Number {number}")).collect();
    let text = flowing(&mail(MailKind::SetUpByPassword, &[("people", &names.join("\n"))]));
    for name in &names {
        assert!(text.contains(name.as_str()), "{name}");
    }
    assert!(
        text.contains("Person Number 59 and Person Number 60 set up 2-step verification"),
        "{text}"
    );
    let two = flowing(&mail(
        MailKind::SetUpByPassword,
        &[("people", "Ann Lee\nhttp://x.example/\n\n")],
    ));
    assert!(two.contains("Who: Ann Lee and http: //x.example/"), "{two}");
}
