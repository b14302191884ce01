//! A program in a pseudo-terminal of our own, and what it shows.

use std::io::{Read, Write};
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

use crate::measure::{Failure, now};

/// After this long without what is waited for, something is wrong.
const PATIENCE: Duration = Duration::from_mins(1);

/// A running program, its screen, and the bytes it sent.
pub struct Terminal {
    child: Box<dyn Child + Send + Sync>,
    writer: Box<dyn Write + Send>,
    chunks: Receiver<(Instant, Vec<u8>)>,
    screen: vt100::Parser,
    /// When it was started.
    started: Instant,
    /// Bytes received so far.
    bytes: u64,
    _master: Box<dyn MasterPty + Send>,
}

impl Terminal {
    /// Starts a program at that size (columns, rows).
    pub fn start(program: &Path, arguments: &[&str], size: (u16, u16)) -> Result<Self, Failure> {
        let pair = native_pty_system().openpty(PtySize {
            rows: size.1,
            cols: size.0,
            pixel_width: 0,
            pixel_height: 0,
        })?;
        let mut reader = pair.master.try_clone_reader()?;
        let writer = pair.master.take_writer()?;
        let (send, chunks) = channel();
        std::thread::spawn(move || {
            let mut buffer = vec![0; 65_536];
            while let Ok(length @ 1..) = reader.read(&mut buffer) {
                let chunk = buffer.get(..length).unwrap_or_default().to_vec();
                if send.send((now(), chunk)).is_err() {
                    return;
                }
            }
        });
        let mut command = CommandBuilder::new(program);
        command.args(arguments);
        command.env("TERM", "xterm-256color");
        let started = now();
        let child = pair.slave.spawn_command(command)?;
        drop(pair.slave);
        Ok(Self {
            child,
            writer,
            chunks,
            screen: vt100::Parser::new(size.1.try_into()?, size.0.try_into()?, 0),
            started,
            bytes: 0,
            _master: pair.master,
        })
    }

    /// Waits until the screen shows what is wanted; how long after the start the bytes came that made it so.
    pub fn until(&mut self, mut wanted: impl FnMut(&str) -> bool) -> Result<Duration, Failure> {
        loop {
            let (at, _) = self
                .chunk(PATIENCE)?
                .ok_or("the program does not show what it should")?;
            if wanted(&self.screen.screen().contents()) {
                return Ok(at - self.started);
            }
        }
    }

    /// Sends keys; how long until the first whole frame that follows had come.
    pub fn key_to_frame(&mut self, keys: &str) -> Result<Duration, Failure> {
        let sent = now();
        self.writer.write_all(keys.as_bytes())?;
        let mut tail = Vec::new();
        loop {
            let (at, chunk) = self.chunk(PATIENCE)?.ok_or("no frame follows a key")?;
            tail.extend_from_slice(&chunk);
            if tail.windows(FRAME_END.len()).any(|window| window == FRAME_END) {
                return Ok(at - sent);
            }
        }
    }

    /// Sends keys; how long until the screen below its first row (which has a clock) had its last change, given that nothing
    /// more changes for `quiet`.
    pub fn key_to_rest(&mut self, keys: &str, quiet: Duration) -> Result<Duration, Failure> {
        let mut shown = self.body();
        let sent = now();
        let mut last = Duration::ZERO;
        self.writer.write_all(keys.as_bytes())?;
        while let Some((at, _)) = self.chunk(quiet)? {
            let body = self.body();
            if body != shown {
                shown = body;
                last = at - sent;
            }
        }
        Ok(last)
    }

    /// Lets the program run until it has sent nothing for so long; the bytes sent meanwhile.
    pub fn rest(&mut self, quiet: Duration) -> Result<u64, Failure> {
        let before = self.bytes;
        while self.chunk(quiet)?.is_some() {}
        Ok(self.bytes - before)
    }

    /// The process.
    pub fn process(&self) -> Result<u32, Failure> {
        Ok(self.child.process_id().ok_or("the program has no process")?)
    }

    /// Ends the program: with `q` if it listens, and by force if it does not.
    pub fn quit(mut self) {
        let _ = self.writer.write_all(b"q");
        for _ in 0..200 {
            if matches!(self.child.try_wait(), Ok(Some(_))) {
                return;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    fn body(&self) -> String {
        let contents = self.screen.screen().contents();
        contents
            .split_once('\n')
            .map_or(String::new(), |(_, body)| body.to_owned())
    }

    /// Answers what programs ask a terminal when they start (its colours, its kind): one that is not answered may wait a
    /// second before it shows anything, and would be compared unfairly.
    fn answer(&mut self, chunk: &[u8]) -> Result<(), Failure> {
        let answers: [(&[u8], &[u8]); 3] = [
            (b"\x1b]10;?", b"\x1b]10;rgb:ffff/ffff/ffff\x07"),
            (b"\x1b]11;?", b"\x1b]11;rgb:0000/0000/0000\x07"),
            (b"\x1b[c", b"\x1b[?62c"),
        ];
        for (question, answer) in answers {
            if chunk.windows(question.len()).any(|window| window == question) {
                self.writer.write_all(answer)?;
            }
        }
        Ok(())
    }

    fn chunk(&mut self, wait: Duration) -> Result<Option<(Instant, Vec<u8>)>, Failure> {
        match self.chunks.recv_timeout(wait) {
            Ok((at, chunk)) => {
                self.answer(&chunk)?;
                self.screen.process(&chunk);
                self.bytes += chunk.len() as u64;
                Ok(Some((at, chunk)))
            }
            Err(RecvTimeoutError::Timeout) => Ok(None),
            Err(RecvTimeoutError::Disconnected) => Err(format!(
                "the program has ended; it showed:\n{}",
                self.screen.screen().contents()
            )
            .into()),
        }
    }
}

/// The end of a synchronised update.
const FRAME_END: &[u8] = b"\x1b[?2026l";
