//! How time passes, how clocks are moved, and what is left after a restart or a reboot: what was stored.

use domain::challenge::{ChallengeState, Purpose};
use domain::lockout::{Class, stored_anew};
use domain::person::Access;
use domain::recovery_code::RecoveryCode;
use domain::time::{BootId, Now};
use domain::totp::AppSecret;

use super::World;

impl World {
    /// Time passes on both clocks.
    pub(crate) fn pass(&mut self, ms: i64) {
        self.at = self.at.plus(ms);
    }

    /// Only the wall clock moves.
    pub(crate) fn move_wall(&mut self, ms: i64) {
        self.at.wall_ms += ms;
    }

    /// The machine comes up again with the wall clock moved by `ms`: what cannot be dated is stored anew (spec Z08).
    pub(crate) fn reboot(&mut self, ms: i64) {
        let BootId(boot) = self.at.boot_id;
        self.at = Now {
            wall_ms: self.at.wall_ms + ms,
            boot_ms: 5_000,
            boot_id: BootId([boot[0] + 1; 16]),
        };
        let at = self.at;
        for ladder in self.ladders.values_mut() {
            *ladder = ladder.stored_anew(at).unwrap_or(*ladder);
        }
        let wrong = self.wrong_codes.values_mut().chain(self.wrong_recovery.values_mut());
        for stamp in wrong.flatten() {
            *stamp = stored_anew(*stamp, at).unwrap_or(*stamp);
        }
    }

    /// Both programs start again: what lives on went through its stored words.
    pub(crate) fn restart(&mut self) {
        for (_, challenge) in &mut self.challenges {
            challenge.purpose = Purpose::parse(challenge.purpose.as_str()).unwrap();
            challenge.state = ChallengeState::parse(challenge.state.as_str()).unwrap();
        }
        for (_, class) in self.ladders.keys() {
            assert_eq!(Class::parse(class).map(Class::as_str), Some(*class));
        }
        for someone in self.people.values_mut() {
            someone.person.access = Access::parse(someone.person.access.as_str()).unwrap();
            if let Some(app) = &mut someone.app {
                app.secret = AppSecret::from_bytes(app.secret.bytes()).unwrap();
            }
            let kept = someone.recovery.as_ref().map(|code| code.bare().reveal().clone());
            someone.recovery = kept.map(|kept| RecoveryCode::from_bare(&kept).unwrap());
        }
    }
}
