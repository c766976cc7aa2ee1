//! What pages wish for and what the app asks of the runtime: both are data, so that a test can read them.
//!
//! Nothing here does anything. `Wish` is written by pages and carried out by the app; `Effect` is what is left for the
//! world outside (the database thread, the clipboard, the end).

use domain::secret::Secret;

use crate::house::House;
use crate::modals::help_text::Topic;
use crate::page::PageSet;
use crate::widgets::say::Say;

/// Names one question of one page, so that an answer that comes too late finds nobody (convention 9).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Ticket {
    /// The page that asked; 0 is the house itself ([`Wish::Tell`]).
    pub page: u32,
    /// The number of the question, counted over the whole run.
    pub question: u32,
}

/// What the app leaves for the runtime to do.
#[derive(Debug)]
pub enum Effect<Q> {
    /// Give the question to the database thread; its answer comes back as `Event::Answer` with this ticket.
    Ask(Ticket, Q),
    /// Ask the terminal to copy (OSC 52). The sentence of H03 is already on the screen.
    Copy(Secret<String>),
    /// Leave the program.
    Quit,
}

/// What a page wants. Wishes are carried out in their order, on behalf of the page that wished them; once that page has
/// gone, on behalf of the one on top. So `[Back, Submit(act)]` lets the page beneath get the answer.
pub enum Wish<P: PageSet> {
    /// Ask in the background; typing goes on. A newer question of the same kind from the same page replaces it.
    Ask(P::Request),
    /// Ask, and drop what is typed until the answer has been drawn (S08); "checking …" appears by itself (Z06).
    Submit(P::Request),
    /// Ask on behalf of nobody: the answer goes to `PageSet::on_news`.
    Tell(P::Request),
    /// Replace this page.
    Go(P),
    /// Lay a page over this one.
    Push(P),
    /// Lay the help on a topic over this one, with the house's facts.
    Help(Topic),
    /// Leave this page for the one beneath; nothing where there is none.
    Back,
    /// Throw every page away and start with this one (session ended, signed out).
    Reset(P),
    /// Put this into the clipboard and say so (H03).
    Copy(Secret<String>),
    /// One line above the foot, until the next key.
    Notice(Say),
    /// What stands round the pages has changed.
    House(Box<dyn FnOnce(&mut House) + Send>),
    /// Leave the program.
    Quit,
}

/// What a page answers to anything that happens.
pub type Wishes<P> = Vec<Wish<P>>;
