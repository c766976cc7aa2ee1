//! What a code screen shows, whichever door it stands at and whichever method it asks for: the masked number, the time
//! left, what became of the text, when the next one may go, the wait, the ways out (spec S05, S06, L03, W04). Reads only.

use domain::contact::MobileNumber;
use domain::message::MessageState;
use domain::person::{Method, Methods};
use domain::resend::{Room, room_for_text, same_code};
use domain::sign_in::is_alive;
use domain::time::{Now, Wait};
use domain::trust;
use domain::verification::Door;
use store::outbox::TextStatus;
use store::{Db, StoreError, Tx, challenges, clinic, outbox, pending, staff};

use crate::apply::sign_in_door;
use crate::standing::{Loaded, manager_names};
use crate::{ActionError, Client, Policy, Token};

/// A code screen as of one instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeScreen {
    /// What is asked.
    pub asks: Asks,
    /// The other method, where both are set up (spec S05).
    pub other: Option<OtherWay>,
    /// Whether **Trust this browser** is offered (spec T01).
    pub trust_offered: bool,
    /// The running wait for codes.
    pub wait: Option<Wait>,
    /// Tries left before a wait.
    pub tries_left: u32,
    /// Managers to ask, by name.
    pub managers: Vec<String>,
    /// The clinic's IANA time zone.
    pub time_zone: String,
}

/// Which code is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asks {
    /// A texted one.
    Text(TextScreen),
    /// One of the authenticator app.
    App,
}

/// The other method.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OtherWay {
    /// Texts, to this number, masked.
    Text(String),
    /// The authenticator app.
    App,
}

/// What is known of a texted code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextScreen {
    /// The number, last two digits only.
    pub masked: String,
    /// Milliseconds left as counted down; `None` where no code is open.
    pub code_left_ms: Option<i64>,
    /// What became of the newest text.
    pub text: Option<TextNews>,
    /// When the next text may go.
    pub resend: Room,
    /// Whether it would carry the same code.
    pub same_code: bool,
    /// Whether texts are sent at all any more (not after minute 10 of a sign-in, spec S09).
    pub texts_over: bool,
}

impl CodeScreen {
    /// The method asked for.
    #[must_use]
    pub fn method(&self) -> Method {
        match self.asks {
            Asks::Text(_) => Method::Sms,
            Asks::App => Method::App,
        }
    }

    /// What is known of the texted code; `None` where the app is asked.
    #[must_use]
    pub fn text(&self) -> Option<&TextScreen> {
        match &self.asks {
            Asks::Text(text) => Some(text),
            Asks::App => None,
        }
    }
}

/// What became of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextNews {
    /// Where it stands.
    pub state: MessageState,
    /// What went wrong, as a stable short word.
    pub error: String,
    /// Milliseconds since it was owed.
    pub age_ms: i64,
    /// When that became so, wall ms.
    pub since_wall_ms: i64,
}

/// The screen of a pending sign-in for a method, or for the default one; `None` where the sign-in is over.
///
/// # Errors
/// [`ActionError`] of the database.
pub fn code_screen(
    db: &mut Db,
    token: &Token,
    method: Option<Method>,
    client: &Client,
    policy: &Policy,
    at: Now,
) -> Result<Option<CodeScreen>, ActionError> {
    db.read(at, |tx| {
        let Some(row) = pending::find_open(tx, token.reveal())? else {
            return Ok(None);
        };
        let person = staff::get(tx, row.pending.staff)?;
        let loaded = Loaded::load(tx, person, row.pending.browser, &client.place, policy)?;
        if !is_alive(row.pending, &loaded.standing(tx), at) {
            return Ok(None);
        }
        let Some(mut screen) = by_method(tx, &loaded, sign_in_door(row.pending.browser), method)? else {
            return Ok(None);
        };
        screen.trust_offered = trust::is_offered(loaded.trust, loaded.familiarity);
        if let Asks::Text(text) = &mut screen.asks {
            text.texts_over = row.pending.term.ended(at);
        }
        Ok(Some(screen))
    })
}

/// The screen of a door for a method, or for the default one; `None` where 2SV is off.
pub(crate) fn by_method(
    tx: &Tx<'_>,
    loaded: &Loaded,
    door: Door,
    method: Option<Method>,
) -> Result<Option<CodeScreen>, StoreError> {
    let Some(methods) = loaded.person.two_step.methods() else {
        return Ok(None);
    };
    let method = method.filter(|method| methods.has(*method));
    let asks = match (method.unwrap_or(methods.default()), methods.number()) {
        (Method::Sms, Some(number)) => Asks::Text(text_screen(tx, loaded, door, number)?),
        (Method::App, _) | (Method::Sms, None) => Asks::App,
    };
    let other = match (&asks, methods) {
        (Asks::Text(_), Methods::Both { .. }) => Some(OtherWay::App),
        (Asks::App, Methods::Both { number, .. }) => Some(OtherWay::Text(masked(number))),
        (Asks::Text(_) | Asks::App, Methods::Text { .. } | Methods::App) => None,
    };
    framed(tx, loaded, asks, other).map(Some)
}

/// The screen of a number that is being set up.
pub(crate) fn for_number(tx: &Tx<'_>, loaded: &Loaded, door: Door, number: &str) -> Result<CodeScreen, StoreError> {
    let asks = Asks::Text(text_screen(tx, loaded, door, number)?);
    framed(tx, loaded, asks, None)
}

/// The screen of an app that is being set up.
pub(crate) fn for_app(tx: &Tx<'_>, loaded: &Loaded) -> Result<CodeScreen, StoreError> {
    framed(tx, loaded, Asks::App, None)
}

fn framed(tx: &Tx<'_>, loaded: &Loaded, asks: Asks, other: Option<OtherWay>) -> Result<CodeScreen, StoreError> {
    let (standing, at) = (loaded.standing(tx), tx.at());
    let class = loaded.familiarity.class();
    Ok(CodeScreen {
        asks,
        other,
        trust_offered: false,
        wait: loaded.ladder.is_waiting(at),
        tries_left: loaded.ladder.tries_left(class, standing.wrong_codes, at),
        managers: manager_names(tx, Some(loaded.staff.id))?,
        time_zone: clinic::find(tx)?.map(|clinic| clinic.time_zone).unwrap_or_default(),
    })
}

fn text_screen(tx: &Tx<'_>, loaded: &Loaded, door: Door, number: &str) -> Result<TextScreen, StoreError> {
    let (standing, at) = (loaded.standing(tx), tx.at());
    let open = challenges::open_at(tx, loaded.staff.id, door)?.filter(|open| open.is_live(at) && open.to == number);
    let text = match &open {
        Some(open) => outbox::text_status(tx, open.id)?,
        None => None,
    };
    Ok(TextScreen {
        masked: masked(number),
        code_left_ms: open.as_ref().map(|open| open.shown_left_ms(at)),
        text: text.map(|text| news(&text, at)),
        resend: room_for_text(standing.sent, door.purpose, standing.clinic, at),
        same_code: open.as_ref().is_some_and(|open| same_code(open, at)),
        texts_over: false,
    })
}

fn news(text: &TextStatus, at: Now) -> TextNews {
    TextNews {
        state: text.state,
        error: text.error.clone(),
        age_ms: at.since(text.made),
        since_wall_ms: text.changed_at,
    }
}

/// A stored number with all but its last two digits hidden.
#[must_use]
pub fn masked(number: &str) -> String {
    MobileNumber::stored(number).map_or_else(String::new, |number| number.masked())
}
