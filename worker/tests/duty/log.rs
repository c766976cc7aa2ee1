//! What the log says (spec Z03, T34).

use std::io::Write;
use std::sync::{Arc, Mutex};

use domain::delivery::{Handover, Obstacle};
use domain::time::{DAY, HOUR, MINUTE};
use fixtures::clinic::{FAY, JANE, Person, SAM, elsewhere};
use tracing::Level;

use crate::bench::{Bench, code_in, everybody_listens, refused};
use crate::exports::{get_in_the_way, save};

/// What was written to a log.
#[derive(Clone, Default)]
pub(crate) struct Pages(Arc<Mutex<Vec<u8>>>);

impl Pages {
    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

impl Write for Pages {
    fn write(&mut self, line: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(line);
        Ok(line.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn everything_happens(bench: &mut Bench) {
    bench.tick();
    bench.texts.answer_next(refused(20003));
    bench.mails.answer_next(Handover::Unknown { why: Obstacle::Timeout });
    for number in 10..13 {
        bench.clinic.pending(&SAM, &fixtures::clinic::browser(number));
        bench.after(2 * MINUTE);
    }
    let pending = bench.clinic.pending(&SAM, &elsewhere());
    bench.clinic.wrong_codes(&SAM, &pending, &elsewhere(), 5);
    bench.after(MINUTE);
    bench.clinic.clock.wall_only(2 * HOUR);
    bench.tick();
    save(&mut bench.clinic);
    let stuck = save(&mut bench.clinic);
    get_in_the_way(&stuck);
    bench.after(DAY);
    bench.after(MINUTE);
}

#[test]
fn z03_the_log_names_ids_and_never_people_codes_or_bodies_at_any_level() {
    everybody_listens();
    let pages = Pages::default();
    let writer = pages.clone();
    let log = tracing_subscriber::fmt()
        .with_max_level(Level::TRACE)
        .with_writer(move || writer.clone())
        .finish();
    let mut bench = Bench::new();
    tracing::subscriber::with_default(log, || everything_happens(&mut bench));

    let log = pages.text();
    assert!(
        log.contains(" id=5") && log.contains("outcome=") && log.contains("clock jumped"),
        "{log}"
    );
    assert!(log.contains("erased files") && log.contains("Is a directory"), "{log}");
    assert_eq!(
        log.matches("erasing files of exports/").count(),
        1,
        "trouble that lasts is told once: {log}"
    );
    let texts: Vec<_> = bench.texts.attempts().into_iter().map(|(text, _)| text).collect();
    assert!(texts.len() >= 3 && !bench.mails.attempts().is_empty());
    for text in &texts {
        assert!(
            !log.contains(&code_in(text)) && !log.contains(text.body.reveal()),
            "{log}"
        );
    }
    for Person {
        username,
        name,
        email,
        mobile,
        ..
    } in [JANE, FAY, SAM]
    {
        for word in [username, name, email, mobile] {
            assert!(!log.contains(word), "{word} stands in the log");
        }
    }
}
