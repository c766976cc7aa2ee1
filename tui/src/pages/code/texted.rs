//! What the code page says of a texted code: where it went, what became of the text, how late it is (spec S06, W04).

use actions::code_screen::TextScreen;
use domain::delivery::text_error_sentence;
use domain::message::MessageState;
use domain::time::{Now, SECOND};
use jiff::tz::TimeZone;

use crate::clock;
use crate::widgets::say::Say;

/// A text that has not arrived after so long puts **Try another way** first, in milliseconds (spec W04).
const LATE_MS: i64 = 20 * SECOND;

/// Milliseconds left of the code, `None` where none is open. `loaded`: when the screen was.
pub(super) fn code_left(text: &TextScreen, loaded: Now, at: Now) -> Option<i64> {
    text.code_left_ms.map(|left| (left - at.since(loaded)).max(0))
}

/// Milliseconds until the next text may go.
pub(super) fn resend_in(text: &TextScreen, loaded: Now, at: Now) -> i64 {
    (text.resend.in_ms() - at.since(loaded)).max(0)
}

/// Milliseconds until a text that has not arrived is called late; `None` where none is underway.
pub(super) fn late_in(text: &TextScreen, loaded: Now, at: Now) -> Option<i64> {
    let news = text.text.as_ref()?;
    match news.state {
        MessageState::Queued | MessageState::Sending | MessageState::HandedOver | MessageState::Unknown => {
            Some((LATE_MS - news.age_ms - at.since(loaded)).max(0))
        }
        MessageState::Failed | MessageState::TooLate => Some(0),
        MessageState::Delivered => None,
    }
}

/// Whether the newest text has arrived.
pub(super) fn has_arrived(text: &TextScreen) -> bool {
    let news = text.text.as_ref();
    news.is_some_and(|news| news.state == MessageState::Delivered)
}

/// Where the code went. `expired`: one was open here and its time is over.
pub(super) fn where_it_went(text: &TextScreen, expired: bool) -> Say {
    match text.code_left_ms {
        None if text.texts_over => Say::look("No text is sent any more: sign in again, or try another way."),
        None if expired => Say::look("The code's time is over. Resend code sends a new one."),
        None => Say::plain(format!("No code is open. Resend code sends one to {}.", text.masked)),
        Some(_) => how_it_went(text),
    }
}

/// "We sent" is said of a text that was handed over, and of no other (spec W04).
fn how_it_went(text: &TextScreen) -> Say {
    let masked = &text.masked;
    match text.text.as_ref().map(|news| news.state) {
        None | Some(MessageState::Queued) => Say::plain(format!("A text to {masked} is waiting to be sent.")),
        Some(MessageState::Sending) => Say::plain(format!("A text to {masked} is being sent.")),
        Some(MessageState::HandedOver | MessageState::Delivered) => Say::plain(format!("We sent a text to {masked}.")),
        Some(MessageState::Unknown) => Say::look(format!("A text to {masked} may be on its way.")),
        Some(MessageState::Failed | MessageState::TooLate) => Say::look(format!("No text got through to {masked}.")),
    }
}

/// What became of the text, and when.
pub(super) fn news(text: &TextScreen, zone: &TimeZone) -> Option<Say> {
    let news = text.text.as_ref()?;
    let since = clock::hour_minute_second(news.since_wall_ms, zone);
    Some(match news.state {
        MessageState::Queued if news.error.is_empty() => Say::plain("queued …"),
        MessageState::Queued => Say::look(format!("not sent yet ({}): it is tried again", news.error)),
        MessageState::Sending => Say::plain("being handed over …"),
        MessageState::HandedOver => Say::plain(format!("handed over {since}")),
        MessageState::Delivered => Say::done(format!("delivered {since}")),
        MessageState::Failed | MessageState::Unknown | MessageState::TooLate => {
            Say::look(text_error_sentence(&news.error))
        }
    })
}
