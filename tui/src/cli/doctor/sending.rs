//! Whether texts and mails leave the house: worker, queue, the day's cap, and how they would go. Nothing is sent; whether
//! the other side can be reached at all is asked in `reach`.

use actions::look::clinic_view;
use domain::time::{MINUTE, Now};
use jiff::tz::TimeZone;
use setup::config::{Config, MailTransport, SecretFile, SmsTransport, read_secret};
use setup::locks::{WorkerState, worker_seen};
use setup::{DataDir, Fault, SetupError};
use store::outbox::{Queue, clinic_texts, queue};
use store::{Db, StoreError};

use super::{Check, reach};
use crate::clock::{day_and_time, span};

/// A message that waits longer than this is late.
const LATE_MS: i64 = 10 * MINUTE;

const START_IT: &str = "start the worker with `vestibule worker`, or its service";

/// All of it.
pub(super) fn look(db: &mut Db, dir: &DataDir, config: &Config, at: Now) -> Vec<Check> {
    let clinic = match clinic_view(db, at) {
        Ok(clinic) => clinic,
        Err(error) => return vec![Check::failed("clinic", &error)],
    };
    let zone = TimeZone::get(&clinic.time_zone).unwrap_or(TimeZone::UTC);
    let state = worker_seen(dir, at.wall_ms);
    let waiting = db.read(at, |tx| Ok::<_, StoreError>((queue(tx, at)?, clinic_texts(tx, at)?)));
    let mut checks = vec![worker(state, &zone)];
    match waiting {
        Ok((queue, (texts, _))) => checks.extend([waits(queue, at), cap(texts, config.sms.daily_cap)]),
        Err(error) => checks.push(Check::failed("queue", &error)),
    }
    checks.push(texts(config, clinic.demo));
    checks.extend(reach::gateway(&config.sms));
    checks.push(mails(config, clinic.demo));
    checks.extend(reach::mail_server(&config.mail));
    checks
}

fn worker(state: WorkerState, zone: &TimeZone) -> Check {
    match state {
        WorkerState::OnDuty => Check::ok("worker", "on duty"),
        WorkerState::LastSeen { wall_ms } => {
            let saw = format!("not on duty, last seen {}", day_and_time(wall_ms, zone));
            Check::warn("worker", saw, START_IT)
        }
        WorkerState::NeverSeen => Check::warn("worker", "has not run on this clinic yet", START_IT),
    }
}

fn waits(queue: Queue, at: Now) -> Check {
    let late = queue.oldest.map(|oldest| at.wall_ms - oldest);
    let waiting = match late {
        None => "nothing waits".to_owned(),
        Some(ms) => format!("{}, the oldest for {}", counted(&queue), span(ms)),
    };
    let tried = match queue.trying {
        0 => String::new(),
        trying => format!(", {trying} tried without success (the last time: {})", queue.in_the_way),
    };
    let saw = match queue.failed {
        0 => format!("{waiting}{tried}, none failed in the last 24 hours"),
        failed => format!("{waiting}{tried}, {failed} failed in the last 24 hours"),
    };
    if queue.trying > 0 {
        Check::warn(
            "queue",
            saw,
            "see the lines about texts, gateway, mails and mail server, and put right what is in the way; the worker on \
             duty tries again by itself",
        )
    } else if late.is_some_and(|ms| ms > LATE_MS) {
        Check::warn(
            "queue",
            saw,
            "see the lines about the worker, texts and mails, and the worker's log",
        )
    } else if queue.failed > 0 {
        Check::warn("queue", saw, "the worker's log says why")
    } else {
        Check::ok("queue", saw)
    }
}

/// `1 text and 2 mails wait`, without what there is none of. Something waits.
fn counted(queue: &Queue) -> String {
    let all = [(queue.texts, "text"), (queue.mails, "mail")].into_iter();
    let there: Vec<String> = all
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{count} {what}{}", if count == 1 { "" } else { "s" }))
        .collect();
    let verb = if queue.texts + queue.mails == 1 {
        "waits"
    } else {
        "wait"
    };
    format!("{} {verb}", there.join(" and "))
}

/// The clinic's texts of a day (spec W07).
fn cap(used: u32, cap: u32) -> Check {
    let saw = format!("{used} of {cap} texts in the last 24 hours");
    let to_do = "find out who asks for so many codes; if they are all needed, raise daily_cap in vestibule.toml";
    if used >= cap {
        Check::broken("daily_cap", saw, to_do)
    } else if u64::from(used) * 5 >= u64::from(cap) * 4 {
        Check::warn("daily_cap", saw, to_do)
    } else {
        Check::ok("daily_cap", saw)
    }
}

fn texts(config: &Config, demo: bool) -> Check {
    match &config.sms.transport {
        SmsTransport::Folder => folder("texts", "phone/", demo),
        SmsTransport::Twilio(twilio) => {
            let saw = format!("go to Twilio at {}", twilio.api_base);
            with_secret("texts", saw, Some(&twilio.auth_token_file))
        }
    }
}

