//! Trusted browsers (spec T01 to T04, M08, Z08): where the box counts, how long, and whom it lets skip what.

use actions::begin_sign_in::Begun;
use actions::{Client, Token};
use domain::message::MailKind;
use domain::sign_in::{How, Outcome};
use domain::time::{DAY, HOUR, MINUTE};
use fixtures::clinic::{
    BO, Clinic, FAY, JANE, KIM, Person, SAM, browser, by_app, by_text, desk, elsewhere, keyless, ssh_key, token_file,
};

use crate::acts::{account, end_trust};
use crate::{let_in, mails_to};

/// A clinic that allows it, in which that person trusts that browser since just now.
fn trusting(person: &Person, client: &Client) -> Clinic {
    let mut clinic = Clinic::with_apps();
    clinic.allow_trust();
    clinic.sign_in_and_trust(person, client);
    clinic.deliver();
    clinic
}

/// Whether the right password alone opens a session; and that it was by trust, where it does.
fn skips(clinic: &mut Clinic, person: &Person, client: &Client) -> bool {
    match clinic.begin(person.username, person.password, client) {
        Begun::SignedIn { session } => {
            let sessions = account(clinic, &session).sessions;
            assert_eq!(sessions[0].how, How::Trusted);
            clinic.sign_out(&session);
            true
        }
        Begun::SecondStep { .. } => false,
        other => panic!("{other:?}"),
    }
}

/// T42.
#[test]
fn t02_days_0_1_15_and_29_are_skipped_and_day_30_is_asked_and_use_does_not_extend_it() {
    let mut clinic = trusting(&KIM, &desk());
    let mut day = 0;
    for later in [0, 1, 15, 29] {
        clinic.clock.plus((later - day) * DAY);
        day = later;
        for again in 0..2 {
            assert!(skips(&mut clinic, &KIM, &desk()), "day {later}, use {again}");
        }
    }
    clinic.clock.plus(DAY - 1);
    assert!(skips(&mut clinic, &KIM, &desk()), "a millisecond before");
    clinic.clock.plus(1);
    assert!(!skips(&mut clinic, &KIM, &desk()), "day 30");
    assert_eq!(clinic.expire().ended, 1);
    assert!(!skips(&mut clinic, &KIM, &desk()));
}

#[test]
fn t02_the_password_is_asked_every_time_and_a_wrong_one_is_a_wrong_one() {
    let mut clinic = trusting(&KIM, &desk());
    for password in ["not the password", ""] {
        assert!(matches!(
            clinic.begin("kim", password, &desk()),
            Begun::Wrong { wait_ms: None }
        ));
    }
    assert!(skips(&mut clinic, &KIM, &desk()));
}

#[test]
fn t02_asked_again_and_ticked_again_it_lasts_thirty_days_from_then() {
    let mut clinic = trusting(&KIM, &desk());
    clinic.clock.plus(30 * DAY);
    clinic.sign_in_and_trust(&KIM, &desk());
    clinic.clock.plus(30 * DAY - 1);
    assert!(skips(&mut clinic, &KIM, &desk()));
    clinic.clock.plus(1);
    assert!(!skips(&mut clinic, &KIM, &desk()));
}

#[test]
fn t01_without_the_clinic_s_leave_the_box_is_not_offered_and_a_ticked_one_does_not_count() {
    let mut clinic = Clinic::with_apps();
    let pending = clinic.pending(&KIM, &desk());
    assert!(!clinic.screen(&pending, &desk(), None).unwrap().trust_offered);
    let mut typed = by_app(&clinic.app_code(&KIM));
    typed.trust = true;
    let_in(clinic.try_code(&pending, &desk(), &typed).unwrap());
    assert_eq!(clinic.number("SELECT count(*) FROM trusted_browsers"), 0);
    clinic.allow_trust();
    clinic.clock.plus(MINUTE);
    assert!(!skips(&mut clinic, &KIM, &desk()), "nor does it count later");
}

#[test]
fn t01_the_box_stands_on_the_code_step_of_either_method_and_counts_only_when_ticked() {
    let mut clinic = Clinic::with_apps();
    clinic.allow_trust();
    let pending = clinic.pending(&KIM, &desk());
    for method in domain::person::Method::ALL {
        assert!(clinic.screen(&pending, &desk(), Some(*method)).unwrap().trust_offered);
    }
    let code = clinic.texted_code(&KIM);
    let_in(clinic.answer(&pending, &desk(), &code));
    clinic.clock.plus(MINUTE);
    assert!(!skips(&mut clinic, &KIM, &desk()));
}

