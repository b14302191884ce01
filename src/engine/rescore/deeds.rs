//! What happened to whom, brought from the order of the log into that of the contacts.
//!
//! Everybody's state at once is more than any cache holds: following the log through it waits for memory at every event. So
//! the log is only noted, sixteen bytes an event, in heaps of contacts; then each contact's history is gone through in one go.

use crate::domain::contact::ContactId;
use crate::store::StoreError;

/// Contacts of one heap: so many that all heaps can be written to at once, so few that one stays in the cache while it is
/// worked through.
pub(super) const HEAP: u32 = 1_024;

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
#[derive(Debug)]
pub(super) struct Deeds {
    heaps: Vec<Vec<Deed>>,
    /// What a heap has room for at first: memory that grows is copied again and again.
    room: usize,
}

impl Deeds {
    /// For so many entries about so many contacts.
    pub fn of(entries: u64, contacts: u64) -> Self {
        let heaps = contacts / u64::from(HEAP) + 1;
        Self {
            heaps: Vec::new(),
            // Some have more than others.
            room: usize::try_from(entries / heaps * 9 / 8).unwrap_or_default(),
        }
    }

    /// Notes the next thing of the log.
    pub fn note(&mut self, contact: ContactId, what: What, at: i64) -> Result<(), StoreError> {
        let contact = u32::try_from(contact.0)
            .map_err(|_| StoreError::Undecodable(format!("contact {} is out of range", contact.0)))?;
        let heap = (contact / HEAP) as usize;
        if heap >= self.heaps.len() {
            let room = self.room;
            self.heaps.resize_with(heap + 1, || Vec::with_capacity(room));
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

    /// The heaps, of the contacts from 0, from [`HEAP`], from twice that ...
    pub fn heaps(self) -> impl Iterator<Item = Heap> {
        self.heaps.into_iter().map(Heap)
    }
}

/// What happened to the contacts of one heap, in the order of the log.
#[derive(Debug, Default)]
pub(super) struct Heap(Vec<Deed>);

impl Heap {
    /// The same by contact: counted, then each put in its place.
    pub fn by_contact(self) -> Histories {
        let mut begins = vec![0_usize; HEAP as usize + 1];
        for deed in &self.0 {
            begins[(deed.contact % HEAP) as usize + 1] += 1;
        }
        for at in 1..begins.len() {
            begins[at] += begins[at - 1];
        }
        let mut next = begins.clone();
        let mut deeds = self.0.clone();
        for deed in self.0 {
            let next = &mut next[(deed.contact % HEAP) as usize];
            deeds[*next] = deed;
            *next += 1;
        }
        Histories { deeds, begins }
    }
}

/// The histories of one heap.
#[derive(Debug)]
pub(super) struct Histories {
    deeds: Vec<Deed>,
    /// Where each contact's begin, and where the last ends.
    begins: Vec<usize>,
}

impl Histories {
    /// What happened to a contact of the heap, in the order of the log.
    pub fn of(&self, id: ContactId) -> &[Deed] {
        let place = usize::try_from(id.0).unwrap_or_default() % HEAP as usize;
        &self.deeds[self.begins[place]..self.begins[place + 1]]
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
            let mut deeds = Deeds::of(60, 3_000);
            for (at, (contact, what)) in (0..).zip(&log) {
                prop_assert!(deeds.note(ContactId(*contact), kinds[*what as usize], at).is_ok());
            }
            let heaps: Vec<Histories> = deeds.heaps().map(Heap::by_contact).collect();
            for (contact, histories) in (0..).zip(heaps.iter().flat_map(|heap| std::iter::repeat_n(heap, HEAP as usize))) {
                let told: Vec<(What, i64)> =
                    histories.of(ContactId(contact)).iter().map(|deed| (deed.what(), deed.at)).collect();
                let own = (0..).zip(&log).filter(|(_, (whose, _))| *whose == contact);
                let own: Vec<(What, i64)> = own.map(|(at, (_, what))| (kinds[*what as usize], at)).collect();
                prop_assert_eq!(told, own);
            }
            prop_assert!(log.iter().all(|(contact, _)| contact.unsigned_abs() < u64::from(HEAP) * heaps.len() as u64));
        }
    }
}
