//! Signing in (spec S01 to S04, S09, S12 to S14): what opens, what does not, and what is checked again at the last moment.

use std::time::Duration;

use actions::answer_code::Answered;
use actions::begin_sign_in::Begun;
use actions::look;
use actions::{ActionError, Token};
use domain::message::MailKind;
use domain::person::Access;
use domain::secret::Secret;
use domain::sign_in::{Outcome, TextPlan};
use domain::time::{DAY, MINUTE, SECOND};
use fixtures::clinic::{Clinic, FAY, JANE, Person, SAM, another_code, desk, elsewhere, keyless};
use rustix::time::{ClockId, clock_gettime};
use store::outbox::Kind;

use crate::{let_in, mails_to};

const GONE: Person = Person {
    username: "gus",
    name: "Gus Gone",
    email: "gus@maple.example",
    mobile: "+16045550103",
    password: "candle moss 33 ladder",
    access: Access::None,
};

fn said(begun: &Begun) -> String {
    format!("{begun:?}")
}

#[test]
fn s01_a_right_code_without_the_password_opens_nothing() {
    let mut clinic = Clinic::new();
    clinic.pending(&SAM, &elsewhere());
    let code = clinic.texted_code(&SAM);
    let nobodys: Token = Secret::new([9; 16]);
    assert_eq!(clinic.refused(&nobodys, &elsewhere(), &code), Outcome::SignInAgain);
    let recovery = clinic.sams_recovery_code.clone();
    assert_eq!(
        clinic.not_recovered(&nobodys, &elsewhere(), &recovery),
        Outcome::SignInAgain
    );
}

#[test]
fn s01_a_recognised_browser_is_asked_the_password_and_the_code_all_the_same() {
    let mut clinic = Clinic::new();
    assert!(matches!(
        clinic.begin("sam", "not the password", &desk()),
        Begun::Wrong { wait_ms: None }
    ));
    clinic.pending(&SAM, &desk());
}

/// T65: the same words and nothing sent.
#[test]
fn s02_an_unknown_name_a_wrong_password_and_no_access_are_one_and_the_same() {
    let mut clinic = Clinic::new();
    clinic.add(&GONE);
    let messages = clinic.number("SELECT count(*) FROM outbox");
    let wrong = said(&clinic.begin("sam", "not the password", &elsewhere()));
    for (name, password) in [
        ("nobody", SAM.password),
        ("gus", GONE.password),
        ("gus", "wrong one"),
        ("", ""),
        ("sam", ""),
    ] {
        assert_eq!(
            said(&clinic.begin(name, password, &elsewhere())),
            wrong,
            "{name:?} {password:?}"
        );
    }
    assert_eq!(clinic.number("SELECT count(*) FROM outbox"), messages);
    assert_eq!(
        clinic.number("SELECT count(*) FROM pending_sign_ins WHERE state = 'open'"),
        0
    );
}

/// What a refusal costs this thread, whatever else the machine is busy with.
fn cost(clinic: &mut Clinic, name: &str) -> Duration {
    let spent = || Duration::try_from(clock_gettime(ClockId::ThreadCPUTime)).unwrap();
    let mut once = || {
        let begun = spent();
        clinic.begin(name, "not the password", &elsewhere());
        spent() - begun
    };
    (0..4).map(|_| once()).min().unwrap()
}

/// T65: the dummy hash runs, also in a wait. A refusal without one costs a hundredth.
#[test]
fn s02_an_unknown_name_takes_as_long_as_a_wrong_password_and_so_does_a_wait() {
    let mut clinic = Clinic::new();
    clinic.add(&GONE);
    let known = cost(&mut clinic, "sam");
    for name in ["nobody", "gus"] {
        let other = cost(&mut clinic, name);
        assert!(
            other * 5 > known && known * 5 > other,
            "{name}: {other:?}, a wrong password: {known:?}"
        );
    }
    (0..6).for_each(|_| drop(clinic.begin("sam", "not the password", &elsewhere())));
    let waiting = cost(&mut clinic, "sam");
    assert!(
        waiting * 5 > known && known * 5 > waiting,
        "in a wait: {waiting:?}, before: {known:?}"
    );
}

