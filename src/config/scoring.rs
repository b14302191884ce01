//! The scoring file: bounds, weights and rules, made into a model or refused with all that is wrong.

use super::document::Section;
use super::rules;
use crate::domain::score::{BehaviourRule, Class, Fading, Group, Matrix, Model, Thresholds, Weights};
use crate::domain::text::fold;

const KEYS: [&str; 12] = [
    "classes",
    "grades",
    "weights",
    "explicit",
    "behaviour",
    "group",
    "layer",
    "topic",
    "interest",
    "baseline",
    "calibration",
    "committee",
];

/// Reads a whole scoring file. Bounds and weights that it leaves out are those of the method (section 3); rules that it
/// leaves out are not there.
pub(super) fn model(root: &Section<'_>) -> Model {
    root.only(&KEYS);
    let mut names = rules::Names::default();
    let explicit = rules::explicit(root, &mut names);
    let site = rules::site(root, &mut names);
    let mut behaviour = rules::behaviour(root, &mut names, &site);
    let baseline = rules::baseline(root, &mut behaviour, &site);
    doubt_groups(root, &site.groups, &behaviour);
    let grades = root.section("grades");
    if let Some(grades) = &grades {
        grades.only(&["fit", "engagement", "classes"]);
    }
    let model = Model {
        classes: classes(root),
        letters: grade_bounds(grades.as_ref(), "fit"),
        digits: grade_bounds(grades.as_ref(), "engagement"),
        weights: weights(root),
        matrix: grades.as_ref().and_then(matrix),
        class_names: class_names(root),
        explicit,
        behaviour,
        groups: site.groups,
        topics: site.topics,
        interest: interest(root),
        baseline,
        calibration: rules::calibration(root),
        roles: rules::role_words(root),
    };
    if root.get("explicit").is_none() && root.get("behaviour").is_none() {
        root.problem(
            "has no rules, so that everybody would have 0 points",
            "Begin rules with lines [[explicit]] and [[behaviour]], or delete the file to get the built-in ones.",
        );
    }
    model
}

/// A group that no rule is in caps nothing; a rule has probably lost its line.
fn doubt_groups(root: &Section<'_>, groups: &[Group], behaviour: &[BehaviourRule]) {
    if groups.is_empty() {
        return;
    }
    let sections = root.sections("group").into_iter();
    for (place, (section, group)) in sections.zip(groups).enumerate() {
        let is_in = |rule: &BehaviourRule| rule.group.is_some_and(|group| usize::from(group) == place);
        if !behaviour.iter().any(is_in) {
            let remedy = format!(
                "Write group = \"{}\" in the rules that share the cap, or leave the group out.",
                group.name
            );
            section.doubt("has no rule in it", &remedy);
        }
    }
}

const CLASSES: [f64; 3] = [70.0, 50.0, 30.0];
const GRADES: [f64; 3] = [75.0, 50.0, 25.0];
const BOUND: &str = "Write whole points of the total, 0-100; lower bounds, inclusive.";
const DESCENDING: &str = "Write the bound of the better class higher: a > b > c, for example 70, 50, 30.";

fn classes(root: &Section<'_>) -> Thresholds {
    let mut bounds = CLASSES;
    if let Some(section) = root.section("classes") {
        section.only(&["a", "b", "c", "names"]);
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

/// How fast looks stop being of interest now; as long as a built-in one where the file says nothing.
fn interest(root: &Section<'_>) -> Fading {
    let Some(section) = root.section("interest") else {
        return Fading::DEFAULT;
    };
    section.only(&["half_life_days"]);
    let remedy = "Write in how many days a look counts half, 0.1-365, for example half_life_days = 3.";
    let half_life_days = section
        .require("half_life_days", remedy)
        .and_then(|entry| entry.number(0.1..=365.0, remedy));
    half_life_days.map_or(Fading::DEFAULT, |half_life_days| Fading { half_life_days })
}

/// What the house calls the classes; their letters when it does not say.
fn class_names(root: &Section<'_>) -> [String; 4] {
    let letters = Class::ALL.map(|class| class.to_string());
    let Some(entry) = root.section("classes").and_then(|section| section.get("names")) else {
        return letters;
    };
    let remedy = "Write four names, best first, for example [\"hot\", \"warm\", \"cool\", \"cold\"].";
    let Some(names) = entry.texts(remedy) else {
        return letters;
    };
    let names: Vec<String> = names.into_iter().map(|name| name.trim().to_owned()).collect();
    let twice =
        |(place, name): (usize, &String)| names[..place].iter().any(|before| fold(before) == fold(name));
    if names.iter().enumerate().any(twice) {
        entry.problem(
            "has a name twice, so that nobody could tell the two classes apart",
            remedy,
        );
    }
    <[String; 4]>::try_from(names).unwrap_or_else(|_| {
        entry.problem("must be four names", remedy);
        letters
    })
}

/// The class of each grade: four texts of four letters, for A1-A4 to D1-D4.
fn matrix(grades: &Section<'_>) -> Option<Matrix> {
    let entry = grades.get("classes")?;
    let remedy = "Write four texts of four letters A-D, the first for A1 to A4: [\"AABB\", \"ABBC\", \"BCCD\", \"DDDD\"].";
    let class = |letter: char| Class::ALL.into_iter().find(|class| class.letter() == letter);
    let row = |text: &str| {
        let row: Option<Vec<Class>> = text.chars().map(class).collect();
        <[Class; 4]>::try_from(row?).ok()
    };
    let rows: Option<Vec<[Class; 4]>> = entry.texts(remedy)?.into_iter().map(row).collect();
    let matrix = rows.and_then(|rows| <[_; 4]>::try_from(rows).ok()).map(Matrix);
    let Some(matrix) = matrix else {
        entry.problem("must be four rows of four classes", remedy);
        return None;
    };
    if !matrix.is_monotone() {
        entry.problem(
            "gives a better grade a worse class",
            "Let no letter rise to the right or downwards.",
        );
    }
    Some(matrix)
}

fn weights(root: &Section<'_>) -> Weights {
    let mut weights = Weights {
        base: 0.0,
        fit: 0.5,
        engagement: 0.5,
    };
    let Some(section) = root.section("weights") else {
        return weights;
    };
    section.only(&["base", "fit", "engagement"]);
    let remedy = "Write weights from 0 to 1, for example fit = 0.5 and engagement = 0.5.";
    let share = |key: &str| section.require(key, remedy)?.number(0.0..=1.0, remedy);
    if let (Some(fit), Some(engagement)) = (share("fit"), share("engagement")) {
        if fit + engagement <= 0.0 {
            section.problem("gives weight to nothing", remedy);
        }
        weights = Weights {
            base: 0.0,
            fit,
            engagement,
        };
    }
    let remedy = "Write the points that everybody has, -100 to 100.";
    if let Some(base) = section
        .get("base")
        .and_then(|entry| entry.number(-100.0..=100.0, remedy))
    {
        weights.base = base;
    }
    weights
}
