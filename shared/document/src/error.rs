//! Why there is no document. Not here: why one could not be written to a file, which is its caller's sentence.

use thiserror::Error;

/// Why a document was not made. Nothing half-made is handed out.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum DocumentError {
    /// A font that comes with the program cannot be read: the program itself is damaged.
    #[error(
        "The page could not be made: a font inside this program is damaged. \
         Nothing was changed. Install the program again; until then, copy by hand what stands on the screen."
    )]
    Font,
    /// The page was set, but no PDF came of it.
    #[error(
        "The page could not be made ({0}). Nothing was changed. Try again, or copy by hand what stands on the screen."
    )]
    Pdf(String),
}
