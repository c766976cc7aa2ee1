//! **Pause** (spec A04, S13): on the instant, under moved clocks, and what it leaves alone.

use domain::ids::PauseId;
use domain::pause::{Pause, PauseLength};
use domain::sign_in::{How, Outcome};
use domain::step_up::{Act, Needs, Stamps, needs};
use domain::time::{DAY, HOUR, MINUTE, Term};

use crate::world::{DESK, Has, World};

fn pause(world: &mut World, staff: domain::ids::StaffId, length: PauseLength) {
    let term = Term::starting(world.at, length.ms());
    let person = &mut world.people.get_mut(&staff).unwrap().person;
    person.pause = Some(Pause { id: PauseId(1), term });
}

#[test]
fn a04_while_a_pause_holds_the_password_alone_signs_in_and_at_its_end_a_code_is_asked() {
    for length in PauseLength::ALL {
        for has in Has::ON {
            let mut world = World::new();
            let ann = world.person_who(has);
            pause(&mut world, ann, *length);
            world.pass(length.ms() - 1);
            let outcome = world.begin(ann, DESK);
            assert_eq!(outcome, Outcome::Passed(How::PasswordAlone), "{length} {has:?}");
            world.pass(1);
            let outcome = world.begin(ann, DESK);
            assert!(!matches!(outcome, Outcome::Passed(_)), "{length} {has:?}: {outcome:?}");
        }
    }
}

/// Z08: what ends a permission counts the larger of the two times passed.
#[test]
fn a04_no_moved_clock_makes_a_pause_last_longer() {
    let mut world = World::new();
    let ann = world.person_who(Has::Texts);
    pause(&mut world, ann, PauseLength::Hour);
    world.move_wall(-DAY);
    world.pass(HOUR);
    assert!(!world.people[&ann].person.is_paused(world.at));
}

/// M10: pause is no code step.
#[test]
fn m10_a_paused_person_is_asked_a_code_before_every_act() {
    let mut world = World::new();
    let ann = world.person_who(Has::Texts);
    pause(&mut world, ann, PauseLength::Day);
    let person = world.people[&ann].person.clone();
    for act in Act::ALL {
        let stamps = Stamps {
            password: Some(world.at),
            password_act: Some(*act),
            code_step: None,
        };
        let asked = needs(*act, &person, stamps, world.at.plus(MINUTE));
        let code_alone = Needs {
            password: false,
            code: true,
        };
        assert_eq!(asked, code_alone, "{act}");
    }
}
