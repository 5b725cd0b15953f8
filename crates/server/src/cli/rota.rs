//! `hemma rota`: what the rota helper does with files, under the program's own name.

use std::ffi::OsString;
use std::process::{Command, ExitCode};

use anyhow::Context as _;

use crate::config::{ROTA_HELPER as HELPER, helper};

/// Words for the helper.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// `solve INSTANCE.json --out SOLUTION.json [--threads N] [--seconds S]`, `check INSTANCE.json SOLUTION.json`, and so on:
    /// the layout of both files is in docs/formats/rota.md.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    words: Vec<OsString>,
}

/// Hands the words on, and the helper's exit code back.
pub(super) fn run(options: &Options) -> anyhow::Result<ExitCode> {
    let program = helper(HELPER).filter(|path| path.is_file());
    let program = program
        .with_context(|| format!("{HELPER} is missing; it belongs beside the program hemma"))?;
    let ended = Command::new(&program)
        .args(&options.words)
        .status()
        .with_context(|| format!("{} cannot be started", program.display()))?;
    let code = ended.code().and_then(|code| u8::try_from(code).ok());
    Ok(code.map_or(ExitCode::FAILURE, ExitCode::from))
}
