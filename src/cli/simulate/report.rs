//! The report of a simulation for people: bars, and where the order of the calls is worth nothing.

use std::fmt::Write as _;

use super::{Doubt, Found, Line};
use crate::cli::table::{Align, table};
use crate::domain::simulate::{Figure, LIGHTER_LOADS, Summary, Verdict};
use crate::domain::text::money;

/// Cells of the longest bar.
const BAR: f64 = 28.0;

pub fn text(found: &Found) -> String {
    let mut text = format!(
        "Won in a month, mean of {} months (seed {}) with its 95 % interval\n\n",
        found.runs, found.seed
    );
    text.push_str(&won(found));
    text.push_str(&loads(found));
    text.push_str("\nWhat becomes of the leads: working hours to the first call, shares of all leads\n\n");
    text.push_str(&leads(&found.rules));
    text.push_str("\nMonths that make it hard: ours against the best of the others\n\n");
    text.push_str(&doubts(found));
    text.push_str("\nWhere ours does not win\n\n");
    for sentence in &found.where_ours_does_not_win {
        let _ = writeln!(text, "- {sentence}");
    }
    text.push_str("\nWhat was assumed\n\n");
    for assumption in &found.assumptions {
        let (what, value, source) = (assumption.what, &assumption.value, assumption.source);
        let _ = writeln!(text, "- {what}: {value} ({source})");
    }
    text.push_str(
        "\nFor comparison, a real log of calls (BPI Challenge 2012, 13,087 applications): first touch after 1.15 h in the \
         median, 18 h for nine of ten.\n",
    );
    text
}

fn won(found: &Found) -> String {
    let most = found
        .rules
        .iter()
        .map(|line| line.summary.won.mean)
        .fold(1.0, f64::max);
    let header = [
        ("", Align::Left),
        (found.currency.as_str(), Align::Right),
        ("95 %", Align::Left),
        ("", Align::Left),
        ("ours wins more", Align::Right),
        ("95 %", Align::Left),
    ];
    let rows: Vec<Vec<String>> = found
        .rules
        .iter()
        .map(|line| {
            let won = &line.summary.won;
            let more = line.ours_wins_more;
            vec![
                line.words.to_owned(),
                money(won.mean, ""),
                range(won),
                "█".repeat((won.mean / most * BAR).round().max(0.0) as usize),
                more.map_or_else(String::new, |more| signed(more.mean)),
                more.map_or_else(String::new, |more| range(&more)),
            ]
        })
        .collect();
    table(&header, &rows)
}

/// What is won over the best of the others, here and where fewer leads wait: one load alone would flatter.
fn loads(found: &Found) -> String {
    let gain = |ours: f64, other: f64| {
        format!(
            "{} ({:+.1} %)",
            signed(ours - other),
            100.0 * (ours - other) / other.max(1.0)
        )
    };
    let Some((ours, others)) = found.rules.split_last() else {
        return String::new();
    };
    let best = others
        .iter()
        .map(|line| line.summary.won.mean)
        .fold(0.0, f64::max);
    let mut said = format!("here {}", gain(ours.summary.won.mean, best));
    for doubt in &found.doubts {
        if LIGHTER_LOADS.iter().any(|(words, _)| *words == doubt.months) {
            let unsure = match doubt.verdict {
                Verdict::NoDifference => ", which chance would explain",
                Verdict::More | Verdict::Less => "",
            };
            let more = gain(doubt.won_by_ours.mean, doubt.won_by_best_other.mean);
            let _ = write!(said, "; {}: {more}{unsure}", doubt.months);
        }
    }
    format!("\nOurs against the best of the others, by load: {said}.\n")
}

fn leads(rules: &[Line]) -> String {
    let header = [
        ("", Align::Left),
        ("deals", Align::Right),
        ("calls", Align::Right),
        ("talked to", Align::Right),
        ("untouched", Align::Right),
        ("breached", Align::Right),
        ("median", Align::Right),
        ("9 of 10", Align::Right),
        ("small deals", Align::Right),
    ];
    let percent = |figure: &Figure| format!("{:.0} %", figure.mean * 100.0);
    let hours = |figure: &Figure| format!("{:.2} h", figure.mean);
    let rows: Vec<Vec<String>> = rules
        .iter()
        .map(|line| {
            let of = &line.summary;
            vec![
                line.words.to_owned(),
                format!("{:.1}", of.deals.mean),
                format!("{:.0}", of.calls.mean),
                percent(&of.reached),
                percent(&of.untouched),
                percent(&of.breached),
                hours(&of.response_h),
                hours(&of.slow_response_h),
                hours(&of.small_response_h),
            ]
        })
        .collect();
    table(&header, &rows)
}

