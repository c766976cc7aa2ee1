//! What a change of somebody's account writes down and whom it tells (spec X01, D01, N01, N02, M11, S11; mistakes T61,
//! T62): the whole table, every variant of which has to stand here.

use std::collections::BTreeSet;

use domain::audit::{Actor, Ending, Kind};
use domain::change::{Change, Told};
use domain::ids::StaffId;
use domain::message::{MailKind, Notice, Pace, Recipients, TextKind};
use domain::person::Method;
use domain::sign_in::How;

const ANN: StaffId = StaffId(7);
const PLACE: &str = "a terminal of this computer";
/// As a caller gives it: masked.
const NUMBER: &str = "•••• ••01";
const OLD_NUMBER: &str = "•••• ••02";
const OLD_EMAIL: &str = "ann.before@example.org";
const NEW_EMAIL: &str = "ann.after@example.com";
const NAME: &str = "Ann Example";
const REASON: &str = "the phone is lost";

/// The place of each variant in [`VARIANTS`]; a new one does not compile until it has one.
fn variant(change: &Change) -> usize {
    match change {
        Change::TwoStepOn { .. } => 0,
        Change::TwoStepOff => 1,
        Change::MethodAdded { .. } => 2,
        Change::NumberReplaced { .. } => 3,
        Change::AppReplaced => 4,
        Change::MethodRemoved { .. } => 5,
        Change::DefaultChanged { .. } => 6,
        Change::MobileChanged { .. } => 7,
        Change::EmailChanged { .. } => 8,
        Change::NameChanged { .. } => 9,
        Change::PasswordChanged => 10,
        Change::RecoveryRenewed => 11,
        Change::NotMe { .. } => 12,
        Change::Paused { .. } => 13,
        Change::PauseEnded { .. } => 14,
        Change::TwoStepRemoved { .. } => 15,
        Change::WaitLifted { .. } => 16,
        Change::SessionsEnded { .. } => 17,
        Change::TrustEnded { .. } => 18,
        Change::PasswordReset { .. } => 19,
    }
}

const VARIANTS: usize = 20;

/// Every variant with everything that can be told in it.
fn changes() -> Vec<Change> {
    let number = || Some(NUMBER.to_owned());
    let mut changes = vec![
        Change::TwoStepOff,
        Change::AppReplaced,
        Change::EmailChanged {
            old: OLD_EMAIL.into(),
            new: NEW_EMAIL.into(),
        },
        Change::NameChanged { old: NAME.into() },
        Change::PasswordChanged,
        Change::RecoveryRenewed,
        Change::NotMe { name: NAME.into() },
    ];
    for (method, number, old_number) in [
        (Method::App, None, None),
        (Method::Sms, number(), None),
        (Method::Sms, number(), Some(OLD_NUMBER.to_owned())),
    ] {
        for by_password in [false, true] {
            changes.push(Change::TwoStepOn {
                method,
                number: number.clone(),
                old_number: old_number.clone(),
                by_password,
            });
        }
        for default in Method::ALL {
            changes.push(Change::MethodAdded {
                method,
                default: *default,
                number: number.clone(),
                old_number: old_number.clone(),
            });
        }
    }
    for method in Method::ALL {
        changes.push(Change::DefaultChanged { to: *method });
    }
    for flag in [true, false] {
        changes.push(Change::NumberReplaced {
            number: NUMBER.into(),
            is_new: flag,
        });
        for method in Method::ALL {
            changes.push(Change::MethodRemoved {
                method: *method,
                default_moved: flag,
            });
        }
        for number in [number(), None] {
            changes.push(Change::MobileChanged {
                number,
                turned_off: flag,
            });
        }
    }
    changes.extend(by_managers());
    changes
}

