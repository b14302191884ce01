//! `kapula score fit`: a card of whole points from outcomes, written beside the one in force.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use serde_json::json;

use super::learn::{
    CARD_BEGINS, Gathered, LearnArgs, Overwrite, Progress, free, gather, page, placed, real, text, write_new,
};
use crate::cli::desk::Desk;
use crate::cli::failure::Failure;
use crate::cli::out::Out;
use crate::cli::prose::{command, prose, word};
use crate::domain::learn::Column;
use crate::domain::learn::fit::{Cleared, Fitted, Guard, LearnError, Purpose, Terms, fit};
use crate::domain::learn::half_life::Reason;
use crate::domain::learn::progress::Telling;
use crate::domain::learn::source::Source;
use crate::domain::learn::write::scoring_file;
use crate::domain::learn::{Report, evaluate};
use crate::domain::text::inline;
use crate::engine::outcomes::{Closed, Wanted, cleared, kept, usual_half_life};

/// Name of the file beside the scoring file of the settings.
const FILE: &str = "scoring.fitted.toml";

const SMALLER_SIDES: &str = "\
Its sides are smaller than those of a card made by hand, because what everybody has is in the base: see to it that min_fit and \
min_engagement of [routing.a] and [routing.b] in kapula.toml (0 lets the class alone decide; the lines stand at the top of the \
file) hold nobody back; what-if shows it";

#[derive(Debug, clap::Args)]
pub struct FitArgs {
    #[command(flatten)]
    learn: LearnArgs,
    /// Leave out columns and behaviour that seem to know the outcome; the card in force is compared without its rules over them, too
    #[arg(long)]
    exclude_leaks: bool,
    /// Where the card is written [default: scoring.fitted.toml in the settings folder]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Write over a file that is there
    #[arg(long)]
    replace: bool,
    /// The judgement as a page for a browser, too
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
}

pub fn run(desk: &Desk, args: &FitArgs, out: Out) -> Result<ExitCode, Failure> {
    let path = target(desk, args)?;
    let over = overwrite(args);
    let mut progress = Progress::new();
    let gathered = gather(desk, &args.learn, Purpose::Learning, &mut progress)?;
    free("--out", &path, over)?;
    args.html.iter().try_for_each(|html| free("--html", html, over))?;
    let learnt = learn(&gathered, args, &mut progress);
    progress.finish();
    let (fitted, report) = learnt.map_err(|error| gathered.refused(&error))?;
    let (train, _) = gathered.collected.samples.split();
    let about = about(&report, &fitted);
    write_new(
        &path,
        &scoring_file(&fitted.card, &about, train, gathered.question.probability),
        over,
    )?;
    if let Some(html) = &args.html {
        write_new(html, &page(&report, &gathered, &gathered.made()), over)?;
    }
    let answer = json!({
        "ok": true,
        "written": path.display().to_string(),
        "in_force": false,
        "left_out_not_over": gathered.collected.not_over,
        "left_out_never_with_sales": gathered.collected.never_with_sales,
        "outcomes_known_until": gathered.collected.known_until,
        "report": report,
    });
    out.answer(&answer, || {
        let mut said = text(&report, &gathered.collected);
        said.push_str(&what_now(desk, &path));
        said
    })?;
    Ok(ExitCode::SUCCESS)
}

/// Where the card was written, and what to do with it.
fn what_now(desk: &Desk, path: &Path) -> String {
    let mut said = String::from("\n");
    let written = format!("Written to {}. It is not in force.", inline(path.display()));
    prose(&mut said, "", &written);
    let what_if = format!(
        "kapula {}score what-if {}--config {}",
        desk.named_db(),
        desk.named_settings("--settings"),
        word(path.display())
    );
    command(&mut said, "Look who would move:", &what_if);
    let in_force = "Put it in force: copy it over scoring.toml in the settings folder, then";
    command(&mut said, in_force, &desk.rebuild_command());
    prose(&mut said, "", SMALLER_SIDES);
    said
}

