//! The loop and the database thread, with real threads and no terminal.

use std::io::Write;
use std::num::NonZero;
use std::sync::mpsc;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::layout::Size;

use super::{AT, Door, Page, Reply, Request, THEME, house};
use crate::app::App;
use crate::event::Event;
use crate::paint;
use crate::runtime::{self, Backend, Database, Waker};

/// Answers what the app asks; signs out where anything it was not meant to see arrives.
struct Clerk {
    asked: mpsc::Sender<Request>,
    keys_first: Option<mpsc::Sender<Event<Reply>>>,
}

impl Database<Request, Reply> for Clerk {
    fn answer(&mut self, request: Request) -> Reply {
        // Typed while this answer is on its way: an Enter that would press Copy on the next page.
        if let Some(events) = self
            .keys_first
            .as_ref()
            .filter(|_| matches!(request, Request::Verify(_)))
        {
            events
                .send(Event::Key(KeyEvent::from(KeyCode::Enter)))
                .expect("the loop runs");
        }
        let reply = match &request {
            Request::Verify(_) => Reply::Right,
            Request::List | Request::Remove => Reply::Listed(1),
            Request::SignOut => Reply::SignedOut,
        };
        self.asked.send(request).expect("the test listens");
        reply
    }

    fn look(&mut self) -> Vec<Reply> {
        vec![Reply::Listed(2)]
    }

    fn has_changed(&mut self) -> bool {
        true
    }
}

/// A terminal that hands every frame on.
struct Wire(mpsc::Sender<Vec<u8>>);

impl Write for Wire {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.send(bytes.to_vec()).map_err(std::io::Error::other)?;
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn key(code: KeyCode) -> Event<Reply> {
    Event::Key(KeyEvent::new(code, KeyModifiers::NONE))
}

fn quit() -> Event<Reply> {
    Event::Key(KeyEvent::new(KeyCode::Char('q'), KeyModifiers::CONTROL))
}

#[test]
fn a_code_goes_to_the_database_thread_and_its_answer_onto_the_screen() {
    let (events, inbox) = mpsc::channel();
    let (asked, questions) = mpsc::channel();
    let clerk = Clerk {
        asked,
        keys_first: Some(events.clone()),
    };
    let (backend, thread) = runtime::backend(events.clone(), None, clerk).expect("a thread");
    let (mut app, first) = App::new(Page::Door(Door::default()), house(), THEME, AT);
    for digit in "481205".chars() {
        events.send(key(KeyCode::Char(digit))).expect("the loop listens");
    }
    let (written, frames) = mpsc::channel();
    let leave = events.clone();
    let watcher = std::thread::spawn(move || {
        let (Some(rows), Some(columns)) = (NonZero::new(24), NonZero::new(80)) else {
            return Vec::new();
        };
        let mut seen = vt100::Parser::new(rows, columns, 0);
        let mut bytes = Vec::new();
        while !seen.screen().contents().contains("Your recovery code") {
            let frame: Vec<u8> = frames.recv().expect("the loop draws");
            seen.process(&frame);
            bytes.extend(frame);
        }
        leave.send(quit()).expect("the loop runs");
        bytes.extend(frames.iter().flatten());
        bytes
    });
    let mut screen = paint::screen(Wire(written), || Ok(Size::new(80, 24))).expect("the size is known");
    let ended = runtime::run(&mut app, first, &mut screen, &inbox, &backend, || AT);
    assert!(ended.is_ok());
    drop((screen, backend));
    let bytes = watcher.join().expect("the watcher ends");
    let copied = bytes.windows(4).any(|four| four == b"\x1b]52");
    assert!(!copied, "the Enter typed ahead pressed Copy (S08)");
    thread.join().expect("the thread ends with the last way to it");
    let seen: Vec<Request> = questions.try_iter().collect();
    assert_eq!(seen, [Request::Verify("481205".into()), Request::List]);
}

#[test]
fn a_commit_wakes_the_page_and_the_database_thread() {
    let (events, inbox) = mpsc::channel();
    let (asked, _questions) = mpsc::channel();
    let clerk = Clerk {
        asked,
        keys_first: None,
    };
    let (backend, thread) = runtime::backend(events.clone(), None, clerk).expect("a thread");
    Waker::new(&backend, &events).wake();
    let told = [inbox.recv(), inbox.recv()].map(|event| format!("{:?}", event.expect("told")));
    assert!(told.contains(&"Wake".to_owned()) && told.contains(&"News(***)".to_owned()));
    drop(backend);
    thread.join().expect("the thread ends with the last way to it");
}

#[test]
fn the_database_thread_looks_by_itself_after_the_time_given() {
    let (events, inbox) = mpsc::channel();
    let (asked, _questions) = mpsc::channel();
    let clerk = Clerk {
        asked,
        keys_first: None,
    };
    let every = Some(std::time::Duration::from_millis(1));
    let (backend, _thread): (Backend<Request>, _) = runtime::backend(events, every, clerk).expect("a thread");
    assert!(matches!(inbox.recv(), Ok(Event::News(_))));
    drop(backend);
}

#[test]
fn s16_where_no_bell_is_heard_the_database_is_asked_and_the_page_hears_of_a_commit_all_the_same() {
    let (events, inbox) = mpsc::channel();
    let (asked, _questions) = mpsc::channel();
    let clerk = Clerk {
        asked,
        keys_first: None,
    };
    let (backend, _thread): (Backend<Request>, _) = runtime::backend(events, None, clerk).expect("a thread");
    backend.is_deaf(std::time::Duration::from_millis(1));
    assert!(matches!(inbox.recv(), Ok(Event::Wake)));
    assert!(matches!(inbox.recv(), Ok(Event::News(_))));
    drop(backend);
}
