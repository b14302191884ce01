//! When something is due: frames, change messages, the model's alarm, the end of an unfinished key.

use std::time::Duration;

use tokio::time::Instant;

use crate::domain::Time;

/// Time that one frame is given: about 60 a second in the long run.
pub(super) const FRAME: Duration = Duration::from_millis(16);

/// Frames that may come one right after the other when there was none for a while: a key, the answer of the store to it, and
/// the card of who stands under the cursor then. Waiting its time, the answer to each key of a search would come a frame late.
pub(super) const BURST: u32 = 3;

/// Least time between two change messages: a burst of commits is one reload.
pub(super) const CHANGE: Duration = Duration::from_millis(30);

/// Longest sleep before the engine's clock is looked at again while an alarm is set: it may have been put forward.
const RECHECK: Duration = Duration::from_mins(1);

/// Shortest sleep before it is looked at again after it has not come as far as expected: it may be standing still.
const PATIENCE: Duration = Duration::from_millis(20);

/// Instants at which the loop has something to do. Nothing is set while nothing is going on: an idle session sleeps.
#[derive(Debug, Default)]
pub(super) struct Pace {
    /// Until when the frames drawn so far have used the time that is given to frames.
    frames_until: Option<Instant>,
    /// No change message before this.
    change_from: Option<Instant>,
    /// Whether a change waits for its message.
    changed: bool,
    /// The model's alarm on the engine's clock, and when to look at that clock.
    alarm: Option<(Time, Instant)>,
    /// When an unfinished sequence is ended.
    flush: Option<Instant>,
}

impl Pace {
    /// Something was committed.
    pub(super) const fn note_change(&mut self) {
        self.changed = true;
    }

    /// Whether a change message is due; if so, the next one is not before [`CHANGE`].
    pub(super) fn take_change(&mut self, now: Instant) -> bool {
        let due = self.changed && self.change_from.is_none_or(|from| from <= now);
        if due {
            self.changed = false;
            self.change_from = Some(now + CHANGE);
        }
        due
    }

    /// Sets the alarm, instead of the one before: the model knows when something next changes and asks for that. Were an earlier
    /// one kept, it would go off while the model waits for the later one, and nothing would wake it any more.
    pub(super) fn set_alarm(&mut self, at: Time, clock: Time, now: Instant) {
        self.alarm = Some((at, now + until(at, clock, Duration::ZERO)));
    }

    /// Whether the alarm has gone off; it is asked about the engine's clock only when that may have come so far.
    pub(super) fn take_alarm(&mut self, clock: impl FnOnce() -> Time, now: Instant) -> bool {
        let Some((at, look)) = self.alarm else {
            return false;
        };
        if look > now {
            return false;
        }
        let clock = clock();
        let due = at <= clock;
        self.alarm = (!due).then(|| (at, now + until(at, clock, PATIENCE)));
        due
    }

    /// Bytes came: an unfinished sequence has this long to go on; nothing is unfinished without a time.
    pub(super) fn expect_rest(&mut self, patience: Option<Duration>, now: Instant) {
        self.flush = patience.map(|patience| now + patience);
    }

    /// Whether the unfinished sequence is to be ended.
    pub(super) fn take_flush(&mut self, now: Instant) -> bool {
        let due = self.flush.is_some_and(|at| at <= now);
        if due {
            self.flush = None;
        }
        due
    }

    /// Whether a frame may be drawn; if so, it uses up [`FRAME`] of the time for frames, of which at most [`BURST`] are
    /// saved up.
    pub(super) fn take_frame(&mut self, now: Instant) -> bool {
        let due = self.frame_from().is_none_or(|from| from <= now);
        if due {
            self.frames_until = Some(self.frames_until.map_or(now, |until| until.max(now)) + FRAME);
        }
        due
    }

    /// No frame before this.
    fn frame_from(&self) -> Option<Instant> {
        self.frames_until?.checked_sub(FRAME * (BURST - 1))
    }

    /// When to wake up, if nothing happens before. `frame` says whether a frame waits for its time.
    pub(super) fn wake(&self, frame: FrameWaits) -> Option<Instant> {
        let frame = self.frame_from().filter(|_| frame == FrameWaits::Yes);
        let change = self.change_from.filter(|_| self.changed);
        let alarm = self.alarm.map(|(_, look)| look);
        [frame, change, alarm, self.flush].into_iter().flatten().min()
    }
}

/// Whether a frame waits only for its time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FrameWaits {
    /// It does.
    Yes,
    /// Nothing to draw, or the last frame is still on its way.
    No,
}

fn until(at: Time, clock: Time, least: Duration) -> Duration {
    (at - clock).to_std().unwrap_or_default().clamp(least, RECHECK)
}

#[cfg(test)]
mod tests;
