//! A walk over every page: its keys, its foot line, the contract's words, every size (spec H01, design convention 10).
//! What pages do is told in `tests/stories`.

use actions::Gate;
use actions::code_screen::{CodeScreen, TextNews};
use actions::look::Account;
use domain::message::MessageState;
use domain::person::{Access, Method};
use domain::recovery_code::RecoveryCode;
use domain::resend::Room;
use domain::sign_in::TextPlan;
use domain::step_up::{Act, Needs};
use domain::time::{MINUTE, SECOND, Wait};
use jiff::tz::TimeZone;
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use super::{
    Page, another_way, code, flow, home, keep_recovery_code, locked_out, new_password, set_up_text, sign_in, step_up,
    two_step, use_recovery_code, wait,
};
use crate::app::App;
use crate::backend::Reply;
use crate::house::House;
use crate::keymap::{self, Key};
use crate::modals::help_text::{HelpFacts, Topic};
use crate::modals::{confirm, help};
use crate::page::PageSet;
use crate::testing::{AT, THEME};
use crate::theme::{Colours, Theme};
use crate::widgets::say::Say;

fn account() -> Account {
    Account {
        username: "sam".into(),
        name: "Sam Example".into(),
        access: Access::Staff,
        gate: None,
        mobile: Some("+16045550100".into()),
        masked: Some("•••• ••00".into()),
        default_method: Some(Method::Sms),
        sms_since: Some(AT.wall_ms),
        recovery_made: Some(AT.wall_ms),
        previous_at: Some(AT.wall_ms),
        previous_place: Some("SSH key SHA256:x4WZ5kVgJk3hUQK5vYw2rE0".into()),
        wrong_since: 12,
        unfinished_since: 3,
        mails_waiting: 2,
        other_sessions: 1,
        managers: managers(),
        waits_until: None,
        time_zone: "America/Vancouver".into(),
    }
}

fn off() -> Account {
    Account {
        default_method: None,
        sms_since: None,
        recovery_made: None,
        ..account()
    }
}

fn managers() -> Vec<String> {
    ["Jane Doe", "Fay Roy", "Rosalind Featherstonehaugh-Cholmondeley"]
        .map(Into::into)
        .into()
}

fn screen() -> CodeScreen {
    CodeScreen {
        masked: "•••• ••00".into(),
        code_left_ms: Some(277 * SECOND),
        text: None,
        resend: Room::Gap { in_ms: 21 * SECOND },
        same_code: true,
        texts_over: false,
        wait: None,
        tries_left: 4,
        managers: managers(),
        time_zone: "America/Vancouver".into(),
    }
}

/// A screen whose text stands so, `age_ms` after it was owed.
fn with_text(state: MessageState, error: &str, age_ms: i64) -> CodeScreen {
    CodeScreen {
        text: Some(TextNews {
            state,
            error: error.into(),
            age_ms,
            since_wall_ms: AT.wall_ms,
        }),
        ..screen()
    }
}

fn waiting() -> CodeScreen {
    CodeScreen {
        code_left_ms: None,
        wait: Some(Wait::starting(AT, 15 * MINUTE)),
        ..screen()
    }
}

fn at_code(screen: CodeScreen, text: Option<TextPlan>) -> Page {
    Page::Code(code::State::new(code::Door::SignIn, screen, text, AT))
}

fn set_up() -> code::Door {
    code::Door::SetUp {
        number: "+16045550100".into(),
    }
}

/// The recovery code, loaded.
fn keep() -> Page {
    let mut page = Page::KeepRecoveryCode(keep_recovery_code::State::new(None));
    let code = Reply::RecoveryCode(RecoveryCode::from_entropy([7; 16]));
    page.live_mut().reply(code, AT);
    page
}

/// Step-up that asks for the password.
fn step_up() -> Page {
    let mut page = Page::StepUp(step_up::State::new(Act::TurnOff));
    let view = actions::step_up::StepUpView {
        needs: Needs {
            password: true,
            code: true,
        },
        code: None,
    };
    page.live_mut().reply(Reply::StepUp(Box::new(view)), AT);
    page
}

/// A page and the contract's words that stand on it at 80x24, the first and the last thing among them.
type Sample = (Page, &'static [&'static str]);

