//! What no mail and no text may do, whatever people typed.

use std::collections::BTreeMap;

use domain::contact::{gsm7_len, one_line};
use domain::message::MailKind;

use super::{Clinic, clinic, facts, render_mail};
use crate::messages::{render_code_text, render_number_changed_text};

fn six_digits_in_a_row(text: &str) -> bool {
    text.as_bytes().windows(6).any(|six| six.iter().all(u8::is_ascii_digit))
}

/// Whether a mail program would make something of it that can be clicked.
fn has_link(text: &str) -> bool {
    let text = text.to_lowercase();
    let web = text
        .match_indices("www.")
        .any(|(at, found)| text[at + found.len()..].starts_with(char::is_alphanumeric));
    web || ["://", "mailto:"].iter().any(|link| text.contains(link))
}

/// Whether the HTML is made of the layout's plain tags alone.
fn has_only_calm_tags(html: &str) -> bool {
    let calm = ["!doctype", "html", "head", "meta", "title", "body", "div", "p", "br"];
    html.split('<').skip(1).all(|tag| {
        let name = tag.trim_start_matches('/').split([' ', '>']).next().unwrap_or_default();
        calm.contains(&name)
    })
}

#[test]
fn x02_c07_no_mail_holds_a_link_or_a_code() {
    let hostile = "https://evil.example/x WWW.evil.example www.evil.example <a href='javascript://x'>";
    for kind in MailKind::ALL {
        let mut facts = facts(&[]);
        let plain = render_mail(*kind, &facts, &clinic());
        let numbers = ["at_ms", "minutes", "until_ms", "hours"];
        for (_, value) in facts.iter_mut().filter(|(name, _)| !numbers.contains(&name.as_str())) {
            *value = hostile.into();
        }
        let clinic = Clinic {
            name: hostile.into(),
            support_contact: hostile.into(),
            managers: vec![hostile.into()],
            ..clinic()
        };
        let hurt = render_mail(*kind, &facts, &clinic);
        for mail in [&plain, &hurt] {
            for part in [&mail.subject, &mail.text, &mail.html] {
                assert!(!six_digits_in_a_row(part), "{kind}: {part}");
                let shown = part.replace("&lt;a href=&#39;", "").replace("<a href='", "");
                assert!(!has_link(&shown), "{kind}: {part}");
            }
        }
        assert!(!hurt.html.contains("<a"), "{kind}");
    }
    assert!(
        has_link("see http://x") && has_link("www.x") && six_digits_in_a_row("a123456"),
        "the looking finds"
    );
}

#[test]
fn z05_t70_names_with_commands_marks_and_line_breaks_come_out_harmless() {
    let tower = format!("Zo\u{308}e{}", "\u{301}".repeat(300));
    for evil in [
        "\u{1b}[31mEve\u{1b}[0m",
        "\u{1b}]8;;https://evil.example\u{7}Eve\u{1b}]8;;\u{7}",
        "Eve\r\nBcc: all@example.org\r\n\r\nbody",
        "Eve\u{202e}gnp.exe\u{2066}\u{200f}\u{200b}",
        "<script>alert('x')</script> & \"Eve\"",
        "{contact}[{who}|x]\u{0}\u{85}\u{2028}",
        tower.as_str(),
        &"x".repeat(50_000),
    ] {
        for kind in MailKind::ALL {
            let facts: BTreeMap<String, String> = facts(&[])
                .into_keys()
                .map(|name| (name, evil.to_owned()))
                .chain([("at_ms".into(), "0".into())])
                .collect();
            let clinic = Clinic {
                name: evil.into(),
                short_name: evil.into(),
                support_contact: evil.into(),
                managers: vec![evil.into(), "Jane".into()],
                ..clinic()
            };
            let mail = render_mail(*kind, &facts, &clinic);
            assert_eq!(one_line(&mail.subject), mail.subject, "{kind}");
            for body in [&mail.text, &mail.html] {
                for line in body.split('\n') {
                    assert_eq!(one_line(line), line.trim().replace("  ", " "), "{kind}");
                }
                assert!(body.len() < 20_000, "{kind}");
            }
            assert!(has_only_calm_tags(&mail.html), "{kind}");
        }
        let clinic = Clinic {
            name: evil.into(),
            short_name: evil.into(),
            support_contact: evil.into(),
            ..clinic()
        };
        for text in [
            render_code_text("012345", &clinic, Some(evil)).reveal().clone(),
            render_number_changed_text(&clinic),
        ] {
            assert_eq!(one_line(&text), text);
            assert!(
                gsm7_len(&text).map_or(text.encode_utf16().count() <= 134, |septets| septets <= 160),
                "{text}"
            );
        }
    }
}
