//! Wrong codes as people meet them: tries, waits, mails (spec L01 to L03, L05 to L07, L09 to L11). The ladder's own
//! arithmetic is proved in `tests/lockout`.

use domain::audit::Kind;
use domain::ids::{BrowserId, StaffId};
use domain::lockout::Class;
use domain::message::{MailKind, Pace, Recipients};
use domain::sign_in::{How, Outcome, TextPlan};
use domain::time::{DAY, HOUR, MINUTE};

use crate::world::{DESK, HOME, KEYLESS, PHONE, World};

/// Wrong codes one after the other, signing in anew whenever the sign-in is over; what was told at the last.
fn wrong_codes(w: &mut World, staff: StaffId, browser: BrowserId, count: usize) -> Outcome {
    let mut outcome = w.begin(staff, browser);
    for _ in 0..count {
        let pending = w.pendings.last().unwrap().pending.id;
        let wrong = w.wrong_code(staff);
        outcome = w.code(pending, &wrong);
    }
    outcome
}

fn wait_ms(outcome: Outcome) -> i64 {
    match outcome {
        Outcome::MustWait(wait) => wait.length_ms,
        other => panic!("no wait: {other:?}"),
    }
}

#[test]
fn l03_the_screen_counts_the_tries_down_and_then_says_how_long() {
    for browser in [DESK, HOME] {
        let (mut w, ann) = World::with_ann();
        let pending = w.pend(ann, browser);
        let wrong = w.wrong_code(ann);
        for tries_left in [4, 3, 2, 1] {
            assert_eq!(w.code(pending, &wrong), Outcome::Wrong { tries_left });
        }
        assert_eq!(wait_ms(w.code(pending, &wrong)), 15 * MINUTE);
    }
}

#[test]
fn l01_each_further_five_wait_longer_and_nothing_is_read_meanwhile() {
    let (mut w, ann) = World::with_ann();
    for minutes in [15, 30, 60, 120, 240] {
        let length = minutes * MINUTE;
        assert_eq!(wait_ms(wrong_codes(&mut w, ann, DESK, 5)), length);
        let pending = w.pendings.last().unwrap().pending.id;
        let right = w.texted(ann);
        w.pass(MINUTE);
        assert!(matches!(w.code(pending, &right), Outcome::MustWait(_)));
        w.pass(length - MINUTE - 1);
        assert!(matches!(w.begin(ann, DESK), Outcome::MustWait(wait) if wait.left_ms(w.at) == 1));
        w.pass(1);
    }
    assert_eq!(w.counted(ann, Class::Recognised), (25, 0));
    assert_eq!(
        wait_ms(wrong_codes(&mut w, ann, DESK, 5)),
        DAY,
        "the thirtieth: L02's day, not L01's eight hours"
    );
    assert_eq!(
        w.record
            .iter()
            .rfind(|row| row.kind == Kind::LockoutStarted)
            .unwrap()
            .rule,
        "L02"
    );
}

#[test]
fn l02_the_tenth_wrong_code_from_elsewhere_locks_three_days_and_so_does_each_further_one() {
    let (mut w, ann) = World::with_ann();
    wrong_codes(&mut w, ann, HOME, 5);
    w.pass(15 * MINUTE);
    wrong_codes(&mut w, ann, PHONE, 4);
    w.pass(MINUTE);
    w.sign_in(ann, KEYLESS);
    assert_eq!(
        wait_ms(wrong_codes(&mut w, ann, HOME, 1)),
        72 * HOUR,
        "the right code left the count of ten alone"
    );
    w.pass(72 * HOUR);
    assert_eq!(wait_ms(wrong_codes(&mut w, ann, PHONE, 1)), 72 * HOUR);
    assert_eq!(w.ladder(ann, Class::Recognised).run, 0);
}

#[test]
fn l02_a_right_code_never_starts_a_lockout() {
    let (mut w, ann) = World::with_ann();
    for _ in 0..9 {
        wrong_codes(&mut w, ann, KEYLESS, 1);
        w.sign_in(ann, KEYLESS);
        w.pass(HOUR);
    }
    w.sign_in(ann, KEYLESS);
    assert_eq!(w.ladder(ann, Class::Other).is_waiting(w.at), None);
    assert_eq!(w.recorded(Kind::LockoutStarted), 0);
}

#[test]
fn l01_strangers_never_lock_the_desk_and_the_desk_never_locks_them() {
    let (mut w, ann) = World::with_ann();
    wrong_codes(&mut w, ann, HOME, 5);
    assert_eq!(w.begin(ann, PHONE), w.begin(ann, HOME), "one class, one wait");
    assert!(matches!(w.begin(ann, KEYLESS), Outcome::MustWait(_)));
    w.pass(MINUTE);
    w.sign_in(ann, DESK);
    assert!(
        matches!(w.begin(ann, HOME), Outcome::MustWait(_)),
        "a right code clears the ladder of its class alone"
    );
    let (mut w, ann) = World::with_ann();
    wrong_codes(&mut w, ann, DESK, 5);
    w.pass(MINUTE);
    w.sign_in(ann, HOME);
    assert!(matches!(w.begin(ann, DESK), Outcome::MustWait(_)));
}

