//! The terminal program of Vestibule, as a library: `main.rs` only calls it.
//!
//! From the outside in: `terminal` takes the terminal and gives it back, `paint` writes frames, `runtime` brings events
//! and carries effects out, `app` routes them, `pages` and `modals` are what a person sees, `widgets` what those are
//! made of. Nothing here decides anything about signing in: that is `domain`, behind `backend`.

pub mod app;
pub mod aside;
pub mod backend;
pub mod browser;
pub mod cli;
pub mod clock;
pub mod demo;
pub mod effect;
pub mod event;
pub mod house;
pub mod keymap;
pub mod modals;
pub mod page;
pub mod pages;
pub mod paint;
pub mod runtime;
pub mod start;
pub mod surroundings;
pub mod terminal;
pub mod theme;
pub mod widgets;

#[cfg(test)]
mod testing;
