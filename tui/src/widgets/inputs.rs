//! What a person has put into a form: the focus, the typed texts, the ticked boxes; and what a key or click does there.
//!
//! All texts lie in wiped buffers, secret or not. The order of the items comes from the form at every press, so that the
//! two can never disagree.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use domain::secret::Secret;

use crate::page::Press;
use crate::widgets::code_field;
use crate::widgets::field::Kind;
use crate::widgets::form::{Form, Role, Spot};
use crate::widgets::input::{Edit, Input};

/// What came of a press.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Did<I> {
    /// The item was chosen, or the form submitted.
    Act(I),
    /// The item's text or tick is another.
    Edited(I),
    /// A row of the list was clicked.
    Row(usize),
    /// Focus or caret moved, or the press was for the form but changes nothing.
    Moved,
    /// `Sign out` in the head line was chosen.
    SignOut,
    /// Not for the form.
    Unused,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Focus<I> {
    Item(I),
    /// `Sign out` in the head line, after the last item.
    Head,
}

/// Focus, texts and ticks. `Debug` shows no text.
#[derive(Debug)]
pub struct Inputs<I> {
    focus: Focus<I>,
    texts: Vec<(I, Input)>,
    ticks: Vec<I>,
}

impl<I: Copy + PartialEq> Inputs<I> {
    /// Nothing typed; the cursor is on `first`.
    #[must_use]
    pub fn new(first: I) -> Self {
        Self {
            focus: Focus::Item(first),
            texts: Vec::new(),
            ticks: Vec::new(),
        }
    }

    /// Moves the cursor.
    pub fn focus(&mut self, item: I) {
        self.focus = Focus::Item(item);
    }

    /// The item with the cursor.
    #[must_use]
    pub fn focused(&self) -> Option<I> {
        match self.focus {
            Focus::Item(item) => Some(item),
            Focus::Head => None,
        }
    }

    /// Whether `Sign out` has the focus.
    #[must_use]
    pub fn in_head(&self) -> bool {
        matches!(self.focus, Focus::Head)
    }

    /// What was typed into a field.
    #[must_use]
    pub fn text(&self, item: I) -> &str {
        self.input(item).map_or("", Input::text)
    }

    /// What was typed, as a secret.
    #[must_use]
    pub fn secret(&self, item: I) -> Secret<String> {
        Secret::from(self.text(item))
    }

    /// Fills a field (a number that is known already).
    pub fn put(&mut self, item: I, text: &str) {
        self.input_mut(item).put(text);
    }

    /// Wipes a field.
    pub fn clear(&mut self, item: I) {
        self.input_mut(item).clear();
    }

    /// Wipes a field and puts the cursor there: after a refusal (S08).
    pub fn retry(&mut self, item: I) {
        self.clear(item);
        self.focus(item);
    }

    /// Whether a box is ticked.
    #[must_use]
    pub fn ticked(&self, item: I) -> bool {
        self.ticks.contains(&item)
    }

    /// Ticks a box or takes its tick away.
    pub fn tick(&mut self, item: I, on: bool) {
        self.ticks.retain(|ticked| *ticked != item);
        if on {
            self.ticks.push(item);
        }
    }

    pub(crate) fn input(&self, item: I) -> Option<&Input> {
        self.texts.iter().find(|(own, _)| *own == item).map(|(_, input)| input)
    }

    fn input_mut(&mut self, item: I) -> &mut Input {
        let found = self.texts.iter().position(|(own, _)| *own == item);
        let at = found.unwrap_or_else(|| {
            self.texts.push((item, Input::default()));
            self.texts.len() - 1
        });
        &mut self.texts[at].1
    }

    /// The number of the focused item; the first where the focused one is gone. `None` in the head line.
    pub(crate) fn position(&self, spots: &[Spot<I>]) -> Option<usize> {
        let item = self.focused()?;
        Some(spots.iter().position(|spot| spot.item == item).unwrap_or(0))
    }

    /// Whether the cursor is in a field that takes a `?` (a code takes none).
    pub(crate) fn typing(&self, form: &Form<I>) -> bool {
        let spots = form.spots();
        let spot = self.position(&spots).and_then(|at| spots.get(at));
        matches!(
            spot.map(|spot| spot.role),
            Some(Role::Field(Kind::Plain | Kind::Secret))
        )
    }

    /// Takes a press. `head`: whether `Sign out` is part of the ring.
    pub fn press(&mut self, form: &Form<I>, press: &Press, head: bool) -> Did<I> {
        let spots = form.spots();
        match self.position(&spots) {
            None if !head => self.focus = spots.first().map_or(self.focus, |s| Focus::Item(s.item)),
            Some(at) => self.focus = spots.get(at).map_or(self.focus, |s| Focus::Item(s.item)),
            None => {}
        }
        let here = self.position(&spots).and_then(|at| spots.get(at)).copied();
        match press {
            Press::Spot(number) => match spots.get(usize::from(*number)) {
                Some(spot) => self.clicked(*spot),
                None => Did::Unused,
            },
            Press::Row(number, row) => match spots.get(usize::from(*number)) {
                Some(spot) if spot.role == Role::List => {
                    self.focus(spot.item);
                    Did::Row(*row)
                }
                Some(_) | None => Did::Unused,
            },
            Press::Title(_) => Did::Unused,
            Press::Paste(text) => match here {
                Some(Spot {
                    item,
                    role: Role::Field(kind),
                    ..
                }) => {
                    let edit = self.paste(item, kind, text.reveal());
                    self.edited(form, item, kind, edit)
                }
                Some(_) | None => Did::Unused,
            },
            Press::Key(key) => self.key(form, &spots, here, key, head),
        }
    }

