//! Colours and styles by meaning; colour is never the only signal.
//!
//! Nobody can know the background of a terminal: the named colours follow what the person has chosen for his, but the usual
//! yellow and cyan are made for black and vanish on white. So every colour is a fixed one of the palette of 256, which
//! comes through every SSH and tmux, chosen so that it stands out against black and white alike (a test works it out).

use ratatui_core::style::{Color, Modifier, Style};

use crate::domain::score::Class;

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

const GREEN: Color = Color::Indexed(28);
const CYAN: Color = Color::Indexed(30);
/// Blue and [`ORANGE`] stay apart for every common kind of colour vision.
const BLUE: Color = Color::Indexed(33);
/// A dark yellow: between green and red for most people, and paler than [`ORANGE`] for those who see neither.
const YELLOW: Color = Color::Indexed(136);
const ORANGE: Color = Color::Indexed(166);
const RED: Color = Color::Indexed(196);

/// The styles of one session, by what they mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Theme {
    choice: ThemeChoice,
}

impl Theme {
    /// The styles of a choice.
    #[must_use]
    pub const fn new(choice: ThemeChoice) -> Self {
        Self { choice }
    }

    /// Ordinary text. The root fills the screen with it, because high contrast sets both colours: white on a terminal
    /// that somebody made white would be unreadable.
    #[must_use]
    pub const fn text(self) -> Style {
        match self.choice {
            ThemeChoice::HighContrast => Style::new().fg(Color::White).bg(Color::Black),
            ThemeChoice::Default | ThemeChoice::ColourBlind | ThemeChoice::Plain => Style::new(),
        }
    }

    /// What may be overlooked: labels, times, the seconds of a sentence.
    #[must_use]
    pub const fn dim(self) -> Style {
        match self.choice {
            ThemeChoice::Default | ThemeChoice::ColourBlind => Style::new().add_modifier(Modifier::DIM),
            ThemeChoice::HighContrast => self.text(),
            ThemeChoice::Plain => Style::new(),
        }
    }

    /// The name of a screen or of a person.
    #[must_use]
    pub const fn title(self) -> Style {
        self.text().add_modifier(Modifier::BOLD)
    }

    /// The heads of columns and of days.
    #[must_use]
    pub const fn header(self) -> Style {
        match self.choice {
            ThemeChoice::HighContrast | ThemeChoice::Plain => self
                .text()
                .add_modifier(Modifier::BOLD)
                .add_modifier(Modifier::UNDERLINED),
            ThemeChoice::Default | ThemeChoice::ColourBlind => Style::new().add_modifier(Modifier::BOLD),
        }
    }

    /// The row under the cursor; rows under the cursor also bear a `▸`.
    #[must_use]
    pub const fn selected(self) -> Style {
        Style::new().add_modifier(Modifier::REVERSED)
    }

    /// What is to be noticed without being good or bad.
    #[must_use]
    pub const fn accent(self) -> Style {
        self.coloured(CYAN, BLUE, Modifier::BOLD)
    }

    /// On time, yes, done. Always beside a word or a sign.
    #[must_use]
    pub const fn good(self) -> Style {
        self.coloured(GREEN, BLUE, Modifier::empty())
    }

    /// At risk. Always beside a word or a sign.
    #[must_use]
    pub const fn warn(self) -> Style {
        self.coloured(YELLOW, YELLOW, Modifier::BOLD)
    }

    /// Breached, no, failed. Always beside a word or a sign.
    #[must_use]
    pub const fn bad(self) -> Style {
        let style = self.coloured(RED, ORANGE, Modifier::BOLD);
        match self.choice {
            ThemeChoice::Plain | ThemeChoice::HighContrast => style.add_modifier(Modifier::UNDERLINED),
            ThemeChoice::Default | ThemeChoice::ColourBlind => style,
        }
    }

    /// What was searched for, where it was found.
    #[must_use]
    pub const fn mark(self) -> Style {
        self.coloured(YELLOW, ORANGE, Modifier::UNDERLINED)
    }

    /// A key that can be pressed.
    #[must_use]
    pub const fn key(self) -> Style {
        self.coloured(CYAN, BLUE, Modifier::BOLD)
    }

