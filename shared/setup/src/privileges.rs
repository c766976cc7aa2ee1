//! Who the program runs as (spec U01, U06): never more than it was started as, never root where the data directory is
//! another user's. To be called in this order, at the very start and before any thread: [`operator_login`] (where a
//! command needs it), [`start_private`], [`become_owner`] or [`become_future_owner`].

use std::os::unix::fs::MetadataExt;

use rustix::fs::Mode;
use rustix::process::{Gid, Uid, getegid, geteuid, getgid, getuid};

use crate::data_dir::DataDir;
use crate::error::SetupError;

/// The system user an installed clinic belongs to.
pub const SYSTEM_USER: &str = "vestibule";

/// What the kernel says in `/proc/self/loginuid` of a process nobody logged in for.
const NOBODY_LOGGED_IN: u32 = u32::MAX;

/// Refuses a setuid or setgid start, and makes everything this process creates private to its user.
///
/// # Errors
/// [`SetupError::ElevatedStart`].
pub fn start_private() -> Result<(), SetupError> {
    refuse_elevation((getuid(), geteuid()), (getgid(), getegid()))?;
    rustix::process::umask(Mode::RWXG | Mode::RWXO);
    Ok(())
}

fn refuse_elevation(uids: (Uid, Uid), gids: (Gid, Gid)) -> Result<(), SetupError> {
    if uids.0 == uids.1 && gids.0 == gids.1 {
        Ok(())
    } else {
        Err(SetupError::ElevatedStart)
    }
}

/// Started as root: becomes the data directory's owner for good. Anybody else, and root where the directory is root's own
/// (a machine with no other user), stays who he is.
///
/// # Errors
/// [`SetupError::UserSwitch`], after which nothing may be opened.
pub fn become_owner(dir: &DataDir) -> Result<(), SetupError> {
    match owner(dir) {
        Some(found) => switch_from_root(found),
        None => Ok(()),
    }
}

