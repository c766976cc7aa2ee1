//! Texted codes: whose they are, how long they live, that they work once, and what a dead one is told (spec C01 to C03,
//! L06). Every end is sat upon: the millisecond before, and the instant.

use domain::challenge::{Challenge, ChallengeState, Purpose};
use domain::lockout::Class;
use domain::person::Method;
use domain::sign_in::{How, Outcome, TextPlan};
use domain::time::{HOUR, MINUTE, SECOND};
use domain::verification::Dead;

use crate::world::{DESK, HOME, Has, NUMBER, OTHER_NUMBER, PHONE, World};

const LIFE: i64 = 5 * MINUTE + 10 * SECOND;

#[test]
fn c01_a_code_goes_to_the_number_on_the_profile_and_is_bound_to_person_purpose_and_browser() {
    let (mut w, ann) = World::with_ann();
    assert_eq!(w.begin(ann, DESK), Outcome::CodeAsked(TextPlan::Sent));
    let (whose, challenge) = w.challenges.last().unwrap();
    assert_eq!((*whose, challenge.to.as_str()), (ann, NUMBER));
    assert_eq!(
        (challenge.purpose, challenge.browser, challenge.session),
        (Purpose::SignIn, DESK, None)
    );
    assert_eq!(w.texts.len(), 1);
    assert_eq!((w.texts[0].to.as_str(), w.texts[0].reissue), (NUMBER, 0));
}

#[test]
fn c01_the_code_of_somebody_else_is_wrong_and_counted() {
    let (mut w, ann) = World::with_ann();
    let bob = w.person(true);
    let hers = w.pend(ann, HOME);
    w.begin(bob, HOME);
    let his = w.texted(bob);
    assert_eq!(w.code(hers, &his), Outcome::Wrong { tries_left: 4 });
    assert_eq!(w.counted(ann, Class::Other), (1, 0));
    assert_eq!(w.counted(bob, Class::Other), (0, 0));
}

#[test]
fn c01_a_new_sign_in_from_the_same_browser_takes_the_open_code_over_with_its_end_unchanged() {
    let (mut w, ann) = World::with_ann();
    w.begin(ann, HOME);
    let before = w.challenges.clone();
    w.pass(4 * MINUTE);
    assert_eq!(w.begin(ann, HOME), Outcome::CodeAsked(TextPlan::TakenOver));
    assert_eq!((w.texts.len(), &w.challenges), (1, &before));
    let second = w.pendings[1].pending.id;
    let code = w.texted(ann);
    assert_eq!(w.code(second, &code), Outcome::Passed(How::Text));

    let (mut w, ann) = World::with_ann();
    w.begin(ann, HOME);
    w.pass(MINUTE);
    assert_eq!(
        w.begin(ann, PHONE),
        Outcome::CodeAsked(TextPlan::Sent),
        "another browser gets its own"
    );
}

#[test]
fn c01_an_open_code_is_taken_over_to_its_last_millisecond_and_no_longer() {
    for (passed, plan) in [(LIFE - 1, TextPlan::TakenOver), (LIFE, TextPlan::Sent)] {
        let (mut w, ann) = World::with_ann();
        w.begin(ann, HOME);
        w.pass(passed);
        assert_eq!(w.begin(ann, HOME), Outcome::CodeAsked(plan));
    }
}

#[test]
fn c01_a_code_on_its_way_to_a_number_that_is_no_longer_the_profiles_is_not_taken_over() {
    let (mut w, ann) = World::with_ann();
    w.begin(ann, HOME);
    w.pass(MINUTE);
    w.someone(ann).person.two_step = Has::Texts.two_step(OTHER_NUMBER);
    assert_eq!(w.begin(ann, HOME), Outcome::CodeAsked(TextPlan::Sent));
    assert_eq!(w.texts.last().unwrap().to, OTHER_NUMBER);
    assert_eq!(w.challenges[0].1.state, ChallengeState::Void);
}

