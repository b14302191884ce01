//! Reading much on threads of its own while the caller takes it in, in order.

use std::ops::Range;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::ScopedJoinHandle;

use crate::store::{Acts, Reader, ScoreEntry, StoreError};

use super::handle::EngineError;
use super::replay::Reading;

/// Threads that read: decoding rows takes longer than what is mostly made of them.
pub(super) const READERS: usize = 2;

/// Places of the log that are read at once.
const PLACES: u64 = 8_192;

/// Batches of one reader that may wait: enough that neither side waits for long, little memory.
const WAITING: usize = 3;

/// Reads `0..last` in ranges of so many, each by the `fill` whose turn it is, on a thread of its own; `take` is given what was
/// filled in the order of the ranges, with how far that is. Batches come round again: what `take` leaves
/// in one, the next `fill` finds there.
pub(super) fn in_turn<B, F>(
    reader: &Reader,
    (last, range): (u64, u64),
    fills: Vec<F>,
    mut take: impl FnMut(&mut B, u64) -> Result<(), EngineError>,
) -> Result<(), EngineError>
where
    B: Default + Send,
    F: FnMut(&Reader, Range<u64>, &mut B) -> Result<(), StoreError> + Send,
{
    let turns = fills.len();
    std::thread::scope(|scope| {
        let mut sides = Vec::new();
        for (turn, mut fill) in fills.into_iter().enumerate() {
            let other = reader.another()?;
            let (full, batches) = sync_channel(WAITING);
            let (empty, spare) = sync_channel::<B>(WAITING);
            let ranges = (turn as u64 * range..last)
                .step_by(turns * range as usize)
                .map(move |from| from..last.min(from + range));
            let thread = scope.spawn(move || {
                for range in ranges {
                    let mut batch = spare.try_recv().unwrap_or_default();
                    fill(&other, range, &mut batch)?;
                    // Nobody takes any more when the other side has failed.
                    if full.send(batch).is_err() {
                        break;
                    }
                }
                Ok(())
            });
            sides.push((thread, Side { batches, empty }));
        }
        let mut done = 0;
        for turn in (0..turns).cycle() {
            done = last.min(done + range);
            let Some(side) = sides.get(turn).map(|(_, side)| side) else {
                break;
            };
            if !side.take(|batch| take(batch, done))? {
                break;
            }
        }
        sides.into_iter().try_for_each(|(thread, side)| side.end(thread))
    })
}

/// The caller's side of one thread that reads.
struct Side<B> {
    batches: Receiver<B>,
    empty: SyncSender<B>,
}

impl<B> Side<B> {
    /// Takes one batch; says whether there was one.
    fn take(&self, take: impl FnOnce(&mut B) -> Result<(), EngineError>) -> Result<bool, EngineError> {
        let Ok(mut batch) = self.batches.recv() else {
            return Ok(false);
        };
        take(&mut batch)?;
        // A reader that has ended needs no more of them.
        let _ = self.empty.try_send(batch);
        Ok(true)
    }

    /// Waits for the thread, which must not wait for us.
    fn end(self, thread: ScopedJoinHandle<'_, Result<(), StoreError>>) -> Result<(), EngineError> {
        drop(self);
        let ended = thread.join();
        let failed = |_| {
            Err(StoreError::Undecodable(
                "the database could not be read".to_owned(),
            ))
        };
        Ok(ended.unwrap_or_else(failed)?)
    }
}

/// Hands the log to `take`, entry by entry, up to the one that is last when it begins.
pub(super) fn through(
    reader: &Reader,
    reading: Reading<'_>,
    mut take: impl FnMut(&ScoreEntry<'_>) -> Result<(), StoreError>,
) -> Result<(), EngineError> {
    let fill = |reader: &Reader, places: Range<u64>, batch: &mut Batch| {
        batch.clear();
        reader.score_log(places, Acts::Asked, |entry| {
            batch.push(entry);
            Ok(())
        })
    };
    let last = reader.counters()?.activities;
    in_turn(reader, (last, PLACES), vec![fill; READERS], |batch, done| {
        batch.entries().try_for_each(|entry| take(&entry))?;
        reading(done, last);
        Ok(())
    })
}

/// Hands what the makers make of the log's entries to `take`, in their order and many at a time: what can be worked out entry
/// by entry is worked out where they are read. Their acts are not asked for.
pub(super) fn made_of_log<T, F>(
    reader: &Reader,
    reading: Reading<'_>,
    makers: Vec<F>,
    mut take: impl FnMut(&mut Vec<T>) -> Result<(), StoreError>,
) -> Result<(), EngineError>
where
    T: Send,
    F: FnMut(&ScoreEntry<'_>) -> Result<Option<T>, StoreError> + Send,
{
    let last = reader.counters()?.activities;
    let fills = makers.into_iter().map(|mut make| {
        move |reader: &Reader, places: Range<u64>, batch: &mut Vec<T>| {
            reader.score_log(places, Acts::NotAsked, |entry| {
                batch.extend(make(entry)?);
                Ok(())
            })
        }
    });
    in_turn(reader, (last, PLACES), fills.collect(), |batch, done| {
        take(batch)?;
        reading(done, last);
        Ok(())
    })
}

/// Entries that follow one another, their texts in one string.
#[derive(Debug, Default)]
struct Batch {
    /// Without texts, with where kind and detail end.
    rows: Vec<(ScoreEntry<'static>, usize, Option<usize>)>,
    texts: String,
}

impl Batch {
    fn clear(&mut self) {
        self.rows.clear();
        self.texts.clear();
    }

    fn push(&mut self, entry: &ScoreEntry<'_>) {
        self.texts.push_str(entry.kind);
        let kind = self.texts.len();
        let detail = entry.detail.map(|detail| {
            self.texts.push_str(detail);
            self.texts.len()
        });
        let bare = ScoreEntry {
            kind: "",
            detail: None,
            ..*entry
        };
        self.rows.push((bare, kind, detail));
    }

    fn entries(&self) -> impl Iterator<Item = ScoreEntry<'_>> {
        let text = |from: usize, to: usize| self.texts.get(from..to).unwrap_or_default();
        self.rows.iter().scan(0, move |begin, (entry, kind, detail)| {
            let from = std::mem::replace(begin, detail.unwrap_or(*kind));
            Some(ScoreEntry {
                kind: text(from, *kind),
                detail: detail.map(|end| text(*kind, end)),
                ..*entry
            })
        })
    }
}
