#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use proptest::prelude::*;
use proptest::strategy::ValueTree;

use super::{Scratch, answers, handoffs, instant, scores, subjects, words};
use crate::domain::contact::{Contact, ContactId, Field, employees};
use crate::domain::handoff::HandoffRecord;
use crate::domain::lead::{Hand, Stage};
use crate::domain::query::{Answer, Query};
use crate::domain::subject::Subject;
use crate::store::{IdentityKind, Store, Write, compare};

/// Saves as the engine does: company first.
fn put(tx: &mut Write<'_>, subject: &Subject) {
    if let Some(company) = &subject.company {
        assert_eq!(tx.company_named(&company.name).unwrap().id, company.id);
        tx.save_company(company).unwrap();
    }
    tx.save(subject, subject.lead.wake_at).unwrap();
}

fn saved(store: &mut Store, subject: &Subject) {
    let mut tx = store.write().unwrap();
    put(&mut tx, subject);
    tx.commit().unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_saved_subject_is_read_back_the_same(subject in subjects()) {
        let mut scratch = Scratch::new();
        saved(&mut scratch.store, &subject);
        let reader = scratch.store.reader().unwrap();
        prop_assert_eq!(reader.subject(ContactId(1)).unwrap(), Some(subject));
    }

    #[test]
    fn the_way_to_a_state_leaves_no_trace(before in subjects(), mut after in subjects()) {
        // A company is never forgotten: only what was said of the contact itself may change.
        after.company.clone_from(&before.company);
        after.contact.company = before.contact.company;
        let (mut long, mut short) = (Scratch::new(), Scratch::new());
        saved(&mut long.store, &before);
        saved(&mut long.store, &after);
        saved(&mut short.store, &after);
        let differences = compare(long.store.path(), short.store.path()).unwrap();
        prop_assert_eq!(differences.shown, vec![]);
    }

    #[test]
    fn the_call_list_says_what_the_tables_say(
        mut subject in subjects(), handoff in handoffs(), score in scores(), bant in answers(), owner in words()
    ) {
        subject.lead.stage = Stage::Working;
        subject.handoff = Some(handoff.clone());
        let mut scratch = Scratch::new();
        saved(&mut scratch.store, &subject);
        subject.score = score;
        subject.bant = bant;
        subject.lead.owner = Some(owner);
        saved(&mut scratch.store, &subject);
        let reader = scratch.store.reader().unwrap();
        let Answer::OpenLeads(leads) = reader.ask(&Query::OpenLeads).unwrap() else {
            return Err(TestCaseError::fail("another answer"));
        };
        prop_assert_eq!(leads.len(), 1);
        prop_assert_eq!(&leads[0].name, &subject.contact.name());
        prop_assert_eq!(&leads[0].lead, &subject.lead);
        // Only a score that can fade to nothing needs the reasons of the handoff.
        let mut handoff = handoff;
        if !subject.score.holding.is_empty() {
            handoff.frozen.reasons.clear();
        }
        prop_assert_eq!(&leads[0].handoff, &handoff);
        prop_assert_eq!(&leads[0].score, &subject.score);
        prop_assert_eq!(leads[0].company_size, employees(&subject.contact, subject.company.as_ref()));
    }
}

fn subject(id: i64) -> Subject {
    Subject::new(Contact::new(ContactId(id), instant(1_000)))
}

fn handed_over(id: i64, record: &HandoffRecord, cycle: u32) -> Subject {
    let mut subject = subject(id);
    subject.lead.stage = Stage::Queued;
    subject.lead.cycle = cycle;
    subject.handoff = Some(HandoffRecord {
        cycle,
        ..record.clone()
    });
    subject
}

fn any_handoff() -> HandoffRecord {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    handoffs().new_tree(&mut runner).unwrap().current()
}

