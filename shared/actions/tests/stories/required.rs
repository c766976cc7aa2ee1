//! E03, T44, T52: *Require for all staff*. A session that nothing but the password opened sets a method up before anything
//! else; what it cannot do meanwhile, who is told, and what opens the gate.

use actions::begin_sign_in::Begun;
use actions::look_settings::{clinic_settings, preview_enforcement};
use actions::{ActionError, Gate, Token};
use domain::contact::Reason;
use domain::message::MailKind;
use domain::pause::PauseLength;
use domain::person::{Access, Method};
use domain::policy::SignOutAfter;
use domain::time::{DAY, HOUR, MINUTE};
use fixtures::clinic::{BO, Clinic, FAY, JANE, KIM, OPERATOR, Person, SAM, browser, desk, elsewhere};

use crate::acts::{self, account, dump, ended, own_password, recorded_since};
use crate::mails_to;

pub(crate) const PAT: Person = Person {
    username: "pat",
    name: "Pat Lindqvist",
    email: "pat@maple.example",
    mobile: "+16045550155",
    password: "lantern bishop 23 mango",
    access: Access::Staff,
};

fn required() -> Clinic {
    let mut clinic = Clinic::new();
    clinic.require();
    clinic
}

fn gate(clinic: &mut Clinic, session: &Token) -> Option<Gate> {
    account(clinic, session).gate
}

/// Everything a signed-in person can ask for, but for setting a method up.
type Ask = fn(&mut Clinic, &Token) -> Result<(), ActionError>;

const ASKS: [(&str, Ask); 18] = [
    ("turn off", |clinic, session| acts::off(clinic, session)),
    ("remove a method", |clinic, session| {
        acts::remove(clinic, session, Method::Sms)
    }),
    ("the default", |clinic, session| {
        acts::ask_first(clinic, session, Method::App)
    }),
    ("the number", |clinic, session| {
        acts::edit_mobile(clinic, session, Some("+16045550177")).map(|_| ())
    }),
    ("name and address", |clinic, session| {
        acts::edit_profile(clinic, session, "Other", "other@maple.example").map(|_| ())
    }),
    ("the password", |clinic, session| {
        acts::choose(clinic, session, "nettle orbit 58 window").map(|_| ())
    }),
    ("the recovery code", |clinic, session| {
        acts::view_code(clinic, session).map(|_| ())
    }),
    ("a new recovery code", |clinic, session| {
        acts::renew_code(clinic, session)
    }),
    ("its page", |clinic, session| acts::offer(clinic, session).map(|_| ())),
    ("this wasn't me", |clinic, session| acts::not_me(clinic, session)),
    ("trust", |clinic, session| acts::end_trust(clinic, session, None)),
    ("sessions", |clinic, session| acts::end_sessions(clinic, session, None)),
    ("the switches", |clinic, session| {
        acts::require(clinic, session, false).map(|_| ())
    }),
    ("sign out", |clinic, session| {
        acts::sign_out_after(clinic, session, SignOutAfter::Week, SignOutAfter::Hour).map(|_| ())
    }),
    ("holidays", |clinic, session| {
        acts::add_holiday(clinic, session, "2026-12-25", "Christmas Day")
    }),
    ("settings", |clinic, session| {
        let at = clinic.clock.now();
        clinic_settings(&mut clinic.db, session, at).map(|_| ())
    }),
    ("the preview", |clinic, session| {
        let at = clinic.clock.now();
        preview_enforcement(&mut clinic.db, session, at).map(|_| ())
    }),
    ("a pause of another", |clinic, session| {
        let (whom, at) = (clinic.staff(&SAM).id, clinic.clock.now());
        let reason = Reason::parse("lost phone").unwrap();
        let entropy = clinic.dice.throw();
        actions::pause_person::pause_person(
            &mut clinic.db,
            session,
            whom,
            PauseLength::Day,
            Some(&reason),
            entropy,
            at,
        )
    }),
];

#[test]
fn e03_nothing_but_setting_a_method_up_goes_before_it_for_owner_manager_and_staff() {
    for person in [&JANE, &FAY, &PAT] {
        let mut clinic = required();
        clinic.add(&PAT);
        let session = clinic.sign_in(person, &elsewhere());
        assert_eq!(gate(&mut clinic, &session), Some(Gate::SetUp), "{}", person.username);
        for (what, ask) in ASKS {
            let before = dump(&clinic);
            let done = ask(&mut clinic, &session);
            assert!(
                matches!(done, Err(ActionError::SetUpFirst)),
                "{} for {}: {done:?}",
                what,
                person.username
            );
            assert!(dump(&clinic) == before, "{what} for {}", person.username);
        }
    }
}

