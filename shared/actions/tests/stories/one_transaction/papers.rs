//! Lines of the recovery code looked at and renewed, and of documents.

use actions::erase_documents::erase_documents;
use actions::first_passwords::{Handing, Made, give_first_passwords};
use actions::make_document::{operator_makes, operator_reads_status};
use actions::pick_up::{PickedUp, handed_out};
use actions::save_document::{NoFile, Order, begin_file, file_failed, file_written};
use domain::document::DocumentKind;
use domain::ids::DocumentId;
use domain::step_up::Act as StepUpAct;

use super::*;

pub(super) fn code_lines() -> Vec<Line> {
    let (viewed, view_in) = signed_in(&SAM);
    let (renewed, renew_in) = signed_in(&SAM);
    vec![
        line(
            "view_recovery_code",
            "viewed",
            viewed,
            move |clinic| acts::view_code(clinic, &view_in).map(|_| ()),
            &["recovery_code.viewed"],
            &[],
        ),
        line(
            "renew_recovery_code",
            "renewed",
            renewed,
            move |clinic| acts::renew_code(clinic, &renew_in),
            &["recovery_code.renewed"],
            &[("recovery_renewed", SAM.email)],
        ),
    ]
}

/// fay with texts on and the recovery code not kept yet; its file is being written.
fn file_begun() -> (Clinic, Token, DocumentId) {
    let (mut clinic, session) = signed_in(&FAY);
    clinic.turn_texts_on(&session, FAY.mobile);
    clinic.deliver();
    let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
    let (id, _) = begin_file(&mut clinic.db, &session, &recovery_page(), "recovery.pdf", entropy, at).unwrap();
    (clinic, session, id)
}

/// fay in the same place; the page waits to be fetched under that number.
fn offered() -> (Clinic, String) {
    let (mut clinic, session) = signed_in(&FAY);
    clinic.turn_texts_on(&session, FAY.mobile);
    clinic.deliver();
    let number = acts::offer(&mut clinic, &session).unwrap().number;
    (clinic, number.reveal().clone())
}

fn fetch(number: String) -> impl FnMut(&mut Clinic) -> Result<(), ActionError> {
    move |clinic| {
        let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
        actions::pick_up::pick_up(&mut clinic.db, &desk(), &typed(&number), entropy, at).map(|_| ())
    }
}

pub(super) fn document_lines() -> Vec<Line> {
    let mut all = file_lines();
    all.extend(pickup_lines());
    all
}

fn file_lines() -> Vec<Line> {
    let (filed, file_in) = signed_in(&SAM);
    let (written, write_in, written_id) = file_begun();
    let (failed, _, failed_id) = file_begun();
    let (old, ..) = file_begun();
    old.clock.plus(DAY);
    vec![
        line(
            "save_document",
            "a file begun",
            filed,
            move |clinic| {
                let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
                begin_file(&mut clinic.db, &file_in, &recovery_page(), "recovery.pdf", entropy, at).map(|_| ())
            },
            &["document.made"],
            &[],
        ),
        line(
            "save_document",
            "a file written",
            written,
            move |clinic| {
                let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
                file_written(&mut clinic.db, &write_in, written_id, entropy, at)
            },
            &["recovery_code.saved"],
            &[],
        ),
        line(
            "save_document",
            "a file that failed",
            failed,
            move |clinic| {
                let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
                file_failed(&mut clinic.db, failed_id, NoFile::Failed, entropy, at)
            },
            &["document.ended"],
            &[],
        ),
        line(
            "erase_documents",
            "after a day",
            old,
            |clinic| erase_documents(&mut clinic.db, |_| true, clinic.dice.throw(), clinic.clock.now()).map(|_| ()),
            &["document.ended"],
            &[],
        ),
    ]
}

