//! Every change of M10's table on the screens: what is asked before it, that leaving anywhere on the way changes nothing,
//! and that what was typed is kept over the step-up and saved by it (T15, T45, T49).

use domain::step_up::{Act, Rule, TABLE, rule};
use domain::time::MINUTE;
use fixtures::clinic::{KIM, code_at, desk};
use fixtures::keyboard::{KeyCode, Keyboard, Story};

use crate::trust::trusts;

const APP: &str = "Authenticator App";
const TEXT: &str = "Text Message (SMS)";
const NEW_NUMBER: &str = "+16045550177";
const NEW_PASSWORD: &str = "velvet anchor 52 thunder";

/// How one change is made on the screens, by kim, who has both ways and is a manager here.
struct Change {
    /// From home to its page, with all typed that it needs.
    place: fn(&mut Keyboard),
    /// Chooses it there; again, where Esc led back.
    press: fn(&mut Keyboard),
    /// Words of that page, those typed among them.
    kept: &'static [&'static str],
    /// From the passed step-up to its end.
    finish: fn(&mut Story, &mut Keyboard),
    /// Words at the end.
    done: &'static str,
    /// Mails to her about it (X01: one action, one mail).
    mails: usize,
}

const HUB: &[&str] = &["My Account ▸ 2-Step Verification", TEXT, APP];

/// One of 2-Step Verification's page that is chosen there.
const fn on_two_step(
    press: fn(&mut Keyboard),
    finish: fn(&mut Story, &mut Keyboard),
    done: &'static str,
    mails: usize,
) -> Change {
    Change {
        place: Keyboard::opens_two_step,
        press,
        kept: HUB,
        finish,
        done,
        mails,
    }
}

/// `None` for what is done to others: `for_others` and its neighbours tell those.
fn change(act: Act) -> Option<Change> {
    Some(match act {
        Act::SetUpSms => on_two_step(
            |kim| kim.chooses_beside(TEXT, "Set Up"),
            another_number,
            "✓ Texts go to •••• ••77 from now on.",
            1,
        ),
        Act::SetUpApp => on_two_step(
            |kim| kim.chooses_beside(APP, "Set Up"),
            |story, kim| {
                let code = code_at(&kim.reads_app_secret(), story.clinic.clock.now());
                kim.types(&code);
            },
            "✓ The authenticator app is set up.",
            1,
        ),
        Act::RemoveMethod => on_two_step(
            |kim| kim.chooses_beside(APP, "Turn off"),
            |_, kim| kim.chooses("Turn off"),
            "✓ Authenticator App is off.",
            1,
        ),
        Act::TurnOff => on_two_step(
            |kim| kim.chooses("Turn 2-Step Verification off"),
            |_, kim| kim.chooses("Turn off"),
            "✓ 2-Step Verification is off.",
            1,
        ),
        Act::ChangeDefault => on_two_step(
            |kim| kim.chooses_beside(APP, "Make default"),
            |_, _| {},
            "✓ The app is asked first from now on.",
            1,
        ),
        Act::ViewRecovery => on_two_step(
            |kim| kim.chooses("View Recovery Code"),
            |_, _| {},
            "Your recovery code",
            0,
        ),
        Act::RenewRecovery => renewal(),
        Act::ChangeMobile => mobile(),
        Act::ChangeEmail => profile(),
        Act::ChangePassword => password(),
        Act::Enforcement => enforcement(),
        Act::Pause
        | Act::Remove
        | Act::ChangeNumberOf
        | Act::ResetPassword
        | Act::FirstPasswords
        | Act::HelpOther
        | Act::EditOther
        | Act::TransferOwnership => return None,
    })
}

/// Every change of one's own, and the clinic's settings.
fn changes() -> impl Iterator<Item = (&'static Rule, Change)> {
    TABLE.iter().filter_map(|rule| Some((rule, change(rule.act)?)))
}

fn another_number(story: &mut Story, kim: &mut Keyboard) {
    assert!(kim.is_in_field("Mobile number"));
    kim.presses_ctrl('u');
    kim.types("604 555 0177");
    kim.presses(KeyCode::Enter);
    story.work();
    let code = story.code_on(NEW_NUMBER);
    kim.types(&code);
}

