//! All doors at which a code can be typed: sign-in, set-up and step-up, each for texts and for the app, and the
//! recovery code at two of them. They share one judgement, and each failure moves its one counter by one (mistakes T14,
//! T15, T22).

use domain::audit::Kind;
use domain::challenge::Purpose;
use domain::ids::{BrowserId, PendingId, SessionId, StaffId};
use domain::lockout::{Class, Ladder};
use domain::person::Method;
use domain::sign_in::Outcome;
use domain::time::{DAY, HOUR, MINUTE, SECOND};
use domain::verification::Dead;

use crate::world::{DESK, HOME, Has, OTHER_NUMBER, PHONE, World};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    SignIn(Method),
    SetUp(Method),
    StepUp(Method),
    SignInRecovery,
    StepUpRecovery,
}

/// Where a code of a method is typed.
const CODE_WAYS: [Way; 6] = [
    Way::SignIn(Method::Sms),
    Way::SignIn(Method::App),
    Way::SetUp(Method::Sms),
    Way::SetUp(Method::App),
    Way::StepUp(Method::Sms),
    Way::StepUp(Method::App),
];

const RECOVERY_WAYS: [Way; 2] = [Way::SignInRecovery, Way::StepUpRecovery];

impl Way {
    fn all() -> impl Iterator<Item = Self> {
        CODE_WAYS.into_iter().chain(RECOVERY_WAYS)
    }

    fn is_recovery(self) -> bool {
        match self {
            Way::SignIn(_) | Way::SetUp(_) | Way::StepUp(_) => false,
            Way::SignInRecovery | Way::StepUpRecovery => true,
        }
    }
}

/// One person who has both methods, with every door open in one browser.
struct Hall {
    w: World,
    ann: StaffId,
    pending: PendingId,
    session: SessionId,
}

impl Hall {
    /// `recognised`: whether wrong codes typed here count with those of the desk.
    fn new(recognised: bool) -> Self {
        let (mut w, ann) = World::with_ann_who(Has::Both(Method::Sms));
        let browser = if recognised { DESK } else { crate::world::KEYLESS };
        let session = w.sign_in(ann, browser);
        w.set_up_app(session);
        let pending = w.pend(ann, browser);
        w.mails.clear();
        Self {
            w,
            ann,
            pending,
            session,
        }
    }

    fn wrong(&mut self, way: Way) -> Outcome {
        let wrong = self.w.wrong_code(self.ann);
        self.type_in(way, &wrong, "ZZZZZZ")
    }

    fn type_in(&mut self, way: Way, code: &str, recovery: &str) -> Outcome {
        match way {
            Way::SignIn(method) => self.w.code_of(self.pending, method, code),
            Way::SetUp(Method::Sms) => self.w.set_up_code(self.session, code).unwrap_err(),
            Way::SetUp(Method::App) => self.w.refused_app_code(self.session, code),
            Way::StepUp(method) => self.w.step_up_code_of(self.session, method, code),
            Way::SignInRecovery => self.w.recover(self.pending, recovery),
            Way::StepUpRecovery => self.w.step_up_recovery(self.session, recovery),
        }
    }

    fn counts(&self) -> [(usize, usize); 2] {
        [Class::Recognised, Class::Other].map(|class| self.w.counted(self.ann, class))
    }
}

// T15, T22
#[test]
fn l01_each_wrong_code_at_each_door_moves_its_one_counter_by_one() {
    for recognised in [true, false] {
        for way in Way::all() {
            let mut hall = Hall::new(recognised);
            for n in 1..=4_u32 {
                let tries_left = 5 - n;
                let told = hall.wrong(way);
                let one = n as usize;
                let (mine, run) = if way.is_recovery() {
                    assert_eq!(told, Outcome::RecoveryWrong { tries_left }, "{way:?}");
                    ((0, one), 0)
                } else {
                    assert_eq!(told, Outcome::Wrong { tries_left }, "{way:?}");
                    ((one, 0), n)
                };
                let class = if recognised { Class::Recognised } else { Class::Other };
                let expected = if recognised { [mine, (0, 0)] } else { [(0, 0), mine] };
                assert_eq!(
                    (hall.counts(), hall.w.ladder(hall.ann, class).run),
                    (expected, run),
                    "{way:?}"
                );
            }
        }
    }
}

// T15
#[test]
fn l01_the_five_may_come_through_any_doors() {
    for (at, last) in CODE_WAYS.into_iter().enumerate() {
        let mut hall = Hall::new(false);
        for way in CODE_WAYS.into_iter().cycle().skip(at + 1).take(4) {
            hall.wrong(way);
        }
        assert!(
            matches!(hall.wrong(last), Outcome::MustWait(wait) if wait.length_ms == 15 * MINUTE),
            "{last:?}"
        );
        for way in Way::all() {
            assert_eq!(
                matches!(hall.wrong(way), Outcome::MustWait(_)),
                !way.is_recovery(),
                "{way:?}"
            );
        }
        assert_eq!(hall.counts()[1], (5, 2), "what was refused unread is not counted");
    }
}

