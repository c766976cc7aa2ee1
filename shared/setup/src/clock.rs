//! The one place that reads the two clocks (spec Z08). Each program's own `clock.rs` calls it and may add the demo's
//! offset; everybody else gets a [`Now`] as an argument.

use std::sync::OnceLock;
use std::time::{Duration, SystemTime};

use domain::time::{BootId, Now};

/// Reads wall clock, boot clock and boot id.
#[must_use]
pub fn read_now() -> Now {
    Now {
        wall_ms: wall_ms(SystemTime::now()),
        boot_ms: boot_ms(),
        boot_id: boot_id(),
    }
}

fn wall_ms(time: SystemTime) -> i64 {
    let ms = |span: Duration| i64::try_from(span.as_millis()).unwrap_or(i64::MAX);
    match time.duration_since(SystemTime::UNIX_EPOCH) {
        Ok(since) => ms(since),
        Err(before) => -ms(before.duration()),
    }
}

fn boot_ms() -> i64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::Boottime);
    time.tv_sec * 1_000 + time.tv_nsec / 1_000_000
}

fn boot_id() -> BootId {
    static BOOT_ID: OnceLock<BootId> = OnceLock::new();
    *BOOT_ID.get_or_init(|| {
        let text = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default();
        parse_boot_id(&text).unwrap_or_else(unknown_boot)
    })
}

fn parse_boot_id(text: &str) -> Option<BootId> {
    let digits: String = text.trim().chars().filter(|c| *c != '-').collect();
    let bytes = data_encoding::HEXLOWER_PERMISSIVE.decode(digits.as_bytes()).ok()?;
    Some(BootId(bytes.try_into().ok()?))
}

/// A boot that nothing stored can belong to: then only the wall clock counts, as after a reboot.
fn unknown_boot() -> BootId {
    let mut id = [0; 16];
    if getrandom::fill(&mut id).is_err() {
        id = (boot_ms().unsigned_abs() ^ u64::from(std::process::id()).rotate_left(32))
            .to_le_bytes()
            .repeat(2)
            .try_into()
            .unwrap_or(id);
    }
    BootId(id)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn z08_both_clocks_go_forward_within_one_boot() {
        let (first, second) = (read_now(), read_now());
        assert_eq!(first.boot_id, second.boot_id);
        assert!(second.boot_ms >= first.boot_ms && first.boot_ms > 0);
        assert!(first.wall_ms > 1_700_000_000_000);
    }

    #[test]
    fn z08_the_boot_id_is_the_kernels() {
        let kernels = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap();
        assert_eq!(Some(read_now().boot_id), parse_boot_id(&kernels));
        let id = parse_boot_id("00010203-0405-0607-0809-0a0b0c0d0e0f\n").unwrap();
        assert_eq!(id, BootId([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]));
        assert_eq!(parse_boot_id(""), None);
        assert_eq!(parse_boot_id("00010203"), None);
    }

    #[test]
    fn z08_an_unknown_boot_is_never_the_same_one() {
        assert_ne!(unknown_boot(), unknown_boot());
    }

    #[test]
    fn z08_a_wall_clock_before_1970_is_negative() {
        assert_eq!(wall_ms(SystemTime::UNIX_EPOCH - Duration::from_millis(5)), -5);
        assert_eq!(wall_ms(SystemTime::UNIX_EPOCH + Duration::from_millis(5)), 5);
    }
}