    /// Lines between things.
    #[must_use]
    pub const fn border(self) -> Style {
        self.dim()
    }

    /// A class; its letter always stands there too.
    #[must_use]
    pub const fn class(self, class: Class) -> Style {
        match class {
            Class::A => self.coloured(GREEN, BLUE, Modifier::BOLD),
            Class::B => self.coloured(CYAN, CYAN, Modifier::empty()),
            Class::C => self.text(),
            Class::D => self.dim(),
        }
    }

    /// A colour for each theme that has colours, and what stands for it in all.
    const fn coloured(self, ordinary: Color, colour_blind: Color, modifier: Modifier) -> Style {
        let style = match self.choice {
            ThemeChoice::Default => Style::new().fg(ordinary),
            ThemeChoice::ColourBlind => Style::new().fg(colour_blind),
            ThemeChoice::HighContrast | ThemeChoice::Plain => self.text(),
        };
        style.add_modifier(modifier)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(theme: Theme) -> Vec<Style> {
        let mut styles = vec![
            theme.text(),
            theme.dim(),
            theme.title(),
            theme.header(),
            theme.selected(),
            theme.accent(),
            theme.good(),
            theme.warn(),
            theme.bad(),
            theme.mark(),
            theme.key(),
            theme.border(),
        ];
        styles.extend(Class::ALL.map(|class| theme.class(class)));
        styles
    }

    #[test]
    fn the_plain_theme_has_no_colour() {
        for style in all(Theme::new(ThemeChoice::Plain)) {
            assert_eq!((style.fg, style.bg), (None, None));
        }
    }

    #[test]
    fn the_colour_blind_theme_has_neither_red_nor_green() {
        for style in all(Theme::new(ThemeChoice::ColourBlind)) {
            assert_ne!(style.fg, Some(RED));
            assert_ne!(style.fg, Some(GREEN));
        }
    }

    #[test]
    fn the_high_contrast_theme_has_no_colour_but_white_and_nothing_faint() {
        for style in all(Theme::new(ThemeChoice::HighContrast)) {
            assert!(matches!(style.fg, None | Some(Color::White)));
            assert!(!style.add_modifier.contains(Modifier::DIM));
        }
    }

    /// Red, green and blue of a colour of the cube in the palette of 256, 0-255.
    fn of_cube(index: u8) -> [u8; 3] {
        let step = |by: u8| [0, 95, 135, 175, 215, 255][usize::from((index - 16) / by % 6)];
        [step(36), step(6), step(1)]
    }

    /// Relative luminance of WCAG 2, 0-1.
    fn luminance(colour: [u8; 3]) -> f64 {
        let linear = colour.map(|part| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 {
                part / 12.92
            } else {
                ((part + 0.055) / 1.055).powf(2.4)
            }
        });
        0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    }

    #[test]
    fn every_colour_on_an_unknown_background_can_be_read_on_black_and_on_white() {
        for choice in [ThemeChoice::Default, ThemeChoice::ColourBlind] {
            for style in all(Theme::new(choice)) {
                assert_eq!(style.bg, None);
                let Some(colour) = style.fg else { continue };
                // One of the sixteen is what the person has chosen: nobody knows how it looks.
                assert!(matches!(colour, Color::Indexed(16..=231)), "{colour:?}");
                let Color::Indexed(index) = colour else { continue };
                let light = luminance(of_cube(index)) + 0.05;
                let (on_black, on_white) = (light / 0.05, 1.05 / light);
                // What WCAG asks of large text and of signs; ordinary text has the colour of the terminal.
                assert!(
                    on_black >= 3.0 && on_white >= 3.0,
                    "{index}: {on_black:.1}, {on_white:.1}"
                );
            }
        }
    }

    #[test]
    fn good_and_bad_differ_in_every_theme() {
        for choice in [
            ThemeChoice::Default,
            ThemeChoice::HighContrast,
            ThemeChoice::ColourBlind,
            ThemeChoice::Plain,
        ] {
            let theme = Theme::new(choice);
            assert_ne!(theme.good(), theme.bad());
        }
    }
}