// T15
#[test]
fn l01_in_a_wait_the_right_code_of_either_method_is_refused_at_every_door() {
    let mut hall = Hall::new(false);
    let texted = hall.w.texted(hall.ann);
    for _ in 0..5 {
        hall.wrong(Way::SignIn(Method::App));
    }
    let app = hall.w.app_shows(hall.ann, 0);
    let new_app = hall.w.new_app_shows(hall.session, 0);
    for (way, code) in [
        (Way::SignIn(Method::Sms), &texted),
        (Way::SignIn(Method::App), &app),
        (Way::SetUp(Method::Sms), &texted),
        (Way::SetUp(Method::App), &new_app),
        (Way::StepUp(Method::Sms), &texted),
        (Way::StepUp(Method::App), &app),
    ] {
        assert!(matches!(hall.type_in(way, code, ""), Outcome::MustWait(_)), "{way:?}");
    }
    assert_eq!((hall.counts()[1], hall.w.last_step(hall.ann)), ((5, 0), None));
}

// T15
#[test]
fn l01_a_right_code_of_either_method_at_any_door_starts_the_one_ladder_anew() {
    type Right = fn(&mut Hall);
    let right: [(&str, Right); 5] = [
        ("text at sign-in", |hall| {
            let code = hall.w.texted(hall.ann);
            assert!(matches!(hall.w.code(hall.pending, &code), Outcome::Passed(_)));
        }),
        ("app at sign-in", |hall| {
            let code = hall.w.app_shows(hall.ann, 0);
            assert!(matches!(hall.w.app_code(hall.pending, &code), Outcome::Passed(_)));
        }),
        ("app at step-up", |hall| {
            let code = hall.w.app_shows(hall.ann, 0);
            let told = hall.w.step_up_code_of(hall.session, Method::App, &code);
            assert!(matches!(told, Outcome::Passed(_)));
        }),
        ("text at set-up", |hall| {
            hall.w.set_up_text(hall.session, OTHER_NUMBER);
            let code = hall.w.texted(hall.ann);
            assert_eq!(hall.w.set_up_code(hall.session, &code), Ok(()));
        }),
        ("app at set-up", |hall| {
            let code = hall.w.new_app_shows(hall.session, 0);
            assert_eq!(hall.w.set_up_app_code(hall.session, &code), Ok(()));
        }),
    ];
    for (what, right) in right {
        let mut hall = Hall::new(true);
        hall.w.pass(MINUTE);
        for way in [
            Way::SignIn(Method::App),
            Way::SignIn(Method::Sms),
            Way::StepUp(Method::App),
        ] {
            hall.wrong(way);
        }
        right(&mut hall);
        assert_eq!(hall.w.ladder(hall.ann, Class::Recognised), Ladder::default(), "{what}");
        assert_eq!(hall.counts()[0], (3, 0), "{what}: the month's count stays");
    }
}

// T11, T15
#[test]
fn l04_the_recovery_codes_five_are_shared_by_its_doors_and_by_nothing_else() {
    let mut hall = Hall::new(false);
    for way in [
        Way::SignInRecovery,
        Way::StepUpRecovery,
        Way::StepUpRecovery,
        Way::SignInRecovery,
    ] {
        hall.wrong(way);
    }
    assert_eq!(
        hall.wrong(Way::StepUpRecovery),
        Outcome::RecoveryWrong { tries_left: 0 }
    );
    for way in [Way::SignInRecovery, Way::StepUpRecovery] {
        assert_eq!(hall.wrong(way), Outcome::RecoveryMustWait { in_ms: DAY });
    }
    for way in CODE_WAYS.into_iter().take(4) {
        assert!(matches!(hall.wrong(way), Outcome::Wrong { .. }), "{way:?}");
    }
    assert_eq!(hall.counts(), [(0, 0), (4, 5)]);
}

// T14
#[test]
fn l01_of_a_thousand_wrong_codes_at_each_door_five_are_compared() {
    for way in Way::all() {
        let mut hall = Hall::new(false);
        for n in 0..1000 {
            hall.type_in(way, &format!("{:06}", 700_000 + n), "ZZZZZZ");
        }
        let (compared, unread) = if way.is_recovery() {
            (Kind::RecoveryWrong, Kind::RecoveryLockedOut)
        } else {
            (Kind::CodeWrong, Kind::CodeLockedOut)
        };
        assert_eq!(
            (hall.w.recorded(compared), hall.w.recorded(unread)),
            (5, 995),
            "{way:?}"
        );
    }
}

