//! What each step of a request writes down and whom it tells (spec O02, O04, X01, X03, D01): one table, so that no step
//! goes without its row of the record and its mails.

use super::RequestKind;
use crate::audit::Kind;
use crate::ids::StaffId;
use crate::message::{MailKind, Notice, Recipients};

/// A step of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Opened; released at this wall time at the earliest.
    Opened(i64),
    /// Half of the delay is over; released at this wall time at the earliest.
    HalfWay(i64),
    /// All of the delay is over.
    End,
    /// Cancelled.
    Cancelled,
    /// Released: the owner is let back in.
    Released,
}

/// Who a request is about, as mails name them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Names {
    /// The owner.
    pub owner: StaffId,
    /// The owner's name.
    pub person: String,
    /// The address the owner had at the opening.
    pub address: String,
    /// The address the owner has now.
    pub address_now: String,
    /// Who becomes owner, by name.
    pub heir: Option<String>,
}

/// What one step writes down: its row's kind and rule, and mails.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The row's kind.
    pub kind: Kind,
    /// Mails.
    pub notices: Vec<Notice>,
}

impl Step {
    /// The row and the mails of this step.
    #[must_use]
    pub fn told(self, kind: RequestKind, names: &Names) -> Told {
        let owner = |mail| to_owner(mail, names);
        let managers = |mail| vec![with_names(to_managers(mail, names), names)];
        let until = |notices: Vec<Notice>, wall_ms: i64| -> Vec<Notice> {
            let each = notices.into_iter();
            each.map(|notice| notice.fact("until_ms", wall_ms.to_string()))
                .collect()
        };
        let (row, notices) = match self {
            Step::Opened(release) => {
                let all = [owner(MailKind::RecoveryOpened), managers(MailKind::RecoveryReported)];
                (Kind::OwnerRecoveryOpened, until(all.concat(), release))
            }
            Step::HalfWay(release) => (
                Kind::OwnerRecoveryTold,
                until(owner(MailKind::RecoveryHalfWay), release),
            ),
            Step::End => (Kind::OwnerRecoveryTold, owner(MailKind::RecoveryReady)),
            Step::Cancelled => {
                let all = [owner(MailKind::RecoveryClosed), managers(MailKind::RecoveryClosed)];
                (Kind::OwnerRecoveryCancelled, all.concat())
            }
            Step::Released => {
                let closed = managers(MailKind::RecoveryClosed).into_iter();
                let closed = closed.map(|notice| notice.fact("released", "yes"));
                let all = owner(MailKind::RecoveryReleased).into_iter().chain(closed).collect();
                // Handed over, it is told with the ownership: one action, one mail.
                let notices = match kind {
                    RequestKind::Recovery => all,
                    RequestKind::Transfer => Vec::new(),
                };
                (Kind::OwnerRecoveryReleased, notices)
            }
        };
        Told { kind: row, notices }
    }
}

/// To the owner at the address of now, and at the one of the opening where that is another.
fn to_owner(mail: MailKind, names: &Names) -> Vec<Notice> {
    let notice = with_names(Notice::to_person(names.owner, mail), names);
    let elsewhere = (names.address != names.address_now).then(|| Notice {
        to: Recipients::Address(names.owner, names.address.clone()),
        ..notice.clone()
    });
    elsewhere.into_iter().chain([notice.clone()]).collect()
}

fn to_managers(mail: MailKind, names: &Names) -> Notice {
    Notice {
        to: Recipients::ManagersBut(names.owner),
        ..Notice::to_person(names.owner, mail)
    }
}

fn with_names(notice: Notice, names: &Names) -> Notice {
    let notice = notice.fact("person", &names.person);
    match &names.heir {
        Some(heir) => notice.fact("heir", heir),
        None => notice,
    }
}
