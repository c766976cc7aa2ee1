//! Phone and mailbox on the screen: beside the page at 100 columns, behind a key at 80.
#![allow(clippy::unwrap_used)]

use crossterm::event::KeyCode;

use super::*;
use crate::demo::feed::{Mail, Text};
use crate::effect::Effect;
use crate::event::Event;
use crate::testing::{AT, Desk, Door, Item, Page, THEME, house};

struct Show {
    desk: Desk,
    latest: Latest,
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
        let (latest, afresh) = (Latest::default(), Rc::new(Cell::new(false)));
        let facts = Facts {
            phones: vec![
                ("+16045550104".into(), "Sam's phone".into()),
                ("+16045550105".into(), "Fay's phone".into()),
            ],
            zone: TimeZone::UTC,
            follows: "Everything done in it is thrown away.".into(),
        };
        let mut desk = Desk::new(Page::Door(Door::default()), house(), THEME);
        desk.app
            .beside(Box::new(Beside::new(facts, latest.clone(), Rc::clone(&afresh))));
        desk.size(width, 30);
        desk.draw();
        Self { desk, latest, afresh }
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

    fn key(&mut self, code: KeyCode) -> String {
        self.desk.key(code);
        self.desk.shown()
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
        show.desk.size(width, height);
        for key in [KeyCode::F(8), KeyCode::PageDown, KeyCode::PageDown, KeyCode::F(9)] {
            show.key(key);
        }
        assert_eq!(show.desk.lines().len(), usize::from(height));
    }
}
