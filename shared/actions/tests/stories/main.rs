//! The actions over a real file, told as what people see: a made clinic, a clock moved by hand, and the worker's own
//! actions for what is sent and what ends.
#![allow(clippy::unwrap_used)]

mod activity;
mod acts;
mod app;
mod app_codes;
mod both_methods;
mod clocks;
mod codes;
mod doors;
mod enforcement;
mod every_act;
mod files;
mod first_passwords;
mod for_others;
mod last_manager;
mod lockouts;
mod managers_papers;
mod managing;
mod messages;
mod moments;
mod not_me;
mod one_transaction;
mod own_password;
mod owner_recovery;
mod owner_recovery_ends;
mod ownership;
mod passwords;
mod permissions;
mod pickups;
mod profile;
mod recovery;
mod recovery_view;
mod required;
mod sessions;
mod set_up;
mod settings;
mod sign_in;
mod staff_edits;
mod staff_imports;
mod staff_list;
mod step_up;
mod strangers;
mod trust;
mod trust_ends;
mod unfinished;

use actions::Token;
use actions::answer_code::Answered;
use domain::message::MailKind;
use fixtures::clinic::{Clinic, Delivered};
use store::outbox::Kind;

/// The session of somebody who was let in.
fn let_in(answered: Answered) -> Token {
    match answered {
        Answered::SignedIn { session } => session,
        Answered::Refused(why) => panic!("not let in: {why:?}"),
    }
}

/// Delivers all that is owed; the kinds of mail to that address.
fn mails_to(clinic: &mut Clinic, address: &str) -> Vec<MailKind> {
    let to = |message: Delivered| (message.to == address).then_some(message.kind);
    let kinds = clinic.deliver().into_iter().filter_map(to);
    kinds
        .filter_map(|kind| match kind {
            Kind::Mail(kind) => Some(kind),
            Kind::Text(_) => None,
        })
        .collect()
}
