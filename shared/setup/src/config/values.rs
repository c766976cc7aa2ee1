//! What the values of `vestibule.toml` may be. Each refusal continues a sentence that begins with the key and never
//! quotes the value. Nothing here looks outside: whether a server answers is `doctor`'s question.

use std::net::IpAddr;
use std::ops::RangeInclusive;

use super::{LogLevel, Mailbox, Security};

type Checked<T> = Result<T, &'static str>;

/// A whole number in that range; `T` holds every number of it.
pub(super) fn number<T: TryFrom<i64>>(range: RangeInclusive<i64>) -> impl FnOnce(i64) -> Result<T, String> {
    move |value| {
        let fitting = range.contains(&value).then(|| T::try_from(value).ok()).flatten();
        fitting.ok_or_else(|| format!("must be from {} to {}", range.start(), range.end()))
    }
}

pub(super) fn one_line(value: &str) -> Checked<String> {
    let is_fine = !value.trim().is_empty() && !value.chars().any(char::is_control);
    if is_fine {
        Ok(value.to_owned())
    } else {
        Err("must be one line of text, and not empty")
    }
}

pub(super) fn path(value: &str) -> Checked<String> {
    one_line(value).map_err(|_| "must be the name of a file")
}

pub(super) fn countries(values: &[String]) -> Checked<Vec<String>> {
    let is_code = |value: &String| value.len() == 2 && value.bytes().all(|byte| byte.is_ascii_uppercase());
    if !values.is_empty() && values.iter().all(is_code) {
        Ok(values.to_vec())
    } else {
        Err("must list at least one country by its two capital letters, such as [\"CA\", \"US\"]")
    }
}

pub(super) fn account_sid(value: &str) -> Checked<String> {
    sid(
        value,
        "AC",
        "must be the account SID from Twilio's console, AC and letters and digits",
    )
}

pub(super) fn service_sid(value: &str) -> Checked<String> {
    sid(
        value,
        "MG",
        "must be the messaging service's SID from Twilio's console, MG and letters and digits",
    )
}

fn sid(value: &str, start: &str, why: &'static str) -> Checked<String> {
    // It becomes part of an address: nothing but letters and digits may get there.
    let rest = value.strip_prefix(start).unwrap_or_default();
    let is_fine = (1..=62).contains(&rest.len()) && rest.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if is_fine { Ok(value.to_owned()) } else { Err(why) }
}

/// E.164: a plus and 8 to 15 digits, the first not 0.
pub(super) fn e164(value: &str) -> Checked<String> {
    let digits = value.strip_prefix('+').unwrap_or_default();
    let is_fine = (8..=15).contains(&digits.len())
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && !digits.starts_with('0');
    if is_fine {
        Ok(value.to_owned())
    } else {
        Err("must be a number in international form, such as \"+16045550100\"")
    }
}

/// Scheme, host and port, and nothing more; a slash at the end is cut off.
pub(super) fn api_base(value: &str) -> Checked<String> {
    const WHY: &str = "must be https:// and a host, with a port where needed and nothing after it";
    let value = value.strip_suffix('/').unwrap_or(value);
    let (scheme, authority) = value.split_once("://").ok_or(WHY)?;
    let (name, port) = split_port(authority).ok_or(WHY)?;
    if port.is_some_and(|port| port.parse::<u16>().ok().is_none_or(|port| port == 0)) {
        return Err(WHY);
    }
    let name = host(name).map_err(|_| WHY)?;
    match scheme {
        "https" => Ok(value.to_owned()),
        "http" if is_loopback(&name) => Ok(value.to_owned()),
        "http" => Err("may be plain http only on this machine itself (127.0.0.1 or localhost): use https"),
        _ => Err(WHY),
    }
}

fn split_port(authority: &str) -> Option<(&str, Option<&str>)> {
    if let Some(rest) = authority.strip_prefix('[') {
        let (address, after) = rest.split_once(']')?;
        address.parse::<std::net::Ipv6Addr>().ok()?;
        return match after.strip_prefix(':') {
            Some(port) => Some((address, Some(port))),
            None => after.is_empty().then_some((address, None)),
        };
    }
    match authority.split_once(':') {
        Some((name, port)) => Some((name, Some(port))),
        None => Some((authority, None)),
    }
}

/// A host by name or address; addresses of version 6 without brackets.
pub(super) fn host(value: &str) -> Checked<String> {
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let is_name = value.len() <= 253 && value.split('.').all(is_label);
    if is_name || value.parse::<IpAddr>().is_ok() {
        Ok(value.to_owned())
    } else {
        Err("must be the name or the address of a server, without a port")
    }
}

