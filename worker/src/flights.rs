//! What is being asked of the outside world at the moment, each thing with a note of what it was for, so that an answer
//! (and the lack of one, should the question itself break) always finds its row.

use std::collections::HashMap;

use tokio::task::{Id, JoinError, JoinSet};

/// Questions under way and answers that wait to be written down. `W`: what for; `A`: the answer.
pub(crate) struct Flights<W, A> {
    room: usize,
    asked: JoinSet<A>,
    what_for: HashMap<Id, W>,
    answers: Vec<(W, Option<A>)>,
}

impl<W, A: Send + 'static> Flights<W, A> {
    /// At most `room` at a time.
    pub(crate) fn new(room: usize) -> Self {
        Self {
            room,
            asked: JoinSet::new(),
            what_for: HashMap::new(),
            answers: Vec::new(),
        }
    }

    /// Whether another one may start. Answers that could not be written down yet take their place too.
    pub(crate) fn have_room(&self) -> bool {
        self.what_for.len() + self.answers.len() < self.room
    }

    /// Whether none is under way.
    pub(crate) fn none_under_way(&self) -> bool {
        self.what_for.is_empty()
    }

    /// What is under way or waits to be written down.
    pub(crate) fn all(&self) -> impl Iterator<Item = &W> {
        self.what_for
            .values()
            .chain(self.answers.iter().map(|(what_for, _)| what_for))
    }

    /// Starts one.
    pub(crate) fn start(&mut self, what_for: W, question: impl Future<Output = A> + Send + 'static) {
        let id = self.asked.spawn(question).id();
        self.what_for.insert(id, what_for);
    }

    /// Waits until one is answered; for ever where none is under way. Safe to drop at any time.
    pub(crate) async fn answered(&mut self) {
        match self.asked.join_next_with_id().await {
            Some(joined) => self.note(joined),
            None => std::future::pending().await,
        }
    }

    /// The answers there are; `None` where the question broke.
    pub(crate) fn take_answers(&mut self) -> Vec<(W, Option<A>)> {
        while let Some(joined) = self.asked.try_join_next_with_id() {
            self.note(joined);
        }
        std::mem::take(&mut self.answers)
    }

    /// Gives one back that could not be written down.
    pub(crate) fn keep(&mut self, what_for: W, answer: Option<A>) {
        self.answers.push((what_for, answer));
    }

    fn note(&mut self, joined: Result<(Id, A), JoinError>) {
        let (id, answer) = match joined {
            Ok((id, answer)) => (id, Some(answer)),
            Err(broken) => (broken.id(), None),
        };
        if let Some(what_for) = self.what_for.remove(&id) {
            self.answers.push((what_for, answer));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn w02_every_question_finds_its_row_again_also_one_that_broke() {
        let mut flights = Flights::new(3);
        flights.start("fine", async { 7 });
        flights.start("broken", async { unreachable!("a mistake in the program") });
        assert!(flights.have_room() && !flights.none_under_way());
        flights.answered().await;
        flights.answered().await;
        let mut answers = flights.take_answers();
        answers.sort_unstable();
        assert_eq!(answers, [("broken", None), ("fine", Some(7))]);
        assert!(flights.none_under_way());
    }

    #[tokio::test]
    async fn z07_answers_that_could_not_be_written_down_take_their_place() {
        let mut flights = Flights::new(1);
        flights.start("text", async { 7 });
        assert!(!flights.have_room());
        flights.answered().await;
        for (what_for, answer) in flights.take_answers() {
            flights.keep(what_for, answer);
        }
        assert!(flights.none_under_way() && !flights.have_room());
        assert_eq!(flights.take_answers(), [("text", Some(7))]);
        assert!(flights.have_room());
    }
}
