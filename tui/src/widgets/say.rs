//! A sentence with a tone, and the words for waiting (Z06).

use crate::theme::Tone;

/// One sentence; its mark and colour follow from the tone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Say {
    /// How it is meant.
    pub tone: Tone,
    /// What it says.
    pub text: String,
}

impl Say {
    fn new(tone: Tone, text: impl Into<String>) -> Self {
        Self {
            tone,
            text: text.into(),
        }
    }

    /// Just so.
    pub fn plain(text: impl Into<String>) -> Self {
        Self::new(Tone::Plain, text)
    }

    /// `✓ …`: done.
    pub fn done(text: impl Into<String>) -> Self {
        Self::new(Tone::Done, text)
    }

    /// `! …`: look here.
    pub fn look(text: impl Into<String>) -> Self {
        Self::new(Tone::Look, text)
    }

    /// `✗ …`: wrong, or refused.
    pub fn wrong(text: impl Into<String>) -> Self {
        Self::new(Tone::Danger, text)
    }

    /// The sentence behind its mark.
    #[must_use]
    pub fn marked(&self) -> String {
        match self.tone.mark() {
            Some(mark) => format!("{mark} {}", self.text),
            None => self.text.clone(),
        }
    }
}

/// How long an answer has been awaited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Busy {
    /// Long enough for a word: 150 ms.
    Word,
    /// So long that it needs a sentence: 2 s (Z06).
    Long,
}

/// When [`Busy::Word`] begins, in milliseconds.
pub const WORD_MS: i64 = 150;
/// When [`Busy::Long`] begins, in milliseconds.
pub const LONG_MS: i64 = 2_000;

impl Busy {
    /// What is to be said after `ms` milliseconds of waiting.
    #[must_use]
    pub fn after(ms: i64) -> Option<Self> {
        match ms {
            LONG_MS.. => Some(Self::Long),
            WORD_MS.. => Some(Self::Word),
            _ => None,
        }
    }

    /// Milliseconds until [`Busy::after`] says something else.
    #[must_use]
    pub fn next_change(ms: i64) -> Option<i64> {
        [WORD_MS, LONG_MS]
            .into_iter()
            .find(|start| *start > ms)
            .map(|start| start - ms)
    }

    /// The words.
    #[must_use]
    pub fn say(self) -> Say {
        match self {
            Self::Word => Say::plain("checking …"),
            Self::Long => Say::look("still checking … the clinic's file is busy; nothing is lost, please wait"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn z06_nothing_is_said_before_150_ms_and_a_sentence_from_2_s() {
        assert_eq!(Busy::after(149), None);
        assert_eq!(Busy::after(150), Some(Busy::Word));
        assert_eq!(Busy::after(1_999), Some(Busy::Word));
        assert_eq!(Busy::after(2_000), Some(Busy::Long));
        assert_eq!(Busy::next_change(0), Some(150));
        assert_eq!(Busy::next_change(150), Some(1_850));
        assert_eq!(Busy::next_change(2_000), None);
    }
}
