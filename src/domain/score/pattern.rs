//! Pages, files and subjects by how they are written.

use serde::{Deserialize, Serialize};

use crate::domain::text::{contains, fold};

/// What a detail is compared with: a part of it, or with `*` the whole path.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct Pattern {
    written: String,
    /// The pieces between the stars; absent for a part.
    pieces: Option<Vec<String>>,
}

impl Pattern {
    /// A pattern as written: `pricing` is found anywhere (up to three letters only as a word of its own), `/blog/*` must
    /// match the whole path, `*` standing for anything; `/` alone is the front page. Case and accents do not matter.
    #[must_use]
    pub fn new(written: &str) -> Self {
        let written = fold(written.trim());
        let is_whole = written.contains('*') || written == "/";
        let pieces = is_whole.then(|| written.split('*').map(ToOwned::to_owned).collect());
        Self { written, pieces }
    }

    /// Whether a folded detail is meant. Of an address only the path counts for a whole pattern: without scheme, host,
    /// query and fragment.
    #[must_use]
    pub fn matches(&self, folded: &str) -> bool {
        match &self.pieces {
            None => contains(folded, &self.written),
            Some(pieces) => whole(path(folded), pieces),
        }
    }
}

impl From<String> for Pattern {
    fn from(written: String) -> Self {
        Self::new(&written)
    }
}

impl From<Pattern> for String {
    fn from(pattern: Pattern) -> Self {
        pattern.written
    }
}

/// The path of an address; anything else as it is.
fn path(detail: &str) -> &str {
    let without_host = match detail.split_once("://") {
        Some((_, rest)) => rest.find('/').map_or("/", |slash| &rest[slash..]),
        None => detail,
    };
    let end = without_host.find(['?', '#']).unwrap_or(without_host.len());
    &without_host[..end]
}

/// Whether `text` is the pieces in their order with anything between them: greedy, which is exact because each piece but
/// the last is taken where it first fits.
fn whole(text: &str, pieces: &[String]) -> bool {
    let [first, middle @ .., last] = pieces else {
        return pieces.iter().any(|piece| piece == text);
    };
    let Some(mut rest) = text.strip_prefix(first.as_str()) else {
        return false;
    };
    for piece in middle {
        let Some(at) = rest.find(piece.as_str()) else {
            return false;
        };
        rest = &rest[at + piece.len()..];
    }
    rest.ends_with(last.as_str())
}

#[cfg(test)]
mod tests {
    use super::Pattern;

    #[test]
    fn a_star_stands_for_anything_in_a_whole_path() {
        let blog = Pattern::new("/Blog/*");
        assert!(blog.matches("/blog/why-pricing-matters"));
        assert!(blog.matches("https://example.com/blog/a?utm=1"));
        assert!(!blog.matches("/product/blog/"));
        assert!(Pattern::new("*.pdf").matches("/files/benchmark.pdf?x=1"));
        assert!(Pattern::new("/a*b*c").matches("/a-b-b-c"));
        assert!(!Pattern::new("/a*b*c").matches("/a-c-b"));
        assert!(Pattern::new("/").matches("https://example.com/?utm=1"));
        assert!(!Pattern::new("/").matches("/pricing"));
        assert!(!Pattern::new("/ab*ba").matches("/aba"));
    }
}