/// The card, and how it is judged beside the one in force.
fn learn(
    gathered: &Gathered,
    args: &FitArgs,
    progress: &mut Progress,
) -> Result<(Fitted, Report), LearnError> {
    let samples = &gathered.collected.samples;
    let model = &gathered.policy.model;
    let terms = Terms {
        guard: if args.exclude_leaks {
            Guard::Exclude
        } else {
            Guard::Warn
        },
        kept: &kept(model),
        usual_half_life: usual_half_life(model),
    };
    let mut telling = |doing, done, of| progress.tell(doing, done, of);
    let mut fitted = fit(samples, &terms, &mut telling)?;
    fitted.cleared = fairly(gathered, &fitted, &mut telling);
    let report = evaluate(samples, Some(&fitted), gathered.question.clone(), &mut telling)?;
    Ok((fitted, report))
}

/// The card in force without its rules over what the fitted card may not look at: leaks, what was named by --without, and the
/// outcome itself.
fn fairly(gathered: &Gathered, fitted: &Fitted, telling: Telling<'_>) -> Option<Cleared> {
    let asked = &gathered.asked;
    let mut closed = Closed::default();
    for source in fitted.excluded() {
        match source {
            Source::Column(column) => closed.columns.push(column.name()),
            Source::Behaviour(deed, _) => closed.behaviour.push(deed.name()),
        }
    }
    closed.columns.extend(asked.without.iter().map(String::as_str));
    closed.behaviour.extend(asked.without.iter().cloned());
    if let Wanted::Field { name, .. } = &asked.wanted {
        closed.columns.push(name);
    }
    cleared(&gathered.collected, &gathered.policy, asked, &closed, telling)
}

/// Where the card goes; said before the log is read, not after.
fn target(desk: &Desk, args: &FitArgs) -> Result<PathBuf, Failure> {
    let path = if let Some(path) = &args.out {
        path.clone()
    } else {
        let nowhere = || Failure::Usage("where is the card to be written? Say so with --out FILE".to_owned());
        let folder = desk.config.clone().ok_or_else(nowhere)?;
        std::fs::create_dir_all(&folder)
            .map_err(|error| Failure::Failed(format!("cannot make {}: {error}", inline(folder.display()))))?;
        folder.join(FILE)
    };
    placed(desk, "--out", &path)?;
    if let Some(html) = &args.html {
        placed(desk, "--html", html)?;
        if real(html) == real(&path) {
            return Err(Failure::Usage(
                "--html and --out name the same file; name another one for the page".to_owned(),
            ));
        }
    }
    Ok(path)
}

const fn overwrite(args: &FitArgs) -> Overwrite {
    if args.replace {
        Overwrite::Allowed
    } else {
        Overwrite::Never
    }
}

/// Where the card comes from, for its first lines.
fn about(report: &Report, fitted: &Fitted) -> Vec<String> {
    let question = &report.question;
    let older = report.older;
    let mut lines = vec![
        format!(
            "{}: {}; contacts as they were {}; older and newer by {}.",
            CARD_BEGINS.trim_start_matches("# "),
            question.outcome,
            question.snapshot,
            question.order
        ),
        format!(
            "Learnt from the older {} samples, {} of them with the outcome ({:.1} %).",
            older.samples,
            older.outcomes,
            100.0 * older.rate
        ),
    ];
    if let Some(fitting) = &report.fitting
        && let Some(days) = fitting.half_life_days
    {
        let why = match fitting.half_life_reason {
            Reason::Best => "the best of those tried on the oldest samples",
            Reason::AsInForce => {
                "as in the card in force or near it: the oldest samples do not tell half-lives apart, so nothing was learnt of it"
            }
            Reason::Usual => {
                "a usual one: the oldest samples do not tell half-lives apart, so nothing was learnt of it"
            }
        };
        lines.push(format!("Half-life of behaviour {days} days, {why}."));
    }
    if !fitted.needless.is_empty() {
        let names: Vec<&str> = fitted.needless.iter().map(Column::name).collect();
        lines.push(format!(
            "Left out, because the others say as much without them: {}.",
            names.join(", ")
        ));
    }
    if !fitted.leaks.is_empty() {
        let names: Vec<&str> = fitted.leaks.iter().map(|leak| leak.column.name()).collect();
        let done = match fitted.guard {
            Guard::Exclude => "left out",
            Guard::Warn => "WARNING: still in it",
        };
        lines.push(format!(
            "What seems to know the outcome ({done}): {}.",
            names.join(", ")
        ));
    }
    lines.extend(report.advice.iter().take(1).cloned());
    lines
}
