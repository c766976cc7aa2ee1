//! Adding and changing people (spec A02, N01, N02, X01, M10; T38, T47, T62, T63, T68, T70): what is changed, what follows,
//! who is told, who may not.

use actions::begin_sign_in::Begun;
use actions::change_mobile::TurningOff;
use actions::edit_person::{Meanwhile, Outcome};
use actions::{ActionError, By, Token};
use domain::edit::Edited;
use domain::message::{MailKind, TextKind};
use domain::permission::Denied;
use domain::person::{Access, TwoStep};
use domain::step_up::Act;
use domain::time::{HOUR, MINUTE};
use fixtures::clinic::{BO, Clinic, Delivered, FAY, JANE, KIM, Person, SAM, desk, elsewhere};
use store::outbox::Kind;

use crate::acts::{Done, dump, ended, missing};
use crate::mails_to;
use crate::managing::*;

const NEW_NUMBER: &str = "+16045550177";
const PAT: Person = Person {
    username: "pat",
    name: "Pat New",
    email: "pat@maple.example",
    ..SAM
};

fn done(outcome: Done<Outcome>) -> Edited {
    match outcome {
        Ok(Outcome::Done(edited)) => *edited,
        other => panic!("{other:?}"),
    }
}

fn denied<T: std::fmt::Debug>(outcome: Done<T>) -> Denied {
    match outcome {
        Err(ActionError::Denied(why)) => why,
        other => panic!("{other:?}"),
    }
}

/// bo and kim work there too; somebody's session, with nothing owing.
fn signed_in(person: &Person) -> (Clinic, Token) {
    let mut clinic = Clinic::with_apps();
    let session = clinic.sign_in(person, &desk());
    clinic.deliver();
    (clinic, session)
}

fn kinds(told: &[Delivered]) -> Vec<(Kind, &str)> {
    told.iter().map(|message| (message.kind, message.to.as_str())).collect()
}

/// Who did what to whom since the record had so many rows.
fn recorded(clinic: &mut Clinic, rows: usize) -> Vec<String> {
    let new = clinic.record().into_iter().skip(rows);
    new.map(|row| format!("{} {} {}: {}", row.actor, row.kind, row.subject, row.detail))
        .collect()
}

// T62
#[test]
fn x01_t62_another_address_is_told_to_both_in_one_mail_each_with_who_did_it() {
    let (mut clinic, session) = signed_in(&FAY);
    let rows = clinic.record().len();
    done(edit(
        &mut clinic,
        By::Session(&session),
        &BO,
        &another_address("bo@home.example"),
    ));
    assert_eq!(recorded(&mut clinic, rows), ["fay profile.email_changed bo: "]);
    let told = clinic.deliver();
    let mail = Kind::Mail(MailKind::ProfileEdited);
    assert_eq!(kinds(&told), [(mail, BO.email), (mail, "bo@home.example")]);
    for mail in &told {
        assert_eq!(
            (mail.facts["who"].as_str(), mail.facts["name"].as_str()),
            (FAY.name, BO.name)
        );
        assert!(!mail.facts["new_email"].contains("bo@home"), "masked");
    }
}

#[test]
fn a02_everything_at_once_is_one_transaction_and_one_mail_and_no_address_or_number_is_in_the_record() {
    let (mut clinic, session) = signed_in(&JANE);
    types_password_for(&mut clinic, &session, &JANE, Act::ChangeNumberOf);
    let rows = clinic.record().len();
    let edited = done(edit(&mut clinic, By::Session(&session), &SAM, &everything()));
    assert!(edited.turned_off && edited.gave_full_access());
    assert_eq!(
        recorded(&mut clinic, rows),
        [
            "jane profile.username_changed samuel: was sam",
            "jane profile.name_changed samuel: was Sam Tremblay",
            "jane profile.email_changed samuel: ",
            "jane profile.mobile_changed samuel: •••• ••77",
            "jane two_step.off samuel: the mobile number was changed",
            "jane profile.access_changed samuel: staff to full access",
        ]
    );
    let told = clinic.deliver();
    let edited = Kind::Mail(MailKind::ProfileEdited);
    let access = Kind::Mail(MailKind::FullAccess);
    assert_eq!(
        kinds(&told),
        [
            (Kind::Text(TextKind::NumberChanged), SAM.mobile),
            (edited, SAM.email),
            (edited, "samuel@maple.example"),
            (access, FAY.email),
            (access, JANE.email),
        ]
    );
    assert_eq!(told[4].facts["people"], "Samuel Tremblay");
    let renamed = Person {
        username: "samuel",
        ..SAM
    };
    let row = clinic.staff(&renamed);
    assert_eq!((row.access, row.mobile.as_deref()), (Access::Full, Some(NEW_NUMBER)));
}

