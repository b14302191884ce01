//! `kapula score evaluate`: how good the model in force is on the newest outcomes.

use std::path::PathBuf;
use std::process::ExitCode;

use serde_json::json;

use super::learn::{LearnArgs, Overwrite, Progress, free, gather, page, placed, text, write_new};
use crate::cli::desk::Desk;
use crate::cli::failure::Failure;
use crate::cli::out::Out;
use crate::domain::learn::evaluate;
use crate::domain::learn::fit::Purpose;

#[derive(Debug, clap::Args)]
pub struct EvaluateArgs {
    #[command(flatten)]
    learn: LearnArgs,
    /// The same as a page for a browser, all in one file
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// Write over a page that is there
    #[arg(long, requires = "html")]
    replace: bool,
}

pub fn run(desk: &Desk, args: &EvaluateArgs, out: Out) -> Result<ExitCode, Failure> {
    args.learn.nothing_left_out()?;
    if let Some(html) = &args.html {
        placed(desk, "--html", html)?;
    }
    let over = if args.replace {
        Overwrite::Allowed
    } else {
        Overwrite::Never
    };
    let mut progress = Progress::new();
    let gathered = gather(desk, &args.learn, Purpose::Judging, &mut progress)?;
    args.html.iter().try_for_each(|html| free("--html", html, over))?;
    let question = gathered.question.clone();
    let report = evaluate(
        &gathered.collected.samples,
        None,
        question,
        &mut |doing, done, of| {
            progress.tell(doing, done, of);
        },
    );
    progress.finish();
    let report = report.map_err(|error| gathered.refused(&error))?;
    if let Some(html) = &args.html {
        write_new(html, &page(&report, &gathered, &gathered.made()), over)?;
    }
    let answer = json!({
        "ok": true,
        "left_out_not_over": gathered.collected.not_over,
        "left_out_never_with_sales": gathered.collected.never_with_sales,
        "outcomes_known_until": gathered.collected.known_until,
        "report": report,
    });
    out.answer(&answer, || text(&report, &gathered.collected))?;
    Ok(ExitCode::SUCCESS)
}
