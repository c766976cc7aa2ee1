//! The SMTP transport: what a failure means at each step of the conversation (spec W02, W03), and that nothing leaves
//! without the protection that was asked for.

use std::sync::Arc;
use std::time::Duration;

use domain::delivery::{Handover, Obstacle, Rejection};
use fixtures::smtp::{FakeSmtp, SmtpAnswer, SmtpOptions, SmtpSecurity, SmtpStep};
use tokio::time::Instant;
use worker::transport::Mail;
use worker::transports::SetUpError;
use worker::transports::smtp::{Security, Smtp, SmtpSettings};

use crate::common::{USER, mail, not_sent, plain_smtp, reference, refused, smtp_options, smtp_settings, unknown};

/// What the transport makes of one answer at one step, and whether the whole mail had reached the server.
async fn outcome(step: SmtpStep, answer: SmtpAnswer) -> (Handover, bool) {
    let (stand_in, smtp) = plain_smtp();
    stand_in.answer_next(step, answer);
    let outcome = smtp.send(&mail()).await;
    (outcome, !stand_in.mails().is_empty())
}

fn reply(line: &str) -> SmtpAnswer {
    SmtpAnswer::Reply(line.to_owned())
}

const BEFORE_THE_MAIL: [SmtpStep; 6] = [
    SmtpStep::Greeting,
    SmtpStep::Ehlo,
    SmtpStep::Auth,
    SmtpStep::MailFrom,
    SmtpStep::RcptTo,
    SmtpStep::Data,
];

#[tokio::test]
async fn w03_whatever_breaks_before_the_mail_leaves_it_unsent() {
    for step in BEFORE_THE_MAIL {
        for (answer, why) in [
            (reply("421 4.3.2 shutting down"), Obstacle::Later),
            (reply("451 4.7.1 greylisted"), Obstacle::Later),
            (SmtpAnswer::Close, Obstacle::Unreadable),
            (SmtpAnswer::Endless(1 << 20), Obstacle::Unreadable),
            (reply("what?"), Obstacle::Unreadable),
        ] {
            let (outcome, arrived) = outcome(step, answer.clone()).await;
            assert_eq!((outcome, arrived), (not_sent(why), false), "{step:?}: {answer:?}");
        }
    }
}

#[tokio::test]
async fn w03_a_5xx_is_about_us_until_the_recipient_is_named() {
    for (step, why) in [
        (SmtpStep::Greeting, Rejection::SmtpSetUp(554)),
        (SmtpStep::Ehlo, Rejection::SmtpSetUp(554)),
        (SmtpStep::Auth, Rejection::SmtpSetUp(554)),
        (SmtpStep::MailFrom, Rejection::SmtpSetUp(554)),
        (SmtpStep::RcptTo, Rejection::Smtp(554)),
        (SmtpStep::Data, Rejection::Smtp(554)),
    ] {
        assert_eq!(
            outcome(step, reply("554 5.7.1 no")).await,
            (refused(why), false),
            "{step:?}"
        );
    }
    assert_eq!(
        outcome(SmtpStep::FinalDot, reply("552 too big")).await.0,
        refused(Rejection::Smtp(552))
    );
    for code in [530, 534, 535, 538] {
        let answer = reply(&format!("{code} log in first"));
        assert_eq!(
            outcome(SmtpStep::RcptTo, answer).await.0,
            refused(Rejection::SmtpSetUp(code))
        );
    }
}

#[tokio::test]
async fn w02_a_lost_answer_after_the_final_dot_is_unknown() {
    for (answer, expected) in [
        (SmtpAnswer::Close, unknown(Obstacle::Unreadable)),
        (SmtpAnswer::Endless(1 << 20), unknown(Obstacle::Unreadable)),
        (reply("what?"), unknown(Obstacle::Unreadable)),
        (reply("354 go on"), unknown(Obstacle::Unreadable)),
        (reply("451 4.3.0 disk full"), not_sent(Obstacle::Later)),
        (
            reply("250 2.6.0 fine"),
            Handover::Accepted {
                reference: "2.6.0 fine".to_owned(),
            },
        ),
    ] {
        assert_eq!(
            outcome(SmtpStep::FinalDot, answer.clone()).await,
            (expected, true),
            "{answer:?}"
        );
    }
}