/// What managers do to somebody, with a reason and without where it may be left out.
fn by_managers() -> Vec<Change> {
    let mut changes = vec![
        Change::Paused {
            until_ms: 86_400_000,
            length: "24 hours",
            reason: REASON.into(),
        },
        Change::TwoStepRemoved { reason: REASON.into() },
    ];
    for reason in [None, Some(REASON.to_owned())] {
        for asks in [true, false] {
            changes.push(Change::PauseEnded {
                early: reason.is_some(),
                asks,
                reason: reason.clone(),
            });
        }
        changes.extend([
            Change::WaitLifted { reason: reason.clone() },
            Change::SessionsEnded {
                number: 2,
                reason: reason.clone(),
            },
            Change::TrustEnded {
                number: 1,
                reason: reason.clone(),
            },
            Change::PasswordReset { reason },
        ]);
    }
    changes
}

/// Sessions and trusts that end have a row each, written where they end.
fn has_rows_elsewhere(change: &Change) -> bool {
    matches!(change, Change::SessionsEnded { .. } | Change::TrustEnded { .. })
}

fn told(change: &Change) -> Told {
    change.told(ANN, PLACE)
}

fn kinds(told: &Told) -> Vec<Kind> {
    told.entries.iter().map(|entry| entry.kind).collect()
}

/// Kind and recipients of each mail.
fn mails(told: &Told) -> Vec<(MailKind, Recipients)> {
    told.notices
        .iter()
        .map(|notice| (notice.kind, notice.to.clone()))
        .collect()
}

fn person() -> Recipients {
    Recipients::Person(ANN)
}

fn facts(notice: &Notice) -> Vec<(&str, &str)> {
    notice
        .facts
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect()
}

/// Texts to the same number in other writing, and names (N02, X01), tell nobody.
fn is_silent(change: &Change) -> bool {
    matches!(
        change,
        Change::NameChanged { .. } | Change::NumberReplaced { is_new: false, .. }
    )
}

// T61
#[test]
fn d01_every_change_has_a_row_about_the_person_by_the_person_that_says_from_where() {
    let seen: BTreeSet<usize> = changes().iter().map(variant).collect();
    assert_eq!(seen, (0..VARIANTS).collect(), "every variant stands in this table");
    for change in changes() {
        let told = told(&change);
        assert_eq!(told.entries.is_empty(), has_rows_elsewhere(&change), "{change:?}");
        for entry in told.entries {
            assert_eq!(
                (&entry.actor, entry.subject),
                (&Actor::Staff(ANN), Some(ANN)),
                "{change:?}"
            );
            assert_eq!(
                (entry.outcome, entry.place.as_str()),
                (Ending::Done, PLACE),
                "{change:?}"
            );
        }
    }
}

// T61
#[test]
fn x01_every_change_but_a_name_and_the_same_number_is_mailed_to_the_person_once_and_always() {
    for change in changes() {
        let told = told(&change);
        let mine = told.notices.iter().filter(|notice| notice.to == person()).count();
        assert_eq!(
            mine,
            usize::from(!is_silent(&change)),
            "one action, one mail: {change:?}"
        );
        assert!(
            told.notices.iter().all(|notice| notice.pace == Pace::Always),
            "{change:?}"
        );
        assert!(!is_silent(&change) || told.notices.is_empty(), "{change:?}");
    }
}

