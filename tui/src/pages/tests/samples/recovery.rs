//! The recovery code wherever it is shown, and the page that says how to fetch its PDF.

use actions::save_document::PickupState;
use domain::browser::PaperWay;
use domain::recovery_code::RecoveryCode;

use super::super::super::{keep_recovery_code, pickup, recovery_code};
use super::super::facts::{account, by_text, off, offer};
use super::{Page, Sample};
use crate::backend::Reply;
use crate::page::PageSet;
use crate::testing::AT;

const TROUBLE: &str = "The page could not be written: no space is left on the server's disk. Nothing was changed.";
const FILE: &str = "/var/lib/vestibule/exports/recovery-code-rosalind-2026-11-24-140251.pdf";

pub(super) fn samples() -> Vec<Sample> {
    let parts = [kept(), viewed(), fetched()];
    parts.into_iter().flatten().collect()
}

fn code(paper: Option<PaperWay>) -> Reply {
    Reply::RecoveryCode(RecoveryCode::from_entropy([7; 16]), paper)
}

fn keep(state: keep_recovery_code::State, replies: Vec<Reply>) -> Page {
    let mut page = Page::KeepRecoveryCode(state);
    for reply in replies {
        page.live_mut().reply(reply, AT);
    }
    page
}

fn kept() -> Vec<Sample> {
    use keep_recovery_code::State;
    const WITH_PDF: &[&str] = &[
        "Your recovery code",
        "7 7 7",
        "A spare key.",
        "Not on a shared drive.",
        "[ Copy ]",
        "[ Save as PDF ]",
        "[ I have saved it ]",
    ];
    const WITHOUT: &[&str] = &[
        "Your recovery code",
        "7 7 7",
        "A spare key.",
        "[ Copy ]",
        "[ I have saved it ]",
    ];
    let file = || code(Some(PaperWay::File));
    let saved = keep(State::new(), vec![file(), Reply::SavedAs(FILE.into())]);
    let failed = keep(State::new(), vec![file(), Reply::Trouble(TROUBLE.into())]);
    vec![
        Sample::of(by_text(), "set up", keep(State::new(), vec![file()]), WITH_PDF),
        Sample::of(
            by_text(),
            "set up, no PDF",
            keep(State::new(), vec![code(None)]),
            WITHOUT,
        ),
        Sample::of(account(), "used", keep(State::after_use(), vec![file()]), WITH_PDF),
        Sample::of(
            account(),
            "used, no PDF",
            keep(State::after_use(), vec![code(None)]),
            WITHOUT,
        ),
        Sample::of(
            account(),
            "used in step-up",
            keep(State::in_step_up(), vec![file()]),
            WITH_PDF,
        ),
        Sample::of(account(), "renewed", keep(State::renewed(), vec![file()]), WITH_PDF),
        Sample::of(
            account(),
            "renewed, no PDF",
            keep(State::renewed(), vec![code(None)]),
            WITHOUT,
        ),
        Sample::of(
            account(),
            "made elsewhere",
            keep(State::elsewhere(), vec![]),
            &[
                "Your recovery code",
                "! It was made at another terminal. Choose Copy to see it here.",
                "[ Copy ]",
                "[ I have saved it ]",
            ],
        ),
        Sample::of(
            account(),
            "another one meanwhile",
            keep(State::new(), vec![file(), file()]),
            &["7 7 7", "! Another one was made meanwhile", "[ I have saved it ]"],
        ),
        Sample::of(
            by_text(),
            "saved as PDF",
            saved,
            &[
                "/var/lib/vestibule/exports/",
                "✓ Saved. Print it",
                "[ I have saved it ]",
            ],
        ),
        Sample::of(
            account(),
            "PDF not written",
            failed,
            &[
                "✗ The page could not be written",
                "Nothing was changed.",
                "[ I have saved it ]",
            ],
        ),
    ]
}

fn viewed() -> Vec<Sample> {
    let page = |replies: Vec<Reply>| {
        let mut page = Page::RecoveryCode(recovery_code::State::new());
        for reply in replies {
            page.live_mut().reply(reply, AT);
        }
        page
    };
    let file = || code(Some(PaperWay::File));
    const VIEWED: &[&str] = &["Your recovery code", "7 7 7", "[ Copy ]", "[ Generate new ]", "Back"];
    let of = |state, page, words| Sample::of(account(), state, page, words);
    vec![
        of(
            "with PDF",
            page(vec![file()]),
            &[
                "Your recovery code",
                "7 7 7",
                "A spare key.",
                "[ Copy ]",
                "[ Save as PDF ]",
                "[ Generate new ]",
                "this one stops working at once",
                "Back",
            ],
        ),
        of("without PDF", page(vec![code(None)]), VIEWED),
        of(
            "saved",
            page(vec![file(), Reply::SavedAs(FILE.into())]),
            &["✓ Saved. Print it", "Back"],
        ),
        of(
            "not written",
            page(vec![file(), Reply::Trouble(TROUBLE.into())]),
            VIEWED,
        ),
        of(
            "not there",
            page(vec![Reply::Trouble(TROUBLE.into())]),
            &["Your recovery code", "Back"],
        ),
    ]
}

fn fetched() -> Vec<Sample> {
    let page = |way, state| {
        let mut page = Page::Pickup(pickup::State::new(offer(), way, AT));
        if let Some(state) = state {
            page.live_mut().reply(Reply::Pickup(state), AT);
        }
        page
    };
    let ssh = |state| page(PaperWay::PickupBySsh, state);
    vec![
        Sample::of(
            off(),
            "over SSH",
            ssh(None),
            &[
                "Fetch the PDF",
                "repeat the ssh command that brought you here",
                "pickup > recovery.pdf",
                "cmd /c \"ssh ... pickup > recovery.pdf\"",
                "048 213",
                "10:00 left",
                "Back to the code",
            ],
        ),
        Sample::of(
            account(),
            "under sudo",
            page(PaperWay::PickupBySudo, None),
            &[
                "Fetch the PDF",
                "sudo -u vestibule vestibule pickup > recovery.pdf",
                "048 213",
                "Back to the code",
            ],
        ),
        Sample::of(
            account(),
            "fetched",
            ssh(Some(PickupState::Fetched)),
            &["It was fetched.", "Back to the code"],
        ),
        Sample::of(
            account(),
            "over",
            ssh(Some(PickupState::Over)),
            &["Nothing was handed out", "Back to the code"],
        ),
        Sample::of(
            account(),
            "withdrawn",
            ssh(Some(PickupState::Withdrawn)),
            &["three wrong numbers", "Save as PDF", "Back to the code"],
        ),
    ]
}
