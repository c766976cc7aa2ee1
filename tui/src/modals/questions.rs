//! The table of the help: every question with its answer, in the order of the whole list.
//!
//! Only what the program can do stands here: an answer that names a key or a screen has one. A test counts the lines.

use super::help_text::{Chapter, Question, Topic, Whom};

use Chapter::{General, RecoveryCode, SettingUp, Texts, Trouble};
use Topic::{Code, Home, LockedOut, Lockout, NewPassword, SetUpText, SignIn, StepUp, TwoStep, UseRecoveryCode};
use Whom::{Contact, Managers, Operator};

/// Every question, in the order of the whole list.
pub static QUESTIONS: &[Question] = &[
    Question {
        chapter: General,
        ask: "What is 2-Step Verification?",
        answer: &[
            "Two doors instead of one: first your password, then a code that is sent to your phone.",
            "Somebody who learns your password still cannot get in without your phone.",
            "Set it up in My Account, under 2-Step Verification.",
        ],
        whom: Managers,
        topics: &[SignIn, Home, TwoStep],
    },
    Question {
        chapter: General,
        ask: "Does it cost anything?",
        answer: &[
            "The clinic charges nothing for it, and the program costs nothing more.",
            "Your phone's carrier may charge for texts you receive, most of all abroad.",
            "If texts cost you money, tell a manager before you set it up.",
        ],
        whom: Managers,
        topics: &[TwoStep, SetUpText],
    },
    Question {
        chapter: General,
        ask: "Do I type a code every time?",
        answer: &[
            "Yes: each time you sign in, first the password, then a code.",
            "Codes are for one sign-in only. An old text never works again.",
            "While you stay signed in nothing is asked, but for changes to your account.",
        ],
        whom: Managers,
        topics: &[SignIn, Code],
    },
    Question {
        chapter: General,
        ask: "Where do codes go?",
        answer: &[
            "To the mobile phone number on your own profile, as a text, and nowhere else.",
            "On the screen only its last two digits are shown.",
            "Is that number wrong or old? Have it put right before you next need it.",
        ],
        whom: Managers,
        topics: &[Code, SetUpText],
    },
    Question {
        chapter: General,
        ask: "A code came that I did not ask for",
        answer: &[
            "Then somebody may know your password. Tell a manager at once.",
            "Never read a code out to anybody, whoever asks. Nobody here needs it.",
            "Have your password reset. The text alone lets nobody in.",
        ],
        whom: Managers,
        topics: &[SignIn, Code, Home],
    },
    Question {
        chapter: General,
        ask: "Can a code come by e-mail?",
        answer: &[
            "No. Codes come by text to your phone only.",
            "Who can read your mail would otherwise hold both of your keys.",
            "E-mails only tell you what has changed. They never hold a code or a link.",
        ],
        whom: Managers,
        topics: &[Code],
    },
    Question {
        chapter: General,
        ask: "Can I set it up for a colleague?",
        answer: &[
            "No. Everybody sets it up in the own account, with the own phone in hand.",
            "Managers cannot either, and nobody can see another person's codes.",
            "You may sit beside a colleague and read the steps out.",
        ],
        whom: Managers,
        topics: &[TwoStep, SetUpText],
    },
    Question {
        chapter: General,
        ask: "Is it for patients?",
        answer: &[
            "No. It guards the accounts of the people who work here, and no others.",
            "Patients have no account in it and get no texts from it.",
            "If a patient asks about such a text, treat it as a text sent by mistake.",
        ],
        whom: Managers,
        topics: &[Home],
    },
    Question {
        chapter: General,
        ask: "Will I be told when somebody changes mine?",
        answer: &[
            "Always, by e-mail, whoever does it and however it is done.",
            "The mail says what changed, when, who did it, and what to do if it was not you.",
            "It cannot be switched off. See that the address on your profile is right.",
        ],
        whom: Managers,
        topics: &[Home, TwoStep],
    },
    Question {
        chapter: SettingUp,
        ask: "How do I set up text messages?",
        answer: &[
            "1  My Account, then 2-Step Verification, then Set Up at Text Message (SMS).",
            "2  Type your password if you are asked for it, and Enter.",
            "3  Check the mobile number, then Enter. A text comes within seconds.",
            "4  Type its six digits. The sixth sends them off by itself.",
            "5  Keep the recovery code that is then shown.",
        ],
        whom: Managers,
        topics: &[TwoStep, SetUpText, Home],
    },
    Question {
        chapter: SettingUp,
        ask: "What if I stop half-way?",
        answer: &[
            "Before the code was accepted nothing at all has changed. Begin again when you like.",
            "Once it was accepted, texts are on. The recovery code is then shown to you,",
            "and if you leave there, it is shown again at your next sign-in.",
        ],
        whom: Managers,
        topics: &[SetUpText, Topic::RecoveryCode],
    },
    Question {
        chapter: SettingUp,
        ask: "How do I set it up on a new phone?",
        answer: &[
            "Same number, new phone: nothing to do. Texts go to the number.",
            "New number: My Account, 2-Step Verification, Set Up again with the new number.",
            "The old way works until the code on the new one was accepted.",
        ],
        whom: Managers,
        topics: &[TwoStep],
    },
    Question {
        chapter: SettingUp,
        ask: "How do I turn it off?",
        answer: &[
            "My Account, 2-Step Verification, then Turn off, with your password and a code.",
            "After that the password alone opens your account. Your recovery code ends too.",
            "The clinic's insurance or the law may ask for it: speak to a manager first.",
        ],
        whom: Managers,
        topics: &[TwoStep],
    },
    Question {
        chapter: SettingUp,
        ask: "Why am I asked for my password again?",
        answer: &[
            "Before a change to your account the program makes sure that it is you,",
            "and not somebody who found this screen open.",
            "Type the password you signed in with and, if asked, a code. Esc changes nothing.",
        ],
        whom: Managers,
        topics: &[StepUp, TwoStep],
    },
    Question {
        chapter: SettingUp,
        ask: "What makes a good password?",
        answer: &[
            "8 letters at least, 128 at most. Four words that do not belong together are good.",
            "Not your name, the clinic's name, or one that you use elsewhere.",
            "The screen says why it does not take one. Capitals and signs are not required.",
        ],
        whom: Managers,
        topics: &[NewPassword],
    },
    Question {
        chapter: SettingUp,
        ask: "Why must I choose a new password now?",
        answer: &[
            "The one you came in with was made for you and is for once only.",
            "Nothing else opens until you have chosen your own; nobody else will know it.",
            "Type it twice, then Enter. Your 2-Step Verification stays as it is.",
        ],
        whom: Managers,
        topics: &[NewPassword],
    },
    Question {
        chapter: Texts,
        ask: "May I use another number than the one on my profile?",
        answer: &[
            "Yes. Type it when you set text messages up.",
            "When its code was accepted, it becomes the number on your profile.",
            "The old number and your e-mail address are told about it.",
        ],
        whom: Managers,
        topics: &[SetUpText],
    },
    Question {
        chapter: Texts,
        ask: "How long is a code good?",
        answer: &[
            "Five minutes, and a little more for slow texts. The screen counts down.",
            "It works once. If several came, use the newest text.",
            "When the time is up, press F5 or choose Resend code.",
        ],
        whom: Managers,
        topics: &[Code, SetUpText],
    },
    Question {
        chapter: Texts,
        ask: "No text comes",
        answer: &[
            "1  Look among blocked or spam messages. 2  Do other texts arrive?",
            "3  Resend code, once its count-down has ended.",
            "4  Try another way, or Use recovery code instead.",
            "5  Ask a manager. 6  Abroad: turn roaming on for a moment.",
            "7  Check the number on your profile once you are in.",
        ],
        whom: Managers,
        topics: &[Code, SetUpText],
    },
    Question {
        chapter: Texts,
        ask: "It says \"reply START\". What is that?",
        answer: &[
            "Your phone once answered STOP to our number, so your carrier lets nothing through.",
            "Send the word START to the number our texts come from, then Resend code.",
            "Until then: Use recovery code instead.",
        ],
        whom: Managers,
        topics: &[Code, SetUpText],
    },
    Question {
        chapter: Texts,
        ask: "I am abroad and get no texts",
        answer: &[
            "Turn roaming on for a moment: a text that arrives is mostly free or cheap.",
            "Or choose Use recovery code instead; you are shown a new one at once.",
            "Do not turn 2-Step Verification off for a journey: that is when it is needed.",
        ],
        whom: Managers,
        topics: &[Code],
    },
    Question {
        chapter: Trouble,
        ask: "Too many wrong codes",
        answer: &[
            "After five wrong codes nothing is checked for 15 minutes; after five more, longer.",
            "Three ways in: wait, and sign in again if the screen has gone;",
            "Use recovery code instead, which works at once; or ask a manager.",
            "It always ends. Nobody is locked out for good.",
        ],
        whom: Managers,
        topics: &[Code, Lockout],
    },
    Question {
        chapter: Trouble,
        ask: "I cannot get in and have no phone at hand",
        answer: &[
            "Sign in with your password. At the code choose Try another way,",
            "then Use recovery code instead, and type its six letters and digits.",
            "No recovery code either? Then ask.",
        ],
        whom: Managers,
        topics: &[SignIn, Code, Lockout, LockedOut, UseRecoveryCode],
    },
    Question {
        chapter: Trouble,
        ask: "I am the owner, or alone, and cannot get in",
        answer: &[
            "First the recovery code: it works without phone and texts.",
            "After too many wrong codes, waiting helps: a wait always ends.",
            "Otherwise speak to the person who runs the server, who will want",
            "to be sure that it is you.",
        ],
        whom: Operator,
        topics: &[LockedOut, Lockout],
    },
    Question {
        chapter: Trouble,
        ask: "Phone and recovery code are both lost",
        answer: &[
            "Nobody can read your recovery code out to you: nobody can see it.",
            "Ask a manager, or the person who runs the server. They will want",
            "to be sure that it is you. That is as it should be.",
        ],
        whom: Contact,
        topics: &[LockedOut, UseRecoveryCode],
    },
    Question {
        chapter: Trouble,
        ask: "I have forgotten my password",
        answer: &[
            "A new one is made for you; it is good for 72 hours and only for one sign-in.",
            "You then choose your own. Your 2-Step Verification stays as it is.",
            "The recovery code does not replace the password.",
        ],
        whom: Managers,
        topics: &[SignIn, LockedOut],
    },
    Question {
        chapter: Trouble,
        ask: "Texts are delayed",
        answer: &[
            "The part of the program that sends texts is not running just now.",
            "Texts go out by themselves when it is back, if their code still has a minute.",
            "Use recovery code instead works meanwhile.",
        ],
        whom: Operator,
        topics: &[SignIn, Code, SetUpText],
    },
    Question {
        chapter: Trouble,
        ask: "Somebody may know my password",
        answer: &[
            "Tell a manager at once and have the password reset.",
            "Then sign in, and look in your mail for changes that were not yours.",
            "With 2-Step Verification on, the password alone has let nobody in.",
        ],
        whom: Managers,
        topics: &[SignIn, Home, Lockout],
    },
    Question {
        chapter: RecoveryCode,
        ask: "What is the recovery code?",
        answer: &[
            "A spare key of six letters and digits that takes the place of one texted code.",
            "Each person has one. You see it when you set 2-Step Verification up,",
            "and get a new one each time you have used it.",
        ],
        whom: Managers,
        topics: &[Topic::RecoveryCode, UseRecoveryCode, TwoStep],
    },
    Question {
        chapter: RecoveryCode,
        ask: "When do I use it?",
        answer: &[
            "When your phone is lost or stolen; when you left it at home;",
            "when you travel without service; when your carrier brings no texts.",
            "At the code choose Try another way, then Use recovery code instead.",
        ],
        whom: Managers,
        topics: &[Topic::RecoveryCode, UseRecoveryCode, Code],
    },
    Question {
        chapter: RecoveryCode,
        ask: "Does it replace my password, or turn 2-Step Verification off?",
        answer: &[
            "Neither. The password is asked first, always.",
            "After using it 2-Step Verification is on as before,",
            "and the next sign-in asks for a texted code again.",
        ],
        whom: Managers,
        topics: &[UseRecoveryCode],
    },
    Question {
        chapter: RecoveryCode,
        ask: "Do I need a new one after changing my password?",
        answer: &[
            "No. Password and recovery code have nothing to do with each other.",
            "It stays the same until you use it or turn 2-Step Verification off.",
            "Keep it where you kept it.",
        ],
        whom: Managers,
        topics: &[Topic::RecoveryCode, NewPassword],
    },
    Question {
        chapter: RecoveryCode,
        ask: "Can I have several?",
        answer: &[
            "No, one at a time. It works once and is then replaced by a new one,",
            "which is shown to you at once.",
            "You may write the same one down in two safe places.",
        ],
        whom: Managers,
        topics: &[Topic::RecoveryCode],
    },
    Question {
        chapter: RecoveryCode,
        ask: "Why does my old one not work?",
        answer: &[
            "It was used, or replaced by a newer one. Only the newest works.",
            "Small or capital letters, blanks and dashes do not matter,",
            "nor O for 0, nor I or L for 1.",
            "After five wrong ones, none is checked until those are a day old.",
        ],
        whom: Managers,
        topics: &[UseRecoveryCode],
    },
    Question {
        chapter: RecoveryCode,
        ask: "Can somebody send me mine?",
        answer: &[
            "No. Nobody else can see it: no manager, and not who runs the server.",
            "It is in no e-mail, no log and no readable backup.",
            "Whoever offers to send it to you is not from here.",
        ],
        whom: Managers,
        topics: &[UseRecoveryCode, LockedOut],
    },
    Question {
        chapter: RecoveryCode,
        ask: "Where do I keep it, and where not?",
        answer: &[
            "In a password manager, in a private cloud folder, or on paper in a private place.",
            "Not on a shared drive, not on a note at the desk, not in your phone alone.",
            "Copy puts it into the clipboard. I have saved it goes on.",
        ],
        whom: Managers,
        topics: &[Topic::RecoveryCode],
    },
];
