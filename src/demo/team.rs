//! The team of the demo: six people, and how they share the work.

use super::dice::Dice;

/// The rep through whose eyes the visitor looks.
pub(super) const VISITOR: &str = "aino";
/// The reps.
pub(super) const REPS: [&str; 3] = [VISITOR, "jussi", "linnea"];
/// The marketers.
pub(super) const MARKETERS: [&str; 2] = ["sofia", "pekka"];
/// The team lead.
pub(super) const LEAD: &str = "riitta";

/// A rep other than the visitor's.
pub(super) fn colleague(dice: &mut Dice) -> &'static str {
    dice.pick(&REPS[1..])
}
