//! A terminal with a program in it: what it shows, what it wrote, how it ended. One thread reads the terminal, one waits
//! for the program; whoever looks sleeps until one of them has news.

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Resource, Rlimit, Signal, kill_process, prlimit};

/// How long a test waits for what should come at once: long enough for the busiest machine.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);
/// What comes at once has come by then, on the busiest machine.
const AT_ONCE: Duration = Duration::from_secs(20);
/// The end of a frame that was written whole.
const FRAME_END: &[u8] = b"\x1b[?2026l";

pub(crate) const TAB: &str = "\t";
pub(crate) const ENTER: &str = "\r";
pub(crate) const F5: &str = "\x1b[15~";
pub(crate) const CTRL_C: &str = "\x03";
pub(crate) const CTRL_Q: &str = "\x11";

/// A terminal and the program in it. Dropping it kills the program.
pub(crate) struct Seat {
    shared: Arc<Shared>,
    writer: Option<Box<dyn Write + Send>>,
    master: Option<Box<dyn MasterPty + Send>>,
    pid: Pid,
    line_before: String,
}

struct Shared {
    state: Mutex<State>,
    news: Condvar,
}

struct State {
    parser: vt100::Parser,
    raw: Vec<u8>,
    ended: Option<ExitStatus>,
    /// Nobody reads the terminal any more.
    deaf: bool,
    /// The reader is to let go of the terminal.
    closing: bool,
}

impl Seat {
    /// Starts a program in a terminal of 80x24.
    pub(crate) fn take(command: CommandBuilder) -> Self {
        let pair = native_pty_system().openpty(size(24, 80)).unwrap();
        let line_before = line_modes(pair.master.as_ref());
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let pid = Pid::from_raw(i32::try_from(child.process_id().unwrap()).unwrap()).unwrap();
        let shared = Arc::new(Shared {
            state: Mutex::new(State {
                parser: vt100::Parser::new(NonZeroU16::new(24).unwrap(), NonZeroU16::new(80).unwrap(), 500),
                raw: Vec::new(),
                ended: None,
                deaf: false,
                closing: false,
            }),
            news: Condvar::new(),
        });
        read(pair.master.try_clone_reader().unwrap(), Arc::clone(&shared));
        wait_for_end(child, Arc::clone(&shared));
        Self {
            shared,
            writer: Some(pair.master.take_writer().unwrap()),
            master: Some(pair.master),
            pid,
            line_before,
        }
    }

    pub(crate) fn pid(&self) -> Pid {
        self.pid
    }

    /// Waits until `look` finds what it looks for on a screen that was drawn to its end, and nothing more is being done.
    #[track_caller]
    fn look<T>(&self, what: &str, mut look: impl FnMut(&vt100::Screen) -> Option<T>) -> T {
        let found = self.wait(what, |state| {
            let whole = state.raw.ends_with(FRAME_END) || state.deaf;
            whole.then(|| look(state.parser.screen())).flatten()
        });
        self.settle();
        found
    }

    /// Waits until the screen shows `text`.
    #[track_caller]
    pub(crate) fn sees(&self, text: &str) {
        self.look(text, |screen| screen.contents().contains(text).then_some(()));
    }

    /// Waits until the screen shows `text` no longer.
    #[track_caller]
    pub(crate) fn sees_no_more(&self, text: &str) {
        let what = format!("the end of {text}");
        self.look(&what, |screen| (!screen.contents().contains(text)).then_some(()));
    }

    /// Waits until the screen gives an answer.
    #[track_caller]
    pub(crate) fn reads<T>(&self, what: &str, read: impl Fn(&str) -> Option<T>) -> T {
        self.look(what, |screen| read(&screen.contents()))
    }

    /// Waits until the program has written `text`, wherever it is by now.
    #[track_caller]
    pub(crate) fn hears(&self, text: &str) {
        self.wait(text, |state| holds(&state.raw, text).then_some(()));
    }

    /// The screen as it is.
    pub(crate) fn screen(&self) -> String {
        self.shared.lock().parser.screen().contents()
    }

    /// Every byte the program has written so far.
    pub(crate) fn written(&self) -> Vec<u8> {
        self.shared.lock().raw.clone()
    }

    /// Types, or presses keys.
    pub(crate) fn keys(&mut self, keys: &str) {
        self.bytes(keys.as_bytes());
    }

    /// Sends bytes, whole letters or not.
    pub(crate) fn bytes(&mut self, bytes: &[u8]) {
        let writer = self.writer.as_mut().unwrap();
        writer.write_all(bytes).unwrap();
        writer.flush().unwrap();
    }

    /// Types into the field with the cursor and waits until it stands there.
    #[track_caller]
    pub(crate) fn fill(&mut self, text: &str) {
        self.keys(text);
        self.sees(text);
    }

    /// Types a password into the field with the cursor and waits until it stands there, as so many dots.
    #[track_caller]
    pub(crate) fn fill_secret(&mut self, text: &str) {
        self.keys(text);
        let length = text.chars().count();
        self.reads("the password's dots", |screen| {
            ["•", "*"]
                .iter()
                .any(|dot| screen.contains(&dot.repeat(length)))
                .then_some(())
        });
    }

    /// Clicks on the lowest place on the screen where `text` stands, by SGR mouse reports.
    #[track_caller]
    pub(crate) fn click(&mut self, text: &str) {
        let (x, y) = self.look(text, |screen| {
            let rows = screen.contents();
            let (y, row) = rows.lines().enumerate().filter(|(_, row)| row.contains(text)).last()?;
            Some((row[..row.find(text)?].chars().count() + 1, y + 1))
        });
        self.keys(&format!("\x1b[<0;{x};{y}M\x1b[<0;{x};{y}m"));
    }

