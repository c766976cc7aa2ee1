//! The marks in the files of `data/messages`, and nothing else about them.
//!
//! ```text
//! {fact}            the fact's value
//! {?fact}           nothing; only says that the fact is needed here
//! [one|two|three]   the first choice whose facts are all known; nothing where there is none
//! ```
//!
//! Choices hold no choices. A body is paragraphs between empty lines; the line breaks inside one are only for the
//! file. A paragraph whose lines begin with `- ` is a list of short lines instead. A paragraph or list line that names
//! an unknown fact outside a choice is left out, so that `{fact}` itself is never seen. Values are put in once and are
//! never read as marks.

/// A part of a message's body, filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Paragraph {
    /// Sentences that run on.
    Prose(String),
    /// Short lines, each on its own.
    Lines(Vec<String>),
}

/// Room for any text and most paragraphs: where a code is put in, no shorter copy of it is left behind (spec Z03).
const ROOM: usize = 1024;

/// Fills one pattern; `None` where a fact outside the choices is not known.
pub(super) fn fill<'a>(pattern: &str, fact: &dyn Fn(&str) -> Option<&'a str>) -> Option<String> {
    let mut filled = String::with_capacity(ROOM);
    let mut rest = pattern;
    while let Some(start) = rest.find(['{', '[']) {
        filled.push_str(&rest[..start]);
        let marked = &rest[start..];
        let is_fact = marked.starts_with('{');
        let end = marked.find(if is_fact { '}' } else { ']' })?;
        let inside = &marked[1..end];
        match inside.strip_prefix('?') {
            _ if !is_fact => filled.push_str(&first_known(inside, fact)),
            Some(needed) => fact(needed).map(|_| ())?,
            None => filled.push_str(fact(inside)?),
        }
        rest = &marked[end + 1..];
    }
    filled.push_str(rest);
    Some(filled)
}

fn first_known<'a>(choices: &str, fact: &dyn Fn(&str) -> Option<&'a str>) -> String {
    choices
        .split('|')
        .find_map(|choice| fill(choice, fact))
        .unwrap_or_default()
}

/// The paragraphs of a body, filled in; those that say nothing are left out.
pub(super) fn paragraphs<'a>(body: &str, fact: &dyn Fn(&str) -> Option<&'a str>) -> Vec<Paragraph> {
    body.split("\n\n")
        .filter_map(|block| paragraph(block.trim(), fact))
        .collect()
}

fn paragraph<'a>(block: &str, fact: &dyn Fn(&str) -> Option<&'a str>) -> Option<Paragraph> {
    let items: Option<Vec<&str>> = block.lines().map(|line| line.strip_prefix("- ")).collect();
    match items {
        Some(items) => {
            let lines: Vec<String> = items.into_iter().filter_map(|item| fill(item, fact)).collect();
            (!lines.is_empty()).then_some(Paragraph::Lines(lines))
        }
        None => fill(&block.lines().collect::<Vec<_>>().join(" "), fact).map(Paragraph::Prose),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(pattern: &str) -> Option<String> {
        fill(pattern, &|name| match name {
            "a" => Some("A"),
            "braces" => Some("{a}[x]"),
            _ => None,
        })
    }

    #[test]
    fn x02_facts_fill_their_places_and_unknown_ones_leave_no_trace() {
        for (pattern, expected) in [
            ("", Some("")),
            ("x {a} y", Some("x A y")),
            ("x {b} y", None),
            ("x[ {b}] y", Some("x y")),
            ("x[ {a}] y", Some("x A y")),
            ("[{a} and {b}|only {a}|none].", Some("only A.")),
            ("[{b}|none].", Some("none.")),
            ("x[{?a} seen][{?b} unseen]", Some("x seen")),
            ("x {?b}", None),
            ("{braces}[ {braces}]", Some("{a}[x] {a}[x]")),
        ] {
            assert_eq!(filled(pattern).as_deref(), expected, "{pattern:?}");
        }
    }

    #[test]
    fn x02_a_body_is_paragraphs_and_lists_and_what_says_nothing_is_left_out() {
        let body = "One\nline {a}.\n\n- Who: {a}\n- Where: {b}\n\nGone {b}.\n\n- Only: {b}\n";
        let known = paragraphs(body, &|name| (name == "a").then_some("A"));
        assert_eq!(
            known,
            [
                Paragraph::Prose("One line A.".into()),
                Paragraph::Lines(vec!["Who: A".into()])
            ]
        );
    }
}
