//! What lies over a screen: a stack of values, each with its own keys; the one on top has the keyboard.

pub mod absent;
pub mod help;
pub mod menu;
pub mod palette;
pub mod prompt;
pub mod team;

use ratatui_core::layout::Rect;
use ratatui_core::style::{Modifier, Style};
use ratatui_core::terminal::Frame;

use crate::domain::command::Order;
use crate::domain::contact::ContactId;
use crate::tui::act::Target;
use crate::tui::act::ask::Ask;
use crate::tui::action::Action;
use crate::tui::context::Context;
use crate::tui::input::{Code, Key};
use crate::tui::{ink, text};

use absent::Absent;
use help::Help;
use menu::Menu;
use palette::Palette;
use prompt::Prompt;

/// One thing over a screen.
#[derive(Debug)]
pub enum Overlay {
    /// Choose one of a few.
    Menu(Menu),
    /// Type something.
    Prompt(Prompt),
    /// Find an action by its name.
    Palette(Palette),
    /// The keys of a place.
    Help(Help),
    /// Who is not in the call list.
    Absent(Absent),
}

/// What was decided in an overlay.
#[derive(Debug, Clone, PartialEq)]
pub enum Intent {
    /// Submit these orders.
    Submit(Vec<Order>),
    /// Ask this first.
    Ask(Ask),
    /// Do what the action does.
    Act(Action),
}

/// What an overlay says to a key.
#[derive(Debug, Clone, PartialEq)]
pub enum Said {
    /// Nothing: the key means nothing here.
    Nothing,
    /// It has changed and stays.
    Stays,
    /// It is over, nothing was decided.
    Closed,
    /// It is over, and this was decided.
    Decided(Intent),
}

impl Overlay {
    /// What it says to a key.
    pub fn key(&mut self, key: &Key, ctx: &Context) -> Said {
        match self {
            Self::Menu(menu) => menu.key(key),
            Self::Prompt(prompt) => prompt.key(key, ctx),
            Self::Palette(palette) => palette.key(key),
            Self::Help(help) => help.key(key, ctx),
            Self::Absent(absent) => absent.key(key, ctx),
        }
    }

    /// What it says to pasted text: only where text is typed.
    pub fn paste(&mut self, pasted: &str) -> Said {
        match self {
            Self::Prompt(prompt) => prompt.paste(pasted),
            Self::Palette(palette) => palette.paste(pasted),
            Self::Menu(_) | Self::Help(_) | Self::Absent(_) => Said::Nothing,
        }
    }

    /// What it says to a click on a cell of the screen.
    pub fn click(&mut self, column: u16, row: u16, ctx: &Context) -> Said {
        let screen = Rect::new(0, 0, ctx.size.0, ctx.size.1);
        match self {
            Self::Menu(menu) => menu.click(column, row, screen),
            Self::Palette(palette) => palette.click(column, row, screen),
            Self::Prompt(prompt) => prompt.click(column, row, ctx),
            Self::Help(_) | Self::Absent(_) => Said::Nothing,
        }
    }

    /// An own act has moved the lead since: what is decided here is decided on the lead as that act left it.
    pub fn forget_version(&mut self, id: ContactId) {
        match self {
            Self::Menu(menu) => menu.items.iter_mut().for_each(|item| match &mut item.intent {
                Intent::Ask(ask) => forget(&mut ask.targets, id),
                Intent::Submit(orders) => {
                    for order in orders.iter_mut().filter(|order| order.contact == id) {
                        order.version = None;
                    }
                }
                Intent::Act(_) => {}
            }),
            Self::Prompt(prompt) => forget(&mut prompt.ask.targets, id),
            Self::Palette(_) | Self::Help(_) | Self::Absent(_) => {}
        }
    }

    /// Whether it asks about this one lead, and about nobody else.
    #[must_use]
    pub fn is_about(&self, id: ContactId) -> bool {
        match self {
            Self::Menu(menu) => menu.items.iter().any(|item| match &item.intent {
                Intent::Submit(orders) => orders.iter().any(|order| order.contact == id),
                Intent::Ask(ask) => is_only(&ask.targets, id),
                Intent::Act(_) => false,
            }),
            Self::Prompt(prompt) => is_only(&prompt.ask.targets, id),
            Self::Palette(_) | Self::Help(_) | Self::Absent(_) => false,
        }
    }

