//! `vestibule demo` (spec G01): a made-up clinic in a throw-away directory, the real worker in this process, phone and
//! mailbox beside the screen, no network.
//!
//! ```text
//!   place ─▶ seed ─▶ worker on its thread ─▶ the terminal program, with `beside` ─F9─▶ all of it anew
//!                       └▶ phone/ mail/ ─▶ feed ─▶ beside ◀─ authenticator ◀─ who is at the screen, what is scanned
//! ```
//! Pages, actions and worker are the real ones and know nothing of it. The movable clock and the lessons (G02 to G04) are not
//! here.

mod authenticator;
mod beside;
mod drawing;
mod feed;
mod people;
mod place;
mod seed;

use std::cell::Cell;
use std::io;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::thread;
use std::time::Duration;

use actions::{ActionError, Client};
use setup::key_file::KeyRing;
use setup::locks::{WorkerState, worker_seen};
use setup::{DataDir, SetupError};
use store::{Db, Keys};
use worker::{Background, Settings, WorkerError};

use crate::clock;
use crate::event::Event;
use crate::start::{Console, Extras, Start, StartError};
use crate::widgets::say::Say;

use authenticator::{Ear, Pocket};
use beside::{Beside, Facts};
use feed::{Feeder, Latest};
use people::Script;
use place::Place;

/// How long the first frame waits for the worker to be on duty, and how often it looks.
const WORKER_WAIT: Duration = Duration::from_millis(250);
const WORKER_LOOK: Duration = Duration::from_millis(2);

/// Why there is no demo, or no longer.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// Something around the database.
    #[error(transparent)]
    Setup(#[from] SetupError),
    /// The database, or an action.
    #[error(transparent)]
    Action(#[from] ActionError),
    /// The worker.
    #[error(transparent)]
    Worker(#[from] WorkerError),
    /// The terminal program.
    #[error(transparent)]
    Terminal(#[from] StartError),
    /// `--keep` names a directory that cannot be used.
    #[error("The demo's clinic cannot be kept in {} ({source}); nothing was made: name a new or an empty directory.", .path.display())]
    Kept {
        /// The directory.
        path: PathBuf,
        /// What is wrong with it.
        source: io::Error,
    },
    /// The system refused a directory, a thread or randomness.
    #[error("The demo's clinic could not be made ({0}); nothing of it is left: put that right and try again.")]
    System(#[from] io::Error),
    /// `people.toml` does not fit the program.
    #[error(
        "The demo's clinic could not be made: its people do not fit this version. Nothing of it is left. Report it."
    )]
    Script,
    /// A thread died of a mistake in the program.
    #[error(
        "The demo's clinic could not be made because of a mistake in the program; nothing of it is left. Report it."
    )]
    Broken,
}

/// Runs demos, one after each `F9`, until the person leaves. `keep` names a directory that stays; after an `F9` the next one
/// lies beside it. Returns what stays.
///
/// # Errors
/// [`DemoError`]; nothing throw-away is left then, and the terminal is given back.
pub fn run(keep: Option<&Path>, client: &Client, no_color: bool) -> Result<Vec<PathBuf>, DemoError> {
    let root = std::env::temp_dir();
    let script = people::script().map_err(|_| DemoError::Script)?;
    for root in [root.as_path(), Path::new(place::MEMORY)] {
        place::sweep(root);
    }
    let mut place = choose(keep, &root, 1)?;
    let mut console = Console::take(no_color)?;
    let mut kept = Vec::new();
    loop {
        console
            .say("One moment: the made-up clinic is being set up …")
            .map_err(StartError::Io)?;
        kept.extend(place.is_kept().then(|| place.dir().path().to_owned()));
        let afresh = Rc::new(Cell::new(false));
        let (demo, start) = Demo::open(place, &script, client)?;
        let extras = demo.extras(&script, &console, &afresh)?;
        let left = console.run(start, extras)?;
        if !afresh.get() {
            drop(console);
            left.wait()?;
            return Ok(kept);
        }
        left.wait()?;
        drop(demo);
        place = choose(keep, &root, kept.len() + 1)?;
    }
}