fn renewal() -> Change {
    Change {
        place: |kim| {
            kim.opens_two_step();
            kim.chooses("View Recovery Code");
            kim.sees("Your recovery code");
        },
        press: |kim| {
            kim.chooses("Generate new");
            kim.sees("The one you have now stops working at once");
            kim.chooses("Generate new");
        },
        kept: &["Your recovery code", "Generate new makes another one"],
        finish: |_, kim| {
            kim.sees("This is a new one: the one before does not work any more.");
            kim.chooses("I have saved it");
        },
        done: "✓ Your new recovery code is kept.",
        mails: 1,
    }
}

fn mobile() -> Change {
    Change {
        place: |kim| {
            kim.chooses("My Account");
            kim.chooses("Profile");
            kim.chooses("Edit Mobile Phone");
            kim.presses_ctrl('u');
            kim.types("604 555 0177");
        },
        press: |kim| kim.presses(KeyCode::Enter),
        kept: &["Edit Mobile Phone", "Saving another number turns", "604 555 0177"],
        finish: |_, kim| kim.chooses("Save and turn off"),
        done: "! Saved. 2-Step Verification is off now",
        mails: 1,
    }
}

fn profile() -> Change {
    Change {
        place: |kim| {
            kim.chooses("My Account");
            kim.chooses("Profile");
            kim.types(" the Second");
            kim.presses(KeyCode::Enter);
            kim.presses_ctrl('u');
            kim.types("kim@home.example");
        },
        press: |kim| kim.presses(KeyCode::Enter),
        kept: &["Name", "Kim Sato the Second", "E-mail", "kim@home.example"],
        finish: |_, _| {},
        done: "✓ Saved. Both addresses get an e-mail about it.",
        mails: 1,
    }
}

fn password() -> Change {
    Change {
        place: |kim| {
            kim.chooses("My Account");
            kim.chooses("Password");
            kim.types(NEW_PASSWORD);
            kim.presses(KeyCode::Enter);
            kim.types(NEW_PASSWORD);
        },
        press: |kim| kim.presses(KeyCode::Enter),
        kept: &[
            "New password",
            "••••••••••••••••••••••••",
            "New password again",
            "••••••••••••••••••••••••",
        ],
        finish: |_, _| {},
        done: "✓ Your new password counts from now on.",
        mails: 1,
    }
}

fn enforcement() -> Change {
    Change {
        place: |kim| {
            kim.chooses("Settings");
            kim.chooses("2-Step Verification Enforcement");
            kim.clicks("Allow trusted browsers");
        },
        press: |kim| kim.chooses("Save"),
        kept: &["[x] Allow trusted browsers", "Saving shows the box"],
        finish: |_, _| {},
        done: "✓ Saved. It counts from now on",
        mails: 0,
    }
}

fn kim_is_a_manager(story: &Story) {
    let sql = "UPDATE staff SET access = 'full' WHERE username = 'kim'";
    story.clinic.foreign().execute(sql, []).unwrap();
}

/// Everything any of these changes would change.
fn state(story: &Story) -> String {
    let sql = "SELECT concat_ws('|', name, email, mobile, default_method, password_hash,
            (SELECT group_concat(kind || hex(coalesce(secret, ''))) FROM methods WHERE staff_id = staff.id),
            (SELECT hex(serial) FROM recovery_codes WHERE staff_id = staff.id),
            (SELECT trust_allowed FROM clinic),
            (SELECT count(*) FROM audit WHERE kind = 'recovery_code.viewed'))
        FROM staff WHERE username = 'kim'";
    let foreign = story.clinic.foreign();
    foreign.query_row(sql, [], |row| row.get(0)).unwrap()
}

/// kim, signed in by a texted code, on the page of a change, so long after.
fn on_its_page(change: &Change, after_ms: i64) -> (Story, Keyboard, String) {
    let mut story = Story::with_apps();
    kim_is_a_manager(&story);
    let mut kim = story.at(desk());
    story.signs_in(&mut kim, &KIM);
    (change.place)(&mut kim);
    story.passes(after_ms);
    let before = state(&story);
    (story, kim, before)
}

/// The change went through: it is said, it is so, and it was mailed once.
#[track_caller]
fn is_done(story: &mut Story, kim: &mut Keyboard, change: &Change, before: &str) {
    (change.finish)(story, kim);
    kim.sees(change.done);
    assert_ne!(state(story), before, "{}", change.done);
    story.work();
    assert_eq!(story.mail_to(&KIM).len(), change.mails, "{}", change.done);
}

