//! The staff list as a manager looks at it (spec A01): who stands how with 2SV just now, who is found by what was typed,
//! in which order they stand, and how many are protected.
//!
//! Standings follow from stored terms and the time alone: a pause or wait that is over by the clock is over here, whether
//! or not the worker has written that down. Not here: what a manager may do about it (`permission`).

use crate::contact::{SearchWords, search_key};
use crate::ids::StaffId;
use crate::person::{Access, Method};
use crate::text_enum::text_enum;
use crate::time::{Now, Term, Wait};

/// The methods somebody has set up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ways {
    /// The one asked first.
    pub default: Method,
    /// The other one is set up too.
    pub both: bool,
}

/// Somebody on the staff list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The row.
    pub id: StaffId,
    /// Name to sign in with.
    pub username: String,
    /// Name for people.
    pub name: String,
    /// Where mails go.
    pub email: String,
    /// What they may do.
    pub access: Access,
    /// Methods; `None` where 2SV is off.
    pub ways: Option<Ways>,
    /// Whether there is a password at all.
    pub has_password: bool,
    /// Last full sign-in, wall ms.
    pub last_sign_in: Option<i64>,
    /// A pause that was not ended early.
    pub pause: Option<Term>,
    /// The longest wait for codes.
    pub wait: Option<Wait>,
    /// What the person is found by, and stands in order by: [`found_by`].
    pub found_by: String,
}

/// What somebody is found by: name, user name, and the e-mail address up to its `@`, since what follows is the same for
/// many. No word goes over from one to the next.
#[must_use]
pub fn found_by(name: &str, username: &str, email: &str) -> String {
    let own = email.rsplit_once('@').map_or(email, |(own, _)| own);
    [name, username, own].map(search_key).join("\n")
}

/// How somebody stands with 2SV.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// The password alone signs in.
    Off,
    /// The password alone signs in for so many milliseconds more.
    Paused {
        /// Milliseconds left.
        left_ms: i64,
    },
    /// A second step is asked.
    On,
    /// Cannot sign in.
    NoAccess,
}

impl Member {
    /// How this person stands.
    #[must_use]
    pub fn standing(&self, at: Now) -> Standing {
        if !self.access.may_sign_in() {
            return Standing::NoAccess;
        }
        match (self.pause.filter(|pause| !pause.ended(at)), self.ways) {
            (Some(pause), _) => Standing::Paused {
                left_ms: pause.left_ms(at),
            },
            (None, Some(_)) => Standing::On,
            (None, None) => Standing::Off,
        }
    }

    /// Milliseconds until codes of this person are looked at again; `None` where they are.
    #[must_use]
    pub fn waits_ms(&self, at: Now) -> Option<i64> {
        let wait = self.wait.filter(|_| self.access.may_sign_in())?;
        Some(wait.left_ms(at)).filter(|left| *left > 0)
    }

    /// Whether this person is looked for. A word with `@` in it is looked for in the whole e-mail address.
    #[must_use]
    pub fn is_found(&self, words: &SearchWords) -> bool {
        words.all(|word| {
            if word.contains('@') {
                search_key(&self.email).contains(word)
            } else {
                self.found_by.contains(word)
            }
        })
    }

    /// Milliseconds until this person stands otherwise by the clock alone.
    fn next_change(&self, at: Now) -> Option<i64> {
        let pause = self.pause.map(|pause| pause.left_ms(at)).filter(|left| *left > 0);
        [pause, self.waits_ms(at)].into_iter().flatten().min()
    }
}

text_enum! {
    /// Who is shown.
    pub enum Filter {
        /// Everybody.
        All = "all",
        /// 2SV is on.
        On = "on",
        /// 2SV is off.
        Off = "off",
        /// 2SV is paused.
        Paused = "paused",
        /// Codes wait.
        Waiting = "waiting",
        /// Cannot sign in.
        NoAccess = "no access",
    }
}

impl Filter {
    /// Whether this person is shown.
    #[must_use]
    pub fn takes(self, member: &Member, at: Now) -> bool {
        match (self, member.standing(at)) {
            (Filter::All, _)
            | (Filter::On, Standing::On)
            | (Filter::Off, Standing::Off)
            | (Filter::Paused, Standing::Paused { .. })
            | (Filter::NoAccess, Standing::NoAccess) => true,
            (Filter::Waiting, _) => member.waits_ms(at).is_some(),
            (Filter::On | Filter::Off | Filter::Paused | Filter::NoAccess, _) => false,
        }
    }

    /// The next one, round.
    #[must_use]
    pub fn next(self) -> Self {
        next_of(Self::ALL, self)
    }
}

