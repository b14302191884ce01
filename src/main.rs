//! The `kapula` program: parses, calls, turns an error into an exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    kapula::cli::main()
}
