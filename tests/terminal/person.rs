//! What a person does at the screen, from one screen to the next.

use domain::totp::{self, AppSecret};

use crate::place::{JANE, PASSWORD, Place};
use crate::seat::{ENTER, Seat, TAB};

/// Signs jane in as far as the password goes.
#[track_caller]
pub(crate) fn give_password(seat: &mut Seat) {
    seat.sees("User name");
    seat.fill(JANE);
    seat.keys(TAB);
    seat.fill_secret(PASSWORD);
    seat.keys(ENTER);
}

/// Signs jane in, whose 2-Step Verification is off.
#[track_caller]
pub(crate) fn sign_in(seat: &mut Seat) {
    give_password(seat);
    seat.sees("Hello, Jane Doe");
}

/// From home to the screen that waits for the set-up code.
#[track_caller]
pub(crate) fn ask_for_set_up_code(seat: &mut Seat) {
    // The cursor stands on Set Up.
    seat.keys(ENTER);
    seat.sees("604");
    seat.keys(ENTER);
    seat.sees("Check your phone");
}

/// Sets texts up, given that `texts` were sent before. Returns the recovery code.
#[track_caller]
pub(crate) fn set_texts_up(place: &Place, seat: &mut Seat, texts: usize) -> String {
    ask_for_set_up_code(seat);
    let code = place.code(texts);
    seat.keys(&code);
    keep_recovery_code(seat)
}

/// Reads the recovery code, says that it is kept and goes home.
#[track_caller]
pub(crate) fn keep_recovery_code(seat: &mut Seat) -> String {
    let code = seat.reads("a recovery code", recovery_code);
    seat.click("I have saved it");
    seat.sees("Hello, Jane Doe");
    code
}

/// The line of six single letters.
fn recovery_code(screen: &str) -> Option<String> {
    screen.lines().find_map(|line| {
        let words: Vec<&str> = line.split_whitespace().collect();
        (words.len() == 6 && words.iter().all(|word| word.len() == 1)).then(|| words.concat())
    })
}

/// Signs out by a click.
#[track_caller]
pub(crate) fn sign_out(seat: &mut Seat) {
    seat.click("Sign out");
    seat.sees("You are signed out.");
}

/// From home to the page with the QR code; returns the secret it shows.
#[track_caller]
pub(crate) fn ask_for_the_qr_code(seat: &mut Seat) -> AppSecret {
    seat.click("[ Set Up ]");
    seat.reads("the secret in groups of four", app_secret)
}

/// Two lines of four groups of four letters each, at the right of the QR code.
fn app_secret(screen: &str) -> Option<AppSecret> {
    let groups = screen.lines().filter_map(|line| {
        let words: Vec<&str> = line.split_whitespace().rev().take(4).collect();
        let is_group =
            |word: &&str| word.len() == 4 && word.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
        (words.len() == 4 && words.iter().all(is_group)).then(|| words.into_iter().rev().collect::<String>())
    });
    let base32: String = groups.collect();
    AppSecret::from_bytes(&data_encoding::BASE32_NOPAD.decode(base32.as_bytes()).ok()?)
}

/// The code a phone with that secret shows `steps` time steps from now.
pub(crate) fn app_code(secret: &AppSecret, steps: i64) -> String {
    let step = totp::step_of(setup::clock::read_now().wall_ms) + steps;
    String::from_utf8(secret.code(step).reveal().to_vec()).unwrap()
}
