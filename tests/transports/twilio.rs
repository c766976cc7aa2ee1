//! The Twilio transport: what it asks, and how far it may go. What it makes of each answer is in `twilio_answers`.

use std::io::Read;
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use domain::delivery::{Fate, Obstacle};
use fixtures::FakeTwilio;
use fixtures::twilio::{ACCOUNT_SID, AUTH_TOKEN, TwilioAnswer, TwilioStatus};
use tokio::time::Instant;
use worker::transport::Text;
use worker::transports::SetUpError;
use worker::transports::twilio::{Sender, Twilio, TwilioSettings};

use crate::common::{NUMBER, dead_port, not_sent, reference, text, twilio, twilio_settings, unknown};

#[tokio::test]
async fn w01_a_text_is_asked_for_in_twilios_own_words() {
    let stand_in = FakeTwilio::start().unwrap();
    let text = Text {
        body: "Maple: 1+1 & 2".into(),
        ..text()
    };
    twilio(&stand_in).send(&text).await;

    let requests = stand_in.requests();
    assert_eq!(requests.len(), 1);
    let request = &requests[0];
    assert_eq!(request.method, "POST");
    assert_eq!(
        request.path,
        format!("/2010-04-01/Accounts/{ACCOUNT_SID}/Messages.json")
    );
    assert_eq!(
        request.basic_auth(),
        Some((ACCOUNT_SID.to_owned(), AUTH_TOKEN.to_owned()))
    );
    assert_eq!(
        request.header("content-type"),
        Some("application/x-www-form-urlencoded")
    );
    // A bare + would be read as a blank: it must be %2B.
    let form = "To=%2B16045550123&From=%2B16045550100&Body=Maple%3A+1%2B1+%26+2&ValidityPeriod=270";
    assert_eq!(request.body, form);
}

#[tokio::test]
async fn w03_a_text_carries_the_seconds_its_code_has_left() {
    let stand_in = FakeTwilio::start().unwrap();
    for validity_s in [60, 299] {
        reference(&twilio(&stand_in).send(&Text { validity_s, ..text() }).await);
    }
    let carried: Vec<_> = stand_in.texts().into_iter().map(|text| text.validity_s).collect();
    assert_eq!(carried, [Some(60), Some(299)]);
}

#[tokio::test]
async fn w01_a_messaging_service_takes_the_place_of_the_number() {
    let stand_in = FakeTwilio::start().unwrap();
    let service = "MG0123456789abcdef0123456789abcdef".to_owned();
    let settings = TwilioSettings {
        sender: Sender::MessagingService(service.clone()),
        api_base: format!("{}/", stand_in.api_base()),
        ..twilio_settings(String::new())
    };
    reference(&Twilio::new(settings).unwrap().send(&text()).await);
    let received = &stand_in.texts()[0];
    assert_eq!(
        (&received.to[..], &received.from, &received.messaging_service),
        (NUMBER, &None, &Some(service))
    );
}

#[test]
fn z03_the_token_travels_over_plain_http_on_this_computer_only() {
    let refused = [
        "http://api.twilio.com",
        "http://127.0.0.1.example.org",
        "http://10.0.0.1",
        "ftp://127.0.0.1",
    ];
    for api_base in refused.into_iter().chain(["", "api.twilio.com", "data:x"]) {
        let made = Twilio::new(twilio_settings(api_base.to_owned()));
        assert!(matches!(made, Err(SetUpError::ApiBase(_))), "{api_base}");
    }
    for api_base in [
        "https://api.twilio.com",
        "http://127.0.0.1:1",
        "http://[::1]:1/x/",
        "http://localhost",
    ] {
        assert!(Twilio::new(twilio_settings(api_base.to_owned())).is_ok(), "{api_base}");
    }
}

/// Waits until the stand-in has the request, stops tokio's clock there and lets it run on by itself.
async fn once_it_has_a_request(stand_in: &Arc<FakeTwilio>) -> Instant {
    let waiting = Arc::clone(stand_in);
    tokio::task::spawn_blocking(move || drop(waiting.wait_for_requests(1)))
        .await
        .unwrap();
    tokio::time::pause();
    Instant::now()
}

#[tokio::test]
async fn w02_an_answer_that_does_not_come_within_15_s_is_unknown() {
    let stand_in = Arc::new(FakeTwilio::start().unwrap());
    stand_in.answer_next(TwilioAnswer::Stall);
    let transport = twilio(&stand_in);
    let sending = tokio::spawn(async move { transport.send(&text()).await });
    let stopped = once_it_has_a_request(&stand_in).await;
    assert_eq!(sending.await.unwrap(), unknown(Obstacle::Timeout));
    let waited = stopped.elapsed();
    assert!(
        (Duration::from_secs(6)..Duration::from_millis(15_010)).contains(&waited),
        "{waited:?}"
    );
    assert_eq!(stand_in.connections(), 1, "it is not sent again");
}

