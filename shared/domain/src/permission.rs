//! Who may do what to whom (spec A, E05, D03): one table, role by task by target by state. Every action asks [`may`]
//! inside its transaction; screens ask it to know what to show. A test prints the table into `data/permissions.md`.
//!
//! Not here: step-up (`step_up`), and what everybody does to the own account.

use crate::ids::StaffId;
use crate::person::Access;
use crate::text_enum::text_enum;

text_enum! {
    /// What a manager does.
    pub enum Task {
        /// Staff: the list and everybody's profile.
        SeeStaff = "see_staff",
        /// Adding somebody.
        AddStaff = "add_staff",
        /// Another's name and e-mail address, and anybody's user name.
        EditStaff = "edit_staff",
        /// Another's access level.
        ChangeAccess = "change_access",
        /// Another's mobile number (spec N01).
        ChangeNumber = "change_number",
        /// **Pause** (spec A03).
        Pause = "pause",
        /// Ending a pause early (spec A04).
        EndPause = "end_pause",
        /// **Remove** (spec A03).
        Remove = "remove",
        /// **Reset password** (spec A07).
        ResetPassword = "reset_password",
        /// First passwords of people who have never signed in (spec A07).
        FirstPasswords = "first_passwords",
        /// Lifting a wait (spec A05).
        LiftWait = "lift_wait",
        /// Ending another's sessions (spec A05).
        EndSessions = "end_sessions",
        /// Ending another's trusted browsers (spec A05).
        EndTrust = "end_trust",
        /// Import of a staff table.
        ImportStaff = "import_staff",
        /// Export of the staff list.
        ExportStaff = "export_staff",
        /// **Transfer ownership**: the offer (spec A02).
        TransferOwnership = "transfer_ownership",
        /// Taking the ownership that was offered.
        AcceptOwnership = "accept_ownership",
        /// Cancelling a recovery request of the owner (spec O02).
        CancelRecovery = "cancel_recovery",
        /// Settings (spec E05).
        Settings = "settings",
        /// Activity (spec D03).
        SeeActivity = "see_activity",
        /// Export of the record.
        ExportActivity = "export_activity",
        /// The 2SV status report (spec D04).
        Report = "report",
    }
}

/// Who does it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Actor {
    /// Who.
    pub id: StaffId,
    /// What they may do.
    pub access: Access,
}

/// To whom it is done, as things stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Target {
    /// Who.
    pub id: StaffId,
    /// What they may do.
    pub access: Access,
    /// A method is set up.
    pub two_step_on: bool,
    /// A pause runs.
    pub paused: bool,
    /// A wait for codes runs.
    pub waits: bool,
    /// Has signed in fully before.
    pub has_signed_in: bool,
}

/// Whom a task may be done to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whom {
    /// It is about the clinic, not about one person.
    Clinic,
    /// Anybody, oneself included.
    Anybody,
    /// Anybody but oneself.
    Others,
    /// Anybody but oneself and the owner.
    OthersButOwner,
    /// Full access, not oneself.
    FullAccess,
}

/// How the target has to stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// However.
    Always,
    /// Has access.
    CanSignIn,
    /// Has access, and no pause runs.
    NotPaused,
    /// A pause runs.
    Paused,
    /// A method is set up.
    TwoStepOn,
    /// A wait for codes runs.
    Waits,
    /// Has access and has never signed in.
    NeverSignedIn,
}

/// One row of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// What.
    pub task: Task,
    /// By whom.
    pub by: &'static [Access],
    /// To whom.
    pub whom: Whom,
    /// As long as.
    pub when: When,
}

const MANAGERS: &[Access] = &[Access::Owner, Access::Full];
const OWNER: &[Access] = &[Access::Owner];
const FULL: &[Access] = &[Access::Full];

const fn rule(task: Task, by: &'static [Access], whom: Whom, when: When) -> Rule {
    Rule { task, by, whom, when }
}

