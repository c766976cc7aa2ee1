//! Setting up the *Authenticator App* (spec M02, M04, M05): the QR code, the secret in groups of four, and the first code.
//! Nothing changes before that was accepted; the secret is on this page and nowhere else.
//!
//! At 80x24 the QR code takes the height of the screen, and the words stand at its right; where there is no room for it
//! the secret has to be typed into the app.

use domain::secret::Secret;
use domain::sign_in::Outcome;
use domain::step_up::Act;
use domain::time::Now;
use ratatui::layout::Rect;

use crate::backend::{Done, Reply, Request};
use crate::clock::span;
use crate::effect::{Wish, Wishes};
use crate::keymap::{ESC, Key};
use crate::modals::help_text::Topic;
use crate::page::{Canvas, Screen};
use crate::pages::{Page, apps, flow, step_up};
use crate::theme::Tone;
use crate::widgets::cell::{button, link};
use crate::widgets::countdown;
use crate::widgets::form::Form;
use crate::widgets::inputs::Inputs;
use crate::widgets::qr::QrPicture;
use crate::widgets::say::Say;

use crossterm::event::KeyCode;

/// Columns the words need at the right of the QR code.
const WORDS: u16 = 36;

/// The page's items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// `Copy`: the secret.
    Copy,
    /// The list of apps that work.
    Apps,
    /// `Verification code`.
    Code,
    /// `Verify`.
    Verify,
}

struct Shown {
    picture: Option<QrPicture>,
    secret: Secret<String>,
    grouped: Secret<String>,
}

/// The page.
pub struct State {
    shown: Option<Shown>,
    said: Option<Say>,
    /// Until when codes wait: since when, and how long in milliseconds.
    wait: Option<(Now, i64)>,
    inputs: Inputs<Item>,
}

impl State {
    /// The page; the secret is asked for at once.
    #[must_use]
    pub fn new() -> Self {
        Self {
            shown: None,
            said: None,
            wait: None,
            inputs: Inputs::new(Item::Code),
        }
    }

    fn refused(&mut self, said: Say) -> Wishes<Page> {
        self.said = Some(said);
        self.inputs.retry(Item::Code);
        Vec::new()
    }

    fn wait_left(&self, at: Now) -> i64 {
        self.wait.map_or(0, |(since, ms)| (ms - at.since(since)).max(0))
    }

    fn answer(&self, at: Now) -> Option<Say> {
        match self.wait_left(at) {
            0 => self.said.clone(),
            left => Some(Say::look(format!(
                "Too many wrong codes: wait {}",
                countdown::shown(left)
            ))),
        }
    }

    fn judged(&mut self, outcome: &Outcome, at: Now) -> Wishes<Page> {
        if let Outcome::MustWait(wait) = outcome {
            self.wait = Some((at, wait.left_ms(at)));
            self.inputs.retry(Item::Code);
            return Vec::new();
        }
        self.refused(flow::said(outcome))
    }

    /// The secret in lines of four groups: what a person types where nothing can be scanned.
    fn with_secret(&self, form: Form<Item>) -> Form<Item> {
        let Some(shown) = &self.shown else {
            return form;
        };
        let groups: Vec<&str> = shown.grouped.reveal().split(' ').collect();
        groups.chunks(4).fold(form, |form, line| {
            form.say(Say {
                tone: Tone::Accent,
                text: line.join(" "),
            })
        })
    }

    fn words(&self, scans: bool, at: Now) -> Form<Item> {
        let form = Form::default().column(if scans { WORDS } else { 68 });
        let form = form.heading("Authenticator App").gap();
        let form = if scans {
            form.text("1  Scan this with the app. Or type the key into it:")
        } else {
            form.text("1  Type this key into the app (there is no room for the QR code on this screen):")
        };
        self.with_secret(form)
            .cells([
                button(Item::Copy, "Copy").key(KeyCode::F(6)),
                link(Item::Apps, "Which app?").key(KeyCode::F(7)),
            ])
            .gap()
            .text("2  Type the code it shows.")
            .code(Item::Code, "Verification code")
            .answer(self.answer(at))
            .changes_in(self.wait_left(at))
            .cells([button(Item::Verify, "Verify")])
            .gap()
            .text("Nothing changes before that.")
            .submit(Item::Verify)
    }
}

impl Default for State {
    fn default() -> Self {
        Self::new()
    }
}

