//! The parts the figures are made of, one thread, one after the other: what the machine itself needs for an Argon2id
//! and for a commit with synchronous=FULL, and what our own arithmetic adds.
#![allow(clippy::unwrap_used)]

#[path = "figures/bare.rs"]
mod bare;
#[path = "figures/qr_page.rs"]
mod qr_page;

use std::path::Path;

use actions::save_document::Paper;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use divan::{Bencher, black_box};
use domain::code::{CodeKey, TypedCode, derive};
use domain::ids::ChallengeId;
use domain::recovery_code::RecoveryCode;
use domain::secret::Secret;
use domain::time::{BootId, Now};
use domain::{contact, password, totp};
use fixtures::clinic::{Clinic, SAM, START_WALL_MS, wrong_code_of};
use jiff::tz::TimeZone;
use ratatui::layout::Size;
use tui::app::App;
use tui::event::Event;
use tui::house::House;
use tui::pages::{Page, sign_in};
use tui::theme::{Colours, Theme};
use tui::widgets::qr::QrPicture;

fn main() {
    let disk = Path::new(env!("CARGO_TARGET_TMPDIR"));
    assert_eq!(tempfile::env::override_temp_dir(disk), Ok(()), "nobody asked before");
    divan::main();
}

#[divan::bench]
fn one_argon2id() -> bool {
    password::verify(&Secret::from(black_box(SAM.password)), password::dummy_phc()).unwrap()
}

#[divan::bench]
fn one_bare_commit(bencher: Bencher<'_, '_>) {
    let clinic = Clinic::new();
    let mut bare = bare::Bare::open(clinic.data());
    bencher.bench_local(|| bare.commit());
}

#[divan::bench]
fn one_code_compared(bencher: Bencher<'_, '_>) {
    let (key, id) = (CodeKey::new([42; 32]), ChallengeId([7; 16]));
    let typed = TypedCode::parse("123456").unwrap();
    bencher.bench_local(|| typed.is(derive(&key, black_box(id), 0).reveal()));
}

#[divan::bench]
fn one_number_parsed(bencher: Bencher<'_, '_>) {
    contact::warm();
    let countries = ["CA".to_owned(), "US".to_owned()];
    bencher.bench_local(|| contact::MobileNumber::parse(black_box(SAM.mobile), "CA", &countries));
}

#[divan::bench]
fn one_app_code_recognised(bencher: Bencher<'_, '_>) {
    let secret = qr_page::secret();
    let typed = TypedCode::parse(&wrong_code_of(&secret, AT)).unwrap();
    bencher.bench_local(|| totp::recognise(&secret, None, black_box(&typed), AT));
}

/// Twelve hours either side, and no code of them is it.
#[divan::bench]
fn one_clock_searched_for_24_hours(bencher: Bencher<'_, '_>) {
    let secret = qr_page::secret();
    let typed = TypedCode::parse(&wrong_code_of(&secret, AT)).unwrap();
    assert_eq!(totp::clock_off(&secret, &typed, AT), None);
    bencher.bench_local(|| totp::clock_off(&secret, black_box(&typed), AT));
}

#[divan::bench]
fn one_qr_code_of_a_secret(bencher: Bencher<'_, '_>) {
    let secret = qr_page::secret();
    bencher.bench_local(|| QrPicture::of(&secret.uri(black_box(qr_page::CLINIC), qr_page::USERNAME)).unwrap());
}

#[divan::bench]
fn one_recovery_sheet(bencher: Bencher<'_, '_>) {
    let paper = Paper {
        clinic: "Maple Street Clinic".into(),
        name: SAM.name.into(),
        username: SAM.username.into(),
        code: RecoveryCode::from_bare("7KQ4MX").unwrap(),
        made_at: START_WALL_MS,
        time_zone: "America/Vancouver".into(),
        contact: "Jane Maple or Fay Okafor".into(),
    };
    bencher.bench_local(|| tui::backend::sheet(black_box(&paper)).unwrap());
}

const AT: Now = Now {
    wall_ms: START_WALL_MS,
    boot_ms: START_WALL_MS,
    boot_id: BootId([1; 16]),
};
const THEME: Theme = Theme {
    colours: Colours::Many,
    ascii: false,
};

#[divan::bench(args = [(80, 24), (140, 45)])]
fn one_first_frame(bencher: Bencher<'_, '_>, (columns, rows): (u16, u16)) {
    let house = House::new("Maple Clinic", TimeZone::UTC);
    let (mut app, _) = App::new(Page::SignIn(sign_in::State::new()), house, THEME, AT);
    let size: fn() -> std::io::Result<Size> = match (columns, rows) {
        (80, 24) => || Ok(Size::new(80, 24)),
        _ => || Ok(Size::new(140, 45)),
    };
    bencher
        .with_inputs(|| tui::paint::screen(std::io::sink(), size).unwrap())
        .bench_local_values(|mut screen| screen.draw(|frame| app.draw(frame, AT)).map(drop).unwrap());
}

#[divan::bench]
fn one_first_frame_with_the_qr_code(bencher: Bencher<'_, '_>) {
    let mut app = qr_page::app(THEME, AT);
    bencher
        .with_inputs(|| tui::paint::screen(std::io::sink(), || Ok(Size::new(80, 24))).unwrap())
        .bench_local_values(|mut screen| screen.draw(|frame| app.draw(frame, AT)).map(drop).unwrap());
}

/// A digit of the first code, and the next time its taking back.
#[divan::bench]
fn one_key_to_frame_beside_the_qr_code(bencher: Bencher<'_, '_>) {
    let mut app = qr_page::app(THEME, AT);
    let mut screen = tui::paint::screen(std::io::sink(), || Ok(Size::new(80, 24))).unwrap();
    screen.draw(|frame| app.draw(frame, AT)).unwrap();
    let mut keys = [KeyCode::Char('4'), KeyCode::Backspace].into_iter().cycle();
    bencher.bench_local(move || {
        let key = KeyEvent::new(keys.next().unwrap(), KeyModifiers::NONE);
        assert!(app.handle(Event::Key(key), AT).is_empty());
        screen.draw(|frame| app.draw(frame, AT)).map(drop).unwrap();
    });
}
