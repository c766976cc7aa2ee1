//! Asks before a manager does something to somebody (spec A03, A05, A07): who is meant, what follows, when which is right,
//! the reason. Own password and code are asked by step-up, once the act is chosen.

use actions::look_person::PersonView;
use domain::contact::visible;
use domain::ids::StaffId;
use domain::pause::PauseLength;
use domain::permission::needs_reason;
use domain::step_up::Act;
use domain::time::Now;

use crate::backend::{Help, OnPerson, PersonDone, Reply, Request};
use crate::effect::{Wish, Wishes};
use crate::keymap::{ESC, Key, TAB};
use crate::modals::help_text::Topic;
use crate::page::Screen;
use crate::pages::{Page, flow, step_up, temporary_password};
use crate::theme::Tone;
use crate::widgets::cell::{button, link, text};
use crate::widgets::form::Form;
use crate::widgets::inputs::Inputs;
use crate::widgets::say::Say;

/// The dialog's items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// `Reason`.
    Reason,
    /// How long a pause lasts.
    Length(PauseLength),
    /// Leave all as it is.
    Cancel,
    /// Do it.
    Act,
}

/// The dialog.
pub struct State {
    whom: StaffId,
    name: String,
    act: OnPerson,
    never_signed_in: bool,
    said: Option<Say>,
    inputs: Inputs<Item>,
}

impl State {
    /// The dialog for one act.
    #[must_use]
    pub fn new(person: &PersonView, act: OnPerson) -> Self {
        Self {
            whom: person.id,
            name: visible(&person.name),
            act,
            never_signed_in: person.last_sign_in.is_none(),
            said: None,
            inputs: Inputs::new(Item::Cancel),
        }
    }

    fn title(&self) -> &'static str {
        match self.act {
            OnPerson::Pause(_) => "Pause 2-Step Verification?",
            OnPerson::EndPause => "End the pause?",
            OnPerson::Remove => "Remove 2-Step Verification?",
            OnPerson::ResetPassword if self.never_signed_in => "Make a first password?",
            OnPerson::ResetPassword => "Reset the password?",
            OnPerson::Help(Help::LiftWait) => "Lift the wait?",
            OnPerson::Help(Help::EndSessions) => "End every session?",
            OnPerson::Help(Help::EndTrust) => "End every trusted browser?",
        }
    }

    fn follows(&self) -> &'static [&'static str] {
        match self.act {
            OnPerson::Pause(_) => &[
                "Until it ends by itself the password alone signs in. Methods, recovery code and default stay; trusted browsers end.",
                "Right where no phone is at hand and there is no recovery code. Is the phone gone for good? Then Remove.",
            ],
            OnPerson::EndPause => &["From the next sign-in on a code is asked again where a method is set up."],
            OnPerson::Remove => &[
                "Methods, recovery code and trusted browsers end for good, and every session. Only the person can set it up again.",
                "Right where the phone is gone for good. Is it only not at hand? Then Pause.",
            ],
            OnPerson::ResetPassword => &[
                "A temporary password is shown to you once. It works for 72 hours and has to be changed at the sign-in.",
                "Sessions and trusted browsers end. 2-Step Verification and the recovery code stay as they are.",
            ],
            OnPerson::Help(Help::LiftWait) => &[
                "Codes are looked at again at once. Wrong ones of this month still count.",
                "Make sure that it was the person who typed them.",
            ],
            OnPerson::Help(Help::EndSessions) => {
                &["Every screen of theirs is cleared at once; what was typed there is lost."]
            }
            OnPerson::Help(Help::EndTrust) => &["A code is asked again in every browser."],
        }
    }

    fn button(&self) -> &'static str {
        match self.act {
            OnPerson::Pause(_) => "Pause",
            OnPerson::EndPause => "End pause",
            OnPerson::Remove => "Remove",
            OnPerson::ResetPassword => "Reset password",
            OnPerson::Help(Help::LiftWait) => "Lift",
            OnPerson::Help(Help::EndSessions | Help::EndTrust) => "End",
        }
    }

    fn step_up(&self) -> Act {
        match self.act {
            OnPerson::Pause(_) => Act::Pause,
            OnPerson::Remove => Act::Remove,
            OnPerson::ResetPassword => Act::ResetPassword,
            OnPerson::EndPause | OnPerson::Help(_) => Act::HelpOther,
        }
    }

    fn needs_reason(&self) -> bool {
        needs_reason(self.act.task(), !self.never_signed_in)
    }

    fn request(&self) -> Request {
        Request::OnPerson(self.whom, self.act, self.inputs.text(Item::Reason).to_owned())
    }

    fn refused(&mut self, sentence: impl Into<String>) -> Wishes<Page> {
        self.said = Some(Say::wrong(sentence));
        self.inputs.focus(Item::Reason);
        Vec::new()
    }

    /// The pause's length, one chosen.
    fn lengths(&self, form: Form<Item>, chosen: PauseLength) -> Form<Item> {
        let mut cells = vec![text(Tone::Plain, "For").width(6)];
        for length in PauseLength::ALL {
            let mark = if *length == chosen { "●" } else { "○" };
            cells.push(link(Item::Length(*length), format!("{mark} {}", length.label())).width(14));
        }
        form.cells(cells)
    }
}

