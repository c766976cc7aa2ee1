//! What managers have on paper: the reports, first passwords, and documents that are under way or fetched.

use actions::first_passwords::{HasSoFar, Newcomer};
use actions::save_document::Offer;
use actions::status_report::StatusView;
use domain::browser::PaperWay;
use domain::document::DocumentKind;
use domain::ids::StaffId;
use domain::report::{Rules, Totals};

use super::super::super::{first_passwords, pickup, reports};
use super::super::facts::{LONG_NAME, busy, offer};
use super::{Page, Sample};
use crate::backend::{Progress, Reply};
use crate::page::PageSet;
use crate::testing::AT;

pub(super) fn samples() -> Vec<Sample> {
    let parts = [report_pages(), password_pages(), fetched()];
    parts.into_iter().flatten().collect()
}

fn told(mut page: Page, replies: Vec<Reply>) -> Page {
    for reply in replies {
        page.live_mut().reply(reply, AT);
    }
    page
}

fn progress(done: u64, of: u64, what: &'static str) -> Reply {
    Reply::Saving(Progress { done, of, what })
}

fn report_pages() -> Vec<Sample> {
    let page = |replies| told(Page::Reports(reports::State::new()), replies);
    let of = |state, page, words| Sample::of(busy(), state, page, words);
    let status = |totals| {
        Reply::Status(StatusView {
            totals,
            rules: Rules {
                enforced: false,
                trust_allowed: true,
            },
        })
    };
    let forty = || {
        status(Totals {
            people: 40,
            on: 31,
            off: 7,
            paused: 2,
            text_alone: 12,
            app_alone: 15,
            both: 6,
            no_access: 3,
        })
    };
    let file = "/var/lib/vestibule/exports/status-3f9a1c.pdf";
    vec![
        of(
            "known",
            page(vec![forty()]),
            &[
                "Reports",
                "31 of 40 (77 %)",
                "7 off, 2 paused",
                "12 text, 15 app, 6 both",
                "it is each person's choice",
                "[ Save as PDF ]",
                "[ Save as CSV ]",
                "Staff list as CSV",
                "First passwords",
                "Back",
            ],
        ),
        of("nobody", page(vec![status(Totals::default())]), &["0 of 0", "Back"]),
        of("not yet known", page(vec![]), &["Reports", "Back"]),
        of(
            "saving",
            page(vec![forty(), progress(4_000, 10_000, "rows")]),
            &["31 of 40", "4,000 of 10,000 rows", "Stop"],
        ),
        of(
            "saved",
            page(vec![forty(), Reply::SavedAs(file.into())]),
            &["✓ Saved. Print it", "Back"],
        ),
        of(
            "stopped",
            page(vec![
                forty(),
                progress(1, 2, "rows"),
                Reply::SavingStopped { in_time: true },
            ]),
            &["Stopped. Nothing was saved", "[ Save as PDF ]"],
        ),
        of(
            "refused",
            page(vec![Reply::Trouble("Only the account owner may do that.".into())]),
            &["Only the account owner", "Back"],
        ),
    ]
}

/// So many people who have never signed in, the third with a password.
fn newcomers(number: i64) -> Vec<Newcomer> {
    let one = |id: i64| Newcomer {
        id: StaffId(id),
        name: format!("Newcomer {id}"),
        username: format!("new{id}"),
        has: if id == 3 {
            HasSoFar::Temporary { until: 0 }
        } else {
            HasSoFar::Nothing
        },
    };
    (1..=number).map(one).collect()
}

fn password_pages() -> Vec<Sample> {
    let page = |replies| told(Page::FirstPasswords(first_passwords::State::new()), replies);
    let of = |state, page, words| Sample::of(busy(), state, page, words);
    let some = |number| Reply::Newcomers(newcomers(number));
    let long = || {
        let mut people = newcomers(1);
        people[0].name = LONG_NAME.into();
        people[0].has = HasSoFar::Own;
        Reply::Newcomers(people)
    };
    vec![
        of(
            "some",
            page(vec![some(4)]),
            &[
                "First passwords",
                "Newcomer 3 (new3) · has a temporary password",
                "Each works for 72 hours.",
                "[ Make first passwords for 3 ]",
                "Back",
            ],
        ),
        of(
            "many",
            page(vec![some(700)]),
            &["1 to 8 of 700", "After", "[ Make first passwords for 500 ]", "Back"],
        ),
        of(
            "nobody",
            page(vec![some(0)]),
            &["Everybody with access has signed in.", "Back"],
        ),
        of(
            "long",
            page(vec![long()]),
            &["Rosalind", "has a password of their own", "Nobody is ticked."],
        ),
        of("not yet known", page(vec![]), &["First passwords", "Back"]),
        of(
            "under way",
            page(vec![some(40), progress(12, 39, "passwords")]),
            &[
                "Nothing counts until all of them are made.",
                "12 of 39 passwords",
                "Stop",
            ],
        ),
        of(
            "refused",
            page(vec![some(4), Reply::Trouble("This person has no access.".into())]),
            &["This person has no access.", "Back"],
        ),
    ]
}

fn fetched() -> Vec<Sample> {
    let page = |kind, way| {
        let offer = Offer { kind, ..offer() };
        Page::Pickup(pickup::State::new(offer, way, AT))
    };
    vec![
        Sample::of(
            busy(),
            "over SSH, a table",
            page(DocumentKind::StatusCsv, PaperWay::PickupBySsh),
            &["Fetch the CSV", "pickup > status.csv", "048 213", "[ Back ]"],
        ),
        Sample::of(
            busy(),
            "under sudo, first passwords",
            page(DocumentKind::FirstPasswords, PaperWay::PickupBySudo),
            &["Fetch the PDF", "vestibule pickup > first-passwords.pdf", "[ Back ]"],
        ),
    ]
}
