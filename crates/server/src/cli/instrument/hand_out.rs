//! Answers to a file, from the command line.

use std::io::{BufWriter, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use hemma_app::App;
use hemma_app::ctx::Ctx;
use hemma_app::private;
use hemma_domain::access::Errand;

use crate::cli::{complain, read, say};
use crate::http::Clock;

/// Which answers to write, and where to.
#[derive(clap::Args)]
pub(crate) struct Options {
    code: String,
    /// The file to write, as in `answers.ndjson`; it must not be there yet.
    #[arg(long)]
    out: PathBuf,
}

pub(super) async fn run(data: Option<PathBuf>, options: &Options) -> anyhow::Result<ExitCode> {
    let now = Clock::machine().now();
    let app = App::open(read(data, None)?.app, now).await?;
    let done = on_site(&app, options, &Ctx::system(Errand::Transfer, now)).await;
    app.close().await;
    done
}

async fn on_site(app: &App, options: &Options, ctx: &Ctx) -> anyhow::Result<ExitCode> {
    let (code, place) = (options.code.as_str(), &options.out);
    if app.instrument_shelf().newest(code).is_none() {
        anyhow::bail!("there is no questionnaire {code} on this site");
    }
    let unwritten = || format!("{} cannot be written", place.display());
    let mut out = BufWriter::new(private::create(place).with_context(unwritten)?);
    let told = |so_far| complain(&format!("{so_far} sheets so far"));
    let written = app.hand_out_answers(ctx, code, (&mut out, told)).await;
    let finished = written.map_err(anyhow::Error::from).and_then(|count| {
        out.flush().with_context(unwritten)?;
        out.get_ref().sync_all().with_context(unwritten)?;
        Ok(count)
    });
    match finished {
        Ok(count) => {
            say(&format!("{}: {count} sheets of {code}.", place.display()));
            Ok(ExitCode::SUCCESS)
        }
        Err(err) => {
            // A part of the answers is worth nothing, and what failed is told.
            let _removed = std::fs::remove_file(place);
            Err(err)
        }
    }
}
