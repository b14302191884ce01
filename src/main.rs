//! The `kapula` program: parses, calls, turns an error into an exit code.

fn main() {}