/// X01: each kind of row has its one kind of mail.
#[test]
fn x01_what_is_recorded_is_what_is_mailed() {
    for change in changes() {
        let (rows, mail) = match &change {
            Change::TwoStepOn { .. } => (vec![Kind::TwoStepOn], Some(MailKind::TwoStepOn)),
            Change::TwoStepOff => (vec![Kind::TwoStepOff], Some(MailKind::TwoStepOff)),
            Change::MethodAdded { .. } => (vec![Kind::MethodAdded], Some(MailKind::MethodAdded)),
            Change::NumberReplaced { is_new, .. } => {
                (vec![Kind::MethodReplaced], is_new.then_some(MailKind::NumberChanged))
            }
            Change::AppReplaced => (vec![Kind::MethodReplaced], Some(MailKind::MethodReplaced)),
            Change::MethodRemoved { .. } => (vec![Kind::MethodRemoved], Some(MailKind::MethodRemoved)),
            Change::DefaultChanged { .. } => (vec![Kind::DefaultChanged], Some(MailKind::DefaultChanged)),
            Change::MobileChanged { turned_off: true, .. } => {
                (vec![Kind::MobileChanged, Kind::TwoStepOff], Some(MailKind::TwoStepOff))
            }
            Change::MobileChanged { turned_off: false, .. } => {
                (vec![Kind::MobileChanged], Some(MailKind::MobileChanged))
            }
            Change::EmailChanged { .. } => (vec![Kind::EmailChanged], Some(MailKind::EmailChanged)),
            Change::NameChanged { .. } => (vec![Kind::NameChanged], None),
            Change::PasswordChanged => (vec![Kind::PasswordChanged], Some(MailKind::PasswordChanged)),
            Change::RecoveryRenewed => (vec![Kind::RecoveryRenewed], Some(MailKind::RecoveryRenewed)),
            Change::NotMe { .. } => (vec![Kind::NotMe], Some(MailKind::NotMe)),
            Change::Paused { .. } => (vec![Kind::TwoStepPaused], Some(MailKind::TwoStepPaused)),
            Change::PauseEnded { .. } => (vec![Kind::PauseEnded], Some(MailKind::PauseEnded)),
            Change::TwoStepRemoved { .. } => (vec![Kind::TwoStepOff], Some(MailKind::TwoStepOff)),
            Change::WaitLifted { .. } => (vec![Kind::LockoutLifted], Some(MailKind::LockoutLifted)),
            Change::SessionsEnded { .. } => (Vec::new(), Some(MailKind::SessionsEnded)),
            Change::TrustEnded { .. } => (Vec::new(), Some(MailKind::TrustEnded)),
            Change::PasswordReset { .. } => (vec![Kind::PasswordReset], Some(MailKind::PasswordReset)),
        };
        let told = told(&change);
        assert_eq!(kinds(&told), rows, "{change:?}");
        let mine = told.notices.iter().find(|notice| notice.to == person());
        assert_eq!(mine.map(|notice| notice.kind), mail, "{change:?}");
    }
}

// T62
#[test]
fn m11_another_email_address_tells_both_and_names_the_new_one_masked() {
    let told = told(&Change::EmailChanged {
        old: OLD_EMAIL.into(),
        new: NEW_EMAIL.into(),
    });
    let to_old = Recipients::Address(ANN, OLD_EMAIL.into());
    assert_eq!(
        mails(&told),
        [(MailKind::EmailChanged, to_old), (MailKind::EmailChanged, person())]
    );
    for notice in &told.notices {
        assert_eq!(facts(notice), [("new_email", "a•••@example.com")]);
    }
    assert_eq!(told.entries[0].detail, "", "no address in the record");
}

#[test]
fn s11_not_me_tells_the_person_and_the_managers_but_the_person() {
    let told = told(&Change::NotMe { name: NAME.into() });
    assert_eq!(
        mails(&told),
        [
            (MailKind::NotMe, person()),
            (MailKind::NotMeReported, Recipients::ManagersBut(ANN))
        ]
    );
    assert_eq!(facts(&told.notices[0]), []);
    assert_eq!(facts(&told.notices[1]), [("person", NAME)]);
    assert_eq!(told.entries[0].rule, "S11");
}

#[test]
fn n01_another_mobile_number_with_2sv_on_is_one_mail_with_two_rows() {
    for number in [Some(NUMBER.to_owned()), None] {
        let on = told(&Change::MobileChanged {
            number: number.clone(),
            turned_off: true,
        });
        assert_eq!(kinds(&on), [Kind::MobileChanged, Kind::TwoStepOff]);
        assert_eq!((on.entries[0].rule, on.entries[1].rule), ("", "N01"));
        assert_eq!(mails(&on), [(MailKind::TwoStepOff, person())]);
        assert_eq!(on.notices[0].facts["mobile_changed"], "yes");
        let off = told(&Change::MobileChanged {
            number: number.clone(),
            turned_off: false,
        });
        assert_eq!(kinds(&off), [Kind::MobileChanged]);
        assert_eq!(mails(&off), [(MailKind::MobileChanged, person())]);
        for told in [&on, &off] {
            assert_eq!(told.notices[0].facts.get("number"), number.as_ref());
            assert_eq!(told.entries[0].detail, number.clone().unwrap_or("deleted".into()));
        }
    }
}

