//! The judgement as a page: one file with its curves inside, nothing fetched, nothing run.

use std::fmt::Write as _;

use super::Gathered;
use super::about::{fitted, left_out, not_told, period};
use super::chart::{Drawn, Line, bars, chart};
use super::figures::{class_figures, figures, knowing, off_by, percent, tenth};
use super::markup::{escaped, sentence};
use crate::domain::learn::drift::DriftRow;
use crate::domain::learn::metrics::Reliable;
use crate::domain::learn::report::{Judgement, Report};

/// The page; `made` says when and by what.
pub fn page(report: &Report, gathered: &Gathered, made: &str) -> String {
    let mut out = String::from(HEAD);
    out.push_str("<h1>How good is the order of the leads?</h1>");
    about(&mut out, report, gathered, made);
    out.push_str("<ul>");
    for advice in &report.advice {
        let _ = write!(out, "<li>{}</li>", sentence(advice));
    }
    out.push_str("</ul>");
    orders(&mut out, report);
    half_lives(&mut out, report);
    curves(&mut out, report);
    reliability(&mut out, report);
    classes(&mut out, report);
    rest(&mut out, report);
    calibration_drift(&mut out, report);
    out.push_str("</main></body></html>\n");
    // A number and its sign stand on one line.
    out.replace(" %", "\u{a0}%")
}

/// Nothing is wider than the screen, down to a phone's: tables that are scroll in their own box, curves shrink, and long words
/// from outside break.
const HEAD: &str = "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\
<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>Kapula: how good is the score?</title><style>\
:root{color-scheme:light dark}body{font:15px/1.5 system-ui,sans-serif;margin:0;overflow-wrap:anywhere}\
main{max-width:72rem;margin:2rem auto;padding:0 1rem}h1{font-size:1.6rem;line-height:1.2}h2{font-size:1.2rem;line-height:1.3}\
.about{margin:.2rem 0}ul{padding-left:1.2rem}li{margin:.3rem 0}code{display:inline-block;max-width:100%;font:.9em ui-monospace,monospace;\
background:#8882;border-radius:.2rem;padding:0 .25rem}.wide{overflow-x:auto;margin:.5rem 0 1.5rem}table{border-collapse:collapse;\
overflow-wrap:normal}td,th{padding:.2rem .8rem;text-align:right;border-bottom:1px solid #8884;white-space:nowrap}\
td:first-child,th:first-child{text-align:left;padding-left:0}td:first-child{white-space:normal}\
figure{display:inline-block;vertical-align:top;margin:0 1rem 1.5rem 0;width:22.5rem;max-width:100%}figcaption{font-weight:600}\
svg{display:block;width:100%;max-width:100%;height:auto}svg text{font:12px system-ui,sans-serif;fill:currentColor}\
.grid{stroke:#8883;fill:none}svg.bars{width:12rem;height:1.3rem}.chance{stroke:#888;stroke-dasharray:2 4;fill:none}\
@media(max-width:40rem){main{margin:1rem auto}td,th{padding:.2rem .4rem}th{white-space:normal}figure{margin-right:0}svg.bars{width:7rem}}\
</style></head><body><main>";

/// What was asked, of whom, which cards are judged, and where the page comes from: it is read by people who did not ask.
fn about(out: &mut String, report: &Report, gathered: &Gathered, made: &str) {
    let question = &report.question;
    let model = &gathered.policy.model;
    let in_force = format!(
        "the card in force, of {} rules",
        model.explicit.len() + model.behaviour.len()
    );
    let cards = report.fitting.as_ref().map_or_else(
        || format!("Judged: {in_force}."),
        |fitting| {
            let rules = fitting.rules;
            format!("Judged: a fitted card of {rules} rules with points, beside {in_force}.")
        },
    );
    let mut lines = vec![
        format!(
            "Outcome: {}. Contacts as they were {}; older and newer by {}.",
            question.outcome, question.snapshot, question.order
        ),
        format!("Older: {}.", period(report, report.older)),
        format!("Judged on the newer: {}.", period(report, report.newer)),
        cards,
    ];
    let collected = &gathered.collected;
    if collected.not_over == 0 {
        lines.extend(
            collected
                .known_until
                .map(|until| format!("Outcomes are known up to {}.", until.format("%Y-%m-%d"))),
        );
    }
    lines.extend(left_out(collected).into_iter().map(|line| format!("{line}.")));
    lines.push(format!("Made {made}."));
    for line in lines {
        let _ = write!(out, "<p class=\"about\">{}</p>", escaped(&line));
    }
}

/// The half-lives that behaviour was tried with.
fn half_lives(out: &mut String, report: &Report) {
    let Some(fitting) = &report.fitting else {
        return;
    };
    let lines = fitted(report);
    let Some(days) = fitting.half_life_days.filter(|_| !fitting.tried.is_empty()) else {
        for line in lines.iter().skip(1) {
            let _ = write!(out, "<p>Half-life: {}.</p>", escaped(line));
        }
        return;
    };
    let rows = fitting.tried.iter().map(|tried| {
        let taken = if tried.days.total_cmp(&days).is_eq() {
            "taken"
        } else {
            ""
        };
        vec![
            format!("{} days", tried.days),
            format!("{:.4}", tried.loss),
            taken.to_owned(),
        ]
    });
    let head = ["half-life of behaviour", "loss on the oldest samples", ""];
    table(out, "How fast behaviour ages", &head, rows);
    if let Some(why) = not_told(fitting.half_life_reason) {
        let _ = write!(out, "<p>Here {}.</p>", escaped(&why));
    }
}

