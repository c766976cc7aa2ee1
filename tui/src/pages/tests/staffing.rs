//! What the pages of adding, changing and importing people ask, and what they do with the answers (spec A02, N01, M10, H04).

use actions::edit_person::{Meanwhile, Profile, Seen};
use actions::import_staff::{Counts, Found};
use crossterm::event::{KeyCode, KeyEvent};
use domain::person::Access;
use domain::secret::Secret;

use super::super::{edit_person, import};
use super::facts::account;
use super::samples::staffing::{editing, found, pasted, profile};
use super::sheet::Sheet;
use super::{Page, which};
use crate::backend::{Done, NotSaved, PersonField, Reply, Request, Saved};
use crate::effect::{Wish, Wishes};
use crate::page::{PageSet, Press, Pressed, Screen};
use crate::testing::AT;

fn press(page: &mut Page, code: KeyCode) -> Wishes<Page> {
    match page.live_mut().press(&Press::Key(KeyEvent::from(code)), true, AT) {
        Pressed::Wishes(wishes) => wishes,
        Pressed::SignOut => panic!("not the head line"),
    }
}

fn text(page: &Page) -> String {
    let house = super::samples::samples().swap_remove(0).house();
    Sheet::of(page, &house, (80, 24)).flat()
}

/// Types in place of what stands in a field.
fn types(page: &mut Page, field: PersonField, typed: &str) {
    let Page::EditPerson(state) = page else {
        panic!("{}", which(page))
    };
    Screen::<Page>::inputs_mut(state).put(edit_person::Item::Field(field), typed);
}

fn chooses(page: &mut Page, item: edit_person::Item) -> Wishes<Page> {
    let Page::EditPerson(state) = page else {
        panic!("{}", which(page))
    };
    state.on_act(item, AT)
}

/// The one thing that is asked.
#[track_caller]
fn asked(wishes: Wishes<Page>) -> Request {
    let requests = wishes.into_iter().filter_map(|wish| match wish {
        Wish::Ask(request) | Wish::Submit(request) => Some(request),
        _ => None,
    });
    let mut requests: Vec<Request> = requests.collect();
    assert_eq!(requests.len(), 1, "{requests:?}");
    requests.remove(0)
}

// T68
#[test]
fn t68_only_what_was_touched_is_saved_with_what_the_page_showed() {
    let mut page = editing(profile());
    types(&mut page, PersonField::Email, "sam@home.example");
    chooses(&mut page, edit_person::Item::Access(Access::Full));
    let Request::SaveEdit(edit) = asked(chooses(&mut page, edit_person::Item::Save)) else {
        panic!("not saved")
    };
    assert_eq!(edit.email.as_deref(), Some("sam@home.example"));
    assert_eq!((&edit.username, &edit.name, &edit.mobile), (&None, &None, &None));
    assert_eq!((edit.access, edit.seen), (Some(Access::Full), profile().seen));
}

#[test]
fn n01_where_2sv_goes_off_a_dialog_asks_by_name_and_starts_on_cancel() {
    let mut page = editing(profile());
    types(&mut page, PersonField::Mobile, "604 555 0177");
    let wishes = page.live_mut().reply(Reply::NotSaved(NotSaved::AsksFirst), AT);
    let mut dialog = super::samples::opened(wishes);
    let said = text(&dialog);
    assert!(
        said.contains("2-Step Verification off for Sam Example?") && said.contains("[ Save and turn off ]"),
        "{said}"
    );
    let wishes = press(&mut dialog, KeyCode::Enter);
    assert!(matches!(wishes.as_slice(), [Wish::Back]), "nothing by itself");
}

#[test]
fn a02_who_was_overtaken_keeps_what_they_typed_and_sees_what_was_saved() {
    let mut page = editing(profile());
    types(&mut page, PersonField::Email, "sam@mine.example");
    let by = vec![Meanwhile {
        who: "Fay\u{1b}Roy".into(),
        what: "the e-mail address",
    }];
    let wishes = page.live_mut().reply(Reply::NotSaved(NotSaved::Overtaken(by)), AT);
    assert!(matches!(asked(wishes), Request::EditForm(_)));
    let theirs = Profile {
        email: "sam@theirs.example".into(),
        name: "Samuel Example".into(),
        seen: Seen {
            version: 3,
            ..profile().seen
        },
        ..profile()
    };
    page.live_mut().reply(Reply::EditForm(Box::new(theirs)), AT);
    let said = text(&page);
    for part in [
        "Fay␛Roy changed the e-mail address meanwhile: nothing of yours was saved",
        "sam@mine.example",
        "Saved there by now: sam@theirs.example",
        "Samuel Example",
    ] {
        assert!(said.contains(part), "{part:?}: {said}");
    }
    let Request::SaveEdit(edit) = asked(chooses(&mut page, edit_person::Item::Save)) else {
        panic!("not saved")
    };
    assert_eq!(
        (edit.seen.version, edit.name, edit.email.as_deref()),
        (3, None, Some("sam@mine.example"))
    );
}