text_enum! {
    /// What the list is in order by.
    pub enum Order {
        /// Name, A first.
        Name = "name",
        /// Access, the owner first.
        Access = "access",
        /// 2SV, off first.
        TwoStep = "two_step",
        /// Last sign-in, the newest first, never last.
        LastSignIn = "last_sign_in",
        /// The end of a wait or a pause, the nearest first.
        Until = "until",
    }
}

impl Order {
    /// The next one, round.
    #[must_use]
    pub fn next(self) -> Self {
        next_of(Self::ALL, self)
    }

    /// What a person stands in order by, turned round where the order is; equal ones stand by name. Who neither waits
    /// nor is paused has no end and stands last either way.
    fn key(self, reversed: bool, member: &Member, at: Now) -> i64 {
        let rank = self.rank(member, at);
        let has_none = self == Order::Until && rank == i64::MAX;
        if reversed && !has_none { -rank } else { rank }
    }

    fn rank(self, member: &Member, at: Now) -> i64 {
        match self {
            Order::Name => 0,
            Order::Access => match member.access {
                Access::Owner => 0,
                Access::Full => 1,
                Access::Staff => 2,
                Access::None => 3,
            },
            Order::TwoStep => match member.standing(at) {
                Standing::Off => 0,
                Standing::Paused { .. } => 1,
                Standing::On => 2,
                Standing::NoAccess => 3,
            },
            Order::LastSignIn => member.last_sign_in.map_or(i64::MAX, |wall_ms| -wall_ms),
            Order::Until => match (member.waits_ms(at), member.standing(at)) {
                (Some(left_ms), _) | (None, Standing::Paused { left_ms }) => left_ms,
                (None, Standing::On | Standing::Off | Standing::NoAccess) => i64::MAX,
            },
        }
    }
}

fn next_of<T: Copy + PartialEq>(all: &[T], one: T) -> T {
    let after = all.iter().skip_while(|other| **other != one).nth(1);
    after.or(all.first()).copied().unwrap_or(one)
}

/// What a manager looks for, and how it is to stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// What was typed.
    pub words: SearchWords,
    /// Who is shown.
    pub filter: Filter,
    /// In which order.
    pub order: Order,
    /// The other way round.
    pub reversed: bool,
}

impl Default for View {
    fn default() -> Self {
        Self {
            words: SearchWords::default(),
            filter: Filter::All,
            order: Order::Name,
            reversed: false,
        }
    }
}

impl View {
    /// The places, in `members`, of those who are shown, in their order. `members` stand by name ([`by_name`]).
    #[must_use]
    pub fn of(&self, members: &[Member], at: Now) -> Vec<usize> {
        let is_shown = |member: &Member| member.is_found(&self.words) && self.filter.takes(member, at);
        let shown = members.iter().enumerate().filter(|(_, member)| is_shown(member));
        let mut places: Vec<usize> = shown.map(|(place, _)| place).collect();
        match (self.order, self.reversed) {
            (Order::Name, false) => {}
            (Order::Name, true) => places.reverse(),
            (order, reversed) => places.sort_by_cached_key(|place| order.key(reversed, &members[*place], at)),
        }
        places
    }
}

/// Puts people in the order of their names, case and accents aside.
pub fn by_name(members: &mut [Member]) {
    members.sort_unstable_by(|one, other| (&one.found_by, one.id).cmp(&(&other.found_by, other.id)));
}

/// How many of a clinic stand how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// 2SV is on.
    pub on: usize,
    /// 2SV is off.
    pub off: usize,
    /// 2SV is paused.
    pub paused: usize,
    /// Codes wait; counted above too.
    pub waiting: usize,
    /// Cannot sign in.
    pub no_access: usize,
}

impl Tally {
    /// Counts.
    #[must_use]
    pub fn of(members: &[Member], at: Now) -> Self {
        let mut tally = Self::default();
        for member in members {
            *match member.standing(at) {
                Standing::On => &mut tally.on,
                Standing::Off => &mut tally.off,
                Standing::Paused { .. } => &mut tally.paused,
                Standing::NoAccess => &mut tally.no_access,
            } += 1;
            tally.waiting += usize::from(member.waits_ms(at).is_some());
        }
        tally
    }

    /// People who can sign in: everybody with access.
    #[must_use]
    pub fn with_access(&self) -> usize {
        self.on + self.off + self.paused
    }

    /// How many a filter takes.
    #[must_use]
    pub fn taken_by(&self, filter: Filter) -> usize {
        match filter {
            Filter::All => self.with_access() + self.no_access,
            Filter::On => self.on,
            Filter::Off => self.off,
            Filter::Paused => self.paused,
            Filter::Waiting => self.waiting,
            Filter::NoAccess => self.no_access,
        }
    }
}

/// Milliseconds until somebody stands otherwise by the clock alone; `None` where nobody will.
#[must_use]
pub fn next_change(members: &[Member], at: Now) -> Option<i64> {
    members.iter().filter_map(|member| member.next_change(at)).min()
}
