//! Saving the state of a contact: only the tables in which something has changed.

use rusqlite::params;

use super::Write;
use crate::domain::Time;
use crate::domain::bant::Bant;
use crate::domain::contact::{Contact, ContactId, Field, employees};
use crate::domain::handoff::HandoffRecord;
use crate::domain::lead::{Hand, Lead};
use crate::domain::score::ScoreState;
use crate::domain::subject::Subject;
use crate::store::StoreError;
use crate::store::cells::{class_name, hand_number, millis, rows, urgency_name};
use crate::store::{gathered, search, state};

/// Puts what a contact has gathered, in the place of what stands there: a row that is changed need not be looked up again in
/// the table of contacts, as one that is replaced must.
pub(super) const PUT_SCORE: &str = "INSERT INTO score (contact_id, state, shadows) VALUES (?1, ?2, ?3)
    ON CONFLICT (contact_id) DO UPDATE SET state = excluded.state, shadows = excluded.shadows";

/// Nothing has been gathered.
pub(super) const DROP_SCORE: &str = "DELETE FROM score WHERE contact_id = ?1";

impl Write<'_> {
    /// A contact of whom nothing is known yet, with the next row number. It is there once it has been saved; what is
    /// not saved in this transaction leaves no gap in the next.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn new_contact(&mut self, known_since: Time) -> Result<Subject, StoreError> {
        let id = match self.next_contact {
            Some(id) => id,
            None => {
                self.transaction
                    .query_row("SELECT coalesce(max(id), 0) + 1 FROM contact", [], |row| {
                        row.get(0)
                    })?
            }
        };
        self.next_contact = Some(id + 1);
        Ok(Subject::new(Contact::new(ContactId(id), known_since)))
    }

    /// The state of a contact with its company.
    ///
    /// # Errors
    /// When the disk fails or a row cannot be read.
    pub fn subject(&self, id: ContactId) -> Result<Option<Subject>, StoreError> {
        state::subject(&self.transaction, id)
    }

    /// Saves the state of a contact, new or not, and when the passing of time next changes something. The company's own
    /// fields are saved by [`Write::save_company`].
    ///
    /// # Errors
    /// When the disk is full or fails.
    pub fn save(&mut self, subject: &Subject, due: Option<Time>) -> Result<(), StoreError> {
        match self.subject(subject.contact.id)? {
            Some(before) => self.save_change(&before, subject, due),
            None => self.save_new(subject, due),
        }
    }

    /// Saves a contact that has not been saved yet.
    ///
    /// # Errors
    /// When the disk is full or fails.
    pub fn save_new(&mut self, subject: &Subject, due: Option<Time>) -> Result<(), StoreError> {
        let id = subject.contact.id;
        self.insert_contact(subject)?;
        self.put_lead(id, &subject.lead, due)?;
        if subject.bant != Bant::default() {
            self.put_bant(id, subject.bant)?;
        }
        if subject.score != ScoreState::default() || !subject.shadows.is_empty() {
            self.put_score(id, subject)?;
        }
        if let Some(handoff) = &subject.handoff {
            self.put_handoff(id, handoff)?;
        }
        self.make_findable(id, search_text(subject), false)?;
        self.put_open_lead(subject)?;
        self.count("contacts", 1);
        self.count(subject.lead.stage.name(), 1);
        Ok(())
    }

    /// Saves a contact whose saved state is `before`: writes only what differs.
    ///
    /// # Errors
    /// When the disk is full or fails.
    pub fn save_change(
        &mut self,
        before: &Subject,
        after: &Subject,
        due: Option<Time>,
    ) -> Result<(), StoreError> {
        let id = after.contact.id;
        if before.contact != after.contact || before.lead.stage.hand() != after.lead.stage.hand() {
            self.update_contact(after)?;
        }
        self.put_lead(id, &after.lead, due)?;
        if before.bant != after.bant {
            self.put_bant(id, after.bant)?;
        }
        if before.score != after.score || before.shadows != after.shadows {
            self.put_score(id, after)?;
        }
        if before.handoff != after.handoff {
            self.change_handoff(id, after.handoff.as_ref())?;
        }
        let text = search_text(after);
        if search_text(before) != text {
            self.make_findable(id, text, true)?;
        }
        if before != after {
            self.change_open_lead(before, after)?;
        }
        self.count(before.lead.stage.name(), -1);
        self.count(after.lead.stage.name(), 1);
        Ok(())
    }

    fn insert_contact(&mut self, subject: &Subject) -> Result<(), StoreError> {
        self.contact_row(
            "INSERT INTO contact (id, known_since, company_id, hand, name_key, fields, custom)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            subject,
        )
    }

    fn update_contact(&mut self, subject: &Subject) -> Result<(), StoreError> {
        self.contact_row(
            "UPDATE contact SET known_since = ?2, company_id = ?3, hand = ?4, name_key = ?5, fields = ?6, custom = ?7
             WHERE id = ?1",
            subject,
        )
    }

    fn contact_row(&mut self, sql: &str, subject: &Subject) -> Result<(), StoreError> {
        let contact = &subject.contact;
        self.transaction.prepare_cached(sql)?.execute(params![
            contact.id.0,
            millis(contact.known_since),
            contact.company.map(|company| company.0),
            hand_number(subject.lead.stage.hand()),
            search::name_key(contact),
            serde_json::to_string(&contact.fields)?,
            serde_json::to_string(&contact.custom)?,
        ])?;
        Ok(())
    }

    fn put_lead(&mut self, id: ContactId, lead: &Lead, due: Option<Time>) -> Result<(), StoreError> {
        self.transaction
            .prepare_cached(
                "INSERT INTO lead (contact_id, stage, since, owner, version, cycle, class, attempts, last_attempt_at,
                                   callback_at, returned, wake_at, due_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
                 ON CONFLICT (contact_id) DO UPDATE SET
                     stage = excluded.stage, since = excluded.since, owner = excluded.owner,
                     version = excluded.version, cycle = excluded.cycle, class = excluded.class,
                     attempts = excluded.attempts, last_attempt_at = excluded.last_attempt_at,
                     callback_at = excluded.callback_at, returned = excluded.returned, wake_at = excluded.wake_at,
                     due_at = excluded.due_at",
            )?
            .execute(params![
                id.0,
                lead.stage.name(),
                millis(lead.since),
                lead.owner,
                lead.version.cast_signed(),
                lead.cycle,
                class_name(lead.class),
                lead.work.attempts,
                lead.work.last_attempt_at.map(millis),
                lead.work.callback_at.map(millis),
                returned_text(lead)?,
                lead.wake_at.map(millis),
                due.map(millis),
            ])?;
        Ok(())
    }

    /// No row while nothing is known: the table is a function of the state, whatever the way to it.
    fn put_bant(&mut self, id: ContactId, bant: Bant) -> Result<(), StoreError> {
        if bant == Bant::default() {
            self.transaction
                .prepare_cached("DELETE FROM bant WHERE contact_id = ?1")?
                .execute([id.0])?;
        } else {
            self.transaction
                .prepare_cached("INSERT OR REPLACE INTO bant (contact_id, answers) VALUES (?1, ?2)")?
                .execute((id.0, serde_json::to_string(&bant)?))?;
        }
        Ok(())
    }

    /// No row while nothing has been gathered, as with the answers.
    fn put_score(&mut self, id: ContactId, subject: &Subject) -> Result<(), StoreError> {
        let nothing = ScoreState::default();
        if subject.score == nothing && subject.shadows.iter().all(|state| *state == nothing) {
            self.transaction.prepare_cached(DROP_SCORE)?.execute([id.0])?;
        } else {
            self.transaction.prepare_cached(PUT_SCORE)?.execute((
                id.0,
                gathered::written(&subject.score)?,
                gathered::written_all(&subject.shadows)?,
            ))?;
        }
        Ok(())
    }

    /// An undone handoff never was: only the log knows of it.
    fn change_handoff(&mut self, id: ContactId, handoff: Option<&HandoffRecord>) -> Result<(), StoreError> {
        let cycle = handoff.map_or(0, |handoff| i64::from(handoff.cycle));
        let gone = self
            .transaction
            .prepare_cached("DELETE FROM handoff WHERE contact_id = ?1 AND cycle > ?2")?
            .execute((id.0, cycle))?;
        self.count("handoffs", -(rows(gone)));
        handoff.map_or(Ok(()), |handoff| self.put_handoff(id, handoff))
    }

    fn put_handoff(&mut self, id: ContactId, handoff: &HandoffRecord) -> Result<(), StoreError> {
        let replaced = self
            .transaction
            .prepare_cached("DELETE FROM handoff WHERE contact_id = ?1 AND cycle = ?2")?
            .execute((id.0, handoff.cycle))?;
        self.count("handoffs", 1 - rows(replaced));
        self.transaction
            .prepare_cached(
                "INSERT INTO handoff (contact_id, cycle, class, grade, score, reasons, urgency, handed_at, handed_by,
                                      owner, state, accepted_at, first_attempt_at, first_conversation_at, ended_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
            )?
            .execute(params![
                id.0,
                handoff.cycle,
                class_name(handoff.frozen.class),
                handoff.frozen.grade.to_string(),
                handoff.frozen.score,
                serde_json::to_string(&handoff.frozen.reasons)?,
                urgency_name(handoff.urgency),
                millis(handoff.handed_at),
                handoff.handed_by,
                handoff.owner,
                handoff.state.name(),
                handoff.accepted_at.map(millis),
                handoff.first_attempt_at.map(millis),
                handoff.first_conversation_at.map(millis),
                handoff.ended_at.map(millis),
            ])?;
        Ok(())
    }

    fn change_open_lead(&mut self, before: &Subject, after: &Subject) -> Result<(), StoreError> {
        if open_handoff(before).is_some() && open_handoff(after).is_none() {
            self.transaction
                .prepare_cached("DELETE FROM open_lead WHERE contact_id = ?1")?
                .execute([after.contact.id.0])?;
        }
        self.put_open_lead(after)
    }

    /// Writes the narrow row of a lead in sales' hand.
    fn put_open_lead(&mut self, subject: &Subject) -> Result<(), StoreError> {
        let Some(handoff) = open_handoff(subject) else {
            return Ok(());
        };
        let (contact, lead) = (&subject.contact, &subject.lead);
        self.transaction
            .prepare_cached(
                "INSERT OR REPLACE INTO open_lead VALUES (
                     ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8,
                     ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19,
                     ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28, ?29, ?30, ?31, ?32, ?33, ?34, ?35,
                     ?36, ?37)",
            )?
            .execute(params![
                contact.id.0,
                contact.name(),
                subject
                    .company
                    .as_ref()
                    .map_or("", |company| company.name.as_str()),
                contact.get(Field::Email).unwrap_or_default(),
                contact.get(Field::Phone).unwrap_or_default(),
                deal_size(contact),
                employees(&subject.contact, subject.company.as_ref()),
                contact.do_not_call(),
                lead.stage.name(),
                millis(lead.since),
                lead.owner,
                lead.version.cast_signed(),
                lead.cycle,
                class_name(lead.class),
                lead.work.attempts,
                lead.work.last_attempt_at.map(millis),
                lead.work.callback_at.map(millis),
                returned_text(lead)?,
                lead.wake_at.map(millis),
                handoff.cycle,
                class_name(handoff.frozen.class),
                handoff.frozen.grade.to_string(),
                handoff.frozen.score,
                urgency_name(handoff.urgency),
                millis(handoff.handed_at),
                handoff.handed_by,
                handoff.owner,
                handoff.state.name(),
                handoff.accepted_at.map(millis),
                handoff.first_attempt_at.map(millis),
                handoff.first_conversation_at.map(millis),
                handoff.ended_at.map(millis),
                contact.get(Field::Country).unwrap_or_default(),
                contact.company.map(|company| company.0),
                gathered::written(&subject.score)?,
                contact.get(Field::State).unwrap_or_default(),
                contact.get(Field::TimeZone).unwrap_or_default(),
            ])?;
        Ok(())
    }
}

/// The handoff of a lead in sales' hand.
fn open_handoff(subject: &Subject) -> Option<&HandoffRecord> {
    subject
        .handoff
        .as_ref()
        .filter(|_| subject.lead.stage.hand() == Hand::Sales)
}

fn search_text(subject: &Subject) -> String {
    if subject.is_erased() {
        return String::new();
    }
    search::text(
        &subject.contact,
        subject.company.as_ref(),
        subject.lead.stage.hand(),
    )
}

fn returned_text(lead: &Lead) -> Result<Option<String>, StoreError> {
    Ok(lead.returned.as_ref().map(serde_json::to_string).transpose()?)
}

/// The deal size said of the contact, when it is a number; whether it can be a sum is asked where it is read, so that what
/// earlier versions have written is what a rebuild writes.
fn deal_size(contact: &Contact) -> Option<f64> {
    let size: f64 = contact.get(Field::DealSize)?.trim().parse().ok()?;
    size.is_finite().then_some(size)
}
