//! What is asked of the log, in words of the command line.

use std::fmt::Write as _;

use chrono::TimeDelta;
use clap::ValueEnum;

use crate::cli::desk::Desk;
use crate::cli::failure::Failure;
use crate::domain::Time;
use crate::domain::learn::judge::CALLED;
use crate::domain::learn::report::{BY_TIME, FIRST_HANDOFF, Question};
use crate::domain::text::{fold, inline};
use crate::domain::when;
use crate::engine::outcomes::{Asked, Collected, Moment, Wanted};

/// Contacts to choose from at one time, when nobody says.
const POOL: usize = 100;

#[derive(Debug, clap::Args)]
pub struct LearnArgs {
    /// What counts: a deal won or lost, a lead returned to marketing or accepted by a rep
    #[arg(long, value_enum, default_value_t = OutcomeWord::Won)]
    outcome: OutcomeWord,
    /// What counts, by a column of your own: "Converted=1"; several values with commas
    #[arg(long, value_name = "COLUMN=VALUE", conflicts_with = "outcome")]
    outcome_field: Option<String>,
    /// When contacts are looked at [default: at the first handoff, where there are handoffs]
    #[arg(long, value_enum)]
    snapshot: Option<MomentWord>,
    /// Look at each contact every so many days, as long as nothing has come of it
    #[arg(long, value_name = "DAYS", conflicts_with = "snapshot",
          value_parser = clap::value_parser!(u32).range(1..=3_650))]
    snapshot_every: Option<u32>,
    /// How soon after that the outcome must come: 7d, 2w, 36h [default: ever]; whose time was not up at the newest act of a
    /// contact or of sales is left out. Not with --outcome-field: a column has no time
    #[arg(long, value_name = "SPAN")]
    within: Option<String>,
    /// The column whose number tells older from newer contacts, where no time does (all imported at once) [default: their
    /// time, then the order of import]
    #[arg(long, value_name = "COLUMN")]
    order_by: Option<String>,
    /// Learn nothing from this column, or from this kind of activity; may be said several times. With fit only
    #[arg(long, value_name = "NAME")]
    without: Vec<String>,
    /// Look at nobody before this time
    #[arg(long, value_name = "TIME")]
    since: Option<String>,
    /// Look at nobody after this time
    #[arg(long, value_name = "TIME", conflicts_with = "at")]
    until: Option<String>,
    /// How many contacts a rep has to choose from at one time, for "the first 8 of a pool"
    #[arg(long, value_name = "N", default_value_t = POOL)]
    pool: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum OutcomeWord {
    Won,
    Lost,
    Returned,
    Accepted,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum MomentWord {
    FirstHandoff,
    Creation,
}

impl LearnArgs {
    /// Refuses to judge a card without something that it looks at: it is in force with it.
    pub fn nothing_left_out(&self) -> Result<(), Failure> {
        if self.without.is_empty() {
            return Ok(());
        }
        Err(Failure::Usage(
            "--without: the card in force is judged as it is, with all that it looks at; kapula score fit --without NAME learns \
             a card without it and judges both"
                .to_owned(),
        ))
    }

    /// What the words ask.
    pub fn asked(&self, desk: &Desk) -> Result<Asked, Failure> {
        if self.pool <= CALLED {
            return Err(Failure::Usage(format!(
                "--pool: {CALLED} of a pool are called, so a choice among {} says nothing; give {} contacts or more",
                self.pool,
                CALLED + 1
            )));
        }
        if self.outcome_field.is_some() && self.within.is_some() {
            return Err(Failure::Usage(
                "--within counts for nothing with --outcome-field: a column does not say when it came to its value; leave \
                 --within out, or learn from an --outcome with a time (won, lost, returned, accepted)"
                    .to_owned(),
            ));
        }
        let moment = match (self.snapshot_every, self.snapshot) {
            (Some(days), _) => Some(Moment::Every(days)),
            (None, Some(MomentWord::FirstHandoff)) => Some(Moment::FirstHandoff),
            (None, Some(MomentWord::Creation)) => Some(Moment::Creation),
            (None, None) => None,
        };
        Ok(Asked {
            wanted: self.wanted()?,
            moment,
            within: self.within.as_deref().map(span).transpose()?,
            order_by: self.order_by.clone(),
            without: self.without.clone(),
            since: time(desk, "--since", self.since.as_deref())?,
            until: time(desk, "--until", self.until.as_deref())?.or(desk.at),
        })
    }

    /// The flags by which contacts are looked at in a part of time only, as they were said.
    pub fn time_flags(&self, asked: &Asked) -> Option<String> {
        let flags = [
            (self.since.is_some(), "--since"),
            (self.until.is_some(), "--until"),
            // Without --until it is the moment of the question that ends the time.
            (self.until.is_none() && asked.until.is_some(), "--at"),
        ];
        let said: Vec<&str> = flags
            .iter()
            .filter(|(said, _)| *said)
            .map(|(_, flag)| *flag)
            .collect();
        (!said.is_empty()).then(|| said.join(", "))
    }

    fn wanted(&self) -> Result<Wanted, Failure> {
        let Some(written) = &self.outcome_field else {
            return Ok(match self.outcome {
                OutcomeWord::Won => Wanted::Won,
                OutcomeWord::Lost => Wanted::Lost,
                OutcomeWord::Returned => Wanted::Returned,
                OutcomeWord::Accepted => Wanted::Accepted,
            });
        };
        let (name, values) = written
            .split_once('=')
            .filter(|(name, values)| !name.trim().is_empty() && !values.trim().is_empty())
            .ok_or_else(|| {
                Failure::Usage(format!(
                    "--outcome-field: `{}` says no column and value; write for example \"Converted=1\"",
                    inline(written)
                ))
            })?;
        Ok(Wanted::Field {
            name: name.trim().to_owned(),
            values: values.split(',').map(fold).collect(),
        })
    }

    /// The same as sentences, with what was chosen where nothing was said.
    pub fn question(&self, asked: &Asked, collected: &Collected) -> Question {
        let probability = asked.wanted.spoken();
        let of_deal = || {
            let word = match self.outcome {
                OutcomeWord::Won => "won",
                OutcomeWord::Lost => "not lost",
                OutcomeWord::Returned => "not returned to marketing",
                OutcomeWord::Accepted => "accepted by sales",
            };
            word.to_owned()
        };
        let what = self.outcome_field.as_ref().map_or_else(of_deal, inline);
        let within = self.within.as_ref().map(inline);
        let in_time = within.as_ref().map(|span| format!(" within {span}"));
        let mut snapshot = match collected.moment {
            Moment::FirstHandoff => FIRST_HANDOFF.to_owned(),
            Moment::Creation => "when they became known".to_owned(),
            Moment::Every(days) => format!("every {days} days while open"),
        };
        if collected.one_of > 1 {
            let _ = write!(snapshot, ", one of {} contacts", collected.one_of);
        }
        Question {
            outcome: format!("{what}{}", in_time.unwrap_or_default()),
            within,
            probability,
            snapshot,
            order: self.order_by.as_ref().map_or_else(|| BY_TIME.to_owned(), inline),
            pool: self.pool,
        }
    }
}

fn time(desk: &Desk, flag: &str, written: Option<&str>) -> Result<Option<Time>, Failure> {
    let zone = desk.policy().clocks.zone;
    let read = written.map(|text| when::parse_past(text, zone));
    read.transpose()
        .map_err(|error| Failure::Usage(format!("{flag}: {error}")))
}

/// A span: a whole number with h, d or w; days when it has no letter.
fn span(written: &str) -> Result<TimeDelta, Failure> {
    let wrong = || {
        Failure::Usage(format!(
            "--within: `{}` is no span; write a number of hours, days or weeks: 36h, 7d, 2w",
            inline(written)
        ))
    };
    let text = written.trim().to_lowercase();
    let digits = text.trim_end_matches(|c: char| !c.is_ascii_digit());
    let number: i64 = digits.parse().map_err(|_| wrong())?;
    let hours = match text[digits.len()..].trim() {
        "h" | "hours" | "hour" => 1,
        "" | "d" | "days" | "day" => 24,
        "w" | "weeks" | "week" => 24 * 7,
        _ => return Err(wrong()),
    };
    number
        .checked_mul(hours)
        .filter(|hours| (1..=24 * 3_650).contains(hours))
        .and_then(TimeDelta::try_hours)
        .ok_or_else(wrong)
}
