//! A fitted card as a scoring file: whole, commented, to be read and changed by a person.

use std::fmt::Write as _;

use super::bins::{Bin, Binning, label};
use super::points::{Card, Kept};
use super::report::Spoken;
use super::sample::{Column, Sample};
use crate::domain::bant::Answer;

/// The scoring file of a card. `about` are lines on where it comes from; `train` are the samples it was fitted to, whose
/// numbers stand beside the rules.
#[must_use]
pub fn scoring_file(card: &Card, about: &[String], train: &[Sample], probability: Spoken) -> String {
    let mut out = String::new();
    for line in about {
        let _ = writeln!(out, "# {}", plain(line));
    }
    out.push_str(INTRODUCTION);
    let _ = writeln!(out, "base = {}\nfit = 1\nengagement = 1\n", card.base);
    bounds(&mut out, card);
    let mut names = Names::default();
    explicit(&mut out, card, train, &mut names);
    for kept in &card.kept {
        keep(&mut out, kept, &mut names);
    }
    behaviour(&mut out, card, &mut names);
    match probability {
        Spoken::OfPurchase => calibration(&mut out, card),
        Spoken::OfAnother => out.push_str(NO_CALIBRATION),
    }
    out
}

/// How many rules the file of a card holds.
pub(super) fn rules(card: &Card) -> usize {
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

const NO_CALIBRATION: &str = "\
# No [[calibration]]: what this card has learnt is no purchase, so the probability that the rank multiplies the deal size with
# stays that of the class (kapula.toml, [value]).
";

const INTRODUCTION: &str = "\
#
# Not in force until you copy it over scoring.toml in your settings folder. Read it first: points are meant to be changed,
# and a rule that makes no sense to you should go. Every point was fitted beside all others: points of one column alone do
# not say how good its values are, because another column may say the same thing.
#
#   total = base + fit + engagement        0-100, shown as whole points
#
# The sides of this card are smaller than those of one made by hand, because what everybody has is in the base. Together with it
# write into kapula.toml, so that the class alone decides who goes to sales:
#
# [routing.a]
# min_fit = 0
# min_engagement = 0
# [routing.b]
# min_fit = 0
# min_engagement = 0
#
# Beside a rule: of the older samples for which it holds, how many came to the outcome.

[weights]
# Points that everybody has, and the shares of the two halves: the points below are points of the total.
";

fn bounds(out: &mut String, card: &Card) {
    let [a, b, c] = card.classes;
    let _ = writeln!(
        out,
        "[classes]\n# So that a tenth of the older samples is A, a fifth B, three tenths C. Move them to what your people can \
         handle.\na = {a}\nb = {b}\nc = {c}\n"
    );
    let [fit, engagement] = [card.letters, card.digits].map(|[a, b, c]| format!("[{a}, {b}, {c}]"));
    let _ = writeln!(out, "[grades]\nfit = {fit}\nengagement = {engagement}\n");
    out.push_str(RULE);
}

const RULE: &str = "# ----------------------------------------------------------------------------------------------------------------\n";

/// Bins of one column with the same points: one rule.
struct Group<'a> {
    bins: Vec<(usize, &'a Bin)>,
    points: i32,
}

fn explicit(out: &mut String, card: &Card, train: &[Sample], names: &mut Names) {
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

fn keep(out: &mut String, kept: &Kept, names: &mut Names) {
    let answer = match kept.answer {
        Answer::Yes => "yes",
        Answer::No => "no",
        Answer::Unknown => "unknown",
    };
    let _ = writeln!(
        out,
        "[[explicit]]   # not learnt: kept from the card in force, because it is known only after a call\nname = \"{}\"\nlabel = \
         {}\nquestion = \"{}\"\nanswer = \"{answer}\"\npoints = {}\n",
        names.take(&kept.name),
        quoted(&kept.label),
        kept.question.name(),
        kept.points
    );
}

fn behaviour(out: &mut String, card: &Card, names: &mut Names) {
    let habits = card.encoding.counts.iter().zip(&card.habits);
    for (count, habit) in habits.filter(|(_, habit)| habit.cap > 0) {
        let often = if count.most > 1.0 { ", often" } else { "" };
        let words = format!("{}{often}", count.what.name());
        let _ = writeln!(
            out,
            "[[behaviour]]\nname = \"{}\"\nlabel = {}\nkind = {}",
            names.take(&words),
            quoted(&words.replace('"', "")),
            quoted(&count.what.kind)
        );
        if let Some(detail) = &count.what.detail {
            let _ = writeln!(out, "detail_contains = [{}]", quoted(detail));
        }
        let _ = writeln!(
            out,
            "points = {}\nhalf_life_days = {}\ncap = {}\n",
            habit.each,
            card.encoding.half_life_days(),
            habit.cap
        );
    }
}

fn calibration(out: &mut String, card: &Card) {
    out.push_str(RULE);
    out.push_str(
        "# What share of the older samples with such a total came to the outcome: the probability of purchase that the rank\n\
         # multiplies the deal size with. A change of the points above makes these wrong; fit again, or take them out.\n\n",
    );
    for step in &card.calibration.0 {
        let _ = writeln!(
            out,
            "[[calibration]]   # {} samples\nfrom = {}\nprobability = {}\n",
            step.count, step.from, step.probability
        );
    }
}

/// Names of rules: small letters, digits and _, each once.
#[derive(Default)]
struct Names(std::collections::BTreeSet<String>);

impl Names {
    fn take(&mut self, words: &str) -> String {
        let mut name = String::new();
        for c in crate::domain::text::fold(words).chars() {
            if c.is_ascii_alphanumeric() {
                name.push(c);
            } else if !name.is_empty() && !name.ends_with('_') {
                name.push('_');
            }
        }
        name.truncate(40);
        let name = name.trim_end_matches('_');
        // `cap` and `floor` are what the limits of a score are called.
        let name = if matches!(name, "" | "cap" | "floor" | "base") {
            "rule"
        } else {
            name
        };
        let mut free = name.to_owned();
        let mut again = 1;
        while self.0.contains(&free) {
            again += 1;
            free = format!("{name}_{again}");
        }
        self.0.insert(free.clone());
        free
    }
}

/// A TOML basic string.
fn quoted(text: &str) -> String {
    let mut out = String::from('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", c as u32);
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// A text for a comment: on one line.
fn plain(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
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
