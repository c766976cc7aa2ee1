//! The staff list with 10,000 people, of whom 1,000 wait: read out of the file; from the question to the first frame with
//! people on it, through the real loop and the real database thread; and a key that looks through all of them.

use std::sync::{Arc, OnceLock, mpsc};
use std::time::Instant;

use actions::Token;
use actions::look_staff::look_staff;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use domain::roster::Member;
use domain::time::Now;
use fixtures::clinic::{Clinic, Clock, JANE, browser};
use jiff::tz::TimeZone;
use store::Db;
use tui::app::App;
use tui::backend::{Reply, Request};
use tui::effect::Effect;
use tui::event::Event;
use tui::house::House;
use tui::pages::{Page, staff};
use tui::runtime::{self, Database};
use tui::theme::{Colours, Theme};

use crate::crowd::{self, Having};
use crate::screen::{LARGE, Opened, SMALL, Size, Wire, keys};
use crate::table::{Line, Samples, both, head, row};

const ROUNDS: usize = 100;
/// How many the clinic has, its own three included.
const PEOPLE: usize = 10_003;

/// Prints it.
pub(crate) fn figure() -> Vec<Line> {
    let waits = Having {
        wait: true,
        ..Having::default()
    };
    let mut clinic = crowd::of(&[(9_000, Having::default()), (1_000, waits)]);
    let session = clinic.sign_in(&JANE, &browser(5));
    let read = read(&mut clinic, &session);
    let (small, large) = (
        first_frames(&clinic, &session, SMALL),
        first_frames(&clinic, &session, LARGE),
    );
    let letter = keys(LIST, SMALL, [KeyCode::Char('9'), KeyCode::Backspace]);
    let letter_large = keys(LIST, LARGE, [KeyCode::Char('9'), KeyCode::Backspace]);
    let filter = keys(LIST, LARGE, [KeyCode::F(3), KeyCode::F(3)]);
    let order = keys(LIST, LARGE, [KeyCode::F(4), KeyCode::F(4)]);
    let down = keys(LIST, LARGE, [KeyCode::PageDown, KeyCode::PageUp]);
    head("The staff list, 10,000 people");
    row("read out of the file", &read);
    row("the question to the first frame with people, 80x24", &small);
    row("the same, 140x45", &large);
    row("a letter of the search, 80x24", &letter);
    row("a letter of the search, 140x45", &letter_large);
    row("another filter, 140x45", &filter);
    row("another order, 140x45", &order);
    row("a page further and back, 140x45", &down);
    let read_alone = format!("reading the people: {}", both(&read));
    let others = format!("another order: {}", both(&order));
    vec![
        Line::new(
            "staff list of 10,000, question to first frame, 140x45",
            &large,
            "50 ms",
            &read_alone,
        ),
        Line::new(
            "search key to frame among 10,000, 140x45",
            &letter_large,
            "5 ms",
            &others,
        ),
    ]
}

/// The action alone.
fn read(clinic: &mut Clinic, session: &Token) -> Samples {
    let mut samples = Samples::default();
    for _ in 0..ROUNDS {
        let at = clinic.clock.now();
        let members = samples.time(|| look_staff(&mut clinic.db, session, at).unwrap());
        assert_eq!(members.len(), PEOPLE);
        PEOPLE_READ.get_or_init(|| (Arc::new(members), at));
    }
    samples
}

static PEOPLE_READ: OnceLock<(Arc<Vec<Member>>, Now)> = OnceLock::new();

/// The page with its people on it.
const LIST: Opened = Opened {
    app: |theme, _| {
        let (members, at) = PEOPLE_READ.get().expect("they were read first");
        let (mut app, asked) = open(theme, *at);
        for effect in asked {
            let Effect::Ask(ticket, Request::Staff) = effect else {
                panic!("the page asks for its people and nothing else")
            };
            app.handle(Event::Answer(ticket, Reply::Staff(Arc::clone(members))), *at);
        }
        app
    },
    shows: "10003",
};

fn open(theme: Theme, at: Now) -> (App<Page>, Vec<Effect<Request>>) {
    let house = House::new("Maple Clinic", TimeZone::UTC);
    App::new(Page::Staff(staff::State::new()), house, theme, at)
}

/// The database thread of a manager who is signed in.
struct Desk {
    db: Db,
    session: Token,
    clock: Clock,
}

impl Database<Request, Reply> for Desk {
    fn answer(&mut self, request: Request) -> Reply {
        assert!(matches!(request, Request::Staff), "nothing else is asked here");
        let members = look_staff(&mut self.db, &self.session, self.clock.now()).unwrap();
        Reply::Staff(Arc::new(members))
    }

    fn look(&mut self) -> Vec<Reply> {
        Vec::new()
    }
}

/// Programs that open the list, one after the other.
fn first_frames(clinic: &Clinic, session: &Token, size: Size) -> Samples {
    let mut samples = Samples::default();
    let at = clinic.clock.now();
    for _ in 0..ROUNDS {
        let (events, inbox) = mpsc::channel();
        let (written, frames) = mpsc::channel();
        let desk = Desk {
            db: clinic.another_db(),
            session: session.clone(),
            clock: clinic.clock.clone(),
        };
        let (backend, database) = runtime::backend(events.clone(), None, desk).unwrap();
        let mut screen = tui::paint::screen(Wire(written), size).unwrap();
        let theme = Theme {
            colours: Colours::Many,
            ascii: false,
        };
        let begun = Instant::now();
        let program = std::thread::spawn(move || {
            let (mut app, asked) = open(theme, at);
            runtime::run(&mut app, asked, &mut screen, &inbox, &backend, || at).unwrap();
        });
        let has_people = |frame: &Vec<u8>| String::from_utf8_lossy(frame).contains("10003");
        assert!(frames.iter().any(|frame| has_people(&frame)), "it ends before that");
        samples.push(begun.elapsed());
        let leave = KeyEvent::new(KeyCode::Char('q'), KeyModifiers::CONTROL);
        events.send(Event::Key(leave)).unwrap();
        program.join().unwrap();
        database.join().unwrap();
    }
    samples
}
