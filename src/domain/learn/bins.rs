//! A column in bins: numbers in ranges, frequent texts by themselves, rare ones together. Unknown is a bin of its own: that
//! nobody told is different from `no` (method, section 3).

use std::collections::{BTreeMap, HashMap};

use super::sample::Column;
use crate::domain::score::leading_number;
use crate::domain::text::fold;

/// The least share of the samples in a bin: of fewer, nothing can be learnt.
const LEAST_SHARE: f64 = 0.004;
/// And the least number.
const LEAST: usize = 20;
/// The most ranges of a number.
const MOST_RANGES: usize = 10;
/// The most texts with a bin of their own.
const MOST_TEXTS: usize = 40;
/// The most rare texts that are listed together: a list is still to be read.
const MOST_RARE: usize = 24;
/// Share of the known values that must be numbers for a column to be one of numbers.
const NUMBERS: f64 = 0.9;

/// What a value must be to fall into a bin.
#[derive(Debug, Clone, PartialEq)]
pub enum Bin {
    /// One of these texts, as first written; compared folded.
    OneOf(Vec<String>),
    /// A number from `min` (inclusive) to `max` (exclusive).
    Between {
        /// Lower bound.
        min: Option<f64>,
        /// Upper bound.
        max: Option<f64>,
    },
    /// Anything that is known.
    Known,
}

/// The bins of a column. What falls into none of them is its reference, with no points: unknown, texts too rare to learn from
/// or never seen, and of numbers of which next to nothing is unknown the lowest range. The most frequent text keeps a bin of
/// its own: it may be all but like the rare ones (of one public set it cost a third of the lift).
#[derive(Debug, Clone, PartialEq)]
pub struct Binning {
    /// The column.
    pub column: Column,
    /// Its bins, without the reference.
    pub bins: Vec<Bin>,
    /// What the reference is, for a person: `unknown`, `any other`.
    pub reference: String,
    places: HashMap<String, usize>,
}

impl Binning {
    /// Learns the bins of a column from its values, `None` where unknown; nothing when there are no two bins to tell apart.
    #[must_use]
    pub fn learn(column: &Column, values: &[Option<&str>]) -> Option<Self> {
        let least = LEAST.max((values.len() as f64 * LEAST_SHARE) as usize);
        let known: Vec<&str> = values.iter().flatten().copied().collect();
        if known.len() < least {
            return None;
        }
        let unknown = values.len() - known.len();
        let numbers: Vec<f64> = known.iter().filter_map(|value| number(value)).collect();
        let distinct = distinct(&numbers);
        let is_number = numbers.len() as f64 >= NUMBERS * known.len() as f64 && distinct > 2;
        let mut bins = if is_number {
            ranges(numbers, least)
        } else {
            texts(&known, least)
        };
        let reference = if unknown >= least {
            "unknown".to_owned()
        } else if is_number && !bins.is_empty() {
            label(&bins.remove(0))
        } else if bins.len() > 1 {
            "any other".to_owned()
        } else {
            return None;
        };
        let places = places(&bins);
        (!bins.is_empty()).then(|| Self {
            column: column.clone(),
            bins,
            reference,
            places,
        })
    }

    /// The place of a value in [`Binning::bins`]; nothing for the reference.
    #[must_use]
    pub fn place(&self, value: Option<&str>) -> Option<usize> {
        let value = value.filter(|value| !value.trim().is_empty())?;
        match self.bins.first()? {
            Bin::Known => Some(0),
            Bin::OneOf(_) => self.places.get(&fold(value)).copied(),
            Bin::Between { .. } => {
                let number = leading_number(value)?;
                self.bins.iter().position(|bin| bin.has(number))
            }
        }
    }
}

impl Bin {
    fn has(&self, number: f64) -> bool {
        matches!(self, Self::Between { min, max }
            if min.is_none_or(|min| number >= min) && max.is_none_or(|max| number < max))
    }
}

/// A bin in words: `Retail`, `250 to 600`, `600 or more`, `known`.
#[must_use]
pub fn label(bin: &Bin) -> String {
    match bin {
        Bin::Known => "known".to_owned(),
        Bin::OneOf(texts) => match texts.as_slice() {
            [one] => one.clone(),
            [one, two] => format!("{one} or {two}"),
            [one, rest @ ..] => format!("{one} or {} others", rest.len()),
            [] => String::new(),
        },
        Bin::Between { min, max } => match (min, max) {
            (Some(min), Some(max)) => format!("{min} to {max}"),
            (Some(min), None) => format!("{min} or more"),
            (None, Some(max)) => format!("below {max}"),
            (None, None) => "a number".to_owned(),
        },
    }
}

