//! What is remembered: an append-only log and the state derived from it.
