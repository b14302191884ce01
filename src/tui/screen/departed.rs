//! The row of a lead that left the list under the cursor by somebody else's act.

use ratatui_core::layout::Rect;
use ratatui_core::style::Modifier;
use ratatui_core::terminal::Frame;

use crate::tui::context::Context;
use crate::tui::departed::Departure;
use crate::tui::text;

use super::pen::Pen;

/// Draws it dimmed, with the cursor: the name where names stand (`indent` cells from the left), then what happened.
pub fn row(
    departure: Option<Departure>,
    indent: usize,
    ctx: &Context,
    frame: &mut Frame,
    area: Rect,
    at: usize,
) {
    let style = ctx.theme.dim();
    let (who, what) = departure.map_or((String::new(), "no longer in the list".to_owned()), |gone| {
        (gone.name, gone.what)
    });
    let room = usize::from(area.width).saturating_sub(indent + 2);
    let what = text::cut(&what, room);
    let name = text::cut(&who, room.saturating_sub(text::width(&what)).max(room / 3));
    if let Some(mut pen) = Pen::at(frame, area, at) {
        pen.left("▸", 1, style)
            .left("", indent.saturating_sub(1), style)
            .left(
                &name,
                text::width(&name),
                style.add_modifier(Modifier::CROSSED_OUT),
            )
            .left("", 2, style)
            .left(&what, usize::from(area.width), style);
    }
}
