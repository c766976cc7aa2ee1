//! Questions on a terminal, asked on standard error and answered on standard input, and secrets that are not shown while
//! they are typed. What an answer means is the asker's.

use std::io::{self, BufRead, IsTerminal, Write};

use domain::secret::Secret;
use rustix::termios::{LocalModes, OptionalActions, SpecialCodeIndex, Termios, tcgetattr, tcsetattr};
use zeroize::Zeroizing;

use super::failure::Failure;

/// More bytes than the longest password has in any script.
const LONGEST_SECRET: usize = 1024;

/// Whether somebody is there to ask.
pub(crate) fn can_ask() -> bool {
    is_typed() && io::stderr().is_terminal()
}

/// Whether standard input is typed by somebody, and would be seen.
pub(crate) fn is_typed() -> bool {
    io::stdin().is_terminal()
}

/// Asks until the answer is right; Enter alone takes the preset.
///
/// # Errors
/// [`Failure::Refused`] where the terminal ends first.
pub(crate) fn ask<T>(
    question: &str,
    preset: Option<&str>,
    check: impl Fn(&str) -> Result<T, String>,
) -> Result<T, Failure> {
    loop {
        match preset {
            Some(preset) => say(&format!("{question} [{preset}]: ")),
            None => say(&format!("{question}: ")),
        }
        let mut line = String::new();
        match io::stdin().lock().read_line(&mut line) {
            Ok(0) | Err(_) => return Err(given_up()),
            Ok(_) => {}
        }
        let answer = match (line.trim(), preset) {
            ("", Some(preset)) => preset,
            (typed, _) => typed,
        };
        match check(answer) {
            Ok(value) => return Ok(value),
            Err(reason) => say(&format!("  {reason}\n")),
        }
    }
}

/// Asks for a secret, which is not shown while it is typed.
///
/// # Errors
/// [`Failure::Refused`] where the terminal ends first or Ctrl-C or Ctrl-D is pressed.
pub(crate) fn ask_hidden(question: &str) -> Result<Secret<String>, Failure> {
    let hidden = Hidden::start().map_err(|_| given_up())?;
    say(&format!("{question}: "));
    let typed = read_hidden();
    drop(hidden);
    say("\n");
    typed.ok_or_else(given_up)
}

/// The first line of standard input, which no terminal is: a secret handed over by another program.
///
/// # Errors
/// [`Failure::WrongUse`] where there is none, or no text.
pub(crate) fn piped_secret() -> Result<Secret<String>, Failure> {
    let mut line = Zeroizing::new(Vec::with_capacity(LONGEST_SECRET));
    while let Some(byte) = next_byte() {
        if byte == b'\n' {
            break;
        }
        push(&mut line, byte);
    }
    if line.last() == Some(&b'\r') {
        line.pop();
    }
    let wrong = |what: &str| {
        let sentence = format!("{what} on standard input; nothing was changed: pipe it in as the first line.");
        Failure::WrongUse(sentence)
    };
    match std::str::from_utf8(&line) {
        Ok("") => Err(wrong("There is no password")),
        Ok(text) => Ok(Secret::from(text)),
        Err(_) => Err(wrong("The password is not UTF-8 text")),
    }
}

/// Says something beside the result.
pub(crate) fn say(words: &str) {
    let mut terminal = io::stderr();
    // With the terminal gone the next read ends the questions.
    let _ = terminal.write_all(words.as_bytes()).and_then(|()| terminal.flush());
}

fn given_up() -> Failure {
    Failure::Refused("The questions were not answered to the end; nothing was changed: start again when ready.".into())
}

/// A terminal that shows nothing of what is typed and sends no signals; dropping it restores what was.
struct Hidden(Termios);

impl Hidden {
    fn start() -> io::Result<Self> {
        let before = tcgetattr(io::stdin())?;
        let mut hidden = before.clone();
        // Signals come as bytes, so that no Ctrl-C leaves the terminal mute.
        hidden.local_modes -= LocalModes::ECHO | LocalModes::ICANON | LocalModes::ISIG | LocalModes::IEXTEN;
        hidden.special_codes[SpecialCodeIndex::VMIN] = 1;
        hidden.special_codes[SpecialCodeIndex::VTIME] = 0;
        tcsetattr(io::stdin(), OptionalActions::Flush, &hidden)?;
        Ok(Self(before))
    }
}

impl Drop for Hidden {
    fn drop(&mut self) {
        let _ = tcsetattr(io::stdin(), OptionalActions::Flush, &self.0);
    }
}

/// What is typed up to Enter; `None` for Ctrl-C, Ctrl-D and the end of the terminal.
fn read_hidden() -> Option<Secret<String>> {
    const CTRL_C: u8 = 3;
    const CTRL_D: u8 = 4;
    const BACKSPACE: u8 = 8;
    const CTRL_U: u8 = 21;
    const DELETE: u8 = 127;
    let mut typed = Zeroizing::new(Vec::with_capacity(LONGEST_SECRET));
    loop {
        match next_byte()? {
            CTRL_C | CTRL_D => return None,
            b'\r' | b'\n' => return std::str::from_utf8(&typed).ok().map(Secret::from),
            BACKSPACE | DELETE => rub_out(&mut typed),
            CTRL_U => typed.clear(),
            byte => push(&mut typed, byte),
        }
    }
}

/// Takes the last character away, however many bytes it has.
fn rub_out(typed: &mut Vec<u8>) {
    while let Some(byte) = typed.pop() {
        let continues = byte & 0b1100_0000 == 0b1000_0000;
        if !continues {
            return;
        }
    }
}

/// Never grows, since growing leaves copies behind: what is longer is too long for a password anyway.
fn push(typed: &mut Vec<u8>, byte: u8) {
    if typed.len() < LONGEST_SECRET {
        typed.push(byte);
    }
}

/// Straight from the system: the standard library's buffer would keep a copy.
fn next_byte() -> Option<u8> {
    let mut byte = [0];
    loop {
        match rustix::io::read(io::stdin(), &mut byte) {
            Ok(0) => return None,
            Ok(_) => return Some(byte[0]),
            Err(rustix::io::Errno::INTR) => {}
            Err(_) => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn z03_a_character_is_rubbed_out_whole_and_a_long_secret_is_never_copied() {
        let mut typed = "aé日".as_bytes().to_vec();
        for left in ["aé", "a", "", ""] {
            rub_out(&mut typed);
            assert_eq!(typed, left.as_bytes());
        }
        let mut long = Vec::with_capacity(LONGEST_SECRET);
        let (before, room) = (long.as_ptr(), long.capacity());
        for _ in 0..2 * room {
            push(&mut long, b'x');
        }
        assert_eq!((long.as_ptr(), long.len()), (before, LONGEST_SECRET));
    }
}
