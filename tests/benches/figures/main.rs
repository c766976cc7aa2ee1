//! The figures of README's Performance section, each with this machine's own limit beside it: real files on a real file
//! system, real processes, a real terminal.
//!
//! `cargo bench -p vestibule-tests --bench figures -- judged` takes one of them. They are distributions and rates, so
//! they are printed by hand, the medians once more as README's table has them; what a mean of one thread tells is in
//! `parts`.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod bare;
mod crowd;
mod ends;
mod gateway;
mod hand;
mod judge;
mod judged;
mod processes;
mod qr_page;
mod screen;
mod staff_list;
mod syncs;
mod table;

use std::path::Path;
use std::process::ExitCode;

use table::Line;

/// Takes and prints a figure; gives its lines of README's table.
type Figure = fn() -> Vec<Line>;

/// Each with the word that chooses it.
const FIGURES: [(&str, Figure); 7] = [
    ("judged", judged::figure),
    ("processes", processes::figure),
    ("syncs", syncs::figure),
    ("gateway", gateway::figure),
    ("ends", ends::figure),
    ("screen", screen::figure),
    ("staff_list", staff_list::figure),
];

fn main() -> ExitCode {
    if std::env::var_os(screen::PROGRAM).is_some() {
        return tui::cli::main();
    }
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    if words.first().is_some_and(|word| word == hand::WORD) {
        hand::main(&words[1..]);
        return ExitCode::SUCCESS;
    }
    // Where builds go is a disk; the system's temporary directory may be memory.
    let disk = Path::new(env!("CARGO_TARGET_TMPDIR"));
    assert_eq!(tempfile::env::override_temp_dir(disk), Ok(()), "nobody asked before");
    println!("{}", table::machine(disk));
    let mut lines = Vec::new();
    for (name, figure) in FIGURES {
        if words.is_empty() || words.iter().any(|word| name.contains(word.as_str())) {
            lines.extend(figure());
        }
    }
    table::readme(&lines);
    println!("\n{}", table::load());
    ExitCode::SUCCESS
}
