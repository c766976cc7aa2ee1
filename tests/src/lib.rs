//! What tests stand on: stand-ins for the outside world on loopback, to be scripted, watched and waited for, and a made
//! clinic.
//!
//! The stand-ins know nothing of the program's own crates: one that shared code with what it tests would share its
//! mistakes. The clinic is the opposite: nothing in it was made but through the actions.

pub mod clinic;
pub mod foreign;
mod http;
pub mod keyboard;
mod record;
mod server;
pub mod smtp;
pub mod tls;
pub mod twilio;

pub use http::HttpRequest;
pub use smtp::FakeSmtp;
pub use twilio::FakeTwilio;
