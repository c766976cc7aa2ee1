//! The program `vestibule`. Everything is in the library, where tests reach it.

use std::process::ExitCode;

fn main() -> ExitCode {
    tui::cli::main()
}
