//! **Forgot password?** and **Locked out?**: one text for every name (spec S15, O01). Names of people stand here only
//! once the password was right; the support contact always. Then an owner whom nobody else can let in opens a recovery
//! request here, and sees the one that runs.

use actions::locked_out::{LockedOut, OwnRecovery, RunningRequest};
use domain::owner_recovery::RequestKind;
use domain::time::Now;
use jiff::tz::TimeZone;

use crate::backend::{Reply, Request};
use crate::clock;
use crate::effect::{Wish, Wishes};
use crate::keymap::{ESC, Key};
use crate::modals::confirm;
use crate::modals::help_text::Topic;
use crate::page::{Canvas, Screen};
use crate::pages::{Page, another_way, code, flow};
use crate::widgets::cell::button;
use crate::widgets::form::Form;
use crate::widgets::inputs::Inputs;
use crate::widgets::say::Say;

/// The page's items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// Opens a recovery request.
    Open,
    /// Back to where the person came from.
    Back,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Question {
    Forgot,
    LockedOut,
}

/// The page.
pub struct State {
    question: Question,
    /// The password was right: what the database says of this person is asked.
    after_password: bool,
    seen: Option<LockedOut>,
    said: Option<Say>,
    inputs: Inputs<Item>,
}

impl State {
    fn new(question: Question) -> Self {
        Self {
            question,
            after_password: false,
            seen: None,
            said: None,
            inputs: Inputs::new(Item::Back),
        }
    }

    /// **Forgot password?**
    #[must_use]
    pub fn forgot() -> Self {
        Self::new(Question::Forgot)
    }

    /// **Locked out?** before the password, or of somebody who is signed in.
    #[must_use]
    pub fn locked_out() -> Self {
        Self::new(Question::LockedOut)
    }

    /// **Locked out?** at a door: in a sign-in, the password was right.
    #[must_use]
    pub fn at(door: &code::Door) -> Self {
        let after_password = match door {
            code::Door::SignIn => true,
            code::Door::StepUp(_) | code::Door::SetUp { .. } => false,
        };
        Self {
            after_password,
            ..Self::locked_out()
        }
    }

    fn page(&self, contact: Option<&str>, managers: &[String]) -> Form<Item> {
        let contact = contact.map_or_else(|| "the person who runs this server".to_owned(), ToOwned::to_owned);
        let form = match self.question {
            Question::Forgot => Form::titled("Forgot password?")
                .text("A manager of the clinic can have a temporary password made for you. It is good for 72 hours, and you choose a new one when you sign in with it.")
                .gap()
                .text("Your 2-Step Verification and your recovery code stay as they are. The recovery code does not replace the password.")
                .gap()
                .text(format!("If no manager is there: {contact}.")),
            Question::LockedOut => self.ways(&contact, managers),
        };
        form.gap().cells(self.last())
    }

    fn ways(&self, contact: &str, managers: &[String]) -> Form<Item> {
        let names = self.seen.as_ref().map_or(managers, |seen| &seen.managers);
        let form = Form::titled("Locked out?")
            .text("1  Sign in with your password. At the code choose Try another way, then Use recovery code instead: it works without phone and texts, and during a wait.")
            .text("2  After too many wrong codes: wait. It always ends by itself, and the screen says when.")
            .text(format!("3  {}", ask_managers(names, self.seen.is_some())))
            .text(format!("4  Otherwise, or if you have lost your password too: {contact}."))
            .gap();
        match self.seen.as_ref() {
            Some(seen) => recovery(form, seen, contact).answer(self.said.clone()),
            None => form.text("Nobody can tell you your recovery code: nobody else can see it."),
        }
    }

    fn last(&self) -> Vec<crate::widgets::cell::Cell<Item>> {
        let may_open = self
            .seen
            .as_ref()
            .is_some_and(|seen| matches!(seen.recovery, OwnRecovery::MayOpen(_)));
        let open = may_open.then(|| button(Item::Open, "Open a recovery request"));
        open.into_iter().chain([button(Item::Back, "Back")]).collect()
    }
}

/// Names nobody before the password was right (spec O01).
fn ask_managers(managers: &[String], after_password: bool) -> String {
    match (managers.is_empty(), after_password) {
        (true, false) => "Managers of the clinic can help you; after your password the screen names them.".into(),
        (true, true) => "No other manager is able to sign in just now.".into(),
        (false, _) => format!("Ask a manager: {}.", another_way::whom_to_ask(managers)),
    }
}

