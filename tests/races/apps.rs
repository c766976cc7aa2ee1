//! Codes of the authenticator app from many processes at once (spec C04, L01, L07; T4, T15): the step that was used moves
//! forwards alone, and one counter counts both methods.

use actions::Token;
use domain::totp::{STEP_MS, step_of};
use fixtures::clinic::{BO, Clinic, KIM, another_code, code_at, desk, elsewhere};

use crate::gun::{hex, how_many, race};

/// [`elsewhere`], as a judge is told it.
const ELSEWHERE: &str = "99";

fn words(kind: &str, pending: &Token, codes: &[String]) -> Vec<String> {
    let head = [kind.to_owned(), hex(pending), ELSEWHERE.to_owned()];
    head.into_iter().chain(codes.iter().cloned()).collect()
}

/// A write that would take a used step back, or use it again, is an error whoever tries it.
fn steps_only_rise(clinic: &Clinic) {
    let watch = "CREATE TRIGGER only_up BEFORE UPDATE OF last_step ON methods WHEN NEW.last_step <= OLD.last_step
        BEGIN SELECT RAISE(ABORT, 'a used step came back'); END";
    clinic.foreign().execute_batch(watch).unwrap();
}

#[test]
fn c04_of_one_hundred_parallel_uses_of_one_right_code_from_two_processes_one_gets_in() {
    let mut clinic = Clinic::with_apps();
    steps_only_rise(&clinic);
    let pending = [(); 2].map(|()| clinic.pending(&BO, &elsewhere()));
    let code = clinic.app_code(&BO);
    let before = clinic.number("SELECT count(*) FROM sessions");

    let said = race(&clinic, 2, 50, |n| {
        words("app-codes", &pending[n], std::slice::from_ref(&code))
    });

    assert_eq!(said.len(), 100);
    assert_eq!(how_many(&said, "signed in"), 1, "{said:?}");
    let refused = how_many(&said, "Dead(StepUsed)") + how_many(&said, "SignInAgain");
    assert_eq!(refused, 99, "{said:?}");
    assert_eq!(clinic.number("SELECT count(*) FROM sessions") - before, 1);
    assert_eq!(clinic.last_step(&BO), step_of(clinic.clock.now().wall_ms));
    assert_eq!(
        clinic.number("SELECT count(*) FROM wrong_codes"),
        0,
        "L06: replays are not counted"
    );
    let replayed = i64::try_from(how_many(&said, "Dead(StepUsed)")).unwrap();
    assert_eq!(
        clinic.number("SELECT count(*) FROM audit WHERE kind = 'code.dead' AND rule = 'C04'"),
        replayed,
        "T1: each replay that was looked at is in the record"
    );
}

/// T4 at both doors at once.
#[test]
fn c04_one_right_code_at_sign_in_and_step_up_at_once_serves_one_of_them() {
    let mut clinic = Clinic::with_apps();
    let session = clinic.sign_in(&BO, &desk());
    steps_only_rise(&clinic);
    let pending = clinic.pending(&BO, &elsewhere());
    let code = clinic.next_app_code(&BO);

    let said = race(&clinic, 4, 12, |n| match n % 2 {
        0 => words("app-codes", &pending, std::slice::from_ref(&code)),
        _ => vec!["step-up-app".into(), hex(&session), code.clone()],
    });

    assert_eq!(said.len(), 48);
    let served = how_many(&said, "signed in") + how_many(&said, "Passed(App)");
    assert_eq!(served, 1, "{said:?}");
    let refused = how_many(&said, "Dead(StepUsed)") + how_many(&said, "SignInAgain");
    assert_eq!(refused, 47, "{said:?}");
}

