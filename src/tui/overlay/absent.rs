//! Who is not in the call list, with the reason, and when it is over.

use ratatui_core::layout::Rect;
use ratatui_core::terminal::Frame;

use crate::domain::priority::{Hidden, OpenLead};
use crate::tui::context::Context;
use crate::tui::desk::Desk;
use crate::tui::input::Key;
use crate::tui::screen::pen::Pen;
use crate::tui::screen::signs;

use super::{Said, frame_of, middle, scrolled};

/// Columns of the box at most, its frame included.
const WIDE: u16 = 110;

/// The list of those who are hidden, as they were when it was opened.
#[derive(Debug)]
pub struct Absent {
    rows: Vec<Row>,
    top: usize,
}

#[derive(Debug)]
struct Row {
    name: String,
    company: String,
    why: String,
}

impl Absent {
    /// Those whom the desk hides now, by reason; of one reason those who come back first stand first.
    #[must_use]
    pub fn new(desk: &Desk, ctx: &Context) -> Self {
        let mut hidden: Vec<(Hidden, &OpenLead)> = desk.hidden().collect();
        hidden.sort_by_key(|(why, lead)| (*why, lead.id));
        let rows = hidden.into_iter().map(|(why, lead)| Row {
            name: lead.name.clone(),
            company: lead.company.clone(),
            why: words(why, lead, ctx),
        });
        Self {
            rows: rows.collect(),
            top: 0,
        }
    }

    /// What it says to a key: movements scroll, everything else closes.
    pub fn key(&mut self, key: &Key, ctx: &Context) -> Said {
        let Some(top) = scrolled(self.top, key, self.rows.len(), ctx) else {
            return Said::Closed;
        };
        self.top = top;
        Said::Stays
    }

    /// Draws it.
    pub fn render(&self, ctx: &Context, frame: &mut Frame, screen: Rect) {
        let area = middle(screen, WIDE, self.rows.len().clamp(1, 1_000) as u16 + 2);
        let shown = usize::from(area.height.saturating_sub(2));
        let below = self.rows.len().saturating_sub(self.top + shown);
        let title = match below {
            0 => format!("{} not in the list · any key closes", self.rows.len()),
            more => format!("{} not in the list · j k scroll, {more} more", self.rows.len()),
        };
        let inside = frame_of(&title, ctx, frame, area);
        if self.rows.is_empty() {
            super::put(
                frame,
                inside,
                0,
                " Every open lead is in the list.",
                ctx.theme.text(),
            );
        }
        let width = usize::from(inside.width);
        let (name, company) = (width * 26 / 100, width * 26 / 100);
        for (at, row) in self.rows.iter().skip(self.top).take(shown).enumerate() {
            if let Some(mut pen) = Pen::at(frame, inside, at) {
                pen.left("", 1, ctx.theme.text())
                    .left(&row.name, name.saturating_sub(1), ctx.theme.text())
                    .left("", 1, ctx.theme.text())
                    .left(&row.company, company.saturating_sub(1), ctx.theme.dim())
                    .left("", 1, ctx.theme.text())
                    .left(
                        &row.why,
                        width.saturating_sub(name + company + 1),
                        ctx.theme.text(),
                    );
            }
        }
    }
}

/// The reason, with who has it or from when on it may be called.
fn words(why: Hidden, lead: &OpenLead, ctx: &Context) -> String {
    let owner = lead.lead.owner.as_deref().unwrap_or("somebody else");
    match why {
        Hidden::DoNotCall => why.words().to_owned(),
        Hidden::TakenByOther => format!("taken by {owner}"),
        Hidden::MeantForOther => format!("meant for {owner}"),
        Hidden::OutsideHours(opens) => {
            let place = match lead.place.words() {
                unknown if unknown.is_empty() => unknown,
                place => format!(" ({place})"),
            };
            format!("from {}, not at this hour{place}", signs::soon(opens, ctx))
        }
    }
}
