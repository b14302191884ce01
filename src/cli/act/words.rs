//! The words of the acts: what can be said of a contact on the command line, as clap reads it and `--help` shows it.

use chrono::NaiveDate;
use clap::Subcommand;

use crate::domain::lead::{Outcome, ReturnReason};

use super::values::{AnswerWord, QuestionWord, TriageWord, money, outcome, reason};

/// The acts on one contact. CONTACT is an id, an external id or an e-mail address.
#[derive(Debug, Subcommand)]
pub enum Act {
    /// Hand a lead to sales
    Handoff {
        /// Id, external id or e-mail address
        contact: String,
        /// For this rep; for anybody when absent
        #[arg(long, value_name = "USER")]
        to: Option<String>,
        /// The rep has never been seen here, and the name is right
        #[arg(long, requires = "to")]
        new_user: bool,
    },
    /// Take a lead that waits in the queue
    #[command(visible_alias = "take")]
    Accept {
        /// Id, external id or e-mail address
        contact: String,
    },
    /// Put a lead back into the queue
    Release {
        /// Id, external id or e-mail address
        contact: String,
    },
    /// Record how a call went; takes the lead first when nobody has it
    Call {
        /// Id, external id or e-mail address
        contact: String,
        // No doc comment: that would need backticks, which the help would show.
        #[arg(
            value_parser = outcome,
            required_unless_present = "outcome_flag",
            value_name = "OUTCOME",
            help = "How it went: reached, no_answer, voicemail, busy, wrong_number, call_back"
        )]
        outcome: Option<Outcome>,
        #[arg(long = "outcome", value_parser = outcome, hide = true, conflicts_with = "outcome")]
        outcome_flag: Option<Outcome>,
        /// When to call again: `tomorrow 10`, `mon 9:30`, `in 2 h`, `huomenna 10`
        #[arg(long, value_name = "WHEN", visible_alias = "when")]
        callback: Option<String>,
        /// Something to remember
        #[arg(long, default_value = "")]
        note: String,
    },
    /// Record that a meeting was agreed
    Meeting {
        /// Id, external id or e-mail address
        contact: String,
        /// Its time
        #[arg(long, value_name = "WHEN")]
        when: Option<String>,
    },
    /// Record that an offer was made
    Offer {
        /// Id, external id or e-mail address
        contact: String,
        /// Its sum in the currency of the settings
        #[arg(long, value_name = "SUM", value_parser = money)]
        amount: Option<f64>,
    },
    /// Write something down
    Note {
        /// Id, external id or e-mail address
        contact: String,
        /// What to remember
        text: String,
    },
    /// Record an answer: budget, authority or need yes/no/unknown; timeframe now/later/unknown
    Answer {
        /// Id, external id or e-mail address
        contact: String,
        #[arg(value_enum)]
        question: QuestionWord,
        #[arg(value_enum)]
        answer: AnswerWord,
        /// The day from which the buying window is open (yyyy-mm-dd); with `timeframe later`
        #[arg(long, value_name = "DAY")]
        opens: Option<NaiveDate>,
    },
    /// Give a lead back to marketing with the reason
    Return {
        /// Id, external id or e-mail address
        contact: String,
        #[arg(
            value_parser = reason,
            required_unless_present = "reason_flag",
            value_name = "REASON",
            help = "N need, B budget, A authority, T timeframe, or not_our_target, unreachable, wrong_data, competitor, \
                    customer, duplicate, do_not_call (not_worked is written by the clock alone)"
        )]
        reason: Option<ReturnReason>,
        #[arg(long = "reason", value_parser = reason, hide = true, conflicts_with = "reason")]
        reason_flag: Option<ReturnReason>,
        /// Something to add
        #[arg(long, default_value = "")]
        note: String,
        /// When it comes back to sales by itself: `2027-02`, `15.1.`, `in 3 weeks`
        #[arg(long, value_name = "WHEN", visible_alias = "until")]
        wake: Option<String>,
    },
    /// Decide about a lead that came back
    Triage {
        /// Id, external id or e-mail address
        contact: String,
        /// Where it goes
        #[arg(value_enum, required_unless_present = "to_flag", value_name = "TO")]
        to: Option<TriageWord>,
        #[arg(long = "to", value_enum, hide = true, conflicts_with = "to")]
        to_flag: Option<TriageWord>,
        /// When it comes back to sales by itself
        #[arg(long, value_name = "WHEN")]
        wake: Option<String>,
        /// Something to add
        #[arg(long, default_value = "")]
        note: String,
    },
    /// The deal is won
    Win {
        /// Id, external id or e-mail address
        contact: String,
        /// Its sum in the currency of the settings
        #[arg(long, value_name = "SUM", value_parser = money)]
        amount: Option<f64>,
    },
    /// The deal is lost
    Lose {
        /// Id, external id or e-mail address
        contact: String,
        /// Why
        #[arg(long, default_value = "")]
        reason: String,
    },
    /// Give a lead to another rep
    Reassign {
        /// Id, external id or e-mail address
        contact: String,
        /// The new owner
        #[arg(required_unless_present = "to_flag", value_name = "USER")]
        to: Option<String>,
        #[arg(long = "to", hide = true, conflicts_with = "to")]
        to_flag: Option<String>,
        /// The rep has never been seen here, and the name is right
        #[arg(long)]
        new_user: bool,
    },
    /// Record that a contact must not be called, or with --clear that he may be again
    DoNotCall {
        /// Id, external id or e-mail address
        contact: String,
        /// He may be called again
        #[arg(long)]
        clear: bool,
    },
    /// Correct contact data: `phone=+358401234567 title=CEO`. Not taken back by undo: correct it again
    Edit {
        /// Id, external id or e-mail address
        contact: String,
        /// FIELD=VALUE; fields as in an import map, anything else is a custom attribute
        #[arg(required = true, value_name = "FIELD=VALUE")]
        values: Vec<String>,
    },
    /// Take back your own last act on a contact
    Undo {
        /// Id, external id or e-mail address
        contact: String,
    },
}
