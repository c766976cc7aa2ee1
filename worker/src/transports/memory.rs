//! A transport for tests: keeps what it was given and answers what it was told to answer, else yes.
//!
//! Clones share one list: the test keeps one, the dispatcher gets the other.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::delivery::{Fate, Handover, Obstacle};

use crate::transport::Text;

/// What a transport in memory was given (`M`: a text or a mail) and will answer.
#[derive(Debug)]
pub struct Memory<M>(Arc<Mutex<State<M>>>);

#[derive(Debug)]
struct State<M> {
    attempts: Vec<(M, Handover)>,
    answers: VecDeque<Handover>,
    fates: VecDeque<Result<Fate, Obstacle>>,
}

impl<M> Clone for Memory<M> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<M> Default for Memory<M> {
    fn default() -> Self {
        Self(Arc::new(Mutex::new(State {
            attempts: Vec::new(),
            answers: VecDeque::new(),
            fates: VecDeque::new(),
        })))
    }
}

impl<M: Clone> Memory<M> {
    /// An empty one that accepts everything.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Queues the answer to the next attempt that has none yet.
    pub fn answer_next(&self, answer: Handover) {
        self.state().answers.push_back(answer);
    }

    /// Every attempt with its answer, oldest first.
    #[must_use]
    pub fn attempts(&self) -> Vec<(M, Handover)> {
        self.state().attempts.clone()
    }

    /// The messages that were accepted, oldest first.
    #[must_use]
    pub fn accepted(&self) -> Vec<M> {
        let accepted =
            |(message, answer): &(M, Handover)| matches!(answer, Handover::Accepted { .. }).then(|| message.clone());
        self.state().attempts.iter().filter_map(accepted).collect()
    }

    /// Takes one attempt.
    #[must_use]
    pub fn send(&self, message: &M) -> Handover {
        let mut state = self.state();
        let reference = format!("memory{}", state.attempts.len() + 1);
        let answer = state.answers.pop_front().unwrap_or(Handover::Accepted { reference });
        state.attempts.push((message.clone(), answer.clone()));
        answer
    }
}

impl Memory<Text> {
    /// Queues the answer to the next question about a text's fate that has none yet.
    pub fn fate_next(&self, fate: Result<Fate, Obstacle>) {
        self.state().fates.push_back(fate);
    }

    /// What became of a text: as queued, else delivered.
    ///
    /// # Errors
    /// The obstacle that was queued.
    pub fn fate(&self) -> Result<Fate, Obstacle> {
        self.state().fates.pop_front().unwrap_or(Ok(Fate::Delivered))
    }
}

impl<M> Memory<M> {
    fn state(&self) -> MutexGuard<'_, State<M>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
