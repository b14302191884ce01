//! How many leads routing holds back, and for want of what.

use serde::Serialize;

use super::Missing;
use crate::domain::score::Class;

/// Leads in marketing's free hand whose class goes to sales, and which routing holds back all the same.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct HeldBack {
    /// Those of class A.
    pub a: Lacking,
    /// Those of class B.
    pub b: Lacking,
}

/// Leads by the first thing that is missing to them, in the order in which [`Routing::missing`](super::Routing::missing) asks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Lacking {
    /// Have asked not to be called.
    pub consent: u64,
    /// Have no phone number.
    pub phone: u64,
    /// Have too low a fit.
    pub min_fit: u64,
    /// Have too low an engagement.
    pub min_engagement: u64,
    /// Have too low a combined score of the decision group.
    pub min_group: u64,
}

impl HeldBack {
    /// Counts a lead of class A or B; any other is not held back.
    pub const fn count(&mut self, class: Class, missing: Missing) {
        let lacking = match class {
            Class::A => &mut self.a,
            Class::B => &mut self.b,
            Class::C | Class::D => return,
        };
        let number = match missing {
            Missing::Class => return,
            Missing::Consent => &mut lacking.consent,
            Missing::Number => &mut lacking.phone,
            Missing::Fit { .. } => &mut lacking.min_fit,
            Missing::Engagement { .. } => &mut lacking.min_engagement,
            Missing::Group { .. } => &mut lacking.min_group,
        };
        *number += 1;
    }

    /// Adds those counted elsewhere.
    pub const fn add(&mut self, more: &Self) {
        self.a.add(&more.a);
        self.b.add(&more.b);
    }

    /// Whether nobody is held back.
    #[must_use]
    pub fn is_nobody(&self) -> bool {
        *self == Self::default()
    }

    /// In words: `held back by routing: 12 of class A (12 below min_fit), 0 of class B`.
    #[must_use]
    pub fn words(&self) -> String {
        format!(
            "held back by routing: {} of class A{}, {} of class B{}",
            self.a.all(),
            self.a.words(),
            self.b.all(),
            self.b.words()
        )
    }
}

impl Lacking {
    /// All of them together.
    #[must_use]
    pub const fn all(&self) -> u64 {
        self.consent + self.phone + self.min_fit + self.min_engagement + self.min_group
    }

    const fn add(&mut self, more: &Self) {
        self.consent += more.consent;
        self.phone += more.phone;
        self.min_fit += more.min_fit;
        self.min_engagement += more.min_engagement;
        self.min_group += more.min_group;
    }

    fn words(&self) -> String {
        let each = [
            (self.consent, "asked not to be called"),
            (self.phone, "without a phone number"),
            (self.min_fit, "below min_fit"),
            (self.min_engagement, "below min_engagement"),
            (self.min_group, "below min_group"),
        ];
        let there = each.iter().filter(|(number, _)| *number > 0);
        let there: Vec<String> = there.map(|(number, what)| format!("{number} {what}")).collect();
        if there.is_empty() {
            return String::new();
        }
        format!(" ({})", there.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_held_back_is_counted_by_class_and_by_what_is_missing() {
        let mut held = HeldBack::default();
        assert!(held.is_nobody());
        held.count(Class::A, Missing::Fit { is: 20, asked: 25 });
        held.count(Class::A, Missing::Number);
        held.count(Class::B, Missing::Group { is: 0, asked: 10 });
        held.count(Class::C, Missing::Class);
        held.count(Class::B, Missing::Class);
        let mut twice = held;
        twice.add(&held);
        assert_eq!((held.a.all(), twice.a.all(), twice.b.all()), (2, 4, 2));
        assert_eq!(
            held.words(),
            "held back by routing: 2 of class A (1 without a phone number, 1 below min_fit), 1 of class B (1 below min_group)"
        );
    }
}
