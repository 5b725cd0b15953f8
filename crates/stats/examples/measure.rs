//! How long the statistics of a network take: medians of elapsed time on invented data, the same for the same seed.
//!
//! `cargo run --release -p hemma-stats --example measure`; with a folder as its argument it also writes the data
//! there as CSV, for another program to be measured on.

#![expect(clippy::print_stdout, reason = "it is what the example is for")]

use std::fmt::Write as _;
use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use hemma_stats::mixed::{Scored, fit};
use hemma_stats::partial_credit::fit::item_fit;
use hemma_stats::partial_credit::{Unused, calibrate};
use hemma_stats::reliability::covariance::Covariance;
use hemma_stats::reliability::{alpha, omega};
use hemma_stats::{Answers, Error};

const SEED: u64 = 1;
const ITEMS: usize = 28;
const RUNS: usize = 9;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args().nth(1);
    for rows in [10_000, 100_000] {
        let answers = answers(rows)?;
        if let Some(folder) = &folder {
            let text = answers_text(&answers);
            fs::write(Path::new(folder).join(format!("answers-{rows}.csv")), text)?;
        }
        measure_items(rows, &answers)?;
    }
    for rows in [10_000, 100_000] {
        let answers = with_gaps(&answers(rows)?)?;
        let took = median(|| calibrate(&answers, Unused::Refuse));
        let outcome = calibrate(&answers, Unused::Refuse).map(|have| have.rounds());
        println!(
            "partial credit, one answer in fifty missing, {rows} x {ITEMS}: {took:?} {outcome:?}"
        );
        let calibration = calibrate(&answers, Unused::Refuse)?;
        let took = median(|| item_fit(&calibration, &answers));
        println!("item fit, one answer in fifty missing, {rows} x {ITEMS}: {took:?}");
    }
    for (teams, families, count) in [(40, 12, 12_000), (600, 27, 412_000)] {
        let mut scores = scores(teams, families);
        scores.truncate(count);
        if let Some(folder) = &folder {
            let name = format!("scores-{}.csv", scores.len());
            fs::write(Path::new(folder).join(name), scores_text(&scores))?;
        }
        let model = fit(&scores)?;
        let variances: Vec<f64> = model.levels.iter().map(|level| level.variance).collect();
        let took = median(|| fit(&scores));
        println!("mixed model, {} scores: {took:?}", scores.len());
        println!("  -2 REML {:.7}", model.deviance);
        println!("  variances {variances:?}, {}", model.residual_variance);
    }
    Ok(())
}

fn measure_items(rows: usize, answers: &Answers) -> Result<(), Error> {
    let took = median(|| calibrate(answers, Unused::Refuse));
    println!("partial credit with standard errors, {rows} x {ITEMS}: {took:?}");
    let calibration = calibrate(answers, Unused::Refuse)?;
    println!(
        "  {} rounds, log-likelihood {:.6}",
        calibration.rounds(),
        calibration.log_likelihood()
    );
    for item in calibration.items().iter().take(2) {
        println!("  {:.9?} errors {:.7?}", item.thresholds, item.errors);
    }
    let took = median(|| {
        let covariance = Covariance::of(answers)?;
        Ok((alpha(&covariance)?, omega::total(&covariance)?))
    });
    println!("alpha and omega, {rows} x {ITEMS}: {took:?}");
    let took = median(|| item_fit(&calibration, answers));
    println!("item fit, {rows} x {ITEMS}: {took:?}");
    let covariance = Covariance::of(answers)?;
    println!(
        "  alpha {:.9}, omega {:.9}",
        alpha(&covariance)?.alpha,
        omega::total(&covariance)?.omega_standardised
    );
    Ok(())
}

fn median<T>(mut job: impl FnMut() -> Result<T, Error>) -> Duration {
    let mut times: Vec<Duration> = (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            let _ = black_box(job());
            start.elapsed()
        })
        .collect();
    times.sort();
    times.get(RUNS / 2).copied().unwrap_or_default()
}

/// A linear congruential generator: Park and Miller (1988).
struct Draws(u64);

impl Draws {
    fn uniform(&mut self) -> f64 {
        self.0 = self.0 * 16_807 % 2_147_483_647;
        self.0 as f64 / 2_147_483_647.0
    }

    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.uniform()).sum::<f64>() - 6.0
    }
}

/// Five answers an item, without gaps.
fn answers(rows: usize) -> Result<Answers, Error> {
    let mut draws = Draws(SEED);
    let mut cells = Vec::with_capacity(rows * ITEMS);
    for _ in 0..rows {
        let place = 0.5 + 1.2 * draws.normal();
        for item in 0..ITEMS {
            let shift = (item as f64 - 13.5) * 0.08;
            cells.push(Some(answer(place - shift, draws.uniform())));
        }
    }
    Answers::new(ITEMS, cells)
}

fn with_gaps(answers: &Answers) -> Result<Answers, Error> {
    let mut draws = Draws(SEED);
    let cells = answers
        .rows()
        .flatten()
        .map(|cell| cell.filter(|_| 0.02 < draws.uniform()));
    Answers::new(ITEMS, cells.collect())
}

fn answer(place: f64, chance: f64) -> u8 {
    let mut log = 0.0;
    let mut weights = vec![1.0_f64];
    for threshold in [-1.5, -0.5, 0.5, 1.5] {
        log += place - threshold;
        weights.push(log.exp());
    }
    let total: f64 = weights.iter().sum();
    let mut reached = 0.0;
    let mut answer = 0;
    for weight in weights.iter().take(4) {
        reached += weight / total;
        answer += u8::from(reached < chance);
    }
    answer
}

/// Three to six therapists a team, half to one and a half times `families` each, one to eleven scores a family.
fn scores(teams: u32, families: u32) -> Vec<Scored<3>> {
    let mut draws = Draws(SEED);
    let mut scores = Vec::new();
    for team in 0..teams {
        let of_team = 0.04 * draws.normal();
        for therapist in 0..3 + team % 4 {
            let of_therapist = 0.06 * draws.normal();
            for family in 0..families / 2 + (7 * team + 3 * therapist) % families {
                let of_family = 0.1 * draws.normal();
                for _ in 0..=(team + 5 * therapist + 3 * family) % 11 {
                    let level = 0.7 + of_team + of_therapist + of_family;
                    let score = level + 0.15 * draws.normal();
                    let units = [team, therapist, family];
                    scores.push(Scored { units, score });
                }
            }
        }
    }
    scores
}

fn answers_text(answers: &Answers) -> String {
    let mut text = String::new();
    for row in answers.rows() {
        let row: Vec<String> = row.iter().flatten().map(u8::to_string).collect();
        text.push_str(&row.join(","));
        text.push('\n');
    }
    text
}

fn scores_text(scores: &[Scored<3>]) -> String {
    let mut text = String::from("team,therapist,family,score\n");
    for Scored { units, score } in scores {
        let [team, therapist, family] = units;
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{team},{therapist},{family},{score:?}");
    }
    text
}
