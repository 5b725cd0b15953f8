//! How often the charts that people see cry wolf, and how soon they find a drop: on simulated teams, the same for the
//! same seed. `cargo run --release -p hemma-review --example charts`
//!
//! A stable team keeps its levels for ever; everything else is chance: teams differ, families differ within a team (or
//! not), interviews differ within a family, cases close as they do. Figures that miss their aim end the program with an
//! error.

#![expect(clippy::print_stdout, reason = "it is what the example is for")]

use hemma_review::chance::Chance;
use hemma_review::watch::{Watch, Watched};
use hemma_review::{Row, Settings};
use hemma_stats::control::Baseline;

const TEAMS: usize = 600;
/// Ten years.
const QUARTERS: usize = 40;
/// Long enough for the median run to a false alarm to lie inside.
const LONG: usize = 400;
const INTERVIEWS: u32 = 9;
const DROP: f64 = 0.10;
const SEED: u64 = 1;

/// Where interviews get their scores from.
#[derive(Clone, Copy)]
struct World {
    name: &'static str,
    /// The standard deviation of families within a team.
    families: f64,
    /// That of interviews within a family.
    interviews: f64,
    /// Whether a drop must be found in time here; elsewhere it is told.
    is_aim: bool,
}

const WORLDS: [World; 2] = [
    World {
        name: "interviews alone",
        families: 0.0,
        interviews: 0.22,
        is_aim: true,
    },
    World {
        name: "families, three interviews each",
        families: 0.10,
        interviews: 0.196,
        is_aim: false,
    },
];

/// The levels of a team.
struct Team {
    adherence: f64,
    completed: f64,
    engaged: f64,
    outcome: f64,
    collected: f64,
    /// The families that are interviewed now: their level, and how many interviews are left.
    families: Vec<(f64, u32)>,
}

impl Team {
    fn new(chance: &mut Chance) -> Team {
        let mut around =
            |level: f64, spread: f64| (level + spread * chance.normal()).clamp(0.05, 0.97);
        Team {
            adherence: around(0.76, 0.05),
            completed: around(0.85, 0.05),
            engaged: around(0.94, 0.02),
            outcome: around(0.87, 0.04),
            collected: around(0.70, 0.06),
            families: vec![],
        }
    }

    fn quarter(&mut self, world: World, drop: f64, chance: &mut Chance) -> Row {
        let mut row = Row::default();
        for _ in 0..INTERVIEWS {
            let at = chance.below(4) as usize;
            if self.families.len() <= at
                || self.families.get(at).is_some_and(|(_, left)| *left == 0)
            {
                let family = (world.families * chance.normal(), 3);
                match self.families.get_mut(at) {
                    Some(place) => *place = family,
                    None => self.families.push(family),
                }
            }
            let last = self.families.len() - 1;
            let Some(family) = self.families.get_mut(at.min(last)) else {
                continue;
            };
            family.1 = family.1.saturating_sub(1);
            let level = self.adherence - drop + family.0;
            score(&mut row, level + world.interviews * chance.normal());
        }
        for _ in 0..2 + chance.below(6) {
            close(self, &mut row, chance);
        }
        for _ in 0..10 + chance.below(6) {
            row.due += 1;
            row.collected += i64::from(chance.uniform() < self.collected);
        }
        row
    }
}

/// Twenty-eight items leave scores of twenty-eighths.
fn score(row: &mut Row, level: f64) {
    const DENOMINATOR: i64 = 124_324_200;
    let items = (28.0 * level.clamp(0.0, 1.0)).round();
    let items = (0..=28)
        .find(|count| items <= f64::from(*count))
        .unwrap_or(28);
    let parts = DENOMINATOR / 28 * i64::from(items);
    row.scores += 1;
    row.score_parts += parts;
    row.score_squares += i128::from(parts) * i128::from(parts);
}

fn close(team: &Team, row: &mut Row, chance: &mut Chance) {
    row.closed += 1;
    if chance.uniform() < team.completed {
        row.completed += 1;
    } else if chance.uniform() < 0.35 {
        row.lack_of_engagement += 1;
    } else {
        row.placed += 1;
    }
    let mut is = |share: f64| i64::from(chance.uniform() < share);
    for (yes, known) in [
        (&mut row.home, &mut row.home_known),
        (&mut row.school, &mut row.school_known),
        (&mut row.no_arrest, &mut row.no_arrest_known),
    ] {
        *known += 1;
        *yes += is(team.outcome);
    }
    row.with_interview += is(team.engaged);
    row.scored += 1;
    row.above += is(team.adherence);
}

fn network(world: World, quarters: usize, drop_at: Option<usize>, seed: u64) -> Vec<Vec<Row>> {
    let mut chance = Chance::new(seed);
    let mut team = |_| {
        let mut team = Team::new(&mut chance);
        let drop = |quarter| {
            if drop_at.is_some_and(|at| at <= quarter) {
                DROP
            } else {
                0.0
            }
        };
        let rows = (0..quarters).map(|quarter| team.quarter(world, drop(quarter), &mut chance));
        rows.collect()
    };
    (0..TEAMS).map(&mut team).collect()
}

