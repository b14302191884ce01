//! Colours and weights as terminal sequences, and only when they change.

use ratatui_core::buffer::Cell;
use ratatui_core::style::{Color, Modifier};

/// Whether a session's client gets colours at all (`NO_COLOR`, or the plain theme).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Colours {
    /// As the theme says.
    #[default]
    On,
    /// None: bold, reverse and underline only.
    Off,
}

/// What the terminal writes with at the moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pen {
    fg: Color,
    bg: Color,
    modifier: Modifier,
}

impl Pen {
    /// A terminal's own colours, no weight.
    pub(super) const PLAIN: Self = Self {
        fg: Color::Reset,
        bg: Color::Reset,
        modifier: Modifier::empty(),
    };

    /// The pen that a cell wants.
    pub(super) const fn of(cell: &Cell, colours: Colours) -> Self {
        match colours {
            Colours::On => Self {
                fg: cell.fg,
                bg: cell.bg,
                modifier: cell.modifier,
            },
            Colours::Off => Self {
                modifier: cell.modifier,
                ..Self::PLAIN
            },
        }
    }

    /// Writes the sequence that turns this pen into `next`; nothing when they are the same.
    pub(super) fn change_to(self, next: Self, bytes: &mut Vec<u8>) {
        if self == next {
            return;
        }
        if next == Self::PLAIN {
            bytes.extend_from_slice(b"\x1b[m");
            return;
        }
        bytes.extend_from_slice(b"\x1b[");
        let mut from = self;
        // Weights cannot be taken away one by one (22 ends both bold and dim): start anew.
        if !next.modifier.contains(self.modifier) {
            bytes.extend_from_slice(b"0;");
            from = Self::PLAIN;
        }
        for (_, code) in WEIGHTS
            .iter()
            .filter(|(weight, _)| (next.modifier - from.modifier).contains(*weight))
        {
            bytes.extend_from_slice(code.as_bytes());
            bytes.push(b';');
        }
        if from.fg != next.fg {
            push_colour(next.fg, Ground::Fore, bytes);
        }
        if from.bg != next.bg {
            push_colour(next.bg, Ground::Back, bytes);
        }
        // Every parameter ended in a semicolon; the last one becomes the final byte.
        bytes.pop();
        bytes.push(b'm');
    }
}

const WEIGHTS: [(Modifier, &str); 9] = [
    (Modifier::BOLD, "1"),
    (Modifier::DIM, "2"),
    (Modifier::ITALIC, "3"),
    (Modifier::UNDERLINED, "4"),
    (Modifier::SLOW_BLINK, "5"),
    (Modifier::RAPID_BLINK, "6"),
    (Modifier::REVERSED, "7"),
    (Modifier::HIDDEN, "8"),
    (Modifier::CROSSED_OUT, "9"),
];

#[derive(Clone, Copy)]
enum Ground {
    Fore,
    Back,
}

fn push_colour(colour: Color, ground: Ground, bytes: &mut Vec<u8>) {
    let base: u8 = match ground {
        Ground::Fore => 30,
        Ground::Back => 40,
    };
    let text = match colour {
        Color::Reset => format!("{};", base + 9),
        Color::Indexed(index) => format!("{};5;{index};", base + 8),
        Color::Rgb(r, g, b) => format!("{};2;{r};{g};{b};", base + 8),
        Color::Black => format!("{base};"),
        Color::Red => format!("{};", base + 1),
        Color::Green => format!("{};", base + 2),
        Color::Yellow => format!("{};", base + 3),
        Color::Blue => format!("{};", base + 4),
        Color::Magenta => format!("{};", base + 5),
        Color::Cyan => format!("{};", base + 6),
        Color::Gray => format!("{};", base + 7),
        Color::DarkGray => format!("{};", base + 60),
        Color::LightRed => format!("{};", base + 61),
        Color::LightGreen => format!("{};", base + 62),
        Color::LightYellow => format!("{};", base + 63),
        Color::LightBlue => format!("{};", base + 64),
        Color::LightMagenta => format!("{};", base + 65),
        Color::LightCyan => format!("{};", base + 66),
        Color::White => format!("{};", base + 67),
    };
    bytes.extend_from_slice(text.as_bytes());
}
