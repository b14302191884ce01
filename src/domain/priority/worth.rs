//! What a call is worth now: the cost of delay of a lead per minute of the rep's time.
//!
//! A lead is worth its *expected value*: deal size x probability of purchase (method, section 3). It melts from
//! the handoff on, and anew from the first talk since: selling is halved when a prospect waits more than three days (method,
//! section 1), so that after the time t the share `2^(-t / half-life)` is left. What waiting costs is the slope of that curve, in money per hour:
//!
//! ```text
//! cost of delay = deal size x probability x share left x ln 2 / half-life
//! ```
//!
//! A rep can make one call at a time. Of all orders in which to do jobs that each lose `c` per hour while they wait and each
//! take `m` minutes, doing the one with the highest `c / m` first loses least (W. E. Smith, "Various optimizers for
//! single-stage production", 1956: Smith's rule). When an attempt is done with only by the chance `r`, the rate at which it
//! gets done is `r / m`, and the rule reads `c x r / m`: the c-mu rule of queueing (D. R. Cox and W. L. Smith, "Queues",
//! 1961). Hence
//!
//! ```text
//! rank value = cost of delay x chance to reach / expected call minutes
//! ```
//!
//! with expected call minutes = chance to reach x minutes of a talk + (1 - chance to reach) x minutes of an attempt: who does
//! not answer costs the ringing only. The rule is exact for losses that are straight lines; for melting ones it is the best
//! next step, which `kapula simulate` puts to the test.

use std::f64::consts::LN_2;

use crate::domain::policy::SizeFrom;

/// The inputs of a place's value, and what follows from them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Worth {
    /// Potential deal size, in the currency of the settings.
    pub deal_size: f64,
    /// From where the deal size is known.
    pub size_from: SizeFrom,
    /// Probability of purchase, 0-1.
    pub probability: f64,
    /// In how many hours of waiting the value halves.
    pub half_life_h: f64,
    /// Hours for which the contact has waited: since the handoff, and after a talk since that.
    pub waited_h: f64,
    /// Chance that the contact answers now, 0-1.
    pub reach: f64,
    /// Minutes that the call is expected to take.
    pub call_minutes: f64,
}

impl Worth {
    /// Deal size x probability.
    #[must_use]
    pub fn expected_value(&self) -> f64 {
        self.deal_size * self.probability
    }

    /// The share of it that waiting has left, 0-1.
    #[must_use]
    #[inline]
    pub fn left(&self) -> f64 {
        (-self.waited_h / self.half_life_h).exp2()
    }

    /// What an hour of waiting costs now.
    #[must_use]
    #[inline]
    pub fn cost_of_delay(&self) -> f64 {
        self.expected_value() * self.left() * LN_2 / self.half_life_h
    }

    /// The same for each minute that the call is expected to take: what the order is by, before clocks and promises.
    #[must_use]
    #[inline]
    pub fn per_call_minute(&self) -> f64 {
        self.cost_of_delay() * self.reach / self.call_minutes
    }
}