    /// Gives the terminal another size.
    pub(crate) fn resize(&self, rows: u16, columns: u16) {
        let (high, wide) = (NonZeroU16::new(rows).unwrap(), NonZeroU16::new(columns).unwrap());
        self.shared.lock().parser.screen_mut().set_size(high, wide);
        self.master.as_ref().unwrap().resize(size(rows, columns)).unwrap();
    }

    pub(crate) fn signal(&self, signal: Signal) {
        kill_process(self.pid, signal).unwrap();
    }

    /// kill -9, and the end of it.
    #[track_caller]
    pub(crate) fn kill(&self) {
        self.signal(Signal::KILL);
        self.end();
    }

    /// Waits until the program has ended and all it wrote has been read.
    #[track_caller]
    pub(crate) fn end(&self) -> ExitStatus {
        self.wait("the program's end", |state| state.ended.clone().filter(|_| state.deaf))
    }

    /// From now on no file may grow, as on a full disk, or (`false`) all may again.
    pub(crate) fn disk_full(&self, full: bool) {
        let current = full.then_some(0);
        prlimit(Some(self.pid), Resource::Fsize, Rlimit { current, maximum: None }).unwrap();
    }

    /// Whether the terminal is as it was before the program: its line's modes, first screen, cursor, pastes, mouse.
    #[track_caller]
    pub(crate) fn is_given_back(&self) {
        assert_eq!(line_modes(self.master.as_ref().unwrap().as_ref()), self.line_before);
        let state = self.shared.lock();
        let screen = state.parser.screen();
        assert!(!screen.alternate_screen() && !screen.hide_cursor() && !screen.bracketed_paste());
        assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None);
    }

    /// Takes the terminal away from the program, as a lost connection does, and waits for its end.
    #[track_caller]
    pub(crate) fn lose(&mut self) {
        self.shared.lock().closing = true;
        // Whatever is written next, the reader lets go of the terminal.
        self.resize(30, 100);
        self.wait("the reader's end", |state| state.deaf.then_some(()));
        drop((self.writer.take(), self.master.take()));
        let lost = Instant::now();
        self.end();
        let took = lost.elapsed();
        assert!(took < AT_ONCE, "without a terminal it went on for {took:?}");
    }

    /// Waits until nothing came for `span`; says whether that was so.
    pub(crate) fn is_silent_for(&self, span: Duration) -> bool {
        let state = self.shared.lock();
        let before = state.raw.len();
        let same = |state: &mut State| state.raw.len() == before;
        let waited = self.shared.news.wait_timeout_while(state, span, same);
        waited.unwrap_or_else(PoisonError::into_inner).1.timed_out()
    }

    #[track_caller]
    fn wait<T>(&self, what: &str, look: impl FnMut(&State) -> Option<T>) -> T {
        self.shared.wait(what, look)
    }

    /// Waits until the program's first thread sleeps. What was typed before a frame could be seen is dropped (S08), and no
    /// person reads as fast as a test.
    fn settle(&self) {
        let deadline = Instant::now() + PATIENCE;
        let path = format!("/proc/{0}/task/{0}/stat", self.pid.as_raw_nonzero());
        while std::fs::read_to_string(&path).is_ok_and(|stat| is_at_work(&stat)) {
            assert!(Instant::now() < deadline, "it never came to rest:\n{}", self.screen());
            std::thread::yield_now();
        }
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let ended = self.shared.lock().ended.is_some();
        if !ended {
            let _ = kill_process(self.pid, Signal::KILL);
        }
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tell(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.lock());
        self.news.notify_all();
    }

    #[track_caller]
    fn wait<T>(&self, what: &str, mut look: impl FnMut(&State) -> Option<T>) -> T {
        let deadline = Instant::now() + PATIENCE;
        let mut state = self.lock();
        loop {
            if let Some(found) = look(&state) {
                return found;
            }
            let left = deadline.saturating_duration_since(Instant::now());
            let over = state.ended.is_some() && state.deaf;
            assert!(
                !left.is_zero() && !over,
                "waited for {what}, program ended: {:?}, on the screen:\n{}",
                state.ended,
                state.parser.screen().contents()
            );
            state = self
                .news
                .wait_timeout(state, left)
                .unwrap_or_else(PoisonError::into_inner)
                .0;
        }
    }
}

fn read(mut terminal: Box<dyn Read + Send>, shared: Arc<Shared>) {
    std::thread::spawn(move || {
        let mut bytes = [0; 4_096];
        // A terminal whose program is gone cannot be read.
        while let Ok(count @ 1..) = terminal.read(&mut bytes) {
            let mut closing = false;
            shared.tell(|state| {
                state.parser.process(&bytes[..count]);
                state.raw.extend_from_slice(&bytes[..count]);
                closing = state.closing;
            });
            if closing {
                break;
            }
        }
        drop(terminal);
        shared.tell(|state| state.deaf = true);
    });
}

fn wait_for_end(mut child: Box<dyn Child + Send + Sync>, shared: Arc<Shared>) {
    std::thread::spawn(move || {
        let ended = child.wait().unwrap();
        shared.tell(|state| state.ended = Some(ended));
    });
}

fn size(rows: u16, cols: u16) -> PtySize {
    PtySize {
        rows,
        cols,
        pixel_width: 0,
        pixel_height: 0,
    }
}

fn line_modes(master: &dyn MasterPty) -> String {
    format!("{:?}", master.get_termios().unwrap())
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

/// Whether a thread runs or waits for the disk, by its line in /proc (proc_pid_stat(5): what follows the name).
fn is_at_work(stat: &str) -> bool {
    let state = stat.rsplit(") ").next().and_then(|rest| rest.split(' ').next());
    matches!(state, Some("R" | "D"))
}
