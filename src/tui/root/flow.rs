//! What has been asked of the session, so that nothing is asked twice.

use crate::domain::Time;

/// What has been asked of the session and not come yet.
#[derive(Debug, Default)]
pub(super) struct Flow {
    /// The instant for which a wake-up has been asked.
    pub wake: Option<Time>,
    /// The open leads.
    pub leads: Fetch,
    /// The leads that came back.
    pub returned: Fetch,
    /// The card that is shown.
    pub card: Fetch,
}

impl Flow {
    /// Nothing is under way any more.
    pub const fn forget(&mut self) {
        self.leads = Fetch::Idle;
        self.returned = Fetch::Idle;
        self.card = Fetch::Idle;
    }
}

/// One kind of load: never two under way, but one more when something changed meanwhile.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Fetch {
    #[default]
    Idle,
    Asked,
    AskedAndStale,
}

impl Fetch {
    /// Something changed: whether to load now.
    pub const fn want(&mut self) -> bool {
        let now = matches!(self, Self::Idle);
        *self = if now { Self::Asked } else { Self::AskedAndStale };
        now
    }

    /// An answer came: whether to load once more.
    pub const fn came(&mut self) -> bool {
        let again = matches!(self, Self::AskedAndStale);
        *self = if again { Self::Asked } else { Self::Idle };
        again
    }
}
