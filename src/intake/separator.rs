//! Which separator a text has: the one that cuts its first records most evenly.

use super::records::{Dialect, Escape, Record, Records, unwrap_record};
use super::synonyms::Synonyms;

const CANDIDATES: [u8; 4] = [b';', b',', b'\t', b'|'];
/// Records looked at.
const SAMPLE: usize = 60;
/// Bytes looked at; enough for sixty wide records.
const SAMPLE_BYTES: usize = 256 * 1024;

/// The dialect of a text, and the byte and line at which its records begin: after a first line `sep=;` if there is one.
pub(super) fn dialect(text: &str) -> (Dialect, usize, u64) {
    let first = text.split(['\r', '\n']).next().unwrap_or_default();
    let escape = escape(head(text));
    let announced = first
        .trim_matches('"')
        .get(..4)
        .filter(|start| start.eq_ignore_ascii_case("sep="))
        .and_then(|_| first.trim_matches('"').as_bytes().get(4).copied())
        .filter(|separator| separator.is_ascii() && !matches!(separator, b'"' | b' '));
    if let Some(separator) = announced {
        let mut records = Records::from(
            text,
            Dialect {
                separator: None,
                escape,
            },
            0,
            1,
        );
        records.next();
        return (
            Dialect {
                separator: Some(separator),
                escape,
            },
            records.at,
            records.line,
        );
    }
    let best = CANDIDATES
        .iter()
        .map(|separator| Dialect {
            separator: Some(*separator),
            escape,
        })
        .map(|dialect| (score(head(text), dialect), dialect))
        .filter(|(score, _)| *score > 0.0)
        .max_by(|a, b| a.0.total_cmp(&b.0));
    let none = Dialect {
        separator: None,
        escape,
    };
    (best.map_or(none, |(_, dialect)| dialect), 0, 1)
}

fn head(text: &str) -> &str {
    text.get(..text.floor_char_boundary(SAMPLE_BYTES)).unwrap_or(text)
}

/// `\"` only counts as an escape when it stands in the middle of a cell: `"C:\dir\"` is a path.
fn escape(head: &str) -> Escape {
    let backslashed = head.match_indices("\\\"").any(|(at, _)| {
        head.get(at + 2..)
            .and_then(|rest| rest.chars().next())
            .is_some_and(char::is_alphanumeric)
    });
    let doubled = head.match_indices("\"\"").any(|(at, _)| {
        let before = head.get(..at).and_then(|text| text.chars().next_back());
        before.is_some_and(char::is_alphanumeric)
    });
    if backslashed && !doubled {
        Escape::Backslash
    } else {
        Escape::Doubled
    }
}

/// How evenly a separator cuts: the share of records with the commonest number of cells, more when the first record has
/// that number too, and more for each name that we know among the first records.
fn score(head: &str, dialect: Dialect) -> f64 {
    let records: Vec<Vec<String>> = Records::from(head, dialect, 0, 1)
        .take(SAMPLE)
        .map(|record| cells(record, dialect))
        .collect();
    let counts: Vec<usize> = records.iter().map(Vec::len).collect();
    let frequency = |n: usize| counts.iter().filter(|count| **count == n).count();
    let Some(mode) = counts
        .iter()
        .copied()
        .filter(|n| *n > 1)
        .max_by_key(|n| (frequency(*n), *n))
    else {
        return 0.0;
    };
    let synonyms = Synonyms::embedded();
    let known = records
        .iter()
        .take(5)
        .map(|cells| synonyms.known(cells))
        .max()
        .unwrap_or(0);
    let first = if counts.first() == Some(&mode) { 0.25 } else { 0.0 };
    frequency(mode) as f64 / counts.len() as f64 + first + 0.2 * known.min(4) as f64
}

/// The cells of a record, out of its wrapping when it is wrapped.
pub(super) fn cells(record: Record, dialect: Dialect) -> Vec<String> {
    unwrap_record(&record, dialect).unwrap_or(record.cells)
}