// T14
#[test]
fn l02_whoever_has_the_password_has_nineteen_guesses_a_month_through_all_doors_together() {
    let mut hall = Hall::new(false);
    let start = hall.w.at;
    for way in CODE_WAYS.into_iter().cycle().take(100) {
        if hall.w.at.since(start) >= 30 * DAY {
            break;
        }
        hall.pending = hall.w.pend(hall.ann, crate::world::KEYLESS);
        if let Outcome::MustWait(wait) = hall.wrong(way) {
            let left = wait.left_ms(hall.w.at);
            hall.w.pass(left);
        }
    }
    assert!(
        hall.w.at.since(start) >= 30 * DAY,
        "a hundred answers take longer than a month"
    );
    assert_eq!(hall.counts()[1], (19, 0));
}

// T14
#[test]
fn l04_a_month_of_wrong_recovery_codes_is_twenty_and_then_one_a_day() {
    let mut hall = Hall::new(false);
    let start = hall.w.at;
    for _ in 0..100 {
        match hall.wrong(Way::StepUpRecovery) {
            Outcome::RecoveryMustWait { in_ms } => hall.w.pass(in_ms),
            other => assert!(matches!(other, Outcome::RecoveryWrong { .. }), "{other:?}"),
        }
    }
    assert!(
        hall.w.at.since(start) >= 30 * DAY,
        "a hundred answers take longer than a month"
    );
    let stamps = &hall.w.wrong_recovery[&(hall.ann, Class::Other.as_str())];
    let in_the_month = stamps.iter().filter(|stamp| stamp.since(start) < 30 * DAY).count();
    assert_eq!(in_the_month, 20 + 26, "five a day for four days, then one");
}

/// One person with an own code under way for each purpose.
fn three_codes() -> (World, StaffId, PendingId, SessionId, [String; 3]) {
    let (mut w, ann) = World::with_ann();
    let session = w.sign_in(ann, DESK);
    let pending = w.pend(ann, DESK);
    let sign_in = w.texted(ann);
    w.pass(30 * SECOND);
    w.set_up_text(session, OTHER_NUMBER);
    let set_up = w.texted(ann);
    w.pass(30 * SECOND);
    w.step_up_text(session);
    let step_up = w.texted(ann);
    (w, ann, pending, session, [sign_in, set_up, step_up])
}

#[test]
fn c01_a_code_opens_the_door_it_was_sent_for_and_no_other() {
    for code_of in Purpose::ALL {
        for door in Purpose::ALL {
            let (mut w, ann, pending, session, [sign_in, set_up, step_up]) = three_codes();
            let code = match code_of {
                Purpose::SignIn => sign_in,
                Purpose::SetUp => set_up,
                Purpose::StepUp => step_up,
            };
            let outcome = match door {
                Purpose::SignIn => w.code(pending, &code),
                Purpose::SetUp => match w.set_up_code(session, &code) {
                    Ok(()) => Outcome::Passed(domain::sign_in::How::Text),
                    Err(outcome) => outcome,
                },
                Purpose::StepUp => w.step_up_code(session, &code),
            };
            if code_of == door {
                assert!(
                    matches!(outcome, Outcome::Passed(_)),
                    "{code_of} at {door}: {outcome:?}"
                );
            } else {
                assert_eq!(outcome, Outcome::Dead(Dead::OtherPurpose), "{code_of} at {door}");
                assert_eq!(w.counted(ann, Class::Recognised), (0, 0));
            }
        }
    }
}

#[test]
fn l02_a_code_alive_in_another_terminal_is_a_wrong_one_like_any_other_at_each_door() {
    let sessions = |w: &mut World, ann, browsers: [BrowserId; 2]| {
        browsers.map(|browser| {
            let session = w.sign_in(ann, browser);
            w.pass(HOUR);
            session
        })
    };
    for browsers in [[DESK, HOME], [DESK, DESK]] {
        let (mut w, ann) = World::with_ann();
        let [one, other] = sessions(&mut w, ann, browsers);
        w.step_up_text(one);
        let code = w.texted(ann);
        assert_eq!(w.step_up_code(other, &code), Outcome::Wrong { tries_left: 4 });
        w.pass(MINUTE);
        w.set_up_text(one, OTHER_NUMBER);
        let code = w.texted(ann);
        assert_eq!(w.set_up_code(other, &code), Err(Outcome::Wrong { tries_left: 3 }));
        assert_eq!((w.wrong_codes.len(), w.session(other).failures), (1, 1));
    }
    let (mut w, ann) = World::with_ann();
    w.begin(ann, HOME);
    let code = w.texted(ann);
    w.pass(30 * SECOND);
    let phone = w.pend(ann, PHONE);
    assert_eq!(w.code(phone, &code), Outcome::Wrong { tries_left: 4 });
    assert_eq!((w.wrong_codes.len(), w.pending(phone).pending.wrong), (1, 1));
}
