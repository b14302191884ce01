//! Every command against every stage, for who holds the lead and for others: what is not legal is a sentence.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use chrono::{NaiveTime, TimeDelta};
use chrono_tz::UTC;

use super::*;
use crate::domain::activity::{Activity, Event, Seq, TriageChoice};
use crate::domain::bant::{Answer, Bant, Question};
use crate::domain::contact::{Contact, ContactId, ContactPatch, Field};
use crate::domain::lead::{Outcome, ReturnReason};
use crate::domain::policy::{Clocks, Criteria, Known, Routing, Value};
use crate::domain::score::{Model, Thresholds};

/// Where a command is legal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Legal {
    /// In every stage, for everybody.
    Always,
    /// While marketing has the lead.
    InMarketing,
    /// While it waits for triage.
    InTriage,
    /// In sales' hand, for everybody.
    InSales,
    /// In the queue.
    InQueue,
    /// In the queue, or in one's own hand.
    InReach,
    /// In one's own hand.
    InMyHand,
    /// Never, here.
    Never,
}

impl Legal {
    fn holds(self, stage: Stage, owner: Option<&str>) -> bool {
        let mine = stage.is_taken() && owner == Some("anna");
        let free = stage == Stage::Queued && owner.is_none_or(|owner| owner == "anna");
        match self {
            Self::Always => true,
            Self::InMarketing => stage.hand() == Hand::Marketing,
            Self::InTriage => stage == Stage::Triage,
            Self::InSales => stage.hand() == Hand::Sales,
            Self::InQueue => free,
            Self::InReach => free || mine,
            Self::InMyHand => mine,
            Self::Never => false,
        }
    }
}

fn now() -> Time {
    "2026-03-10T08:00:00Z".parse().unwrap()
}

fn policy() -> Policy {
    let criteria = Criteria {
        min_fit: 0,
        min_engagement: 0,
        min_group: 0,
        phone_known: Known::Optional,
    };
    Policy {
        model: Model {
            explicit: Vec::new(),
            behaviour: Vec::new(),
            classes: Thresholds([70.0, 50.0, 30.0]),
            letters: Thresholds([75.0, 50.0, 25.0]),
            digits: Thresholds([75.0, 50.0, 25.0]),
            ..Model::default()
        },
        shadows: Vec::new(),
        routing: Routing {
            a: criteria,
            b: criteria,
            budget_season: (10, 1),
        },
        value: Value {
            currency: "€".to_owned(),
            by_company_size: Vec::new(),
            default_deal_size: 10_000.0,
            probability: [0.4, 0.2, 0.1, 0.0],
        },
        clocks: Clocks {
            zone: chrono_tz::Europe::Helsinki,
            hours: (
                NaiveTime::from_hms_opt(8, 0, 0).unwrap(),
                NaiveTime::from_hms_opt(16, 0, 0).unwrap(),
            ),
            days: [true; 7],
            urgent_minutes: 60,
            normal_minutes: 480,
            at_risk_from: 0.75,
            patience_minutes: 4_800,
            cool_off_minutes: 120,
        },
        rank: crate::domain::policy::RankRules::default(),
    }
}

fn desk(policy: &Policy) -> Desk<'_> {
    Desk {
        who: "anna",
        at: now(),
        policy,
    }
}

fn subject(stage: Stage, owner: Option<&str>) -> Subject {
    let mut contact = Contact::new(ContactId(1), now());
    contact.fields.insert(Field::FullName, "Aino Niemi".to_owned());
    let mut subject = Subject::new(contact);
    subject.lead.stage = stage;
    subject.lead.owner = owner.map(ToOwned::to_owned);
    subject
}

fn order(command: Command) -> Order {
    Order {
        contact: ContactId(1),
        version: None,
        command,
        at: None,
    }
}

fn give_back(reason: ReturnReason, wake_at: Option<Time>) -> Command {
    Command::Return {
        reason,
        note: String::new(),
        wake_at,
    }
}

