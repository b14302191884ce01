//! Text from outside: made harmless on the way in, and folded for comparison.
