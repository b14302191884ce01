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
    /// A pattern as written: `pricing` is found anywhere (up to three letters only as a word of its own; of an address in the
    /// path and behind it, but neither in the host nor in the query, unless it speaks of a query), `/blog/*` must
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
    pub fn matches(&self, detail: &Taken<'_>) -> bool {
        match &self.pieces {
            None if self.written.contains(['?', '=', '&']) => contains(detail.all, &self.written),
            None => {
                let (before, behind) = detail.page;
                contains(before, &self.written) || (!behind.is_empty() && contains(behind, &self.written))
            }
            Some(pieces) => whole(detail.path, pieces),
        }
    }
}

/// A folded detail taken apart, once for all patterns that it is compared with.
#[derive(Debug, Clone, Copy)]
pub struct Taken<'a> {
    all: &'a str,
    page: (&'a str, &'a str),
    path: &'a str,
}

impl<'a> Taken<'a> {
    /// Takes a folded detail apart.
    #[must_use]
    pub fn apart(folded: &'a str) -> Self {
        Self {
            all: folded,
            page: page(folded),
            path: path(folded),
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
    let address = without_host(detail);
    let end = address.find(['?', '#']).unwrap_or(address.len());
    &address[..end]
}

/// What names the page in an address: its path, and the fragment, under which some sites keep their pages. A query does not:
/// advertisements put their campaigns there. Anything that is no address is left as it is.
fn page(detail: &str) -> (&str, &str) {
    let (before, behind) = match query(detail) {
        Some((start, end)) => (&detail[..start], &detail[end..]),
        None => (detail, ""),
    };
    (without_host(before), behind)
}

/// From where to where a query goes: a `?` with a name and `=` right behind it, up to the fragment or the next space.
fn query(detail: &str) -> Option<(usize, usize)> {
    let starts = detail.match_indices('?').map(|(at, _)| at);
    let is_query = |at: &usize| {
        let rest = &detail[at + 1..];
        let name = rest.find(|c: char| !(c.is_alphanumeric() || "_-.[]%".contains(c)));
        name.is_some_and(|end| end > 0 && rest[end..].starts_with('='))
    };
    let start = starts.into_iter().find(is_query)?;
    let end = detail[start..]
        .find(['#', ' '])
        .map_or(detail.len(), |end| start + end);
    Some((start, end))
}

fn without_host(detail: &str) -> &str {
    match detail.split_once("://") {
        Some((scheme, rest)) if scheme.bytes().all(|byte| byte.is_ascii_alphabetic()) => {
            rest.find('/').map_or("/", |slash| &rest[slash..])
        }
        Some(_) | None => detail,
    }
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
    use super::{Pattern, Taken};

    #[test]
    fn neither_the_host_nor_the_query_of_an_address_is_a_page() {
        let pricing = Pattern::new("pricing");
        for page in [
            "/pricing",
            "https://pricing.example/pricing?a=b",
            "/#/pricing",
            "/a?b#pricing",
            "Our pricing?",
        ] {
            assert!(pricing.matches(&Taken::apart(page)), "{page}");
        }
        for page in [
            "https://acme.example/?utm_campaign=pricing",
            "/blog?ref=pricing",
            "https://pricing.example",
            "https://pricing.example/about",
            "https://acme.example?next=/pricing",
            "acme.example/?utm_campaign=pricing",
            "?utm_campaign=pricing",
            "Home | https://acme.example/?utm_campaign=pricing",
        ] {
            assert!(!pricing.matches(&Taken::apart(page)), "{page}");
        }
        assert!(Pattern::new("?page=pricing").matches(&Taken::apart("/index.php?page=pricing")));
        assert!(Pattern::new("case").matches(&Taken::apart("Re: case://x")));
    }

    #[test]
    fn a_star_stands_for_anything_in_a_whole_path() {
        let blog = Pattern::new("/Blog/*");
        assert!(blog.matches(&Taken::apart("/blog/why-pricing-matters")));
        assert!(blog.matches(&Taken::apart("https://example.com/blog/a?utm=1")));
        assert!(!blog.matches(&Taken::apart("/product/blog/")));
        assert!(Pattern::new("*.pdf").matches(&Taken::apart("/files/benchmark.pdf?x=1")));
        assert!(Pattern::new("/a*b*c").matches(&Taken::apart("/a-b-b-c")));
        assert!(!Pattern::new("/a*b*c").matches(&Taken::apart("/a-c-b")));
        assert!(Pattern::new("/").matches(&Taken::apart("https://example.com/?utm=1")));
        assert!(!Pattern::new("/").matches(&Taken::apart("/pricing")));
        assert!(!Pattern::new("/ab*ba").matches(&Taken::apart("/aba")));
    }
}
