//! The pieces pages are made of. A page uses [`form::Form`] and [`inputs::Inputs`]; the rest is what those are built from.

pub mod banner;
pub mod bar;
pub mod cell;
pub mod code_field;
pub mod countdown;
pub mod field;
pub mod form;
pub mod input;
pub mod inputs;
pub mod line;
pub mod list;
pub mod paging;
pub mod qr;
pub mod say;
pub mod text;

mod bands;
mod lay;

pub(crate) use bands::{Bands, draw as draw_bands, draw_notice};
