//! Cuts the bytes of a terminal into whole sequences, so that the parser never sees half of one.
//!
//! The laws (each has a test):
//! - The same bytes give the same pieces, however they are cut into reads.
//! - Control characters (Ctrl-C, Enter, Esc) end whatever was unfinished and count as keys, except inside a paste.
//! - [`Framer::flush`] ends whatever is unfinished: what arrives after it starts fresh. So an answer of the terminal that
//!   was cut off can swallow a letter that arrives in the same breath (there, `q` is a lawful end of the sequence), but
//!   never one typed after [`Framer::patience`].
//! - Nothing is held beyond [`SEQUENCE_LIMIT`] bytes, or [`PASTE_LIMIT`] within a paste.

use std::time::Duration;

/// The longest escape sequence that is kept, in bytes; a longer one is dropped up to its end.
pub const SEQUENCE_LIMIT: usize = 256;

/// The longest pasted text that is kept, in bytes; the rest is dropped and the paste is marked as cut.
pub const PASTE_LIMIT: usize = 64 * 1024;

const ESC: u8 = 0x1b;
const BEL: u8 = 0x07;
const PASTE_START: &[u8] = b"\x1b[200~";
const PASTE_END: &[u8] = b"\x1b[201~";

/// One whole thing that a terminal sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// A key, a mouse report or an answer: one character (with an ESC before it for Alt), or one escape sequence.
    Sequence(Vec<u8>),
    /// A bracketed paste.
    Paste {
        /// What was pasted, as it came.
        bytes: Vec<u8>,
        /// Whether all of it is there.
        extent: Extent,
    },
}

/// Whether a paste is whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// All of it.
    Whole,
    /// It was longer than [`PASTE_LIMIT`], or its end never came.
    Cut,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Between sequences.
    Ground,
    /// Within a UTF-8 character; this many bytes are still to come.
    Character(u8),
    /// After an ESC.
    Escape,
    /// After `ESC O`.
    Ss3,
    /// Within a CSI sequence.
    Csi,
    /// Within a CSI sequence that will be dropped: too long or out of order.
    CsiIgnored,
    /// After `ESC [ M` or `ESC [ [`; this many bytes are still to come.
    Fixed(u8),
    /// Within an OSC, DCS, APC, PM or SOS string. They are only ever answers, so their text is not kept.
    Text,
    /// After an ESC within a string.
    TextEscape,
    /// Within a bracketed paste; this many bytes of its end marker have matched.
    Paste(usize),
}

/// Cuts bytes into [`Piece`]s.
#[derive(Debug)]
pub struct Framer {
    state: State,
    held: Vec<u8>,
    extent: Extent,
}

impl Default for Framer {
    fn default() -> Self {
        Self {
            state: State::Ground,
            held: Vec::new(),
            extent: Extent::Whole,
        }
    }
}

impl Framer {
    /// Takes bytes as they were read and appends the pieces they complete.
    pub fn push(&mut self, bytes: &[u8], pieces: &mut impl Extend<Piece>) {
        for byte in bytes {
            self.step(*byte, pieces);
        }
    }

    /// How long to wait for more bytes before [`Self::flush`]; nothing when nothing is unfinished.
    ///
    /// A key's or an answer's bytes come together: 25 ms tell a lone Esc from the start of a sequence. A paste over a
    /// slow line may pause, and its text must not be taken for keys: 1 s.
    #[must_use]
    pub const fn patience(&self) -> Option<Duration> {
        match self.state {
            State::Ground => None,
            State::Paste(_) => Some(Duration::from_secs(1)),
            State::Character(_)
            | State::Escape
            | State::Ss3
            | State::Csi
            | State::CsiIgnored
            | State::Fixed(_)
            | State::Text
            | State::TextEscape => Some(Duration::from_millis(25)),
        }
    }

    /// Ends whatever is unfinished: a lone ESC is the Esc key, `ESC [` is Alt-[, a paste without an end is cut, the
    /// start of anything else is dropped.
    pub fn flush(&mut self, pieces: &mut impl Extend<Piece>) {
        match self.state {
            State::Paste(_) => {
                self.extent = Extent::Cut;
                self.end_paste(pieces);
            }
            State::Escape => self.emit(pieces),
            State::Ss3 | State::Csi | State::Text if self.held.len() == 2 => self.emit(pieces),
            State::Ground
            | State::Character(_)
            | State::Ss3
            | State::Csi
            | State::CsiIgnored
            | State::Fixed(_)
            | State::Text
            | State::TextEscape => self.drop_held(),
        }
    }

    fn step(&mut self, byte: u8, pieces: &mut impl Extend<Piece>) {
        match self.state {
            State::Ground => self.ground(byte, pieces),
            State::Character(left) => self.character(left, byte, pieces),
            State::Escape => self.escape(byte, pieces),
            State::Ss3 => self.ss3(byte, pieces),
            State::Csi | State::CsiIgnored => self.csi(byte, pieces),
            State::Fixed(left) => self.fixed(left, byte, pieces),
            State::Text => self.text(byte, pieces),
            State::TextEscape => self.text_escape(byte, pieces),
            State::Paste(matched) => self.paste(matched, byte, pieces),
        }
    }

    fn ground(&mut self, byte: u8, pieces: &mut impl Extend<Piece>) {
        match byte {
            ESC => self.hold(byte, State::Escape),
            0x00..=0x7f => {
                self.held.push(byte);
                self.emit(pieces);
            }
            0x80..=0xff => self.start_character(byte),
        }
    }

