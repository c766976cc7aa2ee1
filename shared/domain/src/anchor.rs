//! An anchor of the record (spec D02): the number and the MAC of the row that was the newest, written where a database
//! rolled back does not reach, the worker's log. Here is how it stands in a line there and is found again.

use std::fmt;

use data_encoding::HEXLOWER;

/// What begins an anchor in a line of the log, whatever stands before and after it.
const MARK: &str = "anchor of the record number=";
/// What stands between number and MAC.
const BETWEEN: &str = " mac=";
/// Letters of a MAC.
const MAC_LETTERS: usize = 64;

/// The newest row at some moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// Its number.
    pub number: i64,
    /// Its MAC.
    pub mac: [u8; 32],
}

/// A line that begins like an anchor and is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an anchor of the record cannot be read")]
pub struct NoAnchor;

impl fmt::Display for Anchor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{MARK}{}{BETWEEN}{}", self.number, HEXLOWER.encode(&self.mac))
    }
}

impl Anchor {
    /// The anchor in a line of the log, where there is one.
    ///
    /// # Errors
    /// [`NoAnchor`] where the line was cut or changed: an anchor that nobody can read proves nothing.
    pub fn find(line: &str) -> Result<Option<Self>, NoAnchor> {
        let Some((_, rest)) = line.split_once(MARK) else {
            return Ok(None);
        };
        let (number, rest) = rest.split_once(BETWEEN).ok_or(NoAnchor)?;
        let number: i64 = number.parse().map_err(|_| NoAnchor)?;
        let (mac, after) = rest.split_at_checked(MAC_LETTERS).ok_or(NoAnchor)?;
        if number < 1 || after.starts_with(|next: char| next.is_ascii_alphanumeric()) {
            return Err(NoAnchor);
        }
        let mac = HEXLOWER.decode(mac.as_bytes()).map_err(|_| NoAnchor)?;
        let mac = mac.try_into().map_err(|_| NoAnchor)?;
        Ok(Some(Self { number, mac }))
    }
}
