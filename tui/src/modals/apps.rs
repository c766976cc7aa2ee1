//! The authenticator apps that work, as a table, and the advice which to take (spec M04). Data alone: the list of apps
//! draws it, the help names the same eight.
//!
//! Any app that makes standard codes works (RFC 6238: SHA-1, 6 digits, 30 s). What stands here is what the makers say of
//! their apps in 2026. Phishing is not spoken of: no code of six digits withstands it.

/// One app. With a blank between the columns a row takes 72 cells at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct App {
    /// Its name, at most 24 cells.
    pub name: &'static str,
    /// Where it runs, at most 25 cells.
    pub runs_on: &'static str,
    /// Whether another device of the person has the codes too, at most 11 cells.
    pub syncs: &'static str,
    /// Whether it fills codes in by itself, at most 10 cells; never in a terminal ([`HERE`]).
    pub fills_in: &'static str,
    /// What is special about it: one line of at most 72 cells.
    pub note: &'static str,
}

/// The heads of the columns, in the order of [`App`].
pub const HEADS: [&str; 4] = ["App", "Runs on", "Syncs", "Fills in"];

/// The apps, in the order of M04.
pub const APPS: &[App] = &[
    App {
        name: "Passwords (Apple)",
        runs_on: "iPhone, iPad, Mac",
        syncs: "by iCloud",
        fills_in: "on the web",
        note: "Comes with Apple's devices. On Windows: the iCloud Passwords app.",
    },
    App {
        name: "Microsoft Authenticator",
        runs_on: "iPhone, Android",
        syncs: "backup only",
        fills_in: "no",
        note: "Its backup goes back to the same kind of phone only.",
    },
    App {
        name: "Authy",
        runs_on: "iPhone, Android",
        syncs: "if set so",
        fills_in: "no",
        note: "Turn its backups on to sync. Its computer apps ended in 2024.",
    },
    App {
        name: "Google Authenticator",
        runs_on: "iPhone, Android",
        syncs: "if set so",
        fills_in: "no",
        note: "Syncs once you have signed in to a Google account in it.",
    },
    App {
        name: "Zoho OneAuth",
        runs_on: "phones, Mac, Windows",
        syncs: "if set so",
        fills_in: "no",
        note: "To sync: a Zoho account, and a passphrase that you must not lose.",
    },
    App {
        name: "1Password",
        runs_on: "phones, computers",
        syncs: "yes",
        fills_in: "on the web",
        note: "A password manager, paid; the code stands beside the password.",
    },
    App {
        name: "Bitwarden",
        runs_on: "phones, computers",
        syncs: "yes",
        fills_in: "on the web",
        note: "Codes need a paid plan. Free, on phones: Bitwarden Authenticator.",
    },
    App {
        name: "LastPass",
        runs_on: "iPhone, Android",
        syncs: "backup only",
        fills_in: "no",
        note: "Take LastPass Authenticator. Its backup needs a LastPass account.",
    },
];

/// Why an app, and which (M04), a sentence each.
pub const ADVICE: &[&str] = &[
    "An app is safer than texts: nothing is sent, the code changes every 30 seconds, and who takes over your phone number still has no code.",
    "It works abroad, offline, and when a carrier is down.",
    "One that syncs still has your codes when the phone is lost.",
    "No mobile phone? Take one that runs on a computer. A shared desk? Take a password manager that makes codes.",
];

/// What "fills in" means in this program.
pub const HERE: &str = "Filling in works in web pages. Here you copy the code and paste it, or type it.";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::widgets::text::cells;

    #[test]
    fn m04_the_eight_apps_stand_in_their_order_and_fit_the_column() {
        let names: Vec<&str> = APPS.iter().map(|app| app.name).collect();
        let expected = [
            "Passwords (Apple)",
            "Microsoft Authenticator",
            "Authy",
            "Google Authenticator",
            "Zoho OneAuth",
            "1Password",
            "Bitwarden",
            "LastPass",
        ];
        assert_eq!(names, expected);
        for app in APPS {
            let row = [app.name, app.runs_on, app.syncs, app.fills_in];
            for ((cell, head), most) in row.into_iter().zip(HEADS).zip([24, 25, 11, 10]) {
                assert!((1..=most).contains(&cells(cell)), "{}: {cell}", app.name);
                assert!(cells(head) <= most, "{head}");
            }
            assert!(cells(app.note) <= 72 && app.note.ends_with('.'), "{}", app.name);
        }
    }

    #[test]
    fn m04_the_advice_gives_every_reason_and_promises_nothing_of_phishing() {
        let advice = format!("{} {HERE}", ADVICE.join(" "));
        let reasons = [
            "safer than texts",
            "nothing is sent",
            "30 seconds",
            "takes over your phone number",
            "abroad",
            "offline",
            "carrier",
            "syncs",
            "No mobile phone?",
            "shared desk",
            "password manager",
        ];
        for reason in reasons {
            assert!(advice.contains(reason), "{reason}");
        }
        assert!(!advice.to_lowercase().contains("phish"));
    }
}
