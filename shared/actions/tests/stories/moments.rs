//! What changes between looking and writing (spec S14): Argon2id runs outside any transaction, and so does much else.

use std::fs::File;
use std::os::unix::fs::MetadataExt;
use std::thread::{JoinHandle, yield_now};

use actions::begin_sign_in::{BeginSignIn, Begun, begin_sign_in};
use fixtures::clinic::{Clinic, JANE, LOCK, elsewhere, typed};

/// The turn to write, held by this test.
struct Turn(File);

impl Turn {
    fn take(clinic: &Clinic) -> Self {
        let file = File::options()
            .read(true)
            .write(true)
            .open(clinic.data().write_lock())
            .unwrap();
        file.lock().unwrap();
        Self(file)
    }

    /// Returns when somebody stands in line for it, which the kernel lists as `-> FLOCK`, or has given up.
    fn until_somebody_waits<T>(&self, who: &JoinHandle<T>) {
        let inode = format!(":{} ", self.0.metadata().unwrap().ino());
        let in_line = |line: &str| line.contains("->") && line.contains(&inode);
        while !std::fs::read_to_string("/proc/locks").unwrap().lines().any(in_line) && !who.is_finished() {
            yield_now();
        }
    }
}

/// jane's right password is checked; then `change` happens; then the verdict is written.
fn meanwhile(change: impl FnOnce(&rusqlite::Connection)) -> Begun {
    let clinic = Clinic::new();
    let turn = Turn::take(&clinic);
    let (mut db, policy) = (clinic.another_db(), clinic.policy.clone());
    let (entropy, at) = (clinic.dice.throw(), clinic.clock.now());
    let person = std::thread::spawn(move || {
        let command = BeginSignIn {
            username: JANE.username,
            password: &typed(JANE.password),
            client: &elsewhere(),
            lock_name: LOCK,
            policy: &policy,
            entropy,
        };
        begin_sign_in(&mut db, &command, at).unwrap()
    });
    turn.until_somebody_waits(&person);
    change(&clinic.foreign());
    drop(turn);
    person.join().unwrap()
}

#[test]
fn s14_a_right_password_gets_in_when_nothing_changed_meanwhile() {
    assert!(matches!(meanwhile(|_| {}), Begun::SignedIn { .. }));
}

#[test]
fn s14_a_password_changed_while_it_was_being_checked_lets_nobody_in() {
    let changed = meanwhile(|foreign| {
        let fays = "UPDATE staff SET password_hash = (SELECT password_hash FROM staff WHERE username = 'fay')
            WHERE username = 'jane'";
        assert_eq!(foreign.execute(fays, []).unwrap(), 1);
    });
    assert!(matches!(changed, Begun::Wrong { .. }), "{changed:?}");
}

#[test]
fn s14_access_taken_away_while_the_password_was_being_checked_lets_nobody_in() {
    let changed = meanwhile(|foreign| {
        let none = "UPDATE staff SET access = 'none' WHERE username = 'jane'";
        assert_eq!(foreign.execute(none, []).unwrap(), 1);
    });
    assert!(matches!(changed, Begun::Wrong { .. }), "{changed:?}");
}

#[test]
fn s14_a_second_step_turned_on_while_the_password_was_being_checked_is_asked() {
    let changed = meanwhile(|foreign| {
        let on = "BEGIN; INSERT INTO methods (staff_id, kind, added_at) VALUES (1, 'sms', 0);
            UPDATE staff SET default_method = 'sms' WHERE id = 1; COMMIT";
        foreign.execute_batch(on).unwrap();
    });
    assert!(matches!(changed, Begun::SecondStep { .. }), "{changed:?}");
}
