//! From the bytes of a file to a problem, or to everything that is wrong with it.

mod look;
mod parts;
mod size;

use jiff::civil::Date;

use crate::fault::{Fault, Faults, Wrong};
use crate::instance::{INSTANCE_FORMAT, Instance};
use crate::number::{PersonNo, Table};
use crate::plan::Plan;
use crate::problem::Problem;
use crate::solution::{Claims, SOLUTION_FORMAT, Solution};
use look::Look;

/// Ten teams over a year with 100,000 wishes take 20 MB; more than this is no rota.
pub const FILE_BYTES_MAX: usize = 64 * 1024 * 1024;

/// Reads an instance from its bytes.
pub fn read_instance(bytes: &[u8]) -> Result<Problem, Faults> {
    prepare(&instance_of(bytes)?)
}

/// Reads the texts and numbers of an instance, and looks nothing up.
pub fn instance_of(bytes: &[u8]) -> Result<Instance, Faults> {
    shape("instance", bytes)
}

/// Looks everything in an instance up.
pub fn prepare(instance: &Instance) -> Result<Problem, Faults> {
    let mut look = Look::default();
    look.format("format", &instance.format, INSTANCE_FORMAT);
    look.id("name", &instance.name);
    parts::problem(instance, look)
}

/// What a solution says, with its references looked up.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// Who serves what, and comp days.
    pub plan: Plan,
    /// What its maker says of it.
    pub claims: Claims,
}

/// Reads a solution of a problem from its bytes.
pub fn read_solution(problem: &Problem, bytes: &[u8]) -> Result<Proposal, Faults> {
    look_up(problem, &shape("solution", bytes)?)
}

/// Looks everything in a solution up.
pub fn look_up(problem: &Problem, solution: &Solution) -> Result<Proposal, Faults> {
    let mut look = Look::default();
    look.format("format", &solution.format, SOLUTION_FORMAT);
    if solution.instance != problem.name {
        look.fault(
            "instance",
            Wrong::Instance {
                found: solution.instance.clone(),
                wanted: problem.name.clone(),
            },
        );
    }
    look.know("person", problem.persons.values().map(|one| &one.id));
    look.know("duty", problem.duties.values().map(|one| &one.id));
    let mut assign = Table::like(&problem.duties, None);
    for (duty, person) in &solution.assign {
        let at = format!("assign.{duty}");
        let duty = look.find("duty", &at, duty);
        let person = person
            .as_ref()
            .map(|person| look.find("person", &at, person));
        if let (Some(duty), Some(Some(person))) = (duty, person) {
            assign[duty] = Some(person);
        }
    }
    let comp_days = solution.comp_days.iter().enumerate();
    let comp_days: Vec<(PersonNo, Date)> = comp_days
        .filter_map(|(n, one)| {
            let person = look.find("person", &format!("comp_days[{n}].person"), &one.person);
            let date = look.date(&format!("comp_days[{n}].date"), &one.date);
            person.zip(date)
        })
        .collect();
    look.done(Proposal {
        plan: Plan { assign, comp_days },
        claims: solution.claims.unwrap_or_default(),
    })
}

fn shape<T: serde::de::DeserializeOwned>(at: &str, bytes: &[u8]) -> Result<T, Faults> {
    let fault = |what| {
        Faults(vec![Fault {
            at: at.to_owned(),
            what,
        }])
    };
    if FILE_BYTES_MAX < bytes.len() {
        return Err(fault(Wrong::TooLarge {
            bytes: bytes.len(),
            most: FILE_BYTES_MAX,
        }));
    }
    serde_json::from_slice(bytes).map_err(|err| fault(Wrong::Shape(err.to_string())))
}