#[test]
fn n01_the_number_of_another_turns_2sv_off_after_asking_and_ends_what_rests_on_it() {
    for person in [&SAM, &BO, &KIM] {
        let (mut clinic, session) = signed_in(&FAY);
        let theirs = clinic.sign_in(person, &elsewhere());
        let whom = clinic.staff(person).id;
        clinic.deliver();
        types_password_for(&mut clinic, &session, &FAY, Act::ChangeNumberOf);
        let (by, edits) = (By::Session(&session), another_number(Some(NEW_NUMBER)));
        let before = dump(&clinic);
        let asked = edit_as_seen(&mut clinic, by, whom, &edits, None, TurningOff::Unasked).unwrap();
        assert_eq!(asked, Outcome::AsksFirst);
        assert!(
            dump(&clinic) == before,
            "asking changes nothing, the password typed for it counts on"
        );
        assert!(done(edit(&mut clinic, by, person, &edits)).turned_off);
        assert_eq!(clinic.staff(person).two_step, TwoStep::Off);
        assert!(ended(&mut clinic, &theirs).is_some(), "T47");
        let told = clinic.deliver();
        let text = (Kind::Text(TextKind::NumberChanged), person.mobile);
        let mail = (Kind::Mail(MailKind::ProfileEdited), person.email);
        assert_eq!(kinds(&told), [text, mail], "{}", person.username);
        assert!(told[1].facts.contains_key("off") && told[1].facts["number"] == "•••• ••77");
        assert_eq!(clinic.number("SELECT count(*) FROM recovery_codes WHERE staff_id = (SELECT id FROM staff WHERE mobile = '+16045550177')"), 0);
    }
}

#[test]
fn n02_the_same_number_in_other_writing_is_no_change_and_asks_nothing() {
    let (mut clinic, session) = signed_in(&FAY);
    clinic.clock.plus(HOUR);
    let before = dump(&clinic);
    let same = edit(
        &mut clinic,
        By::Session(&session),
        &SAM,
        &another_number(Some("604 555 0100")),
    );
    assert_eq!(same.unwrap(), Outcome::Same);
    assert!(dump(&clinic) == before);
    types_password_for(&mut clinic, &session, &FAY, Act::ChangeNumberOf);
    let deleted = done(edit(&mut clinic, By::Session(&session), &SAM, &another_number(None)));
    assert!(deleted.turned_off, "deleting counts as a change");
}

#[test]
fn m10_a_number_asks_the_password_each_time_an_address_one_of_the_last_five_minutes_and_a_name_none() {
    let (mut clinic, session) = signed_in(&FAY);
    let by = By::Session(&session);
    let number = another_number(Some(NEW_NUMBER));
    assert_eq!(missing(edit(&mut clinic, by, &JANE, &number)), (true, false));
    done(edit(&mut clinic, by, &SAM, &another_address("sam@home.example")));
    types_password_for(&mut clinic, &session, &FAY, Act::ChangeNumberOf);
    done(edit(&mut clinic, by, &JANE, &number));
    assert_eq!(missing(edit(&mut clinic, by, &BO, &number)), (true, false), "spent");
    clinic.clock.plus(6 * MINUTE);
    let before = dump(&clinic);
    for edits in [another_address("s@home.example"), another_access(Access::None), number] {
        assert_eq!(missing(edit(&mut clinic, by, &SAM, &edits)), (true, false), "{edits:?}");
    }
    assert!(dump(&clinic) == before);
    done(edit(&mut clinic, by, &SAM, &another_name("Samuel Tremblay")));
}

