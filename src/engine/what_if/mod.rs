//! What another scoring model would have meant: one reading of the log with both models side by side, then one of the
//! contacts. Reads only; the database stays as it is.

mod course;
mod held;
mod known;

use crate::domain::Time;
use crate::domain::contact::Field;
use crate::domain::policy::{HeldBack, Policy};
use crate::domain::score::Model;
use crate::domain::subject::Subject;
use crate::domain::what_if::{Both, Judged, Listed, Mover, Moves, Under, WhatIf};
use crate::store::{Reader, StoreError};

use super::handle::EngineError;
use super::reading::through;
use super::replay::Reading;
use course::{Course, Ended};
use held::Held;

/// What is asked.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The model that is tried.
    pub tried: &'a Model,
    /// The instant of the classes, and the end of the weeks.
    pub as_of: Time,
    /// How many names are wanted in one place.
    pub listed: Listed,
}

/// What would be under another model than the one of `policy`, which is in force. The definitions stand in
/// [`crate::domain::what_if`].
///
/// # Errors
/// When the database cannot be read.
pub fn what_if(
    reader: &Reader,
    policy: &Policy,
    asked: Asked<'_>,
    reading: Reading<'_>,
) -> Result<WhatIf, EngineError> {
    let policies = Both::of(|under| Policy {
        model: match under {
            Under::InForce => policy.model.clone(),
            Under::Tried => asked.tried.clone(),
        },
        shadows: Vec::new(),
        ..policy.clone()
    });
    let companies = reader.company_names()?;
    let mut course = Course::new(&policies, &companies, reader.erased()?, asked.as_of);
    through(reader, reading, |entry| course.take_in(entry))?;
    let (moves, held_back) = moves(reader, &mut course, &policies, asked)?;
    let since = course.weeks.since();
    let (returned, kept) = course.ended();
    Ok(WhatIf {
        as_of: asked.as_of,
        since,
        moves,
        held_back,
        handoffs: course.weeks,
        returned: judged(reader, returned, asked.listed)?,
        kept: judged(reader, kept, asked.listed)?,
    })
}

/// The classes of everybody who was known then, and whom routing holds back: attributes and answers as they are, behaviour as the log has it.
fn moves(
    reader: &Reader,
    course: &mut Course<'_>,
    policies: &Both<Policy>,
    asked: Asked<'_>,
) -> Result<(Moves, Both<HeldBack>), EngineError> {
    let mut moves = Moves::new(asked.listed);
    let mut held = Held::new(&policies.in_force.routing);
    reader.every_subject(0..reader.last_contact()? + 1, |subject, _| {
        if subject.is_erased() {
            return Ok(());
        }
        let created = subject.contact.created_at();
        if !course.had_begun(subject.contact.id) && created.is_none_or(|at| at > asked.as_of) {
            moves.unknown += 1;
            return Ok(());
        }
        let score = Both::of(|under| {
            let model = &policies[under].model;
            let mut state = course.gathered(under, subject.contact.id);
            state.holding = model.holding(&subject.contact, subject.company.as_ref(), &subject.bant);
            model.score(&state, asked.as_of)
        });
        held.note(&subject, &score, course);
        moves.count(subject.lead.stage, &score, || Mover {
            contact_id: subject.contact.id,
            name: subject.contact.name(),
            company: company(&subject),
            stage: subject.lead.stage,
            owner: subject.lead.owner.clone(),
            score,
        });
        Ok::<(), StoreError>(())
    })?;
    Ok((moves.finished(), held.back(course)))
}

/// Counts handoffs that ended, and looks up the names of those that are listed.
fn judged(
    reader: &Reader,
    ended: impl Iterator<Item = Ended>,
    listed: Listed,
) -> Result<Judged, EngineError> {
    let mut judged = Judged::default();
    for Ended { trial, case } in ended {
        judged.count(&trial, case);
    }
    judged.keep(listed);
    for case in &mut judged.cases {
        if let Some(subject) = reader.subject(case.contact_id)? {
            case.name = subject.contact.name();
            case.company = company(&subject);
        }
    }
    Ok(judged)
}

fn company(subject: &Subject) -> String {
    subject.field(Field::Company).unwrap_or_default().to_owned()
}
