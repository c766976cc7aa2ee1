//! The same code from many processes at once (spec C03, L07, R03).

use actions::Token;
use fixtures::clinic::{Clinic, SAM, browser, desk, elsewhere};

use crate::gun::{hex, how_many, race};

const PROCESSES: usize = 8;
const THREADS: usize = 8;
/// [`elsewhere`], as a judge is told it.
const ELSEWHERE: &str = "99";

/// Eight terminals of one browser, at the second step with the same code (C01: taken over).
fn eight_terminals(clinic: &mut Clinic) -> Vec<Token> {
    (0..PROCESSES).map(|_| clinic.pending(&SAM, &elsewhere())).collect()
}

fn words(kind: &str, pending: &Token, code: &str) -> Vec<String> {
    [kind, &hex(pending), ELSEWHERE, code].map(str::to_owned).to_vec()
}

#[test]
fn c03_sixty_four_parallel_right_codes_from_eight_processes_make_exactly_one_session() {
    let mut clinic = Clinic::new();
    let pending = eight_terminals(&mut clinic);
    let code = clinic.texted_code(&SAM);
    let before = clinic.number("SELECT count(*) FROM sessions");

    let said = race(&clinic, PROCESSES, THREADS, |n| words("code", &pending[n], &code));

    assert_eq!(said.len(), PROCESSES * THREADS);
    assert_eq!(how_many(&said, "signed in"), 1, "{said:?}");
    let used = how_many(&said, "Dead(AlreadyUsed)") + how_many(&said, "SignInAgain");
    assert_eq!(used, said.len() - 1, "{said:?}");
    assert_eq!(clinic.number("SELECT count(*) FROM sessions") - before, 1);
    assert_eq!(
        clinic.number("SELECT count(*) FROM challenges WHERE state = 'used' AND purpose = 'sign_in'"),
        1
    );
    assert_eq!(clinic.number("SELECT count(*) FROM wrong_codes"), 0);
    assert_eq!(
        clinic.number("SELECT count(*) FROM outbox WHERE kind = 'new_browser' AND staff_id = 3"),
        2
    );
}

/// T7: two terminals, one code; T8 for the texted code.
#[test]
fn c03_two_browsers_have_codes_of_their_own_and_both_get_in_at_once() {
    let mut clinic = Clinic::new();
    let one = clinic.pending(&SAM, &elsewhere());
    let code = clinic.texted_code(&SAM);
    clinic.clock.plus(61_000);
    let other = clinic.pending(&SAM, &browser(98));
    let other_code = clinic.texted_code(&SAM);

    let said = race(&clinic, 2, 1, |n| match n {
        0 => words("code", &one, &code),
        _ => ["code", &hex(&other), "98", &other_code].map(str::to_owned).to_vec(),
    });

    assert_eq!(how_many(&said, "signed in"), 2, "{said:?}");
}

/// T14, T15.
#[test]
fn l07_of_sixty_four_parallel_wrong_codes_five_are_compared_and_five_are_counted() {
    let mut clinic = Clinic::new();
    let pending = eight_terminals(&mut clinic);
    let right: usize = clinic.texted_code(&SAM).parse().unwrap();

    let said = race(&clinic, PROCESSES, THREADS, |n| {
        // No two of the 64 are the same, and none is right.
        let first = format!("{:06}", (right + 1_000 + n * THREADS) % 1_000_000);
        words("wrong-codes", &pending[n], &first)
    });

    assert_eq!(said.len(), PROCESSES * THREADS);
    for tries_left in 1..=4 {
        let line = format!("Wrong {{ tries_left: {tries_left} }}");
        assert_eq!(how_many(&said, &line), 1, "{said:?}");
    }
    let waiting = said.iter().filter(|line| line.starts_with("MustWait")).count();
    assert_eq!(waiting, said.len() - 4, "{said:?}");
    assert_eq!(
        clinic.number("SELECT count(*) FROM wrong_codes WHERE class = 'other'"),
        5
    );
    assert_eq!(clinic.number("SELECT count(*) FROM audit WHERE kind = 'code.wrong'"), 5);
    assert_eq!(
        clinic.number("SELECT count(*) FROM audit WHERE kind = 'code.locked_out'"),
        59
    );
    assert_eq!(clinic.number("SELECT sum(wrong) FROM pending_sign_ins"), 5);
    assert_eq!(clinic.number("SELECT count(*) FROM outbox WHERE kind = 'lockout'"), 1);
}

/// T8.
#[test]
fn r03_of_fifty_parallel_uses_of_one_recovery_code_one_gets_in() {
    let mut clinic = Clinic::new();
    let pending: Vec<Token> = (0..10).map(|_| clinic.pending(&SAM, &elsewhere())).collect();
    let code = clinic.sams_recovery_code.clone();
    let before = clinic.number("SELECT count(*) FROM sessions");

    let said = race(&clinic, 10, 5, |n| words("recovery", &pending[n], &code));

    assert_eq!(said.len(), 50);
    assert_eq!(how_many(&said, "signed in"), 1, "{said:?}");
    let dead = how_many(&said, "RecoveryDead") + how_many(&said, "SignInAgain");
    assert_eq!(dead, 49, "{said:?}");
    assert_eq!(clinic.number("SELECT count(*) FROM sessions") - before, 1);
    assert_eq!(clinic.number("SELECT count(*) FROM dead_recovery_codes"), 1);
    assert_eq!(
        clinic.number("SELECT count(*) FROM recovery_codes WHERE saved_at IS NULL"),
        1
    );
    assert_eq!(clinic.number("SELECT count(*) FROM wrong_codes"), 0);
}

/// T8 at both doors at once: to sign in elsewhere, and for step-up at the desk.
#[test]
fn r03_of_fifty_parallel_uses_of_one_recovery_code_at_sign_in_and_step_up_one_succeeds() {
    let mut clinic = Clinic::new();
    let session = clinic.sign_in(&SAM, &desk());
    let pending = clinic.pending(&SAM, &elsewhere());
    let code = clinic.sams_recovery_code.clone();
    let before = clinic.number("SELECT count(*) FROM sessions");

    let said = race(&clinic, 10, 5, |n| match n % 2 {
        0 => words("recovery", &pending, &code),
        _ => ["step-up-recovery", &hex(&session), &code].map(str::to_owned).to_vec(),
    });

    assert_eq!(said.len(), 50);
    let (let_in, stepped_up) = (how_many(&said, "signed in"), how_many(&said, "Passed(Recovery)"));
    assert_eq!(let_in + stepped_up, 1, "{said:?}");
    // The one that succeeded shuts the step-up behind the fresh code that has to be kept.
    let first = said
        .iter()
        .filter(|line| line.starts_with("error Keep your recovery code first."))
        .count();
    let dead = how_many(&said, "RecoveryDead") + how_many(&said, "SignInAgain");
    assert_eq!(first + dead, 49, "{said:?}");
    let sessions = clinic.number("SELECT count(*) FROM sessions") - before;
    assert_eq!(sessions, i64::try_from(let_in).unwrap());
    assert_eq!(clinic.number("SELECT count(*) FROM dead_recovery_codes"), 1);
    assert_eq!(
        clinic.number("SELECT count(*) FROM outbox WHERE kind = 'recovery_used'"),
        1
    );
}
