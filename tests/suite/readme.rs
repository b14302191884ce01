//! The README says what the program does, because parts of it are made from the program.

use kapula::tui::action::key_list_markdown;
use kapula::tui::keymap::Keymap;

const README: &str = include_str!("../../README.md");

#[test]
fn the_key_list_of_the_readme_is_that_of_the_action_table() {
    let (_, rest) = README
        .split_once("<!-- keys: written by the action table, checked by a test -->\n")
        .expect("the mark");
    let (keys, _) = rest.split_once("<!-- /keys -->").expect("the end mark");
    let table = key_list_markdown();
    assert_eq!(
        keys.trim(),
        table.trim(),
        "put this into README.md between the marks:\n{table}"
    );
}

#[test]
fn the_example_of_a_key_of_ones_own_is_accepted() {
    let (_, rest) = README.split_once("changes them:\n`").expect("the example");
    let (example, _) = rest.split_once('`').expect("its end");
    let (action, key) = example.split_once(" = ").expect("an action and its key");
    let keys = [(action.to_owned(), key.trim_matches('"').to_owned())];
    assert_eq!(Keymap::new(&keys).1, [], "{example}");
}

#[test]
fn every_file_that_the_readme_links_to_is_there() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let links: Vec<&str> = README
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split(')').next())
        .collect();
    assert!(!links.is_empty(), "the README links to nothing");
    for link in links
        .into_iter()
        .filter(|link| !link.contains("://") && !link.starts_with('#'))
    {
        assert!(root.join(link).exists(), "{link} is not there");
    }
}
