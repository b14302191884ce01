//! One person looking: the only event loop.
