//! House rules as tests: who may know whom, where clocks are read, how a file opens, how long it may get.
//!
//! What a rule is for stands in `README.md`; here it is a table and a sentence that says what to mend.
#![allow(clippy::unwrap_used)]

use std::path::{Path, PathBuf};

/// A room, and the words that may not stand in its sources (tests included) or its dependencies.
struct Room {
    folder: &'static str,
    never: &'static [&'static str],
}

/// What a room that decides or sets pages may not name: it gets everything as an argument.
const PURE: &[&str] = &[
    "rusqlite",
    "tokio",
    "ratatui",
    "crossterm",
    "reqwest",
    "lettre",
    "store::",
    "setup::",
    "actions::",
    "std::fs",
    "std::net",
    "std::env",
    "std::thread",
    "SystemTime",
    "Instant::now",
    "getrandom",
    "clock_gettime",
];

const ROOMS: &[Room] = &[
    Room {
        folder: "shared/domain",
        never: PURE,
    },
    Room {
        folder: "shared/document/src",
        never: PURE,
    },
    Room {
        folder: "shared/setup",
        never: &["rusqlite", "tokio", "ratatui", "crossterm", "store::", "actions::"],
    },
    Room {
        folder: "shared/store",
        never: &[
            "tokio",
            "ratatui",
            "crossterm",
            "actions::",
            "SystemTime::now",
            "getrandom",
        ],
    },
    Room {
        folder: "shared/actions/src",
        never: &[
            "tokio",
            "ratatui",
            "crossterm",
            "rusqlite",
            "SystemTime",
            "Instant::now",
            "getrandom",
            "read_now",
        ],
    },
    Room {
        folder: "tui/src",
        never: &["rusqlite"],
    },
    Room {
        folder: "worker/src",
        never: &["rusqlite", "ratatui", "crossterm", "tui::"],
    },
];

/// A word, and the only files of a folder it may stand in.
struct Only {
    folder: &'static str,
    word: &'static str,
    files: &'static [&'static str],
    why: &'static str,
}

const ONLY: &[Only] = &[
    Only {
        folder: "tui/src",
        word: "store::",
        files: &[
            "backend.rs",
            "backend/",
            "start.rs",
            "surroundings.rs",
            "cli/",
            "cli.rs",
            "demo/",
            "demo.rs",
        ],
        why: "pages ask the backend; only it, the start and the command line open the database",
    },
    Only {
        folder: "worker/src",
        word: "store::",
        files: &[
            "db.rs",
            "main.rs",
            "lib.rs",
            "cli.rs",
            "dispatcher",
            "scheduler",
            "config.rs",
            "compose.rs",
            "render.rs",
        ],
        why: "the database is one thread's",
    },
    Only {
        folder: "tui/src",
        word: "worker::",
        files: &["cli.rs", "cli/worker.rs", "demo/", "demo.rs"],
        why: "the terminal works with the worker down; only `worker` and `demo` start one",
    },
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_path_buf()
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() && path.file_name().is_some_and(|name| name != "target") {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                found.push(path);
            }
        }
    }
    assert!(!found.is_empty(), "there are no sources in {}", folder.display());
    found.sort();
    found
}

fn all_rust_files() -> Vec<PathBuf> {
    ["shared", "tui", "worker", "tests"]
        .iter()
        .flat_map(|folder| rust_files(&root().join(folder)))
        .collect()
}

/// The code of a line, without its comment: rules are about what is used, not about what is told.
fn code(line: &str) -> &str {
    line.split("//").next().unwrap_or_default()
}

