//! What the pages of these tests are told: accounts, code screens, settings, as the database would give them.

use actions::code_screen::{Asks, CodeScreen, OtherWay, TextNews, TextScreen};
use actions::look::{Account, SecuritySettings, SessionLine, TrustLine};
use actions::save_document::Offer;
use domain::document::DocumentKind;
use domain::ids::{DocumentId, SessionId, StaffId, TrustId};
use domain::message::MessageState;
use domain::person::{Access, Method, Methods, TwoStep};
use domain::policy::{ClinicRule, SignOutAfter};
use domain::resend::Room;
use domain::roster::{Member, Ways, by_name, found_by};
use domain::sign_in::How;
use domain::time::{DAY, HOUR, MINUTE, SECOND, Term, Wait};

use crate::testing::AT;

/// By a key, from an address of the newer kind.
pub(super) const PLACE: &str = "ssh from 10.0.0.5, key SHA256:WesOtAtD…";
/// The longest there is.
pub(super) const LONG_PLACE: &str = "ssh from 2001:0db8:85a3:0000:0000:8a2e:0370:7334, key SHA256:WesOtAtD…";
/// The longest name there is: a hundred letters.
pub(super) const LONG_NAME: &str =
    "Rosalind Featherstonehaugh-Cholmondeley Marjoribanks Wolfeschlegelsteinhausenbergerdorff of St Ives";
pub(super) const LONG_EMAIL: &str =
    "rosalind.featherstonehaugh-cholmondeley@reception.north.maple-street-clinic.example.org";
pub(super) const MASKED: &str = "•••• ••00";
pub(super) const TIME_ZONE: &str = "America/Vancouver";
const NUMBER: &str = "+16045550100";

pub(super) fn managers() -> Vec<String> {
    ["Jane Doe", "Fay Roy", "Rosalind Featherstonehaugh-Cholmondeley"]
        .map(Into::into)
        .into()
}

/// Both ways, all well, one session, one trusted browser.
pub(super) fn account() -> Account {
    Account {
        username: "sam".into(),
        name: "Sam Example".into(),
        access: Access::Staff,
        gate: None,
        enforced: false,
        paused_until: None,
        reported: false,
        email: "sam@maple.example".into(),
        mobile: Some(NUMBER.into()),
        masked: Some(MASKED.into()),
        two_step: TwoStep::On(Methods::Both {
            number: NUMBER.into(),
            default: Method::Sms,
        }),
        sms_since: Some(AT.wall_ms - 40 * DAY),
        app_since: Some(AT.wall_ms - DAY),
        recovery_made: Some(AT.wall_ms - 40 * DAY),
        previous_at: Some(AT.wall_ms - 20 * HOUR),
        previous_place: Some(PLACE.into()),
        wrong_since: 0,
        unfinished_since: 0,
        mails_waiting: 0,
        text_failed: None,
        trusted: trusts(1),
        sessions: sessions(1),
        trust_allowed: true,
        managers: managers(),
        waits_until: None,
        recovery: None,
        offer: None,
        time_zone: TIME_ZONE.into(),
    }
}

/// Texts alone.
pub(super) fn by_text() -> Account {
    Account {
        two_step: TwoStep::On(Methods::Text { number: NUMBER.into() }),
        app_since: None,
        trusted: Vec::new(),
        ..account()
    }
}

/// The app alone, and no number on the profile.
pub(super) fn by_app() -> Account {
    Account {
        two_step: TwoStep::On(Methods::App),
        sms_since: None,
        mobile: None,
        masked: None,
        ..account()
    }
}

/// 2-step verification was never set up.
pub(super) fn off() -> Account {
    Account {
        two_step: TwoStep::Off,
        sms_since: None,
        app_since: None,
        recovery_made: None,
        trusted: Vec::new(),
        ..account()
    }
}

/// Both ways and everything that can be said of them, long.
pub(super) fn busy() -> Account {
    Account {
        name: LONG_NAME.into(),
        username: "rosalind.featherstonehaugh-cholmondeley.marjoribanks.of.st.ives".into(),
        email: LONG_EMAIL.into(),
        access: Access::Full,
        previous_place: Some(LONG_PLACE.into()),
        wrong_since: 12,
        unfinished_since: 3,
        mails_waiting: 12,
        text_failed: Some("twilio 21610".into()),
        trusted: trusts(3),
        sessions: sessions(3),
        ..account()
    }
}

/// So many trusted browsers; this one is the first.
pub(super) fn trusts(count: u8) -> Vec<TrustLine> {
    let line = |number: u8| TrustLine {
        id: TrustId(number.into()),
        place: if number == 1 { PLACE } else { LONG_PLACE }.into(),
        since: AT.wall_ms - i64::from(number) * 7 * DAY,
        last_used: (number != 2).then_some(AT.wall_ms - HOUR),
        ends: AT.wall_ms + i64::from(number) * 7 * DAY,
        here: number == 1,
    };
    (1..=count).map(line).collect()
}