/// The way of who is owner and alone (spec O01).
fn recovery(form: Form<Item>, seen: &LockedOut, contact: &str) -> Form<Item> {
    let zone = clock::zone(&seen.time_zone);
    match &seen.recovery {
        OwnRecovery::NotOffered => form.text("Nobody can tell you your recovery code: nobody else can see it."),
        OwnRecovery::MayOpen(release) => form.text(format!(
            "5  As account owner you can open a recovery request. After two full business days, from {} on, you can be let back in without phone and recovery code.",
            clock::day_and_time(*release, &zone)
        )),
        OwnRecovery::Runs(running) => runs(form, running, contact, &zone),
    }
}

fn runs(form: Form<Item>, running: &RunningRequest, contact: &str, zone: &TimeZone) -> Form<Item> {
    let what = match running.kind {
        RequestKind::Recovery => "A recovery request for your account is running",
        RequestKind::Transfer => "A request to hand the ownership over is running",
    };
    let since = clock::day_and_time(running.opened_at, zone);
    form.say(Say::look(format!("{what} since {since}. {}", until(running, zone))))
        .text(format!(
            "Then speak to {contact}: who you are is looked at again. Signing in cancels it, and so does any manager."
        ))
}

/// When a request can be released, as a sentence.
pub(super) fn until(running: &RunningRequest, zone: &TimeZone) -> String {
    match running.release_at {
        Some(release) => format!("It can be released from {} on.", clock::day_and_time(release, zone)),
        None => "It can be released now.".into(),
    }
}

/// Asks before a request is opened: what is mailed, how it ends.
fn opens(release: i64, zone: &TimeZone) -> confirm::Act {
    confirm::Act {
        title: "Open a recovery request?".into(),
        person: "This is about the account of the account owner.".into(),
        follows: vec![
            format!(
                "It can be released from {} on, not sooner, by whoever runs this server, who first looks at who you are. Then 2-Step Verification is removed and you get a temporary password.",
                clock::day_and_time(release, zone)
            ),
            "Your address gets an e-mail about it now, half-way and at the end.".into(),
            "Signing in cancels it, and so does any manager or whoever runs this server. Until then nothing else changes."
                .into(),
        ],
        button: "Open the request".into(),
    }
}

impl Screen<Page> for State {
    type Item = Item;
    const KEYS: &'static [Key] = &[ESC, Key::enter("choose")];
    const TOPIC: Topic = Topic::LockedOut;

    fn form(&self, _at: Now) -> Form<Item> {
        self.page(None, &[])
    }

    fn inputs(&self) -> &Inputs<Item> {
        &self.inputs
    }

    fn inputs_mut(&mut self) -> &mut Inputs<Item> {
        &mut self.inputs
    }

    fn on_open(&mut self, _at: Now) -> Wishes<Page> {
        if self.after_password {
            vec![Wish::Ask(Request::LockedOut)]
        } else {
            Vec::new()
        }
    }

    fn on_wake(&mut self, at: Now) -> Wishes<Page> {
        self.on_open(at)
    }

    fn on_act(&mut self, item: Item, _at: Now) -> Wishes<Page> {
        match (item, &self.seen) {
            (
                Item::Open,
                Some(LockedOut {
                    recovery: OwnRecovery::MayOpen(release),
                    time_zone,
                    ..
                }),
            ) => {
                self.said = None;
                let act = opens(*release, &clock::zone(time_zone));
                vec![Wish::Push(Page::Confirm(confirm::State::new(
                    act,
                    Request::OpenRecovery,
                )))]
            }
            (Item::Open, _) => Vec::new(),
            (Item::Back, _) => vec![Wish::Back],
        }
    }

    fn on_reply(&mut self, reply: Reply, _at: Now) -> Wishes<Page> {
        match reply {
            Reply::LockedOut(seen) => {
                if matches!(seen.recovery, OwnRecovery::Runs(_)) {
                    // What opened it is gone: the button must not leave the focus nowhere.
                    self.inputs.focus(Item::Back);
                }
                self.seen = Some(*seen);
                Vec::new()
            }
            Reply::Trouble(sentence) => {
                self.said = Some(Say::wrong(sentence));
                Vec::new()
            }
            other => flow::common(other),
        }
    }

    fn view(&self, canvas: &mut Canvas<'_>, _at: Now) {
        let facts = &canvas.house.help;
        let form = self.page(facts.support_contact.as_deref(), &facts.managers);
        form.draw(&self.inputs, canvas);
    }
}
