//! The root: one session's whole state, and the way of every message to where it belongs. It only routes.

mod answers;
mod bulk;
mod doing;
mod flow;
mod footer;
mod input;
mod view;

#[cfg(test)]
mod tests;

use chrono::{DurationRound, TimeDelta};

use crate::domain::Time;
use crate::domain::contact::ContactId;
use crate::domain::query::Query;

use super::act::{Dialling, Target};
use super::action::Where;
use super::context::Context;
use super::desk::Desk;
use super::keymap::Keymap;
use super::layout::{self, Areas, Body};
use super::overlay::Overlay;
use super::screen::card::CardView;
use super::screen::{House, Screens};
use super::theme::Theme;
use super::toast::Toast;
use super::{Effect, Message, Viewer};

use bulk::{Acted, Bulk};
use flow::{Fetch, Flow};
pub use view::view;

/// The state of one session's screen.
#[derive(Debug)]
pub struct Model {
    ctx: Context,
    dialling: Dialling,
    desk: Desk,
    screens: Screens,
    card: Option<CardView>,
    focus: Focus,
    overlays: Vec<Overlay>,
    toast: Option<Toast>,
    /// The call that waits for its lead to be ours.
    called: Option<Called>,
    flow: Flow,
    /// What `u` takes back.
    acted: Acted,
    /// Since when the store owes the answer to an act.
    owed_since: Option<Time>,
    /// What is being done to many leads in one go.
    bulks: Vec<Bulk>,
    dirty: bool,
}

/// A call to a lead that is still to be taken. Nothing is dialled before it is ours: another rep may be a moment earlier, and
/// two calls to one customer are worse than none.
#[derive(Debug)]
struct Called {
    id: ContactId,
    /// What is done then, and said.
    effects: Vec<Effect>,
    said: String,
}

/// Who has the keyboard, when no overlay lies over the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Focus {
    /// The list.
    List,
    /// The card beside the list.
    Pane,
    /// The card that fills the screen.
    Full,
}

impl Model {
    /// A new session's screen, and what has to be loaded for it. The size is taken for 80x24 until it is told.
    #[must_use]
    pub fn new(viewer: Viewer, now: Time) -> (Self, Vec<Effect>) {
        let (keymap, problems) = Keymap::new(&viewer.keys);
        let mut model = Self {
            ctx: Context {
                policy: viewer.policy,
                now,
                user: viewer.user,
                users: std::sync::Arc::default(),
                theme: Theme::new(viewer.theme),
                keymap,
                size: (80, 24),
            },
            dialling: if viewer.can_dial {
                Dialling::Command
            } else {
                Dialling::ByHand
            },
            desk: Desk::default(),
            screens: Screens::new(if viewer.fresh {
                House::Empty
            } else {
                House::Furnished
            }),
            card: None,
            focus: Focus::List,
            overlays: Vec::new(),
            toast: None,
            called: None,
            flow: Flow::default(),
            acted: Acted::default(),
            owed_since: None,
            bulks: Vec::new(),
            dirty: true,
        };
        let mut notices = viewer.notices;
        let wrong_key = problems.into_iter().next();
        notices.extend(wrong_key.map(|problem| format!("keys.toml: {}. {}", problem.what, problem.remedy)));
        if !notices.is_empty() {
            model.say(Err(notices.join("\n")));
        }
        let mut effects = model.refresh();
        if let Some(id) = viewer.start_on {
            effects.extend(model.open_full(id));
        }
        model.lay_out();
        effects.extend(model.settle());
        (model, effects)
    }

    /// Whether something visible has changed since the last call.
    pub fn take_dirty(&mut self) -> bool {
        std::mem::take(&mut self.dirty)
    }

    /// Columns and rows of the screen.
    #[must_use]
    pub const fn size(&self) -> (u16, u16) {
        self.ctx.size
    }

    /// Where the hands are.
    fn place(&self) -> Where {
        match self.focus {
            Focus::List => self.screens.at,
            Focus::Pane | Focus::Full => Where::Card,
        }
    }

    fn areas(&self) -> Areas {
        let body = if self.focus == Focus::Full {
            Body::Card
        } else {
            Body::List
        };
        layout::areas(self.ctx.size, body)
    }

    /// Whom an act would be about.
    fn subject(&self) -> Option<ContactId> {
        match (self.focus, &self.card) {
            (Focus::Full | Focus::Pane, Some(card)) => Some(card.id()),
            _ => self.screens.selected(),
        }
    }

    /// The lead an act would be about, as far as it is known here.
    fn target(&self) -> Option<Target> {
        let id = self.subject()?;
        let open = self.desk.lead(id).map(Target::from);
        let shown = || {
            self.card
                .as_ref()
                .filter(|card| card.id() == id)?
                .card()
                .map(Target::from)
        };
        let target = open.or_else(shown).or_else(|| self.screens.target(id))?;
        Some(self.desk.as_left_by_own_acts(target, &self.ctx.user))
    }

    fn say(&mut self, said: Result<String, String>) {
        self.toast = Some(Toast::new(said, self.ctx.now));
        self.dirty = true;
    }

