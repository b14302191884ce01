//! Search as one types, in a million contacts: what the store takes to answer, and what a person waits for.

use std::time::Duration;

use kapula::domain::query::{Answer, ContactFilter, ContactsQuery, Query, Slice};
use kapula::engine::Reader;

use crate::cockpit;
use crate::measure::{Failure, Sample};
use crate::population::Population;
use crate::report;

/// What a window of the contacts screen holds.
const WINDOW: usize = 100;
const REPEATS: usize = 7;
/// When nothing has changed for so long, the answer is complete.
const QUIET: Duration = Duration::from_millis(150);
/// What a key may cost, in milliseconds.
const BOUND: f64 = 16.0;

/// The store's answers.
pub fn in_store(small: &Population, large: &Population) -> Result<(), Failure> {
    report::heading("Search key, as the store answers it: every prefix of what is typed");
    let mut worst = Vec::new();
    for population in [small, large] {
        let reader = population.reader()?;
        let mut slowest = (Sample::default(), String::new());
        let mut outlier = Duration::ZERO;
        for words in typed(population) {
            let mut line = (Sample::default(), String::new());
            for end in words.char_indices().map(|(at, c)| at + c.len_utf8()) {
                let text = words.get(..end).unwrap_or_default();
                let sample = Sample::of(REPEATS, || ask(&reader, text).map(drop))?;
                outlier = outlier.max(sample.max());
                if sample.median() > line.0.median() {
                    line = (sample, text.to_owned());
                }
            }
            report::time(
                &format!("{}: `{words}`, slowest at `{}`", population.size, line.1),
                &line.0,
            );
            if line.0.median() > slowest.0.median() {
                slowest = line;
            }
        }
        report::figure(
            &format!("{}: the slowest single answer", population.size),
            &report::shown(outlier),
        );
        worst.push(slowest.0.median());
    }
    let [few, many] = worst[..] else { return Ok(()) };
    report::ratio("slowest key, large to small", many, few);
    report::at_most_ms("slowest key of the large one, as the store answers", many, BOUND);
    Ok(())
}

/// The same through the terminal: from the key to the last change of the screen.
pub fn in_terminal(large: &Population) -> Result<(), Failure> {
    report::heading("Search key through the terminal, 80x24: from the key to the last change on the screen");
    let (mut terminal, _) = cockpit::start(large, (80, 24))?;
    terminal.rest(QUIET)?;
    terminal.key_to_rest("/", QUIET)?;
    let mut all = Sample::default();
    let mut worst = Duration::ZERO;
    for words in typed(large) {
        let mut line = Sample::default();
        for key in words.chars() {
            let took = terminal.key_to_rest(&key.to_string(), QUIET)?;
            line.add(took);
            all.add(took);
        }
        for _ in words.chars() {
            terminal.key_to_rest("\x7f", QUIET)?;
        }
        report::time(&format!("`{words}`"), &line);
        worst = worst.max(line.median());
    }
    terminal.quit();
    report::time("all keys", &all);
    report::at_most_ms("slowest line of typing, median key", worst, BOUND);
    report::at_most_ms("slowest key of all", all.max(), BOUND);
    Ok(())
}

/// What people type: a name, two pieces of one, a company, a phone number as dialled and as stored, an e-mail address.
fn typed(population: &Population) -> Vec<String> {
    let somebody = crate::people::row(population.size / 3 + 7);
    let [_, first, last, email, phone, _, _, company, ..] = somebody;
    let dialled = phone.replacen("+358", "0", 1);
    let short: String = email.chars().take(14).collect();
    let host = email
        .split_once('@')
        .map_or(String::new(), |(_, host)| host.to_owned());
    vec![
        "makela no".to_owned(),
        "smith".to_owned(),
        format!("{last} {first}").to_lowercase(),
        "konepaja".to_owned(),
        company.to_lowercase(),
        dialled,
        phone,
        short,
        host,
        "xyzzy".to_owned(),
    ]
}

fn ask(reader: &Reader, text: &str) -> Result<usize, Failure> {
    let query = ContactsQuery {
        text: text.to_owned(),
        filter: ContactFilter::All,
        slice: Slice::First,
        limit: WINDOW,
    };
    match reader.ask(&Query::Contacts(query))? {
        Answer::Contacts(_, lines) => Ok(lines.len()),
        Answer::OpenLeads(_) | Answer::Returned(_) | Answer::Card(_) | Answer::Timeline(..) => {
            Err("the wrong answer".into())
        }
    }
}
