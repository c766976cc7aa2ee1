//! Phone and mailbox on the screen: beside the page at 100 columns, behind a key at 80.
#![allow(clippy::unwrap_used)]

use actions::demo_phone::DemoPhone;
use crossterm::event::KeyCode;
use domain::sign_in::PENDING_MS;
use domain::time::{MINUTE, SECOND};
use domain::totp::{AppSecret, STEP_MS, step_of};

use super::*;
use crate::demo::feed::{Mail, Text};
use crate::effect::Effect;
use crate::event::Event;
use crate::testing::{AT, Desk, Door, Inside, Item, Page, THEME, house};
use crate::theme::Theme;

struct Show {
    desk: Desk,
    latest: Latest,
    pocket: Pocket,
    afresh: Rc<Cell<bool>>,
}

fn mail(name: &str, subject: &str) -> Mail {
    let long: Vec<String> = (1..=40).map(|n| format!("Paragraph {n}.\n")).collect();
    Mail {
        to_name: name.into(),
        subject: subject.into(),
        body: long.join("\n"),
        wall_ms: AT.wall_ms,
    }
}

fn feed() -> Feed {
    let text = |to: &str, code: &str| Text {
        to: to.into(),
        body: format!("Maple Clinic: {code} is your verification code."),
        wall_ms: AT.wall_ms,
    };
    Feed {
        texts: vec![text("+16045550105", "111222"), text("+16045550104", "481205")],
        mails: vec![
            mail("Bo Rohn", "Too many wrong codes"),
            mail("Sam Example", "New sign-in"),
        ],
    }
}

impl Show {
    fn new(width: u16) -> Self {
        Self::on(Page::Door(Door::default()), width, THEME)
    }

    /// Beside a page that never changes by itself.
    fn quiet(width: u16) -> Self {
        let mut show = Self::on(Page::Inside(Inside::default()), width, THEME);
        show.arrive();
        show
    }

    fn on(page: Page, width: u16, theme: Theme) -> Self {
        let (latest, pocket, afresh) = (Latest::default(), Pocket::default(), Rc::new(Cell::new(false)));
        let facts = Facts {
            phones: vec![
                ("+16045550104".into(), "Sam's phone".into()),
                ("+16045550105".into(), "Fay's phone".into()),
            ],
            zone: TimeZone::UTC,
            follows: "Everything done in it is thrown away.".into(),
        };
        let mut desk = Desk::new(page, house(), theme);
        let beside = Beside::new(facts, latest.clone(), pocket.clone(), Rc::clone(&afresh));
        desk.app.beside(Box::new(beside));
        desk.size(width, 30);
        desk.draw();
        Self {
            desk,
            latest,
            pocket,
            afresh,
        }
    }

    fn with_feed(width: u16) -> Self {
        let mut show = Self::new(width);
        show.arrive();
        show
    }

    fn arrive(&mut self) {
        self.latest.set(feed());
        self.desk.send(Event::Aside);
    }

    fn hold(&mut self, change: impl FnOnce(&mut Held)) {
        self.pocket.change(change);
        self.desk.send(Event::Aside);
    }

    /// The screen with the wall clock at that many milliseconds of a time step.
    fn at(&mut self, into_step: i64) -> String {
        self.desk.at = step_start().plus(into_step);
        self.desk.shown()
    }

    /// Milliseconds to the next tick, where that is not the minute's.
    fn next_tick(&self) -> Option<i64> {
        let next = self.desk.app.next_tick(self.desk.at);
        next.filter(|ms| *ms != clock::to_next_minute(self.desk.at))
    }

    fn key(&mut self, code: KeyCode) -> String {
        self.desk.key(code);
        self.desk.shown()
    }
}

fn step_start() -> Now {
    AT.plus(STEP_MS - AT.wall_ms.rem_euclid(STEP_MS))
}

fn secret(number: u8) -> AppSecret {
    AppSecret::from_entropy([number; 32])
}

/// As the phone shows it.
fn code(secret: &AppSecret, at: Now) -> String {
    let digits = secret.code(step_of(at.wall_ms));
    let digits = str::from_utf8(digits.reveal()).unwrap();
    format!("{} {}", &digits[..3], &digits[3..])
}