/// Lets the server have `commands` lines, stops tokio's clock there, and lets it run on by itself to the end.
async fn stalled_after(step: SmtpStep, commands: usize) -> (Handover, Duration) {
    let (stand_in, smtp) = plain_smtp();
    stand_in.answer_next(step, SmtpAnswer::Stall);
    let sending = tokio::spawn(async move { smtp.send(&mail()).await });
    let waiting = Arc::clone(&stand_in);
    let there = move || {
        drop(waiting.wait_for_commands(commands));
        if matches!(step, SmtpStep::FinalDot | SmtpStep::Quit) {
            drop(waiting.wait_for_mails(1));
        }
    };
    tokio::task::spawn_blocking(there).await.unwrap();
    tokio::time::pause();
    let stopped = Instant::now();
    (sending.await.unwrap(), stopped.elapsed())
}

/// Some of the 15 s may have passed before the clock stopped; tokio's timers are a millisecond coarse.
fn about_15_s(waited: Duration) -> bool {
    (Duration::from_secs(6)..Duration::from_millis(15_010)).contains(&waited)
}

#[tokio::test]
async fn w03_a_server_that_falls_silent_is_given_up_after_15_s() {
    let (outcome, waited) = stalled_after(SmtpStep::Auth, 2).await;
    assert_eq!(outcome, not_sent(Obstacle::Timeout));
    assert!(about_15_s(waited), "{waited:?}");
}

#[tokio::test]
async fn w02_silence_after_the_final_dot_is_unknown() {
    let (outcome, waited) = stalled_after(SmtpStep::FinalDot, 5).await;
    assert_eq!(outcome, unknown(Obstacle::Timeout));
    assert!(about_15_s(waited), "{waited:?}");
}

#[tokio::test]
async fn w03_silence_after_the_good_bye_changes_nothing() {
    let (outcome, waited) = stalled_after(SmtpStep::Quit, 6).await;
    assert_eq!(reference(&outcome), "2.0.0 taken as 42");
    assert!(waited < Duration::from_secs(2), "{waited:?}");
}

#[tokio::test]
async fn w01_the_conversation_is_what_a_submission_server_expects() {
    for plain_login in [true, false] {
        let options = SmtpOptions {
            plain_login,
            ..smtp_options(SmtpSecurity::StartTls)
        };
        let stand_in = FakeSmtp::with(options).unwrap();
        let smtp = Smtp::new(smtp_settings(&stand_in, Security::StartTls)).unwrap();
        assert_eq!(reference(&smtp.send(&mail()).await), "2.0.0 taken as 42");
        let commands = stand_in.wait_for_commands(8);
        let (ehlo, from, to) = (
            "EHLO maple.example",
            "MAIL FROM:<2sv@maple.example>",
            "RCPT TO:<zoe@maple.example>",
        );
        assert_eq!(commands, [ehlo, "STARTTLS", ehlo, "AUTH", from, to, "DATA", "QUIT"]);
        let received = &stand_in.mails()[0];
        assert_eq!((received.user.as_deref(), received.tls), (Some(USER), true));
    }
}

#[tokio::test]
async fn w01_without_a_user_name_there_is_no_login() {
    let stand_in = FakeSmtp::start().unwrap();
    let settings = SmtpSettings {
        username: None,
        password: None,
        ..smtp_settings(&stand_in, Security::None)
    };
    reference(&Smtp::new(settings).unwrap().send(&mail()).await);
    assert!(!stand_in.commands().contains(&"AUTH".to_owned()));
}

#[tokio::test]
async fn w03_a_wrong_password_is_our_set_up_not_the_recipient() {
    let (stand_in, _) = plain_smtp();
    let settings = SmtpSettings {
        password: Some("wrong".into()),
        ..smtp_settings(&stand_in, Security::None)
    };
    let outcome = Smtp::new(settings).unwrap().send(&mail()).await;
    assert_eq!(outcome, refused(Rejection::SmtpSetUp(535)));
    assert_eq!(stand_in.mails(), []);
}

#[tokio::test]
async fn w03_a_server_without_a_way_to_log_in_gets_no_mail_yet() {
    let stand_in = FakeSmtp::start().unwrap();
    let outcome = Smtp::new(smtp_settings(&stand_in, Security::None))
        .unwrap()
        .send(&mail())
        .await;
    assert_eq!(outcome, not_sent(Obstacle::Later));
    assert_eq!(stand_in.mails(), []);
}