/// A value that is a number and nothing else but signs of money and quantity: an id such as `88740e65` begins with digits
/// and is none.
fn number(value: &str) -> Option<f64> {
    let plain =
        |c: char| c.is_ascii_digit() || c.is_whitespace() || ".,'-+%€$£kM\u{2212}\u{a0}\u{202f}".contains(c);
    if !value.chars().all(plain) {
        return None;
    }
    leading_number(value)
}

fn distinct(numbers: &[f64]) -> usize {
    let mut sorted = numbers.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.dedup();
    sorted.len()
}

/// Ranges with about as many values each; a value that many have gets its own.
fn ranges(mut numbers: Vec<f64>, least: usize) -> Vec<Bin> {
    numbers.sort_by(f64::total_cmp);
    let wanted = (numbers.len() / MOST_RANGES).max(least);
    let mut cuts = Vec::new();
    let mut start = 0;
    let mut at = 0;
    while let Some(&value) = numbers.get(at) {
        let next = at + numbers[at..].partition_point(|other| *other <= value);
        let left = numbers.len() - next;
        if next - start >= wanted && left >= least {
            cuts.push(readable(value, numbers[next]));
            start = next;
        }
        at = next;
    }
    let bounds = |i: usize| i.checked_sub(1).map(|i| cuts[i]);
    (0..=cuts.len())
        .map(|i| Bin::Between {
            min: bounds(i),
            max: cuts.get(i).copied(),
        })
        .collect()
}

/// The number with the fewest digits above `low` and at most `high`.
fn readable(low: f64, high: f64) -> f64 {
    for digits in (-9..=12).rev() {
        let unit = 10_f64.powi(digits);
        let candidate = (low / unit).floor().mul_add(unit, unit);
        // Powers below one are not exact: divide by a whole number instead.
        let candidate = if digits < 0 {
            (candidate * 10_f64.powi(-digits)).round() / 10_f64.powi(-digits)
        } else {
            candidate
        };
        if candidate > low && candidate <= high {
            return candidate;
        }
    }
    high
}

/// Frequent texts by themselves, the most frequent first, and the rare ones as one bin.
/// A column of which every contact has its own text (a name, a note) says only whether it is known.
fn texts(known: &[&str], least: usize) -> Vec<Bin> {
    let mut counts: BTreeMap<String, (usize, &str)> = BTreeMap::new();
    for value in known {
        counts.entry(fold(value)).or_insert((0, value.trim())).0 += 1;
    }
    let mut counts: Vec<(usize, &str)> = counts.into_values().collect();
    counts.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
    let frequent: usize = counts.iter().take_while(|(count, _)| *count >= least).count();
    if frequent == 0 {
        return vec![Bin::Known];
    }
    let own = frequent.min(MOST_TEXTS);
    let mut bins: Vec<Bin> = counts[..own]
        .iter()
        .map(|(_, text)| Bin::OneOf(vec![(*text).to_owned()]))
        .collect();
    let rare = &counts[own..counts.len().min(own + MOST_RARE)];
    if rare.iter().map(|(count, _)| count).sum::<usize>() >= least {
        bins.push(Bin::OneOf(
            rare.iter().map(|(_, text)| (*text).to_owned()).collect(),
        ));
    }
    bins
}

fn places(bins: &[Bin]) -> HashMap<String, usize> {
    let mut places = HashMap::new();
    for (place, bin) in bins.iter().enumerate() {
        if let Bin::OneOf(texts) = bin {
            places.extend(texts.iter().map(|text| (fold(text), place)));
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use super::{Binning, Column};

    #[test]
    fn the_most_frequent_text_is_told_apart_from_those_too_rare_to_learn_from() {
        let rare: Vec<String> = (0..60).map(|page| format!("page {page}")).collect();
        let often = std::iter::repeat_n("front", 200).chain(std::iter::repeat_n("prices", 100));
        let values: Vec<Option<&str>> = often.chain(rare.iter().map(String::as_str)).map(Some).collect();
        let bins = Binning::learn(&Column::Custom("page".to_owned()), &values);
        let place = |text: &str| bins.as_ref().and_then(|bins| bins.place(Some(text)));
        assert!(place("front").is_some() && place("Prices").is_some());
        assert_ne!(place("front"), place("prices"));
        assert_eq!(place("page 59"), None, "beyond the list of rare ones");
        assert_eq!(place("never seen"), None);
    }

    #[test]
    fn a_column_in_which_everybody_has_the_same_text_tells_nothing() {
        let values = vec![Some("FI"); 300];
        assert_eq!(
            Binning::learn(&Column::Custom("country".to_owned()), &values),
            None
        );
    }
}
