//! How many sheets of 28 answers one core scores in a second: medians of processor time on invented answers.
//!
//! `cargo run --release -p hemma-app --example scores`, or `cargo xtask bench scores`.

#![expect(clippy::print_stdout, reason = "it is what the example is for")]

use std::fs;
use std::hint::black_box;
use std::time::{Duration, Instant};

use hemma_app::instrument_file::{InstrumentFile, embedded};
use hemma_domain::instrument::{Answer, Scorer, Sheet};

/// The instrument that is asked most often.
const INSTRUMENT: &str = "TAM-R";
const SHEETS: usize = 100_000;
const RUNS: usize = 9;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let files = embedded().map_err(|_| "what ships is not in order")?;
    let mut instruments = files.into_iter().map(InstrumentFile::into_instrument);
    let found = instruments.find(|one| one.code == INSTRUMENT);
    let scorer = Scorer::new(found.ok_or("the instrument does not ship")?);
    let answers = answers(scorer.instrument().items.len());
    let sheets = answers
        .iter()
        .map(|given| scorer.sheet_in_order(given))
        .collect::<Result<Vec<Sheet>, _>>()
        .map_err(|_| "the answers do not fit")?;

    tell("checked", || {
        answers
            .iter()
            .filter(|given| scorer.sheet_in_order(given).is_ok())
            .count()
    });
    tell("scored", || {
        let values = sheets.iter().flat_map(|sheet| scorer.tallies(sheet));
        values.filter(|tally| tally.value.is_some()).count()
    });
    tell("scored with working", || {
        let scores = sheets.iter().flat_map(|sheet| scorer.scores(sheet));
        scores.map(|score| score.working.terms.len()).sum()
    });
    tell("checked, scored with working, and watched", || {
        let sheets = answers
            .iter()
            .filter_map(|given| scorer.sheet_in_order(given).ok());
        sheets
            .map(|sheet| scorer.scores(&sheet).count() + scorer.critical(&sheet).count())
            .sum()
    });
    Ok(())
}

fn tell(job: &str, mut work: impl FnMut() -> usize) {
    let mut times: Vec<Duration> = (0..RUNS)
        .map(|_| {
            let (start, before) = (Instant::now(), processor_time());
            black_box(work());
            match (before, processor_time()) {
                (Some(before), Some(after)) => after.saturating_sub(before),
                _ => start.elapsed(),
            }
        })
        .collect();
    times.sort();
    let seconds = times
        .get(RUNS / 2)
        .copied()
        .unwrap_or_default()
        .as_secs_f64();
    println!("{job}: {:.0} sheets a second", SHEETS as f64 / seconds);
}

/// What the system has counted for this thread, where it counts; nothing here starts another. It counts in steps of
/// some milliseconds.
fn processor_time() -> Option<Duration> {
    let told = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds = told.split_whitespace().next()?.parse().ok()?;
    Some(Duration::from_nanos(nanoseconds))
}

/// Answers from 1 to 5 by chance, one in twenty missing: a linear congruential generator, Park and Miller (1988).
fn answers(items: usize) -> Vec<Vec<Option<Answer>>> {
    let mut state = 1_u64;
    let mut draw = |below: u64| {
        state = state * 16_807 % 2_147_483_647;
        state % below
    };
    let mut answer = || match draw(20) {
        0 => None,
        _ => i64::try_from(draw(5) + 1).ok().map(Answer::Value),
    };
    (0..SHEETS)
        .map(|_| (0..items).map(|_| answer()).collect())
        .collect()
}
