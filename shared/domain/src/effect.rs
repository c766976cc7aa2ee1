//! What has to be written down because of a decision. Refusals carry effects too: they count, lock, mail and audit, and
//! every caller applies all of them in the transaction that loaded the facts.

use crate::audit::Entry;
use crate::challenge::Purpose;
use crate::ids::{ChallengeId, PendingId, SessionId, StaffId, TrustId};
use crate::lockout::{Class, Ladder};
use crate::message::Notice;
use crate::sign_in::Admission;
use crate::step_up::Act;
use crate::time::Term;

/// One thing to write. The order in a list is the order to write in.
#[derive(Debug)]
pub enum Effect {
    /// Opens the second step of a sign-in.
    OpenPending {
        /// Ten minutes from the password.
        term: Term,
    },
    /// One more wrong code or recovery code was typed in this pending sign-in.
    CountInPending(PendingId),
    /// The pending sign-in is over.
    ClosePending(PendingId),
    /// A new challenge, and the text that carries its code.
    IssueChallenge {
        /// Its random id.
        id: ChallengeId,
        /// What it is for.
        purpose: Purpose,
        /// The session it belongs to.
        session: Option<SessionId>,
        /// The number, E.164.
        to: String,
        /// Life of its code.
        term: Term,
    },
    /// A new code of the same challenge replaces the one before.
    ReissueChallenge {
        /// Which challenge.
        id: ChallengeId,
        /// The count from now on.
        reissue: u32,
        /// Life of the new code.
        term: Term,
    },
    /// A text with the challenge's code is owed.
    OweText {
        /// Which challenge.
        id: ChallengeId,
        /// Which of its codes.
        reissue: u32,
        /// The number, E.164.
        to: String,
        /// What the code is for.
        purpose: Purpose,
    },
    /// The challenge is used up; only whoever changes the row from open may go on (spec C03).
    UseChallenge(ChallengeId),
    /// The time step of an app's code is used up, and every earlier one; only whoever moves it forward may go on (C04).
    UseTimeStep(StaffId, i64),
    /// The challenge is not needed any more.
    WithdrawChallenge(ChallengeId),
    /// Every open code of this person typed from browsers of that class dies (spec L01).
    VoidCodes(StaffId, Class),
    /// A wrong code is counted (spec L02).
    CountWrongCode(StaffId, Class),
    /// A wrong recovery code is counted (spec L04).
    CountWrongRecovery(StaffId, Class),
    /// The counter of a class from now on.
    StoreLadder(StaffId, Class, Ladder),
    /// The recovery code is dead and a fresh one takes its place, not yet saved (spec R03, R04).
    ReplaceRecovery(StaffId),
    /// This person trusts this browser from now on (spec T01, T02).
    Trust {
        /// 30 days from ticking.
        term: Term,
    },
    /// A trusted browser skipped the second step.
    UseTrust(TrustId),
    /// Every trust of this person ends (spec T05), for a reason in a few words.
    EndTrust(StaffId, &'static str),
    /// The browser is known from now on, recognised too where a second step was finished.
    MarkFamiliar {
        /// A second step was finished.
        second_step: bool,
    },
    /// A code step was passed in this session (spec M10).
    StampCodeStep(SessionId),
    /// The own password was typed in this session, for that act (spec M10).
    StampPassword(SessionId, Act),
    /// A step-up failed in this session.
    CountStepUpFailure(SessionId),
    /// A session begins.
    Admit(Admission),
    /// A mail is owed.
    Owe(Notice),
    /// A row of the record.
    Record(Entry),
}
