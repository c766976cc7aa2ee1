//! What happened, in words that need no explaining, and the groups that can be looked for.

use crate::audit::Kind;
use crate::text_enum::text_enum;

text_enum! {
    /// What can be looked for at once.
    pub enum Group {
        /// Everything that was refused, whatever it was.
        Refused = "refused",
        /// Signing in and out.
        SignIns = "sign_ins",
        /// Codes, and the waits after wrong ones.
        Codes = "codes",
        /// 2-Step Verification, its methods and pauses.
        TwoStep = "two_step",
        /// Recovery codes.
        Recovery = "recovery",
        /// Trusted browsers.
        Trust = "trust",
        /// The staff list, profiles and passwords.
        People = "people",
        /// The owner's account recovery, and who owns the account.
        Owner = "owner",
        /// Settings of the clinic.
        Settings = "settings",
        /// PDFs and tables.
        Documents = "documents",
        /// Texts and e-mails.
        Messages = "messages",
        /// The program itself.
        System = "program",
    }
}

impl Group {
    /// As a line of choices has it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Group::Refused => "refused",
            Group::SignIns => "sign-ins",
            Group::Codes => "codes",
            Group::TwoStep => "2SV",
            Group::Recovery => "recovery",
            Group::Trust => "trust",
            Group::People => "people",
            Group::Owner => "owner",
            Group::Settings => "settings",
            Group::Documents => "documents",
            Group::Messages => "messages",
            Group::System => "program",
        }
    }

    /// The kinds in it; none in [`Group::Refused`], which goes by how a thing ended.
    pub fn kinds(self) -> impl Iterator<Item = Kind> {
        Kind::ALL.iter().copied().filter(move |kind| group(*kind) == self)
    }
}

/// The group of a kind.
#[must_use]
pub fn group(kind: Kind) -> Group {
    match kind {
        Kind::Password
        | Kind::PasswordWrong
        | Kind::PasswordLockedOut
        | Kind::PasswordLockout
        | Kind::SignedIn
        | Kind::Unfinished
        | Kind::SessionEnded
        | Kind::NotMe
        | Kind::StepUp => Group::SignIns,
        Kind::CodeAsked
        | Kind::CodeWrong
        | Kind::CodeDead
        | Kind::CodeLockedOut
        | Kind::LockoutStarted
        | Kind::LockoutEnded
        | Kind::LockoutLifted => Group::Codes,
        Kind::TwoStepOn
        | Kind::TwoStepOff
        | Kind::TwoStepPaused
        | Kind::PauseEnded
        | Kind::MethodAdded
        | Kind::MethodReplaced
        | Kind::MethodRemoved
        | Kind::DefaultChanged => Group::TwoStep,
        Kind::RecoveryUsed
        | Kind::RecoveryWrong
        | Kind::RecoveryDead
        | Kind::RecoveryLockedOut
        | Kind::RecoveryShown
        | Kind::RecoveryViewed
        | Kind::RecoveryRenewed
        | Kind::RecoverySaved => Group::Recovery,
        Kind::TrustBegan | Kind::TrustEnded => Group::Trust,
        Kind::StaffAdded
        | Kind::StaffListed
        | Kind::StaffImported
        | Kind::UsernameChanged
        | Kind::AccessChanged
        | Kind::NameChanged
        | Kind::EmailChanged
        | Kind::MobileChanged
        | Kind::PasswordChanged
        | Kind::PasswordReset => Group::People,
        Kind::SettingChanged => Group::Settings,
        Kind::DocumentMade | Kind::DocumentFetched | Kind::DocumentRefused | Kind::DocumentEnded => Group::Documents,
        Kind::Message | Kind::ManagersTold => Group::Messages,
        Kind::OwnerRecoveryOpened
        | Kind::OwnerRecoveryTold
        | Kind::OwnerRecoveryListed
        | Kind::OwnerRecoveryCancelled
        | Kind::OwnerRecoveryReleased
        | Kind::OwnershipOffered
        | Kind::OwnershipOfferClosed
        | Kind::OwnershipMoved => Group::Owner,
        Kind::ClinicMade | Kind::RecordChecked | Kind::ClockJumped => Group::System,
    }
}

