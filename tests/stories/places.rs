//! The way to every screen, for stories that hold on all of them.

use actions::reset_password::reset_password;
use domain::time::MINUTE;
use fixtures::clinic::{BO, FAY, KIM, OPERATOR, Person, SAM, desk, elsewhere, typed};
use fixtures::keyboard::{KeyCode, Keyboard, Story};

use crate::waits::five_wrong;

/// One screen.
pub(crate) struct Place {
    /// Words that stand on it alone.
    pub(crate) title: &'static str,
    /// Whether somebody is signed in there.
    pub(crate) signed_in: bool,
    /// How to get there.
    pub(crate) go: fn(&mut Story) -> Keyboard,
}

impl Place {
    /// Goes there.
    pub(crate) fn reach(&self, story: &mut Story) -> Keyboard {
        let mut keyboard = (self.go)(story);
        keyboard.sees(self.title);
        keyboard
    }
}

const fn before(title: &'static str, go: fn(&mut Story) -> Keyboard) -> Place {
    Place {
        title,
        signed_in: false,
        go,
    }
}

const fn behind(title: &'static str, go: fn(&mut Story) -> Keyboard) -> Place {
    Place {
        title,
        signed_in: true,
        go,
    }
}

/// Every screen of the program, in a clinic with apps.
pub(crate) const PLACES: [Place; 40] = [
    before("[ Sign in ]", |story| story.at(desk())),
    before("can have a temporary password made for you", |story| {
        let mut sam = story.at(desk());
        sam.chooses("Forgot password?");
        sam
    }),
    before("Nobody can tell you your recovery code", |story| {
        let mut sam = story.at(desk());
        sam.chooses("Locked out?");
        sam
    }),
    before("Help about this screen", |story| {
        let mut sam = story.at(desk());
        sam.presses(KeyCode::F(1));
        sam
    }),
    before("Check your phone", at_the_code),
    before("Open your authenticator app", |story| {
        let mut bo = story.at(desk());
        bo.begins(&BO);
        bo
    }),
    before("Works without the phone network", |story| {
        let mut kim = story.at(desk());
        kim.begins(&KIM);
        story.work();
        kim.chooses("Try another way");
        kim
    }),
    before("Another way", |story| {
        let mut sam = at_the_code(story);
        sam.chooses("Try another way");
        sam
    }),
    before("Use your recovery code", |story| {
        let mut sam = at_the_code(story);
        sam.chooses("Try another way");
        sam.presses(KeyCode::Enter);
        sam
    }),
    before("Please wait until", |story| {
        let mut sam = story.at(elsewhere());
        five_wrong(story, &mut sam);
        sam
    }),
    behind("Choose a new password", |story| {
        let (entropy, at) = (story.clinic.dice.throw(), story.clinic.clock.now());
        reset_password(
            &mut story.clinic.db,
            "fay",
            &typed("tmp-4821-brook"),
            OPERATOR,
            entropy,
            at,
        )
        .unwrap();
        let mut fay = story.at(desk());
        fay.types_password("fay", "tmp-4821-brook");
        fay
    }),
    behind("Your recovery code", |story| {
        let mut fay = at_the_set_up_code(story);
        let code = story.code_for(&FAY);
        fay.types(&code);
        fay
    }),
    behind("Hello,", at_home),
    behind("My Account ▸ 2-Step Verification", |story| {
        let mut sam = at_home(story);
        sam.opens_two_step();
        sam
    }),
    behind("Mobile number", |story| {
        let mut fay = story.at(desk());
        fay.begins(&FAY);
        fay.chooses("Set Up");
        fay
    }),
    behind("We sent a text to •••• ••02.", at_the_set_up_code),
    behind("Is it you?", |story| {
        let mut sam = at_home(story);
        story.passes(20 * MINUTE);
        sam.opens_two_step();
        sam.chooses("Turn off");
        sam
    }),
    behind("Turn 2-Step Verification off?", |story| {
        let mut sam = at_home(story);
        sam.opens_two_step();
        sam.chooses("Turn off");
        sam
    }),
    behind("Search", |story| at_home_choosing(story, &SAM, &["Help"])),
    behind(
        "Every other session and every trusted browser of yours ends at once.",
        |story| at_home_choosing(story, &SAM, &["This wasn't me"]),
    ),
    behind("Somebody else may know the one you have", |story| {
        at_home_choosing(story, &SAM, &["This wasn't me", "This wasn't me"])
    }),
    behind("Password choose another one", |story| {
        at_home_choosing(story, &SAM, &["My Account"])
    }),
    behind("My Account ▸ Profile", |story| {
        at_home_choosing(story, &SAM, &["My Account", "Profile"])
    }),
    behind("Leave it empty to delete the number.", |story| {
        at_home_choosing(story, &SAM, &["My Account", "Profile", "Edit Mobile Phone"])
    }),
    behind("Saving it signs you out everywhere else", |story| {
        at_home_choosing(story, &SAM, &["My Account", "Password"])
    }),
    behind("My Account ▸ Trusted browsers", |story| {
        at_home_choosing(story, &SAM, &["My Account", "Trusted browsers"])
    }),
    behind("My Account ▸ Sessions", |story| {
        at_home_choosing(story, &SAM, &["My Account", "Sessions"])
    }),
    behind("Generate new makes another one", |story| {
        at_home_choosing(
            story,
            &SAM,
            &["My Account", "2-Step Verification", "View Recovery Code"],
        )
    }),
    behind("Make a new recovery code?", |story| {
        let way = [
            "My Account",
            "2-Step Verification",
            "View Recovery Code",
            "Generate new",
        ];
        at_home_choosing(story, &SAM, &way)
    }),
    behind("Fetch the PDF", |story| {
        let way = ["My Account", "2-Step Verification", "View Recovery Code", "Save as PDF"];
        at_home_choosing(story, &SAM, &way)
    }),
    behind("Turn Text Message (SMS) off?", |story| {
        at_home_choosing(story, &KIM, &["My Account", "2-Step Verification", "Turn off"])
    }),
    behind("Nothing changes before that.", |story| {
        at_home_choosing(story, &SAM, &["Set Up"])
    }),
    behind("Apps that work", |story| {
        at_home_choosing(story, &SAM, &["Set Up", "Which app?"])
    }),
    behind("In vestibule.toml on the server", |story| {
        at_home_choosing(story, &FAY, &["Settings"])
    }),
    behind("Who presses no key for so long is signed out", |story| {
        at_home_choosing(story, &FAY, &["Settings", "Automatic Sign Out"])
    }),
    behind("Settings ▸ Clinic", |story| {
        at_home_choosing(story, &FAY, &["Settings", "Names and support contact"])
    }),
    behind("Settings ▸ Holidays", |story| {
        at_home_choosing(story, &FAY, &["Settings", "Holidays"])
    }),
    behind("Require 2-Step Verification of everybody?", |story| {
        let mut fay = at_home_choosing(story, &FAY, &["Settings", "2-Step Verification Enforcement"]);
        fay.presses(KeyCode::Char(' '));
        fay.chooses("Save");
        fay
    }),
    behind("Set up 2-Step Verification first", |story| {
        story.clinic.require();
        let mut fay = story.at(desk());
        fay.begins(&FAY);
        story.work();
        fay
    }),
    behind("For the whole clinic, never for some.", |story| {
        at_home_choosing(story, &FAY, &["Settings", "2-Step Verification Enforcement"])
    }),
];

/// Signed in at the desk, and all of this chosen.
fn at_home_choosing(story: &mut Story, person: &Person, way: &[&str]) -> Keyboard {
    let mut keyboard = story.at(desk());
    story.signs_in(&mut keyboard, person);
    for step in way {
        keyboard.chooses(step);
    }
    keyboard
}

fn at_the_code(story: &mut Story) -> Keyboard {
    let mut sam = story.at(desk());
    sam.begins(&SAM);
    story.work();
    sam
}

fn at_home(story: &mut Story) -> Keyboard {
    let mut sam = at_the_code(story);
    let code = story.code_for(&SAM);
    sam.types(&code);
    sam
}

fn at_the_set_up_code(story: &mut Story) -> Keyboard {
    let mut fay = story.at(desk());
    fay.begins(&FAY);
    fay.chooses("Set Up");
    fay.presses(KeyCode::Enter);
    story.work();
    fay
}
