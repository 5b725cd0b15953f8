//! Writes a history as Parquet, and says how long that takes: `cargo run --release -p hemma-review --example columnar -- FROM OUT.zip`.

#![expect(clippy::print_stdout, reason = "it is what the example is for")]

use std::fs::File;
use std::io::BufWriter;
use std::ops::ControlFlow;
use std::path::Path;
use std::time::Instant;

use hemma_review::{Settings, Unknown, pack_parquet, read};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [from, out] = words.as_slice() else {
        return Err("a history and an archive expected".into());
    };
    let begun = Instant::now();
    pack_parquet(Path::new(from), &mut BufWriter::new(File::create(out)?))?;
    println!("written in {:.2} s", begun.elapsed().as_secs_f64());
    let settings = Settings::reference()?;
    for path in [from, out] {
        let begun = Instant::now();
        let go_on = &mut |_| ControlFlow::Continue(());
        let history = read(Path::new(path), &settings, Unknown::Refuse, go_on)?;
        let weeks = history.weeks.len();
        println!(
            "{path}: {weeks} weeks read in {:.2} s",
            begun.elapsed().as_secs_f64()
        );
    }
    Ok(())
}