/// A wrong code with the box ticked trusts nothing, nor does a right one in a second step that is over.
#[test]
fn t01_only_a_right_code_trusts() {
    let mut clinic = Clinic::with_apps();
    clinic.allow_trust();
    let pending = clinic.pending(&KIM, &desk());
    let mut wrong = by_app(&clinic.wrong_app_code(&KIM));
    wrong.trust = true;
    clinic.try_code(&pending, &desk(), &wrong).unwrap();
    let mut late = by_text(&clinic.texted_code(&KIM));
    late.trust = true;
    clinic.clock.plus(HOUR);
    clinic.try_code(&pending, &desk(), &late).unwrap();
    assert_eq!(clinic.number("SELECT count(*) FROM trusted_browsers"), 0);
}

#[test]
fn t03_over_ssh_without_a_key_the_box_is_not_offered_and_a_ticked_one_does_not_count() {
    let mut clinic = Clinic::with_apps();
    clinic.allow_trust();
    let pending = clinic.pending(&KIM, &keyless());
    assert!(!clinic.screen(&pending, &keyless(), None).unwrap().trust_offered);
    let mut typed = by_app(&clinic.app_code(&KIM));
    typed.trust = true;
    let_in(clinic.try_code(&pending, &keyless(), &typed).unwrap());
    assert_eq!(clinic.number("SELECT count(*) FROM trusted_browsers"), 0);
    clinic.clock.plus(MINUTE);
    assert!(!skips(&mut clinic, &KIM, &keyless()));
}

#[test]
fn t03_sign_ins_over_ssh_without_a_key_are_mailed_once_in_ninety_days() {
    let mut clinic = Clinic::with_apps();
    let mut mailed = Vec::new();
    for day in [0, 1, 89, 90, 91] {
        clinic
            .clock
            .plus(day * DAY - mailed.last().map_or(0, |(before, _)| before * DAY));
        clinic.sign_in(&BO, &keyless());
        mailed.push((day, mails_to(&mut clinic, BO.email).len()));
    }
    assert_eq!(mailed, [(0, 1), (1, 0), (89, 0), (90, 1), (91, 0)]);
}

#[test]
fn t03_another_account_key_machine_token_or_person_is_asked() {
    let token = token_file(5, "one", 1000);
    for (home, others) in [
        (browser(7), vec![browser(8), ssh_key(7), keyless()]),
        (ssh_key(7), vec![ssh_key(8), browser(7), keyless()]),
        (
            token,
            vec![
                token_file(6, "one", 1000),
                token_file(5, "two", 1000),
                token_file(5, "one", 1001),
                browser(1000),
            ],
        ),
    ] {
        for other in others {
            let mut clinic = trusting(&KIM, &home);
            clinic.clock.plus(MINUTE);
            assert!(!skips(&mut clinic, &KIM, &other), "{} for {}", other.place, home.place);
            assert!(!skips(&mut clinic, &BO, &home), "somebody else in it");
        }
        let mut clinic = trusting(&KIM, &home);
        assert!(skips(&mut clinic, &KIM, &home), "{}", home.place);
    }
}

/// A copied token file: whoever shows it, with the right password or not, ends the trust, and its person is told.
#[test]
fn t03_a_token_shown_from_another_machine_or_account_ends_that_trust_and_mails() {
    let home = token_file(5, "one", 1000);
    for (copy, name, password) in [
        (token_file(5, "two", 1000), "kim", KIM.password),
        (token_file(5, "one", 1001), "kim", "not the password"),
        (token_file(5, "two", 1000), "nobody", "not the password"),
        (token_file(5, "two", 1000), "jane", JANE.password),
    ] {
        let mut clinic = trusting(&KIM, &home);
        let rows = clinic.record().len();
        clinic.clock.plus(MINUTE);
        clinic.begin(name, password, &copy);
        let told: Vec<_> = clinic
            .deliver()
            .into_iter()
            .filter(|mail| mail.to == KIM.email)
            .collect();
        let moved = told
            .iter()
            .find(|mail| mail.kind == store::outbox::Kind::Mail(MailKind::TrustMoved));
        assert_eq!(moved.unwrap().facts["trust_place"], home.place);
        let ended = clinic
            .record()
            .into_iter()
            .skip(rows)
            .find(|row| row.kind == "trust.ended");
        assert_eq!(ended.unwrap().subject, "kim");
        clinic.clock.plus(MINUTE);
        assert!(!skips(&mut clinic, &KIM, &home), "also where the trust was ticked");
    }
}

