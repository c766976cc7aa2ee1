//! The table of permissions against a second opinion, every role, task, target and state of it (spec A, E05, D03).
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;

use domain::ids::StaffId;
use domain::permission::{Actor, Denied, TABLE, Target, Task, Whom, may, needs_reason, operator_may, rule_of};
use domain::person::Access;

const ME: StaffId = StaffId(1);
const OTHER: StaffId = StaffId(2);

/// Every way a person can stand.
fn targets() -> Vec<Target> {
    let mut all = Vec::new();
    for access in Access::ALL {
        for bits in 0..16u8 {
            for id in [ME, OTHER] {
                all.push(Target {
                    id,
                    access: *access,
                    two_step_on: bits & 1 > 0,
                    paused: bits & 2 > 0,
                    waits: bits & 4 > 0,
                    has_signed_in: bits & 8 > 0,
                });
            }
        }
    }
    all
}

/// What the spec says, told once more in other words.
fn second_opinion(task: Task, access: Access, target: &Target) -> bool {
    let manager = matches!(access, Access::Owner | Access::Full);
    let other = target.id != ME;
    let in_use = target.access != Access::None;
    match task {
        Task::SeeStaff | Task::EditStaff => manager,
        Task::AddStaff
        | Task::ImportStaff
        | Task::ExportStaff
        | Task::CancelRecovery
        | Task::Settings
        | Task::SeeActivity
        | Task::ExportActivity
        | Task::Report => manager,
        Task::ChangeAccess => manager && other && target.access != Access::Owner,
        Task::ChangeNumber | Task::EndSessions | Task::EndTrust => manager && other,
        Task::Pause => manager && other && in_use && !target.paused,
        Task::EndPause => manager && other && target.paused,
        Task::Remove => manager && other && target.two_step_on,
        Task::ResetPassword => manager && other && in_use,
        Task::FirstPasswords => manager && other && in_use && !target.has_signed_in,
        Task::LiftWait => manager && other && target.waits,
        Task::TransferOwnership => {
            access == Access::Owner && other && target.access == Access::Full && target.two_step_on
        }
        Task::AcceptOwnership => access == Access::Full,
    }
}

#[test]
fn a03_a05_every_role_task_target_and_state_is_as_the_spec_says() {
    let mut allowed = BTreeSet::new();
    for task in Task::ALL {
        for access in Access::ALL {
            for target in targets() {
                let actor = Actor {
                    id: ME,
                    access: *access,
                };
                let decided = may(*task, actor, Some(&target));
                let right = second_opinion(*task, *access, &target);
                assert_eq!(decided.is_ok(), right, "{task} by {access} to {target:?}: {decided:?}");
                if right {
                    allowed.insert(*task);
                }
            }
        }
    }
    assert_eq!(allowed.len(), Task::ALL.len(), "every task can be done by somebody");
}

#[test]
fn e05_every_task_has_one_row_and_none_of_it_is_for_staff_or_people_without_access() {
    assert_eq!(TABLE.len(), Task::ALL.len());
    for task in Task::ALL {
        let rule = rule_of(*task);
        assert_eq!(rule.task, *task);
        for access in [Access::Staff, Access::None] {
            assert!(!rule.by.contains(&access), "{task}");
            let actor = Actor { id: ME, access };
            assert!(may(*task, actor, None).is_err(), "{task} by {access}");
        }
    }
}

#[test]
fn a02_the_operator_is_held_by_whom_and_state_as_managers_are() {
    for task in Task::ALL {
        for target in targets().into_iter().filter(|target| target.id == OTHER) {
            let by_operator = operator_may(*task, &target);
            let owner = Actor {
                id: ME,
                access: Access::Owner,
            };
            let full = Actor {
                id: ME,
                access: Access::Full,
            };
            let by_manager = may(*task, owner, Some(&target)).or_else(|_| may(*task, full, Some(&target)));
            assert_eq!(by_operator.is_ok(), by_manager.is_ok(), "{task} to {target:?}");
        }
    }
}

#[test]
fn a02_nobody_changes_the_owner_s_access() {
    let owner = targets().into_iter().filter(|target| target.access == Access::Owner);
    for target in owner.filter(|target| target.id == OTHER) {
        let full = Actor {
            id: ME,
            access: Access::Full,
        };
        assert_eq!(may(Task::ChangeAccess, full, Some(&target)), Err(Denied::IsOwner));
        assert_eq!(operator_may(Task::ChangeAccess, &target), Err(Denied::IsOwner));
    }
    assert_eq!(rule_of(Task::ChangeAccess).whom, Whom::OthersButOwner);
}

/// H05: no refusal is without a sentence of its own.
#[test]
fn h05_every_refusal_is_a_sentence() {
    let mut sentences = BTreeSet::new();
    for task in Task::ALL {
        for access in Access::ALL {
            for target in targets() {
                let actor = Actor {
                    id: ME,
                    access: *access,
                };
                if let Err(denied) = may(*task, actor, Some(&target)) {
                    let sentence = denied.to_string();
                    assert!(sentence.ends_with('.') && sentence.len() > 20, "{sentence}");
                    sentences.insert(sentence);
                }
            }
        }
    }
    assert_eq!(sentences.len(), 12, "{sentences:#?}");
}

#[test]
fn a03_a07_a_reason_is_needed_for_pause_remove_and_the_reset_of_who_has_signed_in() {
    for task in Task::ALL {
        let always = matches!(task, Task::Pause | Task::Remove);
        assert_eq!(needs_reason(*task, false), always, "{task}");
        assert_eq!(
            needs_reason(*task, true),
            always || *task == Task::ResetPassword,
            "{task}"
        );
    }
}

/// A06: whoever has an account works here; there is no word for anybody else.
#[test]
fn a06_an_account_is_of_the_staff_and_no_patient_s_or_client_s() {
    let words: Vec<&str> = Access::ALL.iter().map(|access| access.label()).collect();
    assert_eq!(words, ["owner", "full access", "staff", "no access"]);
    for foreign in ["patient", "client"] {
        assert_eq!(Access::parse(foreign), None);
    }
}
