//! When a contact is looked at, and what became of it after that.

use chrono::TimeDelta;

use super::history::{End, Ended, History, Said};
use super::sampling::Maker;
use super::{Moment, Wanted};
use crate::domain::Time;
use crate::domain::contact::Field;
use crate::domain::text::fold;

/// The most snapshots of one contact: who never decides must not outweigh those who do.
const MOST_SNAPSHOTS: usize = 26;

impl Maker<'_> {
    /// When the contact is looked at.
    pub(super) fn snapshots(&self, history: &History, first_look: Time) -> Vec<Time> {
        let candidates = match self.moment {
            Moment::FirstHandoff | Moment::Creation => vec![first_look],
            Moment::Every(days) => self.every(history, first_look, days),
        };
        candidates.into_iter().filter(|at| self.is_asked(*at)).collect()
    }

    /// Whether anybody is to be looked at then.
    pub(super) fn is_asked(&self, at: Time) -> bool {
        let since = self.asked.since.unwrap_or(Time::MIN_UTC);
        let until = self.asked.until.unwrap_or(Time::MAX_UTC);
        (since..=until).contains(&at)
    }

    /// When the contact is looked at for the first time (or from when on every few days); never where it was not handed over
    /// and that is what is asked.
    pub(super) fn first_look(&self, history: &History) -> Option<Time> {
        match self.moment {
            Moment::FirstHandoff => {
                let handed = history.ends.iter().filter(|ended| ended.end == End::HandedOver);
                handed.map(|ended| ended.at).min()
            }
            Moment::Creation | Moment::Every(_) => {
                let heard_of = history.heard_of?;
                created(history)
                    .map(|created| created.min(heard_of))
                    .or(history.known_since)
            }
        }
    }

    /// Whether the contact had come to what is asked about by its first look, and never again: there is nothing left to
    /// foresee.
    pub(super) fn was_over(&self, history: &History, first_look: Time) -> bool {
        let asked_about = || history.ends.iter().filter(|ended| self.is_wanted(ended));
        asked_about().next().is_some() && asked_about().all(|ended| ended.at <= first_look)
    }

    /// Whether what is asked about could have become of the contact at all. Who never was with sales cannot be given back by
    /// it: such a contact is no lead that was kept. Nor can it be accepted, where the log tells who was handed over; where it
    /// does not, everybody was there to be accepted.
    pub(super) fn could_come_to_it(&self, history: &History) -> bool {
        match self.asked.wanted {
            Wanted::Returned => history.was_with_sales(),
            Wanted::Accepted => {
                !self.handing_over || history.ends.iter().any(|ended| ended.end == End::HandedOver)
            }
            Wanted::Won | Wanted::Lost | Wanted::Field { .. } => true,
        }
    }

    pub(super) fn every(&self, history: &History, created: Time, days: u32) -> Vec<Time> {
        let step = TimeDelta::days(i64::from(days.max(1)));
        let over = history
            .ends
            .iter()
            .filter(|ended| matches!(ended.end, End::Won | End::Lost) || self.is_wanted(ended))
            .map(|ended| ended.at)
            .min()
            .or(self.known_until)
            .unwrap_or(created);
        let next = |at: &Time| at.checked_add_signed(step);
        std::iter::successors(next(&created), next)
            .take_while(|at| *at < over)
            .take(MOST_SNAPSHOTS)
            .collect()
    }

    /// Whether the contact came to what is wanted after the snapshot, and in time; nothing while its time is not up. Of a
    /// deal lost and a lead given back it is wanted that they do not happen: points are for those who are to be called.
    pub(super) fn outcome(&self, history: &History, at: Time) -> Option<bool> {
        if let Wanted::Field { .. } = &self.asked.wanted {
            return Some(self.asked.wanted.is_said_of(history));
        }
        let latest = self.asked.within.and_then(|within| at.checked_add_signed(within));
        let latest = latest.unwrap_or(Time::MAX_UTC);
        let came = history
            .ends
            .iter()
            .any(|ended| self.is_wanted(ended) && ended.at > at && ended.at <= latest);
        let over = self.asked.within.is_none() || self.known_until.is_some_and(|until| latest <= until);
        // Also where it has come already: of the youngest, only those with whom it went fast would be left.
        over.then_some(came != self.asked.wanted.is_to_be_avoided())
    }

    pub(super) fn is_wanted(&self, ended: &Ended) -> bool {
        self.asked.wanted.is(ended.end)
    }
}

impl Wanted {
    /// Whether this is what is asked about; a column is no end.
    pub(super) fn is(&self, end: End) -> bool {
        let about = match self {
            Self::Won => End::Won,
            Self::Lost => End::Lost,
            Self::Returned => End::Returned,
            Self::Accepted => End::Accepted,
            Self::Field { .. } => return false,
        };
        about == end
    }

    /// Whether the newest value of the column says so; what is no column is said of nobody.
    pub(super) fn is_said_of(&self, history: &History) -> bool {
        let Self::Field { name, values } = self else {
            return false;
        };
        let value = history.patches.iter().rev().find_map(|Said { patch, .. }| {
            let field = Field::from_name(name).and_then(|field| patch.get(field));
            field.or_else(|| {
                let custom = patch.custom.iter().find(|(key, _)| fold(key) == fold(name));
                custom.map(|(_, value)| value.as_str())
            })
        });
        value.is_some_and(|value| values.contains(&fold(value)))
    }
}

/// When the source system made the contact; also where a later import was the first to say so.
fn created(history: &History) -> Option<Time> {
    let said = |said: &Said| said.patch.get(Field::CreatedAt).map(str::to_owned);
    let written = history.patches.iter().find_map(said)?;
    Some(Time::from(chrono::DateTime::parse_from_rfc3339(&written).ok()?))
}
