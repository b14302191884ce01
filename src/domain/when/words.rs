//! The words of times, English and Finnish, in folded form (`päästä` is `paasta`).

use chrono::Weekday;

/// Words that say nothing about the time.
pub(super) fn is_filler(word: &str) -> bool {
    matches!(
        word,
        "at" | "on" | "klo" | "kello" | "kl" | "kl." | "klo." | "the" | "of" | "o'clock"
    )
}

/// A day or a span of days relative to today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Base {
    /// So many days from today.
    Day(i64),
    /// The week after this one.
    NextWeek,
    /// The month after this one.
    NextMonth,
    /// The year after this one.
    NextYear,
}

/// The base that the words begin with, and how many of them it takes.
pub(super) fn base(words: &[&str]) -> Option<(Base, usize)> {
    let (base, taken) = match words {
        ["day", "after", "tomorrow", ..] => (Base::Day(2), 3),
        ["day", "before", "yesterday", ..] => (Base::Day(-2), 3),
        ["today" | "tanaan", ..] => (Base::Day(0), 1),
        ["tomorrow" | "tmr" | "tmrw" | "huomenna", ..] => (Base::Day(1), 1),
        ["ylihuomenna", ..] => (Base::Day(2), 1),
        ["yesterday" | "eilen", ..] => (Base::Day(-1), 1),
        ["next" | "ensi", "week" | "viikolla" | "viikko", ..] => (Base::NextWeek, 2),
        [
            "next" | "ensi",
            "month" | "kuussa" | "kuukausi" | "kuukautena",
            ..,
        ] => (Base::NextMonth, 2),
        ["next" | "ensi", "year" | "vuonna" | "vuosi", ..] => (Base::NextYear, 2),
        _ => return None,
    };
    Some((base, taken))
}

/// A day of the week: `mon`, `monday`, `ma`, `maanantai`, `maanantaina`.
pub(super) fn weekday(word: &str) -> Option<Weekday> {
    Some(match word.trim_end_matches('.') {
        "mon" | "monday" | "ma" | "maanantai" | "maanantaina" => Weekday::Mon,
        "tue" | "tues" | "tuesday" | "ti" | "tiistai" | "tiistaina" => Weekday::Tue,
        "wed" | "wednesday" | "ke" | "keskiviikko" | "keskiviikkona" => Weekday::Wed,
        "thu" | "thur" | "thurs" | "thursday" | "to" | "torstai" | "torstaina" => Weekday::Thu,
        "fri" | "friday" | "pe" | "perjantai" | "perjantaina" => Weekday::Fri,
        "sat" | "saturday" | "la" | "lauantai" | "lauantaina" => Weekday::Sat,
        "sun" | "sunday" | "su" | "sunnuntai" | "sunnuntaina" => Weekday::Sun,
        _ => return None,
    })
}

const ENGLISH: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

const FINNISH: [&str; 12] = [
    "tammi", "helmi", "maalis", "huhti", "touko", "kesa", "heina", "elo", "syys", "loka", "marras", "joulu",
];

/// A month, 1-12: `jan`, `january`, `sept`, `tammi`, `tammikuu`, `tammikuuta`, `tammikuussa`.
pub(super) fn month(word: &str) -> Option<u32> {
    let word = word.trim_end_matches('.');
    let english =
        |name: &&str| word == *name || (name.starts_with(word) && (word.len() == 3 || word == "sept"));
    let finnish = |name: &&str| {
        word.strip_prefix(*name)
            .is_some_and(|ending| ending.is_empty() || ending.starts_with("kuu"))
    };
    let at = ENGLISH
        .iter()
        .position(english)
        .or_else(|| FINNISH.iter().position(finnish))?;
    Some(at as u32 + 1)
}

/// A quarter of a year, 1-4: `q1`.
pub(super) fn quarter(word: &str) -> Option<u32> {
    let digit = word.strip_prefix('q')?;
    let quarter = digit.parse().ok().filter(|q| (1..=4).contains(q))?;
    (digit.len() == 1).then_some(quarter)
}

/// A unit of time spans.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    /// 60 seconds.
    Minute,
    /// 60 minutes.
    Hour,
    /// A day of the calendar.
    Day,
    /// Seven of them.
    Week,
    /// A month of the calendar.
    Month,
    /// A year of the calendar.
    Year,
}

/// The unit of a word: `h`, `hours`, `tunnin`, `vk`.
pub(super) fn unit(word: &str) -> Option<Unit> {
    Some(match word.trim_end_matches('.') {
        "m" | "min" | "mins" | "minute" | "minutes" | "minuutti" | "minuuttia" | "minuutin" => Unit::Minute,
        "h" | "hr" | "hrs" | "hour" | "hours" | "t" | "tunti" | "tuntia" | "tunnin" => Unit::Hour,
        "d" | "day" | "days" | "pv" | "paiva" | "paivaa" | "paivan" => Unit::Day,
        "w" | "wk" | "wks" | "week" | "weeks" | "vk" | "viikko" | "viikkoa" | "viikon" => Unit::Week,
        "mo" | "month" | "months" | "kk" | "kuukausi" | "kuukautta" | "kuukauden" => Unit::Month,
        "y" | "yr" | "year" | "years" | "v" | "vuosi" | "vuotta" | "vuoden" => Unit::Year,
        _ => return None,
    })
}

/// A part of a unit, or one and a half, as people say it: the count in a smaller unit, and the words it takes.
pub(super) fn fraction(words: &[&str]) -> Option<(i64, Unit, usize)> {
    Some(match words {
        ["half", "a" | "an", "hour", ..] | ["a", "half", "hour", ..] => (30, Unit::Minute, 3),
        ["half", "hour", ..] | ["puolen", "tunnin", ..] | ["puoli", "tuntia", ..] => (30, Unit::Minute, 2),
        ["a", "quarter", "an", "hour", ..] => (15, Unit::Minute, 4),
        ["quarter", "an", "hour", ..] => (15, Unit::Minute, 3),
        ["vartin" | "vartti", ..] => (15, Unit::Minute, 1),
        ["an" | "one", "hour", "and", "a", "half", ..] => (90, Unit::Minute, 5),
        ["puolentoista", "tunnin", ..] | ["puolitoista", "tuntia", ..] => (90, Unit::Minute, 2),
        ["half", "a", "year", ..] => (6, Unit::Month, 3),
        ["puolen", "vuoden", ..] | ["puoli", "vuotta", ..] => (6, Unit::Month, 2),
        _ => return None,
    })
}

/// A small number as a word.
pub(super) fn number(word: &str) -> Option<i64> {
    Some(match word {
        "a" | "an" | "one" | "yksi" | "yhden" => 1,
        "two" | "kaksi" | "kahden" | "pari" | "parin" => 2,
        "three" | "kolme" | "kolmen" => 3,
        "four" | "nelja" | "neljan" => 4,
        "five" | "viisi" | "viiden" => 5,
        "six" | "kuusi" | "kuuden" => 6,
        _ => return None,
    })
}
