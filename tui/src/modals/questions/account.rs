//! The own account, its sessions and **This wasn't me**, of the chapter General.

use crate::modals::help_text::Topic::{Home, MyAccount, Profile, Sessions, Settings, Trusted};
use crate::modals::help_text::Whom::Managers;
use crate::modals::help_text::{Question, Setting};

pub(super) const QUESTIONS: &[Question] = &[
    Question::new(
        "What does the home screen tell me?",
        &[
            "When you last signed in and from which browser, and how many wrong codes there were since.",
            "Below stands what needs doing, beside the place where you do it.",
            "Was it not you? Choose This wasn't me.",
        ],
        Managers,
        &[Home],
    ),
    Question::new(
        "What does This wasn't me do?",
        &[
            "It ends all your sessions and the trust of all your browsers, and you must choose a new password.",
            "The managers are told by e-mail.",
            "Your phone, your app and your recovery code stay as they are. Better once too often than once too few.",
        ],
        Managers,
        &[Home, Sessions, Trusted],
    ),
    Question::new(
        "What is in My Account?",
        &[
            "Profile: your name, e-mail address and mobile number. Password: a new one.",
            "2-Step Verification: texts, authenticator app and recovery code.",
            "Trusted browsers and Sessions: where you are signed in or asked for no code, and how to end that.",
        ],
        Managers,
        &[MyAccount, Home],
    ),
    Question::new(
        "How do I change my name or my e-mail address?",
        &[
            "My Account, Profile: change it, then Save.",
            "For the address your password may be asked once more and, with 2-Step Verification, a code.",
            "The old and the new address are both told about it.",
        ],
        Managers,
        &[Profile, MyAccount],
    ),
    Question::new(
        "Who changes my user name, or what I may do?",
        &[
            "Not you: both stay as they were given to you, and Profile only shows them.",
            "Ask a manager if one of them is wrong.",
            "User names can be typed in small or capital letters.",
        ],
        Managers,
        &[Profile],
    ),
    Question::new(
        "What is a session, and how do I end one?",
        &[
            "One running program in which you are signed in. My Account, Sessions lists them.",
            "End beside one closes it: its screen is cleared within a second.",
            "Sign out, Ctrl-Q or closing the window ends the one you sit at.",
        ],
        Managers,
        &[Sessions, MyAccount],
    ),
    Question::new(
        "There is a session or a browser that I do not know",
        &[
            "Think first: another desk, another key, the computer at home?",
            "If it was not you, choose This wasn't me on the home screen and tell a manager.",
            "End alone is not enough then: somebody may know your password.",
        ],
        Managers,
        &[Sessions, Trusted],
    ),
    Question::new(
        "What is Automatic Sign Out, and is it the same thing?",
        &[
            "No. It ends a session in which nobody has pressed a key for so long; the last minute counts down, and any key keeps you in.",
            "It has nothing to do with codes, and a trusted browser stays trusted.",
            "Leave the desk? Choose Sign out, or lock the computer.",
        ],
        Managers,
        &[Sessions, Home, Settings],
    )
    .says(Setting::SignOut),
];
