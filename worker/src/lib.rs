//! placeholder
pub mod messages;
pub mod transport;
pub mod transports;
