//! Programs in Python, each with its libraries in a folder of its own in the build folder.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::failure::Result;
use crate::need::{self, Need};
use crate::run;

/// The folder of this name with these libraries; made where it is not there yet.
pub(crate) fn environment(name: &str, libraries: &[&str]) -> Result<PathBuf> {
    let folder = run::target()?.join(name);
    let done = folder.join("done");
    if done.exists() {
        return Ok(folder);
    }
    let venv = Need {
        program: "python3",
        package: "python3-venv",
        purpose: "runs a tool of the tests, in a virtual environment",
    };
    need::ensure(&[venv], |_| has_venv())?;
    run::run(Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
    let mut install = Command::new(folder.join("bin/pip"));
    install.args(["install", "--quiet", "--disable-pip-version-check"]);
    run::run(install.args(libraries))?;
    std::fs::write(done, "")?;
    Ok(folder)
}

fn has_venv() -> bool {
    Command::new("python3")
        .args(["-c", "import ensurepip, venv"])
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}
