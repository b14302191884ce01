#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use rusqlite::Connection;

use super::{Scratch, instant};
use crate::store::open::{MIGRATIONS, migrate};
use crate::store::{Reader, Store, StoreError};

fn schema(connection: &Connection) -> Vec<String> {
    let mut statement = connection
        .prepare("SELECT name || ': ' || coalesce(sql, '') FROM sqlite_schema ORDER BY name")
        .unwrap();
    let rows = statement.query_map([], |row| row.get(0)).unwrap();
    rows.collect::<Result<_, _>>().unwrap()
}

#[test]
fn migrating_step_by_step_ends_where_migrating_at_once_does() {
    // One step beyond today, so that the way from today's database to a later one is walked too.
    let mut steps = MIGRATIONS.to_vec();
    steps.push("ALTER TABLE contact ADD COLUMN later TEXT; CREATE TABLE later (x INTEGER);");
    let mut slowly = Connection::open_in_memory().unwrap();
    for count in 1..=steps.len() {
        migrate(&mut slowly, &steps[..count]).unwrap();
    }
    let mut at_once = Connection::open_in_memory().unwrap();
    migrate(&mut at_once, &steps).unwrap();
    assert_eq!(schema(&slowly), schema(&at_once));
    migrate(&mut at_once, &steps).unwrap();
}

#[test]
fn a_step_that_fails_leaves_the_database_as_it_was() {
    let mut connection = Connection::open_in_memory().unwrap();
    let steps = [MIGRATIONS[0], "CREATE TABLE half (x); SELECT nonsense;"];
    assert!(migrate(&mut connection, &steps).is_err());
    assert!(schema(&connection).is_empty());
}

#[test]
fn a_database_of_a_newer_program_is_refused_and_left_alone() {
    let scratch = Scratch::new();
    let path = scratch.store.path().to_owned();
    Connection::open(&path)
        .unwrap()
        .pragma_update(None, "user_version", 7)
        .unwrap();
    let known = MIGRATIONS.len();
    for refusal in [
        Store::open(&path).map(drop).unwrap_err(),
        Reader::open(&path).map(drop).unwrap_err(),
    ] {
        assert!(matches!(refusal, StoreError::Newer { found: 7, .. }));
        let sentence = refusal.to_string();
        assert!(sentence.contains(&format!(
            "has schema 7, and this kapula knows schemas up to {known}"
        )));
        assert!(sentence.contains("install a newer kapula"));
    }
}

#[test]
fn what_is_not_a_database_of_ours_is_refused_in_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let text = folder.path().join("leads.csv");
    std::fs::write(&text, "name,email\n".repeat(1_000)).unwrap();
    assert!(matches!(Store::open(&text), Err(StoreError::NotADatabase(_))));
    let other = folder.path().join("other.db");
    Connection::open(&other)
        .unwrap()
        .execute_batch("CREATE TABLE theirs (x)")
        .unwrap();
    assert!(matches!(Store::open(&other), Err(StoreError::NotADatabase(_))));
    let missing = folder.path().join("none.db");
    assert!(matches!(
        Store::open_existing(&missing),
        Err(StoreError::Missing(_))
    ));
    assert!(matches!(Reader::open(&missing), Err(StoreError::Missing(_))));
    assert!(!missing.exists());
    let nowhere = folder.path().join("no").join("such").join("kapula.db");
    let refusal = Store::open(&nowhere).map(drop).unwrap_err();
    assert!(matches!(refusal, StoreError::CannotOpen { .. }), "{refusal}");
}

#[test]
fn what_was_committed_is_there_after_reopening_and_what_was_not_is_not() {
    let scratch = Scratch::new();
    let path = scratch.folder.path().join("again.db");
    let mut store = Store::open(&path).unwrap();
    let mut tx = store.write().unwrap();
    tx.set_meta("kept", "yes").unwrap();
    tx.note_user("maija", instant(1)).unwrap();
    tx.commit().unwrap();
    let mut tx = store.write().unwrap();
    tx.set_meta("lost", "yes").unwrap();
    drop(tx);
    drop(store);
    let reader = Store::open_existing(&path).unwrap().reader().unwrap();
    assert_eq!(reader.meta("kept").unwrap().as_deref(), Some("yes"));
    assert_eq!(reader.meta("lost").unwrap(), None);
    assert_eq!(reader.users().unwrap(), vec!["maija".to_owned()]);
}

#[test]
fn a_reader_sees_a_commit_only_when_it_is_one() {
    let mut scratch = Scratch::new();
    let reader = scratch.store.reader().unwrap();
    let before = reader.data_version().unwrap();
    let mut tx = scratch.store.write().unwrap();
    tx.set_meta("key", "value").unwrap();
    assert_eq!(reader.meta("key").unwrap(), None);
    tx.commit().unwrap();
    assert_eq!(reader.meta("key").unwrap().as_deref(), Some("value"));
    assert_ne!(reader.data_version().unwrap(), before);
}

#[test]
fn only_an_empty_database_that_nobody_else_has_open_is_discarded() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("made.db");
    let store = Store::open(&path).unwrap();
    let reader = Reader::open(&path).unwrap();
    assert!(store.discard_if_empty().is_err());
    assert!(path.exists());
    drop(reader);
    assert!(Store::open(&path).unwrap().discard_if_empty().unwrap());
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);

    drop(Store::open(&path).unwrap());
    let somebody = "INSERT INTO counter (name, value) VALUES ('contacts', 1)";
    Connection::open(&path).unwrap().execute(somebody, []).unwrap();
    assert!(!Store::open(&path).unwrap().discard_if_empty().unwrap());
    assert!(path.exists());
}
