//! Texts and the app together (spec S04, S05, M06, M07, R07): which is asked first, the other way, and what goes with one
//! of them.

use actions::answer_code::Answered;
use actions::code_screen::{Asks, OtherWay};
use actions::resend_code::Wanted;
use actions::{ActionError, Token};
use domain::message::MailKind;
use domain::person::{Method, Methods, TwoStep};
use domain::sign_in::{Outcome, TextPlan};
use domain::time::MINUTE;
use domain::verification::Dead;
use fixtures::clinic::{BO, Clinic, KIM, SAM, by_app, by_text, desk, elsewhere};
use store::outbox::Kind;

use crate::acts::{ask_first, confirm, off, remove, send};
use crate::{let_in, mails_to};

/// kim's session, nothing owing.
fn kims() -> (Clinic, Token) {
    let mut clinic = Clinic::with_apps();
    let session = clinic.sign_in(&KIM, &desk());
    clinic.deliver();
    clinic.clock.plus(1);
    (clinic, session)
}

#[test]
fn s04_the_second_step_opens_on_the_default_method() {
    let (mut clinic, session) = kims();
    let pending = clinic.pending(&KIM, &elsewhere());
    let screen = clinic.screen(&pending, &elsewhere(), None).unwrap();
    assert_eq!((screen.method(), screen.other), (Method::Sms, Some(OtherWay::App)));
    assert_eq!(clinic.deliver().len(), 1, "a text");

    ask_first(&mut clinic, &session, Method::App).unwrap();
    assert_eq!(mails_to(&mut clinic, KIM.email), [MailKind::DefaultChanged]);
    clinic.clock.plus(MINUTE);
    let pending = clinic.pending(&KIM, &desk());
    let screen = clinic.screen(&pending, &desk(), None).unwrap();
    assert_eq!(screen.asks, Asks::App);
    assert!(matches!(&screen.other, Some(OtherWay::Text(masked)) if masked.ends_with("04")));
    assert!(clinic.deliver().is_empty(), "no text unless it is asked for");
}

#[test]
fn s05_the_app_serves_though_a_text_was_sent_and_the_text_s_code_dies() {
    let (mut clinic, _) = kims();
    let pending = clinic.pending(&KIM, &elsewhere());
    let second = clinic.pending(&KIM, &elsewhere());
    let texted = clinic.read_phone();
    let code = clinic.app_code(&KIM);
    let_in(clinic.try_code(&pending, &elsewhere(), &by_app(&code)).unwrap());
    assert_eq!(
        clinic.refused(&second, &elsewhere(), &texted),
        Outcome::Dead(Dead::Withdrawn)
    );
    assert_eq!(clinic.number("SELECT count(*) FROM challenges WHERE state = 'open'"), 0);
}

#[test]
fn s05_texts_are_sent_when_they_are_chosen_once_and_after_that_as_for_resend() {
    let (mut clinic, session) = kims();
    ask_first(&mut clinic, &session, Method::App).unwrap();
    clinic.deliver();
    let pending = clinic.pending(&KIM, &elsewhere());
    let choose = |clinic: &mut Clinic, wanted| clinic.ask_for_text(&pending, &elsewhere(), wanted);
    let sent = choose(&mut clinic, Wanted::Text);
    assert_eq!(sent, Outcome::CodeAsked(TextPlan::Sent));
    for _ in 0..3 {
        let back_and_forth = choose(&mut clinic, Wanted::Text);
        assert_eq!(back_and_forth, Outcome::CodeAsked(TextPlan::TakenOver), "T28");
    }
    assert_eq!(clinic.deliver().len(), 1);
    let too_soon = choose(&mut clinic, Wanted::Another);
    assert!(matches!(too_soon, Outcome::CodeAsked(TextPlan::NotYet(_))));
    let code = clinic.texted_code(&KIM);
    let_in(clinic.answer(&pending, &elsewhere(), &code));
}

#[test]
fn s05_with_the_app_alone_no_text_is_sent_whatever_is_asked_for() {
    let mut clinic = Clinic::with_apps();
    let pending = clinic.pending(&BO, &elsewhere());
    for wanted in [Wanted::Text, Wanted::Another] {
        let asked = clinic.ask_for_text(&pending, &elsewhere(), wanted);
        assert_eq!(asked, Outcome::SignInAgain);
    }
    assert!(clinic.deliver().is_empty());
    let screen = clinic.screen(&pending, &elsewhere(), Some(Method::Sms)).unwrap();
    assert_eq!(
        screen.asks,
        Asks::App,
        "the screen of a method that is not set up is the default's"
    );
}

