//! The first screen of a signed-in person: the last sign-in, what needs attention and the way to mend it.

use actions::look::{Account, RunningRequest};
use domain::contact::visible;
use domain::delivery::text_error_sentence;
use domain::person::{Method, Methods};
use domain::step_up::Act;
use domain::time::Now;

use crate::backend::{Done, Reply, Request};
use crate::clock;
use crate::effect::{Wish, Wishes};
use crate::keymap::{Key, TAB};
use crate::modals::confirm;
use crate::modals::help_text::Topic;
use crate::page::Screen;
use crate::pages::{Page, flow, locked_out, my_account, reports, settings, staff, step_up, transfer, two_step};
use crate::theme::Tone;
use crate::widgets::cell::{Cell, button, link, text};
use crate::widgets::form::Form;
use crate::widgets::inputs::Inputs;
use crate::widgets::say::Say;

/// The page's items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// `This wasn't me`.
    NotMe,
    /// `Set Up` of a method that is missing.
    SetUp(Method),
    /// `Generate new`, where there is no recovery code.
    Renew,
    /// To the methods, where a text did not arrive.
    TwoStep,
    /// `Cancel` beside a recovery request of the owner.
    CancelRecovery,
    /// `Accept` beside the ownership that is offered.
    Accept,
    /// `Decline`, or `Withdraw`, beside it.
    CloseOffer,
    /// `My Account`.
    Account,
    /// `Staff`, for managers.
    Staff,
    /// `Settings`, for managers.
    Settings,
    /// `Reports`, for managers.
    Reports,
    /// `Help`.
    Help,
}

/// The page.
pub struct State {
    account: Account,
    /// What was chosen last, in case step-up has run out when it is done.
    doing: Item,
    inputs: Inputs<Item>,
}

impl State {
    /// Home of an account as loaded.
    #[must_use]
    pub fn new(account: Account) -> Self {
        let first = if account.two_step.is_on() {
            Item::Account
        } else {
            Item::SetUp(Method::Sms)
        };
        Self {
            account,
            doing: first,
            inputs: Inputs::new(first),
        }
    }

    fn last_sign_in(&self) -> String {
        let zone = clock::zone(&self.account.time_zone);
        match (self.account.previous_at, &self.account.previous_place) {
            (None, _) => "This is your first sign-in.".into(),
            (Some(at), None) => format!("Last sign-in: {}", clock::day_and_time(at, &zone)),
            (Some(at), Some(place)) => {
                format!("Last sign-in: {}, {}", clock::day_and_time(at, &zone), visible(place))
            }
        }
    }

    fn whom_to_tell(&self) -> &'static str {
        match (self.account.access.is_manager(), self.account.managers.is_empty()) {
            (false, _) => "a manager",
            (true, false) => "another manager",
            (true, true) => "whoever looks after the server",
        }
    }

    fn since_then(&self) -> Say {
        match (self.account.wrong_since, self.account.unfinished_since) {
            (0, 0) => Say::done("Since then: no wrong code, no sign-in left unfinished."),
            (wrong, unfinished) => {
                let seen = [
                    (wrong, "wrong code"),
                    (unfinished, "sign-in with your password left unfinished"),
                ];
                let seen = seen.iter().filter(|(number, _)| *number > 0);
                let seen: Vec<String> = seen.map(|(number, what)| counted(*number, what)).collect();
                let seen = seen.join(" and ");
                Say::look(format!(
                    "Since then: {seen}. If that was not you, choose This wasn't me, and tell {} at once.",
                    self.whom_to_tell()
                ))
            }
        }
    }
}

