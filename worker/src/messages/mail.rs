//! Mails: one set of filled paragraphs, put into plain text and into HTML (spec X02).

use std::collections::BTreeMap;

use domain::message::MailKind;

use super::facts::Facts;
use super::template::{Paragraph, fill, paragraphs};
use super::{Clinic, Rendered, words};

/// Characters in a line of plain text.
const WIDTH: usize = 72;

const PROSE: &str = "margin:0 0 16px";
const LINES: &str = "margin:0 0 16px;padding-left:12px;border-left:3px solid #9aa5b1";

/// Puts a mail into words. `facts` are those stored with it: `name` (whom it is written to), `who`, `at_ms`, `place`
/// and what its kind adds; any of them may be missing, and its sentence is then left out or said without it.
#[must_use]
pub fn render_mail(kind: MailKind, facts: &BTreeMap<String, String>, clinic: &Clinic) -> Rendered {
    let facts = Facts::gather(facts, clinic);
    let (subject, body) = words::subject_and_body(words::mail(kind));
    let subject = fill(subject, &|name| facts.get(name)).unwrap_or_default();
    let body = paragraphs(body, &|name| facts.get(name));
    Rendered {
        text: plain(&body, &facts),
        html: html(&subject, &body, &facts),
        subject,
    }
}

fn plain(body: &[Paragraph], facts: &Facts) -> String {
    let blocks: Vec<String> = body
        .iter()
        .map(|paragraph| match paragraph {
            Paragraph::Prose(text) => wrapped(text),
            Paragraph::Lines(lines) => lines
                .iter()
                .map(|line| format!("  {line}"))
                .collect::<Vec<_>>()
                .join("\n"),
        })
        .collect();
    framed(words::TEXT_LAYOUT, &[("body", blocks.join("\n\n"))], |name| {
        facts.get(name).map(str::to_owned)
    })
}

fn html(subject: &str, body: &[Paragraph], facts: &Facts) -> String {
    let blocks: Vec<String> = body
        .iter()
        .map(|paragraph| match paragraph {
            Paragraph::Prose(text) => format!("<p style=\"{PROSE}\">{}</p>", escaped(text)),
            Paragraph::Lines(lines) => {
                let lines: Vec<String> = lines.iter().map(|line| escaped(line)).collect();
                format!("<p style=\"{LINES}\">{}</p>", lines.join("<br>\n"))
            }
        })
        .collect();
    let own = [("body", blocks.join("\n")), ("subject", escaped(subject))];
    framed(words::HTML_LAYOUT, &own, |name| facts.get(name).map(escaped))
}

/// The layout with its own values, then the mail's facts as `fact` puts them.
fn framed(layout: &str, own: &[(&str, String)], fact: impl Fn(&str) -> Option<String>) -> String {
    let named: BTreeMap<&str, String> = ["name", "clinic"]
        .into_iter()
        .filter_map(|name| Some((name, fact(name)?)))
        .chain(own.iter().cloned())
        .collect();
    fill(layout, &|name| named.get(name).map(String::as_str)).unwrap_or_default()
}

/// The text in lines of at most 72 characters, broken at blanks; a longer word keeps its line to itself.
fn wrapped(text: &str) -> String {
    let mut lines = String::with_capacity(text.len());
    let mut used = 0;
    for word in text.split(' ') {
        let length = word.chars().count();
        if used > 0 && used + 1 + length > WIDTH {
            lines.push('\n');
            used = 0;
        } else if used > 0 {
            lines.push(' ');
            used += 1;
        }
        lines.push_str(word);
        used += length;
    }
    lines
}

/// Text as HTML shows it, safe in an element and in a quoted attribute.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}
