//! Noticing what other processes commit.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::error::StoreError;
use super::read::Reader;

/// How often we look without having been told: the net under the directory's events, which some file systems do not
/// send. A look costs some microseconds.
const NET: Duration = Duration::from_millis(500);

/// When we look again after an event: half of the events come before the commit can be seen.
const AGAIN: [Duration; 3] = [
    Duration::from_micros(300),
    Duration::from_micros(600),
    Duration::from_micros(1200),
];

/// Watches a database for commits, of other processes and of this one's own writer. Stops when it is dropped.
#[derive(Debug)]
pub struct Watch {
    told: Sender<Told>,
    thread: Option<JoinHandle<()>>,
    /// Sends events of the directory for as long as it lives; absent where the system has no way to watch.
    _directory: Option<RecommendedWatcher>,
}

/// What the watching thread is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Told {
    /// Something was written near the database.
    Look,
    /// The watch is dropped.
    Stop,
}

impl Watch {
    /// Begins to watch the database at `path`; `changed` is called on a thread of its own after every commit, or once for
    /// several that come close together.
    ///
    /// # Errors
    /// When there is no such database or it cannot be read.
    pub fn start(path: &Path, changed: impl FnMut() + Send + 'static) -> Result<Self, StoreError> {
        let reader = Reader::open(path)?;
        // From now on a commit counts, even one that comes before the thread runs.
        let seen = reader.data_version()?;
        let (told, ear) = channel();
        let directory = watch_directory(path, told.clone());
        let mut look = Look {
            reader,
            seen,
            changed,
        };
        let thread = std::thread::Builder::new()
            .name("watch".to_owned())
            .spawn(move || look.run(&ear))
            .map_err(|error| StoreError::CannotOpen {
                path: path.to_owned(),
                reason: error.to_string(),
            })?;
        Ok(Self {
            told,
            thread: Some(thread),
            _directory: directory,
        })
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        // The thread is gone already when it does not hear; then there is nothing to stop.
        let _ = self.told.send(Told::Stop);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Watches the folder, because the `-wal` file in which commits appear comes and goes. Without a way to watch, the net
/// alone must do.
fn watch_directory(path: &Path, told: Sender<Told>) -> Option<RecommendedWatcher> {
    let path = std::path::absolute(path).ok()?;
    let name = path.file_name()?.to_string_lossy().into_owned();
    let folder: PathBuf = path.parent()?.to_owned();
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
        if event.is_ok_and(|event| concerns(&event, &name)) {
            let _ = told.send(Told::Look);
        }
    })
    .ok()?;
    watcher.watch(&folder, RecursiveMode::NonRecursive).ok()?;
    Some(watcher)
}

/// Whether an event may be a commit: something was written to a file of the database.
fn concerns(event: &Event, name: &str) -> bool {
    let writes = matches!(
        event.kind,
        EventKind::Modify(_) | EventKind::Create(_) | EventKind::Any
    );
    writes
        && event.paths.iter().any(|path| {
            path.file_name()
                .is_some_and(|file| file.to_string_lossy().starts_with(name))
        })
}

struct Look<F> {
    reader: Reader,
    seen: i64,
    changed: F,
}

impl<F: FnMut()> Look<F> {
    fn run(&mut self, ear: &Receiver<Told>) {
        loop {
            match ear.recv_timeout(NET) {
                Ok(Told::Look) => {
                    if drain(ear) == Some(Told::Stop) {
                        return;
                    }
                    self.look_again();
                }
                Err(RecvTimeoutError::Timeout) => {
                    self.look();
                }
                Ok(Told::Stop) | Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    /// Looks at once, and again while nothing is to be seen.
    fn look_again(&mut self) {
        if self.look() {
            return;
        }
        for wait in AGAIN {
            std::thread::sleep(wait);
            if self.look() {
                return;
            }
        }
    }

    /// Says so when something was committed since the last look. A version that cannot be read now is read next time.
    fn look(&mut self) -> bool {
        let Ok(version) = self.reader.data_version() else {
            return false;
        };
        let new = version != self.seen;
        if new {
            self.seen = version;
            (self.changed)();
        }
        new
    }
}

/// Takes what has piled up: one look is enough for all of it.
fn drain(ear: &Receiver<Told>) -> Option<Told> {
    ear.try_iter().find(|told| *told == Told::Stop)
}
