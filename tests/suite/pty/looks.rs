//! Every size, and no colour where none is wanted.

use super::office::Office;
use super::terminal::Terminal;

#[test]
fn every_size_of_the_window_is_drawn_and_too_small_a_one_gets_a_sentence() {
    let office = Office::with_leads();
    let mut cockpit = office.cockpit("mikko");
    cockpit.shows("Aino Mäkelä");
    cockpit.resize(40, 10);
    cockpit.shows("Aino");
    cockpit.resize(30, 5);
    cockpit.wait("a sentence", |view| {
        view.text().replace('\n', " ").contains("40 columns and 10 rows") && view.has("q leaves")
    });
    cockpit.look(|view| assert!(!view.has("Aino"), "{}", view.text()));
    cockpit.resize(200, 60);
    cockpit.shows("Aino Mäkelä");
    for size in [(1, 1), (2, 3), (110, 10), (40, 200), (120, 40)] {
        cockpit.resize(size.0, size.1);
    }
    cockpit.shows("Aino Mäkelä");
    cockpit.keys("q");
    assert_eq!(cockpit.exit_code(), 0);
    cockpit.is_given_back();
}

#[test]
fn no_color_means_no_colour() {
    let office = Office::with_leads();
    let mut launch = office.launch("mikko", &[]);
    launch.env.push(("NO_COLOR".into(), "1".into()));
    let mut cockpit = Terminal::open(&launch);
    cockpit.shows("Aino Mäkelä");
    for (key, shown) in [
        ("2", "queued"),
        ("3", "Nothing waits"),
        ("4", "Pekka"),
        ("1", "to call"),
    ] {
        cockpit.keys(key);
        cockpit.shows(shown);
    }
    for (key, shown) in [("?", "Keys in Calls"), (":", "Do what?"), ("c", "how did it go?")] {
        cockpit.keys(key);
        cockpit.shows(shown);
        cockpit.keys("\x1b");
        cockpit.shows_no(shown);
    }
    assert!(colours(&cockpit.raw_since(0)).is_empty());

    let mut coloured = office.cockpit("mikko");
    coloured.shows("Aino Mäkelä");
    coloured.keys("q");
    assert_eq!(coloured.exit_code(), 0);
    assert!(
        !colours(&coloured.raw_since(0)).is_empty(),
        "the test sees colours where there are some"
    );
}

/// The SGR parameters that set a colour.
fn colours(raw: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(raw).into_owned();
    let sequences = text.split("\x1b[").skip(1).filter_map(|rest| {
        let end = rest.find(|c: char| c.is_ascii_alphabetic())?;
        rest[end..].starts_with('m').then(|| rest[..end].to_owned())
    });
    sequences
        .filter(|sequence| {
            let sets = |code: &str| matches!(code.parse(), Ok(30..=49 | 90..=107));
            sequence.split(';').any(sets)
        })
        .collect()
}