#[test]
fn e03_either_method_leads_through_and_the_recovery_code_comes_next() {
    for method in [Method::Sms, Method::App] {
        let mut clinic = required();
        let session = clinic.sign_in(&FAY, &desk());
        match method {
            Method::Sms => clinic.turn_texts_on(&session, FAY.mobile),
            Method::App => drop(clinic.set_up_app(&session)),
        }
        assert_eq!(gate(&mut clinic, &session), Some(Gate::SaveRecovery));
        clinic.keep_recovery_code(&session);
        assert_eq!(gate(&mut clinic, &session), None);
        acts::edit_profile(&mut clinic, &session, "Fay Other", FAY.email).unwrap();
    }
}

#[test]
fn e03_a07_after_a_temporary_password_the_new_one_comes_first_and_then_the_set_up() {
    let mut clinic = required();
    let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
    let temporary = "k7mm2qpx9wzt";
    actions::reset_password::reset_password(&mut clinic.db, "fay", &temporary.into(), OPERATOR, entropy, at).unwrap();
    let Begun::SignedIn { session } = clinic.begin("fay", temporary, &desk()) else {
        panic!("not let in")
    };
    assert_eq!(gate(&mut clinic, &session), Some(Gate::NewPassword));
    let before = acts::send(&mut clinic, &session, FAY.mobile);
    assert!(matches!(before, Err(ActionError::PasswordFirst)), "{before:?}");
    acts::choose(&mut clinic, &session, "nettle orbit 58 window").unwrap();
    assert_eq!(gate(&mut clinic, &session), Some(Gate::SetUp));
    clinic.turn_texts_on(&session, FAY.mobile);
    assert_eq!(gate(&mut clinic, &session), Some(Gate::SaveRecovery));
}

#[test]
fn e03_the_set_up_asks_the_password_again_once_it_is_old() {
    let mut clinic = required();
    let session = clinic.sign_in(&FAY, &desk());
    clinic.clock.plus(5 * MINUTE);
    let asked = acts::send(&mut clinic, &session, FAY.mobile).map(|_| ());
    assert_eq!(acts::missing(asked), (true, false));
    own_password(&mut clinic, &session, FAY.password);
    clinic.turn_texts_on(&session, FAY.mobile);
}

#[test]
fn e03_a_new_sign_in_another_browser_and_a_reboot_lead_back_to_it() {
    let mut clinic = required();
    for number in 0..3 {
        let session = clinic.sign_in(&FAY, &browser(number));
        assert_eq!(gate(&mut clinic, &session), Some(Gate::SetUp));
        clinic.clock.reboot(HOUR);
    }
    // Not set up: nothing was written of the sessions that were left.
    let session = clinic.sign_in(&FAY, &desk());
    clinic.turn_texts_on(&session, FAY.mobile);
    clinic.keep_recovery_code(&session);
    clinic.sign_out(&session);
    let session = clinic.sign_in(&FAY, &desk());
    assert_eq!(gate(&mut clinic, &session), None);
}

#[test]
fn e03_sessions_that_run_stay_open_and_it_comes_first_at_their_next_sign_in() {
    let mut clinic = Clinic::new();
    let running = clinic.sign_in(&FAY, &desk());
    clinic.require();
    assert_eq!(gate(&mut clinic, &running), None);
    assert!(account(&mut clinic, &running).enforced, "for the banner");
    acts::edit_profile(&mut clinic, &running, "Fay Other", FAY.email).unwrap();
    clinic.sign_out(&running);
    let next = clinic.sign_in(&FAY, &desk());
    assert_eq!(gate(&mut clinic, &next), Some(Gate::SetUp));
}

#[test]
fn e03_the_gate_opens_when_the_rule_goes_and_closes_again_with_it() {
    let mut clinic = Clinic::new();
    let jane = clinic.sign_in(&JANE, &desk());
    acts::require(&mut clinic, &jane, true).unwrap();
    let session = clinic.sign_in(&FAY, &elsewhere());
    assert_eq!(gate(&mut clinic, &session), Some(Gate::SetUp));
    acts::require(&mut clinic, &jane, false).unwrap();
    assert_eq!(gate(&mut clinic, &session), None);
    acts::require(&mut clinic, &jane, true).unwrap();
    assert_eq!(gate(&mut clinic, &session), Some(Gate::SetUp));
}