fn orders(out: &mut String, report: &Report) {
    let figures = figures(report);
    let head: Vec<&str> = figures.iter().map(|figure| figure.long.as_str()).collect();
    let row = |order: &Judgement| figures.iter().map(|figure| (figure.of)(order)).collect();
    table(out, "Orders side by side", &head, report.orders.iter().map(row));
    let mut legend = format!(
        "Shares with the outcome; by chance {}.",
        percent(report.newer.rate)
    );
    for figure in &figures {
        if let Some(words) = &figure.legend {
            let _ = write!(legend, " {}: {words}.", figure.long);
        }
    }
    let _ = write!(out, "<p>{}</p>", escaped(&legend));
}

fn curves(out: &mut String, report: &Report) {
    let lines = |points: fn(&Judgement) -> &Vec<(f64, f64)>| -> Vec<Line<'_>> {
        let each = report.orders.iter().map(|order| Line {
            name: order.name,
            points: points(order).clone(),
            drawn: Drawn::Through,
        });
        each.collect()
    };
    let roc = lines(|order| &order.roc);
    out.push_str(&chart("ROC", "others called", "outcomes found", &roc));
    let gains = lines(|order| &order.gains);
    out.push_str(&chart(
        "Lift curve (cumulative gains)",
        "leads called",
        "outcomes caught",
        &gains,
    ));
}

fn reliability(out: &mut String, report: &Report) {
    let with = report.orders.iter().filter(|order| !order.reliability.is_empty());
    let lines: Vec<Line<'_>> = with
        .map(|order| Line {
            name: order.name,
            points: order
                .reliability
                .iter()
                .map(|row| (row.given, row.happened))
                .collect(),
            drawn: Drawn::Dotted,
        })
        .collect();
    if lines.is_empty() {
        return;
    }
    out.push_str(&chart("Reliability", "probability given", "happened", &lines));
    if let Some(order) = report.orders.iter().find(|order| !order.reliability.is_empty()) {
        let _ = write!(
            out,
            "<h2>Probabilities of the {}</h2><div class=\"wide\" tabindex=\"0\"><table><tr><th>given</th><th>happened</th><th>samples</th><th>given above, happened \
             below</th></tr>",
            escaped(order.name)
        );
        for row in &order.reliability {
            let _ = write!(
                out,
                "<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
                percent(row.given),
                percent(row.happened),
                row.count,
                bars(row.given, row.happened)
            );
        }
        out.push_str("</table></div>");
    }
}

fn classes(out: &mut String, report: &Report) {
    for card in &report.classes {
        let rows = card.rows.iter().map(class_figures);
        let title = format!("Classes of the {}", card.card);
        table(
            out,
            &title,
            &["class", "samples", "outcomes", "share", "lift"],
            rows,
        );
    }
}

/// What is to be distrusted: leaks and drift.
fn rest(out: &mut String, report: &Report) {
    if !report.leaks.is_empty() {
        let rows = report.leaks.iter().map(|leak| {
            vec![
                leak.column.name().to_owned(),
                leak.auc.map_or_else(String::new, |auc| format!("{auc:.3}")),
                leak.after_call.map_or_else(String::new, percent),
            ]
        });
        let head = ["", "AUC alone", "only after the first call"];
        table(out, knowing(report), &head, rows);
    }
    let rows = report.shifts.iter().map(|shift| {
        vec![
            shift.name.clone(),
            format!("{:.3}", shift.index),
            shift.most.clone(),
            percent(shift.older),
            percent(shift.newer),
        ]
    });
    let head = ["column", "stability index", "most of all", "older", "newer"];
    table(out, "Drift (0.1 is moving, 0.25 has shifted)", &head, rows);
}

/// Reliability of the older and the newer samples, for each card: a curve each, and the numbers.
fn calibration_drift(out: &mut String, report: &Report) {
    for drift in &report.calibration_drift {
        let line = |name, side: fn(&DriftRow) -> Option<Reliable>| Line {
            name,
            points: drift
                .rows
                .iter()
                .filter_map(side)
                .map(|row| (row.given, row.happened))
                .collect(),
            drawn: Drawn::Dotted,
        };
        let lines = [line("older", |row| row.older), line("newer", |row| row.newer)];
        let title = format!("Calibration drift of the {}", drift.card);
        out.push_str(&chart(&title, "probability given", "happened", &lines));
        let rows = drift.rows.iter().map(|row| {
            let cells = |side: Option<Reliable>| {
                side.map_or_else(
                    || [String::new(), String::new()],
                    |side| [percent(side.happened), side.count.to_string()],
                )
            };
            let [older, of_older] = cells(row.older);
            let [newer, of_newer] = cells(row.newer);
            vec![tenth(row), older, of_older, newer, of_newer]
        });
        let title = format!("{title}: {}", off_by(drift));
        let head = ["given", "happened, older", "of", "happened, newer", "of"];
        table(out, &title, &head, rows);
    }
}

fn table(out: &mut String, title: &str, head: &[&str], rows: impl Iterator<Item = Vec<String>>) {
    let _ = write!(
        out,
        "<h2>{}</h2><div class=\"wide\" tabindex=\"0\"><table><tr>",
        escaped(title)
    );
    for name in head {
        let _ = write!(out, "<th>{}</th>", escaped(name));
    }
    out.push_str("</tr>");
    for row in rows {
        out.push_str("<tr>");
        for cell in row {
            let _ = write!(out, "<td>{}</td>", escaped(&cell));
        }
        out.push_str("</tr>");
    }
    out.push_str("</table></div>");
}
