//! Which row names the columns, and what the columns are called.

use std::collections::{HashMap, HashSet};

use super::synonyms::Synonyms;
use crate::domain::text::clean;

/// Rows among which the header is looked for, after comments.
const CANDIDATES: usize = 5;

/// Where the header is among the first rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Header {
    /// Names of the columns: never empty, never the same twice.
    pub names: Vec<String>,
    /// The row that names them, as written; a later row like it is a repetition of the header.
    pub row: Vec<String>,
    /// How many of the rows are used up by titles, comments and the header itself.
    pub used: usize,
}

/// Finds the header: the row with most names that we know; when none is known, the first that is about as full as the
/// rows after it. Nothing when there are no rows.
pub(super) fn find(rows: &[Vec<String>]) -> Option<Header> {
    let synonyms = Synonyms::embedded();
    let comments = rows.iter().take_while(|row| is_comment(row, synonyms)).count();
    let comments = if comments == rows.len() { 0 } else { comments };
    let candidates: Vec<(usize, &Vec<String>)> =
        rows.iter().enumerate().skip(comments).take(CANDIDATES).collect();
    let first = candidates.first()?.0;
    let (known, best) = candidates
        .iter()
        .map(|(at, row)| (synonyms.known(row), *at))
        .max_by_key(|(known, at)| (*known, usize::MAX - at))?;
    let at = if known > 0 && (best == first || known >= 2) {
        best
    } else {
        let usual = rows
            .iter()
            .skip(comments)
            .take(20)
            .map(|row| filled(row))
            .max()
            .unwrap_or(0);
        candidates
            .iter()
            .find(|(_, row)| filled(row) * 2 >= usual)
            .map_or(first, |(at, _)| *at)
    };
    let row = rows.get(at)?.clone();
    // Two header rows: survey and event tools put the groups above and the questions below.
    let second = rows.get(at + 1).filter(|below| continues(&row, below, synonyms));
    let names = names(&row, second.map(Vec::as_slice));
    Some(Header {
        names,
        row,
        used: at + 1 + usize::from(second.is_some()),
    })
}

/// The most names that we know in any one of the rows.
pub(super) fn known_names(rows: &[Vec<String>]) -> usize {
    let synonyms = Synonyms::embedded();
    rows.iter().map(|row| synonyms.known(row)).max().unwrap_or(0)
}

fn is_comment(row: &[String], synonyms: &Synonyms) -> bool {
    row.first().is_some_and(|cell| cell.trim_start().starts_with('#')) && synonyms.known(row) < 2
}

fn is_blank(cell: &str) -> bool {
    matches!(cell.trim(), "" | "-")
}

fn filled(row: &[String]) -> usize {
    row.iter().filter(|cell| !is_blank(cell)).count()
}

/// A row below the header that names columns which the header leaves blank, and looks like no data.
fn continues(row: &[String], below: &[String], synonyms: &Synonyms) -> bool {
    let names_blank = below
        .iter()
        .enumerate()
        .filter(|(at, cell)| !is_blank(cell) && row.get(*at).is_none_or(|above| is_blank(above)))
        .count();
    let looks_like_data = below
        .iter()
        .any(|cell| cell.contains('@') || cell.trim().parse::<f64>().is_ok());
    names_blank > 0 && !looks_like_data && synonyms.known(below) >= 2
}

fn names(row: &[String], second: Option<&[String]>) -> Vec<String> {
    let width = row.len().max(second.map_or(0, <[String]>::len));
    let mut taken = HashSet::new();
    let mut times = HashMap::<String, usize>::new();
    let mut names = Vec::with_capacity(width);
    for at in 0..width {
        let cell = |row: Option<&[String]>| {
            row?.get(at)
                .filter(|cell| !is_blank(cell))
                .map(|cell| clean(cell))
        };
        let name = cell(Some(row))
            .or_else(|| cell(second))
            .filter(|name| !name.is_empty());
        let name = name.unwrap_or_else(|| format!("column {}", at + 1));
        let count = times.entry(name.clone()).or_insert(0);
        let unique = loop {
            *count += 1;
            let candidate = if *count == 1 {
                name.clone()
            } else {
                format!("{name} ({count})")
            };
            if taken.insert(candidate.clone()) {
                break candidate;
            }
        };
        names.push(unique);
    }
    names
}

/// Whether a row only repeats the header, as files made by joining exports do.
pub(super) fn repeats(row: &[String], header: &[String]) -> bool {
    let padded = header.iter().map(|cell| cell.trim()).chain(std::iter::repeat(""));
    row.len() > 1 && row.iter().map(|cell| cell.trim()).eq(padded.take(row.len()))
}
