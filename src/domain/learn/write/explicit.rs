//! The rules over attributes: what of the bins becomes a rule, and the rule itself.

use std::fmt::Write as _;

use super::words::{Names, plain, quoted};
use crate::domain::learn::bins::{Bin, Binning, label};
use crate::domain::learn::points::Card;
use crate::domain::learn::sample::{Column, Sample};

/// How many rules the file of a card holds.
pub(in crate::domain::learn) fn rules(card: &Card) -> usize {
    let learnt = learnt(card).map(|(binning, points)| groups(binning, points).len());
    let habits = card.habits.iter().filter(|habit| habit.cap > 0).count();
    learnt.sum::<usize>() + habits + card.kept.len()
}

/// The columns of a card with the points of their bins.
fn learnt(card: &Card) -> impl Iterator<Item = (&Binning, &[i32])> {
    let mut points = card.bins.as_slice();
    card.encoding.binnings.iter().map(move |binning| {
        let (own, rest) = points.split_at(binning.bins.len());
        points = rest;
        (binning, own)
    })
}

/// Bins of one column with the same points: one rule.
struct Group<'a> {
    bins: Vec<(usize, &'a Bin)>,
    points: i32,
}

/// The rules over attributes, column by column.
pub(super) fn explicit(out: &mut String, card: &Card, train: &[Sample], names: &mut Names) {
    for (binning, points) in learnt(card) {
        let groups = groups(binning, points);
        if groups.is_empty() {
            continue;
        }
        let tally = tally(binning, train);
        let _ = writeln!(
            out,
            "# {}: no points for {}, and for what no rule below names ({}).\n",
            plain(binning.column.name()),
            plain(&binning.reference),
            of(tally[0])
        );
        for group in groups {
            rule(out, binning, &group, &tally, names);
        }
    }
}

/// Neighbouring ranges, or any texts, with the same points go together; those with none are left out.
fn groups<'a>(binning: &'a Binning, points: &[i32]) -> Vec<Group<'a>> {
    let mut groups: Vec<Group<'a>> = Vec::new();
    for (place, (bin, points)) in binning.bins.iter().zip(points).enumerate() {
        if *points == 0 {
            continue;
        }
        let with = groups.iter_mut().find(|group| {
            let next = group.bins.last().is_some_and(|(last, _)| last + 1 == place);
            group.points == *points && (matches!(bin, Bin::OneOf(_)) || next)
        });
        match with {
            Some(group) => group.bins.push((place, bin)),
            None => groups.push(Group {
                bins: vec![(place, bin)],
                points: *points,
            }),
        }
    }
    if binning.bins.iter().any(|bin| matches!(bin, Bin::OneOf(_))) {
        groups.sort_by_key(|group| -group.points);
    }
    groups
}

impl Group<'_> {
    /// The bins of the group as one.
    fn merged(&self) -> Bin {
        let (mut low, mut high, mut all) = (None, None, Vec::new());
        for (i, (_, bin)) in self.bins.iter().enumerate() {
            match bin {
                Bin::Known => return Bin::Known,
                Bin::OneOf(texts) => all.extend(texts.iter().cloned()),
                Bin::Between { min, max } => {
                    low = if i == 0 { *min } else { low };
                    high = *max;
                }
            }
        }
        if all.is_empty() {
            return Bin::Between { min: low, max: high };
        }
        Bin::OneOf(all)
    }
}

fn rule(out: &mut String, binning: &Binning, group: &Group<'_>, tally: &[(usize, usize)], names: &mut Names) {
    let bin = group.merged();
    let column = &binning.column;
    let held = group.bins.iter().fold((0, 0), |(count, hits), (place, _)| {
        let (more, won) = tally[place + 1];
        (count + more, hits + won)
    });
    let words = format!("{}: {}", column.name(), label(&bin));
    let _ = writeln!(
        out,
        "[[explicit]]   # {}\nname = \"{}\"\nlabel = {}\n{} = {}",
        of(held),
        names.take(column.name()),
        quoted(&words),
        column.key(),
        quoted(column.name())
    );
    condition(out, column, &bin);
    let _ = writeln!(out, "points = {}\n", group.points);
}

fn condition(out: &mut String, column: &Column, bin: &Bin) {
    let _ = match bin {
        Bin::Known => writeln!(out, "known = true"),
        Bin::OneOf(texts) => match (column, texts.as_slice()) {
            (Column::Answer(_), [answer]) => writeln!(out, "answer = {}", quoted(answer)),
            (Column::Answer(_), _) => writeln!(out, "known = true"),
            (_, [text]) => writeln!(out, "equals = {}", quoted(text)),
            (_, texts) => {
                let texts: Vec<String> = texts.iter().map(|text| quoted(text)).collect();
                writeln!(out, "one_of = [{}]", texts.join(", "))
            }
        },
        Bin::Between { min, max } => {
            for (key, bound) in [("min", min), ("max", max)] {
                if let Some(bound) = bound {
                    let _ = writeln!(out, "{key} = {bound}");
                }
            }
            Ok(())
        }
    };
}

/// Samples and outcomes of the reference, then of each bin.
fn tally(binning: &Binning, train: &[Sample]) -> Vec<(usize, usize)> {
    let mut tally = vec![(0, 0); binning.bins.len() + 1];
    for sample in train {
        let place = binning.place(sample.known.get(&binning.column).map(String::as_str));
        let row = &mut tally[place.map_or(0, |place| place + 1)];
        row.0 += 1;
        row.1 += usize::from(sample.outcome);
    }
    tally
}

fn of((count, hits): (usize, usize)) -> String {
    if count == 0 {
        return "nobody of the older samples".to_owned();
    }
    let share = 100.0 * hits as f64 / count as f64;
    format!("{hits} of {count}, {share:.0} %")
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn where_nobody_is_nothing_is_counted() {
        assert_eq!(of((0, 0)), "nobody of the older samples");
        assert_eq!(of((4, 0)), "0 of 4, 0 %");
    }
}
