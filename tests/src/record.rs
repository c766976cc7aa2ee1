//! What a stand-in server saw, with a way to wait for more of it that needs no sleeping and no polling.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How long a test waits for something that should come at once: long enough for the busiest machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// A growing list that can be waited on from any thread.
pub(crate) struct Record<T> {
    items: Mutex<Vec<T>>,
    news: Condvar,
}

impl<T> Default for Record<T> {
    fn default() -> Self {
        Self {
            items: Mutex::new(Vec::new()),
            news: Condvar::new(),
        }
    }
}

impl<T: Clone> Record<T> {
    /// Adds one and wakes whoever waits.
    pub(crate) fn push(&self, item: T) {
        self.lock().push(item);
        self.news.notify_all();
    }

    /// All there is.
    pub(crate) fn all(&self) -> Vec<T> {
        self.lock().clone()
    }

    /// All there is, once it is at least `n`; panics with what is missing after a minute.
    pub(crate) fn wait_for(&self, n: usize, what: &str) -> Vec<T> {
        let short = |items: &mut Vec<T>| items.len() < n;
        let (items, waited) = self
            .news
            .wait_timeout_while(self.lock(), PATIENCE, short)
            .unwrap_or_else(PoisonError::into_inner);
        assert!(
            !waited.timed_out(),
            "waited a minute for {n} {what}, got {}",
            items.len()
        );
        items.clone()
    }

    /// The item at `index`, however long it takes to come.
    pub(crate) fn at(&self, index: usize) -> T {
        let short = |items: &mut Vec<T>| items.len() <= index;
        let items = self
            .news
            .wait_while(self.lock(), short)
            .unwrap_or_else(PoisonError::into_inner);
        items[index].clone()
    }

    fn lock(&self) -> MutexGuard<'_, Vec<T>> {
        self.items.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
