//! Whoever judges codes or commits bare rows as fast as it goes: in this process, or as a process of its own that waits
//! for the start gun.

use std::io::{BufRead, BufReader, Write as _};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use domain::time::{BootId, Now};
use fixtures::clinic::Clinic;
use setup::DataDir;

use crate::bare::Bare;
use crate::judge::{Judge, Typed};

/// The first argument of a process that is a hand.
pub(crate) const WORD: &str = "hand";

/// What is done.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Work {
    /// Texted codes: wrong, right, wrong of the next person …
    Texts,
    /// Codes of the app: wrong, right, replayed, wrong of the next person …
    Apps,
    /// One row, one commit.
    Bare,
}

impl Work {
    const ALL: [Self; 3] = [Self::Texts, Self::Apps, Self::Bare];

    fn word(self) -> &'static str {
        match self {
            Self::Texts => "texts",
            Self::Apps => "apps",
            Self::Bare => "bare",
        }
    }

    /// What is typed for each person, in turn; nothing where no codes are judged.
    pub(crate) fn typed(self) -> &'static [Typed] {
        match self {
            Self::Texts => &[Typed::WrongText, Typed::RightText],
            Self::Apps => &[Typed::WrongApp, Typed::RightApp, Typed::ReplayedApp],
            Self::Bare => &[],
        }
    }
}

/// What a hand did.
#[derive(Clone, Copy, Default)]
pub(crate) struct Done {
    /// How often.
    pub(crate) count: u64,
    /// How often not as it should.
    pub(crate) failed: u64,
    /// The longest one took.
    pub(crate) longest: Duration,
}

/// `hand DIR WALL-MS BOOT-MS NUMBER HANDS MS MOST WORK`: ends after so many ms or so many pieces of work.
pub(crate) fn main(words: &[String]) {
    let number = |at: usize| words[at].parse::<u64>().unwrap();
    let at = Now {
        wall_ms: words[1].parse().unwrap(),
        boot_ms: words[2].parse().unwrap(),
        boot_id: BootId([1; 16]),
    };
    let data = DataDir::at(&words[0]);
    let (me, hands, most) = (number(3), number(4), number(6));
    let ends = Duration::from_millis(number(5));
    let typed = Work::ALL
        .into_iter()
        .find(|work| work.word() == words[7])
        .unwrap()
        .typed();
    let done = if typed.is_empty() {
        let mut bare = Bare::open(&data);
        work(ends, most, |_| {
            bare.commit();
            true
        })
    } else {
        let mut judge = Judge::new(&data, at, me);
        let turns = typed.len() as u64;
        work(ends, most, |piece| {
            let what = typed[usize::try_from(piece % turns).unwrap()];
            let turn = judge.turn(what, me + piece / turns * hands);
            judge.judges(&turn)
        })
    };
    println!("{} {} {}", done.count, done.failed, done.longest.as_micros());
}

fn work(ends: Duration, most: u64, mut piece: impl FnMut(u64) -> bool) -> Done {
    println!("ready");
    std::io::stdin().read_line(&mut String::new()).unwrap();
    let (begun, mut done) = (Instant::now(), Done::default());
    while begun.elapsed() < ends && done.count < most {
        let one = Instant::now();
        done.failed += u64::from(!piece(done.count));
        done.longest = done.longest.max(one.elapsed());
        done.count += 1;
    }
    done
}

/// A hand in a process of its own.
pub(crate) struct Hand {
    child: Child,
    says: BufReader<ChildStdout>,
}

impl Hand {
    /// Hand `number` of `hands` on the clinic; ready when this returns. `through` is a program to run it with.
    pub(crate) fn start(
        clinic: &Clinic,
        (number, hands): (u64, u64),
        work: Work,
        (ends, most): (Duration, u64),
        through: &[&str],
    ) -> Self {
        let own = std::env::current_exe().unwrap();
        let own = own.to_str().unwrap();
        let (program, options) = through
            .split_first()
            .map_or((own, &[][..]), |(first, rest)| (*first, rest));
        let now = clinic.clock.now();
        let numbers = [now.wall_ms, now.boot_ms].map(|ms| ms.to_string());
        let mut command = Command::new(program);
        if !through.is_empty() {
            command.args(options).arg(own);
        }
        let mut child = command
            .arg(WORD)
            .arg(clinic.path())
            .args(numbers)
            .args([number, hands].map(|number| number.to_string()))
            .args([ends.as_millis().to_string(), most.to_string()])
            .arg(work.word())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut says = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        says.read_line(&mut line).unwrap();
        assert_eq!(line, "ready\n");
        Self { child, says }
    }

    /// Lets it go.
    pub(crate) fn fire(&mut self) {
        self.child.stdin.take().unwrap().write_all(b"go\n").unwrap();
    }

    /// What it did; it ended well when this returns.
    pub(crate) fn done(mut self) -> Done {
        let mut line = String::new();
        self.says.read_line(&mut line).unwrap();
        assert!(self.child.wait().unwrap().success());
        let numbers: Vec<u64> = line.split_whitespace().map(|word| word.parse().unwrap()).collect();
        Done {
            count: numbers[0],
            failed: numbers[1],
            longest: Duration::from_micros(numbers[2]),
        }
    }
}
