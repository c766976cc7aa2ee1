//! What a person does: types, presses, pastes, clicks, waits for nothing.

use domain::secret::Secret;
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use tui::event::Event;

use super::Keyboard;
use crate::clinic::Person;

impl Keyboard {
    /// Types letter by letter.
    pub fn types(&mut self, text: &str) {
        for letter in text.chars() {
            self.presses(KeyCode::Char(letter));
        }
    }

    /// Presses one key.
    pub fn presses(&mut self, code: KeyCode) {
        self.happens(Event::Key(KeyEvent::new(code, KeyModifiers::NONE)));
    }

    /// Presses a letter with Control held.
    pub fn presses_ctrl(&mut self, letter: char) {
        self.happens(Event::Key(KeyEvent::new(KeyCode::Char(letter), KeyModifiers::CONTROL)));
    }

    /// Pastes, as a terminal hands it on in one piece.
    pub fn pastes(&mut self, text: &str) {
        self.happens(Event::Paste(Secret::from(text)));
    }

    /// Clicks on a button, a link, or a key of the foot line.
    ///
    /// # Panics
    /// Where nothing that looks so stands on the screen.
    pub fn clicks(&mut self, text: &str) {
        let (x, y) = self.find(text);
        self.happens(Event::Click { x, y });
    }

    /// Clicks into the field below this label.
    ///
    /// # Panics
    /// Where there is none.
    pub fn clicks_into(&mut self, label: &str) {
        let (x, y) = self.below(label);
        self.happens(Event::Click { x, y });
    }

    /// Clicks on the row of a list that says this.
    ///
    /// # Panics
    /// Where no row does.
    pub fn clicks_row(&mut self, text: &str) {
        let (x, y) = self.anywhere(text);
        self.happens(Event::Click { x, y });
    }

    /// Goes to a button or link with Tab and presses Enter.
    ///
    /// # Panics
    /// Where Tab does not lead there.
    pub fn chooses(&mut self, text: &str) {
        for _ in 0..120 {
            if self.has_focus(text) {
                return self.presses(KeyCode::Enter);
            }
            self.presses(KeyCode::Tab);
        }
        panic!("Tab never comes to {text:?} on\n{}", self.screen());
    }

    /// The same, where several say so: the one on the line that begins with these words.
    ///
    /// # Panics
    /// Where Tab does not lead there.
    pub fn chooses_beside(&mut self, label: &str, text: &str) {
        for _ in 0..120 {
            if self.has_focus_beside(label, text) {
                return self.presses(KeyCode::Enter);
            }
            self.presses(KeyCode::Tab);
        }
        panic!("Tab never comes to {text:?} beside {label:?} on\n{}", self.screen());
    }

    /// From the home screen to My Account ▸ 2-Step Verification.
    ///
    /// # Panics
    /// Where it does not lead there.
    pub fn opens_two_step(&mut self) {
        self.chooses("My Account");
        self.chooses("2-Step Verification");
        self.sees("My Account ▸ 2-Step Verification");
    }

    /// Another size of the terminal.
    pub fn resizes(&mut self, width: u16, height: u16) {
        self.terminal.backend_mut().resize(width, height);
        self.happens(Event::Resize);
    }

    /// SIGTERM, SIGHUP or a lost terminal.
    pub fn loses_the_terminal(&mut self) {
        self.happens(Event::Lost);
    }

    /// Types a user name and a password into the sign-in form.
    pub fn types_password(&mut self, username: &str, password: &str) {
        self.sees("Sign in");
        // Whatever an earlier try has left there.
        self.goes_to("User name");
        self.presses_ctrl('u');
        self.types(username);
        self.presses(KeyCode::Enter);
        self.types(password);
        self.presses(KeyCode::Enter);
    }

    /// The first step of somebody.
    pub fn begins(&mut self, person: &Person) {
        self.types_password(person.username, person.password);
    }

    /// Goes with Tab to the field below this label.
    ///
    /// # Panics
    /// Where Tab does not lead there.
    pub fn goes_to(&mut self, label: &str) {
        for _ in 0..120 {
            if self.is_in_field(label) {
                return;
            }
            self.presses(KeyCode::Tab);
        }
        panic!("Tab never comes to {label:?} on\n{}", self.screen());
    }
}
