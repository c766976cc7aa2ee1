//! Wrong use of a command line as one sentence on standard error (contract): what is wrong, that nothing was changed, where
//! help is. The words for what is wrong are clap's.

use std::ffi::OsString;
use std::io::Write;

use clap::error::ErrorKind;
use domain::contact::visible;

/// Wrong use (contract).
const WRONG_USE: i32 = 2;

/// Ends the program: with the help or the version where that was asked for, with a sentence and exit code 2 otherwise.
pub fn end(program: &clap::Command, error: &clap::Error) -> ! {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => error.exit(),
        _ => {
            let command = called(program, std::env::args_os().skip(1));
            // With standard error gone there is nobody to tell; the exit code says it.
            let _ = writeln!(std::io::stderr(), "{}", sentence(error, &command));
            std::process::exit(WRONG_USE)
        }
    }
}

/// Of clap's block: its first lines are what is wrong, `tip:` says what may have been meant; the rest is left out.
fn sentence(error: &clap::Error, command: &str) -> String {
    let block = error.to_string();
    let said = block
        .lines()
        .map(str::trim)
        .take_while(|line| !line.starts_with("Usage:"));
    let (tips, wrong): (Vec<&str>, Vec<&str>) = said
        .filter(|line| !line.is_empty() && !line.starts_with("For more information"))
        .partition(|line| line.starts_with("tip:"));
    let wrong = match error.kind() {
        // Its block is the help itself.
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => "a command is missing".to_owned(),
        _ => wrong.join(" "),
    };
    let tips: String = tips
        .iter()
        .map(|tip| format!("{}, and ", tip.trim_start_matches("tip:").trim()))
        .collect();
    let wrong = capitalised(wrong.trim_start_matches("error:").trim());
    visible(&format!(
        "{wrong}; nothing was changed: {tips}`{command} --help` shows how."
    ))
    .to_string()
}

/// `vestibule staff add`: the command that was called, as far as its words are known.
fn called(program: &clap::Command, arguments: impl Iterator<Item = OsString>) -> String {
    let mut words = program.get_name().to_owned();
    let mut command = program;
    for argument in arguments {
        if let Some(found) = command.find_subcommand(&argument) {
            command = found;
            words.push(' ');
            words.push_str(command.get_name());
        }
    }
    words
}

fn capitalised(words: &str) -> String {
    let mut letters = words.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn h05_wrong_use_is_one_sentence_that_names_the_program_s_own_help() {
        let wrong = clap::Command::new("vestibule-worker").try_get_matches_from(["vestibule-worker", "--ones\n"]);
        assert_eq!(
            wrong.err().map(|error| sentence(&error, "vestibule-worker")).as_deref(),
            Some("Unexpected argument '--ones ' found; nothing was changed: `vestibule-worker --help` shows how.")
        );
    }

    #[test]
    fn h05_the_help_that_is_named_is_that_of_the_command() {
        let add = clap::Command::new("add");
        let program = clap::Command::new("vestibule").subcommand(clap::Command::new("staff").subcommand(add));
        for (arguments, expected) in [
            (&[][..], "vestibule"),
            (&["--data", "there", "staff", "add", "staff"], "vestibule staff add"),
            (&["staff", "ad"], "vestibule staff"),
        ] {
            assert_eq!(called(&program, arguments.iter().map(OsString::from)), expected);
        }
    }
}
