//! The staff list (spec A01): standings by the clock alone, filters, orders, the count of who is protected.

use domain::contact::SearchWords;
use domain::ids::StaffId;
use domain::person::{Access, Method};
use domain::roster::{Filter, Member, Order, Standing, Tally, View, Ways, by_name, found_by, next_change};
use domain::time::{BootId, DAY, HOUR, MINUTE, Now, SECOND, Term, Wait};
use proptest::prelude::*;

const AT: Now = Now {
    wall_ms: 100 * DAY,
    boot_ms: DAY,
    boot_id: BootId([1; 16]),
};

fn member(id: i64, name: &str, access: Access, ways: Option<Ways>) -> Member {
    let (username, email) = (format!("user{id}"), format!("user{id}@maple.example"));
    Member {
        id: StaffId(id),
        found_by: found_by(name, &username, &email),
        username,
        name: name.into(),
        email,
        access,
        ways,
        has_password: true,
        last_sign_in: None,
        pause: None,
        wait: None,
    }
}

const TEXT: Option<Ways> = Some(Ways {
    default: Method::Sms,
    both: false,
});

/// Ann and Éva on (Éva waits for an hour), Bo off, Cy paused for a day, Di off and paused for a minute, Ed without access.
fn six() -> Vec<Member> {
    let signed_in = |ago| Some(AT.wall_ms - ago);
    let mut all = vec![
        Member {
            last_sign_in: signed_in(HOUR),
            ..member(1, "ann", Access::Owner, TEXT)
        },
        Member {
            wait: Some(Wait::starting(AT, HOUR)),
            last_sign_in: signed_in(3 * DAY),
            ..member(2, "Éva", Access::Full, TEXT)
        },
        member(3, "Bo", Access::Staff, None),
        Member {
            pause: Some(Term::starting(AT, DAY)),
            last_sign_in: signed_in(MINUTE),
            ..member(4, "Cy", Access::Staff, TEXT)
        },
        Member {
            pause: Some(Term::starting(AT, MINUTE)),
            ..member(5, "Di", Access::Staff, None)
        },
        Member {
            pause: Some(Term::starting(AT, DAY)),
            wait: Some(Wait::starting(AT, DAY)),
            ..member(6, "Ed", Access::None, TEXT)
        },
    ];
    by_name(&mut all);
    all
}

fn shown(view: &View, at: Now) -> Vec<String> {
    let all = six();
    view.of(&all, at)
        .into_iter()
        .map(|place| all[place].name.clone())
        .collect()
}

fn in_order(order: Order, reversed: bool) -> Vec<String> {
    let view = View {
        order,
        reversed,
        ..View::default()
    };
    shown(&view, AT)
}

fn filtered(filter: Filter, at: Now) -> Vec<String> {
    let view = View {
        filter,
        ..View::default()
    };
    shown(&view, at)
}

#[test]
fn a01_names_stand_in_order_without_case_and_accents() {
    assert_eq!(in_order(Order::Name, false), ["ann", "Bo", "Cy", "Di", "Ed", "Éva"]);
    assert_eq!(in_order(Order::Name, true), ["Éva", "Ed", "Di", "Cy", "Bo", "ann"]);
}

#[test]
fn a01_each_order_has_what_matters_first_and_names_within_it() {
    for (order, there, back) in [
        (
            Order::Access,
            ["ann", "Éva", "Bo", "Cy", "Di", "Ed"],
            ["Ed", "Bo", "Cy", "Di", "Éva", "ann"],
        ),
        (
            Order::TwoStep,
            ["Bo", "Cy", "Di", "ann", "Éva", "Ed"],
            ["Ed", "ann", "Éva", "Cy", "Di", "Bo"],
        ),
        (
            Order::LastSignIn,
            ["Cy", "ann", "Éva", "Bo", "Di", "Ed"],
            ["Bo", "Di", "Ed", "Éva", "ann", "Cy"],
        ),
        (
            Order::Until,
            ["Di", "Éva", "Cy", "ann", "Bo", "Ed"],
            ["Cy", "Éva", "Di", "ann", "Bo", "Ed"],
        ),
    ] {
        assert_eq!(in_order(order, false), there, "{order}");
        assert_eq!(in_order(order, true), back, "{order}, the other way round");
    }
}

#[test]
fn a01_every_filter_takes_its_own_and_the_tally_counts_the_same() {
    let all = six();
    for (filter, names) in [
        (Filter::All, vec!["ann", "Bo", "Cy", "Di", "Ed", "Éva"]),
        (Filter::On, vec!["ann", "Éva"]),
        (Filter::Off, vec!["Bo"]),
        (Filter::Paused, vec!["Cy", "Di"]),
        (Filter::Waiting, vec!["Éva"]),
        (Filter::NoAccess, vec!["Ed"]),
    ] {
        assert_eq!(filtered(filter, AT), names, "{filter}");
        assert_eq!(Tally::of(&all, AT).taken_by(filter), names.len(), "{filter}");
    }
    assert_eq!(
        Tally::of(&all, AT).with_access(),
        5,
        "no access is not counted in the chart"
    );
    assert_eq!(Tally::of(&[], AT), Tally::default());
}

#[test]
fn a04_a_pause_is_over_at_its_instant_without_anybody_writing_that_down() {
    assert_eq!(filtered(Filter::Paused, AT.plus(MINUTE - 1)), ["Cy", "Di"]);
    assert_eq!(filtered(Filter::Paused, AT.plus(MINUTE)), ["Cy"]);
    assert_eq!(
        filtered(Filter::Off, AT.plus(MINUTE)),
        ["Bo", "Di"],
        "no method was set up"
    );
    assert_eq!(
        filtered(Filter::On, AT.plus(DAY)),
        ["ann", "Cy", "Éva"],
        "methods were kept"
    );
}

