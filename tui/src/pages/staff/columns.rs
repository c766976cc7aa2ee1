//! What stands in the columns of the staff list, and which of them a screen has room for.

use domain::contact::visible;
use domain::person::Method;
use domain::roster::{Member, Order, Standing, View, Ways};
use domain::time::Now;
use jiff::tz::TimeZone;

use crate::clock;
use crate::theme::Tone;
use crate::widgets::list;
use crate::widgets::say::Say;

/// A column of the list, from the left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    /// Name for people.
    Name,
    /// Name to sign in with.
    Username,
    /// Where mails go.
    Email,
    /// What they may do.
    Access,
    /// 2SV: on, off or paused.
    TwoStep,
    /// Methods that are set up.
    Methods,
    /// The method asked first.
    Default,
    /// Last full sign-in.
    LastSignIn,
    /// The end of a wait or pause.
    Until,
}

/// All of them.
const ALL: [Column; 9] = [
    Column::Name,
    Column::Username,
    Column::Email,
    Column::Access,
    Column::TwoStep,
    Column::Methods,
    Column::Default,
    Column::LastSignIn,
    Column::Until,
];

impl Column {
    /// The order it stands for.
    fn order(self) -> Option<Order> {
        match self {
            Column::Name => Some(Order::Name),
            Column::Access => Some(Order::Access),
            Column::TwoStep => Some(Order::TwoStep),
            Column::LastSignIn => Some(Order::LastSignIn),
            Column::Until => Some(Order::Until),
            Column::Username | Column::Email | Column::Methods | Column::Default => None,
        }
    }

    /// Its title, without and with the sign of an order and of one turned round.
    fn titles(self) -> [&'static str; 3] {
        match self {
            Column::Name => ["Name", "Name ▾", "Name ▴"],
            Column::Username => ["User name"; 3],
            Column::Email => ["E-mail"; 3],
            Column::Access => ["Access", "Access ▾", "Access ▴"],
            Column::TwoStep => ["2SV", "2SV ▾", "2SV ▴"],
            Column::Methods => ["Methods"; 3],
            Column::Default => ["Default"; 3],
            Column::LastSignIn => ["Last sign-in", "Sign-in ▾", "Sign-in ▴"],
            Column::Until => ["Waits until", "Waits until ▾", "Waits until ▴"],
        }
    }

    /// As the list draws it.
    fn shown(self, view: &View) -> list::Column {
        let [plain, sorted, reversed] = self.titles();
        let by_it = self.order() == Some(view.order);
        let title = match (by_it, view.reversed) {
            (false, _) => plain,
            (true, false) => sorted,
            (true, true) => reversed,
        };
        let parts = match self {
            Column::Name => 3,
            Column::Email => 2,
            Column::Username
            | Column::Access
            | Column::TwoStep
            | Column::Methods
            | Column::Default
            | Column::LastSignIn
            | Column::Until => 0,
        };
        let shown = list::Column::new(title, self.width()).grows(parts).from(self.from());
        match self.order() {
            Some(order) => shown.sorted(by_it).clicked_as(number_of(order)),
            None => shown,
        }
    }

    /// Cells it needs at the least.
    fn width(self) -> u16 {
        match self {
            Column::Name => 16,
            Column::Username => 14,
            Column::Email => 24,
            Column::Access => 11,
            Column::TwoStep | Column::Methods => 9,
            Column::Default => 7,
            Column::LastSignIn => 12,
            Column::Until => 13,
        }
    }

    /// Cells a list has to have before the column is shown: the name and 2SV first, then who waits, who signs in, how.
    fn from(self) -> u16 {
        match self {
            Column::Name | Column::TwoStep => 0,
            Column::Until => 44,
            Column::LastSignIn => 58,
            Column::Methods => 69,
            Column::Default => 78,
            Column::Access => 91,
            Column::Username => 107,
            Column::Email => 133,
        }
    }

