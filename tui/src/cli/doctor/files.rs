//! What lies around the database, the disk and the clock.

use std::path::Path;

use domain::time::{DAY, MINUTE, Now};
use setup::config::Config;
use setup::key_file::KeyRing;
use setup::system::Exposed;
use setup::{DataDir, Fault, system};

use super::database::Record;
use super::{Check, KeyCheck};

/// Below this it is time to make room; a day's mails, log and backup fit.
const LITTLE_ROOM: u64 = 256 * MIB;
/// Below this the next write may fail.
const NO_ROOM: u64 = 16 * MIB;
const MIB: u64 = 1024 * 1024;
/// More names than this nobody reads at once.
const NAMED: usize = 5;

/// The data directory itself (spec U01).
pub(super) fn directory(dir: &DataDir) -> Check {
    match dir.check() {
        Ok(()) => Check::ok("directory", format!("{}, yours alone", dir.path().display())),
        Err(error) => Check::failed("directory", &error),
    }
}

/// What in it is open to others: the directory shuts them out, so this is a warning.
pub(super) fn exposed(dir: &DataDir) -> Check {
    let found = match system::exposed(dir) {
        Ok(found) => found,
        Err(error) => return Check::failed("files", &error),
    };
    // The directory has its own line, and a link that stays in it (to today's log) opens nothing.
    let found: Vec<Exposed> = found
        .into_iter()
        .filter(|exposed| {
            exposed.path != dir.path() && !(matches!(exposed.fault, Fault::Link) && stays_in(dir, &exposed.path))
        })
        .collect();
    let names: Vec<String> = found
        .iter()
        .map(|exposed| format!("{} {}", exposed.path.display(), exposed.fault))
        .collect();
    if names.is_empty() {
        return Check::ok("files", "nothing in it is open to others");
    }
    let more = match names.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!("; and {more} more"),
    };
    let shown = names
        .iter()
        .take(NAMED)
        .map(String::as_str)
        .collect::<Vec<_>>()
        .join("; ");
    Check::warn("files", format!("{shown}{more}"), remedy(dir, &found))
}

/// What to do about them, and about nothing that was not found.
fn remedy(dir: &DataDir, found: &[Exposed]) -> String {
    let open: Vec<&Exposed> = found
        .iter()
        .filter(|exposed| matches!(exposed.fault, Fault::TooOpen { .. }))
        .collect();
    let close = match open.as_slice() {
        [] => None,
        [one] if one.path.is_dir() => Some(format!("run `chmod 700 {}`", one.path.display())),
        [one] => Some(format!("run `chmod 600 {}`", one.path.display())),
        _ => Some(format!("run `chmod -R go-rwx {}`", dir.path().display())),
    };
    let strange = (open.len() < found.len()).then(|| "find out who put the links or others' files there".to_owned());
    close.into_iter().chain(strange).collect::<Vec<_>>().join(", and ")
}

fn stays_in(dir: &DataDir, link: &Path) -> bool {
    match (dir.path().canonicalize(), link.canonicalize()) {
        (Ok(dir), Ok(target)) => target.starts_with(dir),
        (Err(_), _) | (_, Err(_)) => false,
    }
}

/// Room on the disk (spec Z07).
pub(super) fn disk(dir: &DataDir) -> Check {
    let room = match system::room(dir.path()) {
        Ok(room) => room,
        Err(error) => return Check::failed("disk", &error),
    };
    let saw = format!("{} MiB of {} MiB free", room.free_bytes / MIB, room.total_bytes / MIB);
    if room.read_only {
        Check::broken(
            "disk",
            "it is mounted read-only",
            "mount it to be written; it goes on by itself",
        )
    } else if room.free_bytes < NO_ROOM {
        Check::broken("disk", saw, "make room; it goes on by itself")
    } else if room.free_bytes < LITTLE_ROOM {
        Check::warn("disk", saw, "make room")
    } else {
        Check::ok("disk", saw)
    }
}

/// Whether the wall clock can be right: by the calendar, and by what the record says (wall ms).
pub(super) fn clock(at: Now, record: Record) -> Check {
    let shows = utc(at.wall_ms);
    let set_it = "set the machine's clock and keep it right with NTP: codes and waits depend on it";
    if !system::clock_is_plausible(at) {
        Check::broken("clock", format!("it shows {shows}, which cannot be"), set_it)
    } else if record.newest.is_some_and(|newest| newest > at.wall_ms + MINUTE) {
        Check::warn(
            "clock",
            format!("it shows {shows}, earlier than the newest row of the record"),
            set_it,
        )
    } else if let Some(jumped) = record.jumped.filter(|jumped| at.wall_ms - jumped < DAY) {
        let saw = format!("it shows {shows}, and jumped at {}", utc(jumped));
        Check::warn("clock", saw, set_it)
    } else {
        Check::ok("clock", shows)
    }
}

fn utc(wall_ms: i64) -> String {
    jiff::Timestamp::from_millisecond(wall_ms).map_or_else(
        |_| "no date".to_owned(),
        |time| time.strftime("%Y-%m-%d %H:%M:%S UTC").to_string(),
    )
}

/// The key (spec Z02).
pub(super) fn key(config: &Config) -> KeyCheck {
    let ring = KeyRing::load(&config.key_file)?;
    Ok((Check::key(config, &ring), ring))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::Verdict;
    use super::*;

    #[test]
    fn u01_the_remedy_is_for_what_was_found() {
        let base = tempfile::tempdir().unwrap();
        let dir = DataDir::at(base.path());
        let too_open = |name: &str| Exposed {
            path: base.path().join(name),
            fault: Fault::TooOpen { mode: 0o644 },
        };
        let link = Exposed {
            path: base.path().join("link"),
            fault: Fault::Link,
        };
        let (shown, token) = (base.path().display(), [too_open("twilio.token")]);
        assert_eq!(remedy(&dir, &token), format!("run `chmod 600 {shown}/twilio.token`"));
        assert_eq!(
            remedy(&dir, &[too_open("a"), too_open("b")]),
            format!("run `chmod -R go-rwx {shown}`")
        );
        assert_eq!(
            remedy(&dir, &[too_open("a"), link]),
            format!("run `chmod 600 {shown}/a`, and find out who put the links or others' files there")
        );
    }

    #[test]
    fn u10_a_clock_that_cannot_be_right_is_named() {
        let at = |wall_ms| Now {
            wall_ms,
            ..setup::clock::read_now()
        };
        let noon = 1_795_557_771_000;
        let newest = |wall_ms| Record {
            newest: Some(wall_ms),
            jumped: Some(noon - DAY),
        };
        assert_eq!(clock(at(0), Record::default()).verdict, Verdict::Broken);
        assert_eq!(clock(at(noon), newest(noon + MINUTE + 1)).verdict, Verdict::Warn);
        let jumped = clock(at(noon - 1), newest(noon));
        assert_eq!(
            (jumped.verdict, jumped.saw.as_str()),
            (
                Verdict::Warn,
                "it shows 2026-11-24 22:02:50 UTC, and jumped at 2026-11-23 22:02:51 UTC"
            )
        );
        let right = clock(at(noon), newest(noon + MINUTE));
        assert_eq!(
            (right.verdict, right.saw.as_str()),
            (Verdict::Ok, "2026-11-24 22:02:51 UTC")
        );
    }
}
