//! Races between real processes, and bad days that need one: the same code from many programs at once, writers that crowd
//! each other, kill -9 in the middle, a disk without room.
#![allow(clippy::unwrap_used)]

mod apps;
mod bad_days;
mod codes;
mod gun;
mod writers;