#[test]
fn a02_saved_leads_back_and_says_who_hears_of_it() {
    let mut page = editing(profile());
    let saved = Saved {
        changed: true,
        email: true,
        ..Saved::default()
    };
    let wishes = page
        .live_mut()
        .reply(Reply::Done(Done::PersonSaved(saved), Box::new(account())), AT);
    let said = wishes.iter().find_map(|wish| match wish {
        Wish::Notice(say) => Some(say.text.as_str()),
        _ => None,
    });
    assert!(matches!(wishes[0], Wish::Back));
    assert_eq!(said, Some("Saved. Both addresses get an e-mail about it."));
}

fn paste(page: &mut Page, text: &str) -> Wishes<Page> {
    match page.live_mut().press(&Press::Paste(Secret::from(text)), true, AT) {
        Pressed::Wishes(wishes) => wishes,
        Pressed::SignOut => panic!("not the head line"),
    }
}

#[test]
fn a02_a_paste_of_up_to_a_mebibyte_is_looked_at_and_a_larger_one_is_not() {
    let mut page = Page::Import(import::State::new());
    let fits = "x".repeat(1 << 20);
    let Request::CheckTable(text_asked) = asked(paste(&mut page, &fits)) else {
        panic!("not looked at")
    };
    assert_eq!(text_asked.reveal().len(), 1 << 20);
    assert!(paste(&mut page, &format!("{fits}x")).is_empty());
    assert!(text(&page).contains("more than 1 MiB. Nothing was looked at"));
}

#[test]
fn a02_import_can_be_chosen_only_where_nothing_is_bad_and_something_is_to_be_done() {
    let nothing = Found {
        counts: Counts {
            unchanged: 5,
            ..Counts::default()
        },
        ..Found::default()
    };
    for (found, may) in [(found(0), true), (found(1), false), (nothing, false)] {
        let mut page = pasted(found);
        assert_eq!(text(&page).contains("[ Import ]"), may);
        let wishes = press(&mut page, KeyCode::Enter);
        assert_eq!(matches!(wishes.as_slice(), [Wish::Ask(Request::ImportTable(_))]), may);
    }
}

#[test]
fn a02_every_fault_can_be_turned_to() {
    let mut page = pasted(found(40));
    let mut seen = String::new();
    for _ in 0..20 {
        seen.push_str(&text(&page));
        press(&mut page, KeyCode::PageDown);
    }
    for bad in &found(40).bad {
        assert!(seen.contains(&format!("row {}, ", bad.row)), "{bad}");
    }
    for _ in 0..20 {
        press(&mut page, KeyCode::PageUp);
    }
    assert!(text(&page).contains("row 2, "));
}

// H04
#[test]
fn h04_a_running_import_shows_how_far_it_is_and_esc_or_stop_stop_it() {
    for by_esc in [true, false] {
        let mut page = pasted(found(0));
        let Request::ImportTable(table) = asked(press(&mut page, KeyCode::Enter)) else {
            panic!("not imported")
        };
        assert_eq!(table.expected, found(0).counts);
        assert_eq!(page.live().next_tick(AT), Some(200));
        assert!(text(&page).contains("Looking at every row …"));
        assert!(paste(&mut page, "another").is_empty(), "not while it runs");
        let wishes = if by_esc {
            page.live_mut().back(AT)
        } else {
            press(&mut page, KeyCode::Enter)
        };
        assert!(wishes.is_empty() && table.progress.is_stopping());
        assert!(text(&page).contains("Stopping … nothing of it is kept."));
        let sentence = "The import was stopped. Nobody was added or changed.";
        page.live_mut().reply(Reply::Trouble(sentence.into()), AT);
        assert!(text(&page).contains(sentence) && text(&page).contains("[ Import ]"));
        assert_eq!(page.live().next_tick(AT), None);
    }
}

#[test]
fn m10_step_up_comes_first_then_the_table_once_more_then_the_import() {
    let mut page = pasted(found(0));
    press(&mut page, KeyCode::Enter);
    let wishes = page.live_mut().reply(Reply::StepUpFirst, AT);
    assert!(matches!(wishes.as_slice(), [Wish::Push(Page::StepUp(_))]));
    let wishes = page.live_mut().reply(Reply::Table(Box::new(found(0))), AT);
    assert!(matches!(asked(wishes), Request::ImportTable(_)), "as it was shown");
    page.live_mut().reply(Reply::StepUpFirst, AT);
    let wishes = page.live_mut().reply(Reply::Table(Box::new(found(2))), AT);
    assert!(wishes.is_empty(), "not what was shown");
    assert!(text(&page).contains("The staff list has changed meanwhile. Nobody was imported"));
}