    fn key(&mut self, form: &Form<I>, spots: &[Spot<I>], here: Option<Spot<I>>, key: &KeyEvent, head: bool) -> Did<I> {
        if let Some(spot) = spots.iter().find(|spot| spot.key == Some(key.code)) {
            return self.chosen(*spot);
        }
        if let Some(Spot {
            item,
            role: Role::Field(kind),
            ..
        }) = here
        {
            let input = self.input_mut(item);
            let edit = match kind {
                Kind::Code => code_field::key(input, key),
                Kind::Plain | Kind::Secret => input.key(key),
            };
            if edit != Edit::Unused {
                return self.edited(form, item, kind, edit);
            }
        }
        // From the fields and links round a list too: whoever types what is looked for walks through what is found.
        let has_list = spots.iter().any(|spot| spot.role == Role::List);
        let plain = key.modifiers.difference(KeyModifiers::SHIFT).is_empty();
        match key.code {
            _ if !plain => Did::Unused,
            KeyCode::Down | KeyCode::Up if has_list => Did::Unused,
            KeyCode::Tab | KeyCode::Down | KeyCode::Right => self.step(spots, 1, head),
            KeyCode::BackTab | KeyCode::Up | KeyCode::Left => self.step(spots, -1, head),
            KeyCode::Enter => self.enter(form, spots, here, head),
            KeyCode::Char(' ') => match here {
                Some(spot) => self.chosen(spot),
                None => Did::Unused,
            },
            _ => Did::Unused,
        }
    }

    /// Moves the focus round the ring.
    fn step(&mut self, spots: &[Spot<I>], by: isize, head: bool) -> Did<I> {
        let ring = spots.len() + usize::from(head);
        if let Ok(length @ 1..) = isize::try_from(ring) {
            let at = self.position(spots).unwrap_or(spots.len());
            let next = (isize::try_from(at).unwrap_or(0) + by).rem_euclid(length);
            let spot = usize::try_from(next).ok().and_then(|next| spots.get(next));
            self.focus = spot.map_or(Focus::Head, |spot| Focus::Item(spot.item));
        }
        Did::Moved
    }

    fn enter(&mut self, form: &Form<I>, spots: &[Spot<I>], here: Option<Spot<I>>, head: bool) -> Did<I> {
        let Some(spot) = here else {
            return if head && self.in_head() {
                Did::SignOut
            } else {
                Did::Unused
            };
        };
        if !matches!(spot.role, Role::Field(_)) {
            return self.chosen(spot);
        }
        let mut rest = spots.iter().skip_while(|other| other.item != spot.item).skip(1);
        match rest.find(|other| matches!(other.role, Role::Field(_))) {
            Some(next) => {
                self.focus(next.item);
                Did::Moved
            }
            None => form.submits().map_or(Did::Moved, Did::Act),
        }
    }

    fn clicked(&mut self, spot: Spot<I>) -> Did<I> {
        self.focus(spot.item);
        match spot.role {
            Role::Field(_) => Did::Moved,
            Role::Tick | Role::List | Role::Press(_) => self.chosen(spot),
        }
    }

    /// What Enter, Space, a click or its own key do to an item.
    fn chosen(&mut self, spot: Spot<I>) -> Did<I> {
        match spot.role {
            Role::Press(true) | Role::List => Did::Act(spot.item),
            Role::Press(false) => Did::Moved,
            Role::Tick => {
                self.tick(spot.item, !self.ticked(spot.item));
                Did::Edited(spot.item)
            }
            Role::Field(_) => Did::Moved,
        }
    }

    fn paste(&mut self, item: I, kind: Kind, text: &str) -> Edit {
        let input = self.input_mut(item);
        match kind {
            Kind::Code => code_field::paste(input, text),
            Kind::Plain | Kind::Secret if input.insert(text) => Edit::Changed,
            Kind::Plain | Kind::Secret => Edit::Moved,
        }
    }

    /// The sixth digit submits by itself (S08).
    fn edited(&self, form: &Form<I>, item: I, kind: Kind, edit: Edit) -> Did<I> {
        match edit {
            Edit::Changed => {
                let whole = kind == Kind::Code && self.input(item).is_some_and(code_field::complete);
                match form.submits().filter(|_| whole) {
                    Some(submit) => Did::Act(submit),
                    None => Did::Edited(item),
                }
            }
            Edit::Moved | Edit::Unused => Did::Moved,
        }
    }
}
