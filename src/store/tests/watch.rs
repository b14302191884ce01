#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use super::Scratch;
use crate::store::{Store, Watch};

const LONG: Duration = Duration::from_secs(5);

fn commit(store: &mut Store, value: &str) {
    let mut tx = store.write().unwrap();
    tx.set_meta("key", value).unwrap();
    tx.commit().unwrap();
}

#[test]
fn a_watch_says_every_commit_and_nothing_else_and_ends_when_dropped() {
    let mut scratch = Scratch::new();
    let (tell, told) = channel();
    let watch = Watch::start(scratch.store.path(), move || tell.send(()).unwrap()).unwrap();
    for value in ["one", "two", "three"] {
        commit(&mut scratch.store, value);
        told.recv_timeout(LONG).unwrap();
    }
    // Reading is no commit, and another file in the folder is not the database.
    std::fs::write(scratch.folder.path().join("notes.txt"), "x").unwrap();
    scratch.store.reader().unwrap().counters().unwrap();
    assert_eq!(
        told.recv_timeout(Duration::from_millis(700)),
        Err(RecvTimeoutError::Timeout)
    );
    drop(watch);
    assert_eq!(told.recv_timeout(LONG), Err(RecvTimeoutError::Disconnected));
}

#[test]
fn a_watch_survives_that_the_write_ahead_log_comes_and_goes() {
    let scratch = Scratch::new();
    let path = scratch.store.path().to_owned();
    let (tell, told) = channel();
    let _watch = Watch::start(&path, move || tell.send(()).unwrap()).unwrap();
    drop(scratch.store);
    for value in ["one", "two"] {
        let mut other = Store::open_existing(&path).unwrap();
        commit(&mut other, value);
        told.recv_timeout(LONG).unwrap();
    }
}
