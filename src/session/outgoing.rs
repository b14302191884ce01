//! The bytes on their way to the client: one frame at most, so that a slow reader gets the latest and not all of them.

use std::io;

use tokio::io::{AsyncWrite, AsyncWriteExt};

/// What is being written.
#[derive(Debug, Default)]
pub(super) struct Outgoing {
    bytes: Vec<u8>,
    sent: usize,
    flush: bool,
}

impl Outgoing {
    /// Whether all that was given has been written.
    pub(super) const fn is_idle(&self) -> bool {
        self.sent == self.bytes.len() && !self.flush
    }

    /// Gives bytes to write. Only when idle: the loop draws no frame before the last one is out.
    pub(super) fn start(&mut self, bytes: Vec<u8>) {
        if !bytes.is_empty() {
            self.bytes = bytes;
            self.sent = 0;
            self.flush = true;
        }
    }

    /// Forgets what was not written yet.
    pub(super) fn forget(&mut self) {
        *self = Self::default();
    }

    /// Writes some of it. May be given up at its waiting point without losing or repeating a byte.
    pub(super) async fn advance<W: AsyncWrite + Unpin>(&mut self, output: &mut W) -> io::Result<()> {
        if let Some(rest) = self.bytes.get(self.sent..).filter(|rest| !rest.is_empty()) {
            let written = output.write(rest).await?;
            if written == 0 {
                return Err(io::ErrorKind::WriteZero.into());
            }
            self.sent += written;
        } else {
            output.flush().await?;
            self.forget();
        }
        Ok(())
    }

    /// Writes all of it.
    pub(super) async fn finish<W: AsyncWrite + Unpin>(&mut self, output: &mut W) -> io::Result<()> {
        while !self.is_idle() {
            self.advance(output).await?;
        }
        Ok(())
    }
}
