//! The parts the figures are made of, one thread, one after the other: what the machine itself needs for an Argon2id
//! and for a commit with synchronous=FULL, and what our own arithmetic adds.
#![allow(clippy::unwrap_used)]

#[path = "figures/bare.rs"]
mod bare;

use std::path::Path;

use divan::{Bencher, black_box};
use domain::code::{CodeKey, TypedCode, derive};
use domain::ids::ChallengeId;
use domain::secret::Secret;
use domain::time::{BootId, Now};
use domain::{contact, password};
use fixtures::clinic::{Clinic, SAM, START_WALL_MS};
use jiff::tz::TimeZone;
use ratatui::layout::Size;
use tui::app::App;
use tui::house::House;
use tui::pages::{Page, sign_in};
use tui::theme::{Colours, Theme};

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

#[divan::bench(args = [(80, 24), (140, 45)])]
fn one_first_frame(bencher: Bencher<'_, '_>, (columns, rows): (u16, u16)) {
    let at = Now {
        wall_ms: START_WALL_MS,
        boot_ms: START_WALL_MS,
        boot_id: BootId([1; 16]),
    };
    let theme = Theme {
        colours: Colours::Many,
        ascii: false,
    };
    let house = House::new("Maple Clinic", TimeZone::UTC);
    let (mut app, _) = App::new(Page::SignIn(sign_in::State::new()), house, theme, at);
    let size: fn() -> std::io::Result<Size> = match (columns, rows) {
        (80, 24) => || Ok(Size::new(80, 24)),
        _ => || Ok(Size::new(140, 45)),
    };
    bencher
        .with_inputs(|| tui::paint::screen(std::io::sink(), size).unwrap())
        .bench_local_values(|mut screen| screen.draw(|frame| app.draw(frame, at)).map(drop).unwrap());
}
