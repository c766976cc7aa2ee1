//! The main job, end to end, with the log at its most talkative; and what must stand in no file afterwards.

use crate::person::{give_password, keep_recovery_code, set_texts_up, sign_in, sign_out};
use crate::place::{OWED, PASSWORD, Place, SMTP_PASSWORD, without_times};
use crate::seat::{CTRL_Q, ENTER, Seat};

/// Five codes that are not `right`.
pub(crate) fn wrong_codes(right: &str) -> Vec<String> {
    let number: u32 = right.parse().unwrap();
    (1..=5).map(|n| format!("{:06}", (number + n) % 1_000_000)).collect()
}

/// Types five of them into the wait.
#[track_caller]
pub(crate) fn type_wrong_codes(seat: &mut Seat, codes: &[String]) {
    for (code, left) in codes.iter().zip(["4 tries", "3 tries", "2 tries", "1 try"]) {
        seat.keys(code);
        seat.sees(&format!("{left} left"));
    }
    seat.keys(&codes[4]);
    seat.sees("Please wait until");
}

#[test]
fn s04_r02_l01_l04_z03_texts_are_set_up_and_asked_for_wrong_codes_wait_the_recovery_code_opens_and_no_file_tells_any_of_it()
 {
    let place = Place::new();
    let worker = place.worker();
    let mut seat = place.terminal();

    sign_in(&mut seat);
    let first_recovery = set_texts_up(&place, &mut seat, 0);
    sign_out(&mut seat);

    give_password(&mut seat);
    seat.sees("Check your phone");
    seat.sees("delivered");
    seat.keys(&place.code(1));
    seat.sees("Hello, Jane Doe");
    sign_out(&mut seat);

    give_password(&mut seat);
    seat.sees("Check your phone");
    let wrong = wrong_codes(&place.code(2));
    type_wrong_codes(&mut seat, &wrong);
    seat.keys(ENTER);
    seat.sees("Use your recovery code");
    seat.fill(&first_recovery);
    seat.keys(ENTER);
    let second_recovery = keep_recovery_code(&mut seat);
    assert_ne!(second_recovery, first_recovery);

    // All that is owed has left the house, and no text but the three.
    place.until(OWED, 0);
    assert_eq!(place.twilio.texts().len(), 3);
    let subjects = [
        "2-step verification is now on",
        "Too many wrong codes",
        "Your recovery code was used",
    ];
    let mails = place.mails();
    for subject in subjects {
        let found = mails.iter().filter(|mail| mail.contains(subject)).count();
        assert_eq!(found, 1, "{subject}");
    }
    assert!(place.nobody_took_the_proxy(), "T54: the environment's proxy was used");

    // Everything is still open, so the newest rows are in the write-ahead log.
    let mut secrets = vec![
        PASSWORD.to_owned(),
        SMTP_PASSWORD.to_owned(),
        fixtures::twilio::AUTH_TOKEN.to_owned(),
    ];
    secrets.extend((0..3).map(|index| place.code(index)));
    secrets.extend(wrong);
    for code in [first_recovery, second_recovery] {
        secrets.push(format!("{} {}", &code[..3], &code[3..]));
        secrets.push(code);
    }
    let mut files = place.files();
    let looked_at: Vec<_> = files.iter().map(|(path, _)| path.clone()).collect();
    for name in ["vestibule.db", "vestibule.db-wal"] {
        assert!(looked_at.contains(&place.in_data(name)), "{name}: {looked_at:?}");
    }
    assert!(place.log().contains("sending"), "the log is talkative");
    let told = without_times(&String::from_utf8_lossy(&worker.written()));
    files.push(("the worker's terminal".into(), told.into_bytes()));
    files.extend(mails.into_iter().map(|mail| ("a mail".into(), mail.into_bytes())));
    let told = |what: &str| files.iter().filter(|(_, bytes)| holds(bytes, what)).count();
    assert!(told("jane@example.org") > 0, "what is no secret is found");
    for (path, bytes) in &files {
        for secret in &secrets {
            assert!(!holds(bytes, secret), "{} holds {secret:?}", path.display());
        }
    }

    seat.keys(CTRL_Q);
    assert!(seat.end().success());
    assert_eq!(seat.screen().trim(), "", "nothing is left in the terminal");
}

/// Whether `secret` stands there; one of digits only where it is a number of its own.
fn holds(bytes: &[u8], secret: &str) -> bool {
    let digits = secret.bytes().all(|byte| byte.is_ascii_digit());
    let is_digit = |place: Option<usize>| digits && place.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_digit);
    let mut windows = bytes.windows(secret.len()).enumerate();
    windows.any(|(at, window)| {
        window == secret.as_bytes() && !is_digit(at.checked_sub(1)) && !is_digit(Some(at + secret.len()))
    })
}