fn sams_phone() -> DemoPhone {
    DemoPhone {
        name: "Sam Example".into(),
        mobile: Some("+16045550104".into()),
        app: Some(secret(1)),
    }
}

#[test]
fn g01_at_100_columns_phone_and_mailbox_stand_beside_the_page() {
    let mut show = Show::new(100);
    let empty = show.desk.shown();
    assert!(empty.contains("Check your phone") && empty.contains("No text yet.") && empty.contains("Mailbox (0)"));
    show.arrive();
    let shown = show.desk.shown();
    for wanted in [
        "Check your phone",
        "Sam's phone",
        "481205",
        "Fay's phone",
        "Mailbox (2)",
        "Sam: New sign-in",
        "F9 start afresh",
    ] {
        assert!(shown.contains(wanted), "no {wanted:?} on\n{shown}");
    }
}

#[test]
fn g01_c07_at_80_columns_they_are_behind_f8_which_says_what_is_new() {
    let mut show = Show::with_feed(80);
    let page = show.desk.shown();
    assert!(page.contains("F8 text") && !page.contains("481205"), "{page}");
    let over = show.key(KeyCode::F(8));
    assert!(
        over.contains("481205") && over.contains("Mailbox (2)") && !over.contains("Verification code\n"),
        "{over}"
    );
    let page = show.key(KeyCode::F(8));
    assert!(
        page.contains("F8 phone") && page.contains("Verification code"),
        "{page}"
    );
    let mut with_mail = feed();
    with_mail.mails.push(mail("Ana Silva", "2-Step Verification is on"));
    show.latest.set(with_mail);
    show.desk.send(Event::Aside);
    assert!(show.desk.shown().contains("F8 mail"));
}

#[test]
fn g01_nothing_is_typed_into_a_page_that_cannot_be_seen() {
    let mut show = Show::with_feed(80);
    show.key(KeyCode::F(8));
    show.desk.type_in("123");
    show.desk.send(Event::Paste("123456".into()));
    assert!(show.desk.cursor().is_none());
    let page = show.key(KeyCode::Esc);
    assert!(page.contains("Verification code"), "{page}");
    assert_eq!(show.desk.door_page().inputs.text(Item::Code), "");
    assert!(show.desk.asked().is_empty());
    show.key(KeyCode::F(8));
    let help = show.key(KeyCode::F(1));
    assert!(help.contains("Help about this screen"), "{help}");
}

#[test]
fn g01_beside_the_page_typing_and_esc_stay_the_pages() {
    let mut show = Show::with_feed(100);
    show.key(KeyCode::F(8));
    show.desk.type_in("48");
    assert_eq!(show.desk.door_page().inputs.text(Item::Code), "48");
}

#[test]
fn g01_mails_are_read_on_and_back_like_a_pile_of_paper() {
    for width in [80, 100] {
        let mut show = Show::with_feed(width);
        if width == 80 {
            show.key(KeyCode::F(8));
        }
        let first = show.key(KeyCode::PageDown);
        assert!(
            first.contains("Mail 1 of 2, to Sam Example") && first.contains("Paragraph 1."),
            "{first}"
        );
        let mut seen = vec![first];
        while !seen.last().unwrap().contains("Mail 2 of 2, to Bo Rohn") {
            assert!(seen.len() < 60, "no end of the first mail");
            seen.push(show.key(KeyCode::PageDown));
        }
        for n in 1..=40 {
            let paragraph = format!("Paragraph {n}.");
            assert!(
                seen.iter().any(|shown| shown.contains(&paragraph)),
                "{paragraph} was skipped at {width}"
            );
        }
        let newer = show.key(KeyCode::PageUp);
        assert!(newer.contains("Mail 1 of 2"), "{newer}");
        let list = show.key(KeyCode::PageUp);
        assert!(list.contains("Mailbox (2)"), "{list}");
        show.desk.click("Bo: Too many");
        assert!(show.desk.shown().contains("Mail 2 of 2, to Bo Rohn"));
    }
}

