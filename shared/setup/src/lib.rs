//! What lies around the database: the data directory, its configuration, key, locks and wake file, the clocks, and who
//! the program runs as. Both programs start here.
//!
//! Nothing here opens the database, draws, sends or decides about a sign-in; randomness comes in as bytes.

pub mod clock;
pub mod config;
pub mod data_dir;
mod error;
pub mod exports;
pub mod key_file;
pub mod locks;
pub mod new_file;
pub mod private_file;
pub mod privileges;
pub mod system;
pub mod token_file;
pub mod wake;

pub use data_dir::{DataDir, Surroundings};
pub use error::{Fault, SetupError};
