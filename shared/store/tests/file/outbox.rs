//! Leases (spec W02): a message is claimed by one, and settled only by whoever holds it.

use domain::message::{MailKind, MessageState};
use domain::time::MINUTE;
use fixtures::clinic::Clinic;
use store::outbox::{self, Channel, Claimed, Facts, Kind, Owed, Settlement};

fn owe(clinic: &mut Clinic, kind: MailKind) {
    let owed = Owed {
        kind: Kind::Mail(kind),
        staff: None,
        address: "sam@maple.example",
        code: None,
        facts: &Facts::new(),
    };
    clinic.write(|tx| outbox::owe(tx, &owed)).unwrap();
}

fn claim(clinic: &mut Clinic) -> Option<Claimed> {
    clinic.write(|tx| outbox::claim(tx, Channel::Mail)).unwrap()
}

fn settle(clinic: &mut Clinic, claimed: &Claimed, lease: &[u8; 16], settlement: &Settlement) -> bool {
    clinic
        .write(|tx| outbox::settle(tx, claimed.id, lease, settlement))
        .unwrap()
}

fn delivered() -> Settlement {
    Settlement::Settled {
        state: MessageState::Delivered,
        reference: "ok".into(),
        error: String::new(),
        look_at: None,
    }
}

#[test]
fn w02_a_message_is_claimed_once_and_settled_once_and_only_with_its_lease() {
    let mut clinic = Clinic::new();
    owe(&mut clinic, MailKind::NewBrowser);
    let claimed = claim(&mut clinic).unwrap();
    assert!(claim(&mut clinic).is_none());
    assert!(
        !settle(&mut clinic, &claimed, &[9; 16], &delivered()),
        "a lease nobody gave"
    );
    assert!(settle(&mut clinic, &claimed, &claimed.lease, &delivered()));
    assert!(
        !settle(&mut clinic, &claimed, &claimed.lease, &delivered()),
        "settled already"
    );
}

#[test]
fn w02_a_message_to_be_tried_again_comes_back_when_due_under_another_lease() {
    let mut clinic = Clinic::new();
    owe(&mut clinic, MailKind::NewBrowser);
    let first = claim(&mut clinic).unwrap();
    let retry = Settlement::Retry {
        due: clinic.clock.now().plus(MINUTE),
        error: "timeout".into(),
    };
    assert!(settle(&mut clinic, &first, &first.lease, &retry));
    clinic.clock.plus(MINUTE - 1);
    assert!(claim(&mut clinic).is_none());
    clinic.clock.plus(1);
    let second = claim(&mut clinic).unwrap();
    assert_eq!((second.uid, second.attempts), (first.uid, 2), "the same Message-ID");
    assert_ne!(second.lease, first.lease);
    assert!(
        !settle(&mut clinic, &first, &first.lease, &delivered()),
        "the first one came too late"
    );
}

#[test]
fn w02_the_one_due_the_longest_goes_first() {
    let mut clinic = Clinic::new();
    for kind in [MailKind::Lockout, MailKind::NewBrowser] {
        owe(&mut clinic, kind);
        clinic.clock.plus(1);
    }
    let kinds: Vec<Kind> = std::iter::from_fn(|| claim(&mut clinic))
        .map(|claimed| claimed.kind)
        .collect();
    assert_eq!(kinds, [Kind::Mail(MailKind::Lockout), Kind::Mail(MailKind::NewBrowser)]);
}

#[test]
fn z08_a_retry_is_due_by_whichever_clock_says_so_first_and_a_clock_put_right_does_not_bury_it() {
    let mut clinic = Clinic::new();
    owe(&mut clinic, MailKind::NewBrowser);
    let first = claim(&mut clinic).unwrap();
    let retry = Settlement::Retry {
        due: clinic.clock.now().plus(MINUTE),
        error: "timeout".into(),
    };
    settle(&mut clinic, &first, &first.lease, &retry);
    clinic.clock.reboot(-365 * domain::time::DAY);
    assert!(
        claim(&mut clinic).is_some(),
        "a year ahead of a new boot's clock: due at once"
    );
}
