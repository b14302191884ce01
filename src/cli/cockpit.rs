//! `kapula` alone: the cockpit on one's own database.

use std::process::ExitCode;

use crate::config::{self, Problem, Theme};
use crate::engine::{Clock, Handle, Pending, Service};
use crate::outlet::Dialler;
use crate::session::local::run_local;
use crate::session::output::Colours;
use crate::session::{Ended, Session, Settings};
use crate::tui::theme::ThemeChoice;
use crate::tui::{Model, Viewer};

use super::desk::{Colour, Desk};
use super::failure::Failure;
use super::out::Out;
use super::world::caught_up;

pub fn run(desk: &Desk) -> Result<ExitCode, Failure> {
    let fresh = !desk.db.exists();
    let mut ledger = desk.ledger()?;
    // While somebody imports, the cockpit opens nevertheless: its engine carries out what is due when it can.
    caught_up(&mut ledger)?;
    let fresh = fresh || ledger.counters()?.contacts == 0;
    let pending = ledger.pending();
    let service = Service::start(ledger)?;
    let looked = look(desk, &service.handle(), &desk.user, fresh, pending);
    match service.close() {
        0 => {}
        1 => Out::say("your last act was still waiting for another process (an import?) and is not written"),
        acts => Out::say(&format!(
            "{acts} of your acts were still waiting for another process (an import?) and are not written"
        )),
    }
    looked
}

/// Lets `user` look at a running engine until he quits; says at the start when scoring files wait to be put in force.
pub fn look(
    desk: &Desk,
    handle: &Handle,
    user: &str,
    fresh: bool,
    pending: Pending,
) -> Result<ExitCode, Failure> {
    let dialler = desk
        .settings
        .dial
        .as_deref()
        .map(Dialler::new)
        .transpose()
        .map_err(|error| Failure::failed(&error))?;
    let viewer = Viewer {
        user: user.to_owned(),
        policy: handle.policy().clone(),
        theme: theme(desk),
        can_dial: dialler.is_some(),
        fresh,
        keys: super::desk::keys(&desk.settings),
        start_on: None,
        notices: notices(&desk.settings, pending),
    };
    let colours = match desk.colour {
        Colour::Allowed => Colours::On,
        Colour::Off => Colours::Off,
    };
    let settings = Settings {
        user: user.to_owned(),
        colours,
        dialler,
    };
    let opened = Model::new(viewer, Clock::System.now());
    let ended =
        run_local(Session::new(opened, handle.clone(), settings)).map_err(|error| Failure::failed(&error))?;
    Ok(match ended {
        Ended::Quit | Ended::Closed | Ended::Suspended => ExitCode::SUCCESS,
        Ended::Stopped(code) => ExitCode::from(code),
    })
}

/// What is to be said at the start: that other rules are in force than the files say, and the
/// first warning. All warnings were said before the screen opened and can be read when it has closed.
fn notices(settings: &config::Settings, pending: Pending) -> Vec<String> {
    let warnings: Vec<&Problem> = settings.warnings.iter().chain(&settings.model_warnings).collect();
    let first = warnings.first().map(|first| match warnings.len() {
        1 => first.to_string(),
        all => format!("{first} (and {} more in the settings)", all - 1),
    });
    let pending = pending.sentence().map(ToOwned::to_owned);
    pending.into_iter().chain(first).collect()
}

fn theme(desk: &Desk) -> ThemeChoice {
    match (desk.colour, desk.settings.theme) {
        (Colour::Off, _) | (Colour::Allowed, Theme::Plain) => ThemeChoice::Plain,
        (Colour::Allowed, Theme::Default) => ThemeChoice::Default,
        (Colour::Allowed, Theme::HighContrast) => ThemeChoice::HighContrast,
        (Colour::Allowed, Theme::ColourBlind) => ThemeChoice::ColourBlind,
    }
}
