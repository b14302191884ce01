//! A lead in the list.

use super::Judged;
use crate::domain::sla::ClockState;

/// A lead in the list: what the order goes by, and what it takes scoring to know.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Seat {
    /// The rank value.
    pub value: f64,
    pub judged: Judged,
    /// The deadline of its clock, Unix milliseconds.
    pub due_ms: i64,
    /// The number of its brief.
    pub brief: u32,
    /// How many colleagues stand before it.
    pub ahead: u32,
    /// How its clock stands.
    pub state: ClockState,
    /// Whether a callback was promised for this minute: then it stands before all others, whatever they are worth.
    pub promised: bool,
}

impl Seat {
    /// What it is sorted by: the rank value, and above every value a promise that is to be kept now.
    pub const fn height(&self) -> f64 {
        if self.promised { f64::INFINITY } else { self.value }
    }
}
