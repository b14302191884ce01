use std::collections::VecDeque;

use proptest::prelude::*;

use super::*;
use crate::domain::query::Query;
use crate::tui::screen::fixture::{self, context};
use crate::tui::text;

fn people(count: i64) -> Vec<ContactLine> {
    (0..count)
        .map(|id| fixture::line(id, &format!("Person {id:05}"), "Firma Oy"))
        .collect()
}

fn asked(effects: &[Effect]) -> Vec<ContactsQuery> {
    let contacts = effects.iter().filter_map(|effect| match effect {
        Effect::Load(Query::Contacts(query)) => Some(query.clone()),
        Effect::Load(_)
        | Effect::Submit(_)
        | Effect::Copy(_)
        | Effect::Dial(_)
        | Effect::After(_)
        | Effect::Bell
        | Effect::Suspend
        | Effect::Quit => None,
    });
    contacts.collect()
}

/// The answer of a store that holds these people, in order.
fn answer(query: &ContactsQuery, all: &[ContactLine]) -> Answer {
    let wanted = crate::domain::text::fold(&query.text);
    let place = |line: &ContactLine| (line.name_key.clone(), line.id);
    let mut lines: Vec<ContactLine> = all
        .iter()
        .filter(|line| line.name_key.contains(&wanted))
        .filter(|line| match &query.slice {
            Slice::First | Slice::Last => true,
            Slice::After(key, id) => place(line) > (key.clone(), *id),
            Slice::Before(key, id) => place(line) < (key.clone(), *id),
        })
        .cloned()
        .collect();
    if query.slice.is_backward() {
        lines.drain(..lines.len().saturating_sub(query.limit));
    }
    lines.truncate(query.limit);
    Answer::Contacts(query.clone(), lines)
}

fn loaded(all: &[ContactLine]) -> Contacts {
    let mut screen = Contacts::new();
    for query in asked(&screen.enter()) {
        let _ = screen.loaded(&answer(&query, all));
    }
    screen
}

fn press(screen: &mut Contacts, key: Key) -> Vec<ContactsQuery> {
    asked(&screen.text_input(&key))
}

fn search(screen: &mut Contacts, words: &str, all: &[ContactLine]) {
    let _ = screen.act(Action::Search, &context(80, 24));
    for c in words.chars() {
        for query in press(screen, Key::char(c)) {
            let _ = screen.loaded(&answer(&query, all));
        }
    }
}

fn frame(screen: &Contacts, columns: u16, rows: u16) -> String {
    let ctx = context(columns, rows);
    fixture::frame(columns, rows, |frame, area| screen.render(&ctx, frame, area))
}

#[test]
fn everybody_can_be_walked_in_windows_and_in_order() {
    let all = people(457);
    let mut screen = loaded(&all);
    let ctx = context(80, 24);
    let mut windows = 0;
    for at in 0..457 {
        assert_eq!(screen.selected(), Some(all[at].id));
        for query in asked(&screen.act(Action::Down, &ctx)) {
            windows += 1;
            let _ = screen.loaded(&answer(&query, &all));
        }
    }
    assert_eq!(screen.selected(), Some(ContactId(456)));
    assert_eq!(windows, 4, "each window is asked for once");
}

/// Answers everything that is asked until nothing is; says how many windows that took.
fn settle(screen: &mut Contacts, effects: &[Effect], all: &[ContactLine]) -> usize {
    let mut open: VecDeque<ContactsQuery> = asked(effects).into();
    let mut windows = 0;
    while let Some(query) = open.pop_front() {
        windows += 1;
        open.extend(asked(&screen.loaded(&answer(&query, all))));
    }
    windows
}

#[test]
fn the_last_key_goes_to_the_last_of_any_number_and_the_first_key_back() {
    let all = people(5_000);
    let mut screen = loaded(&all);
    let ctx = context(80, 24);
    for _ in 0..2 {
        let effects = screen.act(Action::Bottom, &ctx);
        assert!(settle(&mut screen, &effects, &all) <= 2);
        assert_eq!(screen.selected(), Some(ContactId(4_999)));
        let shown = frame(&screen, 80, 20);
        assert!(
            shown
                .lines()
                .last()
                .is_some_and(|row| row.contains("▸") && row.contains("04999")),
            "{shown}"
        );
        let effects = screen.act(Action::Top, &ctx);
        assert!(settle(&mut screen, &effects, &all) <= 2);
        assert_eq!(screen.selected(), Some(ContactId(0)));
        assert!(frame(&screen, 80, 20).contains("▸"));
    }
}

#[test]
fn everybody_can_be_walked_back_from_the_last() {
    let all = people(457);
    let mut screen = loaded(&all);
    let ctx = context(80, 24);
    let effects = screen.act(Action::Bottom, &ctx);
    let mut windows = settle(&mut screen, &effects, &all);
    for at in (0..457).rev() {
        assert_eq!(screen.selected(), Some(all[at].id));
        let effects = screen.act(Action::Up, &ctx);
        windows += settle(&mut screen, &effects, &all);
        let effects = screen.refresh();
        let _ = settle(&mut screen, &effects, &all);
    }
    assert_eq!(screen.selected(), Some(ContactId(0)));
    assert_eq!(windows, 5, "each window is asked for once");
    assert_eq!(screen.windows.lines().len(), 457);
}

