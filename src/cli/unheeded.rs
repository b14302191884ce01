//! Flags that every command takes and not every command heeds: one that would count for nothing is refused, so that nobody
//! believes that it counted. What the environment says (`KAPULA_DB`, `KAPULA_USER`) is said once for all commands and is
//! never refused.

use clap::ArgMatches;
use clap::parser::ValueSource;

use super::args::What;

/// The global flags that not every command heeds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flag {
    At,
    Json,
    As,
    Db,
}

impl Flag {
    const ALL: [Self; 4] = [Self::At, Self::Json, Self::As, Self::Db];

    /// As it is typed, and by which name it is parsed.
    const fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::At => ("--at", "at"),
            Self::Json => ("--json", "json"),
            Self::As => ("--as", "user"),
            Self::Db => ("--db", "db"),
        }
    }
}

/// Those that stand on the command line itself.
pub fn given(matches: &ArgMatches) -> Vec<Flag> {
    let typed = |flag: &Flag| matches.value_source(flag.names().1) == Some(ValueSource::CommandLine);
    Flag::ALL.into_iter().filter(typed).collect()
}

/// Why the command cannot be meant so, if a given flag would count for nothing.
pub fn unheeded(what: &What, given: &[Flag]) -> Option<String> {
    given.iter().find_map(|flag| {
        let (typed, _) = flag.names();
        let remedy = match flag {
            Flag::At => at(what),
            Flag::Json => json(what),
            Flag::As => user(what),
            Flag::Db => db(what),
        }?;
        Some(format!("{typed}: {remedy}"))
    })
}

const fn at(what: &What) -> Option<&'static str> {
    match what {
        What::Cockpit | What::Demo(_) => Some(
            "the cockpit shows the present; look at the past with kapula list --at TIME or kapula show CONTACT --at TIME",
        ),
        What::Import(_) => Some(
            "an import takes the times from the file: give activities a column with the time of each, and contacts one with \
             the time of their creation (created_at); leave --at out",
        ),
        What::Erase(_) => Some("erasing happens now; leave --at out"),
        What::Verify => Some("what is verified is the database as it is; leave --at out"),
        What::Simulate(_) => Some("the months of a simulation are no months of the calendar; leave --at out"),
        What::Score(args) if args.rebuilds() => Some(
            "a rebuild scores everybody as of now; leave --at out. A score of the past: kapula score explain CONTACT --at TIME",
        ),
        What::List(_)
        | What::Show(_)
        | What::Handoffs(_)
        | What::Returned
        | What::Score(_)
        | What::Act(_) => None,
    }
}

const fn json(what: &What) -> Option<&'static str> {
    match what {
        What::Cockpit | What::Demo(_) => Some(
            "the cockpit is for eyes; its screens as JSON are kapula list --json, handoffs --json, returned --json and show \
             CONTACT --json",
        ),
        What::Import(_)
        | What::List(_)
        | What::Show(_)
        | What::Handoffs(_)
        | What::Returned
        | What::Score(_)
        | What::Simulate(_)
        | What::Erase(_)
        | What::Verify
        | What::Act(_) => None,
    }
}

const fn user(what: &What) -> Option<&'static str> {
    match what {
        What::Demo(_) => Some("the demo is looked at as one of its made-up team; leave --as out"),
        What::Score(args) if args.rebuilds() => None,
        What::Show(_)
        | What::Handoffs(_)
        | What::Returned
        | What::Score(_)
        | What::Simulate(_)
        | What::Verify => Some("this command only looks, and tells everybody the same; leave --as out"),
        What::Cockpit | What::Import(_) | What::List(_) | What::Erase(_) | What::Act(_) => None,
    }
}

const fn db(what: &What) -> Option<&'static str> {
    match what {
        What::Demo(_) => Some(
            "the demo makes a database of its own, which goes with it; leave --db out, or open yours with kapula",
        ),
        What::Simulate(_) => Some("a simulation reads no database, its leads are made up; leave --db out"),
        What::Cockpit
        | What::Import(_)
        | What::List(_)
        | What::Show(_)
        | What::Handoffs(_)
        | What::Returned
        | What::Score(_)
        | What::Erase(_)
        | What::Verify
        | What::Act(_) => None,
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use clap::{CommandFactory, FromArgMatches};

    use super::*;
    use crate::cli::args::Args;

    /// The sentence about a command line, if it is refused.
    fn refused(line: &str) -> Option<String> {
        let words = std::iter::once("kapula").chain(line.split(' '));
        let matches = Args::command().try_get_matches_from(words).unwrap();
        let args = Args::from_arg_matches(&matches).unwrap();
        unheeded(&args.what.unwrap_or(What::Cockpit), &given(&matches))
    }

    #[test]
    fn a_flag_that_would_count_for_nothing_is_refused_with_what_to_do() {
        for (line, remedy) in [
            (
                "--at yesterday",
                "--at: the cockpit shows the present; look at the past with",
            ),
            ("demo --at yesterday", "--at: the cockpit shows the present"),
            ("import contacts a.csv --at yesterday", "a column"),
            ("--at yesterday import activities a.csv", "a column"),
            ("erase 1 --at yesterday", "leave --at out"),
            ("verify --at yesterday", "leave --at out"),
            ("simulate --at yesterday", "leave --at out"),
            (
                "score rebuild --at yesterday",
                "kapula score explain CONTACT --at TIME",
            ),
            ("--json", "--json: the cockpit is for eyes"),
            ("cockpit --json", "kapula list --json"),
            ("demo --json", "kapula list --json"),
            ("demo --as anna", "leave --as out"),
            ("show 1 --as anna", "leave --as out"),
            ("handoffs --as anna", "leave --as out"),
            ("returned --as anna", "leave --as out"),
            ("score explain 1 --as anna", "leave --as out"),
            ("verify --as anna", "leave --as out"),
            ("demo --db a.db", "leave --db out"),
            ("simulate --db a.db", "leave --db out"),
        ] {
            let sentence = refused(line);
            assert!(
                sentence.as_ref().is_some_and(|told| told.contains(remedy)),
                "{line}: {sentence:?}"
            );
        }
    }

    #[test]
    fn a_flag_that_counts_is_taken() {
        for line in [
            "--as anna --db a.db",
            "import contacts a.csv --as anna --json --db a.db",
            "list --at yesterday --as anna --json --db a.db",
            "show 1 --at yesterday --json --db a.db",
            "handoffs --at yesterday --json",
            "returned --at yesterday --json",
            "score explain 1 --at yesterday --json",
            "score evaluate --at yesterday",
            "score fit --at yesterday",
            "score history --at yesterday",
            "score what-if --config a.toml --at yesterday",
            "score rebuild --as anna --json",
            "erase 1 --as anna --json",
            "simulate --json",
            "verify --json --db a.db",
            "call 1 reached --at yesterday --as anna --json --db a.db",
            "undo 1 --at yesterday",
        ] {
            assert_eq!(refused(line), None, "{line}");
        }
    }
}
