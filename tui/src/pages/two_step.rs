//! My Account ▸ 2-Step Verification (spec M02, M03, M06 to M08, R05): the methods, which is asked first, and how to set
//! them up, replace and turn them off; the recovery code; trusted browsers and sessions.

use actions::look::Account;
use domain::person::{Method, Methods};
use domain::step_up::Act;
use domain::time::Now;

use crate::backend::{Done, Reply, Request};
use crate::clock;
use crate::effect::{Wish, Wishes};
use crate::keymap::{ESC, Key, TAB};
use crate::modals::confirm;
use crate::modals::help_text::Topic;
use crate::page::Screen;
use crate::pages::{Page, flow, my_account, recovery_code, sessions, set_up_app, set_up_text, step_up, trusted};
use crate::theme::Tone;
use crate::widgets::cell::{Cell, link, text};
use crate::widgets::form::Form;
use crate::widgets::inputs::Inputs;
use crate::widgets::say::Say;

/// The page's items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// `Set Up`; where the method is on, it replaces it (spec M03).
    SetUp(Method),
    /// `Make default`.
    Default(Method),
    /// `Turn off` beside a method.
    TurnOff(Method),
    /// `View Recovery Code`.
    ViewRecovery,
    /// `Generate new`, where there is none.
    Renew,
    /// `End` beside *Trusted browsers*: which one is asked there.
    Trusted,
    /// `End` beside *Sessions*: which one is asked there.
    Sessions,
    /// All of it off.
    AllOff,
    /// Back.
    Back,
}

/// What was chosen last, in case step-up has run out when it is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Doing {
    TurnOff,
    Remove(Method),
    Default(Method),
    Renew,
}

impl Doing {
    fn wish(self) -> Wish<Page> {
        match self {
            Doing::TurnOff => step_up::before(Act::TurnOff, asks(turn_off(), Request::TurnOff)),
            Doing::Remove(method) => {
                step_up::before(Act::RemoveMethod, asks(remove(method), Request::RemoveMethod(method)))
            }
            Doing::Default(method) => step_up::then_ask(Act::ChangeDefault, Request::ChangeDefault(method)),
            Doing::Renew => step_up::then_ask(Act::RenewRecovery, Request::RenewRecovery),
        }
    }
}

fn asks(act: confirm::Act, request: Request) -> Page {
    Page::Confirm(confirm::State::new(act, request))
}

fn turn_off() -> confirm::Act {
    confirm::Act {
        title: "Turn 2-Step Verification off?".into(),
        person: "This is about your own account.".into(),
        follows: vec![
            "From then on your password alone lets in whoever knows it.".into(),
            "Your recovery code stops working, trusted browsers end, and you get an e-mail about it.".into(),
            "Insurance and privacy rules may require 2-Step Verification: ask before you turn it off.".into(),
        ],
        button: "Turn off".into(),
    }
}

fn remove(method: Method) -> confirm::Act {
    let (gone, left) = match method {
        Method::Sms => ("No codes come as texts any more.", "the authenticator app"),
        Method::App => (
            "The app's codes do not work here any more: delete the entry in the app.",
            "texts",
        ),
    };
    confirm::Act {
        title: format!("Turn {} off?", method.label()),
        person: "This is about your own account.".into(),
        follows: vec![
            gone.into(),
            format!("2-Step Verification stays on, by {left}. You get an e-mail about it."),
        ],
        button: "Turn off".into(),
    }
}

/// The page.
pub struct State {
    account: Account,
    doing: Option<Doing>,
    inputs: Inputs<Item>,
}

impl State {
    /// The page of an account as loaded.
    #[must_use]
    pub fn new(account: Account) -> Self {
        Self {
            account,
            doing: None,
            inputs: Inputs::new(Item::SetUp(Method::Sms)),
        }
    }

    fn is_on(&self) -> bool {
        self.account.two_step.is_on()
    }

    /// One method: where it stands, and what can be done with it.
    fn method(&self, form: Form<Item>, method: Method) -> Form<Item> {
        let account = &self.account;
        let zone = clock::zone(&account.time_zone);
        let name = text(Tone::Plain, method.label()).width(22);
        if !account.two_step.has(method) {
            let form = form.cells([
                name,
                text(Tone::Quiet, "not set up").width(26),
                link(Item::SetUp(method), "Set Up"),
            ]);
            return match method {
                Method::Sms => form,
                Method::App => below(form, "safer than texts, works abroad and offline"),
            };
        }
        let is_default = account.two_step.methods().map(Methods::default) == Some(method);
        let is_only = !account.two_step.has(method.other());
        let (value, since) = match method {
            Method::Sms => (account.masked.clone().unwrap_or_default(), account.sms_since),
            Method::App => ("on".into(), account.app_since),
        };
        let mut cells: Vec<Cell<Item>> = vec![name, text(Tone::Plain, value).width(11)];
        cells.push(if is_default {
            text(Tone::Done, "Default").width(15)
        } else {
            link(Item::Default(method), "Make default").width(15)
        });
        cells.push(link(Item::SetUp(method), "Set Up").width(9));
        cells.push(if !is_only {
            link(Item::TurnOff(method), "Turn off")
        } else if account.enforced {
            text(Tone::Quiet, "required")
        } else {
            link(Item::AllOff, "Turn off")
        });
        let again = match method {
            Method::Sms => "Set Up again for another number",
            Method::App => "Set Up again for a new phone",
        };
        let since = since.map(|at| format!("since {}; {again}", clock::day(at, &zone)));
        below(form.cells(cells), &since.unwrap_or_default())
    }

