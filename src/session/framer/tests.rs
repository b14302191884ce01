#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use proptest::prelude::*;

use super::*;
use crate::session::keys;
use crate::tui::input::{Input, Key};

const Q: Input = Input::Key(Key::char('q'));

/// The pieces of bytes that come in these reads, without a pause.
fn pieces(reads: &[&[u8]]) -> Vec<Piece> {
    let mut framer = Framer::default();
    let mut pieces = Vec::new();
    for read in reads {
        framer.push(read, &mut pieces);
    }
    pieces
}

/// The pieces of bytes that come with a pause after each read.
fn with_pauses(reads: &[&[u8]]) -> Vec<Piece> {
    let mut framer = Framer::default();
    let mut pieces = Vec::new();
    for read in reads {
        framer.push(read, &mut pieces);
        framer.flush(&mut pieces);
    }
    pieces
}

fn sequences(list: &[&[u8]]) -> Vec<Piece> {
    list.iter().map(|bytes| Piece::Sequence(bytes.to_vec())).collect()
}

fn inputs(pieces: &[Piece]) -> Vec<Input> {
    pieces.iter().filter_map(keys::read).collect()
}

/// Answers that terminals give, asked or not.
fn answer() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        Just(b"\x1b[?2026;2$y".to_vec()),
        Just(b"\x1b[?62;22;52c".to_vec()),
        Just(b"\x1b[>1;4000;0c".to_vec()),
        Just(b"\x1b[=1;2c".to_vec()),
        Just(b"\x1b[12;40R".to_vec()),
        Just(b"\x1b[?1u".to_vec()),
        Just(b"\x1b[?997;1n".to_vec()),
        Just(b"\x1b[8;24;80t".to_vec()),
        Just(b"\x1b[4;600;800t".to_vec()),
        Just(b"\x1b[0n".to_vec()),
        Just(b"\x1b[>0 q".to_vec()),
        Just(b"\x1b]11;rgb:1e1e/1e1e/2e2e\x07".to_vec()),
        Just(b"\x1b]10;rgb:cdcd/d6d6/f4f4\x1b\\".to_vec()),
        Just(b"\x1b]52;c;cXVpdA==\x1b\\".to_vec()),
        Just(b"\x1bP>|XTerm(397)\x1b\\".to_vec()),
        Just(b"\x1bP1+r5463=787465726d\x1b\\".to_vec()),
        Just(b"\x1b_Gi=31;OK\x1b\\".to_vec()),
        Just(b"\x1b^privacy\x1b\\".to_vec()),
        Just(b"\x1bXstart\x1b\\".to_vec()),
        "[0-9;:?<=>]{0,300}".prop_map(|p| format!("\x1b[?{p}$y").into_bytes()),
        "[ -~]{0,6000}".prop_map(|p| format!("\x1b]4;{p}\x1b\\").into_bytes()),
    ]
}

proptest! {
    #[test]
    fn any_bytes_in_any_cuts_give_the_same_pieces(
        bytes in prop::collection::vec(prop_oneof![
            any::<u8>(),
            prop::sample::select(b"\x1b\x1b\x1b[[]]OPM<?;0129~mMq\x07\\\xc3\xa4".to_vec()),
        ], 0..400),
        cuts in prop::collection::vec(1_usize..9, 1..60),
    ) {
        let mut reads: Vec<&[u8]> = Vec::new();
        let mut rest = &bytes[..];
        for cut in cuts.iter().cycle() {
            if rest.is_empty() { break; }
            let (read, after) = rest.split_at((*cut).min(rest.len()));
            reads.push(read);
            rest = after;
        }
        prop_assert_eq!(pieces(&reads), pieces(&[&bytes]));
    }

    #[test]
    fn after_any_bytes_and_a_pause_a_q_is_a_q(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        let pieces = with_pauses(&[&bytes, b"q"]);
        prop_assert_eq!(inputs(&pieces).pop(), Some(Q));
    }

    #[test]
    fn after_whole_answers_a_q_in_the_same_read_is_a_q_and_nothing_else(
        answers in prop::collection::vec(answer(), 0..8),
    ) {
        let mut bytes = answers.concat();
        bytes.push(b'q');
        prop_assert_eq!(inputs(&pieces(&[&bytes])), vec![Q]);
    }

    #[test]
    fn an_answer_cut_off_anywhere_does_not_swallow_a_q_after_a_pause(answer in answer(), cut in any::<prop::sample::Index>()) {
        let start = &answer[..cut.index(answer.len())];
        prop_assert_eq!(inputs(&with_pauses(&[start, b"q"])).pop(), Some(Q));
    }

    #[test]
    fn an_answer_cut_off_anywhere_does_not_swallow_ctrl_c_or_enter_or_an_arrow(
        answer in answer(), cut in any::<prop::sample::Index>(),
        key in prop::sample::select(vec![&b"\x03"[..], b"\r", b"\x1b[A", b"\x7f"]),
    ) {
        // Within a string DEL is text, and after ESC a key is that key with Alt.
        let start = &answer[..cut.index(answer.len())];
        let in_string = start.get(1).is_some_and(|b| b"]P_^X".contains(b));
        prop_assume!(start.last() != Some(&ESC) && !(in_string && key == b"\x7f"));
        let alone = inputs(&pieces(&[key]));
        let after = inputs(&pieces(&[start, key]));
        prop_assert_eq!(after.last(), alone.last());
    }

    #[test]
    fn typed_text_comes_out_as_typed(text in "[^\\p{C}\\p{M}\\p{Z}\u{115f}\u{1160}\u{3164}\u{ffa0}]{0,60}") {
        let typed: Vec<Input> = text.chars().map(|c| Input::Key(Key::char(c))).collect();
        prop_assert_eq!(inputs(&pieces(&[text.as_bytes()])), typed);
    }

    #[test]
    fn a_paste_is_one_piece_with_all_its_bytes(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        prop_assume!(!bytes.windows(6).any(|w| w == PASTE_END));
        let sent = [PASTE_START, &bytes, PASTE_END, b"q"].concat();
        let whole = Piece::Paste { bytes, extent: Extent::Whole };
        prop_assert_eq!(pieces(&[&sent]), vec![whole, Piece::Sequence(b"q".to_vec())]);
    }
}

