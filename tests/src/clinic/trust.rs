//! The clinic's two switches in a made clinic, and ticking the box of a trusted browser.

use actions::set_enforcement::{Switches, set_enforcement};
use actions::{Client, Token};

use super::{Clinic, JANE, Person, browser};

impl Clinic {
    /// jane switches **Allow trusted browsers** on, at a desk of her own. The mail that she signed in there is delivered
    /// with all that is due.
    ///
    /// # Panics
    /// Where she cannot.
    pub fn allow_trust(&mut self) {
        self.switch_trust(true);
    }

    /// jane switches it off again: every trust ends.
    ///
    /// # Panics
    /// Where she cannot.
    pub fn forbid_trust(&mut self) {
        self.switch_trust(false);
    }

    /// jane, whose 2SV is off, switches **Require for all staff** on, at a desk of her own. What is due is delivered.
    ///
    /// # Panics
    /// Where she cannot.
    pub fn require(&mut self) {
        self.switch(Switches {
            enforced: Some(true),
            trust_allowed: None,
        });
    }

    fn switch_trust(&mut self, allowed: bool) {
        self.switch(Switches {
            enforced: None,
            trust_allowed: Some(allowed),
        });
    }

    fn switch(&mut self, switches: Switches) {
        let session = self.sign_in(&JANE, &browser(90));
        let (entropy, at) = (self.dice.throw(), self.clock.now());
        set_enforcement(&mut self.db, &session, switches, entropy, at).unwrap();
        self.sign_out(&session);
        self.deliver();
    }

    /// Signs in fully with the box **Trust this browser** ticked.
    ///
    /// # Panics
    /// Where no code is asked, or it is refused.
    pub fn sign_in_and_trust(&mut self, person: &Person, client: &Client) -> Token {
        let trusts = self.number("SELECT count(*) FROM trusted_browsers");
        let session = self.sign_in_with(person, client, true);
        let begun = self.number("SELECT count(*) FROM trusted_browsers") - trusts;
        assert_eq!(begun, 1, "no code was asked, or the box does not count here");
        session
    }
}