/// T21.
#[test]
fn s03_every_spelling_of_a_name_is_the_same_name_with_one_counter() {
    let mut clinic = Clinic::new();
    for spelling in ["jane", "JANE", "  Jane ", "ｊａｎｅ"] {
        assert!(
            matches!(clinic.begin(spelling, JANE.password, &desk()), Begun::SignedIn { .. }),
            "{spelling:?}"
        );
    }
    let spellings = ["sam", "SAM", " Sam", "ｓａｍ", "sAm "];
    for (n, spelling) in spellings.iter().cycle().take(9).enumerate() {
        let wrong = clinic.begin(spelling, "not the password", &elsewhere());
        assert!(matches!(wrong, Begun::Wrong { wait_ms: None }), "{n}: {wrong:?}");
    }
    let tenth = clinic.begin("SaM", "not the password", &elsewhere());
    assert!(matches!(tenth, Begun::Wrong { wait_ms: Some(30_000) }), "{tenth:?}");
    assert_eq!(clinic.number("SELECT count(*) FROM password_ladders"), 1);
}

#[test]
fn s04_with_2sv_on_the_second_step_follows_and_the_text_goes_to_the_number_on_the_profile() {
    let mut clinic = Clinic::new();
    let begun = clinic.begin("sam", SAM.password, &elsewhere());
    assert!(
        matches!(
            begun,
            Begun::SecondStep {
                text: Some(TextPlan::Sent),
                wait: None,
                ..
            }
        ),
        "{begun:?}"
    );
    let sent = clinic.deliver();
    assert_eq!(sent.len(), 1);
    assert_eq!(sent[0].to, SAM.mobile);
    let Begun::SecondStep { pending, .. } = begun else {
        unreachable!()
    };
    let session = let_in(clinic.answer(&pending, &elsewhere(), sent[0].code.as_ref().unwrap()));
    let account = look::account(&mut clinic.db, &session, clinic.clock.now()).unwrap();
    assert_eq!((account.username.as_str(), account.gate), ("sam", None));
}

#[test]
fn s09_a_sign_in_without_a_live_code_dies_ten_minutes_after_the_password() {
    let mut clinic = Clinic::new();
    let pending = clinic.pending(&SAM, &elsewhere());
    let recovery = clinic.sams_recovery_code.clone();
    clinic.clock.plus(10 * MINUTE - 1);
    let screen = clinic.screen(&pending, &elsewhere(), None);
    assert!(screen.is_some());
    clinic.clock.plus(1);
    assert_eq!(
        clinic.not_recovered(&pending, &elsewhere(), &recovery),
        Outcome::SignInAgain
    );
    let screen = clinic.screen(&pending, &elsewhere(), None);
    assert!(screen.is_none());
}

#[test]
fn s09_it_lives_as_long_as_its_last_code_but_after_minute_ten_no_text_is_sent() {
    let mut clinic = Clinic::new();
    let pending = clinic.pending(&SAM, &elsewhere());
    clinic.clock.plus(9 * MINUTE + 59 * SECOND);
    assert_eq!(clinic.resend(&pending, &elsewhere()), TextPlan::Sent);
    let code = clinic.texted_code(&SAM);
    clinic.clock.plus(5 * MINUTE + 9 * SECOND);
    assert_eq!(clinic.resend(&pending, &elsewhere()), TextPlan::SignInAgain);
    let screen = clinic.screen(&pending, &elsewhere(), None);
    assert!(screen.unwrap().text().unwrap().texts_over);
    let_in(clinic.answer(&pending, &elsewhere(), &code));
}

