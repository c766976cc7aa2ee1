//! **Profile** and **Edit Mobile Phone** (spec M11, N01, N02, X01, X03; T62): what is changed, what follows, who is told.

use actions::ActionError;
use actions::begin_sign_in::Begun;
use actions::change_mobile::MobileChange;
use actions::change_profile::{ProfileChange, change_profile};
use domain::contact::{EmailAddress, MobileNumber, PersonName};
use domain::message::{MailKind, TextKind};
use domain::person::TwoStep;
use domain::sign_in::Outcome;
use domain::time::HOUR;
use fixtures::clinic::{BO, Clinic, FAY, JANE, KIM, SAM, by_app, desk, elsewhere, mobile};
use store::outbox::Kind;

use crate::acts::{account, dump, edit_mobile, edit_mobile_unasked, edit_profile, missing, recorded_since};
use crate::mails_to;

const NEW_NUMBER: &str = "+16045550177";
const NEW_ADDRESS: &str = "other@maple.example";
const TURNED_OFF: MobileChange = MobileChange::Changed { turned_off: true };

/// T62.
#[test]
fn m11_a_new_e_mail_address_is_told_to_both_and_the_mails_after_it_go_to_the_new_one() {
    let mut clinic = Clinic::new();
    let session = clinic.sign_in(&SAM, &desk());
    clinic.deliver();
    let changed = edit_profile(&mut clinic, &session, SAM.name, NEW_ADDRESS).unwrap();
    assert_eq!(
        changed,
        ProfileChange {
            name: false,
            email: true
        }
    );
    let told = clinic.deliver();
    let to: Vec<&str> = told.iter().map(|mail| mail.to.as_str()).collect();
    assert_eq!(to, [SAM.email, NEW_ADDRESS]);
    for mail in &told {
        assert_eq!(mail.kind, Kind::Mail(MailKind::EmailChanged));
        let named = &mail.facts["new_email"];
        assert!(named != NEW_ADDRESS && named.contains('@'), "masked: {named}");
        assert_eq!(mail.facts["name"], SAM.name);
    }
    crate::acts::renew_code(&mut clinic, &session).unwrap();
    assert_eq!(mails_to(&mut clinic, NEW_ADDRESS), [MailKind::RecoveryRenewed]);
}

#[test]
fn m11_a_new_name_asks_no_step_up_and_mails_nobody() {
    let mut clinic = Clinic::new();
    let session = clinic.sign_in(&SAM, &desk());
    clinic.clock.plus(HOUR);
    clinic.deliver();
    let rows = clinic.record().len();
    let changed = edit_profile(&mut clinic, &session, "Sam Other", SAM.email).unwrap();
    assert_eq!(
        changed,
        ProfileChange {
            name: true,
            email: false
        }
    );
    assert!(clinic.deliver().is_empty());
    assert_eq!(account(&mut clinic, &session).name, "Sam Other");
    let row = clinic.record().into_iter().nth(rows).unwrap();
    assert_eq!(
        (row.kind.as_str(), row.detail.as_str()),
        ("profile.name_changed", "was Sam Tremblay")
    );
}

#[test]
fn m11_what_is_the_same_changes_nothing_and_asks_nothing() {
    let mut clinic = Clinic::new();
    let session = clinic.sign_in(&SAM, &desk());
    clinic.clock.plus(HOUR);
    let before = dump(&clinic);
    let changed = edit_profile(&mut clinic, &session, SAM.name, SAM.email).unwrap();
    assert_eq!(changed, ProfileChange::default());
    assert!(dump(&clinic) == before);
}

/// All or nothing: not the name without the address.
#[test]
fn m10_a_refused_address_takes_the_name_with_it() {
    let mut clinic = Clinic::new();
    let session = clinic.sign_in(&SAM, &desk());
    clinic.clock.plus(HOUR);
    let before = dump(&clinic);
    let refused = edit_profile(&mut clinic, &session, "Sam Other", NEW_ADDRESS);
    assert_eq!(missing(refused), (true, true));
    assert!(dump(&clinic) == before);
}

/// M11: neither action has a parameter for user name or access level; they stay as a manager made them.
#[test]
fn m11_user_name_and_access_level_stay_as_they_were() {
    let mut clinic = Clinic::new();
    let session = clinic.sign_in(&SAM, &desk());
    edit_profile(&mut clinic, &session, "jane", NEW_ADDRESS).unwrap();
    let row = clinic.staff(&SAM);
    assert_eq!((row.username.as_str(), row.access), ("sam", SAM.access));
    clinic.sign_out(&session);
    assert!(matches!(
        clinic.begin("jane", SAM.password, &desk()),
        Begun::Wrong { .. }
    ));
}

