//! The help's first questions: what it is, for whom, where codes go, who is told.

use crate::modals::help_text::Topic::{
    AppCode, Apps, Code, FirstPasswords, Home, MustSetUp, MyAccount, OnPerson, Person, Profile, Reports, SetUpApp,
    SetUpText, Settings, SignIn, TwoStep,
};
use crate::modals::help_text::Whom::{Managers, Operator};
use crate::modals::help_text::{Question, Setting};

pub(super) const QUESTIONS: &[Question] = &[
    Question::new(
        "What is 2-Step Verification?",
        &[
            "Two doors instead of one: first your password, then a code that is sent to your phone or made by an app.",
            "Somebody who learns your password still cannot get in without it.",
            "Set it up in My Account, under 2-Step Verification.",
        ],
        Managers,
        &[SignIn, Home, TwoStep, MyAccount, MustSetUp],
    ),
    Question::new(
        "Does it cost anything?",
        &[
            "The clinic charges nothing for it, and the program costs nothing more.",
            "Your phone's carrier may charge for texts you receive, most of all abroad.",
            "An authenticator app receives nothing, and most of them are free.",
        ],
        Managers,
        &[TwoStep, SetUpText, Apps, MustSetUp],
    ),
    Question::new(
        "Can I have both ways, and which one is asked first?",
        &[
            "Yes: texts and an authenticator app side by side, so that you need not depend on one of them.",
            "The default is asked first: the one you set up first, until you choose Make default at the other.",
            "At the code, Try another way leads to the other one.",
        ],
        Managers,
        &[TwoStep, MyAccount],
    ),
    Question::new(
        "Do I type a code every time?",
        &[
            "Yes, unless you have trusted the browser you sit at. Tick the box above the code (F4), then type the code.",
            "For 30 days no code is asked there. Signing in does not make it longer.",
            "Only this browser, only you. The password is asked every time.",
        ],
        Managers,
        &[SignIn, Code, AppCode, Home],
    )
    .says(Setting::Trust),
    Question::new(
        "Where do codes go?",
        &[
            "To the mobile phone number on your own profile, as a text, and nowhere else.",
            "On the screen only its last two digits are shown.",
            "Is that number wrong or old? Put it right in My Account once you are in.",
        ],
        Managers,
        &[Code, SetUpText],
    ),
    Question::new(
        "A code came that I did not ask for",
        &[
            "Then somebody may know your password. Tell a manager at once.",
            "Never read a code out to anybody, whoever asks. Nobody here needs it.",
            "Sign in and choose This wasn't me on the home screen, or have your password reset. The text alone lets nobody in.",
        ],
        Managers,
        &[SignIn, Code, Home],
    ),
    Question::new(
        "Must everybody use it here? Can some be left out?",
        &[
            "All or nobody, the owner included: nobody can be left out. Where it is required, who has none sets it up at the next sign-in, before anything else.",
            "Each person chooses texts or an app. It cannot be turned off then; a manager can pause it for a while.",
        ],
        Managers,
        &[Home, MyAccount, Settings, MustSetUp],
    )
    .says(Setting::Enforcement),
    Question::new(
        "Why does nothing open before I have set it up?",
        &[
            "This clinic requires 2-Step Verification, and your password alone opened this sign-in. Choose Set Up beside texts or the app.",
            "Leaving, another window or starting anew leads back here. The recovery code is shown next: keep it.",
            "No phone, no computer of your own? A manager can pause it for a while.",
        ],
        Managers,
        &[MustSetUp],
    ),
    Question::new(
        "Can a code come by e-mail?",
        &[
            "No. Codes come by text to your phone, or from your own app.",
            "Who can read your mail would otherwise hold both of your keys.",
            "E-mails only tell you what has changed. They never hold a code or a link.",
        ],
        Managers,
        &[Code],
    ),
    Question::new(
        "Can I set it up for a colleague?",
        &[
            "No. Each person sets it up in their own account, with their own phone in hand.",
            "Managers cannot either, and nobody can see another person's codes.",
            "You may sit beside a colleague and read the steps out.",
        ],
        Managers,
        &[SetUpText, SetUpApp],
    ),
    Question::new(
        "Can I turn it off for a colleague?",
        &[
            "Managers can, on the person's page in Staff, with a reason.",
            "Pause: no phone at hand. For an hour, a day or a week the password alone lets them in; it ends by itself.",
            "Remove: the phone is gone for good. Only they can set it up again.",
            "Make sure who asks. They get an e-mail that names you.",
        ],
        Managers,
        &[MyAccount, Settings, Person, OnPerson],
    ),
    Question::new(
        "How is the ownership handed on?",
        &[
            "There is one account owner. The owner opens the person's page in Staff and chooses Transfer ownership.",
            "The other one needs full access and 2-Step Verification, and accepts on the first screen within 7 days.",
            "The owner until then has full access afterwards.",
        ],
        Managers,
        &[Person],
    ),
    Question::new(
        "Is it for patients?",
        &[
            "No. It guards the accounts of the people who work here, and no others.",
            "Patients have no account in it and get no texts from it.",
            "If a patient asks about such a text, treat it as a text sent by mistake.",
        ],
        Managers,
        &[MyAccount],
    ),
    Question::new(
        "Will I be told when somebody changes mine?",
        &[
            "Always, by e-mail, whoever does it and however it is done.",
            "The mail says what changed, when, who did it, and what to do if it was not you.",
            "It cannot be switched off. See that the address on your profile is right.",
        ],
        Managers,
        &[Home, MyAccount, Profile],
    ),
    Question::new(
        "What does the 2SV status report prove?",
        &[
            "How everybody's second step stood at the moment that is named on it, and what the clinic had set.",
            "It does not prove that codes cannot be stolen: texts can be read on the way, and codes can be typed into a false page. The PDF says so too.",
            "Save as CSV gives the same people as a table.",
        ],
        Operator,
        &[Reports],
    ),
    Question::new(
        "How do first passwords work?",
        &[
            "Each person on the list gets one of 12 letters and digits. It works for 72 hours, and only until they have chosen their own.",
            "The list is handed out once and kept nowhere. Is it lost? Make others: the ones before stop working.",
            "Cut it apart and hand each strip over in person. Everybody is told by e-mail that a password was made.",
        ],
        Operator,
        &[FirstPasswords, Reports],
    ),
    Question::new(
        "It says \"not delivered yet\". What is that?",
        &[
            "An e-mail about a change still waits: the mail server did not take it so far.",
            "The change itself stands. The mail goes out by itself, again and again for three days.",
            "There is nothing to press.",
        ],
        Managers,
        &[Home, MyAccount],
    ),
];
