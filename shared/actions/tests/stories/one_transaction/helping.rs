//! Lines of what managers do for one other person.

use actions::help_person::Help;
use domain::step_up::Act as StepUp;

use super::*;
use crate::for_others::{end_sams_pause, help_sam, jane_for, pause_sam, remove_sam, reset_sam};

/// sam with a session elsewhere, and jane who may do `act`.
fn helped(act: StepUp) -> (Clinic, Token) {
    let mut clinic = Clinic::new();
    clinic.sign_in(&SAM, &elsewhere());
    let jane = jane_for(&mut clinic, act);
    clinic.deliver();
    (clinic, jane)
}

/// sam's pause runs.
fn paused() -> (Clinic, Token) {
    let (mut clinic, jane) = helped(StepUp::Pause);
    pause_sam(&mut clinic, &jane).unwrap();
    clinic.deliver();
    (clinic, jane)
}

/// sam waits after five wrong codes.
fn waiting() -> (Clinic, Token) {
    let mut clinic = Clinic::new();
    let pending = clinic.pending(&SAM, &elsewhere());
    clinic.wrong_codes(&SAM, &pending, &elsewhere(), 5);
    let jane = jane_for(&mut clinic, StepUp::HelpOther);
    clinic.deliver();
    (clinic, jane)
}

/// bo trusts a browser.
fn trusted() -> (Clinic, Token) {
    let (mut clinic, jane) = helped(StepUp::HelpOther);
    clinic.allow_trust();
    clinic.sign_in_and_trust(&SAM, &desk());
    clinic.deliver();
    (clinic, jane)
}

pub(super) fn lines() -> Vec<Line> {
    let (resumed, end_in) = paused();
    let (over, _) = paused();
    over.clock.plus(DAY);
    let (seen_over, _) = paused();
    seen_over.clock.plus(DAY);
    [
        two_step_lines(),
        help_lines(),
        vec![
            line(
                "pause_person",
                "ended early",
                resumed,
                move |clinic| end_sams_pause(clinic, &end_in),
                &["two_step.pause_ended"],
                &[("pause_ended", SAM.email)],
            ),
            line(
                "expire_due",
                "a pause over",
                over,
                |clinic| {
                    let at = clinic.clock.now();
                    actions::expire_due::expire_due(&mut clinic.db, clinic.dice.throw(), at).map(|_| ())
                },
                &["two_step.pause_ended"],
                &[("pause_ended", SAM.email)],
            ),
            line(
                "begin_sign_in",
                "after a pause, with the worker off",
                seen_over,
                |clinic| clinic.try_begin("sam", SAM.password, &desk()).map(|_| ()),
                &["two_step.pause_ended", "sign_in.password", "code.asked"],
                &[("pause_ended", SAM.email), ("code", SAM.mobile)],
            ),
        ],
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn two_step_lines() -> Vec<Line> {
    let (paused, pause_in) = helped(StepUp::Pause);
    let (removed, remove_in) = helped(StepUp::Remove);
    let (reset, reset_in) = helped(StepUp::ResetPassword);
    let (mut both, _) = helped(StepUp::Remove);
    let both_in = jane_for(&mut both, StepUp::Remove);
    remove_sam(&mut both, &both_in).unwrap();
    let both_in = jane_for(&mut both, StepUp::ResetPassword);
    both.deliver();
    vec![
        line(
            "pause_person",
            "paused",
            paused,
            move |clinic| pause_sam(clinic, &pause_in),
            &["two_step.paused"],
            &[("two_step_paused", SAM.email)],
        ),
        line(
            "remove_two_step",
            "removed",
            removed,
            move |clinic| remove_sam(clinic, &remove_in),
            &["session.ended", "two_step.off"],
            &[("two_step_off", SAM.email)],
        ),
        line(
            "reset_password",
            "reset by a manager",
            reset,
            move |clinic| reset_sam(clinic, &reset_in),
            &["session.ended", "password.reset"],
            &[("password_reset", SAM.email)],
        ),
        line(
            "reset_password",
            "reset after a removal by the same hand",
            both,
            move |clinic| reset_sam(clinic, &both_in),
            &["password.reset"],
            &[
                ("password_reset", SAM.email),
                ("reset_and_removed", FAY.email),
                ("reset_and_removed", JANE.email),
            ],
        ),
    ]
}

fn help_lines() -> Vec<Line> {
    let (ended, end_in) = helped(StepUp::HelpOther);
    let (lifted, lift_in) = waiting();
    let (untrusted, untrust_in) = trusted();
    vec![
        line(
            "help_person",
            "sessions ended",
            ended,
            move |clinic| help_sam(clinic, &end_in, Help::EndSessions),
            &["session.ended"],
            &[("sessions_ended", SAM.email)],
        ),
        line(
            "help_person",
            "a wait lifted",
            lifted,
            move |clinic| help_sam(clinic, &lift_in, Help::LiftWait),
            &["lockout.lifted"],
            &[("lockout_lifted", SAM.email)],
        ),
        line(
            "help_person",
            "trust ended",
            untrusted,
            move |clinic| help_sam(clinic, &untrust_in, Help::EndTrust),
            &["trust.ended"],
            &[("trust_ended", SAM.email)],
        ),
    ]
}
