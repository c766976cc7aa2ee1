//! Numbers that count down in place: `4:37`, once a second.
//!
//! Milliseconds left come from the domain (`Term::left_ms`, `Wait::left_ms`); nothing here reads a clock.

/// What is left as `4:37` or `1:02:03`: seconds rounded up, so that it begins at the full time and shows `0:00` only at
/// the end.
#[must_use]
pub fn shown(left_ms: i64) -> String {
    let seconds = (left_ms.max(0) + 999) / 1_000;
    let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{seconds:02}")
    } else {
        format!("{minutes}:{seconds:02}")
    }
}

/// Milliseconds until [`shown`] shows something else; `None` at the end.
#[must_use]
pub fn next_change(left_ms: i64) -> Option<i64> {
    (left_ms > 0).then(|| (left_ms - 1) % 1_000 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c02_counts_down_from_the_full_time_to_nothing() {
        let at = [300_000, 299_999, 299_000, 1, 0, -5, 3_723_000].map(shown);
        assert_eq!(at, ["5:00", "5:00", "4:59", "0:01", "0:00", "0:00", "1:02:03"]);
    }

    #[test]
    fn h01_the_next_change_is_the_instant_the_second_changes() {
        for left in 1..3_500 {
            let next = next_change(left).unwrap_or_default();
            assert_eq!(shown(left - next + 1), shown(left), "{left}");
            assert_ne!(shown(left - next), shown(left), "{left}");
        }
        assert_eq!(next_change(0), None);
    }
}
