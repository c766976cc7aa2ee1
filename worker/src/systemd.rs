//! What the service manager is told (spec W06). Nothing at all where there is none (`NOTIFY_SOCKET` is not set).

use sd_notify::NotifyState;

/// Start-up is over, with what the worker does now.
pub(crate) fn ready(status: &str) {
    tell(&[NotifyState::Ready, NotifyState::Status(status)]);
}

/// A sign of life for the watchdog.
pub(crate) fn alive() {
    tell(&[NotifyState::Watchdog]);
}

/// The worker is on its way out.
pub(crate) fn stopping() {
    tell(&[NotifyState::Stopping]);
}

fn tell(state: &[NotifyState<'_>]) {
    // Whoever does not listen is not worked for any worse.
    let _ = sd_notify::notify(state);
}
