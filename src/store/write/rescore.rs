//! Putting other scores in the place of all that are there.

use std::collections::HashMap;

use super::Write;
use crate::domain::Time;
use crate::domain::committee::Deciders;
use crate::domain::contact::CompanyId;
use crate::domain::score::ScoreState;
use crate::domain::subject::Subject;
use crate::store::cells::millis;
use crate::store::{StoreError, gathered};

impl Write<'_> {
    /// Forgets what everybody has gathered.
    ///
    /// # Errors
    /// When the disk is full or fails.
    pub fn clear_scores(&mut self) -> Result<(), StoreError> {
        self.transaction.execute("DELETE FROM score", [])?;
        Ok(())
    }

    /// Puts which roles are known in every company; none in those that are not named.
    ///
    /// # Errors
    /// When the disk is full or fails.
    pub fn replace_deciders(&mut self, deciders: &HashMap<CompanyId, Deciders>) -> Result<(), StoreError> {
        self.transaction
            .execute("UPDATE company SET deciders = 0 WHERE deciders <> 0", [])?;
        let mut statement = self
            .transaction
            .prepare_cached("UPDATE company SET deciders = ?2 WHERE id = ?1")?;
        let mut all: Vec<_> = deciders.iter().collect();
        all.sort_unstable_by_key(|(company, _)| **company);
        for (company, deciders) in all {
            statement.execute((company.0, deciders.0))?;
        }
        Ok(())
    }

    /// Writes what a contact has gathered, after [`Write::clear_scores`], and when time next changes something where that is
    /// another time than the one `saved`.
    ///
    /// # Errors
    /// When the disk is full or fails.
    pub fn put_scored(
        &mut self,
        subject: &Subject,
        saved: Option<Time>,
        due: Option<Time>,
    ) -> Result<(), StoreError> {
        let id = subject.contact.id.0;
        let nothing = ScoreState::default();
        let state = gathered::written(&subject.score)?;
        if subject.score != nothing || subject.shadows.iter().any(|shadow| *shadow != nothing) {
            self.transaction
                .prepare_cached("INSERT INTO score (contact_id, state, shadows) VALUES (?1, ?2, ?3)")?
                .execute((id, &state, gathered::written_all(&subject.shadows)?))?;
        }
        if subject.lead.stage.hand() == crate::domain::lead::Hand::Sales {
            self.transaction
                .prepare_cached("UPDATE open_lead SET score = ?2 WHERE contact_id = ?1")?
                .execute((id, state))?;
        }
        if due != saved {
            self.transaction
                .prepare_cached("UPDATE lead SET due_at = ?2 WHERE contact_id = ?1")?
                .execute((id, due.map(millis)))?;
        }
        Ok(())
    }
}