fn told(done: &PersonDone, name: &str) -> String {
    match done {
        PersonDone::Paused => format!("Paused: {name} signs in with the password alone, and gets an e-mail about it."),
        PersonDone::PauseEnded => format!("The pause has ended; {name} gets an e-mail about it."),
        PersonDone::Removed => format!("Removed: {name} has to set it up again, and gets an e-mail about it."),
        PersonDone::Helped(Help::LiftWait) => format!("Lifted: codes of {name} are looked at again."),
        PersonDone::Helped(Help::EndSessions) => format!("Ended: {name} is signed out everywhere."),
        PersonDone::Helped(Help::EndTrust) => format!("Ended: {name} is asked a code in every browser."),
        PersonDone::PasswordMade(_) => format!("There is a temporary password for {name}."),
    }
}

impl Screen<Page> for State {
    type Item = Item;
    const KEYS: &'static [Key] = &[ESC, TAB];
    const TOPIC: Topic = Topic::OnPerson;

    fn form(&self, _at: Now) -> Form<Item> {
        let who = Say {
            tone: Tone::Accent,
            text: self.name.clone(),
        };
        let mut form = Form::titled(self.title()).say(who).gap();
        for follows in self.follows() {
            form = form.text(*follows);
        }
        form = form.gap();
        if let OnPerson::Pause(chosen) = self.act {
            form = self.lengths(form, chosen).gap();
        }
        let label = if self.needs_reason() {
            "Reason"
        } else {
            "Reason (may be left out)"
        };
        form.field(Item::Reason, label, 60)
            .answer(self.said.clone())
            .text("The person gets an e-mail that names you and the reason; both stand in the record.")
            .gap()
            .cells([button(Item::Cancel, "Cancel"), button(Item::Act, self.button())])
            .submit(Item::Act)
    }

    fn inputs(&self) -> &Inputs<Item> {
        &self.inputs
    }

    fn inputs_mut(&mut self) -> &mut Inputs<Item> {
        &mut self.inputs
    }

    fn on_act(&mut self, item: Item, _at: Now) -> Wishes<Page> {
        match item {
            Item::Reason => Vec::new(),
            Item::Length(length) => {
                self.act = OnPerson::Pause(length);
                Vec::new()
            }
            Item::Cancel => vec![Wish::Back],
            Item::Act if self.needs_reason() && self.inputs.text(Item::Reason).trim().is_empty() => {
                self.refused("Type a reason: it stands in the record and in the e-mail.")
            }
            Item::Act => {
                self.said = None;
                vec![Wish::Submit(self.request())]
            }
        }
    }

    fn on_edit(&mut self, _item: Item, _at: Now) -> Wishes<Page> {
        self.said = None;
        Vec::new()
    }

    fn on_reply(&mut self, reply: Reply, _at: Now) -> Wishes<Page> {
        match reply {
            Reply::BadReason(why) => self.refused(why),
            Reply::Trouble(sentence) => {
                self.said = Some(Say::wrong(sentence));
                Vec::new()
            }
            Reply::StepUpFirst => vec![step_up::then_ask(self.step_up(), self.request())],
            Reply::PersonDone(PersonDone::PasswordMade(password)) => {
                let page = temporary_password::State::new(self.name.clone(), password);
                vec![Wish::Go(Page::TemporaryPassword(page))]
            }
            Reply::PersonDone(done) => vec![Wish::Back, Wish::Notice(Say::done(told(&done, &self.name)))],
            other => flow::common(other),
        }
    }
}
