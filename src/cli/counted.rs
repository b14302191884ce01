//! Counts in words.

use crate::domain::text::grouped;

/// `1 lead`, `2 leads`, `0 leads`, `12 600 leads`.
pub fn counted(count: u64, one: &str, many: &str) -> String {
    format!("{} {}", grouped(count), if count == 1 { one } else { many })
}
