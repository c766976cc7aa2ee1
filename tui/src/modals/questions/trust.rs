//! Trusted browsers (spec T) and the clinic's settings (E), of the chapter General.

use crate::modals::help_text::Topic::{AppCode, ChangePassword, Clinic, Code, Settings, Trusted};
use crate::modals::help_text::Whom::{Contact, Managers};
use crate::modals::help_text::{Question, Setting};

pub(super) const QUESTIONS: &[Question] = &[
    Question::new(
        "What is a browser here?",
        &[
            "What you sit at, as far as the program can tell it apart:",
            "over SSH, the key you connect with; on the server, your own account there; otherwise this computer and your account on it.",
            "Another key, account or computer is another browser, and is asked for a code.",
        ],
        Managers,
        &[Code, AppCode, Trusted],
    ),
    Question::new(
        "Why is there no box to trust this browser?",
        &[
            "The clinic may not have allowed it. Managers find it in Settings > Security > 2-Step Verification Enforcement, as Allow trusted browsers.",
            "Or you come over SSH without a key of your own, and cannot be told apart from others.",
            "Where the recovery code is typed there is never a box.",
        ],
        Managers,
        &[Code, AppCode, Trusted, Settings],
    )
    .says(Setting::Trust),
    Question::new(
        "Why am I asked for a code in a browser I trusted?",
        &[
            "The 30 days are over, or something ended them early: a new password; 2-Step Verification turned off; another number; a sign-in with the recovery code; This wasn't me; End; or the clinic no longer allows it.",
            "Allowing it again does not bring old trust back: tick the box again.",
        ],
        Managers,
        &[Code, AppCode, Trusted, ChangePassword],
    )
    .says(Setting::Trust),
    Question::new(
        "What do I see in Trusted browsers?",
        &[
            "Each browser where no code is asked of you: its name, since when, when it was last used, and when that ends.",
            "Do you know every one of them? End the others.",
            "What is not on the list is asked for a code.",
        ],
        Managers,
        &[Trusted],
    ),
    Question::new(
        "How do I stop trusting a browser?",
        &[
            "My Account, Trusted browsers, then End beside it, or end all of them at once.",
            "From the next sign-in on, a code is asked there again. Nothing else changes.",
            "Do so when a computer is lost, sold or handed on.",
        ],
        Managers,
        &[Trusted],
    ),
    Question::new(
        "Which browsers should I trust?",
        &[
            "Those that only you use, and that ask for a password when they wake up.",
            "Never one at a shared desk: whoever sits there would need only your password.",
            "You can always end it again in My Account, under Trusted browsers.",
        ],
        Managers,
        &[Trusted],
    ),
    Question::new(
        "What does Allow trusted browsers do?",
        &[
            "It shows everybody, above the code, a box to skip the code for 30 days in that browser. Each person decides for themselves.",
            "The password is always asked. The box is missing where a browser cannot be told apart.",
        ],
        Contact,
        &[Settings],
    )
    .says(Setting::Trust),
    Question::new(
        "What happens when Allow trusted browsers is switched off?",
        &[
            "All trust of everybody ends at once: the next sign-in asks for a code.",
            "Sessions that are open stay open.",
            "Switching it on again does not bring it back: each person ticks the box anew.",
        ],
        Contact,
        &[Settings, Trusted],
    ),
    Question::new(
        "What happens when Require for all staff is switched on?",
        &[
            "Before, a page says who has none, who has no number, and who would have to be paused.",
            "Then who has none sets it up at the next sign-in, before anything else. Open sessions stay open.",
            "You get an e-mail about the first one, then one an hour: ask them whether it was them.",
        ],
        Contact,
        &[Settings],
    )
    .says(Setting::Enforcement),
    Question::new(
        "What do the clinic's names and its support contact do?",
        &[
            "The name stands on every screen and in every mail; the short one stands in texts, where room is scarce.",
            "The support contact is whom people are told to tell. All of it counts as soon as it is saved.",
            "Two managers at once: the second is told, and saves again or not.",
        ],
        Contact,
        &[Clinic],
    ),
    Question::new(
        "What are holidays for?",
        &[
            "An owner who is locked out waits two full business days. Days on this list do not count as business days.",
            "So they make that wait longer, and change nothing else.",
            "A day that is removed counts again; a wait that has begun keeps the list it began with.",
        ],
        Contact,
        &[Clinic],
    ),
    Question::new(
        "Who may change the settings?",
        &[
            "Managers only: the owner, and who has full access. Others do not see them.",
            "Before a change of Security is saved they show once more who they are: the password and, with 2-Step Verification, a code.",
            "Each change is written down with its old and its new value.",
        ],
        Contact,
        &[Settings, Clinic],
    ),
];
