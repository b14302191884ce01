//! What became of contacts: samples for learning, collected by one sequential reading of the log.
//!
//! The log is read in the order in which we learnt of things; what each contact went through is put into the order in which it
//! happened afterwards. So that this fits into memory, of very many contacts only every n-th is looked at: a card of some
//! dozen rules learns no more from a million than from a hundred thousand.

mod cleared;
mod deeds;
mod filled;
mod history;
mod horizon;
mod known;
mod moments;
mod present;
mod sampling;

use std::collections::BTreeSet;

use chrono::TimeDelta;

use crate::domain::Time;
use crate::domain::activity::Activity;
use crate::domain::learn::Samples;
use crate::domain::learn::progress::{Doing, Telling};
use crate::domain::learn::report::Spoken;
use crate::domain::learn::sample::Deed;
use crate::domain::policy::Policy;
use crate::store::{Reader, StoreError};

use super::handle::EngineError;
use deeds::Counting;
use history::{Histories, Said};

pub use cleared::{Closed, cleared};
pub use present::{kept, usual_half_life};

/// Contacts that are looked at, at most.
const MOST_CONTACTS: u64 = 100_000;

/// What counts as the outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// A deal won: here, or as an imported activity `win`.
    Won,
    /// No deal lost: here, or as `lose`.
    Lost,
    /// Not given back by sales: here, or as `return`.
    Returned,
    /// Taken by a rep: here, or as `accept`.
    Accepted,
    /// A column that says so, by its name and one of its values, compared folded.
    Field {
        /// Name of the column: a standard field or a custom attribute.
        name: String,
        /// The values that mean yes.
        values: Vec<String>,
    },
}

impl Wanted {
    /// Whether the wish is that it does not happen.
    #[must_use]
    pub const fn is_to_be_avoided(&self) -> bool {
        matches!(self, Self::Lost | Self::Returned)
    }

    /// What its probability speaks of.
    #[must_use]
    pub const fn spoken(&self) -> Spoken {
        match self {
            Self::Won | Self::Field { .. } => Spoken::OfPurchase,
            Self::Lost | Self::Returned | Self::Accepted => Spoken::OfAnother,
        }
    }
}

/// When contacts are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// When marketing first handed them to sales; those never handed over are left out.
    FirstHandoff,
    /// When the source system made them (`created_at`), else when they became known: the earliest of their data and their
    /// activities, however late these were imported.
    Creation,
    /// Every so many days after that, as long as nothing has come of them.
    Every(u32),
}

/// What is asked of the log.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// What counts as the outcome.
    pub wanted: Wanted,
    /// When contacts are looked at; left open, at the first handoff where there are handoffs, else at creation.
    pub moment: Option<Moment>,
    /// How soon after the snapshot the outcome must come; left open, ever. Snapshots whose time is not yet up, as far as
    /// outcomes are known ([`Collected::known_until`]), are left out.
    pub within: Option<TimeDelta>,
    /// The column whose number orders contacts in time, where no instant does.
    pub order_by: Option<String>,
    /// Columns and behaviour that nothing is learnt from, by name.
    pub without: Vec<String>,
    /// No snapshot before this.
    pub since: Option<Time>,
    /// No snapshot after this.
    pub until: Option<Time>,
}

/// What was collected.
#[derive(Debug, Clone)]
pub struct Collected {
    /// The samples, the oldest first.
    pub samples: Samples,
    /// When contacts were looked at.
    pub moment: Moment,
    /// Every so many contacts were looked at; 1 is all.
    pub one_of: u64,
    /// Snapshots left out because their time is not yet up.
    pub not_over: usize,
    /// Contacts that had come to what is asked about by their first look, and did not come to it again. Left out, but for
    /// those looked at when they were handed over: there they are misses.
    pub over_before: usize,
    /// Contacts left out because they never were with sales, so that nothing could become of them there
    /// ([`Wanted::Returned`], [`Wanted::Accepted`]).
    pub never_with_sales: usize,
    /// How far outcomes are known: up to the newest act of a contact or of sales, or the newest outcome of the kind asked
    /// for. Notes, data, and what Kapula does by itself do not count.
    pub known_until: Option<Time>,
    /// What it was collected from, for another look.
    histories: Histories,
}

impl Collected {
    /// The names of all columns that anybody has: standard fields, columns of one's own, and those of companies.
    #[must_use]
    pub fn columns(&self) -> BTreeSet<&str> {
        let histories = &self.histories;
        let patches = histories.contacts.values().flat_map(|history| &history.patches);
        let own = patches.flat_map(|Said { patch, .. }| {
            let fields = patch.fields.keys().map(|field| field.name());
            fields.chain(patch.custom.keys().map(String::as_str))
        });
        own.collect()
    }

    /// The names of all behaviour that is counted, left out or not: kinds, and parts of kinds.
    #[must_use]
    pub fn behaviour(&self) -> BTreeSet<String> {
        let counting = Counting::new(&self.histories, &[]);
        counting.deeds.iter().map(Deed::name).collect()
    }

    /// Contacts whose column says what is asked about, whether they were looked at or not; 0 when no column is asked about.
    #[must_use]
    pub fn having(&self, wanted: &Wanted) -> usize {
        let histories = self.histories.contacts.values();
        histories.filter(|history| wanted.is_said_of(history)).count()
    }
}

/// Collects samples from the log that `reader` reads; `telling` hears how far it has come. `policy` says how the model in force scores them, and what a deal is
/// worth of which no size is known.
///
/// # Errors
/// When the log cannot be read.
pub fn collect(
    reader: &Reader,
    policy: &Policy,
    asked: &Asked,
    telling: Telling<'_>,
) -> Result<Collected, EngineError> {
    let counters = reader.counters()?;
    let one_of = counters.contacts.div_ceil(MOST_CONTACTS).max(1);
    let mut histories = Histories::new(one_of);
    let mut done = 0;
    reader.log(|entry: Activity| -> Result<(), StoreError> {
        done += 1;
        telling(Doing::Reading, done, counters.activities);
        histories.take(entry);
        Ok(())
    })?;
    histories.sort();
    let sampled = sampling::sample(&histories, policy, asked, telling);
    Ok(Collected {
        samples: sampled.samples,
        moment: sampling::moment(&histories, asked),
        one_of,
        not_over: sampled.not_over,
        over_before: sampled.over_before,
        never_with_sales: sampled.never_with_sales,
        known_until: sampling::known_until(&histories, asked),
        histories,
    })
}
