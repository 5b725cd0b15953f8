//! What a benchmark runs: a history into `indicators.csv` and `spc.csv`, and what that took.
//!
//! `cargo run --release -p hemma-review --example indicators -- FOLDER OUT`; with `keep-up` after them it also takes every
//! case away and adds it again, one by one, and tells what one such change costs; then only those cases of which the last
//! week of the history tells anything, and what a week of new data costs.

#![expect(clippy::print_stdout, reason = "it is what the example is for")]

use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::ops::ControlFlow;
use std::path::Path;
use std::time::Instant;

use hemma_review::{Case, Day, Fact, Facts, History, Ledger, Rows, Settings, Unknown};
use hemma_review::{indicators, read, spc, tally};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [from, out, more @ ..] = words.as_slice() else {
        return Err("a history and a folder expected".into());
    };
    let out = Path::new(out);
    fs::create_dir_all(out)?;
    let settings = Settings::reference()?;
    let start = Instant::now();
    let go_on = &mut |_| ControlFlow::Continue(());
    let history = read(Path::new(from), &settings, Unknown::Refuse, go_on)?;
    println!("read: {:.3} s", start.elapsed().as_secs_f64());
    let rows = tally(&history, &settings);
    println!("counted: {:.3} s", start.elapsed().as_secs_f64());
    let mut file = BufWriter::new(File::create(out.join("indicators.csv"))?);
    indicators::write(&history, &rows, &settings, &mut file)?;
    file.flush()?;
    println!("indicators: {:.3} s", start.elapsed().as_secs_f64());
    let mut file = BufWriter::new(File::create(out.join("spc.csv"))?);
    spc::write(&history, &rows, &settings, &mut file)?;
    file.flush()?;
    println!("charts: {:.3} s", start.elapsed().as_secs_f64());
    if more.first().is_some_and(|word| word == "keep-up") {
        keep_up(&history, &settings, &rows)?;
    }
    Ok(())
}

/// What it costs to keep finished rows up: every case taken away and added again.
fn keep_up(
    history: &History,
    settings: &Settings,
    rows: &Rows,
) -> Result<(), Box<dyn std::error::Error>> {
    let facts = Facts::of(history, settings);
    let mut ledger = Ledger::new(settings.clone(), history.period.clone(), rows.teams());
    for fact in facts.each() {
        ledger.add(fact)?;
    }
    let start = Instant::now();
    for case in &facts.cases {
        ledger.take(Fact::Case(case))?;
        ledger.add(Fact::Case(case))?;
    }
    let each = start.elapsed() / u32::try_from(facts.cases.len().max(1))?;
    println!("{} cases changed, {each:.2?} each", facts.cases.len());
    let since = history.period.end().plus(-WEEK);
    let start = Instant::now();
    let mut changed = 0;
    for case in facts.cases.iter().filter(|case| is_of_week(case, since)) {
        ledger.take(Fact::Case(case))?;
        ledger.add(Fact::Case(case))?;
        changed += 1;
    }
    println!(
        "the last week changed {changed} cases: {:.2?}",
        start.elapsed()
    );
    if ledger.rows() != rows {
        return Err("rows that were kept up differ".into());
    }
    Ok(())
}

/// Days in a week.
const WEEK: i32 = 7;

/// Whether anything of a case happened from a day on.
fn is_of_week(case: &Case, since: Day) -> bool {
    let weeks = case.weeks.iter().map(|week| week.monday);
    let interviews = case
        .interviews
        .iter()
        .flat_map(|one| [Some(one.due), one.done]);
    let days = weeks.chain(interviews.flatten());
    let mut days = days.chain(
        [Some(case.episode.opened), case.episode.closed]
            .into_iter()
            .flatten(),
    );
    days.any(|day| since <= day)
}
