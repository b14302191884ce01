//! Laws of how a history is paged through: nothing is skipped, and it ends on the bottom row.

use std::collections::BTreeSet;

use super::tests::{answer, asked, loaded, newest, story};
use super::*;
use crate::domain::activity::{Activity, Fact};
use crate::tui::screen::fixture::{self, context, minutes_ago, visit};

/// Entries of which each tells where it begins (`<7`) and where it ends (`7>`), some of them on several rows, but
/// none on more than a column of that width shows.
fn entries(count: i64, per_day: i64, width: u16) -> Vec<Activity> {
    let width = usize::from(width);
    let cells = if width < 60 { width / 5 } else { width * 2 / 3 };
    let entry = |i: i64| {
        let at = minutes_ago((count - i) * 24 * 60 / per_day);
        if i % 3 == 0 {
            let words = "plan ".repeat(cells / 5 * (i % 9) as usize / 3);
            let text = format!("<{i} {words} {i}>");
            fixture::entry(i, at, "", Fact::Note { text })
        } else {
            visit(i, at, &format!("<{i} {i}>"))
        }
    };
    (0..count).map(entry).collect()
}

/// Where a card stands: alone, or beside a list.
fn rooms() -> Vec<(Context, Rect)> {
    let alone = [
        (40, 14),
        (72, 18),
        (80, 24),
        (80, 25),
        (99, 31),
        (120, 40),
        (200, 60),
    ];
    let beside = [(120, 40), (121, 33), (200, 60)];
    let room = |(columns, rows), body| {
        let ctx = context(columns, rows);
        let area = layout::areas(ctx.size, body).card;
        (ctx, area)
    };
    let alone = alone.into_iter().map(|size| room(size, Body::Card));
    alone
        .chain(beside.into_iter().map(|size| room(size, Body::List)))
        .collect()
}

/// A reader of a card somewhere, whose windows come at once.
struct Reader {
    view: CardView,
    ctx: Context,
    area: Rect,
    all: Vec<Activity>,
}

impl Reader {
    fn new(all: &[Activity], (ctx, area): (Context, Rect)) -> Self {
        let mut view = loaded(all);
        view.stand_in(area);
        let all = all.to_vec();
        Self { view, ctx, area, all }
    }

    fn press(&mut self, action: Action) {
        let mut effects = self.view.act(action, &self.ctx);
        while let Some(query) = asked(&effects).pop() {
            effects = self.view.loaded(&answer(&query, &self.all));
        }
    }

    fn frame(&self) -> String {
        let (columns, rows) = self.ctx.size;
        fixture::frame(columns, rows, |frame, _| {
            self.view.render(&self.ctx, frame, self.area);
        })
    }

    fn bottom_row(&self) -> String {
        let row = usize::from(self.area.bottom()) - 1;
        self.frame().lines().nth(row).unwrap_or_default().to_owned()
    }

    /// The entries of which the first and the last row are in the frame.
    fn wholly_shown(&self, frame: &str) -> BTreeSet<i64> {
        let whole = |i: &i64| frame.contains(&format!("<{i} ")) && frame.contains(&format!("{i}>"));
        self.all.iter().map(|entry| entry.seq.0).filter(whole).collect()
    }

    /// The entries wholly shown on each page until the key changes nothing any more.
    fn pages(&mut self, action: Action) -> Vec<BTreeSet<i64>> {
        let mut shown = self.frame();
        let mut pages = vec![self.wholly_shown(&shown)];
        loop {
            self.press(action);
            let next = self.frame();
            if next == shown {
                return pages;
            }
            pages.push(self.wholly_shown(&next));
            shown = next;
        }
    }
}

