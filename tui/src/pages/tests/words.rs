//! The words of the contract, exactly: people learn them from the clinic's guides.

use super::samples::samples;
use super::sheet::Sheet;
use super::which;

#[test]
fn h01_first_and_last_and_what_matters_stand_on_every_page_at_80x24() {
    for sample in samples() {
        let shown = Sheet::of(&sample.page, &sample.house(), (80, 24));
        for word in sample.words {
            let name = sample.name();
            assert!(
                shown.flat().contains(word),
                "{word:?} is not on {name}:\n{}",
                shown.text()
            );
        }
    }
}

/// A word of the contract's "Words on the screen", and the pages that carry it.
const WORDS: &[(&str, &[&str])] = &[
    ("User name", &["SignIn", "Profile"]),
    ("Password", &["SignIn", "MyAccount"]),
    ("Sign in", &["SignIn"]),
    ("Verification code", &["Code", "SetUpApp"]),
    ("Verify", &["Code", "SetUpApp", "UseRecoveryCode"]),
    ("Resend code", &["Code"]),
    ("Try another way", &["Code"]),
    ("Use recovery code instead", &["AnotherWay", "Wait"]),
    ("Recovery code", &["UseRecoveryCode", "TwoStep"]),
    ("Trust this browser to skip 2-Step Verification for 30 days", &["Code"]),
    ("Forgot password?", &["SignIn"]),
    ("Locked out?", &["SignIn", "AnotherWay", "Wait"]),
    (
        "My Account",
        &["Home", "MyAccount", "TwoStep", "Profile", "Trusted", "Sessions"],
    ),
    ("Profile", &["MyAccount", "Profile"]),
    ("2-Step Verification", &["MyAccount", "TwoStep"]),
    (
        "Text Message (SMS)",
        &["TwoStep", "SetUpText", "AnotherWay", "Home", "MustSetUp"],
    ),
    (
        "Authenticator App",
        &["TwoStep", "SetUpApp", "AnotherWay", "Home", "MustSetUp"],
    ),
    ("Set Up", &["TwoStep", "Home", "MustSetUp"]),
    ("Default", &["TwoStep"]),
    ("Turn off", &["TwoStep", "Confirm"]),
    ("View Recovery Code", &["TwoStep"]),
    ("Generate new", &["RecoveryCode", "Home", "TwoStep", "Confirm"]),
    ("Copy", &["KeepRecoveryCode", "RecoveryCode", "SetUpApp"]),
    ("Save as PDF", &["KeepRecoveryCode", "RecoveryCode"]),
    ("I have saved it", &["KeepRecoveryCode"]),
    ("Trusted browsers", &["TwoStep", "MyAccount", "Trusted"]),
    ("Sessions", &["TwoStep", "MyAccount", "Sessions"]),
    ("End", &["TwoStep", "Trusted", "Sessions"]),
    ("This wasn't me", &["Home", "Confirm"]),
    ("Edit Mobile Phone", &["Profile", "EditMobile"]),
    ("Staff", &["Home", "Staff"]),
    ("Activity", &["Home", "Activity", "ActivityRow"]),
    ("Settings", &["Home", "Settings"]),
    ("Security", &["Settings"]),
    ("2-Step Verification Enforcement", &["Settings", "Enforcement"]),
    ("Require for all staff", &["Enforcement"]),
    ("Allow trusted browsers", &["Enforcement"]),
    ("Automatic Sign Out", &["Settings", "SignOut"]),
    ("Switch on", &["EnforcementPreview"]),
    ("Help", &["Home", "Help"]),
    ("Your password", &["StepUp"]),
    ("New password", &["NewPassword"]),
    ("New password again", &["NewPassword"]),
    (
        "Save",
        &[
            "NewPassword",
            "Profile",
            "EditMobile",
            "Enforcement",
            "SignOut",
            "Clinic",
        ],
    ),
    (
        "Cancel",
        &[
            "NewPassword",
            "EditMobile",
            "Enforcement",
            "EnforcementPreview",
            "SignOut",
            "Clinic",
            "Confirm",
        ],
    ),
    ("not delivered yet", &["Home", "TwoStep", "MyAccount", "Profile"]),
];

#[test]
fn h01_each_word_of_the_contract_stands_on_its_pages_alone_between_other_words() {
    let all: Vec<(&str, String)> = samples()
        .iter()
        .map(|sample| {
            let sheet = Sheet::of(&sample.page, &sample.house(), (80, 24));
            (which(&sample.page), format!(" {} ", sheet.body_lines().join(" ")))
        })
        .collect();
    for (word, pages) in WORDS {
        for page in *pages {
            let stands = |text: &str| {
                let mut ends = text
                    .match_indices(word)
                    .map(|(at, _)| (&text[..at], &text[at + word.len()..]));
                ends.any(|(before, after)| {
                    !before.ends_with(char::is_alphanumeric) && !after.starts_with(char::is_alphanumeric)
                })
            };
            let found = all.iter().any(|(name, text)| name == page && stands(text));
            assert!(found, "{word:?} stands on no state of {page}");
        }
    }
}

#[test]
fn sign_out_stands_on_every_screen_of_a_signed_in_person_and_on_no_other() {
    for sample in samples() {
        for size in [(80, 24), (20, 5)] {
            let sheet = Sheet::of(&sample.page, &sample.house(), size);
            let shown = sheet.lines()[0].contains("Sign out");
            assert_eq!(shown, sample.account.is_some(), "{} at {size:?}", sample.name());
        }
    }
}