/// Every page at least once. `which` below does not let a new one be forgotten.
fn samples() -> Vec<Sample> {
    let help = |topic| Page::Help(help::State::new(topic, &HelpFacts::default()));
    let ways: &[&str] = &["Another way", "Use recovery code instead", "Locked out?"];
    let codes: &[&str] = &[
        "Check your phone",
        "Verification code",
        "4:37 left",
        "Verify",
        "Resend code",
        "Try another way",
        "No text?",
    ];
    let mut all: Vec<Sample> = vec![
        (
            Page::SignIn(sign_in::State::saying(Say::look(
                "Your session has ended: your password was reset.",
            ))),
            &["User name", "Password", "Sign in", "Forgot password?", "Locked out?"],
        ),
        (
            Page::LockedOut(locked_out::State::forgot()),
            &["Forgot password?", "Back"],
        ),
        (
            Page::LockedOut(locked_out::State::locked_out()),
            &["Locked out?", "Use recovery code instead", "Back"],
        ),
        (at_code(screen(), Some(TextPlan::Replaced)), codes),
        (
            at_code(
                CodeScreen {
                    code_left_ms: None,
                    texts_over: true,
                    ..screen()
                },
                None,
            ),
            &["Check your phone", "sign in again", "Verify", "Try another way"],
        ),
        (
            Page::AnotherWay(another_way::State::new(code::Door::SignIn, screen(), AT)),
            ways,
        ),
        (
            Page::AnotherWay(another_way::State::new(set_up(), screen(), AT)),
            &["Another way", "nothing has changed so far", "Back to the code"],
        ),
        (
            Page::UseRecoveryCode(use_recovery_code::State::new(code::Door::SignIn)),
            &["Recovery code", "Verify", "It works once."],
        ),
        (
            Page::Wait(wait::State::new(code::Door::SignIn, waiting(), AT)),
            &[
                "Please wait until",
                "15:00 left",
                "Use recovery code instead",
                "can help you",
                "Back",
            ],
        ),
        (
            Page::Wait(wait::State::new(set_up(), waiting(), AT)),
            &["Please wait until", "Nothing has been changed.", "can help you", "Back"],
        ),
        (
            Page::NewPassword(new_password::State::new()),
            &["New password", "New password again", "Save"],
        ),
        (keep(), &["Your recovery code", "Copy", "I have saved it"]),
        (
            Page::Home(home::State::new(account())),
            &["Hello, Sam Example", "not delivered yet", "My Account", "Help"],
        ),
        (
            Page::Home(home::State::new(off())),
            &["Hello, Sam Example", "Set Up", "My Account", "Help"],
        ),
        (
            Page::TwoStep(two_step::State::new(account())),
            &[
                "My Account",
                "2-Step Verification",
                "Text Message (SMS)",
                "Default",
                "Turn off",
                "not delivered yet",
                "Back",
            ],
        ),
        (
            Page::TwoStep(two_step::State::new(off())),
            &["2-Step Verification", "Text Message (SMS)", "Set Up", "Back"],
        ),
        (
            Page::SetUpText(set_up_text::State::new()),
            &[
                "Text Message (SMS)",
                "Mobile number",
                "Send code",
                "Until then nothing changes.",
            ],
        ),
        (step_up(), &["Your password", "Continue"]),
        (help(Topic::All), &["Help", "Search"]),
        (help(Topic::Code), &["Help about this screen"]),
        (flow::after_step_up(Act::TurnOff), &["Cancel", "Turn off"]),
    ];
    for (state, error) in [
        (MessageState::Queued, ""),
        (MessageState::Queued, "asked to come later"),
        (MessageState::Sending, ""),
        (MessageState::HandedOver, ""),
        (MessageState::Delivered, ""),
        (MessageState::Failed, "twilio 21610"),
        (MessageState::Failed, "twilio 30003"),
        (MessageState::Unknown, "unreadable answer"),
        (MessageState::TooLate, "too late"),
    ] {
        for age in [0, 20 * SECOND] {
            all.push((at_code(with_text(state, error, age), None), codes));
        }
    }
    all
}

/// Names the page; a new variant has to be named here, and then walked over.
fn which(page: &Page) -> &'static str {
    match page {
        Page::SignIn(_) => "SignIn",
        Page::LockedOut(_) => "LockedOut",
        Page::Code(_) => "Code",
        Page::AnotherWay(_) => "AnotherWay",
        Page::UseRecoveryCode(_) => "UseRecoveryCode",
        Page::Wait(_) => "Wait",
        Page::NewPassword(_) => "NewPassword",
        Page::KeepRecoveryCode(_) => "KeepRecoveryCode",
        Page::Home(_) => "Home",
        Page::TwoStep(_) => "TwoStep",
        Page::SetUpText(_) => "SetUpText",
        Page::StepUp(_) => "StepUp",
        Page::Help(_) => "Help",
        Page::Confirm(_) => "Confirm",
    }
}

const PAGES: usize = 14;

fn house() -> House {
    let mut house = House::new("Maple Street Clinic", TimeZone::UTC);
    house.worker = Some(Say::look("worker last seen 14:03"));
    house
}

