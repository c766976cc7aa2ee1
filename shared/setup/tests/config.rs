//! `vestibule.toml`: what is accepted, and every refusal with its line and without its value.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;

use setup::config::{Config, LogLevel, MailTransport, Mailbox, Security, Sender, SmsTransport, Template, template};
use setup::{DataDir, SetupError, Surroundings};

const FULL: &str = r#"key_file = "/etc/vestibule/vestibule.key"

[sms]
transport = "twilio"
account_sid = "AC00000000000000000000000000000001"
auth_token_file = "twilio.token"
from = "+16045550100"
api_base = "https://api.twilio.com"
countries = ["CA", "US"]
daily_cap = 150

[mail]
transport = "smtp"
host = "smtp.example.org"
port = 587
security = "starttls"
username = "2sv@example.org"
password_file = "smtp.password"
from = "Maple Clinic <2sv@example.org>"
ca_file = ""

[worker]
backup = "0 30 2 * * *"
keep_backups = 14
log = "info"
"#;

fn parse(text: &str) -> Result<Config, SetupError> {
    Config::parse(text, &DataDir::at("/data"), &Surroundings::default())
}

/// The refusal of the full file with one piece of it changed.
fn refusal(old: &str, new: &str) -> String {
    assert!(FULL.contains(old), "{old}");
    let error = parse(&FULL.replacen(old, new, 1)).unwrap_err();
    assert_eq!(error.exit_code(), 78);
    let sentence = error.to_string();
    assert!(
        sentence.starts_with("vestibule.toml") && sentence.contains("Nothing was changed."),
        "{sentence}"
    );
    sentence
}

#[test]
fn u02_the_whole_file_of_the_contract_is_understood() {
    let config = parse(FULL).unwrap();
    assert_eq!(config.key_file, Path::new("/etc/vestibule/vestibule.key"));
    let SmsTransport::Twilio(twilio) = &config.sms.transport else {
        panic!()
    };
    assert_eq!(twilio.sender, Sender::From("+16045550100".into()));
    assert_eq!(twilio.api_base, "https://api.twilio.com");
    assert_eq!(twilio.auth_token_file.path, Path::new("/data/twilio.token"));
    assert!(!twilio.auth_token_file.is_credential);
    assert_eq!((config.sms.countries.len(), config.sms.daily_cap), (2, 150));
    let MailTransport::Smtp(smtp) = &config.mail.transport else {
        panic!()
    };
    assert_eq!(
        (smtp.host.as_str(), smtp.port, smtp.security),
        ("smtp.example.org", 587, Security::Starttls)
    );
    assert_eq!(
        smtp.login.as_ref().unwrap().password_file.path,
        Path::new("/data/smtp.password")
    );
    assert_eq!(smtp.ca_file, None);
    let from = Mailbox {
        name: Some("Maple Clinic".into()),
        address: "2sv@example.org".into(),
    };
    assert_eq!(config.mail.from, from);
    assert_eq!(
        (config.worker.backup.as_str(), config.worker.keep_backups),
        ("0 30 2 * * *", 14)
    );
    assert_eq!(config.worker.log, LogLevel::Info);
    assert!(!config.has_folder_transport());
}

#[test]
fn u02_what_may_be_left_out_has_a_value() {
    let config =
        parse("[sms]\ntransport = \"folder\"\n[mail]\ntransport = \"folder\"\nfrom = \"a@b.example\"\n").unwrap();
    assert_eq!(config.key_file, Path::new("/data/vestibule.key"));
    assert_eq!(config.sms.countries, ["CA", "US"]);
    assert_eq!(config.sms.daily_cap, 150);
    assert_eq!(
        config.mail.from,
        Mailbox {
            name: None,
            address: "a@b.example".into()
        }
    );
    assert_eq!(config.worker.backup, "0 30 2 * * *");
    assert!(config.has_folder_transport());
}

