//! "Why was I refused?" (spec D03): the one rule that fired, in words for whoever sits at the front desk, and what the
//! person can do now.

use crate::audit::{Ending, Kind};

/// Why something did not happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reason {
    /// What was looked at, and what came of it.
    pub why: &'static str,
    /// What the person, or whoever helps, can do.
    pub now: &'static str,
}

const fn reason(why: &'static str, now: &'static str) -> Reason {
    Reason { why, now }
}

const THREE_WAYS: &str = "Wait until the time that the sign-in screen shows, use the recovery code, or let a manager lift the \
                          wait on the person's page in Staff.";
const NEXT_CODE: &str = "Wait for the app's next code and type that one.";
const NEWEST_TEXT: &str = "Use the code of the newest text, or choose Resend code for another.";

/// Why a row says refused or failed, and what now; `None` for what was done.
#[must_use]
pub fn explain(kind: Kind, outcome: Ending, rule: &str) -> Option<Reason> {
    match outcome {
        Ending::Done => None,
        Ending::Refused | Ending::Failed => Some(of_kind(kind, rule).unwrap_or_else(|| of_rule(rule, outcome))),
    }
}

/// What a rule means depends on what was tried.
fn of_kind(kind: Kind, rule: &str) -> Option<Reason> {
    Some(match (kind, rule) {
        (Kind::PasswordWrong, _) => reason(
            "The password was wrong, the user name is nobody's, or the person has no access. The screen says the same in \
             all three cases, so that strangers learn nothing.",
            "Type the password again and mind capitals. Who has forgotten it asks a manager for Reset password.",
        ),
        (Kind::PasswordLockedOut, _) => reason(
            "Too many wrong passwords had been typed under this user name, so this one was not looked at.",
            "Wait: half a minute at first, an hour at most; the screen says how long. A manager can make a temporary \
             password with Reset password. If it was not the person, tell them that somebody tries their name.",
        ),
        (Kind::Password, "A07") => reason(
            "The password was right, but it was a temporary one and its 72 hours were over.",
            "A manager makes a new one with Reset password on the person's page in Staff.",
        ),
        (Kind::CodeWrong, _) => reason(
            "The code that was typed was none of this person's: not the one in the newest text, nor the one the app showed.",
            "Type the newest code. With an app, check that phone and server show the same time. After 5 wrong codes in a \
             row everybody has to wait; the recovery code works all the same.",
        ),
        (Kind::CodeLockedOut, _) => reason(
            "A wait after wrong codes was running, so the code was not looked at, right or wrong.",
            THREE_WAYS,
        ),
        (Kind::RecoveryLockedOut, _) => reason(
            "Too many wrong recovery codes had been typed, so this one was not looked at.",
            "Sign in with a code from the phone, or let a manager help with Pause or Remove. After 24 hours recovery codes \
             are looked at again.",
        ),
        (Kind::RecoveryWrong, _) => reason(
            "What was typed is not this person's recovery code.",
            "Look it up again: six letters and digits, on paper or in the password manager. Capitals and blanks make no \
             difference.",
        ),
        (Kind::CodeAsked, "C05") => reason(
            "No text was sent: the one before was too recent, or this person had got 5 in ten minutes or 20 that day.",
            "Use the newest text that came. Resend code says from when another is sent. The app or the recovery code work \
             at once.",
        ),
        (Kind::CodeAsked, "L01") => reason(
            "A wait after wrong codes was running; no text is sent meanwhile.",
            THREE_WAYS,
        ),
        (Kind::CodeAsked, "S09") => reason(
            "The password was typed more than ten minutes before; after that no text is sent.",
            "Sign in again from the start.",
        ),
        (Kind::StepUp, "L08") => reason(
            "Too many wrong passwords had been typed, so this one was not looked at. Nothing was changed.",
            "Wait as long as the screen says, then type the own password again.",
        ),
        (Kind::StepUp, _) => reason(
            "The own password, which is asked again before an important change, was wrong. Nothing was changed.",
            "Type the own password again. Who has forgotten it asks a manager for Reset password.",
        ),
        (Kind::Message, "C06") => reason(
            "The text had waited so long that its code was nearly over, so it was not sent any more.",
            "Choose Resend code. If texts wait often, let whoever looks after the server run `vestibule doctor`.",
        ),
        (Kind::Message, "") => reason(
            "The phone company or the mail server did not take the message, or did not say what became of it; the detail \
             has their word.",
            "Check the person's number or address on their page. Resend code sends a new text; the app and the recovery \
             code work without any.",
        ),
        (Kind::DocumentRefused, _) => reason(
            "The document was not handed out: the pickup number was wrong, its ten minutes were over, or it was asked for \
             from another browser.",
            "Make the document again and type the number that is shown then, at the same terminal.",
        ),
        (Kind::RecordChecked, _) => reason(
            "The record is not as it was written: a row was changed, removed, put elsewhere or cut off.",
            "Keep the file as it is, compare it with the backups, and find out who could write to it. The detail names the \
             first row.",
        ),
        _ => return None,
    })
}