/// Every task, in one table.
pub const TABLE: &[Rule] = &[
    rule(Task::SeeStaff, MANAGERS, Whom::Anybody, When::Always),
    rule(Task::AddStaff, MANAGERS, Whom::Clinic, When::Always),
    rule(Task::EditStaff, MANAGERS, Whom::Anybody, When::Always),
    rule(Task::ChangeAccess, MANAGERS, Whom::OthersButOwner, When::Always),
    rule(Task::ChangeNumber, MANAGERS, Whom::Others, When::Always),
    rule(Task::Pause, MANAGERS, Whom::Others, When::NotPaused),
    rule(Task::EndPause, MANAGERS, Whom::Others, When::Paused),
    rule(Task::Remove, MANAGERS, Whom::Others, When::TwoStepOn),
    rule(Task::ResetPassword, MANAGERS, Whom::Others, When::CanSignIn),
    rule(Task::FirstPasswords, MANAGERS, Whom::Others, When::NeverSignedIn),
    rule(Task::LiftWait, MANAGERS, Whom::Others, When::Waits),
    rule(Task::EndSessions, MANAGERS, Whom::Others, When::Always),
    rule(Task::EndTrust, MANAGERS, Whom::Others, When::Always),
    rule(Task::ImportStaff, MANAGERS, Whom::Clinic, When::Always),
    rule(Task::ExportStaff, MANAGERS, Whom::Clinic, When::Always),
    rule(Task::TransferOwnership, OWNER, Whom::FullAccess, When::TwoStepOn),
    rule(Task::AcceptOwnership, FULL, Whom::Clinic, When::Always),
    rule(Task::CancelRecovery, MANAGERS, Whom::Clinic, When::Always),
    rule(Task::Settings, MANAGERS, Whom::Clinic, When::Always),
    rule(Task::SeeActivity, MANAGERS, Whom::Clinic, When::Always),
    rule(Task::ExportActivity, MANAGERS, Whom::Clinic, When::Always),
    rule(Task::Report, MANAGERS, Whom::Clinic, When::Always),
];

/// Why something may not be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    /// Not this role's.
    #[error("Only the account owner and people with full access may do that.")]
    NotManager,
    /// The owner's alone.
    #[error("Only the account owner may do that.")]
    NotOwner,
    /// Only somebody with full access may, and not the owner.
    #[error("Only somebody with full access may do that.")]
    NotFull,
    /// Not to oneself: My Account, or another manager.
    #[error("That is not done to the own account: use My Account, or ask another manager.")]
    Oneself,
    /// Not to the owner.
    #[error("The account owner's access is changed by Transfer ownership alone.")]
    IsOwner,
    /// Only to somebody with full access.
    #[error("Ownership can be offered only to somebody with full access.")]
    TargetNotFull,
    /// The person has no access.
    #[error("This person has no access. Give access first.")]
    NoAccess,
    /// A pause runs already.
    #[error("2-Step Verification is paused for this person already.")]
    IsPaused,
    /// No pause runs (any more).
    #[error("2-Step Verification is not paused for this person (any more).")]
    NotPaused,
    /// 2SV is off.
    #[error("2-Step Verification is not set up for this person (any more).")]
    TwoStepOff,
    /// No wait runs (any more).
    #[error("This person does not wait (any more).")]
    DoesNotWait,
    /// Has signed in before: a first password is too late.
    #[error("This person has signed in before: use Reset password.")]
    HasSignedIn,
}

/// The row of a task.
///
/// # Panics
/// Never: a test walks every task through the table.
#[must_use]
#[allow(clippy::expect_used)]
pub fn rule_of(task: Task) -> Rule {
    let found = TABLE.iter().find(|rule| rule.task == task);
    *found.expect("every task has its row")
}

/// Whether `actor` may do `task`; `target` where it is about one person.
///
/// # Errors
/// Why not.
pub fn may(task: Task, actor: Actor, target: Option<&Target>) -> Result<(), Denied> {
    let rule = rule_of(task);
    by_role(rule, actor.access)?;
    let Some(target) = target else {
        return Ok(());
    };
    to_whom(rule.whom, actor, target)?;
    as_it_stands(rule.when, target)
}

/// Whether the operator, who is nobody's role (spec U06), may do `task` to `target`.
///
/// # Errors
/// Why not.
pub fn operator_may(task: Task, target: &Target) -> Result<(), Denied> {
    let rule = rule_of(task);
    match (rule.whom, target.access) {
        (Whom::OthersButOwner, Access::Owner) => Err(Denied::IsOwner),
        (Whom::FullAccess, Access::Owner | Access::Staff | Access::None) => Err(Denied::TargetNotFull),
        (Whom::OthersButOwner | Whom::FullAccess | Whom::Others | Whom::Anybody | Whom::Clinic, _) => {
            as_it_stands(rule.when, target)
        }
    }
}

fn by_role(rule: Rule, access: Access) -> Result<(), Denied> {
    if rule.by.contains(&access) {
        return Ok(());
    }
    Err(match rule.by {
        [Access::Owner] => Denied::NotOwner,
        [Access::Full] => Denied::NotFull,
        _ => Denied::NotManager,
    })
}

fn to_whom(whom: Whom, actor: Actor, target: &Target) -> Result<(), Denied> {
    let oneself = actor.id == target.id;
    match whom {
        Whom::Clinic | Whom::Anybody => Ok(()),
        Whom::Others | Whom::OthersButOwner | Whom::FullAccess if oneself => Err(Denied::Oneself),
        Whom::OthersButOwner if target.access == Access::Owner => Err(Denied::IsOwner),
        Whom::FullAccess if target.access != Access::Full => Err(Denied::TargetNotFull),
        Whom::Others | Whom::OthersButOwner | Whom::FullAccess => Ok(()),
    }
}

