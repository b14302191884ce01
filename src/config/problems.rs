//! What is wrong with the settings: everything at once, each with its place and what to write instead.

use std::fmt;

use thiserror::Error;

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Name of the file, without its folder.
    pub file: String,
    /// Line, 1-based; absent when it is about the whole file.
    pub line: Option<usize>,
    /// The key by its full path, `behaviour.pricing_page.half_life_days`; empty when it is about the whole file.
    pub key: String,
    /// What is wrong, without capital and full stop.
    pub what: String,
    /// What to write instead, as sentences.
    pub remedy: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        if !self.key.is_empty() {
            write!(f, ": {}", self.key)?;
        }
        write!(f, ": {}. {}", self.what, self.remedy)
    }
}

/// All that is wrong, in the order of files and lines; never empty. Shown one problem a line.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub struct Problems(pub Vec<Problem>);

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            problem.fmt(f)?;
        }
        Ok(())
    }
}

/// The known name that is most like `name`, when one is like enough to be meant: up to a third of it mistyped.
#[must_use]
pub fn meant<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let allowed = name.chars().count() / 3;
    let near = known
        .into_iter()
        .map(|candidate| (distance(name, candidate), candidate));
    let (found, candidate) = near.min_by_key(|(distance, _)| *distance)?;
    (found <= allowed).then_some(candidate)
}

/// How many characters must be put in, taken out, exchanged or swapped with their neighbour to make one word of the other
/// (optimal string alignment: swapped neighbours are the commonest slip, and count as one).
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut rows = vec![vec![0; b.len() + 1]; a.len() + 1];
    for (i, row) in rows.iter_mut().enumerate() {
        row[0] = i;
    }
    rows[0] = (0..=b.len()).collect();
    for i in 1..=a.len() {
        for j in 1..=b.len() {
            let exchanged = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut least = exchanged.min(rows[i - 1][j] + 1).min(rows[i][j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                least = least.min(rows[i - 2][j - 2] + 1);
            }
            rows[i][j] = least;
        }
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::meant;

    #[test]
    fn a_mistyped_name_is_recognised_and_a_strange_one_is_not() {
        let known = ["points", "half_life_days", "cap"];
        assert_eq!(meant("halflife_days", known), Some("half_life_days"));
        assert_eq!(meant("point", known), Some("points"));
        assert_eq!(meant("opints", known), Some("points"));
        assert_eq!(meant("colour", known), None);
        assert_eq!(meant("c", ["a", "b"]), None);
    }
}
