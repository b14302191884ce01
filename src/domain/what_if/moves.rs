//! Who is in another class.

use std::cmp::Reverse;

use serde::Serialize;

use super::{Both, Listed};
use crate::domain::contact::ContactId;
use crate::domain::lead::{Hand, Stage};
use crate::domain::score::{Class, Score};

/// The two classes of everybody.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Moves {
    /// Contacts that are not closed.
    pub contacts: u64,
    /// Contacts that are closed: no class matters to them any more, they are in no cell.
    pub closed: u64,
    /// Contacts that were not known yet at that instant: in no cell either.
    pub unknown: u64,
    /// Of those not closed, how many are in another class.
    pub moved: u64,
    /// Contacts by class: rows A to D under the model in force, columns A to D under the one that is tried.
    pub matrix: [[u64; 4]; 4],
    /// The cells in which somebody moves, by class in force, then by the other.
    pub cells: Vec<Cell>,
    #[serde(skip)]
    listed: Listed,
}

/// Those who move from one class to another.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Cell {
    /// The class under the model in force.
    pub from: Class,
    /// The class under the one that is tried.
    pub to: Class,
    /// How many.
    pub contacts: u64,
    /// Of these, how many are with sales.
    pub with_sales: u64,
    /// The first of them: those with sales before the others, then by how far their score moves.
    pub names: Vec<Mover>,
}

/// One who moves.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Mover {
    /// Who.
    pub contact_id: ContactId,
    /// The name.
    pub name: String,
    /// The company; empty when none is known.
    pub company: String,
    /// In which hand.
    pub stage: Stage,
    /// The rep.
    pub owner: Option<String>,
    /// The two scores.
    pub score: Both<Score>,
}

impl Moves {
    /// Nobody yet.
    #[must_use]
    pub const fn new(listed: Listed) -> Self {
        Self {
            contacts: 0,
            closed: 0,
            unknown: 0,
            moved: 0,
            matrix: [[0; 4]; 4],
            cells: Vec::new(),
            listed,
        }
    }

    /// Counts a contact; `mover` is asked for only when it moves.
    pub fn count(&mut self, stage: Stage, score: &Both<Score>, mover: impl FnOnce() -> Mover) {
        if stage.hand() == Hand::Closed {
            self.closed += 1;
            return;
        }
        let (from, to) = (score.in_force.class, score.tried.class);
        self.contacts += 1;
        self.matrix[from as usize][to as usize] += 1;
        if from == to {
            return;
        }
        self.moved += 1;
        let most = self.listed.most();
        let cell = self.cell(from, to);
        cell.contacts += 1;
        cell.with_sales += u64::from(stage.hand() == Hand::Sales);
        cell.names.push(mover());
        // Twice as many as wanted before they are sorted: a million of them are then sorted in little memory.
        if cell.names.len() >= most.saturating_mul(2).saturating_add(64) {
            cell.keep(most);
        }
    }

    /// Brings all into their order.
    #[must_use]
    pub fn finished(mut self) -> Self {
        let most = self.listed.most();
        self.cells.sort_by_key(|cell| (cell.from, cell.to));
        for cell in &mut self.cells {
            cell.keep(most);
        }
        self
    }

    fn cell(&mut self, from: Class, to: Class) -> &mut Cell {
        let known = self
            .cells
            .iter()
            .position(|cell| (cell.from, cell.to) == (from, to));
        let place = known.unwrap_or_else(|| {
            self.cells.push(Cell {
                from,
                to,
                contacts: 0,
                with_sales: 0,
                names: Vec::new(),
            });
            self.cells.len() - 1
        });
        &mut self.cells[place]
    }
}

impl Cell {
    fn keep(&mut self, most: usize) {
        self.names.sort_by_key(|mover| {
            let far = mover.score.in_force.total.abs_diff(mover.score.tried.total);
            (mover.stage.hand() != Hand::Sales, Reverse(far), mover.contact_id)
        });
        self.names.truncate(most);
    }
}
