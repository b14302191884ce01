//! The card: one person, with score and reasons, the four answers, the data, the people of the company, and the timeline.
//!
//! The same card stands beside a list and fills the screen; how much of it is shown follows from its area alone.

mod details;
mod head;
mod history;
mod view;
mod why;

#[cfg(test)]
mod paging;
#[cfg(test)]
mod tests;

use ratatui_core::layout::Rect;
use ratatui_core::terminal::Frame;

use crate::domain::bant::{Answer as BantAnswer, Question};
use crate::domain::command::{Command, Order};
use crate::domain::contact::{ContactId, Field};
use crate::domain::query::{Answer, Card, Query};
use crate::tui::Effect;
use crate::tui::action::Action;
use crate::tui::context::Context;
use crate::tui::layout::{self, Body};
use crate::tui::screen::held::{Movement, movement};
use crate::tui::widget::timeline::Times;
use history::History;

/// The state of one shown card.
#[derive(Debug, Clone)]
pub struct CardView {
    id: ContactId,
    found: Found,
    history: History,
    times: Times,
    question: Option<Question>,
    pane: Pane,
    /// First line shown of the details; of the whole card where it does not fit.
    details_from: usize,
    /// Where it was last given room; the whole screen when nowhere yet.
    room: Option<Rect>,
}

/// What is known of the contact.
#[derive(Debug, Clone)]
enum Found {
    /// Asked, no answer yet.
    Waiting,
    /// There is no such contact.
    Nobody,
    /// Loaded.
    Here(Box<Card>),
}

/// Which half of the card the scrolling keys move; the one that is shown where both do not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pane {
    /// The timeline.
    Timeline,
    /// Reasons, data, company, handoffs.
    Details,
}

impl CardView {
    /// The card of a contact, and what has to be loaded for it.
    #[must_use]
    pub fn open(id: ContactId) -> (Self, Vec<Effect>) {
        let view = Self {
            id,
            found: Found::Waiting,
            history: History::new(id),
            times: Times::default(),
            question: None,
            pane: Pane::Timeline,
            details_from: 0,
            room: None,
        };
        let effects = view.refresh();
        (view, effects)
    }

    /// Whose card it is.
    #[must_use]
    pub const fn id(&self) -> ContactId {
        self.id
    }

    /// What is loaded of the contact; absent until the answer has come, and when there is no such contact.
    #[must_use]
    pub fn card(&self) -> Option<&Card> {
        match &self.found {
            Found::Here(card) => Some(card),
            Found::Waiting | Found::Nobody => None,
        }
    }

    /// Whether one of the four questions is under the cursor: then the answering keys work, and Escape leaves it.
    #[must_use]
    pub const fn is_asking(&self) -> bool {
        self.question.is_some()
    }

    /// Loads contact and newest entries again: somebody changed something.
    #[must_use]
    pub fn refresh(&self) -> Vec<Effect> {
        vec![Effect::Load(Query::Card(self.id)), self.history.load_newest()]
    }

    /// Takes an answer; those to other questions, or about somebody else, are left alone.
    pub fn loaded(&mut self, answer: &Answer) -> Vec<Effect> {
        match answer {
            Answer::Card(Some(card)) if card.subject.contact.id == self.id => {
                self.found = Found::Here(card.clone());
            }
            // The answer does not say whom it is about: it counts only where nobody is shown yet.
            Answer::Card(None) if matches!(self.found, Found::Waiting) => self.found = Found::Nobody,
            Answer::Timeline(query, page) => {
                return self.history.loaded(query, page).into_iter().collect();
            }
            Answer::Card(_) | Answer::OpenLeads(_) | Answer::Returned(_) | Answer::Contacts(..) => {}
        }
        Vec::new()
    }

    /// Makes the movements that were faster than the windows of the history.
    pub fn catch_up(&mut self, ctx: &Context) -> Option<Effect> {
        if !self.history.owes() {
            return None;
        }
        let sheet = view::sheet(self, self.card()?, ctx, self.room(ctx));
        self.history.catch_up(&sheet)
    }

    /// Where it stands: scrolling goes by it.
    pub const fn stand_in(&mut self, area: Rect) {
        self.room = Some(area);
    }

    /// A load went wrong: what has not come is asked for again by the next move.
    pub fn load_failed(&mut self) {
        self.history.forget_asked();
    }

