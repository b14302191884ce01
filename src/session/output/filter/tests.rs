use proptest::prelude::*;

use super::*;

/// Characters that people use against lists: escapes, overrides, invisible ones, marks without end.
fn hostile_text() -> impl Strategy<Value = String> {
    prop::collection::vec(
        prop_oneof![
            any::<char>(),
            prop::sample::select(
                "\u{1b}\u{9b}\u{7f}\n\r\u{8}\u{202e}\u{2066}\u{200f}\u{200b}\u{200d}\u{200c}\u{fe0f}\u{feff}\u{2028}\u{ad}\
                 \u{e0041}\u{3164}\u{301}\u{489}\u{ff9e}a가漢👩é🇫🇮"
                    .chars()
                    .collect::<Vec<_>>()
            ),
        ],
        0..12,
    )
    .prop_map(|chars| chars.into_iter().collect())
}

proptest! {
    #[test]
    fn nothing_hostile_passes_and_the_width_is_the_cells(symbol in hostile_text(), width in 1_u16..4) {
        let tame = tame(&symbol, width);
        prop_assert!(!tame.contains(is_hostile));
        prop_assert_eq!(tame.width(), usize::from(width));
        prop_assert!(tame.chars().filter(|c| is_mark(*c)).count() <= MARKS_LIMIT);
    }

    #[test]
    fn what_was_tamed_stays_as_it_is(symbol in hostile_text(), width in 1_u16..4) {
        let once = tame(&symbol, width).into_owned();
        prop_assert_eq!(&tame(&once, width), &once);
    }
}

#[test]
fn ordinary_text_of_the_world_passes_unchanged() {
    for (symbol, width) in [
        ("a", 1),
        ("ä", 1),
        ("a\u{308}", 1),
        ("漢", 2),
        ("가", 2),
        ("─", 1),
        ("▸", 1),
        ("€", 1),
        ("☎", 1),
        ("👍", 2),
        ("👍🏽", 2),
        ("👩‍🔬", 2),
        ("🇫🇮", 2),
        ("❤️", 2),
        ("ｶﾞ", 2),
        ("ที่", 1),
    ] {
        assert_eq!(tame(symbol, width), symbol);
    }
}

#[test]
fn a_cell_that_is_not_what_it_claims_to_be_is_replaced() {
    for symbol in [
        "",
        "\u{200b}",
        "\n",
        "\u{1b}[2J",
        "\u{202e}",
        "漢",
        "\u{301}",
        "ab",
    ] {
        assert_eq!(tame(symbol, 1), "\u{fffd}");
    }
    assert_eq!(tame("\u{1b}", 2), "\u{fffd} ");
}

#[test]
fn a_cell_with_something_hostile_in_it_keeps_the_rest() {
    assert_eq!(tame("\u{1b}[2J", 4), "[2J ");
    assert_eq!(tame("a\u{202e}", 1), "a");
    assert_eq!(
        tame(&format!("a{}", "\u{301}".repeat(50)), 1),
        "a\u{301}\u{301}\u{301}\u{301}"
    );
    // The cell buffer counts this as three columns, terminals as two.
    assert_eq!(tame("ｶﾞ", 3), "ｶﾞ ");
}
