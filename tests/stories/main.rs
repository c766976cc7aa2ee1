//! What happens at a clinic, told from the keyboard: the real terminal program and the real worker over a real file, with
//! a clock moved by hand. Every story ends with nothing left owing (`fixtures::keyboard::Story`).
//!
//! A bug gets a story here that is named after what the clinic saw. Not here: terminals as bytes (`tui/tests`), what
//! goes over a wire (`transports`), many at once (`races`).
#![allow(clippy::unwrap_used)]

mod sign_in;
