//! What can go wrong in a job, and the exit code that says so.

use std::fmt;
use std::process::ExitCode;

pub(crate) type Result<T> = std::result::Result<T, Failure>;

/// Why a job ended early.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The command line made no sense.
    Usage(String),
    /// A program is missing and could not be installed.
    Missing(String),
    /// A step ran and did not succeed.
    Failed(String),
}

impl Failure {
    pub(crate) fn exit_code(&self) -> ExitCode {
        match self {
            Failure::Usage(_) | Failure::Missing(_) => ExitCode::from(2),
            Failure::Failed(_) => ExitCode::from(1),
        }
    }

    /// Puts what was being done before the reason.
    pub(crate) fn while_doing<E: fmt::Display>(what: &str) -> impl FnOnce(E) -> Failure {
        let what = what.to_owned();
        move |err| Failure::Failed(format!("{what}: {err}"))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Usage(text) | Failure::Missing(text) | Failure::Failed(text) => {
                f.write_str(text)
            }
        }
    }
}

impl From<std::io::Error> for Failure {
    fn from(err: std::io::Error) -> Failure {
        Failure::Failed(err.to_string())
    }
}
