//! `prices`: what each wish that is not met and each open duty would cost, one call for all of them.

use std::process::ExitCode;
use std::time::Instant;

use hemma_rota_rules::{Item, Problem, Proposal, read_solution, score};
use hemma_solver::{Force, NoPlan, Settings, price};
use serde_json::{Value, json};

use super::args::Args;
use super::failure::Failure;
use super::file;
use super::listen::Ears;

/// More prices nobody reads, and each takes a solver's run.
const PRICES_MAX: usize = 60;
/// Seconds for one of them: what is not settled by then is told as at most and at least.
const SECONDS_EACH: f64 = 10.0;

/// Reads an instance and a solution, a line each; tells a line for each price, and goes on until stdin is closed.
pub(super) fn of_stdin(mut args: Args) -> super::Done {
    let begun = Instant::now();
    let settings = super::settings(&mut args)?;
    let memory = args.parsed("--memory-mb")?;
    let [] = args.words()?;
    let bytes = file::instance("-", true)?;
    let problem = hemma_rota_rules::read_instance(&bytes).map_err(Failure::from_faults)?;
    let bytes = file::instance("-", true)?;
    let proposal = read_solution(&problem, &bytes).map_err(Failure::from_faults)?;
    let mut ears = Ears::new(&problem, None, memory)?;
    ears.stop_when_closed();
    for (name, force) in asked(&problem, &proposal) {
        let left = settings.seconds - begun.elapsed().as_secs_f64();
        if left <= 0.0 || hemma_solver::Listener::is_over(&mut ears) {
            break;
        }
        let settings = Settings {
            seconds: left.min(SECONDS_EACH),
            ..settings
        };
        let told = match price(&problem, &proposal.plan, force, settings, &mut ears) {
            Ok(price) => json!({
                "of": name, "possible": true, "most": price.most, "least": price.least,
                "exact": price.least == Some(price.most),
            }),
            Err(NoPlan::Forbidden | NoPlan::Impossible(_)) => {
                json!({ "of": name, "possible": false })
            }
            Err(err) => return Err(Failure::of(&problem, &err)),
        };
        file::say(&told.to_string());
    }
    Ok(ExitCode::SUCCESS)
}

/// What is missed in a plan, by kind and id, and what would mend it.
fn asked(problem: &Problem, proposal: &Proposal) -> Vec<(Value, Force)> {
    let items = score(problem, &proposal.plan).items.into_iter();
    let asked = items.filter_map(|item| match item {
        Item::Wish { wish, .. } => {
            let name = json!({ "wish": problem.wishes[wish].id });
            Some((name, Force::Wish(wish)))
        }
        Item::Open { duty, .. } => {
            let name = json!({ "duty": problem.duties[duty].id });
            Some((name, Force::Close(duty)))
        }
        _ => None,
    });
    asked.take(PRICES_MAX).collect()
}
