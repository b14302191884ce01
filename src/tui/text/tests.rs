use proptest::prelude::*;
use ratatui_core::buffer::Buffer;
use ratatui_core::layout::Rect;
use ratatui_core::style::Style;

use super::*;

/// Arbitrary text, rich in the characters that go wrong.
fn text() -> impl Strategy<Value = String> {
    let nasty = prop::sample::select(vec![
        "\u{1b}[2J",
        "\u{9b}",
        "\u{202e}",
        "\u{200b}",
        "\u{200d}",
        "\u{200c}",
        "\u{301}",
        "\u{fe0f}",
        "👨‍👩‍👧",
        "🇫🇮",
        "ﾞ",
        "\u{600}",
        "漢",
        "é",
        "\n",
        "\u{2028}",
        "…",
        " ",
        "a",
        "\u{1f3fd}",
        "ل",
        "ا",
        "\u{1160}",
        "\u{e0041}",
        "क",
        "\u{94d}",
        "\u{110bd}",
        "\u{1100}",
        "\u{11a8}",
        "⸻",
        "\u{3099}",
        "🇫",
    ]);
    prop_oneof![
        any::<String>(),
        prop::collection::vec(nasty, 0..24).prop_map(|parts| parts.concat()),
    ]
}

/// How many cells ratatui's buffer gives to the text.
fn laid_out(text: &str) -> usize {
    let mut buffer = Buffer::empty(Rect::new(0, 0, 400, 1));
    usize::from(buffer.set_stringn(0, 0, text, 400, Style::new()).0)
}

proptest! {
    #[test]
    fn fitted_text_takes_exactly_the_cells_asked_for(text in text(), cells in 0_usize..60) {
        for fitted in [fit(&text, cells), fit_right(&text, cells)] {
            prop_assert_eq!(width(&fitted), cells);
            prop_assert_eq!(laid_out(&fitted), cells, "{:?}", fitted);
        }
        prop_assert!(width(&cut(&text, cells)) <= cells);
    }

    #[test]
    fn nothing_that_could_move_a_terminal_comes_through(text in text(), cells in 0_usize..60) {
        for fitted in [fit(&text, cells), fit_right(&text, cells), cut(&text, cells), harmless(&text).into_owned()] {
            prop_assert!(!fitted.chars().any(is_forbidden), "{:?}", fitted);
            prop_assert!(!fitted.contains(['\n', '\u{2028}', '\u{2029}']), "a line break");
        }
    }

    #[test]
    fn the_filter_is_done_after_one_pass(text in text()) {
        let once = harmless(&text).into_owned();
        prop_assert_eq!(harmless(&once).into_owned(), once.clone());
    }
}

#[test]
fn wrapped_text_keeps_its_words_and_says_when_there_is_more() {
    assert_eq!(
        wrap("asks for a pilot in May", 10, 3),
        ["asks for a", "pilot in", "May"]
    );
    assert_eq!(
        wrap("asks for a pilot in May", 10, 2),
        ["asks for a", "pilot in …"]
    );
    assert_eq!(wrap("aaaaaaaaaaaaa", 5, 2), ["aaaaa", "aaaa…"]);
    assert_eq!(wrap("漢字", 1, 4), ["…"]);
    assert_eq!(wrap("", 10, 2), [""]);
}

#[test]
fn wide_and_combining_text_lines_up() {
    assert_eq!(fit("漢字テスト", 5), "漢字…");
    assert_eq!(fit("漢字テスト", 6), "漢字… ");
    assert_eq!(fit("Ma\u{308}kela\u{308}", 8), "Ma\u{308}kela\u{308}  ");
    assert_eq!(fit_right("12 600 €", 10), "  12 600 €");
    assert_eq!(cut("Mäkelä", 6), "Mäkelä");
    assert_eq!(cut("Mäkelä", 3), "Mä…");
}

#[test]
fn a_flood_of_marks_stays_small() {
    let flood = format!("Z{}", "\u{301}".repeat(5_000));
    assert_eq!(harmless(&flood).chars().count(), 1 + MARKS);
}

#[test]
fn words_that_need_a_joiner_keep_it_and_others_lose_it() {
    assert_eq!(harmless("می\u{200c}خواهم"), "می\u{200c}خواهم");
    assert_eq!(harmless("a\u{200d}\u{200d}\u{200d}b"), "ab");
    assert_eq!(width("👨\u{200d}👩\u{200d}👧"), 2);
}

#[test]
fn a_long_reason_ends_after_a_whole_word() {
    let why = "filled a form 8 h ago · downloaded material · company of 1000 people";
    assert_eq!(
        cut_between_words(why, 56),
        "filled a form 8 h ago · downloaded material · company …"
    );
    assert_eq!(
        cut_between_words(why, 47),
        "filled a form 8 h ago · downloaded material …"
    );
    assert_eq!(cut_between_words(why, 200), why);
    assert_eq!(cut_between_words(why, 1), "…");
    assert_eq!(cut_between_words(why, 0), "");
}

proptest! {
    /// Plain text takes a shorter way; letters that do not, one cell wide too, tell whether it leads to the same place.
    #[test]
    fn plain_text_is_laid_out_like_any_other(plain in "[ a-z]{0,40}", cells in 0_usize..45, lines in 1_usize..4) {
        let accented = |text: &str| text.replace(|c: char| c.is_ascii_lowercase(), "é");
        let other = accented(&plain);
        prop_assert_eq!(width(&plain), width(&other));
        prop_assert_eq!(accented(&cut(&plain, cells)), cut(&other, cells));
        prop_assert_eq!(accented(&fit(&plain, cells)), fit(&other, cells));
        prop_assert_eq!(accented(&fit_right(&plain, cells)), fit_right(&other, cells));
        let wrapped: Vec<String> = wrap(&plain, cells, lines).iter().map(|line| accented(line)).collect();
        prop_assert_eq!(wrapped, wrap(&other, cells, lines));
    }
}

/// The short way for plain text must say what the long way says, for every character that is let through.
#[test]
fn plain_text_is_its_own_cells_and_clusters() {
    let plain: String = ('\0'..='\u{2fff}').filter(|c| is_plain(&c.to_string())).collect();
    assert_eq!(filtered(&plain), plain);
    assert!(plain.graphemes(true).all(|cluster| cells(cluster) == 1));
    assert_eq!(plain.graphemes(true).count(), plain.chars().count());
    let backwards: String = plain.chars().rev().collect();
    assert_eq!(backwards.graphemes(true).count(), plain.chars().count());
}
