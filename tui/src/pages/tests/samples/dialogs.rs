//! What asks before something: step-up, the dialogs of dangerous acts; and the help.

use actions::change_mobile::MobileChange;
use actions::step_up::{PasswordAnswer, StepUpView};
use domain::person::Method;
use domain::step_up::{Act, Needs};
use domain::time::HOUR;

use super::super::super::{edit_mobile, home, recovery_code, step_up, two_step};
use super::super::facts::{account, busy, by_text};
use super::{Page, Sample, opened};
use crate::backend::{Done, Reply, Request};
use crate::modals::help;
use crate::modals::help_text::{HelpFacts, Topic};
use crate::page::{PageSet, Screen};
use crate::testing::AT;

pub(super) fn samples() -> Vec<Sample> {
    let parts = [asked(), dangerous(), helps()];
    parts.into_iter().flatten().collect()
}

/// Step-up that asks for the password before `act`.
pub(in crate::pages::tests) fn step_up(act: Act) -> Page {
    let then = step_up::Then::Ask(Request::Account);
    let mut page = Page::StepUp(step_up::State::new(act, then));
    let reply = view(true);
    page.live_mut().reply(reply, AT);
    page
}

fn view(password: bool) -> Reply {
    Reply::StepUp(Box::new(StepUpView {
        needs: Needs {
            password,
            code: password,
        },
        code: None,
    }))
}

fn asked() -> Vec<Sample> {
    let mut refused = step_up(Act::Enforcement);
    let wait = PasswordAnswer::Wrong { wait_ms: Some(HOUR) };
    refused.live_mut().reply(Reply::StepUpPassword(wait), AT);
    let fresh = step_up::State::new(Act::TurnOff, step_up::Then::Ask(Request::TurnOff));
    vec![
        Sample::of(
            account(),
            "asked",
            step_up(Act::TurnOff),
            &["turn 2-Step Verification off", "Your password", "[ Continue ]"],
        ),
        Sample::of(
            busy(),
            "refused",
            refused,
            &["Your password", "None is checked for 1 h", "[ Continue ]"],
        ),
        Sample::of(account(), "not yet known", Page::StepUp(fresh), &["Is it you?"]),
    ]
}

/// What a page asks after a step-up that has nothing left to ask.
pub(in crate::pages::tests) fn after_step_up(wishes: crate::effect::Wishes<Page>) -> Page {
    let mut page = opened(wishes);
    opened(page.live_mut().reply(view(false), AT))
}

fn dangerous() -> Vec<Sample> {
    let two = |item| after_step_up(two_step::State::new(account()).on_act(item, AT));
    let mut code = recovery_code::State::new();
    let renew = opened(Screen::<Page>::on_act(&mut code, recovery_code::Item::Renew, AT));
    let asks = Reply::Done(Done::Mobile(MobileChange::AsksFirst), Box::new(account()));
    let mobile = opened(edit_mobile::State::new(account()).on_reply(asks, AT));
    let not_me = opened(home::State::new(by_text()).on_act(home::Item::NotMe, AT));
    vec![
        Sample::of(
            account(),
            "turn off",
            two(two_step::Item::AllOff),
            &[
                "Turn 2-Step Verification off?",
                "Insurance and privacy rules",
                "[ Cancel ]",
                "[ Turn off ]",
            ],
        ),
        Sample::of(
            account(),
            "remove texts",
            two(two_step::Item::TurnOff(Method::Sms)),
            &[
                "Turn Text Message (SMS) off?",
                "by the authenticator app",
                "[ Cancel ]",
                "[ Turn off ]",
            ],
        ),
        Sample::of(
            account(),
            "remove the app",
            two(two_step::Item::TurnOff(Method::App)),
            &["Turn Authenticator App off?", "by texts", "[ Cancel ]", "[ Turn off ]"],
        ),
        Sample::of(
            account(),
            "a new recovery code",
            renew,
            &["stops working at once", "[ Cancel ]", "[ Generate new ]"],
        ),
        Sample::of(
            account(),
            "another number",
            mobile,
            &[
                "Save another number and turn 2-Step Verification off?",
                "The old number is told by text",
                "[ Cancel ]",
                "[ Save and turn off ]",
            ],
        ),
        Sample::of(
            by_text(),
            "not me",
            not_me,
            &["You choose a new password next", "[ Cancel ]", "[ This wasn't me ]"],
        ),
    ]
}

fn helps() -> Vec<Sample> {
    let page = |topic| Page::Help(help::State::new(topic, &HelpFacts::default()));
    let of = |state, topic, words| Sample::of(account(), state, page(topic), words);
    const SCREEN: &[&str] = &["Help about this screen", "All questions"];
    vec![
        of("all", Topic::All, &["Help", "Search"]),
        of("code", Topic::Code, SCREEN),
        of("app", Topic::SetUpApp, SCREEN),
        of("two-step", Topic::TwoStep, SCREEN),
        of("trust", Topic::Trusted, SCREEN),
        of("pickup", Topic::Pickup, SCREEN),
    ]
}
