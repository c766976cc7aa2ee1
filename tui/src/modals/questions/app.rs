//! The chapter about the authenticator app. Which apps there are is a table of its own (`apps.rs`); a test compares.

use crate::modals::help_text::Question;
use crate::modals::help_text::Topic::{AppCode, Apps, SetUpApp, TwoStep};
use crate::modals::help_text::Whom::Managers;

pub(super) const QUESTIONS: &[Question] = &[
    Question::new(
        "Which apps work?",
        &[
            "On phones only: Microsoft Authenticator, Authy, Google Authenticator, LastPass.",
            "Computers too: Passwords (Apple), Zoho OneAuth, 1Password, Bitwarden.",
            "All can sync or back up. On the web Passwords (Apple), 1Password and Bitwarden fill codes in; here you paste or type them.",
            "Any other standard authenticator app works as well.",
        ],
        Managers,
        &[Apps, SetUpApp, AppCode],
    ),
    Question::new(
        "Which app should I take?",
        &[
            "The one you have already, if it makes codes: nothing new to learn.",
            "Otherwise one that syncs: your codes are still there when the phone is lost. Give the account it syncs over a good password.",
            "Whichever you take, keep the recovery code.",
        ],
        Managers,
        &[Apps, SetUpApp],
    ),
    Question::new(
        "Why is an app safer than texts?",
        &[
            "Nothing is sent: the code is made on your own device and changes every 30 seconds.",
            "Who takes over your phone number, or reads your texts, still has no code.",
            "One rule stays: never tell a code to anybody, and type it only here.",
        ],
        Managers,
        &[Apps, SetUpApp, TwoStep],
    ),
    Question::new(
        "Where do I find the app's code?",
        &[
            "Open the app and look for the clinic's name. It shows six digits and how long they are good.",
            "Type them here, or paste them. The sixth digit sends them off by itself.",
            "App not at hand? Choose Try another way.",
        ],
        Managers,
        &[AppCode],
    ),
    Question::new(
        "Does the app work offline, abroad or with bad reception?",
        &[
            "Yes, everywhere: it needs no network, no texts and no roaming.",
            "It needs only the right time. Let the phone set its clock by itself.",
            "Before you travel, see that the app is on the device you take with you.",
        ],
        Managers,
        &[AppCode, Apps],
    ),
    Question::new(
        "How long is a code from the app good?",
        &[
            "30 seconds; then the app shows the next one. A little late is accepted too.",
            "Each code works once, the one of the set-up included.",
            "Short on time? Wait for the next one.",
        ],
        Managers,
        &[AppCode, SetUpApp],
    ),
    Question::new(
        "My code from the app is refused",
        &[
            "1  Wait for the next code and type that. One that was used is used.",
            "2  Compare the clocks: the screen shows the server's time with seconds. Let your phone set its own by itself.",
            "3  Is it this clinic's entry, and the newest? After a new set-up the old one is dead: delete it in the app.",
            "4  Try another way.",
        ],
        Managers,
        &[AppCode, SetUpApp],
    ),
    Question::new(
        "It says that my phone's clock is wrong",
        &[
            "The code was right, but for another time. It is not counted as a wrong one.",
            "In the phone's settings, let date and time be set by themselves.",
            "Then type the next code here.",
        ],
        Managers,
        &[SetUpApp],
    ),
    Question::new(
        "The app does not read the QR code",
        &[
            "Make the window larger, hold the phone straight, and turn the screen's brightness up.",
            "Or choose Copy and paste the secret into the app, as a key typed by hand.",
            "Typing works too: groups of four; large or small letters do not matter.",
        ],
        Managers,
        &[SetUpApp],
    ),
    Question::new(
        "May I keep a picture of the QR code?",
        &[
            "No. Whoever has it, or the secret below it, can make your codes, for good.",
            "Do not photograph, print or send it. For a second device use an app that syncs.",
            "Somebody saw it? Set Up again: the old one stops working.",
        ],
        Managers,
        &[SetUpApp],
    ),
    Question::new(
        "I have no mobile phone",
        &[
            "Take an app that runs on a computer: Passwords (Apple), Zoho OneAuth, 1Password or Bitwarden.",
            "Copy the secret into it when you set it up, and paste its codes here.",
            "Keep the recovery code elsewhere than on that computer.",
        ],
        Managers,
        &[Apps, SetUpApp],
    ),
    Question::new(
        "We share a desk or a login",
        &[
            "A shared desk: each signs in with their own name and their own code. Trust no browser there.",
            "A login for each is right. Where it cannot be, use a password manager that makes codes, or an app that syncs.",
            "A code that one of you has used is used: the other waits for the next.",
        ],
        Managers,
        &[Apps],
    ),
];