fn pickup_lines() -> Vec<Line> {
    let (asked, ask_in) = signed_in(&SAM);
    let (given, number) = offered();
    let (wrong, wrong_number) = offered();
    let (mut third, third_number) = offered();
    let third_number = another_code(&third_number);
    (0..2).for_each(|_| drop(acts::fetch(&mut third, &desk(), &third_number)));
    let (gone, gone_number) = offered();
    let no_access = "UPDATE staff SET access = 'none' WHERE username = 'fay'";
    gone.foreign().execute_batch(no_access).unwrap();
    let (mut left, left_number) = offered();
    let PickedUp::Given { id, .. } = acts::fetch(&mut left, &desk(), &left_number) else {
        panic!("nothing was given")
    };
    let (over, _) = offered();
    over.clock.plus(10 * MINUTE);
    let (mut newer, newer_in) = signed_in(&SAM);
    acts::offer(&mut newer, &newer_in).unwrap();
    let (mut dead, dead_in) = signed_in(&SAM);
    acts::offer(&mut dead, &dead_in).unwrap();
    let (mut old, old_in) = signed_in(&SAM);
    acts::offer(&mut old, &old_in).unwrap();
    vec![
        line(
            "save_document",
            "a newer page in its place",
            newer,
            move |clinic| acts::offer(clinic, &newer_in).map(|_| ()),
            &["document.ended", "document.made"],
            &[],
        ),
        line(
            "renew_recovery_code",
            "with a page waiting",
            dead,
            move |clinic| acts::renew_code(clinic, &dead_in),
            &["document.ended", "recovery_code.renewed"],
            &[("recovery_renewed", SAM.email)],
        ),
        line(
            "choose_password",
            "with a page waiting",
            old,
            move |clinic| acts::choose(clinic, &old_in, "nettle orbit 58 window").map(|_| ()),
            &["document.ended", "password.changed"],
            &[("password_changed", SAM.email)],
        ),
        line(
            "save_document",
            "a page to be fetched",
            asked,
            move |clinic| acts::offer(clinic, &ask_in).map(|_| ()),
            &["document.made"],
            &[],
        ),
        line("pick_up", "given", given, fetch(number), &["document.fetched"], &[]),
        line(
            "pick_up",
            "wrong",
            wrong,
            fetch(another_code(&wrong_number)),
            &["document.refused"],
            &[],
        ),
        line(
            "pick_up",
            "third wrong",
            third,
            fetch(third_number),
            &["document.refused", "document.ended"],
            &[],
        ),
        line(
            "pick_up",
            "no access any more",
            gone,
            fetch(gone_number),
            &["document.ended"],
            &[],
        ),
        line(
            "pick_up",
            "handed out",
            left,
            move |clinic| handed_out(&mut clinic.db, &desk(), id, clinic.dice.throw(), clinic.clock.now()),
            &["recovery_code.saved"],
            &[],
        ),
        line(
            "expire_due",
            "a page not fetched",
            over,
            house::expire,
            &["document.ended"],
            &[],
        ),
    ]
}

/// A list of first passwords for jane, and what the operator makes.
pub(super) fn managers_lines() -> Vec<Line> {
    let (mut first, give_in) = signed_in(&FAY);
    let jane = first.staff(&JANE).id;
    let mut made = Made::default();
    made.make(jane, [7; 16], [9; 16]).unwrap();
    let (entropy, at) = (first.dice.throw(), first.clock.now());
    let (act, password) = (StepUpAct::FirstPasswords, FAY.password.into());
    actions::step_up::password(&mut first.db, &give_in, act, &password, &first.policy, entropy, at).unwrap();
    vec![
        line(
            "first_passwords",
            "one, as a file",
            first,
            move |clinic| {
                let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
                let handing = Handing::File("first-passwords.pdf");
                give_first_passwords(&mut clinic.db, &give_in, &made, handing, entropy, at).map(|_| ())
            },
            &["password.reset", "document.made"],
            &[("password_reset", JANE.email)],
        ),
        line(
            "make_document",
            "a file of the operator's",
            Clinic::new(),
            |clinic| {
                let order = Order::of(DocumentKind::StatusPdf);
                let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
                operator_makes(&mut clinic.db, &order, OPERATOR, entropy, at).map(|_| ())
            },
            &["document.made"],
            &[],
        ),
        line(
            "make_document",
            "read on the terminal",
            Clinic::new(),
            |clinic| {
                let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
                operator_reads_status(&mut clinic.db, OPERATOR, entropy, at).map(|_| ())
            },
            &["document.made"],
            &[],
        ),
    ]
}
