//! `cargo xtask bench ledger`: a ledger of 100,000 postings, balanced and reported.

use crate::failure::Result;
use crate::run;

pub(super) fn ledger() -> Result<()> {
    run::run(&mut run::cargo(&[
        "run",
        "--release",
        "-p",
        "hemma-app",
        "--example",
        "ledger",
    ]))
}