#[test]
fn the_pages_of_a_history_are_all_of_its_entries_both_ways() {
    for (count, per_day) in [(50, 1), (51, 2), (130, 2), (60, 9)] {
        for room in rooms() {
            let all = entries(count, per_day, room.1.width);
            let mut reader = Reader::new(&all, room);
            let place = (count, per_day, reader.area);
            let down = reader.pages(Action::PageDown);
            let up = reader.pages(Action::PageUp);
            for pages in [&down, &up] {
                let seen: BTreeSet<i64> = pages.iter().flatten().copied().collect();
                let missed: Vec<i64> = (0..count).filter(|i| !seen.contains(i)).collect();
                assert!(missed.is_empty(), "{place:?} {missed:?}");
            }
            if reader.view.whole(&reader.ctx).is_some() {
                continue;
            }
            let to_the_end = down.len() - 1;
            for pair in down[..to_the_end].windows(2) {
                assert!(pair[0].is_disjoint(&pair[1]), "{place:?} {pair:?}");
            }
        }
    }
}

#[test]
fn the_last_key_brings_the_beginning_of_the_history_to_the_bottom_row() {
    for (count, per_day) in [(50, 1), (51, 2), (52, 3), (250, 1)] {
        for room in rooms() {
            let all = entries(count, per_day, room.1.width);
            let mut reader = Reader::new(&all, room);
            reader.press(Action::Bottom);
            let place = (count, per_day, reader.area);
            assert!(
                reader.bottom_row().contains("the beginning"),
                "{place:?}\n{}",
                reader.frame()
            );
            assert!(reader.frame().contains("0>"), "{place:?}");
        }
    }
}

#[test]
fn nothing_scrolls_beyond_the_end_and_one_key_leads_back_from_there() {
    for per_day in [1, 7] {
        for room in rooms() {
            let all = entries(50, per_day, room.1.width);
            let mut reader = Reader::new(&all, room);
            let mut walk = |action: Action| {
                for _ in 0..60 {
                    reader.press(action);
                }
                let bottom = reader.bottom_row();
                assert!(bottom.contains("the beginning"), "{action:?}\n{}", reader.frame());
                let end = reader.frame();
                reader.press(Action::Up);
                assert_ne!(reader.frame(), end, "{action:?}");
            };
            for action in [Action::PageDown, Action::Down] {
                walk(action);
            }
        }
    }
}

/// A history with a note of so many words, with so many entries after it and before it.
fn with_note(words: usize, after: i64, before: i64) -> Vec<Activity> {
    let words: Vec<String> = (0..words).map(|i| format!("w{i:03}")).collect();
    let text = words.join(" ");
    let note = fixture::entry(500, minutes_ago(5_000), "", Fact::Note { text });
    let around = |i: i64, minutes| visit(i, minutes_ago(minutes), &format!("<{i} {i}>"));
    let older = (0..before).map(|i| around(i, 9_000 - i));
    let newer = (600..600 + after).map(|i| around(i, 1_000 - i));
    newer.chain([note]).chain(older).collect()
}

/// Places of a card for which a note of so many words is too high.
const TOO_LOW: [((u16, u16), usize); 2] = [((60, 16), 150), ((80, 24), 260)];

fn alone((columns, rows): (u16, u16)) -> (Context, Rect) {
    let ctx = context(columns, rows);
    let area = layout::areas(ctx.size, Body::Card).card;
    (ctx, area)
}

/// What is seen on the way until a key changes nothing any more.
fn way(reader: &mut Reader, action: Action) -> String {
    let (mut seen, mut last) = (String::new(), String::new());
    for _ in 0..200 {
        let frame = reader.frame();
        if frame == last {
            return seen;
        }
        seen.push_str(&frame);
        last = frame;
        reader.press(action);
    }
    unreachable!("{action:?} comes to no end\n{last}")
}

#[test]
fn a_note_higher_than_its_place_is_read_to_its_end_by_pages_and_by_steps_both_ways() {
    for (size, words) in TOO_LOW {
        for (after, before) in [(4, 9), (4, 0), (0, 0)] {
            let mut reader = Reader::new(&with_note(words, after, before), alone(size));
            for action in [Action::PageDown, Action::PageUp, Action::Down, Action::Up] {
                let seen = way(&mut reader, action);
                let note = (0..words).map(|i| format!("w{i:03}"));
                let others = (0..before).chain(600..600 + after);
                let mut all = note.chain(others.map(|i| format!("{i}>")));
                let missed = all.find(|part| !seen.contains(part));
                assert_eq!(missed, None, "{size:?} {after} {before} {action:?}");
            }
        }
    }
}

