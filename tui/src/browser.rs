//! Which browser this program runs in (spec T03), read once at start: by sudo, over SSH, or at a terminal of this machine.
//!
//! [`Surroundings::read`] comes before the program becomes another user (U06), [`seen`] after it. What a browser is worth
//! (known, recognised, trusted) is not decided here.

use std::ffi::OsString;
use std::fs::OpenOptions;
use std::io::Read;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use domain::browser::Seen;
use rustix::fs::OFlags;

/// More than any list of ways a person authenticated by.
const LONGEST_AUTH: u64 = 64 * 1024;

/// What the process was given, as far as it tells clients apart.
#[derive(Clone, Debug, Default)]
pub struct Surroundings {
    /// `SUDO_UID`.
    pub sudo_uid: Option<String>,
    /// `SSH_CONNECTION`: client address and port, server address and port.
    pub ssh_connection: Option<String>,
    /// What stands in the file that `SSH_USER_AUTH` names (sshd's `ExposeAuthInfo`).
    pub ssh_user_auth: Option<String>,
    /// `$XDG_STATE_HOME`, else `~/.local/state`.
    pub state_home: Option<PathBuf>,
    /// What names this machine; `None` where that cannot be read just now.
    pub machine_id: Option<String>,
    /// Who started the program.
    pub uid: u32,
}

impl Surroundings {
    /// Reads them from the process.
    #[must_use]
    pub fn read() -> Self {
        Self::from(
            |name| std::env::var_os(name),
            Path::new("/"),
            rustix::process::getuid().as_raw(),
        )
    }

    /// Reads them from an environment, below the root of a file system.
    pub fn from(env: impl Fn(&str) -> Option<OsString>, root: &Path, uid: u32) -> Self {
        let text = |name: &str| env(name).map(|value| value.to_string_lossy().into_owned());
        let absolute = |name: &str| env(name).map(PathBuf::from).filter(|path| path.is_absolute());
        let state_home = absolute("XDG_STATE_HOME").or_else(|| absolute("HOME").map(|home| home.join(".local/state")));
        Self {
            sudo_uid: text("SUDO_UID"),
            ssh_connection: text("SSH_CONNECTION"),
            ssh_user_auth: absolute("SSH_USER_AUTH").and_then(|path| read_auth(&path)),
            state_home,
            machine_id: machine_id(root),
            uid,
        }
    }
}

/// The browser; `entropy` becomes the token of a new one at a terminal of this machine. Whatever cannot be told apart
/// for certain counts as [`Seen::SshWithoutKey`]: never known.
#[must_use]
pub fn seen(around: &Surroundings, entropy: [u8; 32]) -> Seen {
    if let Some(uid) = &around.sudo_uid {
        return uid.parse().map_or(Seen::SshWithoutKey, |uid| Seen::Account { uid });
    }
    if around.ssh_connection.is_some() {
        let key = around.ssh_user_auth.as_deref().and_then(key_line);
        return key.map_or(Seen::SshWithoutKey, |line| Seen::Key {
            ssh_key_line: line.to_owned(),
        });
    }
    let file = around.state_home.as_ref().map(|state| state.join("vestibule/browser"));
    let Some(machine_id) = around.machine_id.clone() else {
        return Seen::SshWithoutKey;
    };
    match file.and_then(|file| setup::token_file::load_or_make(&file, entropy)) {
        Some(token) => Seen::Token {
            token,
            machine_id,
            uid: around.uid,
        },
        None => Seen::SshWithoutKey,
    }
}

/// The key among the ways a person authenticated by, one a line: `publickey ssh-ed25519 AAAA…` (sshd_config(5),
/// `ExposeAuthInfo`).
fn key_line(auth: &str) -> Option<&str> {
    auth.lines()
        .find(|line| line.starts_with("publickey "))
        .map(str::trim_end)
}

