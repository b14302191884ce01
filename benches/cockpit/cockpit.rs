//! The cockpit as the benchmarks drive it: the real binary in a pseudo-terminal, and the same screens in this process.

use std::path::Path;
use std::time::Duration;

use kapula::domain::priority;
use kapula::domain::query::{Answer, Query};
use kapula::engine::{Clock, Reader};
use kapula::session::output::{Canvas, Colours};
use kapula::tui::theme::ThemeChoice;
use kapula::tui::{self, Effect, Message, Model, Viewer};

use crate::measure::Failure;
use crate::population::{Population, VIEWER};
use crate::terminal::Terminal;

/// The binary that Cargo has built beside this program.
pub const BINARY: &str = env!("CARGO_BIN_EXE_kapula");

/// Contacts may be called at any hour.
const AT_ANY_HOUR: &str = "[rank.calling]
from = \"00:00\"
to = \"23:59\"
days = [\"mon\", \"tue\", \"wed\", \"thu\", \"fri\", \"sat\", \"sun\"]
";

/// Starts the cockpit on a database; how long until it showed the best lead's name.
pub fn start(population: &Population, size: (u16, u16)) -> Result<(Terminal, Duration), Failure> {
    let path = population.path.to_string_lossy().into_owned();
    // A settings folder of its own: neither the house of whoever runs this nor the hour at which he does must count.
    let settings = crate::population::folder()?.join("settings");
    std::fs::create_dir_all(&settings)?;
    std::fs::write(settings.join("kapula.toml"), AT_ANY_HOUR)?;
    let settings = settings.to_string_lossy().into_owned();
    let name = best_name(population)?;
    let arguments = ["--db", &path, "--config", &settings, "--as", VIEWER];
    let mut terminal = Terminal::start(Path::new(BINARY), &arguments, size)?;
    let took = terminal.until(|screen| screen.contains(&name))?;
    Ok((terminal, took))
}

/// What a narrow column shows at least of the name of the lead at the top of the list.
fn best_name(population: &Population) -> Result<String, Failure> {
    let Answer::OpenLeads(leads) = population.reader()?.ask(&Query::OpenLeads)? else {
        return Err("the wrong answer".into());
    };
    let ranking = priority::rank(&leads, VIEWER, &population.policy, Clock::System.now());
    let best = ranking.places.first().and_then(|place| leads.get(place.index));
    Ok(best.ok_or("no open lead")?.name.chars().take(10).collect())
}

/// The screens in this process: what a session does, without terminal, threads and frame budget.
pub struct Rig {
    model: Model,
    canvas: Canvas,
    reader: Reader,
}

impl Rig {
    /// The cockpit of the viewer, everything loaded and drawn.
    pub fn open(population: &Population, size: (u16, u16)) -> Result<Self, Failure> {
        let viewer = Viewer {
            user: VIEWER.to_owned(),
            policy: population.policy.clone(),
            theme: ThemeChoice::Default,
            can_dial: false,
            fresh: false,
            keys: Vec::new(),
            start_on: None,
            notices: Vec::new(),
        };
        let (model, effects) = Model::new(viewer, Clock::System.now());
        let mut canvas = Canvas::new(Colours::On);
        canvas.surface().set_size(size.0, size.1);
        let reader = population.reader()?;
        let mut rig = Self {
            model,
            canvas,
            reader,
        };
        rig.serve(effects)?;
        let effects = rig.tell(Message::Size(size.0, size.1));
        rig.serve(effects)?;
        rig.frame();
        Ok(rig)
    }

    /// Tells the time and a message, as the session does; what the screen wants done is for the caller.
    #[must_use]
    pub fn tell(&mut self, message: Message) -> Vec<Effect> {
        let mut effects = tui::update(&mut self.model, Message::Clock(Clock::System.now()));
        effects.extend(tui::update(&mut self.model, message));
        effects
    }

    /// Answers all that is asked, until nothing more is.
    pub fn serve(&mut self, effects: Vec<Effect>) -> Result<(), Failure> {
        let mut waiting = effects;
        while let Some(effect) = waiting.pop() {
            if let Effect::Load(query) = effect {
                let answer = self.reader.ask(&query)?;
                waiting.extend(self.tell(Message::Loaded(answer)));
            }
        }
        Ok(())
    }

    /// Draws; the bytes that would be sent.
    pub fn frame(&mut self) -> usize {
        let Self { model, canvas, .. } = self;
        canvas.draw(|frame| tui::view(model, frame));
        canvas.surface().take().len()
    }

    /// The store.
    pub const fn reader(&self) -> &Reader {
        &self.reader
    }
}
