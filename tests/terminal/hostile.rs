//! Terminals that can little, and environments that lie (spec H01, T54).

use crate::person::{sign_in, sign_out};
use crate::place::Place;
use crate::seat::{CTRL_Q, Seat};

/// Whether a colour was asked for: `ESC [ … 3x/4x/9x/10x … m`.
fn is_coloured(written: &[u8]) -> bool {
    let text = String::from_utf8_lossy(written).into_owned();
    let sequences = text.split("\x1b[").skip(1);
    sequences
        .filter_map(|rest| rest.split_once('m').map(|(numbers, _)| numbers))
        .filter(|numbers| numbers.bytes().all(|byte| byte.is_ascii_digit() || byte == b';'))
        .flat_map(|numbers| numbers.split(';'))
        .any(|number| matches!(number.parse(), Ok(30..=38 | 40..=48 | 90..=97 | 100..=107)))
}

#[test]
fn h01_without_colours_and_letters_beyond_ascii_the_program_does_the_same() {
    let place = Place::new();
    let mut command = place.program(&[]);
    for (name, value) in [("TERM", "dumb"), ("LANG", "C"), ("NO_COLOR", "1")] {
        command.env(name, value);
    }
    let mut seat = Seat::take(command);
    sign_in(&mut seat);
    sign_out(&mut seat);
    let written = seat.written();
    assert!(!is_coloured(&written));
    assert!(written.is_ascii());
    seat.keys(CTRL_Q);
    assert!(seat.end().success());
    seat.is_given_back();
}

#[test]
fn h01_with_many_colours_they_are_used() {
    let place = Place::new();
    let mut seat = place.terminal();
    sign_in(&mut seat);
    assert!(is_coloured(&seat.written()));
}

#[test]
fn t54_variables_that_lie_change_nothing() {
    let place = Place::new();
    let mut command = place.program(&[]);
    let lies = [
        ("TMPDIR", "/none"),
        ("SQLITE_TMPDIR", "/none"),
        ("TZ", ":/none"),
        ("TZDIR", "/none"),
        ("LC_ALL", "xx_XX.UTF-8"),
        ("COLUMNS", "7"),
        ("LINES", "3"),
        ("VESTIBULE_DATA", "/none"),
        ("CREDENTIALS_DIRECTORY", "/none"),
        ("SUDO_UID", "nobody"),
        ("SSH_CONNECTION", "x"),
        ("SSH_USER_AUTH", "/dev/zero"),
        ("HOME", "/none"),
    ];
    for (name, value) in lies {
        command.env(name, value);
    }
    let mut seat = Seat::take(command);
    sign_in(&mut seat);
    // The clinic's zone, not the environment's; and whoever cannot be told apart is nobody known.
    let unknown = "SELECT count(*) FROM browsers WHERE can_be_known = 0";
    assert_eq!(place.foreign().number(unknown), 1);
}
