//! The instruments of this site: as shipped, or as imported. Answers stay on the version that they were given to.

use std::collections::BTreeMap;
use std::sync::Arc;

use hemma_domain::access::{Request, SiteAction};
use hemma_domain::audit::{Entry, Event};
use hemma_domain::instrument::{Change, Instrument, Scorer};
use hemma_domain::time::Day;
use hemma_store::instrument::{self as stored, Stored};

use crate::App;
use crate::ctx::Ctx;
use crate::enter::{allowed, of_permit};
use crate::error::{Error, Result};
use crate::instrument_file::{self, InstrumentFile};
use crate::open::Purpose;
use crate::shelf::{Shelf, faulty};

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
        Ok(stored::text(&mut tx, code, version).await?)
    }

    /// Reads the stored instruments, and stores what is shipped and not yet there.
    pub(crate) async fn load_instruments(&self, ctx: &Ctx, purpose: Purpose) -> Result<()> {
        let mut tx = self.db.write(&ctx.request).await?;
        let held = stored::all(&mut tx).await?;
        for shipped in instrument_file::embedded().map_err(faulty)? {
            let one = to_store(&shipped);
            let is_there =
                |known: &Stored| (&known.code, known.version) == (&one.code, one.version);
            match held.iter().find(|known| is_there(known)) {
                // What is there was good once and stays; the shipped text may only say it otherwise.
                Some(known) if known.text != one.text => {
                    self.instruments.put(Scorer::new(read(known)?))
                }
                Some(_) => self.instruments.put(Scorer::new(shipped.into_instrument())),
                None => {
                    stored::insert(&mut tx, &one, ctx.now, None).await?;
                    self.instruments.put(Scorer::new(shipped.into_instrument()));
                }
            }
        }
        purpose.end(tx).await?;
        for one in held {
            if self.instruments.get(&one.code, one.version).is_none() {
                self.instruments.put(Scorer::new(read(&one)?));
            }
        }
        Ok(())
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
        let one = to_store(&file);
        let mut tx = self.db.write(&ctx.request).await?;
        stored::insert(&mut tx, &one, ctx.now, permit.staff()).await?;
        tx.log(Entry {
            detail: format!("{} {}", one.code, one.version),
            ..of_permit(ctx, Event::InstrumentImported, &permit)
        });
        tx.commit().await?;
        self.instruments.put(Scorer::new(file.into_instrument()));
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

fn to_store(file: &InstrumentFile) -> Stored {
    Stored {
        code: file.instrument().code.clone(),
        version: file.instrument().version,
        text: file.text().to_owned(),
    }
}

fn read(one: &Stored) -> Result<Instrument> {
    let file = format!("{} {}", one.code, one.version);
    let read = InstrumentFile::read(&file, &one.text).map_err(faulty)?;
    Ok(read.into_instrument())
}
