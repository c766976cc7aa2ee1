//! Passwords that come over the command line: never as an argument, always judged, never repeated (spec M09, A07, Z03).

use domain::password::{check_strength, temporary_password};
use domain::secret::Secret;

use super::clinic::random;
use super::failure::Failure;
use super::prompt::{ask_hidden, is_typed, piped_secret, say};

/// The password somebody chose: typed twice on a terminal, else the first line of standard input. `personal` are the
/// names it must not be built on.
///
/// # Errors
/// [`Failure::Refused`] with the reason where it is too weak, or the terminal ends; [`Failure::WrongUse`] where there is
/// none.
pub(crate) fn chosen(personal: &[&str]) -> Result<Secret<String>, Failure> {
    if is_typed() {
        return typed_twice(personal);
    }
    let password = piped_secret()?;
    check_strength(&password, personal)
        .map_err(|weak| Failure::Refused(format!("The password was refused and nothing was changed. {weak}")))?;
    Ok(password)
}

fn typed_twice(personal: &[&str]) -> Result<Secret<String>, Failure> {
    loop {
        let password = ask_hidden("Password")?;
        if let Err(weak) = check_strength(&password, personal) {
            say(&format!("  {weak}\n"));
            continue;
        }
        if ask_hidden("Password again")?.reveal() == password.reveal() {
            return Ok(password);
        }
        say("  The two are not the same: type both again.\n");
    }
}

/// A password for a start.
///
/// # Errors
/// The system has no random bytes to give.
pub(crate) fn temporary() -> Result<Secret<String>, Failure> {
    Ok(temporary_password(random()?))
}
