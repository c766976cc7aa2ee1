//! Workers that run by themselves: woken by commits, and one at a time (spec W01, W02, W05).

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use fixtures::clinic::{Clinic, SAM, browser, elsewhere};
use tokio::sync::oneshot;
use worker::transport::{MailTransport, TextTransport};
use worker::transports::memory::Memory;
use worker::transports::smtp::{Security, Smtp, SmtpSettings};
use worker::transports::twilio::{Sender, Twilio, TwilioSettings};
use worker::{Background, Settings, Transports, Worker};

use crate::bench::{Bench, by_hand, everybody_listens, newest, settings, wait_until};

#[test]
fn w01_a_commit_wakes_the_worker_and_it_stops_when_told() {
    let mut clinic = Clinic::new();
    let (texts, mails) = (Memory::new(), Memory::new());
    let worker = Background::start(settings(&clinic, Transports::in_memory(&texts, &mails))).unwrap();
    clinic.sign_in(&SAM, &elsewhere());
    wait_until(clinic.data(), || newest(&clinic, "mail").0 == "delivered");
    assert_eq!(mails.accepted().len(), 1);
    assert!(worker.is_running());
    worker.stop().unwrap();
    by_hand(&clinic, &texts, &mails).unwrap();
}

#[test]
fn w05_a_second_worker_is_refused_while_one_is_on_duty() {
    let bench = Bench::new();
    let Err(error) = by_hand(&bench.clinic, &bench.texts, &bench.mails) else {
        panic!("two workers on duty")
    };
    assert_eq!(error.exit_code(), 1);
    assert!(error.to_string().contains("Another worker is at work"), "{error}");
}

/// What one worker logs, line by line.
struct Lines(mpsc::Sender<String>);

impl Write for Lines {
    fn write(&mut self, line: &[u8]) -> std::io::Result<usize> {
        // Whoever stopped listening has heard enough.
        let _ = self.0.send(String::from_utf8_lossy(line).into_owned());
        Ok(line.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Runs a worker on a thread whose log is heard, until `told` is dropped or sent to.
fn run_aloud(settings: Settings, told: oneshot::Receiver<()>) -> (mpsc::Receiver<String>, JoinHandle<()>) {
    everybody_listens();
    let (tell, heard) = mpsc::channel();
    let log = tracing_subscriber::fmt()
        .with_ansi(false)
        .with_writer(move || Lines(tell.clone()))
        .finish();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let work = async move {
        let shutdown = async move {
            let _ = told.await;
        };
        Worker::run(settings, shutdown).await.unwrap();
    };
    let thread = thread::spawn(move || tracing::subscriber::with_default(log, || runtime.block_on(work)));
    (heard, thread)
}

fn heard(log: &mpsc::Receiver<String>, words: &str) -> Vec<String> {
    let mut lines = Vec::new();
    while !lines.last().is_some_and(|line: &String| line.contains(words)) {
        lines.push(
            log.recv_timeout(Duration::from_secs(10))
                .expect("not said within ten seconds"),
        );
    }
    lines
}

#[test]
fn w02_a_second_worker_says_so_once_waits_and_takes_over_when_the_first_goes() {
    let mut bench = Bench::new();
    let (texts, mails) = (Memory::new(), Memory::new());
    let (stop, told) = oneshot::channel();
    let (log, second) = run_aloud(settings(&bench.clinic, Transports::in_memory(&texts, &mails)), told);
    heard(&log, "another worker is on duty; this one waits");
    bench.clinic.sign_in(&SAM, &elsewhere());
    bench.clinic.pending(&SAM, &browser(7));
    bench.tick();
    assert_eq!((bench.text_attempts(), bench.mails.attempts().len()), (1, 1));
    assert_eq!((texts.attempts().len(), mails.attempts().len()), (0, 0));

    let Bench { mut clinic, worker, .. } = bench;
    drop(worker);
    let since = heard(&log, "worker: on duty");
    assert!(
        !since.iter().any(|line| line.contains("this one waits")),
        "said once: {since:?}"
    );
    clinic.sign_in(&SAM, &browser(7));
    wait_until(clinic.data(), || newest(&clinic, "mail").0 == "delivered");
    assert_eq!(mails.accepted().len(), 1);
    stop.send(()).unwrap();
    second.join().unwrap();
}

#[test]
fn w02_a_mail_server_that_says_nothing_never_delays_a_text() {
    let mut clinic = Clinic::new();
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let texts = Memory::new();
    let smtp = Smtp::new(SmtpSettings {
        host: "127.0.0.1".into(),
        port: silent.local_addr().unwrap().port(),
        security: Security::None,
        username: None,
        password: None,
        from_name: "Maple Clinic".into(),
        from_address: "2sv@clinic.test".into(),
        ca_pem: None,
    });
    let transports = Transports {
        texts: TextTransport::Memory(texts.clone()),
        mails: MailTransport::Smtp(smtp.unwrap()),
        mail_host: "clinic.test".into(),
    };
    clinic.sign_in(&SAM, &elsewhere());
    let worker = Background::start(settings(&clinic, transports)).unwrap();
    wait_until(clinic.data(), || newest(&clinic, "mail").0 == "sending");
    // The first call is under way from here on.
    let call = silent.accept().unwrap();
    clinic.pending(&SAM, &browser(7));
    wait_until(clinic.data(), || newest(&clinic, "text").0 == "handed_over");
    assert_eq!(
        (texts.accepted().len(), newest(&clinic, "mail").0.as_str()),
        (1, "sending")
    );
    drop((call, silent));
    worker.stop().unwrap();
    assert_eq!(newest(&clinic, "mail").0, "queued");
}

/// Reads one request, and answers it with a new text's resource.
fn accept_a_text(call: &mut TcpStream) {
    let mut request = Vec::new();
    while !String::from_utf8_lossy(&request).contains("ValidityPeriod=") {
        let mut bytes = [0; 4096];
        let read = call.read(&mut bytes).unwrap();
        assert!(read > 0, "the call was cut off");
        request.extend_from_slice(&bytes[..read]);
    }
    let body = r#"{"sid":"SM0123456789abcdef0123456789abcdef","status":"queued"}"#;
    let length = body.len();
    write!(
        call,
        "HTTP/1.1 201 Created\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    )
    .unwrap();
}

#[test]
fn w02_a_worker_that_is_told_to_stop_finishes_what_is_on_its_way() {
    let mut clinic = Clinic::new();
    let gateway = TcpListener::bind("127.0.0.1:0").unwrap();
    let twilio = Twilio::new(TwilioSettings {
        account_sid: "AC0123456789abcdef0123456789abcdef".into(),
        auth_token: "token".into(),
        sender: Sender::Number("+16045550199".into()),
        api_base: format!("http://{}", gateway.local_addr().unwrap()),
    });
    let transports = Transports {
        texts: TextTransport::Twilio(twilio.unwrap()),
        mails: MailTransport::Memory(Memory::new()),
        mail_host: "clinic.test".into(),
    };
    clinic.pending(&SAM, &elsewhere());
    let worker = Background::start(settings(&clinic, transports)).unwrap();
    let (mut call, _) = gateway.accept().unwrap();
    assert_eq!(newest(&clinic, "text").0, "sending");
    let stopping = thread::spawn(|| worker.stop());
    accept_a_text(&mut call);
    stopping.join().unwrap().unwrap();
    assert_eq!(newest(&clinic, "text").0, "handed_over");
}
