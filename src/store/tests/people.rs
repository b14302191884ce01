#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use proptest::collection::vec;
use proptest::prelude::*;

use super::{Scratch, instant};
use crate::domain::committee::Committee;
use crate::domain::contact::{Contact, ContactId, Field};
use crate::domain::lead::Stage;
use crate::domain::query::{Answer, ContactFilter, ContactLine, ContactsQuery, Query, Slice};
use crate::domain::subject::Subject;
use crate::domain::text::fold;
use crate::store::{Reader, Write};

fn person(id: i64, said: &[(Field, &str)], stage: Stage) -> Subject {
    let mut contact = Contact::new(ContactId(id), instant(1));
    for (field, value) in said {
        contact.fields.insert(*field, (*value).to_owned());
    }
    let mut subject = Subject::new(contact);
    subject.lead.stage = stage;
    subject
}

/// Four people of whom each word finds somebody else.
fn team(tx: &mut Write<'_>) {
    let company = tx.company_named("Åkerblom & Söner").unwrap();
    let mut first = person(
        1,
        &[
            (Field::FullName, "Matti Mäkelä"),
            (Field::Phone, "+358401234567"),
            (Field::Email, "matti@nosto.fi"),
        ],
        Stage::Target,
    );
    first.contact.company = Some(company.id);
    first.company = Some(company);
    let second = [(Field::FullName, "Anna Virtanen"), (Field::Phone, "+4670123456")];
    let third = [(Field::FullName, "Yi Li"), (Field::Email, "li.yi@example.com")];
    let fourth = [
        (Field::FullName, "Studio 2000 007"),
        (Field::Email, "anna.1980@example.com"),
    ];
    for subject in [
        first,
        person(2, &second, Stage::Queued),
        person(3, &third, Stage::Won),
        person(4, &fourth, Stage::Nurture),
    ] {
        tx.save(&subject, None).unwrap();
    }
}

fn ask(reader: &Reader, query: ContactsQuery) -> Vec<ContactLine> {
    match reader.ask(&Query::Contacts(query)).unwrap() {
        Answer::Contacts(_, lines) => lines,
        Answer::OpenLeads(_) | Answer::Returned(_) | Answer::Card(_) | Answer::Timeline(..) => {
            unreachable!("the answer to the question")
        }
    }
}

fn found(reader: &Reader, text: &str, filter: ContactFilter) -> Vec<i64> {
    let query = ContactsQuery {
        text: text.to_owned(),
        filter,
        slice: Slice::First,
        limit: 50,
    };
    let mut ids: Vec<i64> = ask(reader, query).iter().map(|line| line.id.0).collect();
    ids.sort_unstable();
    ids
}

#[test]
fn search_finds_names_companies_addresses_and_numbers_as_people_type_them() {
    let mut scratch = Scratch::new();
    let mut tx = scratch.store.write().unwrap();
    team(&mut tx);
    tx.commit().unwrap();
    let reader = scratch.store.reader().unwrap();
    for (text, ids) in [
        ("makela", vec![1]),
        ("MÄKE", vec![1]),
        ("akerblom", vec![1]),
        ("makela akerblom", vec![1]),
        ("nosto.fi", vec![1]),
        ("040 123 4567", vec![1]),
        ("+358 40 123", vec![1]),
        ("00358401234567", vec![1]),
        ("+358 (0)40-1234567", vec![1]),
        ("matti 040", vec![1]),
        ("070 123", vec![2]),
        ("anna", vec![2, 4]),
        ("anna virtanen", vec![2]),
        ("an", vec![2]),
        ("m", vec![1]),
        ("yi li", vec![3]),
        ("virtanen an", vec![2]),
        ("virtanen xy", vec![]),
        ("007", vec![4]),
        ("2000 007", vec![4]),
        ("1980", vec![4]),
        ("nobody", vec![]),
        ("\"", vec![]),
        ("mak%", vec![]),
    ] {
        assert_eq!(found(&reader, text, ContactFilter::All), ids, "{text}");
    }
}

