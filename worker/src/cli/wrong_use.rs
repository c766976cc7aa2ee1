//! Wrong use of a command line as one sentence on standard error (contract): what is wrong, that nothing was changed, where
//! help is. The words for what is wrong are clap's.

use std::io::Write;

use clap::error::ErrorKind;
use domain::contact::visible;

/// Wrong use (contract).
const WRONG_USE: i32 = 2;

/// Ends the program: with the help or the version where that was asked for, with a sentence and exit code 2 otherwise.
pub fn end(error: &clap::Error) -> ! {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => error.exit(),
        _ => {
            // With standard error gone there is nobody to tell; the exit code says it.
            let _ = writeln!(std::io::stderr(), "{}", sentence(error));
            std::process::exit(WRONG_USE)
        }
    }
}

/// Of clap's block: its first lines are what is wrong, `tip:` says what may have been meant, `Usage:` whose help to read.
fn sentence(error: &clap::Error) -> String {
    let block = error.to_string();
    let command = block
        .lines()
        .find_map(|line| line.strip_prefix("Usage: "))
        .map_or_else(|| "vestibule".to_owned(), command_of);
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

/// `vestibule staff add` of `vestibule staff add [OPTIONS] <USERNAME>`.
fn command_of(usage: &str) -> String {
    let is_name = |word: &&str| word.starts_with(|first: char| first.is_ascii_lowercase());
    usage.split(' ').take_while(is_name).collect::<Vec<_>>().join(" ")
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
            wrong.err().map(|error| sentence(&error)).as_deref(),
            Some("Unexpected argument '--ones ' found; nothing was changed: `vestibule-worker --help` shows how.")
        );
    }
}
