//! Why a duty is with whom it is.

use std::process::ExitCode;

use hemma_rota_rules::{Board, Date, DutyNo, PersonNo, Problem, concerns};
use serde_json::json;

use super::args::Args;
use super::failure::Failure;
use super::file;

pub(super) fn duty(problem: &Problem, id: &str) -> Result<DutyNo, Failure> {
    problem
        .duty_by_id(id)
        .ok_or_else(|| Failure::unknown("duty", id))
}

pub(super) fn person(problem: &Problem, id: &str) -> Result<PersonNo, Failure> {
    problem
        .person_by_id(id)
        .ok_or_else(|| Failure::unknown("person", id))
}

/// `why`: of one person, or of everybody, for one duty; without a duty what is wrong with the instance.
pub(super) fn why_files(mut args: Args) -> Result<ExitCode, Failure> {
    let (wanted, who) = (args.option("--duty")?, args.option("--person")?);
    let Some(wanted) = wanted else {
        let [instance] = args.words()?;
        let bytes = file::instance(&instance, false)?;
        let problem = hemma_rota_rules::read_instance(&bytes).map_err(Failure::from_faults)?;
        let told = concerns(&problem)
            .iter()
            .map(|one| problem.say_concern(one))
            .collect::<Vec<_>>();
        file::say(&file::json(&json!({ "concerns": told }))?);
        return Ok(ExitCode::SUCCESS);
    };
    let [instance, solution] = args.words()?;
    let (problem, proposal) = super::both(&instance, &solution)?;
    let board = Board::new(&problem);
    let wanted = duty(&problem, &wanted)?;
    let trials = match who {
        Some(who) => {
            let who = person(&problem, &who)?;
            vec![(who, board.why(&proposal.plan, wanted, who))]
        }
        None => board.takers(&proposal.plan, wanted),
    };
    let told = trials.iter().map(|(person, trial)| {
        let because: Vec<String> = trial
            .violations
            .iter()
            .map(|one| problem.say(one))
            .collect();
        json!({
            "person": problem.persons[*person].id, "lawful": trial.is_lawful(),
            "difference": trial.difference, "because": because,
            "comp_days_added": days(&problem, &trial.comp_added),
            "comp_days_removed": days(&problem, &trial.comp_removed),
        })
    });
    file::say(&file::json(&told.collect::<Vec<_>>())?);
    Ok(ExitCode::SUCCESS)
}

fn days(problem: &Problem, days: &[(PersonNo, Date)]) -> Vec<String> {
    let days = days.iter();
    days.map(|(person, date)| format!("{} {date}", problem.persons[*person].id))
        .collect()
}
