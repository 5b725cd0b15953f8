//! `hemma instrument`: questionnaires from files, to files, and the scores of answers.

mod answers;
mod change;
mod hand_out;
mod list;
mod rescore;
mod score;
mod site;

use std::fs::File;
use std::io::{BufRead as _, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use clap::{Subcommand, ValueEnum};
use hemma_app::App;
use hemma_app::ctx::Ctx;
use hemma_app::definition_file::{FILE_BYTES_MAX, Fault, Reason};
use hemma_app::instrument::Coming;
use hemma_app::instrument_file::Form;
use hemma_app::instrument_file::fhir::to_fhir;
use hemma_app::instrument_file::redcap::{Dictionary, Wanted};
use hemma_app::private;
use hemma_domain::access::Errand;
use hemma_domain::time::Day;

use crate::cli::{complain, read, say};
use crate::http::Clock;

/// What to do with questionnaires. Files are definitions in TOML, FHIR questionnaires (`.json`) or REDCap data
/// dictionaries (`.csv`).
#[derive(Subcommand)]
pub(crate) enum Act {
    /// Lists the questionnaires of the site, each version on a line: from when it is asked, whether its wording is there
    /// and in which languages, its rules and who vouches for them, and whose it is.
    List,
    /// Says what is wrong with questionnaires, if anything is; changes nothing.
    Check {
        #[arg(required = true)]
        files: Vec<PathBuf>,
        #[command(flatten)]
        dictionary: DictionaryOptions,
    },
    /// Says what a questionnaire changes, and puts it beside those the site has once that is agreed to.
    Import {
        file: PathBuf,
        #[command(flatten)]
        dictionary: DictionaryOptions,
        /// Says what would change, and changes nothing.
        #[arg(long)]
        dry_run: bool,
        /// Does not ask.
        #[arg(long)]
        yes: bool,
    },
    /// Writes a questionnaire of the site, or one that is shipped.
    Export {
        code: String,
        /// The newest without it.
        #[arg(long)]
        version: Option<u32>,
        #[arg(long, value_enum, default_value_t = Written::Toml)]
        format: Written,
        /// The file to write, which must not be there yet; the standard output without it.
        #[arg(long)]
        out: Option<PathBuf>,
    },
    /// Scores answers: a table (`.csv`) with a row for each sheet and a column for each item, where an empty cell is
    /// unanswered, NA does not apply and DECLINED was not wanted; or FHIR answers (`.json`, or `.ndjson` with one
    /// sheet a line).
    Score(score::Options),
    /// Writes every finished sheet of a questionnaire as FHIR, one on a line, without a word about whose it is.
    HandOut(hand_out::Options),
    /// Scores answers to older versions under the rules of a newer one as well. Scores are added; none is changed.
    Rescore(rescore::Options),
}

/// What is asked for of a REDCap data dictionary.
#[derive(clap::Args)]
pub(crate) struct DictionaryOptions {
    /// The form of a REDCap dictionary that has several.
    #[arg(long)]
    form: Option<String>,
    /// The language of a REDCap dictionary's labels.
    #[arg(long, default_value = "sv")]
    language: String,
    /// The first day on which a questionnaire from a REDCap dictionary is asked; today without it.
    #[arg(long)]
    valid_from: Option<String>,
}

/// The forms that can be written.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Written {
    Toml,
    Fhir,
}

/// Does one of these.
pub(crate) async fn run(data: Option<PathBuf>, act: Act) -> anyhow::Result<ExitCode> {
    match act {
        Act::List => list::run(data).await,
        Act::Check { files, dictionary } => check(&files, &dictionary),
        Act::Import {
            file,
            dictionary,
            dry_run,
            yes,
        } => {
            let how = match (dry_run, yes) {
                (true, _) => How::Look,
                (false, true) => How::Import,
                (false, false) => How::Ask,
            };
            import(data, (&file, &dictionary), how).await
        }
        Act::Export {
            code,
            version,
            format,
            out,
        } => export(data, (&code, version), format, out.as_deref()).await,
        Act::Score(options) => score::run(data, &options).await,
        Act::HandOut(options) => hand_out::run(data, &options).await,
        Act::Rescore(options) => rescore::run(data, &options).await,
    }
}

/// How far an import goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum How {
    Look,
    Ask,
    Import,
}

fn check(files: &[PathBuf], options: &DictionaryOptions) -> anyhow::Result<ExitCode> {
    let mut code = ExitCode::SUCCESS;
    for file in files {
        match read_file(file, options)? {
            Ok(read) => {
                let instrument = read.file.instrument();
                say(&format!(
                    "{}: {} version {} is in order: {} items, {} scales.",
                    file.display(),
                    instrument.code,
                    instrument.version,
                    instrument.items.len(),
                    instrument.scales.len()
                ));
                tell_left_out(file, &read);
            }
            Err(faults) => code = refuse(file, &faults),
        }
    }
    Ok(code)
}

