//! The chapter about setting up, the default, turning off, and passwords.

use crate::modals::help_text::Question;
use crate::modals::help_text::Topic::{
    Apps, ChangePassword, Home, MyAccount, NewPassword, Profile, RecoveryCode, SetUpApp, SetUpText, Settings, StepUp,
    TwoStep, ViewRecovery,
};
use crate::modals::help_text::Whom::Managers;

pub(super) const QUESTIONS: &[Question] = &[
    Question::new(
        "How do I set up text messages?",
        &[
            "1  My Account, then 2-Step Verification, then Set Up at Text Message (SMS).",
            "2  Type your password if you are asked for it, and Enter.",
            "3  Check the mobile number, then Enter. A text comes within seconds.",
            "4  Type its six digits. The sixth sends them off by itself.",
            "5  Keep the recovery code that is then shown.",
        ],
        Managers,
        &[TwoStep, SetUpText, Home],
    ),
    Question::new(
        "How do I set up the authenticator app?",
        &[
            "1  Put an app on your phone or computer; any usual one will do.",
            "2  My Account, 2-Step Verification, Set Up at Authenticator App.",
            "3  Type your password if you are asked for it, and Enter.",
            "4  Let the app read the QR code on the screen; or Copy the secret into it.",
            "5  Type the six digits it shows, and keep the recovery code if one is then shown.",
        ],
        Managers,
        &[TwoStep, SetUpApp, Apps, Home],
    ),
    Question::new(
        "Do I have to keep the recovery code?",
        &[
            "Yes. It is the way in when your phone is not, and nobody can look it up for you.",
            "Nothing else opens until you choose Copy, Save as PDF or I have saved it.",
            "Adding the other method later keeps the code you have.",
        ],
        Managers,
        &[RecoveryCode, SetUpApp],
    ),
    Question::new(
        "How do I choose which way is asked first?",
        &[
            "My Account, 2-Step Verification, then Make default at the other one, with your password.",
            "With one method only, that one is the default.",
            "If you turn the default off, the other takes its place.",
        ],
        Managers,
        &[TwoStep],
    ),
    Question::new(
        "What if I stop half-way?",
        &[
            "Before the code was accepted nothing at all has changed. Begin again when you like.",
            "Once it was accepted, it is on. The recovery code is then shown to you,",
            "and if you leave there, it is shown again at your next sign-in.",
        ],
        Managers,
        &[SetUpText, SetUpApp, RecoveryCode],
    ),
    Question::new(
        "How do I set it up on a new phone?",
        &[
            "Texts, same number: nothing to do. New number: Set Up again at Text Message (SMS).",
            "App that syncs: sign in to it on the new phone. Otherwise Set Up again at Authenticator App, and read the new QR code.",
            "The old way works until the new code was accepted: keep the old phone till then.",
        ],
        Managers,
        &[TwoStep, SetUpApp],
    ),
    Question::new(
        "How do I turn it off?",
        &[
            "My Account, 2-Step Verification, then Turn off at a method, with your password and a code. With both, the other one stays.",
            "After the last one the password alone opens your account, and the recovery code ends.",
            "The clinic's insurance or the law may ask for it: speak to a manager first.",
        ],
        Managers,
        &[TwoStep, MyAccount],
    ),
    Question::new(
        "Why am I asked for my password again?",
        &[
            "Before a change to your account the program makes sure that it is you, and not somebody who found this screen open.",
            "Type the password you signed in with and, if asked, a code or the recovery code. A trusted browser does not count here.",
            "Esc changes nothing.",
        ],
        Managers,
        &[StepUp, TwoStep, Profile, ViewRecovery, Settings],
    ),
    Question::new(
        "How do I change my password?",
        &[
            "My Account, Password. Type the old one if you are asked, and the new one twice.",
            "You may paste it from a password manager.",
            "Forgotten the old one? Then a manager helps you to a new one.",
        ],
        Managers,
        &[ChangePassword, MyAccount],
    ),
    Question::new(
        "What happens when I change my password?",
        &[
            "Your other sessions end, and so does the trust of all your browsers: the next sign-in asks for a code.",
            "Texts, app and recovery code stay as they are.",
            "You get an e-mail about it.",
        ],
        Managers,
        &[ChangePassword, NewPassword],
    ),
    Question::new(
        "What makes a good password?",
        &[
            "At least 8 characters, at most 128. Four words that do not belong together are good.",
            "Not your name, the clinic's name, or one that you use elsewhere.",
            "The screen says why it does not take one. Capitals and signs are not required.",
        ],
        Managers,
        &[NewPassword, ChangePassword],
    ),
    Question::new(
        "Why must I choose a new password now?",
        &[
            "The one you came in with was for once only, or you chose This wasn't me.",
            "Nothing else opens until you have chosen your own; nobody else will know it.",
            "Type it twice, then Enter. Your 2-Step Verification stays as it is.",
        ],
        Managers,
        &[NewPassword],
    ),
];
