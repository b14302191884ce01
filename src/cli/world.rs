//! The world that a question is put to: as it is now, or as it was.

use std::sync::Arc;

use crate::domain::Time;
use crate::domain::contact::ContactId;
use crate::domain::policy::Policy;
use crate::domain::query::{Answer, Query};
use crate::domain::subject::Subject;
use crate::domain::text::inline;
use crate::domain::when;
use crate::engine::replay::{Rebuilt, Until, rebuild, rebuild_around};
use crate::engine::{Clock, EngineError, Ledger, in_force};
use crate::store::{Reader, Store, StoreError, Wait};

use super::desk::{Desk, START};
use super::failure::Failure;
use super::meter::Meter;
use super::out::Out;

/// The world that a question is put to: now, or as of a past moment.
pub struct World {
    reader: Reader,
    pub now: Time,
    pub policy: Arc<Policy>,
    /// The rebuilt past, kept as long as it is read.
    _past: Option<Rebuilt>,
}

impl Desk {
    /// The world as of `--at`, or now with everything carried out that is due.
    pub fn world(&self) -> Result<World, Failure> {
        let now = Clock::System.now();
        let Some(at) = self.at.filter(|at| *at < now) else {
            let mut ledger = self.existing()?;
            if !caught_up(&mut ledger)? {
                Out::say(
                    "another process is writing to the database (an import?): this is as it was before; what has come due \
                     meanwhile is not carried out yet",
                );
            }
            let now = self.at.unwrap_or(now);
            return Ok(World {
                reader: ledger.reader()?,
                now,
                policy: Arc::clone(ledger.policy()),
                _past: None,
            });
        };
        let mut meter = Meter::new("entries");
        let source = self.untouched()?;
        let policy = Arc::new(in_force(&source, self.policy())?.policy);
        let past = rebuild(&source, &policy, Until::Moment(at), &mut |done, of| {
            meter.at(done, Some(of));
        })?;
        meter.finish();
        World::past(past, policy, at)
    }

    /// The world around one contact, as [`Desk::world`], and who it is. Of a past moment it has this contact and those who
    /// lift it, and nobody else: reading everybody's log for one person would take a hundred times as long.
    pub fn world_of(&self, key: &str) -> Result<(World, ContactId), Failure> {
        let Some(at) = self.at.filter(|at| *at < Clock::System.now()) else {
            let world = self.world()?;
            let id = world.contact(key)?;
            return Ok((world, id));
        };
        let source = self.untouched()?;
        let id = one_contact(&source, key)?;
        let policy = Arc::new(in_force(&source, self.policy())?.policy);
        let mut meter = Meter::new("contacts");
        let past = rebuild_around(&source, &policy, Until::Moment(at), id, &mut |done, of| {
            meter.at(done, Some(of));
        })?;
        meter.finish();
        Ok((World::past(past, policy, at)?, id))
    }
}

impl World {
    fn past(past: Rebuilt, policy: Arc<Policy>, at: Time) -> Result<Self, Failure> {
        let reader = Store::open_existing(past.path())?.reader()?;
        Ok(Self {
            reader,
            now: at,
            policy,
            _past: Some(past),
        })
    }

    /// Since when a contact is known, when that is later than the moment looked at: its first entry, or its creation where
    /// the source says that this was earlier. `log` is the whole one.
    pub fn known_only_from(&self, subject: &Subject, log: &Reader) -> Result<Option<Time>, Failure> {
        let created = subject.contact.created_at();
        let first = log.first_at(subject.contact.id)?;
        let first = first.into_iter().chain(created).min();
        Ok(first.filter(|first| *first > self.now))
    }

    pub fn ask(&self, query: &Query) -> Result<Answer, Failure> {
        Ok(self.reader.ask(query)?)
    }

    /// What is to be said where a list is empty: that there is nobody at all, if so, else the given.
    pub fn empty(&self, otherwise: &str) -> String {
        // A count that cannot be read is no reason to say less.
        let nobody = self.reader.counters().is_ok_and(|there| there.contacts == 0);
        if nobody {
            format!("No contacts yet. {START}")
        } else {
            otherwise.to_owned()
        }
    }

    pub const fn reader(&self) -> &Reader {
        &self.reader
    }

    /// The one contact of a key: id, external id or e-mail address.
    pub fn contact(&self, key: &str) -> Result<ContactId, Failure> {
        one_contact(&self.reader, key)
    }

    /// A time of [`World::rfc3339`] as people say it.
    pub fn said(&self, rfc3339: &str) -> String {
        let zone = self.policy.clocks.zone;
        let at = when::parse_past(rfc3339, zone);
        at.map_or_else(|_| rfc3339.to_owned(), |at| when::show(at, self.now, zone))
    }

    /// A time as people say it.
    pub fn shown(&self, at: Time) -> String {
        when::show(at, self.now, self.policy.clocks.zone)
    }

    /// A time in the zone of the settings, RFC 3339.
    pub fn rfc3339(&self, time: Time) -> String {
        time.with_timezone(&self.policy.clocks.zone)
            .to_rfc3339_opts(chrono::SecondsFormat::AutoSi, false)
    }
}

/// The one contact of a key: id, external id or e-mail address.
pub fn one_contact(reader: &Reader, key: &str) -> Result<ContactId, Failure> {
    match reader.find_contact(key)?.as_slice() {
        [] => Err(Failure::Failed(format!(
            "nobody is known by `{}`; name a contact by its id, external id or e-mail address",
            inline(key)
        ))),
        [id] => Ok(*id),
        several => {
            let ids: Vec<String> = several.iter().map(|id| format!("#{id}")).collect();
            Err(Failure::Usage(format!(
                "`{}` means several contacts ({}); name one by its number with #",
                inline(key),
                ids.join(", ")
            )))
        }
    }
}

/// Carries out what is due, unless another process writes: then reading does not wait. Says whether it was done.
pub fn caught_up(ledger: &mut Ledger) -> Result<bool, Failure> {
    ledger.wait_with(|_| Wait::GiveUp);
    match ledger.catch_up() {
        Ok(_) => Ok(true),
        Err(EngineError::Store(StoreError::Busy)) => Ok(false),
        Err(error) => Err(error.into()),
    }
}
