//! Counts in words.

/// `1 lead`, `2 leads`, `0 leads`.
pub fn counted(count: u64, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
