//! What one person does for themselves, in the real program: kill -9 at each step leaves the old state whole or the new
//! one (T6, T49, T51), and what is typed or pasted ends in a sentence.

use rustix::process::Signal;

use crate::person::{app_code, ask_for_the_qr_code, give_password, keep_recovery_code, set_texts_up, sign_in};
use crate::place::{OWED, PASSWORD, Place};
use crate::seat::{ENTER, Seat, TAB};

const METHODS: &str = "SELECT count(*) FROM methods";
const NEW_NUMBER: &str = "604 555 0177";

/// Below the button of the texts stands the one of the app.
#[track_caller]
fn qr_code(seat: &mut Seat) -> domain::totp::AppSecret {
    seat.sees("Authenticator App");
    ask_for_the_qr_code(seat)
}

#[test]
fn m02_t49_killed_at_the_qr_code_nothing_is_set_up() {
    let place = Place::new();
    let _worker = place.worker();
    let mut seat = place.terminal();
    sign_in(&mut seat);
    let secret = qr_code(&mut seat);
    // All but the last digit, which would submit it.
    seat.keys(&app_code(&secret, 0)[..5]);
    seat.kill();

    let mut seat = place.terminal();
    sign_in(&mut seat);
    seat.sees("2-Step Verification is off");
    assert_eq!(place.foreign().number(METHODS), 0);
}

#[test]
fn c04_t6_a_used_code_of_the_app_stays_used_after_kill_9_and_the_set_up_is_whole() {
    let place = Place::new();
    let worker = place.worker();
    let mut seat = place.terminal();
    sign_in(&mut seat);
    let secret = qr_code(&mut seat);
    let used = app_code(&secret, 0);
    seat.keys(&used);
    seat.sees("Your recovery code");
    seat.kill();
    worker.kill();
    assert_eq!(place.foreign().number(METHODS), 1);

    let _worker = place.worker();
    let mut seat = place.terminal();
    give_password(&mut seat);
    seat.sees("Open your authenticator app");
    seat.keys(&used);
    seat.sees("That code was used already");
    // The phone's next one: one step either side is right.
    seat.keys(&app_code(&secret, 1));
    seat.sees("Your recovery code");
    keep_recovery_code(&mut seat);
}

#[test]
fn s08_h05_whatever_is_typed_or_pasted_as_a_code_of_the_app_ends_in_a_sentence() {
    let place = Place::new();
    let _worker = place.worker();
    let mut seat = place.terminal();
    sign_in(&mut seat);
    let secret = qr_code(&mut seat);
    let paste = |seat: &mut Seat, text: &str| seat.keys(&format!("\x1b[200~{text}\x1b[201~"));
    let refused = |seat: &mut Seat| {
        seat.keys(ENTER);
        seat.sees("A code ");
        // A digit takes the sentence away, and goes again.
        seat.keys("1");
        seat.sees_no_more("A code ");
        seat.keys("\x7f");
    };
    let arabic = "\u{661}\u{662}\u{663}\u{664}\u{665}\u{666}";
    let full_width = "\u{ff11}\u{ff12}\u{ff13}\u{ff14}\u{ff15}\u{ff16}";
    for text in [arabic, full_width, &"7".repeat(1_000_000)] {
        paste(&mut seat, text);
        refused(&mut seat);
    }
    // Half a UTF-8 sequence that letters break off, then the code with blanks and a dash.
    seat.bytes(&[0xf0, 0x9f, b'a', b'b']);
    refused(&mut seat);
    let code = app_code(&secret, 0);
    paste(&mut seat, &format!(" {}-{} ", &code[..3], &code[3..]));
    seat.sees("Your recovery code");
    assert_eq!(place.foreign().number("SELECT count(*) FROM wrong_codes"), 0);
}

#[test]
fn n01_t51_killed_before_a_number_is_saved_all_is_as_it_was_and_after_it_all_is_off() {
    let place = Place::new();
    let _worker = place.worker();
    let mut seat = place.terminal();
    sign_in(&mut seat);
    set_texts_up(&place, &mut seat, 0);
    edit_mobile(&mut seat);
    seat.kill();
    assert_eq!(place.foreign().number(METHODS), 1);

    let mut seat = place.terminal();
    give_password(&mut seat);
    seat.sees("Check your phone");
    seat.keys(&place.code(1));
    seat.sees("Hello, Jane Doe");
    edit_mobile(&mut seat);
    seat.keys(ENTER);
    seat.click("Save and turn off");
    place.until(METHODS, 0);
    seat.signal(Signal::KILL);
    let rest =
        "SELECT (SELECT count(*) FROM recovery_codes) + (SELECT count(*) FROM staff WHERE default_method IS NOT NULL)";
    assert_eq!(place.foreign().number(rest), 0);
    place.until(OWED, 0);
    let told = place
        .mails()
        .iter()
        .filter(|mail| mail.contains("2-step verification is now off"))
        .count();
    assert_eq!(told, 1);
}

/// To the number, with another one typed and nothing saved.
#[track_caller]
fn edit_mobile(seat: &mut Seat) {
    seat.click("My Account");
    seat.sees("Trusted browsers");
    seat.click("Profile");
    seat.click("Edit Mobile Phone");
    seat.sees("turns 2-Step Verification off");
    // Ctrl-U empties the field.
    seat.keys("\x15");
    seat.fill(NEW_NUMBER);
}

#[test]
fn m09_killed_before_a_password_is_saved_the_old_one_opens() {
    let place = Place::new();
    let _worker = place.worker();
    let mut seat = place.terminal();
    sign_in(&mut seat);
    seat.click("My Account");
    seat.sees("Trusted browsers");
    seat.click("Password");
    seat.sees("New password again");
    let new = "vier blaue Ziegel im Moor";
    seat.fill_secret(new);
    seat.keys(TAB);
    seat.keys(new);
    seat.kill();

    let mut seat = place.terminal();
    sign_in(&mut seat);
    assert_ne!(new, PASSWORD);
    assert_eq!(
        place
            .foreign()
            .number("SELECT count(*) FROM audit WHERE kind = 'password.changed'"),
        0
    );
}
