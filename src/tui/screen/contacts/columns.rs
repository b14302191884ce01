//! Which columns the contacts list has room for, and how wide they are.

use crate::tui::screen::signs;

/// Cells of stage and owner.
const STAGE: usize = 18;
/// Cells of the phone number: E.164 has at most sixteen.
const PHONE: usize = 16;
/// Cells between columns.
pub const GAP: usize = 2;
/// Cells for cursor and space around the grade.
const LEFT: usize = 2;
/// From this width on, phone numbers are shown.
const WITH_PHONE: usize = 76;
/// From this width on, e-mail addresses are shown.
const WITH_EMAIL: usize = 104;

/// Cells of each column; 0 for those that are not shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Columns {
    /// Name.
    pub name: usize,
    /// Company.
    pub company: usize,
    /// Stage and owner.
    pub stage: usize,
    /// E-mail address.
    pub email: usize,
    /// Phone number.
    pub phone: usize,
}

impl Columns {
    /// What a width has room for: names and companies share what stage, phone and e-mail leave, as far as they have use
    /// for it.
    #[must_use]
    pub fn for_width(width: usize) -> Self {
        let phone = if width >= WITH_PHONE { PHONE } else { 0 };
        let stage = STAGE.min(width / 4);
        let fixed = left(width) + GAP + taken(stage) + taken(phone);
        let rest = width.saturating_sub(fixed);
        if width >= WITH_EMAIL {
            let email = (rest * 2 / 5).min(44);
            let half = (rest - email).saturating_sub(2 * GAP) / 2;
            return Self {
                name: half.min(40),
                company: half.min(40),
                stage,
                email,
                phone,
            };
        }
        let half = rest.saturating_sub(GAP) / 2;
        Self {
            name: rest.saturating_sub(GAP) - half,
            company: half,
            stage,
            email: 0,
            phone,
        }
    }
}

/// Cells of what stands before the name.
fn left(width: usize) -> usize {
    LEFT + signs::grade_cells(u16::try_from(width).unwrap_or(u16::MAX))
}

/// Cells of a column with the gap before it.
const fn taken(column: usize) -> usize {
    if column == 0 { 0 } else { column + GAP }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_columns_never_take_more_than_there_is() {
        for width in 0..400 {
            let columns = Columns::for_width(width);
            let shown = [columns.company, columns.stage, columns.email, columns.phone];
            let all = left(width) + columns.name + shown.into_iter().map(taken).sum::<usize>();
            assert!(all <= width.max(left(width) + 2 * GAP), "{width}: {columns:?}");
        }
    }

    #[test]
    fn names_stay_readable_on_a_small_screen() {
        for width in 40..400 {
            assert!(Columns::for_width(width).name >= 10, "{width}");
        }
    }
}
