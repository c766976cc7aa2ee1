//! Who works at the made clinic, and where they sit.

use actions::Client;
use domain::browser::Seen;
use domain::person::Access;

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

/// The desk at which sam set texts up: a browser sam is recognised in.
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