fn learn(teams: &[Vec<Row>], settings: &Settings) -> Watch {
    let teams: Vec<&[Row]> = teams.iter().map(Vec::as_slice).collect();
    Watch::of(&teams, settings)
}

fn signals(watch: &Watch, watched: Watched, rows: &[Row]) -> Result<Vec<bool>, hemma_stats::Error> {
    let chart = watch.chart(watched, rows)?;
    Ok(chart
        .iter()
        .map(|point| point.is_some_and(|point| point.signal))
        .collect())
}

fn median(mut runs: Vec<usize>) -> usize {
    runs.sort_unstable();
    runs.get(runs.len() / 2).copied().unwrap_or(0)
}

/// Quarters to the first signal, the last one included; one more than there are if there is none.
fn run(signals: &[bool]) -> usize {
    signals
        .iter()
        .position(|signal| *signal)
        .unwrap_or(signals.len())
        + 1
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let settings = Settings::reference()?;
    let mut missed = vec![];
    for world in WORLDS {
        println!(
            "\n**{}** (families {}, interviews {})\n",
            world.name, world.families, world.interviews
        );
        quiet(world, &settings, &mut missed)?;
        found(world, &settings, &mut missed)?;
    }
    if missed.is_empty() {
        return Ok(());
    }
    Err(missed.join("; ").into())
}

/// Stable teams: how often they are flagged.
fn quiet(
    world: World,
    settings: &Settings,
    missed: &mut Vec<String>,
) -> Result<(), Box<dyn std::error::Error>> {
    let teams = network(world, QUARTERS, None, SEED);
    let watch = learn(&teams, settings);
    let long = network(world, LONG, None, SEED + 1);
    println!(
        "| chart | median run to a false alarm | quarters flagged in ten years | teams flagged in ten years |"
    );
    println!("| --- | ---: | ---: | ---: |");
    let mut any = vec![vec![false; QUARTERS]; TEAMS];
    for watched in Watched::ALL {
        let mut runs = vec![];
        for rows in &long {
            runs.push(run(&signals(&watch, watched, rows)?));
        }
        let (mut flagged, mut wolves) = (0, 0);
        for (rows, any) in teams.iter().zip(&mut any) {
            let signals = signals(&watch, watched, rows)?;
            flagged += signals.iter().filter(|signal| **signal).count();
            wolves += usize::from(signals.contains(&true));
            for (any, signal) in any.iter_mut().zip(signals) {
                *any |= signal;
            }
        }
        let run = median(runs);
        if run < 100 {
            missed.push(format!("{}: {watched:?} runs {run} quarters", world.name));
        }
        let told = if run > LONG {
            format!("> {LONG}")
        } else {
            run.to_string()
        };
        println!(
            "| {watched:?} | {told} | {:.3} % | {:.1} % |",
            percent(flagged, TEAMS * QUARTERS),
            percent(wolves, TEAMS)
        );
    }
    let all = percent(
        any.iter().flatten().filter(|any| **any).count(),
        TEAMS * QUARTERS,
    );
    println!("| all together | | {all:.3} % | |");
    println!(
        "| textbook chart of adherence (2.66 moving ranges from eight quarters) | | | {:.1} % |",
        textbook(&teams)
    );
    if 1.0 < all {
        missed.push(format!(
            "{}: {all:.3} % of stable team-quarters are flagged",
            world.name
        ));
    }
    Ok(())
}

/// Teams of which the reference chart of individual values says something in ten years.
fn textbook(teams: &[Vec<Row>]) -> f64 {
    let flagged = teams.iter().filter(|rows| {
        let means: Vec<Option<f64>> = rows
            .iter()
            .map(|row| Some(row.score_parts as f64 / row.scores as f64 / 124_324_200.0))
            .collect();
        Baseline::of(&means).is_ok_and(|baseline| {
            baseline
                .individuals(&means)
                .iter()
                .flatten()
                .any(|point| point.signal)
        })
    });
    percent(flagged.count(), teams.len())
}

/// Teams whose adherence drops: how soon that is found.
fn found(
    world: World,
    settings: &Settings,
    missed: &mut Vec<String>,
) -> Result<(), Box<dyn std::error::Error>> {
    let watch = learn(&network(world, QUARTERS, None, SEED), settings);
    println!("\n| drop of {DROP} after | median quarters to the signal | found within five |");
    println!("| --- | ---: | ---: |");
    for at in [4, 8, 12, 20, 40] {
        let teams = network(world, at + 60, Some(at), SEED + 2);
        let mut runs = vec![];
        for rows in &teams {
            let signals = signals(&watch, Watched::Adherence, rows)?;
            runs.push(run(signals.get(at..).unwrap_or_default()));
        }
        let soon = runs.iter().filter(|run| **run <= 5).count();
        let middle = median(runs);
        println!(
            "| {at} quarters | {middle} | {:.0} % |",
            percent(soon, TEAMS)
        );
        if world.is_aim && 5 < middle && 8 <= at {
            missed.push(format!(
                "{}: a drop after {at} quarters takes {middle}",
                world.name
            ));
        }
    }
    Ok(())
}

fn percent(count: usize, of: usize) -> f64 {
    100.0 * count as f64 / of as f64
}
