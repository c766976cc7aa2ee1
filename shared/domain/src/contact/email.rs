//! E-mail addresses, as far as a clinic's own mail server can be expected to send to them: plain characters, one `@`, a
//! domain with a dot. Not the whole of RFC 5321: no quotes, no comments, no address literals.

use thiserror::Error;

/// The longest address, in bytes (RFC 5321, 4.5.3.1.3).
const ADDRESS_MAX: usize = 254;

/// The longest part before the `@`, in bytes (RFC 5321, 4.5.3.1.1).
const LOCAL_MAX: usize = 64;

/// The longest part between two dots of a domain, in bytes (RFC 1035, 2.3.4).
const LABEL_MAX: usize = 63;

/// An address that a mail can be sent to; its domain is in lower case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmailAddress(String);

/// Why something is no e-mail address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum BadEmail {
    /// Nothing typed.
    #[error("An e-mail address is needed.")]
    Empty,
    /// No `@`, or more than one.
    #[error("An e-mail address has one @ in it.")]
    At,
    /// Over 254 bytes, or over 64 before the `@`.
    #[error("This e-mail address is too long.")]
    TooLong,
    /// The part before the `@`.
    #[error("The part before the @ may have only plain letters, digits and . _ - + in it, and no two dots in a row.")]
    Local,
    /// The part behind the `@`.
    #[error("The part behind the @ is not the name of a mail domain, like example.org.")]
    Domain,
}

impl EmailAddress {
    /// Reads an address; blanks around it do not count.
    ///
    /// # Errors
    /// Where a mail could not be sent to it, with the part that is wrong.
    pub fn parse(typed: &str) -> Result<Self, BadEmail> {
        let typed = typed.trim();
        if typed.is_empty() {
            return Err(BadEmail::Empty);
        }
        let (local, domain) = typed.split_once('@').ok_or(BadEmail::At)?;
        if domain.contains('@') {
            return Err(BadEmail::At);
        }
        if typed.len() > ADDRESS_MAX || local.len() > LOCAL_MAX {
            return Err(BadEmail::TooLong);
        }
        if !local
            .split('.')
            .all(|atom| !atom.is_empty() && atom.chars().all(is_atom_char))
        {
            return Err(BadEmail::Local);
        }
        if !is_domain(domain) {
            return Err(BadEmail::Domain);
        }
        Ok(Self(format!("{local}@{}", domain.to_ascii_lowercase())))
    }

    /// The whole address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its first letter and its domain: `s•••@example.org`.
    #[must_use]
    pub fn masked(&self) -> String {
        let (local, domain) = self.0.split_once('@').unwrap_or_default();
        format!("{}•••@{domain}", local.chars().take(1).collect::<String>())
    }
}

/// What may stand between the dots before the `@` (RFC 5322, 3.2.3: atext).
fn is_atom_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c)
}

fn is_domain(domain: &str) -> bool {
    let is_label = |label: &str| {
        (1..=LABEL_MAX).contains(&label.len())
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let top = domain.rsplit('.').next().unwrap_or_default();
    domain.contains('.') && domain.split('.').all(is_label) && top.bytes().any(|b| b.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a02_plain_addresses_are_taken() {
        for typed in [
            "sam@example.org",
            "s@x.co",
            "sam.o'neil+2sv@mail.example.co.uk",
            "a_b-c@xn--mnchen-3ya.de",
        ] {
            assert_eq!(EmailAddress::parse(typed).unwrap().as_str(), typed);
        }
        assert_eq!(
            EmailAddress::parse(" Sam@Example.ORG\n").unwrap().as_str(),
            "Sam@example.org"
        );
    }

    // T70
    #[test]
    fn z05_what_could_split_a_header_or_reach_nobody_is_refused() {
        for (typed, why) in [
            ("", BadEmail::Empty),
            ("sam", BadEmail::At),
            ("sam@@example.org", BadEmail::At),
            ("sam@home@example.org", BadEmail::At),
            ("@example.org", BadEmail::Local),
            ("sam..x@example.org", BadEmail::Local),
            (".sam@example.org", BadEmail::Local),
            ("sam x@example.org", BadEmail::Local),
            ("sam\r\nBcc: eve@example.org", BadEmail::Local),
            ("sam\0@example.org", BadEmail::Local),
            ("<sam@example.org", BadEmail::Local),
            ("\"sam\"@example.org", BadEmail::Local),
            ("säm@example.org", BadEmail::Local),
            ("sam@", BadEmail::Domain),
            ("sam@localhost", BadEmail::Domain),
            ("sam@example", BadEmail::Domain),
            ("sam@example.org.", BadEmail::Domain),
            ("sam@example..org", BadEmail::Domain),
            ("sam@-example.org", BadEmail::Domain),
            ("sam@exam ple.org", BadEmail::Domain),
            ("sam@example.org\r\nBcc:x", BadEmail::Domain),
            ("sam@bücher.example", BadEmail::Domain),
            ("sam@127.0.0.1", BadEmail::Domain),
            ("sam@example.org,eve", BadEmail::Domain),
        ] {
            assert_eq!(EmailAddress::parse(typed).unwrap_err(), why, "{typed:?}");
        }
        let long = format!("{}@example.org", "x".repeat(65));
        assert_eq!(EmailAddress::parse(&long).unwrap_err(), BadEmail::TooLong);
        let long = format!("sam@{}org", "example.".repeat(31));
        assert_eq!(long.len(), 255);
        assert_eq!(EmailAddress::parse(&long).unwrap_err(), BadEmail::TooLong);
    }

    #[test]
    fn w08_a_masked_address_keeps_its_first_letter_and_domain() {
        assert_eq!(
            EmailAddress::parse("sam@example.org").unwrap().masked(),
            "s•••@example.org"
        );
    }

    proptest! {
        #[test]
        fn z05_no_accepted_address_has_anything_but_printable_ascii(typed in any::<String>()) {
            for address in EmailAddress::parse(&typed).into_iter().chain(EmailAddress::parse(&format!("{typed}@x.org"))) {
                prop_assert!(address.as_str().bytes().all(|b| b.is_ascii_graphic()));
                prop_assert_eq!(EmailAddress::parse(address.as_str()).unwrap(), address);
            }
        }
    }
}
