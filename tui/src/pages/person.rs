//! Staff ▸ another person's profile (spec A03 to A05, A07): who it is, how their second step stands, and the ways to help.

use actions::look_person::PersonView;
use domain::contact::visible;
use domain::ids::StaffId;
use domain::pause::PauseLength;
use domain::permission::Task;
use domain::person::{Method, Methods, PasswordKind};
use domain::time::Now;

use crate::backend::{Help, OnPerson, Reply, Request};
use crate::clock;
use crate::effect::{Wish, Wishes};
use crate::keymap::{ESC, Key, TAB};
use crate::modals::help_text::Topic;
use crate::page::Screen;
use crate::pages::{Page, edit_person, flow, on_person, transfer};
use crate::theme::Tone;
use crate::widgets::cell::{Cell, button, link, text};
use crate::widgets::form::Form;
use crate::widgets::inputs::Inputs;
use crate::widgets::say::Say;
use crate::widgets::text::fit;

/// The page's items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// `Pause`.
    Pause,
    /// `End pause`.
    EndPause,
    /// `Remove`.
    Remove,
    /// `Reset password`.
    ResetPassword,
    /// `Edit`: user name, name, e-mail address, number, access.
    Edit,
    /// `Lift`, or `End` beside sessions or trusted browsers.
    Help(Help),
    /// `Transfer ownership`.
    Transfer,
    /// Back.
    Back,
}

/// The page.
pub struct State {
    whom: StaffId,
    person: Option<PersonView>,
    said: Option<Say>,
    inputs: Inputs<Item>,
}

impl State {
    /// The page of a person; who it is is asked at once.
    #[must_use]
    pub fn new(whom: StaffId) -> Self {
        Self {
            whom,
            person: None,
            said: None,
            inputs: Inputs::new(Item::Pause),
        }
    }
}

fn act(item: Item) -> Option<OnPerson> {
    Some(match item {
        Item::Pause => OnPerson::Pause(PauseLength::Day),
        Item::EndPause => OnPerson::EndPause,
        Item::Remove => OnPerson::Remove,
        Item::ResetPassword => OnPerson::ResetPassword,
        Item::Help(help) => OnPerson::Help(help),
        Item::Edit | Item::Transfer | Item::Back => return None,
    })
}

const WIDTH: u16 = 72;
const LABEL: u16 = 22;
const VALUE: u16 = 34;

/// A label, a value and what can be done about it.
fn row(form: Form<Item>, label: &str, tone: Tone, value: String, act: Option<Cell<Item>>) -> Form<Item> {
    let width = if act.is_some() { VALUE } else { WIDTH - LABEL - 4 };
    let mut cells = vec![text(Tone::Plain, label).width(LABEL), text(tone, value).width(width)];
    cells.extend(act);
    form.cells(cells)
}

impl State {
    fn who(form: Form<Item>, person: &PersonView, at: Now) -> Form<Item> {
        let zone = clock::zone(&person.time_zone);
        let seen = person.last_sign_in.map_or_else(
            || "never signed in".into(),
            |seen| {
                let place = person.last_place.as_deref().map(visible).unwrap_or_default();
                format!("{}, {place}", clock::time_or_day(seen, at.wall_ms, &zone))
            },
        );
        let mobile = person.mobile.as_deref().unwrap_or("no mobile phone");
        let who = format!("{} · {} · {mobile}", visible(&person.username), person.access.label());
        let form = row(form, "User name", Tone::Plain, who, None);
        let form = row(form, "E-mail", Tone::Plain, visible(&person.email), None);
        row(form, "Last sign-in", Tone::Plain, seen, None).gap()
    }

    fn second_step(form: Form<Item>, person: &PersonView) -> Form<Item> {
        let zone = clock::zone(&person.time_zone);
        let (tone, standing) = match (&person.pause, person.two_step.is_on()) {
            (Some(pause), _) => (
                Tone::Look,
                format!("! paused until {}", clock::day_and_time(pause.until, &zone)),
            ),
            (None, true) => (Tone::Done, "✓ on".into()),
            (None, false) => (Tone::Look, "! off".into()),
        };
        let mut form = row(form, "2-Step Verification", tone, standing, None);
        if let Some(pause) = &person.pause {
            let why = format!("by {}: {}", visible(&pause.by), visible(&pause.reason));
            form = row(form, "", Tone::Quiet, why, None);
        }
        form = row(form, "", Tone::Quiet, methods(person), None);
        let acts = [
            (Task::Pause, Item::Pause, "Pause"),
            (Task::EndPause, Item::EndPause, "End pause"),
            (Task::Remove, Item::Remove, "Remove"),
        ];
        let may = acts.into_iter().filter(|(task, _, _)| person.allows(*task));
        let acts: Vec<Cell<Item>> = may.map(|(_, item, label)| button(item, label)).collect();
        if acts.is_empty() {
            return form.gap();
        }
        form.cells([text(Tone::Plain, "").width(LABEL)].into_iter().chain(acts))
            .gap()
    }