fn call(outcome: Outcome, callback_at: Option<Time>) -> Command {
    Command::Call {
        outcome,
        callback_at,
        note: String::new(),
    }
}

fn commands() -> Vec<(Command, Legal)> {
    let mut patch = ContactPatch::default();
    patch.set(Field::Title, "CEO");
    vec![
        (Command::Take, Legal::InQueue),
        (Command::Release, Legal::InMyHand),
        (call(Outcome::NoAnswer, None), Legal::InReach),
        (
            call(Outcome::CallBack, Some(now() + TimeDelta::hours(1))),
            Legal::InReach,
        ),
        (Command::Meeting { at: None }, Legal::InReach),
        (Command::Offer { amount: Some(1.0) }, Legal::InReach),
        (
            Command::Note {
                text: "remember".to_owned(),
            },
            Legal::Always,
        ),
        (
            Command::Answer {
                question: Question::Need,
                answer: Answer::Yes,
                opens: None,
            },
            Legal::Always,
        ),
        (Command::Handoff { to: None }, Legal::InMarketing),
        (give_back(ReturnReason::Need, None), Legal::InReach),
        (
            Command::Triage {
                to: TriageChoice::Nurture,
                wake_at: None,
                note: String::new(),
            },
            Legal::InTriage,
        ),
        (Command::Win { amount: None }, Legal::InMyHand),
        (
            Command::Lose {
                reason: String::new(),
            },
            Legal::InMyHand,
        ),
        (
            Command::Reassign {
                to: Recipient::Known("cecilia".to_owned()),
            },
            Legal::InSales,
        ),
        (Command::Undo, Legal::Never),
        (Command::Edit(patch), Legal::Always),
        (Command::Record(Event::default()), Legal::Always),
        (Command::Tick, Legal::Always),
    ]
}

/// Who may hold a lead of a stage.
fn holders(stage: Stage) -> Vec<Option<&'static str>> {
    match stage.hand() {
        Hand::Sales if stage == Stage::Queued => vec![None, Some("anna"), Some("ben")],
        Hand::Sales => vec![Some("anna"), Some("ben")],
        Hand::Marketing | Hand::Closed => vec![None],
    }
}

#[test]
fn a_move_is_legal_where_the_table_says_so_and_else_refused_in_a_sentence() {
    let policy = policy();
    for (command, legal) in commands() {
        for stage in Stage::ALL {
            for owner in holders(stage) {
                let subject = subject(stage, owner);
                let told = decide(&subject, &order(command.clone()), &desk(&policy));
                let place = format!("{command:?} of a lead that is {} with {owner:?}", stage.name());
                let may = stage != Stage::Erased || command == Command::Tick;
                assert_eq!(
                    told.is_ok(),
                    may && legal.holds(stage, owner),
                    "{place}: {told:?}"
                );
                if let Err(refusal) = told {
                    let sentence = refusal.to_string();
                    assert!(sentence.split(' ').count() > 4, "{place}: {sentence}");
                    let named = sentence.contains("Aino Niemi") || command == Command::Undo;
                    assert!(named, "{place}: {sentence}");
                }
            }
        }
    }
}

#[test]
fn whoever_is_too_late_is_told_by_whom_it_was_taken() {
    let policy = policy();
    let subject = subject(Stage::Working, Some("ben"));
    for version in [None, Some(7)] {
        let order = Order {
            version,
            ..order(Command::Take)
        };
        let refusal = decide(&subject, &order, &desk(&policy)).unwrap_err();
        assert!(matches!(&refusal, Refusal::Taken { owner, .. } if owner == "ben"));
    }
}

