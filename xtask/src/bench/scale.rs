//! `cargo xtask bench scale`: what simulating a scale-up costs.

use crate::failure::Result;
use crate::run;

pub(super) fn scale() -> Result<()> {
    let mut ours = run::cargo(&["run", "--release", "-p", "hemma-domain"]);
    ours.args(["--example", "scale"]);
    run::run(&mut ours)
}
