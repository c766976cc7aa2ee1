//! `vestibule` alone: gathers what the terminal program needs, in the safe order, and hands over to it. What it draws and
//! does is everything else in this crate.

use std::process::ExitCode;

use actions::Client;
use store::Db;

use super::clinic::{Around, Clinic, random};
use super::failure::Failure;
use crate::browser;
use crate::start::{Start, run_terminal};

/// Opens the clinic and runs the terminal program until the person leaves.
///
/// # Errors
/// No clinic, an unsafe or invalid set-up, or no terminal.
pub(crate) fn run(around: &Around, no_color: bool) -> Result<ExitCode, Failure> {
    let (clinic, db, client) = enter(around)?;
    let Clinic { dir, config, ring: _ } = clinic;
    run_terminal(Start {
        dir,
        config,
        db,
        client,
        no_color,
    })?;
    Ok(ExitCode::SUCCESS)
}

/// The clinic, open, and the browser this program runs in: for whoever acts for the person who sits here.
///
/// # Errors
/// No clinic, or an unsafe or invalid set-up.
pub(crate) fn enter(around: &Around) -> Result<(Clinic, Db, Client), Failure> {
    // Read before this process becomes the clinic's owner, since sshd's file is the caller's (spec U06).
    let surroundings = browser::Surroundings::read();
    let clinic = Clinic::find(around)?;
    let client = client(&surroundings)?;
    let db = clinic.open()?;
    Ok((clinic, db, client))
}

/// The browser this program runs in (spec T03).
///
/// # Errors
/// The system has no randomness to give.
pub(crate) fn client(surroundings: &browser::Surroundings) -> Result<Client, Failure> {
    let address = surroundings
        .ssh_connection
        .as_deref()
        .and_then(|connection| connection.split_whitespace().next());
    Ok(Client::new(browser::seen(surroundings, random()?), address))
}
