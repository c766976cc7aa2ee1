//! The page that sets an authenticator app up, told a secret whose QR code is as large as this program makes one. It is a
//! file of its own, because figures and parts draw that page.

use domain::time::Now;
use domain::totp::AppSecret;
use jiff::tz::TimeZone;
use tui::app::App;
use tui::backend::Reply;
use tui::effect::Effect;
use tui::event::Event;
use tui::house::House;
use tui::pages::{Page, set_up_app};
use tui::theme::Theme;

/// As short names in a URI go; with these it takes 37 modules.
pub(crate) const CLINIC: &str = "Maple Street Clinic";
/// Whose app it is.
pub(crate) const USERNAME: &str = "sam.tremblay";

/// What phone and clinic are to share.
pub(crate) fn secret() -> AppSecret {
    AppSecret::from_entropy(std::array::from_fn(|at| 7 * at as u8))
}

/// The page after the answer to its first question; not drawn yet.
pub(crate) fn app(theme: Theme, at: Now) -> App<Page> {
    let house = House::new(CLINIC, TimeZone::UTC);
    let (mut app, asked) = App::new(Page::SetUpApp(set_up_app::State::new()), house, theme, at);
    for effect in asked {
        let Effect::Ask(ticket, _) = effect else {
            panic!("the page does nothing but ask")
        };
        assert!(app.handle(Event::Answer(ticket, answer()), at).is_empty());
    }
    app
}

fn answer() -> Reply {
    let secret = secret();
    Reply::AppSetUp {
        uri: secret.uri(CLINIC, USERNAME),
        secret: secret.base32(),
        grouped: secret.grouped(),
    }
}
