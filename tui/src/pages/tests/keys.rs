//! The keys of every page: none twice, a foot line that fits, each key does something, a way back everywhere.

use crossterm::event::KeyCode;

use super::samples::samples;
use super::{PAGES, which};
use crate::keymap::{self, ESC, Key};
use crate::page::PageSet;
use crate::testing::AT;

#[test]
fn h01_the_walk_comes_to_every_page() {
    let mut seen: Vec<&str> = samples().iter().map(|sample| which(&sample.page)).collect();
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen.len(), PAGES, "{seen:?}");
}

#[test]
fn h01_no_page_has_a_key_twice_and_every_foot_line_fits() {
    let wrong = samples().into_iter().filter_map(|sample| {
        let live = sample.page.live();
        let shown = keymap::foot_width(&keymap::foot(live.keys(), live.typing(AT)));
        let wide = (shown > keymap::FOOT_KEYS).then(|| format!("{shown} cells"));
        let wrong = keymap::check(live.keys()).err().or(wide)?;
        Some(format!("{}: {wrong}", sample.name()))
    });
    assert_eq!(wrong.collect::<Vec<_>>(), Vec::<String>::new());
}

#[test]
fn h01_a_key_bound_to_an_item_stands_in_the_foot_line_and_one_in_the_foot_line_is_bound() {
    for sample in samples() {
        let keys: Vec<KeyCode> = sample.page.live().keys().iter().map(|key: &Key| key.code).collect();
        let bound = sample.page.live().bound(AT);
        for key in &bound {
            assert!(keys.contains(key), "{key} of {}", sample.name());
        }
        for key in keys.iter().filter(|key| matches!(key, KeyCode::F(_))) {
            assert!(bound.contains(key), "{key} does nothing on {}", sample.name());
        }
    }
}

/// What nobody leaves by Esc: the first page there is, and what has to be done before anything else opens.
const NO_WAY_BACK: [&str; 7] = [
    "SignIn",
    "Home",
    "KeepRecoveryCode",
    "MustSetUp",
    "TemporaryPassword",
    "NewPassword, temporary",
    "NewPassword, reported",
];

#[test]
fn h01_every_page_says_how_to_go_back_unless_nothing_lies_behind_it() {
    for mut sample in samples() {
        let name = sample.name();
        let stays = NO_WAY_BACK.iter().any(|other| name.starts_with(other));
        let says = sample.page.live().keys().contains(&ESC);
        assert_eq!(says, !stays, "{name}");
        assert_eq!(!sample.page.live_mut().back(AT).is_empty(), !stays, "{name}");
    }
}
