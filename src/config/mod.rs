//! What the house has settled: typed settings from commented TOML.
//!
//! Three files in one folder, all optional: `kapula.toml` (overrides the built-in one key by key), `scoring.toml`
//! (replaces the built-in rules as a whole) and `keys.toml` (key bindings). A file that has mistakes is refused with all
//! of them at once, as [`Problems`]. Names only: what a theme or a key means is known by the screens.

mod clocks;
mod document;
mod entry;
mod house;
mod keys;
#[cfg(test)]
mod method;
mod problems;
mod rank;
mod rules;
mod scoring;
mod settings;
#[cfg(test)]
mod tests;
mod value;

pub use keys::Binding;
pub use problems::{Problem, Problems, meant};
pub use settings::{Settings, Texts, Theme, default_dir, model_file};