#[test]
fn a_decision_on_another_version_is_refused_and_says_what_is_new() {
    let policy = policy();
    let subject = subject(Stage::Triage, None);
    let order = Order {
        version: Some(3),
        ..order(Command::Take)
    };
    let refusal = decide(&subject, &order, &desk(&policy)).unwrap_err();
    assert!(matches!(&refusal, Refusal::Moved { what, .. } if what.contains("triage")));
}

#[test]
fn a_time_that_should_lie_ahead_and_does_not_is_refused() {
    let policy = policy();
    let working = subject(Stage::Working, Some("anna"));
    let late = Some(now() - TimeDelta::minutes(1));
    for command in [
        call(Outcome::CallBack, None),
        call(Outcome::CallBack, late),
        give_back(ReturnReason::Timeframe, late),
        give_back(ReturnReason::NotWorked, None),
    ] {
        let refusal = decide(&working, &order(command), &desk(&policy)).unwrap_err();
        assert!(matches!(refusal, Refusal::Rule(_)), "{refusal:?}");
    }
    let triage = Command::Triage {
        to: TriageChoice::Nurture,
        wake_at: late,
        note: String::new(),
    };
    let told = decide(&subject(Stage::Triage, None), &order(triage), &desk(&policy));
    assert!(matches!(told, Err(Refusal::Rule(_))));
}

#[test]
fn what_is_dated_before_the_handoff_does_not_answer_it() {
    let policy = policy();
    let desk = desk(&policy);
    let mut lead = subject(Stage::Queued, None);
    lead.handoff = Some(handoff(&lead, None, &desk));
    let early = Desk {
        at: desk.at - TimeDelta::minutes(1),
        ..desk
    };
    let acts = [
        Command::Take,
        call(Outcome::Reached, None),
        give_back(ReturnReason::Need, None),
        Command::Meeting { at: None },
    ];
    for command in acts {
        assert!(decide(&lead, &order(command.clone()), &desk).is_ok());
        assert!(
            decide(&lead, &order(command.clone()), &early).is_ok(),
            "the clock was put back"
        );
        let dated = Order {
            at: Some(early.at),
            ..order(command)
        };
        let refused = decide(&lead, &dated, &early).unwrap_err().to_string();
        assert!(refused.contains("was handed to sales"), "{refused}");
    }
    let note = Command::Note {
        text: "met at the fair".to_owned(),
    };
    assert!(decide(&lead, &order(note), &early).is_ok());
}

#[test]
fn who_asked_not_to_be_called_is_not_handed_to_sales() {
    let policy = policy();
    let mut subject = subject(Stage::Nurture, None);
    subject.contact.fields.insert(Field::DoNotCall, "yes".to_owned());
    let told = decide(&subject, &order(Command::Handoff { to: None }), &desk(&policy));
    assert!(matches!(told, Err(Refusal::Rule(_))));
    assert_eq!(consequence(&subject, &policy, now(), 100), None);
}

#[test]
fn the_rules_hand_over_whose_group_is_good_enough() {
    let mut policy = policy();
    let mut subject = subject(Stage::Nurture, None);
    policy.model.weights.base = 80.0;
    subject.lead.class = Class::A;
    let handed = |policy: &Policy, group| consequence(&subject, policy, now(), group).is_some();
    assert!(handed(&policy, 0));
    policy.routing.b.min_group = 40;
    assert!(handed(&policy, 0), "nothing is asked of class A");
    policy.routing.a.min_group = 40;
    assert!(!handed(&policy, 39));
    assert!(handed(&policy, 40));
    let why = "combined score 39 of 40 asked ([routing.a] min_group)";
    assert_eq!(stays(&subject, &policy, now(), || 39).as_deref(), Some(why));
    assert_eq!(stays(&subject, &policy, now(), || 40), None);
}