#[test]
fn e03_a04_a_pause_is_the_one_exemption_and_ends_by_itself() {
    let mut clinic = Clinic::new();
    let jane = clinic.sign_in(&JANE, &desk());
    acts::require(&mut clinic, &jane, true).unwrap();
    let held = clinic.sign_in(&FAY, &elsewhere());
    assert_eq!(gate(&mut clinic, &held), Some(Gate::SetUp));
    let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
    let (act, password) = (domain::step_up::Act::Pause, JANE.password.into());
    actions::step_up::password(&mut clinic.db, &jane, act, &password, &clinic.policy, entropy, at).unwrap();
    let (whom, reason) = (clinic.staff(&FAY).id, Reason::parse("phone in repair").unwrap());
    let entropy = clinic.dice.throw();
    let pause = actions::pause_person::pause_person;
    pause(
        &mut clinic.db,
        &jane,
        whom,
        PauseLength::Hour,
        Some(&reason),
        entropy,
        at,
    )
    .unwrap();
    assert_eq!(gate(&mut clinic, &held), None, "the screen she stands at opens");
    let session = clinic.sign_in(&FAY, &browser(3));
    assert_eq!(gate(&mut clinic, &session), None);
    let until = account(&mut clinic, &session).paused_until.unwrap();
    assert_eq!(until - at.wall_ms, HOUR, "for the banner");
    clinic.clock.plus(HOUR);
    assert_eq!(gate(&mut clinic, &held), Some(Gate::SetUp), "worker or not");
    let next = clinic.sign_in(&FAY, &browser(3));
    assert_eq!(gate(&mut clinic, &next), Some(Gate::SetUp));
}

#[test]
fn e03_m07_nobody_turns_it_off_while_it_is_required_and_one_of_two_may_go() {
    let mut clinic = Clinic::with_apps();
    clinic.require();
    let session = clinic.sign_in(&KIM, &desk());
    let before = dump(&clinic);
    let refused = acts::off(&mut clinic, &session);
    let Err(ActionError::Refused(why)) = refused else {
        panic!("{refused:?}")
    };
    assert!(why.contains("requires 2-Step Verification of everybody"), "{why}");
    assert!(dump(&clinic) == before);
    acts::remove(&mut clinic, &session, Method::App).unwrap();
    let last = acts::remove(&mut clinic, &session, Method::Sms);
    assert!(matches!(last, Err(ActionError::Refused(_))), "{last:?}");
    assert!(clinic.staff(&KIM).two_step.is_on());
}

#[test]
fn e03_n01_a_change_of_number_turns_it_off_and_the_next_sign_in_sets_it_up() {
    let mut clinic = required();
    let session = clinic.sign_in(&FAY, &desk());
    clinic.turn_texts_on(&session, FAY.mobile);
    clinic.keep_recovery_code(&session);
    acts::edit_mobile(&mut clinic, &session, Some("+16045550177")).unwrap();
    assert!(!clinic.staff(&FAY).two_step.is_on());
    assert_eq!(gate(&mut clinic, &session), None, "this session goes on");
    clinic.sign_out(&session);
    let next = clinic.sign_in(&FAY, &desk());
    assert_eq!(gate(&mut clinic, &next), Some(Gate::SetUp));
}

#[test]
fn e03_who_has_a_method_notices_nothing() {
    let mut clinic = Clinic::with_apps();
    clinic.require();
    for person in [&SAM, &BO, &KIM] {
        let session = clinic.sign_in(person, &desk());
        assert_eq!(gate(&mut clinic, &session), None, "{}", person.username);
    }
}

#[test]
fn e03_t47_a_set_up_ends_the_other_sessions_that_stand_before_it() {
    let mut clinic = required();
    let thief = clinic.sign_in(&FAY, &elsewhere());
    let fay = clinic.sign_in(&FAY, &desk());
    clinic.turn_texts_on(&fay, FAY.mobile);
    assert!(ended(&mut clinic, &thief).is_some());
    assert_eq!(ended(&mut clinic, &fay), None);
}

