//! What people read, over every kind there is. The marks of the templates are tested beside them in `template`.

#![allow(clippy::unwrap_used)]

mod harmless;
mod mails;
mod own_changes;
mod ownership;
mod profile_edited;
mod texts;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use domain::message::{MailKind, TextKind};

use super::{Clinic, Rendered, render_mail, words};

/// 15 July 2026, 14:03:59 in Vancouver.
const AT: i64 = 1_784_149_439_000;
const WHEN: &str = "Wed 15 Jul 2026, 14:03 (Pacific Time / America/Vancouver)";

fn clinic() -> Clinic {
    Clinic {
        name: "Maple Street Clinic".into(),
        short_name: "Maple".into(),
        time_zone: "America/Vancouver".into(),
        support_contact: "the front desk, ext. 12".into(),
        managers: vec!["Jane Doe".into(), "Fay Roy".into()],
    }
}

fn facts(more: &[(&str, &str)]) -> BTreeMap<String, String> {
    let at = AT.to_string();
    let until = (AT + 15 * 60_000).to_string();
    let all = [
        ("name", "Sam Example"),
        ("who", "Lee Moe"),
        ("at_ms", &at),
        ("place", "ssh from 203.0.113.7, key SHA256:abcdefgh…"),
        ("minutes", "15"),
        ("until_ms", &until),
        ("hours", "72"),
        ("number", "•••• ••00"),
        ("method", "text messages"),
        ("new_browser", "yes"),
        ("default", "the authenticator app"),
        ("old_number", "•••• ••11"),
        ("left", "the authenticator app"),
        ("default_moved", "yes"),
        ("mobile_changed", "yes"),
        ("new_email", "s•••@example.org"),
        ("person", "Rosa Lind"),
        ("people", "Rosa Lind"),
        ("by_password", "yes"),
        ("username", "sam.example"),
        ("access", "full access"),
        ("access_was", "staff"),
        ("trust_place", "a terminal of this computer, account 1000"),
        ("heir", "Lee Moe"),
        ("keeps", "full access"),
        ("error", "twilio 21408"),
        ("meaning", "The account may not send to this country."),
    ];
    all.iter()
        .chain(more)
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

fn mail(kind: MailKind, more: &[(&str, &str)]) -> Rendered {
    render_mail(kind, &facts(more), &clinic())
}

/// The plain text with its line breaks as blanks, for sentences that may be wrapped.
fn flowing(mail: &Rendered) -> String {
    mail.text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a reader of the HTML sees: without tags, entities read back, white space as blanks.
fn seen(html: &str) -> String {
    let body = html.split_once("<body").unwrap().1;
    let outside: Vec<&str> = body
        .split('<')
        .filter_map(|part| part.split_once('>'))
        .map(|(_, text)| text)
        .collect();
    let text = outside
        .join(" ")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"");
    let text = text.replace("&#39;", "'").replace("&amp;", "&");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn x01_every_kind_has_a_file_of_its_own_and_no_file_is_left_over() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/messages/en");
    let files = |part: &str| -> BTreeSet<PathBuf> {
        std::fs::read_dir(folder.join(part))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect()
    };
    let path = |part: &str, name: &str| folder.join(part).join(name);
    let mut mails: BTreeSet<PathBuf> = ["layout.txt", "layout.html"].map(|name| path("mail", name)).into();
    for kind in MailKind::ALL {
        let file = path("mail", &format!("{kind}.txt"));
        assert_eq!(std::fs::read_to_string(&file).unwrap(), words::mail(*kind), "{kind}");
        mails.insert(file);
    }
    assert_eq!(files("mail"), mails);
    let mut texts = BTreeSet::new();
    for kind in TextKind::ALL {
        let file = path("text", &format!("{kind}.txt"));
        assert_eq!(
            std::fs::read_to_string(&file).unwrap().trim_end(),
            words::text(*kind),
            "{kind}"
        );
        texts.insert(file);
    }
    assert_eq!(files("text"), texts);
}
