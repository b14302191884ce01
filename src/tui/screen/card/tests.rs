use proptest::prelude::*;

use super::*;
use crate::domain::activity::{Activity, Fact, Seq};
use crate::domain::lead::{Outcome, Stage};
use crate::domain::query::{TimelineFilter, TimelinePage, TimelineQuery};
use crate::tui::screen::fixture::{self, context, minutes_ago, visit};
use crate::tui::text;

const ME: ContactId = ContactId(1);

fn question(before: Option<(crate::domain::Time, Seq)>, filter: TimelineFilter) -> TimelineQuery {
    TimelineQuery {
        contact: ME,
        before,
        filter,
        limit: 100,
    }
}

/// The answer of a store that holds these entries, newest first.
pub(super) fn answer(query: &TimelineQuery, all: &[Activity]) -> Answer {
    let mut all = all.to_vec();
    all.sort_by_key(|entry| std::cmp::Reverse((entry.at, entry.seq)));
    let older = all
        .into_iter()
        .filter(|entry| query.before.is_none_or(|before| (entry.at, entry.seq) < before));
    let mut entries: Vec<Activity> = older.take(query.limit + 1).collect();
    let goes_on = entries.len() > query.limit;
    entries.truncate(query.limit);
    let next = entries.last().filter(|_| goes_on).map(|last| (last.at, last.seq));
    Answer::Timeline(query.clone(), TimelinePage { entries, next })
}

pub(super) fn newest(all: &[Activity]) -> Answer {
    answer(&question(None, TimelineFilter::All), all)
}

fn visits(count: i64) -> Vec<Activity> {
    (0..count)
        .map(|i| visit(i, minutes_ago(10 * (count - i)), &format!("/page/{i}")))
        .collect()
}

pub(super) fn loaded(all: &[Activity]) -> CardView {
    let (mut view, _) = CardView::open(ME);
    let _ = view.loaded(&Answer::Card(Some(Box::new(fixture::card()))));
    let _ = view.loaded(&newest(all));
    view
}

pub(super) fn story() -> Vec<Activity> {
    let call = Fact::Call {
        outcome: Outcome::NoAnswer,
        callback_at: None,
    };
    let note = Fact::Note {
        text: "Asks for a pilot in May; the line in Tampere is to be rebuilt and the old supplier has not answered for two weeks. \
               Wants to see the plan before the board meets."
            .to_owned(),
    };
    vec![
        visit(1, minutes_ago(5_000), "/product"),
        fixture::entry(2, minutes_ago(2_900), "", Fact::Handoff(fixture::handoff())),
        fixture::entry(3, minutes_ago(2_850), "mikko", Fact::Accept),
        fixture::entry(4, minutes_ago(90), "mikko", call),
        fixture::entry(5, minutes_ago(80), "mikko", note),
        fixture::entry(6, minutes_ago(70), "mikko", Fact::Bant(fixture::bant())),
        visit(7, minutes_ago(30), "/pricing/teams"),
        visit(8, minutes_ago(4), "/pricing"),
    ]
}

/// The entries from the first shown one on.
fn shown(view: &CardView) -> &[Activity] {
    &view.history.entries()[view.history.top().entry..]
}

fn frame(view: &CardView, columns: u16, rows: u16) -> String {
    let ctx = context(columns, rows);
    fixture::frame(columns, rows, |frame, area| view.render(&ctx, frame, area))
}

pub(super) fn asked(effects: &[Effect]) -> Vec<TimelineQuery> {
    let timeline = effects.iter().filter_map(|effect| match effect {
        Effect::Load(Query::Timeline(query)) => Some(query.clone()),
        Effect::Load(_)
        | Effect::Submit(_)
        | Effect::Copy(_)
        | Effect::Dial(_)
        | Effect::After(_)
        | Effect::Bell
        | Effect::Suspend
        | Effect::Quit => None,
    });
    timeline.collect()
}

