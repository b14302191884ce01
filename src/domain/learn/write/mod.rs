//! A fitted card as a scoring file: whole, commented, to be read and changed by a person.

mod explicit;
mod words;

use std::fmt::Write as _;

use super::points::{Card, Kept};
use super::report::Spoken;
use super::sample::Sample;
use crate::domain::bant::Answer;
use explicit::explicit;
use words::{Names, plain, quoted};

pub(super) use explicit::rules;

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
