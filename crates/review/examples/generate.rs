//! Invents a history: `cargo run --release -p hemma-review --example generate -- FOLDER TEAMS YEARS [SEED]`.

use std::path::Path;

use hemma_review::generate::{Shape, generate_into};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [folder, teams, years, rest @ ..] = words.as_slice() else {
        return Err("a folder, teams and years expected".into());
    };
    let seed = rest.first().map_or(Ok(1), |seed| seed.parse())?;
    let shape = Shape {
        teams: teams.parse()?,
        years: years.parse()?,
        seed,
    };
    Ok(generate_into(shape, Path::new(folder))?)
}
