//! `hemma-pdf`: one JSON document on stdin, one PDF on stdout.
//!
//! ```text
//! hemma-pdf [--seconds N] < document.json > document.pdf
//! hemma-pdf --version
//! ```
//!
//! The document is described in [`hemma_report::model`]; one example of each template lies in
//! `examples/`. The PDF is PDF/A-3a and PDF/UA-1 in one, tagged, with its language, title and date.
//! The same document gives the same bytes.
//!
//! | exit code | stdout | stderr |
//! |---|---|---|
//! | 0 | the PDF, whole | nothing |
//! | 2 | nothing | `{"error":"bad_input","message":"…"}`: the document or the call must change |
//! | 3 | nothing | `{"error":"typesetting_failed","message":"…"}`: the document is in order |
//!
//! The error is one line. It names the place and the rule and never the text that stands there, so
//! it may be logged.
//!
//! Limits: 8 MiB in, 64 MiB out, `--seconds` of wall time (20 unless told otherwise, at most 600).
//! The parent should set a limit on the address space as well: a report takes less than 256 MiB, a
//! file of 2,000 entries (250 pages) 650 MiB, one of 5,000 about 1 GiB, so 1.5 GiB is a good limit.
//! A program that hits it is ended by a signal and says nothing. The program opens no file, listens
//! to nothing, and reads no environment and no clock but the one that measures its own time.
//!
//! Text is text: no value is ever read as markup of the typesetter.

use std::io::{Read, Write};
use std::process::ExitCode;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use hemma_report::{Failure, INPUT_BYTES_MAX, render};

/// A page takes milliseconds and five thousand entries some seconds.
const SECONDS_DEFAULT: u64 = 20;
/// Longer than this and nobody waits for it.
const SECONDS_MAX: u64 = 600;
/// Room for the typesetter's recursion, which is deeper without optimisation.
const STACK_BYTES: usize = 64 * 1024 * 1024;

const USAGE: &str = "hemma-pdf [--seconds N] < document.json > document.pdf";

/// What the call asks for.
enum Call {
    Render { seconds: u64 },
    Say(String),
}

fn main() -> ExitCode {
    // A panic of the typesetter must not put people's text on stderr; the code says what happened.
    std::panic::set_hook(Box::new(|_| {}));
    let done = call(std::env::args().skip(1)).and_then(|call| match call {
        Call::Render { seconds } => run(seconds),
        Call::Say(line) => write_out(format!("{line}\n").as_bytes()),
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => report(&failure),
    }
}

fn call(mut arguments: impl Iterator<Item = String>) -> Result<Call, Failure> {
    let mut seconds = SECONDS_DEFAULT;
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--version" => {
                return Ok(Call::Say(format!(
                    "hemma-pdf {}",
                    env!("CARGO_PKG_VERSION")
                )));
            }
            "--help" => return Ok(Call::Say(USAGE.to_owned())),
            "--seconds" => {
                seconds = arguments
                    .next()
                    .and_then(|number| number.parse().ok())
                    .filter(|number| (1..=SECONDS_MAX).contains(number))
                    .ok_or_else(|| {
                        Failure::Input(format!("--seconds takes a number, 1 to {SECONDS_MAX}"))
                    })?;
            }
            _ => return Err(Failure::Input(format!("usage: {USAGE}"))),
        }
    }
    Ok(Call::Render { seconds })
}

/// Reads, sets and writes within the time given; a document that takes longer is abandoned.
fn run(seconds: u64) -> Result<(), Failure> {
    let (done, outcome) = channel();
    let worker = std::thread::Builder::new()
        .stack_size(STACK_BYTES)
        .spawn(move || {
            // The receiver is gone only when the time is up, and then nobody asks.
            let _ = done.send(read_in().and_then(|input| render(&input)));
        });
    if worker.is_err() {
        return Err(Failure::Typesetting("no memory to start with".to_owned()));
    }
    match outcome.recv_timeout(Duration::from_secs(seconds)) {
        Ok(pdf) => write_out(&pdf?.bytes),
        Err(RecvTimeoutError::Timeout) => Err(Failure::Typesetting(format!(
            "not done within {seconds} seconds"
        ))),
        Err(RecvTimeoutError::Disconnected) => Err(Failure::Typesetting(
            "the typesetter stopped in the middle".to_owned(),
        )),
    }
}

/// One byte more than is taken, so that too much is told from just enough.
fn read_in() -> Result<Vec<u8>, Failure> {
    let limit = u64::try_from(INPUT_BYTES_MAX)
        .unwrap_or(u64::MAX)
        .saturating_add(1);
    let mut input = Vec::new();
    std::io::stdin()
        .lock()
        .take(limit)
        .read_to_end(&mut input)
        .map_err(|_| Failure::Input("the document cannot be read from stdin".to_owned()))?;
    Ok(input)
}

fn write_out(bytes: &[u8]) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    out.write_all(bytes)
        .and_then(|()| out.flush())
        .map_err(|_| Failure::Typesetting("the file cannot be written to stdout".to_owned()))
}

fn report(failure: &Failure) -> ExitCode {
    // With stderr gone too, the exit code is all that is left to say.
    let _ = writeln!(std::io::stderr(), "{}", failure.to_json());
    ExitCode::from(failure.exit_code())
}
