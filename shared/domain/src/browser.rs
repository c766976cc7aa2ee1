//! Which browser somebody sits at (spec T03), as plain data that the caller has seen: the calling account, the SSH key
//! or the token file. Not here: reading the environment or files, the keyed hash that the database holds, and what
//! being known or recognised allows.

use data_encoding::{BASE64, BASE64_NOPAD};
use sha2::{Digest, Sha256};

use crate::contact::visible_within;
use crate::secret::Secret;
use crate::time::DAY;

/// How long a full sign-in makes a browser known, in milliseconds.
pub const KNOWN_MS: i64 = 90 * DAY;

/// How long a finished second step makes a browser recognised, in milliseconds.
pub const RECOGNISED_MS: i64 = 90 * DAY;

/// How often a mail tells of sign-ins over SSH without a key, in milliseconds (spec T03).
pub const KEYLESS_MAIL_EVERY_MS: i64 = 90 * DAY;

/// How a document gets to a person (spec R09).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaperWay {
    /// A file in `exports/`, at a terminal of the server itself.
    File,
    /// Made when fetched by a second `ssh … pickup`.
    PickupBySsh,
    /// Made when fetched by a second `sudo … pickup`.
    PickupBySudo,
}

/// What tells this client apart from others, in the order in which it is decided.
#[derive(Clone, Debug)]
pub enum Seen {
    /// Run by `sudo`: the calling account.
    Account {
        /// Its number (`SUDO_UID`).
        uid: u32,
    },
    /// Over SSH: the key that logged in.
    Key {
        /// A line of `SSH_USER_AUTH` or of a public key file: `publickey ssh-ed25519 AAAA…`, a comment may follow.
        ssh_key_line: String,
    },
    /// Neither: the token file of this account on this machine.
    Token {
        /// 256 random bits.
        token: Secret<[u8; 32]>,
        /// The machine it was made on (`/etc/machine-id`).
        machine_id: String,
        /// The account it was made for.
        uid: u32,
    },
    /// Over SSH, and the server does not say which key: all such clients are one.
    SshWithoutKey,
}

impl Seen {
    /// Bytes that are the same for the same browser and for no other, to be hashed under a key; `None` where clients
    /// cannot be told apart. They hold the token, hence a secret.
    #[must_use]
    pub fn identity_bytes(&self) -> Option<Secret<Vec<u8>>> {
        let mut bytes = Vec::with_capacity(128);
        match self {
            Self::Account { uid } => {
                bytes.extend_from_slice(b"vestibule browser v1 account\0");
                bytes.extend_from_slice(&uid.to_be_bytes());
            }
            Self::Key { ssh_key_line } => {
                bytes.extend_from_slice(b"vestibule browser v1 ssh key\0");
                bytes.extend_from_slice(&key_blob(ssh_key_line)?);
            }
            Self::Token { token, machine_id, uid } => {
                bytes.reserve_exact(machine_id.len());
                bytes.extend_from_slice(b"vestibule browser v1 token\0");
                bytes.extend_from_slice(token.reveal());
                bytes.extend_from_slice(&uid.to_be_bytes());
                bytes.extend_from_slice(machine_id.trim().as_bytes());
            }
            Self::SshWithoutKey => return None,
        }
        Some(Secret::new(bytes))
    }

    /// Whether it can ever be known, recognised or trusted.
    #[must_use]
    pub fn may_be_known(&self) -> bool {
        self.identity_bytes().is_some()
    }

    /// Bytes that name the token alone, wherever it is shown, to be hashed under a key; `None` without one (spec T03).
    #[must_use]
    pub fn token_bytes(&self) -> Option<&Secret<[u8; 32]>> {
        match self {
            Self::Token { token, .. } => Some(token),
            Self::Account { .. } | Self::Key { .. } | Self::SshWithoutKey => None,
        }
    }

    /// How a document gets to this client (spec R09); `None` where it is not offered.
    #[must_use]
    pub fn paper_way(&self) -> Option<PaperWay> {
        match self {
            Self::Account { .. } => Some(PaperWay::PickupBySudo),
            Self::Key { .. } => self.may_be_known().then_some(PaperWay::PickupBySsh),
            Self::Token { .. } => Some(PaperWay::File),
            Self::SshWithoutKey => None,
        }
    }

    /// Where that is, in short words for the audit, mails and lists. `ssh_client` is the value of `SSH_CONNECTION` or
    /// its first word; what it and the key line hold is shown harmless.
    #[must_use]
    pub fn place(&self, ssh_client: Option<&str>) -> String {
        let ssh = match ssh_client.and_then(|client| client.split_whitespace().next()) {
            Some(address) => format!("ssh from {}", visible_within(address, 45)),
            None => "ssh".to_owned(),
        };
        match self {
            Self::Account { uid } => format!("sudo by account {uid}"),
            Self::Key { ssh_key_line } => match fingerprint(ssh_key_line) {
                Some(print) => format!("{ssh}, key {}…", &print[..SHORT_FINGERPRINT]),
                None => format!("{ssh}, key unreadable"),
            },
            Self::Token { uid, .. } => format!("a terminal of this computer, account {uid}"),
            Self::SshWithoutKey => format!("{ssh}, key not shown"),
        }
    }
}

