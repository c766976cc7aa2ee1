//! What tests stand on: stand-ins for the outside world on loopback, to be scripted, watched and waited for.
//!
//! Nothing here knows the program's own crates: a stand-in that shared code with what it tests would share its mistakes.

mod http;
mod record;
mod server;
pub mod smtp;
pub mod tls;
pub mod twilio;

pub use http::HttpRequest;
pub use smtp::FakeSmtp;
pub use twilio::FakeTwilio;