#[test]
fn a_number_is_found_among_many_that_end_as_it_does() {
    let mut scratch = Scratch::new();
    let mut tx = scratch.store.write().unwrap();
    for id in 1..=1_300 {
        let phone = format!("+3589{id:04}41000");
        let said = [(Field::FullName, "Anna"), (Field::Phone, phone.as_str())];
        tx.save(&person(id, &said, Stage::Target), None).unwrap();
    }
    tx.commit().unwrap();
    let reader = scratch.store.reader().unwrap();
    for (text, id) in [
        ("129041000", 1290),
        ("+3589 1290 41000", 1290),
        ("09 0003 41000", 3),
        ("anna 130041000", 1300),
    ] {
        assert_eq!(found(&reader, text, ContactFilter::All), [id], "{text}");
    }
    assert_eq!(found(&reader, "941000", ContactFilter::All).len(), 50);
    assert_eq!(found(&reader, "129141001", ContactFilter::All), [0_i64; 0]);
}

#[test]
fn search_within_one_hand_finds_nobody_else() {
    let mut scratch = Scratch::new();
    let mut tx = scratch.store.write().unwrap();
    team(&mut tx);
    tx.commit().unwrap();
    let reader = scratch.store.reader().unwrap();
    assert_eq!(found(&reader, "anna", ContactFilter::Sales), vec![2]);
    assert_eq!(found(&reader, "anna", ContactFilter::Marketing), vec![4]);
    assert_eq!(found(&reader, "anna", ContactFilter::Closed), Vec::<i64>::new());
    assert_eq!(found(&reader, "yi", ContactFilter::Closed), vec![3]);
}

#[test]
fn a_corrected_name_is_found_and_the_old_one_is_not() {
    let mut scratch = Scratch::new();
    let mut tx = scratch.store.write().unwrap();
    tx.save(
        &person(1, &[(Field::FullName, "Anna Virtanen")], Stage::Target),
        None,
    )
    .unwrap();
    tx.save(
        &person(1, &[(Field::FullName, "Anna Korhonen")], Stage::Target),
        None,
    )
    .unwrap();
    tx.commit().unwrap();
    let reader = scratch.store.reader().unwrap();
    assert_eq!(found(&reader, "korhonen", ContactFilter::All), vec![1]);
    assert!(found(&reader, "virtanen", ContactFilter::All).is_empty());
}

#[test]
fn a_card_has_those_who_acted_last_of_a_company_of_any_size_and_nobody_of_another() {
    let mut scratch = Scratch::new();
    let mut tx = scratch.store.write().unwrap();
    let big = tx.company_named("Big Oy").unwrap();
    let other = tx.company_named("Other Oy").unwrap();
    for id in 1..=60 {
        let mut one = person(id, &[(Field::FullName, "Anna")], Stage::Queued);
        let company = if id == 59 { &other } else { &big };
        one.contact.company = Some(company.id);
        one.company = Some(company.clone());
        tx.save(&one, None).unwrap();
    }
    let mut committee = Committee::default();
    for id in [58, 59, 1, 60] {
        committee.act(ContactId(id), instant(id));
    }
    tx.save_committee(big.id, &committee).unwrap();
    tx.commit().unwrap();
    let reader = scratch.store.reader().unwrap();
    let Answer::Card(Some(card)) = reader.ask(&Query::Card(ContactId(1))).unwrap() else {
        unreachable!("the contact is there");
    };
    assert_eq!(card.committee, committee);
    let ids: Vec<i64> = card.colleagues.iter().map(|line| line.id.0).collect();
    let expected: Vec<i64> = [58, 60].into_iter().chain(2..=11).collect();
    assert_eq!(ids, expected);
}

