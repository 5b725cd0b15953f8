//! `cargo xtask bench scores`: exact scores a second on one core.

use crate::failure::Result;
use crate::run;

pub(super) fn scores() -> Result<()> {
    run::run(&mut run::cargo(&[
        "run",
        "--release",
        "-p",
        "hemma-app",
        "--example",
        "scores",
    ]))
}