/// Three codes are right at one instant. In whatever order they come, a step is never used twice and never after a later
/// one.
#[test]
fn c04_codes_of_neighbouring_steps_at_once_let_in_at_most_once_each_and_the_last_step_never_goes_down() {
    let mut clinic = Clinic::with_apps();
    steps_only_rise(&clinic);
    let pending: Vec<Token> = (0..6).map(|_| clinic.pending(&BO, &elsewhere())).collect();
    let (secret, at) = (clinic.app_secret(&BO), clinic.clock.now());
    let codes = [-1, 0, 1].map(|steps| code_at(&secret, at.plus(steps * STEP_MS)));
    let before = clinic.number("SELECT count(*) FROM sessions");

    let said = race(&clinic, 6, 9, |n| words("app-codes", &pending[n], &codes));

    let let_in = how_many(&said, "signed in");
    assert!((1..=3).contains(&let_in), "{said:?}");
    let refused = how_many(&said, "Dead(StepUsed)") + how_many(&said, "SignInAgain");
    assert_eq!(let_in + refused, 54, "{said:?}");
    let sessions = clinic.number("SELECT count(*) FROM sessions") - before;
    assert_eq!(sessions, i64::try_from(let_in).unwrap());
    let newest = step_of(at.wall_ms) + 1;
    assert!((newest - 2..=newest).contains(&clinic.last_step(&BO)));
    assert_eq!(clinic.number("SELECT count(*) FROM wrong_codes"), 0);
    clinic.clock.plus(2 * STEP_MS);
    clinic.sign_in(&BO, &elsewhere());
}

/// T14, T15: half of the hands guess the text, half the app.
#[test]
fn l07_of_sixty_four_parallel_wrong_codes_of_both_methods_five_are_compared_and_five_are_counted() {
    let mut clinic = Clinic::with_apps();
    let pending: Vec<Token> = (0..8).map(|_| clinic.pending(&KIM, &elsewhere())).collect();
    let (secret, at) = (clinic.app_secret(&KIM), clinic.clock.now());
    let texted: usize = another_code(&clinic.texted_code(&KIM)).parse().unwrap();
    let shown: Vec<usize> = [-1, 0, 1]
        .map(|steps| code_at(&secret, at.plus(steps * STEP_MS)).parse().unwrap())
        .to_vec();
    // No guess of the app is one of its three right codes.
    let guess = (0..)
        .map(|block| block * 64)
        .find(|first| shown.iter().all(|code| code / 64 != first / 64));
    let guess = guess.unwrap();

    let said = race(&clinic, 8, 8, |n| {
        let (kind, first) = if n % 2 == 0 {
            ("wrong-codes", texted + n * 8)
        } else {
            ("wrong-app-codes", guess + n * 8)
        };
        words(kind, &pending[n], &[format!("{:06}", first % 1_000_000)])
    });

    assert_eq!(said.len(), 64);
    for tries_left in 1..=4 {
        let line = format!("Wrong {{ tries_left: {tries_left} }}");
        assert_eq!(how_many(&said, &line), 1, "{said:?}");
    }
    let waiting = said.iter().filter(|line| line.starts_with("MustWait")).count();
    assert_eq!(waiting, 60, "{said:?}");
    assert_eq!(clinic.number("SELECT count(*) FROM wrong_codes"), 5);
    assert_eq!(clinic.number("SELECT count(*) FROM audit WHERE kind = 'code.wrong'"), 5);
    assert_eq!(
        clinic.number("SELECT count(*) FROM audit WHERE kind = 'code.locked_out'"),
        59
    );
    assert_eq!(clinic.number("SELECT count(*) FROM outbox WHERE kind = 'lockout'"), 1);
}

/// Either proof lets in on its own: the right text and the right app code at once are two sign-ins, each used once.
#[test]
fn c03_c04_the_right_text_and_the_right_app_code_at_once_are_each_used_once() {
    let mut clinic = Clinic::with_apps();
    let by_text = clinic.pending(&KIM, &elsewhere());
    let by_app = clinic.pending(&KIM, &elsewhere());
    let (texted, shown) = (clinic.texted_code(&KIM), clinic.app_code(&KIM));

    let said = race(&clinic, 2, 8, |n| match n {
        0 => words("code", &by_text, std::slice::from_ref(&texted)),
        _ => words("app-codes", &by_app, std::slice::from_ref(&shown)),
    });

    // The app's sign-in withdraws a text that was not used yet.
    let let_in = how_many(&said, "signed in");
    assert!((1..=2).contains(&let_in), "{said:?}");
    assert_eq!(
        clinic.number("SELECT count(*) FROM sessions WHERE how = 'app' AND began_at > 0 AND staff_id = 5"),
        1
    );
    assert_eq!(clinic.number("SELECT count(*) FROM wrong_codes"), 0);
    assert_eq!(
        said.iter().filter(|line| line.starts_with("error")).count(),
        0,
        "{said:?}"
    );
}
