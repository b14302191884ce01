//! What can go wrong, and which exit code it is.

use thiserror::Error;

use crate::domain::command::Refusal;
use crate::engine::EngineError;

/// A failure at the edge: a sentence, and its exit code.
#[derive(Debug, Error)]
pub enum Failure {
    /// Exit 1: something failed.
    #[error("{0}")]
    Failed(String),
    /// Exit 2: the command was not said right.
    #[error("{0}")]
    Usage(String),
    /// Exit 3: a rule said no.
    #[error("{0}")]
    Refused(String),
    /// Stopped by a signal; its exit code, 128 and the signal's number.
    #[error("{1}")]
    Stopped(u8, String),
}

impl Failure {
    /// The exit code.
    pub const fn code(&self) -> u8 {
        match self {
            Self::Failed(_) => 1,
            Self::Usage(_) => 2,
            Self::Refused(_) => 3,
            Self::Stopped(code, _) => *code,
        }
    }

    /// Exit 1 with the words of another layer's error.
    pub fn failed(error: &dyn std::fmt::Display) -> Self {
        Self::Failed(error.to_string())
    }
}

impl From<EngineError> for Failure {
    fn from(error: EngineError) -> Self {
        let sentence = error.to_string();
        let EngineError::Refused(refusal) = error else {
            return Self::Failed(sentence);
        };
        if matches!(refusal, Refusal::Stranger { .. }) {
            // The screen asks back instead; only a command line has options.
            Self::Refused(format!(
                "{sentence}; if the name is right, say so with --new-user"
            ))
        } else {
            Self::Refused(sentence)
        }
    }
}

impl From<crate::store::StoreError> for Failure {
    fn from(error: crate::store::StoreError) -> Self {
        Self::Failed(error.to_string())
    }
}
