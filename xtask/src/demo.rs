//! `cargo xtask demo`: from a checkout to a running server with invented families.

use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::args::Args;
use crate::failure::{Failure, Result};
use crate::need;
use crate::run;

/// The job that `demo` leaves running beside the server.
pub(crate) const BUILD_HELPERS: &str = "build-helpers-beside-the-server";

const PORT_DEFAULT: u16 = 8080;

pub(crate) fn demo(mut args: Args) -> Result<()> {
    let port = args.parsed::<u16>("--port")?.unwrap_or(PORT_DEFAULT);
    let target = run::target()?;
    let data = args
        .option("--data")?
        .map_or_else(|| target.join("demo-data"), PathBuf::from);
    let mut settings = Vec::new();
    for name in ["--seed", "--today", "--scale"] {
        if let Some(value) = args.option(name)? {
            settings.extend([name.to_owned(), value]);
        }
    }
    if let Some(word) = args.word() {
        return Err(Failure::Usage(format!("demo does not know `{word}`")));
    }
    refuse_taken(port)?;

    let server = target.join("release/hemma");
    run::say(if server.exists() {
        "Building what has changed in the server …"
    } else {
        "Building the server. The first time this takes about twenty minutes on two cores; \
         after that, seconds."
    });
    run::run(&mut run::cargo(&[
        "build",
        "--release",
        "-p",
        "hemma-server",
        "--bin",
        "hemma",
    ]))?;
    run::say(&if data.exists() {
        format!(
            "Using the data in {} (delete the folder to begin anew).",
            data.display()
        )
    } else {
        format!(
            "Filling {} with invented families. This takes a moment.",
            data.display()
        )
    });
    build_helpers_meanwhile()?;

    // The server takes this process's place, so that Ctrl-C and signals reach it and nothing else.
    let failed = Command::new(&server)
        .arg("demo")
        .arg("--data")
        .arg(&data)
        .args(["--listen", &format!("127.0.0.1:{port}")])
        .args(settings)
        .exec();
    Err(Failure::Failed(format!("{}: {failed}", server.display())))
}

fn refuse_taken(port: u16) -> Result<()> {
    match TcpListener::bind(("127.0.0.1", port)) {
        Ok(_) => Ok(()),
        Err(err) => Err(Failure::Failed(format!(
            "port {port} cannot be used ({err}); choose another: cargo xtask demo --port 8081"
        ))),
    }
}

/// The helpers are large: they are built while the server already runs, and yield to it.
fn build_helpers_meanwhile() -> Result<()> {
    let me = std::env::current_exe()?;
    let mut command = Command::new("nice");
    command
        .args(["-n", "19"])
        .arg(me)
        .arg(BUILD_HELPERS)
        .stdin(Stdio::null());
    command.spawn().map_err(Failure::while_doing("nice"))?;
    Ok(())
}

/// Builds every helper, also after one could not be built.
pub(crate) fn build_helpers() -> Result<()> {
    let rota = build_rota();
    build_pdf().and(rota)
}

/// Builds `hemma-rota` into the folder where the server looks for it.
pub(crate) fn build_rota() -> Result<()> {
    need::ensure(&need::ROTA, need::for_rota)?;
    let helper = run::target()?.join("release/hemma-rota");
    if !helper.exists() {
        run::say(
            "Building the rota helper at low priority. The first time this takes five to ten \
             minutes; until then rotas are planned without the exact engine.",
        );
    }
    let args = [
        "build",
        "--release",
        "--quiet",
        "-p",
        "hemma-solver",
        "--bin",
        "hemma-rota",
    ];
    let built = run::cargo(&args).stdin(Stdio::null()).status()?;
    if built.success() {
        run::say("The rota helper is ready.");
        Ok(())
    } else {
        Err(Failure::Failed(
            "The rota helper could not be built; all else works.".to_owned(),
        ))
    }
}

/// Builds `hemma-pdf` into the folder where the server looks for it.
pub(crate) fn build_pdf() -> Result<()> {
    let helper = run::target()?.join("release/hemma-pdf");
    if !helper.exists() {
        run::say(
            "Building the PDF helper beside it, at low priority. The first time this takes ten \
             to twenty minutes; until then the server says that PDF is not ready.",
        );
    }
    let built = run::cargo(&[
        "build",
        "--release",
        "--quiet",
        "-p",
        "hemma-report",
        "--bin",
        "hemma-pdf",
    ])
    .stdin(Stdio::null())
    .status()?;
    if built.success() {
        run::say("The PDF helper is ready: reports can be saved as PDF.");
        Ok(())
    } else {
        Err(Failure::Failed(
            "The PDF helper could not be built; all else works.".to_owned(),
        ))
    }
}
