use proptest::prelude::*;

use super::clean::{is_invisible, is_joiner};
use super::*;

/// Text in which everything nasty is frequent.
fn nasty() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        4 => any::<char>().prop_map(String::from),
        2 => "[a-zåäö ]{1,5}",
        2 => prop::sample::select(vec![
            "\u{1b}", "\u{1b}[31m", "\u{1b}]0;x\u{7}", "\u{9b}", "\u{9d}", "\u{9c}", "\u{1b}\\", "[", "]", "\u{200d}",
            "\u{200c}", "\u{301}", "\u{308}", "\u{fe0f}", "\u{202e}", "\u{200b}", "👩", "💻", "ਅ", "\u{94d}", "क", "م",
            "\u{64e}", "ᄀ", "\u{1161}", "\u{11a8}", "\u{1160}", "\n", "\r\n", "\t", "\u{2028}", "  ", "1", "\u{20e3}",
            "\u{e0041}", "\u{e0100}", "葛", "\u{9c7}", "\u{9be}", "e", "A",
        ]).prop_map(str::to_owned),
    ];
    prop::collection::vec(part, 0..40).prop_map(|parts| parts.concat())
}

fn is_harmless(c: char) -> bool {
    let kept = is_joiner(c) || matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}');
    !c.is_control() && (kept || !is_invisible(c)) && (c == ' ' || !c.is_whitespace())
}

proptest! {
    #[test]
    fn cleaning_twice_is_cleaning_once(text in nasty()) {
        let once = clean(&text);
        prop_assert_eq!(clean(&once), once);
        let lines = clean_lines(&text);
        prop_assert_eq!(clean_lines(&lines), lines);
    }

    #[test]
    fn nothing_harmful_is_left(text in nasty()) {
        prop_assert!(clean(&text).chars().all(is_harmless));
        prop_assert!(clean_lines(&text).chars().all(|c| c == '\n' || is_harmless(c)));
    }

    #[test]
    fn a_line_has_no_spare_spaces(text in nasty()) {
        let line = clean(&text);
        prop_assert_eq!(line.trim(), line.as_str());
        prop_assert!(!line.contains("  "));
    }

    #[test]
    fn what_was_cleaned_or_is_harmless_already_comes_through_unchanged(text in nasty()) {
        prop_assert!(harmless(&text).chars().all(|c| c == '\n' || !is_hidden(c)));
        let line = clean(&text);
        prop_assert_eq!(harmless(&line), line.as_str());
    }

    #[test]
    fn a_sentence_is_whole_whatever_is_put_into_it(text in nasty()) {
        let piece = inline(&text);
        prop_assert!(!piece.contains('\n'));
        let sentence = format!("Written to {piece}. Edit it.");
        prop_assert_eq!(harmless(&sentence), sentence.as_str());
    }

    #[test]
    fn folding_twice_is_folding_once(text in nasty()) {
        let once = fold(&clean(&text));
        prop_assert_eq!(fold(&once), once);
    }
}

#[test]
fn every_character_folds_to_something_that_stays() {
    for c in '\u{80}'..='\u{1ffff}' {
        let once = fold(&c.to_string());
        assert_eq!(fold(&once), once, "U+{:04X}", c as u32);
        let line = clean(&c.to_string());
        assert_eq!(clean(&line), line, "U+{:04X}", c as u32);
    }
}

#[test]
fn ordinary_text_of_many_languages_is_left_alone() {
    for text in [
        "Mäkelä Öhman Å",
        "Łódź, Kraków",
        "O'Brien & Söhne GmbH",
        "株式会社 東京",
        "葛\u{e0100}城市",
        "한국어",
        "हिन्दी",
        "क्\u{200d}ष",
        "മോഹന്\u{200d}",
        "می\u{200c}خواهم",
        "👩‍💻",
        "👩🏽‍💻 🇫🇮",
        "👁️‍🗨️",
        "1️⃣",
        "❤️",
        "ไม่ได้",
        "Nguyễn Thị",
        "שלום",
        "עִבְרִית",
        "a-b_c",
    ] {
        assert_eq!(clean(text), text);
        assert_eq!(clean_lines(text), text);
    }
}

