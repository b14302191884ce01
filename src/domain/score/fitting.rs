//! The explicit rules, for looking at many contacts.

use std::collections::HashMap;

use super::explicit::{Attribute, Condition, Known, Seen};
use super::{Model, RuleNo};
use crate::domain::bant::Bant;
use crate::domain::contact::{Company, Contact};

/// Texts of one attribute that are remembered at most: where there are more, each is met once or twice.
const MOST_TEXTS: usize = 4_096;

/// The explicit rules of a model by what they look at.
///
/// A hundred thousand people have some hundred titles and some dozen industries, and each is compared with hundreds of words:
/// what a text means is worked out once.
#[derive(Debug)]
pub struct Fitting<'m> {
    looks: Vec<Look<'m>>,
}

/// The rules about one attribute.
#[derive(Debug)]
struct Look<'m> {
    attribute: &'m Attribute,
    rules: Vec<(RuleNo, &'m Condition)>,
    /// Those that hold, by text.
    known: HashMap<String, Vec<RuleNo>>,
}

impl Model {
    /// The explicit rules, for looking at many contacts.
    #[must_use]
    pub fn fitting(&self) -> Fitting<'_> {
        let mut looks: Vec<Look<'_>> = Vec::new();
        for (no, rule) in (0..).zip(&self.explicit) {
            let of_rule = (no, &rule.condition);
            match looks.iter_mut().find(|look| *look.attribute == rule.attribute) {
                Some(look) => look.rules.push(of_rule),
                None => looks.push(Look {
                    attribute: &rule.attribute,
                    rules: vec![of_rule],
                    known: HashMap::new(),
                }),
            }
        }
        Fitting { looks }
    }
}

impl Fitting<'_> {
    /// The explicit rules that hold, ascending: as [`Model::holding`] says it.
    pub fn holding(&mut self, contact: &Contact, company: Option<&Company>, bant: &Bant) -> Vec<RuleNo> {
        let known = Known::new(contact, company, bant);
        let mut holding = Vec::new();
        for look in &mut self.looks {
            look.add(&known.seen(look.attribute), &mut holding);
        }
        holding.sort_unstable();
        holding
    }
}

impl Look<'_> {
    fn add(&mut self, seen: &Seen<'_>, holding: &mut Vec<RuleNo>) {
        let text = match seen {
            Seen::Text(text) => *text,
            Seen::Nothing => return,
            Seen::Count(_) | Seen::Answer(_) => return holding.extend(self.that_hold(seen)),
        };
        if let Some(known) = self.known.get(text) {
            return holding.extend(known);
        }
        let from = holding.len();
        holding.extend(self.that_hold(seen));
        if self.known.len() < MOST_TEXTS {
            self.known.insert(text.to_owned(), holding[from..].to_vec());
        }
    }

    fn that_hold(&self, seen: &Seen<'_>) -> impl Iterator<Item = RuleNo> {
        let holding = self
            .rules
            .iter()
            .filter(|(_, condition)| condition.holds_for(seen));
        holding.map(|(no, _)| *no)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::Time;
    use crate::domain::bant::{Answer, Question};
    use crate::domain::contact::{ContactId, Field};
    use crate::domain::score::ExplicitRule;

    const VALUES: [&str; 7] = ["", "Sales", "head of sales", "12", "50-100", "Päällikkö", "vp"];

    fn attributes() -> impl Strategy<Value = Attribute> {
        prop::sample::select(vec![
            Attribute::Field(Field::Title),
            Attribute::Field(Field::Industry),
            Attribute::Custom("plan".to_owned()),
            Attribute::Bant(Question::Need),
            Attribute::Deciders,
        ])
    }

    fn conditions() -> impl Strategy<Value = Condition> {
        let texts =
            || prop::collection::vec(prop::sample::select(vec!["sales", "12", "vp", "paallikko"]), 1..3);
        let owned = |texts: Vec<&str>| texts.into_iter().map(str::to_owned).collect();
        prop_oneof![
            texts().prop_map(move |texts| Condition::OneOf(owned(texts))),
            texts().prop_map(move |texts| Condition::Contains(owned(texts))),
            (texts(), texts()).prop_map(move |(texts, unless)| Condition::ContainsUnless {
                texts: owned(texts),
                unless: owned(unless),
            }),
            (0.0..60.0).prop_map(|min| Condition::Between {
                min: Some(min),
                max: None
            }),
            Just(Condition::Known),
            Just(Condition::Answered(Answer::Yes)),
        ]
    }

    fn people() -> impl Strategy<Value = (Contact, Bant)> {
        let value = || prop::sample::select(VALUES.to_vec());
        let answer = prop::sample::select(vec![Answer::Unknown, Answer::Yes, Answer::No]);
        (value(), value(), value(), answer).prop_map(|(title, industry, plan, answer)| {
            let mut contact = Contact::new(ContactId(1), Time::default());
            contact.fields.insert(Field::Title, title.to_owned());
            contact.fields.insert(Field::Industry, industry.to_owned());
            contact.custom.insert("Plan".to_owned(), plan.to_owned());
            let mut bant = Bant::default();
            bant.set(Question::Need, answer);
            (contact, bant)
        })
    }

    proptest! {
        #[test]
        fn what_is_remembered_of_others_is_what_holds(
            rules in prop::collection::vec((attributes(), conditions()), 0..12),
            people in prop::collection::vec(people(), 0..8),
        ) {
            let rules = rules.into_iter().enumerate().map(|(no, (attribute, condition))| ExplicitRule {
                name: no.to_string(),
                label: no.to_string(),
                attribute,
                condition,
                points: 1.0,
            });
            let model = Model { explicit: rules.collect(), ..Model::default() };
            let mut fitting = model.fitting();
            for (contact, bant) in &people {
                prop_assert_eq!(fitting.holding(contact, None, bant), model.holding(contact, None, bant));
            }
        }
    }
}
