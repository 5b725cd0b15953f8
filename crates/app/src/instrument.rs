//! The instruments of this site: as shipped, or as imported. Answers stay on the version that they were given to.

use std::collections::BTreeMap;
use std::sync::Arc;

use hemma_domain::access::{Request, SiteAction};
use hemma_domain::audit::Event;
use hemma_domain::instrument::{Change, Instrument, Scorer};
use hemma_domain::time::Day;
use hemma_store::definition::{self, Kind, Stored};

use crate::App;
use crate::ctx::Ctx;
use crate::definition::{DefinitionFile, Read};
use crate::enter::allowed;
use crate::error::{Error, Result};
use crate::instrument_file::{self, InstrumentFile};
use crate::shelf::Shelf;

impl DefinitionFile for InstrumentFile {
    const KIND: Kind = Kind::Instrument;
    const IMPORTED: Event = Event::InstrumentImported;
    type Held = Scorer;

    fn read(file: &str, text: &str) -> Read<InstrumentFile> {
        InstrumentFile::read(file, text)
    }

    fn embedded() -> Read<Vec<InstrumentFile>> {
        instrument_file::embedded()
    }

    fn stored(&self) -> Stored {
        Stored {
            code: self.instrument().code.clone(),
            version: self.instrument().version,
            text: self.text().to_owned(),
        }
    }

    fn into_held(self) -> Scorer {
        Scorer::new(self.into_instrument())
    }
}

impl Shelf<Scorer> {
    /// The newest version that is asked on a day.
    pub fn newest_on(&self, code: &str, on: Day) -> Option<Arc<Scorer>> {
        self.newest_where(code, u32::MAX, |one| one.instrument().valid_from <= on)
    }
}

/// What an import would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Coming {
    /// It would stand beside what is there.
    New(News),
    /// The site has this version, and it says the same.
    Known,
    /// The site has this version, and it says something else.
    Taken,
    /// Scales count otherwise than in an older version, under the same version of their rule.
    Unversioned(Vec<String>),
}

/// A version that the site does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct News {
    /// The newest of the older versions; none for the first one.
    pub since: Option<u32>,
    /// What it changes of that.
    pub changes: Vec<Change>,
    /// A version that is there and stays the newest.
    pub newer: Option<u32>,
}

impl App {
    /// A version of an instrument, ready to read answers and score them.
    pub fn instrument(&self, code: &str, version: u32) -> Result<Arc<Scorer>> {
        self.instruments.get(code, version).ok_or_else(|| {
            Error::Internal(anyhow::anyhow!(
                "instrument {code} version {version} is not on the shelf"
            ))
        })
    }

    /// The newest version of each instrument, by code.
    pub fn instruments(&self) -> Vec<Arc<Scorer>> {
        let newest = self.instruments.all().into_iter().map(|one| {
            let code = one.instrument().code.clone();
            (code, one)
        });
        newest.collect::<BTreeMap<_, _>>().into_values().collect()
    }

    /// Every instrument version the site knows.
    pub fn instrument_shelf(&self) -> &Shelf<Scorer> {
        &self.instruments
    }

    /// The definition as it was read; nothing if the site has no such version.
    pub async fn instrument_text(&self, code: &str, version: u32) -> Result<Option<String>> {
        let mut tx = self.db.read().await?;
        Ok(definition::text(&mut tx, Kind::Instrument, code, version).await?)
    }

    /// What an import of this definition would do; changes nothing.
    pub fn coming_instrument(&self, ctx: &Ctx, file: &InstrumentFile) -> Result<Coming> {
        allowed(ctx, Request::Site(SiteAction::ManageProgrammes))?;
        Ok(self.compared(file.instrument()))
    }

    /// Imports a definition, if it is new. A version that is there is never changed.
    pub async fn import_instrument(&self, ctx: &Ctx, file: InstrumentFile) -> Result<Coming> {
        let permit = allowed(ctx, Request::Site(SiteAction::ManageProgrammes))?;
        let coming = self.compared(file.instrument());
        if !matches!(coming, Coming::New(_)) {
            return Ok(coming);
        }
        self.keep_definition(ctx, &permit, file, &self.instruments)
            .await?;
        Ok(coming)
    }

    fn compared(&self, new: &Instrument) -> Coming {
        if let Some(there) = self.instruments.get(&new.code, new.version) {
            return match there.instrument() == new {
                true => Coming::Known,
                false => Coming::Taken,
            };
        }
        let older = self
            .instruments
            .newest_where(&new.code, new.version, |_| true);
        let changes = older
            .as_ref()
            .map(|older| new.changes_since(older.instrument()))
            .unwrap_or_default();
        let unversioned: Vec<String> = changes
            .iter()
            .filter_map(|change| match change {
                Change::RuleUnversioned(scale) => Some(scale.clone()),
                _ => None,
            })
            .collect();
        if !unversioned.is_empty() {
            return Coming::Unversioned(unversioned);
        }
        let newest = self.instruments.newest(&new.code);
        Coming::New(News {
            since: older.map(|one| one.instrument().version),
            changes,
            newer: newest
                .map(|one| one.instrument().version)
                .filter(|version| *version > new.version),
        })
    }
}
