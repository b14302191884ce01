//! The one clock, injected: the system's, or one that stands where a test or `--at` put it.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::DateTime;

use crate::domain::Time;

/// Where the time comes from.
#[derive(Debug, Clone)]
pub enum Clock {
    /// The system's clock.
    System,
    /// A clock that is moved by hand: Unix milliseconds.
    Manual(Arc<AtomicI64>),
}

impl Clock {
    /// A clock that stands at `time` until it is moved.
    #[must_use]
    pub fn standing(time: Time) -> Self {
        Self::Manual(Arc::new(AtomicI64::new(time.timestamp_millis())))
    }

    /// Moves a manual clock; the system's cannot be moved and stays.
    pub fn set(&self, time: Time) {
        if let Self::Manual(millis) = self {
            millis.store(time.timestamp_millis(), Ordering::SeqCst);
        }
    }

    /// The time now, in whole milliseconds.
    #[must_use]
    pub fn now(&self) -> Time {
        let millis = match self {
            Self::System => {
                #[expect(
                    clippy::disallowed_methods,
                    reason = "the one place where the system's clock is read"
                )]
                let now = chrono::Utc::now();
                now.timestamp_millis()
            }
            Self::Manual(millis) => millis.load(Ordering::SeqCst),
        };
        DateTime::from_timestamp_millis(millis).unwrap_or_default()
    }
}
