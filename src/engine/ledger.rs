//! The only writer: an order becomes a decision, log entries and state in one transaction.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use crate::domain::Time;
use crate::domain::activity::{Activity, Fact};
use crate::domain::bant::Bant;
use crate::domain::command::{Command, Order, Refusal};
use crate::domain::contact::ContactId;
use crate::domain::decide::{self, Desk};
use crate::domain::policy::Policy;
use crate::domain::recipient::{Recipient, closest};
use crate::store::{Counters, Reader, Store, StoreError, Wait, Write, five_seconds};

use super::books::{Books, Stamp};
use super::clock::Clock;
use super::force::{self, InForce, Pending, fingerprint};
use super::handle::{Done, EngineError};
use super::replay::Reading;

/// Contacts whose time has come, carried out in one transaction: small enough that a rep's act need not wait for long.
const DUE_AT_ONCE: usize = 200;

/// The writer's side of one database: everything that is ever written goes through here.
pub struct Ledger {
    pub(super) store: Store,
    /// What is in force here.
    pub(super) policy: Arc<Policy>,
    /// What tells what is in force from other rules: worked out once, asked at every transaction.
    rules: String,
    /// What the files say.
    pub(super) settings: Arc<Policy>,
    pending: Pending,
    pub(super) clock: Clock,
    path: PathBuf,
    pub(super) patience: Patience,
    /// What to do when other rules have come into force since it was opened.
    again: &'static str,
}

/// Asked while another process writes: told how long that has been so, says whether to wait on.
pub type Patience = Box<dyn FnMut(Duration) -> Wait + Send>;

impl Ledger {
    /// Opens the database, and makes it when there is none. The scoring models in force there go on being in force when those
    /// of `policy` are others ([`Ledger::pending`]); scores that stand under no model we know are gathered again, and
    /// `reading` is told how far that is.
    ///
    /// # Errors
    /// When the file cannot be opened or is newer than this program.
    pub fn open(
        path: &Path,
        policy: Arc<Policy>,
        clock: Clock,
        reading: Reading<'_>,
    ) -> Result<Self, EngineError> {
        Self::on(Store::open(path)?, path, policy, clock, reading)
    }

    /// The same on a database that nobody will miss: commits do not wait for the disk.
    ///
    /// # Errors
    /// As [`Ledger::open`].
    pub fn open_scratch(
        path: &Path,
        policy: Arc<Policy>,
        clock: Clock,
        reading: Reading<'_>,
    ) -> Result<Self, EngineError> {
        Self::on(Store::open_scratch(path)?, path, policy, clock, reading)
    }

    fn on(
        store: Store,
        path: &Path,
        policy: Arc<Policy>,
        clock: Clock,
        reading: Reading<'_>,
    ) -> Result<Self, EngineError> {
        let InForce {
            policy: in_force,
            pending,
        } = force::of(store.meta(force::MODEL_KEY)?, &policy);
        let in_force = Arc::new(in_force);
        let mut ledger = Self {
            store,
            rules: fingerprint(&in_force),
            policy: Arc::clone(&in_force),
            settings: in_force,
            pending,
            clock,
            path: path.to_owned(),
            patience: Box::new(five_seconds),
            again: "run it again",
        };
        if !ledger.scores_are_current()? {
            ledger.rebuild_scores("", reading)?;
        }
        ledger.settings = policy;
        ledger.pending = pending;
        Ok(ledger)
    }

    /// Whether the scoring files say something else than what is in force.
    #[must_use]
    pub const fn pending(&self) -> Pending {
        self.pending
    }

    /// What the files say is in force from now on.
    pub(super) fn adopt(&mut self, policy: Arc<Policy>) {
        self.rules = fingerprint(&policy);
        self.policy = policy;
        self.pending = Pending::Nothing;
    }

    /// Is open for as long as somebody looks, who is to be told to start again where a command would be run again.
    pub(super) const fn stay_open(&mut self) {
        self.again = "quit and start kapula again";
    }

    /// Waits for other processes with this patience from now on, instead of five seconds.
    pub fn wait_with(&mut self, patience: impl FnMut(Duration) -> Wait + Send + 'static) {
        self.patience = Box::new(patience);
    }

    /// Where the database is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The rules of the house.
    #[must_use]
    pub const fn policy(&self) -> &Arc<Policy> {
        &self.policy
    }

    /// The clock.
    #[must_use]
    pub const fn clock(&self) -> &Clock {
        &self.clock
    }

    /// A reader with a connection of its own.
    ///
    /// # Errors
    /// When the file cannot be opened again.
    pub fn reader(&self) -> Result<Reader, EngineError> {
        Ok(self.store.reader()?)
    }