    /// A byte of 0x80 or more: starts a character, or (a C1 control, a stray continuation) is dropped.
    fn start_character(&mut self, byte: u8) {
        match byte {
            0xc2..=0xdf => self.hold(byte, State::Character(1)),
            0xe0..=0xef => self.hold(byte, State::Character(2)),
            0xf0..=0xf4 => self.hold(byte, State::Character(3)),
            _ => self.drop_held(),
        }
    }

    fn character(&mut self, left: u8, byte: u8, pieces: &mut impl Extend<Piece>) {
        if !(0x80..=0xbf).contains(&byte) {
            return self.restart(byte, pieces);
        }
        self.hold(byte, State::Character(left - 1));
        if left == 1 {
            let text = self.held.strip_prefix(&[ESC]).unwrap_or(&self.held);
            if std::str::from_utf8(text).is_ok() {
                self.emit(pieces);
            } else {
                self.drop_held();
            }
        }
    }

    fn escape(&mut self, byte: u8, pieces: &mut impl Extend<Piece>) {
        match byte {
            ESC => {
                self.emit(pieces);
                self.hold(byte, State::Escape);
            }
            b'[' => self.hold(byte, State::Csi),
            b'O' => self.hold(byte, State::Ss3),
            b']' | b'P' | b'_' | b'^' | b'X' => self.hold(byte, State::Text),
            0x00..=0x7f => {
                self.held.push(byte);
                self.emit(pieces);
            }
            0x80..=0xff => self.start_character(byte),
        }
    }

    fn ss3(&mut self, byte: u8, pieces: &mut impl Extend<Piece>) {
        if (0x21..=0x7e).contains(&byte) {
            self.held.push(byte);
            self.emit(pieces);
        } else {
            self.restart(byte, pieces);
        }
    }

    fn csi(&mut self, byte: u8, pieces: &mut impl Extend<Piece>) {
        match byte {
            b'M' | b'[' if self.held.len() == 2 && self.state == State::Csi => {
                self.hold(byte, State::Fixed(if byte == b'M' { 3 } else { 1 }));
            }
            0x20..=0x3f => self.csi_parameter(byte),
            0x40..=0x7e if self.state == State::Csi => {
                self.held.push(byte);
                if self.held == PASTE_START {
                    self.held.clear();
                    self.extent = Extent::Whole;
                    self.state = State::Paste(0);
                } else {
                    self.emit(pieces);
                }
            }
            0x40..=0x7e => self.drop_held(),
            0x00..=0x1f | 0x7f..=0xff => self.restart(byte, pieces),
        }
    }

    /// A parameter (`0`-`?`) or intermediate (space-`/`) byte; parameters after intermediates are out of order.
    fn csi_parameter(&mut self, byte: u8) {
        let after_intermediate = self.held.last().is_some_and(|last| (0x20..=0x2f).contains(last));
        if self.held.len() >= SEQUENCE_LIMIT || (after_intermediate && byte >= 0x30) {
            self.held.clear();
            self.state = State::CsiIgnored;
        } else if self.state == State::Csi {
            self.held.push(byte);
        }
    }

    fn fixed(&mut self, left: u8, byte: u8, pieces: &mut impl Extend<Piece>) {
        if byte < 0x20 {
            return self.restart(byte, pieces);
        }
        self.hold(byte, State::Fixed(left - 1));
        if left == 1 {
            self.emit(pieces);
        }
    }

    /// The text of a string is not kept, not even its start: so [`Self::flush`] tells a string from Alt-].
    fn text(&mut self, byte: u8, pieces: &mut impl Extend<Piece>) {
        match byte {
            BEL => self.drop_held(),
            ESC => self.state = State::TextEscape,
            0x00..=0x1f => self.restart(byte, pieces),
            0x20..=0xff => self.held.clear(),
        }
    }

    fn text_escape(&mut self, byte: u8, pieces: &mut impl Extend<Piece>) {
        self.drop_held();
        if byte != b'\\' {
            self.step(ESC, pieces);
            self.step(byte, pieces);
        }
    }

    /// ESC stands only at the start of the end marker, so a mismatch need not be searched for a shorter match.
    fn paste(&mut self, matched: usize, byte: u8, pieces: &mut impl Extend<Piece>) {
        if PASTE_END.get(matched) == Some(&byte) {
            self.state = State::Paste(matched + 1);
            if matched + 1 == PASTE_END.len() {
                self.end_paste(pieces);
            }
            return;
        }
        self.keep_pasted(PASTE_END.get(..matched).unwrap_or_default());
        if byte == ESC {
            self.state = State::Paste(1);
        } else {
            self.keep_pasted(&[byte]);
            self.state = State::Paste(0);
        }
    }

    fn keep_pasted(&mut self, bytes: &[u8]) {
        if self.extent == Extent::Whole && self.held.len() + bytes.len() <= PASTE_LIMIT {
            self.held.extend_from_slice(bytes);
        } else if !bytes.is_empty() {
            self.extent = Extent::Cut;
        }
    }

    fn end_paste(&mut self, pieces: &mut impl Extend<Piece>) {
        let bytes = std::mem::take(&mut self.held);
        let extent = self.extent;
        self.drop_held();
        pieces.extend([Piece::Paste { bytes, extent }]);
    }

    fn hold(&mut self, byte: u8, state: State) {
        self.held.push(byte);
        self.state = state;
    }

    fn emit(&mut self, pieces: &mut impl Extend<Piece>) {
        pieces.extend([Piece::Sequence(std::mem::take(&mut self.held))]);
        self.drop_held();
    }

    fn drop_held(&mut self) {
        self.held.clear();
        self.state = State::Ground;
    }

    /// Drops what is unfinished and reads the byte as the first of something new.
    fn restart(&mut self, byte: u8, pieces: &mut impl Extend<Piece>) {
        self.drop_held();
        self.ground(byte, pieces);
    }
}

#[cfg(test)]
mod tests;
