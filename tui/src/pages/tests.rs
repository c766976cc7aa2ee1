//! A walk over every page: its keys, its foot line, the contract's words, every size, what counts down (spec H01, design
//! convention 10). What pages do with a real database behind them is told in `tests/stories`.

mod facts;
mod gates;
mod keys;
mod reach;
mod room;
mod samples;
mod scan;
mod sheet;
mod sizes;
mod staffing;
mod still;
mod words;

use super::Page;

/// Calls something for the page inside a [`Page`], whichever it is. A new variant has to be named here.
macro_rules! inside {
    ($page:expr, $state:ident => $what:expr) => {
        match $page {
            Page::SignIn($state) => $what,
            Page::LockedOut($state) => $what,
            Page::Code($state) => $what,
            Page::AnotherWay($state) => $what,
            Page::UseRecoveryCode($state) => $what,
            Page::Wait($state) => $what,
            Page::NewPassword($state) => $what,
            Page::KeepRecoveryCode($state) => $what,
            Page::Home($state) => $what,
            Page::MyAccount($state) => $what,
            Page::Profile($state) => $what,
            Page::EditMobile($state) => $what,
            Page::Trusted($state) => $what,
            Page::Sessions($state) => $what,
            Page::RecoveryCode($state) => $what,
            Page::Pickup($state) => $what,
            Page::Staff($state) => $what,
            Page::Settings($state) => $what,
            Page::Enforcement($state) => $what,
            Page::EnforcementPreview($state) => $what,
            Page::SignOut($state) => $what,
            Page::Clinic($state) => $what,
            Page::Holidays($state) => $what,
            Page::MustSetUp($state) => $what,
            Page::Person($state) => $what,
            Page::OnPerson($state) => $what,
            Page::TemporaryPassword($state) => $what,
            Page::Reports($state) => $what,
            Page::FirstPasswords($state) => $what,
            Page::SetUpApp($state) => $what,
            Page::Apps($state) => $what,
            Page::TwoStep($state) => $what,
            Page::SetUpText($state) => $what,
            Page::StepUp($state) => $what,
            Page::Activity($state) => $what,
            Page::ActivityRow($state) => $what,
            Page::Help($state) => $what,
            Page::AddPerson($state) => $what,
            Page::EditPerson($state) => $what,
            Page::Import($state) => $what,
            Page::Confirm($state) => $what,
        }
    };
}
use inside;

/// How many variants [`Page`] has.
const PAGES: usize = 41;

/// Names the page; a new variant has to be named here, and then walked over.
fn which(page: &Page) -> &'static str {
    match page {
        Page::SignIn(_) => "SignIn",
        Page::LockedOut(_) => "LockedOut",
        Page::Code(_) => "Code",
        Page::AnotherWay(_) => "AnotherWay",
        Page::UseRecoveryCode(_) => "UseRecoveryCode",
        Page::Wait(_) => "Wait",
        Page::NewPassword(_) => "NewPassword",
        Page::KeepRecoveryCode(_) => "KeepRecoveryCode",
        Page::Home(_) => "Home",
        Page::MyAccount(_) => "MyAccount",
        Page::Profile(_) => "Profile",
        Page::EditMobile(_) => "EditMobile",
        Page::Trusted(_) => "Trusted",
        Page::Sessions(_) => "Sessions",
        Page::RecoveryCode(_) => "RecoveryCode",
        Page::Pickup(_) => "Pickup",
        Page::Staff(_) => "Staff",
        Page::Settings(_) => "Settings",
        Page::Enforcement(_) => "Enforcement",
        Page::EnforcementPreview(_) => "EnforcementPreview",
        Page::SignOut(_) => "SignOut",
        Page::Clinic(_) => "Clinic",
        Page::Holidays(_) => "Holidays",
        Page::MustSetUp(_) => "MustSetUp",
        Page::Person(_) => "Person",
        Page::OnPerson(_) => "OnPerson",
        Page::TemporaryPassword(_) => "TemporaryPassword",
        Page::Reports(_) => "Reports",
        Page::FirstPasswords(_) => "FirstPasswords",
        Page::SetUpApp(_) => "SetUpApp",
        Page::Apps(_) => "Apps",
        Page::TwoStep(_) => "TwoStep",
        Page::SetUpText(_) => "SetUpText",
        Page::StepUp(_) => "StepUp",
        Page::Activity(_) => "Activity",
        Page::ActivityRow(_) => "ActivityRow",
        Page::Help(_) => "Help",
        Page::AddPerson(_) => "AddPerson",
        Page::EditPerson(_) => "EditPerson",
        Page::Import(_) => "Import",
        Page::Confirm(_) => "Confirm",
    }
}
