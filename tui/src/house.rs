//! What stands round every page: the clinic, who is signed in, the banner, the worker's state, and what the help fills in.
//!
//! The app holds one `House` and draws it; pages change it by `Wish::House`, news in `PageSet::on_news`.

use domain::person::Access;
use domain::policy::SignOutAfter;
use jiff::tz::TimeZone;

use crate::modals::help_text::HelpFacts;
use crate::widgets::banner::Banner;
use crate::widgets::say::Say;

/// Who is signed in, as the head says it: `Sam Example · staff`.
#[derive(Clone, Debug)]
pub struct Who {
    /// The person's name, harmless to show.
    pub name: String,
    /// What the person may do.
    pub access: Access,
}

/// The facts of the three bands.
#[derive(Clone, Debug)]
pub struct House {
    /// The clinic's name, as people know it.
    pub clinic: String,
    /// The clinic's time zone.
    pub zone: TimeZone,
    /// Who is signed in. `Sign out` stands on the screen exactly while this is there.
    pub who: Option<Who>,
    /// What the lines under the head say; the gravest are shown.
    pub banners: Vec<Banner>,
    /// The worker's state at the right of the foot line, as `✓ texts on duty`.
    pub worker: Option<Say>,
    /// After how long without a key a session ends (spec E04).
    pub sign_out_after: SignOutAfter,
    /// Whom the help names.
    pub help: HelpFacts,
    /// The demo's people as the sign-in shows them; empty everywhere else.
    pub people: Vec<Say>,
}

impl House {
    /// A house before anything is known about it.
    #[must_use]
    pub fn new(clinic: &str, zone: TimeZone) -> Self {
        Self {
            clinic: clinic.to_owned(),
            zone,
            who: None,
            banners: Vec::new(),
            worker: None,
            sign_out_after: SignOutAfter::DEFAULT,
            help: HelpFacts::default(),
            people: Vec::new(),
        }
    }
}
