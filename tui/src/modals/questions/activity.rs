//! The help's questions about the record: how something is found in it, and why somebody was refused.

use crate::modals::help_text::Question;
use crate::modals::help_text::Topic::Activity;
use crate::modals::help_text::Whom::{Managers, Operator};

pub(super) const QUESTIONS: &[Question] = &[
    Question::new(
        "Why could somebody not sign in?",
        &[
            "Open Activity, type the user name under Person, and choose refused with F3.",
            "Enter on a row tells the one rule that fired in plain words, and what the person can do now.",
        ],
        Managers,
        &[Activity],
    ),
    Question::new(
        "How do I find something in Activity?",
        &[
            "From and To take 2026-11-24, 24 Nov, today or yesterday, in the clinic's time.",
            "Person takes any part of a user name; =sam finds sam alone. Who did it and whom it is about both count.",
            "The list has everything, newest first: go on with PgDn and older rows come. Home leads back to the newest.",
        ],
        Managers,
        &[Activity],
    ),
    Question::new(
        "Can somebody change the record?",
        &[
            "Not unseen. Each row is tied to the one before it under a key, and the worker's log holds the newest one.",
            "The command vestibule audit verify names the first row that was changed, removed or cut off.",
        ],
        Operator,
        &[Activity],
    ),
];
