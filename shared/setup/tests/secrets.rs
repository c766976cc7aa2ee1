//! Where Twilio's and the mail server's secrets are looked for, and which are refused.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use setup::config::{Config, SmsTransport, read_secret};
use setup::{DataDir, SetupError, Surroundings};

const CONFIG: &str = r#"
[sms]
transport = "twilio"
account_sid = "AC01"
auth_token_file = "twilio.token"
from = "+16045550100"

[mail]
transport = "folder"
from = "2sv@example.org"
"#;

struct Secrets {
    base: tempfile::TempDir,
    around: Surroundings,
}

impl Secrets {
    fn new() -> Self {
        let base = tempfile::tempdir().unwrap();
        let (data, credentials) = (base.path().join("data"), base.path().join("credentials"));
        fs::create_dir(&data).unwrap();
        fs::create_dir(&credentials).unwrap();
        Self {
            base,
            around: Surroundings {
                credentials: Some(credentials),
                ..Surroundings::default()
            },
        }
    }

    fn write(&self, name: &str, text: &str, mode: u32) -> PathBuf {
        let path = self.base.path().join(name);
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        path
    }

    fn token(&self) -> Result<String, SetupError> {
        let config = Config::parse(CONFIG, &DataDir::at(self.base.path().join("data")), &self.around)?;
        let SmsTransport::Twilio(twilio) = config.sms.transport else {
            panic!()
        };
        read_secret(&twilio.auth_token_file).map(|secret| secret.reveal().clone())
    }
}

#[test]
fn w06_a_secret_is_looked_for_among_the_credentials_then_in_the_data_directory() {
    let secrets = Secrets::new();
    secrets.write("data/twilio.token", "from the directory\r\n", 0o600);
    assert_eq!(secrets.token().unwrap(), "from the directory");
    secrets.write("credentials/twilio.token", "from systemd", 0o440);
    assert_eq!(secrets.token().unwrap(), "from systemd");
}

#[test]
fn w06_a_secret_that_is_missing_empty_or_open_to_others_is_refused_unseen() {
    let secrets = Secrets::new();
    let refused = |secrets: &Secrets, words: &str| {
        let error = secrets.token().unwrap_err();
        assert!(matches!(error, SetupError::Secret { .. }) && error.exit_code() == 78);
        let sentence = error.to_string();
        assert!(sentence.contains(words) && !sentence.contains("tok-en"), "{sentence}");
    };
    refused(&secrets, "is not there");
    for mode in [0o640, 0o604, 0o644] {
        secrets.write("data/twilio.token", "tok-en", mode);
        refused(&secrets, "are too open");
    }
    let path = secrets.write("data/twilio.token", "\n", 0o600);
    refused(&secrets, "it is empty");
    secrets.write("data/twilio.token", "tok-en\nsecond\n", 0o600);
    refused(&secrets, "more than one line");
    fs::rename(&path, secrets.base.path().join("moved")).unwrap();
    std::os::unix::fs::symlink(secrets.base.path().join("moved"), &path).unwrap();
    refused(&secrets, "is a link");
}