#[test]
fn l01_one_persons_wrong_codes_are_nobody_elses() {
    let (mut w, ann) = World::with_ann();
    let bob = w.person(true);
    wrong_codes(&mut w, ann, HOME, 5);
    assert_eq!(w.begin(bob, HOME), Outcome::CodeAsked(TextPlan::Sent));
}

#[test]
fn l01_a_lockout_kills_the_codes_of_its_class_and_leaves_the_others() {
    let (mut w, ann) = World::with_ann();
    let desk = w.pend(ann, DESK);
    let good = w.texted(ann);
    w.pass(MINUTE);
    let phone = w.pend(ann, PHONE);
    w.pass(MINUTE);
    wrong_codes(&mut w, ann, HOME, 5);
    let open: Vec<_> = w
        .challenges
        .iter()
        .filter(|row| row.1.is_live(w.at))
        .map(|row| row.1.browser)
        .collect();
    assert_eq!(open, [DESK]);
    assert!(matches!(w.code(phone, "000000"), Outcome::MustWait(_)));
    assert_eq!(w.code(desk, &good), Outcome::Passed(How::Text));
}

#[test]
fn l01_a_right_code_starts_the_run_and_the_ladder_anew() {
    let (mut w, ann) = World::with_ann();
    wrong_codes(&mut w, ann, DESK, 5);
    w.pass(15 * MINUTE);
    wrong_codes(&mut w, ann, DESK, 4);
    w.sign_in(ann, DESK);
    assert_eq!(wrong_codes(&mut w, ann, DESK, 4), Outcome::Wrong { tries_left: 1 });
    assert_eq!(wait_ms(wrong_codes(&mut w, ann, DESK, 1)), 15 * MINUTE);
}

#[test]
fn l01_the_recovery_code_clears_no_ladder() {
    let (mut w, ann) = World::with_ann();
    wrong_codes(&mut w, ann, DESK, 4);
    let (pending, code) = (w.pendings[0].pending.id, w.recovery_code(ann));
    assert_eq!(w.recover(pending, &code), Outcome::Passed(How::Recovery));
    assert_eq!(wait_ms(wrong_codes(&mut w, ann, DESK, 1)), 15 * MINUTE);
}

#[test]
fn l05_restart_resend_going_back_another_terminal_and_waiting_reset_nothing() {
    let (mut w, ann) = World::with_ann();
    let first = w.pend(ann, HOME);
    let mut told = Vec::new();
    let steps: [fn(&mut World, StaffId); 4] = [
        |w, _| w.restart(),
        |w, ann| assert!(matches!(w.begin(ann, HOME), Outcome::CodeAsked(TextPlan::TakenOver))),
        |w, _| w.reboot(MINUTE),
        |w, ann| assert!(matches!(w.begin(ann, PHONE), Outcome::CodeAsked(TextPlan::Sent))),
    ];
    for step in steps {
        let wrong = w.wrong_code(ann);
        let pending = w.pendings.last().unwrap().pending.id;
        told.push(w.code(pending, &wrong));
        step(&mut w, ann);
    }
    let expected: Vec<_> = [4, 3, 2, 1].map(|tries_left| Outcome::Wrong { tries_left }).into();
    assert_eq!(told, expected);
    let wrong = w.wrong_code(ann);
    assert_eq!(wait_ms(w.code(first, &wrong)), 15 * MINUTE);
}

#[test]
fn l05_lifting_ends_the_wait_and_keeps_height_and_count() {
    let (mut w, ann) = World::with_ann();
    wrong_codes(&mut w, ann, DESK, 5);
    w.lift(ann);
    w.pass(MINUTE);
    assert_eq!(w.begin(ann, DESK), Outcome::CodeAsked(TextPlan::Sent));
    assert_eq!(wait_ms(wrong_codes(&mut w, ann, DESK, 5)), 30 * MINUTE);
    assert_eq!(w.counted(ann, Class::Recognised), (10, 0));
}

// T22
#[test]
fn l06_every_wrong_code_counts_once_a_repeated_one_too() {
    let (mut w, ann) = World::with_ann();
    let pending = w.pend(ann, HOME);
    for n in 1..=4 {
        w.code(pending, "000000");
        assert_eq!(
            (w.counted(ann, Class::Other), w.ladder(ann, Class::Other).run),
            ((n, 0), n as u32)
        );
        assert_eq!(w.pending(pending).pending.wrong, n as u32);
        assert_eq!(w.recorded(Kind::CodeWrong), n);
    }
}