fn mails(config: &Config, demo: bool) -> Check {
    match &config.mail.transport {
        MailTransport::Folder => folder("mails", "mail/", demo),
        MailTransport::Smtp(smtp) => {
            let saw = format!("go to {} port {}", smtp.host, smtp.port);
            with_secret("mails", saw, smtp.login.as_ref().map(|login| &login.password_file))
        }
    }
}

fn folder(check: &'static str, folder: &str, demo: bool) -> Check {
    let saw = format!("are only files in {folder}: nothing leaves this machine");
    if demo {
        Check::ok(check, saw)
    } else {
        Check::broken(
            check,
            saw,
            "fill in vestibule.toml, whose comments say which lines, and start the worker again",
        )
    }
}

fn with_secret(check: &'static str, saw: String, secret: Option<&SecretFile>) -> Check {
    let Some(secret) = secret else {
        return Check::ok(check, saw);
    };
    match read_secret(secret) {
        Ok(_) => Check::ok(check, format!("{saw}, the secret is there")),
        // An installed worker is handed root's file by systemd (spec U02): nobody else can see it.
        Err(SetupError::Secret {
            path,
            fault: fault @ (Fault::Missing | Fault::Unreadable(_)),
        }) => Check::warn(
            check,
            format!("{saw}, but the secret {} {fault} for you", path.display()),
            "all is well if the worker's service is handed it with LoadCredential; put it there otherwise",
        ),
        Err(error) => Check::failed(check, &error),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::Verdict;
    use super::*;

    #[test]
    fn w07_the_cap_is_told_of_before_it_is_reached() {
        for (used, verdict) in [
            (0, Verdict::Ok),
            (119, Verdict::Ok),
            (120, Verdict::Warn),
            (149, Verdict::Warn),
            (150, Verdict::Broken),
            (151, Verdict::Broken),
        ] {
            assert_eq!(cap(used, 150).verdict, verdict, "{used}");
        }
    }

    #[test]
    fn w05_what_waits_too_long_or_failed_is_told_of() {
        let at = setup::clock::read_now();
        let since = |ms| Queue {
            texts: 1,
            mails: 2,
            oldest: Some(at.wall_ms - ms),
            ..Queue::default()
        };
        assert_eq!(waits(Queue::default(), at).verdict, Verdict::Ok);
        let fresh = waits(since(LATE_MS), at);
        assert_eq!(fresh.verdict, Verdict::Ok);
        assert!(
            fresh.saw.starts_with("1 text and 2 mails wait, the oldest for 10 min"),
            "{}",
            fresh.saw
        );
        assert_eq!(waits(since(LATE_MS + 1), at).verdict, Verdict::Warn);
        let failed = waits(
            Queue {
                failed: 3,
                ..Queue::default()
            },
            at,
        );
        assert!(
            failed.verdict == Verdict::Warn && failed.saw.contains("3 failed"),
            "{}",
            failed.saw
        );
    }

    #[test]
    fn h05_one_is_not_many() {
        for (texts, mails, expected) in [
            (1, 0, "1 text waits"),
            (0, 1, "1 mail waits"),
            (1, 1, "1 text and 1 mail wait"),
            (2, 0, "2 texts wait"),
            (0, 3, "3 mails wait"),
        ] {
            let queue = Queue {
                texts,
                mails,
                ..Queue::default()
            };
            assert_eq!(counted(&queue), expected);
        }
    }

    #[test]
    fn w03_what_was_tried_without_success_is_told_of_at_once_with_what_was_in_the_way() {
        let at = setup::clock::read_now();
        let tried = Queue {
            texts: 2,
            oldest: Some(at.wall_ms),
            trying: 1,
            in_the_way: "no connection".into(),
            ..Queue::default()
        };
        let told = waits(tried, at);
        assert_eq!(told.verdict, Verdict::Warn);
        assert!(
            told.saw
                .contains("1 tried without success (the last time: no connection)"),
            "{}",
            told.saw
        );
        assert!(told.to_do.is_some());
    }

    #[test]
    fn u10_folders_are_fine_in_a_demo_alone() {
        assert_eq!(folder("texts", "phone/", true).verdict, Verdict::Ok);
        assert_eq!(folder("texts", "phone/", false).verdict, Verdict::Broken);
    }

    #[test]
    fn u02_a_secret_handed_to_the_worker_alone_is_no_fault() {
        let base = tempfile::tempdir().unwrap();
        let secret = SecretFile {
            path: base.path().join("twilio.token"),
            is_credential: false,
        };
        let verdict = || with_secret("texts", "go".into(), Some(&secret)).verdict;
        assert_eq!(verdict(), Verdict::Warn);
        setup::private_file::create(&secret.path, "token\n").unwrap();
        assert_eq!(verdict(), Verdict::Ok);
        let told = with_secret("texts", "go".into(), Some(&secret));
        assert!(!told.saw.contains("token\n") && told.saw.ends_with("the secret is there"));
        std::fs::remove_file(&secret.path).unwrap();
        setup::private_file::create(&secret.path, "").unwrap();
        assert_eq!(verdict(), Verdict::Broken);
    }
}
