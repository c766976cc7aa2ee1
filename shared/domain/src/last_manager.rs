//! The last manager able to sign in is not taken away (spec A02; T63): who would be left after a change of access.

use crate::person::{PasswordKind, Person};
use crate::time::Now;

/// Whether a change of access from `before` to `after` leaves a manager. Two things may not go from some to none: managers
/// who can sign in now, and managers who can for as long as they like. A temporary password ends by itself, so whoever
/// has only that one is not the one to be left alone with.
#[must_use]
pub fn is_left(before: &[Person], after: &[Person], at: Now) -> bool {
    let now = |person: &Person| person.access.is_manager() && person.may_sign_in(at);
    let lasting = |person: &Person| now(person) && is_lasting(person.password);
    stays(before, after, now) && stays(before, after, lasting)
}

fn stays(before: &[Person], after: &[Person], can: impl Fn(&Person) -> bool) -> bool {
    after.iter().any(&can) || !before.iter().any(&can)
}

fn is_lasting(password: PasswordKind) -> bool {
    match password {
        PasswordKind::Own | PasswordKind::Reported => true,
        PasswordKind::Missing | PasswordKind::Temporary { .. } => false,
    }
}
