//! Why a call came to nothing.

use std::io::Write;
use std::process::ExitCode;

use hemma_rota_rules::{Faults, Problem};
use hemma_solver::NoPlan;
use serde_json::json;

/// Why a call came to nothing.
pub(super) enum Failure {
    /// The call or a file must change.
    Input(String),
    /// Something else.
    Failed(String),
    /// No plan can be lawful, with each breach.
    Impossible(Vec<String>),
}

impl Failure {
    pub(super) fn from_faults(faults: Faults) -> Failure {
        Failure::Input(faults.to_string())
    }

    pub(super) fn unknown(kind: &str, id: &str) -> Failure {
        Failure::Input(format!("no {kind} \"{id}\""))
    }

    pub(super) fn of(problem: &Problem, err: &NoPlan) -> Failure {
        match err {
            NoPlan::Impossible(why) => {
                Failure::Impossible(why.0.iter().map(|one| problem.say(one)).collect())
            }
            other => Failure::Failed(other.to_string()),
        }
    }

    /// Says it where errors go, in one line.
    pub(super) fn report(&self) -> ExitCode {
        let (line, code) = match self {
            Failure::Input(message) => (json!({ "error": "bad_input", "message": message }), 2),
            Failure::Failed(message) => (json!({ "error": "failed", "message": message }), 3),
            Failure::Impossible(all) => (json!({ "error": "impossible", "violations": all }), 4),
        };
        // With stderr gone too, the exit code is all that is left to say.
        let _ = writeln!(std::io::stderr(), "{line}");
        ExitCode::from(code)
    }
}