#[tokio::test]
async fn w03_a_tls_handshake_that_hangs_ends_after_5_s_with_nothing_sent() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let api_base = format!("https://{}", listener.local_addr().unwrap());
    let transport = Twilio::new(twilio_settings(api_base)).unwrap();
    let sending = tokio::spawn(async move { transport.send(&text()).await });
    let hello = tokio::task::spawn_blocking(move || {
        let (mut connection, _) = listener.accept().unwrap();
        let mut byte = [0];
        connection.read_exact(&mut byte).unwrap();
        (connection, byte)
    });
    let (_connection, byte) = hello.await.unwrap();
    assert_eq!(byte, [0x16], "a TLS handshake began");
    tokio::time::pause();
    let stopped = Instant::now();
    assert_eq!(sending.await.unwrap(), not_sent(Obstacle::Connect));
    let waited = stopped.elapsed();
    assert!(waited < Duration::from_millis(5_010), "{waited:?}");
}

#[tokio::test]
async fn w02_without_a_connection_no_byte_left() {
    let nobody = format!("http://127.0.0.1:{}", dead_port());
    let transport = Twilio::new(twilio_settings(nobody)).unwrap();
    assert_eq!(transport.send(&text()).await, not_sent(Obstacle::Connect));
    assert_eq!(transport.fate("SM1").await, Err(Obstacle::Connect));

    // No TLS on the other side: the handshake fails before the request.
    let stand_in = FakeTwilio::start().unwrap();
    let https = stand_in.api_base().replace("http:", "https:");
    let transport = Twilio::new(twilio_settings(https)).unwrap();
    assert_eq!(transport.send(&text()).await, not_sent(Obstacle::Connect));
    assert_eq!(stand_in.requests(), []);
}

#[tokio::test]
async fn w04_a_fate_is_what_the_carrier_says() {
    let stand_in = FakeTwilio::start().unwrap();
    let transport = twilio(&stand_in);
    let reference = reference(&transport.send(&text()).await);
    for (status, fate) in [
        (TwilioStatus::Queued, Fate::Underway),
        (TwilioStatus::Sent, Fate::Underway),
        (TwilioStatus::Delivered, Fate::Delivered),
        (TwilioStatus::Undelivered(30003), Fate::Failed(30003)),
        (TwilioStatus::Failed(30008), Fate::Failed(30008)),
    ] {
        stand_in.fate_next(status);
        assert_eq!(transport.fate(&reference).await, Ok(fate));
    }
    let asked = stand_in.requests().pop().unwrap();
    let path = format!("/2010-04-01/Accounts/{ACCOUNT_SID}/Messages/{reference}.json");
    assert_eq!((asked.method.as_str(), asked.path), ("GET", path));
}

#[tokio::test]
async fn w04_a_fate_that_cannot_be_learned_says_why() {
    let stand_in = FakeTwilio::start().unwrap();
    let transport = twilio(&stand_in);
    let reference = reference(&transport.send(&text()).await);
    for (answer, why) in [
        (TwilioAnswer::TooMany(None), Obstacle::Later),
        (TwilioAnswer::Page(500), Obstacle::GatewayTrouble),
        (TwilioAnswer::Page(403), Obstacle::Unreadable),
        (TwilioAnswer::Garbage, Obstacle::Unreadable),
        (TwilioAnswer::Huge(70_000), Obstacle::Unreadable),
        (TwilioAnswer::CutAfter(150), Obstacle::Unreadable),
        (TwilioAnswer::Redirect("/elsewhere".to_owned()), Obstacle::Unreadable),
    ] {
        stand_in.answer_status_next(answer.clone());
        assert_eq!(transport.fate(&reference).await, Err(why), "{answer:?}");
    }
    assert_eq!(transport.fate("SM404").await, Err(Obstacle::Unreadable));
}

#[tokio::test]
async fn w04_what_is_no_sid_never_becomes_part_of_an_address() {
    let stand_in = FakeTwilio::start().unwrap();
    for reference in ["", "..", "../../Calls", "SM1?x=1", "SM1/Media", "a b"] {
        assert_eq!(twilio(&stand_in).fate(reference).await, Err(Obstacle::Unreadable));
    }
    assert_eq!(stand_in.connections(), 0);
}

/// Runs itself with a proxy in the environment that leads nowhere. T54
#[test]
fn w01_a_proxy_in_the_environment_is_ignored() {
    let proxy = format!("http://127.0.0.1:{}", dead_port());
    let mut again = Command::new(std::env::current_exe().unwrap());
    again.args(["--exact", "twilio::w01_a_text_is_asked_for_in_twilios_own_words"]);
    for name in [
        "http_proxy",
        "HTTP_PROXY",
        "https_proxy",
        "HTTPS_PROXY",
        "all_proxy",
        "ALL_PROXY",
    ] {
        again.env(name, &proxy);
    }
    let output = again.env_remove("no_proxy").env_remove("NO_PROXY").output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && said.contains("1 passed"), "{said}");
}
