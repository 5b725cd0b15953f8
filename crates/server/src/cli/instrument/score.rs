//! `hemma instrument score`: answers in, a table of scores out, row by row.

use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use hemma_app::private;
use hemma_domain::instrument::{Confirmation, Outcome, Score, Scorer};

use super::answers::{self, Row};
use super::{DictionaryOptions, read_file, refuse, site};
use crate::cli::complain;

const HEAD: [&str; 11] = [
    "sheet",
    "scale",
    "rule",
    "confirmed",
    "k",
    "n",
    "value",
    "decimal",
    "cut_off_met",
    "band",
    "incomplete",
];

/// What can be said on the command line.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// A file, or the code of a questionnaire of the site.
    instrument: String,
    answers: PathBuf,
    /// The version that the answers were given to, if not the newest.
    #[arg(long)]
    version: Option<u32>,
    #[command(flatten)]
    dictionary: DictionaryOptions,
    /// The file to write, which must not be there yet; the standard output without it.
    #[arg(long)]
    out: Option<PathBuf>,
    /// Leaves faulty sheets out instead of ending at the first one.
    #[arg(long)]
    keep_going: bool,
}

/// Scores every sheet.
pub(super) async fn run(data: Option<PathBuf>, options: &Options) -> anyhow::Result<ExitCode> {
    let path = Path::new(&options.instrument);
    let instrument = if path.is_file() {
        match read_file(path, &options.dictionary)? {
            Ok(read) => read.file.into_instrument(),
            Err(faults) => return Ok(refuse(path, &faults)),
        }
    } else {
        let wanted = (options.instrument.as_str(), options.version);
        site::find(data, wanted).await?.into_instrument()
    };
    let scorer = Scorer::new(instrument);
    let left_out = match &options.out {
        None => score(&scorer, options, std::io::stdout().lock())?,
        Some(out) => {
            // The table appears under its name when it is whole.
            anyhow::ensure!(!out.exists(), "{} is there already", out.display());
            let mut half = out.clone().into_os_string();
            half.push(".half");
            // One that was cut short before is written anew.
            let _removed = std::fs::remove_file(&half);
            let file = private::create(Path::new(&half))
                .with_context(|| format!("{} cannot be written", out.display()))?;
            match score(&scorer, options, &file) {
                Ok(left_out) => {
                    file.sync_all()?;
                    std::fs::rename(&half, out)?;
                    left_out
                }
                Err(err) => {
                    std::fs::remove_file(&half)?;
                    return Err(err);
                }
            }
        }
    };
    if scorer.instrument().scales.iter().any(is_unconfirmed) {
        complain(
            "At least one rule is not confirmed by the licence holder; see the column `confirmed`.",
        );
    }
    if left_out > 0 {
        complain(&format!("{left_out} faulty sheets were left out."));
    }
    Ok(ExitCode::SUCCESS)
}

fn is_unconfirmed(scale: &hemma_domain::instrument::Scale) -> bool {
    scale.rule.confirmation == Confirmation::NotConfirmed
}

/// Writes the table; gives how many sheets were left out.
fn score(scorer: &Scorer, options: &Options, out: impl Write) -> anyhow::Result<u64> {
    let mut table = csv::Writer::from_writer(BufWriter::new(out));
    table.write_record(HEAD)?;
    let mut left_out = 0;
    let file = options.answers.display();
    answers::each(scorer, &options.answers, |row| {
        let Row { line, name, sheet } = row;
        match sheet {
            Ok(sheet) => {
                for score in scorer.scores(&sheet) {
                    table.write_record(cells(&name, &score))?;
                }
                Ok(())
            }
            Err(faults) => {
                for fault in &faults {
                    complain(&format!("{file}:{line}: {fault}"));
                }
                left_out += 1;
                anyhow::ensure!(
                    options.keep_going,
                    "ended at line {line}; --keep-going leaves such sheets out"
                );
                Ok(())
            }
        }
    })?;
    table.flush()?;
    Ok(left_out)
}

fn cells(name: &str, score: &Score) -> [String; 11] {
    let confirmed = match &score.confirmation {
        Confirmation::Published => "published".to_owned(),
        Confirmation::Confirmed { by, on } => format!("confirmed by {by} on {on}"),
        Confirmation::NotConfirmed => "not confirmed by the licence holder".to_owned(),
    };
    let (mut value, mut decimal, mut cut_off, mut band, mut incomplete) = Default::default();
    match &score.outcome {
        Outcome::Value(reading) => {
            value = reading.value.to_string();
            decimal = format!("{:.4}", reading.value);
            cut_off = match reading.cut_off_met {
                Some(true) => "yes".to_owned(),
                Some(false) => "no".to_owned(),
                None => String::new(),
            };
            band = reading.band.clone().unwrap_or_default();
        }
        Outcome::Incomplete { missing, needed } => {
            let missing = missing.join(" ");
            incomplete = format!("{needed} answers needed; missing: {missing}");
        }
    }
    [
        name.to_owned(),
        score.scale.clone(),
        format!("{} {}", score.rule, score.rule_version),
        confirmed,
        score.k.to_string(),
        score.n.to_string(),
        value,
        decimal,
        cut_off,
        band,
        incomplete,
    ]
}
