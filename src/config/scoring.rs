//! The scoring file: bounds, weights and rules, made into a model or refused with all that is wrong.

use std::collections::BTreeMap;

use super::document::Section;
use super::rules;
use crate::domain::score::{Model, Thresholds, Weights};

/// Reads a whole scoring file. Bounds and weights that it leaves out are those of the method (section 3); rules that it
/// leaves out are not there.
pub(super) fn model(root: &Section<'_>) -> Model {
    root.only(&["classes", "grades", "weights", "explicit", "behaviour"]);
    let mut names = Names::default();
    let grades = root.section("grades");
    if let Some(grades) = &grades {
        grades.only(&["fit", "engagement"]);
    }
    let model = Model {
        classes: classes(root),
        letters: grade_bounds(grades.as_ref(), "fit"),
        digits: grade_bounds(grades.as_ref(), "engagement"),
        weights: weights(root),
        explicit: rules::explicit(root, &mut names),
        behaviour: rules::behaviour(root, &mut names),
    };
    if root.get("explicit").is_none() && root.get("behaviour").is_none() {
        root.problem(
            "has no rules, so that everybody would have 0 points",
            "Begin rules with lines [[explicit]] and [[behaviour]], or delete the file to get the built-in ones.",
        );
    }
    model
}

/// Rule names so far, with their lines: a name must be unique, because points are kept and explained under it.
#[derive(Default)]
pub(super) struct Names(BTreeMap<String, usize>);

impl Names {
    /// Takes a name; gives the line on which it was taken before.
    pub fn take(&mut self, name: &str, line: usize) -> Option<usize> {
        self.0.insert(name.to_owned(), line)
    }
}

const CLASSES: [f64; 3] = [70.0, 50.0, 30.0];
const GRADES: [f64; 3] = [75.0, 50.0, 25.0];
const BOUND: &str = "Write whole points of the total, 0-100; lower bounds, inclusive.";
const DESCENDING: &str = "Write the bound of the better class higher: a > b > c, for example 70, 50, 30.";

fn classes(root: &Section<'_>) -> Thresholds {
    let mut bounds = CLASSES;
    if let Some(section) = root.section("classes") {
        section.only(&["a", "b", "c"]);
        for (bound, key) in bounds.iter_mut().zip(["a", "b", "c"]) {
            let written = section.get(key).and_then(|entry| entry.whole(0..=100, BOUND));
            *bound = written.map_or(*bound, f64::from);
        }
        if !is_descending(bounds) {
            section.problem("bounds must descend from a to c", DESCENDING);
        }
    }
    Thresholds(bounds)
}

fn grade_bounds(section: Option<&Section<'_>>, key: &str) -> Thresholds {
    let remedy = "Write three whole bounds, best first, for example [75, 50, 25].";
    let Some(entry) = section.and_then(|section| section.get(key)) else {
        return Thresholds(GRADES);
    };
    let items = entry.items(remedy);
    let written = items.iter().filter_map(|item| item.whole(0..=100, remedy));
    let bounds: Vec<f64> = written.map(f64::from).collect();
    let Ok(bounds) = <[f64; 3]>::try_from(bounds) else {
        if items.len() != 3 {
            entry.problem("must be three bounds", remedy);
        }
        return Thresholds(GRADES);
    };
    if !is_descending(bounds) {
        entry.problem("bounds must descend", remedy);
    }
    Thresholds(bounds)
}

fn is_descending(bounds: [f64; 3]) -> bool {
    bounds[0] > bounds[1] && bounds[1] > bounds[2]
}

fn weights(root: &Section<'_>) -> Weights {
    let mut weights = Weights {
        fit: 0.5,
        engagement: 0.5,
    };
    let Some(section) = root.section("weights") else {
        return weights;
    };
    section.only(&["fit", "engagement"]);
    let remedy = "Write shares that sum to 1, for example fit = 0.5 and engagement = 0.5.";
    let share = |key: &str| section.require(key, remedy)?.number(0.0..=1.0, remedy);
    if let (Some(fit), Some(engagement)) = (share("fit"), share("engagement")) {
        weights = Weights { fit, engagement };
        let sum = fit + engagement;
        if (sum - 1.0).abs() > 1e-6 {
            section.problem(&format!("fit and engagement must sum to 1 (got {sum})"), remedy);
        }
    }
    weights
}
