//! What a benchmark runs: a history into `indicators.csv` and `spc.csv`, and what that took.
//!
//! `cargo run --release -p hemma-review --example indicators -- FOLDER OUT`

#![expect(clippy::print_stdout, reason = "it is what the example is for")]

use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::ops::ControlFlow;
use std::path::Path;
use std::time::Instant;

use hemma_review::{Settings, Unknown, indicators, read, spc, tally};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [from, out] = words.as_slice() else {
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
    Ok(())
}