async fn import(
    data: Option<PathBuf>,
    (file, options): (&Path, &DictionaryOptions),
    how: How,
) -> anyhow::Result<ExitCode> {
    let read_file = match read_file(file, options)? {
        Ok(read) => read,
        Err(faults) => return Ok(refuse(file, &faults)),
    };
    tell_left_out(file, &read_file);
    let now = Clock::machine().now();
    let app = App::open(read(data, None)?.app, now).await?;
    let ctx = Ctx::system(Errand::Transfer, now);
    let (code, version) = {
        let instrument = read_file.file.instrument();
        (instrument.code.clone(), instrument.version)
    };
    let coming = app.coming_instrument(&ctx, &read_file.file)?;
    let answered = app.answered(&code).await?;
    let may = change::tell((&code, version), &coming, &answered);
    let is_new = matches!(coming, Coming::New(_));
    if !may || !is_new || how == How::Look {
        app.close().await;
        return Ok(if may {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        });
    }
    if how == How::Ask && !is_agreed("Import it?")? {
        app.close().await;
        complain("Nothing was changed.");
        return Ok(ExitCode::FAILURE);
    }
    let done = app.import_instrument(&ctx, read_file.file).await;
    app.close().await;
    if !matches!(done?, Coming::New(_)) {
        anyhow::bail!("the site has got this version meanwhile; nothing was changed");
    }
    say(&format!("{code} version {version} is on the shelf."));
    Ok(ExitCode::SUCCESS)
}

/// Asks on the terminal; whoever says nothing does not agree.
fn is_agreed(question: &str) -> anyhow::Result<bool> {
    say(&format!("{question} Write yes:"));
    let mut line = String::new();
    std::io::stdin().lock().take(100).read_line(&mut line)?;
    Ok(matches!(line.trim(), "yes" | "ja"))
}

async fn export(
    data: Option<PathBuf>,
    wanted: (&str, Option<u32>),
    format: Written,
    out: Option<&Path>,
) -> anyhow::Result<ExitCode> {
    let found = site::find(data, wanted).await?;
    let text = match format {
        Written::Toml => found.text().to_owned(),
        Written::Fhir => to_fhir(found.instrument()) + "\n",
    };
    match out {
        Some(path) => {
            let mut file = private::create(path)
                .with_context(|| format!("{} cannot be written", path.display()))?;
            file.write_all(text.as_bytes())?;
            file.sync_all()?;
        }
        None => std::io::stdout().lock().write_all(text.as_bytes())?,
    }
    Ok(ExitCode::SUCCESS)
}

/// Reads a questionnaire in whatever form it comes; the outer error is one of the disk.
fn read_file(
    file: &Path,
    options: &DictionaryOptions,
) -> anyhow::Result<Result<Dictionary, Vec<Fault>>> {
    let unread = || format!("{} cannot be read", file.display());
    let name = file.display().to_string();
    let most = u64::try_from(FILE_BYTES_MAX)?;
    let opened = File::open(file).with_context(unread)?;
    let bytes_all = opened.metadata().with_context(unread)?.len();
    if bytes_all > most {
        return Ok(Err(vec![Fault {
            file: name,
            line: 1,
            reason: Reason::TooLarge {
                bytes: usize::try_from(bytes_all).unwrap_or(usize::MAX),
                max: FILE_BYTES_MAX,
            },
        }]));
    }
    let mut bytes = Vec::new();
    let mut limited = opened.take(most + 1);
    limited.read_to_end(&mut bytes).with_context(unread)?;
    let valid_from: Day = match &options.valid_from {
        Some(text) => text
            .parse()
            .map_err(|_| anyhow::anyhow!("--valid-from: a day as in 2026-04-01 expected"))?,
        None => Clock::machine().now().day(),
    };
    let wanted = Wanted {
        form: options.form.as_deref(),
        language: &options.language,
        valid_from,
    };
    Ok(Form::of(&name).read(&name, &bytes, wanted))
}

fn tell_left_out(file: &Path, read: &Dictionary) {
    for field in &read.left_out {
        say(&format!(
            "{}:{}: left out: `{}` ({})",
            file.display(),
            field.line,
            field.field,
            field.kind
        ));
    }
}

fn refuse(file: &Path, faults: &[Fault]) -> ExitCode {
    for fault in faults {
        complain(&fault.to_string());
    }
    let count = match faults.len() {
        1 => "1 fault".to_owned(),
        more => format!("{more} faults"),
    };
    complain(&format!("{}: refused whole, {count}.", file.display()));
    ExitCode::FAILURE
}