impl Screen<Page> for State {
    type Item = Item;
    const KEYS: &'static [Key] = &[ESC, Key::f(6, "copy"), Key::f(7, "apps")];
    const TOPIC: Topic = Topic::SetUpApp;

    fn is_whole(&self) -> bool {
        true
    }

    fn form(&self, at: Now) -> Form<Item> {
        self.words(true, at)
    }

    fn inputs(&self) -> &Inputs<Item> {
        &self.inputs
    }

    fn inputs_mut(&mut self) -> &mut Inputs<Item> {
        &mut self.inputs
    }

    fn view(&self, canvas: &mut Canvas<'_>, at: Now) {
        let (theme, whole) = (canvas.theme, canvas.area);
        let picture = self.shown.as_ref().and_then(|shown| shown.picture.as_ref());
        let picture = picture
            .filter(|picture| picture.columns(theme) + WORDS + 2 <= whole.width && picture.rows(theme) <= whole.height);
        let Some(picture) = picture else {
            // Until the secret has come nothing is said of room.
            return self.words(self.shown.is_none(), at).draw(&self.inputs, canvas);
        };
        let (columns, rows) = (picture.columns(theme), picture.rows(theme));
        let spare = (whole.width - columns - WORDS - 2) / 2;
        let place = Rect {
            x: whole.x + spare,
            y: whole.y + (whole.height - rows) / 2,
            width: columns,
            height: rows,
        };
        picture.draw(theme, place, canvas.buffer);
        canvas.area = Rect {
            x: place.right() + 1,
            width: WORDS + 1,
            ..whole
        };
        self.words(true, at).draw(&self.inputs, canvas);
    }

    fn on_open(&mut self, _at: Now) -> Wishes<Page> {
        vec![Wish::Submit(Request::SetUpApp)]
    }

    fn on_act(&mut self, item: Item, _at: Now) -> Wishes<Page> {
        match (item, &self.shown) {
            (Item::Code, _) => Vec::new(),
            (Item::Copy, Some(shown)) => vec![Wish::Copy(shown.secret.clone())],
            (Item::Copy, None) => Vec::new(),
            (Item::Apps, _) => {
                self.inputs.focus(Item::Code);
                vec![Wish::Push(Page::Apps(apps::State::new()))]
            }
            (Item::Verify, None) => vec![Wish::Submit(Request::SetUpApp)],
            (Item::Verify, Some(_)) => {
                self.said = None;
                vec![Wish::Submit(Request::SetUpAppCode(self.inputs.secret(Item::Code)))]
            }
        }
    }

    fn on_edit(&mut self, _item: Item, _at: Now) -> Wishes<Page> {
        self.said = None;
        Vec::new()
    }

    fn on_reply(&mut self, reply: Reply, at: Now) -> Wishes<Page> {
        match reply {
            Reply::AppSetUp { uri, secret, grouped } => {
                self.shown = Some(Shown {
                    picture: QrPicture::of(&uri),
                    secret,
                    grouped,
                });
                Vec::new()
            }
            Reply::ClockOff { ahead_ms } => self.refused(Say::look(clock_off(ahead_ms))),
            Reply::Judged { outcome, .. } => self.judged(&outcome, at),
            Reply::NotACode(sentence) => self.refused(Say::look(sentence)),
            Reply::Trouble(sentence) => self.refused(Say::wrong(sentence)),
            Reply::StepUpFirst => {
                let again = match self.shown {
                    Some(_) => Request::SetUpAppCode(self.inputs.secret(Item::Code)),
                    None => Request::SetUpApp,
                };
                vec![step_up::then_ask(Act::SetUpApp, again)]
            }
            Reply::Done(Done::SetUp(method), account) => flow::set_up(method, *account),
            other => flow::common(other),
        }
    }
}

/// M05's sentence.
fn clock_off(ahead_ms: i64) -> String {
    let (seconds, way) = (ahead_ms.abs() / 1_000, if ahead_ms < 0 { "behind" } else { "ahead" });
    let by = match (seconds / 60, seconds % 60) {
        (0, seconds) => format!("{seconds} s"),
        (minutes, 0) if minutes < 60 => format!("{minutes} min"),
        (minutes, seconds) if minutes < 60 => format!("{minutes} min {seconds} s"),
        _ => span(ahead_ms.abs()),
    };
    format!("Your phone's clock is {by} {way}. Set it by the network, then type the next code. It was not counted.")
}
