//! The chapter about the recovery code and its PDF.

use crate::modals::help_text::Question;
use crate::modals::help_text::Topic::{
    AppCode, ChangePassword, LockedOut, MyAccount, NewPassword, Pickup, RecoveryCode, TwoStep, UseRecoveryCode,
    ViewRecovery,
};
use crate::modals::help_text::Whom::{Managers, Operator};

pub(super) const QUESTIONS: &[Question] = &[
    Question::new(
        "What is the recovery code?",
        &[
            "A spare key of six letters and digits that takes the place of one code from text or app.",
            "Each person has one. You see it when you set 2-Step Verification up, and get a new one each time you have used it.",
        ],
        Managers,
        &[RecoveryCode, UseRecoveryCode, TwoStep, ViewRecovery],
    ),
    Question::new(
        "When do I use it?",
        &[
            "When your phone is lost or stolen; when you left it at home;",
            "when you travel without service; when your carrier brings no texts.",
            "At the code choose Try another way, then Use recovery code instead.",
        ],
        Managers,
        &[RecoveryCode, UseRecoveryCode, AppCode],
    ),
    Question::new(
        "Does it replace my password?",
        &[
            "No. The password is asked first, always.",
            "The recovery code takes the place of the second step alone, once.",
            "Without the password nobody gets in with it.",
        ],
        Managers,
        &[UseRecoveryCode],
    ),
    Question::new(
        "Does it turn 2-Step Verification off?",
        &[
            "No. After using it 2-Step Verification is on as before, and the next sign-in asks for a code again.",
            "Browsers you had trusted are asked for a code again, too.",
            "You are told by e-mail that it was used.",
        ],
        Managers,
        &[UseRecoveryCode],
    ),
    Question::new(
        "Do I need a new one after changing my password?",
        &[
            "No. Password and recovery code have nothing to do with each other.",
            "It stays the same until you use it, make another or turn 2-Step Verification off.",
            "Keep it where you kept it.",
        ],
        Managers,
        &[RecoveryCode, NewPassword, ChangePassword, ViewRecovery],
    ),
    Question::new(
        "Can I have several?",
        &[
            "No, one at a time. It works once and is then replaced by a new one, which is shown to you at once.",
            "You may keep the same one in two safe places.",
        ],
        Managers,
        &[RecoveryCode, ViewRecovery],
    ),
    Question::new(
        "Why does my old one not work?",
        &[
            "It was used, or replaced by a newer one. Only the newest works.",
            "Small or capital letters, blanks and dashes do not matter,",
            "nor O for 0, nor I or L for 1.",
            "After five wrong ones, none is checked until those are a day old.",
        ],
        Managers,
        &[UseRecoveryCode],
    ),
    Question::new(
        "Can somebody send me mine?",
        &[
            "No. Nobody else can see it: no manager, and not who runs the server.",
            "It is in no e-mail, no log and no readable backup.",
            "Whoever offers to send it to you is not from here.",
        ],
        Managers,
        &[UseRecoveryCode, LockedOut],
    ),
    Question::new(
        "Where do I find it?",
        &[
            "My Account, 2-Step Verification, View Recovery Code, with your password and a code.",
            "You can look at it as often as you like, copy it, or choose Save as PDF.",
            "That it was looked at is written down; the code is not.",
        ],
        Managers,
        &[ViewRecovery, TwoStep, RecoveryCode, MyAccount],
    ),
    Question::new(
        "Where do I keep it, and where not?",
        &[
            "In a password manager, in a private cloud folder, or on paper in a private place.",
            "Not on a shared drive, not on a note at the desk, not in your phone alone.",
            "Copy puts it into the clipboard. I have saved it goes on.",
        ],
        Managers,
        &[RecoveryCode, ViewRecovery, Pickup],
    ),
    Question::new(
        "How do I make another?",
        &[
            "My Account, 2-Step Verification, View Recovery Code, then Generate new.",
            "The old one is dead at once, wherever it is written. Keep the new one.",
            "Do so if somebody may have seen it, or you no longer know where it is.",
        ],
        Managers,
        &[ViewRecovery, RecoveryCode],
    ),
    Question::new(
        "Where is the PDF, and how long?",
        &[
            "Over SSH or sudo nothing is stored: you fetch it with a second command.",
            "Otherwise it is a file whose place the screen names. It is in no backup, and is erased after 24 hours.",
            "Print it or put it into a private place before then.",
        ],
        Operator,
        &[RecoveryCode, ViewRecovery, Pickup],
    ),
    Question::new(
        "How do I fetch the PDF?",
        &[
            "In a second window repeat the ssh command that brought you here, followed by: pickup > recovery.pdf",
            "It asks for the six-digit pickup number that stands on this screen.",
            "The PDF is then on your own computer, in the folder you were in.",
        ],
        Operator,
        &[Pickup, ViewRecovery, RecoveryCode],
    ),
    Question::new(
        "What do I type in PowerShell, and what with sudo?",
        &[
            "PowerShell spoils the file unless the whole command stands in quotes, with your own ssh command in the middle: cmd /c \"ssh ... pickup > recovery.pdf\"",
            "With an account on the server: sudo -u vestibule vestibule pickup > recovery.pdf",
        ],
        Operator,
        &[Pickup],
    ),
    Question::new(
        "The pickup number does not work",
        &[
            "It is good for 10 minutes, once, and from the same browser: the same key or account as here.",
            "After three wrong numbers the PDF is withdrawn. Choose Save as PDF again for a new number.",
            "Copy and I have saved it work without any of this.",
        ],
        Operator,
        &[Pickup],
    ),
    Question::new(
        "Why is Save as PDF not there?",
        &[
            "You came over SSH without a key of your own, so a PDF could not be handed to you alone.",
            "Choose Copy, or write the six letters and digits down.",
            "The person who runs the server can set up a key for you.",
        ],
        Operator,
        &[RecoveryCode, ViewRecovery],
    ),
];
