//! The one line under the head: what is out of the ordinary here.

use crate::widgets::say::Say;
use crate::widgets::text::cells;

/// What the line can say, the gravest last.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Banner {
    /// `vestibule demo`: nothing is real; names the command for a second terminal.
    Demo {
        /// That command.
        command: String,
    },
    /// Anything else worth a line: set up 2SV (U09), password alone (S13).
    Note(String),
    /// The person's second step is paused.
    Paused {
        /// Until when, in clinic time.
        until: String,
    },
    /// The worker is off duty: texts and mails wait.
    TextsDelayed {
        /// Since when, in words ("since 13:58").
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
            Self::Note(text) => Say::look(text.clone()),
            Self::Paused { until } => Say::look(format!("2-Step Verification is paused until {until}: password alone")),
            Self::TextsDelayed { since } => Say::look(format!(
                "Texts and e-mails are delayed {since}: the worker is not running"
            )),
            Self::PlainFolder => Say::wrong("NO TEXT OR MAIL IS SENT: they go into a folder (see vestibule.toml)"),
        }
    }

    /// The words that fit: the demo's command must not be cut, it is there to be typed.
    #[must_use]
    pub fn say_within(&self, width: u16) -> Say {
        let whole = self.say();
        match self {
            Self::Demo { command } if cells(&whole.marked()) > width => {
                Say::look(format!("DEMO · second terminal: {command}"))
            }
            Self::Demo { .. } | Self::Note(_) | Self::Paused { .. } | Self::TextsDelayed { .. } | Self::PlainFolder => {
                whole
            }
        }
    }

    /// The gravest of several.
    #[must_use]
    pub fn gravest(banners: &[Self]) -> Option<&Self> {
        banners.iter().max()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gravest_banner_is_shown() {
        let all = [
            Banner::PlainFolder,
            Banner::Demo {
                command: "vestibule --data demo".into(),
            },
            Banner::TextsDelayed {
                since: "since 13:58".into(),
            },
        ];
        assert_eq!(Banner::gravest(&all), Some(&Banner::PlainFolder));
        assert_eq!(Banner::gravest(&[]), None);
    }

    #[test]
    fn g01_the_demos_command_is_whole_at_80_columns() {
        let command = "target/release/vestibule --data /tmp/vestibule-7f3a";
        let banner = Banner::Demo {
            command: command.into(),
        };
        let (narrow, wide) = (banner.say_within(78).marked(), banner.say_within(138).marked());
        assert!(cells(&narrow) <= 78 && narrow.ends_with(command), "{narrow}");
        assert!(wide.contains("nothing leaves this computer") && wide.ends_with(command));
    }
}
