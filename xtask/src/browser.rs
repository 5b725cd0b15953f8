//! The browser tests' own needs, and pictures of pages.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::args::Args;
use crate::failure::{Failure, Result};
use crate::need;
use crate::run;

/// The folder of the browser tests.
pub(crate) fn folder() -> PathBuf {
    run::root().join("e2e")
}

/// Installs Node, the browser and the libraries, as far as they are missing.
pub(crate) fn prepare() -> Result<()> {
    need::ensure(
        &[need::NODE, need::NPM, need::CHROMIUM, need::PDFTOTEXT],
        need::on_path,
    )?;
    let lock = folder().join("package-lock.json");
    let installed = folder().join("node_modules/.package-lock.json");
    if is_newer(&installed, &lock) {
        return Ok(());
    }
    run::say("Installing the browser tests' libraries.");
    run::run(
        Command::new("npm")
            .args([
                "ci",
                "--ignore-scripts",
                "--no-audit",
                "--no-fund",
                "--loglevel=error",
            ])
            .current_dir(folder()),
    )
}

fn is_newer(file: &Path, than: &Path) -> bool {
    let time = |path: &Path| fs::metadata(path).and_then(|meta| meta.modified());
    matches!((time(file), time(than)), (Ok(file), Ok(than)) if than <= file)
}

/// The server that the browser tests drive: `HEMMA_BIN` if set, else a debug build made now.
pub(crate) fn server() -> Result<PathBuf> {
    if let Some(given) = run::env("HEMMA_BIN") {
        return Ok(PathBuf::from(given));
    }
    run::run(&mut run::cargo(&[
        "build",
        "-p",
        "hemma-server",
        "--bin",
        "hemma",
    ]))?;
    Ok(run::target()?.join("debug/hemma"))
}

/// `node` in the folder of the browser tests, told which server and browser to use.
pub(crate) fn node(server: &Path) -> Command {
    let mut command = Command::new("node");
    command.current_dir(folder()).env("HEMMA_BIN", server);
    if let Some(chromium) = run::find("chromium") {
        command.env("HEMMA_CHROMIUM", chromium);
    }
    command
}

/// `cargo xtask screenshots`: pictures of pages as a role sees them, at both sizes, light and dark.
pub(crate) fn screenshots(mut args: Args) -> Result<()> {
    let role = args.option("--role")?;
    let lang = args.option("--lang")?;
    let paths = args.words()?;
    if paths.is_empty() {
        return Err(Failure::Usage(
            "screenshots needs paths: cargo xtask screenshots --role ROLE / /weeks".to_owned(),
        ));
    }
    prepare()?;
    let server = server()?;
    let pictures = run::target()?.join("screenshots");
    let mut command = node(&server);
    command
        .arg("screenshots.js")
        .env("HEMMA_SCREENS", &pictures);
    for (name, value) in [("--role", role), ("--lang", lang)] {
        if let Some(value) = value {
            command.args([name, &value]);
        }
    }
    run::run(command.args(paths))?;
    run::say(&format!("Pictures are in {}.", pictures.display()));
    Ok(())
}