    /// Does what concerns the card; other actions are the root's.
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "a screen names the actions that are its own"
    )]
    pub fn act(&mut self, action: Action, ctx: &Context) -> Vec<Effect> {
        if let Some(movement) = movement(action) {
            return self.go(movement, ctx).into_iter().collect();
        }
        let effect = match action {
            Action::Filter => Some(self.history.next_filter()),
            Action::ExactTimes => {
                self.times = self.times.other();
                None
            }
            Action::Pane => {
                self.pane = self.pane.other();
                None
            }
            Action::BantNext => self.go_to(next_question, ctx),
            Action::BantPrevious => self.go_to(previous_question, ctx),
            Action::BantYes => self.answer(|_| BantAnswer::Yes),
            Action::BantNo => self.answer(|_| BantAnswer::No),
            Action::BantUnknown => self.answer(|_| BantAnswer::Unknown),
            Action::BantCycle => self.answer(next_answer),
            Action::Escape => {
                self.question = None;
                None
            }
            Action::CopyPhone => self.copy_phone(),
            _ => None,
        };
        effect.into_iter().collect()
    }

    /// Draws the card into the area.
    pub fn render(&self, ctx: &Context, frame: &mut Frame<'_>, area: Rect) {
        view::render(self, ctx, frame, area);
    }

    fn room(&self, ctx: &Context) -> Rect {
        self.room
            .unwrap_or_else(|| layout::areas(ctx.size, Body::Card).card)
    }

    /// The lines of the whole card where head and body do not fit one above the other; the history goes on below them.
    fn whole(&self, ctx: &Context) -> Option<view::Whole> {
        view::whole(self, self.card()?, ctx, view::inset(self.room(ctx)))
    }

    /// Nothing moves before it is known who it is: nothing is shown then.
    fn go(&mut self, movement: Movement, ctx: &Context) -> Option<Effect> {
        if let Some(whole) = self.whole(ctx) {
            // A question that scrolls out of sight must not be answered.
            self.question = None;
            return self.go_whole(movement, &whole, ctx);
        }
        match self.pane {
            Pane::Timeline => self.go_history(movement, ctx),
            Pane::Details => {
                let card = self.card()?;
                let area = view::details_area(self, card, ctx, self.room(ctx));
                let (width, height) = (usize::from(area.width), usize::from(area.height));
                let lines = details::lines(card, ctx, width).len();
                self.details_from = moved(movement, self.details_from, lines.saturating_sub(height), height);
                None
            }
        }
    }

    fn go_history(&mut self, movement: Movement, ctx: &Context) -> Option<Effect> {
        let sheet = view::sheet(self, self.card()?, ctx, self.room(ctx));
        self.history.go(movement, &sheet)
    }

    /// First through the lines over the history, then through the history.
    fn go_whole(&mut self, movement: Movement, whole: &view::Whole, ctx: &Context) -> Option<Effect> {
        let in_history = match movement {
            Movement::Up | Movement::PageUp => self.history.is_scrolled(),
            Movement::Down | Movement::PageDown => self.details_from >= whole.lines.len(),
            Movement::Top | Movement::Bottom => true,
        };
        let effect = if in_history {
            self.go_history(movement, ctx)
        } else {
            None
        };
        if !in_history || matches!(movement, Movement::Top | Movement::Bottom) {
            let height = usize::from(view::under_name(self.room(ctx)).height);
            self.details_from = moved(movement, self.details_from, whole.last, height);
        }
        effect
    }

    fn go_to(&mut self, step: impl Fn(Option<Question>) -> Question, ctx: &Context) -> Option<Effect> {
        if self.card().is_some() {
            self.question = Some(step(self.question));
        }
        if let Some(whole) = self.whole(ctx) {
            self.details_from = whole.from;
        }
        None
    }

    /// Answers the question under the cursor, on the version of the lead that is shown; nothing when that is the answer
    /// already.
    fn answer(&self, choose: impl Fn(BantAnswer) -> BantAnswer) -> Option<Effect> {
        let (card, question) = (self.card()?, self.question?);
        let known = card.subject.bant.get(question);
        let answer = choose(known);
        if answer == known {
            return None;
        }
        Some(Effect::Submit(Order {
            contact: self.id,
            version: Some(card.subject.lead.version),
            command: Command::Answer {
                question,
                answer,
                opens: None,
            },
            at: None,
        }))
    }

    fn copy_phone(&self) -> Option<Effect> {
        let phone = self.card()?.subject.contact.get(Field::Phone)?;
        Some(Effect::Copy(phone.to_owned()))
    }
}

impl Pane {
    const fn other(self) -> Self {
        match self {
            Self::Timeline => Self::Details,
            Self::Details => Self::Timeline,
        }
    }
}

/// Where lines begin after a movement: at `last` at most, and a page overlaps by one row, which may say that there is more.
fn moved(movement: Movement, from: usize, last: usize, height: usize) -> usize {
    let from = from.min(last);
    let page = height.saturating_sub(1).max(1);
    match movement {
        Movement::Down => last.min(from + 1),
        Movement::Up => from.saturating_sub(1),
        Movement::PageDown => last.min(from + page),
        Movement::PageUp => from.saturating_sub(page),
        Movement::Top => 0,
        Movement::Bottom => last,
    }
}

fn next_question(from: Option<Question>) -> Question {
    step_question(from, 1)
}

fn previous_question(from: Option<Question>) -> Question {
    step_question(from, Question::ALL.len() - 1)
}

fn step_question(from: Option<Question>, step: usize) -> Question {
    let all = Question::ALL;
    let at = from.and_then(|from| all.iter().position(|question| *question == from));
    let to = match at {
        Some(at) => at + step,
        None => (step - 1).min(all.len() - 1),
    };
    all[to % all.len()]
}

/// Unknown, yes, no, and round again: the order in which a conversation settles them.
const fn next_answer(answer: BantAnswer) -> BantAnswer {
    match answer {
        BantAnswer::Unknown => BantAnswer::Yes,
        BantAnswer::Yes => BantAnswer::No,
        BantAnswer::No => BantAnswer::Unknown,
    }
}
