//! What each answer to a new text means (spec W02, W03): the failure tables. Every row also counts connections, because
//! the one thing that must never happen is a second text.

use domain::delivery::{Handover, Obstacle, Rejection};
use fixtures::FakeTwilio;
use fixtures::twilio::TwilioAnswer;
use worker::transport::Text;
use worker::transports::twilio::{Twilio, TwilioSettings};

use crate::common::{reference, refused, text, twilio, twilio_settings, unknown};

/// What the transport makes of one answer, sent once.
async fn outcome(answer: TwilioAnswer) -> Handover {
    let stand_in = FakeTwilio::start().unwrap();
    stand_in.answer_next(answer.clone());
    let outcome = twilio(&stand_in).send(&text()).await;
    assert_eq!(stand_in.connections(), 1, "{answer:?}: exactly one attempt");
    outcome
}

fn raw(status: &str, body: &str) -> TwilioAnswer {
    TwilioAnswer::Raw(format!(
        "HTTP/1.1 {status}\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    ))
}

/// T30
#[tokio::test]
async fn w02_a_lost_or_unreadable_answer_is_unknown_and_never_sent_again() {
    for (answer, why) in [
        (TwilioAnswer::Page(500), Obstacle::GatewayTrouble),
        (TwilioAnswer::Error(503, 20503), Obstacle::GatewayTrouble),
        (TwilioAnswer::Page(504), Obstacle::GatewayTrouble),
        (TwilioAnswer::CloseBeforeReading, Obstacle::Unreadable),
        (TwilioAnswer::Garbage, Obstacle::Unreadable),
        (TwilioAnswer::Huge(64 * 1024), Obstacle::Unreadable),
        (
            TwilioAnswer::Raw("SSH-2.0-OpenSSH_9.9\r\n".to_owned()),
            Obstacle::Unreadable,
        ),
        (raw("201 Created", ""), Obstacle::Unreadable),
        (raw("201 Created", "[]"), Obstacle::Unreadable),
        (raw("201 Created", "{\"status\":\"queued\"}"), Obstacle::Unreadable),
        (
            raw("201 Created", "{\"sid\":null,\"status\":\"queued\"}"),
            Obstacle::Unreadable,
        ),
        (
            raw("201 Created", "{\"sid\":\"../x\",\"status\":\"queued\"}"),
            Obstacle::Unreadable,
        ),
        (raw("201 Created", &"[".repeat(60_000)), Obstacle::Unreadable),
    ] {
        assert_eq!(outcome(answer.clone()).await, unknown(why), "{answer:?}");
    }
}

#[tokio::test]
async fn w02_a_cut_answer_is_unknown_and_never_sent_again() {
    for bytes in [0, 1, 12, 60, 100, 200, 400] {
        let stand_in = FakeTwilio::start().unwrap();
        stand_in.answer_next(TwilioAnswer::CutAfter(bytes));
        assert_eq!(
            twilio(&stand_in).send(&text()).await,
            unknown(Obstacle::Unreadable),
            "cut after {bytes}"
        );
        let texts = stand_in.texts();
        assert!(texts.len() == 1 && texts[0].sid.is_some(), "Twilio did take it, once");
        assert_eq!(stand_in.connections(), 1);
    }
}

#[tokio::test]
async fn w02_a_success_is_one_whatever_else_is_null_or_new() {
    let all_null = "{\"sid\":\"SM1\",\"status\":null,\"error_code\":null,\"price_unit\":null}";
    for answer in [
        TwilioAnswer::Normal,
        TwilioAnswer::NullFilled,
        raw("200 OK", "{\"sid\":\"SM1\",\"status\":\"scheduled\"}"),
        raw(
            "202 Accepted",
            "{\"sid\":\"SM1\",\"status\":\"a status of next year\",\"error_code\":{}}",
        ),
        raw("201 Created", all_null),
        raw("201 Created", "{\"sid\":\"SM1\"}"),
        TwilioAnswer::Huge(60_000),
    ] {
        assert!(reference(&outcome(answer).await).starts_with("SM"));
    }
}

#[tokio::test]
async fn w02_a_message_that_failed_at_once_is_refused_with_its_code() {
    assert_eq!(
        outcome(TwilioAnswer::FailedAtOnce(30007)).await,
        refused(Rejection::Twilio(30007))
    );
    for (body, code) in [
        (
            "{\"sid\":\"SM1\",\"status\":\"undelivered\",\"error_code\":\"30005\"}",
            30005,
        ),
        ("{\"sid\":\"SM1\",\"status\":\"failed\",\"error_code\":null}", 0),
        ("{\"sid\":\"SM1\",\"status\":\"canceled\"}", 0),
    ] {
        assert_eq!(
            outcome(raw("201 Created", body)).await,
            refused(Rejection::Twilio(code)),
            "{body}"
        );
    }
}

/// T37: 21610 is the answer after a STOP.
#[tokio::test]
async fn w03_each_permanent_code_is_told_and_not_tried_again() {
    for code in [
        21211, 21614, 21635, 21610, 21408, 30003, 30004, 30005, 30006, 30007, 30008,
    ] {
        assert_eq!(
            outcome(TwilioAnswer::Error(400, code)).await,
            refused(Rejection::Twilio(code))
        );
    }
    assert_eq!(
        outcome(TwilioAnswer::Error(403, 20003)).await,
        refused(Rejection::Twilio(20003))
    );
    for (answer, code) in [
        (TwilioAnswer::Page(400), 0),
        (TwilioAnswer::Page(404), 0),
        (TwilioAnswer::Page(401), 20003),
        (raw("400 Bad Request", "{\"code\":\"21211\"}"), 21211),
        (raw("400 Bad Request", "{\"code\":-1}"), 0),
        (
            TwilioAnswer::Raw("HTTP/1.1 400 Bad Request\r\nContent-Length: 500\r\n\r\n{\"code\"".to_owned()),
            0,
        ),
    ] {
        assert_eq!(
            outcome(answer.clone()).await,
            refused(Rejection::Twilio(code)),
            "{answer:?}"
        );
    }
}

#[tokio::test]
async fn w03_a_wrong_token_is_our_set_up_and_never_the_numbers_fault() {
    let stand_in = FakeTwilio::start().unwrap();
    let settings = TwilioSettings {
        auth_token: "wrong".into(),
        ..twilio_settings(stand_in.api_base())
    };
    assert_eq!(
        Twilio::new(settings).unwrap().send(&text()).await,
        refused(Rejection::Twilio(20003))
    );
}

#[tokio::test]
async fn w02_after_429_nothing_was_sent_and_the_wish_is_kept() {
    let date = "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n";
    let dated = |retry: &str, date: &str| {
        TwilioAnswer::Raw(format!(
            "HTTP/1.1 429 Too Many Requests\r\n{date}Retry-After: {retry}\r\nContent-Length: 0\r\n\r\n"
        ))
    };
    for (answer, retry_after_ms) in [
        (TwilioAnswer::TooMany(None), None),
        (TwilioAnswer::TooMany(Some("7".to_owned())), Some(7_000)),
        (TwilioAnswer::TooMany(Some("0".to_owned())), Some(0)),
        (TwilioAnswer::TooMany(Some("-3".to_owned())), None),
        (TwilioAnswer::TooMany(Some("soon".to_owned())), None),
        (TwilioAnswer::TooMany(Some("99999999999999999999".to_owned())), None),
        (dated("Sun, 06 Nov 1994 08:50:07 GMT", date), Some(30_000)),
        (dated("Sun, 06 Nov 1994 08:49:00 GMT", date), Some(0)),
        (dated("Sun, 06 Nov 1994 08:50:07 GMT", ""), None),
    ] {
        let expected = Handover::NotSent {
            why: Obstacle::Later,
            retry_after_ms,
        };
        assert_eq!(outcome(answer.clone()).await, expected, "{answer:?}");
    }
}

#[tokio::test]
async fn w03_a_redirect_is_not_followed() {
    for status in [
        "301 Moved Permanently",
        "302 Found",
        "307 Temporary Redirect",
        "308 Permanent Redirect",
    ] {
        let answer = format!("HTTP/1.1 {status}\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n");
        assert_eq!(
            outcome(TwilioAnswer::Raw(answer)).await,
            refused(Rejection::Twilio(0)),
            "{status}"
        );
    }
    assert_eq!(
        outcome(TwilioAnswer::Redirect("/elsewhere".to_owned())).await,
        refused(Rejection::Twilio(0))
    );
}

/// The stand-in refuses what the real one would, so that a story that forgets something fails.
#[tokio::test]
async fn w01_the_stand_in_refuses_a_number_that_is_none() {
    let stand_in = FakeTwilio::start().unwrap();
    let wrong = Text {
        to: "604 555 0123".to_owned(),
        ..text()
    };
    assert_eq!(twilio(&stand_in).send(&wrong).await, refused(Rejection::Twilio(21211)));
    assert_eq!(stand_in.texts()[0].sid, None);
}