#[test]
fn no_call_of_who_asked_not_to_be_called_is_recorded_and_the_refusal_says_what_to_do_instead() {
    let policy = policy();
    for stage in [Stage::Queued, Stage::Accepted, Stage::Working, Stage::Meeting] {
        let mut subject = subject(stage, stage.is_taken().then_some("anna"));
        subject.contact.fields.insert(Field::DoNotCall, "yes".to_owned());
        let told = |command| decide(&subject, &order(command), &desk(&policy));
        let later = Some(now() + TimeDelta::days(1));
        for command in [call(Outcome::Reached, None), call(Outcome::CallBack, later)] {
            let refused = told(command).unwrap_err().to_string();
            for words in [
                "has asked not to be called",
                "write instead",
                "do-not-call CONTACT --clear",
            ] {
                assert!(refused.contains(words), "{stage:?}: {refused}");
            }
        }
        assert!(
            told(Command::Meeting { at: None }).is_ok(),
            "people write and meet"
        );
        assert!(told(give_back(ReturnReason::DoNotCall, None)).is_ok());
        let refused = told(give_back(ReturnReason::DoNotCall, later))
            .unwrap_err()
            .to_string();
        assert!(refused.contains("leave the date out"), "{refused}");
    }
}

#[test]
fn the_first_act_on_a_queued_lead_takes_it() {
    let policy = policy();
    let queued = subject(Stage::Queued, None);
    for command in [
        call(Outcome::Reached, None),
        Command::Meeting { at: None },
        Command::Offer { amount: None },
    ] {
        let facts = decide(&queued, &order(command), &desk(&policy)).unwrap();
        assert_eq!((facts.len(), &facts[0]), (2, &Fact::Accept));
    }
}

#[test]
fn every_return_of_the_four_writes_the_answer_that_it_is() {
    let policy = policy();
    let working = subject(Stage::Working, Some("anna"));
    for (reason, question) in [
        (ReturnReason::Need, Question::Need),
        (ReturnReason::Budget, Question::Budget),
        (ReturnReason::Authority, Question::Authority),
        (ReturnReason::Timeframe, Question::Timeframe),
    ] {
        let facts = decide(&working, &order(give_back(reason, None)), &desk(&policy)).unwrap();
        let [Fact::Return(back), Fact::Bant(bant)] = facts.as_slice() else {
            unreachable!("a return and an answer: {facts:?}");
        };
        assert_eq!((back.reason, bant.get(question)), (reason, Answer::No));
        assert_eq!(back.wake_at.is_some(), reason == ReturnReason::Budget);
    }
    for reason in ReturnReason::ALL.into_iter().skip(4) {
        let told = decide(&working, &order(give_back(reason, None)), &desk(&policy));
        let answers = told
            .iter()
            .flatten()
            .filter(|fact| matches!(fact, Fact::Bant(_)))
            .count();
        assert_eq!(answers, 0, "{reason:?}");
    }
}

#[test]
fn what_is_known_already_writes_nothing() {
    let policy = policy();
    let mut known = subject(Stage::Nurture, None);
    known.bant.need = Answer::Yes;
    let answer = Command::Answer {
        question: Question::Need,
        answer: Answer::Yes,
        opens: None,
    };
    assert_eq!(decide(&known, &order(answer), &desk(&policy)), Ok(Vec::new()));
    let mut patch = ContactPatch::default();
    patch.set(Field::FullName, "Aino Niemi");
    assert_eq!(
        decide(&known, &order(Command::Edit(patch)), &desk(&policy)),
        Ok(Vec::new())
    );
}

