//! A browser is a file in a home directory (spec T03, T04): the same home is known and may be trusted, a second one is
//! not, a file that is gone or was carried elsewhere is nothing any more.

use std::path::Path;

use actions::Client;
use domain::time::MINUTE;
use fixtures::clinic::{BO, SAM};
use fixtures::keyboard::Story;
use tempfile::TempDir;
use tui::browser::{Surroundings, seen};

use crate::trust::{is_asked, is_skipped, running, trusts};

const NEW: &str = "New sign-in to your account";

/// The program as started by an account with this home directory on a machine; `fresh` makes its token where it has none.
fn started(home: &Path, fresh: u8, machine_id: &str, uid: u32) -> Client {
    let around = Surroundings {
        state_home: Some(home.join("state")),
        machine_id: Some(machine_id.repeat(32)),
        uid,
        ..Surroundings::default()
    };
    Client::new(seen(&around, [fresh; 32]), None)
}

#[test]
fn t03_s12_a_second_home_directory_is_another_browser_asked_and_mailed() {
    let (first, second) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let mut story = Story::with_trust();
    drop(trusts(&mut story, started(first.path(), 1, "a", 1000), &SAM));
    story.work();
    assert_eq!(story.mail_to(&SAM), [NEW]);
    is_skipped(&mut story, started(first.path(), 1, "a", 1000), &SAM);
    assert_eq!(story.mail_to(&SAM), [NEW]);

    let mut elsewhere = story.at(started(second.path(), 2, "a", 1000));
    story.signs_in(&mut elsewhere, &SAM);
    assert_eq!(story.mail_to(&SAM), [NEW, NEW]);
    assert_eq!(running(&story), 1, "the first one's goes on");
    is_skipped(&mut story, started(first.path(), 1, "a", 1000), &SAM);
}

#[test]
fn t04_a_token_file_that_was_deleted_is_a_cache_that_was_cleared() {
    let home = TempDir::new().unwrap();
    let mut story = Story::with_trust();
    drop(trusts(&mut story, started(home.path(), 1, "a", 1000), &SAM));
    is_skipped(&mut story, started(home.path(), 1, "a", 1000), &SAM);
    let file = home.path().join("state/vestibule/browser");
    let before = std::fs::read(&file).unwrap();
    std::fs::remove_file(&file).unwrap();
    story.passes(MINUTE);
    let around = started(home.path(), 2, "a", 1000);
    assert_ne!(std::fs::read(&file).unwrap(), before);
    is_asked(&mut story, around, &SAM);
}

#[test]
fn t03_a_token_file_shown_on_another_machine_or_by_another_account_ends_that_trust_and_mails() {
    for (machine_id, uid) in [("b", 1000), ("a", 1001)] {
        let home = TempDir::new().unwrap();
        let mut story = Story::with_trust();
        drop(trusts(&mut story, started(home.path(), 1, "a", 1000), &BO));
        is_asked(&mut story, started(home.path(), 1, machine_id, uid), &BO);
        assert_eq!(running(&story), 0, "{machine_id} {uid}");
        assert!(
            story
                .mail_to(&BO)
                .contains(&"A browser you trusted turned up elsewhere".to_owned())
        );
        is_asked(&mut story, started(home.path(), 1, "a", 1000), &BO);
    }
}
