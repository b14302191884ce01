//! What tells one model from another, for people: rules that came, went or changed, and what else is different.

use serde::Serialize;
use serde_json::Value;

use super::{Model, Shadow};

/// The differences between two models.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Changes {
    /// Names of rules that only the new one has.
    pub added: Vec<String>,
    /// Names of rules that only the old one has.
    pub removed: Vec<String>,
    /// Rules of one name that are different, each with what is: `points 10 -> 12`.
    pub changed: Vec<Change>,
    /// What else is different: classes, weights, groups.
    pub settings: Vec<Change>,
}

/// One thing that is in both and different.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The name of the rule or setting.
    pub name: String,
    /// What is different about it, each with both values where they are short.
    pub what: Vec<String>,
}

/// The differences between two sets of models that are only looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct BesideChanges {
    /// Names of models that are new.
    pub added: Vec<String>,
    /// Names of models that are gone.
    pub removed: Vec<String>,
    /// Models of one name that are different.
    pub changed: Vec<BesideChange>,
}

/// One model that is only looked at, and different.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BesideChange {
    /// Its name.
    pub name: String,
    /// What is different about it.
    #[serde(flatten)]
    pub changes: Changes,
}

impl BesideChanges {
    /// The differences of `new` to `old`. The order of the models counts for nothing.
    #[must_use]
    pub fn of(old: &[Shadow], new: &[Shadow]) -> Self {
        let mut changes = Self::default();
        for shadow in new {
            match old.iter().find(|before| before.name == shadow.name) {
                None => changes.added.push(shadow.name.clone()),
                Some(before) if before.model != shadow.model => changes.changed.push(BesideChange {
                    name: shadow.name.clone(),
                    changes: Changes::of(&before.model, &shadow.model),
                }),
                Some(_) => {}
            }
        }
        let gone = old
            .iter()
            .filter(|before| new.iter().all(|shadow| shadow.name != before.name));
        changes.removed.extend(gone.map(|before| before.name.clone()));
        changes
    }

    /// One sentence for each kind of difference, each saying that it is not of the model in force.
    #[must_use]
    pub fn sentences(&self) -> Vec<String> {
        let lists = [("added", &self.added), ("removed", &self.removed)];
        let lists = lists.into_iter().filter(|(_, names)| !names.is_empty());
        let lists = lists.map(|(what, names)| format!("models beside it {what}: {}", names.join(", ")));
        let changed = self.changed.iter().flat_map(|change| {
            let mut sentences = change.changes.sentences();
            if sentences.is_empty() {
                sentences.push("the same rules in another order".to_owned());
            }
            sentences
                .into_iter()
                .map(|sentence| format!("beside it, {}: {sentence}", change.name))
        });
        lists.chain(changed).collect()
    }
}

/// Values longer than this, in characters as JSON, are named and not shown.
const SHORT: usize = 32;

impl Changes {
    /// The differences of `new` to `old`. The order of rules counts for nothing.
    #[must_use]
    pub fn of(old: &Model, new: &Model) -> Self {
        let (old, new) = (written(old), written(new));
        let mut changes = Self::default();
        for (key, value) in new.as_object().into_iter().flatten() {
            let before = &old[key.as_str()];
            if key == "explicit" || key == "behaviour" {
                changes.rules(before, value);
            } else if before != value {
                changes.settings.push(Change {
                    name: key.clone(),
                    what: differences(before, value),
                });
            }
        }
        changes
    }

    /// Whether nothing is different.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.added.is_empty()
            && self.removed.is_empty()
            && self.changed.is_empty()
            && self.settings.is_empty()
    }

    /// One sentence for each kind of difference.
    #[must_use]
    pub fn sentences(&self) -> Vec<String> {
        let named = |what: &str, names: &[String]| {
            (!names.is_empty()).then(|| format!("{what}: {}", names.join(", ")))
        };
        let changes = self.changed.iter().chain(&self.settings);
        let changes = changes.map(|change| format!("changed: {} ({})", change.name, change.what.join(", ")));
        let lists = [named("added", &self.added), named("removed", &self.removed)];
        lists.into_iter().flatten().chain(changes).collect()
    }

    fn rules(&mut self, old: &Value, new: &Value) {
        let [old, new] = [old, new].map(|rules| rules.as_array().map_or(&[][..], Vec::as_slice));
        let name = |rule: &Value| rule["name"].as_str().unwrap_or_default().to_owned();
        for rule in new {
            match old.iter().find(|before| before["name"] == rule["name"]) {
                None => self.added.push(name(rule)),
                Some(before) if before != rule => self.changed.push(Change {
                    name: name(rule),
                    what: differences(before, rule),
                }),
                Some(_) => {}
            }
        }
        let gone = old
            .iter()
            .filter(|before| new.iter().all(|rule| rule["name"] != before["name"]));
        self.removed.extend(gone.map(name));
    }
}

/// A model as it is kept. Where groups and rules stand in their lists means nothing to people: a rule names its group, and
/// the two rules of the baseline are its own.
fn written(model: &Model) -> Value {
    let mut value = serde_json::to_value(model).unwrap_or_default();
    for (rule, written) in model.behaviour.iter().zip(array(&mut value["behaviour"])) {
        let group = rule.group.and_then(|group| model.groups.get(usize::from(group)));
        written["group"] = group.map_or(Value::Null, |group| Value::from(group.name.clone()));
    }
    if let Some(baseline) = value["baseline"].as_object_mut() {
        baseline.remove("rising");
        baseline.remove("waking");
    }
    value
}

fn array(value: &mut Value) -> &mut [Value] {
    value.as_array_mut().map_or(&mut [], Vec::as_mut_slice)
}