/// X03: the change stands; what is owed for it waits and is counted for the screen.
#[test]
fn x03_with_the_mail_server_down_the_change_stands_and_the_screen_can_say_that_mails_wait() {
    let mut clinic = Clinic::new();
    let session = clinic.sign_in(&SAM, &desk());
    clinic.deliver();
    assert_eq!(account(&mut clinic, &session).mails_waiting, 0);
    edit_profile(&mut clinic, &session, SAM.name, NEW_ADDRESS).unwrap();
    let seen = account(&mut clinic, &session);
    assert_eq!((seen.email.as_str(), seen.mails_waiting), (NEW_ADDRESS, 2));
    clinic.deliver();
    assert_eq!(account(&mut clinic, &session).mails_waiting, 0);
}

#[test]
fn n01_nothing_changes_before_the_person_was_asked_whether_2sv_may_go_off() {
    let mut clinic = Clinic::with_apps();
    let session = clinic.sign_in(&KIM, &desk());
    let before = dump(&clinic);
    for number in [Some(NEW_NUMBER), None] {
        let done = edit_mobile_unasked(&mut clinic, &session, number).unwrap();
        assert_eq!(done, MobileChange::AsksFirst, "{number:?}");
        assert!(dump(&clinic) == before, "{number:?}");
    }
    let same = edit_mobile_unasked(&mut clinic, &session, Some(KIM.mobile)).unwrap();
    assert_eq!(same, MobileChange::Same);
    let session = clinic.sign_in(&FAY, &desk());
    let done = edit_mobile_unasked(&mut clinic, &session, Some(NEW_NUMBER)).unwrap();
    assert_eq!(
        done,
        MobileChange::Changed { turned_off: false },
        "nothing to ask where it is off"
    );
}

/// T51: whole, in one transaction; X01: one action, one mail.
#[test]
fn n01_a_new_number_turns_2sv_off_all_of_it_and_old_number_and_address_are_told() {
    for person in [&SAM, &BO, &KIM] {
        let mut clinic = Clinic::with_apps();
        let session = clinic.sign_in(person, &desk());
        clinic.deliver();
        let pending = clinic.pending(person, &elsewhere());
        clinic.deliver();
        let done = edit_mobile(&mut clinic, &session, Some(NEW_NUMBER)).unwrap();
        assert_eq!(done, TURNED_OFF);
        let seen = account(&mut clinic, &session);
        assert_eq!((seen.two_step, seen.recovery_made), (TwoStep::Off, None));
        assert_eq!(seen.mobile.as_deref(), Some(NEW_NUMBER));
        let told = clinic.deliver();
        let kinds: Vec<_> = told.iter().map(|message| (message.kind, message.to.as_str())).collect();
        let text = (Kind::Text(TextKind::NumberChanged), person.mobile);
        let mail = (Kind::Mail(MailKind::TwoStepOff), person.email);
        assert_eq!(kinds, [text, mail], "{}", person.username);
        assert!(told[1].facts.contains_key("mobile_changed"), "why it went off");
        assert!(!told[1].facts["number"].contains("5550177"), "masked");
        assert_eq!(
            clinic.refused(&pending, &elsewhere(), "123456"),
            Outcome::SignInAgain,
            "T47: the other door is shut too"
        );
        for table in ["challenges", "pending_sign_ins"] {
            let open = format!("SELECT count(*) FROM {table} WHERE state = 'open'");
            assert_eq!(clinic.number(&open), 0, "{table}");
        }
        assert!(matches!(
            clinic.begin(person.username, person.password, &desk()),
            Begun::SignedIn { .. }
        ));
    }
}

#[test]
fn n01_turned_on_again_by_the_person_alone_with_a_new_recovery_code_and_the_old_one_is_dead() {
    let mut clinic = Clinic::with_apps();
    let session = clinic.sign_in(&KIM, &desk());
    let (old, app) = (clinic.recovery_code(&KIM), clinic.app_code(&KIM));
    edit_mobile(&mut clinic, &session, Some(NEW_NUMBER)).unwrap();
    clinic.turn_texts_on(&session, NEW_NUMBER);
    let new = clinic.keep_recovery_code(&session);
    assert_ne!(new, old);
    clinic.clock.plus(HOUR);
    let pending = clinic.pending(&KIM, &desk());
    assert_eq!(clinic.not_recovered(&pending, &desk(), &old), Outcome::RecoveryDead);
    let gone = clinic.try_code(&pending, &desk(), &by_app(&app)).unwrap();
    assert!(matches!(
        gone,
        actions::answer_code::Answered::Refused(Outcome::SignInAgain)
    ));
}

#[test]
fn n02_the_same_number_in_other_writing_is_no_change_and_asks_nothing() {
    let mut clinic = Clinic::new();
    let session = clinic.sign_in(&SAM, &desk());
    clinic.clock.plus(HOUR);
    let before = dump(&clinic);
    for writing in ["604 555 0100", "(604) 555-0100", "+1 604-555-0100", "1.604.555.0100"] {
        assert_eq!(mobile(writing).as_str(), SAM.mobile);
        let done = edit_mobile(&mut clinic, &session, Some(writing)).unwrap();
        assert_eq!(done, MobileChange::Same, "{writing}");
    }
    assert!(dump(&clinic) == before);
}

