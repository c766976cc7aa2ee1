//! `vestibule pickup` (spec R09): the document that waits for whoever sits here, for its pickup number. The PDF alone
//! goes to standard output; the question and everything that went wrong go to standard error.
//!
//! What is judged, and what counts as fetched, is `actions::pick_up`'s; how the page looks is `document`'s.

use std::fs::File;
use std::io::{self, BufRead, BufWriter, ErrorKind, IsTerminal};
use std::os::fd::AsFd;
use std::process::ExitCode;

use actions::pick_up::{PickedUp, handed_out, pick_up};
use actions::save_document::Content;
use actions::{ActionError, Client};
use domain::browser::PaperWay;
use domain::code::TypedCode;
use domain::document::DocumentKind;
use domain::ids::DocumentId;
use domain::secret::Secret;
use store::Db;
use zeroize::Zeroizing;

use super::clinic::{Around, now, random};
use super::failure::Failure;
use super::prompt::say;
use super::terminal;
use crate::backend::draft::{Draft, DraftError};

/// Bytes of a line that are looked at: six digits, and whatever blanks somebody types between them.
const LONGEST_LINE: usize = 256;
/// Bytes without a line's end after which nobody is answering.
const LONGEST_INPUT: usize = 16 * 1024 * 1024;
/// Lines read: the number, its wrong tries, and some that are no number at all.
const MOST_LINES: usize = 12;

/// Asks for the number and hands the PDF out, once.
///
/// # Errors
/// Nothing waits, the number is wrong, or the PDF cannot be made or written; a terminal in the PDF's place.
pub(crate) fn run(around: &Around) -> Result<ExitCode, Failure> {
    if io::stdout().is_terminal() {
        return Err(no_place());
    }
    let (_clinic, mut db, client) = terminal::enter(around)?;
    let way = client.seen.paper_way().ok_or_else(nobody)?;
    say(hint(way));
    let (id, content) = ask(&mut db, &client, way, &mut io::stdin().lock())?;
    let kind = content.kind();
    write_whole(&mut db, content).map_err(|error| not_handed_out(kind, error))?;
    handed_out(&mut db, &client, id, random()?, now()).map_err(not_noted)?;
    say(match kind {
        DocumentKind::RecoveryCode => {
            "The PDF was handed out, this once. Open it before you leave the screen with the code.\n"
        }
        DocumentKind::FirstPasswords => {
            "The list was handed out, this once. Open it now: nobody can see these passwords again.\n"
        }
        DocumentKind::StatusPdf | DocumentKind::StatusCsv | DocumentKind::StaffCsv | DocumentKind::ActivityCsv => {
            "The document was handed out, this once.\n"
        }
    });
    Ok(ExitCode::SUCCESS)
}

/// Whether the output's other end is a file cannot be seen over SSH: the person can still stop.
fn hint(way: PaperWay) -> &'static str {
    match way {
        PaperWay::PickupBySsh => {
            "The document goes into the file you named after >. If you named none, press Ctrl-C.\n"
        }
        PaperWay::PickupBySudo | PaperWay::File => "",
    }
}

/// Asks until something is handed out.
fn ask(
    db: &mut Db,
    client: &Client,
    way: PaperWay,
    answers: &mut impl BufRead,
) -> Result<(DocumentId, Content), Failure> {
    for _ in 0..MOST_LINES {
        say("Pickup number: ");
        let Some(line) = read_line(answers) else {
            say("\n");
            return Err(given_up());
        };
        let Some(number) = number(&line) else {
            say("  A pickup number has six digits: it stands on the screen that offers the document.\n");
            continue;
        };
        match pick_up(db, client, &number, random()?, now())? {
            PickedUp::Given { id, content } => return Ok((id, content)),
            PickedUp::Wrong { tries_left: 0 } => return Err(withdrawn()),
            PickedUp::Wrong { tries_left: 1 } => say("  That was not it. 1 try left.\n"),
            PickedUp::Wrong { tries_left } => say(&format!("  That was not it. {tries_left} tries left.\n")),
            PickedUp::Nothing => return Err(nothing(way)),
        }
    }
    Err(given_up())
}

/// The next line without its end, cut off where it is longer than any number; `None` where nobody answers any more.
fn read_line(answers: &mut impl BufRead) -> Option<Zeroizing<Vec<u8>>> {
    let mut line = Zeroizing::new(Vec::with_capacity(LONGEST_LINE + 1));
    let mut read = 0;
    loop {
        let bytes = match answers.fill_buf() {
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(_) | Ok([]) => return (read > 0).then_some(line),
            Ok(bytes) => bytes,
        };
        let end = bytes.iter().position(|byte| *byte == b'\n');
        let room = LONGEST_LINE + 1 - line.len();
        let length = end.unwrap_or(bytes.len());
        line.extend_from_slice(&bytes[..length.min(room)]);
        answers.consume(end.map_or(length, |end| end + 1));
        read += length;
        if end.is_some() {
            return Some(line);
        }
        if read > LONGEST_INPUT {
            return None;
        }
    }
}

/// The bare digits, read as every code is (spec S08); `None` where it is not six of them.
fn number(line: &[u8]) -> Option<Secret<String>> {
    let text = std::str::from_utf8(line).ok().filter(|_| line.len() <= LONGEST_LINE)?;
    TypedCode::parse(text).ok()?;
    Some(Secret::new(text.chars().filter(char::is_ascii_digit).collect()))
}

