//! The laws of the house over random histories: several people, several leads, everything that can be done to them, in any
//! order, with time passing.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::HashMap;
use std::sync::Arc;

use chrono::TimeDelta;
use kapula::domain::activity::{Activity, Event, Fact, Seq, TriageChoice, Weight};
use kapula::domain::bant::{Answer, Question};
use kapula::domain::command::{Command, Order};
use kapula::domain::contact::{ContactId, Field};
use kapula::domain::handoff::HandoffState;
use kapula::domain::lead::{Hand, Outcome, ReturnReason, Stage};
use kapula::domain::query::{Answer as Told, ContactFilter, ContactsQuery, Query, Slice};
use kapula::domain::recipient::Recipient;
use kapula::domain::score::Class;
use kapula::domain::subject::Subject;
use kapula::engine::EngineError;
use kapula::engine::import::{ActivityRow, ContactEvent, Import, Mode, Onward};
use proptest::prelude::*;
use proptest::sample::select;

use super::office::{Office, policy, row};

const PEOPLE: [&str; 4] = ["anna", "ben", "cecilia", "marketer"];
const CONTACTS: i64 = 5;

/// One step of a history; times are relative to the moment at which it is made.
#[derive(Debug, Clone)]
pub enum Step {
    /// Somebody does something, perhaps a while ago.
    Act(&'static str, i64, Deed, i64),
    /// An event comes in from a file: so many minutes before now, or after.
    Import(i64, &'static str, &'static str, i64),
    /// A row of a contacts file.
    Row(i64, Field, &'static str),
    /// Hours pass.
    Pass(i64),
    /// Somebody erases a person.
    Erase(&'static str, i64),
}

/// A command whose times are minutes from now.
#[derive(Debug, Clone)]
pub enum Deed {
    Plain(Command),
    CallBack(i64),
    Return(ReturnReason, Option<i64>),
    Triage(TriageChoice, Option<i64>),
}

impl Deed {
    fn command(&self, office: &Office) -> Command {
        let ahead = |minutes: i64| office.now() + TimeDelta::minutes(minutes);
        match self {
            Self::Plain(command) => command.clone(),
            Self::CallBack(minutes) => Command::Call {
                outcome: Outcome::CallBack,
                callback_at: Some(ahead(*minutes)),
                note: String::new(),
            },
            Self::Return(reason, minutes) => Command::Return {
                reason: *reason,
                note: "said so".to_owned(),
                wake_at: minutes.map(ahead),
            },
            Self::Triage(to, minutes) => Command::Triage {
                to: *to,
                wake_at: minutes.map(ahead),
                note: String::new(),
            },
        }
    }
}

fn plain(command: Command) -> BoxedStrategy<Deed> {
    Just(Deed::Plain(command)).boxed()
}

fn person() -> impl Strategy<Value = &'static str> {
    select(PEOPLE.to_vec())
}

fn events() -> impl Strategy<Value = (&'static str, &'static str)> {
    select(vec![
        ("page_view", "/pricing"),
        ("page_view", "/blog"),
        ("form", "demo request"),
        ("email_reply", "yes please"),
        ("download", "guide.pdf"),
        ("event_attended", "webinar"),
        ("unheard_of", ""),
    ])
}

fn edits() -> impl Strategy<Value = (Field, &'static str)> {
    select(vec![
        (Field::Title, "CEO"),
        (Field::Title, "trainee"),
        (Field::Company, "Acme Oy"),
        (Field::Company, "ACME oy"),
        (Field::Company, "Beta Ab"),
        (Field::CompanySize, "80"),
        (Field::CompanySize, "8"),
        (Field::Industry, "manufacturing"),
        (Field::Phone, "+358401234567"),
        (Field::FullName, "Aino Mäkelä"),
        (Field::DoNotCall, "yes"),
        (Field::DoNotCall, "no"),
        (Field::DealSize, "20000"),
    ])
}

/// Minutes ahead: soon, in days, in months; now and then in the past.
fn ahead() -> impl Strategy<Value = i64> {
    prop_oneof![1..600_i64, 1_000..20_000_i64, 20_000..200_000_i64, -100..1_i64]
}

fn deeds() -> impl Strategy<Value = Deed> {
    let answer = (
        select(Question::ALL.to_vec()),
        select(vec![Answer::Yes, Answer::No, Answer::Unknown]),
    )
        .prop_map(|(question, answer)| {
            Deed::Plain(Command::Answer {
                question,
                answer,
                opens: None,
            })
        });
    let call = select(Outcome::ALL.to_vec()).prop_map(|outcome| {
        Deed::Plain(Command::Call {
            outcome,
            callback_at: None,
            note: "tried".to_owned(),
        })
    });
    let choices = select(vec![
        TriageChoice::Nurture,
        TriageChoice::Research,
        TriageChoice::Close,
    ]);
    let returns = (select(ReturnReason::ALL.to_vec()), prop::option::of(ahead()))
        .prop_map(|(reason, wake)| Deed::Return(reason, wake));
    let triage = (choices, prop::option::of(ahead())).prop_map(|(to, wake)| Deed::Triage(to, wake));
    let note = |text: &str| {
        plain(Command::Note {
            text: text.to_owned(),
        })
    };
    prop_oneof![
        4 => plain(Command::Take),
        1 => plain(Command::Release),
        3 => call,
        2 => ahead().prop_map(Deed::CallBack),
        1 => plain(Command::Meeting { at: None }),
        1 => plain(Command::Offer { amount: Some(1_000.0) }),
        1 => note("remember"),
        1 => note("  "),
        3 => answer,
        4 => prop::option::of(person())
            .prop_map(|to| Deed::Plain(Command::Handoff { to: to.map(|to| Recipient::EvenNew(to.to_owned())) })),
        4 => returns,
        3 => triage,
        1 => plain(Command::Win { amount: None }),
        1 => plain(Command::Lose { reason: "price".to_owned() }),
        1 => person().prop_map(|to| Deed::Plain(Command::Reassign { to: Recipient::EvenNew(to.to_owned()) })),
        5 => plain(Command::Undo),
        2 => edits().prop_map(|(field, value)| Deed::Plain(Command::Edit(row(&[(field, value)])))),
        3 => events().prop_map(|(kind, detail)| Deed::Plain(Command::Record(event(kind, detail)))),
    ]
}

fn event(kind: &str, detail: &str) -> Event {
    Event {
        kind: kind.to_owned(),
        detail: detail.to_owned(),
    }
}

pub fn steps() -> impl Strategy<Value = Step> {
    let back = prop_oneof![8 => Just(0_i64), 1 => 1..5_000_i64, 1 => -100..0_i64];
    let lags = prop_oneof![3 => 0..120_i64, 2 => 120..100_000_i64, 1 => -1_000..0_i64];
    prop_oneof![
        14 => (person(), 1..=CONTACTS, deeds(), back).prop_map(|(who, id, deed, back)| Step::Act(who, id, deed, back)),
        3 => (1..=CONTACTS, events(), lags).prop_map(|(id, (kind, detail), lag)| Step::Import(id, kind, detail, lag)),
        1 => (1..=CONTACTS, edits()).prop_map(|(id, (field, value))| Step::Row(id, field, value)),
        2 => prop_oneof![1..30_i64, 30..400_i64, 400..4_000_i64].prop_map(Step::Pass),
        1 => (person(), 1..=CONTACTS + 2).prop_map(|(who, id)| Step::Erase(who, id)),
    ]
}

/// An office with five people of two companies, ripe and unripe.
pub fn office() -> Office {
    peopled(Office::new())
}

/// The same where leads of class A and B go to sales only with so good a group.
fn office_asking(group: u8) -> Office {
    let mut policy = policy();
    let routing = &mut Arc::make_mut(&mut policy).routing;
    (routing.a.min_group, routing.b.min_group) = (group, group);
    peopled(Office::under(policy))
}

fn peopled(mut office: Office) -> Office {
    let people = [
        ("1", "Acme Oy", "CEO", "+358401111111"),
        ("2", "Acme Oy", "trainee", "+358402222222"),
        ("3", "Beta Ab", "managing director", "+358403333333"),
        ("4", "Beta Ab", "manager", ""),
        ("5", "", "", ""),
    ];
    let rows: Vec<_> = people
        .iter()
        .map(|(id, company, title, phone)| {
            row(&[
                (Field::ExternalId, id),
                (Field::Email, &format!("p{id}@example.com")),
                (Field::Company, company),
                (Field::CompanySize, if *id == "1" { "80" } else { "" }),
                (Field::Title, title),
                (Field::Phone, phone),
            ])
        })
        .collect();
    office.import(&rows);
    office
}

/// What is known of the past, to judge undo by: the state in which every act found its lead.
#[derive(Default)]
pub struct Memory {
    before: HashMap<Seq, Subject>,
}

pub fn take_step(office: &mut Office, step: &Step, memory: &mut Memory) {
    match step {
        Step::Act(who, id, deed, back) => act(office, who, *id, deed, *back, memory),
        Step::Import(id, kind, detail, lag) => {
            let happened = ContactEvent {
                contact: id.to_string(),
                at: office.now() - TimeDelta::minutes(*lag),
                event: event(kind, detail),
                by: String::new(),
            };
            let rows = [ActivityRow {
                line: 2,
                event: Ok(happened),
            }];
            let import = Import {
                who: "crm",
                source: "import visits.csv",
                mode: Mode::Write,
            };
            let known = office
                .reader
                .find_contact(&format!("p{id}@example.com"))
                .unwrap()
                .len();
            let accounting = office
                .ledger
                .import_activities(&import, rows.into_iter(), &mut |_| Onward::Continue)
                .unwrap();
            assert!(accounting.rejected.is_empty() || known == 0);
        }
        Step::Row(id, field, value) => {
            let patch = row(&[(Field::ExternalId, &id.to_string()), (*field, value)]);
            office.import(std::slice::from_ref(&patch));
            let length = office.log_length();
            let again = office.import(&[patch]);
            assert_eq!((again.unchanged, office.log_length()), (1, length));
        }
        Step::Pass(hours) => office.pass(TimeDelta::hours(*hours)),
        Step::Erase(who, id) => erase(office, who, *id),
    }
}

fn erase(office: &mut Office, who: &str, id: i64) {
    let (length, everybody) = (office.log_length(), office.everybody());
    match office.ledger.erase(
        who,
        "test",
        ContactId(id),
        kapula::engine::import::Mode::Write,
        &mut |_| {},
    ) {
        Ok(_) => assert_eq!(office.subject(id).lead.stage, Stage::Erased),
        Err(EngineError::Refused(_)) => {
            assert_eq!(office.log_length(), length);
            assert_eq!(office.everybody(), everybody);
        }
        Err(other) => panic!("{other}"),
    }
}

fn act(office: &mut Office, who: &str, id: i64, deed: &Deed, back: i64, memory: &mut Memory) {
    let everybody = office.everybody();
    let before = office.subject(id);
    let length = office.log_length();
    let order = Order {
        contact: ContactId(id),
        version: None,
        command: deed.command(office),
        at: (back != 0).then(|| office.now() - TimeDelta::minutes(back)),
    };
    match office.ledger.submit(who, "test", &order) {
        Ok(done) => {
            if order.command == Command::Undo {
                judge_undo(office, who, id, length, memory);
            }
            if let Some(act) = done.act {
                memory.before.insert(act, before);
            }
        }
        Err(EngineError::Refused(refusal)) => {
            assert!(refusal.to_string().len() > 15, "{refusal} is no sentence");
            assert_eq!(office.log_length(), length, "a refusal has written: {refusal}");
            assert_eq!(office.everybody(), everybody, "a refusal has changed something");
        }
        Err(other) => panic!("{other}"),
    }
}

/// What an undo has done, judged by what was before the act that it took back.
fn judge_undo(office: &Office, who: &str, id: i64, length: u64, memory: &Memory) {
    let log = office.log();
    let (old, new) = log.split_at(usize::try_from(length).unwrap());
    let Fact::Undo(undo) = &new[0].fact else {
        panic!("an undo begins with its own entry");
    };
    let undone: Vec<&Activity> = old.iter().filter(|entry| entry.act == undo.act).collect();
    assert!(!undone.is_empty(), "the act that was taken back stays in the log");
    assert_eq!(undone[0].by, who, "one takes back what one has done oneself");
    let since = old
        .iter()
        .filter(|e| e.seq > undone[0].seq && e.act != undo.act && e.contact == ContactId(id));
    for entry in since {
        let imported = matches!(entry.fact, Fact::Contact(_)) && entry.source.starts_with("import");
        let another = entry.by != who
            && !imported
            && !matches!(
                entry.fact,
                Fact::Event(_) | Fact::ScoreClass { .. } | Fact::Alert(_)
            );
        let taken_back = old
            .iter()
            .any(|e| matches!(&e.fact, Fact::Undo(undo) if undo.act == entry.act));
        assert!(
            !another || taken_back || matches!(entry.fact, Fact::Undo(_)),
            "somebody has acted since: {entry:?}"
        );
    }
    let (Some(was), is) = (memory.before.get(&undo.act), office.subject(id)) else {
        return;
    };
    if new.iter().any(|entry| matches!(entry.fact, Fact::Handoff(_))) {
        return; // The rules have handed it over again at once.
    }
    let said_since = old
        .iter()
        .any(|e| e.seq > undone[0].seq && e.contact == ContactId(id) && matches!(&e.fact, Fact::Contact(_)));
    let key = |s: &Subject| {
        let lead = &s.lead;
        let returned = lead
            .returned
            .as_ref()
            .map(|r| (r.reason, r.by.clone(), r.at, r.score));
        (
            lead.owner.clone(),
            lead.work.clone(),
            returned,
            lead.wake_at,
            lead.cycle,
            s.bant,
            s.handoff.clone(),
            !said_since && s.contact.do_not_call(),
        )
    };
    assert_eq!(key(&is), key(was), "undo of {} restores the lead", undo.what);
    if is.lead.class == was.lead.class {
        assert_eq!(
            is.lead.stage, was.lead.stage,
            "undo of {} restores the stage",
            undo.what
        );
    } else {
        assert_eq!(is.lead.stage.hand(), was.lead.stage.hand());
    }
}

/// Law 2, seen from outside: every contact in one hand, every sum the same.
fn nothing_leaks(office: &Office) {
    let counters = office.reader.counters().unwrap();
    let everybody = office.everybody();
    assert_eq!(counters.leads.values().sum::<u64>(), counters.contacts);
    let mut listed = 0;
    for (filter, hand) in [
        (ContactFilter::Marketing, Hand::Marketing),
        (ContactFilter::Sales, Hand::Sales),
        (ContactFilter::Closed, Hand::Closed),
    ] {
        let query = Query::Contacts(ContactsQuery {
            text: String::new(),
            filter,
            slice: Slice::First,
            limit: 100,
        });
        let Told::Contacts(_, lines) = office.reader.ask(&query).unwrap() else {
            panic!("another answer");
        };
        assert!(lines.iter().all(|line| line.lead.stage.hand() == hand));
        listed += lines.len();
    }
    assert_eq!(listed, everybody.len());
    let Told::OpenLeads(open) = office.reader.ask(&Query::OpenLeads).unwrap() else {
        panic!("another answer");
    };
    let Told::Returned(returned) = office.reader.ask(&Query::Returned).unwrap() else {
        panic!("another answer");
    };
    let with = |stage: Stage| everybody.iter().filter(|s| s.lead.stage == stage).count();
    assert_eq!(
        open.len(),
        everybody
            .iter()
            .filter(|s| s.lead.stage.hand() == Hand::Sales)
            .count()
    );
    assert_eq!(returned.len(), with(Stage::Triage));
    for subject in &everybody {
        let lead = &subject.lead;
        assert_eq!(
            lead.stage.is_taken(),
            lead.owner.is_some() && lead.stage != Stage::Queued,
            "who has taken a lead holds it: {lead:?}"
        );
        let handoffs = office.reader.handoffs(subject.contact.id).unwrap();
        assert_eq!(handoffs.len(), usize::try_from(lead.cycle).unwrap());
        for handoff in handoffs {
            let back = matches!(handoff.state, HandoffState::Returned | HandoffState::AutoReturned);
            let in_sales = handoff.cycle == lead.cycle && lead.stage.hand() == Hand::Sales;
            assert_eq!(handoff.ended_at.is_none(), in_sales, "{handoff:?}");
            assert!(!(back && in_sales), "{handoff:?}");
            assert!(in_sales || handoff.state != HandoffState::Open, "{handoff:?}");
        }
    }
}

/// What sales gave back, the rules hand over again only after a later event of the contact or at its wake-up date.
fn nothing_bounces(log: &[Activity], counts: impl Fn(&Event) -> bool) {
    for id in 1..=CONTACTS {
        let mut returned: Option<(kapula::domain::Time, bool)> = None;
        let mut awake = false;
        for entry in log.iter().filter(|entry| entry.contact == ContactId(id)) {
            match &entry.fact {
                Fact::Return(_) => returned = Some((entry.at, false)),
                Fact::Undo(undo) => {
                    returned = undo.lead.returned.as_ref().map(|r| (r.at, r.stirred));
                }
                Fact::Event(event) => {
                    if let Some((at, stirred)) = &mut returned {
                        *stirred |= counts(event) && entry.at > *at;
                    }
                }
                // Of somebody who was erased since, only that it counted is left.
                Fact::ErasedEvent(event) => {
                    if let Some((at, stirred)) = &mut returned {
                        *stirred |= event.erased == Weight::Counted && entry.at > *at;
                    }
                }
                Fact::Handoff(record) => {
                    let may = returned.is_none_or(|(_, stirred)| stirred);
                    assert!(
                        may || awake || !record.handed_by.is_empty(),
                        "contact {id} bounced: {entry:?}"
                    );
                    returned = None;
                }
                _ => {}
            }
            awake = matches!(entry.fact, Fact::Wake);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, max_shrink_iters: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_history_breaks_a_law(history in prop::collection::vec(steps(), 1..60), group in select(vec![0, 30])) {
        let mut office = office_asking(group);
        let mut memory = Memory::default();
        for step in &history {
            let before = office.everybody();
            take_step(&mut office, step, &mut memory);
            nothing_leaks(&office);
            for (was, is) in before.iter().zip(office.everybody()) {
                prop_assert!(is.lead.version >= was.lead.version, "versions only rise");
                let same_hand = (was.lead.stage.hand(), &was.lead.owner) == (is.lead.stage.hand(), &is.lead.owner);
                prop_assert!(same_hand || is.lead.version > was.lead.version, "a move is a new version");
            }
        }
        let log = office.log();
        let places: Vec<i64> = log.iter().map(|entry| entry.seq.0).collect();
        prop_assert!(places.iter().copied().eq(1..=i64::try_from(log.len()).unwrap()), "the log has no gaps");
        nothing_bounces(&log, |event| event.kind != "unheard_of");
        let report = office.verified();
        prop_assert!(report.ok, "{:#?}", report.differences);
        office.ledger.rebuild_scores("", &mut |_, _| {}).unwrap();
        let report = office.verified();
        prop_assert!(report.ok, "after recomputing every score: {:#?}", report.differences);
    }
}

/// Answers and their class, as one order.
fn answer(question: Question, answer: Answer) -> Command {
    Command::Answer {
        question,
        answer,
        opens: None,
    }
}

fn does(office: &mut Office, who: &str, id: i64, command: Command) {
    let order = Order {
        contact: ContactId(id),
        version: None,
        command,
        at: None,
    };
    office.ledger.submit(who, "test", &order).unwrap();
}

#[test]
fn an_undo_leaves_the_handoff_standing_that_an_earlier_undo_brought_about() {
    let mut office = office();
    does(&mut office, "anna", 1, answer(Question::Need, Answer::No));
    for _ in 0..6 {
        does(
            &mut office,
            "ben",
            1,
            Command::Record(event("form", "demo request")),
        );
    }
    assert_eq!(office.subject(1).lead.stage.hand(), Hand::Marketing);
    does(&mut office, "anna", 1, Command::Undo);
    assert_eq!(office.subject(1).lead.stage, Stage::Queued);
    let handed = office.subject(1).handoff;
    does(&mut office, "anna", 1, Command::Take);
    does(&mut office, "anna", 1, Command::Undo);
    assert_eq!(office.subject(1).lead.stage, Stage::Queued);
    assert_eq!(office.subject(1).handoff, handed);
    assert!(office.verified().ok);
}

#[test]
fn an_undone_handoff_goes_back_to_the_shelf_that_triage_chose() {
    let mut office = office();
    does(
        &mut office,
        "anna",
        1,
        Command::Record(event("form", "demo request")),
    );
    if office.subject(1).lead.stage.hand() == Hand::Marketing {
        does(&mut office, "anna", 1, Command::Handoff { to: None });
    }
    does(&mut office, "anna", 1, Command::Take);
    let give_back = Command::Return {
        reason: ReturnReason::WrongData,
        note: String::new(),
        wake_at: None,
    };
    does(&mut office, "anna", 1, give_back);
    let research = Command::Triage {
        to: TriageChoice::Research,
        wake_at: None,
        note: String::new(),
    };
    does(&mut office, "marketer", 1, research);
    assert_ne!(office.subject(1).lead.class, Class::D);
    assert_eq!(office.subject(1).lead.stage, Stage::Target);
    does(&mut office, "marketer", 1, Command::Handoff { to: None });
    does(&mut office, "marketer", 1, Command::Undo);
    assert_eq!(office.subject(1).lead.stage, Stage::Target);
}

#[test]
fn a_clock_that_jumps_backwards_breaks_nothing() {
    let mut office = office();
    does(&mut office, "anna", 1, Command::Handoff { to: None });
    does(&mut office, "anna", 1, Command::Take);
    office.clock.set(office.now() - TimeDelta::days(3));
    does(
        &mut office,
        "anna",
        1,
        Command::Record(event("page_view", "/pricing")),
    );
    let give_back = Command::Return {
        reason: ReturnReason::Budget,
        note: String::new(),
        wake_at: None,
    };
    does(&mut office, "anna", 1, give_back);
    office.ledger.catch_up().unwrap();
    does(&mut office, "anna", 1, Command::Undo);
    does(&mut office, "anna", 1, Command::Win { amount: None });
    nothing_leaks(&office);
    let report = office.verified();
    assert!(report.ok, "{:#?}", report.differences);
    assert!(office.another().catch_up().is_ok());
}

#[test]
fn a_decision_on_an_old_version_is_refused_and_names_who_has_the_lead_now() {
    let mut office = office();
    does(&mut office, "marketer", 1, Command::Handoff { to: None });
    let version = Some(office.subject(1).lead.version);
    let order = Order {
        contact: ContactId(1),
        version,
        command: Command::Take,
        at: None,
    };
    office.ledger.submit("anna", "test", &order).unwrap();
    let refusal = office.another().submit("ben", "test", &order).unwrap_err();
    assert!(matches!(refusal, EngineError::Refused(_)));
    assert!(refusal.to_string().contains("anna"), "{refusal}");
}
