//! The file by which a terminal that came neither by sudo nor over SSH is told apart (spec T03): 256 random bits as 64 hex
//! digits, for one user alone. What it is worth, and that it is bound to machine and user, is decided elsewhere.

use std::path::Path;

use data_encoding::{HEXLOWER, HEXLOWER_PERMISSIVE};
use domain::secret::Secret;
use zeroize::Zeroizing;

use crate::error::Fault;
use crate::private_file::{self, Rule};

/// The token in the file at `path`; one that is not there, or not fit to be trusted (a link, another user's, open to
/// others, damaged), is replaced by `entropy`. `None` where that cannot be written.
#[must_use]
pub fn load_or_make(path: &Path, entropy: [u8; 32]) -> Option<Secret<[u8; 32]>> {
    match load(path) {
        Ok(token) => return Some(token),
        Err(Fault::Missing) => {}
        // A disk that fails for a moment makes nobody a stranger for good.
        Err(Fault::Unreadable(_)) => return None,
        Err(_) => std::fs::remove_file(path).ok()?,
    }
    make(path, Secret::new(entropy))
}

fn load(path: &Path) -> Result<Secret<[u8; 32]>, Fault> {
    let text = private_file::read(path, Rule::Ours)?;
    let digits = text.reveal().trim_end();
    let mut token = Zeroizing::new([0; 32]);
    let is_whole = digits.len() == 64
        && HEXLOWER_PERMISSIVE
            .decode_mut(digits.as_bytes(), token.as_mut())
            .is_ok();
    if is_whole {
        Ok(Secret::new(*token))
    } else {
        Err(Fault::Content("it holds no token"))
    }
}

/// Written under another name first: two terminals started at once must not see half a file, and the later one takes
/// the token of the earlier.
fn make(path: &Path, token: Secret<[u8; 32]>) -> Option<Secret<[u8; 32]>> {
    make_folder(path.parent()?)?;
    let unnamed = path.with_extension(std::process::id().to_string());
    let text = Zeroizing::new(HEXLOWER.encode(token.reveal()));
    // Left by a killed process that had our number.
    let _ = std::fs::remove_file(&unnamed);
    private_file::create(&unnamed, &text).ok()?;
    let named = std::fs::hard_link(&unnamed, path);
    std::fs::remove_file(&unnamed).ok()?;
    match named {
        Ok(()) => Some(token),
        Err(_) => load(path).ok(),
    }
}

/// XDG wants missing folders made for their user alone.
fn make_folder(path: &Path) -> Option<()> {
    use std::os::unix::fs::DirBuilderExt;
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(path).ok()
}