    /// What stands in it.
    fn say(self, member: &Member, zone: &TimeZone, at: Now) -> Say {
        let quiet = |text: &str| toned(Tone::Quiet, text);
        match self {
            Column::Name => Say::plain(visible(&member.name)),
            Column::Username => Say::plain(visible(&member.username)),
            Column::Email => Say::plain(visible(&member.email)),
            Column::Access => Say::plain(member.access.label()),
            Column::TwoStep => match member.standing(at) {
                Standing::On => Say::done("on"),
                Standing::Off => Say::look("off"),
                Standing::Paused { .. } => Say::look("paused"),
                Standing::NoAccess => quiet("no access"),
            },
            Column::Methods => Say::plain(methods(member.ways)),
            Column::Default => Say::plain(member.ways.map_or("", |ways| short(ways.default))),
            Column::LastSignIn => match member.last_sign_in {
                Some(wall_ms) => Say::plain(clock::past_day(wall_ms, at.wall_ms, zone)),
                None if member.has_password => quiet("never"),
                None => quiet("no password"),
            },
            Column::Until => match (member.waits_ms(at), member.standing(at)) {
                (Some(left_ms), _) => Say::plain(clock::ahead(at.wall_ms + left_ms, at.wall_ms, zone)),
                (None, Standing::Paused { left_ms }) => quiet(&pause_end(at.wall_ms + left_ms, at, zone)),
                (None, Standing::On | Standing::Off | Standing::NoAccess) => Say::plain(""),
            },
        }
    }
}

/// The columns, the one the list is in order by marked.
pub(super) fn of(view: &View) -> Vec<list::Column> {
    ALL.iter().map(|column| column.shown(view)).collect()
}

/// What stands in all of them.
pub(super) fn row(member: &Member, zone: &TimeZone, at: Now) -> Vec<Say> {
    ALL.iter().map(|column| column.say(member, zone, at)).collect()
}

/// What a click on a title names.
fn number_of(order: Order) -> u16 {
    let place = Order::ALL.iter().position(|other| *other == order);
    place.and_then(|place| u16::try_from(place).ok()).unwrap_or(0)
}

/// The order a click on a title names.
pub(super) fn order_of(number: u16) -> Option<Order> {
    Order::ALL.get(usize::from(number)).copied()
}

fn toned(tone: Tone, text: &str) -> Say {
    Say {
        tone,
        text: text.to_owned(),
    }
}

fn short(method: Method) -> &'static str {
    match method {
        Method::Sms => "text",
        Method::App => "app",
    }
}

fn methods(ways: Option<Ways>) -> &'static str {
    match ways {
        None => "",
        Some(Ways { both: true, .. }) => "text, app",
        Some(Ways { default, .. }) => short(default),
    }
}

/// In brackets, so that it is not taken for a wait: `(until 10:00)`, `(Fri 10:00)`.
fn pause_end(wall_ms: i64, at: Now, zone: &TimeZone) -> String {
    let end = clock::ahead(wall_ms, at.wall_ms, zone);
    if end.contains(' ') {
        format!("({end})")
    } else {
        format!("(until {end})")
    }
}

/// Everything about somebody on one line, for whom the columns have no room.
pub(super) fn whole(member: &Member) -> String {
    let all = [&member.name, &member.username, &member.email].map(|text| visible(text));
    format!("{} · {}", all.join(" · "), member.access.label())
}

/// As a person is told what the list is in order by.
pub(super) fn order_label(order: Order) -> &'static str {
    match order {
        Order::Name => "name",
        Order::Access => "access",
        Order::TwoStep => "2SV",
        Order::LastSignIn => "last sign-in",
        Order::Until => "waits until",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Cells the columns need that are shown from this width on.
    fn needed(from: u16) -> u16 {
        let shown: Vec<Column> = ALL.into_iter().filter(|column| column.from() <= from).collect();
        let apart = 2 * u16::try_from(shown.len() - 1).unwrap_or(0);
        2 + shown.iter().map(|column| column.width()).sum::<u16>() + apart
    }

    #[test]
    fn a01_a_column_comes_as_soon_as_there_is_room_for_it() {
        for column in ALL.into_iter().filter(|column| column.from() > 0) {
            assert_eq!(needed(column.from()), column.from(), "{column:?}");
        }
    }

    #[test]
    fn a01_at_80_columns_the_screen_has_the_six_that_are_promised() {
        let titles: Vec<&str> = ALL
            .into_iter()
            .filter(|column| column.from() <= 78)
            .map(|column| column.titles()[0])
            .collect();
        let promised = ["Name", "2SV", "Methods", "Default", "Last sign-in", "Waits until"];
        assert_eq!(titles, promised);
    }

    #[test]
    fn a01_every_title_fits_its_column_sorted_or_not() {
        for column in ALL {
            for title in column.titles() {
                assert!(crate::widgets::text::cells(title) <= column.width(), "{title}");
            }
        }
    }

    #[test]
    fn a01_a_title_that_is_clicked_names_its_order() {
        for order in Order::ALL {
            assert_eq!(order_of(number_of(*order)), Some(*order));
        }
    }
}