#[test]
fn c02_the_code_is_taken_until_five_ten_and_refused_from_that_instant() {
    for (passed, outcome) in [
        (5 * MINUTE, Outcome::Passed(How::Text)),
        (LIFE - 1, Outcome::Passed(How::Text)),
        (LIFE, Outcome::Dead(Dead::Expired)),
        (10 * MINUTE - 1, Outcome::Dead(Dead::Expired)),
    ] {
        let (mut w, ann) = World::with_ann();
        let pending = w.pend(ann, HOME);
        w.pass(passed);
        let code = w.texted(ann);
        assert_eq!(w.code(pending, &code), outcome, "{passed} ms");
        assert_eq!(w.counted(ann, Class::Other), (0, 0));
    }
}

#[test]
fn c02_the_screen_counts_down_from_five_minutes_to_nothing() {
    let (mut w, ann) = World::with_ann();
    w.begin(ann, HOME);
    let challenge = w.challenges[0].1.clone();
    let issued = w.at;
    for (passed, left) in [
        (0, 5 * MINUTE),
        (1, 5 * MINUTE - 1),
        (5 * MINUTE - 1, 1),
        (5 * MINUTE, 0),
        (LIFE, 0),
    ] {
        assert_eq!(challenge.shown_left_ms(issued.plus(passed)), left);
    }
}

/// Z08: a code ends on whichever clock says so first, and one that a reboot left without a date is over.
#[test]
fn c02_no_moved_clock_and_no_reboot_lengthens_a_code() {
    type Jump = fn(&mut World);
    let jumps: [(&str, Jump, Outcome); 6] = [
        (
            "wall an hour forward",
            |w| w.move_wall(HOUR - MINUTE),
            Outcome::SignInAgain,
        ),
        (
            "wall forward to the end",
            |w| w.move_wall(LIFE - MINUTE),
            Outcome::Dead(Dead::Expired),
        ),
        (
            "wall forward to just before",
            |w| w.move_wall(LIFE - MINUTE - 1),
            Outcome::Passed(How::Text),
        ),
        (
            "wall a day back",
            |w| w.move_wall(-24 * HOUR),
            Outcome::Passed(How::Text),
        ),
        ("reboot", |w| w.reboot(MINUTE), Outcome::Passed(How::Text)),
        ("reboot and set back", |w| w.reboot(-HOUR), Outcome::SignInAgain),
    ];
    for (what, jump, outcome) in jumps {
        let (mut w, ann) = World::with_ann();
        let pending = w.pend(ann, HOME);
        w.pass(MINUTE);
        jump(&mut w);
        let code = w.texted(ann);
        assert_eq!(w.code(pending, &code), outcome, "{what}");
    }
    let (mut w, ann) = World::with_ann();
    let pending = w.pend(ann, HOME);
    w.move_wall(-24 * HOUR);
    w.pass(LIFE);
    let code = w.texted(ann);
    assert_eq!(
        w.code(pending, &code),
        Outcome::Dead(Dead::Expired),
        "the boot clock went on"
    );
}

#[test]
fn c03_a_code_works_once() {
    let (mut w, ann) = World::with_ann();
    let first = w.pend(ann, HOME);
    w.begin(ann, HOME);
    let second = w.pendings[1].pending.id;
    let code = w.texted(ann);
    assert_eq!(w.code(first, &code), Outcome::Passed(How::Text));
    assert_eq!(w.code(second, &code), Outcome::Dead(Dead::AlreadyUsed));
    assert_eq!(w.code(first, &code), Outcome::SignInAgain, "and its sign-in is over");
    assert_eq!(w.sessions.len(), 1);
    assert_eq!(w.challenges[0].1.state, ChallengeState::Used);
}

/// A world in which the code that comes back is dead for one reason, and the pending sign-in it is typed into.
type Case = fn(&mut World) -> String;

fn again(w: &mut World, passed: i64) -> String {
    let ann = w.texts[0].staff;
    let code = w.texted(ann);
    w.pass(passed);
    let pending = w.pendings.last().unwrap().pending.id;
    w.resend(pending);
    code
}