#[test]
fn h05_an_unknown_key_is_named_with_its_line_and_the_known_ones() {
    let sentence = refusal("auth_token_file", "tokn");
    assert!(
        sentence.starts_with("vestibule.toml, line 6: unknown key \"tokn\" in [sms]. Nothing was changed."),
        "{sentence}"
    );
    assert!(sentence.contains("auth_token_file"), "{sentence}");
    let sentence = refusal("[worker]", "[wroker]");
    assert!(sentence.contains("line 22: unknown section [wroker]"), "{sentence}");
    let sentence = refusal("key_file =", "keyfile =");
    assert!(
        sentence.contains("line 1: unknown key \"keyfile\" above the sections"),
        "{sentence}"
    );
    let sentence = refusal("log =", "\"lo\\u001bg\" =");
    assert!(
        sentence.contains("line 25") && !sentence.contains('\u{1b}'),
        "{sentence}"
    );
}

#[test]
fn z03_no_refusal_shows_the_value() {
    let secret = "hunter2secret";
    for key in [
        "account_sid",
        "from",
        "api_base",
        "countries",
        "daily_cap",
        "host",
        "port",
        "security",
        "backup",
        "log",
    ] {
        let line = FULL.lines().find(|line| line.starts_with(key)).unwrap();
        for value in [
            format!("\"{secret}<\""),
            secret.to_owned(),
            format!("\"{secret}"),
            format!("[\"{secret}\"]"),
        ] {
            let sentence = refusal(line, &format!("{key} = {value}"));
            assert!(!sentence.contains(secret) && sentence.contains(", line "), "{sentence}");
        }
    }
    for line in [
        format!("password = \"{secret}\""),
        format!("log = \"{secret}\""),
        format!("{secret} {secret}"),
        format!("= {secret}"),
    ] {
        let sentence = refusal("log = \"info\"", &line);
        assert!(!sentence.contains(secret), "{sentence}");
    }
}

#[test]
fn h05_a_value_of_another_kind_or_range_is_refused_with_its_line() {
    let cases = [
        ("transport = \"twilio\"", "transport = \"carrier pigeon\"", 4),
        ("transport = \"twilio\"", "transport = 1", 4),
        ("\"AC00000000000000000000000000000001\"", "\"AC/../x\"", 5),
        ("\"AC00000000000000000000000000000001\"", "\"00\"", 5),
        ("\"twilio.token\"", "\"\"", 6),
        ("\"+16045550100\"", "\"6045550100\"", 7),
        ("\"+16045550100\"", "\"+1604555o100\"", 7),
        ("[\"CA\", \"US\"]", "[]", 9),
        ("[\"CA\", \"US\"]", "[\"ca\"]", 9),
        ("[\"CA\", \"US\"]", "[1]", 9),
        ("[\"CA\", \"US\"]", "\"CA\"", 9),
        ("daily_cap = 150", "daily_cap = 0", 10),
        ("daily_cap = 150", "daily_cap = -1", 10),
        ("daily_cap = 150", "daily_cap = \"150\"", 10),
        ("transport = \"smtp\"", "transport = \"twilio\"", 13),
        ("\"smtp.example.org\"", "\"smtp.example.org:587\"", 14),
        ("\"smtp.example.org\"", "\"smtp example\"", 14),
        ("port = 587", "port = 65536", 15),
        ("port = 587", "port = 0", 15),
        ("\"starttls\"", "\"ssl\"", 16),
        ("username = \"2sv@example.org\"", "username = \"a\\nb\"", 17),
        ("\"Maple Clinic <2sv@example.org>\"", "\"Maple Clinic\"", 19),
        (
            "\"Maple Clinic <2sv@example.org>\"",
            "\"Maple\\r\\nBcc: x <2sv@example.org>\"",
            19,
        ),
        ("\"Maple Clinic <2sv@example.org>\"", "\"2sv@example.org>\"", 19),
        ("\"Maple Clinic <2sv@example.org>\"", "\"a@b@example.org\"", 19),
        ("keep_backups = 14", "keep_backups = 0", 24),
        ("log = \"info\"", "log = \"loud\"", 25),
    ];
    for (old, new, line) in cases {
        let sentence = refusal(old, new);
        assert!(sentence.contains(&format!("line {line}: ")), "{new}: {sentence}");
    }
}