    fn help(form: Form<Item>, person: &PersonView) -> Form<Item> {
        let zone = clock::zone(&person.time_zone);
        let end = |help: Help, label: &str, any: bool| {
            let may = any && person.allows(help.task());
            may.then(|| link(Item::Help(help), label))
        };
        let (tone, wait) = match person.waits_until {
            None => (Tone::Quiet, "no wait".into()),
            Some(until) => (
                Tone::Look,
                format!("! wait until {}", clock::day_and_time(until, &zone)),
            ),
        };
        let form = row(form, "Wrong codes", tone, wait, end(Help::LiftWait, "Lift", true));
        let act = end(Help::EndSessions, "End", person.sessions > 0);
        let form = row(form, "Sessions", Tone::Quiet, counted(person.sessions, "running"), act);
        let act = end(Help::EndTrust, "End", person.trusted > 0);
        let form = row(
            form,
            "Trusted browsers",
            Tone::Quiet,
            counted(person.trusted, "trusted"),
            act,
        );
        let reset = person.allows(Task::ResetPassword);
        let reset = reset.then(|| link(Item::ResetPassword, "Reset password"));
        row(form, "Password", Tone::Quiet, password(person), reset)
    }
}

fn counted(number: usize, what: &str) -> String {
    match number {
        0 => "none".into(),
        _ => format!("{number} {what}"),
    }
}

fn password(person: &PersonView) -> String {
    let zone = clock::zone(&person.time_zone);
    match person.password {
        PasswordKind::Missing => "none yet".into(),
        PasswordKind::Own => "their own".into(),
        PasswordKind::Reported => "their own, to be changed first".into(),
        PasswordKind::Temporary { term } => {
            let end = term.start.wall_ms + term.length_ms;
            format!("temporary, to {}", clock::day_and_time(end, &zone))
        }
    }
}

/// The ways in, the default first named as such, and the spare one.
fn methods(person: &PersonView) -> String {
    let Some(methods) = person.two_step.methods() else {
        return "no method is set up".into();
    };
    let default = Methods::default(methods);
    let one = |method: Method| {
        let name = match method {
            Method::Sms => "text",
            Method::App => "app",
        };
        let first = method == default && methods.has(method.other());
        if first {
            format!("{name} (Default)")
        } else {
            name.into()
        }
    };
    let set_up = Method::ALL.iter().copied().filter(|method| methods.has(*method));
    let mut ways: Vec<String> = set_up.map(one).collect();
    ways.push(
        if person.has_recovery {
            "recovery code"
        } else {
            "no recovery code"
        }
        .into(),
    );
    ways.join(" · ")
}

impl Screen<Page> for State {
    type Item = Item;
    const KEYS: &'static [Key] = &[ESC, TAB, Key::enter("open")];
    const TOPIC: Topic = Topic::Person;

    fn form(&self, at: Now) -> Form<Item> {
        let Some(person) = &self.person else {
            let form = Form::titled("Staff").column(WIDTH).answer(self.said.clone());
            return form.cells([link(Item::Back, "Back")]);
        };
        let title = format!("Staff ▸ {}", visible(&person.name));
        let form = Form::titled(fit(&title, WIDTH - 4)).column(WIDTH);
        let form = Self::who(form, person, at);
        let form = Self::second_step(form, person);
        let form = Self::help(form, person);
        let form = match (person.is_oneself, person.mails_waiting) {
            (true, _) => form.say(Say::plain("This is you: your own second step is set under My Account.")),
            (false, 0) => form,
            (false, 1) => form.say(Say::look("1 e-mail to them: not delivered yet.")),
            (false, mails) => form.say(Say::look(format!("{mails} e-mails to them: not delivered yet."))),
        };
        let edit = person.allows(Task::EditStaff).then(|| link(Item::Edit, "Edit"));
        let transfer = person.allows(Task::TransferOwnership);
        let transfer = transfer.then(|| link(Item::Transfer, "Transfer ownership"));
        let last = edit.into_iter().chain(transfer);
        form.gap().cells(last.chain([link(Item::Back, "Back")]))
    }

    fn inputs(&self) -> &Inputs<Item> {
        &self.inputs
    }

    fn inputs_mut(&mut self) -> &mut Inputs<Item> {
        &mut self.inputs
    }

    fn on_open(&mut self, _at: Now) -> Wishes<Page> {
        vec![Wish::Ask(Request::Person(self.whom))]
    }

    fn on_wake(&mut self, at: Now) -> Wishes<Page> {
        self.on_open(at)
    }

    fn on_act(&mut self, item: Item, _at: Now) -> Wishes<Page> {
        if let (Item::Edit, Some(person)) = (item, &self.person) {
            let page = edit_person::State::new(self.whom, &person.name);
            return vec![Wish::Push(Page::EditPerson(page))];
        }
        match (act(item), &self.person) {
            (None, Some(person)) if item == Item::Transfer => vec![transfer::offer(person.id, &person.name)],
            (Some(act), Some(person)) => {
                vec![Wish::Push(Page::OnPerson(on_person::State::new(person, act)))]
            }
            (Some(_), None) => Vec::new(),
            (None, _) => vec![Wish::Back],
        }
    }

    fn on_reply(&mut self, reply: Reply, _at: Now) -> Wishes<Page> {
        match reply {
            Reply::Person(person) => {
                self.person = Some(*person);
                Vec::new()
            }
            Reply::Trouble(sentence) => {
                // Not a manager any more, or not readable: nothing old is shown.
                self.person = None;
                self.said = Some(Say::wrong(sentence));
                Vec::new()
            }
            other => flow::common(other),
        }
    }
}
