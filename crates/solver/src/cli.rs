//! The commands.

mod args;
mod failure;
mod file;
mod listen;
mod prices;
mod tell;

use std::process::ExitCode;
use std::time::Instant;

use hemma_rota_rules::generate::{self, Kind};
use hemma_rota_rules::{Problem, Proposal, Solution, check, prepare, read_solution};
use hemma_solver::{Answer, Force, NoPlan, Settings, price, solve};
use serde_json::json;

use args::Args;
use failure::Failure;
use listen::Ears;

const USAGE: &str =
    "hemma-rota solve|check|price|prices|why|generate|replan …; see the program's documentation";

type Done = Result<ExitCode, Failure>;

/// Carries out one call.
pub(crate) fn run(words: Vec<String>) -> ExitCode {
    let mut args = Args::new(words);
    let done = match args.word().as_deref() {
        Some("solve") => solve_file(args),
        Some("check") => check_files(args),
        Some("price") => price_of(args),
        Some("prices") => prices::of_stdin(args),
        Some("why") => tell::why_files(args),
        Some("generate") => generate_file(args),
        Some("replan") => replan(args),
        Some("model") => model(args),
        Some("--version") => {
            file::say(&format!("hemma-rota {}", env!("CARGO_PKG_VERSION")));
            Ok(ExitCode::SUCCESS)
        }
        _ => Err(Failure::Input(format!("usage: {USAGE}"))),
    };
    done.unwrap_or_else(|failure| failure.report())
}

fn settings(args: &mut Args) -> Result<Settings, Failure> {
    /// A minute is what somebody at a screen waits for.
    const SECONDS: f64 = 60.0;
    /// Nobody waits for longer than a day.
    const SECONDS_MAX: f64 = 86_400.0;
    /// More only make each other slower.
    const THREADS_MAX: i32 = 16;
    let seconds = args.parsed("--seconds")?.unwrap_or(SECONDS);
    let threads = args.parsed("--threads")?.unwrap_or(1);
    let seed = args.parsed("--seed")?.unwrap_or(1);
    if !(0.0..=SECONDS_MAX).contains(&seconds) || !(1..=THREADS_MAX).contains(&threads) {
        let text = format!("--seconds takes 0 to {SECONDS_MAX}, --threads 1 to {THREADS_MAX}");
        return Err(Failure::Input(text));
    }
    Ok(Settings {
        seconds,
        threads,
        seed,
    })
}

