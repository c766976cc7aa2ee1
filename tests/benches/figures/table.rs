//! Samples, how they are summed up and shown, and what machine they were taken on.

use std::path::Path;
use std::time::{Duration, Instant};

/// Times something took, one after the other.
#[derive(Default)]
pub(crate) struct Samples(Vec<Duration>);

impl Samples {
    /// Takes one.
    pub(crate) fn time<T>(&mut self, what: impl FnOnce() -> T) -> T {
        let begun = Instant::now();
        let value = what();
        self.0.push(begun.elapsed());
        value
    }

    /// Keeps one that was taken elsewhere.
    pub(crate) fn push(&mut self, took: Duration) {
        self.0.push(took);
    }

    /// So many per cent of all samples took no longer.
    pub(crate) fn percentile(&self, percent: usize) -> Duration {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        sorted[(sorted.len() * percent).div_ceil(100).clamp(1, sorted.len()) - 1]
    }

    /// All of them together, shared out evenly.
    pub(crate) fn mean(&self) -> Duration {
        self.0.iter().sum::<Duration>() / u32::try_from(self.0.len()).unwrap()
    }
}

/// The head of a table of [`row`]s.
pub(crate) fn head(title: &str) {
    println!("\n{title:<52} {:>9} {:>9} {:>9} {:>9}", "p50", "p99", "slowest", "mean");
}

/// One line: milliseconds.
pub(crate) fn row(what: &str, samples: &Samples) {
    let columns = [50, 99, 100].map(|percent| ms(samples.percentile(percent)));
    let [p50, p99, slowest] = columns;
    println!("{what:<52} {p50:>9} {p99:>9} {slowest:>9} {:>9}", ms(samples.mean()));
}

/// One line: how often `limit` goes into `samples`; and the same in the words of README.
pub(crate) fn times(what: &str, samples: &Samples, limit: &Samples) -> String {
    let of = |part: fn(&Samples) -> Duration| part(samples).as_secs_f64() / part(limit).as_secs_f64();
    let (p50, p99) = (of(|all| all.percentile(50)), of(|all| all.percentile(99)));
    let mean = of(Samples::mean);
    let [in_50, in_99, in_mean] = [p50, p99, mean].map(|times| format!("x {times:.2}"));
    println!("{what:<52} {in_50:>9} {in_99:>9} {:>9} {in_mean:>9}", "");
    format!("x {p50:.1} / {p99:.1}, mean x {mean:.1}")
}

/// One line of README's table of medians.
pub(crate) struct Line(String);

impl Line {
    /// What was measured, what it is to be within, and the machine's own limit beside it.
    pub(crate) fn new(figure: &str, samples: &Samples, aim: &str, beside: &str) -> Self {
        let [p50, p99] = [50, 99].map(|percent| short(samples.percentile(percent)));
        let line = format!("| {figure} | {p50} ms | {p99} ms | {aim} | {beside} |");
        Self(line.replace("  ", " "))
    }
}

/// Prints README's table, if any of its figures was taken.
pub(crate) fn readme(lines: &[Line]) {
    if lines.is_empty() {
        return;
    }
    println!("\n| figure | p50 | p99 | aim | the machine's own limit beside it |");
    println!("|---|---|---|---|---|");
    for Line(line) in lines {
        println!("{line}");
    }
}

/// Median and 99th percentile, in README's words.
pub(crate) fn both(samples: &Samples) -> String {
    let [p50, p99] = [50, 99].map(|percent| short(samples.percentile(percent)));
    format!("{p50} / {p99} ms")
}

/// As milliseconds, two digits that matter.
fn short(time: Duration) -> String {
    let ms = time.as_secs_f64() * 1e3;
    let places = match ms {
        ..1.0 => 2,
        ..10.0 => 1,
        _ => 0,
    };
    format!("{ms:.places$}")
}

/// As milliseconds, with as many places as matter.
pub(crate) fn ms(time: Duration) -> String {
    let ms = time.as_secs_f64() * 1e3;
    let places = if ms < 10.0 { 3 } else { 1 };
    format!("{ms:.places$} ms")
}

/// Cores, processor and the file system below `disk`, in one line.
pub(crate) fn machine(disk: &Path) -> String {
    let cores = std::thread::available_parallelism().map_or(0, std::num::NonZero::get);
    let read = |file| std::fs::read_to_string(file).unwrap_or_default();
    let (processor, mounts) = (read("/proc/cpuinfo"), read("/proc/mounts"));
    let model = processor.lines().find_map(|line| line.strip_prefix("model name\t: "));
    let mount = mounts
        .lines()
        .map(|line| line.split(' ').collect::<Vec<_>>())
        .filter(|words| words.len() > 2 && disk.starts_with(words[1]))
        .max_by_key(|words| words[1].len());
    let below = mount.map_or_else(String::new, |words| format!("{} on {}", words[2], words[0]));
    format!("{cores} cores, {}, {below}; {}", model.unwrap_or("?"), load())
}

/// How busy the machine is: figures of a busy one mean nothing.
pub(crate) fn load() -> String {
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    format!("load {}", load.split(' ').take(3).collect::<Vec<_>>().join(" "))
}
