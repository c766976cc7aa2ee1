//! When the next text may go out and whether it carries the same code (spec C05, W07). Pure counting over what was
//! sent; nothing here resets a counter of wrong codes.

use crate::challenge::{Challenge, GRACE_MS, Purpose, SAME_CODE_MS, SHOWN_MS};
use crate::time::{DAY, MINUTE, Now, SECOND};

/// The first resend is possible this long after the text, in milliseconds.
pub const FIRST_GAP_MS: i64 = 30 * SECOND;
/// Each further resend is possible this long after the text before, in milliseconds.
pub const NEXT_GAP_MS: i64 = MINUTE;
/// Texts a person gets in ten minutes, and in 24 hours.
pub const PER_TEN_MINUTES: usize = 5;
/// Texts a person gets in 24 hours.
pub const PER_DAY: usize = 20;

/// A text that was queued for a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sent {
    /// When it was queued.
    pub at: Now,
    /// What its code was for.
    pub purpose: Purpose,
    /// Whether its code was used.
    pub used: bool,
}

/// Whether a text may be queued now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Room {
    /// Yes.
    Now,
    /// Not yet: the gap after the text before.
    Gap {
        /// Milliseconds until it may.
        in_ms: i64,
    },
    /// Not yet: the person's cap (spec C05).
    PersonCap {
        /// Milliseconds until it may.
        in_ms: i64,
    },
    /// Not yet: the clinic's cap for a day (spec W07).
    ClinicCap {
        /// Milliseconds until it may.
        in_ms: i64,
    },
}

impl Room {
    /// Milliseconds until a text may be queued; 0 for now.
    #[must_use]
    pub fn in_ms(self) -> i64 {
        match self {
            Room::Now => 0,
            Room::Gap { in_ms } | Room::PersonCap { in_ms } | Room::ClinicCap { in_ms } => in_ms,
        }
    }
}

/// What the clinic sent in the last 24 hours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ClinicTexts {
    /// How many texts.
    pub sent: u32,
    /// Milliseconds until the oldest of them is 24 hours old.
    pub frees_in_ms: i64,
    /// The cap (`daily_cap`).
    pub cap: u32,
}

/// Whether a text for `purpose` may be queued. `sent`: the person's texts of the last 24 hours, oldest first.
#[must_use]
pub fn room_for_text(sent: &[Sent], purpose: Purpose, clinic: ClinicTexts, at: Now) -> Room {
    let caps = [(MINUTE * 10, PER_TEN_MINUTES), (DAY, PER_DAY)].map(|(window, cap)| cap_wait_ms(sent, window, cap, at));
    let cap = caps[0].max(caps[1]);
    if cap > 0 {
        return Room::PersonCap { in_ms: cap };
    }
    if clinic.sent >= clinic.cap {
        return Room::ClinicCap {
            in_ms: clinic.frees_in_ms.max(1),
        };
    }
    match gap_wait_ms(sent, purpose, at) {
        0 => Room::Now,
        in_ms => Room::Gap { in_ms },
    }
}

fn cap_wait_ms(sent: &[Sent], window_ms: i64, cap: usize, at: Now) -> i64 {
    let mut recent: Vec<i64> = sent
        .iter()
        .map(|text| at.since(text.at))
        .filter(|age| *age < window_ms)
        .collect();
    // By age, not by row: where a clock was moved in between they differ.
    recent.sort_unstable_by_key(|age| std::cmp::Reverse(*age));
    match recent.len().checked_sub(cap) {
        None => 0,
        Some(over) => window_ms - recent[over],
    }
}

fn gap_wait_ms(sent: &[Sent], purpose: Purpose, at: Now) -> i64 {
    let unused = sent
        .iter()
        .rev()
        .take_while(|text| text.purpose == purpose && !text.used && at.since(text.at) < SHOWN_MS + GRACE_MS)
        .count();
    let Some(last) = sent.last() else { return 0 };
    let gap = match unused {
        0 => 0,
        1 => FIRST_GAP_MS,
        _ => NEXT_GAP_MS,
    };
    (gap - at.since(last.at)).max(0)
}

/// Whether a resend carries the same code: while 2 minutes or more are left it does, with its end unchanged.
#[must_use]
pub fn same_code(challenge: &Challenge, at: Now) -> bool {
    challenge.is_live(at) && challenge.shown_left_ms(at) >= SAME_CODE_MS
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::BootId;

    fn at(ms: i64) -> Now {
        Now {
            wall_ms: 10 * DAY + ms,
            boot_ms: DAY + ms,
            boot_id: BootId([1; 16]),
        }
    }
    fn text(ms: i64) -> Sent {
        Sent {
            at: at(ms),
            purpose: Purpose::SignIn,
            used: false,
        }
    }
    fn room(sent: &[Sent], ms: i64) -> Room {
        room_for_text(
            sent,
            Purpose::SignIn,
            ClinicTexts {
                cap: 150,
                ..ClinicTexts::default()
            },
            at(ms),
        )
    }

    #[test]
    fn c05_the_first_resend_waits_thirty_seconds_and_each_further_one_a_minute() {
        assert_eq!(room(&[], 0), Room::Now);
        let one = [text(0)];
        assert_eq!(room(&one, 29_999), Room::Gap { in_ms: 1 });
        assert_eq!(room(&one, 30_000), Room::Now);
        let two = [text(0), text(30_000)];
        assert_eq!(room(&two, 89_999), Room::Gap { in_ms: 1 });
        assert_eq!(room(&two, 90_000), Room::Now);
    }

    #[test]
    fn c05_a_used_code_or_another_purpose_sends_at_once() {
        let used = [Sent { used: true, ..text(0) }];
        assert_eq!(room(&used, 1), Room::Now);
        let other = [Sent {
            purpose: Purpose::StepUp,
            ..text(0)
        }];
        assert_eq!(room(&other, 1), Room::Now);
    }

    #[test]
    fn c05_the_sixth_text_waits_until_the_first_of_five_is_ten_minutes_old() {
        let five: Vec<Sent> = (0..5).map(|n| text(n * 70_000)).collect();
        assert_eq!(room(&five, 599_999), Room::PersonCap { in_ms: 1 });
        assert_eq!(room(&five, 600_000), Room::Now);
    }

    #[test]
    fn c05_the_twenty_first_text_waits_until_the_first_of_twenty_is_a_day_old() {
        let twenty: Vec<Sent> = (0..20).map(|n| text(n * 3 * MINUTE)).collect();
        assert_eq!(
            room(&twenty, 2 * 60 * MINUTE),
            Room::PersonCap {
                in_ms: DAY - 120 * MINUTE
            }
        );
        assert_eq!(room(&twenty, DAY), Room::Now);
    }

    #[test]
    fn w07_the_clinic_cap_is_told_apart() {
        let full = ClinicTexts {
            sent: 150,
            frees_in_ms: 77,
            cap: 150,
        };
        assert_eq!(
            room_for_text(&[], Purpose::SignIn, full, at(0)),
            Room::ClinicCap { in_ms: 77 }
        );
    }

    #[test]
    fn c05_a_wall_clock_set_back_does_not_open_the_gap() {
        let one = [text(0)];
        let back = Now {
            wall_ms: at(0).wall_ms - 3_600_000,
            ..at(10_000)
        };
        assert_eq!(
            room_for_text(
                &one,
                Purpose::SignIn,
                ClinicTexts {
                    cap: 9,
                    ..ClinicTexts::default()
                },
                back
            ),
            Room::Gap { in_ms: 20_000 }
        );
    }
}