#[test]
fn an_answer_is_told_and_not_only_the_class_that_came_of_it() {
    let policy = policy();
    let mut bant = Bant::default();
    bant.set(Question::Budget, Answer::Yes);
    bant.set(Question::Timeframe, Answer::No);
    let class = Fact::ScoreClass {
        from: Class::C,
        to: Class::B,
        score: 50,
    };
    let facts = [Fact::Bant(bant), class];
    let told = |was| describe("Aino", &facts, was, &desk(&policy));
    assert_eq!(told(None), "Answers of Aino: budget yes, timeframe later");
    let mut was = bant;
    was.set(Question::Timeframe, Answer::Unknown);
    let now = "(answers now: budget yes, timeframe later)";
    assert_eq!(told(Some(was)), format!("Aino: timeframe later {now}"));
    let facts = [Fact::Bant(Bant::default())];
    was.set(Question::Budget, Answer::No);
    let told = describe("Aino", &facts, Some(was), &desk(&policy));
    assert_eq!(told, "Aino: budget unknown (answers now: none)");
    was = Bant::default();
    bant.set(Question::Timeframe, Answer::Unknown);
    let told = describe("Aino", &[Fact::Bant(bant)], Some(was), &desk(&policy));
    assert_eq!(told, "Aino: budget yes", "the only one");
}

#[test]
fn an_answer_taken_back_is_told_by_its_question_with_the_answers_that_stay() {
    let policy = policy();
    let answers = [
        (Question::Budget, Answer::Yes),
        (Question::Authority, Answer::No),
        (Question::Timeframe, Answer::No),
    ];
    let mut bant = Bant::default();
    let mut history = Vec::new();
    for (seq, (question, answer)) in (1..).zip(answers) {
        bant.set(question, answer);
        history.push(entry(seq, Fact::Bant(bant)));
    }
    let mut subject = subject(Stage::Working, Some("anna"));
    subject.bant = bant;
    let undo = undo::decide(&history, &subject, None, &desk(&policy)).unwrap();
    let told = describe("Aino", &[undo], Some(bant), &desk(&policy));
    assert_eq!(
        told,
        "Taken back for Aino: answer on timeframe (answers now: budget yes, authority no)"
    );
    let call = Fact::Call {
        outcome: Outcome::Reached,
        callback_at: None,
    };
    let undo = undo::decide(&[entry(1, call)], &subject, None, &desk(&policy)).unwrap();
    let told = describe("Aino", &[undo], Some(Bant::default()), &desk(&policy));
    assert!(!told.contains("answer"), "{told}");
}

/// One act of anna's, and its place in the log.
fn entry(seq: i64, fact: Fact) -> Activity {
    Activity {
        seq: Seq(seq),
        act: Seq(seq),
        contact: ContactId(1),
        at: now(),
        recorded_at: now(),
        by: "anna".to_owned(),
        source: "cockpit".to_owned(),
        fact,
    }
}

#[test]
fn that_somebody_must_not_be_called_is_taken_back_and_a_correction_is_not() {
    let policy = policy();
    let known = |pairs: &[(Field, &str)]| {
        let mut patch = ContactPatch::default();
        for (field, value) in pairs {
            patch.set(*field, *value);
        }
        patch
    };
    let unwanted = known(&[(Field::DoNotCall, "yes")]);
    let history = [
        entry(1, Fact::Contact(known(&[(Field::Title, "CEO")]))),
        entry(2, Fact::Contact(unwanted.clone())),
        entry(3, Fact::Contact(known(&[(Field::Title, "CFO")]))),
    ];
    let mut subject = subject(Stage::Nurture, None);
    subject.contact.fields.insert(Field::DoNotCall, "yes".to_owned());
    let fact = undo::decide(&history, &subject, None, &desk(&policy)).unwrap();
    let Fact::Undo(taken_back) = &fact else {
        unreachable!("an undo: {fact:?}");
    };
    assert_eq!((taken_back.act, taken_back.do_not_call), (Seq(2), false));
    assert_eq!(taken_back.what, "do not call");
    subject.apply(&entry(4, fact), &policy);
    assert!(!subject.contact.do_not_call());
    let both = known(&[(Field::DoNotCall, "yes"), (Field::Title, "CEO")]);
    assert_eq!(
        (unwanted.only_do_not_call(), both.only_do_not_call()),
        (Some("yes"), None)
    );
    let refused = undo::last_act(&history[..1], "Aino", "anna")
        .unwrap_err()
        .to_string();
    assert!(refused.contains("corrected data is not taken back"), "{refused}");
}

