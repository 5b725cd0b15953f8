//! `prices`: what each wish that is not met and each open duty would cost, one call for all of them; or what it would
//! cost that somebody has one duty.

use std::process::ExitCode;
use std::time::Instant;

use hemma_rota_rules::{Item, Problem, Proposal, read_solution, score};
use hemma_solver::{Force, NoPlan, Settings, price};
use serde_json::{Value, json};

use super::args::Args;
use super::failure::Failure;
use super::file;
use super::listen::Ears;
use super::tell;

/// More prices nobody reads, and each takes a solver's run.
const PRICES_MAX: usize = 60;
/// Seconds for one of them: what is not settled by then is told as at most and at least.
const SECONDS_EACH: f64 = 10.0;

/// Reads an instance and a solution, a line each; tells a line for each price, and goes on until stdin is closed.
/// With `--duty` and `--person` the price of that alone, which may take all the time there is.
pub(super) fn of_stdin(mut args: Args) -> super::Done {
    let begun = Instant::now();
    let settings = super::settings(&mut args)?;
    let memory = args.parsed("--memory-mb")?;
    let given = (args.option("--duty")?, args.option("--person")?);
    let [] = args.words()?;
    let bytes = file::instance("-", true)?;
    let problem = hemma_rota_rules::read_instance(&bytes).map_err(Failure::from_faults)?;
    let bytes = file::instance("-", true)?;
    let proposal = read_solution(&problem, &bytes).map_err(Failure::from_faults)?;
    let mut ears = Ears::new(&problem, None, memory)?;
    ears.stop_when_closed();
    let (asked, seconds_each) = match given {
        (None, None) => (missed(&problem, &proposal), SECONDS_EACH),
        (Some(duty), Some(person)) => (vec![taken(&problem, (&duty, &person))?], settings.seconds),
        _ => {
            let text = "prices takes --duty and --person together, or neither";
            return Err(Failure::Input(text.to_owned()));
        }
    };
    for (name, force) in asked {
        let left = settings.seconds - begun.elapsed().as_secs_f64();
        if left <= 0.0 || hemma_solver::Listener::is_over(&mut ears) {
            break;
        }
        let settings = Settings {
            seconds: left.min(seconds_each),
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
fn missed(problem: &Problem, proposal: &Proposal) -> Vec<(Value, Force)> {
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

/// That somebody has a duty.
fn taken(problem: &Problem, (duty, person): (&str, &str)) -> Result<(Value, Force), Failure> {
    let force = Force::Give {
        duty: tell::duty(problem, duty)?,
        person: tell::person(problem, person)?,
    };
    Ok((json!({ "duty": duty }), force))
}