#[test]
fn the_time_where_the_contact_is_stands_beside_its_number() {
    let mut card = fixture::card();
    let fields = &mut card.subject.contact.fields;
    fields.insert(Field::Country, "US".to_owned());
    fields.insert(Field::State, "HI".to_owned());
    let (mut view, _) = CardView::open(ME);
    let _ = view.loaded(&Answer::Card(Some(Box::new(card))));
    let shown = frame(&view, 80, 24);
    let there = fixture::NOW.with_timezone(&chrono_tz::Pacific::Honolulu);
    let chip = format!("+358401234567  ·  there {}", there.format("%a %-H:%M"));
    assert!(shown.contains(&chip), "{shown}");
    assert!(!frame(&loaded(&[]), 80, 24).contains("there "), "at home");
}

#[test]
fn opening_asks_for_the_contact_and_the_newest_entries() {
    let (_, effects) = CardView::open(ME);
    let newest = Query::Timeline(question(None, TimelineFilter::All));
    assert_eq!(effects, [Effect::Load(Query::Card(ME)), Effect::Load(newest)]);
}

#[test]
fn nearing_the_end_asks_for_the_next_window_once() {
    let all = visits(250);
    let mut view = loaded(&all);
    let ctx = context(80, 24);
    let mut questions = Vec::new();
    for _ in 0..30 {
        questions.extend(asked(&view.act(Action::PageDown, &ctx)));
    }
    let last = &all[150];
    assert_eq!(
        questions,
        [question(Some((last.at, last.seq)), TimelineFilter::All)]
    );
}

#[test]
fn the_whole_history_can_be_walked_and_stays_in_order() {
    let all = visits(457);
    let mut view = loaded(&all);
    let ctx = context(120, 40);
    for _ in 0..600 {
        for query in asked(&view.act(Action::Down, &ctx)) {
            let _ = view.loaded(&answer(&query, &all));
        }
    }
    assert!(!view.history.goes_on());
    assert_eq!(shown(&view).last().map(|entry| entry.seq), Some(Seq(0)));
    let _ = view.act(Action::Top, &ctx);
    let seen: Vec<i64> = shown(&view).iter().map(|entry| entry.seq.0).collect();
    assert_eq!(seen, (0..457).rev().collect::<Vec<_>>());
}

#[test]
fn the_last_key_goes_on_until_the_beginning_of_the_history() {
    let all = visits(457);
    let mut view = loaded(&all);
    let ctx = context(120, 40);
    let mut effects = view.act(Action::Bottom, &ctx);
    let mut windows = 0;
    while let Some(query) = asked(&effects).pop() {
        assert!(query.limit <= 100, "a window is read at once");
        effects = view.loaded(&answer(&query, &all));
        windows += 1;
    }
    assert_eq!(windows, 4);
    assert!(!view.history.goes_on());
    assert_eq!(shown(&view).last().map(|entry| entry.seq), Some(Seq(0)));
    let _ = view.act(Action::Up, &ctx);
    assert!(!view.history.goes_to_end());
}

#[test]
fn where_the_card_does_not_fit_it_is_scrolled_as_a_whole() {
    let mut view = loaded(&story());
    let ctx = context(40, 10);
    assert!(frame(&view, 40, 6).contains("+358401234567"));
    let mut seen = String::new();
    for _ in 0..200 {
        seen.push_str(&frame(&view, 40, 6));
        let _ = view.act(Action::Down, &ctx);
    }
    for part in ["from fit", "budget", "Why", "Contact", "page", "the beginning"] {
        assert!(seen.contains(part), "{part}\n{seen}");
    }
    for _ in 0..200 {
        let _ = view.act(Action::Up, &ctx);
    }
    assert!(frame(&view, 40, 6).contains("+358401234567"));
    for action in [Action::PageDown, Action::Bottom] {
        let _ = view.act(action, &ctx);
        assert!(!frame(&view, 40, 6).contains("+358401234567"), "{action:?}");
    }
}

#[test]
fn a_question_that_a_key_would_answer_is_in_sight_at_every_size() {
    for rows in 6..30 {
        let mut view = loaded(&story());
        let ctx = context(40, rows + 4);
        let walk = [
            Action::BantNext,
            Action::Down,
            Action::Bottom,
            Action::BantPrevious,
            Action::PageUp,
        ];
        for action in walk.into_iter().cycle().take(40) {
            let _ = view.act(action, &ctx);
            let shown = frame(&view, 40, rows);
            let answered = !view.act(Action::BantCycle, &ctx).is_empty();
            assert_eq!(view.is_asking(), answered);
            assert!(!answered || shown.contains('['), "{rows} {action:?}\n{shown}");
        }
    }
}