/// What happened, as a row of the list says it.
#[must_use]
pub fn what(kind: Kind) -> &'static str {
    match kind {
        Kind::ClinicMade => "Clinic set up",
        Kind::StaffAdded => "Added to the staff list",
        Kind::StaffListed => "Staff list read",
        Kind::StaffImported => "Staff table imported",
        Kind::Password => "Password",
        Kind::PasswordWrong => "Wrong password",
        Kind::PasswordLockedOut => "Password during a wait",
        Kind::PasswordLockout => "Wait after wrong passwords",
        Kind::SignedIn => "Signed in",
        Kind::Unfinished => "Sign-in left unfinished",
        Kind::SessionEnded => "Session ended",
        Kind::CodeAsked => "Text with a code",
        Kind::CodeWrong => "Wrong code",
        Kind::CodeDead => "Code too late or used",
        Kind::CodeLockedOut => "Code during a wait",
        Kind::LockoutStarted => "Wait after wrong codes",
        Kind::LockoutEnded => "Wait over",
        Kind::LockoutLifted => "Wait lifted",
        Kind::RecoveryUsed => "Recovery code used",
        Kind::RecoveryWrong => "Wrong recovery code",
        Kind::RecoveryDead => "Old recovery code",
        Kind::RecoveryLockedOut => "Recovery code during a wait",
        Kind::RecoveryShown => "Recovery code made and shown",
        Kind::RecoveryViewed => "Recovery code viewed",
        Kind::RecoveryRenewed => "New recovery code",
        Kind::RecoverySaved => "Recovery code kept",
        Kind::TwoStepOn => "2-Step Verification on",
        Kind::TwoStepOff => "2-Step Verification off",
        Kind::TwoStepPaused => "2-Step Verification paused",
        Kind::PauseEnded => "Pause over",
        Kind::MethodAdded => "Second method set up",
        Kind::MethodReplaced => "Method replaced",
        Kind::MethodRemoved => "Method removed",
        Kind::DefaultChanged => "Other method asked first",
        Kind::TrustBegan => "Browser trusted",
        Kind::TrustEnded => "Browser not trusted any more",
        Kind::NotMe => "\"This wasn't me\" reported",
        Kind::NameChanged => "Name changed",
        Kind::UsernameChanged => "User name changed",
        Kind::AccessChanged => "Access level changed",
        Kind::EmailChanged => "E-mail address changed",
        Kind::MobileChanged => "Mobile number changed",
        Kind::SettingChanged => "Setting changed",
        Kind::DocumentMade => "Document made",
        Kind::DocumentFetched => "Document fetched",
        Kind::DocumentRefused => "Document not handed out",
        Kind::DocumentEnded => "Document erased",
        Kind::PasswordChanged => "Password changed",
        Kind::PasswordReset => "Temporary password made",
        Kind::StepUp => "Password or code asked again",
        Kind::OwnerRecoveryOpened => "Account recovery opened",
        Kind::OwnerRecoveryTold => "Account recovery: owner told",
        Kind::OwnerRecoveryListed => "Account recovery looked at",
        Kind::OwnerRecoveryCancelled => "Account recovery cancelled",
        Kind::OwnerRecoveryReleased => "Account recovery released",
        Kind::OwnershipOffered => "Ownership offered",
        Kind::OwnershipOfferClosed => "Offer of ownership over",
        Kind::OwnershipMoved => "Another owner",
        Kind::Message => "Text or e-mail",
        Kind::ManagersTold => "Managers told of set-ups",
        Kind::RecordChecked => "Record checked",
        Kind::ClockJumped => "Clock moved",
    }
}