#[test]
fn l09_a_wait_is_over_at_its_instant_without_anybody_writing_that_down() {
    assert_eq!(filtered(Filter::Waiting, AT.plus(HOUR - 1)), ["Éva"]);
    assert!(filtered(Filter::Waiting, AT.plus(HOUR)).is_empty());
}

#[test]
fn z08_after_a_reboot_with_a_clock_set_back_a_pause_is_over() {
    let rebooted = Now {
        wall_ms: AT.wall_ms - HOUR,
        boot_ms: 0,
        boot_id: BootId([2; 16]),
    };
    assert!(filtered(Filter::Paused, rebooted).is_empty());
}

#[test]
fn a01_the_next_change_is_the_nearest_end_of_a_pause_or_wait() {
    let all = six();
    assert_eq!(next_change(&all, AT), Some(MINUTE));
    assert_eq!(next_change(&all, AT.plus(MINUTE)), Some(HOUR - MINUTE));
    assert_eq!(next_change(&all, AT.plus(HOUR + SECOND)), Some(DAY - HOUR - SECOND));
    assert_eq!(next_change(&all, AT.plus(DAY)), None);
}

#[test]
fn a01_search_and_filter_have_both_to_fit() {
    let view = |typed: &str, filter| View {
        words: SearchWords::parse(typed),
        filter,
        ..View::default()
    };
    assert_eq!(shown(&view("eva", Filter::All), AT), ["Éva"]);
    assert_eq!(shown(&view("USER4", Filter::All), AT), ["Cy"], "by user name");
    assert_eq!(shown(&view("bo user3@maple", Filter::All), AT), ["Bo"], "by e-mail too");
    assert!(
        shown(&view("maple", Filter::All), AT).is_empty(),
        "everybody has the same behind the @"
    );
    assert_eq!(
        shown(&view("@MAPLE", Filter::All), AT).len(),
        6,
        "unless it is asked for"
    );
    assert!(shown(&view("eva", Filter::Off), AT).is_empty());
    assert!(
        shown(&view("annuser1", Filter::All), AT).is_empty(),
        "no word goes over an end"
    );
}

#[test]
fn a01_filters_and_orders_go_round() {
    let mut filter = Filter::All;
    for _ in Filter::ALL {
        filter = filter.next();
    }
    assert_eq!((filter, Filter::All.next()), (Filter::All, Filter::On));
    let mut order = Order::Name;
    for _ in Order::ALL {
        order = order.next();
    }
    assert_eq!((order, Order::Name.next()), (Order::Name, Order::Access));
    for filter in Filter::ALL {
        assert_eq!(Filter::parse(filter.as_str()), Some(*filter));
    }
    for order in Order::ALL {
        assert_eq!(Order::parse(order.as_str()), Some(*order));
    }
}

fn anybody() -> impl Strategy<Value = Member> {
    let access = prop::sample::select(Access::ALL);
    let ways = prop::option::of((prop::sample::select(Method::ALL), any::<bool>()));
    let term = || prop::option::of((-3 * DAY..DAY, 1..3 * DAY));
    let seen = prop::option::of(0..100 * DAY);
    (0..50_i64, "[A-Ca-cÉ]{1,3}", access, ways, term(), term(), seen).prop_map(
        |(id, name, access, ways, pause, wait, last_sign_in)| Member {
            pause: pause.map(|(began, length)| Term::starting(AT.plus(began), length)),
            wait: wait.map(|(began, length)| Wait::starting(AT.plus(began), length)),
            last_sign_in,
            ..member(id, &name, access, ways.map(|(default, both)| Ways { default, both }))
        },
    )
}

proptest! {
    #[test]
    fn a01_everybody_with_access_stands_under_exactly_one_filter_and_no_order_loses_anybody(
        mut all in prop::collection::vec(anybody(), 0..30),
        order in prop::sample::select(Order::ALL),
        reversed in any::<bool>(),
    ) {
        by_name(&mut all);
        let taken = |filter| View { filter, order, reversed, ..View::default() }.of(&all, AT);
        let mut once: Vec<usize> = [Filter::On, Filter::Off, Filter::Paused, Filter::NoAccess].map(taken).concat();
        once.sort_unstable();
        let everybody: Vec<usize> = (0..all.len()).collect();
        prop_assert_eq!(&once, &everybody);
        let mut shown = taken(Filter::All);
        shown.sort_unstable();
        prop_assert_eq!(&shown, &everybody);
        let tally = Tally::of(&all, AT);
        for filter in Filter::ALL {
            prop_assert_eq!(tally.taken_by(*filter), taken(*filter).len());
        }
    }

    #[test]
    fn a01_nobody_stands_otherwise_before_the_next_change(all in prop::collection::vec(anybody(), 0..10)) {
        let kinds = |at: Now| -> Vec<_> {
            let kind = |member: &Member| (std::mem::discriminant(&member.standing(at)), member.waits_ms(at).is_some());
            all.iter().map(kind).collect()
        };
        let next = next_change(&all, AT);
        let before = AT.plus(next.unwrap_or(30 * DAY) - 1);
        // Of a term that begins later by the clock nothing has passed yet.
        let started = all.iter().all(|member| member.pause.is_none_or(|pause| pause.start.wall_ms <= AT.wall_ms));
        if started {
            prop_assert_eq!(kinds(AT), kinds(before));
        }
        let off = |member: &Member| member.standing(AT) == Standing::Off;
        prop_assert_eq!(all.iter().filter(|member| off(member)).count(), Tally::of(&all, AT).off);
    }
}
