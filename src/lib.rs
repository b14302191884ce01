//! Kapula: the terminal cockpit in which marketing hands leads to inside sales, and gets the unripe ones back.
//!
//! The modules in the order in which they may know each other, from what is true to how it is started:
//!
//! - [`domain`]: what is true. Pure values and rules; `decide` turns a command into facts, `apply` facts into state.
//! - [`config`]: what the house has settled. Typed settings from commented TOML; knows names, not screens.
//! - [`store`]: what is remembered. An append-only log and the state derived from it, in one `SQLite` file. What a log
//!   entry says is changed by one thing only, erasing a person ([`domain::erasure`]).
//! - [`engine`]: what happens. The only writer: command, decision, log, state, change feed, in one transaction.
//! - [`intake`]: what comes in. Files of contacts and activities, made into rows for the engine.
//! - [`outlet`]: what goes out. Dialling a number.
//! - [`demo`]: a made-up team with a year behind it and traffic going on.
//! - [`tui`]: what is seen. Model, message, update, view; pure, without clock, disk or terminal.
//! - [`session`]: one person looking. The only event loop, over any input stream and any output.
//! - [`cli`]: how it is started. One file a subcommand; every screen has its twin here.
//!
//! Edges: `cli` knows `session`, `intake`, `outlet`, `demo`, `engine`, `store`, `config`; `session` knows `tui`,
//! `engine`, `outlet`; `demo` and `intake` know `engine`; `engine` knows `store` and `config`; all know `domain`, which
//! knows nobody. A test reads `src/` and fails on any other edge.

pub mod cli;
pub mod config;
pub mod demo;
pub mod domain;
pub mod engine;
pub mod intake;
pub mod outlet;
pub mod session;
pub mod store;
pub mod tui;
