//! The temporary folder of a demo. It goes with the demo; when that was killed, the next one takes it away.

use std::fs::{DirEntry, File, TryLockError};
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use rustix::io::Errno;
use rustix::process::{Pid, getuid, test_kill_process};

/// How the name of every such folder begins; the number of the process follows, then letters and digits of chance.
const PREFIX: &str = "kapula-demo-";
/// Locked as long as the demo runs. The process number alone does not tell: a demo in a container with the same temporary
/// folder has its number there and none here.
const LOCK: &str = "lock";

/// A folder that is removed when this is dropped.
#[derive(Debug)]
pub struct Folder {
    folder: tempfile::TempDir,
    _lock: File,
}

impl Folder {
    /// A new one in `place`.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn make(place: &Path) -> std::io::Result<Self> {
        let folder = tempfile::Builder::new()
            .prefix(&format!("{PREFIX}{}-", std::process::id()))
            .tempdir_in(place)?;
        let lock = File::create(folder.path().join(LOCK))?;
        // Where files cannot be locked, the process number alone has to tell.
        let _ = lock.try_lock();
        Ok(Self { folder, _lock: lock })
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }
}

/// Removes the folders in `place` whose demos were killed. What cannot be removed stays: it is nobody's harm.
pub fn sweep(place: &Path) {
    let Ok(entries) = std::fs::read_dir(place) else {
        return;
    };
    for entry in entries.flatten().filter(is_left_over) {
        let _ = std::fs::remove_dir_all(entry.path());
    }
}

fn is_left_over(entry: &DirEntry) -> bool {
    let name = entry.file_name();
    let Some(process) = name.to_str().and_then(process) else {
        return false;
    };
    // Of the entry itself: what a link leads to is not ours.
    let ours = entry
        .metadata()
        .is_ok_and(|about| about.is_dir() && about.uid() == getuid().as_raw());
    ours && test_kill_process(process) == Err(Errno::SRCH) && !is_locked(&entry.path())
}

/// The process in the name of a folder of ours.
fn process(name: &str) -> Option<Pid> {
    let (number, chance) = name.strip_prefix(PREFIX)?.split_once('-')?;
    let plain = !chance.is_empty() && chance.chars().all(|c| c.is_ascii_alphanumeric());
    let number: i32 = number.parse().ok().filter(|number| plain && *number > 0)?;
    Pid::from_raw(number)
}

fn is_locked(folder: &Path) -> bool {
    let lock = File::open(folder.join(LOCK));
    lock.is_ok_and(|lock| matches!(lock.try_lock(), Err(TryLockError::WouldBlock)))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    /// The number of a process that has ended.
    fn ended() -> u32 {
        let mut child = std::process::Command::new("true").spawn().unwrap();
        child.wait().unwrap();
        child.id()
    }

    #[test]
    fn only_folders_of_demos_that_are_gone_are_swept() {
        let place = tempfile::tempdir().unwrap();
        let at = |name: &str| place.path().join(name);
        let gone = ended();
        let killed = at(&format!("{PREFIX}{gone}-aB3dE6"));
        let elsewhere = at(&format!("{PREFIX}{gone}-inUse1"));
        let others = [
            at("kapula-demo-aB3dE6"),
            at("kapula-demo-"),
            at(&format!("{PREFIX}{gone}")),
            at(&format!("{PREFIX}{gone}-my notes")),
            at(&format!("other-{gone}-aB3dE6")),
        ];
        for folder in others.iter().chain([&killed, &elsewhere]) {
            std::fs::create_dir(folder).unwrap();
            std::fs::write(folder.join("demo.db"), "x").unwrap();
        }
        let file = at(&format!("{PREFIX}{gone}-aFile1"));
        std::fs::write(&file, "x").unwrap();
        let link = at(&format!("{PREFIX}{gone}-aLink1"));
        std::os::unix::fs::symlink(&others[0], &link).unwrap();
        let lock = File::create(elsewhere.join(LOCK)).unwrap();
        lock.try_lock().unwrap();
        let living = Folder::make(place.path()).unwrap();

        sweep(place.path());

        assert!(!killed.exists(), "whose process is gone goes");
        assert!(living.path().exists(), "whose process lives stays");
        assert!(elsewhere.exists(), "what is locked is in use elsewhere");
        assert!(file.exists() && link.exists());
        for folder in &others {
            assert!(
                folder.join("demo.db").exists(),
                "{} is not ours",
                folder.display()
            );
        }
        let path = living.path().to_owned();
        drop(living);
        assert!(!path.exists(), "a demo that ends takes its folder along");
    }
}
