//! Starts the program, nothing else.

use std::process::ExitCode;

/// Pages are made of many short texts on several threads: a fifth of the processor's time went into the system's own
/// allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    hemma_server::cli::main()
}