#[test]
fn a_window_that_failed_is_asked_for_again() {
    let mut view = loaded(&visits(250));
    let ctx = context(80, 24);
    assert_eq!(asked(&view.act(Action::Bottom, &ctx)).len(), 1);
    assert_eq!(asked(&view.act(Action::Down, &ctx)).len(), 0);
    view.load_failed();
    assert_eq!(asked(&view.act(Action::Down, &ctx)).len(), 1);
}

#[test]
fn answers_about_others_and_to_older_questions_are_left_alone() {
    let mut view = loaded(&story());
    let before = frame(&view, 120, 40);
    let mut other = question(None, TimelineFilter::All);
    other.contact = ContactId(2);
    let _ = view.loaded(&answer(&other, &visits(5)));
    let _ = view.loaded(&answer(&question(None, TimelineFilter::Talks), &visits(5)));
    let _ = view.loaded(&answer(
        &question(Some((minutes_ago(50), Seq(1))), TimelineFilter::All),
        &visits(5),
    ));
    let mut stranger = fixture::card();
    stranger.subject.contact.id = ContactId(2);
    let _ = view.loaded(&Answer::Card(Some(Box::new(stranger))));
    let _ = view.loaded(&Answer::Card(None));
    assert_eq!(frame(&view, 120, 40), before);
}

#[test]
fn the_filter_goes_through_all_kinds_and_asks_for_each() {
    let mut view = loaded(&story());
    let ctx = context(80, 24);
    for filter in [
        TimelineFilter::Behaviour,
        TimelineFilter::Talks,
        TimelineFilter::Moves,
        TimelineFilter::All,
    ] {
        assert_eq!(asked(&view.act(Action::Filter, &ctx)), [question(None, filter)]);
    }
}

#[test]
fn answering_a_question_says_on_which_version_it_was_decided() {
    let mut view = loaded(&story());
    let ctx = context(120, 40);
    assert_eq!(
        view.act(Action::BantYes, &ctx),
        [],
        "no question is under the cursor"
    );
    let _ = view.act(Action::BantNext, &ctx);
    let _ = view.act(Action::BantNext, &ctx);
    assert!(frame(&view, 120, 40).contains("[authority ?]"));
    let order = |answer| {
        [Effect::Submit(Order {
            contact: ME,
            version: Some(7),
            command: Command::Answer {
                question: Question::Authority,
                answer,
                opens: None,
            },
            at: None,
        })]
    };
    assert_eq!(view.act(Action::BantYes, &ctx), order(BantAnswer::Yes));
    assert_eq!(view.act(Action::BantNo, &ctx), order(BantAnswer::No));
    assert_eq!(
        view.act(Action::BantUnknown, &ctx),
        [],
        "that is the answer already"
    );
    assert_eq!(view.act(Action::BantCycle, &ctx), order(BantAnswer::Yes));
    let _ = view.act(Action::Escape, &ctx);
    assert!(!view.is_asking());
}

#[test]
fn the_clock_runs_on_the_card_until_somebody_has_tried() {
    let mut card = fixture::card();
    if let Some(handoff) = &mut card.subject.handoff {
        handoff.handed_at = minutes_ago(27);
        handoff.first_attempt_at = None;
    }
    let mut view = loaded(&story());
    let _ = view.loaded(&Answer::Card(Some(Box::new(card.clone()))));
    assert!(frame(&view, 120, 40).contains("due 10:15, 0:33 left"));
    if let Some(handoff) = &mut card.subject.handoff {
        handoff.handed_at = minutes_ago(60 * 24 * 4);
    }
    let _ = view.loaded(&Answer::Card(Some(Box::new(card))));
    assert!(frame(&view, 120, 40).contains("‼ late, was due"));
}