// T47
#[test]
fn a02_no_access_ends_sessions_trust_and_half_open_doors_and_given_back_it_opens_as_before() {
    let mut clinic = Clinic::with_apps();
    clinic.allow_trust();
    clinic.sign_in_and_trust(&KIM, &elsewhere());
    let theirs = clinic.sign_in(&KIM, &desk());
    let pending = clinic.pending(&KIM, &fixtures::clinic::browser(7));
    let session = clinic.sign_in(&JANE, &desk());
    clinic.deliver();
    done(edit(
        &mut clinic,
        By::Session(&session),
        &KIM,
        &another_access(Access::None),
    ));
    assert_eq!(ended(&mut clinic, &theirs).unwrap(), "you have no access any more");
    assert_eq!(
        clinic.number("SELECT count(*) FROM trusted_browsers WHERE ended_at IS NULL"),
        0
    );
    assert!(clinic.screen(&pending, &fixtures::clinic::browser(7), None).is_none());
    let told = clinic.deliver();
    assert_eq!(kinds(&told), [(Kind::Mail(MailKind::ProfileEdited), KIM.email)]);
    assert!(told[0].facts.contains_key("no_access"));
    assert!(
        matches!(clinic.begin("kim", KIM.password, &desk()), Begun::Wrong { .. }),
        "S02"
    );
    assert!(clinic.staff(&KIM).two_step.is_on(), "data kept");
    done(edit(
        &mut clinic,
        By::Session(&session),
        &KIM,
        &another_access(Access::Staff),
    ));
    clinic.deliver();
    clinic.clock.plus(HOUR);
    clinic.sign_in(&KIM, &desk());
}

/// T38: nobody else hears of it, and the operator's way tells the same.
#[test]
fn a02_somebody_raised_is_told_to_all_managers_whoever_raises() {
    for by_operator in [false, true] {
        let (mut clinic, session) = signed_in(&JANE);
        let by = if by_operator { OPERATES } else { By::Session(&session) };
        done(edit(&mut clinic, by, &BO, &another_access(Access::Full)));
        let told = clinic.deliver();
        let access = Kind::Mail(MailKind::FullAccess);
        let mail = Kind::Mail(MailKind::ProfileEdited);
        assert_eq!(
            kinds(&told),
            [(mail, BO.email), (access, FAY.email), (access, JANE.email)]
        );
        let who = if by_operator { "the operator" } else { JANE.name };
        assert_eq!(
            (told[1].facts["people"].as_str(), told[1].facts["who"].as_str()),
            (BO.name, who)
        );
        done(edit(&mut clinic, by, &BO, &another_access(Access::Staff)));
        assert_eq!(mails_to(&mut clinic, FAY.email), [], "lowered: the person alone");
    }
}

// T47, T63
#[test]
fn a02_a_demoted_manager_with_an_open_screen_is_refused_at_the_next_key() {
    let (mut clinic, jane) = signed_in(&JANE);
    let fay = clinic.sign_in(&FAY, &elsewhere());
    done(edit(
        &mut clinic,
        By::Session(&jane),
        &FAY,
        &another_access(Access::Staff),
    ));
    let before = dump(&clinic);
    assert_eq!(
        denied(edit(&mut clinic, By::Session(&fay), &SAM, &another_name("X"))),
        Denied::NotManager
    );
    assert_eq!(denied(add(&mut clinic, &fay, &PAT)), Denied::NotManager);
    assert_eq!(denied(profile_of(&mut clinic, &fay, &SAM)), Denied::NotManager);
    assert_eq!(denied(check(&mut clinic, By::Session(&fay), "")), Denied::NotManager);
    assert_eq!(denied(import(&mut clinic, By::Session(&fay), "")), Denied::NotManager);
    assert!(dump(&clinic) == before);
}