#[test]
fn s09_a_lockout_kills_its_codes_not_the_sign_in_and_the_recovery_code_gets_in_at_once() {
    let mut clinic = Clinic::new();
    let pending = clinic.pending(&SAM, &elsewhere());
    assert!(matches!(
        clinic.wrong_codes(&SAM, &pending, &elsewhere(), 5),
        Outcome::MustWait(_)
    ));
    assert_eq!(clinic.number("SELECT count(*) FROM challenges WHERE state = 'open'"), 0);
    let recovery = clinic.sams_recovery_code.clone();
    let_in(clinic.recover(&pending, &elsewhere(), &recovery));
}

#[test]
fn s09_a_sign_in_begun_in_a_lockout_opens_on_it_without_a_text() {
    let mut clinic = Clinic::new();
    let pending = clinic.pending(&SAM, &elsewhere());
    clinic.wrong_codes(&SAM, &pending, &elsewhere(), 5);
    let texts = clinic.number("SELECT count(*) FROM outbox WHERE channel = 'text'");
    let begun = clinic.begin("sam", SAM.password, &elsewhere());
    assert!(
        matches!(
            begun,
            Begun::SecondStep {
                text: None,
                wait: Some(_),
                ..
            }
        ),
        "{begun:?}"
    );
    assert_eq!(
        clinic.number("SELECT count(*) FROM outbox WHERE channel = 'text'"),
        texts
    );
}

/// T43.
#[test]
fn s09_a_pending_sign_in_is_no_session() {
    let mut clinic = Clinic::new();
    let pending = clinic.pending(&SAM, &elsewhere());
    let at = clinic.clock.now();
    let looked = look::account(&mut clinic.db, &pending, at);
    assert!(matches!(looked, Err(ActionError::SessionEnded { .. })));
    let off = actions::turn_off::turn_off(&mut clinic.db, &pending, [7; 16], at);
    assert!(matches!(off, Err(ActionError::SessionEnded { .. })));
}

#[test]
fn s12_a_browser_that_is_not_known_is_mailed_once_it_signed_in_fully_and_a_known_one_is_not() {
    let mut clinic = Clinic::new();
    let pending = clinic.pending(&SAM, &elsewhere());
    let code = clinic.read_phone();
    assert_eq!(mails_to(&mut clinic, SAM.email), [], "not before the second step (T39)");
    let_in(clinic.answer(&pending, &elsewhere(), &code));
    assert_eq!(mails_to(&mut clinic, SAM.email), [MailKind::NewBrowser]);
    for client in [elsewhere(), desk()] {
        clinic.clock.plus(MINUTE);
        clinic.sign_in(&SAM, &client);
        assert_eq!(mails_to(&mut clinic, SAM.email), []);
    }
    clinic.clock.plus(90 * DAY);
    clinic.sign_in(&SAM, &desk());
    assert_eq!(
        mails_to(&mut clinic, SAM.email),
        [MailKind::NewBrowser],
        "90 days later it is not known any more"
    );
}

#[test]
fn s12_over_ssh_without_a_key_nobody_is_ever_recognised() {
    let mut clinic = Clinic::new();
    let seen = |clinic: &mut Clinic| {
        clinic
            .db
            .read(clinic.clock.now(), store::browsers::any_keyless)
            .unwrap()
    };
    assert!(!seen(&mut clinic), "doctor has nothing to say");
    clinic.sign_in(&SAM, &keyless());
    assert!(seen(&mut clinic), "T03: doctor says so");
    clinic.clock.plus(MINUTE);
    let pending = clinic.pending(&SAM, &keyless());
    clinic.wrong_codes(&SAM, &pending, &keyless(), 1);
    assert_eq!(
        clinic.number("SELECT count(*) FROM wrong_codes WHERE class = 'other'"),
        1
    );
}

#[test]
fn s13_the_password_alone_signs_in_only_where_2sv_is_off() {
    let mut clinic = Clinic::new();
    for person in [&JANE, &FAY] {
        assert!(matches!(
            clinic.begin(person.username, person.password, &desk()),
            Begun::SignedIn { .. }
        ));
    }
    clinic.pending(&SAM, &desk());
}

