//! How it is started: one file a subcommand.
