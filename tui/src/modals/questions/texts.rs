//! The chapter about texts. The list for a text that does not come has the order of S06.

use crate::modals::help_text::Question;
use crate::modals::help_text::Topic::{Code, MyAccount, Profile, SetUpText, TwoStep};
use crate::modals::help_text::Whom::Managers;

pub(super) const QUESTIONS: &[Question] = &[
    Question::new(
        "May I use another number than the one on my profile?",
        &[
            "Yes. Type it when you set text messages up.",
            "When its code was accepted, it becomes the number on your profile.",
            "The old number and your e-mail address are told about it.",
        ],
        Managers,
        &[SetUpText],
    ),
    Question::new(
        "What happens when my number changes?",
        &[
            "The easy way: 2-Step Verification, Set Up at Text Message (SMS) with the new number. 2-Step Verification stays on; browsers are no longer trusted.",
            "Edit Mobile Phone on your profile turns all of it off, the app and the recovery code too. Set it up again afterwards.",
            "You are told by e-mail, the old number by text.",
        ],
        Managers,
        &[Profile, TwoStep, SetUpText, MyAccount],
    ),
    Question::new(
        "How long is a texted code good?",
        &[
            "Five minutes, and a little more for slow texts. The screen counts down.",
            "It works once. If several came, use the newest text.",
            "When the time is up, press F5 or choose Resend code.",
        ],
        Managers,
        &[Code, SetUpText],
    ),
    Question::new(
        "No text comes",
        &[
            "1  Look among blocked or spam messages. 2  Do other texts arrive?",
            "3  Resend code, once its count-down has ended.",
            "4  Try another way: the authenticator app, if you have set it up.",
            "5  Use recovery code instead. 6  Ask a manager.",
            "7  Abroad: turn roaming on for a moment.",
            "8  Check the number on your profile once you are in.",
        ],
        Managers,
        &[Code, SetUpText],
    ),
    Question::new(
        "It says \"reply START\". What is that?",
        &[
            "Your phone once answered STOP to our number, so your carrier lets nothing through.",
            "Send the word START to the number our texts come from, then Resend code.",
            "Until then: Try another way.",
        ],
        Managers,
        &[Code, SetUpText],
    ),
    Question::new(
        "I am abroad and get no texts",
        &[
            "Try another way: the app needs no text. Set it up before you travel.",
            "Or Use recovery code instead; you are shown a new one at once.",
            "Or turn roaming on for a moment: a text that arrives is mostly free or cheap.",
            "Do not turn 2-Step Verification off for a journey: that is when it is needed.",
        ],
        Managers,
        &[Code],
    ),
];
