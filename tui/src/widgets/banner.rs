//! The lines under the head: what is out of the ordinary here, one line each.

use crate::widgets::say::Say;
use crate::widgets::text::cells;

/// What a line can say, the gravest last.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Banner {
    /// `vestibule demo`: nothing is real; names the command for a second terminal.
    Demo {
        /// That command.
        command: String,
    },
    /// The server's clock was moved a moment ago (spec Z08).
    ClockJumped {
        /// By how much and when, in words ("forward by 3 h at 14:03").
        by: String,
    },
    /// Anything else worth a line: set up 2SV (U09), password alone (S13).
    Note(String),
    /// The worker is off duty: texts and mails wait.
    TextsDelayed {
        /// Since or until when, in words ("since 13:58: the worker is not running").
        since: String,
    },
    /// Texts and mails of a real clinic go into a folder.
    PlainFolder,
}

impl Banner {
    /// The words.
    #[must_use]
    pub fn say(&self) -> Say {
        match self {
            Self::Demo { command } => Say::look(format!(
                "DEMO · nothing leaves this computer · second terminal: {command}"
            )),
            Self::ClockJumped { by } => Say::look(format!("The server's clock jumped {by}: codes and waits go by it")),
            Self::Note(text) => Say::look(text.clone()),
            Self::TextsDelayed { since } => Say::look(format!("Texts and e-mails are delayed {since}")),
            Self::PlainFolder => Say::wrong("NO TEXT OR MAIL IS SENT: they go into a folder (see vestibule.toml)"),
        }
    }

    /// The words that fit: the demo's command must not be cut, it is there to be typed.
    #[must_use]
    pub fn say_within(&self, width: u16) -> Say {
        let whole = self.say();
        match self {
            Self::Demo { command } if cells(&whole.marked()) > width => {
                let shorter = ["second terminal: ", "2nd terminal: ", ""];
                let mut says = shorter
                    .map(|words| Say::look(format!("DEMO · {words}{command}")))
                    .into_iter();
                let fits = says.find(|say| cells(&say.marked()) <= width);
                fits.unwrap_or_else(|| Say::look(command.clone()))
            }
            Self::Demo { .. }
            | Self::ClockJumped { .. }
            | Self::Note(_)
            | Self::TextsDelayed { .. }
            | Self::PlainFolder => whole,
        }
    }

    /// The gravest of several, at most `room`, the gravest first. The demo's line is always among them: its command
    /// stands nowhere else.
    #[must_use]
    pub fn gravest(banners: &[Self], room: usize) -> Vec<&Self> {
        let is_demo = |banner: &&Self| matches!(banner, Self::Demo { .. });
        let (demo, mut shown): (Vec<&Self>, Vec<&Self>) = banners.iter().partition(is_demo);
        shown.sort_by(|one, other| other.cmp(one));
        shown.truncate(room.saturating_sub(demo.len()));
        shown.extend(demo);
        shown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn g01_s13_the_gravest_come_first_and_the_demos_line_is_always_there() {
        let demo = Banner::Demo {
            command: "vestibule --data demo".into(),
        };
        let delayed = Banner::TextsDelayed {
            since: "since 13:58".into(),
        };
        let note = Banner::Note("2-Step Verification is off".into());
        let all = [note.clone(), demo.clone(), Banner::PlainFolder, delayed.clone()];
        assert_eq!(Banner::gravest(&all, 3), [&Banner::PlainFolder, &delayed, &demo]);
        assert_eq!(Banner::gravest(&all, 1), [&demo]);
        let real = [note.clone(), Banner::PlainFolder, delayed.clone()];
        assert_eq!(Banner::gravest(&real, 3), [&Banner::PlainFolder, &delayed, &note]);
        assert_eq!(Banner::gravest(&real, 2), [&Banner::PlainFolder, &delayed]);
        assert!(Banner::gravest(&[], 3).is_empty());
    }

    #[test]
    fn g01_the_demos_command_is_whole_at_80_columns() {
        for command in [
            "target/release/vestibule --data /tmp/vestibule-513245bc",
            "../vestibule/target/release/vestibule --data /tmp/vestibule-513245bc",
        ] {
            let banner = Banner::Demo {
                command: command.into(),
            };
            let (narrow, wide) = (banner.say_within(78).marked(), banner.say_within(138).marked());
            assert!(cells(&narrow) <= 78 && narrow.ends_with(command), "{narrow}");
            assert!(narrow.contains("DEMO"), "{narrow}");
            assert!(wide.contains("nothing leaves this computer") && wide.ends_with(command));
        }
    }
}
