//! Who works at the made clinic, and where they sit.

use actions::Client;
use data_encoding::BASE64;
use domain::browser::Seen;
use domain::person::Access;
use domain::secret::Secret;

/// Somebody of the made clinic.
#[derive(Clone, Copy, Debug)]
pub struct Person {
    /// Name to sign in with.
    pub username: &'static str,
    /// Name for people.
    pub name: &'static str,
    /// Where mails go.
    pub email: &'static str,
    /// E.164.
    pub mobile: &'static str,
    /// The own password.
    pub password: &'static str,
    /// What they may do.
    pub access: Access,
}

/// The account owner. 2SV is off; never signed in.
pub const JANE: Person = Person {
    username: "jane",
    name: "Jane Maple",
    email: "jane@maple.example",
    mobile: "+16045550101",
    password: "copper kettle 41 noon",
    access: Access::Owner,
};

/// Full access. 2SV is off; never signed in.
pub const FAY: Person = Person {
    username: "fay",
    name: "Fay Okafor",
    email: "fay@maple.example",
    mobile: "+16045550102",
    password: "willow drum 77 harbour",
    access: Access::Full,
};

/// Staff. Texts are on and go to the mobile; the recovery code is kept; [`desk`] is recognised.
pub const SAM: Person = Person {
    username: "sam",
    name: "Sam Tremblay",
    email: "sam@maple.example",
    mobile: "+16045550100",
    password: "gravel otter 19 piano",
    access: Access::Staff,
};

/// Staff, in [`super::Clinic::with_apps`]. The app alone is on; the recovery code is kept; [`desk`] is recognised.
pub const BO: Person = Person {
    username: "bo",
    name: "Bo Lindgren",
    email: "bo@maple.example",
    mobile: "+16045550103",
    password: "velvet anchor 52 stove",
    access: Access::Staff,
};

/// Staff, in [`super::Clinic::with_apps`]. Texts (asked first) and the app are on; the recovery code is kept; [`desk`] is
/// recognised.
pub const KIM: Person = Person {
    username: "kim",
    name: "Kim Sato",
    email: "kim@maple.example",
    mobile: "+16045550104",
    password: "thimble ravine 88 cocoa",
    access: Access::Staff,
};

/// The desk at which methods were set up: a browser that who has 2SV on is recognised in.
#[must_use]
pub fn desk() -> Client {
    browser(1)
}

/// A browser nobody has signed in from.
#[must_use]
pub fn elsewhere() -> Client {
    browser(99)
}

/// The `number`th browser (spec T03: the account that called `sudo`).
#[must_use]
pub fn browser(number: u32) -> Client {
    Client::new(Seen::Account { uid: 1000 + number }, None)
}

/// Over SSH with no key shown: never known, never recognised.
#[must_use]
pub fn keyless() -> Client {
    Client::new(Seen::SshWithoutKey, Some("10.0.0.5 51234 10.0.0.1 22"))
}

/// Over SSH, with the `number`th key.
#[must_use]
pub fn ssh_key(number: u8) -> Client {
    let kind = b"ssh-ed25519";
    let mut blob = [&[0, 0, 0, 11], kind.as_slice(), &[0, 0, 0, 32]].concat();
    blob.extend([number; 32]);
    let ssh_key_line = format!("publickey ssh-ed25519 {}", BASE64.encode(&blob));
    Client::new(Seen::Key { ssh_key_line }, Some("10.0.0.5 51234 10.0.0.1 22"))
}

/// At a terminal of a computer itself: the `number`th token file, shown by that account on that machine. The same number
/// elsewhere is a copy of the file.
#[must_use]
pub fn token_file(number: u8, machine_id: &str, uid: u32) -> Client {
    let seen = Seen::Token {
        token: Secret::new([number; 32]),
        machine_id: machine_id.to_owned(),
        uid,
    };
    Client::new(seen, None)
}