#[test]
fn the_questions_are_walked_in_a_ring_both_ways() {
    let mut view = loaded(&story());
    let ctx = context(120, 40);
    let mut walk = |action| {
        let _ = view.act(action, &ctx);
        view.question
    };
    for question in Question::ALL {
        assert_eq!(walk(Action::BantNext), Some(question));
    }
    assert_eq!(walk(Action::BantNext), Some(Question::Budget));
    assert_eq!(walk(Action::BantPrevious), Some(Question::Timeframe));
}

#[test]
fn under_a_question_every_key_that_answers_it_is_named() {
    let ctx = context(80, 24);
    let mut view = loaded(&story());
    for question in Question::ALL {
        let _ = view.act(Action::BantNext, &ctx);
        let frame = frame(&view, 80, 24);
        let (yes, no) = match question {
            Question::Timeframe => ("+ now", "- later"),
            Question::Budget | Question::Authority | Question::Need => ("+ yes", "- no"),
        };
        for hint in [
            yes,
            no,
            "0 unknown",
            "enter next answer",
            "b next question",
            "esc done",
        ] {
            assert!(frame.contains(hint), "{hint}\n{frame}");
        }
    }
}

#[test]
fn times_can_be_exact() {
    let mut view = loaded(&story());
    assert!(frame(&view, 120, 40).contains("4 min ago"));
    let _ = view.act(Action::ExactTimes, &context(120, 40));
    assert!(frame(&view, 120, 40).contains("23.11.2026 9:38:00"));
    assert!(frame(&view, 50, 40).contains("9:38:00"));
}

#[test]
fn the_phone_number_is_readable_at_every_size() {
    let view = loaded(&story());
    for (columns, rows) in [(30, 12), (48, 30), (80, 24), (120, 40), (200, 60)] {
        assert!(
            frame(&view, columns, rows).contains("+358401234567"),
            "{columns}x{rows}"
        );
    }
}

#[test]
fn the_details_scroll_and_stop_at_their_end() {
    let mut card = fixture::card();
    for i in 0..200 {
        card.subject
            .contact
            .custom
            .insert(format!("column {i:03}"), "x".to_owned());
    }
    let mut view = loaded(&story());
    let _ = view.loaded(&Answer::Card(Some(Box::new(card))));
    let ctx = context(80, 24);
    let _ = view.act(Action::Pane, &ctx);
    assert!(!frame(&view, 80, 24).contains("column 199"));
    let _ = view.act(Action::Bottom, &ctx);
    assert!(frame(&view, 80, 24).contains("column 199"));
    let _ = view.act(Action::Top, &ctx);
    assert!(frame(&view, 80, 24).contains("Why"));
}

#[test]
fn somebody_who_is_gone_is_said_to_be_gone() {
    let (mut view, _) = CardView::open(ME);
    assert!(frame(&view, 80, 24).contains("Loading"));
    let _ = view.loaded(&Answer::Card(None));
    assert!(frame(&view, 80, 24).contains("no such contact"));
}

#[test]
fn somebody_of_whom_nothing_is_known_has_a_card_too() {
    let (mut view, _) = CardView::open(ME);
    let mut card = fixture::card();
    card.subject =
        crate::domain::subject::Subject::new(crate::domain::contact::Contact::new(ME, fixture::NOW));
    card.colleagues.clear();
    let _ = view.loaded(&Answer::Card(Some(Box::new(card))));
    let _ = view.loaded(&newest(&[]));
    for (columns, rows) in [(80, 24), (120, 40), (200, 60)] {
        let frame = frame(&view, columns, rows);
        assert!(
            frame.contains("#1") && frame.contains("no phone number"),
            "{frame}"
        );
        assert!(frame.contains("Nothing has happened yet."), "{frame}");
    }
}

#[test]
fn the_card_of_somebody_who_was_erased_says_so_and_neither_scores_nor_asks() {
    let (mut view, _) = CardView::open(ME);
    let mut card = fixture::card();
    card.subject =
        crate::domain::subject::Subject::new(crate::domain::contact::Contact::new(ME, fixture::NOW));
    card.subject.lead.stage = crate::domain::lead::Stage::Erased;
    card.colleagues.clear();
    let _ = view.loaded(&Answer::Card(Some(Box::new(card))));
    let _ = view.loaded(&newest(&[]));
    let frame = frame(&view, 120, 40);
    assert!(
        frame.contains("nothing is known of the person any more"),
        "{frame}"
    );
    for absent in ["budget", "class", "no phone number", " x "] {
        assert!(!frame.contains(absent), "{absent}\n{frame}");
    }
}