impl State {
    /// A recovery request of the owner, and the ownership that is offered (spec O02, A02).
    fn ownership(&self, form: Form<Item>) -> Form<Item> {
        let account = &self.account;
        let zone = clock::zone(&account.time_zone);
        let mut form = form;
        if let Some(running) = &account.recovery {
            form = form
                .say(Say::look(format!(
                    "{} {}",
                    asked(running),
                    locked_out::until(running, &zone)
                )))
                .cells([link(Item::CancelRecovery, "Cancel")])
                .gap();
        }
        if let Some(offer) = &account.offer {
            let until = clock::day_and_time(offer.ends, &zone);
            let cells = if offer.to_me {
                vec![button(Item::Accept, "Accept"), link(Item::CloseOffer, "Decline")]
            } else {
                vec![link(Item::CloseOffer, "Withdraw")]
            };
            let said = if offer.to_me {
                format!("{} offers you the ownership, until {until}.", visible(&offer.from))
            } else {
                format!("You offer the ownership to {}, until {until}.", visible(&offer.to))
            };
            form = form.say(Say::look(said)).cells(cells).gap();
        }
        form
    }

    /// What is chosen of that, and done again where step-up has run out meanwhile.
    fn choose(&mut self, item: Item) -> Wishes<Page> {
        self.doing = item;
        let account = &self.account;
        let wish = match (item, &account.recovery, &account.offer) {
            (Item::CancelRecovery, Some(running), _) => Some(Wish::Push(Page::Confirm(confirm::State::new(
                cancel(running),
                Request::CancelRecovery(running.id),
            )))),
            (Item::Accept, _, Some(offer)) => Some(transfer::accept(offer)),
            (Item::CloseOffer, _, Some(offer)) => Some(transfer::close(offer)),
            _ => None,
        };
        wish.into_iter().collect()
    }

    /// What needs attention, each beside the way to mend it.
    fn attention(&self, form: Form<Item>) -> Form<Item> {
        let account = &self.account;
        let Some(methods) = account.two_step.methods() else {
            return form
                .say(Say::look(
                    "2-Step Verification is off: whoever learns your password is in.",
                ))
                .text("With it, a code from your phone is asked as well. It takes two minutes.")
                .cells(set_up(Method::Sms))
                .cells(set_up(Method::App))
                .gap();
        };
        let mut form = form;
        if account.recovery_made.is_none() {
            form = form
                .say(Say::look(
                    "You have no recovery code: without your phone only a manager can let you in.",
                ))
                .cells([button(Item::Renew, "Generate new")])
                .gap();
        }
        if let Some(error) = &account.text_failed {
            let why = text_error_sentence(error);
            form = form
                .say(Say::look(format!("The last text to you did not arrive: {why}")))
                .cells([link(Item::TwoStep, "2-Step Verification")])
                .gap();
        }
        let missing = Methods::default(methods).other();
        if !methods.has(missing) {
            form = form
                .say(Say::look("One way in only: a second one makes a lost phone no drama."))
                .cells(set_up(missing))
                .gap();
        }
        form
    }
}

fn set_up(method: Method) -> [Cell<Item>; 2] {
    [
        text(Tone::Plain, method.label()).width(22),
        button(Item::SetUp(method), "Set Up"),
    ]
}

/// What a recovery request asks for, as a sentence.
fn asked(running: &RunningRequest) -> String {
    let owner = visible(&running.owner);
    match &running.heir {
        None => format!("A request to let {owner}, the account owner, back in is running."),
        Some(heir) => format!(
            "A request to make {} owner in the place of {owner} is running.",
            visible(heir)
        ),
    }
}

/// Asks before a request is cancelled.
fn cancel(running: &RunningRequest) -> confirm::Act {
    confirm::Act {
        title: "Cancel the recovery request?".into(),
        person: asked(running),
        follows: vec![
            format!("It was opened by {}.", visible(&running.opened_by)),
            "Nothing was changed by it so far. Another one can be opened, and waits for two full business days again."
                .into(),
            "The account owner and the managers get an e-mail about it.".into(),
        ],
        button: "Cancel the request".into(),
    }
}