/// L02: one guess has one chance: what is typed for one method is not tried with the other.
#[test]
fn l02_a_code_is_compared_with_the_method_it_was_typed_for_alone() {
    let (mut clinic, _) = kims();
    let pending = clinic.pending(&KIM, &elsewhere());
    let (texted, shown) = (clinic.texted_code(&KIM), clinic.app_code(&KIM));
    let crossed = clinic.app_refused(&pending, &elsewhere(), &texted);
    assert_eq!(crossed, Outcome::Wrong { tries_left: 4 });
    let crossed = clinic.refused(&pending, &elsewhere(), &shown);
    assert_eq!(crossed, Outcome::Wrong { tries_left: 3 });
    assert_eq!(clinic.number("SELECT count(*) FROM wrong_codes"), 2);
    let_in(clinic.answer(&pending, &elsewhere(), &texted));
}

/// L01, L05: another method is no way round the counter, and either's right code takes it down.
#[test]
fn l01_wrong_codes_of_both_methods_are_one_run_and_the_wait_is_for_both() {
    let (mut clinic, _) = kims();
    let pending = clinic.pending(&KIM, &elsewhere());
    let wrong = clinic.wrong_app_code(&KIM);
    clinic.wrong_codes(&KIM, &pending, &elsewhere(), 2);
    clinic.app_refused(&pending, &elsewhere(), &wrong);
    let fourth = clinic.wrong_codes(&KIM, &pending, &elsewhere(), 1);
    assert_eq!(fourth, Outcome::Wrong { tries_left: 1 });
    let fifth = clinic.app_refused(&pending, &elsewhere(), &wrong);
    assert!(matches!(fifth, Outcome::MustWait(_)));
    let (texted, shown) = (clinic.texted_code(&KIM), clinic.app_code(&KIM));
    for right in [by_text(&texted), by_app(&shown)] {
        let refused = clinic.try_code(&pending, &elsewhere(), &right).unwrap();
        assert!(matches!(refused, Answered::Refused(Outcome::MustWait(_))));
    }
    let text = clinic.ask_for_text(&pending, &elsewhere(), Wanted::Text);
    assert!(matches!(text, Outcome::MustWait(_)), "nor is a text sent");
    let recovery = clinic.recovery_code(&KIM);
    let_in(clinic.recover(&pending, &elsewhere(), &recovery));
}

#[test]
fn l01_a_right_code_of_one_method_clears_the_run_of_the_other() {
    let (mut clinic, _) = kims();
    let pending = clinic.pending(&KIM, &desk());
    clinic.wrong_codes(&KIM, &pending, &desk(), 4);
    let code = clinic.app_code(&KIM);
    let_in(clinic.try_code(&pending, &desk(), &by_app(&code)).unwrap());
    clinic.clock.plus(MINUTE);
    let pending = clinic.pending(&KIM, &desk());
    let first = clinic.wrong_codes(&KIM, &pending, &desk(), 1);
    assert_eq!(first, Outcome::Wrong { tries_left: 4 });
}

#[test]
fn m06_where_the_default_goes_the_other_one_becomes_it_and_the_mail_says_so() {
    for (default, gone, moved) in [
        (Method::Sms, Method::Sms, true),
        (Method::Sms, Method::App, false),
        (Method::App, Method::App, true),
        (Method::App, Method::Sms, false),
    ] {
        let (mut clinic, session) = kims();
        ask_first(&mut clinic, &session, default).unwrap();
        clinic.deliver();
        remove(&mut clinic, &session, gone).unwrap();
        let row = clinic.staff(&KIM);
        assert_eq!(row.default_method(), Some(gone.other()));
        assert_eq!(row.methods(), [gone.other()]);
        let told = clinic.deliver();
        assert_eq!((told.len(), told[0].kind), (1, Kind::Mail(MailKind::MethodRemoved)));
        assert_eq!(told[0].facts.contains_key("default_moved"), moved);
        clinic.clock.plus(MINUTE);
        clinic.sign_in(&KIM, &elsewhere());
    }
}

#[test]
fn m06_to_ask_first_what_is_asked_first_or_is_not_set_up_changes_nothing() {
    let (mut clinic, session) = kims();
    let rows = clinic.record().len();
    ask_first(&mut clinic, &session, Method::Sms).unwrap();
    assert_eq!(mails_to(&mut clinic, KIM.email), []);
    remove(&mut clinic, &session, Method::App).unwrap();
    let refused = ask_first(&mut clinic, &session, Method::App);
    assert!(matches!(refused, Err(ActionError::Refused(_))));
    assert_eq!(clinic.record().len(), rows + 1, "the removal alone");
}