#[test]
fn t03_a_copied_token_ends_the_trust_of_everybody_in_that_browser_and_of_nobody_else() {
    let home = token_file(5, "one", 1000);
    let mut clinic = trusting(&KIM, &home);
    clinic.sign_in_and_trust(&BO, &home);
    clinic.sign_in_and_trust(&SAM, &token_file(6, "one", 1000));
    clinic.deliver();
    clinic.clock.plus(MINUTE);
    clinic.begin("nobody", "not the password", &token_file(5, "two", 1000));
    let moved = store::outbox::Kind::Mail(MailKind::TrustMoved);
    let told: Vec<_> = clinic.deliver().into_iter().map(|mail| (mail.kind, mail.to)).collect();
    assert_eq!(told, [(moved, KIM.email.into()), (moved, BO.email.into())]);
    assert!(!skips(&mut clinic, &KIM, &home) && !skips(&mut clinic, &BO, &home));
    assert!(skips(&mut clinic, &SAM, &token_file(6, "one", 1000)));
}

#[test]
fn t04_end_in_trusted_browsers_ends_one_or_all_of_ones_own_and_nobody_elses() {
    let mut clinic = trusting(&KIM, &desk());
    clinic.clock.plus(MINUTE);
    clinic.sign_in_and_trust(&KIM, &elsewhere());
    clinic.clock.plus(MINUTE);
    clinic.sign_in_and_trust(&BO, &desk());
    let session = clinic.sign_in(&KIM, &desk());
    let seen = account(&mut clinic, &session).trusted;
    assert_eq!(seen.len(), 2, "one's own");
    let bos = clinic.number("SELECT max(id) FROM trusted_browsers");
    end_trust(&mut clinic, &session, Some(domain::ids::TrustId(bos))).unwrap();
    assert!(skips(&mut clinic, &BO, &desk()), "M08: somebody else's is not touched");

    let there = seen.iter().find(|line| !line.here).unwrap();
    end_trust(&mut clinic, &session, Some(there.id)).unwrap();
    assert!(!skips(&mut clinic, &KIM, &elsewhere()) && skips(&mut clinic, &KIM, &desk()));
    let rows = clinic.record().len();
    end_trust(&mut clinic, &session, Some(there.id)).unwrap();
    assert_eq!(clinic.record().len(), rows, "ended once");
    end_trust(&mut clinic, &session, None).unwrap();
    assert!(!skips(&mut clinic, &KIM, &desk()) && skips(&mut clinic, &BO, &desk()));
}

#[test]
fn m08_the_list_says_since_when_where_from_last_used_and_until_when() {
    let mut clinic = trusting(&KIM, &desk());
    let since = clinic.clock.now().wall_ms;
    clinic.clock.plus(DAY);
    clinic.sign_in_and_trust(&KIM, &elsewhere());
    clinic.clock.plus(DAY);
    let used = clinic.clock.now().wall_ms;
    let session = clinic.sign_in(&KIM, &desk());
    clinic.clock.plus(DAY);
    let seen = account(&mut clinic, &session).trusted;
    let [newest, oldest] = seen.as_slice() else {
        panic!("{seen:?}")
    };
    assert_eq!((newest.here, newest.last_used), (false, None), "the newest first");
    assert_eq!((oldest.here, oldest.last_used), (true, Some(used)));
    assert_eq!((oldest.since, oldest.ends), (since, since + 30 * DAY));
    assert_eq!(oldest.place, desk().place);
    clinic.clock.plus(27 * DAY);
    assert_eq!(
        account(&mut clinic, &session).trusted.len(),
        1,
        "what is over is not listed"
    );
}

