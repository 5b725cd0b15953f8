//! Definitions of this site, of whatever kind: as shipped, or as imported. Old versions stay with what was done under them.

use hemma_domain::access::{Permit, Request, SiteAction};
use hemma_domain::audit::{Entry, Event};
use hemma_store::definition::{self as stored, Kind, Stored};

use crate::App;
use crate::agreement_file::AgreementFile;
use crate::ctx::Ctx;
use crate::curriculum_file::CurriculumFile;
use crate::definition_file::Fault;
use crate::enter::{allowed, of_permit};
use crate::error::{Error, Result};
use crate::instrument_file::InstrumentFile;
use crate::layout_file::LayoutFile;
use crate::open::Purpose;
use crate::programme_file::ProgrammeFile;
use crate::recruiting_file::RecruitingFile;
use crate::shelf::{Shelf, Versioned, faulty};

/// What became of a file that was to be imported.
#[derive(Debug)]
pub enum Import {
    /// It is on the shelf now.
    Kept { code: String, version: u32 },
    /// Refused whole: every fault with line and reason.
    Refused(Vec<Fault>),
}

/// What was read of a file, or every fault of it.
pub(crate) type Read<T> = std::result::Result<T, Vec<Fault>>;

/// A definition with the text it was read from.
pub(crate) trait DefinitionFile: Sized + Send + Sync {
    const KIND: Kind;
    /// What the log says of an import.
    const IMPORTED: Event;
    /// What stands on the shelf.
    type Held: Versioned + Send + Sync;

    /// Reads a definition; `file` is the name that faults carry.
    fn read(file: &str, text: &str) -> Read<Self>;
    /// The definitions that ship with the program.
    fn embedded() -> Read<Vec<Self>>;
    /// As it is stored.
    fn stored(&self) -> Stored;
    fn into_held(self) -> Self::Held;
}

impl App {
    /// Fills a shelf with what is stored and what is shipped, and stores what is shipped and not yet there.
    pub(crate) async fn load_definitions<F: DefinitionFile>(
        &self,
        ctx: &Ctx,
        purpose: Purpose,
        shelf: &Shelf<F::Held>,
    ) -> Result<()> {
        let mut tx = self.db.write(&ctx.request).await?;
        let held = stored::all(&mut tx, F::KIND).await?;
        for shipped in F::embedded().map_err(faulty)? {
            let one = shipped.stored();
            let is_there =
                |known: &&Stored| (&known.code, known.version) == (&one.code, one.version);
            match held.iter().find(is_there) {
                // What is there was good once and stays; the shipped text may only say it otherwise.
                Some(known) if known.text != one.text => shelf.put(again::<F>(known)?),
                Some(_) => shelf.put(shipped.into_held()),
                None => {
                    stored::insert(&mut tx, F::KIND, &one, (ctx.now, None)).await?;
                    shelf.put(shipped.into_held());
                }
            }
        }
        purpose.end(tx).await?;
        take_up::<F>(&held, shelf)?;
        Ok(())
    }

    /// Takes up what another process imported while this one runs: a part of upkeep. Says how many versions were new.
    pub async fn reread_definitions(&self) -> Result<u64> {
        Ok(self.reread::<ProgrammeFile>(&self.programmes).await?
            + self.reread::<InstrumentFile>(&self.instruments).await?
            + self.reread::<AgreementFile>(&self.agreements).await?
            + self.reread::<LayoutFile>(&self.layouts).await?
            + self.reread::<CurriculumFile>(&self.curricula).await?
            + self.reread::<RecruitingFile>(&self.recruiting).await?)
    }

    async fn reread<F: DefinitionFile>(&self, shelf: &Shelf<F::Held>) -> Result<u64> {
        let mut tx = self.db.read().await?;
        let mut new = Vec::new();
        // This is asked every half a minute, and nearly always there is nothing new: texts are read of that alone.
        for (code, version) in stored::versions(&mut tx, F::KIND).await? {
            if shelf.get(&code, version).is_some() {
                continue;
            }
            if let Some(text) = stored::text(&mut tx, F::KIND, &code, version).await? {
                new.push(Stored {
                    code,
                    version,
                    text,
                });
            }
        }
        tx.commit().await?;
        take_up::<F>(&new, shelf)
    }

    /// Imports a definition from a file. A version that is there already is never changed.
    pub(crate) async fn import_definition<F: DefinitionFile>(
        &self,
        ctx: &Ctx,
        (file, text): (&str, &str),
        shelf: &Shelf<F::Held>,
    ) -> Result<Import> {
        let permit = allowed(ctx, Request::Site(SiteAction::ManageProgrammes))?;
        let read = match F::read(file, text) {
            Ok(read) => read,
            Err(faults) => return Ok(Import::Refused(faults)),
        };
        let Stored { code, version, .. } = read.stored();
        if shelf.get(&code, version).is_some() {
            return Err(Error::invalid("file", "error-programme-version-taken"));
        }
        self.keep_definition(ctx, &permit, read, shelf).await?;
        Ok(Import::Kept { code, version })
    }

    /// Stores a new version, and puts it on the shelf once that is kept.
    pub(crate) async fn keep_definition<F: DefinitionFile>(
        &self,
        ctx: &Ctx,
        permit: &Permit,
        file: F,
        shelf: &Shelf<F::Held>,
    ) -> Result<()> {
        let one = file.stored();
        let mut tx = self.db.write(&ctx.request).await?;
        stored::insert(&mut tx, F::KIND, &one, (ctx.now, permit.staff())).await?;
        tx.log(Entry {
            detail: format!("{} {}", one.code, one.version),
            ..of_permit(ctx, F::IMPORTED, permit)
        });
        tx.commit().await?;
        shelf.put(file.into_held());
        Ok(())
    }
}

/// Puts versions on a shelf that it does not have. Says how many there were.
fn take_up<F: DefinitionFile>(held: &[Stored], shelf: &Shelf<F::Held>) -> Result<u64> {
    let mut new = 0;
    for one in held {
        if shelf.get(&one.code, one.version).is_none() {
            shelf.put(again::<F>(one)?);
            new += 1;
        }
    }
    Ok(new)
}

/// A stored version, read again.
fn again<F: DefinitionFile>(one: &Stored) -> Result<F::Held> {
    let file = format!("{} {}", one.code, one.version);
    Ok(F::read(&file, &one.text).map_err(faulty)?.into_held())
}