fn doubts(found: &Found) -> String {
    let header = [
        ("", Align::Left),
        ("ours", Align::Right),
        ("best other", Align::Left),
        ("", Align::Right),
        ("ours wins more", Align::Right),
        ("95 %", Align::Left),
        ("", Align::Left),
    ];
    let rows: Vec<Vec<String>> = found
        .doubts
        .iter()
        .map(|doubt| {
            let verdict = match doubt.verdict {
                Verdict::More => "wins",
                Verdict::NoDifference => "no difference",
                Verdict::Less => "loses",
            };
            vec![
                doubt.months.to_owned(),
                money(doubt.won_by_ours.mean, ""),
                doubt.words.to_owned(),
                money(doubt.won_by_best_other.mean, ""),
                signed(doubt.ours_wins_more.mean),
                range(&doubt.ours_wins_more),
                verdict.to_owned(),
            ]
        })
        .collect();
    table(&header, &rows)
}

/// What a rule can be better at: its name, where it stands, how it is shown.
type Measure = (&'static str, fn(&Summary) -> Figure, fn(f64) -> String);

/// Where ours does not win, as sentences: money by the differences, the rest by the intervals of the means.
pub fn not_won(rules: &[Line], doubts: &[Doubt]) -> Vec<String> {
    let Some((ours, others)) = rules.split_last() else {
        return Vec::new();
    };
    let mut said: Vec<String> = others.iter().filter_map(money_not_won).collect();
    said.extend(measures_not_won(&ours.summary, others));
    said.extend(deals_not_won(&ours.summary, others));
    said.extend(doubts.iter().filter_map(|doubt| match doubt.verdict {
        Verdict::More => None,
        Verdict::NoDifference => Some(format!("{}: no difference to {}", doubt.months, doubt.words)),
        Verdict::Less => Some(format!("{}: {} wins more", doubt.months, doubt.words)),
    }));
    if said.is_empty() {
        said.push("nowhere that these months could show".to_owned());
    }
    said
}

fn money_not_won(line: &Line) -> Option<String> {
    match line.ours_wins_more.map(|more| more.verdict())? {
        Verdict::NoDifference => Some(format!(
            "money: no difference to {} that chance would not explain",
            line.words
        )),
        Verdict::Less => Some(format!("money: {} wins more", line.words)),
        Verdict::More => None,
    }
}

/// The measures of which less is better, in which the best of the others is clearly better.
fn measures_not_won(ours: &Summary, others: &[Line]) -> Vec<String> {
    let hours: fn(f64) -> String = |hours| format!("{hours:.2} h");
    let percent: fn(f64) -> String = |share| format!("{:.0} %", share * 100.0);
    let measures: [Measure; 5] = [
        ("first call, median", |of| of.response_h, hours),
        ("first call, nine of ten", |of| of.slow_response_h, hours),
        (
            "first call of the smaller deals, median",
            |of| of.small_response_h,
            hours,
        ),
        ("clocks that ran out", |of| of.breached, percent),
        ("leads that nobody tried", |of| of.untouched, percent),
    ];
    let told = measures.into_iter().filter_map(|(what, of, show)| {
        let mine = of(ours);
        let best = others
            .iter()
            .filter(|line| of(&line.summary).high < mine.low)
            .min_by(|a, b| of(&a.summary).mean.total_cmp(&of(&b.summary).mean))?;
        let (its, mine) = (show(of(&best.summary).mean), show(mine.mean));
        Some(format!("{what}: {} has {its}, ours {mine}", best.words))
    });
    told.collect()
}

fn deals_not_won(ours: &Summary, others: &[Line]) -> Option<String> {
    let best = others
        .iter()
        .filter(|line| line.summary.deals.low > ours.deals.high)
        .max_by(|a, b| a.summary.deals.mean.total_cmp(&b.summary.deals.mean))?;
    Some(format!(
        "number of deals: {} wins {:.1}, ours {:.1}",
        best.words, best.summary.deals.mean, ours.deals.mean
    ))
}

fn range(figure: &Figure) -> String {
    format!("[{} .. {}]", money(figure.low, ""), money(figure.high, ""))
}

fn signed(value: f64) -> String {
    let sign = if value > 0.0 { "+" } else { "" };
    format!("{sign}{}", money(value, ""))
}
