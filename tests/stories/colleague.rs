//! A colleague with a lost phone (spec A03, A04, A07, L05): helped by **Pause**, then by **Remove**, then by a temporary
//! password, each asked for by name and told by mail.

use domain::time::{DAY, HOUR, MINUTE};
use fixtures::clinic::{BO, JANE, KIM, Person, SAM, browser, desk, elsewhere};
use fixtures::keyboard::{KeyCode, Keyboard, Story};

use crate::trust::{is_asked, is_skipped};

/// jane on the profile of somebody.
fn jane_at(story: &mut Story, person: &Person) -> Keyboard {
    let mut jane = story.at(browser(5));
    story.signs_in(&mut jane, &JANE);
    jane.chooses("Staff");
    jane.types(person.name);
    jane.presses(KeyCode::Enter);
    jane.sees(&format!("Staff ▸ {}", person.name));
    jane
}

/// Types the reason, chooses the act, and the own password.
fn says_why(jane: &mut Keyboard, act: &str, purpose: &str) {
    jane.goes_to("Reason");
    jane.types("the phone is lost");
    jane.chooses(act);
    jane.sees(&format!("To {purpose} we ask once more for your password."));
    jane.types(JANE.password);
    jane.presses(KeyCode::Enter);
}

#[test]
fn a03_a04_a_paused_colleague_is_in_by_the_password_alone_until_it_ends_by_itself() {
    let mut story = Story::with_apps();
    let mut jane = jane_at(&mut story, &BO);
    jane.chooses("Pause");
    jane.sees_in_order(&["Pause 2-Step Verification?", "Bo Lindgren", "● 24 hours"]);
    assert!(jane.has_focus("[ Cancel ]"));
    jane.chooses("1 hour");
    jane.sees("● 1 hour");
    says_why(&mut jane, "Pause", "pause 2-Step Verification for somebody");
    jane.sees("✓ Paused: Bo Lindgren signs in with the password alone");
    jane.sees("! paused until");
    jane.sees("by Jane Maple: the phone is lost");
    story.work();
    let mail = story.reads_mail(&BO, "2-step verification is paused for you");
    assert!(
        mail.contains("Who: Jane Maple") && mail.contains("Reason: the phone is lost"),
        "{mail}"
    );

    let mut bo = story.at(elsewhere());
    bo.types_password("bo", BO.password);
    bo.sees("Hello, Bo Lindgren");
    bo.sees("2-Step Verification is paused until");
    drop(bo);
    story.passes(HOUR);
    is_asked(&mut story, elsewhere(), &BO);
    assert_eq!(story.recorded("two_step.pause_ended"), 1);
    jane.sees("✓ on");
}

#[test]
fn a03_a_removed_second_step_is_gone_for_good_and_a_reason_is_needed() {
    let mut story = Story::with_apps();
    let mut kim = story.at(desk());
    story.signs_in(&mut kim, &KIM);
    let mut jane = jane_at(&mut story, &KIM);
    jane.chooses("Remove");
    jane.sees("Only the person can set it up again.");
    jane.chooses("Remove");
    jane.sees("✗ Type a reason: it stands in the record and in the e-mail.");
    says_why(&mut jane, "Remove", "remove 2-Step Verification for somebody");
    jane.sees("✓ Removed: Kim Sato has to set it up again");
    jane.sees_in_order(&["2-Step Verification", "! off", "no method is set up"]);
    kim.sees("Your session has ended: 2-Step Verification was removed.");
    story.work();
    let mail = story.reads_mail(&KIM, "2-step verification is now off");
    assert!(mail.contains("was removed from your account"), "{mail}");
    is_skipped(&mut story, desk(), &KIM);
}

#[test]
fn a07_a_temporary_password_is_shown_once_to_who_makes_it_and_never_mailed() {
    let mut story = Story::new();
    let mut jane = jane_at(&mut story, &SAM);
    jane.chooses("Reset password");
    jane.sees("shown to you once");
    says_why(&mut jane, "Reset password", "make a temporary password for somebody");
    jane.sees_in_order(&["A temporary password", "Sam Tremblay", "It is shown this once."]);
    jane.chooses("Copy");
    let temporary = jane.copied().last().unwrap().clone();
    assert_eq!(temporary.len(), 12);
    story.never_in_a_file(&temporary);
    jane.presses(KeyCode::Esc);
    jane.sees(&temporary);
    jane.chooses("I have passed it on");
    jane.does_not_see(&temporary);
    jane.sees("temporary, to");
    story.work();
    assert!(story.mail_to(&SAM).iter().all(|mail| !mail.contains(&temporary)));
    let mut sam = story.at(desk());
    sam.types_password("sam", &temporary);
    sam.sees("Check your phone");
    story.work();
}

/// M10: asked each time, whatever was typed a moment ago; Esc at any stage leaves all as it was.
#[test]
fn m10_help_for_others_asks_the_password_each_time_and_leaving_changes_nothing() {
    let mut story = Story::with_apps();
    let mut jane = jane_at(&mut story, &BO);
    for _ in 0..2 {
        jane.chooses("Remove");
        jane.goes_to("Reason");
        jane.types("the phone is lost");
        jane.chooses("Remove");
        jane.sees("we ask once more for your password.");
        jane.presses(KeyCode::Esc);
        jane.sees("Remove 2-Step Verification?");
        jane.presses(KeyCode::Esc);
        jane.sees("Staff ▸ Bo Lindgren");
    }
    assert!(story.clinic.staff(&BO).two_step.is_on());
    jane.chooses("Pause");
    says_why(&mut jane, "Pause", "pause 2-Step Verification for somebody");
    jane.sees("! paused until");
    jane.chooses("Remove");
    says_why(&mut jane, "Remove", "remove 2-Step Verification for somebody");
    jane.sees("! off");
    story.passes(DAY);
}

/// L05: somebody who waits after wrong codes is let try again at once.
#[test]
fn a05_a_lifted_wait_lets_codes_be_typed_again_at_once() {
    let mut story = Story::new();
    let pending = story.clinic.pending(&SAM, &elsewhere());
    story.clinic.wrong_codes(&SAM, &pending, &elsewhere(), 5);
    story.work();
    let mut jane = jane_at(&mut story, &SAM);
    jane.sees("! wait until");
    story.clinic.clock.plus(6 * MINUTE);
    jane.chooses("Lift");
    jane.sees("may be left out");
    jane.chooses("Lift");
    jane.types(JANE.password);
    jane.presses(KeyCode::Enter);
    jane.sees("✓ Lifted: codes of Sam Tremblay are looked at again.");
    jane.sees("no wait");
    is_asked(&mut story, elsewhere(), &SAM);
}
