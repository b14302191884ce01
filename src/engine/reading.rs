//! The log read on threads of their own while the caller takes it in, in its order.

use std::sync::mpsc::sync_channel;

use crate::store::{LogPart, Reader, ScoreBatch, ScoreEntry, StoreError};

use super::handle::EngineError;
use super::replay::Reading;

/// Threads that read: decoding rows takes longer than what is mostly made of them.
const READERS: u64 = 2;

/// Places of the log in one batch.
const PLACES: u64 = 8_192;

/// Batches of one reader that may wait: enough that neither side waits for long, little memory.
const WAITING: usize = 4;

/// Hands that part of the log to `take`, entry by entry, up to the one that is last when it begins.
pub(super) fn through(
    reader: &Reader,
    part: LogPart,
    reading: Reading<'_>,
    mut take: impl FnMut(&ScoreEntry<'_>) -> Result<(), StoreError>,
) -> Result<(), EngineError> {
    let last = reader.counters()?.activities;
    std::thread::scope(|scope| {
        let mut readers = Vec::new();
        for first in 0..READERS {
            let other = reader.another()?;
            let (full, batches) = sync_channel::<ScoreBatch>(WAITING);
            let (empty, spare) = sync_channel::<ScoreBatch>(WAITING);
            let ranges = (first * PLACES..last).step_by((READERS * PLACES) as usize);
            let thread = scope.spawn(move || {
                for from in ranges {
                    let mut batch = spare.try_recv().unwrap_or_default();
                    other.score_log(part, from..last.min(from + PLACES), &mut batch)?;
                    // Nobody takes any more when the other side has failed.
                    if full.send(batch).is_err() {
                        break;
                    }
                }
                Ok::<(), StoreError>(())
            });
            readers.push((thread, batches, empty));
        }
        let mut done = 0;
        for turn in (0..readers.len()).cycle() {
            let (_, batches, empty) = &readers[turn];
            let Ok(mut batch) = batches.recv() else {
                break;
            };
            for entry in batch.entries() {
                take(&entry)?;
            }
            done = last.min(done + PLACES);
            reading(done, last);
            batch.clear();
            // A reader that has ended needs no more of them.
            let _ = empty.try_send(batch);
        }
        for (thread, batches, _) in readers {
            drop(batches);
            thread
                .join()
                .unwrap_or_else(|_| Err(StoreError::Undecodable("the log could not be read".to_owned())))?;
        }
        Ok(())
    })
}