#[test]
fn h05_what_a_transport_needs_is_asked_for_at_its_section() {
    for key in ["account_sid", "auth_token_file", "from"] {
        let line = FULL.lines().find(|line| line.starts_with(key)).unwrap();
        let sentence = refusal(line, "");
        assert!(
            sentence.contains("line 3: [sms] lacks") && sentence.contains(key),
            "{sentence}"
        );
    }
    for key in ["host", "password_file", "transport = \"smtp\"", "from = \"Maple"] {
        let line = FULL.lines().find(|line| line.starts_with(key)).unwrap();
        let sentence = refusal(line, "");
        assert!(sentence.contains("line 12: [mail] lacks"), "{sentence}");
    }
    let sentence = parse("[sms]\ntransport = \"folder\"\n").unwrap_err().to_string();
    assert!(
        sentence.starts_with("vestibule.toml: the file lacks the section [mail]"),
        "{sentence}"
    );
    let sentence = refusal("[worker]", "worker = 1 #");
    assert!(sentence.contains("unknown key \"worker\" in [mail]"), "{sentence}");
}

#[test]
fn h05_twilio_texts_come_from_a_number_or_a_service_and_not_from_both() {
    let sentence = refusal(
        "from = \"+16045550100\"",
        "from = \"+16045550100\"\nmessaging_service_sid = \"MG01\"",
    );
    assert!(sentence.contains("line 8: messaging_service_sid"), "{sentence}");
    let config = parse(&FULL.replacen("from = \"+16045550100\"", "messaging_service_sid = \"MG01\"", 1)).unwrap();
    let SmsTransport::Twilio(twilio) = config.sms.transport else {
        panic!()
    };
    assert_eq!(twilio.sender, Sender::Service("MG01".into()));
}

#[test]
fn w06_plain_http_is_for_loopback_alone() {
    let base = |value: &str| parse(&FULL.replacen("https://api.twilio.com", value, 1));
    for fine in [
        "http://127.0.0.1:8080",
        "http://localhost:1",
        "http://[::1]:9",
        "http://127.9.9.9",
        "https://edge.twilio.com:8443",
    ] {
        let SmsTransport::Twilio(twilio) = base(fine).unwrap().sms.transport else {
            panic!()
        };
        assert_eq!(twilio.api_base, fine);
    }
    let SmsTransport::Twilio(twilio) = base("https://api.twilio.com/").unwrap().sms.transport else {
        panic!()
    };
    assert_eq!(twilio.api_base, "https://api.twilio.com");
    let bad = [
        "http://api.twilio.com",
        "http://127.0.0.1.example.org",
        "http://localhost.example.org",
        "http://localhost@evil.example",
        "http://127.0.0.1:80@evil.example",
        "https://u:p@api.twilio.com",
        "https://api.twilio.com/x",
        "https://api.twilio.com?x",
        "https://api.twilio.com#x",
        "ftp://127.0.0.1",
        "127.0.0.1",
        "https://",
        "https://a b",
        "https://a:0",
        "https://a:99999",
        "http://[::1",
        "http://[fe80::1]:80",
        "",
    ];
    for value in bad {
        let sentence = refusal("https://api.twilio.com", value);
        assert!(sentence.contains("line 8: api_base in [sms] m"), "{value}: {sentence}");
    }
}

#[test]
fn w06_mail_without_tls_is_for_loopback_alone() {
    assert!(refusal("\"starttls\"", "\"none\"").contains("line 16: security in [mail] may be \"none\" only"));
    for host in ["127.0.0.1", "localhost", "::1"] {
        let text = FULL
            .replacen("\"starttls\"", "\"none\"", 1)
            .replacen("smtp.example.org", host, 1);
        let MailTransport::Smtp(smtp) = parse(&text).unwrap().mail.transport else {
            panic!()
        };
        assert_eq!(smtp.security, Security::None);
    }
}

#[test]
fn w06_no_username_means_no_auth() {
    for text in [
        FULL.replacen("username", "# username", 1),
        FULL.replacen("username = \"2sv@example.org\"", "username = \"\"", 1),
    ] {
        let MailTransport::Smtp(smtp) = parse(&text).unwrap().mail.transport else {
            panic!()
        };
        assert_eq!(smtp.login, None);
    }
}