fn drawn(page: Page, theme: Theme, (width, height): (u16, u16)) -> String {
    let (mut app, _) = App::new(page, house(), theme, AT);
    let Ok(mut terminal) = Terminal::new(TestBackend::new(width, height));
    let Ok(_) = terminal.draw(|frame| app.draw(frame, AT));
    let buffer = terminal.backend().buffer();
    let rows = buffer.content.chunks(usize::from(width));
    let line = |row: &[ratatui::buffer::Cell]| row.iter().map(|cell| cell.symbol()).collect::<String>();
    rows.map(line).collect::<Vec<_>>().join("\n")
}

/// One line, single blanks.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn h01_the_walk_comes_to_every_page() {
    let mut seen: Vec<&str> = samples().iter().map(|(page, _)| which(page)).collect();
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen.len(), PAGES, "{seen:?}");
}

#[test]
fn h01_no_page_has_a_key_twice_and_every_foot_line_fits() {
    for (page, _) in samples() {
        assert_eq!(keymap::check(page.live().keys()), Ok(()), "{}", which(&page));
    }
}

#[test]
fn h01_every_key_bound_to_an_item_stands_in_the_foot_line() {
    for (page, _) in samples() {
        let keys: Vec<_> = page.live().keys().iter().map(|key: &Key| key.code).collect();
        for bound in page.live().bound(AT) {
            assert!(keys.contains(&bound), "{bound} of {}", which(&page));
        }
    }
}

#[test]
fn h01_the_words_of_the_contract_stand_on_every_page_at_80x24() {
    for (page, words) in samples() {
        let name = which(&page);
        let shown = drawn(page, THEME, (80, 24));
        for word in words {
            assert!(flat(&shown).contains(word), "{word:?} is not on {name}:\n{shown}");
        }
    }
}

#[test]
fn h01_every_page_is_drawn_at_every_size_and_in_plain_ascii() {
    let plain = Theme {
        colours: Colours::None,
        ascii: true,
    };
    for size in [(80, 24), (60, 20), (20, 5), (140, 45), (1, 1)] {
        for (page, _) in samples() {
            let name = which(&page);
            let shown = drawn(page, plain, size);
            assert!(shown.is_ascii(), "{name} at {size:?}:\n{shown}");
            assert!(size.0 < 20 || !shown.trim().is_empty(), "{name} at {size:?}");
        }
    }
}

#[test]
fn what_counts_down_names_its_next_change_and_all_else_stands_still() {
    for (page, _) in samples() {
        let name = which(&page);
        let counts = matches!(name, "Code" | "Wait");
        let next = page.live().next_tick(AT);
        assert!(next.is_none_or(|ms| (1..=SECOND).contains(&ms)), "{name}: {next:?}");
        assert!(counts || next.is_none(), "{name}: {next:?}");
    }
}

#[test]
fn r02_m09_a_gate_comes_before_home() {
    let opened = |gate| {
        let mut wishes = flow::enter(Account { gate, ..account() });
        match wishes.pop() {
            Some(crate::effect::Wish::Reset(page)) => which(&page),
            _ => "no page",
        }
    };
    assert_eq!(opened(Some(Gate::NewPassword)), "NewPassword");
    assert_eq!(opened(Some(Gate::SaveRecovery)), "KeepRecoveryCode");
    assert_eq!(opened(None), "Home");
}

#[test]
fn danger_starts_on_cancel_and_sends_nothing_by_itself() {
    let mut dialog = confirm::State::<Page>::new(
        confirm::Act {
            title: "Turn off?".into(),
            person: "Sam Example".into(),
            follows: Vec::new(),
            button: "Turn off".into(),
        },
        crate::backend::Request::TurnOff,
    );
    let enter = crate::page::Press::Key(crossterm::event::KeyEvent::from(crossterm::event::KeyCode::Enter));
    let pressed = crate::page::Live::<Page>::press(&mut dialog, &enter, false, AT);
    let crate::page::Pressed::Wishes(wishes) = pressed else {
        panic!("not the head line")
    };
    assert!(matches!(wishes.as_slice(), [crate::effect::Wish::Back]));
}

#[test]
fn w04_a_text_is_late_at_its_instant() {
    let order = |age: i64| {
        let page = at_code(with_text(MessageState::HandedOver, "", age), None);
        let shown = flat(&drawn(page, THEME, (80, 24)));
        (shown.find("Try another way"), shown.find("Resend code"))
    };
    let (another, resend) = order(20 * SECOND - 1);
    assert!(another > resend);
    let (another, resend) = order(20 * SECOND);
    assert!(another < resend);
}