/// The same entry, done by somebody else or known from elsewhere.
fn by(who: &str, source: &str, entry: Activity) -> Activity {
    Activity {
        by: who.to_owned(),
        source: source.to_owned(),
        ..entry
    }
}

fn refused_undo(history: &[Activity]) -> String {
    let refused = undo::last_act(history, "Aino Niemi", "anna");
    refused.unwrap_err().to_string()
}

#[test]
fn nothing_is_taken_back_before_it_was_done() {
    let policy = policy();
    let lead = subject(Stage::Working, Some("anna"));
    let history = [entry(1, Fact::Accept)];
    let at = history[0].at;
    let undone = |dated| undo::decide(&history, &lead, dated, &desk(&policy));
    let told = undone(Some(at - chrono::TimeDelta::seconds(1)))
        .unwrap_err()
        .to_string();
    assert!(
        told.contains("was done") && told.contains("give a later time"),
        "{told}"
    );
    assert!(undone(Some(at)).is_ok());
    assert!(undone(None).is_ok(), "whatever the clock says");
}

#[test]
fn who_has_done_nothing_is_told_so_whatever_others_and_imports_have_done() {
    let import = by(
        "root",
        "import a.csv",
        entry(1, Fact::Contact(ContactPatch::default())),
    );
    let call = by("ben", "cockpit", entry(2, Fact::Accept));
    for history in [
        &[][..],
        std::slice::from_ref(&import),
        std::slice::from_ref(&call),
        &[import.clone(), call.clone()],
    ] {
        let told = refused_undo(history);
        assert_eq!(
            told,
            "you have done nothing with Aino Niemi that could be taken back"
        );
    }
}

#[test]
fn an_import_since_does_not_stand_in_the_way_and_what_it_said_stays() {
    let policy = policy();
    let mut unwanted = ContactPatch::default();
    unwanted.set(Field::DoNotCall, "yes");
    for who in ["anna", "root"] {
        let history = [
            entry(1, Fact::Accept),
            by(who, "import a.csv", entry(2, Fact::Contact(unwanted.clone()))),
        ];
        let fact = undo::decide(
            &history,
            &subject(Stage::Working, Some("anna")),
            None,
            &desk(&policy),
        )
        .unwrap();
        let Fact::Undo(taken_back) = &fact else {
            unreachable!("an undo: {fact:?}");
        };
        assert_eq!((taken_back.act, taken_back.do_not_call), (Seq(1), true), "{who}");
    }
}

#[test]
fn another_persons_note_since_stands_in_the_way_until_it_is_taken_back() {
    let note = Fact::Note {
        text: "rang him".to_owned(),
    };
    let mut history = vec![
        entry(1, Fact::Accept),
        by("ben", "cockpit", entry(2, note.clone())),
    ];
    let told = refused_undo(&history);
    assert!(told.contains("ben has acted since (note)"), "{told}");
    let Fact::Undo(undo) = undo::decide(
        &history[..1],
        &subject(Stage::Working, Some("anna")),
        None,
        &desk(&policy()),
    )
    .unwrap() else {
        unreachable!("an undo");
    };
    let takes_back_the_note = Fact::Undo(crate::domain::activity::UndoFact { act: Seq(2), ..undo });
    history.push(by("ben", "cockpit", entry(3, takes_back_the_note)));
    assert_eq!(undo::last_act(&history, "Aino Niemi", "anna"), Ok(Seq(1)));
    let own = [entry(1, Fact::Accept), entry(2, note)];
    assert_eq!(undo::last_act(&own, "Aino Niemi", "anna"), Ok(Seq(2)));
}

fn closes(ending: Ending) -> (Vec<Fact>, Time) {
    match ending {
        Ending::Closes { facts, at } => (facts, at),
        Ending::Nothing | Ending::Earlier => (Vec::new(), now()),
    }
}

