//! Which file of `data/messages/en` holds the words of which kind. English is the only language so far; another one is
//! another folder and a choice made here.

use domain::message::{MailKind, TextKind};

/// The frame round a mail's plain text.
pub(super) const TEXT_LAYOUT: &str = include_str!("../../../data/messages/en/mail/layout.txt");

/// The frame round its HTML.
pub(super) const HTML_LAYOUT: &str = include_str!("../../../data/messages/en/mail/layout.html");

macro_rules! mail_file {
    ($name:literal) => {
        include_str!(concat!("../../../data/messages/en/mail/", $name, ".txt"))
    };
}

macro_rules! text_file {
    ($name:literal) => {
        include_str!(concat!("../../../data/messages/en/text/", $name, ".txt"))
    };
}

/// A mail's file: `Subject: …`, an empty line, the body.
pub(super) const fn mail(kind: MailKind) -> &'static str {
    match kind {
        MailKind::TwoStepOn => mail_file!("two_step_on"),
        MailKind::TwoStepOff => mail_file!("two_step_off"),
        MailKind::NumberChanged => mail_file!("number_changed"),
        MailKind::MethodAdded => mail_file!("method_added"),
        MailKind::MethodReplaced => mail_file!("method_replaced"),
        MailKind::MethodRemoved => mail_file!("method_removed"),
        MailKind::DefaultChanged => mail_file!("default_changed"),
        MailKind::TwoStepPaused => mail_file!("two_step_paused"),
        MailKind::PauseEnded => mail_file!("pause_ended"),
        MailKind::LockoutLifted => mail_file!("lockout_lifted"),
        MailKind::SessionsEnded => mail_file!("sessions_ended"),
        MailKind::TrustEnded => mail_file!("trust_ended"),
        MailKind::ResetAndRemoved => mail_file!("reset_and_removed"),
        MailKind::MobileChanged => mail_file!("mobile_changed"),
        MailKind::EmailChanged => mail_file!("email_changed"),
        MailKind::ProfileEdited => mail_file!("profile_edited"),
        MailKind::FullAccess => mail_file!("full_access"),
        MailKind::RecoveryRenewed => mail_file!("recovery_renewed"),
        MailKind::NotMe => mail_file!("not_me"),
        MailKind::NotMeReported => mail_file!("not_me_reported"),
        MailKind::TrustMoved => mail_file!("trust_moved"),
        MailKind::RecoveryUsed => mail_file!("recovery_used"),
        MailKind::Lockout => mail_file!("lockout"),
        MailKind::WrongCodes => mail_file!("wrong_codes"),
        MailKind::Unfinished => mail_file!("unfinished"),
        MailKind::NewBrowser => mail_file!("new_browser"),
        MailKind::PasswordChanged => mail_file!("password_changed"),
        MailKind::PasswordReset => mail_file!("password_reset"),
        MailKind::StepUpFailed => mail_file!("step_up_failed"),
        MailKind::SetUpByPassword => mail_file!("set_up_by_password"),
        MailKind::RecoveryOpened => mail_file!("recovery_opened"),
        MailKind::RecoveryReported => mail_file!("recovery_reported"),
        MailKind::RecoveryHalfWay => mail_file!("recovery_half_way"),
        MailKind::RecoveryReady => mail_file!("recovery_ready"),
        MailKind::RecoveryClosed => mail_file!("recovery_closed"),
        MailKind::RecoveryReleased => mail_file!("recovery_released"),
        MailKind::OwnershipOffered => mail_file!("ownership_offered"),
        MailKind::OwnershipOfferClosed => mail_file!("ownership_offer_closed"),
        MailKind::OwnershipMoved => mail_file!("ownership_moved"),
        MailKind::TextsFailing => mail_file!("texts_failing"),
    }
}

/// A text's pattern, one line.
pub(super) fn text(kind: TextKind) -> &'static str {
    let file = match kind {
        TextKind::Code => text_file!("code"),
        TextKind::NumberChanged => text_file!("number_changed"),
    };
    file.trim_end()
}

/// A mail's subject and body, apart.
pub(super) fn subject_and_body(file: &'static str) -> (&'static str, &'static str) {
    let (head, body) = file.split_once("\n\n").unwrap_or((file, ""));
    (head.strip_prefix("Subject: ").unwrap_or(head), body)
}
