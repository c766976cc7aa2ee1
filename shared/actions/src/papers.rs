//! Documents as the actions hand them on: what is ordered, what stands on a recovery code's page, and the leave to make a
//! document out of the database, which is asked for again at every part of it (spec R09).

use domain::document::DocumentKind;
use domain::ids::StaffId;
use domain::permission::{self, Actor};
use domain::recovery_code::RecoveryCode;
use domain::secret::Secret;
use store::recovery::StoredRecovery;
use store::staff::{self, StaffRow};
use store::{StoreError, Tx, clinic};

use crate::ActionError;
use crate::standing::manager_names;

/// What is to be made.
#[derive(Clone, Debug)]
pub struct Order {
    /// What it is.
    pub kind: DocumentKind,
    /// What has to be known to make it and stands nowhere else: a filter. It is kept sealed while the document waits.
    pub fields: Option<Secret<String>>,
}

impl Order {
    /// One for which nothing else has to be known.
    #[must_use]
    pub fn of(kind: DocumentKind) -> Self {
        Self { kind, fields: None }
    }
}

/// What a document is made of.
#[derive(Debug)]
pub enum Content {
    /// All that stands on the page of a recovery code.
    RecoveryCode(Box<Paper>),
    /// Leave to make it out of the database.
    Leave(Leave),
}

impl Content {
    /// What it is.
    #[must_use]
    pub fn kind(&self) -> DocumentKind {
        match self {
            Self::RecoveryCode(_) => DocumentKind::RecoveryCode,
            Self::Leave(leave) => leave.kind,
        }
    }
}

/// What stands on the page of a recovery code.
#[derive(Debug)]
pub struct Paper {
    /// The clinic's full name.
    pub clinic: String,
    /// The person's name.
    pub name: String,
    /// The person's user name.
    pub username: String,
    /// The code.
    pub code: RecoveryCode,
    /// When the code was made, wall ms.
    pub made_at: i64,
    /// The clinic's IANA time zone.
    pub time_zone: String,
    /// Whom to tell when it is lost: the support contact, else managers by name; may be empty.
    pub contact: String,
}

impl Paper {
    pub(crate) fn load(tx: &Tx<'_>, staff: &StaffRow, stored: StoredRecovery) -> Result<Self, StoreError> {
        let clinic = the_clinic(tx)?;
        let contact = if clinic.support_contact.is_empty() {
            manager_names(tx, Some(staff.id))?.join(" or ")
        } else {
            clinic.support_contact
        };
        Ok(Self {
            clinic: clinic.name,
            name: staff.name.clone(),
            username: staff.username.clone(),
            code: stored.code,
            made_at: stored.made_at,
            time_zone: clinic.time_zone,
            contact,
        })
    }
}

/// Leave to make one document out of the database. Only the actions that write it down in the record give one.
#[derive(Debug)]
pub struct Leave {
    kind: DocumentKind,
    fields: Option<Secret<String>>,
    whose: Whose,
}

/// Who has it.
#[derive(Clone, Debug)]
enum Whose {
    /// A manager, as long as it is one.
    Staff(StaffId),
    /// The operator, by the login name (spec U06).
    Operator(String),
}

impl Leave {
    pub(crate) fn of_staff(staff: StaffId, kind: DocumentKind, fields: Option<Secret<String>>) -> Self {
        Self {
            kind,
            fields,
            whose: Whose::Staff(staff),
        }
    }

    pub(crate) fn of_operator(login: &str, order: &Order) -> Self {
        Self {
            kind: order.kind,
            fields: order.fields.clone(),
            whose: Whose::Operator(login.to_owned()),
        }
    }

    /// What it is for.
    #[must_use]
    pub fn kind(&self) -> DocumentKind {
        self.kind
    }

    /// What has to be known to make it, besides the database.
    #[must_use]
    pub fn fields(&self) -> Option<&Secret<String>> {
        self.fields.as_ref()
    }

    /// Refuses once the person may not any more (spec R09).
    pub(crate) fn ask(&self, tx: &Tx<'_>) -> Result<(), ActionError> {
        match &self.whose {
            Whose::Staff(id) => ask(self.kind, &staff::get(tx, *id)?),
            Whose::Operator(_) => Ok(()),
        }
    }

    /// Who has it made, as the document names them.
    pub(crate) fn by(&self, tx: &Tx<'_>) -> Result<String, StoreError> {
        Ok(match &self.whose {
            Whose::Staff(id) => staff::get(tx, *id)?.name,
            Whose::Operator(login) => format!("the operator ({login})"),
        })
    }
}

/// Refuses where a person may not have a document of that kind, by the table of permissions.
pub(crate) fn ask(kind: DocumentKind, person: &StaffRow) -> Result<(), ActionError> {
    let actor = Actor {
        id: person.id,
        access: person.access,
    };
    match kind.task() {
        Some(task) => Ok(permission::may(task, actor, None)?),
        None if person.access.may_sign_in() => Ok(()),
        None => Err(ActionError::Refused("You have no access any more.".into())),
    }
}

/// The clinic, which every document names.
pub(crate) fn the_clinic(tx: &Tx<'_>) -> Result<clinic::Clinic, StoreError> {
    clinic::find(tx)?.ok_or_else(|| StoreError::Other("there is no clinic in this database".into()))
}
