//! The people of the demo's clinic, from `data/demo/people.toml`: who they are, in which state a trainer finds them, and
//! how they stand on the sign-in screen. How they get into that state is `seed`'s.

use domain::person::Access;
use domain::recovery_code::RecoveryCode;
use serde::Deserialize;

use crate::theme::Tone;
use crate::widgets::say::Say;

/// The file, as it was when the program was built.
const FILE: &str = include_str!("../../../data/demo/people.toml");

/// The clinic and its people.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Script {
    pub(super) clinic: ClinicFacts,
    #[serde(rename = "person")]
    pub(super) people: Vec<Person>,
}

/// The clinic.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ClinicFacts {
    pub(super) name: String,
    pub(super) short_name: String,
    pub(super) time_zone: String,
    pub(super) country: String,
    pub(super) support_contact: String,
}

/// One of its people.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Person {
    pub(super) username: String,
    pub(super) name: String,
    /// Made up and shown on the sign-in screen: no secret.
    pub(super) password: String,
    #[serde(rename = "access")]
    access_word: String,
    pub(super) mobile: Option<String>,
    pub(super) state: State,
}

impl Person {
    /// What they may do; a word nobody knows is the least.
    pub(super) fn access(&self) -> Access {
        Access::parse(&self.access_word).unwrap_or(Access::None)
    }
}

/// Whose phone it is, by somebody's name: `Sam's phone`.
pub(super) fn phone(name: &str) -> String {
    let first = name.split(' ').next().unwrap_or(name);
    format!("{first}'s phone")
}

/// In which state a trainer finds somebody.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(super) enum State {
    /// 2-step verification was never set up.
    Off,
    /// Codes come by text.
    Texts,
    /// Codes come from the authenticator app.
    App,
    /// Both; the text is asked first.
    Both,
    /// Codes come by text, and the trainer knows the recovery code.
    Forgotten,
    /// The same, and five codes were wrong a moment ago.
    Waiting,
    /// The first password is a temporary one.
    Temporary,
    /// No access any more.
    Gone,
}

impl State {
    /// As they stand on the sign-in screen: states of one heading beside each other.
    const ALL: [Self; 8] = [
        Self::Off,
        Self::Texts,
        Self::App,
        Self::Both,
        Self::Forgotten,
        Self::Waiting,
        Self::Temporary,
        Self::Gone,
    ];

    /// Whether texts are set up.
    pub(super) fn has_texts(self) -> bool {
        match self {
            Self::Texts | Self::Both | Self::Forgotten | Self::Waiting => true,
            Self::Off | Self::App | Self::Temporary | Self::Gone => false,
        }
    }

    /// Whether the app is set up.
    pub(super) fn has_app(self) -> bool {
        match self {
            Self::App | Self::Both => true,
            Self::Off | Self::Texts | Self::Forgotten | Self::Waiting | Self::Temporary | Self::Gone => false,
        }
    }

    /// What stands before the recovery code on the sign-in screen, where it stands there.
    pub(super) fn before_recovery_code(self) -> Option<&'static str> {
        match self {
            Self::Forgotten => Some("phone at home"),
            Self::Waiting => Some("5 wrong codes"),
            Self::Off | Self::Texts | Self::App | Self::Both | Self::Temporary | Self::Gone => None,
        }
    }

    fn heading(self) -> &'static str {
        match self {
            Self::Off => "2-Step Verification is off",
            Self::Texts => "Codes come by text",
            Self::App => "Codes come from the app",
            Self::Both => "Codes by text or the app",
            Self::Forgotten | Self::Waiting => "Need the recovery code",
            Self::Temporary | Self::Gone => "New password due; no access",
        }
    }
}

/// Reads the file.
///
/// # Errors
/// What is wrong with it; a test reads it, so that only a changed file can be.
pub(super) fn script() -> Result<Script, toml::de::Error> {
    toml::from_str(FILE)
}

/// The lines of the sign-in screen: under each heading its people as `jane · password`, and the recovery codes by user name.
pub(super) fn lines(people: &[Person], recovery: &[(String, RecoveryCode)]) -> Vec<Say> {
    let mut lines = Vec::new();
    let mut headed = None;
    let say = |tone, text| Say { tone, text };
    for state in State::ALL {
        for person in people.iter().filter(|person| person.state == state) {
            if headed.replace(state.heading()) != Some(state.heading()) {
                lines.push(say(Tone::Title, state.heading().into()));
            }
            lines.push(Say::plain(format!("{} · {}", person.username, person.password)));
            let known = recovery.iter().find(|(username, _)| *username == person.username);
            if let Some((before, (_, code))) = state.before_recovery_code().zip(known) {
                lines.push(say(Tone::Quiet, format!("{before}: {}", code.grouped().reveal())));
            }
        }
    }
    lines
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use domain::secret::Secret;

    #[test]
    fn g01_a_dozen_people_in_every_state_and_one_owner() {
        let people = script().unwrap().people;
        assert_eq!(people.len(), 12);
        for state in State::ALL {
            assert!(people.iter().any(|person| person.state == state), "{state:?}");
        }
        let owners = people.iter().filter(|person| person.access() == Access::Owner);
        assert_eq!(owners.count(), 1);
        assert_eq!(people[0].access(), Access::Owner, "the owner is made first");
        for person in &people {
            assert_eq!(
                person.state == State::Gone,
                person.access() == Access::None,
                "{}",
                person.username
            );
            let number = person.mobile.as_deref().unwrap_or("+1604555019");
            assert!(number.starts_with("+160455501"), "{number} may be somebody's");
        }
    }

    #[test]
    fn m09_every_password_of_the_demo_is_one_the_program_would_accept() {
        for person in script().unwrap().people {
            let personal = [person.username.as_str(), person.name.as_str(), "Street Clinic"];
            let judged = domain::password::check_strength(&Secret::from(person.password.as_str()), &personal);
            assert_eq!(judged, Ok(()), "{}", person.password);
        }
    }

    #[test]
    fn g01_the_sign_in_screen_names_everybody_one_a_line_within_20_rows() {
        let people = script().unwrap().people;
        let code = RecoveryCode::from_bare("7KQ4MX").unwrap();
        let known: Vec<_> = people
            .iter()
            .filter(|person| person.state.before_recovery_code().is_some())
            .map(|person| (person.username.clone(), code.clone()))
            .collect();
        let lines = lines(&people, &known);
        for person in &people {
            let wanted = format!("{} · {}", person.username, person.password);
            assert_eq!(lines.iter().filter(|line| line.text == wanted).count(), 1);
        }
        for known in ["phone at home: 7KQ 4MX", "5 wrong codes: 7KQ 4MX"] {
            assert_eq!(lines.iter().filter(|line| line.text == known).count(), 1);
        }
        for state in State::ALL {
            let headings = lines.iter().filter(|line| line.text == state.heading());
            assert_eq!(headings.count(), 1, "{state:?}");
        }
        assert!(
            lines.len() <= 20,
            "80x24 has 20 rows for them, these are {}",
            lines.len()
        );
        assert!(lines.iter().all(|line| line.text.chars().count() <= 28));
    }
}