#[test]
fn a02_staff_change_nobody_and_nobody_changes_the_owners_or_the_own_access() {
    let (mut clinic, fay) = signed_in(&FAY);
    let sam = clinic.sign_in(&SAM, &elsewhere());
    let before = dump(&clinic);
    assert_eq!(
        denied(edit(&mut clinic, By::Session(&sam), &BO, &another_name("X"))),
        Denied::NotManager
    );
    for by in [By::Session(&fay), OPERATES] {
        let owner = edit(&mut clinic, by, &JANE, &another_access(Access::Staff));
        assert_eq!(denied(owner), Denied::IsOwner);
    }
    let own = edit(&mut clinic, By::Session(&fay), &FAY, &another_access(Access::Staff));
    assert_eq!(denied(own), Denied::Oneself);
    let own = edit(&mut clinic, By::Session(&fay), &FAY, &another_number(Some(NEW_NUMBER)));
    assert_eq!(denied(own), Denied::Oneself);
    assert!(dump(&clinic) == before);
    done(edit(&mut clinic, By::Session(&fay), &FAY, &another_username("fay.roy")));
}

// Two managers change the same person at once: the second is told who changed what, and nothing is overwritten.
#[test]
fn a02_of_two_managers_at_once_the_second_is_told_who_changed_what_and_overwrites_nothing() {
    let (mut clinic, jane) = signed_in(&JANE);
    let fay = clinic.sign_in(&FAY, &elsewhere());
    let shown = profile_of(&mut clinic, &jane, &SAM).unwrap();
    done(edit(
        &mut clinic,
        By::Session(&fay),
        &SAM,
        &another_address("sam@home.example"),
    ));
    done(edit(&mut clinic, By::Session(&fay), &SAM, &another_username("samuel")));
    done(edit(
        &mut clinic,
        OPERATES,
        &Person {
            username: "samuel",
            ..SAM
        },
        &another_name("Samuel"),
    ));
    let before = dump(&clinic);
    let edits = another_address("s@other.example");
    let late = edit_as_seen(
        &mut clinic,
        By::Session(&jane),
        shown.id,
        &edits,
        Some(&shown.seen),
        TurningOff::Unasked,
    );
    let said = |who: &str, what| Meanwhile { who: who.into(), what };
    assert_eq!(
        late.unwrap(),
        Outcome::Overtaken(vec![
            said(FAY.name, "the e-mail address"),
            said(FAY.name, "the user name"),
            said("The operator", "the name"),
        ])
    );
    assert!(dump(&clinic) == before);
    let again = profile_of(
        &mut clinic,
        &jane,
        &Person {
            username: "samuel",
            ..SAM
        },
    )
    .unwrap();
    let (by, seen) = (By::Session(&jane), Some(&again.seen));
    done(edit_as_seen(
        &mut clinic,
        by,
        shown.id,
        &edits,
        seen,
        TurningOff::Unasked,
    ));
}

#[test]
fn t68_what_was_not_touched_is_left_and_other_changes_do_not_stand_in_the_way() {
    let (mut clinic, jane) = signed_in(&JANE);
    let shown = profile_of(&mut clinic, &jane, &SAM).unwrap();
    let theirs = clinic.sign_in(&SAM, &desk());
    clinic.sign_out(&theirs);
    let (by, seen, edits) = (By::Session(&jane), Some(&shown.seen), another_name("Samuel"));
    done(edit_as_seen(
        &mut clinic,
        by,
        shown.id,
        &edits,
        seen,
        TurningOff::Unasked,
    ));
    let row = clinic.staff(&SAM);
    assert_eq!(
        (row.name.as_str(), row.email.as_str(), row.access),
        ("Samuel", SAM.email, SAM.access)
    );
}