#[test]
fn the_end_of_a_history_that_ends_in_a_high_note_is_on_the_bottom_row() {
    for (size, words) in TOO_LOW {
        let mut reader = Reader::new(&with_note(words, 9, 0), alone(size));
        reader.press(Action::Bottom);
        let frame = reader.frame();
        assert!(reader.bottom_row().contains("the beginning"), "{frame}");
        assert!(frame.contains(&format!("w{:03}", words - 1)), "{frame}");
    }
}

#[test]
fn a_high_note_that_is_being_read_stays_where_it_is_when_something_happens() {
    for (size, words) in TOO_LOW {
        let mut all = with_note(words, 4, 9);
        let mut reader = Reader::new(&all, alone(size));
        for _ in 0..60 {
            if !reader.frame().contains(&format!("w{:03}", words / 2)) {
                reader.press(Action::PageDown);
            }
        }
        let before = reader.frame();
        assert!(!before.contains("w000"), "{before}");
        all.push(visit(900, minutes_ago(1), "/new"));
        let _ = reader.view.loaded(&newest(&all));
        assert_eq!(reader.frame(), before);
    }
}

#[test]
fn wherever_a_card_is_scrolled_to_it_says_whose_it_is() {
    for (columns, rows) in [(40, 10), (60, 16), (80, 24)] {
        let ctx = context(columns, rows);
        let area = layout::areas(ctx.size, Body::Card).card;
        let name = fixture::card().subject.contact.name();
        let mut reader = Reader::new(&entries(40, 3, columns), (ctx, area));
        for action in [
            Action::Down,
            Action::PageDown,
            Action::Up,
            Action::PageUp,
            Action::BantNext,
            Action::Bottom,
        ] {
            for _ in 0..9 {
                reader.press(action);
                assert!(reader.frame().contains(&name), "{action:?}\n{}", reader.frame());
            }
        }
    }
}

#[test]
fn what_fits_stays_where_it_is() {
    let all = story();
    for size in [(120, 40), (200, 60)] {
        let ctx = context(size.0, size.1);
        let area = layout::areas(ctx.size, Body::Card).card;
        let mut reader = Reader::new(&all, (ctx, area));
        let before = reader.frame();
        for action in [Action::PageDown, Action::Down, Action::Bottom, Action::PageUp] {
            reader.press(action);
            assert_eq!(reader.frame(), before, "{action:?}");
        }
    }
}

#[test]
fn the_pages_of_the_details_are_all_of_their_lines() {
    let mut card = fixture::card();
    for i in 0..90 {
        let custom = &mut card.subject.contact.custom;
        custom.insert(format!("column {i:02}"), "x".to_owned());
    }
    for room in rooms() {
        let mut reader = Reader::new(&story(), room);
        let _ = reader.view.loaded(&Answer::Card(Some(Box::new(card.clone()))));
        reader.press(Action::Pane);
        let mut seen = String::new();
        for _ in 0..30 {
            seen.push_str(&reader.frame());
            reader.press(Action::PageDown);
        }
        for i in 0..90 {
            assert!(seen.contains(&format!("column {i:02}")), "{:?} {i}", reader.area);
        }
    }
}

#[test]
fn keys_that_are_faster_than_the_windows_are_not_lost() {
    let all = entries(457, 5, 80);
    for action in [Action::Down, Action::PageDown] {
        let room = || rooms().remove(1);
        let (mut slow, mut fast) = (Reader::new(&all, room()), Reader::new(&all, room()));
        let mut effects = Vec::new();
        let times = if action == Action::Down { 330 } else { 50 };
        for _ in 0..times {
            slow.press(action);
            effects.extend(fast.view.act(action, &fast.ctx));
        }
        while let Some(query) = asked(&effects).pop() {
            effects = fast.view.loaded(&answer(&query, &all));
            effects.extend(fast.view.catch_up(&fast.ctx));
        }
        let distance = fast
            .view
            .history
            .top()
            .entry
            .abs_diff(slow.view.history.top().entry);
        // A page is cut short where the loaded part ends.
        let most = if action == Action::Down { 0 } else { 30 };
        assert!(distance <= most, "{action:?} {distance}");
    }
}
