//! One command's randomness, stretched: an action is given 16 random bytes and may need several tokens, nonces and ids.
//! No generator lives here; the bytes come from the caller.

use sha2::{Digest, Sha256};

/// A stream of independent-looking values made from one random seed by counting under SHA-256.
pub struct Entropy {
    seed: zeroize::Zeroizing<[u8; 16]>,
    counter: u64,
}

impl Entropy {
    /// Starts from 16 random bytes.
    #[must_use]
    pub fn new(seed: [u8; 16]) -> Self {
        Self {
            seed: zeroize::Zeroizing::new(seed),
            counter: 0,
        }
    }

    /// The next 32 bytes.
    pub fn take32(&mut self) -> [u8; 32] {
        let mut hash = Sha256::new();
        hash.update(b"vestibule entropy v1");
        hash.update(*self.seed);
        hash.update(self.counter.to_be_bytes());
        self.counter += 1;
        hash.finalize().into()
    }

    /// The next 24 bytes (an XChaCha20 nonce).
    pub fn take24(&mut self) -> [u8; 24] {
        first(self.take32())
    }

    /// The next 16 bytes.
    pub fn take16(&mut self) -> [u8; 16] {
        first(self.take32())
    }
}

impl std::fmt::Debug for Entropy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Entropy(***)")
    }
}

/// A password's salt out of a command's seed, by another label than the stream's, so that one seed serves both.
#[must_use]
pub fn salt(seed: [u8; 16]) -> [u8; 16] {
    first(
        Sha256::new()
            .chain_update(b"vestibule salt v1")
            .chain_update(seed)
            .finalize()
            .into(),
    )
}

fn first<const N: usize>(bytes: [u8; 32]) -> [u8; N] {
    std::array::from_fn(|at| bytes[at])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn z03_one_seed_gives_values_that_differ_from_each_other_and_from_another_seed() {
        let mut one = Entropy::new([7; 16]);
        let mut other = Entropy::new([8; 16]);
        let values = [one.take16(), one.take16(), other.take16(), other.take16()];
        for (at, value) in values.iter().enumerate() {
            assert!(!values[..at].contains(value));
        }
        assert_eq!(format!("{one:?}"), "Entropy(***)");
    }
}