#[test]
fn control_sequences_go_as_a_whole() {
    for (text, line) in [
        ("\u{1b}[31mred\u{1b}[0m", "red"),
        ("a\u{1b}]52;c;aGk=\u{7}b", "ab"),
        ("a\u{1b}]8;;http://x\u{1b}\\link", "alink"),
        ("a\u{9b}2Jb", "ab"),
        ("a\u{1b}Pq#0\u{9c}b", "ab"),
        ("a\u{1b}(Bb", "ab"),
        ("a\u{1b}cb", "ab"),
        ("a\u{1b}]0;never ended", "a0;never ended"),
        ("one\r\ntwo\tthree\u{2028}four", "one two three four"),
        ("\u{202e}evil\u{2069}", "evil"),
        ("bell\u{7}\u{0}\u{8}", "bell"),
    ] {
        assert_eq!(clean(text), line, "{text:?}");
    }
}

#[test]
fn what_is_harmless_keeps_how_it_was_laid_out() {
    for (text, shown) in [
        ("  #  Name\n  1  Aino\n\n", "  #  Name\n  1  Aino\n\n"),
        (
            "no\u{1b}[31m\u{1b}]0;pwn\u{7}a\u{9b}2J.csv:  ä\tb\r\n",
            "noa.csv:  ä b\n",
        ),
        ("bell\u{7}\u{8}\u{202e}x\u{7f}", "bellx"),
    ] {
        assert_eq!(harmless(text), shown, "{text:?}");
    }
    assert_eq!(
        harmless(&format!("x{}", "\u{336}".repeat(5_000))).chars().count(),
        5
    );
}

#[test]
fn what_is_put_into_a_sentence_is_one_piece_of_one_line_of_it() {
    for (said, piece) in [
        ("a\nb\r\n", "a b "),
        ("a  b.csv", "a  b.csv"),
        ("x\u{1b}[", "x"),
        ("x\u{9b}12", "x"),
        ("x\u{1b}", "x"),
        ("\u{85}x\u{2028}", "x"),
    ] {
        assert_eq!(inline(said), piece, "{said:?}");
    }
}

#[test]
fn floods_are_dammed() {
    assert_eq!(clean(&format!("a{}b", "\u{200b}".repeat(5_000))), "ab");
    assert_eq!(clean(&format!("x{}", "\u{336}".repeat(5_000))).chars().count(), 5);
    assert_eq!(clean(&format!("👩{}💻", "\u{200d}".repeat(9))), "👩‍💻");
    assert_eq!(clean(&"å".repeat(9_000)).chars().count(), LINE_CHARS);
    assert_eq!(clean_lines(&"å\n".repeat(9_000)).chars().count(), NOTE_CHARS - 1);
    assert_eq!(clean("a\u{200d}b"), "ab");
}

#[test]
fn notes_keep_their_lines() {
    assert_eq!(
        clean_lines("\r\n one \r\n\r\n\r\n\r\ntwo\u{1b}[1m\nthree\n\n"),
        "one\n\ntwo\nthree"
    );
}

#[test]
fn accents_and_case_do_not_hide_a_name() {
    for (text, folded) in [
        ("Mäkelä", "makela"),
        ("  ØRSTED\tŁódź ", "orsted lodz"),
        ("Đorđe Straße", "dorde strasse"),
        ("Æsir Œuvre Þór", "aesir oeuvre thor"),
        ("ISTANBUL İstanbul ırmak", "istanbul istanbul irmak"),
        ("Ｆｕｌｌ ﬁt", "full fit"),
        ("ΟΔΥΣΣΕΥΣ Ὀδυσσεύς", "οδυσσευς οδυσσευς"),
    ] {
        assert_eq!(fold(text), fold(folded), "{text}");
    }
    assert_eq!(fold("Mäkelä"), "makela");
}

#[test]
fn money_groups_thousands() {
    for (value, shown) in [
        (12_600.4, "12 600 €"),
        (0.0, "0 €"),
        (999.0, "999 €"),
        (1e6, "1 000 000 €"),
        (-1234.0, "-1 234 €"),
        (f64::NAN, "? €"),
    ] {
        assert_eq!(money(value, "€"), shown);
    }
    assert_eq!(money(f64::INFINITY, ""), "1 000 000 000 000 000");
}
