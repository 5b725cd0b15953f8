//! `hemma-rota`: an instance of `docs/formats/rota.md` in, the best lawful plan out.
//!
//! ```text
//! hemma-rota solve INSTANCE.json --out SOLUTION.json [--threads N] [--seconds S] [--seed N] [--memory-mb N]
//!                  [--until-closed]
//! hemma-rota check INSTANCE.json SOLUTION.json
//! hemma-rota price INSTANCE.json SOLUTION.json --wish ID | --duty ID [--person ID] [--out F] [--seconds S] …
//! hemma-rota why INSTANCE.json [SOLUTION.json --duty ID [--person ID]]
//! hemma-rota generate KIND [--seed N] [--out F]
//! hemma-rota replan INSTANCE.json SOLUTION.json [--seed N] [--out F]
//! hemma-rota model INSTANCE.json [--out F]
//! ```
//!
//! `-` as INSTANCE is stdin. Without `--out` the result goes to stdout. While it works, `solve` writes lines
//! of JSON to stderr: `{"elapsed_ms":…,"score":…,"bound":…}`, and at the end one to stdout with `--out`:
//! `{"score":…,"bound":…,"verified":…,"optimal":…,"open":…,"elapsed_ms":…}`. `bound` is the solver's,
//! `verified` is proven in exact arithmetic.
//!
//! It stops with the best so far at SIGTERM or SIGINT, when its time is up, when it takes more memory than
//! `--memory-mb`, and with `--until-closed` when stdin closes: then a parent that dies takes its child with
//! it. With `--until-closed` an instance from stdin is one line. FILE of `--out` is written under another name
//! and renamed, at each better plan at most once a second and at the end: whoever kills the program finds
//! a whole file or none.
//!
//! The same instance, seed and threads give the same plan where the search ends by itself, that is
//! with a proof. Where the time ends it, the machine's speed decides how far it came.
//!
//! | exit code | meaning |
//! |---|---|
//! | 0 | done |
//! | 1 | `check`: a rule is broken or a claim is false |
//! | 2 | the call or a file must change; stderr has `{"error":"bad_input","message":"…"}` |
//! | 3 | something else failed: `{"error":"failed",…}` |
//! | 4 | no plan can be lawful: `{"error":"impossible",…}` with each breach |

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run(std::env::args().skip(1).collect())
}
