//! Writes a 2SV status report of made-up people, to be looked at: `cargo run -p vestibule-document --example status -- 40 s.pdf`.

use std::io::{Error, ErrorKind};

use document::{StatusPerson, StatusReport, status_report};
use domain::report::{Rules, Totals};

fn person(number: usize) -> StatusPerson {
    StatusPerson {
        name: format!("Rosalind Featherstonehaugh {number}"),
        username: format!("rosalind{number}"),
        access: "full access".into(),
        two_step: ["on", "off", "paused until Tue 24 Nov, 14:03"][number % 3].into(),
        methods: ["text, app", "", "app"][number % 3].into(),
        default: ["text", "", "app"][number % 3].into(),
        since: ["24 Nov 2026", "", "1 Jan 2026"][number % 3].into(),
        last_sign_in: "23 Nov 2026".into(),
    }
}

fn main() -> Result<(), Error> {
    let mut arguments = std::env::args().skip(1);
    let number = arguments.next().and_then(|number| number.parse().ok());
    let (Some(number), Some(path)) = (number, arguments.next()) else {
        return Err(Error::new(
            ErrorKind::InvalidInput,
            "say how many people, and which file",
        ));
    };
    let people: Vec<StatusPerson> = (0..number).map(person).collect();
    let report = StatusReport {
        clinic: "Maple Street Clinic",
        made: "Tue 24 Nov 2026, 14:03 (America/Vancouver)",
        by: "Jane Doe",
        rules: Rules {
            enforced: false,
            trust_allowed: true,
        },
        totals: Totals {
            people: number,
            on: number / 3,
            off: number / 3,
            paused: number - 2 * (number / 3),
            text_alone: 0,
            app_alone: number / 3,
            both: number / 3,
            no_access: 0,
        },
        people: &people,
    };
    let bytes = status_report(&report).map_err(Error::other)?;
    std::fs::write(path, &*bytes)
}
