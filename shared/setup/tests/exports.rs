//! The folder `exports/`: what a file there looks like, what is refused, and what a killed program leaves. Limits that
//! belong to a process are set on a child: this program again, running one test that then plays the child's part.
#![allow(clippy::unwrap_used)]

use std::ffi::OsString;
use std::fs::{self, File, FileTimes, Permissions};
use std::os::unix::fs::{PermissionsExt, chown, symlink};
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::Barrier;
use std::time::{Duration, SystemTime};

use rustix::process::{Uid, geteuid};
use setup::exports::{FileName, Trouble, erase, strays, write};
use setup::{DataDir, Fault, SetupError};

const NOW: i64 = 1_700_000_000_000;
/// Names the data directory to a child.
const CHILD: &str = "VESTIBULE_TEST_EXPORTS_CHILD";
/// No system has a user of that number.
const SOMEBODY: u32 = 64_990;

fn clinic() -> (tempfile::TempDir, DataDir) {
    let base = tempfile::tempdir().unwrap();
    let dir = DataDir::at(base.path().join("clinic"));
    dir.create().unwrap();
    (base, dir)
}

fn named(name: &str) -> FileName {
    FileName::parse(name).unwrap()
}

fn mode(path: &Path) -> u32 {
    path.symlink_metadata().unwrap().permissions().mode() & 0o7777
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

fn in_folder(dir: &DataDir) -> Vec<OsString> {
    let entries = fs::read_dir(dir.exports()).unwrap();
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    names
}

fn trouble(outcome: Result<impl std::fmt::Debug, SetupError>) -> Trouble {
    match outcome.unwrap_err() {
        SetupError::Export { trouble, .. } => trouble,
        other => panic!("{other}"),
    }
}

/// Runs that one test of this program in a child that the shell has prepared.
fn child(test: &str, prepare: &str, dir: &DataDir) -> Output {
    Command::new("sh")
        .args(["-c", &format!("{prepare}; exec \"$0\" --exact {test} --nocapture")])
        .arg(std::env::current_exe().unwrap())
        .env(CHILD, dir.path())
        .output()
        .unwrap()
}

/// The data directory, where this process is such a child.
fn as_child() -> Option<DataDir> {
    std::env::var_os(CHILD).map(DataDir::at)
}

fn dated(path: &Path, wall_ms: i64) {
    let time = SystemTime::UNIX_EPOCH + Duration::from_millis(wall_ms.unsigned_abs());
    let file = File::options().write(true).open(path).unwrap();
    file.set_times(FileTimes::new().set_modified(time)).unwrap();
}

#[test]
fn r09_a_file_holds_the_bytes_under_its_name_and_nothing_else_is_left() {
    let (_base, dir) = clinic();
    let path = write(&dir, &named("a.pdf"), b"%PDF \0 bytes").unwrap();
    assert_eq!(path, dir.exports().join("a.pdf"));
    assert_eq!(fs::read(&path).unwrap(), b"%PDF \0 bytes");
    assert_eq!(in_folder(&dir), ["a.pdf"]);
    assert_eq!(fs::read(write(&dir, &named("none.csv"), b"").unwrap()).unwrap(), b"");
}

#[test]
fn r09_a_file_has_the_mode_0600_whatever_the_umask() {
    if let Some(dir) = as_child() {
        write(&dir, &named("a.pdf"), b"x").unwrap();
        return;
    }
    for umask in ["000", "022", "077", "777"] {
        let (_base, dir) = clinic();
        let test = "r09_a_file_has_the_mode_0600_whatever_the_umask";
        let output = child(test, &format!("umask {umask}"), &dir);
        assert!(output.status.success(), "{output:?}");
        assert_eq!(mode(&dir.exports().join("a.pdf")), 0o600, "umask {umask}");
    }
}

#[test]
fn r09_what_has_the_name_already_stays_and_nothing_is_left_of_the_new_file() {
    let (_base, dir) = clinic();
    write(&dir, &named("a.pdf"), b"first").unwrap();
    let refused = write(&dir, &named("a.pdf"), b"second").unwrap_err();
    assert_eq!(refused.exit_code(), 1);
    let sentence = refused.to_string();
    assert!(
        sentence.contains("a.pdf was not saved, because there is one of that name, which was left as it is;"),
        "{sentence}"
    );
    assert!(
        sentence.contains("nothing else was changed: try again for one with another name"),
        "{sentence}"
    );
    assert_eq!(fs::read(dir.exports().join("a.pdf")).unwrap(), b"first");
    assert_eq!(in_folder(&dir), ["a.pdf"]);
    fs::create_dir(dir.exports().join("folder")).unwrap();
    assert!(matches!(trouble(write(&dir, &named("folder"), b"x")), Trouble::Exists));
}

#[test]
fn z09_a_link_in_the_files_place_is_refused_and_not_followed() {
    let (base, dir) = clinic();
    let (there, nowhere) = (base.path().join("there"), base.path().join("nowhere"));
    fs::write(&there, "kept").unwrap();
    symlink(&there, dir.exports().join("to-there")).unwrap();
    symlink(&nowhere, dir.exports().join("to-nowhere")).unwrap();
    for name in ["to-there", "to-nowhere"] {
        assert!(matches!(trouble(write(&dir, &named(name), b"x")), Trouble::Exists));
    }
    assert_eq!(fs::read(&there).unwrap(), b"kept");
    assert!(!nowhere.exists());
    assert_eq!(in_folder(&dir), ["to-nowhere", "to-there"]);

    erase(&dir, &named("to-there")).unwrap();
    assert_eq!(in_folder(&dir), ["to-nowhere"]);
    assert_eq!(fs::read(&there).unwrap(), b"kept");
}

#[test]
fn r09_of_many_who_write_one_name_at_once_one_succeeds_with_its_bytes_whole() {
    let (_base, dir) = clinic();
    let (count, start) = (8_u8, Barrier::new(8));
    let content = |number: u8| vec![number; 100_000];
    let outcomes: Vec<(u8, Result<_, _>)> = std::thread::scope(|scope| {
        let writers = (0..count).map(|number| {
            let (dir, start) = (&dir, &start);
            scope.spawn(move || {
                start.wait();
                (number, write(dir, &named("a.csv"), &content(number)))
            })
        });
        let writers: Vec<_> = writers.collect();
        writers.into_iter().map(|writer| writer.join().unwrap()).collect()
    });
    let (done, refused): (Vec<_>, Vec<_>) = outcomes.into_iter().partition(|(_, outcome)| outcome.is_ok());
    assert_eq!(done.len(), 1, "{done:?}");
    assert_eq!(fs::read(dir.exports().join("a.csv")).unwrap(), content(done[0].0));
    for (_, outcome) in refused {
        assert!(matches!(trouble(outcome), Trouble::Exists));
    }
    assert_eq!(in_folder(&dir), ["a.csv"]);
}

#[test]
fn r09_a_missing_folder_is_made_again_for_its_owner_alone() {
    let (_base, dir) = clinic();
    fs::remove_dir(dir.exports()).unwrap();
    assert!(strays(&dir, i64::MAX, &|_| false).is_empty());
    erase(&dir, &named("a.pdf")).unwrap();
    assert!(!dir.exports().exists(), "only writing needs the folder");
    write(&dir, &named("a.pdf"), b"x").unwrap();
    assert_eq!(mode(&dir.exports()), 0o700);
    assert_eq!(in_folder(&dir), ["a.pdf"]);
}

#[test]
fn h05_a_missing_data_directory_is_a_sentence_and_is_not_made() {
    let (base, dir) = clinic();
    fs::rename(dir.path(), base.path().join("elsewhere")).unwrap();
    let refused = write(&dir, &named("a.pdf"), b"x").unwrap_err();
    assert_eq!(refused.exit_code(), 78);
    let sentence = refused.to_string();
    assert!(
        sentence.ends_with(
            "a.pdf was not saved, because its folder is not there; nothing else was changed: put the data directory back."
        ),
        "{sentence}"
    );
    assert!(!dir.path().exists());
}

#[test]
fn z09_a_folder_that_is_a_link_or_a_file_is_refused_and_nothing_is_written_or_removed_beyond_it() {
    let (base, dir) = clinic();
    let elsewhere = base.path().join("elsewhere");
    fs::create_dir(&elsewhere).unwrap();
    set_mode(&elsewhere, 0o700);
    fs::write(elsewhere.join("b.pdf"), "kept").unwrap();
    fs::remove_dir(dir.exports()).unwrap();
    symlink(&elsewhere, dir.exports()).unwrap();

    let refused = write(&dir, &named("a.pdf"), b"x").unwrap_err();
    assert_eq!(refused.exit_code(), 78);
    let sentence = refused.to_string();
    assert!(
        sentence.contains("was not saved, because its folder is a link; nothing else was changed: move "),
        "{sentence}"
    );
    let refused = erase(&dir, &named("b.pdf")).unwrap_err();
    assert!(
        refused
            .to_string()
            .contains("was not removed, because its folder is a link")
    );
    assert!(strays(&dir, i64::MAX, &|_| false).is_empty());
    assert_eq!(fs::read(elsewhere.join("b.pdf")).unwrap(), b"kept");
    assert!(!elsewhere.join("a.pdf").exists());

    fs::remove_file(dir.exports()).unwrap();
    symlink(base.path().join("nowhere"), dir.exports()).unwrap();
    assert!(matches!(
        trouble(write(&dir, &named("a.pdf"), b"x")),
        Trouble::Folder(Fault::Link)
    ));
    fs::remove_file(dir.exports()).unwrap();
    fs::write(dir.exports(), "").unwrap();
    for outcome in [
        write(&dir, &named("a.pdf"), b"x").map(drop),
        erase(&dir, &named("a.pdf")),
    ] {
        assert!(matches!(trouble(outcome), Trouble::Folder(Fault::NotADirectory)));
    }
}

#[test]
fn z09_a_folder_open_to_others_takes_no_file_but_gives_one_up() {
    let (_base, dir) = clinic();
    let path = write(&dir, &named("a.pdf"), b"x").unwrap();
    for open in [0o701, 0o710, 0o755, 0o777] {
        set_mode(&dir.exports(), open);
        let refused = write(&dir, &named("b.pdf"), b"x").unwrap_err();
        let sentence = refused.to_string();
        let remedy = format!("run `chmod 700 {}`.", dir.exports().display());
        assert!(sentence.ends_with(&remedy), "{sentence}");
        assert!(matches!(
            trouble(Err::<(), _>(refused)),
            Trouble::Folder(Fault::TooOpen { mode }) if mode == open
        ));
    }
    assert_eq!(in_folder(&dir), ["a.pdf"]);
    erase(&dir, &named("a.pdf")).unwrap();
    assert!(!path.exists());
}

#[test]
fn z07_a_folder_that_may_not_be_written_is_a_sentence_and_it_goes_on_when_it_may() {
    let (base, dir) = clinic();
    let is_root = geteuid().is_root();
    if is_root {
        for path in [base.path(), dir.path(), &dir.exports()] {
            chown(path, Some(SOMEBODY), None).unwrap();
        }
    }
    // Root may write everywhere, so a thread becomes somebody else; the kernel switches that thread alone.
    let somebody = || {
        if is_root {
            rustix::thread::set_thread_uid(Uid::from_raw(SOMEBODY)).unwrap();
        }
        write(&dir, &named("a.pdf"), b"x").unwrap();
        set_mode(&dir.exports(), 0o500);
        let outcomes = (write(&dir, &named("b.pdf"), b"x"), erase(&dir, &named("a.pdf")));
        set_mode(&dir.exports(), 0o700);
        (outcomes, write(&dir, &named("b.pdf"), b"x"))
    };
    let ((written, erased), again) = std::thread::scope(|scope| scope.spawn(somebody).join().unwrap());
    assert!(matches!(trouble(written), Trouble::Denied));
    assert!(matches!(trouble(erased), Trouble::Denied));
    assert_eq!(fs::read(again.unwrap()).unwrap(), b"x");
    assert_eq!(in_folder(&dir), ["a.pdf", "b.pdf"]);
}

#[test]
fn z07_no_room_is_a_sentence_nothing_half_is_left_and_it_goes_on_with_room() {
    if let Some(dir) = as_child() {
        let refused = write(&dir, &named("large.pdf"), &[7; 64 * 1024]).unwrap_err();
        let sentence = refused.to_string();
        assert!(
            sentence.ends_with(
                "large.pdf was not saved, because there is no room left on the disk; nothing else was changed: make \
                 room there and try again."
            ),
            "{sentence}"
        );
        assert!(in_folder(&dir).is_empty(), "{:?}", in_folder(&dir));
        write(&dir, &named("small.pdf"), b"fits").unwrap();
        return;
    }
    let (_base, dir) = clinic();
    let test = "z07_no_room_is_a_sentence_nothing_half_is_left_and_it_goes_on_with_room";
    // Beyond the limit a write fails, and the signal that comes with it is not heard.
    let output = child(test, "trap '' XFSZ; ulimit -f 16", &dir);
    assert!(output.status.success(), "{output:?}");
    assert_eq!(in_folder(&dir), ["small.pdf"]);
    write(&dir, &named("large.pdf"), &[7; 64 * 1024]).unwrap();
}

#[test]
fn r09_a_program_killed_while_writing_leaves_no_half_file_under_the_name_and_what_it_leaves_is_found() {
    if let Some(dir) = as_child() {
        write(&dir, &named("large.pdf"), &[7; 64 * 1024]).unwrap();
        return;
    }
    let (_base, dir) = clinic();
    let test = "r09_a_program_killed_while_writing_leaves_no_half_file_under_the_name_and_what_it_leaves_is_found";
    for left in 1..=2 {
        // The write that crosses the limit is the one that the signal kills in.
        let output = child(test, "ulimit -c 0; ulimit -f 16", &dir);
        let killed_by = output.status.signal();
        assert_eq!(killed_by, Some(rustix::process::Signal::XFSZ.as_raw()), "{output:?}");
        assert_eq!(in_folder(&dir).len(), left, "{:?}", in_folder(&dir));
    }
    assert!(!dir.exports().join("large.pdf").exists());

    let found = strays(&dir, i64::MAX, &|name| name == "large.pdf");
    let names: Vec<_> = found.iter().map(FileName::as_str).collect();
    assert_eq!(names, [".large.pdf.0.part", ".large.pdf.1.part"]);
    for name in names {
        let half = dir.exports().join(name);
        assert!((1..64 * 1024).contains(&half.metadata().unwrap().len()));
        assert_eq!(mode(&half), 0o600);
    }
    write(&dir, &named("large.pdf"), b"whole").unwrap();
    for stray in found {
        erase(&dir, &stray).unwrap();
    }
    assert_eq!(in_folder(&dir), ["large.pdf"]);
}

#[test]
fn r09_erasing_twice_is_fine_and_touches_no_other_file() {
    let (_base, dir) = clinic();
    write(&dir, &named("a.pdf"), b"x").unwrap();
    write(&dir, &named("b.pdf"), b"x").unwrap();
    erase(&dir, &named("a.pdf")).unwrap();
    assert_eq!(in_folder(&dir), ["b.pdf"]);
    erase(&dir, &named("a.pdf")).unwrap();
    assert_eq!(in_folder(&dir), ["b.pdf"]);
    fs::create_dir(dir.exports().join("folder")).unwrap();
    let refused = erase(&dir, &named("folder")).unwrap_err();
    assert!(
        refused.to_string().contains("folder was not removed, because"),
        "{refused}"
    );
    assert_eq!(in_folder(&dir), ["b.pdf", "folder"]);
}

#[test]
fn r09_strays_are_old_plain_files_of_our_names_that_nobody_keeps() {
    let (base, dir) = clinic();
    let exports = dir.exports();
    for (name, wall_ms) in [
        ("recovery-old-0a1b2c.pdf", NOW - 1),
        ("recovery-kept-0a1b2c.pdf", NOW - 1),
        ("recovery-ancient-0a1b2c.pdf", 0),
        ("recovery-just-now-0a1b2c.pdf", NOW),
        (".half.pdf.0.part", NOW - 1),
        (".half.pdf.1.part", NOW),
        (".hidden", NOW - 1),
        (".nfs0001.part", NOW - 1),
        ("somebody's own.pdf", NOW - 1),
        ("staff.csv", NOW - 1),
        ("recovery-plan.pdf", NOW - 1),
    ] {
        fs::write(exports.join(name), "x").unwrap();
        dated(&exports.join(name), wall_ms);
    }
    fs::create_dir(exports.join("folder")).unwrap();
    fs::write(base.path().join("outside"), "x").unwrap();
    dated(&base.path().join("outside"), NOW - 1);
    symlink(base.path().join("outside"), exports.join("link")).unwrap();

    let found = |before| -> Vec<String> {
        let found = strays(&dir, before, &|name| name == "recovery-kept-0a1b2c.pdf");
        found.iter().map(|name| name.as_str().to_owned()).collect()
    };
    assert_eq!(
        found(NOW),
        [
            ".half.pdf.0.part",
            "recovery-ancient-0a1b2c.pdf",
            "recovery-old-0a1b2c.pdf"
        ]
    );
    // The folder and the link were made later than these files, so the last of these sees them as old too.
    for before in [NOW + 1, i64::MAX] {
        assert_eq!(
            found(before),
            [
                ".half.pdf.0.part",
                ".half.pdf.1.part",
                "recovery-ancient-0a1b2c.pdf",
                "recovery-just-now-0a1b2c.pdf",
                "recovery-old-0a1b2c.pdf"
            ]
        );
    }
    assert_eq!(found(1), ["recovery-ancient-0a1b2c.pdf"]);
    assert!(found(0).is_empty());
    assert!(strays(&dir, i64::MAX, &|_| true).is_empty());
}

#[test]
fn z09_no_name_leads_out_of_the_folder() {
    for name in [
        "",
        ".",
        "..",
        "../a",
        "/etc/passwd",
        "a/b",
        "a/",
        "/",
        ".hidden",
        "a\0b",
        "a\0",
        "a b",
        "a\nb",
        "a\\b",
        "ä.pdf",
        "a:b",
        "~",
        "*",
    ] {
        assert_eq!(FileName::parse(name), None, "{name:?}");
    }
    assert_eq!(FileName::parse(&"a".repeat(81)), None);
    for name in ["a", "A-b_c.9.pdf", "a..b", "-", "_", &"a".repeat(80)] {
        assert_eq!(named(name).as_str(), name);
    }
}

#[test]
fn r09_a_recovery_codes_file_is_named_after_its_user() {
    let mut entropy = [0; 16];
    entropy[..3].copy_from_slice(&[0x3f, 0x9a, 0x1c]);
    for (username, name) in [
        ("sam", "recovery-sam-3f9a1c.pdf"),
        (
            "Sam.Miller@Clinic.example",
            "recovery-sam-miller-clinic-example-3f9a1c.pdf",
        ),
        ("../../etc/passwd", "recovery-etc-passwd-3f9a1c.pdf"),
        ("jörg  o'neil", "recovery-j-rg-o-neil-3f9a1c.pdf"),
        ("", "recovery-code-3f9a1c.pdf"),
        ("孫 文", "recovery-code-3f9a1c.pdf"),
        (
            "abcdefghijklmnopqrstuvwxyz012.456",
            "recovery-abcdefghijklmnopqrstuvwxyz012-3f9a1c.pdf",
        ),
        (
            "abcdefghijklmnopqrstuvwxyz0123456789",
            "recovery-abcdefghijklmnopqrstuvwxyz0123-3f9a1c.pdf",
        ),
    ] {
        assert_eq!(FileName::recovery(username, entropy).as_str(), name);
    }
    assert_ne!(FileName::recovery("sam", [1; 16]), FileName::recovery("sam", [2; 16]));
}

#[test]
fn z09_a_recovery_codes_file_has_a_plain_name_whoever_the_user_is() {
    for c in '\0'..='\u{ffff}' {
        for username in [c.to_string(), format!("..{c}/{c}"), format!("{c}").repeat(100)] {
            let name = FileName::recovery(&username, [0xff; 16]);
            assert_eq!(FileName::parse(name.as_str()), Some(name), "{username:?}");
        }
    }
}
