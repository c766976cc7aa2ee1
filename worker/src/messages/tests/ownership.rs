//! What the mails about a locked-out owner and about the ownership say in each case (spec O02, O04, A02).

use std::collections::BTreeMap;

use domain::ids::StaffId;
use domain::message::{MailKind, Recipients};
use domain::owner_recovery::{Names, RequestKind, Step};

use super::{AT, clinic, facts, flowing, render_mail};

/// Who is locked out is told to sign in, which cancels it; managers are told of somebody else.
pub(super) const LOCKED_OUT: [MailKind; 6] = [
    MailKind::RecoveryOpened,
    MailKind::RecoveryReported,
    MailKind::RecoveryHalfWay,
    MailKind::RecoveryReady,
    MailKind::RecoveryClosed,
    MailKind::RecoveryReleased,
];

const RELEASE: i64 = AT + 4 * 86_400_000;

fn rendered(kind: MailKind, own: &[(&str, &str)]) -> String {
    let standard = ["name", "who", "at_ms", "place"].map(|name| (name.to_owned(), facts(&[])[name].clone()));
    let own = own
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    let all: BTreeMap<String, String> = standard.into_iter().chain(own).collect();
    flowing(&render_mail(kind, &all, &clinic()))
}

/// The mails of a step with the facts it comes with and no others, each with whom it goes to.
fn told(step: Step, kind: RequestKind, address_now: &str) -> Vec<(Recipients, MailKind, String)> {
    let names = Names {
        owner: StaffId(1),
        person: "Sam Example".into(),
        address: "sam@example.org".into(),
        address_now: address_now.into(),
        heir: (kind == RequestKind::Transfer).then(|| "Lee Moe".into()),
    };
    let notices = step.told(kind, &names).notices.into_iter();
    let rendered = notices.map(|notice| {
        let own: Vec<(&str, &str)> = notice
            .facts
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        let text = rendered(notice.kind, &own);
        (notice.to, notice.kind, text)
    });
    rendered.collect()
}

fn kinds(mails: &[(Recipients, MailKind, String)]) -> Vec<(Recipients, MailKind)> {
    mails.iter().map(|(to, kind, _)| (to.clone(), *kind)).collect()
}

const OWNER: Recipients = Recipients::Person(StaffId(1));
const OTHERS: Recipients = Recipients::ManagersBut(StaffId(1));

#[test]
fn o02_the_owner_is_told_the_moment_and_how_to_cancel_at_opening_half_way_and_at_the_end() {
    for kind in [RequestKind::Recovery, RequestKind::Transfer] {
        let opened = told(Step::Opened(RELEASE), kind, "sam@example.org");
        let half = told(Step::HalfWay(RELEASE), kind, "sam@example.org");
        let end = told(Step::End, kind, "sam@example.org");
        assert_eq!(
            kinds(&opened),
            [(OWNER, MailKind::RecoveryOpened), (OTHERS, MailKind::RecoveryReported)]
        );
        assert_eq!(kinds(&half), [(OWNER, MailKind::RecoveryHalfWay)]);
        assert_eq!(kinds(&end), [(OWNER, MailKind::RecoveryReady)]);
        for (_, _, text) in opened.iter().chain(&half) {
            assert!(text.contains("Not before: Sun 19 Jul 2026, 14:03"), "{text}");
        }
        for (_, kind, text) in opened.iter().chain(&half).chain(&end) {
            let way = if *kind == MailKind::RecoveryReported {
                "choose Cancel beside the request"
            } else {
                "Sign in: that cancels it at once."
            };
            assert!(text.contains(way), "{kind}: {text}");
        }
    }
}

