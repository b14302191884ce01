//! A session of a test: leads, a key script, the frame and the effects.

use std::sync::Arc;

use chrono::TimeDelta;
use ratatui_core::backend::TestBackend;
use ratatui_core::buffer::Buffer;
use ratatui_core::terminal::Terminal;

use crate::domain::activity::Seq;
use crate::domain::command::{Command, Order};
use crate::domain::contact::ContactId;
use crate::domain::country::Whereabouts;
use crate::domain::lead::{ReturnReason, Returned, Stage};
use crate::domain::priority::OpenLead;
use crate::domain::query::{Answer, Query, ReturnedLead};
use crate::domain::score::ScoreState;

use super::input::{Input, Mouse, MouseAct};
use super::screen::fixture::{self as people, NOW, minutes_ago};
use super::theme::ThemeChoice;
use super::{Effect, Message, Model, NotDone, Submitted, Viewer, keymap, update, view};

/// An open lead in the queue, handed over so many minutes ago, whose deal is worth so much.
pub fn open(id: i64, name: &str, company: &str, deal: f64) -> OpenLead {
    let mut handoff = people::handoff();
    handoff.handed_at = minutes_ago(10 + id);
    handoff.owner = None;
    handoff.accepted_at = None;
    handoff.first_attempt_at = None;
    let mut lead = people::lead(Stage::Queued);
    lead.version = 7;
    OpenLead {
        id: ContactId(id),
        name: name.to_owned(),
        company: company.to_owned(),
        email: format!("person{id}@example.com"),
        phone: "+358401234567".to_owned(),
        deal_size: Some(deal),
        company_size: None,
        do_not_call: false,
        company_id: None,
        place: Whereabouts::default(),
        lead,
        handoff,
        score: ScoreState {
            // Large, a director, with a budget.
            holding: vec![0, 1, 2],
            ..ScoreState::default()
        },
    }
}

/// Five leads, the best first.
pub fn five() -> Vec<OpenLead> {
    vec![
        open(1, "Aino Mäkelä", "Pohjolan Paja Oy", 90_000.0),
        open(2, "Eino Saarinen", "Lahden Sähkö Ab", 70_000.0),
        open(3, "李小龍", "漢字株式会社", 50_000.0),
        open(4, "Zoë Müller", "Werk GmbH", 30_000.0),
        open(5, "Olavi Ståhl", "Länsi Oy", 10_000.0),
    ]
}

/// A lead that came back.
pub fn came_back(id: i64, name: &str, reason: ReturnReason) -> ReturnedLead {
    let mut lead = people::lead(Stage::Triage);
    let returned = Returned {
        reason,
        note: "after the summer".to_owned(),
        by: "liisa".to_owned(),
        at: minutes_ago(60 + id),
        score: 79,
        stirred: false,
    };
    lead.returned = Some(returned.clone());
    ReturnedLead {
        id: ContactId(id),
        name: name.to_owned(),
        company: "Pohjolan Paja Oy".to_owned(),
        email: String::new(),
        phone: "+358407654321".to_owned(),
        do_not_call: false,
        lead,
        returned,
        handoff: Some(people::handoff()),
        score: ScoreState::default(),
    }
}

/// Who looks: the rep `mikko`, without colours, without a dial command.
pub fn viewer() -> Viewer {
    Viewer {
        user: "mikko".to_owned(),
        policy: people::context(80, 24).policy,
        theme: ThemeChoice::Plain,
        can_dial: false,
        fresh: false,
        keys: Vec::new(),
        start_on: None,
        notices: Vec::new(),
    }
}

/// A session.
pub struct Play {
    pub model: Model,
    /// What the model wanted since it was last asked, wake-ups left out.
    pub wanted: Vec<Effect>,
}

impl Play {
    /// A session of that size which has been told of these leads.
    pub fn new(columns: u16, rows: u16, leads: Vec<OpenLead>) -> Self {
        let (model, _) = Model::new(viewer(), NOW);
        let mut play = Self {
            model,
            wanted: Vec::new(),
        };
        play.tell(Message::Size(columns, rows));
        play.leads(leads);
        play.wanted.clear();
        play
    }

    pub fn tell(&mut self, message: Message) {
        let effects = update(&mut self.model, message);
        self.wanted.extend(
            effects
                .into_iter()
                .filter(|effect| !matches!(effect, Effect::After(_))),
        );
    }

    /// The store answers with these open leads.
    pub fn leads(&mut self, leads: Vec<OpenLead>) {
        self.tell(Message::Loaded(Answer::OpenLeads(Arc::new(leads.into()))));
    }

    /// Types a script: characters, and named keys in angle brackets: `jj<enter>N`.
    pub fn keys(&mut self, script: &str) {
        let mut rest = script;
        while let Some(first) = rest.chars().next() {
            let named = rest.strip_prefix('<').and_then(|named| named.split_once('>'));
            let (name, after) = named.unwrap_or_else(|| rest.split_at(first.len_utf8()));
            assert!(keymap::parse(name).is_some(), "no key is called {name}");
            if let Some(key) = keymap::parse(name) {
                self.tell(Message::Input(Input::Key(key)));
            }
            rest = after;
        }
    }

    pub fn click(&mut self, column: u16, row: u16) {
        let act = MouseAct::Click;
        self.tell(Message::Input(Input::Mouse(Mouse { act, column, row })));
    }

    /// So many seconds later than the beginning.
    pub fn later(&mut self, seconds: i64) {
        self.tell(Message::Clock(NOW + TimeDelta::seconds(seconds)));
    }

    /// The orders wanted since it was last asked.
    pub fn orders(&mut self) -> Vec<Order> {
        let wanted = std::mem::take(&mut self.wanted);
        let orders = wanted.into_iter().filter_map(|effect| match effect {
            Effect::Submit(order) => Some(order),
            Effect::Load(_)
            | Effect::Copy(_)
            | Effect::Dial(_)
            | Effect::After(_)
            | Effect::Bell
            | Effect::Suspend
            | Effect::Quit => None,
        });
        orders.collect()
    }

    /// Carries out the orders wanted since it was last asked, all with success, and gives their commands back.
    pub fn done(&mut self) -> Vec<Command> {
        let orders = self.orders();
        for order in &orders {
            let result = Ok((Some(Seq(1)), "Done.".to_owned()));
            let order = order.clone();
            self.tell(Message::Submitted(Submitted { order, result }));
        }
        orders.into_iter().map(|order| order.command).collect()
    }

    /// The only order wanted is refused with a sentence.
    pub fn refused(&mut self, sentence: &str) {
        for order in self.orders() {
            let result = Err(NotDone::Refused(sentence.to_owned()));
            self.tell(Message::Submitted(Submitted { order, result }));
        }
    }

    pub fn loads(&self, query: &Query) -> usize {
        self.wanted
            .iter()
            .filter(|effect| **effect == Effect::Load(query.clone()))
            .count()
    }

    pub fn buffer(&self) -> Buffer {
        let (columns, rows) = self.model.size();
        let Ok(mut terminal) = Terminal::new(TestBackend::new(columns, rows));
        let Ok(_) = terminal.draw(|frame| view(&self.model, frame));
        terminal.backend().buffer().clone()
    }

    /// The rows of the frame, trailing spaces left out.
    pub fn frame(&self) -> String {
        let (columns, rows) = self.model.size();
        people::frame(columns, rows, |frame, _| view(&self.model, frame))
    }

    /// The row of the frame in which a text stands.
    pub fn row_of(&self, text: &str) -> Option<usize> {
        self.frame().lines().position(|line| line.contains(text))
    }
}
