//! Settings and what lies behind them, and the page of who must set a method up first.

use actions::look::SecuritySettings;
use actions::look_settings::{ClinicSettings, HolidayRow, Preview, PreviewLine};
use actions::set_enforcement::Switches;
use domain::policy::{Readiness, SignOutAfter};
use domain::time::HOUR;

use super::super::super::{clinic, enforcement, enforcement_preview, holidays, must_set_up, settings, sign_out};
use super::super::facts::{self, LONG_NAME, TIME_ZONE, busy};
use super::{Page, Sample};
use crate::backend::{ClinicField, HolidayField, Reply};
use crate::page::{PageSet, Screen};
use crate::testing::AT;

pub(super) fn samples() -> Vec<Sample> {
    let parts = [hub(), switches(), previews(), sign_outs(), clinics(), days(), first()];
    parts.into_iter().flatten().collect()
}

fn of(state: &'static str, page: Page, words: &'static [&'static str]) -> Sample {
    Sample::of(busy(), state, page, words)
}

fn told(mut page: Page, replies: Vec<Reply>) -> Page {
    for reply in replies {
        page.live_mut().reply(reply, AT);
    }
    page
}

fn hub() -> Vec<Sample> {
    let with = |reply| told(Page::Settings(settings::State::new()), vec![reply]);
    let known = with(Reply::SecuritySettings(Box::new(facts::settings(true, 7))));
    let mut required = facts::settings(false, 0);
    required.rule.enforced = true;
    required.rule.sign_out_after = SignOutAfter::TwoHours;
    let required = with(Reply::SecuritySettings(Box::new(required)));
    let refused = with(Reply::Trouble("Only a manager can see the settings.".into()));
    vec![
        of(
            "known",
            known,
            &[
                "Settings",
                "Security",
                "2-Step Verification Enforcement",
                "each person decides",
                "allowed, 7 now",
                "Automatic Sign Out",
                "after 1 week without a key",
                "Clinic",
                "Holidays",
                "CA, US",
                "150",
                "Back",
            ],
        ),
        of(
            "required",
            required,
            &[
                "required for all staff",
                "not allowed",
                "after 2 hours without a key",
                "Back",
            ],
        ),
        of(
            "not yet known",
            Page::Settings(settings::State::new()),
            &["Settings", "Back"],
        ),
        of("refused", refused, &["Only a manager", "Back"]),
    ]
}

fn switches() -> Vec<Sample> {
    let page = |settings: SecuritySettings, ticks: &[(enforcement::Item, bool)]| {
        let mut page = enforcement::State::new(&settings);
        for (item, on) in ticks {
            Screen::<Page>::inputs_mut(&mut page).tick(*item, *on);
        }
        Page::Enforcement(page)
    };
    let required = |trust_allowed, trusted| {
        let mut settings = facts::settings(trust_allowed, trusted);
        settings.rule.enforced = true;
        settings
    };
    let (require, trust) = (enforcement::Item::Require, enforcement::Item::Trust);
    const BOX: &[&str] = &[
        "2-Step Verification Enforcement",
        "Require for all staff",
        "Allow trusted browsers",
        "[ Save ]",
        "[ Cancel ]",
    ];
    let refused = told(
        page(required(true, 7), &[(trust, false)]),
        vec![Reply::Trouble(
            "Only the account owner and people with full access may do that. Nothing was changed.".into(),
        )],
    );
    vec![
        of("off", page(facts::settings(false, 0), &[]), BOX),
        of(
            "trust to be allowed",
            page(facts::settings(false, 0), &[(trust, true)]),
            BOX,
        ),
        of("trust on", page(facts::settings(true, 7), &[]), BOX),
        of(
            "trust to be ended",
            page(facts::settings(true, 7), &[(trust, false)]),
            BOX,
        ),
        of(
            "to be required",
            page(facts::settings(false, 0), &[(require, true)]),
            BOX,
        ),
        of(
            "both to end",
            page(required(true, 7), &[(require, false), (trust, false)]),
            BOX,
        ),
        of("required", page(required(false, 0), &[]), BOX),
        of("refused", refused, BOX),
    ]
}

fn line(name: &str, stands: Readiness) -> PreviewLine {
    PreviewLine {
        name: name.into(),
        username: name.split(' ').next().unwrap_or_default().to_lowercase(),
        stands,
        paused_until: (stands == Readiness::Paused).then_some(AT.wall_ms + HOUR),
    }
}

fn preview(lines: Vec<PreviewLine>) -> Preview {
    Preview {
        enforced: false,
        people: 40,
        on: 31,
        without_number: 2,
        no_way_yet: 1,
        oneself: true,
        time_zone: TIME_ZONE.into(),
        lines,
    }
}

fn previews() -> Vec<Sample> {
    let wanted = Switches {
        enforced: Some(true),
        trust_allowed: None,
    };
    let page = |replies| {
        told(
            Page::EnforcementPreview(enforcement_preview::State::new(wanted)),
            replies,
        )
    };
    let known = |preview| page(vec![Reply::Preview(Box::new(preview))]);
    let every = vec![
        line("Rob Oak", Readiness::NoWayYet),
        line("Ann Reed", Readiness::Paused),
        line("Lee Moe", Readiness::NoPassword),
        line("Rosa Lind", Readiness::SetsUp),
        line("Bo Rohn", Readiness::OnWithoutNumber),
    ];
    let many = (0..12).map(|_| line("Rosa Lind", Readiness::SetsUp)).collect();
    let mut further = known(preview((0..12).map(|_| line("Rosa Lind", Readiness::SetsUp)).collect()));
    if let Page::EnforcementPreview(page) = &mut further {
        Screen::<Page>::on_act(page, enforcement_preview::Item::More, AT);
    }
    let all_on = Preview {
        on: 40,
        without_number: 0,
        no_way_yet: 0,
        oneself: false,
        ..preview(Vec::new())
    };
    let switched = Preview {
        enforced: true,
        ..all_on.clone()
    };
    const DECIDE: &[&str] = &[
        "Require 2-Step Verification of everybody?",
        "[ Cancel ]",
        "[ Switch on ]",
    ];
    vec![
        of(
            "one of each",
            known(preview(every)),
            &[
                "40 people can sign in. 31 use it already; 9 have none",
                "2 people have no mobile number",
                "1 person has neither",
                "would have to be paused",
                "You are among those",
                "no number: an app, or Pause",
                "paused until",
                "no password yet",
                "sets it up",
                "on by app; no number",
                "[ Cancel ]",
                "[ Switch on ]",
            ],
        ),
        of("many", known(preview(many)), &["1 to 5 of 12", "More", "[ Switch on ]"]),
        of(
            "further",
            further,
            &["6 to 10 of 12", "Earlier", "More", "[ Switch on ]"],
        ),
        of(
            "long",
            known(preview(vec![line(LONG_NAME, Readiness::NoWayYet)])),
            DECIDE,
        ),
        of(
            "all on",
            known(all_on),
            &["all of them use it already", "[ Switch on ]"],
        ),
        of(
            "switched on meanwhile",
            known(switched),
            &["Another manager", "[ Cancel ]"],
        ),
        of("not yet known", page(Vec::new()), &["Require", "[ Cancel ]"]),
        of(
            "refused",
            page(vec![Reply::Trouble("Only a manager can see this.".into())]),
            &["Only a manager", "[ Cancel ]"],
        ),
    ]
}

fn sign_outs() -> Vec<Sample> {
    let page = || sign_out::State::new(&facts::settings(true, 7));
    let mut shorter = page();
    Screen::<Page>::on_edit(&mut shorter, sign_out::Item::After(SignOutAfter::TwoHours), AT);
    let mut shorter = Page::SignOut(shorter);
    let asked = Sample::of(busy(), "now", Page::SignOut(page()), ALL);
    const ALL: &[&str] = &[
        "Automatic Sign Out",
        "10 minutes",
        "2 hours, suggested",
        "1 day",
        "[x] 1 week",
        "[ Save ]",
        "[ Cancel ]",
    ];
    let mut refused = Page::SignOut(page());
    refused
        .live_mut()
        .reply(Reply::Trouble("Another manager has set 1 hour meanwhile.".into()), AT);
    shorter
        .live_mut()
        .reply(Reply::SecuritySettings(Box::new(facts::settings(true, 7))), AT);
    vec![
        asked,
        of("shorter", shorter, &["[x] 2 hours", "applies to everybody", "[ Save ]"]),
        of("refused", refused, &["Another manager", "[ Save ]"]),
    ]
}

fn maple(count: usize, over: usize) -> ClinicSettings {
    let holiday = |number: usize| HolidayRow {
        day: format!("2026-12-{:02}", 10 + number),
        name: "Family Day".into(),
    };
    ClinicSettings {
        name: "Maple Street Clinic".into(),
        short_name: "Maple Street".into(),
        support_contact: "Maple reception, 604 555 0199".into(),
        time_zone: TIME_ZONE.into(),
        holidays: (0..count).map(holiday).collect(),
        over,
    }
}

fn clinics() -> Vec<Sample> {
    let known = |settings| {
        told(
            Page::Clinic(clinic::State::new()),
            vec![Reply::ClinicSettings(Box::new(settings))],
        )
    };
    let wrong = told(
        known(maple(0, 0)),
        vec![Reply::BadClinic(
            ClinicField::ShortName,
            "The name in texts has at most 20 characters.".into(),
        )],
    );
    let foreign = ClinicSettings {
        short_name: "Łódź".into(),
        ..maple(0, 0)
    };
    let refused = told(
        known(maple(0, 0)),
        vec![Reply::Trouble("Another manager has changed the name meanwhile.".into())],
    );
    const FIELDS: &[&str] = &[
        "Settings ▸ Clinic",
        "Name of the clinic",
        "Its name in texts",
        "Support contact",
        "America/Vancouver",
        "[ Save ]",
        "[ Cancel ]",
    ];
    vec![
        of("known", known(maple(0, 0)), FIELDS),
        of("wrong", wrong, &["at most 20 characters", "[ Save ]"]),
        of("other letters", known(foreign), &["alphabet of texts", "[ Save ]"]),
        of("refused", refused, &["Another manager", "[ Save ]"]),
        of(
            "not yet known",
            Page::Clinic(clinic::State::new()),
            &["Settings ▸ Clinic", "[ Cancel ]"],
        ),
    ]
}

fn days() -> Vec<Sample> {
    let known = |settings| {
        told(
            Page::Holidays(holidays::State::new()),
            vec![Reply::ClinicSettings(Box::new(settings))],
        )
    };
    let mut further = known(maple(12, 0));
    if let Page::Holidays(page) = &mut further {
        Screen::<Page>::on_act(page, holidays::Item::More, AT);
    }
    let wrong = told(
        known(maple(1, 0)),
        vec![Reply::BadHoliday(
            HolidayField::Day,
            "Type the day as year, month and day.".into(),
        )],
    );
    vec![
        of(
            "none",
            known(maple(0, 0)),
            &[
                "Settings ▸ Holidays",
                "None yet",
                "Day, as 2026-12-25",
                "[ Add ]",
                "Back",
            ],
        ),
        of(
            "all over",
            known(maple(0, 3)),
            &["None to come; 3 over.", "[ Add ]", "Back"],
        ),
        of(
            "many",
            known(maple(12, 3)),
            &["2026-12-10", "Family Day", "Remove", "1 to 4 of 12", "[ Add ]", "Back"],
        ),
        of("further", further, &["5 to 8 of 12", "Earlier", "[ Add ]", "Back"]),
        of("wrong", wrong, &["Type the day", "[ Add ]"]),
        of(
            "not yet known",
            Page::Holidays(holidays::State::new()),
            &["Settings ▸ Holidays", "Back"],
        ),
    ]
}

fn first() -> Vec<Sample> {
    let page = |account| Page::MustSetUp(must_set_up::State::new(account));
    let held = |access, managers| actions::look::Account {
        access,
        managers,
        gate: Some(actions::Gate::SetUp),
        enforced: true,
        ..facts::off()
    };
    let staff = held(domain::person::Access::Staff, facts::managers());
    let alone = held(domain::person::Access::Owner, Vec::new());
    vec![
        Sample::of(
            staff.clone(),
            "staff",
            page(staff),
            &[
                "This clinic requires 2-Step Verification",
                "Text Message (SMS)",
                "Authenticator App",
                "[ Set Up ]",
                "Jane Doe, Fay Roy or another manager",
            ],
        ),
        Sample::of(
            alone.clone(),
            "an owner alone",
            page(alone),
            &["[ Set Up ]", "whoever looks after the server"],
        ),
    ]
}
