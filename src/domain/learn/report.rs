//! The judgement on the newer samples: one value that text, JSON and HTML are drawn from.

use std::collections::BTreeSet;

use serde::Serialize;

use super::chance::Chance;
use super::drift::{CalibrationDrift, Shift};
use super::half_life::{Reason, Tried};
use super::leak::{AfterCall, Leak};
use super::metrics::{Point, Pools, Reliable, Top};
use crate::domain::Time;
use crate::domain::learn::source::Source;

/// What [`Question::snapshot`] says when only contacts handed to sales are looked at.
pub const FIRST_HANDOFF: &str = "at the first handoff";

/// What [`Question::order`] says when samples are ordered by their instants.
pub const BY_TIME: &str = "time";

/// What the probability of an outcome speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Spoken {
    /// A purchase: the rank multiplies deal sizes with it.
    OfPurchase,
    /// Something that goes before a purchase and is none: being accepted, not being given back.
    OfAnother,
}

/// What was asked: said in the report, so that no number stands without its conditions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Question {
    /// What counts as the outcome: `won within 90 days`.
    pub outcome: String,
    /// How soon it must come, as it was said; absent where it may come ever. Where it is there, samples whose time is not up
    /// are left out.
    pub within: Option<String>,
    /// What its probability speaks of.
    pub probability: Spoken,
    /// When contacts are looked at: `at the first handoff`.
    pub snapshot: String,
    /// What older and newer go by: `time` or the name of a column.
    pub order: String,
    /// Contacts to choose from at one time.
    pub pool: usize,
}

/// The samples of one side of the cut.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Period {
    /// Samples.
    pub samples: usize,
    /// Of these, with the outcome.
    pub outcomes: usize,
    /// Their share, 0-1.
    pub rate: f64,
    /// The first instant.
    pub from: Option<Time>,
    /// The last instant.
    pub to: Option<Time>,
    /// The least number of the column that older and newer go by; absent where they go by time.
    pub order_from: Option<f64>,
    /// The greatest.
    pub order_to: Option<f64>,
}

/// One way to order contacts, judged on the newer samples.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Judgement {
    /// Its name.
    pub name: &'static str,
    /// Probability that an outcome stands before a non-outcome, 0-1; 0.5 is chance.
    pub auc: f64,
    /// Its standard error.
    pub auc_error: f64,
    /// The first tenth.
    pub top_tenth: Top,
    /// The first hundred.
    pub top_hundred: Top,
    /// The first of each pool; absent where there is no full pool.
    pub pools: Option<Pools>,
    /// Given against happened; empty for an order that gives no probability.
    pub reliability: Vec<Reliable>,
    /// Expected calibration error, 0-1; absent for an order that gives no probability.
    pub calibration_error: Option<f64>,
    /// What chance alone makes of that error where every probability is right; absent with it.
    pub calibration_chance: Option<Chance>,
    /// The ROC curve.
    pub roc: Vec<Point>,
    /// Share handled against share of the outcomes caught.
    pub gains: Vec<Point>,
}

/// What became of one class.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ClassRow {
    /// Its letter.
    pub class: char,
    /// Samples.
    pub samples: usize,
    /// Of these, with the outcome.
    pub outcomes: usize,
    /// Their share, 0-1.
    pub rate: f64,
    /// How many times the share of all.
    pub lift: f64,
}

/// The classes of one card.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ClassTable {
    /// Whose classes.
    pub card: &'static str,
    /// A to D.
    pub rows: Vec<ClassRow>,
}

/// How the card was fitted.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Fitting {
    /// Half-life taken, in days; absent where no behaviour was known of enough contacts when they were looked at.
    pub half_life_days: Option<f64>,
    /// Why it was taken.
    pub half_life_reason: Reason,
    /// Half-lives tried.
    pub tried: Vec<Tried>,
    /// Strength of the ridge.
    pub ridge: f64,
    /// Rules with points.
    pub rules: usize,
    /// Columns that it gives or takes points for.
    pub looked_at: BTreeSet<Source>,
}

/// Of how many of the newer outcomes it is known what they brought.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Sums {
    /// Outcomes with a sum, or a size of their own; the others count with the usual size.
    pub known: usize,
    /// Outcomes.
    pub of: usize,
    /// Outcomes of one size that would say as much about shares of the revenue: one huge deal makes it hardly more than one.
    pub as_many_as: f64,
}

/// The whole judgement.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// What was asked.
    pub question: Question,
    /// How the card was fitted; absent when only the model in force is judged.
    pub fitting: Option<Fitting>,
    /// The samples learnt from.
    pub older: Period,
    /// The samples judged on.
    pub newer: Period,
    /// Ways to order, side by side.
    pub orders: Vec<Judgement>,
    /// The classes.
    pub classes: Vec<ClassTable>,
    /// Columns and behaviour that the card in force has rules with points over.
    pub in_force_looks_at: BTreeSet<Source>,
    /// What is known of the revenue of the newer outcomes.
    pub sums: Sums,
    /// Columns and behaviour suspected of knowing the outcome.
    pub leaks: Vec<Leak>,
    /// Whether it could be tested what is filled in only after the first call.
    pub after_call: AfterCall,
    /// Whether these were left out of the fitted card.
    pub leaks_excluded: bool,
    /// Rules of the card in force that a fair comparison does without, because the fitted card may not look there either.
    pub rules_left_out: Vec<String>,
    /// Samples of one time (or one number of the column) among which the cut between older and newer falls; the order of
    /// import decided there. Absent where the cut falls between two times.
    pub of_one_time: Option<usize>,
    /// What has moved between older and newer, most first.
    pub shifts: Vec<Shift>,
    /// How true the probabilities were on the older and are on the newer, for each card whose probabilities are of this
    /// outcome.
    pub calibration_drift: Vec<CalibrationDrift>,
    /// What follows from all of it, as sentences.
    pub advice: Vec<String>,
}

/// Names of the orders, in their order in the report.
pub(super) const FITTED: &str = "fitted card";
/// The weights that the fitted card was rounded from.
pub(super) const UNROUNDED: &str = "before rounding";
/// The model in force.
pub(super) const IN_FORCE: &str = "card in force";
/// The same without its rules over what the fitted card may not look at.
pub(super) const CLEARED: &str = "in force, rules left out";
