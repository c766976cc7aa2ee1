//! Who is left after a change of access (spec A02; T63).

use domain::ids::StaffId;
use domain::last_manager::is_left;
use domain::person::{Access, PasswordKind, Person, TwoStep};
use domain::time::{BootId, HOUR, Now, Term};
use proptest::prelude::*;

const AT: Now = Now {
    wall_ms: 1_784_149_439_000,
    boot_ms: 0,
    boot_id: BootId([7; 16]),
};

fn person(access: Access, password: PasswordKind) -> Person {
    Person {
        id: StaffId(1),
        access,
        password,
        two_step: TwoStep::Off,
        pause: None,
    }
}

fn temporary(ended: bool) -> PasswordKind {
    let start = if ended { AT.plus(-73 * HOUR) } else { AT };
    PasswordKind::Temporary {
        term: Term {
            start,
            length_ms: 72 * HOUR,
        },
    }
}

#[test]
fn t63_somebody_has_to_be_left_who_can_sign_in_for_as_long_as_they_like() {
    let own = PasswordKind::Own;
    for (left, last_stays) in [
        (vec![person(Access::Owner, own)], true),
        (vec![person(Access::Full, PasswordKind::Reported)], true),
        (vec![person(Access::Owner, temporary(false))], false),
        (vec![person(Access::Owner, temporary(true))], false),
        (vec![person(Access::Owner, PasswordKind::Missing)], false),
        (vec![person(Access::Staff, own), person(Access::None, own)], false),
        (vec![], false),
    ] {
        let mut before = left.clone();
        before.push(person(Access::Full, own));
        assert_eq!(is_left(&before, &left, AT), last_stays, "{left:?}");
    }
}

#[test]
fn t63_where_nobody_lasts_whoever_can_sign_in_now_stays() {
    let ended = person(Access::Owner, temporary(true));
    let now = person(Access::Full, temporary(false));
    let both = [ended.clone(), now.clone()];
    assert!(!is_left(&both, std::slice::from_ref(&ended), AT));
    assert!(is_left(&both, &[now], AT));
    assert!(
        is_left(std::slice::from_ref(&ended), std::slice::from_ref(&ended), AT),
        "nothing gets worse"
    );
}

fn anybody() -> impl Strategy<Value = Person> {
    let access = prop_oneof![
        Just(Access::Owner),
        Just(Access::Full),
        Just(Access::Staff),
        Just(Access::None)
    ];
    let password = prop_oneof![
        Just(PasswordKind::Own),
        Just(PasswordKind::Missing),
        any::<bool>().prop_map(temporary),
    ];
    (access, password).prop_map(|(access, password)| person(access, password))
}

proptest! {
    #[test]
    fn t63_who_is_left_never_falls_from_some_to_none(
        before in prop::collection::vec(anybody(), 0..6),
        after in prop::collection::vec(anybody(), 0..6),
    ) {
        let able = |all: &[Person]| all.iter().any(|person| person.access.is_manager() && person.may_sign_in(AT));
        if is_left(&before, &after, AT) {
            prop_assert!(able(&after) || !able(&before));
        }
        prop_assert!(is_left(&before, &before, AT));
    }
}
