//! The real programs in real terminals, against a gateway and a mail server on loopback: the main job, and what a bad day
//! does to it. Everything is seen as a person or an operator sees it: on the screen, at the gateway, in the rows.
//!
//! Nothing waits for time to pass: every wait is for something to happen, with a minute's patience. Not here: rules that
//! can be shown without a process (`domain`, `stories`), and how a screen looks.

#![allow(clippy::unwrap_used)]

mod busy;
mod duty;
mod ended;
mod full;
mod half_way;
mod hostile;
mod idle;
mod killed;
mod main_job;
mod own_account;
mod person;
mod pickup;
mod place;
mod seat;
