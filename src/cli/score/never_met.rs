//! Rules of a model that look at what nobody has: names of one's own are checked by nothing else.

use std::collections::BTreeSet;

use crate::cli::failure::Failure;
use crate::config::meant;
use crate::domain::activity::KINDS;
use crate::domain::contact::Field;
use crate::domain::score::{Attribute, COLLEAGUE_ACTIVE, Model};
use crate::engine::Reader;
use crate::intake::{Mapping, Target};

/// A sentence for each rule over a custom attribute or a kind of its own that nobody has. Of the kinds that Kapula itself
/// speaks of nothing is said: most registers are without some of them.
pub fn never_met(model: &Model, reader: &Reader) -> Result<Vec<String>, Failure> {
    let mut sentences = Vec::new();
    let custom = model.explicit.iter().filter_map(|rule| match &rule.attribute {
        Attribute::Custom(name) => Some((&rule.name, name)),
        Attribute::Field(_) | Attribute::Bant(_) | Attribute::Deciders => None,
    });
    let kinds = model.behaviour.iter().flat_map(|rule| {
        let own = |kind: &&String| !KINDS.contains(&kind.as_str()) && *kind != COLLEAGUE_ACTIVE;
        rule.kinds.iter().filter(own).map(|kind| (&rule.name, kind))
    });
    // Either costs a scan: of the contacts, of the log. Without such rules nobody waits for it.
    let (custom, kinds): (Vec<_>, Vec<_>) = (custom.collect(), kinds.collect());
    if !custom.is_empty() {
        let met = reader.custom_met()?;
        let unmet = custom.iter().filter(|(_, name)| !met.contains(*name));
        sentences.extend(unmet.map(|(rule, name)| {
            let near = near_attribute(name, &met);
            format!("Rule {rule} looks at the custom attribute `{name}`, which no contact has{near}")
        }));
    }
    if !kinds.is_empty() {
        let met = reader.kinds_met()?;
        let unmet = kinds.iter().filter(|(_, kind)| !met.contains(*kind));
        sentences.extend(unmet.map(|(rule, kind)| {
            let near = near_kind(kind, &met);
            format!("Rule {rule} counts `{kind}`, which nobody has done yet{near}")
        }));
    }
    Ok(sentences)
}

/// The attribute that was meant: a column whose name is like it, or the standard field that an import makes of such a
/// column; nothing when none is near.
fn near_attribute(name: &str, met: &BTreeSet<String>) -> String {
    if let Some(near) = meant(name, met.iter().map(String::as_str)) {
        return format!(". Did you mean `{near}`?");
    }
    let field = standard(name).or_else(|| {
        let names = Field::ALL.map(Field::name);
        meant(&name.replace(' ', "_"), names)
    });
    field.map_or_else(String::new, |field| {
        format!(". Did you mean the standard field? Write field = \"{field}\"")
    })
}

/// The standard field as which an import takes a column of that name.
fn standard(name: &str) -> Option<&'static str> {
    let guessed = Mapping::guess(&[name.to_owned()]);
    match guessed.columns().first()?.target {
        Target::Field(field) => Some(field.name()),
        Target::Custom(_) | Target::Ignore => None,
    }
}

fn near_kind(kind: &str, met: &BTreeSet<String>) -> String {
    let near = meant(kind, met.iter().map(String::as_str).chain(KINDS));
    near.map_or_else(String::new, |near| format!(". Did you mean `{near}`?"))
}
