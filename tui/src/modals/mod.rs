//! Pages that lie over others: they are on the same stack, never flags (convention 9).

pub mod apps;
pub mod confirm;
pub mod help;
pub mod help_text;

mod questions;