/// `SHA256:` and eight characters: enough to compare with `ssh-keygen -lf`, short enough for a list.
const SHORT_FINGERPRINT: usize = 15;

/// OpenSSH's SHA-256 fingerprint of a key line, as `ssh-keygen -lf` prints it; `None` where it holds no key.
#[must_use]
pub fn fingerprint(ssh_key_line: &str) -> Option<String> {
    let digest = Sha256::digest(key_blob(ssh_key_line)?);
    Some(format!("SHA256:{}", BASE64_NOPAD.encode(&digest)))
}

/// The key itself (RFC 4253, 6.6): the base64 word that follows the name of its kind and begins with that name. The
/// comment and what stands before do not belong to it.
fn key_blob(line: &str) -> Option<Vec<u8>> {
    let words: Vec<&str> = line.split_whitespace().collect();
    words.windows(2).find_map(|pair| {
        let blob = BASE64.decode(pair[1].as_bytes()).ok()?;
        let (length, rest) = blob.split_first_chunk::<4>()?;
        let kind = rest.get(..usize::try_from(u32::from_be_bytes(*length)).ok()?)?;
        (kind == pair[0].as_bytes()).then(|| blob.clone())
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFT5OUIHKHUwPVyOucnblXyqZtxBbwxjN12/HLBgAeet";

    fn key(line: &str) -> Seen {
        Seen::Key {
            ssh_key_line: line.to_owned(),
        }
    }

    fn token(byte: u8, machine_id: &str, uid: u32) -> Seen {
        Seen::Token {
            token: Secret::new([byte; 32]),
            machine_id: machine_id.to_owned(),
            uid,
        }
    }

    fn identity(seen: &Seen) -> Vec<u8> {
        seen.identity_bytes().unwrap().reveal().clone()
    }

    /// The expected text is what `ssh-keygen -lf` prints for this key.
    #[test]
    fn t03_a_key_is_named_by_the_fingerprint_that_openssh_prints() {
        let print = "SHA256:WesOtAtDWk5LdNi5XDTxOW2JnEkH/i9+j9E2K9KCunM";
        for line in [
            KEY.to_owned(),
            format!("{KEY} sam@desk\n"),
            format!("publickey {KEY}"),
            format!("restrict {KEY}"),
        ] {
            assert_eq!(fingerprint(&line).unwrap(), print, "{line}");
        }
    }

    #[test]
    fn t03_the_same_key_is_the_same_browser_whatever_stands_around_it() {
        assert_eq!(
            identity(&key(KEY)),
            identity(&key(&format!("publickey {KEY} sam@desk")))
        );
    }

    #[test]
    fn t03_another_key_account_machine_or_token_is_another_browser() {
        let other_key = KEY.replace("IFT5", "IFT6");
        let seen = [
            key(KEY),
            key(&other_key),
            Seen::Account { uid: 1000 },
            Seen::Account { uid: 1001 },
            token(7, "m1", 1000),
            token(8, "m1", 1000),
            token(7, "m2", 1000),
            token(7, "m1", 1001),
        ];
        let distinct: std::collections::BTreeSet<_> = seen.iter().map(identity).collect();
        assert_eq!(distinct.len(), seen.len());
        assert!(seen.iter().all(Seen::may_be_known));
    }

    #[test]
    fn t03_ssh_without_a_readable_key_is_never_known() {
        for seen in [
            Seen::SshWithoutKey,
            key(""),
            key("ssh-ed25519"),
            key("ssh-ed25519 nonsense"),
            key("ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIFT5OUIHKHUwPVyOucnblXyqZtxBbwxjN12/HLBgAeet"),
            key("password"),
            key("a AAAA"),
            key("a /////w=="),
        ] {
            assert!(!seen.may_be_known(), "{seen:?}");
            assert!(seen.identity_bytes().is_none());
        }
    }

    #[test]
    fn x02_a_place_is_short_words() {
        let from = Some("10.0.0.5 51234 10.0.0.1 22");
        assert_eq!(key(KEY).place(from), "ssh from 10.0.0.5, key SHA256:WesOtAtD…");
        assert_eq!(key(KEY).place(None), "ssh, key SHA256:WesOtAtD…");
        assert_eq!(key("?").place(from), "ssh from 10.0.0.5, key unreadable");
        assert_eq!(
            Seen::SshWithoutKey.place(Some("fe80::1%eth0")),
            "ssh from fe80::1%eth0, key not shown"
        );
        assert_eq!(Seen::Account { uid: 1000 }.place(from), "sudo by account 1000");
        assert_eq!(
            token(7, "m1", 1000).place(None),
            "a terminal of this computer, account 1000"
        );
    }

    #[test]
    fn z05_a_place_cannot_carry_control_characters() {
        let place = Seen::SshWithoutKey.place(Some("\u{1b}[31m1.2.3.4"));
        assert_eq!(place, "ssh from ␛[31m1.2.3.4, key not shown");
    }

    #[test]
    fn z03_a_token_is_not_printed() {
        let seen = token(7, "m1", 1000);
        assert_eq!(
            format!("{seen:?}"),
            r#"Token { token: ***, machine_id: "m1", uid: 1000 }"#
        );
        assert_eq!(format!("{:?}", seen.identity_bytes()), "Some(***)");
    }
}