#[test]
fn x02_a_method_is_named_as_people_call_it_with_what_is_left_and_asked_first() {
    let removed = |method, default_moved| told(&Change::MethodRemoved { method, default_moved });
    assert_eq!(
        facts(&removed(Method::Sms, true).notices[0]),
        [
            ("default_moved", "yes"),
            ("left", "the authenticator app"),
            ("method", "text messages")
        ]
    );
    assert_eq!(
        facts(&removed(Method::App, false).notices[0]),
        [("left", "text messages"), ("method", "the authenticator app")]
    );
    let added = told(&Change::MethodAdded {
        method: Method::Sms,
        default: Method::App,
        number: Some(NUMBER.into()),
        old_number: Some(OLD_NUMBER.into()),
    });
    assert_eq!(
        facts(&added.notices[0]),
        [
            ("default", "the authenticator app"),
            ("method", "text messages"),
            ("number", NUMBER),
            ("old_number", OLD_NUMBER)
        ]
    );
    let to = |to| told(&Change::DefaultChanged { to });
    assert_eq!(facts(&to(Method::Sms).notices[0]), [("default", "text messages")]);
    assert_eq!(to(Method::App).entries[0].detail, "app");
    assert_eq!(added.entries[0].detail, format!("text, {NUMBER}"));
    assert_eq!(
        told(&Change::NameChanged { old: NAME.into() }).entries[0].detail,
        "was Ann Example"
    );
}

/// What comes out in fields and facts is what went in, masked by the caller: nothing here reaches for more.
#[test]
fn d01_no_number_and_no_address_comes_from_anywhere_but_the_change_itself() {
    for change in changes() {
        let told = told(&change);
        let details = told.entries.iter().map(|entry| entry.detail.as_str());
        let facts = told
            .notices
            .iter()
            .flat_map(|notice| notice.facts.values().map(String::as_str));
        for shown in details.chain(facts) {
            let rest = shown
                .replace(NUMBER, "")
                .replace(OLD_NUMBER, "")
                .replace("a•••@example.com", "")
                // Its length and its end, which a pause names itself.
                .replace("24 hours", "")
                .replace("86400000", "")
                // 72 hours of a temporary password.
                .replace("72", "");
            let given = rest.chars().any(|c| c.is_ascii_digit() || c == '@' || c == '•');
            assert!(!given, "{shown} in {change:?}");
        }
    }
}

#[test]
fn d01_kinds_of_rows_mails_and_texts_read_back_as_what_they_were() {
    for kind in Kind::ALL {
        assert_eq!(Kind::parse(kind.as_str()), Some(*kind));
    }
    for kind in MailKind::ALL {
        assert_eq!(MailKind::parse(kind.as_str()), Some(*kind));
    }
    for kind in TextKind::ALL {
        assert_eq!(TextKind::parse(kind.as_str()), Some(*kind));
    }
    for how in How::ALL {
        assert_eq!(How::parse(how.as_str()), Some(*how));
    }
}

/// A03, A05: what a manager said stands in the record and in the mail.
#[test]
fn a03_a_reason_is_recorded_and_mailed() {
    for change in by_managers() {
        let told = told(&change);
        let told_why = told
            .notices
            .iter()
            .all(|notice| facts(notice).contains(&("reason", REASON)));
        let asked_why = format!("{change:?}").contains(REASON);
        assert_eq!(told_why, asked_why, "{change:?}");
        for entry in &told.entries {
            assert_eq!(entry.detail.contains(REASON), asked_why, "{change:?}");
        }
    }
}