fn hostile() -> CardView {
    let mut card = fixture::card();
    let subject = &mut card.subject;
    for field in Field::ALL {
        let evil = fixture::HOSTILE.to_owned();
        if field.of_company() {
            subject.company.iter_mut().for_each(|company| {
                company.fields.insert(field, evil.clone());
            });
        } else {
            subject.contact.fields.insert(field, evil);
        }
    }
    subject
        .contact
        .custom
        .insert(fixture::HOSTILE.to_owned(), fixture::HOSTILE.repeat(300));
    subject.lead.owner = Some(fixture::HOSTILE.to_owned());
    card.colleagues = vec![fixture::line(2, fixture::HOSTILE, fixture::HOSTILE)];
    let mut all = vec![visit(9, minutes_ago(1), &fixture::HOSTILE.repeat(50))];
    let text = fixture::HOSTILE.repeat(200);
    all.push(fixture::entry(
        10,
        minutes_ago(2),
        fixture::HOSTILE,
        Fact::Note { text },
    ));
    let mut view = loaded(&all);
    let _ = view.loaded(&Answer::Card(Some(Box::new(card))));
    view
}

#[test]
fn hostile_text_neither_reaches_the_terminal_nor_bends_the_frame() {
    let view = hostile();
    for (columns, rows) in [(80, 24), (120, 40), (200, 60)] {
        let frame = frame(&view, columns, rows);
        for row in frame.lines() {
            assert_eq!(text::harmless(row), row);
            assert!(text::width(row) <= usize::from(columns), "{row}");
        }
        assert_eq!(frame.split('\n').count(), usize::from(rows));
        if columns >= 100 {
            let borders = frame.lines().filter(|row| row.contains('│')).count();
            assert!(borders > usize::from(rows) / 2, "{frame}");
        }
    }
}

#[test]
fn the_card_at_three_sizes() {
    let mut view = loaded(&story());
    let _ = view.act(Action::BantNext, &context(120, 40));
    for (columns, rows) in [(48, 36), (80, 24), (120, 40), (200, 60)] {
        insta::assert_snapshot!(format!("card_{columns}x{rows}"), frame(&view, columns, rows));
    }
}

/// A card that shows all of the scoring, and the house that it is shown in.
fn thick(columns: u16, rows: u16) -> (CardView, Context) {
    let mut ctx = context(columns, rows);
    let policy = std::sync::Arc::make_mut(&mut ctx.policy);
    let card = fixture::thick_card(policy);
    let mut view = loaded(&story());
    let _ = view.loaded(&Answer::Card(Some(Box::new(card))));
    (view, ctx)
}

fn thick_frame(columns: u16, rows: u16, keys: &[Action]) -> String {
    let (mut view, ctx) = thick(columns, rows);
    for key in keys {
        let _ = view.act(*key, &ctx);
    }
    fixture::frame(columns, rows, |frame, area| view.render(&ctx, frame, area))
}

#[test]
fn the_card_of_a_house_that_uses_all_of_the_scoring() {
    for (columns, rows) in [(48, 36), (80, 24), (120, 40)] {
        insta::assert_snapshot!(
            format!("scoring_{columns}x{rows}"),
            thick_frame(columns, rows, &[])
        );
    }
    insta::assert_snapshot!("scoring_details_80x24", thick_frame(80, 24, &[Action::Pane]));
}

#[test]
fn a_lead_whose_class_goes_to_sales_says_why_it_is_with_marketing() {
    let mut ctx = context(80, 24);
    let policy = std::sync::Arc::make_mut(&mut ctx.policy);
    policy.routing.a.min_group = 40;
    policy.model.weights.base = 80.0;
    let mut card = fixture::card();
    card.colleagues.clear();
    for (stage, told) in [(Stage::Nurture, true), (Stage::Queued, false)] {
        card.subject.lead.stage = stage;
        let mut view = loaded(&story());
        let _ = view.loaded(&Answer::Card(Some(Box::new(card.clone()))));
        let frame = fixture::frame(80, 24, |frame, area| view.render(&ctx, frame, area));
        let words = "stays: combined score 33 of 40 asked ([routing.a] min_group)";
        assert_eq!(frame.contains(words), told, "{frame}");
    }
}