fn as_it_stands(when: When, target: &Target) -> Result<(), Denied> {
    let has_access = target.access.may_sign_in();
    match when {
        When::Always => Ok(()),
        When::CanSignIn | When::NotPaused | When::NeverSignedIn if !has_access => Err(Denied::NoAccess),
        When::CanSignIn => Ok(()),
        When::NotPaused if target.paused => Err(Denied::IsPaused),
        When::Paused if !target.paused => Err(Denied::NotPaused),
        When::TwoStepOn if !target.two_step_on => Err(Denied::TwoStepOff),
        When::Waits if !target.waits => Err(Denied::DoesNotWait),
        When::NeverSignedIn if target.has_signed_in => Err(Denied::HasSignedIn),
        When::NotPaused | When::Paused | When::TwoStepOn | When::Waits | When::NeverSignedIn => Ok(()),
    }
}

/// Whether a reason has to be given: for what A03 names, and for a reset (A07) of who has signed in before.
#[must_use]
pub fn needs_reason(task: Task, has_signed_in: bool) -> bool {
    match task {
        Task::Pause | Task::Remove => true,
        Task::ResetPassword => has_signed_in,
        Task::SeeStaff
        | Task::AddStaff
        | Task::EditStaff
        | Task::ChangeAccess
        | Task::ChangeNumber
        | Task::EndPause
        | Task::FirstPasswords
        | Task::LiftWait
        | Task::EndSessions
        | Task::EndTrust
        | Task::ImportStaff
        | Task::ExportStaff
        | Task::TransferOwnership
        | Task::AcceptOwnership
        | Task::CancelRecovery
        | Task::Settings
        | Task::SeeActivity
        | Task::ExportActivity
        | Task::Report => false,
    }
}

impl Task {
    /// As the printed table names it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Task::SeeStaff => "See the staff list and profiles",
            Task::AddStaff => "Add somebody",
            Task::EditStaff => "Change name, e-mail address, user name",
            Task::ChangeAccess => "Change the access level",
            Task::ChangeNumber => "Change the mobile number",
            Task::Pause => "Pause 2-Step Verification",
            Task::EndPause => "End a pause early",
            Task::Remove => "Remove 2-Step Verification",
            Task::ResetPassword => "Reset password",
            Task::FirstPasswords => "Make first passwords",
            Task::LiftWait => "Lift a wait",
            Task::EndSessions => "End sessions",
            Task::EndTrust => "End trusted browsers",
            Task::ImportStaff => "Import a staff table",
            Task::ExportStaff => "Export the staff list",
            Task::TransferOwnership => "Offer the ownership",
            Task::AcceptOwnership => "Accept the ownership that was offered",
            Task::CancelRecovery => "Cancel a recovery request",
            Task::Settings => "See and change Settings",
            Task::SeeActivity => "See Activity",
            Task::ExportActivity => "Export Activity",
            Task::Report => "Make the 2SV status report",
        }
    }
}

impl Whom {
    /// As the printed table names it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Whom::Clinic => "the clinic",
            Whom::Anybody => "anybody",
            Whom::Others => "others, the owner included",
            Whom::OthersButOwner => "others, not the owner",
            Whom::FullAccess => "others with full access",
        }
    }
}

impl When {
    /// As the printed table names it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            When::Always => "",
            When::CanSignIn => "they have access",
            When::NotPaused => "they have access and are not paused",
            When::Paused => "they are paused",
            When::TwoStepOn => "a method is set up",
            When::Waits => "they wait after wrong codes",
            When::NeverSignedIn => "they have access and have never signed in",
        }
    }
}

/// The table as a page of the documentation (Markdown).
#[must_use]
pub fn printed() -> String {
    let tick = |by: &[Access], who| if by.contains(&who) { "yes" } else { "" };
    let mut page = String::from(PAGE_HEAD);
    for rule in TABLE {
        let (owner, full) = (tick(rule.by, Access::Owner), tick(rule.by, Access::Full));
        let (whom, when) = (rule.whom.label(), rule.when.label());
        page.push_str(&format!(
            "| {} | {owner} | {full} | {whom} | {when} |\n",
            rule.task.label()
        ));
    }
    page
}

const PAGE_HEAD: &str = "# Who may do what

Printed by a test from the table in `shared/domain/src/permission.rs`; every action asks it inside its transaction. Staff
and people without access may do nothing of this. What everybody does to the own account stands under My Account and is
not here. The operator (who may become the system user) does by command what has a command, under the same last two
columns.

| what | owner | full access | to whom | as long as |
|---|---|---|---|---|
";
