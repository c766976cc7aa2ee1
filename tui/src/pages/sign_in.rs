//! User name and password (spec S01 to S03). Whatever is wrong, the words are the same.

use domain::time::Now;
use ratatui::layout::Rect;

use crate::backend::{Reply, Request};
use crate::effect::{Wish, Wishes};
use crate::keymap::{Key, TAB};
use crate::modals::help_text::Topic;
use crate::page::{Canvas, Screen};
use crate::pages::{Page, code, flow, locked_out, wait};
use crate::theme::Tone;
use crate::widgets::cell::{button, link};
use crate::widgets::countdown;
use crate::widgets::form::Form;
use crate::widgets::inputs::Inputs;
use crate::widgets::say::Say;

/// Columns of the demo's people beside the form, and those the form cannot do without.
const PEOPLE: u16 = 31;
const FORM: u16 = 33;

/// The page's items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// `User name`.
    User,
    /// `Password`.
    Password,
    /// `Sign in`.
    SignIn,
    /// `Forgot password?`
    Forgot,
    /// `Locked out?`
    LockedOut,
}

/// The page.
pub struct State {
    inputs: Inputs<Item>,
    said: Option<Say>,
    /// What is wrong with the user name.
    wrong: Option<Say>,
    /// The wait after wrong passwords: since when, and how long in milliseconds (spec L08).
    wait: Option<(Now, i64)>,
}

impl State {
    /// An empty form.
    #[must_use]
    pub fn new() -> Self {
        Self {
            inputs: Inputs::new(Item::User),
            said: None,
            wrong: None,
            wait: None,
        }
    }

    /// An empty form with a sentence.
    #[must_use]
    pub fn saying(said: Say) -> Self {
        Self {
            said: Some(said),
            ..Self::new()
        }
    }

    fn wait_left(&self, at: Now) -> i64 {
        self.wait.map_or(0, |(since, ms)| (ms - at.since(since)).max(0))
    }

    /// What was said last; a wait counts down in its place.
    fn answer(&self, wait_left: i64) -> Option<Say> {
        if wait_left == 0 {
            return self.said.clone();
        }
        let left = countdown::shown(wait_left);
        Some(Say::look(format!("Too many wrong passwords: wait {left}")))
    }

    fn refused(&mut self, said: Say) -> Wishes<Page> {
        self.wait = None;
        self.said = Some(said);
        self.inputs.retry(Item::Password);
        Vec::new()
    }
}

/// The demo's people below what is there, a gap before each head.
fn with_people(form: Form<Item>, people: &[Say]) -> Form<Item> {
    people.iter().fold(form, |form, line| match line.tone {
        Tone::Title => form.gap().say(line.clone()),
        Tone::Plain | Tone::Quiet | Tone::Accent | Tone::Done | Tone::Look | Tone::Danger => form.say(line.clone()),
    })
}

impl Default for State {
    fn default() -> Self {
        Self::new()
    }
}

impl Screen<Page> for State {
    type Item = Item;
    const KEYS: &'static [Key] = &[TAB, Key::enter("sign in")];
    const TOPIC: Topic = Topic::SignIn;

    fn form(&self, at: Now) -> Form<Item> {
        let left = self.wait_left(at);
        Form::titled("Sign in")
            .column(46)
            .field(Item::User, "User name", 30)
            .wrong(self.wrong.clone())
            .secret(Item::Password, "Password", 30)
            .answer(self.answer(left))
            .changes_in(left)
            .gap()
            .cells([button(Item::SignIn, "Sign in")])
            .gap()
            .cells([
                link(Item::Forgot, "Forgot password?"),
                link(Item::LockedOut, "Locked out?"),
            ])
            .submit(Item::SignIn)
    }

    fn inputs(&self) -> &Inputs<Item> {
        &self.inputs
    }

    fn inputs_mut(&mut self) -> &mut Inputs<Item> {
        &mut self.inputs
    }

    fn on_act(&mut self, item: Item, _at: Now) -> Wishes<Page> {
        match item {
            Item::User | Item::Password => Vec::new(),
            Item::SignIn => self.sign_in(),
            Item::Forgot => vec![Wish::Push(Page::LockedOut(locked_out::State::forgot()))],
            Item::LockedOut => vec![Wish::Push(Page::LockedOut(locked_out::State::locked_out()))],
        }
    }

    fn on_edit(&mut self, _item: Item, _at: Now) -> Wishes<Page> {
        self.said = None;
        self.wrong = None;
        Vec::new()
    }

    fn on_reply(&mut self, reply: Reply, at: Now) -> Wishes<Page> {
        match reply {
            Reply::WrongPassword { wait_ms: None } => self.refused(Say::wrong("User name or password is wrong.")),
            Reply::WrongPassword { wait_ms: Some(ms) } | Reply::PasswordWait { in_ms: ms } => {
                self.wait = Some((at, ms));
                self.inputs.retry(Item::Password);
                Vec::new()
            }
            Reply::TemporaryEnded => self.refused(Say::look(
                "That temporary password has ended: it was good for 72 hours. Ask for a new one (Forgot password?).",
            )),
            Reply::Trouble(sentence) => self.refused(Say::wrong(sentence)),
            Reply::SecondStep { text, wait, screen } => {
                self.inputs.clear(Item::Password);
                let managers = flow::name_managers(&screen.managers);
                let page = match wait {
                    Some(_) => Page::Wait(wait::State::new(code::Door::SignIn, *screen, at)),
                    None => Page::Code(code::State::new(code::Door::SignIn, *screen, text, at)),
                };
                vec![managers, Wish::Push(page)]
            }
            other => flow::common(other),
        }
    }

    fn on_back(&mut self, _at: Now) -> Wishes<Page> {
        Vec::new()
    }

    fn view(&self, canvas: &mut Canvas<'_>, at: Now) {
        let (people, whole, form) = (&canvas.house.people, canvas.area, self.form(at));
        if people.is_empty() || whole.width < PEOPLE + FORM {
            return with_people(form, people).draw(&self.inputs, canvas);
        }
        let (left, right) = (whole.width - PEOPLE, PEOPLE);
        canvas.area = Rect { width: left, ..whole };
        form.draw(&self.inputs, canvas);
        canvas.area = Rect {
            x: whole.x + left,
            width: right,
            ..whole
        };
        with_people(Form::default(), people).draw(&self.inputs, canvas);
    }

    /// Whoever stands here has shown no password (yet, or any more): nobody is named (spec O01).
    fn on_wake(&mut self, _at: Now) -> Wishes<Page> {
        vec![flow::name_managers(&[])]
    }
}

impl State {
    fn sign_in(&mut self) -> Wishes<Page> {
        let (username, password) = (
            self.inputs.text(Item::User).to_owned(),
            self.inputs.secret(Item::Password),
        );
        if username.trim().is_empty() {
            self.wrong = Some(Say::look("Type your user name first."));
            self.inputs.focus(Item::User);
            return Vec::new();
        }
        if password.reveal().is_empty() {
            self.said = Some(Say::look("Type your password."));
            self.inputs.focus(Item::Password);
            return Vec::new();
        }
        self.said = None;
        vec![Wish::Submit(Request::SignIn { username, password })]
    }
}