fn question(act: Act) -> String {
    format!("To {} we ask once more for your password.", rule(act).purpose)
}

#[test]
fn m10_right_after_the_sign_in_nothing_is_asked_before_any_change() {
    for (_, change) in changes() {
        let (mut story, mut kim, before) = on_its_page(&change, 0);
        (change.press)(&mut kim);
        is_done(&mut story, &mut kim, &change, &before);
    }
}

#[test]
fn m10_after_five_minutes_every_change_asks_the_password_and_no_code() {
    for (rule, change) in changes() {
        let (mut story, mut kim, before) = on_its_page(&change, 5 * MINUTE);
        (change.press)(&mut kim);
        kim.sees(&question(rule.act));
        assert!(kim.is_in_field("Your password"));
        kim.types(KIM.password);
        kim.presses(KeyCode::Enter);
        assert_eq!(story.texts_to(KIM.mobile).len(), 1, "that of the sign-in");
        is_done(&mut story, &mut kim, &change, &before);
    }
}

#[test]
fn m10_t49_after_fifteen_minutes_leaving_at_any_stage_of_any_change_leaves_all_as_it_was_and_nothing_typed_is_lost() {
    for (rule, change) in changes() {
        let (mut story, mut kim, before) = on_its_page(&change, 15 * MINUTE);
        let back_where_it_was = |story: &mut Story, kim: &mut Keyboard| {
            kim.presses(KeyCode::Esc);
            kim.sees_in_order(change.kept);
            story.work();
            assert_eq!(state(story), before, "{}", rule.purpose);
            assert!(story.mail_to(&KIM).is_empty(), "{}", rule.purpose);
        };
        (change.press)(&mut kim);
        kim.sees(&question(rule.act));
        back_where_it_was(&mut story, &mut kim);

        (change.press)(&mut kim);
        kim.types("not my password 12");
        kim.presses(KeyCode::Enter);
        kim.sees("✗ That is not your password.");
        kim.types(KIM.password);
        kim.presses(KeyCode::Enter);
        kim.sees("Check your phone");
        assert!(kim.is_in_field("Verification code"));
        back_where_it_was(&mut story, &mut kim);

        (change.press)(&mut kim);
        kim.sees("Check your phone");
        kim.chooses("Try another way");
        kim.presses(KeyCode::Esc);
        kim.sees("Check your phone");
        assert_eq!(state(&story), before, "{}", rule.purpose);
        story.types_the_code(&mut kim, &KIM);
        is_done(&mut story, &mut kim, &change, &before);
    }
}

#[test]
fn m10_t45_who_came_in_by_trust_is_asked_a_code_before_every_change() {
    for (rule, change) in changes().filter(|(rule, _)| rule.act != Act::RenewRecovery) {
        let mut story = Story::with_trust();
        kim_is_a_manager(&story);
        drop(trusts(&mut story, desk(), &KIM));
        let mut kim = story.at(desk());
        kim.begins(&KIM);
        (change.place)(&mut kim);
        let before = state(&story);
        (change.press)(&mut kim);
        kim.sees("Check your phone");
        assert_eq!(state(&story), before, "{}", rule.purpose);
        kim.presses(KeyCode::Esc);
        assert_eq!(state(&story), before, "{}", rule.purpose);
        story.work();
    }
}

#[test]
fn m10_a_code_by_the_other_way_and_the_recovery_code_pass_a_step_up_too() {
    for other in [APP, "Use recovery code instead"] {
        let change = change(Act::ChangeEmail).unwrap();
        let (mut story, mut kim, before) = on_its_page(&change, 15 * MINUTE);
        (change.press)(&mut kim);
        kim.types(KIM.password);
        kim.presses(KeyCode::Enter);
        kim.chooses("Try another way");
        kim.chooses(other);
        let mails = if other == APP {
            story.types_the_code(&mut kim, &KIM);
            1
        } else {
            let code = story.clinic.recovery_code(&KIM);
            kim.types(&code);
            kim.presses(KeyCode::Enter);
            kim.chooses("I have saved it");
            2
        };
        is_done(&mut story, &mut kim, &Change { mails, ..change }, &before);
    }
}
