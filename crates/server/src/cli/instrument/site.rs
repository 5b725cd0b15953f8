//! The questionnaires there are: those of the site, or the shipped ones where there is no site.

use std::path::PathBuf;

use hemma_app::App;
use hemma_app::config::{Config, Database};
use hemma_app::instrument_file::{self, InstrumentFile};
use hemma_domain::instrument::Instrument;

use crate::cli::read;
use crate::http::Clock;

/// Something about every version there is, by code and version.
pub(super) async fn every<T>(
    data: Option<PathBuf>,
    told: impl Fn(&Instrument) -> T,
) -> anyhow::Result<Vec<T>> {
    let config = read(data, None)?.app;
    if !is_there(&config) {
        let mut shipped = instrument_file::embedded().unwrap_or_default();
        shipped.sort_by(|one, other| one.instrument().code.cmp(&other.instrument().code));
        return Ok(shipped.iter().map(|file| told(file.instrument())).collect());
    }
    let app = App::open(config, Clock::machine().now()).await?;
    let all = app.instrument_shelf().all();
    app.close().await;
    Ok(all.iter().map(|one| told(one.instrument())).collect())
}

fn is_there(config: &Config) -> bool {
    match &config.database {
        Database::Sqlite(path) => path.exists(),
        Database::Postgres(_) => true,
    }
}

/// A questionnaire by its code; the newest version if none is named. No site is made to look for it.
pub(super) async fn find(
    data: Option<PathBuf>,
    (code, version): (&str, Option<u32>),
) -> anyhow::Result<InstrumentFile> {
    let config = read(data, None)?.app;
    let missing = || match version {
        Some(version) => anyhow::anyhow!("there is no questionnaire {code} version {version}"),
        None => anyhow::anyhow!("there is no questionnaire {code}"),
    };
    if !is_there(&config) {
        let shipped = instrument_file::embedded().unwrap_or_default();
        let fits = |file: &InstrumentFile| {
            let it = file.instrument();
            it.code == code && version.is_none_or(|version| it.version == version)
        };
        let found = shipped.into_iter().filter(fits);
        return found
            .max_by_key(|file| file.instrument().version)
            .ok_or_else(missing);
    }
    let app = App::open(config, Clock::machine().now()).await?;
    let newest = || Some(app.instrument_shelf().newest(code)?.instrument().version);
    let text = match version.or_else(newest) {
        Some(version) => app.instrument_text(code, version).await?,
        None => None,
    };
    app.close().await;
    let text = text.ok_or_else(missing)?;
    InstrumentFile::read(code, &text)
        .map_err(|_| anyhow::anyhow!("the questionnaire {code} as it is stored cannot be read"))
}