#[test]
fn m07_the_last_method_is_not_removed_as_if_there_were_another() {
    let (mut clinic, session) = kims();
    remove(&mut clinic, &session, Method::Sms).unwrap();
    for method in [Method::Sms, Method::App] {
        let refused = remove(&mut clinic, &session, method);
        assert!(matches!(refused, Err(ActionError::Refused(_))), "{method:?}");
    }
    assert_eq!(clinic.staff(&KIM).two_step, TwoStep::On(Methods::App));
}

/// S14: what decides is looked at again with the code.
#[test]
fn m07_a_removed_method_s_codes_open_nothing_any_more() {
    let (mut clinic, session) = kims();
    let pending = clinic.pending(&KIM, &elsewhere());
    let texted = clinic.texted_code(&KIM);
    remove(&mut clinic, &session, Method::Sms).unwrap();
    assert!(
        clinic.deliver().iter().all(|message| message.code.is_none()),
        "what was not sent yet stays"
    );
    assert_eq!(clinic.refused(&pending, &elsewhere(), &texted), Outcome::SignInAgain);
    clinic.turn_texts_on(&session, KIM.mobile);
    let set_up_again = clinic.refused(&pending, &elsewhere(), &texted);
    assert_eq!(set_up_again, Outcome::Dead(Dead::Withdrawn));
    let code = clinic.app_code(&KIM);
    let_in(clinic.try_code(&pending, &elsewhere(), &by_app(&code)).unwrap());

    let (mut clinic, session) = kims();
    let pending = clinic.pending(&KIM, &elsewhere());
    let code = clinic.app_code(&KIM);
    remove(&mut clinic, &session, Method::App).unwrap();
    let refused = clinic.app_refused(&pending, &elsewhere(), &code);
    assert_eq!(refused, Outcome::SignInAgain);
    let texted = clinic.texted_code(&KIM);
    let_in(clinic.answer(&pending, &elsewhere(), &texted));
}

#[test]
fn r07_removing_one_of_two_keeps_the_recovery_code_and_removing_the_last_voids_it() {
    let (mut clinic, session) = kims();
    let kept = clinic.recovery_code(&KIM);
    remove(&mut clinic, &session, Method::Sms).unwrap();
    assert_eq!(clinic.recovery_code(&KIM), kept);
    off(&mut clinic, &session).unwrap();
    let codes = "SELECT count(*) FROM recovery_codes JOIN staff ON id = staff_id WHERE username = 'kim'";
    assert_eq!(clinic.number(codes), 0);
    // T10.
    clinic.set_up_app(&session);
    let new = clinic.keep_recovery_code(&session);
    assert_ne!(new, kept);
    clinic.clock.plus(MINUTE);
    let pending = clinic.pending(&KIM, &elsewhere());
    assert_eq!(
        clinic.not_recovered(&pending, &elsewhere(), &kept),
        Outcome::RecoveryDead
    );
    let_in(clinic.recover(&pending, &elsewhere(), &new));
}

#[test]
fn m06_the_first_method_stays_the_default_when_texts_are_added_to_the_app() {
    let mut clinic = Clinic::with_apps();
    let session = clinic.sign_in(&BO, &desk());
    let kept = clinic.recovery_code(&BO);
    clinic.turn_texts_on(&session, BO.mobile);
    let both = Methods::Both {
        number: BO.mobile.into(),
        default: Method::App,
    };
    assert_eq!(clinic.staff(&BO).two_step, TwoStep::On(both));
    assert_eq!(clinic.recovery_code(&BO), kept);
}

/// T51: the number is the profile's from the moment its code was accepted, and not before.
#[test]
fn m03_texts_added_to_the_app_with_another_number_tell_the_old_one() {
    let mut clinic = Clinic::with_apps();
    let session = clinic.sign_in(&BO, &desk());
    clinic.deliver();
    send(&mut clinic, &session, SAM.mobile).unwrap();
    let code = clinic.read_phone();
    assert_eq!(clinic.staff(&BO).mobile.as_deref(), Some(BO.mobile));
    confirm(&mut clinic, &session, &code).unwrap();
    let told = clinic.deliver();
    let kinds: Vec<_> = told.iter().map(|message| (message.kind, message.to.as_str())).collect();
    let number_changed = Kind::Text(domain::message::TextKind::NumberChanged);
    let added = Kind::Mail(MailKind::MethodAdded);
    assert_eq!(kinds, [(number_changed, BO.mobile), (added, BO.email)]);
    assert!(told[1].facts.contains_key("old_number"));
}