    /// How much there is of everything.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn counters(&self) -> Result<Counters, EngineError> {
        Ok(self.store.counters()?)
    }

    /// Whether the stored scores were computed under the model of the settings.
    pub(super) fn scores_are_current(&self) -> Result<bool, EngineError> {
        let stored = self.store.meta(force::RULES_KEY)?;
        Ok(stored.as_deref() == Some(self.rules.as_str()))
    }

    /// Begins to write; refuses when another process has put another model in force: what we know of the rules would turn
    /// what everybody has gathered into nonsense.
    pub(super) fn begin(&mut self) -> Result<Write<'_>, EngineError> {
        let tx = self.store.write_when_free(&mut self.patience)?;
        if tx.meta(force::RULES_KEY)?.as_deref() == Some(self.rules.as_str()) {
            return Ok(tx);
        }
        let rule = format!(
            "other scoring rules have come into force since you started; {}",
            self.again
        );
        Err(Refusal::Rule(rule).into())
    }

    /// Carries out an order of `who`.
    ///
    /// # Errors
    /// [`EngineError::Refused`] with a sentence, or the store's failure; in both cases nothing has changed.
    pub fn submit(&mut self, who: &str, source: &str, order: &Order) -> Result<Done, EngineError> {
        let recorded_at = self.clock.now();
        let at = order.at.unwrap_or(recorded_at);
        if at > recorded_at {
            let rule =
                "what has not happened yet cannot be recorded; give a time that is not ahead".to_owned();
            return Err(Refusal::Rule(rule).into());
        }
        let policy = Arc::clone(&self.policy);
        let desk = Desk {
            who,
            at,
            policy: &policy,
        };
        let stamp = Stamp {
            at,
            recorded_at,
            by: who,
            source,
        };
        let mut tx = self.begin()?;
        let mut books = Books::open(&mut tx, &policy);
        let (name, was, facts) = decided(&mut books, order, &desk)?;
        let act = written(&mut books, order.contact, &facts, &stamp)?;
        let mut all = facts;
        for id in books.unsettled()? {
            let consequences = books.settle(id, &stamp, act.filter(|_| id == order.contact))?;
            if id == order.contact {
                all.extend(consequences);
            }
        }
        books.write_back()?;
        tx.commit()?;
        Ok(Done {
            act,
            sentence: decide::describe(&name, &all, Some(was), &desk),
        })
    }

    /// Carries out everything whose time has come. Returns when time alone will next change something.
    ///
    /// # Errors
    /// When the store fails; what was carried out before stays.
    pub fn catch_up(&mut self) -> Result<Option<Time>, EngineError> {
        loop {
            let now = self.clock.now();
            if self.store.next_due()?.is_none_or(|due| due > now) {
                break;
            }
            let policy = Arc::clone(&self.policy);
            let mut tx = self.begin()?;
            let mut written = 0;
            for id in tx.due(now, DUE_AT_ONCE)? {
                written += pass_time(&mut tx, id, now, &policy)?;
            }
            tx.commit()?;
            if written == 0 {
                break;
            }
        }
        Ok(self.store.next_due()?)
    }
}

/// The contact's name, the answers before the order, and what the order means for it.
fn decided(
    books: &mut Books<'_, '_>,
    order: &Order,
    desk: &Desk<'_>,
) -> Result<(String, Bant, Vec<Fact>), EngineError> {
    let unknown = || Refusal::Illegal(format!("there is no contact {}", order.contact));
    let subject = books.subject(order.contact)?.ok_or_else(unknown)?.clone();
    let name = subject.contact.name();
    if let Some(Recipient::Known(to)) = order.command.recipient() {
        must_be_known(books, to.trim(), desk.who)?;
    }
    if order.command == Command::Undo {
        let mut history = Vec::new();
        books.tx().history(order.contact, |entry| history.push(entry))?;
        let undo = decide::undo::decide(&history, &subject, order.at, desk)?;
        return Ok((name, subject.bant, vec![undo]));
    }
    Ok((name, subject.bant, decide::decide(&subject, order, desk)?))
}

/// A lead that is given to nobody is worked by nobody: who has never acted here nor been given a lead is probably mistyped.
fn must_be_known(books: &mut Books<'_, '_>, name: &str, who: &str) -> Result<(), EngineError> {
    let users = books.tx().users()?;
    if name.is_empty() || name == who || users.iter().any(|user| user == name) {
        return Ok(());
    }
    Err(Refusal::Stranger {
        name: name.to_owned(),
        closest: closest(name, &users).map(ToOwned::to_owned),
    }
    .into())
}

/// Writes the facts of one act; the position of its first entry.
fn written(
    books: &mut Books<'_, '_>,
    contact: ContactId,
    facts: &[Fact],
    stamp: &Stamp<'_>,
) -> Result<Option<crate::domain::activity::Seq>, StoreError> {
    let mut act = None;
    for fact in facts {
        let entry: Activity = books.record(contact, fact, stamp, act)?;
        act = Some(entry.act);
    }
    Ok(act)
}

/// Carries out, one due moment after the other, what time has done to one contact. Each fact carries the moment at which
/// it became true, not the moment at which somebody looked. Says how many facts that were.
fn pass_time(tx: &mut Write<'_>, id: ContactId, now: Time, policy: &Policy) -> Result<usize, EngineError> {
    let mut books = Books::open(tx, policy);
    let mut count = 0;
    while let Some(subject) = books.subject(id)? {
        let Some(at) = decide::due_at(subject, policy).filter(|due| *due <= now) else {
            break;
        };
        let stamp = Stamp {
            at,
            recorded_at: now,
            by: "",
            source: "timer",
        };
        let order = Order {
            contact: id,
            version: None,
            command: Command::Tick,
            at: None,
        };
        let facts = decide::decide(subject, &order, &Desk { who: "", at, policy })?;
        let act = written(&mut books, id, &facts, &stamp)?;
        let more = books.settle(id, &stamp, act)?;
        if facts.is_empty() && more.is_empty() {
            break;
        }
        count += facts.len() + more.len();
    }
    books.write_back()?;
    Ok(count)
}
