//! First passwords for several people (spec A07): made and hashed a few at a time, so that nobody who asks the same thread
//! waits, and stored all together at the end. Until then nothing is changed, and it can be stopped (spec H04).

use actions::ActionError;
use actions::first_passwords::{Handed, Handing, Made, give_first_passwords, may_begin, newcomers};
use domain::browser::PaperWay;
use domain::document::DocumentKind;
use domain::entropy::salt;
use domain::ids::StaffId;

use super::paper::{Underway, no_way};
use super::{Answers, Backend, Progress, Reply, Source};

/// Hashed in one go: a tenth of a second or so.
const AT_A_TIME: usize = 4;

/// Passwords being made.
pub(super) struct Making {
    people: Vec<StaffId>,
    made: Made,
}

impl Making {
    fn progress(&self) -> Progress {
        Progress {
            done: self.made.len() as u64,
            of: self.people.len() as u64,
            what: "passwords",
        }
    }
}

impl<S: Source> Backend<S> {
    pub(super) fn newcomers(&mut self) -> Answers {
        let (token, at) = (self.session()?, self.source.now());
        Ok(Reply::Newcomers(newcomers(&mut self.db, &token, at)?))
    }

    pub(super) fn begin_first_passwords(&mut self, people: Vec<StaffId>) -> Answers {
        if self.client.seen.paper_way().is_none() {
            return Err(ActionError::Refused(no_way(DocumentKind::FirstPasswords)));
        }
        let (token, at) = (self.session()?, self.source.now());
        may_begin(&mut self.db, &token, &people, at)?;
        let made = Made::default();
        self.go_on_making(Making { people, made })
    }

    /// Some more, then all of them count.
    pub(super) fn go_on_making(&mut self, mut making: Making) -> Answers {
        let next = making.made.len();
        for staff in making.people.iter().skip(next).take(AT_A_TIME) {
            let (password, salted) = (self.source.entropy(), salt(self.source.entropy()));
            making.made.make(*staff, password, salted)?;
        }
        if making.made.len() < making.people.len() {
            let progress = making.progress();
            self.underway = Some(Underway::Passwords(making));
            return Ok(Reply::Saving(progress));
        }
        self.give(&making.made)
    }

    fn give(&mut self, made: &Made) -> Answers {
        let kind = DocumentKind::FirstPasswords;
        let way = self.client.seen.paper_way();
        let Some(way) = way else {
            return Err(ActionError::Refused(no_way(kind)));
        };
        let name = self.file_name(kind)?;
        let handing = match way {
            PaperWay::File => Handing::File(name.as_str()),
            PaperWay::PickupBySsh | PaperWay::PickupBySudo => Handing::Pickup,
        };
        let (token, entropy, at) = self.hand()?;
        match give_first_passwords(&mut self.db, &token, made, handing, entropy, at)? {
            Handed::File(id, content) => self.write_file(id, kind, name, content),
            Handed::Offer(offer) => Ok(Reply::Offered(offer, way)),
        }
    }
}