/// What is different: by the key where both are objects, else the values themselves.
fn differences(old: &Value, new: &Value) -> Vec<String> {
    let (Some(before), Some(after)) = (old.as_object(), new.as_object()) else {
        return vec![shown("", old, new)];
    };
    let keys = after
        .keys()
        .chain(before.keys().filter(|key| !after.contains_key(*key)));
    keys.filter(|key| before.get(*key) != after.get(*key))
        .map(|key| shown(key, &old[key.as_str()], &new[key.as_str()]))
        .collect()
}

/// `points 10 -> 12`; of what is long only that it differs.
fn shown(key: &str, old: &Value, new: &Value) -> String {
    let words = if old.is_object() && new.is_object() {
        differences(old, new).join(", ")
    } else if let (Some(old), Some(new)) = (short(old), short(new)) {
        format!("{old} -> {new}")
    } else {
        "other ones".to_owned()
    };
    format!("{} {words}", key.replace('_', " "))
        .trim_start()
        .to_owned()
}

fn short(value: &Value) -> Option<String> {
    let words = match value {
        Value::Null => "none".to_owned(),
        Value::Number(number) => number
            .as_f64()
            .map_or_else(|| number.to_string(), |number| number.to_string()),
        Value::String(text) => text.clone(),
        Value::Array(items) => {
            let items: Option<Vec<String>> = items.iter().map(short).collect();
            format!("[{}]", items?.join(", "))
        }
        Value::Object(_) | Value::Bool(_) => value.to_string(),
    };
    (words.chars().count() <= SHORT).then_some(words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::score::{
        Attribute, Baseline, BehaviourRule, Condition, ExplicitRule, Fading, Group, Recency, Thresholds,
    };

    fn explicit(name: &str, points: f64) -> ExplicitRule {
        ExplicitRule {
            name: name.to_owned(),
            label: name.to_owned(),
            attribute: Attribute::Custom("fleet".to_owned()),
            condition: Condition::Known,
            points,
        }
    }

    fn visit(half_life: f64, group: u16) -> BehaviourRule {
        BehaviourRule {
            name: "visit".to_owned(),
            label: "visits".to_owned(),
            kinds: vec!["page_view".to_owned()],
            detail: Vec::new(),
            detail_lacks: Vec::new(),
            points: 3.0,
            recency: Recency::HalfLife(half_life),
            cap: 9.0,
            day_cap: None,
            group: Some(group),
        }
    }

    fn groups(names: [&str; 2]) -> Vec<Group> {
        let group = |name: &str| Group {
            name: name.to_owned(),
            label: name.to_owned(),
            cap: 50.0,
        };
        names.map(group).to_vec()
    }

    #[test]
    fn a_rule_more_moves_no_other() {
        let baseline = |rising| Baseline {
            fast_days: 14,
            least_days: 3,
            rising_from: 3.0,
            usual_gap_days: 30.0,
            silence_days: 90,
            rising,
            waking: rising + 1,
        };
        let old = Model {
            behaviour: vec![visit(7.0, 0)],
            baseline: Some(baseline(1)),
            ..Model::default()
        };
        let mut new = old.clone();
        new.behaviour.insert(
            0,
            BehaviourRule {
                name: "first".to_owned(),
                ..visit(7.0, 0)
            },
        );
        new.baseline = Some(baseline(2));
        assert_eq!(Changes::of(&old, &new).sentences(), ["added: first"]);
    }

    #[test]
    fn of_the_models_beside_it_is_named_which_came_went_and_changed_and_how() {
        let shadow = |name: &str, rules: Vec<ExplicitRule>| Shadow {
            name: name.to_owned(),
            model: Model {
                explicit: rules,
                ..Model::default()
            },
        };
        let (phone, fleet) = (explicit("phone", 1.0), explicit("fleet", 10.0));
        let old = [
            shadow("bold", vec![phone.clone(), fleet.clone()]),
            shadow("gone", vec![]),
            shadow("same", vec![]),
            shadow("turned", vec![phone.clone(), fleet.clone()]),
        ];
        let new = [
            shadow("same", vec![]),
            shadow("trial", vec![]),
            shadow("bold", vec![explicit("fleet", 12.0)]),
            shadow("turned", vec![fleet, phone]),
        ];
        assert_eq!(
            BesideChanges::of(&old, &new).sentences(),
            [
                "models beside it added: trial",
                "models beside it removed: gone",
                "beside it, bold: removed: phone",
                "beside it, bold: changed: fleet (points 10 -> 12)",
                "beside it, turned: the same rules in another order",
            ]
        );
        assert!(BesideChanges::of(&old, &old).sentences().is_empty());
    }

    #[test]
    fn what_came_went_and_changed_is_named_with_both_values() {
        let old = Model {
            explicit: vec![explicit("fleet", 10.0), explicit("old", 5.0)],
            behaviour: vec![visit(7.0, 0)],
            groups: groups(["site", "mail"]),
            ..Model::default()
        };
        let new = Model {
            explicit: vec![explicit("new", 5.0), explicit("fleet", 12.5)],
            behaviour: vec![visit(14.0, 1)],
            groups: groups(["mail", "site"]),
            classes: Thresholds([75.0, 50.0, 30.0]),
            interest: Fading { half_life_days: 10.0 },
            ..old.clone()
        };
        // The group is the same one, whatever its place in the list.
        let mut sentences = Changes::of(&old, &new).sentences();
        sentences.sort_unstable();
        assert_eq!(
            sentences,
            [
                "added: new",
                "changed: classes ([70, 50, 30] -> [75, 50, 30])",
                "changed: fleet (points 10 -> 12.5)",
                "changed: groups (other ones)",
                "changed: interest (half life days 3 -> 10)",
                "changed: visit (recency half life 7 -> 14)",
                "removed: old",
            ]
        );
        assert!(Changes::of(&old, &old).is_empty());
    }
}
