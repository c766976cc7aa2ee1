//! What can stand beside the pages without their knowing: it gets keys before they do and a part of the screen. The demo's
//! phone and mailbox are one; `App` holds at most one and never asks which.

use crossterm::event::KeyEvent;
use domain::time::Now;
use ratatui::layout::Rect;

use crate::keymap::Key;
use crate::page::Canvas;

/// Where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stand {
    /// Nowhere: the page has everything.
    Away,
    /// Beside the page.
    Beside {
        /// What is left to the page.
        page: Rect,
        /// Its own part.
        own: Rect,
    },
    /// Over the page, which gets no keys meanwhile.
    Over,
}

/// What became of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Took {
    /// It is the page's.
    Nothing,
    /// It was for the aside.
    Key,
    /// It leaves the program; whoever made the aside knows why.
    Leave,
}

/// Something beside the pages.
pub trait Aside {
    /// The screen has this size from now on.
    fn fit(&mut self, screen: Rect);
    /// Where it stands on a body (what the bands leave) as it is now.
    fn stand(&self, body: Rect) -> Stand;
    /// Its keys for the foot line: behind the page's own, alone where it stands over the page.
    fn keys(&self) -> &'static [Key];
    /// Takes a key before the page does.
    fn press(&mut self, key: &KeyEvent) -> Took;
    /// Something it drew as `Target::Aside` with this number was clicked.
    fn click(&mut self, number: u16);
    /// There is news for it (`Event::Aside`).
    fn hear(&mut self);
    /// Milliseconds until what it draws looks different by itself; `None` where it never does.
    fn next_tick(&self, at: Now) -> Option<i64>;
    /// Draws into the canvas's area.
    fn view(&self, canvas: &mut Canvas<'_>, at: Now);
}