#[test]
fn w08_the_schedule_has_six_fields_and_names_its_weekdays() {
    for fine in [
        "0 30 2 * * *",
        "0 0,30 1-5/2 1 Jan-Mar Mon-Fri",
        "0 0 0 31 12 sunday",
        "*/10 0 0 * * Sun,Sat",
        "0  30 2 * * *",
    ] {
        parse(&FULL.replacen("0 30 2 * * *", fine, 1)).unwrap();
    }
    let bad = [
        "30 2 * * *",
        "0 30 2 * * * *",
        "",
        "0 30 2 * * 1",
        "0 30 2 * * 0",
        "0 30 2 * * 1-5",
        "0 30 2 * * Sat-Sun",
        "0 30 2 * * Mo",
        "60 30 2 * * *",
        "0 60 2 * * *",
        "0 30 24 * * *",
        "0 30 2 0 * *",
        "0 30 2 32 * *",
        "0 30 2 * 13 *",
        "0 30 2 * * Mon-",
        "0 30 5-2 * * *",
        "0 */0 2 * * *",
        "0 +3 2 * * *",
        "0 30, 2 * * *",
    ];
    for value in bad {
        assert!(
            refusal("0 30 2 * * *", value).contains("line 23: backup in [worker] "),
            "{value}"
        );
    }
}

#[test]
fn u02_keys_of_the_transport_that_is_off_may_stay() {
    let text = FULL
        .replacen("\"twilio\"", "\"folder\"", 1)
        .replacen("\"smtp\"", "\"folder\"", 1);
    let config = parse(&text).unwrap();
    assert_eq!(config.sms.transport, SmsTransport::Folder);
    assert_eq!(config.mail.transport, MailTransport::Folder);
}

#[test]
fn u02_the_file_that_init_writes_is_accepted_and_sends_nothing() {
    for (clinic, shown) in [
        ("Maple \"M\" <Clinic>\n", "Maple M Clinic"),
        ("Clinique d'été, l'étoile", "Clinique d'été, l'étoile"),
    ] {
        let text = template(Template {
            key_file: "vestibule.key",
            clinic,
            country: "CA",
        });
        let config = parse(&text).unwrap();
        assert_eq!(config.key_file, Path::new("/data/vestibule.key"));
        assert_eq!(config.sms.transport, SmsTransport::Folder);
        assert_eq!(config.mail.transport, MailTransport::Folder);
        assert_eq!(config.mail.from.name.as_deref(), Some(shown));
        assert_eq!(config.sms.countries, ["CA", "US"]);
    }
    let text = template(Template {
        key_file: "/etc/vestibule/vestibule.key",
        clinic: "X",
        country: "NZ",
    });
    let config = parse(&text).unwrap();
    assert_eq!(config.key_file, Path::new("/etc/vestibule/vestibule.key"));
    assert_eq!(config.sms.countries, ["NZ"]);
}

#[test]
fn u02_the_lines_init_leaves_to_fill_in_are_the_ones_that_are_needed() {
    let mut text = template(Template {
        key_file: "vestibule.key",
        clinic: "Maple",
        country: "CA",
    });
    text = text.replacen("transport = \"folder\"", "transport = \"twilio\"", 1);
    text = text.replacen("transport = \"folder\"", "transport = \"smtp\"", 1);
    for key in [
        "account_sid",
        "auth_token_file",
        "from",
        "host",
        "port",
        "security",
        "username",
        "password_file",
    ] {
        text = text.replacen(&format!("# {key} ="), &format!("{key} ="), 1);
    }
    let text = text
        .replacen("\"AC…\"", "\"AC01\"", 1)
        .replacen("\"+1…\"", "\"+16045550100\"", 1);
    let config = parse(&text).unwrap();
    assert!(!config.has_folder_transport());
}

#[test]
fn h05_a_missing_file_is_a_sentence() {
    let base = tempfile::tempdir().unwrap();
    let dir = DataDir::at(base.path());
    let error = Config::load(&dir, &Surroundings::default()).unwrap_err();
    assert_eq!(error.exit_code(), 78);
    assert!(
        error.to_string().starts_with("vestibule.toml: the file is missing ("),
        "{error}"
    );
    fs::write(dir.config(), [0xff, 0xfe]).unwrap();
    assert!(
        Config::load(&dir, &Surroundings::default())
            .unwrap_err()
            .to_string()
            .contains("is not text")
    );
    fs::write(dir.config(), FULL).unwrap();
    assert_eq!(
        Config::load(&dir, &Surroundings::default())
            .unwrap()
            .worker
            .keep_backups,
        14
    );
}
