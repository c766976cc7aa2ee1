//! The record: what a row says (spec D01). Chaining and storing live in `store`; no secret ever gets into a row.

use crate::ids::StaffId;
use crate::text_enum::text_enum;

text_enum! {
    /// What happened.
    pub enum Kind {
        /// The clinic was made.
        ClinicMade = "clinic.made",
        /// Somebody joined the staff list.
        StaffAdded = "staff.added",
        /// A staff table was imported; the detail holds how many.
        StaffImported = "staff.imported",
        /// The operator read the staff list.
        StaffListed = "staff.listed",
        /// A password was compared and right, or refused for another reason than being wrong.
        Password = "sign_in.password",
        /// A password was compared and wrong.
        PasswordWrong = "sign_in.password_wrong",
        /// Refused unread: too many wrong passwords.
        PasswordLockedOut = "sign_in.locked_out",
        /// Wrong passwords started a wait.
        PasswordLockout = "password_lockout.started",
        /// Signed in fully.
        SignedIn = "sign_in.done",
        /// A right password whose second step was not finished.
        Unfinished = "sign_in.unfinished",
        /// Signed out, closed or ended.
        SessionEnded = "session.ended",
        /// A text with a code was asked for.
        CodeAsked = "code.asked",
        /// A code was compared and wrong.
        CodeWrong = "code.wrong",
        /// A right code that is dead.
        CodeDead = "code.dead",
        /// Refused unread in a lockout.
        CodeLockedOut = "code.locked_out",
        /// Wrong codes started a wait.
        LockoutStarted = "lockout.started",
        /// A wait ended by itself.
        LockoutEnded = "lockout.ended",
        /// A manager lifted a wait (spec A05).
        LockoutLifted = "lockout.lifted",
        /// The recovery code signed somebody in or passed a step-up.
        RecoveryUsed = "recovery_code.used",
        /// A recovery code was compared and wrong.
        RecoveryWrong = "recovery_code.wrong",
        /// A recovery code that was used or replaced.
        RecoveryDead = "recovery_code.dead",
        /// Refused unread: its own budget is used up.
        RecoveryLockedOut = "recovery_code.locked_out",
        /// A new recovery code was shown.
        RecoveryShown = "recovery_code.shown",
        /// It was looked at later (spec R05).
        RecoveryViewed = "recovery_code.viewed",
        /// A new one was asked for; the one before is dead.
        RecoveryRenewed = "recovery_code.renewed",
        /// The person said it is kept.
        RecoverySaved = "recovery_code.saved",
        /// 2-step verification went on.
        TwoStepOn = "two_step.on",
        /// 2-step verification went off.
        TwoStepOff = "two_step.off",
        /// **Pause** (spec A04).
        TwoStepPaused = "two_step.paused",
        /// A pause ended, by itself or early.
        PauseEnded = "two_step.pause_ended",
        /// A second method was set up.
        MethodAdded = "method.added",
        /// A method was replaced: a new number, a new phone.
        MethodReplaced = "method.replaced",
        /// One of two methods was removed.
        MethodRemoved = "method.removed",
        /// Another method is asked first.
        DefaultChanged = "method.default_changed",
        /// A browser is trusted.
        TrustBegan = "trust.began",
        /// A browser is not trusted any more.
        TrustEnded = "trust.ended",
        /// **This wasn't me**.
        NotMe = "not_me.reported",
        /// The person's name was changed.
        NameChanged = "profile.name_changed",
        /// The person's e-mail address was changed.
        EmailChanged = "profile.email_changed",
        /// The person's mobile number was changed.
        MobileChanged = "profile.mobile_changed",
        /// The person's user name was changed.
        UsernameChanged = "profile.username_changed",
        /// The person's access level was changed; the detail holds old and new.
        AccessChanged = "profile.access_changed",
        /// The managers were told of set-ups behind a password alone (spec E03).
        ManagersTold = "managers.told",
        /// A setting of the clinic was changed; the detail holds old and new value.
        SettingChanged = "setting.changed",
        /// A document was made or offered to be fetched.
        DocumentMade = "document.made",
        /// A document was fetched.
        DocumentFetched = "document.fetched",
        /// A document was not handed out.
        DocumentRefused = "document.refused",
        /// A document was erased or withdrawn.
        DocumentEnded = "document.ended",
        /// The person chose a new password.
        PasswordChanged = "password.changed",
        /// A temporary password was made.
        PasswordReset = "password.reset",
        /// A recovery request of the owner was opened (spec O).
        OwnerRecoveryOpened = "owner_recovery.opened",
        /// The owner was told of a request that runs.
        OwnerRecoveryTold = "owner_recovery.told",
        /// The operator read the list of requests.
        OwnerRecoveryListed = "owner_recovery.listed",
        /// A request was cancelled, or is void.
        OwnerRecoveryCancelled = "owner_recovery.cancelled",
        /// A request was released, or refused to be.
        OwnerRecoveryReleased = "owner_recovery.released",
        /// The ownership was offered (spec A02).
        OwnershipOffered = "ownership.offered",
        /// An offer of it was declined, withdrawn, or is over.
        OwnershipOfferClosed = "ownership.offer_closed",
        /// There is another owner.
        OwnershipMoved = "ownership.moved",
        /// Step-up before a sensitive change.
        StepUp = "step_up",
        /// What became of a message.
        Message = "message",
        /// The operator had the record checked.
        RecordChecked = "record.checked",
        /// The wall clock jumped.
        ClockJumped = "clock.jumped",
    }
}

text_enum! {
    /// How it ended.
    pub enum Ending {
        /// It happened.
        Done = "done",
        /// It was refused by a rule.
        Refused = "refused",
        /// It could not be done.
        Failed = "failed",
    }
}

/// Who did it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// A person of the clinic.
    Staff(StaffId),
    /// Who may become the system user; the login name (spec U06).
    Operator(String),
    /// The worker.
    Worker,
    /// Somebody at the sign-in screen under a name nobody has; a keyed hash of it in hex (spec L08).
    Unknown(String),
}

/// One row to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Who did it.
    pub actor: Actor,
    /// Whom it is about.
    pub subject: Option<StaffId>,
    /// What happened.
    pub kind: Kind,
    /// How it ended.
    pub outcome: Ending,
    /// The one rule that fired, as its spec id, empty for none.
    pub rule: &'static str,
    /// From where.
    pub place: String,
    /// Anything else in a few words, no secrets, numbers masked.
    pub detail: String,
}

impl Entry {
    /// A row about what a person did to themselves.
    #[must_use]
    pub fn own(staff: StaffId, kind: Kind, outcome: Ending, place: &str) -> Self {
        Self {
            actor: Actor::Staff(staff),
            subject: Some(staff),
            kind,
            outcome,
            rule: "",
            place: place.to_owned(),
            detail: String::new(),
        }
    }

    /// A row about what the worker did for or to somebody.
    #[must_use]
    pub fn by_worker(subject: Option<StaffId>, kind: Kind, outcome: Ending) -> Self {
        Self {
            actor: Actor::Worker,
            subject,
            kind,
            outcome,
            rule: "",
            place: "worker".into(),
            detail: String::new(),
        }
    }

    /// The same row with the rule that fired.
    #[must_use]
    pub fn rule(mut self, rule: &'static str) -> Self {
        self.rule = rule;
        self
    }

    /// The same row with a detail.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }
}
