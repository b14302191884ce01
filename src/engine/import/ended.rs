//! Deals that ended elsewhere: the latest outcome of each contact closes its open lead.

use std::collections::BTreeMap;

use chrono_tz::Tz;

use crate::domain::Time;
use crate::domain::activity::Event;
use crate::domain::contact::ContactId;
use crate::domain::decide::{self, Ending};
use crate::domain::subject::Subject;
use crate::engine::books::{Books, Stamp};
use crate::store::StoreError;

use super::settle_all;

/// Something new that may have ended the lead of a contact.
pub(super) struct Concluded {
    pub contact: ContactId,
    pub at: Time,
    pub event: Event,
    /// Who did it, as the file says; empty when it does not.
    pub by: String,
}

/// What became of the open leads of which the file has an outcome.
#[derive(Default)]
pub(super) struct Closed {
    /// Those that it closed.
    pub closed: u64,
    /// Those that stay, because the outcome is earlier than the handoff.
    pub earlier: u64,
}

/// The latest outcome of each contact: a deal may be lost and, taken up again, won, and which row comes first in the file
/// must not matter.
#[derive(Default)]
pub(super) struct Conclusions(BTreeMap<ContactId, Concluded>);

impl Conclusions {
    /// Keeps it if it is the latest of the contact; of two at the same time the first one.
    pub fn keep(&mut self, news: Concluded) {
        let is_as_late = |known: &Concluded| known.at >= news.at;
        if !self.0.get(&news.contact).is_some_and(is_as_late) {
            self.0.insert(news.contact, news);
        }
    }

    /// Closes the open leads whose deal has ended. Whom the file names has done it, else who imports.
    pub fn close_all(
        self,
        books: &mut Books<'_, '_>,
        stamp: &Stamp<'_>,
        zone: Tz,
    ) -> Result<Closed, StoreError> {
        let mut told = Closed::default();
        for (id, Concluded { at, event, by, .. }) in self.0 {
            let concluded = |subject: &Subject| decide::concluded(subject, &event, at, zone);
            let (facts, at) = match books.subject(id)?.map(concluded) {
                Some(Ending::Closes { facts, at }) => (facts, at),
                Some(Ending::Earlier) => {
                    told.earlier += 1;
                    continue;
                }
                Some(Ending::Nothing) | None => continue,
            };
            let by = if by.is_empty() { stamp.by } else { &by };
            let mut act = None;
            for fact in &facts {
                let entry = books.record(id, fact, &Stamp { at, by, ..*stamp }, act)?;
                act = Some(entry.act);
            }
            told.closed += 1;
            if books.is_full() {
                settle_all(books, stamp)?;
            }
        }
        Ok(told)
    }
}
