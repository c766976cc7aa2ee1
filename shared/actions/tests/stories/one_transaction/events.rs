//! X01: every event that has to be mailed has its mail, and an action that owes it; every mail, text and kind of row has
//! an action that makes it.

use domain::audit;
use domain::message::{MailKind, TextKind};

use super::*;

/// The list of X01 in its own words, as far as there is a way to it, with the mail that tells of it.
const EVENTS: &[(&str, MailKind)] = &[
    ("2SV goes on, by the person", MailKind::TwoStepOn),
    ("2SV goes off, by the person", MailKind::TwoStepOff),
    ("2SV goes off, by a number change", MailKind::TwoStepOff),
    ("method added", MailKind::MethodAdded),
    ("method replaced by a new phone", MailKind::MethodReplaced),
    ("method replaced by a new number", MailKind::NumberChanged),
    ("method removed", MailKind::MethodRemoved),
    ("default changed", MailKind::DefaultChanged),
    ("recovery code used", MailKind::RecoveryUsed),
    ("recovery code regenerated", MailKind::RecoveryRenewed),
    ("lockout", MailKind::Lockout),
    ("password changed", MailKind::PasswordChanged),
    ("password reset", MailKind::PasswordReset),
    ("e-mail address changed", MailKind::EmailChanged),
    ("mobile number changed", MailKind::MobileChanged),
    (
        "2SV goes off, by a manager's number change (N01)",
        MailKind::ProfileEdited,
    ),
    ("e-mail address changed by a manager", MailKind::ProfileEdited),
    ("access level", MailKind::ProfileEdited),
    ("full access given, to the managers (A02)", MailKind::FullAccess),
    ("browser not known", MailKind::NewBrowser),
    ("step-up failed 3 times", MailKind::StepUpFailed),
    ("trust ended by a copy of its token (T03)", MailKind::TrustMoved),
    ("This wasn't me (S11)", MailKind::NotMe),
    ("This wasn't me, to the managers (S11)", MailKind::NotMeReported),
    ("a right password not finished (S10)", MailKind::Unfinished),
    ("three wrong codes (L10)", MailKind::WrongCodes),
    ("texts do not work (W03)", MailKind::TextsFailing),
    (
        "a method set up behind a password alone (E03)",
        MailKind::SetUpByPassword,
    ),
    ("a recovery request is opened (O02)", MailKind::RecoveryOpened),
    ("the same, to the managers", MailKind::RecoveryReported),
    ("half of its delay is over (O02)", MailKind::RecoveryHalfWay),
    ("all of its delay is over (O02)", MailKind::RecoveryReady),
    (
        "it is cancelled, or released, to the managers",
        MailKind::RecoveryClosed,
    ),
    ("2SV goes off, by account recovery (O04)", MailKind::RecoveryReleased),
    ("the ownership is offered (A02)", MailKind::OwnershipOffered),
    ("an offer of it comes to nothing", MailKind::OwnershipOfferClosed),
    ("there is another owner", MailKind::OwnershipMoved),
    ("Pause", MailKind::TwoStepPaused),
    ("pause ended", MailKind::PauseEnded),
    ("a wait lifted (A05)", MailKind::LockoutLifted),
    ("sessions ended by a manager (A05)", MailKind::SessionsEnded),
    ("trust ended by a manager (A05)", MailKind::TrustEnded),
    (
        "reset and removed by one hand, to the managers (A07)",
        MailKind::ResetAndRemoved,
    ),
];

#[test]
fn x01_every_event_has_its_mail_and_an_action_that_owes_it() {
    let lines = table();
    for (event, kind) in EVENTS {
        let owed = lines.iter().any(|line| {
            line.owes
                .iter()
                .any(|(owes, to)| *owes == kind.as_str() && to.contains('@'))
        });
        assert!(owed, "{event}: no action owes {}", kind.as_str());
    }
    for kind in MailKind::ALL {
        let told = EVENTS.iter().any(|(_, told)| told == kind);
        assert!(told, "{} tells of no event", kind.as_str());
    }
}

#[test]
fn x01_every_text_has_an_action_that_owes_it() {
    let lines = table();
    for kind in TextKind::ALL {
        let owed = lines.iter().any(|line| {
            line.owes
                .iter()
                .any(|(owes, to)| *owes == kind.as_str() && to.starts_with('+'))
        });
        assert!(owed, "{}", kind.as_str());
    }
}

/// One action, one mail: nobody gets two of one change.
#[test]
fn x01_one_action_is_at_most_one_mail_to_an_address() {
    for line in table() {
        let mut to: Vec<&str> = line.owes.iter().map(|(_, to)| *to).collect();
        to.sort_unstable();
        to.dedup();
        assert_eq!(
            to.len(),
            line.owes.len(),
            "{}, {}: {:?}",
            line.file,
            line.what,
            line.owes
        );
    }
}

#[test]
fn d01_every_kind_of_row_has_an_action_that_writes_it() {
    let lines = table();
    let written: BTreeSet<&str> = lines.iter().flat_map(|line| line.record).copied().collect();
    let all: BTreeSet<&str> = audit::Kind::ALL.iter().map(|kind| kind.as_str()).collect();
    let missing: Vec<_> = all.difference(&written).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