/// Whole and kept, or an error: a file on a disk that is full says so only when it has to be there.
fn write_whole(db: &mut Db, content: Content) -> Result<(), DraftError> {
    let out = io::stdout().as_fd().try_clone_to_owned().map_err(DraftError::Write)?;
    let out = BufWriter::with_capacity(64 * 1024, File::from(out));
    let out = Draft::begin(db, content, out, now())?.whole(db, now, |_| ())?;
    let out = out
        .into_inner()
        .map_err(|error| DraftError::Write(error.into_error()))?;
    let is_file = out.metadata().map_err(DraftError::Write)?.is_file();
    if is_file {
        out.sync_all().map_err(DraftError::Write)?;
    }
    Ok(())
}

/// What is left to do where the number is used up, but nothing was handed out.
fn used_up(kind: DocumentKind) -> &'static str {
    match kind {
        DocumentKind::RecoveryCode => {
            "The pickup number is used up, and your recovery code works as before: choose Save as PDF again."
        }
        DocumentKind::FirstPasswords => {
            "The pickup number is used up, and nobody has seen the passwords: make first passwords again."
        }
        DocumentKind::StatusPdf | DocumentKind::StatusCsv | DocumentKind::StaffCsv | DocumentKind::ActivityCsv => {
            "The pickup number is used up, and nothing else was changed: save the document again on the screen."
        }
    }
}

/// Only who comes by ssh or sudo is offered something to fetch.
const AT_THE_SERVER: &str = "Nothing waits for this terminal, where a document is saved as a file; nothing was changed and \
                             a recovery code works as before: save it again on the screen, and look where it says.";

fn no_place() -> Failure {
    let sentence = "A terminal cannot take the document; nothing was asked and nothing handed out: add `> recovery.pdf`, \
                    and over SSH leave out -t.";
    Failure::WrongUse(sentence.into())
}

fn nobody() -> Failure {
    let sentence = "This server cannot tell which SSH key or account you came with, so no document is handed out here; \
                    nothing was changed: copy a recovery code from your screen or write it down, and ask who runs \
                    the server to look at `vestibule doctor`.";
    Failure::Refused(sentence.into())
}

fn given_up() -> Failure {
    let sentence = "No right number was typed, so nothing was handed out; whatever waits is kept until its ten minutes \
                    are over: start again.";
    Failure::Refused(sentence.into())
}

fn withdrawn() -> Failure {
    let sentence = "That was the last wrong number: the document was withdrawn and not handed out; a recovery code works \
                    as before: save it again on the screen.";
    Failure::Refused(sentence.into())
}

fn nothing(way: PaperWay) -> Failure {
    let whom = match way {
        PaperWay::PickupBySsh => "the SSH key you came with",
        PaperWay::PickupBySudo => "your account",
        PaperWay::File => return Failure::Refused(AT_THE_SERVER.into()),
    };
    Failure::Refused(format!(
        "Nothing waits for {whom}: it was fetched or withdrawn, or its ten minutes are over; a recovery code works \
         as before: save it again on the screen."
    ))
}

fn not_handed_out(kind: DocumentKind, error: DraftError) -> Failure {
    let why = match error {
        DraftError::Write(error) => format!("The document could not be written whole ({error})."),
        DraftError::Document(error) => error.to_string(),
        DraftError::Action(ActionError::Store(error)) => error.last_words(),
        DraftError::Action(error) => error.to_string(),
    };
    Failure::Refused(format!("{why} {}", used_up(kind)))
}

fn not_noted(error: actions::ActionError) -> Failure {
    Failure::Refused(format!(
        "The PDF was handed out whole, but it could not be noted that your recovery code is kept: choose I have saved \
         it on the screen. {}",
        Failure::from(error).last_words()
    ))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::io::BufReader;

    use super::*;

    fn typed(line: &[u8]) -> Option<String> {
        number(line).map(|number| number.reveal().clone())
    }

    #[test]
    fn s08_blanks_and_dashes_in_a_pickup_number_do_not_count() {
        for line in ["481205", "481 205", " 4-8-1 2-0-5 \r", "481\u{a0}205"] {
            assert_eq!(typed(line.as_bytes()).as_deref(), Some("481205"), "{line:?}");
        }
    }

    #[test]
    fn s08_what_is_not_six_ascii_digits_is_no_number() {
        let half = &"٤٨١".as_bytes()[..3];
        let (long, blanks) = ([b'4'; LONGEST_LINE + 1], format!("{}481205", " ".repeat(LONGEST_LINE)));
        for line in [
            &b""[..],
            b"48120",
            b"4812055",
            "٤٨١٢٠٥".as_bytes(),
            "４８１２０５".as_bytes(),
            half,
            b"\xff\xfe481205",
            b"481205\0",
            &long,
            blanks.as_bytes(),
        ] {
            assert_eq!(typed(line), None, "{line:?}");
        }
    }

    #[test]
    fn h05_lines_are_read_one_by_one_whatever_their_length() {
        let million = "4".repeat(1_000_000);
        let input = format!("{million}\n\n481 205\r\n111111");
        for buffer in [1, 7, 8192] {
            let mut answers = BufReader::with_capacity(buffer, input.as_bytes());
            let lines: Vec<_> = std::iter::from_fn(|| read_line(&mut answers)).collect();
            let found: Vec<_> = lines.iter().map(|line| typed(line)).collect();
            assert_eq!(found, [None, None, Some("481205".into()), Some("111111".into())]);
            assert!(lines.iter().all(|line| line.len() <= LONGEST_LINE + 1));
        }
    }

    #[test]
    fn h05_input_without_an_end_is_no_answer() {
        assert!(read_line(&mut BufReader::new(io::repeat(b'4'))).is_none());
    }

    #[test]
    fn z03_a_kept_line_is_never_copied_while_it_grows() {
        let mut answers = BufReader::with_capacity(1, &[b'4'; 1000][..]);
        let line = read_line(&mut answers).unwrap();
        assert_eq!(line.capacity(), LONGEST_LINE + 1);
    }
}