#[test]
fn no_room_names_what_it_may_not_know() {
    let mut broken = Vec::new();
    for room in ROOMS {
        for file in rust_files(&root().join(room.folder))
            .iter()
            .filter(|file| !is_test(file))
        {
            let text = std::fs::read_to_string(file).unwrap();
            for (number, line) in text
                .lines()
                .take_while(|line| !line.starts_with("#[cfg(test)]"))
                .enumerate()
            {
                for word in room.never.iter().filter(|word| code(line).contains(**word)) {
                    broken.push(format!("{}:{}: {word}", file.display(), number + 1));
                }
            }
        }
    }
    assert!(
        broken.is_empty(),
        "move these to the room they belong to:\n{}",
        broken.join("\n")
    );
}

fn is_test(file: &Path) -> bool {
    file.components().any(|part| {
        ["tests", "testing", "benches"]
            .iter()
            .any(|name| part.as_os_str() == *name)
    }) && !file.starts_with(root().join("tests"))
}

#[test]
fn what_only_some_files_may_name_stands_in_no_other() {
    let mut broken = Vec::new();
    for only in ONLY {
        let folder = root().join(only.folder);
        for file in rust_files(&folder).iter().filter(|file| !is_test(file)) {
            let inside = file.strip_prefix(&folder).unwrap().to_string_lossy().into_owned();
            let allowed = only.files.iter().any(|start| inside.starts_with(start));
            let text = std::fs::read_to_string(file).unwrap();
            let names = text
                .lines()
                .take_while(|line| !line.starts_with("#[cfg(test)]"))
                .any(|line| {
                    code(line)
                        .split(|c: char| !c.is_alphanumeric() && c != '_' && c != ':')
                        .any(|word| word.starts_with(only.word))
                });
            if names && !allowed {
                broken.push(format!("{}: {} ({})", file.display(), only.word, only.why));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn the_clocks_are_read_in_the_clock_files_alone() {
    let broken: Vec<String> = all_rust_files()
        .iter()
        .filter(|file| file.file_name().is_some_and(|name| name != "clock.rs") && !is_test(file))
        .filter(|file| !file.starts_with(root().join("tests")))
        .filter(|file| {
            let text = std::fs::read_to_string(file).unwrap();
            let mut lines = text.lines().take_while(|line| !line.starts_with("#[cfg(test)]"));
            lines.any(|line| code(line).contains("SystemTime::now") || code(line).contains("clock_gettime"))
        })
        .map(|file| file.display().to_string())
        .collect();
    assert!(
        broken.is_empty(),
        "time is an argument; clocks are read in clock.rs:\n{}",
        broken.join("\n")
    );
}

#[test]
fn every_file_opens_by_saying_what_it_is_for() {
    let broken: Vec<String> = all_rust_files()
        .iter()
        .filter(|file| !std::fs::read_to_string(file).unwrap().starts_with("//!"))
        .map(|file| file.display().to_string())
        .collect();
    assert!(broken.is_empty(), "open these with `//!`:\n{}", broken.join("\n"));
}

#[test]
fn every_file_can_be_read_in_one_sitting() {
    let broken: Vec<String> = all_rust_files()
        .iter()
        .filter_map(|file| {
            let lines = std::fs::read_to_string(file).unwrap().lines().count();
            // The help's questions are one table.
            let table = file.ends_with("modals/help_text.rs");
            (lines > 500 && !table).then(|| format!("{}: {lines} lines", file.display()))
        })
        .collect();
    assert!(
        broken.is_empty(),
        "split these by what they are about:\n{}",
        broken.join("\n")
    );
}

#[test]
fn no_test_is_ignored_and_none_sleeps() {
    let (ignored, sleeps) = (concat!("#[", "ignore"), concat!("thread::", "sleep"));
    let broken: Vec<String> = all_rust_files()
        .iter()
        .filter(|file| is_test(file) || file.starts_with(root().join("tests")))
        .filter(|file| {
            let text = std::fs::read_to_string(file).unwrap();
            text.lines()
                .any(|line| code(line).contains(ignored) || code(line).contains(sleeps))
        })
        .map(|file| file.display().to_string())
        .collect();
    assert!(
        broken.is_empty(),
        "wait for what happens instead:\n{}",
        broken.join("\n")
    );
}
