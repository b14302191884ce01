//! What goes out. Dialling a number with the configured command, never through a shell.

use std::io;
use std::os::unix::process::CommandExt;
use std::process::{Command, ExitStatus, Stdio};

use thiserror::Error;

/// Where the number goes in an argument of the dial command.
pub const NUMBER: &str = "{number}";

/// Fewest and most digits of a number that can be dialled: short service numbers, and the limit of E.164 with room for
/// an international prefix.
const DIGITS: std::ops::RangeInclusive<usize> = 2..=20;

/// Why a number was not dialled.
#[derive(Debug, Error)]
pub enum DialError {
    /// The command has no program.
    #[error(
        "the dial command is empty; name a program and its arguments, for example [\"xdg-open\", \"tel:{{number}}\"]"
    )]
    NoProgram,
    /// The number has letters or has too few or too many digits.
    #[error("not dialled: {0} is not a phone number; correct it on the card")]
    NotANumber(String),
    /// The program could not be started.
    #[error("not dialled: {program} could not be started ({reason}); see the dial command in the settings")]
    NotStarted {
        /// The program.
        program: String,
        /// What the system said.
        reason: io::Error,
    },
    /// The program ended with an error.
    #[error("not dialled: {program} failed ({status})")]
    Failed {
        /// The program.
        program: String,
        /// How it ended.
        status: ExitStatus,
    },
}

/// The configured dial command: a program and its arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dialler {
    program: String,
    arguments: Vec<String>,
}

impl Dialler {
    /// A command as an argument vector. `{number}` in an argument stands for the number; without it, the number is the
    /// last argument.
    ///
    /// # Errors
    /// When there is no program.
    pub fn new(command: &[String]) -> Result<Self, DialError> {
        let (program, arguments) = command.split_first().ok_or(DialError::NoProgram)?;
        if program.trim().is_empty() {
            return Err(DialError::NoProgram);
        }
        let mut arguments = arguments.to_vec();
        if !arguments.iter().any(|argument| argument.contains(NUMBER)) {
            arguments.push(NUMBER.to_owned());
        }
        Ok(Self {
            program: program.clone(),
            arguments,
        })
    }

    /// The arguments with the number in its place: digits only, with a `+` before them if it had one. So it can neither
    /// be an option of the program nor mean anything to a shell.
    ///
    /// # Errors
    /// When it is not a phone number.
    pub fn arguments(&self, number: &str) -> Result<Vec<String>, DialError> {
        let number = plain_number(number)?;
        Ok(self
            .arguments
            .iter()
            .map(|a| a.replace(NUMBER, &number))
            .collect())
    }

    /// Dials, and waits until the command has ended (so call it where waiting does not matter).
    ///
    /// The command has no input and its output is dropped: the terminal belongs to the screen. It is in a process group
    /// of its own, so that a Ctrl-Z in the cockpit does not stop a call.
    ///
    /// # Errors
    /// When the number is none, or the command cannot be started or fails.
    pub fn dial(&self, number: &str) -> Result<(), DialError> {
        let arguments = self.arguments(number)?;
        let status = Command::new(&self.program)
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0)
            .status()
            .map_err(|reason| DialError::NotStarted {
                program: self.program.clone(),
                reason,
            })?;
        if status.success() {
            Ok(())
        } else {
            Err(DialError::Failed {
                program: self.program.clone(),
                status,
            })
        }
    }
}

/// A number without the spaces, hyphens, dots, slashes and brackets that people write into it.
fn plain_number(number: &str) -> Result<String, DialError> {
    let refused = || DialError::NotANumber(number.chars().filter(|c| !c.is_control()).take(40).collect());
    let plain: String = number
        .trim()
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '.' | '/' | '(' | ')'))
        .collect();
    let digits = plain.strip_prefix('+').unwrap_or(&plain);
    if digits.bytes().all(|b| b.is_ascii_digit()) && DIGITS.contains(&digits.len()) {
        Ok(plain)
    } else {
        Err(refused())
    }
}

#[cfg(test)]
mod tests;