/// A pipe or a link in the file's place is not followed, nor waited for.
fn read_auth(path: &Path) -> Option<String> {
    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
    let file = OpenOptions::new()
        .read(true)
        .custom_flags(flags.bits().cast_signed())
        .open(path)
        .ok()?;
    let mut text = String::new();
    let is_file = file.metadata().ok()?.is_file();
    (is_file && file.take(LONGEST_AUTH).read_to_string(&mut text).is_ok()).then_some(text)
}

/// machine-id(5), or the host's name where a bare container has none. One that is there and cannot be read, or is none, is
/// not replaced by anything: the browser would look as if its token had come from elsewhere (spec T03).
fn machine_id(root: &Path) -> Option<String> {
    let is_id = |id: &String| id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit());
    for path in ["etc/machine-id", "var/lib/dbus/machine-id"] {
        match std::fs::read_to_string(root.join(path)) {
            Ok(text) if text.trim() != "uninitialized" && !text.trim().is_empty() => {
                return Some(text.trim().to_owned()).filter(is_id);
            }
            Ok(_) => {}
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(_) => return None,
        }
    }
    let name = std::fs::read_to_string(root.join("proc/sys/kernel/hostname")).unwrap_or_default();
    Some(name.trim().to_owned()).filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFT5OUIHKHUwPVyOucnblXyqZtxBbwxjN12/HLBgAeet";

    struct Machine {
        base: tempfile::TempDir,
        env: Vec<(&'static str, String)>,
        uid: u32,
    }

    impl Machine {
        fn new() -> Self {
            let base = tempfile::tempdir().unwrap();
            std::fs::create_dir(base.path().join("etc")).unwrap();
            std::fs::write(base.path().join("etc/machine-id"), format!("{}\n", "0a".repeat(16))).unwrap();
            let home = base.path().join("home").to_str().unwrap().to_owned();
            Self {
                base,
                env: vec![("HOME", home)],
                uid: 1000,
            }
        }

        fn with(mut self, name: &'static str, value: &str) -> Self {
            self.env.push((name, value.to_owned()));
            self
        }

        /// As sshd leaves it for a person who came by these ways.
        fn over_ssh(self, ways: &str) -> Self {
            let file = self.base.path().join("auth");
            std::fs::write(&file, ways).unwrap();
            self.with("SSH_CONNECTION", "10.0.0.5 51234 10.0.0.1 22")
                .with("SSH_USER_AUTH", file.to_str().unwrap())
        }

        fn around(&self) -> Surroundings {
            let env = |name: &str| {
                self.env
                    .iter()
                    .rev()
                    .find(|(known, _)| *known == name)
                    .map(|(_, value)| value.into())
            };
            Surroundings::from(env, self.base.path(), self.uid)
        }

        fn seen(&self, byte: u8) -> Seen {
            seen(&self.around(), [byte; 32])
        }

        fn token_file(&self) -> PathBuf {
            self.base.path().join("home/.local/state/vestibule/browser")
        }
    }

    fn identity(seen: &Seen) -> Vec<u8> {
        seen.identity_bytes().unwrap().reveal().clone()
    }

    #[test]
    fn t03_by_sudo_it_is_the_calling_account_whatever_else_is_there() {
        let machine = Machine::new()
            .over_ssh(&format!("publickey {KEY}\n"))
            .with("SUDO_UID", "1234");
        assert!(matches!(machine.seen(7), Seen::Account { uid: 1234 }));
        assert!(!machine.token_file().exists());
    }

    #[test]
    fn t03_an_account_that_cannot_be_read_is_never_known() {
        for value in ["", "-1", "jane", "4294967296"] {
            assert!(
                matches!(Machine::new().with("SUDO_UID", value).seen(7), Seen::SshWithoutKey),
                "{value}"
            );
        }
    }

    #[test]
    fn t03_over_ssh_it_is_the_key_that_logged_in() {
        for ways in [
            format!("publickey {KEY}\n"),
            format!("password\npublickey {KEY}\n"),
            format!("publickey {KEY}"),
        ] {
            let machine = Machine::new().over_ssh(&ways);
            let Seen::Key { ssh_key_line } = machine.seen(7) else {
                panic!("{ways}")
            };
            assert_eq!(ssh_key_line, format!("publickey {KEY}"));
            assert!(!machine.token_file().exists());
        }
    }

    #[test]
    fn t03_over_ssh_with_no_key_shown_it_is_never_known() {
        let connected = || Machine::new().with("SSH_CONNECTION", "10.0.0.5 51234 10.0.0.1 22");
        assert!(matches!(connected().seen(7), Seen::SshWithoutKey));
        assert!(matches!(
            connected().with("SSH_USER_AUTH", "/none/there").seen(7),
            Seen::SshWithoutKey
        ));
        assert!(matches!(
            Machine::new().over_ssh("password\n").seen(7),
            Seen::SshWithoutKey
        ));
        assert!(matches!(Machine::new().over_ssh("").seen(7), Seen::SshWithoutKey));
    }

    #[test]
    fn t03_a_link_or_a_directory_is_no_list_of_ways() {
        let machine = Machine::new().over_ssh(&format!("publickey {KEY}\n"));
        let link = machine.base.path().join("link");
        std::os::unix::fs::symlink(machine.base.path().join("auth"), &link).unwrap();
        let directory = machine.base.path().to_str().unwrap().to_owned();
        let machine = machine.with("SSH_USER_AUTH", link.to_str().unwrap());
        assert!(matches!(machine.seen(7), Seen::SshWithoutKey));
        assert!(matches!(
            machine.with("SSH_USER_AUTH", &directory).seen(7),
            Seen::SshWithoutKey
        ));
    }

    #[test]
    fn t03_at_a_terminal_it_is_the_token_bound_to_machine_and_account() {
        let mut machine = Machine::new();
        let first = machine.seen(7);
        let Seen::Token { token, machine_id, uid } = &first else {
            panic!("{first:?}")
        };
        assert_eq!(
            (token.reveal(), machine_id.as_str(), *uid),
            (&[7; 32], "0a".repeat(16).as_str(), 1000)
        );
        assert_eq!(
            identity(&machine.seen(8)),
            identity(&first),
            "the second start is the same browser"
        );

        machine.uid = 1001;
        assert_ne!(identity(&machine.seen(8)), identity(&first));
        machine.uid = 1000;
        std::fs::write(machine.base.path().join("etc/machine-id"), "0b".repeat(16)).unwrap();
        assert_ne!(identity(&machine.seen(8)), identity(&first));
    }

    #[test]
    fn t04_deleting_the_token_file_makes_another_browser() {
        let machine = Machine::new();
        let first = identity(&machine.seen(7));
        std::fs::remove_file(machine.token_file()).unwrap();
        assert_ne!(identity(&machine.seen(8)), first);
    }

    #[test]
    fn t03_the_token_lies_in_the_state_home() {
        let machine = Machine::new();
        let state = machine.base.path().join("state").to_str().unwrap().to_owned();
        let machine = machine.with("XDG_STATE_HOME", &state);
        assert!(machine.seen(7).may_be_known());
        assert!(Path::new(&state).join("vestibule/browser").is_file());
        assert!(!machine.token_file().exists());
    }

    #[test]
    fn t03_where_no_token_can_be_kept_it_is_never_known() {
        let machine = Machine::new();
        std::fs::write(machine.base.path().join("home"), "a file stands in the way").unwrap();
        assert!(matches!(machine.seen(7), Seen::SshWithoutKey));
        let homeless = Machine {
            env: Vec::new(),
            ..Machine::new()
        };
        assert!(matches!(homeless.seen(7), Seen::SshWithoutKey));
    }

    #[test]
    fn t03_a_machine_without_an_id_goes_by_its_name() {
        let machine = Machine::new();
        std::fs::write(machine.base.path().join("etc/machine-id"), "uninitialized\n").unwrap();
        std::fs::create_dir_all(machine.base.path().join("proc/sys/kernel")).unwrap();
        std::fs::write(machine.base.path().join("proc/sys/kernel/hostname"), "front-desk\n").unwrap();
        let Seen::Token { machine_id, .. } = machine.seen(7) else {
            panic!()
        };
        assert_eq!(machine_id, "front-desk");
    }
}
