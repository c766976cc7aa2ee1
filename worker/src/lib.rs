//! placeholder
pub mod transport;
pub mod transports;
