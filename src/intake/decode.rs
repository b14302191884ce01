//! Bytes to text: byte order marks, UTF-16 without one, UTF-8, and what spreadsheets write when nobody asked.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// Bytes looked at for the pattern of zero bytes that UTF-16 and UTF-32 leave in mostly Latin text.
const PATTERN: usize = 4096;

/// Decodes the whole of a file; gives the text and the name of the encoding, for people.
pub(super) fn decode(bytes: Vec<u8>) -> (String, &'static str) {
    if let Some(text) = utf32(&bytes) {
        return (text, "UTF-32");
    }
    if let Some((encoding, mark)) =
        Encoding::for_bom(&bytes).filter(|(encoding, _)| is_true_mark(encoding, &bytes))
    {
        let (text, _) = encoding.decode_without_bom_handling(bytes.get(mark..).unwrap_or_default());
        return (text.into_owned(), encoding.name());
    }
    if let Some(encoding) = utf16_pattern(&bytes) {
        let (text, _) = encoding.decode_without_bom_handling(&bytes);
        return (text.into_owned(), encoding.name());
    }
    match String::from_utf8(bytes) {
        Ok(text) => (text, UTF_8.name()),
        Err(error) => eight_bit(match error.as_bytes() {
            [0xFF, 0xFE, rest @ ..] | [0xFE, 0xFF, rest @ ..] => rest,
            all => all,
        }),
    }
}

/// A UTF-16 mark before text without a single zero byte was put there by mistake: even Chinese tables have separators.
fn is_true_mark(encoding: &'static Encoding, bytes: &[u8]) -> bool {
    encoding == UTF_8 || bytes.len() < 4 || bytes.iter().take(PATTERN).any(|byte| *byte == 0)
}

/// Text that is not UTF-8. A single broken byte in a long UTF-8 file must not turn every `ä` of it into two letters, so
/// UTF-8 with few faults stays UTF-8.
fn eight_bit(bytes: &[u8]) -> (String, &'static str) {
    let (mut faults, mut sound) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        faults += usize::from(!chunk.invalid().is_empty());
        sound += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
    }
    if sound > 10 * faults {
        return (
            String::from_utf8_lossy(bytes).into_owned(),
            "UTF-8, damaged in places",
        );
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guess = detector.guess(None, Utf8Detection::Deny);
    // On a handful of letters the guess is a lottery between regions: then what Excel writes in Western and Northern
    // Europe is likelier than anything.
    let lottery = faults < 8 && !guess.is_single_byte();
    let encoding = if lottery || (is_of_another_script(guess) && is_among_latin(bytes)) {
        WINDOWS_1252
    } else {
        guess
    };
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    (
        text.into_owned(),
        if encoding == WINDOWS_1252 {
            "Windows-1252"
        } else {
            encoding.name()
        },
    )
}

/// Whether an encoding writes another script than the Latin one with its upper half.
fn is_of_another_script(encoding: &'static Encoding) -> bool {
    let (upper, _) = encoding.decode_without_bom_handling(&[0xE0, 0xE4, 0xE9, 0xF1, 0xF4]);
    encoding.is_single_byte() && upper.chars().all(|letter| letter > '\u{24F}')
}

/// Whether most letters of the upper half stand beside Latin ones, as `ä` does in `Mäki`: words of another script are whole.
fn is_among_latin(bytes: &[u8]) -> bool {
    let (mut beside, mut all) = (0_usize, 0_usize);
    for word in bytes.chunk_by(|a, b| {
        (a.is_ascii_alphabetic() || !a.is_ascii()) && (b.is_ascii_alphabetic() || !b.is_ascii())
    }) {
        if word.iter().any(|byte| !byte.is_ascii()) {
            all += 1;
            beside += usize::from(word.iter().any(u8::is_ascii_alphabetic));
        }
    }
    beside * 2 >= all
}

/// UTF-16 without a mark: zero bytes on one side of the pairs only, and many of them.
fn utf16_pattern(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..PATTERN.min(bytes.len()) & !1)?;
    let zeros = |side: usize| head.iter().skip(side).step_by(2).filter(|b| **b == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let pairs = head.len() / 2;
    if pairs == 0 || bytes.len() % 2 == 1 {
        None
    } else if odd * 10 >= pairs * 4 && even * 20 <= odd {
        Some(UTF_16LE)
    } else if even * 10 >= pairs * 4 && odd * 20 <= even {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// UTF-32 with a mark, or with three zero bytes in nearly every four. Rare, but otherwise taken for UTF-16 and unreadable.
fn utf32(bytes: &[u8]) -> Option<String> {
    let (units, rest) = bytes.as_chunks::<4>();
    if units.is_empty() || !rest.is_empty() {
        return None;
    }
    let head = units.get(..units.len().min(PATTERN / 4)).unwrap_or(units);
    let share =
        |reading: fn([u8; 4]) -> u32| head.iter().filter(|u| (1..0x250).contains(&reading(**u))).count();
    let reading: fn([u8; 4]) -> u32 = match units.first() {
        Some([0xFF, 0xFE, 0, 0]) => u32::from_le_bytes,
        Some([0, 0, 0xFE, 0xFF]) => u32::from_be_bytes,
        _ if share(u32::from_le_bytes) * 10 >= head.len() * 9 => u32::from_le_bytes,
        _ if share(u32::from_be_bytes) * 10 >= head.len() * 9 => u32::from_be_bytes,
        _ => return None,
    };
    let text = units
        .iter()
        .map(|unit| char::from_u32(reading(*unit)).unwrap_or(char::REPLACEMENT_CHARACTER));
    Some(text.filter(|c| *c != '\u{FEFF}').collect())
}
