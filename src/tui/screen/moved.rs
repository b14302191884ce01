//! Which rows moved when the order changed.

use std::collections::{HashMap, HashSet};

use crate::domain::Time;
use crate::domain::contact::ContactId;

/// For how long a moved or new row is marked.
const SHOWN: chrono::TimeDelta = chrono::TimeDelta::seconds(8);

/// How a row moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Move {
    /// It rose, or is new.
    Up,
    /// It fell.
    Down,
}

impl Move {
    /// Its sign, one cell wide.
    #[must_use]
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Up => "▲",
            Self::Down => "▼",
        }
    }
}

/// The marks of a list.
#[derive(Debug, Clone, Default)]
pub struct Marks(HashMap<ContactId, (Move, Time)>);

impl Marks {
    /// Marks what moved from one order to the next, until some seconds from now.
    pub fn note(&mut self, before: &[ContactId], after: &[ContactId], now: Time) {
        for (id, how) in moved(before, after) {
            self.0.insert(id, (how, now + SHOWN));
        }
    }

    /// The mark of a row.
    #[must_use]
    pub fn get(&self, id: ContactId) -> Option<Move> {
        self.0.get(&id).map(|(how, _)| *how)
    }

    /// Takes away the marks whose time is over, and says whether there were any.
    pub fn fade(&mut self, now: Time) -> bool {
        let before = self.0.len();
        self.0.retain(|_, (_, until)| *until > now);
        before != self.0.len()
    }

    /// When the next mark is to be taken away.
    #[must_use]
    pub fn next(&self) -> Option<Time> {
        self.0.values().map(|(_, until)| *until).min()
    }
}

/// The rows that moved: as few as explain the new order (those outside a longest run that kept its order), so that one
/// lead falling from the first place to the tenth is one mark and not ten.
fn moved(before: &[ContactId], after: &[ContactId]) -> Vec<(ContactId, Move)> {
    let old: HashMap<ContactId, usize> = before.iter().enumerate().map(|(at, id)| (*id, at)).collect();
    let staying: Vec<(usize, usize, ContactId)> = after
        .iter()
        .enumerate()
        .filter_map(|(at, id)| Some((*old.get(id)?, at, *id)))
        .collect();
    let kept: HashSet<usize> = longest_rising(&staying.iter().map(|(old, ..)| *old).collect::<Vec<_>>());
    let new = after
        .iter()
        .filter(|id| !old.contains_key(id))
        .map(|id| (*id, Move::Up));
    let changed = staying.iter().enumerate().filter(|(at, _)| !kept.contains(at));
    let changed = changed.map(|(_, (was, is, id))| (*id, if is < was { Move::Up } else { Move::Down }));
    new.chain(changed).collect()
}

/// Positions of a longest rising run of distinct numbers, by patience sorting.
fn longest_rising(numbers: &[usize]) -> HashSet<usize> {
    let mut piles: Vec<usize> = Vec::new();
    let mut below: Vec<Option<usize>> = Vec::with_capacity(numbers.len());
    for (at, number) in numbers.iter().enumerate() {
        let pile = piles.partition_point(|top| numbers[*top] < *number);
        below.push(pile.checked_sub(1).map(|pile| piles[pile]));
        if pile == piles.len() {
            piles.push(at);
        } else {
            piles[pile] = at;
        }
    }
    std::iter::successors(piles.last().copied(), |at| below[*at]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(text: &str) -> Vec<ContactId> {
        text.bytes().map(|byte| ContactId(i64::from(byte))).collect()
    }

    fn marks(before: &str, after: &str) -> String {
        let mut marks: Vec<String> = moved(&ids(before), &ids(after))
            .into_iter()
            .map(|(id, how)| format!("{}{}", id.0 as u8 as char, how.sign()))
            .collect();
        marks.sort();
        marks.concat()
    }

    #[test]
    fn one_lead_that_moves_is_one_mark() {
        assert_eq!(marks("abcdefgh", "bcdefgha"), "a▼");
        assert_eq!(marks("abcdefgh", "habcdefg"), "h▲");
    }

    #[test]
    fn a_new_lead_is_marked_and_a_gone_one_marks_nobody() {
        assert_eq!(marks("abc", "axbc"), "x▲");
        assert_eq!(marks("abcd", "bcd"), "");
    }
}