fn solve_file(mut args: Args) -> Done {
    let begun = Instant::now();
    let settings = settings(&mut args)?;
    let out = args.option("--out")?;
    let memory = args.parsed("--memory-mb")?;
    let until_closed = args.switch("--until-closed");
    let [path] = args.words()?;
    let bytes = file::instance(&path, until_closed)?;
    let problem = hemma_rota_rules::read_instance(&bytes).map_err(Failure::from_faults)?;
    let mut ears = Ears::new(&problem, out.as_deref(), memory)?;
    if until_closed {
        ears.stop_when_closed();
    }
    let answer = solve(&problem, settings, &mut ears).map_err(|err| Failure::of(&problem, &err))?;
    let text = written(&problem, &answer)?;
    match out {
        None => file::say(&text),
        Some(out) => {
            file::write(&out, &text)?;
            file::say(&summary(&answer, begun).to_string());
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn summary(answer: &Answer, begun: Instant) -> serde_json::Value {
    json!({
        "score": answer.score,
        "bound": answer.bound,
        "verified": answer.verified,
        "optimal": answer.is_optimal(),
        "open": answer.plan.open().len(),
        "elapsed_ms": u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX),
    })
}

/// An answer as a file, once more judged by the checker: as it is read and not as it was made.
fn written(problem: &Problem, answer: &Answer) -> Result<String, Failure> {
    let claims = hemma_rota_rules::Claims {
        score: Some(answer.score),
        bound: answer.bound,
        optimal: Some(answer.is_optimal()),
    };
    let solution: Solution = answer.plan.solution(problem, claims);
    let text = file::json(&solution)?;
    let proposal = read_solution(problem, text.as_bytes()).map_err(Failure::from_faults)?;
    if check(problem, &proposal).is_right() {
        Ok(text)
    } else {
        Err(Failure::Failed(
            "the plan does not pass the checker".to_owned(),
        ))
    }
}

fn check_files(args: Args) -> Done {
    let [instance, solution] = args.words()?;
    let (problem, proposal) = both(&instance, &solution)?;
    let verdict = check(&problem, &proposal);
    let violations = verdict.violations.iter().map(|one| problem.say(one));
    let claims = verdict.false_claims.iter().map(ToString::to_string);
    let (score, parts) = (&verdict.score, verdict.score.parts);
    file::say(&file::json(&json!({
        "lawful": verdict.is_lawful(),
        "violations": violations.collect::<Vec<_>>(),
        "false_claims": claims.collect::<Vec<_>>(),
        "score": score.total,
        "z0": score.z0,
        "z1": score.z1,
        "z2": score.z2,
        "parts": {
            "squares": parts.squares, "wishes": parts.wishes, "needs": parts.needs,
            "assigned": parts.assigned, "lines": parts.lines, "changes": parts.changes,
            "close_weekends": parts.close_weekends, "comp_days": parts.comp_days,
        },
    }))?);
    let right = if verdict.is_right() { 0 } else { 1 };
    Ok(ExitCode::from(right))
}

fn both(instance: &str, solution: &str) -> Result<(Problem, Proposal), Failure> {
    let bytes = file::instance(instance, false)?;
    let problem = hemma_rota_rules::read_instance(&bytes).map_err(Failure::from_faults)?;
    let bytes = file::read(solution)?;
    let proposal = read_solution(&problem, &bytes).map_err(Failure::from_faults)?;
    Ok((problem, proposal))
}

fn price_of(mut args: Args) -> Done {
    let settings = settings(&mut args)?;
    let (wish, duty) = (args.option("--wish")?, args.option("--duty")?);
    let (person, out) = (args.option("--person")?, args.option("--out")?);
    let [instance, solution] = args.words()?;
    let (problem, proposal) = both(&instance, &solution)?;
    let force = match (wish, duty, person) {
        (Some(wish), None, None) => Force::Wish(
            problem
                .wish_by_id(&wish)
                .ok_or_else(|| Failure::unknown("wish", &wish))?,
        ),
        (None, Some(duty), None) => Force::Close(tell::duty(&problem, &duty)?),
        (None, Some(duty), Some(person)) => Force::Give {
            duty: tell::duty(&problem, &duty)?,
            person: tell::person(&problem, &person)?,
        },
        _ => {
            return Err(Failure::Input(
                "price takes --wish, or --duty with or without --person".to_owned(),
            ));
        }
    };
    let mut ears = Ears::new(&problem, None, None)?;
    match price(&problem, &proposal.plan, force, settings, &mut ears) {
        Ok(price) => {
            if let Some(out) = out {
                file::write(&out, &written(&problem, &price.answer)?)?;
            }
            let (before, after) = (price.before, price.answer.score);
            let (most, least) = (price.most, price.least);
            let told = json!({
                "possible": true, "before": before, "after": after, "most": most, "least": least,
                "exact": least == Some(most),
            });
            file::say(&told.to_string());
        }
        Err(NoPlan::Forbidden | NoPlan::Impossible(_)) => {
            file::say(&json!({ "possible": false }).to_string());
        }
        Err(err) => return Err(Failure::of(&problem, &err)),
    }
    Ok(ExitCode::SUCCESS)
}

fn generate_file(mut args: Args) -> Done {
    let seed = args.parsed("--seed")?.unwrap_or(1);
    let out = args.option("--out")?;
    let [name] = args.words()?;
    let Some(kind) = Kind::by_name(&name) else {
        let names: Vec<&str> = Kind::ALL.iter().map(|kind| kind.name()).collect();
        return Err(Failure::Input(format!(
            "no kind `{name}`; there are {}",
            names.join(", ")
        )));
    };
    file::put(
        out.as_deref(),
        &file::json(&generate::generate(kind, seed))?,
    )?;
    Ok(ExitCode::SUCCESS)
}

fn replan(mut args: Args) -> Done {
    let seed = args.parsed("--seed")?.unwrap_or(1);
    let out = args.option("--out")?;
    let [instance, solution] = args.words()?;
    let bytes = file::instance(&instance, false)?;
    let written = hemma_rota_rules::instance_of(&bytes).map_err(Failure::from_faults)?;
    let problem = prepare(&written).map_err(Failure::from_faults)?;
    let bytes = file::read(&solution)?;
    let proposal = read_solution(&problem, &bytes).map_err(Failure::from_faults)?;
    let next = generate::replan(&written, &problem, &proposal.plan, seed);
    file::put(out.as_deref(), &file::json(&next)?)?;
    Ok(ExitCode::SUCCESS)
}

fn model(mut args: Args) -> Done {
    let out = args.option("--out")?;
    let [instance] = args.words()?;
    let bytes = file::instance(&instance, false)?;
    let problem = hemma_rota_rules::read_instance(&bytes).map_err(Failure::from_faults)?;
    file::put(
        out.as_deref(),
        &file::json(&hemma_solver::Written::of(&problem))?,
    )?;
    Ok(ExitCode::SUCCESS)
}