/// The directory of the `number`th demo of this run.
fn choose(keep: Option<&Path>, root: &Path, number: usize) -> Result<Place, DemoError> {
    let Some(path) = keep else {
        return Ok(Place::throw_away(root)?);
    };
    let beside = |number| path.with_file_name(format!("{}-{number}", path.file_name().unwrap_or_default().display()));
    let path = match number {
        1 => path.to_owned(),
        number => (number..).map(beside).find(|path| !path.exists()).unwrap_or_default(),
    };
    Place::kept(&path).map_err(|source| DemoError::Kept { path, source })
}

/// A made-up clinic with its worker at work. Dropping it stops the worker; a throw-away directory goes with it.
struct Demo {
    worker: Option<Background>,
    lines: Vec<Say>,
    ring: KeyRing,
    place: Place,
}

impl Demo {
    /// Makes the clinic and starts its worker.
    fn open(place: Place, script: &Script, client: &Client) -> Result<(Self, Start), DemoError> {
        let seeded = seed::seed(place.dir(), script, clock::now())?;
        let settings = Settings::load(place.dir(), &seeded.config, seeded.ring.clone())?;
        let worker = Background::start(settings)?;
        wait_for_worker(place.dir());
        let lines = people::lines(&script.people, &seeded.recovery);
        let start = Start {
            dir: place.dir().clone(),
            config: seeded.config,
            db: seeded.db,
            client: client.clone(),
            no_color: false,
        };
        Ok((
            Self {
                worker: Some(worker),
                lines,
                ring: seeded.ring,
                place,
            },
            start,
        ))
    }

    /// What the terminal program shows of it.
    fn extras(&self, script: &Script, console: &Console, afresh: &Rc<Cell<bool>>) -> Result<Extras, DemoError> {
        let (latest, pocket, events) = (Latest::default(), Pocket::default(), console.events());
        let told = move || drop(events.send(Event::Aside));
        let feeder = Feeder::start(self.place.dir().clone(), latest.clone(), told.clone())?;
        let camera = pocket.camera(told.clone());
        let db = Db::open(self.place.dir(), Keys::from_ring(&self.ring))?;
        let ear = Ear::new(db, pocket.clone(), told, clock::now);
        let beside = Beside::new(self.facts(script), latest, pocket, Rc::clone(afresh));
        Ok(Extras {
            people: self.lines.clone(),
            aside: Some(Box::new(beside)),
            woken: Some(Box::new(move || feeder.look())),
            phone: Some(camera),
            ear: Some(Box::new(ear)),
        })
    }

    fn facts(&self, script: &Script) -> Facts {
        let phones = script
            .people
            .iter()
            .filter_map(|person| Some((person.mobile.clone()?, people::phone(&person.name))));
        let follows = if self.place.is_kept() {
            format!(
                "This one stays in {}, a new one is made.",
                self.place.dir().path().display()
            )
        } else {
            "Everything done in it is thrown away.".into()
        };
        Facts {
            phones: phones.collect(),
            zone: clock::zone(&script.clinic.time_zone),
            follows,
        }
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        // What it has to say there is nobody to tell any more.
        drop(self.worker.take().map(Background::stop));
    }
}

/// The first frame is to show the worker on duty; should it be slow, the next news shows it.
fn wait_for_worker(dir: &DataDir) {
    let looks = WORKER_WAIT.as_millis() / WORKER_LOOK.as_millis();
    for _ in 0..looks {
        if worker_seen(dir, clock::now().wall_ms) == WorkerState::OnDuty {
            return;
        }
        thread::sleep(WORKER_LOOK);
    }
}

#[cfg(test)]
mod tests;