#[test]
fn l06_a_right_code_that_is_dead_is_told_why_and_never_counted() {
    let cases: [(Dead, &str, Case); 5] = [
        (Dead::Replaced, "C05", |w| again(w, 3 * MINUTE + 1)),
        (Dead::Expired, "C02", |w| again(w, LIFE)),
        (Dead::AlreadyUsed, "C03", |w| {
            let ann = w.texts[0].staff;
            let (code, first) = (w.texted(ann), w.pendings[0].pending.id);
            w.begin(ann, HOME);
            w.code(first, &code);
            code
        }),
        (Dead::OtherPurpose, "C01", |w| {
            let ann = w.texts[0].staff;
            w.pass(30 * SECOND);
            let session = w.sign_in(ann, PHONE);
            w.step_up_text(session);
            w.texted(ann)
        }),
        (Dead::Withdrawn, "L06", |w| {
            let ann = w.texts[0].staff;
            w.kill(ann, |_| true);
            w.texted(ann)
        }),
    ];
    for (why, rule, case) in cases {
        let (mut w, ann) = World::with_ann();
        w.begin(ann, HOME);
        let code = case(&mut w);
        let pending = w
            .pendings
            .iter()
            .rfind(|row| row.open && row.pending.browser == HOME)
            .unwrap()
            .pending
            .id;
        for _ in 0..7 {
            assert_eq!(w.code(pending, &code), Outcome::Dead(why));
        }
        let row = w.record.last().unwrap();
        assert_eq!((row.rule, row.kind.as_str()), (rule, "code.dead"), "{why:?}");
        for class in [Class::Other, Class::Recognised] {
            assert_eq!(
                (w.counted(ann, class), w.ladder(ann, class).run),
                ((0, 0), 0),
                "{why:?}"
            );
        }
        assert_eq!(w.pending(pending).pending.wrong, 0, "{why:?}");
    }
}

#[test]
fn l06_a_dead_code_is_looked_for_one_hour_and_then_it_is_a_wrong_one() {
    for (age, outcome) in [
        (HOUR - 1, Outcome::Dead(Dead::Expired)),
        (HOUR, Outcome::Wrong { tries_left: 4 }),
    ] {
        let (mut w, ann) = World::with_ann();
        w.begin(ann, HOME);
        let code = w.texted(ann);
        w.pass(age);
        let pending = w.pend(ann, HOME);
        assert_eq!(w.code(pending, &code), outcome, "{age} ms old");
    }
}

#[test]
fn l06_the_code_that_counts_is_found_though_a_dead_one_reads_the_same() {
    let (mut w, ann) = World::with_ann();
    let pending = w.pend(ann, HOME);
    let live = w.challenges[0].1.clone();
    for state in ChallengeState::ALL
        .iter()
        .filter(|state| **state != ChallengeState::Open)
    {
        w.challenges.insert(
            0,
            (
                ann,
                Challenge {
                    state: *state,
                    ..live.clone()
                },
            ),
        );
    }
    let code = w.texted(ann);
    w.challenges.rotate_left(1);
    assert_eq!(w.load(ann, HOME).standing().challenges.len(), 4);
    let facts = w.load(ann, HOME);
    let state = domain::sign_in::State::Open(w.pending(pending).pending);
    let typed = crate::world::typed(&code);
    let event = domain::sign_in::Event::Code {
        method: Method::Sms,
        typed: &typed,
        trust: false,
    };
    let step = domain::sign_in::advance(state, event, &facts.standing(), w.at);
    assert_eq!(step.outcome, Outcome::Passed(How::Text));
}

#[test]
fn l06_a_code_whose_key_is_gone_is_wrong_like_any_other() {
    let (mut w, ann) = World::with_ann();
    let pending = w.pend(ann, HOME);
    let code = w.texted(ann);
    w.challenges[0].1.key_id = 77;
    assert_eq!(w.code(pending, &code), Outcome::Wrong { tries_left: 4 });
}
