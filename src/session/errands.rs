//! What was sent off and has not come back: submits, loads, a call being dialled.

use tokio::sync::oneshot;
use tokio::task::JoinSet;

use crate::domain::command::{Order, Refusal};
use crate::domain::query::Answer;
use crate::engine::handle::{Done, EngineError};
use crate::outlet::Dialler;
use crate::tui::{Message, NotDone, Submitted};

/// How many errands may be out; more are refused, so that a stuck store does not fill the memory. Input is read all the
/// while: one can always quit.
const LIMIT: usize = 256;

/// Everything that is out. Dropped with the session; what was submitted is carried out nevertheless.
#[derive(Debug, Default)]
pub(super) struct Errands {
    out: JoinSet<Option<Message>>,
}

impl Errands {
    /// Waits for the result of an order.
    pub(super) fn submit(&mut self, order: Order, reply: oneshot::Receiver<Result<Done, EngineError>>) {
        self.out.spawn(async move {
            let result = match reply.await.unwrap_or(Err(EngineError::Stopped)) {
                Ok(done) => Ok((done.act, done.sentence)),
                Err(EngineError::Refused(refusal)) => Err(refused(refusal)),
                Err(error) => Err(NotDone::Failed(error.to_string())),
            };
            Some(Message::Submitted(Submitted { order, result }))
        });
    }

    /// Waits for an answer of the store.
    pub(super) fn load(&mut self, reply: oneshot::Receiver<Result<Answer, EngineError>>) {
        self.out.spawn(async move {
            Some(match reply.await.unwrap_or(Err(EngineError::Stopped)) {
                Ok(answer) => Message::Loaded(answer),
                Err(error) => Message::LoadFailed(error.to_string()),
            })
        });
    }

    /// Dials, in a thread of its own: starting a program and waiting for it would hold up the frames, and a thread of the
    /// runtime would hold up the end of the session.
    pub(super) fn dial(&mut self, dialler: Dialler, number: String) {
        let (tell, outcome) = oneshot::channel();
        let thread = std::thread::Builder::new()
            .name("dial".to_owned())
            .spawn(move || {
                // Nobody listens any more when the session has ended; the call goes on.
                let _ = tell.send(dialler.dial(&number));
            });
        self.out.spawn(async move {
            if let Err(error) = thread {
                return Some(Message::Notice(format!("not dialled: {error}")));
            }
            match outcome.await {
                Ok(Err(error)) => Some(Message::Notice(error.to_string())),
                Ok(Ok(())) | Err(_) => None,
            }
        });
    }

    /// Whether as many are out as may be.
    pub(super) fn is_full(&self) -> bool {
        self.out.len() >= LIMIT
    }

    /// The next message that came back; waits for ever when nothing is out.
    pub(super) async fn next(&mut self) -> Message {
        loop {
            match self.out.join_next().await {
                Some(Ok(Some(message))) => return message,
                Some(Ok(None) | Err(_)) => {}
                None => std::future::pending().await,
            }
        }
    }
}

/// A refusal by a rule; one about somebody who has never been seen here can be confirmed.
fn refused(refusal: Refusal) -> NotDone {
    let sentence = refusal.to_string();
    match refusal {
        Refusal::Stranger { closest, .. } => NotDone::Stranger { sentence, closest },
        Refusal::Taken { .. }
        | Refusal::Moved { .. }
        | Refusal::Illegal(_)
        | Refusal::Rule(_)
        | Refusal::NoUndo(_) => NotDone::Refused(sentence),
    }
}