#[test]
fn a_new_handoff_stands_beside_the_old_one_until_it_is_undone() {
    let mut scratch = Scratch::new();
    let record = any_handoff();
    let first = handed_over(1, &record, 1);
    saved(&mut scratch.store, &first);
    saved(&mut scratch.store, &handed_over(1, &record, 2));
    let reader = scratch.store.reader().unwrap();
    assert_eq!(reader.handoffs(ContactId(1)).unwrap().len(), 2);
    assert_eq!(reader.counters().unwrap().handoffs, 2);
    saved(&mut scratch.store, &first);
    assert_eq!(reader.handoffs(ContactId(1)).unwrap().len(), 1);
    assert_eq!(reader.counters().unwrap().handoffs, 1);
    assert_eq!(reader.subject(ContactId(1)).unwrap(), Some(first));
}

#[test]
fn a_lead_that_leaves_sales_leaves_the_call_list_and_stands_in_triage() {
    let mut scratch = Scratch::new();
    let mut lead = handed_over(1, &any_handoff(), 1);
    saved(&mut scratch.store, &lead);
    lead.lead.stage = Stage::Triage;
    lead.lead.returned = Some(crate::domain::lead::Returned {
        reason: crate::domain::lead::ReturnReason::Budget,
        note: String::new(),
        by: "maija".to_owned(),
        at: instant(5),
        score: 60,
        stirred: false,
    });
    saved(&mut scratch.store, &lead);
    let reader = scratch.store.reader().unwrap();
    let Answer::OpenLeads(open) = reader.ask(&Query::OpenLeads).unwrap() else {
        unreachable!("the answer to the question")
    };
    assert!(open.is_empty());
    let Answer::Returned(returned) = reader.ask(&Query::Returned).unwrap() else {
        unreachable!("the answer to the question")
    };
    assert_eq!(returned.len(), 1);
    assert_eq!(Some(&returned[0].returned), lead.lead.returned.as_ref());
    assert_eq!(returned[0].handoff, lead.handoff);
}

#[test]
fn the_size_of_a_company_reaches_the_open_leads_of_all_its_people() {
    let mut scratch = Scratch::new();
    let mut tx = scratch.store.write().unwrap();
    let mut company = tx.company_named("Nosto Oy").unwrap();
    let mut lead = handed_over(1, &any_handoff(), 1);
    lead.contact.company = Some(company.id);
    lead.company = Some(company.clone());
    tx.save(&lead, None).unwrap();
    company.fields.insert(Field::CompanySize, "40".to_owned());
    tx.save_company(&company).unwrap();
    assert_eq!(tx.members(company.id).unwrap(), vec![ContactId(1)]);
    tx.commit().unwrap();
    let reader = scratch.store.reader().unwrap();
    let Answer::OpenLeads(open) = reader.ask(&Query::OpenLeads).unwrap() else {
        unreachable!("the answer to the question")
    };
    assert_eq!(open[0].company_size, Some(40));
}

#[test]
fn the_call_list_knows_where_a_contact_is_as_soon_as_that_is_known() {
    let mut scratch = Scratch::new();
    let mut lead = handed_over(1, &any_handoff(), 1);
    lead.contact
        .fields
        .insert(Field::Phone, "+12045550123".to_owned());
    // A field that becomes known, and what the clock goes by from then on.
    for (field, value, clock) in [
        (Field::DealSize, "5", "US"),
        (Field::State, "Open", "US"),
        (Field::State, "MB", "CA-MB"),
        (Field::Country, "USA", "US"),
        (Field::State, "Texas", "US-TX"),
        (Field::TimeZone, "America/Denver", "America/Denver"),
    ] {
        lead.contact.fields.insert(field, value.to_owned());
        saved(&mut scratch.store, &lead);
        let reader = scratch.store.reader().unwrap();
        let Answer::OpenLeads(open) = reader.ask(&Query::OpenLeads).unwrap() else {
            unreachable!("the answer to the question")
        };
        assert_eq!(open[0].place.words(), clock, "{value}");
    }
}