/// L01: skipping is no right code: the ladder stays as high as it was.
#[test]
fn l01_a_trusted_sign_in_clears_no_counter_and_runs_in_a_wait_too() {
    let mut clinic = trusting(&KIM, &desk());
    let other = clinic.pending(&KIM, &elsewhere());
    clinic.wrong_codes(&KIM, &other, &elsewhere(), 4);
    let ladder = "SELECT coalesce(sum(run * 10 + rung), 0) FROM code_ladders";
    assert_eq!(clinic.number(ladder), 40);
    assert!(skips(&mut clinic, &KIM, &desk()));
    assert_eq!(clinic.number(ladder), 40);
    let fifth = clinic.wrong_codes(&KIM, &other, &elsewhere(), 1);
    assert!(matches!(fifth, Outcome::MustWait(_)));
}

#[test]
fn s12_a_trusted_browser_is_known_and_not_mailed_about() {
    let mut clinic = trusting(&KIM, &elsewhere());
    clinic.clock.plus(29 * DAY);
    assert!(skips(&mut clinic, &KIM, &elsewhere()));
    assert_eq!(mails_to(&mut clinic, KIM.email), []);
}

/// Z08: what ends a permission counts the larger of the two times that passed.
#[test]
fn z08_a_clock_set_back_does_not_prolong_trust_and_one_set_forward_ends_it() {
    let mut clinic = trusting(&KIM, &desk());
    clinic.clock.plus(29 * DAY);
    clinic.clock.wall_only(-20 * DAY);
    assert!(skips(&mut clinic, &KIM, &desk()));
    clinic.clock.plus(DAY);
    assert!(!skips(&mut clinic, &KIM, &desk()), "30 days of the boot clock");
    assert_eq!(clinic.expire().ended, 1);

    let mut clinic = trusting(&KIM, &desk());
    clinic.clock.wall_only(30 * DAY);
    assert!(!skips(&mut clinic, &KIM, &desk()));

    let mut clinic = trusting(&KIM, &desk());
    clinic.clock.reboot(29 * DAY);
    assert!(skips(&mut clinic, &KIM, &desk()), "over a reboot the wall clock counts");
    clinic.clock.plus(DAY);
    assert!(!skips(&mut clinic, &KIM, &desk()));

    let mut clinic = trusting(&KIM, &desk());
    clinic.clock.reboot(-DAY);
    assert!(
        !skips(&mut clinic, &KIM, &desk()),
        "begun in the future: nothing can be said of its age"
    );
    assert_eq!(clinic.expire().ended, 1);
}

#[test]
fn t02_a_restart_changes_nothing() {
    let mut clinic = trusting(&KIM, &desk());
    clinic.db = clinic.another_db();
    assert!(skips(&mut clinic, &KIM, &desk()));
}

/// D01: who, and from where; the trust's own place stands in the detail.
#[test]
fn d01_a_trust_that_a_manager_ended_is_the_manager_s_row_about_the_person() {
    let mut clinic = trusting(&KIM, &elsewhere());
    let rows = clinic.record().len();
    clinic.forbid_trust();
    let row = clinic
        .record()
        .into_iter()
        .skip(rows)
        .find(|row| row.kind == "trust.ended");
    let row = row.unwrap();
    assert_eq!((row.actor.as_str(), row.subject.as_str()), ("jane", "kim"));
    assert_eq!(row.place, browser(90).place);
    assert!(
        row.detail.ends_with(&format!("it was {}", elsewhere().place)),
        "{}",
        row.detail
    );
}

/// X03, D01: begun and ended are rows, by whoever did it.
#[test]
fn d01_ticking_and_ending_are_in_the_record() {
    let mut clinic = Clinic::with_apps();
    clinic.allow_trust();
    let rows = clinic.record().len();
    clinic.sign_in_and_trust(&KIM, &desk());
    clinic.clock.plus(30 * DAY);
    clinic.expire();
    let seen: Vec<_> = clinic
        .record()
        .into_iter()
        .skip(rows)
        .filter(|row| row.kind.starts_with("trust."))
        .map(|row| (row.kind, row.actor, row.subject))
        .collect();
    let wanted = [("trust.began", "kim", "kim"), ("trust.ended", "worker", "kim")];
    assert_eq!(
        seen,
        wanted.map(|(kind, actor, subject)| (kind.into(), actor.into(), subject.into()))
    );
}

/// T43: somebody without 2SV has no second step that could be skipped.
#[test]
fn t01_a_person_without_2sv_has_no_box() {
    let mut clinic = Clinic::with_apps();
    clinic.allow_trust();
    let session: Token = clinic.sign_in(&FAY, &desk());
    assert_eq!(account(&mut clinic, &session).trusted, []);
}
