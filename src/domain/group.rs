//! The decision group of a company as one card sees it: who of it is active, how good they are together, which of the usual
//! roles are known (method, section 3, company score).

use super::Time;
use super::committee::{Deciders, combined};
use super::decide;
use super::lead::Hand;
use super::policy::Policy;
use super::query::{Card, ContactLine};
use super::score::{Model, Score};

/// How many colleagues are shown: more than decide about any purchase.
const SHOWN: usize = 10;

/// The people who decide with a contact, as of one instant.
#[derive(Debug, Clone, PartialEq)]
pub struct Group<'c> {
    /// When the contact itself last acted; absent when that is more than a fortnight ago.
    pub own_act: Option<Time>,
    /// The others, at most ten: active ones first, the latest act before the earlier, then those in sales' hand.
    pub colleagues: Vec<Colleague<'c>>,
    /// The [`combined`] score of the contact and of those colleagues who acted last, 0-100: the number that routing may ask
    /// for ([`Criteria::min_group`](super::policy::Criteria::min_group)).
    pub combined: u8,
    /// Which of the usual roles are known in the company.
    pub deciders: Deciders,
}

/// The [`combined`] score of those who decide with the contact of a card, itself included, 0-100: of an unknown company nobody
/// else.
#[must_use]
pub fn combined_of(card: &Card, model: &Model, now: Time) -> u8 {
    let own = model.score(&card.subject.score, now).total;
    let acted = |line: &&ContactLine| card.committee.remembered().any(|id| id == line.id);
    let others = card.colleagues.iter().filter(acted);
    combined(
        others
            .map(|line| model.score(&line.score, now).total)
            .chain([own]),
    )
}

/// Why a lead whose class goes to sales is with marketing all the same, in words; nothing about any other.
#[must_use]
pub fn stays(card: &Card, policy: &Policy, now: Time) -> Option<String> {
    decide::stays(&card.subject, policy, now, || {
        combined_of(card, &policy.model, now)
    })
}

/// One of the others.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Colleague<'c> {
    /// Who, and where the lead is.
    pub line: &'c ContactLine,
    /// The own score.
    pub score: Score,
    /// When it last acted; absent when that is more than a fortnight ago.
    pub acted: Option<Time>,
}

impl<'c> Group<'c> {
    /// The group of a card's company; nothing when no company is known.
    #[must_use]
    pub fn of(card: &'c Card, model: &Model, now: Time) -> Option<Self> {
        let company = card.subject.company.as_ref()?;
        let colleague = |line: &'c ContactLine| Colleague {
            line,
            score: model.score(&line.score, now),
            acted: card.committee.last_act(line.id, now),
        };
        let mut colleagues: Vec<Colleague<'c>> = card.colleagues.iter().map(colleague).collect();
        colleagues.sort_by_key(|colleague| {
            let hand = colleague.line.lead.stage.hand();
            (
                std::cmp::Reverse(colleague.acted),
                hand != Hand::Sales,
                colleague.line.id,
            )
        });
        colleagues.truncate(SHOWN);
        Some(Self {
            own_act: card.committee.last_act(card.subject.contact.id, now),
            colleagues,
            combined: combined_of(card, model, now),
            deciders: company.deciders,
        })
    }

    /// The active ones among the others.
    pub fn active(&self) -> impl Iterator<Item = &Colleague<'c>> {
        self.colleagues
            .iter()
            .filter(|colleague| colleague.acted.is_some())
    }

    /// Who is active, in words: `this contact and 2 others active`.
    #[must_use]
    pub fn activity_words(&self) -> String {
        let others = match self.active().count() {
            0 => None,
            1 => Some("1 other".to_owned()),
            others => Some(format!("{others} others")),
        };
        let own = self.own_act.map(|_| "this contact");
        match (own, others) {
            (None, None) => "nobody active for 14 days".to_owned(),
            (Some(own), None) => format!("only {own} active"),
            (None, Some(others)) => format!("{others} active"),
            (Some(own), Some(others)) => format!("{own} and {others} active"),
        }
    }

    /// What is known of the usual roles, one after another: `buyer known`, `expert unknown`.
    #[must_use]
    pub fn role_words(&self) -> Vec<String> {
        let known = self.deciders.known().map(|role| format!("{} known", role.name()));
        let missing = self
            .deciders
            .missing()
            .map(|role| format!("{} unknown", role.name()));
        known.chain(missing).collect()
    }
}