#[test]
fn a_date_alone_is_the_whole_day_in_the_zone_of_the_house() {
    let policy = policy();
    let mut lead = subject(Stage::Queued, None);
    lead.lead.since = now();
    lead.handoff = Some(handoff(&lead, None, &desk(&policy)));
    let won = Event {
        kind: "win".to_owned(),
        detail: String::new(),
    };
    for zone in [UTC, chrono_tz::Europe::Helsinki, chrono_tz::Pacific::Auckland] {
        let today = now().with_timezone(&zone).date_naive();
        let begins = |day: chrono::NaiveDate| {
            let wall = day
                .and_time(chrono::NaiveTime::MIN)
                .and_local_timezone::<chrono_tz::Tz>(zone);
            wall.unwrap().to_utc()
        };
        let (facts, at) = closes(concluded(&lead, &won, begins(today), zone));
        assert_eq!((facts.len(), at), (2, lead.lead.since), "{zone}");
        let yesterday = begins(today.pred_opt().unwrap());
        assert_eq!(concluded(&lead, &won, yesterday, zone), Ending::Earlier, "{zone}");
        let timed = begins(today) + TimeDelta::minutes(1);
        assert_eq!(concluded(&lead, &won, timed, zone), Ending::Earlier, "{zone}");
    }
}

#[test]
fn a_deal_that_ended_elsewhere_since_the_handoff_closes_the_open_lead_whoever_has_it() {
    let policy = policy();
    let won = |detail: &str| Event {
        kind: "Won".to_owned(),
        detail: detail.to_owned(),
    };
    for stage in Stage::ALL {
        let mut lead = subject(stage, stage.is_taken().then_some("ben"));
        lead.lead.since = now();
        lead.handoff = Some(handoff(&lead, None, &desk(&policy)));
        let before = concluded(&lead, &won(""), now() - TimeDelta::hours(1), UTC);
        let since = concluded(&lead, &won("12 500 EUR"), now() + TimeDelta::hours(1), UTC);
        if stage.hand() != Hand::Sales {
            assert_eq!((before, since), (Ending::Nothing, Ending::Nothing), "{stage:?}");
            continue;
        }
        assert_eq!(
            before,
            Ending::Earlier,
            "{stage:?}: what was won before the handoff is history"
        );
        let (facts, at) = closes(since);
        assert_eq!(
            facts.last(),
            Some(&Fact::Win {
                amount: Some(12_500.0)
            })
        );
        for (seq, fact) in (1..).zip(facts) {
            let entry = Activity {
                at,
                ..by("anna", "import", entry(seq, fact))
            };
            lead.apply(&entry, &policy);
        }
        assert_eq!((lead.lead.stage, lead.lead.owner.as_deref()), (Stage::Won, None));
        let handoff = lead.handoff.as_ref().unwrap();
        assert!(handoff.ended_at.is_some());
        assert_eq!(concluded(&lead, &won(""), at, UTC), Ending::Nothing, "once");
    }
}

#[test]
fn a_deal_that_ended_elsewhere_never_ends_before_the_lead_came_to_where_it_is() {
    let policy = policy();
    let mut lead = subject(Stage::Working, Some("ben"));
    lead.handoff = Some(handoff(&lead, None, &desk(&policy)));
    lead.lead.since = now() + TimeDelta::days(2);
    let lost = Event {
        kind: "lose".to_owned(),
        detail: "too dear".to_owned(),
    };
    let (facts, at) = closes(concluded(&lead, &lost, now() + TimeDelta::days(1), UTC));
    let reason = "too dear".to_owned();
    assert_eq!((facts, at), (vec![Fact::Lose { reason }], lead.lead.since));
    let visit = Event {
        kind: "page_view".to_owned(),
        ..lost
    };
    assert!(!is_conclusion(&visit));
}
