//! Values as systems and people write them, made into the one form that Kapula keeps.

mod number;
mod reach;

pub(super) use number::{Said, number, size};
pub(super) use reach::{Several, emails, phones};

/// Whether a value says that nothing is known, as systems write it.
pub(super) fn is_empty(value: &str) -> bool {
    let words = [
        "null",
        "n/a",
        "#n/a",
        "none",
        "(blank)",
        "(empty)",
        "undefined",
        "\\n",
        "-",
        "--",
        "–",
        "—",
        ".",
    ];
    let value = value.trim();
    // `Na` and `Nan` are names of people; only the spelling that no person has means nothing.
    value.is_empty() || value == "NaN" || words.iter().any(|word| value.eq_ignore_ascii_case(word))
}

/// Whether a value of a do-not-call column means yes, in English and Finnish.
pub(super) fn is_yes(text: &str) -> bool {
    let yes = [
        "yes",
        "y",
        "true",
        "t",
        "1",
        "1.0",
        "x",
        "on",
        "kyllä",
        "kylla",
        "k",
        "tosi",
        "✓",
        "✔",
        "do not call",
    ];
    yes.contains(&text.trim().to_lowercase().as_str())
}
