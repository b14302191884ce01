//! Putting other scores in the place of all that are there.

use super::Write;
use super::save::{DROP_SCORE, PUT_SCORE};
use crate::domain::Time;
use crate::domain::committee::Deciders;
use crate::domain::contact::{CompanyId, ContactId};
use crate::domain::lead::Hand;
use crate::domain::score::ScoreState;
use crate::domain::subject::Subject;
use crate::store::cells::millis;
use crate::store::{StoreError, gathered};

impl Write<'_> {
    /// Puts which roles are known in a company, where that is something else.
    ///
    /// # Errors
    /// When the disk is full or fails.
    pub fn put_deciders(&mut self, company: CompanyId, deciders: Deciders) -> Result<(), StoreError> {
        self.transaction
            .prepare_cached("UPDATE company SET deciders = ?2 WHERE id = ?1 AND deciders <> ?2")?
            .execute((company.0, deciders.0))?;
        Ok(())
    }

    /// Forgets who acted last and who decides in the companies for which that no longer stands.
    ///
    /// # Errors
    /// When the disk is full or fails.
    pub fn forget_circles(
        &mut self,
        acts: impl Fn(CompanyId) -> bool,
        decides: impl Fn(CompanyId) -> bool,
    ) -> Result<(), StoreError> {
        for company in self.companies("SELECT company_id FROM committee")? {
            if !acts(company) {
                self.transaction
                    .prepare_cached("DELETE FROM committee WHERE company_id = ?1")?
                    .execute([company.0])?;
            }
        }
        for company in self.companies("SELECT id FROM company WHERE deciders <> 0")? {
            if !decides(company) {
                self.put_deciders(company, Deciders(0))?;
            }
        }
        Ok(())
    }

    fn companies(&self, question: &str) -> Result<Vec<CompanyId>, StoreError> {
        let mut statement = self.transaction.prepare(question)?;
        let rows = statement.query_map([], |row| row.get(0).map(CompanyId))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Writes a score in the place of the one that is there: emptying the table first takes as long as filling it.
    ///
    /// # Errors
    /// When the disk is full or fails.
    pub fn put_scored(&mut self, scored: &Scored) -> Result<(), StoreError> {
        match scored.gathered {
            Gathered::Something => self.transaction.prepare_cached(PUT_SCORE)?.execute((
                scored.contact.0,
                &scored.state,
                &scored.shadows,
            ))?,
            Gathered::Nothing => self
                .transaction
                .prepare_cached(DROP_SCORE)?
                .execute([scored.contact.0])?,
        };
        if scored.hand == Hand::Sales {
            self.transaction
                .prepare_cached("UPDATE open_lead SET score = ?2 WHERE contact_id = ?1")?
                .execute((scored.contact.0, &scored.state))?;
        }
        if let Due::At(due) = scored.due {
            self.transaction
                .prepare_cached("UPDATE lead SET due_at = ?2 WHERE contact_id = ?1")?
                .execute((scored.contact.0, due.map(millis)))?;
        }
        Ok(())
    }
}

/// What a contact has gathered, ready to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scored {
    contact: ContactId,
    hand: Hand,
    gathered: Gathered,
    state: Vec<u8>,
    shadows: Option<Vec<u8>>,
    due: Due,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gathered {
    Something,
    Nothing,
}

/// When time next changes something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Due {
    AsSaved,
    At(Option<Time>),
}

impl Scored {
    /// The score of a subject, and when time next changes something: as `saved` and as it is now.
    ///
    /// # Errors
    /// When a number in it cannot be written.
    pub fn of(subject: &Subject, saved: Option<Time>, due: Option<Time>) -> Result<Self, StoreError> {
        let nothing = ScoreState::default();
        let is_nothing = subject.score == nothing && subject.shadows.iter().all(|shadow| *shadow == nothing);
        Ok(Self {
            contact: subject.contact.id,
            hand: subject.lead.stage.hand(),
            gathered: if is_nothing {
                Gathered::Nothing
            } else {
                Gathered::Something
            },
            state: gathered::written(&subject.score)?,
            shadows: gathered::written_all(&subject.shadows)?,
            due: if due == saved { Due::AsSaved } else { Due::At(due) },
        })
    }
}