/// Asks before everything ends.
fn not_me() -> confirm::Act {
    confirm::Act {
        title: "This wasn't me".into(),
        person: "This is about your own account.".into(),
        follows: vec![
            "Every other session and every trusted browser of yours ends at once.".into(),
            "You choose a new password next; nothing else opens before.".into(),
            "The managers and you get an e-mail about it. 2-Step Verification and your recovery code stay as they are."
                .into(),
        ],
        button: "This wasn't me".into(),
    }
}

fn renew() -> Wish<Page> {
    step_up::then_ask(Act::RenewRecovery, Request::RenewRecovery)
}

fn counted(number: u32, what: &str) -> String {
    match number {
        1 => format!("1 {what}"),
        _ if what.contains("sign-in") => format!("{number} {}", what.replacen("sign-in", "sign-ins", 1)),
        _ => format!("{number} {what}s"),
    }
}

impl Screen<Page> for State {
    type Item = Item;
    const KEYS: &'static [Key] = &[TAB, Key::enter("open")];
    const TOPIC: Topic = Topic::Home;

    fn form(&self, _at: Now) -> Form<Item> {
        let account = &self.account;
        let mut form = Form::titled(format!("Hello, {}", visible(&account.name))).text(self.last_sign_in());
        if account.previous_at.is_some() {
            form = form.say(self.since_then()).cells([link(Item::NotMe, "This wasn't me")]);
        }
        if account.mails_waiting > 0 {
            form = form.say(flow::mails_waiting(account.mails_waiting));
        }
        form = self.ownership(form.gap());
        form = self.attention(form);
        let mut last = vec![link(Item::Account, "My Account")];
        if account.access.is_manager() {
            last.push(link(Item::Staff, "Staff"));
            last.push(link(Item::Settings, "Settings"));
            last.push(link(Item::Reports, "Reports"));
        }
        last.push(link(Item::Help, "Help"));
        form.cells(last)
    }

    fn inputs(&self) -> &Inputs<Item> {
        &self.inputs
    }

    fn inputs_mut(&mut self) -> &mut Inputs<Item> {
        &mut self.inputs
    }

    fn on_act(&mut self, item: Item, _at: Now) -> Wishes<Page> {
        match item {
            Item::NotMe => vec![Wish::Push(Page::Confirm(confirm::State::new(not_me(), Request::NotMe)))],
            Item::SetUp(method) => vec![two_step::set_up(method)],
            Item::Renew => {
                self.doing = item;
                vec![renew()]
            }
            Item::CancelRecovery | Item::Accept | Item::CloseOffer => self.choose(item),
            Item::TwoStep => vec![Wish::Push(Page::TwoStep(two_step::State::new(self.account.clone())))],
            Item::Account => vec![Wish::Push(Page::MyAccount(my_account::State::new(
                self.account.clone(),
            )))],
            Item::Staff => vec![Wish::Push(Page::Staff(staff::State::new()))],
            Item::Settings => vec![Wish::Push(Page::Settings(settings::State::new()))],
            Item::Reports => vec![Wish::Push(Page::Reports(reports::State::new()))],
            Item::Help => vec![Wish::Help(Topic::All)],
        }
    }

    fn on_reply(&mut self, reply: Reply, _at: Now) -> Wishes<Page> {
        match reply {
            Reply::StepUpFirst => match self.doing {
                Item::Renew => vec![renew()],
                other => self.choose(other),
            },
            other => {
                // The line that was chosen has gone: a second Enter must not choose the next one.
                if matches!(
                    other,
                    Reply::Done(Done::RecoveryCancelled | Done::OwnershipAccepted | Done::OfferClosed, _)
                ) {
                    self.inputs.focus(Item::Account);
                }
                flow::refresh(&mut self.account, other)
            }
        }
    }

    fn on_wake(&mut self, _at: Now) -> Wishes<Page> {
        vec![Wish::Ask(Request::Account)]
    }

    fn on_back(&mut self, _at: Now) -> Wishes<Page> {
        Vec::new()
    }
}
