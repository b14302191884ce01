//! How far learning has come, told to whoever waits for it.

/// What is being done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doing {
    /// The log is read: counted in entries.
    Reading,
    /// Samples are made: counted in contacts.
    Sampling,
    /// Columns are tested for knowing the outcome.
    Leaks,
    /// Half-lives of behaviour are tried.
    HalfLives,
    /// Strengths of the ridge are tried.
    Ridges,
    /// Each column is left out, to see whether it is missed.
    Columns,
    /// The whole card is fitted and rounded to points: counted in scales tried.
    Points,
}

/// Told what is being done, how much of it is done, and of how much.
pub type Telling<'t> = &'t mut dyn FnMut(Doing, u64, u64);

impl Doing {
    /// What a person reads while it lasts.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Reading => "entries",
            Self::Sampling => "contacts looked at",
            Self::Leaks => "columns that may know the outcome",
            Self::HalfLives => "half-lives tried",
            Self::Ridges => "strengths of regularisation tried",
            Self::Columns => "columns left out to see who misses them",
            Self::Points => "whole points",
        }
    }
}
