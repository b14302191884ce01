//! What happened to whom, brought from the order of the log into that of the contacts.
//!
//! Everybody's state at once is more than any cache holds: following the log through it waits for memory at every event. So
//! the log is only noted, sixteen bytes an event, in heaps of contacts; then each contact's history is gone through in one go.

use crate::domain::contact::ContactId;
use crate::store::StoreError;

/// Contacts of one heap: so many that all heaps can be written to at once, so few that one fits the cache while it is sorted.
const HEAP: u32 = 4_096;

/// One thing that happened to a contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    /// It did something; the number of what that means.
    Event(u32),
    /// Somebody else of its company was active.
    Colleague,
    /// The log told of its level of activity.
    Alert,
    /// What was known of it was erased.
    Erase,
}

/// What happened, to whom, when (Unix milliseconds).
#[derive(Debug, Clone, Copy)]
pub(super) struct Deed {
    contact: u32,
    what: u32,
    pub at: i64,
}

impl What {
    const COLLEAGUE: u32 = u32::MAX;
    const ALERT: u32 = u32::MAX - 1;
    const ERASE: u32 = u32::MAX - 2;
}

impl Deed {
    pub const fn what(self) -> What {
        match self.what {
            What::COLLEAGUE => What::Colleague,
            What::ALERT => What::Alert,
            What::ERASE => What::Erase,
            number => What::Event(number),
        }
    }
}

/// The heaps.
#[derive(Debug, Default)]
pub(super) struct Deeds {
    heaps: Vec<Vec<Deed>>,
}

impl Deeds {
    /// Notes the next thing of the log.
    pub fn note(&mut self, contact: ContactId, what: What, at: i64) -> Result<(), StoreError> {
        let contact = u32::try_from(contact.0)
            .map_err(|_| StoreError::Undecodable(format!("contact {} is out of range", contact.0)))?;
        let heap = (contact / HEAP) as usize;
        if heap >= self.heaps.len() {
            self.heaps.resize_with(heap + 1, Vec::new);
        }
        let what = match what {
            What::Event(number) => number,
            What::Colleague => What::COLLEAGUE,
            What::Alert => What::ALERT,
            What::Erase => What::ERASE,
        };
        self.heaps[heap].push(Deed { contact, what, at });
        Ok(())
    }

    /// All of it by contact.
    pub fn by_contact(self) -> Histories {
        Histories {
            heaps: self.heaps,
            open: None,
        }
    }
}

/// Everybody's history, to be asked for in the order of the contacts.
#[derive(Debug)]
pub(super) struct Histories {
    heaps: Vec<Vec<Deed>>,
    /// The heap that is sorted: its number, its deeds by contact and then as in the log, and how many of them are done.
    open: Option<(u32, Vec<Deed>, usize)>,
}

impl Histories {
    /// What happened to a contact, in the order of the log. Whoever is passed over by asking for a later one is let go.
    pub fn of(&mut self, id: ContactId) -> &[Deed] {
        let Ok(contact) = u32::try_from(id.0) else {
            return &[];
        };
        let number = contact / HEAP;
        if self.open.as_ref().is_none_or(|(open, ..)| *open != number) {
            let heap = self.heaps.get_mut(number as usize).map(std::mem::take);
            let mut heap = heap.unwrap_or_default();
            heap.sort_by_key(|deed| deed.contact);
            self.open = Some((number, heap, 0));
        }
        let Some((_, heap, done)) = &mut self.open else {
            return &[];
        };
        let begin = *done + heap[*done..].partition_point(|deed| deed.contact < contact);
        let length = heap[begin..]
            .iter()
            .take_while(|deed| deed.contact == contact)
            .count();
        *done = begin + length;
        &heap[begin..*done]
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn everybody_has_his_own_history_in_the_order_of_the_log(
            log in prop::collection::vec((0i64..3 * i64::from(HEAP), 0u32..5), 0..60),
        ) {
            let kinds = [What::Event(7), What::Colleague, What::Alert, What::Erase, What::Event(0)];
            let mut deeds = Deeds::default();
            for (at, (contact, what)) in (0..).zip(&log) {
                prop_assert!(deeds.note(ContactId(*contact), kinds[*what as usize], at).is_ok());
            }
            let mut histories = deeds.by_contact();
            for contact in 0..3 * i64::from(HEAP) {
                let told: Vec<(What, i64)> =
                    histories.of(ContactId(contact)).iter().map(|deed| (deed.what(), deed.at)).collect();
                let own = (0..).zip(&log).filter(|(_, (whose, _))| *whose == contact);
                let own: Vec<(What, i64)> = own.map(|(at, (_, what))| (kinds[*what as usize], at)).collect();
                prop_assert_eq!(told, own);
            }
        }
    }
}
