//! Adding, changing and importing people, of the chapter General.

use crate::modals::help_text::Question;
use crate::modals::help_text::Topic::{EditStaff, ImportStaff};
use crate::modals::help_text::Whom::{Managers, Operator};

pub(super) const QUESTIONS: &[Question] = &[
    Question::new(
        "How does somebody new get in?",
        &[
            "Add them here with a user name, a name and an e-mail address; two people may share an address.",
            "They have no password yet: make a temporary one and hand it over yourself. It works for 72 hours.",
            "A code on the phone or in an app they set up themselves, after signing in.",
        ],
        Managers,
        &[EditStaff, ImportStaff],
    ),
    Question::new(
        "What happens when I change somebody's profile?",
        &[
            "It counts at once, and they get an e-mail that says what is different and that it was you.",
            "Another e-mail address is told to the old one and the new one.",
            "Another mobile number turns 2-Step Verification off for them, all of it; the old number is told by text.",
            "Your own password is asked first: for a number each time.",
        ],
        Managers,
        &[EditStaff],
    ),
    Question::new(
        "What may staff, full access and no access do?",
        &[
            "Staff have their own account and nothing else.",
            "Full access adds and changes people, helps them in, and sees the settings. All managers are told of it.",
            "No access: signed out at once, nobody can sign in, and everything is kept for later.",
            "There is one owner; that is not changed here.",
        ],
        Managers,
        &[EditStaff],
    ),
    Question::new(
        "Why was my change not saved?",
        &[
            "Somebody else has changed the same person while you were typing: the page says who and what.",
            "What you typed is still there. Look at what stands there now, then save again.",
            "The last one who can manage the clinic cannot be taken away: give somebody else full access first.",
        ],
        Managers,
        &[EditStaff],
    ),
    Question::new(
        "How do I paste a table of people?",
        &[
            "In your spreadsheet the first row is username, name, email, mobile, access; other columns are left alone.",
            "Mark the rows, copy them, and paste here, up to 1 MiB: nothing is changed before you choose Import.",
            "Who has a user name of the table already is changed, the others are added.",
            "A larger table is imported on the server, from a file.",
        ],
        Operator,
        &[ImportStaff],
    ),
    Question::new(
        "Why does the table have bad rows?",
        &[
            "Each one is named with its row, its column and what is wrong. While there is one, nobody is imported.",
            "Mend them in the spreadsheet, copy everything again and paste it once more.",
            "A number is not changed by a table for who has 2-Step Verification on: change it on the profile.",
        ],
        Managers,
        &[ImportStaff],
    ),
];
