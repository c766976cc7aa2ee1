//! The help: the questions of the screen it was opened from, or the whole list with search; and one answer at a time.
//!
//! The texts are the tables of `questions.rs`; what a question is, `help_text.rs`.

use domain::time::Now;

use crate::effect::{Wish, Wishes};
use crate::keymap::{ESC, Key};
use crate::modals::help_text::{self, HelpFacts, Listed, Question, Topic, whole_list};
use crate::page::{PageSet, Screen};
use crate::widgets::cell::{button, link};
use crate::widgets::form::Form;
use crate::widgets::inputs::Inputs;
use crate::widgets::say::Say;

/// The page's items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// The search field of the whole list.
    Search,
    /// A question, by its place in the table.
    Question(usize),
    /// From an answer back to the questions.
    Questions,
    /// From a screen's questions to all of them.
    All,
}

/// The help.
pub struct State {
    topic: Topic,
    facts: HelpFacts,
    /// The question whose answer is shown.
    open: Option<usize>,
    inputs: Inputs<Item>,
}

impl State {
    /// The help on a screen; [`Topic::All`] and [`Topic::Help`] are the whole list.
    #[must_use]
    pub fn new(topic: Topic, facts: &HelpFacts) -> Self {
        let whole = help_text::asked_on(topic).next().is_none();
        let topic = if whole { Topic::All } else { topic };
        let first = help_text::asked_on(topic)
            .next()
            .map_or(Item::Search, |listed| Item::Question(listed.number));
        Self {
            topic,
            facts: facts.clone(),
            open: None,
            inputs: Inputs::new(first),
        }
    }

    /// The questions that are listed now.
    fn listed(&self) -> Vec<Listed> {
        if self.topic != Topic::All {
            return help_text::asked_on(self.topic).collect();
        }
        let search = self.inputs.text(Item::Search);
        whole_list().filter(|listed| listed.question.matches(search)).collect()
    }

    fn answer(&self, question: &Question) -> Form<Item> {
        let mut form = Form::titled(question.ask);
        for line in question.paragraphs(&self.facts) {
            form = form.text(line);
        }
        form.gap()
            .text(question.whom.sentence(&self.facts))
            .gap()
            .cells([button(Item::Questions, "Other questions")])
    }

    fn list(&self) -> Form<Item> {
        let listed = self.listed();
        let whole = self.topic == Topic::All;
        let mut form = if whole {
            Form::titled("Help").field(Item::Search, "Search", 40)
        } else {
            Form::titled("Help about this screen")
        };
        let mut chapter = None;
        for one in &listed {
            if whole && chapter != Some(one.chapter) {
                form = form.gap().heading(one.chapter.title());
                chapter = Some(one.chapter);
            }
            form = form.cells([link(Item::Question(one.number), one.question.ask)]);
        }
        if listed.is_empty() {
            form = form.say(Say::look("Nothing found. Try another word, or Esc."));
        }
        if whole {
            form
        } else {
            form.gap().cells([button(Item::All, "All questions")])
        }
    }
}

impl<P: PageSet> Screen<P> for State {
    type Item = Item;
    const KEYS: &'static [Key] = &[ESC, Key::enter("read")];
    const TOPIC: Topic = Topic::Help;

    fn form(&self, _at: Now) -> Form<Item> {
        match self.open.and_then(|number| whole_list().nth(number)) {
            Some(listed) => self.answer(listed.question),
            None => self.list().submit(self.first_found()),
        }
    }

    fn inputs(&self) -> &Inputs<Item> {
        &self.inputs
    }

    fn inputs_mut(&mut self) -> &mut Inputs<Item> {
        &mut self.inputs
    }

    fn on_act(&mut self, item: Item, _at: Now) -> Wishes<P> {
        match item {
            Item::Question(number) => {
                self.open = Some(number);
                self.inputs.focus(Item::Questions);
            }
            Item::Questions => self.close(),
            Item::All => {
                self.topic = Topic::All;
                self.inputs.focus(Item::Search);
            }
            Item::Search => {}
        }
        Vec::new()
    }

    fn on_back(&mut self, _at: Now) -> Wishes<P> {
        if self.open.is_none() {
            return vec![Wish::Back];
        }
        self.close();
        Vec::new()
    }
}

impl State {
    /// What Enter in the search field opens.
    fn first_found(&self) -> Item {
        self.listed()
            .first()
            .map_or(Item::Search, |listed| Item::Question(listed.number))
    }

    /// Back to the list, with the cursor where it was.
    fn close(&mut self) {
        if let Some(number) = self.open.take() {
            self.inputs.focus(Item::Question(number));
        }
    }
}
