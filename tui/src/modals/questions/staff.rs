//! The help's questions about the staff list: who is protected, how somebody is found, what its words mean.

use crate::modals::help_text::Question;
use crate::modals::help_text::Topic::Staff;
use crate::modals::help_text::Whom::Managers;

pub(super) const QUESTIONS: &[Question] = &[
    Question::new(
        "Who is protected here, and who is not?",
        &[
            "The bar above the list counts everybody who can sign in; full is who has 2-Step Verification on.",
            "F3 shows those alone for whom it is on, off or paused, who have to wait, and who have no access.",
            "Managers see the list under Staff. Everybody sets it up for themselves, under My Account.",
        ],
        Managers,
        &[Staff],
    ),
    Question::new(
        "How do I find somebody in the list?",
        &[
            "Type any part of the name, user name or e-mail address; several words all have to fit.",
            "Capitals and accents make no difference. Up and down, PgUp and PgDn walk through who is found.",
            "F4 puts the list in another order, as a click on a column's title does; a second click turns it round.",
        ],
        Managers,
        &[Staff],
    ),
    Question::new(
        "What do paused and waits until mean in the list?",
        &[
            "Paused: the password alone signs this person in until the time in brackets, then a code is asked again.",
            "Waits until: too many codes were wrong, so none is looked at before that time. It ends by itself.",
            "No password: this person was added and has not been given a first one yet.",
        ],
        Managers,
        &[Staff],
    ),
];
