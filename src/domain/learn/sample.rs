//! What is learnt from: contacts as they were known at an instant, and what became of them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::{Serialize, Serializer};

use crate::domain::Time;
use crate::domain::bant::Question;
use crate::domain::contact::{ContactId, Field};
use crate::domain::learn::source::Source;

/// Half-lives in days that behaviour is tried with. From a day to four months: a good one is half to one median sales cycle,
/// and those of a few days are often worse than none.
pub const HALF_LIVES: [f64; 7] = [1.0, 3.0, 7.0, 14.0, 30.0, 60.0, 120.0];

/// Share of the samples, the older ones, that the fit sees; the rest judges.
pub const TRAIN_SHARE: f64 = 0.7;

/// One thing that may be known of a contact.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Column {
    /// A standard field of the contact or its company.
    Field(Field),
    /// A custom attribute, by its name in the source.
    Custom(String),
    /// The answer to one of the four questions.
    Answer(Question),
}

impl Column {
    /// Its name, as a person reads it.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Field(field) => field.name(),
            Self::Custom(name) => name,
            Self::Answer(question) => question.name(),
        }
    }

    /// The key of a scoring file under which a rule names it.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Field(_) => "field",
            Self::Custom(_) => "custom",
            Self::Answer(_) => "question",
        }
    }
}

impl Serialize for Column {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// What was known of a contact at an instant: never a blank value; of answers `yes` or `no`.
pub type Known = BTreeMap<Column, String>;

/// A kind of behaviour that is counted: all events of a kind, or those whose folded detail contains a text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Deed {
    /// The kind, folded.
    pub kind: String,
    /// What the folded detail contains; of at least four characters, so that it need not be a word of its own.
    pub detail: Option<String>,
}

impl Deed {
    /// Its name, as a person reads it: `page_view with "/pricing"`.
    #[must_use]
    pub fn name(&self) -> String {
        self.detail.as_ref().map_or_else(
            || self.kind.clone(),
            |detail| format!("{} with \"{detail}\"", self.kind),
        )
    }
}

/// How often something was done up to an instant, melted by each of [`HALF_LIVES`].
pub type Melted = [f32; HALF_LIVES.len()];

/// The score of the model in force at the instant.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Present {
    /// Its total, 0-100.
    pub total: f64,
    /// Rank of its class: 0 for A to 3 for D.
    pub class: usize,
    /// The probability that the model in force gives, 0-1.
    pub probability: f64,
}

/// One contact at one instant.
#[derive(Debug, Clone)]
pub struct Sample {
    /// Who.
    pub contact: ContactId,
    /// The instant; nothing later is known to the sample but the outcome.
    pub at: Time,
    /// What samples are ordered by: milliseconds of the instant, or an attribute that counts leads.
    pub order: f64,
    /// What was known. Shared between the instants of one contact while nothing changes.
    pub known: Arc<Known>,
    /// What the contact had done, by the place in [`Samples::deeds`]; only what it had done.
    pub done: Vec<(u32, Melted)>,
    /// Whether it came to the outcome.
    pub outcome: bool,
    /// The deal size that was expected, in the currency of the settings.
    pub size: f64,
    /// What the deal brought, or would bring: the sum won, else the expected size.
    pub revenue: f64,
    /// Whether that is a sum won, or the size that the contact itself is known to have: not a usual one.
    pub sum_known: bool,
    /// How the model in force scored it.
    pub present: Present,
}

/// Of the contacts that were called: when a column became known. Counted apart for those whose first data were recorded only
/// after the first call: of these it is mostly open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Filled {
    /// Contacts that were called and of which it became known (or which did it).
    pub known: u32,
    /// Of these, those of which it became known (or which did it for the first time) only after the first call.
    pub after_call: u32,
    /// The same of contacts whose first data were recorded only after the first call.
    pub late_known: u32,
    /// Of these, those of which it certainly became known only after the first call.
    pub late_after_call: u32,
}

/// All samples, the oldest first.
#[derive(Debug, Clone, Default)]
pub struct Samples {
    /// Ascending by [`Sample::order`], then by contact.
    pub rows: Vec<Sample>,
    /// What is counted.
    pub deeds: Vec<Deed>,
    /// When columns became known.
    pub filled: BTreeMap<Column, Filled>,
    /// When behaviour that samples hold happened for the first time, by the place in [`Samples::deeds`].
    pub happened: BTreeMap<u32, Filled>,
    /// Columns and behaviour that the model in force has rules with points over.
    pub looked_at: BTreeSet<Source>,
    /// Contacts that were called: only of these it can be told what became known after the first call.
    pub called: u32,
    /// Of these, those whose first data were recorded only after that: they cannot tell when these were filled in.
    pub called_before: u32,
}

impl Samples {
    /// Puts the samples into their order.
    pub fn sort(&mut self) {
        self.rows
            .sort_by(|a, b| a.order.total_cmp(&b.order).then(a.contact.cmp(&b.contact)));
    }

    /// The older and the newer samples. The cut falls between two instants: those of one instant stay together, because
    /// what was imported at once cannot be told apart by time. Where nearly all have one instant, the contact's number
    /// decides.
    #[must_use]
    pub fn split(&self) -> (&[Sample], &[Sample]) {
        split(&self.rows, TRAIN_SHARE)
    }
}

impl Samples {
    /// How many samples share the time (or number) among which the cut between older and newer falls; nothing where it falls
    /// between two.
    #[must_use]
    pub fn of_one_time(&self) -> Option<usize> {
        let (older, newer) = self.split();
        let (last, first) = (older.last()?.order, newer.first()?.order);
        let same = |sample: &&Sample| sample.order.total_cmp(&first).is_eq();
        (last.total_cmp(&first).is_eq()).then(|| self.rows.iter().filter(same).count())
    }
}

/// Cuts ordered samples at a share.
#[must_use]
pub fn split(rows: &[Sample], share: f64) -> (&[Sample], &[Sample]) {
    let cut = (rows.len() as f64 * share).round() as usize;
    let Some(at) = rows.get(cut).map(|sample| sample.order) else {
        return (rows, &[]);
    };
    let start = rows.partition_point(|sample| sample.order < at);
    let end = rows.partition_point(|sample| sample.order <= at);
    let nearest = if cut - start <= end - cut { start } else { end };
    let moved = nearest.abs_diff(cut) as f64;
    rows.split_at(if moved <= 0.1 * rows.len() as f64 {
        nearest
    } else {
        cut
    })
}