#[test]
fn nothing_is_held_beyond_its_limit() {
    for start in [
        &b"\x1b["[..],
        b"\x1b]",
        b"\x1bP",
        b"\x1b[200~",
        b"\x1b[M",
        b"\xf0",
        b"",
    ] {
        for filler in [b'1', b' ', b';', 0xff, ESC, b'x', b'\n'] {
            let mut framer = Framer::default();
            let mut pieces = Vec::new();
            framer.push(start, &mut pieces);
            for _ in 0..PASTE_LIMIT / 1000 + 2 {
                framer.push(&[filler; 1000], &mut pieces);
                pieces.clear();
                let pasting = matches!(framer.state, State::Paste(_));
                let limit = if pasting { PASTE_LIMIT } else { SEQUENCE_LIMIT };
                assert!(framer.held.len() <= limit);
            }
        }
    }
}

#[test]
fn sequences_are_cut_where_they_end() {
    let sent = b"a\xc3\xa4\x1bx\x1b\xc3\xa4\x1b[A\x1bOP\x1b[<0;10;5M\x1b[M !!\x1b[[A\x1b[1;5Cz";
    let expected: [&[u8]; 10] = [
        b"a",
        "ä".as_bytes(),
        b"\x1bx",
        b"\x1b\xc3\xa4",
        b"\x1b[A",
        b"\x1bOP",
        b"\x1b[<0;10;5M",
        b"\x1b[M !!",
        b"\x1b[[A",
        b"\x1b[1;5C",
    ];
    let mut expected = sequences(&expected);
    expected.extend(sequences(&[b"z"]));
    assert_eq!(pieces(&[sent]), expected);
}

#[test]
fn a_lone_esc_is_a_key_only_after_a_pause() {
    assert_eq!(pieces(&[b"\x1b"]), []);
    assert_eq!(with_pauses(&[b"\x1b"]), sequences(&[b"\x1b"]));
    assert_eq!(pieces(&[b"\x1b\x1b[A"]), sequences(&[b"\x1b", b"\x1b[A"]));
}

#[test]
fn the_start_of_a_sequence_alone_is_a_key_with_alt() {
    for start in [&b"\x1b["[..], b"\x1bO", b"\x1b]", b"\x1bP", b"\x1bX"] {
        assert_eq!(with_pauses(&[start]), sequences(&[start]));
    }
}

#[test]
fn a_q_right_behind_half_an_answer_ends_that_answer() {
    assert_eq!(inputs(&pieces(&[b"\x1b[?2026;2q"])), []);
    assert_eq!(inputs(&pieces(&[b"\x1b[?2026;2qq"])), [Q]);
}

#[test]
fn an_overlong_sequence_is_dropped_up_to_its_end() {
    let long = [b"\x1b[".as_slice(), &[b'1'; 5000], b"Rq"].concat();
    assert_eq!(pieces(&[&long]), sequences(&[b"q"]));
}

#[test]
fn a_paste_beyond_the_limit_is_cut_and_says_so() {
    let sent = [PASTE_START, &vec![b'x'; PASTE_LIMIT + 10], PASTE_END, b"q"].concat();
    let cut = Piece::Paste {
        bytes: vec![b'x'; PASTE_LIMIT],
        extent: Extent::Cut,
    };
    assert_eq!(pieces(&[&sent]), [cut, Piece::Sequence(b"q".to_vec())]);
}

#[test]
fn a_paste_without_an_end_is_cut_after_a_longer_pause() {
    let mut framer = Framer::default();
    let mut pieces = Vec::new();
    framer.push(b"\x1b[200~abc", &mut pieces);
    assert!(framer.patience().unwrap() >= Duration::from_millis(500));
    framer.flush(&mut pieces);
    let cut = Piece::Paste {
        bytes: b"abc".to_vec(),
        extent: Extent::Cut,
    };
    assert_eq!(pieces, [cut]);
    assert_eq!(framer.patience(), None);
}

#[test]
fn broken_characters_are_dropped_and_the_next_one_is_whole() {
    let sent = b"\xe4\xb8q\xff\x80\xc0\xafw\xed\xa0\x80e\xf0\x9f\x98\x80";
    assert_eq!(pieces(&[sent]), sequences(&[b"q", b"w", b"e", "😀".as_bytes()]));
}
