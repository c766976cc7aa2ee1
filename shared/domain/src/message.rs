//! Mails and texts as intents (spec X01 to X04): which kind, to whom, with which facts. Words live in
//! `data/messages/`, sending in the worker.

use std::collections::BTreeMap;

use crate::ids::StaffId;
use crate::text_enum::text_enum;

text_enum! {
    /// The kinds of e-mail.
    pub enum MailKind {
        /// 2-step verification is on.
        TwoStepOn = "two_step_on",
        /// 2-step verification is off.
        TwoStepOff = "two_step_off",
        /// Texts go to another number now.
        NumberChanged = "number_changed",
        /// A second way to get codes was set up.
        MethodAdded = "method_added",
        /// A way to get codes was replaced by a new phone.
        MethodReplaced = "method_replaced",
        /// One of two ways was removed.
        MethodRemoved = "method_removed",
        /// Another way is asked first.
        DefaultChanged = "default_changed",
        /// A manager paused 2-step verification (spec A04).
        TwoStepPaused = "two_step_paused",
        /// A pause ended.
        PauseEnded = "pause_ended",
        /// A manager lifted a wait (spec A05).
        LockoutLifted = "lockout_lifted",
        /// A manager ended every session.
        SessionsEnded = "sessions_ended",
        /// A manager ended every trust.
        TrustEnded = "trust_ended",
        /// One hand has reset a password and removed the second step within a day (spec A07), to the managers.
        ResetAndRemoved = "reset_and_removed",
        /// The number on the profile was changed (spec N01).
        MobileChanged = "mobile_changed",
        /// The e-mail address was changed; goes to both.
        EmailChanged = "email_changed",
        /// A manager or the operator changed the profile (spec A02); goes to both addresses where that is another one.
        ProfileEdited = "profile_edited",
        /// Somebody was given full access, to the managers.
        FullAccess = "full_access",
        /// A new recovery code took the place of the one before.
        RecoveryRenewed = "recovery_renewed",
        /// **This wasn't me**, to the person.
        NotMe = "not_me",
        /// **This wasn't me**, to the managers.
        NotMeReported = "not_me_reported",
        /// A trusted browser's token came from elsewhere (spec T03).
        TrustMoved = "trust_moved",
        /// The recovery code was used.
        RecoveryUsed = "recovery_used",
        /// Wrong codes started a wait (spec L10).
        Lockout = "lockout",
        /// Three wrong codes after a right password (spec L10).
        WrongCodes = "wrong_codes",
        /// A right password without its second step (spec S10).
        Unfinished = "unfinished",
        /// Signed in from a browser that is not known (spec S12).
        NewBrowser = "new_browser",
        /// The person changed the password.
        PasswordChanged = "password_changed",
        /// A temporary password was made (spec A07).
        PasswordReset = "password_reset",
        /// Step-up failed three times.
        StepUpFailed = "step_up_failed",
        /// Methods were set up in sign-ins that a password alone had opened (spec E03), to the managers.
        SetUpByPassword = "set_up_by_password",
        /// A recovery request of the owner was opened (spec O02), to the owner.
        RecoveryOpened = "recovery_opened",
        /// The same, to the other managers.
        RecoveryReported = "recovery_reported",
        /// Half of its delay is over.
        RecoveryHalfWay = "recovery_half_way",
        /// All of its delay is over: it can be released.
        RecoveryReady = "recovery_ready",
        /// It was cancelled; to the other managers where it was released, too.
        RecoveryClosed = "recovery_closed",
        /// It was released, to the owner.
        RecoveryReleased = "recovery_released",
        /// The ownership was offered (spec A02).
        OwnershipOffered = "ownership_offered",
        /// An offer of it came to nothing.
        OwnershipOfferClosed = "ownership_offer_closed",
        /// There is another owner.
        OwnershipMoved = "ownership_moved",
        /// Texts do not work at this clinic just now (spec W03), to the managers.
        TextsFailing = "texts_failing",
    }
}

text_enum! {
    /// The kinds of text.
    pub enum TextKind {
        /// A code (spec X04).
        Code = "code",
        /// Told to the old number when texts go to another one (spec M03).
        NumberChanged = "number_changed",
    }
}

/// To whom a notice goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recipients {
    /// One person.
    Person(StaffId),
    /// One person at an address that is not (any more) on the profile (spec X01: both addresses).
    Address(StaffId, String),
    /// Every manager who can sign in.
    Managers,
    /// Every manager but one person, who is told apart; where there is none, nobody.
    ManagersBut(StaffId),
}

/// How often a notice of one kind may go out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// Each time.
    Always,
    /// Once an hour for a person, together with the other kinds of this pace (spec S10, L10).
    Hourly,
    /// Once a day (spec W03).
    Daily,
}

/// A mail that is owed. Who, when and from where are added by whoever stores it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// What it tells.
    pub kind: MailKind,
    /// Whom it tells.
    pub to: Recipients,
    /// How often.
    pub pace: Pace,
    /// Facts the wording names, by the name of its place in `data/messages/`.
    pub facts: BTreeMap<&'static str, String>,
}

impl Notice {
    /// A notice to one person, each time.
    #[must_use]
    pub fn to_person(staff: StaffId, kind: MailKind) -> Self {
        Self {
            kind,
            to: Recipients::Person(staff),
            pace: Pace::Always,
            facts: BTreeMap::new(),
        }
    }

    /// The same with a fact.
    #[must_use]
    pub fn fact(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.facts.insert(name, value.into());
        self
    }

    /// The same at another pace.
    #[must_use]
    pub fn at_pace(mut self, pace: Pace) -> Self {
        self.pace = pace;
        self
    }
}

text_enum! {
    /// Where a message of the outbox stands (spec W02, W04).
    pub enum MessageState {
        /// Waits to be sent, or to be tried again.
        Queued = "queued",
        /// Claimed by the worker.
        Sending = "sending",
        /// The other side took it.
        HandedOver = "handed_over",
        /// Arrived, as far as anybody can tell.
        Delivered = "delivered",
        /// Refused or not delivered.
        Failed = "failed",
        /// May or may not have been taken; never sent again by itself.
        Unknown = "unknown",
        /// Its code had too little life left (spec C06).
        TooLate = "too_late",
    }
}

impl MessageState {
    /// Whether nothing more will be done about it.
    #[must_use]
    pub fn is_settled(self) -> bool {
        match self {
            MessageState::Queued | MessageState::Sending => false,
            MessageState::HandedOver
            | MessageState::Delivered
            | MessageState::Failed
            | MessageState::Unknown
            | MessageState::TooLate => true,
        }
    }
}