/// So many sessions; this one is the first.
pub(super) fn sessions(count: u8) -> Vec<SessionLine> {
    let line = |number: u8| SessionLine {
        id: SessionId(number.into()),
        place: if number == 1 { PLACE } else { LONG_PLACE }.into(),
        since: AT.wall_ms - i64::from(number) * HOUR,
        how: if number == 1 { How::App } else { How::PasswordAlone },
        here: number == 1,
    };
    (1..=count).map(line).collect()
}

/// A text is asked for and nothing is known of it yet.
pub(super) fn text_screen() -> TextScreen {
    TextScreen {
        masked: MASKED.into(),
        code_left_ms: Some(277 * SECOND),
        text: None,
        resend: Room::Gap { in_ms: 21 * SECOND },
        same_code: true,
        texts_over: false,
    }
}

fn asking(asks: Asks) -> CodeScreen {
    CodeScreen {
        asks,
        other: None,
        trust_offered: false,
        wait: None,
        tries_left: 5,
        managers: managers(),
        time_zone: TIME_ZONE.into(),
    }
}

/// The screen of a texted code.
pub(super) fn asks_text(text: TextScreen) -> CodeScreen {
    asking(Asks::Text(text))
}

/// The screen of the app's code.
pub(super) fn asks_app() -> CodeScreen {
    asking(Asks::App)
}

/// The app is asked, texts are the other way, trust is offered, one try is gone.
pub(super) fn asks_app_with_everything() -> CodeScreen {
    CodeScreen {
        other: Some(OtherWay::Text(MASKED.into())),
        trust_offered: true,
        tries_left: 4,
        ..asks_app()
    }
}

/// A text that stands so, `age_ms` after it was owed.
pub(super) fn with_news(state: MessageState, error: &str, age_ms: i64) -> TextScreen {
    TextScreen {
        text: Some(TextNews {
            state,
            error: error.into(),
            age_ms,
            since_wall_ms: AT.wall_ms,
        }),
        ..text_screen()
    }
}

/// No text is sent any more (spec S09).
pub(super) fn texts_over() -> CodeScreen {
    asks_text(TextScreen {
        code_left_ms: None,
        texts_over: true,
        ..text_screen()
    })
}

/// A screen whose wait has just begun.
pub(super) fn waiting(length_ms: i64) -> CodeScreen {
    CodeScreen {
        wait: Some(Wait::starting(AT, length_ms)),
        ..asks_text(TextScreen {
            code_left_ms: None,
            ..text_screen()
        })
    }
}

pub(super) fn settings(trust_allowed: bool, trusted_browsers: u32) -> SecuritySettings {
    SecuritySettings {
        rule: ClinicRule {
            enforced: false,
            trust_allowed,
            sign_out_after: SignOutAfter::DEFAULT,
        },
        trusted_browsers,
        countries: vec!["CA".into(), "US".into()],
        daily_cap: 150,
    }
}

pub(super) fn offer() -> Offer {
    Offer {
        kind: DocumentKind::RecoveryCode,
        id: DocumentId(1),
        number: "048213".into(),
        left_ms: 10 * MINUTE,
    }
}

/// Somebody on the staff list: the first is the owner, every fourth has 2SV off.
pub(super) fn colleague(id: i64, name: &str) -> Member {
    let username = format!("user{id}");
    let email = format!("{username}@maple.example");
    Member {
        id: StaffId(id),
        found_by: found_by(name, &username, &email),
        username,
        name: name.into(),
        email,
        access: if id == 1 { Access::Owner } else { Access::Staff },
        ways: (id % 4 != 0).then_some(Ways {
            default: if id % 2 == 0 { Method::App } else { Method::Sms },
            both: id % 3 == 0,
        }),
        has_password: true,
        last_sign_in: Some(AT.wall_ms - id * 5 * HOUR),
        pause: None,
        wait: None,
    }
}

/// So many, by name: one of forty has no access, one is paused, one waits, one has no password yet.
pub(super) fn colleagues(count: i64) -> Vec<Member> {
    const FIRST: [&str; 8] = ["Ann", "Bo", "Cy", "Di", "Éva", "Fay", "Gus", "Rosa"];
    const LAST: [&str; 5] = ["Oak", "Elm", "Lind", "Müller", "Rohn"];
    let name = |id: i64| {
        let at = usize::try_from(id).unwrap_or(0);
        format!("{} {}", FIRST[at % FIRST.len()], LAST[at / FIRST.len() % LAST.len()])
    };
    let mut all: Vec<Member> = (1..=count).map(|id| colleague(id, &name(id))).collect();
    for member in &mut all {
        match member.id.0 % 40 {
            7 => member.access = Access::None,
            9 => member.pause = Some(Term::starting(AT.plus(-HOUR), DAY)),
            13 => member.wait = Some(Wait::starting(AT.plus(-MINUTE), HOUR)),
            16 => (member.has_password, member.last_sign_in) = (false, None),
            _ => {}
        }
    }
    by_name(&mut all);
    all
}