fn of_rule(rule: &str, outcome: Ending) -> Reason {
    match rule {
        "C01" => reason(
            "The code was right, but for something else: one for signing in does not confirm a change, nor the other way \
             round.",
            NEWEST_TEXT,
        ),
        "C02" => reason(
            "The code was right, but older than 5 minutes. That is not counted as wrong.",
            "Choose Resend code and type the new one within 5 minutes.",
        ),
        "C03" => reason(
            "The code was right, but had been used already. That is not counted as wrong.",
            "Choose Resend code and use the new one.",
        ),
        "C04" => reason(
            "The app's code was right, but had been used already, for instance at the set-up or a moment before. That is \
             not counted as wrong.",
            NEXT_CODE,
        ),
        "C05" => reason(
            "The code was right, but a newer text had replaced it. That is not counted as wrong.",
            NEWEST_TEXT,
        ),
        "L01" => reason(
            "Five wrong codes in a row had been typed; meanwhile nothing is looked at.",
            THREE_WAYS,
        ),
        "L02" => reason(
            "Too many wrong codes had been typed within 30 days; meanwhile nothing is looked at.",
            THREE_WAYS,
        ),
        "L04" => reason(
            "Too many wrong recovery codes had been typed.",
            "Sign in with a code from the phone, or ask a manager.",
        ),
        "L06" => reason(
            "The code was right, but had been withdrawn, for instance because wrong ones followed. That is not counted as \
             wrong.",
            NEWEST_TEXT,
        ),
        "L08" => reason(
            "Too many wrong passwords had been typed under this user name.",
            "Wait as long as the screen says, then try again.",
        ),
        "M05" => reason(
            "The app's code was right for another time: the phone's clock goes wrong. That is not counted as wrong.",
            "Let the phone set its time by itself (automatic date and time), then type the next code.",
        ),
        "M10" => reason(
            "The own password or a code was asked again before an important change, and was not right.",
            "Try again, or ask a manager.",
        ),
        "R06" => reason(
            "This recovery code had been used or replaced by a newer one.",
            "Use the newest one. Who has it no more signs in with a code and chooses Generate new, or asks a manager.",
        ),
        "R09" => reason(
            "The document was not handed out, or could not be made.",
            "Make it again; a number to fetch it works once, for ten minutes.",
        ),
        "S02" => reason(
            "The password was wrong, the user name is nobody's, or the person has no access.",
            "Type it again. Who has forgotten it asks a manager for Reset password.",
        ),
        "S10" => reason(
            "The password was right, but no code followed within ten minutes. Either the person was interrupted, or \
             somebody else knows the password.",
            "Ask the person. If it was not them: a new password at once (Profile, or Reset password), and look where the \
             sign-in came from.",
        ),
        "W02" => reason(
            "The worker stopped while the text was on its way, so nobody knows whether it went out. It is not sent again by \
             itself.",
            "If no text came, choose Resend code.",
        ),
        "W07" => reason(
            "No text was sent: the clinic had sent as many texts that day as are allowed (vestibule.toml).",
            "Use the app or the recovery code. Whoever looks after the server can raise the cap.",
        ),
        other => match (rule_words(other), outcome) {
            (Some(words), _) => reason(words, "Ask a manager, or whoever looks after the server."),
            (None, Ending::Failed) => reason(
                "It could not be done; the detail says more.",
                "Try again; if it stays so, ask whoever looks after the server.",
            ),
            (None, Ending::Done | Ending::Refused) => reason(
                "It was refused; the detail says more.",
                "Try again; if it stays so, ask whoever looks after the server.",
            ),
        },
    }
}

