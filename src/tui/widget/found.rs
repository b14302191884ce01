//! Where the words of a search stand in a text, as a person compares: case and accents folded.

use ratatui_core::style::Style;
use ratatui_core::text::Span;
use unicode_segmentation::UnicodeSegmentation;

use crate::domain::text::fold;
use crate::tui::text;

/// The words of a search, folded once for a whole list.
#[derive(Debug, Clone, Default)]
pub struct Words(Vec<String>);

impl Words {
    /// The words of what was typed.
    #[must_use]
    pub fn of(typed: &str) -> Self {
        Self(
            fold(typed)
                .split(' ')
                .filter(|word| !word.is_empty())
                .map(ToOwned::to_owned)
                .collect(),
        )
    }

    /// The text in exactly `width` cells, with `found` on what matches one of the words.
    #[must_use]
    pub fn mark(&self, words: &str, width: usize, plain: Style, found: Style) -> Vec<Span<'static>> {
        let shown = text::fit(words, width);
        if self.0.is_empty() {
            return vec![Span::styled(shown, plain)];
        }
        let clusters: Vec<&str> = shown.graphemes(true).collect();
        let marked = self.marked(&clusters);
        let mut spans: Vec<Span<'static>> = Vec::new();
        let mut from = 0;
        while from < clusters.len() {
            let same = marked[from..]
                .iter()
                .take_while(|mark| **mark == marked[from])
                .count();
            let style = if marked[from] { found } else { plain };
            spans.push(Span::styled(clusters[from..from + same].concat(), style));
            from += same;
        }
        spans
    }

    /// For each cluster, whether a match covers it.
    fn marked(&self, clusters: &[&str]) -> Vec<bool> {
        let mut folded = String::new();
        let mut owner = Vec::new();
        for (index, cluster) in clusters.iter().enumerate() {
            // Folding trims, so a space has to be kept by hand.
            folded += &if *cluster == " " {
                " ".to_owned()
            } else {
                fold(cluster)
            };
            owner.resize(folded.len(), index);
        }
        let mut marked = vec![false; clusters.len()];
        for word in &self.0 {
            if let Some(at) = folded.find(word.as_str()) {
                for index in &owner[at..at + word.len()] {
                    marked[*index] = true;
                }
            }
        }
        marked
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(typed: &str, words: &str) -> String {
        let (plain, mark) = (Style::new(), Style::new().underlined());
        let spans = Words::of(typed).mark(words, text::width(words), plain, mark);
        let found = spans.iter().filter(|span| span.style == mark);
        found.flat_map(|span| ["[", &span.content, "]"]).collect()
    }

    #[test]
    fn a_match_is_marked_whatever_its_case_and_accents() {
        assert_eq!(found("makela", "Aino Mäkelä"), "[Mäkelä]");
        assert_eq!(found("AINO mä", "Aino Mäkelä"), "[Aino][Mä]");
        assert_eq!(found("strass", "Hauptstraße"), "[straß]");
        assert_eq!(found("x", "Aino"), "");
    }
}
