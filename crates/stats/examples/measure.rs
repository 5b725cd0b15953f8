//! What the statistics of a network cost: medians of processor time on invented data, the same for the same seed.
//!
//! `cargo run --release -p hemma-stats --example measure`; with a folder as its argument it also writes there the data
//! and what came of it as CSV, for another program to be measured on (`cargo xtask bench statistics`).

#![expect(clippy::print_stdout, reason = "it is what the example is for")]

use std::fmt::Write as _;
use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use hemma_stats::mixed::{Scored, fit};
use hemma_stats::partial_credit::fit::item_fit;
use hemma_stats::partial_credit::{Calibration, Unused, calibrate};
use hemma_stats::reliability::covariance::Covariance;
use hemma_stats::reliability::{alpha, omega};
use hemma_stats::{Answers, Error};

const SEED: u64 = 1;
const ITEMS: usize = 28;
const RUNS: usize = 5;
/// Each run repeats its job for so long at least, so that the steps in which time is counted do not show.
const RUN_MIN: Duration = Duration::from_millis(200);

/// What was measured, for people and for another program.
#[derive(Default)]
struct Told {
    lines: String,
}

impl Told {
    /// A job, how long it took, and the number that another program should come to.
    fn add(&mut self, job: &str, took: Duration, number: f64) {
        println!("{job}: {took:.4?}, {number:.9}");
        // Writing to a string cannot fail.
        let _ = writeln!(self.lines, "{job},{:?},{number:?}", took.as_secs_f64());
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args().nth(1);
    let keep = |name: String, text: String| match &folder {
        Some(folder) => fs::write(Path::new(folder).join(name), text),
        None => Ok(()),
    };
    let mut told = Told::default();
    for rows in [10_000, 100_000] {
        let answers = answers(rows)?;
        keep(format!("answers-{rows}.csv"), answers_text(&answers))?;
        let calibration = measure_items(rows, &answers, &mut told)?;
        keep(
            format!("thresholds-{rows}.csv"),
            thresholds_text(&calibration),
        )?;
        measure_gaps(rows, &answers, &mut told)?;
    }
    for (teams, families, count) in [(40, 12, 12_000), (600, 27, 412_000)] {
        let mut scores = scores(teams, families);
        scores.truncate(count);
        let count = scores.len();
        keep(format!("scores-{count}.csv"), scores_text(&scores))?;
        let model = fit(&scores)?;
        let took = median(|| fit(&scores));
        told.add(&format!("mixed model {count}"), took, model.deviance);
    }
    keep(
        "ours.csv".to_owned(),
        format!("job,seconds,number\n{}", told.lines),
    )?;
    Ok(())
}

fn measure_items(rows: usize, answers: &Answers, told: &mut Told) -> Result<Calibration, Error> {
    let calibration = calibrate(answers, Unused::Refuse)?;
    let took = median(|| calibrate(answers, Unused::Refuse));
    let number = calibration.log_likelihood();
    told.add(&format!("partial credit {rows}"), took, number);
    let took = median(|| alpha(&Covariance::of(answers)?));
    let number = alpha(&Covariance::of(answers)?)?.alpha;
    told.add(&format!("alpha {rows}"), took, number);
    let took = median(|| omega::total(&Covariance::of(answers)?));
    let number = omega::total(&Covariance::of(answers)?)?.omega_standardised;
    told.add(&format!("omega {rows}"), took, number);
    let took = median(|| item_fit(&calibration, answers));
    told.add(&format!("item fit {rows}"), took, 0.0);
    Ok(calibration)
}

/// The same with one answer in fifty missing, which no longer leaves one set of answered items.
fn measure_gaps(rows: usize, answers: &Answers, told: &mut Told) -> Result<(), Error> {
    let answers = with_gaps(answers)?;
    let calibration = calibrate(&answers, Unused::Refuse)?;
    let took = median(|| calibrate(&answers, Unused::Refuse));
    let number = calibration.log_likelihood();
    told.add(&format!("partial credit with gaps {rows}"), took, number);
    let took = median(|| item_fit(&calibration, &answers));
    told.add(&format!("item fit with gaps {rows}"), took, 0.0);
    Ok(())
}

/// The median of processor time, so that a machine at work on something else does not count.
fn median<T>(mut job: impl FnMut() -> Result<T, Error>) -> Duration {
    let mut times: Vec<Duration> = (0..RUNS).map(|_| one_run(&mut job)).collect();
    times.sort();
    times.get(RUNS / 2).copied().unwrap_or_default()
}

/// The mean of as many repetitions as fill a run.
fn one_run<T>(job: &mut impl FnMut() -> Result<T, Error>) -> Duration {
    let (start, before) = (Instant::now(), processor_time());
    let mut count = 0;
    loop {
        let _ = black_box(job());
        count += 1;
        let took = match (before, processor_time()) {
            (Some(before), Some(after)) => after.saturating_sub(before),
            _ => start.elapsed(),
        };
        if took >= RUN_MIN {
            return took / count;
        }
    }
}

/// What the system has counted for this thread, where it counts; nothing here starts another. It counts in steps of
/// some milliseconds.
fn processor_time() -> Option<Duration> {
    let told = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds = told.split_whitespace().next()?.parse().ok()?;
    Some(Duration::from_nanos(nanoseconds))
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

fn thresholds_text(calibration: &Calibration) -> String {
    let items = calibration.items().iter();
    let thresholds = items.flat_map(|item| item.thresholds.iter().zip(&item.errors));
    let lines = thresholds.map(|(threshold, error)| format!("{threshold:?},{error:?}\n"));
    format!("threshold,error\n{}", lines.collect::<String>())
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