    /// Draws it over the screen.
    pub fn render(&self, ctx: &Context, frame: &mut Frame, screen: Rect) {
        match self {
            Self::Menu(menu) => menu.render(ctx, frame, screen),
            Self::Prompt(prompt) => prompt.render(ctx, frame, screen),
            Self::Palette(palette) => palette.render(ctx, frame, screen),
            Self::Help(help) => help.render(ctx, frame, screen),
            Self::Absent(absent) => absent.render(ctx, frame, screen),
        }
    }
}

fn is_only(targets: &[Target], id: ContactId) -> bool {
    matches!(targets, [one] if one.id == id)
}

fn forget(targets: &mut [Target], id: ContactId) {
    for target in targets.iter_mut().filter(|target| target.id == id) {
        target.version = None;
    }
}

/// The area of a box of so many columns and rows (its frame included), in the middle and a little above.
#[must_use]
pub fn middle(screen: Rect, columns: u16, rows: u16) -> Rect {
    let width = columns.min(screen.width.saturating_sub(2));
    let height = rows.min(screen.height.saturating_sub(2));
    Rect {
        x: screen.x + (screen.width - width) / 2,
        y: screen.y + (screen.height - height) / 3,
        width,
        height,
    }
}

/// Clears the area, draws a frame with a title, and gives back what is inside.
pub fn frame_of(title: &str, ctx: &Context, frame: &mut Frame, area: Rect) -> Rect {
    let Rect { x, y, width, height } = area;
    let (inner, rows) = (width.saturating_sub(2), height.saturating_sub(2));
    let (plain, border) = (ctx.theme.text(), ctx.theme.text().patch(ctx.theme.border()));
    let buffer = frame.buffer_mut();
    for at in area.intersection(buffer.area).positions() {
        buffer[at].reset();
        buffer[at].set_style(plain);
    }
    let level = "─".repeat(usize::from(inner));
    ink::write(buffer, (x, y), &format!("┌{level}┐"), width, border);
    for row in y + 1..=y + rows {
        ink::write(buffer, (x, row), "│", 1, border);
        ink::write(buffer, (x + 1 + inner, row), "│", 1, border);
    }
    ink::write(buffer, (x, y + 1 + rows), &format!("└{level}┘"), width, border);
    let title = text::cut(&format!(" {title} "), usize::from(inner));
    ink::write(buffer, (x + 1, y), &title, inner, plain.patch(ctx.theme.title()));
    Rect {
        x: x + 1,
        y: y + 1,
        width: inner,
        height: rows,
    }
}

/// Writes one line of text into an area, at a row counted from its top; beyond its end nothing is written.
pub fn put(frame: &mut Frame, area: Rect, row: usize, line: &str, style: Style) {
    let Ok(row) = u16::try_from(row) else { return };
    if row < area.height {
        let line = text::fit(line, usize::from(area.width));
        ink::write(frame.buffer_mut(), (area.x, area.y + row), &line, u16::MAX, style);
    }
}

/// Says at the lower edge of a box how many of its lines are out of sight, above and below.
fn out_of_sight(ctx: &Context, frame: &mut Frame, area: Rect, above: usize, below: usize) {
    let words = match (above, below) {
        (0, 0) => return,
        (0, below) => format!(" ▾ {below} more "),
        (above, 0) => format!(" ▴ {above} more "),
        (above, below) => format!(" ▴ {above} ▾ {below} more "),
    };
    let cells = text::width(&words) as u16;
    if area.height > 0 && cells + 2 <= area.width {
        let place = (area.right() - 1 - cells, area.bottom() - 1);
        // The frame under it is faint.
        let style = ctx.theme.text().remove_modifier(Modifier::DIM);
        ink::write(frame.buffer_mut(), place, &words, cells, style);
    }
}

/// The first of so many lines after a key in a box that only scrolls; nothing when the key closes it, as every other does.
fn scrolled(top: usize, key: &Key, lines: usize, ctx: &Context) -> Option<usize> {
    let page = usize::from(ctx.size.1.saturating_sub(6)).max(1);
    #[expect(clippy::wildcard_enum_match_arm, reason = "every other key closes the box")]
    let top = match key.code {
        Code::Down | Code::Char('j') => top + 1,
        Code::Up | Code::Char('k') => top.saturating_sub(1),
        Code::PageDown | Code::Char(' ') => top + page,
        Code::PageUp => top.saturating_sub(page),
        _ => return None,
    };
    Some(top.min(lines.saturating_sub(page)))
}
