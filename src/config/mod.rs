//! What the house has settled: typed settings from commented TOML.
