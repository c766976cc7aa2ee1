//! What managers see of another person and do to them.

use actions::look::Account;
use actions::look_person::{PauseView, PersonView};
use domain::ids::StaffId;
use domain::pause::PauseLength;
use domain::permission::Task;
use domain::person::{Access, Method, Methods, PasswordKind, TwoStep};
use domain::secret::Secret;
use domain::time::{DAY, HOUR, Term};

use super::super::super::{on_person, person, temporary_password};
use super::super::facts::{LONG_EMAIL, LONG_NAME, LONG_PLACE, MASKED, PLACE, TIME_ZONE, busy};
use super::{Page, Sample};
use crate::backend::{Help, OnPerson, Reply};
use crate::page::{PageSet, Screen};
use crate::testing::AT;

pub(super) fn samples() -> Vec<Sample> {
    let parts = [profiles(), dialogs(), vec![made()]];
    parts.into_iter().flatten().collect()
}

fn manager() -> Account {
    busy()
}

/// Somebody with both ways, seen by a manager who may do everything.
fn rosa() -> PersonView {
    PersonView {
        id: StaffId(7),
        version: 3,
        username: "rosa".into(),
        name: "Rosa Lind".into(),
        email: "rosa@maple.example".into(),
        mobile: Some(MASKED.into()),
        access: Access::Staff,
        password: PasswordKind::Own,
        two_step: TwoStep::On(Methods::Both {
            number: "+16045550100".into(),
            default: Method::Sms,
        }),
        pause: None,
        waits_until: None,
        has_recovery: true,
        trusted: 2,
        sessions: 1,
        last_sign_in: Some(AT.wall_ms - 20 * HOUR),
        last_place: Some(PLACE.into()),
        mails_waiting: 0,
        may: vec![
            Task::SeeStaff,
            Task::EditStaff,
            Task::Pause,
            Task::Remove,
            Task::ResetPassword,
            Task::EndSessions,
            Task::EndTrust,
        ],
        is_oneself: false,
        time_zone: TIME_ZONE.into(),
    }
}

/// Paused, waiting, never signed in with the temporary password, everything long.
fn long() -> PersonView {
    PersonView {
        name: LONG_NAME.into(),
        email: LONG_EMAIL.into(),
        pause: Some(PauseView {
            until: AT.wall_ms + DAY,
            by: LONG_NAME.into(),
            reason: "The phone was left at home, and the recovery code with it; she comes by at noon to show herself."
                .into(),
        }),
        waits_until: Some(AT.wall_ms + HOUR),
        password: PasswordKind::Temporary {
            term: Term::starting(AT, 3 * DAY),
        },
        last_place: Some(LONG_PLACE.into()),
        mails_waiting: 3,
        may: vec![
            Task::SeeStaff,
            Task::EditStaff,
            Task::EndPause,
            Task::Remove,
            Task::LiftWait,
            Task::ResetPassword,
            Task::TransferOwnership,
            Task::EndSessions,
            Task::EndTrust,
        ],
        ..rosa()
    }
}

fn page_of(view: PersonView) -> Page {
    let mut page = Page::Person(person::State::new(view.id));
    page.live_mut().reply(Reply::Person(Box::new(view)), AT);
    page
}

fn profiles() -> Vec<Sample> {
    let nobody = PersonView {
        access: Access::None,
        password: PasswordKind::Missing,
        two_step: TwoStep::Off,
        has_recovery: false,
        trusted: 0,
        sessions: 0,
        last_sign_in: None,
        last_place: None,
        mobile: None,
        may: vec![Task::SeeStaff],
        ..rosa()
    };
    let oneself = PersonView {
        access: Access::Full,
        may: vec![Task::SeeStaff],
        is_oneself: true,
        ..rosa()
    };
    let mut refused = Page::Person(person::State::new(StaffId(7)));
    refused.live_mut().reply(
        Reply::Trouble("Only the account owner and people with full access may do that. Nothing was changed.".into()),
        AT,
    );
    let of = |state, view, words| Sample::of(manager(), state, page_of(view), words);
    vec![
        of(
            "on",
            rosa(),
            &[
                "Staff ▸ Rosa Lind",
                "✓ on",
                "[ Pause ]",
                "[ Remove ]",
                "1 running",
                "End",
                "Reset password",
                "Back",
            ],
        ),
        of(
            "paused, long",
            long(),
            &["! paused until", "[ End pause ]", "Lift", "not delivered yet", "Back"],
        ),
        of(
            "no access",
            nobody,
            &["no access", "never signed in", "! off", "none yet", "Back"],
        ),
        of("oneself", oneself, &["This is you", "Back"]),
        Sample::of(manager(), "refused", refused, &["Only the account owner", "Back"]),
        Sample::of(
            manager(),
            "not yet known",
            Page::Person(person::State::new(StaffId(7))),
            &["Staff", "Back"],
        ),
    ]
}

fn dialogs() -> Vec<Sample> {
    let of = |state, view: &PersonView, act, words| {
        Sample::of(
            manager(),
            state,
            Page::OnPerson(on_person::State::new(view, act)),
            words,
        )
    };
    let never = PersonView {
        last_sign_in: None,
        ..rosa()
    };
    let mut unsaid = on_person::State::new(&rosa(), OnPerson::Remove);
    Screen::<Page>::on_act(&mut unsaid, on_person::Item::Act, AT);
    vec![
        of(
            "pause",
            &rosa(),
            OnPerson::Pause(PauseLength::Day),
            &["Rosa Lind", "● 24 hours", "Reason", "[ Cancel ]", "[ Pause ]"],
        ),
        of(
            "pause, long",
            &long(),
            OnPerson::Pause(PauseLength::Week),
            &["● 7 days", "[ Pause ]"],
        ),
        of(
            "end pause",
            &long(),
            OnPerson::EndPause,
            &["may be left out", "[ End pause ]"],
        ),
        of(
            "remove",
            &rosa(),
            OnPerson::Remove,
            &["for good", "Reason", "[ Remove ]"],
        ),
        Sample::of(
            manager(),
            "no reason",
            Page::OnPerson(unsaid),
            &["✗ Type a reason", "[ Remove ]"],
        ),
        of(
            "reset",
            &rosa(),
            OnPerson::ResetPassword,
            &["72 hours", "[ Reset password ]"],
        ),
        of(
            "first password",
            &never,
            OnPerson::ResetPassword,
            &["may be left out", "[ Reset password ]"],
        ),
        of("lift", &long(), OnPerson::Help(Help::LiftWait), &["[ Lift ]"]),
        of("sessions", &rosa(), OnPerson::Help(Help::EndSessions), &["[ End ]"]),
        of("trust", &rosa(), OnPerson::Help(Help::EndTrust), &["[ End ]"]),
    ]
}

fn made() -> Sample {
    let page = temporary_password::State::new("Rosa Lind".into(), Secret::new("k7mm2qpx9wzt".into()));
    Sample::of(
        manager(),
        "made",
        Page::TemporaryPassword(page),
        &[
            "Rosa Lind",
            "k7mm2qpx9wzt",
            "shown this once",
            "[ Copy ]",
            "[ I have passed it on ]",
        ],
    )
}