/// The same for `init`: the owner of a directory that is there and not root's, else the user `vestibule` where that
/// user exists, else nobody but root.
///
/// # Errors
/// [`SetupError::UserSwitch`], after which nothing may be made.
pub fn become_future_owner(dir: &DataDir) -> Result<(), SetupError> {
    let theirs = owner(dir).filter(|found| !found.uid.is_root());
    let passwd = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
    match theirs.or_else(|| user_named(&passwd, SYSTEM_USER)) {
        Some(found) => switch_from_root(found),
        None => Ok(()),
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct User {
    uid: Uid,
    gid: Gid,
}

/// The owner of the directory with his own group, or with the directory's where he stands in no `/etc/passwd`.
fn owner(dir: &DataDir) -> Option<User> {
    let facts = dir.path().symlink_metadata().ok()?;
    let uid = Uid::from_raw(facts.uid());
    let passwd = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
    let gid = entries(&passwd)
        .find(|entry| entry.user.uid == uid)
        .map(|entry| entry.user.gid);
    Some(User {
        uid,
        gid: gid.unwrap_or(Gid::from_raw(facts.gid())),
    })
}

fn switch_from_root(to: User) -> Result<(), SetupError> {
    if !geteuid().is_root() || to.uid.is_root() {
        return Ok(());
    }
    let refused = |why: String| SetupError::UserSwitch {
        uid: to.uid.as_raw(),
        why,
    };
    // The kernel switches one thread; later threads inherit, but one that runs already would stay root.
    let threads = std::fs::read_dir("/proc/self/task")
        .map(Iterator::count)
        .map_err(|error| refused(error.to_string()))?;
    if threads != 1 {
        return Err(refused("it has begun to work already".into()));
    }
    switch_thread(to).map_err(refused)
}

/// Groups first, while still allowed, then the user; real, effective and saved, so that there is no way back.
fn switch_thread(to: User) -> Result<(), String> {
    use rustix::thread::{set_thread_groups, set_thread_res_gid, set_thread_res_uid};
    set_thread_groups(&[to.gid])
        .and_then(|()| set_thread_res_gid(to.gid, to.gid, to.gid))
        .and_then(|()| set_thread_res_uid(to.uid, to.uid, to.uid))
        .map_err(|errno| errno.to_string())?;
    let is_done = (getuid(), geteuid()) == (to.uid, to.uid) && (getgid(), getegid()) == (to.gid, to.gid);
    if is_done {
        Ok(())
    } else {
        Err("the system did not do what it said".into())
    }
}

/// The operator's name for the audit: who logged in (`/proc/self/loginuid`), else who runs the program; by name where
/// `/etc/passwd` has one, else by number. To be read before the user is switched.
#[must_use]
pub fn operator_login() -> String {
    let loginuid = std::fs::read_to_string("/proc/self/loginuid").unwrap_or_default();
    let passwd = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
    login_of(&loginuid, getuid().as_raw(), &passwd)
}

fn login_of(loginuid: &str, uid: u32, passwd: &str) -> String {
    let logged_in = loginuid.trim().parse().ok().filter(|found| *found != NOBODY_LOGGED_IN);
    let uid = logged_in.unwrap_or(uid);
    let name = entries(passwd)
        .find(|entry| entry.user.uid.as_raw() == uid)
        .map(|entry| entry.name.to_owned());
    name.unwrap_or_else(|| uid.to_string())
}

fn user_named(passwd: &str, name: &str) -> Option<User> {
    entries(passwd).find(|entry| entry.name == name).map(|entry| entry.user)
}

struct Entry<'a> {
    name: &'a str,
    user: User,
}

/// The lines of `/etc/passwd`: name, password, uid, gid, … (passwd(5)).
fn entries(passwd: &str) -> impl Iterator<Item = Entry<'_>> {
    passwd.lines().filter_map(|line| {
        let mut fields = line.split(':');
        let (name, _password) = (fields.next()?, fields.next()?);
        let (uid, gid) = (fields.next()?.parse().ok()?, fields.next()?.parse().ok()?);
        // −1 means "leave as it is" to the kernel.
        (uid != u32::MAX && gid != u32::MAX && !name.is_empty()).then(|| Entry {
            name,
            user: User {
                uid: Uid::from_raw(uid),
                gid: Gid::from_raw(gid),
            },
        })
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const PASSWD: &str = "root:x:0:0:root:/root:/bin/sh\n\
         broken line\n\
         odd:x:4294967295:7::/:/bin/sh\n\
         jane:x:1001:1002:Jane:/home/jane:/bin/bash\n\
         vestibule:x:990:991::/var/lib/vestibule:/bin/sh\n";

    #[test]
    fn u01_a_setuid_or_setgid_start_is_refused() {
        let uid = |id| Uid::from_raw(id);
        let gid = |id| Gid::from_raw(id);
        assert!(refuse_elevation((uid(5), uid(5)), (gid(6), gid(6))).is_ok());
        let setuid = refuse_elevation((uid(5), uid(0)), (gid(6), gid(6))).unwrap_err();
        let setgid = refuse_elevation((uid(5), uid(5)), (gid(6), gid(0))).unwrap_err();
        for error in [setuid, setgid] {
            assert_eq!(error.exit_code(), 78);
            assert!(error.to_string().contains("nothing was opened"), "{error}");
        }
    }

    #[test]
    fn u01_what_the_program_makes_is_private() {
        start_private().unwrap();
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("f");
        std::fs::write(&path, "").unwrap();
        assert_eq!(path.metadata().unwrap().mode() & 0o077, 0);
    }

    #[test]
    fn u06_the_operator_is_who_logged_in_else_who_runs_the_program() {
        assert_eq!(login_of("1001\n", 0, PASSWD), "jane");
        assert_eq!(login_of("4294967295", 0, PASSWD), "root");
        assert_eq!(login_of("", 990, PASSWD), "vestibule");
        assert_eq!(login_of("1234", 0, PASSWD), "1234");
        assert!(!operator_login().is_empty());
    }

    #[test]
    fn u06_the_system_user_is_found_by_name() {
        let found = user_named(PASSWD, SYSTEM_USER).unwrap();
        assert_eq!(
            found,
            User {
                uid: Uid::from_raw(990),
                gid: Gid::from_raw(991)
            }
        );
        assert_eq!(user_named(PASSWD, "odd"), None);
        assert_eq!(user_named(PASSWD, "nobody"), None);
    }

    #[test]
    fn u06_an_owner_stays_who_he_is() {
        let base = tempfile::tempdir().unwrap();
        let dir = DataDir::at(base.path());
        let before = (getuid(), getgid());
        become_owner(&dir).unwrap();
        become_owner(&DataDir::at(base.path().join("none"))).unwrap();
        assert_eq!((getuid(), getgid()), before);
    }

    #[test]
    fn u06_root_becomes_the_other_user_for_good_and_nobody_else_can() {
        let to = User {
            uid: Uid::from_raw(64_990),
            gid: Gid::from_raw(64_991),
        };
        let is_root = geteuid().is_root();
        // The kernel switches the calling thread alone, so the other tests stay who they are.
        let (outcome, way_back) = std::thread::spawn(move || {
            let outcome = switch_thread(to);
            (outcome, rustix::thread::set_thread_uid(Uid::ROOT))
        })
        .join()
        .unwrap();
        assert_eq!(outcome.is_ok(), is_root, "{outcome:?}");
        assert!(way_back.is_err());
        // With a second thread running (the test's own) nobody is switched half.
        let error = switch_from_root(to);
        assert_eq!(error.is_err(), is_root);
        assert_eq!(geteuid().is_root(), is_root);
    }
}