#[test]
fn o02_an_address_that_was_changed_since_the_opening_is_told_too() {
    for step in [
        Step::Opened(RELEASE),
        Step::HalfWay(RELEASE),
        Step::End,
        Step::Cancelled,
        Step::Released,
    ] {
        let mails = told(step, RequestKind::Recovery, "other@example.org");
        let before = Recipients::Address(StaffId(1), "sam@example.org".into());
        let owners: Vec<&Recipients> = mails.iter().map(|(to, _, _)| to).filter(|to| **to != OTHERS).collect();
        assert_eq!(owners, [&before, &OWNER], "{step:?}");
    }
}

#[test]
fn o04_what_a_release_will_do_is_said_by_kind_and_a_handing_over_names_who() {
    for (kind, said) in [
        (
            RequestKind::Recovery,
            "let you, the account owner, back into your account",
        ),
        (
            RequestKind::Recovery,
            "Then 2-step verification is removed from your account",
        ),
        (RequestKind::Transfer, "make Lee Moe account owner in your place"),
        (
            RequestKind::Transfer,
            "Then Lee Moe becomes account owner, and you have no access any more",
        ),
    ] {
        let (_, _, text) = &told(Step::Opened(RELEASE), kind, "sam@example.org")[0];
        assert!(text.contains(said), "{kind}: {text}");
    }
    for (kind, said) in [
        (
            RequestKind::Recovery,
            "to let the account owner back into the account at Maple Street Clinic was cancelled",
        ),
        (
            RequestKind::Transfer,
            "to make Lee Moe account owner of Maple Street Clinic was cancelled",
        ),
    ] {
        for (_, _, text) in told(Step::Cancelled, kind, "sam@example.org") {
            assert!(text.contains(said), "{kind}: {text}");
        }
    }
}

#[test]
fn x01_a_release_tells_the_owner_that_2sv_is_off_and_the_managers_that_it_was_released() {
    let mails = told(Step::Released, RequestKind::Recovery, "sam@example.org");
    assert_eq!(
        kinds(&mails),
        [(OWNER, MailKind::RecoveryReleased), (OTHERS, MailKind::RecoveryClosed)]
    );
    assert!(
        mails[0].2.contains("2-step verification is off for your account"),
        "{}",
        mails[0].2
    );
    assert!(mails[0].2.contains("within 72 hours"), "{}", mails[0].2);
    assert!(mails[1].2.contains("was released"), "{}", mails[1].2);
    // Handed over, it is told with the ownership: one action, one mail.
    assert!(told(Step::Released, RequestKind::Transfer, "sam@example.org").is_empty());
}

#[test]
fn a02_the_mails_of_the_ownership_name_both_and_what_became_of_the_offer() {
    let both = [("person", "Rosa Lind"), ("heir", "Lee Moe")];
    let with = |kind, more: (&'static str, &'static str)| rendered(kind, &[both[0], both[1], more]);
    let until = (AT + 7 * 86_400_000).to_string();
    let offered = rendered(MailKind::OwnershipOffered, &[both[0], both[1], ("until_ms", &until)]);
    assert!(
        offered.contains("Rosa Lind has offered the ownership of the account of Maple Street Clinic to Lee Moe."),
        "{offered}"
    );
    assert!(offered.contains("Until: Wed 22 Jul 2026, 14:03"), "{offered}");
    for (how, said) in [
        ("declined", "to Lee Moe, was declined."),
        ("withdrawn", "to Lee Moe, was withdrawn."),
        ("over", "to Lee Moe, is not offered any more: its time is over."),
    ] {
        let text = with(MailKind::OwnershipOfferClosed, (how, "yes"));
        assert!(text.contains(said), "{text}");
    }
    for (left, said) in [
        ("full access", "Rosa Lind, who was owner until now, has full access."),
        ("no access", "Rosa Lind, who was owner until now, has no access."),
    ] {
        let text = with(MailKind::OwnershipMoved, ("keeps", left));
        assert!(
            text.contains("Lee Moe is account owner of Maple Street Clinic from now on."),
            "{text}"
        );
        assert!(text.contains(said), "{text}");
    }
}