    /// Loads everything that the screen shows.
    fn refresh(&mut self) -> Vec<Effect> {
        let mut effects = Vec::new();
        if self.flow.leads.want() {
            effects.push(Effect::Load(Query::OpenLeads));
        }
        if self.screens.at == Where::Returned && self.flow.returned.want() {
            effects.push(Effect::Load(Query::Returned));
        }
        if self.screens.at == Where::Contacts {
            effects.extend(self.screens.contacts.refresh());
        }
        if let Some(card) = &self.card
            && self.flow.card.want()
        {
            effects.extend(card.refresh());
        }
        effects
    }

    /// Gives every screen the number of rows that it has now.
    fn lay_out(&mut self) {
        let rows = layout::areas(self.ctx.size, Body::List).list.height;
        self.screens.resize(rows);
    }

    /// Ranks anew, and lets the lists follow.
    fn rank(&mut self) {
        self.desk.rank(&self.ctx);
        self.screens.renew(&self.desk, &self.ctx);
    }

    /// What follows from every message: the card beside the list is that of the cursor, and the next wake-up is asked for.
    fn settle(&mut self) -> Vec<Effect> {
        let mut effects = self.follow_cursor();
        if self.desk.is_idle() {
            self.owed_since = None;
        } else {
            self.owed_since.get_or_insert(self.ctx.now);
        }
        let wake = self.next_wake();
        if self.flow.wake != Some(wake) {
            self.flow.wake = Some(wake);
            effects.push(Effect::After(wake));
        }
        effects
    }

    fn follow_cursor(&mut self) -> Vec<Effect> {
        if self.focus == Focus::Full {
            return Vec::new();
        }
        let beside = self.ctx.size.0 >= layout::BESIDE && layout::fits(self.ctx.size);
        let wanted = if beside { self.screens.selected() } else { None };
        if wanted.is_none() {
            self.card = None;
            self.focus = Focus::List;
        }
        match (wanted, &self.card) {
            (Some(id), Some(card)) if card.id() == id => Vec::new(),
            (Some(id), _) => self.open(id),
            (None, _) => Vec::new(),
        }
    }

    fn open(&mut self, id: ContactId) -> Vec<Effect> {
        let (card, effects) = CardView::open(id);
        self.card = Some(card);
        self.flow.card = Fetch::Asked;
        self.dirty = true;
        effects
    }

    fn open_full(&mut self, id: ContactId) -> Vec<Effect> {
        self.focus = Focus::Full;
        self.dirty = true;
        match &self.card {
            Some(card) if card.id() == id => Vec::new(),
            _ => self.open(id),
        }
    }

    /// The next instant at which something shown changes by itself: the minute, a sentence, a mark.
    fn next_wake(&self) -> Time {
        let minute = minute_of(self.ctx.now) + TimeDelta::minutes(1);
        let others = self
            .toast
            .as_ref()
            .map(|toast| toast.until)
            .into_iter()
            .chain(self.screens.wake())
            .chain(self.owed_since.map(|since| {
                let seconds = (self.ctx.now - since).num_seconds() + 1;
                since + TimeDelta::seconds(seconds.max(A_WHILE))
            }));
        others.fold(minute, Time::min)
    }

    fn clock(&mut self, now: Time) -> Vec<Effect> {
        let minute = minute_of(now) != minute_of(self.ctx.now);
        self.ctx.now = now;
        if self.flow.wake.is_some_and(|wake| wake <= now) {
            self.flow.wake = None;
        }
        let over = self.toast.take_if(|toast| toast.until <= now).is_some();
        let faded = self.screens.fade(now);
        if minute {
            self.rank();
        }
        self.dirty |= minute || over || faded || self.owed().is_some();
        if minute && !self.desk.is_loaded() {
            return self.refresh();
        }
        Vec::new()
    }

    /// For how many seconds the store has owed the answer to an act, when that is long enough to be told.
    fn owed(&self) -> Option<i64> {
        let seconds = (self.ctx.now - self.owed_since?).num_seconds();
        (seconds >= A_WHILE).then_some(seconds)
    }

    fn set_size(&mut self, columns: u16, rows: u16) {
        if self.ctx.size != (columns, rows) {
            self.ctx.size = (columns, rows);
            self.lay_out();
            self.dirty = true;
        }
    }
}

/// Seconds after which it is told that an act waits.
const A_WHILE: i64 = 2;

/// The beginning of the minute.
fn minute_of(time: Time) -> Time {
    time.duration_trunc(TimeDelta::minutes(1)).unwrap_or(time)
}

/// Tells the model something, and gives back what it wants done.
pub fn update(model: &mut Model, message: Message) -> Vec<Effect> {
    let mut effects = match message {
        Message::Clock(now) => model.clock(now),
        Message::Input(input) => model.input(input),
        Message::Size(columns, rows) => {
            model.set_size(columns, rows);
            Vec::new()
        }
        Message::Loaded(answer) => model.loaded(answer),
        Message::LoadFailed(sentence) => model.load_failed(sentence),
        Message::Submitted(submitted) => model.submitted(submitted),
        Message::Changed => {
            model.screens.furnish();
            model.refresh()
        }
        Message::Notice(sentence) => {
            model.say(Err(sentence));
            Vec::new()
        }
    };
    effects.extend(model.settle());
    effects
}