/// Whether that host is this machine, whatever the network says.
pub(super) fn is_loopback(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost") || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

pub(super) fn security(value: &str) -> Checked<Security> {
    match value {
        "starttls" => Ok(Security::Starttls),
        "tls" => Ok(Security::Tls),
        "none" => Ok(Security::None),
        _ => Err("must be \"starttls\", \"tls\" or (on this machine itself) \"none\""),
    }
}

/// `Name <user@host>` or `user@host`.
pub(super) fn mailbox(value: &str) -> Checked<Mailbox> {
    const WHY: &str = "must be an address such as \"2sv@example.org\" or \"Maple Clinic <2sv@example.org>\"";
    let value = value.trim();
    let (name, address) = match value.strip_suffix('>') {
        Some(inner) => inner.rsplit_once('<').ok_or(WHY)?,
        None => ("", value),
    };
    let name = name.trim();
    let name = name
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
        .unwrap_or(name)
        .trim();
    let (user, domain) = address.rsplit_once('@').ok_or(WHY)?;
    let is_plain = |part: &str| {
        !part.is_empty()
            && !part
                .chars()
                .any(|c| c.is_control() || c.is_whitespace() || "<>@\",;:()[]\\".contains(c))
    };
    let is_fine = is_plain(user) && host(domain).is_ok() && !name.chars().any(|c| c.is_control() || "<>\"".contains(c));
    if !is_fine {
        return Err(WHY);
    }
    Ok(Mailbox {
        name: (!name.is_empty()).then(|| name.to_owned()),
        address: address.to_owned(),
    })
}

pub(super) fn log_level(value: &str) -> Checked<LogLevel> {
    [
        LogLevel::Error,
        LogLevel::Warn,
        LogLevel::Info,
        LogLevel::Debug,
        LogLevel::Trace,
    ]
    .into_iter()
    .find(|level| level.as_str() == value)
    .ok_or("must be \"error\", \"warn\", \"info\", \"debug\" or \"trace\"")
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
const WEEKDAYS: [&str; 7] = [
    "sunday",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
];

/// Six fields of a cron line: sec min hour day month weekday. Weekdays by name alone: programs do not agree on which
/// number Sunday has.
pub(super) fn schedule(value: &str) -> Checked<String> {
    let fields: Vec<_> = value.split_whitespace().collect();
    let [sec, min, hour, day, month, weekday] = fields.as_slice() else {
        return Err("must have six fields: second, minute, hour, day, month, weekday, such as \"0 30 2 * * *\"");
    };
    let number = |from: u32, to: u32| {
        move |word: &str| {
            let digits_only = word.bytes().all(|byte| byte.is_ascii_digit());
            word.parse()
                .ok()
                .filter(|value| digits_only && (from..=to).contains(value))
        }
    };
    let is_fine = is_field(sec, number(0, 59))
        && is_field(min, number(0, 59))
        && is_field(hour, number(0, 23))
        && is_field(day, number(1, 31))
        && is_field(month, |word| number(1, 12)(word).or_else(|| name_in(&MONTHS, word)));
    if !is_fine {
        return Err(
            "has a field that no clock can meet: second and minute are 0-59, hour 0-23, day 1-31, month 1-12 or Jan-Dec",
        );
    }
    if !is_field(weekday, |word| name_in(&WEEKDAYS, word)) {
        return Err("must name weekdays (Sun, Mon, …, Sat, in this order in a range) or have a * there, not numbers");
    }
    Ok(fields.join(" "))
}

/// `*`, or a list of values and ranges; each may have a step.
fn is_field(field: &str, read: impl Fn(&str) -> Option<u32>) -> bool {
    field.split(',').all(|part| {
        let (range, step) = part
            .split_once('/')
            .map_or((part, None), |(range, step)| (range, Some(step)));
        let is_step = step.is_none_or(|step| step.parse::<u32>().is_ok_and(|step| (1..=59).contains(&step)));
        let is_range = range == "*"
            || match range.split_once('-') {
                Some((from, to)) => {
                    matches!((read(from), read(to)), (Some(from), Some(to)) if from <= to)
                }
                None => read(range).is_some(),
            };
        is_step && is_range
    })
}

/// The place of a full name, or of its first three letters, counted from 1.
fn name_in(names: &[&str], word: &str) -> Option<u32> {
    let word = word.to_ascii_lowercase();
    let is_it = |name: &&str| word == **name || (word.len() == 3 && name.starts_with(&word));
    names
        .iter()
        .position(is_it)
        .and_then(|place| u32::try_from(place + 1).ok())
}
