//! Everything that can happen to the program, as one enum on one channel.
//!
//! How events are made (threads, terminal, signals) is `runtime.rs`; what they do is `app.rs`.

use crossterm::event::{Event as Raw, KeyEvent, KeyEventKind, MouseButton, MouseEventKind};
use domain::secret::Secret;

use crate::effect::Ticket;

/// One thing that happened. `R` is the reply of the database thread.
pub enum Event<R> {
    /// A key went down.
    Key(KeyEvent),
    /// A bracketed paste.
    Paste(Secret<String>),
    /// The left mouse button went down, in cells from the top left corner.
    Click {
        /// Column.
        x: u16,
        /// Row.
        y: u16,
    },
    /// The terminal has another size; drawing looks for itself.
    Resize,
    /// The moment named by `App::next_tick` has come.
    Tick,
    /// Somebody committed to the database.
    Wake,
    /// The answer to a question.
    Answer(Ticket, R),
    /// Something nobody asked for: worker state, a session ended from elsewhere.
    News(R),
    /// What stands beside the pages has news to show.
    Aside,
    /// SIGTERM, SIGHUP or SIGINT: leave now.
    Signal(i32),
    /// The terminal cannot be read any more: leave now.
    Lost,
}

impl<R> Event<R> {
    /// What of the terminal's events means something here: presses and repeats, left clicks, pastes, sizes.
    #[must_use]
    pub fn from_terminal(raw: Raw) -> Option<Self> {
        match raw {
            Raw::Key(key) if key.kind != KeyEventKind::Release => Some(Self::Key(key)),
            Raw::Paste(text) => Some(Self::Paste(Secret::new(text))),
            Raw::Resize(..) => Some(Self::Resize),
            Raw::Mouse(mouse) if mouse.kind == MouseEventKind::Down(MouseButton::Left) => Some(Self::Click {
                x: mouse.column,
                y: mouse.row,
            }),
            Raw::Key(_) | Raw::Mouse(_) | Raw::FocusGained | Raw::FocusLost => None,
        }
    }

    /// Whether a person's hand made it: what S08 drops between a submit and the next drawing.
    #[must_use]
    pub fn by_hand(&self) -> bool {
        match self {
            Self::Key(_) | Self::Paste(_) | Self::Click { .. } => true,
            Self::Resize
            | Self::Tick
            | Self::Wake
            | Self::Answer(..)
            | Self::News(_)
            | Self::Aside
            | Self::Signal(_)
            | Self::Lost => false,
        }
    }
}

/// Keys may be letters of a password and replies may be anything: neither is printed (Z03).
impl<R> std::fmt::Debug for Event<R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Key(_) => f.write_str("Key(***)"),
            Self::Paste(_) => f.write_str("Paste(***)"),
            Self::Click { x, y } => write!(f, "Click({x}, {y})"),
            Self::Resize => f.write_str("Resize"),
            Self::Tick => f.write_str("Tick"),
            Self::Wake => f.write_str("Wake"),
            Self::Answer(ticket, _) => write!(f, "Answer({ticket:?}, ***)"),
            Self::News(_) => f.write_str("News(***)"),
            Self::Aside => f.write_str("Aside"),
            Self::Signal(number) => write!(f, "Signal({number})"),
            Self::Lost => f.write_str("Lost"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crossterm::event::{KeyCode, KeyModifiers};

    #[test]
    fn z03_typed_and_pasted_letters_are_not_in_debug() {
        let key = KeyEvent::new(KeyCode::Char('q'), KeyModifiers::NONE);
        assert_eq!(format!("{:?}", Event::<()>::Key(key)), "Key(***)");
        let paste = Event::<()>::Paste(Secret::from("swordfish"));
        assert_eq!(format!("{paste:?}"), "Paste(***)");
    }

    #[test]
    fn a_key_going_up_is_nothing() {
        let mut key = KeyEvent::new(KeyCode::Char('q'), KeyModifiers::NONE);
        key.kind = KeyEventKind::Release;
        assert!(Event::<()>::from_terminal(Raw::Key(key)).is_none());
    }
}