#[test]
fn n02_deleting_the_number_counts_as_a_change_and_a_second_time_as_none() {
    let mut clinic = Clinic::with_apps();
    let session = clinic.sign_in(&BO, &desk());
    clinic.deliver();
    assert_eq!(edit_mobile(&mut clinic, &session, None).unwrap(), TURNED_OFF);
    let told = clinic.deliver();
    let to: Vec<&str> = told.iter().map(|message| message.to.as_str()).collect();
    assert_eq!(to, [BO.mobile, BO.email]);
    assert_eq!(edit_mobile(&mut clinic, &session, None).unwrap(), MobileChange::Same);
    let added = edit_mobile(&mut clinic, &session, Some(NEW_NUMBER)).unwrap();
    assert_eq!(added, MobileChange::Changed { turned_off: false });
    let told = clinic.deliver();
    let to: Vec<&str> = told.iter().map(|message| message.to.as_str()).collect();
    assert_eq!(to, [BO.email], "there is no old number to tell");
}

#[test]
fn n02_two_people_may_have_the_same_number() {
    let mut clinic = Clinic::new();
    let session = clinic.sign_in(&JANE, &desk());
    edit_mobile(&mut clinic, &session, Some(FAY.mobile)).unwrap();
    assert_eq!(clinic.staff(&JANE).mobile, clinic.staff(&FAY).mobile);
}

#[test]
fn n01_without_2sv_the_number_is_mailed_as_changed_and_nothing_goes_off() {
    let mut clinic = Clinic::new();
    let session = clinic.sign_in(&JANE, &desk());
    clinic.deliver();
    let rows = clinic.record().len();
    let done = edit_mobile(&mut clinic, &session, Some(NEW_NUMBER)).unwrap();
    assert_eq!(done, MobileChange::Changed { turned_off: false });
    let changed = ("profile.mobile_changed".to_owned(), String::new());
    assert_eq!(recorded_since(&mut clinic, rows), [changed]);
    assert_eq!(mails_to(&mut clinic, JANE.email), [MailKind::MobileChanged]);
}

/// D01: masked in the record, old and new alike.
#[test]
fn d01_no_row_of_the_record_shows_a_number_or_an_address() {
    let mut clinic = Clinic::new();
    let session = clinic.sign_in(&SAM, &desk());
    edit_profile(&mut clinic, &session, SAM.name, NEW_ADDRESS).unwrap();
    edit_mobile(&mut clinic, &session, Some(NEW_NUMBER)).unwrap();
    let record = format!("{:?}", clinic.record());
    for readable in [SAM.mobile, NEW_NUMBER, "5550177", "5550100", SAM.email, NEW_ADDRESS] {
        assert!(!record.contains(readable), "{readable}");
    }
}

/// Checked at the edge: what is none is not even a command.
#[test]
fn m11_what_cannot_be_a_name_an_address_or_a_number_is_refused_before_the_action() {
    for name in ["", "   ", "\u{200b}"] {
        assert!(PersonName::parse(name).is_err(), "{name:?}");
    }
    for address in [
        "",
        "sam",
        "sam@",
        "@maple.example",
        "sam@maple.example\nBcc: all@maple.example",
    ] {
        assert!(EmailAddress::parse(address).is_err(), "{address:?}");
    }
    let countries = ["CA".to_owned()];
    for number in ["", "12", "not a number", "+4930123456"] {
        assert!(MobileNumber::parse(number, "CA", &countries).is_err(), "{number:?}");
    }
}

/// M10: a session that only has its gate open changes nothing of this.
#[test]
fn r02_nothing_of_the_profile_opens_before_the_recovery_code_is_kept() {
    let mut clinic = Clinic::new();
    let session = clinic.sign_in(&FAY, &desk());
    clinic.set_up_app(&session);
    let before = dump(&clinic);
    let refusals = [
        edit_profile(&mut clinic, &session, "Fay Other", FAY.email).map(|_| ()),
        edit_mobile(&mut clinic, &session, None).map(|_| ()),
    ];
    for refused in refusals {
        assert!(matches!(refused, Err(ActionError::RecoveryFirst)), "{refused:?}");
    }
    assert!(dump(&clinic) == before);
}

#[test]
fn t68_what_was_not_touched_is_not_taken_back() {
    let mut clinic = Clinic::new();
    let session = clinic.sign_in(&SAM, &desk());
    edit_profile(&mut clinic, &session, "Sam Example", "new@example.org").unwrap();
    let name = PersonName::parse("Sam Ample").unwrap();
    let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
    change_profile(&mut clinic.db, &session, Some(&name), None, entropy, at).unwrap();
    let row = clinic.staff(&SAM);
    assert_eq!(
        (row.name.as_str(), row.email.as_str()),
        ("Sam Ample", "new@example.org")
    );
}
