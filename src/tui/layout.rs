//! Where things stand on a screen of a given size. Update and view read the same function, so that a click meets what
//! was drawn, and scrolling knows how many rows there are.

use ratatui_core::layout::Rect;

/// From this width on the card stands beside the list.
pub const BESIDE: u16 = 110;
/// Below this many columns nothing useful fits.
pub const LEAST_COLUMNS: u16 = 40;
/// Below this many rows nothing useful fits.
pub const LEAST_ROWS: u16 = 10;

/// What fills the body of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Body {
    /// A list, with the card beside it when there is room.
    List,
    /// One card.
    Card,
}

/// The areas of one screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Areas {
    /// Tabs, numbers and time: one row.
    pub header: Rect,
    /// The rule under the header.
    pub rule: Rect,
    /// The list; empty when a card fills the screen.
    pub list: Rect,
    /// The line between list and card.
    pub divider: Rect,
    /// The card; empty when there is none.
    pub card: Rect,
    /// The rule over the footer, where sentences appear: one row.
    pub toast: Rect,
    /// The keys that matter here: one row.
    pub footer: Rect,
}

/// Whether a screen of this size can show anything.
#[must_use]
pub const fn fits(size: (u16, u16)) -> bool {
    size.0 >= LEAST_COLUMNS && size.1 >= LEAST_ROWS
}

/// The areas of a screen of this size.
#[must_use]
pub fn areas(size: (u16, u16), body: Body) -> Areas {
    let (width, height) = size;
    let row = |y: u16| Rect::new(0, y.min(height), width, u16::from(y < height));
    let (top, bottom) = (2, height.saturating_sub(2));
    let whole = Rect::new(0, top.min(height), width, bottom.saturating_sub(top));
    let nothing = Rect::new(0, whole.y, 0, 0);
    let (list, divider, card) = match body {
        Body::Card => (nothing, nothing, whole),
        Body::List if width < BESIDE => (whole, nothing, nothing),
        Body::List => {
            let list = (u32::from(width) * 56 / 100) as u16;
            // One empty cell on either side of the divider: a number at the end of a row is not a part of the card.
            (
                Rect {
                    width: list - 1,
                    ..whole
                },
                Rect {
                    x: list,
                    width: 1,
                    ..whole
                },
                Rect {
                    x: list + 2,
                    width: width - list - 2,
                    ..whole
                },
            )
        }
    };
    Areas {
        header: row(0),
        rule: row(1),
        list,
        divider,
        card,
        toast: row(bottom.max(2)),
        footer: row(bottom.max(2) + 1),
    }
}
