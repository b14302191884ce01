//! What is printed: figures, ratios, and whether a target was met. A missed target is said, never a failure: on a busy
//! machine it may be nobody's fault.

use std::time::Duration;

use crate::measure::Sample;

/// A heading.
pub fn heading(words: &str) {
    say(&format!("\n{words}"));
}

/// A measured time.
pub fn time(what: &str, sample: &Sample) {
    say(&format!(
        "  {what:<58} {:>10}   ({} to {}, {} runs)",
        shown(sample.median()),
        shown(sample.min()),
        shown(sample.max()),
        sample.len()
    ));
}

/// Any other figure.
pub fn figure(what: &str, value: &str) {
    say(&format!("  {what:<58} {value:>10}"));
}

/// How many times one time is another.
pub fn ratio(what: &str, this: Duration, that: Duration) -> f64 {
    let ratio = this.as_secs_f64() / that.as_secs_f64().max(1e-9);
    say(&format!("  = {what:<56} {ratio:>9.2}x"));
    ratio
}

/// A target that is a bound from above.
pub fn at_most(what: &str, value: f64, bound: f64, unit: &str) {
    let verdict = if value <= bound { "met" } else { "MISSED" };
    say(&format!(
        "  > {what}: {value:.2}{unit}, wanted at most {bound}{unit}: {verdict}"
    ));
}

/// A target for a time in milliseconds.
pub fn at_most_ms(what: &str, value: Duration, bound: f64) {
    at_most(what, value.as_secs_f64() * 1e3, bound, " ms");
}

/// A line.
pub fn say(line: &str) {
    #[expect(clippy::print_stdout, reason = "a benchmark prints what it finds")]
    {
        println!("{line}");
    }
}

/// A time in the unit that suits it.
pub fn shown(time: Duration) -> String {
    let s = time.as_secs_f64();
    if s >= 1.0 {
        format!("{s:.2} s")
    } else if s >= 1e-3 {
        format!("{:.2} ms", s * 1e3)
    } else {
        format!("{:.1} us", s * 1e6)
    }
}
