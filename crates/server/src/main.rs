//! Starts the program, nothing else.

use std::process::ExitCode;

fn main() -> ExitCode {
    hemma_server::cli::main()
}
