//! How much of something is so, as a bar over the width with its numbers behind it. Three grounds tell the parts apart
//! without any colour.

use crate::theme::{Theme, Tone};
use crate::widgets::line::Line;
use crate::widgets::text::cells;

/// The narrowest bar; where there is no room even for that, the numbers stand alone.
const LEAST: u16 = 8;

/// A bar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    /// What it is about.
    pub label: String,
    /// How many are so.
    pub full: usize,
    /// How many are so by half.
    pub half: usize,
    /// How many there are.
    pub all: usize,
    /// The numbers, in words.
    pub says: String,
}

impl Bar {
    /// The bar in a line of so many cells.
    pub(crate) fn line(&self, theme: Theme, width: u16) -> Line {
        let start = cells(&self.label) + 3;
        let line = Line::blank().put(1, &self.label, theme.style(Tone::Title));
        let room = width.saturating_sub(start + cells(&self.says) + 3);
        if room < LEAST || self.all == 0 {
            return line.put(start, &self.says, theme.style(Tone::Plain));
        }
        let [full, half, empty] = self.parts(room.into());
        let mut x = start;
        let parts = [
            (full, "█", Tone::Done),
            (half, "▒", Tone::Look),
            (empty, "░", Tone::Quiet),
        ];
        let line = parts.into_iter().fold(line, |line, (count, ground, tone)| {
            let line = line.put(x, ground.repeat(count), theme.style(tone));
            x = x.saturating_add(u16::try_from(count).unwrap_or(u16::MAX));
            line
        });
        line.put(x + 2, &self.says, theme.style(Tone::Plain))
    }

    /// The cells of each part. It is full only when all are so, and a part that anybody is in has a cell. What is cut off
    /// in dividing belongs to those who are not so, rather than to those who are.
    fn parts(&self, room: usize) -> [usize; 3] {
        let of = |count: usize| (count * room / self.all).max(usize::from(count > 0));
        let rest = self.all.saturating_sub(self.full + self.half);
        let full = of(self.full).min(room.saturating_sub(of(rest) + of(self.half)));
        match (self.half, rest) {
            (0, 0) => [room, 0, 0],
            (_, 0) => [full, room - full, 0],
            (_, _) => {
                let half = of(self.half).min(room - full);
                [full, half, room - full - half]
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(full: usize, half: usize, all: usize, room: usize) -> [usize; 3] {
        let bar = Bar {
            label: String::new(),
            full,
            half,
            all,
            says: String::new(),
        };
        bar.parts(room)
    }

    #[test]
    fn a01_the_bar_is_full_only_when_all_are_protected() {
        assert_eq!(parts(40, 0, 40, 30), [30, 0, 0]);
        assert_eq!(parts(31, 0, 40, 40), [31, 0, 9]);
        assert_eq!(parts(9_999, 0, 10_000, 30), [29, 0, 1]);
        assert_eq!(parts(9_998, 1, 10_000, 30), [28, 1, 1]);
        assert_eq!(parts(1, 0, 10_000, 30), [1, 0, 29], "one is seen");
        assert_eq!(parts(0, 1, 10_000, 30), [0, 1, 29]);
        assert_eq!(parts(0, 0, 40, 30), [0, 0, 30]);
        assert_eq!(parts(0, 40, 40, 30), [0, 30, 0]);
        assert_eq!(parts(39, 1, 40, 30), [29, 1, 0]);
        assert_eq!(
            parts(2, 1, 3, 50),
            [33, 17, 0],
            "nobody is without, and no cell says so"
        );
        for (full, half, all) in [(0, 0, 1), (1, 1, 3), (3, 4, 7), (5, 1, 7), (6_999, 1, 10_000)] {
            for room in 8..200 {
                let parts = parts(full, half, all, room);
                assert_eq!(parts.iter().sum::<usize>(), room, "{full} {half} {all} {room}");
            }
        }
    }
}
