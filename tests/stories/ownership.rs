//! **Transfer ownership** at the screens of both (spec A02, M10): accepted with step-up, declined, withdrawn.

use domain::time::DAY;
use fixtures::clinic::{Clinic, FAY, JANE, browser, desk};
use fixtures::keyboard::{KeyCode, Keyboard, Story};

/// fay has the app; jane has offered her the ownership.
fn story() -> Story {
    let mut story = Story::new();
    let session = story.clinic.sign_in(&FAY, &desk());
    let secret = story.clinic.set_up_app(&session);
    story.never_in_a_file(secret.bytes());
    let code = story.clinic.keep_recovery_code(&session);
    story.never_in_a_file(code);
    story.clinic.sign_out(&session);
    let (jane, fay) = (story.clinic.staff(&JANE).id, story.clinic.staff(&FAY).id);
    story.clinic.write(|tx| store::ownership::offer(tx, jane, fay)).unwrap();
    story.work();
    story
}

fn access(clinic: &mut Clinic) -> (&'static str, &'static str) {
    (clinic.staff(&JANE).access.as_str(), clinic.staff(&FAY).access.as_str())
}

fn fay(story: &mut Story) -> Keyboard {
    let mut fay = story.at(desk());
    story.signs_in(&mut fay, &FAY);
    fay.sees("Jane Maple offers you the ownership, until");
    fay
}

#[test]
fn a02_who_is_offered_it_accepts_with_password_and_code_and_both_screens_show_it() {
    let mut story = story();
    let mut jane = story.at(browser(3));
    story.signs_in(&mut jane, &JANE);
    jane.sees("You offer the ownership to Fay Okafor, until");
    let mut fay = fay(&mut story);
    fay.chooses("Accept");
    fay.sees("To hand the ownership over we ask once more for your password.");
    story.steps_up(&mut fay, &FAY);
    fay.sees("Jane Maple has full access");
    assert_eq!(access(&mut story.clinic), ("owner", "full"));
    fay.chooses("Accept");
    fay.sees("✓ You are account owner from now on.");
    fay.sees("Fay Okafor · owner");
    fay.does_not_see("offers you");
    assert_eq!(access(&mut story.clinic), ("full", "owner"));
    jane.does_not_see("You offer the ownership");
    story.work();
    for person in [&JANE, &FAY] {
        assert_eq!(
            story.mail_to(person).last().unwrap(),
            "The clinic's account has another owner"
        );
    }
    drop((jane, fay));
}

#[test]
fn a02_declined_or_withdrawn_it_is_gone_from_both_screens() {
    for declines in [true, false] {
        let mut story = story();
        let mut jane = story.at(browser(3));
        story.signs_in(&mut jane, &JANE);
        let mut fay = fay(&mut story);
        let (who, link) = if declines {
            (&mut fay, "Decline")
        } else {
            (&mut jane, "Withdraw")
        };
        who.chooses(link);
        who.sees("The account owner is who it was.");
        who.chooses(link);
        who.sees("✓ The offer is closed.");
        for keyboard in [&mut jane, &mut fay] {
            keyboard.does_not_see("the ownership");
        }
        assert_eq!(access(&mut story.clinic), ("owner", "full"));
        story.work();
        assert_eq!(
            story.mail_to(&JANE).last().unwrap(),
            "The offer of the ownership has come to nothing"
        );
        drop((jane, fay));
    }
}

#[test]
fn a02_after_seven_days_it_stands_on_no_screen() {
    let mut story = story();
    story.passes(7 * DAY);
    let mut fay = story.at(desk());
    story.signs_in(&mut fay, &FAY);
    fay.does_not_see("offers you the ownership");
    assert!(
        story
            .mail_to(&FAY)
            .contains(&"The offer of the ownership has come to nothing".to_owned())
    );
    drop(fay);
}

#[test]
fn m10_esc_at_the_step_up_leaves_it_offered() {
    let mut story = story();
    let mut fay = fay(&mut story);
    fay.chooses("Accept");
    fay.sees("Is it you?");
    fay.presses(KeyCode::Esc);
    fay.sees("Jane Maple offers you the ownership, until");
    assert_eq!(access(&mut story.clinic), ("owner", "full"));
    drop(fay);
}