#[test]
fn the_counters_add_up_after_every_commit() {
    let mut scratch = Scratch::new();
    for id in 1..=3 {
        saved(&mut scratch.store, &subject(id));
    }
    let mut moved = subject(2);
    moved.lead.stage = Stage::Won;
    saved(&mut scratch.store, &moved);
    {
        let mut dropped = scratch.store.write().unwrap();
        put(&mut dropped, &subject(4));
    }
    let counters = scratch.store.reader().unwrap().counters().unwrap();
    assert_eq!(counters.contacts, 3);
    assert_eq!(counters.leads.values().sum::<u64>(), 3);
    assert_eq!(counters.leads[&Stage::Won], 1);
    assert_eq!(Stage::Won.hand(), Hand::Closed);
}

#[test]
fn row_numbers_have_no_gaps_whatever_is_rolled_back() {
    let mut scratch = Scratch::new();
    drop(scratch.store.write().map(|mut tx| {
        let lost = tx.new_contact(instant(1)).unwrap();
        tx.save(&lost, None).unwrap();
    }));
    let mut tx = scratch.store.write().unwrap();
    let first = tx.new_contact(instant(1)).unwrap();
    let second = tx.new_contact(instant(1)).unwrap();
    assert_eq!(
        (first.contact.id, second.contact.id),
        (ContactId(1), ContactId(2))
    );
}

#[test]
fn the_first_claim_of_a_key_stands() {
    let mut scratch = Scratch::new();
    let mut tx = scratch.store.write().unwrap();
    tx.claim_identity(IdentityKind::Email, "Anna@Example.com", ContactId(1))
        .unwrap();
    tx.claim_identity(IdentityKind::Email, "anna@example.com", ContactId(2))
        .unwrap();
    tx.save(&subject(1), None).unwrap();
    tx.save(&subject(2), None).unwrap();
    let found = tx.identity(IdentityKind::Email, " ANNA@example.com ").unwrap();
    assert_eq!(found, Some(ContactId(1)));
    tx.commit().unwrap();
    let reader = scratch.store.reader().unwrap();
    assert_eq!(
        reader.find_contact("anna@EXAMPLE.com").unwrap(),
        vec![ContactId(1)]
    );
    assert_eq!(reader.find_contact("2").unwrap(), vec![ContactId(2)]);
}

#[test]
fn two_spellings_of_a_company_are_one() {
    let mut scratch = Scratch::new();
    let mut tx = scratch.store.write().unwrap();
    let first = tx.company_named("Mäkelä Oy").unwrap();
    let again = tx.company_named("  MAKELA  oy").unwrap();
    assert_eq!(first, again);
    assert_eq!(tx.company_named("Mäki").unwrap().id.0, 2);
}

#[test]
fn what_is_due_comes_longest_due_first() {
    let mut scratch = Scratch::new();
    let mut tx = scratch.store.write().unwrap();
    for (id, due) in [
        (1, Some(30)),
        (2, Some(10)),
        (3, None),
        (4, Some(20)),
        (5, Some(40)),
    ] {
        tx.save(&subject(id), due.map(instant)).unwrap();
    }
    let due = tx.due(instant(30), 2).unwrap();
    assert_eq!(due, vec![ContactId(2), ContactId(4)]);
    tx.commit().unwrap();
    assert_eq!(scratch.store.next_due().unwrap(), Some(instant(10)));
}

#[test]
fn a_changed_row_is_a_difference_that_names_table_key_and_columns() {
    let (mut left, mut right) = (Scratch::new(), Scratch::new());
    saved(&mut left.store, &subject(1));
    let mut other = subject(1);
    other.lead.stage = Stage::Won;
    saved(&mut right.store, &other);
    let found = compare(left.store.path(), right.store.path()).unwrap();
    let lead = found
        .shown
        .iter()
        .find(|difference| difference.table == "lead")
        .unwrap();
    assert_eq!(lead.key, "1");
    assert_eq!(lead.stored.as_deref(), Some("stage=target"));
    assert_eq!(lead.rebuilt.as_deref(), Some("stage=won"));
    assert_eq!(found.total, found.shown.len() as u64);
}
