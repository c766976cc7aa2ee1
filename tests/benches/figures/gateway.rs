//! The real worker, idle, beside a stand-in for Twilio: from the commit of a sign-in to the gateway having read the
//! request for the text. The limit beside it: connecting and posting to the same stand-in, with no worker.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use actions::begin_sign_in::Begun;
use domain::secret::Secret;
use fixtures::FakeTwilio;
use fixtures::clinic::{Clinic, SAM, browser};
use fixtures::twilio::{ACCOUNT_SID, AUTH_TOKEN};
use setup::key_file::KeyRing;
use setup::wake::watch;
use worker::clock::{Clock, ManualClock, Seeds};
use worker::transport::{MailTransport, TextTransport};
use worker::transports::memory::Memory;
use worker::transports::twilio::{Sender, Twilio, TwilioSettings};
use worker::{Background, Settings, Transports};

use crate::crowd::{self, Having};
use crate::table::{Line, Samples, both, head, row};

const SAMPLES: u64 = 200;
const UNSETTLED: &str = "SELECT count(*) FROM outbox WHERE state IN ('queued', 'sending')";

/// Prints it.
pub(crate) fn figure() -> Vec<Line> {
    let (bare, ours) = (bare(), after_the_commit());
    head("The text at the gateway, one process signing in");
    row("bare request (connect, post, read)", &bare);
    row("from the commit of the sign-in to the gateway", &ours);
    let beside = format!("bare request: {}", both(&bare));
    let figure = "text at the gateway after the commit of the sign-in";
    vec![Line::new(figure, &ours, "20 ms", &beside)]
}

fn after_the_commit() -> Samples {
    let mut clinic = crowd::clinic(SAMPLES, Having::default());
    let twilio = FakeTwilio::start().unwrap();
    let worker = Background::start(settings(&clinic, &twilio)).unwrap();
    let mut samples = Samples::default();
    for number in 0..SAMPLES {
        let index = usize::try_from(number).unwrap();
        let begun = clinic.begin(&crowd::username(number), SAM.password, &browser(7));
        let committed = Instant::now();
        let _ = twilio.text(index);
        samples.push(committed.elapsed());
        assert!(matches!(begun, Begun::SecondStep { .. }));
        wait_until(&clinic, || clinic.number(UNSETTLED) == 0);
    }
    worker.stop().unwrap();
    samples
}

/// Nothing falls due by the clock: it stands at the clinic's time.
fn settings(clinic: &Clinic, twilio: &FakeTwilio) -> Settings {
    let texts = Twilio::new(TwilioSettings {
        account_sid: ACCOUNT_SID.into(),
        auth_token: Secret::from(AUTH_TOKEN),
        sender: Sender::Number("+16045550100".into()),
        api_base: twilio.api_base(),
    });
    Settings {
        dir: clinic.data().clone(),
        ring: KeyRing::load(&clinic.path().join("vestibule.key")).unwrap(),
        transports: Transports {
            texts: TextTransport::Twilio(texts.unwrap()),
            mails: MailTransport::Memory(Memory::new()),
            mail_host: "maple.example".into(),
        },
        clock: Clock::Manual(ManualClock::new(clinic.clock.now())),
        seeds: Seeds::System,
    }
}

/// Looks after every commit anybody makes.
fn wait_until(clinic: &Clinic, mut is_so: impl FnMut() -> bool) {
    let (tell, told) = mpsc::channel();
    let _watcher = watch(clinic.data(), move || tell.send(()).unwrap_or_default()).unwrap();
    while !is_so() {
        told.recv_timeout(Duration::from_secs(10)).expect("the worker settles");
    }
}

fn bare() -> Samples {
    let twilio = FakeTwilio::start().unwrap();
    let address = twilio.api_base();
    let address = address.strip_prefix("http://").unwrap();
    let body = "To=%2B16045550100&From=%2B16045550100&Body=123456&ValidityPeriod=300";
    let request = format!(
        "POST /2010-04-01/Accounts/{ACCOUNT_SID}/Messages.json HTTP/1.1\r\nHost: {address}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    );
    let mut samples = Samples::default();
    for index in 0..usize::try_from(SAMPLES).unwrap() {
        let mut stream = samples.time(|| {
            let mut stream = TcpStream::connect(address).unwrap();
            stream.write_all(request.as_bytes()).unwrap();
            let _ = twilio.text(index);
            stream
        });
        stream.read_to_end(&mut Vec::new()).unwrap();
    }
    samples
}
