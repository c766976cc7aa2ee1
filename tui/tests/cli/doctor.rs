//! `doctor`: every check has a verdict, what it saw, and what to do; it goes on where something is broken.

use std::fs;
use std::net::TcpListener;

use serde_json::Value;

use crate::common::{Place, set_mode};

fn checks(place: &Place, code: i32) -> Vec<Value> {
    let run = place.run(&["doctor", "--json"]);
    assert_eq!((run.code, run.err.as_str()), (code, ""), "{}", run.out);
    run.json()
}

fn verdict(checks: &[Value], check: &str) -> String {
    let found = checks.iter().find(|found| found["check"] == check);
    found.unwrap_or_else(|| panic!("no {check}"))["verdict"]
        .as_str()
        .unwrap()
        .to_owned()
}

/// A gateway and a mail server that can be reached, for as long as they are held.
fn listeners() -> [TcpListener; 2] {
    [(); 2].map(|()| TcpListener::bind("127.0.0.1:0").unwrap())
}

/// With real transports, on these, whose secrets are there.
fn make_real(place: &Place, others: &[TcpListener; 2]) {
    let [gateway, mail_server] = others.each_ref().map(|other| other.local_addr().unwrap().port());
    let config = place
        .config()
        .replacen("transport = \"folder\"", "transport = \"twilio\"", 1)
        .replacen("transport = \"folder\"", "transport = \"smtp\"", 1)
        .replace("# account_sid = \"AC…\"", "account_sid = \"AC1\"")
        .replace("# auth_token_file", "auth_token_file")
        .replace("# from = \"+1…\"", "from = \"+16045550199\"")
        .replace(
            "# api_base = \"https://api.twilio.com\"",
            &format!("api_base = \"http://127.0.0.1:{gateway}\""),
        )
        .replace("# host = \"smtp.example.org\"", "host = \"127.0.0.1\"")
        .replace("# port = 587", &format!("port = {mail_server}"))
        .replace("# security", "security");
    place.set_config(&config);
    fs::write(place.in_data("twilio.token"), "swordfish\n").unwrap();
    set_mode(&place.in_data("twilio.token"), 0o600);
}

#[test]
fn u10_folder_transports_in_a_real_clinic_are_broken() {
    let place = Place::with_clinic();
    let checks = checks(&place, 2);
    for check in &checks {
        let keys: Vec<&str> = check.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(keys.len(), 4, "{keys:?}");
        assert!(
            check["saw"].is_string() && (check["to_do"].is_string() || check["verdict"] == "ok"),
            "{check}"
        );
    }
    for broken in ["texts", "mails"] {
        assert_eq!(verdict(&checks, broken), "broken");
    }
    for fine in [
        "version",
        "directory",
        "files",
        "disk",
        "configuration",
        "key",
        "clock",
        "database",
        "integrity",
        "record",
        "queue",
        "daily_cap",
    ] {
        assert_eq!(verdict(&checks, fine), "ok", "{fine}");
    }
}

#[test]
fn u10_without_a_worker_there_is_a_warning_alone_and_secrets_are_never_shown() {
    let (place, others) = (Place::with_clinic(), listeners());
    make_real(&place, &others);
    let seen = checks(&place, 1);
    assert_eq!(verdict(&seen, "worker"), "warn");
    assert_eq!(
        (verdict(&seen, "texts"), verdict(&seen, "mails")),
        ("ok".into(), "ok".into())
    );
    assert_eq!(
        (verdict(&seen, "gateway"), verdict(&seen, "mail_server")),
        ("ok".into(), "ok".into())
    );
    let shown = place.run(&["doctor"]);
    assert!(shown.code == 1 && !shown.out.contains("swordfish"), "{}", shown.out);
    set_mode(&place.in_data("twilio.token"), 0o644);
    let seen = checks(&place, 2);
    assert_eq!(
        (verdict(&seen, "texts"), verdict(&seen, "files")),
        ("broken".into(), "warn".into())
    );
    fs::remove_file(place.in_data("twilio.token")).unwrap();
    assert_eq!(verdict(&checks(&place, 1), "texts"), "warn");
}

#[test]
fn u10_a_gateway_that_cannot_be_reached_is_told_of_and_so_is_the_text_that_was_tried() {
    let (place, others) = (Place::with_clinic(), listeners());
    place.add_sam();
    place.run(&["staff", "reset-password", "sam"]).done();
    make_real(&place, &others);
    drop(others);
    let seen = checks(&place, 1);
    for gone in ["gateway", "mail_server"] {
        let check = seen.iter().find(|found| found["check"] == gone).unwrap();
        assert_eq!(check["verdict"], "warn");
        let saw = check["saw"].as_str().unwrap();
        assert!(saw.ends_with("cannot be reached (connection refused)"), "{saw}");
    }
    assert_eq!(verdict(&seen, "queue"), "ok");

    place.run(&["worker", "--once"]).done();
    let seen = checks(&place, 1);
    let queue = seen.iter().find(|found| found["check"] == "queue").unwrap();
    assert_eq!(queue["verdict"], "warn");
    let saw = queue["saw"].as_str().unwrap();
    assert!(
        saw.starts_with("1 mail waits, ") && saw.contains("1 tried without success (the last time: no connection)"),
        "{saw}"
    );
}

#[test]
fn u10_what_the_worker_left_behind_is_told() {
    let place = Place::with_clinic();
    place.add_sam();
    place.run(&["staff", "reset-password", "sam"]).done();
    let queue = |seen: &[Value]| {
        let check = seen.iter().find(|found| found["check"] == "queue").unwrap();
        check["saw"].as_str().unwrap().to_owned()
    };
    assert!(queue(&checks(&place, 2)).starts_with("1 mail waits, the oldest for "));
    place.run(&["worker", "--once"]).done();
    let seen = checks(&place, 2);
    assert!(queue(&seen).starts_with("nothing waits"), "{}", queue(&seen));
    assert_eq!(
        (verdict(&seen, "worker"), verdict(&seen, "files")),
        ("warn".into(), "ok".into())
    );
}

#[test]
fn u10_it_goes_on_where_something_is_broken_and_says_what_comes_first() {
    let place = Place::with_clinic();
    let right = place.config();
    place.set_config(&right.replace("daily_cap = 150", "daily_cap = 0"));
    let seen = checks(&place, 2);
    assert_eq!(
        (verdict(&seen, "configuration"), verdict(&seen, "database")),
        ("broken".into(), "broken".into())
    );
    assert_eq!(verdict(&seen, "directory"), "ok");
    place.set_config(&right);

    set_mode(&place.in_data("vestibule.key"), 0o644);
    set_mode(&place.data(), 0o750);
    let seen = checks(&place, 2);
    for (check, expected) in [
        ("directory", "broken"),
        ("configuration", "ok"),
        ("key", "broken"),
        ("database", "broken"),
        ("files", "warn"),
    ] {
        assert_eq!(verdict(&seen, check), expected, "{check}");
    }
}

#[test]
fn h05_for_people_every_check_is_a_line_with_a_mark_a_word_and_no_colour_in_a_pipe() {
    let place = Place::with_clinic();
    let shown = place.run(&["doctor"]);
    assert_eq!((shown.code, shown.err.as_str()), (2, ""));
    assert!(
        shown.out.contains("✓ ok") && shown.out.contains("! warn") && shown.out.contains("✗ broken"),
        "{}",
        shown.out
    );
    assert!(
        shown.out.contains("→ ") && !shown.out.contains('\u{1b}'),
        "{}",
        shown.out
    );
}