#[test]
fn a_card_shows_colleagues_in_sales_hand_first_and_not_the_contact_itself() {
    let mut scratch = Scratch::new();
    let mut tx = scratch.store.write().unwrap();
    let company = tx.company_named("Nosto").unwrap();
    for id in 1..=15 {
        let stage = if id == 15 { Stage::Queued } else { Stage::Target };
        let mut subject = person(id, &[], stage);
        subject.contact.company = Some(company.id);
        subject.company = Some(company.clone());
        tx.save(&subject, None).unwrap();
    }
    tx.commit().unwrap();
    let reader = scratch.store.reader().unwrap();
    let Answer::Card(Some(card)) = reader.ask(&Query::Card(ContactId(1))).unwrap() else {
        unreachable!("the answer to the question")
    };
    let ids: Vec<i64> = card.colleagues.iter().map(|line| line.id.0).collect();
    assert_eq!(ids, vec![15, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    assert_eq!(
        reader.ask(&Query::Card(ContactId(99))).unwrap(),
        Answer::Card(None)
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn windows_of_contacts_walked_to_either_end_are_everybody_by_name(
        people in vec(("[a-cA-Cä]{0,2}", 0_usize..11), 0..25), limit in 1_usize..6
    ) {
        let mut scratch = Scratch::new();
        let mut tx = scratch.store.write().unwrap();
        let mut everybody = Vec::new();
        for ((name, stage), id) in people.iter().zip(1..) {
            let said: &[(Field, &str)] = if name.is_empty() { &[] } else { &[(Field::FullName, name)] };
            let subject = person(id, said, Stage::ALL[*stage]);
            everybody.push((fold(&subject.contact.name()), id));
            tx.save(&subject, None).unwrap();
        }
        tx.commit().unwrap();
        everybody.sort();
        let reader = scratch.store.reader().unwrap();
        let mut walked = Vec::new();
        let mut slice = Slice::First;
        loop {
            let query = ContactsQuery { text: String::new(), filter: ContactFilter::All, slice, limit };
            let lines = ask(&reader, query);
            walked.extend(lines.iter().map(|line| (line.name_key.clone(), line.id.0)));
            let Some(last) = lines.last() else { break };
            slice = Slice::After(last.name_key.clone(), last.id);
        }
        prop_assert_eq!(&walked, &everybody);
        let mut walked = Vec::new();
        let mut slice = Slice::Last;
        loop {
            let query = ContactsQuery { text: String::new(), filter: ContactFilter::All, slice, limit };
            let lines = ask(&reader, query);
            walked.splice(..0, lines.iter().map(|line| (line.name_key.clone(), line.id.0)));
            let Some(first) = lines.first() else { break };
            slice = Slice::Before(first.name_key.clone(), first.id);
        }
        prop_assert_eq!(walked, everybody);
    }

    #[test]
    fn every_piece_of_a_name_finds_it(name in "[A-Za-zÄÖäöéŁ0-9' \"*-]{3,20}", from in 0_usize..20, length in 3_usize..9) {
        let folded: Vec<char> = fold(&name).chars().collect();
        let piece: String = folded.iter().skip(from.min(folded.len().saturating_sub(length))).take(length).collect();
        prop_assume!(piece.split(' ').all(|word| word.chars().count() >= 3));
        let mut scratch = Scratch::new();
        let mut tx = scratch.store.write().unwrap();
        tx.save(&person(1, &[(Field::FullName, &name)], Stage::Target), None).unwrap();
        tx.commit().unwrap();
        let reader = scratch.store.reader().unwrap();
        prop_assert_eq!(found(&reader, &piece, ContactFilter::All), vec![1], "{}", piece);
    }

    #[test]
    fn every_piece_of_a_number_finds_it(number in "[1-9][0-9]{6,13}", from in 0_usize..12, length in 3_usize..14) {
        let from = from.min(number.len() - 3);
        let piece: String = number.chars().skip(from).take(length).collect();
        let mut scratch = Scratch::new();
        let mut tx = scratch.store.write().unwrap();
        let said = format!("+{number}");
        tx.save(&person(1, &[(Field::FullName, "Anna"), (Field::Phone, &said)], Stage::Target), None).unwrap();
        tx.commit().unwrap();
        let reader = scratch.store.reader().unwrap();
        prop_assert_eq!(found(&reader, &piece, ContactFilter::All), vec![1], "{}", piece);
    }

    #[test]
    fn nothing_that_can_be_typed_makes_search_fail(texts in vec("\\PC{0,12}|[\"'*()+0-9 \u{0}-\u{1f}]{0,12}", 1..8)) {
        let mut scratch = Scratch::new();
        let mut tx = scratch.store.write().unwrap();
        team(&mut tx);
        tx.commit().unwrap();
        let reader = scratch.store.reader().unwrap();
        for text in texts {
            found(&reader, &text, ContactFilter::All);
            found(&reader, &text, ContactFilter::Sales);
        }
    }
}