/// T44.
#[test]
fn e03_a_set_up_behind_a_password_alone_is_mailed_at_once_and_recorded_as_such() {
    let mut clinic = required();
    let session = clinic.sign_in(&FAY, &desk());
    clinic.deliver();
    let rows = clinic.record().len();
    clinic.turn_texts_on(&session, FAY.mobile);
    let row = clinic
        .record()
        .into_iter()
        .skip(rows)
        .find(|row| row.kind == "two_step.on")
        .unwrap();
    assert_eq!((row.rule.as_str(), row.actor.as_str()), ("E03", "fay"));
    assert!(
        row.detail.ends_with("in a sign-in that the password alone had opened"),
        "{}",
        row.detail
    );
    let mut owed: Vec<(String, String)> = clinic
        .deliver()
        .into_iter()
        .map(|message| (message.kind.as_str().to_owned(), message.to))
        .collect();
    owed.sort();
    let expected = [("set_up_by_password", JANE.email), ("two_step_on", FAY.email)];
    assert_eq!(owed, expected.map(|(kind, to)| (kind.to_owned(), to.to_owned())));
}

#[test]
fn e03_without_the_rule_a_first_set_up_is_nobody_elses_business() {
    let mut clinic = Clinic::new();
    let session = clinic.sign_in(&FAY, &desk());
    let rows = clinic.record().len();
    clinic.turn_texts_on(&session, FAY.mobile);
    assert!(recorded_since(&mut clinic, rows).contains(&("two_step.on".into(), String::new())));
    assert_eq!(clinic.number("SELECT count(*) FROM set_ups_by_password"), 0);
    assert_eq!(mails_to(&mut clinic, JANE.email), []);
}

fn set_up(clinic: &mut Clinic, person: &Person) -> Token {
    let session = clinic.sign_in(person, &desk());
    acts::send(clinic, &session, person.mobile).unwrap();
    let code = clinic.texted_code(person);
    acts::confirm(clinic, &session, &code).unwrap();
    session
}

/// What the managers' mails named, each with whom it went to.
fn managers_mails(clinic: &mut Clinic) -> Vec<(String, String)> {
    let kind = store::outbox::Kind::Mail(MailKind::SetUpByPassword);
    let told = clinic.deliver().into_iter().filter(|message| message.kind == kind);
    told.map(|message| (message.to, message.facts["people"].clone()))
        .collect()
}

#[test]
fn e03_managers_hear_of_the_first_at_once_and_of_the_rest_once_an_hour() {
    let mut clinic = required();
    let others = [
        ("pat", "+16045550155"),
        ("lee", "+16045550156"),
        ("ann", "+16045550157"),
    ];
    let people = others.map(|(username, mobile)| Person {
        username,
        name: username,
        mobile,
        ..PAT
    });
    for person in &people {
        clinic.add(person);
    }
    let to_both = |names: &str| {
        vec![
            (FAY.email.to_owned(), names.to_owned()),
            (JANE.email.to_owned(), names.to_owned()),
        ]
    };
    set_up(&mut clinic, &people[0]);
    assert_eq!(managers_mails(&mut clinic), to_both("pat"));
    clinic.clock.plus(10 * MINUTE);
    set_up(&mut clinic, &people[1]);
    set_up(&mut clinic, &people[2]);
    clinic.expire();
    assert_eq!(managers_mails(&mut clinic), []);
    clinic.clock.plus(50 * MINUTE - 1);
    clinic.expire();
    assert_eq!(managers_mails(&mut clinic), []);
    clinic.clock.plus(1);
    clinic.expire();
    assert_eq!(managers_mails(&mut clinic), to_both("lee\nann"));
    clinic.clock.plus(DAY);
    clinic.expire();
    assert_eq!(managers_mails(&mut clinic), [], "nobody is told of twice");
}

#[test]
fn e03_a_manager_among_the_rest_is_not_told_of_themselves() {
    let mut clinic = required();
    clinic.add(&PAT);
    set_up(&mut clinic, &PAT);
    managers_mails(&mut clinic);
    set_up(&mut clinic, &FAY);
    clinic.clock.plus(HOUR);
    clinic.expire();
    assert_eq!(
        managers_mails(&mut clinic),
        [(JANE.email.to_owned(), FAY.name.to_owned())]
    );
}

#[test]
fn e03_t38_with_nobody_to_tell_it_is_an_error_and_never_everybody() {
    let mut clinic = required();
    clinic.add(&PAT);
    set_up(&mut clinic, &PAT);
    clinic.deliver();
    set_up(&mut clinic, &FAY);
    clinic.deliver();
    let nobody = "UPDATE staff SET access = 'staff'";
    clinic.foreign().execute_batch(nobody).unwrap();
    clinic.clock.plus(HOUR);
    let owed = clinic.number("SELECT count(*) FROM outbox");
    let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
    let told = actions::expire_due::expire_due(&mut clinic.db, entropy, at);
    assert!(told.is_err(), "{told:?}");
    assert_eq!(clinic.number("SELECT count(*) FROM outbox"), owed);
}