#[test]
fn g01_f9_asks_once_and_only_f9_again_starts_afresh() {
    for width in [80, 100] {
        let mut show = Show::with_feed(width);
        let asked = show.key(KeyCode::F(9));
        assert!(asked.contains("Start the clinic afresh?"), "{asked}");
        for other in [KeyCode::Esc, KeyCode::Char('1')] {
            assert!(!show.key(other).contains("Start the clinic afresh?"));
            show.key(KeyCode::F(9));
        }
        assert!(!show.afresh.get() && show.desk.effects.is_empty());
        show.desk.key(KeyCode::F(9));
        assert!(show.afresh.get());
        assert!(matches!(show.desk.effects.as_slice(), [Effect::Quit]));
    }
}

#[test]
fn h01_it_can_be_drawn_at_any_size() {
    for (width, height) in [
        (1, 1),
        (20, 4),
        (63, 10),
        (80, 24),
        (99, 12),
        (100, 3),
        (100, 8),
        (140, 45),
        (300, 90),
    ] {
        let mut show = Show::with_feed(width);
        show.hold(|held| (held.own, held.scanned) = (Some(sams_phone()), Some(secret(2))));
        show.desk.size(width, height);
        for key in [KeyCode::F(8), KeyCode::PageDown, KeyCode::PageDown, KeyCode::F(9)] {
            show.key(key);
        }
        assert_eq!(show.desk.lines().len(), usize::from(height));
    }
}

#[test]
fn g01_the_app_stands_below_the_text_of_its_phone_with_its_code_and_ring() {
    let mut show = Show::with_feed(100);
    show.hold(|held| held.own = Some(sams_phone()));
    for (into_step, ring) in [
        (0, "● 30 s"),
        (1, "● 30 s"),
        (SECOND, "◕ 29 s"),
        (15 * SECOND, "◑ 15 s"),
        (18 * SECOND, "◔ 12 s"),
        (29 * SECOND, "○ 1 s"),
        (STEP_MS - 1, "○ 1 s"),
    ] {
        let shown = show.at(into_step);
        let wanted = format!("Authenticator  {}  {ring}", code(&secret(1), show.desk.at));
        assert!(shown.contains(&wanted), "no {wanted:?} on\n{shown}");
    }
    let (text, app) = (show.desk.find("481205").1, show.desk.find("Authenticator").1);
    assert!(text < app && app < show.desk.find("Fay's phone").1);
    assert_eq!(show.at(0).matches("Sam's phone").count(), 1);
}

#[test]
fn g01_the_code_changes_at_the_step_and_not_before() {
    let mut show = Show::new(100);
    show.hold(|held| held.own = Some(sams_phone()));
    let this = code(&secret(1), step_start());
    let next = code(&secret(1), step_start().plus(STEP_MS));
    assert_ne!(this, next);
    let before = show.at(STEP_MS - 1);
    assert!(before.contains(&this) && !before.contains(&next), "{before}");
    let after = show.at(STEP_MS);
    assert!(after.contains(&next) && !after.contains(&this), "{after}");
}

#[test]
fn g01_the_app_of_whoever_got_no_text_stands_above_under_its_own_head() {
    let mut show = Show::with_feed(100);
    show.hold(|held| {
        held.own = Some(DemoPhone {
            name: "Ana Silva".into(),
            mobile: Some("+16045550106".into()),
            app: Some(secret(1)),
        });
    });
    show.at(0);
    let rows = ["Ana's phone", "Authenticator", "Sam's phone", "481205"].map(|text| show.desk.find(text).1);
    assert!(rows.is_sorted(), "{rows:?}");
    show.hold(|held| {
        held.own = Some(DemoPhone {
            app: None,
            ..sams_phone()
        })
    });
    let shown = show.at(0);
    assert!(!shown.contains("Authenticator") && !shown.contains("Ana's"), "{shown}");
}