#[test]
fn keys_that_are_faster_than_the_windows_are_not_lost() {
    let all = people(3_000);
    let mut screen = loaded(&all);
    let ctx = context(80, 24);
    let mut effects = Vec::new();
    for _ in 0..1_000 {
        effects.extend(screen.act(Action::Down, &ctx));
    }
    let _ = settle(&mut screen, &effects, &all);
    assert_eq!(screen.selected(), Some(ContactId(1_000)));
}

proptest! {
    /// However late the windows come, and whatever is looked at again meanwhile: the cursor ends where the keys led, and
    /// the loaded lines are a part of the list without gaps.
    #[test]
    fn the_cursor_goes_where_the_keys_lead(steps in prop::collection::vec((0_usize..7, 0_usize..3), 0..20)) {
        let all = people(457);
        let mut screen = loaded(&all);
        let ctx = context(80, 24);
        let page = i64::try_from(super::rows(&ctx)).unwrap_or_default();
        let mut open: VecDeque<ContactsQuery> = VecDeque::new();
        let mut at = 0_i64;
        for (step, answers) in steps {
            let (action, to) = match step {
                0 => (Action::Down, at + 1),
                1 => (Action::Up, at - 1),
                2 | 3 => (Action::PageDown, at + page),
                4 => (Action::PageUp, at - page),
                5 => (Action::Top, 0),
                _ => (Action::Bottom, 456),
            };
            at = to.clamp(0, 456);
            open.extend(asked(&screen.act(action, &ctx)));
            open.extend(asked(&screen.refresh()));
            for query in open.drain(..answers.min(open.len())).collect::<Vec<_>>() {
                open.extend(asked(&screen.loaded(&answer(&query, &all))));
            }
        }
        while let Some(query) = open.pop_front() {
            open.extend(asked(&screen.loaded(&answer(&query, &all))));
        }
        prop_assert_eq!(screen.selected(), Some(ContactId(at)));
        let ids: Vec<i64> = screen.windows.lines().iter().map(|line| line.id.0).collect();
        prop_assert!(ids.windows(2).all(|pair| pair[0] + 1 == pair[1]), "{:?}", ids);
    }
}

#[test]
fn every_key_of_a_search_asks_and_older_answers_are_left_alone() {
    let all = people(20);
    let mut screen = loaded(&all);
    let _ = screen.act(Action::Search, &context(80, 24));
    let first = press(&mut screen, Key::char('1'));
    let second = press(&mut screen, Key::char('9'));
    assert_eq!((first[0].text.as_str(), second[0].text.as_str()), ("1", "19"));
    let _ = screen.loaded(&answer(&second[0], &all));
    let _ = screen.loaded(&answer(&first[0], &all));
    assert_eq!(screen.windows.lines().len(), 1);
    assert_eq!(screen.selected(), Some(ContactId(19)));
}

#[test]
fn nobody_is_selected_while_the_answer_to_what_was_typed_has_not_come() {
    let all = people(20);
    let mut screen = loaded(&all);
    let _ = screen.act(Action::Search, &context(80, 24));
    let query = press(&mut screen, Key::char('7'));
    assert_eq!(screen.selected(), None);
    let _ = screen.loaded(&answer(&query[0], &all));
    assert_eq!(screen.selected(), Some(ContactId(7)));
}

#[test]
fn the_cursor_stays_on_its_contact_when_others_come_and_go() {
    let mut all = people(50);
    let mut screen = loaded(&all);
    let ctx = context(80, 24);
    for _ in 0..30 {
        let _ = screen.act(Action::Down, &ctx);
    }
    assert_eq!(screen.selected(), Some(ContactId(30)));
    all.remove(20);
    all.insert(25, fixture::line(900, "Person 00025b", ""));
    all.insert(26, fixture::line(901, "Person 00025c", ""));
    all.sort_by(|a, b| a.name_key.cmp(&b.name_key));
    for query in asked(&screen.refresh()) {
        let _ = screen.loaded(&answer(&query, &all));
    }
    assert_eq!(screen.selected(), Some(ContactId(30)));
    let ids: Vec<ContactId> = screen.windows.lines().iter().map(|line| line.id).collect();
    let mut once = ids.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!(once.len(), ids.len(), "nobody stands in the list twice");
}

#[test]
fn looking_again_deep_in_the_list_loads_one_window_only() {
    let all = people(400);
    let mut screen = loaded(&all);
    let ctx = context(80, 24);
    for _ in 0..300 {
        for query in asked(&screen.act(Action::Down, &ctx)) {
            let _ = screen.loaded(&answer(&query, &all));
        }
    }
    let before = screen.windows.lines().len();
    let queries = asked(&screen.refresh());
    assert_eq!(queries.len(), 1);
    assert!(matches!(queries[0].slice, Slice::After(..)));
    let _ = screen.loaded(&answer(&queries[0], &all));
    assert!(screen.windows.lines().len() >= before);
    assert_eq!(screen.selected(), Some(ContactId(300)));
}