/// T30, T54.
#[test]
fn s13_a_text_that_cannot_be_sent_never_lets_anybody_in() {
    let mut clinic = Clinic::new();
    clinic.policy.daily_cap = 0;
    let begun = clinic.begin("sam", SAM.password, &elsewhere());
    let Begun::SecondStep {
        pending,
        text: Some(TextPlan::NotYet(_)),
        ..
    } = begun
    else {
        panic!("{begun:?}")
    };
    assert!(matches!(
        clinic.refused(&pending, &elsewhere(), "123456"),
        Outcome::Wrong { .. }
    ));
}

/// What changes between the password and the code.
fn after_a_change(change: &str) -> Outcome {
    let mut clinic = Clinic::new();
    let pending = clinic.pending(&SAM, &elsewhere());
    let code = clinic.texted_code(&SAM);
    clinic.foreign().execute_batch(change).unwrap();
    clinic.refused(&pending, &elsewhere(), &code)
}

#[test]
fn s14_whatever_decides_is_checked_again_with_the_code() {
    for change in [
        "UPDATE staff SET access = 'none' WHERE username = 'sam'",
        "UPDATE pending_sign_ins SET state = 'void'",
        "BEGIN; UPDATE staff SET default_method = NULL WHERE username = 'sam'; DELETE FROM methods; COMMIT",
    ] {
        assert_eq!(after_a_change(change), Outcome::SignInAgain, "{change}");
    }
}

/// T39, T54: no row of the record, no session.
#[test]
fn s14_where_the_record_cannot_be_written_nobody_is_signed_in_and_the_code_still_works_afterwards() {
    let mut clinic = Clinic::new();
    let pending = clinic.pending(&SAM, &elsewhere());
    let code = clinic.texted_code(&SAM);
    let refuse = "CREATE TRIGGER no BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'no'); END";
    clinic.foreign().execute_batch(refuse).unwrap();
    let sessions = clinic.number("SELECT count(*) FROM sessions");
    assert!(clinic.try_answer(&pending, &elsewhere(), &code).is_err());
    assert!(clinic.try_begin("jane", JANE.password, &elsewhere()).is_err());
    assert!(
        clinic.try_answer(&pending, &elsewhere(), &another_code(&code)).is_err(),
        "a wrong one is refused too"
    );
    assert_eq!(clinic.number("SELECT count(*) FROM sessions"), sessions);
    clinic.foreign().execute_batch("DROP TRIGGER no").unwrap();
    assert!(matches!(
        clinic.answer(&pending, &elsewhere(), &code),
        Answered::SignedIn { .. }
    ));
}

#[test]
fn d01_a_name_nobody_has_is_in_the_record_as_a_keyed_hash() {
    let mut clinic = Clinic::new();
    clinic.begin("somebody-unheard-of", "not the password", &elsewhere());
    let row = clinic.record().pop().unwrap();
    assert_eq!(
        (row.kind.as_str(), row.outcome.as_str()),
        ("sign_in.password_wrong", "refused")
    );
    assert!(
        row.actor.starts_with("unknown:") && row.actor.len() == 8 + 16,
        "{}",
        row.actor
    );
    assert!(!format!("{row:?}").contains("unheard"));
}

/// T66.
#[test]
fn s06_the_number_is_shown_masked_and_only_after_the_right_password() {
    let mut clinic = Clinic::new();
    let pending = clinic.pending(&SAM, &elsewhere());
    let screen = clinic.screen(&pending, &elsewhere(), None).unwrap();
    let text = screen.text().unwrap();
    let masked = &text.masked;
    assert!(masked.ends_with("00") && !masked.contains("6045550"), "{masked}");
    assert_eq!(text.code_left_ms, Some(5 * MINUTE));
    assert_eq!(screen.managers, ["Fay Okafor", "Jane Maple"]);
    let sent = clinic.deliver();
    assert!(matches!(sent[0].kind, Kind::Text(_)));
}