/// What a rule says, for every one that may stand in the record.
#[must_use]
pub fn rule_words(rule: &str) -> Option<&'static str> {
    Some(match rule {
        "A02" => "Managers keep the staff list; exactly one person owns the account.",
        "A03" => "A manager pauses or removes somebody's second step, with a reason, after typing the own password.",
        "A04" => "A pause ends by itself; meanwhile the password alone signs in.",
        "A05" => "A manager may lift a wait and end somebody's sessions and trusted browsers.",
        "A07" => "A temporary password works for 72 hours and has to be changed at the sign-in.",
        "C01" => "A texted code is for one person and one purpose.",
        "C02" => "A texted code works for 5 minutes.",
        "C03" => "A code works once.",
        "C04" => "A code of the app works once.",
        "C05" => {
            "Texts have to be some time apart, 5 in ten minutes and 20 a day at most; a newer one replaces an older one."
        }
        "C06" => "A text goes out only with a minute or more of its code left.",
        "D01" => "What happens is written down in the record.",
        "D02" => "The record shows when somebody changed it.",
        "D03" => "Managers may read and export the record.",
        "D04" => "Managers may make the report on 2-Step Verification.",
        "E01" => {
            "2-Step Verification is required of all or of nobody, and trusted browsers are allowed to all or to nobody."
        }
        "E02" => "Before 2-Step Verification is required, it is shown whom that concerns.",
        "E03" => "Where 2-Step Verification is required, who has none sets it up at the next sign-in.",
        "E04" => "Who presses no key for the time that is set is signed out.",
        "E05" => "Each change of a setting is written down.",
        "L01" => "5 wrong codes in a row start a wait of 15 minutes, each further 5 one twice as long.",
        "L02" => "10 wrong codes within 30 days start a wait of 72 hours, from a familiar browser 30 one of 24 hours.",
        "L04" => "5 wrong recovery codes within 24 hours, and none is looked at until they are that old.",
        "L06" => "A right code that is dead is refused and not counted as wrong.",
        "L08" => "10 wrong passwords under one user name start waits of 30 seconds up to an hour.",
        "L09" => "A wait ends by itself.",
        "M05" => "At the set-up of an app, a code for another time tells how far the phone's clock is off.",
        "M09" => "A new password ends all other sessions and all trusted browsers.",
        "M10" => "The own password, and a code, are asked again before an important change.",
        "N01" => "Another mobile number turns 2-Step Verification off.",
        "O01" => "An owner whom nobody can let in opens a request for account recovery.",
        "O02" => {
            "A request for account recovery says how the identity was verified; the owner or any manager can cancel it."
        }
        "O03" => "Account recovery waits for two full business days.",
        "O04" => "Account recovery is released after another verification.",
        "R02" => "Nothing else opens before the recovery code is kept.",
        "R03" => "A recovery code works once; another one follows at once.",
        "R04" => "After its use there is a new recovery code.",
        "R05" => "Looking at the own recovery code is written down; a new one ends the old.",
        "R06" => "A recovery code that was used or replaced does not work any more.",
        "R09" => "A document is handed out once, within ten minutes, or lies in exports/ for 24 hours.",
        "S02" => "A wrong password, an unknown name and a person without access are answered alike.",
        "S09" => "Ten minutes after the password, a sign-in has to begin anew.",
        "S10" => "A right password with no code after it is told to the person.",
        "S11" => "\"This wasn't me\" ends every session and trusted browser and tells the managers.",
        "S16" => "A session is one running program, and ends with it.",
        "T03" => "A browser is known by its key, account or token.",
        "T05" => "Trust ends where the account changes.",
        "W02" => "A text whose answer is lost is never sent again by itself.",
        "W07" => "The clinic sends so many texts a day and no more.",
        "X01" => "Who is concerned gets an e-mail.",
        "Z03" => "No secret is written down.",
        "Z04" => "A restored backup opens nothing again.",
        "Z08" => "A clock that was moved is written down.",
        _ => return None,
    })
}