#[test]
fn g01_what_is_scanned_shows_its_code_beside_that_of_the_phone_in_use() {
    let mut show = Show::new(140);
    show.hold(|held| held.scanned = Some(secret(2)));
    let shown = show.at(0);
    let wanted = format!("Authenticator (scanning)  {}  ● 30 s", code(&secret(2), step_start()));
    assert!(shown.contains(&wanted), "no {wanted:?} on\n{shown}");
    show.hold(|held| held.own = Some(sams_phone()));
    let shown = show.at(0);
    let in_use = format!("Authenticator  {}", code(&secret(1), step_start()));
    assert!(shown.contains(&wanted) && shown.contains(&in_use), "{shown}");
    show.hold(|held| held.scanned = None);
    let shown = show.at(0);
    assert!(!shown.contains("scanning") && shown.contains(&in_use), "{shown}");
}

#[test]
fn m04_while_a_qr_code_is_shown_it_goes_before_the_phone_where_there_is_no_room_for_both() {
    for (width, beside) in [(100, false), (118, false), (119, true), (140, true)] {
        let mut show = Show::with_feed(width);
        show.at(0);
        show.hold(|held| held.scanned = Some(secret(2)));
        let page = show.at(0);
        assert_eq!(page.contains("scanning"), beside, "{width}\n{page}");
        assert_eq!(page.contains("F8 phone"), !beside, "{width}\n{page}");
        if !beside {
            let phone = show.key(KeyCode::F(8));
            assert!(phone.contains(&code(&secret(2), step_start())), "{phone}");
        }
        show.hold(|held| held.scanned = None);
        let shown = show.at(0);
        assert!(
            shown.contains("481205") && shown.contains("Check your phone"),
            "{width}\n{shown}"
        );
    }
}

#[test]
fn g01_it_ticks_once_a_second_while_a_code_of_the_app_is_on_the_screen_and_not_at_all_otherwise() {
    for width in [80, 100] {
        let mut show = Show::quiet(width);
        let without_app = || DemoPhone {
            app: None,
            ..sams_phone()
        };
        show.at(200);
        assert_eq!(show.next_tick(), None, "nobody is there");
        show.hold(|held| held.own = Some(without_app()));
        assert_eq!(show.next_tick(), None, "no app at {width}");
        show.hold(|held| held.own = Some(sams_phone()));
        if width == 80 {
            assert_eq!(show.next_tick(), None, "behind F8");
            show.key(KeyCode::F(8));
        }
        for (into_step, left) in [(0, SECOND), (200, 800), (999, 1)] {
            show.at(into_step);
            assert_eq!(show.next_tick(), Some(left), "{into_step} at {width}");
        }
        show.key(KeyCode::PageDown);
        assert_eq!(
            show.next_tick().is_some(),
            width == 100,
            "a mail lies over the phone at 80"
        );
        show.key(KeyCode::PageUp);
        assert_eq!(show.next_tick(), Some(1));
        show.hold(|held| held.own = None);
        assert_eq!(show.next_tick(), None);
    }
}

#[test]
fn s09_a_sign_in_left_open_gives_the_phone_back_after_its_ten_minutes() {
    let mut show = Show::quiet(100);
    show.hold(|held| {
        held.own = Some(sams_phone());
        held.pending = Some(step_start());
    });
    let shown = show.at(PENDING_MS - 1);
    assert!(shown.contains("Authenticator"), "{shown}");
    let shown = show.at(PENDING_MS);
    assert!(
        !shown.contains("Authenticator") && show.next_tick().is_none(),
        "{shown}"
    );
    show.hold(|held| held.pending = None);
    let shown = show.at(PENDING_MS + MINUTE);
    assert!(shown.contains("Authenticator"), "signed in, it stays:\n{shown}");
}

#[test]
fn h01_where_only_ascii_can_be_shown_the_seconds_stand_alone() {
    let ascii = Theme { ascii: true, ..THEME };
    let mut show = Show::on(Page::Door(Door::default()), 100, ascii);
    show.hold(|held| held.own = Some(sams_phone()));
    let shown = show.at(18 * SECOND);
    let wanted = format!("Authenticator  {}  12 s", code(&secret(1), show.desk.at));
    assert!(shown.contains(&wanted), "no {wanted:?} on\n{shown}");
}
