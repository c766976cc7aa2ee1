//! What managers see in Settings: the clinic's own page with its holidays, and who would have to do what if *Require for
//! all staff* was switched on (spec E02, E05). Reads only.

use domain::holiday;
use domain::permission::Task;
use domain::policy::{Readiness, readiness};
use domain::time::Now;
use store::holidays;
use store::staff::{self, StaffRow};
use store::{Db, clinic};

use crate::session::Running;
use crate::{ActionError, Token};

pub use store::holidays::HolidayRow;

/// Settings > Clinic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClinicSettings {
    /// Full name.
    pub name: String,
    /// Name in texts.
    pub short_name: String,
    /// Whom people tell; may be empty.
    pub support_contact: String,
    /// IANA time zone, which `init` set.
    pub time_zone: String,
    /// Holidays from today on, the earliest first.
    pub holidays: Vec<HolidayRow>,
    /// Holidays that are over.
    pub over: usize,
}

/// The clinic's own settings.
///
/// # Errors
/// [`ActionError::Denied`] for who is no manager; the session's and the database's.
pub fn clinic_settings(db: &mut Db, token: &Token, at: Now) -> Result<ClinicSettings, ActionError> {
    db.read(at, |tx| {
        Running::load_open(tx, token)?.may(Task::Settings)?;
        let found = clinic::find(tx)?.ok_or_else(|| ActionError::Refused("There is no clinic here.".into()))?;
        let today = holiday::today(&found.time_zone, at).to_string();
        let (over, coming): (Vec<_>, Vec<_>) = holidays::all(tx)?.into_iter().partition(|row| row.day < today);
        Ok(ClinicSettings {
            name: found.name,
            short_name: found.short_name,
            support_contact: found.support_contact,
            time_zone: found.time_zone,
            holidays: coming,
            over: over.len(),
        })
    })
}

/// Somebody the rule would ask something of, or who could get no texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreviewLine {
    /// Name for people.
    pub name: String,
    /// To sign in with.
    pub username: String,
    /// How this person stands.
    pub stands: Readiness,
    /// When the pause ends that exempts, wall ms.
    pub paused_until: Option<i64>,
}

/// What switching *Require for all staff* on would mean (spec E02).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Preview {
    /// Switched on already.
    pub enforced: bool,
    /// People with access.
    pub people: usize,
    /// Those with 2SV on.
    pub on: usize,
    /// Those without a number on the profile, whatever they have.
    pub without_number: usize,
    /// Those with neither method nor number: who has no app and no number of their own either would have to be paused.
    pub no_way_yet: usize,
    /// Whether whoever asks has no method.
    pub oneself: bool,
    /// The clinic's IANA time zone.
    pub time_zone: String,
    /// Everybody who has no method or no number: first who would have to be paused, then by name.
    pub lines: Vec<PreviewLine>,
}

impl Preview {
    /// Those who have no method.
    #[must_use]
    pub fn without_method(&self) -> usize {
        self.people - self.on
    }
}

/// Who would have to do what.
///
/// # Errors
/// [`ActionError::Denied`] for who is no manager; the session's and the database's.
pub fn preview_enforcement(db: &mut Db, token: &Token, at: Now) -> Result<Preview, ActionError> {
    db.read(at, |tx| {
        let running = Running::load_open(tx, token)?;
        running.may(Task::Settings)?;
        let mut preview = Preview {
            enforced: clinic::rule(tx)?.enforced,
            oneself: !running.staff.two_step.is_on(),
            time_zone: clinic::find(tx)?.map(|clinic| clinic.time_zone).unwrap_or_default(),
            ..Preview::default()
        };
        for row in staff::all(tx)?.into_iter().filter(|row| row.access.may_sign_in()) {
            preview.count(row, at);
        }
        // Stable: by name within each class.
        preview.lines.sort_by_key(|line| place(line.stands));
        Ok(preview)
    })
}

impl Preview {
    fn count(&mut self, row: StaffRow, at: Now) {
        let has_number = row.mobile.is_some();
        let stands = readiness(&row.person(), has_number, at);
        self.people += 1;
        self.on += usize::from(!stands.has_none());
        self.without_number += usize::from(!has_number);
        self.no_way_yet += usize::from(stands == Readiness::NoWayYet);
        if stands == Readiness::On {
            return;
        }
        let pause = row.pause.filter(|pause| pause.holds(at) && stands == Readiness::Paused);
        self.lines.push(PreviewLine {
            name: row.name,
            username: row.username,
            stands,
            paused_until: pause.map(|pause| at.wall_ms + pause.term.left_ms(at)),
        });
    }
}

fn place(stands: Readiness) -> u8 {
    match stands {
        Readiness::NoWayYet => 0,
        Readiness::Paused => 1,
        Readiness::NoPassword => 2,
        Readiness::SetsUp => 3,
        Readiness::OnWithoutNumber => 4,
        Readiness::On => 5,
    }
}