#[test]
fn l08_somebody_renamed_signs_in_by_the_new_name_and_wrong_passwords_stay_counted() {
    let (mut clinic, jane) = signed_in(&JANE);
    for _ in 0..9 {
        clinic.begin("fay", "not the password at all", &elsewhere());
    }
    done(edit(
        &mut clinic,
        By::Session(&jane),
        &FAY,
        &another_username("Fay.Roy"),
    ));
    let told = clinic.deliver();
    assert_eq!(told[0].facts["username"], "Fay.Roy");
    assert!(
        matches!(clinic.begin("fay", FAY.password, &elsewhere()), Begun::Wrong { .. }),
        "nobody is called so"
    );
    let tenth = clinic.begin("fay.roy", "not the password at all", &elsewhere());
    assert!(matches!(tenth, Begun::Wrong { wait_ms: Some(_) }), "{tenth:?}");
    clinic.clock.plus(HOUR);
    assert!(matches!(
        clinic.begin("FAY.ROY", FAY.password, &elsewhere()),
        Begun::SignedIn { .. }
    ));
}

#[test]
fn s03_a_user_name_that_somebody_has_in_any_spelling_is_refused_and_nothing_is_changed() {
    let (mut clinic, jane) = signed_in(&JANE);
    let before = dump(&clinic);
    let edits = domain::staff_table::Edits {
        name: another_name("Samuel").name,
        ..another_username("FAY")
    };
    match edit(&mut clinic, By::Session(&jane), &SAM, &edits) {
        Err(ActionError::Refused(why)) => assert!(why.contains("FAY is taken. Nothing was changed."), "{why}"),
        other => panic!("{other:?}"),
    }
    assert!(dump(&clinic) == before);
    done(edit(&mut clinic, By::Session(&jane), &FAY, &another_username("FAY")));
}

#[test]
fn a02_somebody_added_by_a_manager_has_no_password_and_full_access_is_told_and_asks() {
    let (mut clinic, jane) = signed_in(&JANE);
    clinic.clock.plus(6 * MINUTE);
    let rows = clinic.record().len();
    add(&mut clinic, &jane, &PAT).unwrap();
    assert_eq!(recorded(&mut clinic, rows), ["jane staff.added pat: staff"]);
    assert!(clinic.deliver().is_empty());
    assert!(matches!(
        clinic.begin("pat", PAT.password, &desk()),
        Begun::Wrong { .. }
    ));
    match add(&mut clinic, &jane, &Person { username: "Pat", ..PAT }) {
        Err(ActionError::Refused(why)) => assert_eq!(why, "The user name Pat is taken. Nobody was added."),
        other => panic!("{other:?}"),
    }
    let lee = Person {
        username: "lee",
        name: "Lee Moe",
        access: Access::Full,
        ..PAT
    };
    assert_eq!(missing(add(&mut clinic, &jane, &lee)), (true, false));
    types_password_for(&mut clinic, &jane, &JANE, Act::EditOther);
    add(&mut clinic, &jane, &lee).unwrap();
    let access = Kind::Mail(MailKind::FullAccess);
    let told = clinic.deliver();
    assert_eq!(kinds(&told), [(access, FAY.email), (access, JANE.email)]);
    let owner = Person {
        username: "x",
        access: Access::Owner,
        ..PAT
    };
    assert!(matches!(add(&mut clinic, &jane, &owner), Err(ActionError::Refused(_))));
}

/// A07: a number and a password by one hand within a day give the account away.
#[test]
fn a07_a_number_changed_and_a_password_reset_by_one_hand_are_told_to_all_managers() {
    let (mut clinic, fay) = signed_in(&FAY);
    types_password_for(&mut clinic, &fay, &FAY, Act::ChangeNumberOf);
    done(edit(
        &mut clinic,
        By::Session(&fay),
        &SAM,
        &another_number(Some(NEW_NUMBER)),
    ));
    clinic.deliver();
    let sam = clinic.staff(&SAM).id;
    types_password_for(&mut clinic, &fay, &FAY, Act::ResetPassword);
    let reason = domain::contact::Reason::parse("lost it").unwrap();
    let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
    let temporary = "k7mm2qpx9wzt".into();
    actions::reset_password::reset_password_of(&mut clinic.db, &fay, sam, &temporary, Some(&reason), entropy, at)
        .unwrap();
    assert_eq!(mails_to(&mut clinic, JANE.email), [MailKind::ResetAndRemoved]);
}
