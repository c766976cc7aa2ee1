//! The chapter for when something goes wrong.

use crate::modals::help_text::Question;
use crate::modals::help_text::Topic::{
    AppCode, ChangePassword, Code, Home, LockedOut, Lockout, Sessions, SetUpText, SignIn, TwoStep, UseRecoveryCode,
};
use crate::modals::help_text::Whom::{Contact, Managers, Operator};

pub(super) const QUESTIONS: &[Question] = &[
    Question::new(
        "Too many wrong codes",
        &[
            "After five wrong codes nothing is checked for 15 minutes; after five more, longer.",
            "Three ways in: wait, and sign in again if the screen has gone;",
            "Use recovery code instead, which works at once; or ask a manager.",
            "It always ends. Nobody is locked out for good.",
        ],
        Managers,
        &[Code, AppCode, Lockout],
    ),
    Question::new(
        "I cannot get in and have no phone at hand",
        &[
            "Sign in with your password. At the code choose Try another way: the other method, if you have set it up and it is at hand.",
            "Otherwise Use recovery code instead, and type its six letters and digits.",
            "No recovery code either? Then ask.",
        ],
        Managers,
        &[SignIn, Code, AppCode, Lockout, LockedOut, UseRecoveryCode],
    ),
    Question::new(
        "My phone is lost or stolen",
        &[
            "Sign in with the other method, or with the recovery code.",
            "Then Set Up the app again on another phone: the lost one's codes stop working. For texts, have your carrier block the number and move it to a new card.",
            "Choose a new password if it was kept in the phone.",
        ],
        Managers,
        &[SignIn, AppCode, TwoStep, LockedOut],
    ),
    Question::new(
        "I am the owner, or alone, and cannot get in",
        &[
            "First the recovery code: it works without phone and texts. After too many wrong codes, waiting helps: a wait always ends.",
            "Otherwise sign in with your password, and at the code choose Try another way, Locked out?, Open a recovery request.",
            "You are let back in after two full business days at least, so that somebody who only claims to be you is noticed in time.",
        ],
        Operator,
        &[LockedOut, Lockout],
    ),
    Question::new(
        "What is a recovery request on my first screen?",
        &[
            "Somebody asks to let the account owner back in, or to make another person owner.",
            "Do you know of it? Then leave it. If not, choose Cancel beside it, and call the account owner.",
            "It cannot be released before two full business days have passed, and ends by itself when the owner signs in.",
        ],
        Operator,
        &[Home],
    ),
    Question::new(
        "Phone and recovery code are both lost",
        &[
            "Does your app sync? Sign in to it on another phone: your codes are there.",
            "Nobody can read your recovery code out to you: nobody can see it.",
            "Ask a manager, who will want to be sure that it is you: they can pause or remove 2-Step Verification for you.",
            "Are you the account owner, with no other manager there? Then open a recovery request under Locked out?",
        ],
        Contact,
        &[LockedOut, UseRecoveryCode],
    ),
    Question::new(
        "I have forgotten my password",
        &[
            "A new one is made for you; it is good for 72 hours and only for one sign-in.",
            "You then choose your own. Your 2-Step Verification stays as it is.",
            "The recovery code does not replace the password.",
        ],
        Managers,
        &[SignIn, LockedOut, ChangePassword],
    ),
    Question::new(
        "Texts are delayed",
        &[
            "The part of the program that sends texts is not running just now.",
            "Texts go out by themselves when it is back, if their code still has a minute.",
            "The authenticator app and Use recovery code instead work meanwhile.",
        ],
        Operator,
        &[SignIn, Code, SetUpText],
    ),
    Question::new(
        "Somebody may know my password",
        &[
            "Sign in and choose This wasn't me on the home screen: all your sessions and all trust end, and you choose a new password.",
            "Cannot get in? Tell a manager at once and have the password reset.",
            "With 2-Step Verification on, the password alone opens nothing, except in a browser you trusted.",
        ],
        Managers,
        &[SignIn, Home, Lockout, ChangePassword, Sessions],
    ),
];