#[test]
fn l07_of_sixty_four_wrong_codes_at_once_five_are_compared_and_five_are_counted() {
    let (mut w, ann) = World::with_ann();
    let pending = w.pend(ann, HOME);
    for n in 0..64 {
        w.code(pending, &format!("{n:06}"));
    }
    assert_eq!((w.recorded(Kind::CodeWrong), w.recorded(Kind::CodeLockedOut)), (5, 59));
    assert_eq!(
        (w.counted(ann, Class::Other), w.pending(pending).pending.wrong),
        ((5, 0), 5)
    );
}

// T25
#[test]
fn l09_a_lockout_ends_on_its_instant_by_whichever_clock_though_nobody_lifts_it() {
    type Jump = fn(&mut World);
    let over: [Jump; 4] = [
        |w| w.pass(15 * MINUTE),
        |w| w.move_wall(15 * MINUTE),
        |w| {
            w.move_wall(-DAY);
            w.pass(15 * MINUTE);
        },
        |w| {
            w.reboot(-DAY);
            w.pass(15 * MINUTE);
        },
    ];
    let running: [Jump; 4] = [
        |w| w.pass(15 * MINUTE - 1),
        |w| w.move_wall(15 * MINUTE - 1),
        |w| w.reboot(15 * MINUTE - 1),
        |w| {
            w.reboot(-DAY);
            w.pass(15 * MINUTE - 1);
        },
    ];
    for (jumps, waits) in [(over, false), (running, true)] {
        for jump in jumps {
            let (mut w, ann) = World::with_ann();
            wrong_codes(&mut w, ann, HOME, 5);
            jump(&mut w);
            assert_eq!(matches!(w.begin(ann, HOME), Outcome::MustWait(_)), waits, "{:?}", w.at);
        }
    }
}

#[test]
fn l10_every_lockout_is_mailed_to_the_person_once() {
    let (mut w, ann) = World::with_ann();
    wrong_codes(&mut w, ann, DESK, 20);
    assert_eq!(
        w.mail_kinds(),
        [MailKind::Lockout],
        "what is refused unread mails nothing"
    );
    let mail = &w.mails[0];
    assert_eq!((&mail.to, mail.pace), (&Recipients::Person(ann), Pace::Always));
    let until = w.ladder(ann, Class::Recognised).wait.unwrap().end_wall_ms().to_string();
    assert_eq!((&*mail.facts["minutes"], &*mail.facts["until_ms"]), ("15", &*until));
    w.pass(15 * MINUTE);
    wrong_codes(&mut w, ann, DESK, 5);
    assert_eq!(w.mail_kinds(), [MailKind::Lockout; 2], "each rung");
    assert_eq!(w.mails[1].facts["minutes"], "30");
}

#[test]
fn l10_three_wrong_codes_behind_a_right_password_are_mailed_but_not_from_the_desk() {
    for (browser, mails) in [
        (HOME, vec![MailKind::WrongCodes]),
        (KEYLESS, vec![MailKind::WrongCodes]),
        (DESK, vec![]),
    ] {
        let (mut w, ann) = World::with_ann();
        wrong_codes(&mut w, ann, browser, 2);
        assert_eq!(w.mail_kinds(), []);
        let pending = w.pendings[0].pending.id;
        w.code(pending, "000000");
        assert_eq!(w.mail_kinds(), mails);
        w.code(pending, "000000");
        assert_eq!(w.mail_kinds(), mails, "the fourth is not mailed again");
        assert!(
            w.mails
                .iter()
                .all(|mail| mail.pace == Pace::Hourly && mail.to == Recipients::Person(ann))
        );
    }
}

#[test]
fn l10_three_wrong_recovery_codes_are_mailed_like_three_wrong_codes() {
    let (mut w, ann) = World::with_ann();
    let pending = w.pend(ann, HOME);
    w.code(pending, "000000");
    w.recover(pending, "ZZZZZZ");
    assert_eq!(w.mail_kinds(), []);
    w.recover(pending, "ZZZZZZ");
    assert_eq!(w.mail_kinds(), [MailKind::WrongCodes]);
}

#[test]
fn x01_a_third_wrong_code_that_starts_a_lockout_owes_one_mail() {
    let (mut w, ann) = World::with_ann();
    wrong_codes(&mut w, ann, HOME, 2);
    wrong_codes(&mut w, ann, HOME, 3);
    assert_eq!(w.pendings[1].pending.wrong, 3);
    assert_eq!(w.mail_kinds(), [MailKind::Lockout]);
}

#[test]
fn l11_whoever_is_locked_out_gets_in_by_waiting_or_by_the_recovery_code() {
    let (mut w, ann) = World::with_ann();
    for _ in 0..12 {
        wrong_codes(&mut w, ann, HOME, 5);
        w.pass(72 * HOUR);
    }
    w.sign_in(ann, HOME);
    wrong_codes(&mut w, ann, KEYLESS, 1);
    let pending = w.pend(ann, KEYLESS);
    let code = w.recovery_code(ann);
    assert!(matches!(w.code(pending, "000000"), Outcome::MustWait(_)));
    assert_eq!(w.recover(pending, &code), Outcome::Passed(How::Recovery));
}
