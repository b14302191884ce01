//! Colours and styles by meaning; colour is never the only signal.

/// Which theme a session wears.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ThemeChoice {
    /// Colours for ordinary terminals.
    #[default]
    Default,
    /// Black, white and bold.
    HighContrast,
    /// Colours that stay apart for colour-blind people (blue and orange instead of green and red).
    ColourBlind,
    /// No colour at all (`NO_COLOR`): bold, reverse and words.
    Plain,
}