#[test]
fn the_filter_goes_through_all_hands_and_escape_shows_everybody() {
    let mut screen = loaded(&people(3));
    let ctx = context(80, 24);
    for filter in [
        ContactFilter::Marketing,
        ContactFilter::Sales,
        ContactFilter::Closed,
    ] {
        let query = asked(&screen.act(Action::Filter, &ctx));
        assert_eq!((query.len(), query[0].filter), (1, filter));
    }
    assert!(screen.is_narrowed());
    assert_eq!(
        asked(&screen.act(Action::Escape, &ctx))[0].filter,
        ContactFilter::All
    );
    assert!(!screen.is_narrowed());
}

#[test]
fn the_search_field_gives_up_the_focus_to_enter_and_escape() {
    let all = people(20);
    let mut screen = loaded(&all);
    search(&mut screen, "00007", &all);
    assert!(screen.is_typing());
    let _ = press(&mut screen, Key::plain(Code::Enter));
    assert!(!screen.is_typing() && screen.is_narrowed());
    search(&mut screen, "x", &all);
    let again = press(&mut screen, Key::plain(Code::Esc));
    assert_eq!((again.len(), again[0].text.as_str()), (1, ""));
    assert!(!screen.is_typing() && !screen.is_narrowed());
}

#[test]
fn a_click_puts_the_cursor_where_it_points() {
    let mut screen = loaded(&people(50));
    assert_eq!(screen.click(HEAD + 4), Some(ContactId(4)));
    assert_eq!(screen.click(HEAD + 60), None);
    assert_eq!(screen.selected(), Some(ContactId(4)));
    assert_eq!(screen.click(0), None);
    assert!(screen.is_typing());
}

#[test]
fn an_empty_answer_says_what_was_searched_and_what_to_do() {
    let all = people(3);
    let mut screen = loaded(&all);
    search(&mut screen, "zzz", &all);
    let shown = frame(&screen, 80, 24);
    assert!(shown.contains("“zzz”") && shown.contains("esc"), "{shown}");
    let shown = frame(&loaded(&[]), 80, 24);
    assert!(shown.contains("kapula import contacts"), "{shown}");
}

#[test]
fn a_list_that_could_not_be_read_says_so_and_is_asked_for_again() {
    let mut screen = Contacts::new();
    let _ = screen.enter();
    screen.load_failed();
    assert!(frame(&screen, 80, 24).contains("could not be read"));
    assert_eq!(asked(&screen.act(Action::Down, &context(80, 24))).len(), 1);
}

#[test]
fn the_cursor_is_always_in_view() {
    let all = people(100);
    let mut screen = loaded(&all);
    let ctx = context(80, 24);
    for action in [
        Action::Bottom,
        Action::PageUp,
        Action::Down,
        Action::Top,
        Action::PageDown,
    ] {
        let _ = screen.act(action, &ctx);
        for rows in [8, 20, 24] {
            assert!(
                frame(&screen, 80, rows).contains('▸'),
                "{action:?} at {rows} rows"
            );
        }
    }
}

fn crowd() -> Vec<ContactLine> {
    let mut all = vec![
        fixture::line(1, "Aino Mäkelä", "Pohjolan Paja Oy"),
        fixture::line(
            2,
            "Maximilian Freiherr von und zu Langenscheidt-Hohenstein",
            "Größte Gesellschaft mbH & Co. KG",
        ),
        fixture::line(3, "山田 太郎", "株式会社サンプル"),
        fixture::line(4, fixture::HOSTILE, fixture::HOSTILE),
        fixture::line(5, "Zoë 👩\u{200d}🚀", ""),
    ];
    all[0].score = fixture::card().subject.score;
    all[0].lead = fixture::lead(crate::domain::lead::Stage::Working);
    all
}

#[test]
fn hostile_and_wide_text_stays_in_its_columns() {
    let screen = loaded(&crowd());
    for (columns, rows) in [(40, 10), (80, 24), (120, 40), (200, 60)] {
        for row in frame(&screen, columns, rows).lines() {
            assert_eq!(text::harmless(row), row);
            assert!(text::width(row) <= usize::from(columns), "{row}");
        }
    }
    let frame = frame(&screen, 120, 40);
    let columns: Vec<usize> = frame
        .lines()
        .filter_map(|row| row.find("person").map(|at| text::width(&row[..at])))
        .collect();
    assert_eq!(columns.len(), 5, "{frame}");
    assert!(columns.iter().all(|column| *column == columns[0]), "{frame}");
}

#[test]
fn the_contacts_at_three_sizes() {
    let mut screen = loaded(&crowd());
    for (columns, rows) in [(80, 24), (120, 40), (200, 60)] {
        insta::assert_snapshot!(
            format!("contacts_{columns}x{rows}"),
            frame(&screen, columns, rows)
        );
    }
    search(&mut screen, "makela", &crowd());
    insta::assert_snapshot!("search_80x24", frame(&screen, 80, 24));
}
