//! What can be asked, and the answers, as values: the screens and the command line ask the same questions.

use std::sync::Arc;

use super::Time;
use super::activity::{Activity, Seq};
use super::committee::Committee;
use super::contact::ContactId;
use super::handoff::HandoffRecord;
use super::lead::{Lead, Returned};
use super::priority::OpenLeads;
use super::score::ScoreState;
use super::subject::Subject;

/// A question to the store. Every answer is a window: it costs what is shown, not what is stored.
#[derive(Debug, Clone, PartialEq)]
pub enum Query {
    /// All leads in sales' hand.
    OpenLeads,
    /// All leads that came back and wait for triage, newest first.
    Returned,
    /// One contact with all but its timeline.
    Card(ContactId),
    /// A window of one contact's timeline.
    Timeline(TimelineQuery),
    /// A window of all contacts, by name or by search.
    Contacts(ContactsQuery),
}

/// Which window of a timeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimelineQuery {
    /// Whose.
    pub contact: ContactId,
    /// Entries strictly older than this; from the newest when absent.
    pub before: Option<(Time, Seq)>,
    /// Which kinds.
    pub filter: TimelineFilter,
    /// How many entries at most.
    pub limit: usize,
}

/// Which kinds of entries a timeline shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum TimelineFilter {
    /// All of them.
    #[default]
    All,
    /// What the contact did.
    Behaviour,
    /// What people of ours did: calls, notes, answers, meetings, offers.
    Talks,
    /// How the lead moved: handoffs, takes, returns, triage, class changes, wins, losses.
    Moves,
}

/// A window of a timeline, newest first.
#[derive(Debug, Clone, PartialEq)]
pub struct TimelinePage {
    /// The entries.
    pub entries: Vec<Activity>,
    /// Where to go on; absent at the end of the history.
    pub next: Option<(Time, Seq)>,
}

/// Which window of all contacts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactsQuery {
    /// Words to search for in name, company, e-mail and phone, case and accents folded; empty for everybody by name.
    pub text: String,
    /// Where they are.
    pub filter: ContactFilter,
    /// From where to where; only without search words, whose best hits are always the first ones.
    pub slice: Slice,
    /// How many at most.
    pub limit: usize,
}

/// Which part of a list by name: always in the order of the list, next to where it begins or ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Slice {
    /// From the start on.
    First,
    /// Strictly after this name key and id.
    After(String, ContactId),
    /// Strictly before this name key and id.
    Before(String, ContactId),
    /// Up to the end.
    Last,
}

impl Slice {
    /// Whether it is read from its end to its start: where there is more than the limit, the first ones are left out.
    #[must_use]
    pub const fn is_backward(&self) -> bool {
        matches!(self, Self::Before(..) | Self::Last)
    }
}

/// Which contacts a list shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ContactFilter {
    /// Everybody.
    #[default]
    All,
    /// In marketing's hand.
    Marketing,
    /// In sales' hand.
    Sales,
    /// Closed.
    Closed,
}

/// One line of the contacts list.
#[derive(Debug, Clone, PartialEq)]
pub struct ContactLine {
    /// Who.
    pub id: ContactId,
    /// Name to show.
    pub name: String,
    /// The folded name by which the list is ordered: the key of the next window.
    pub name_key: String,
    /// Company, or empty.
    pub company: String,
    /// E-mail address, or empty.
    pub email: String,
    /// Phone number, or empty.
    pub phone: String,
    /// Whether the contact has asked not to be called.
    pub do_not_call: bool,
    /// Where the lead is.
    pub lead: Lead,
    /// What the score is computed from.
    pub score: ScoreState,
}

/// One lead that came back.
#[derive(Debug, Clone, PartialEq)]
pub struct ReturnedLead {
    /// Who.
    pub id: ContactId,
    /// Name to show.
    pub name: String,
    /// Company, or empty.
    pub company: String,
    /// E-mail address, or empty.
    pub email: String,
    /// Phone number, or empty.
    pub phone: String,
    /// Whether the contact has asked not to be called.
    pub do_not_call: bool,
    /// The lead; its version is what a triage decision is made on.
    pub lead: Lead,
    /// Why it came back.
    pub returned: Returned,
    /// The handoff that had brought it to sales, frozen.
    pub handoff: Option<HandoffRecord>,
    /// What the score is computed from.
    pub score: ScoreState,
}

/// One contact with all but its timeline.
#[derive(Debug, Clone, PartialEq)]
pub struct Card {
    /// The contact and its state.
    pub subject: Subject,
    /// Other people of the company: those who acted last, at most eight, then at most ten, those in sales' hand first.
    /// [`Group`](super::group::Group) says who of them is active and is shown.
    pub colleagues: Vec<ContactLine>,
    /// Who of the company acted last; nobody when no company is known.
    pub committee: Committee,
    /// The median of the latest deals won, which stands in where nothing says what the deal is worth.
    pub median_won: Option<f64>,
    /// Why the act that `u` would take back is what it is; absent when there is none.
    pub last_act: Option<String>,
}

/// The answer to a [`Query`].
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// To [`Query::OpenLeads`].
    OpenLeads(Arc<OpenLeads>),
    /// To [`Query::Returned`].
    Returned(Vec<ReturnedLead>),
    /// To [`Query::Card`]; absent when there is no such contact.
    Card(Option<Box<Card>>),
    /// To [`Query::Timeline`], with the question, because answers may come late.
    Timeline(TimelineQuery, TimelinePage),
    /// To [`Query::Contacts`], with the question.
    Contacts(ContactsQuery, Vec<ContactLine>),
}