    fn spare(&self, form: Form<Item>) -> Form<Item> {
        let account = &self.account;
        let zone = clock::zone(&account.time_zone);
        let label = |words| text(Tone::Plain, words).width(22);
        let form = match account.recovery_made {
            Some(at) => form.cells([
                label("Recovery code"),
                text(Tone::Quiet, format!("made {}", clock::day(at, &zone))).width(26),
                link(Item::ViewRecovery, "View Recovery Code"),
            ]),
            None => form.cells([
                label("Recovery code"),
                text(Tone::Look, "! there is none").width(26),
                link(Item::Renew, "Generate new"),
            ]),
        };
        let line = |form: Form<Item>, words, value: String, item, has_any: bool| {
            let mut cells = vec![label(words), text(Tone::Quiet, value).width(26)];
            cells.extend(has_any.then(|| link(item, "End")));
            form.cells(cells)
        };
        let form = line(
            form,
            "Trusted browsers",
            short(my_account::trusts(account)),
            Item::Trusted,
            !account.trusted.is_empty(),
        );
        line(
            form,
            "Sessions",
            my_account::running(account),
            Item::Sessions,
            account.other_sessions() > 0,
        )
    }

    fn advice(&self) -> Option<Say> {
        match self.account.two_step.methods() {
            // The banner says that it is off.
            None => None,
            Some(Methods::Text { .. }) => Some(Say::look(
                "One way in only. Add the authenticator app so that a lost phone is no drama.",
            )),
            Some(Methods::App) => Some(Say::look(
                "One way in only. Add text messages so that a lost phone is no drama.",
            )),
            Some(Methods::Both { .. }) => None,
        }
    }

    fn start(&mut self, doing: Doing) -> Wishes<Page> {
        self.doing = Some(doing);
        vec![doing.wish()]
    }
}

fn below(form: Form<Item>, words: &str) -> Form<Item> {
    form.cells([text(Tone::Plain, " ").width(22), text(Tone::Quiet, words)])
}

/// Without the half sentence that has no room here.
fn short(words: String) -> String {
    words.split(';').next().unwrap_or_default().to_owned()
}

impl Screen<Page> for State {
    type Item = Item;
    const KEYS: &'static [Key] = &[ESC, TAB, Key::enter("open")];
    const TOPIC: Topic = Topic::TwoStep;

    fn form(&self, _at: Now) -> Form<Item> {
        let (tone, state) = if self.is_on() {
            (Tone::Done, "✓ on")
        } else {
            (Tone::Look, "! off")
        };
        let form = Form::default().column(72).cells([
            text(Tone::Title, "My Account ▸ 2-Step Verification").width(48),
            text(tone, state),
        ]);
        let form = self.method(form.gap(), Method::Sms);
        let mut form = self.method(form, Method::App).gap();
        if self.is_on() {
            form = self.spare(form).gap();
        }
        if let Some(advice) = self.advice() {
            form = form.say(advice);
        }
        if self.is_on() && self.account.enforced {
            form = form.text("This clinic requires 2-Step Verification of everybody: it cannot be turned off.");
        }
        if self.account.mails_waiting > 0 {
            form = form.say(flow::mails_waiting(self.account.mails_waiting));
        }
        let mut last = vec![link(Item::Back, "Back")];
        let has_both = matches!(self.account.two_step.methods(), Some(Methods::Both { .. }));
        if has_both && !self.account.enforced {
            last.push(link(Item::AllOff, "Turn 2-Step Verification off"));
        }
        form.gap().cells(last)
    }

    fn inputs(&self) -> &Inputs<Item> {
        &self.inputs
    }

    fn inputs_mut(&mut self) -> &mut Inputs<Item> {
        &mut self.inputs
    }

    fn on_act(&mut self, item: Item, _at: Now) -> Wishes<Page> {
        match item {
            Item::SetUp(method) => vec![set_up(method)],
            Item::Default(method) => self.start(Doing::Default(method)),
            Item::TurnOff(method) => self.start(Doing::Remove(method)),
            Item::AllOff => self.start(Doing::TurnOff),
            Item::Renew => self.start(Doing::Renew),
            Item::ViewRecovery => {
                let page = Page::RecoveryCode(recovery_code::State::new());
                vec![step_up::before(Act::ViewRecovery, page)]
            }
            Item::Trusted => vec![Wish::Push(Page::Trusted(trusted::State::new(self.account.clone())))],
            Item::Sessions => vec![Wish::Push(Page::Sessions(sessions::State::new(self.account.clone())))],
            Item::Back => vec![Wish::Back],
        }
    }

    fn on_reply(&mut self, reply: Reply, _at: Now) -> Wishes<Page> {
        // The link that was chosen has gone: a second Enter must not choose the other one.
        if matches!(reply, Reply::Done(Done::Default(_), _)) {
            self.inputs.focus(Item::Back);
        }
        match reply {
            Reply::StepUpFirst => self.doing.map(Doing::wish).into_iter().collect(),
            other => flow::refresh(&mut self.account, other),
        }
    }

    fn on_wake(&mut self, _at: Now) -> Wishes<Page> {
        vec![Wish::Ask(Request::Account)]
    }
}

/// `Set Up` beside a method: step-up, and then its page.
pub(super) fn set_up(method: Method) -> Wish<Page> {
    match method {
        Method::Sms => step_up::before(Act::SetUpSms, Page::SetUpText(set_up_text::State::new())),
        Method::App => step_up::before(Act::SetUpApp, Page::SetUpApp(set_up_app::State::new())),
    }
}