#[test]
fn a_call_can_be_opened_with_what_the_card_says_of_the_interest() {
    for (columns, rows) in [(48, 36), (80, 24), (120, 40)] {
        let frame = thick_frame(columns, rows, &[]);
        for words in ["now: pricing (4 min ago)", "all time: integrations (12 looks)"] {
            assert!(frame.contains(words), "{words}\n{frame}");
        }
    }
}

#[test]
fn the_reasons_and_the_sum_are_those_of_the_score_at_every_width() {
    let (view, ctx) = thick(80, 24);
    let card = view
        .card()
        .map(|card| card.subject.score.clone())
        .unwrap_or_default();
    let reasons = ctx.policy.model.explain(&card, ctx.now);
    let lost: i32 = reasons.iter().map(crate::domain::score::Reason::lost).sum();
    let total = ctx.policy.model.score(&card, ctx.now).total;
    assert!(lost > 0);
    for (columns, rows) in [(80, 24), (120, 40), (200, 60)] {
        let frame = thick_frame(columns, rows, &[Action::Pane]);
        assert!(
            frame.contains(&format!("{total:>4}  in all; {lost} more while fresh ░")),
            "{frame}"
        );
        assert!(frame.contains("▇░"), "{frame}");
    }
}

#[test]
fn a_class_is_told_by_the_name_that_the_house_gives_it() {
    let frame = thick_frame(120, 40, &[]);
    assert!(
        frame.contains("unless touched") && frame.contains("drops to"),
        "{frame}"
    );
    assert!(
        ["(warm)", "(cool)", "(cold)"]
            .iter()
            .any(|name| frame.contains(name)),
        "{frame}"
    );
}

#[test]
fn who_is_active_stands_first_in_the_group_and_the_missing_role_is_told() {
    let frame = thick_frame(80, 40, &[Action::Pane]);
    let lines: Vec<&str> = frame
        .lines()
        .filter(|line| line.contains("2 h ago") || line.contains("yesterday"))
        .collect();
    assert!(
        frame.contains("expert unknown") && frame.contains("buyer known"),
        "{frame}"
    );
    assert!(frame.contains("this contact and 2 others active"), "{frame}");
    assert!(
        lines
            .first()
            .is_some_and(|line| line.contains("● ") && line.contains("Olavi")),
        "{frame}"
    );
}

#[test]
fn the_hostile_card_at_three_sizes() {
    for (columns, rows) in [(80, 24), (120, 40), (200, 60)] {
        insta::assert_snapshot!(
            format!("hostile_{columns}x{rows}"),
            frame(&hostile(), columns, rows)
        );
    }
}

proptest! {
    /// Whatever comes in between, and in whatever order it happened: the entry on top stays on top, and the entries stay
    /// in order.
    #[test]
    fn new_entries_do_not_move_what_is_being_read(
        steps in 1_usize..90,
        late in prop::collection::vec(0_i64..3_000, 0..30),
    ) {
        let mut all = visits(300);
        let mut view = loaded(&all);
        let ctx = context(80, 24);
        for _ in 0..steps {
            for query in asked(&view.act(Action::Down, &ctx)) {
                let _ = view.loaded(&answer(&query, &all));
            }
        }
        let top = shown(&view)[0].clone();
        all.extend((1_000..).zip(&late).map(|(seq, minutes)| visit(seq, minutes_ago(*minutes), "/late")));
        let _ = view.loaded(&newest(&all));
        if late.len() + steps < 100 {
            prop_assert_eq!(&shown(&view)[0], &top);
        }
        let _ = view.act(Action::Top, &ctx);
        let places: Vec<_> = shown(&view).iter().map(|entry| (entry.at, entry.seq)).collect();
        prop_assert!(places.windows(2).all(|pair| pair[0] > pair[1]));
    }
}