#[tokio::test]
async fn z03_without_starttls_neither_password_nor_mail_leaves() {
    let stand_in = FakeSmtp::with(smtp_options(SmtpSecurity::Plain)).unwrap();
    let outcome = Smtp::new(smtp_settings(&stand_in, Security::StartTls))
        .unwrap()
        .send(&mail())
        .await;
    assert_eq!(outcome, not_sent(Obstacle::Connect));
    assert_eq!(stand_in.commands(), ["EHLO maple.example"]);
}

#[tokio::test]
async fn z03_a_certificate_nobody_vouches_for_is_refused() {
    let other = FakeSmtp::start().unwrap();
    for (theirs, ours, heard) in [
        (SmtpSecurity::StartTls, Security::StartTls, 2),
        (SmtpSecurity::Tls, Security::Tls, 0),
    ] {
        let stand_in = FakeSmtp::with(smtp_options(theirs)).unwrap();
        let settings = SmtpSettings {
            ca_pem: Some(other.ca_pem().to_owned()),
            ..smtp_settings(&stand_in, ours)
        };
        let outcome = Smtp::new(settings).unwrap().send(&mail()).await;
        assert_eq!(outcome, not_sent(Obstacle::Connect), "{ours:?}");
        assert_eq!(stand_in.commands().len(), heard, "{ours:?}");
    }
}

/// The attacker's reply arrives with the one to STARTTLS, before TLS, and shifts every later one by one.
#[tokio::test]
async fn z03_a_reply_slipped_in_before_tls_never_passes_for_the_servers() {
    let options = SmtpOptions {
        security: SmtpSecurity::StartTls,
        ..SmtpOptions::default()
    };
    let stand_in = FakeSmtp::with(options).unwrap();
    stand_in.answer_next(SmtpStep::StartTls, SmtpAnswer::UsualThen("250 stand-in".to_owned()));
    let settings = SmtpSettings {
        username: None,
        password: None,
        ..smtp_settings(&stand_in, Security::StartTls)
    };
    assert_eq!(
        Smtp::new(settings).unwrap().send(&mail()).await,
        not_sent(Obstacle::Unreadable)
    );
    assert_eq!(stand_in.mails(), []);
}

#[tokio::test]
async fn w03_an_address_that_cannot_be_one_is_refused_without_asking() {
    let (stand_in, smtp) = plain_smtp();
    for to_address in [
        "",
        "zoe",
        "zoe@",
        "zoe@maple.example\r\nRCPT TO:<eve@evil.example>",
        "a b@maple.example",
    ] {
        let mail = Mail {
            to_address: to_address.to_owned(),
            ..mail()
        };
        assert_eq!(smtp.send(&mail).await, refused(Rejection::Smtp(553)), "{to_address:?}");
    }
    assert_eq!(stand_in.commands().len(), 0);
}

#[tokio::test]
async fn w03_an_address_beyond_ascii_goes_where_the_server_can_take_it() {
    let mail = Mail {
        to_address: "zoë@maple.example".to_owned(),
        ..mail()
    };
    let stand_in = FakeSmtp::with(SmtpOptions {
        international: true,
        ..SmtpOptions::default()
    })
    .unwrap();
    let settings = SmtpSettings {
        username: None,
        password: None,
        ..smtp_settings(&stand_in, Security::None)
    };
    reference(&Smtp::new(settings).unwrap().send(&mail).await);
    assert_eq!(stand_in.mails()[0].to, ["zoë@maple.example"]);

    let (unable, smtp) = plain_smtp();
    assert_eq!(smtp.send(&mail).await, refused(Rejection::Smtp(553)));
    assert_eq!(unable.mails(), []);
}

#[test]
fn z03_settings_that_contradict_themselves_are_refused() {
    let stand_in = FakeSmtp::start().unwrap();
    let settings = |change: fn(&mut SmtpSettings)| {
        let mut settings = smtp_settings(&stand_in, Security::StartTls);
        change(&mut settings);
        Smtp::new(settings).unwrap_err()
    };
    let elsewhere = settings(|s| (s.host, s.security) = ("mail.example.org".to_owned(), Security::None));
    assert!(matches!(elsewhere, SetUpError::PlainMail(_)));
    assert!(matches!(settings(|s| s.password = None), SetUpError::NoPassword));
    assert!(matches!(
        settings(|s| s.from_address = "maple".to_owned()),
        SetUpError::Sender(_)
    ));
    assert!(matches!(
        settings(|s| s.ca_pem = Some("not PEM".to_owned())),
        SetUpError::Certificate
    ));
    let broken = settings(|s| {
        s.ca_pem = Some("-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----\n".to_owned());
    });
    assert!(matches!(broken, SetUpError::Certificate));
}
