//! The programmes of this site: as shipped, or as imported. Old versions stay with what was done under them.

use std::sync::Arc;

use hemma_domain::access::{Request, SiteAction};
use hemma_domain::audit::{Entry, Event};
use hemma_domain::programme::Programme;
use hemma_store::programme::{self as stored, Stored};

use crate::App;
use crate::ctx::Ctx;
use crate::definition_file::Fault;
use crate::enter::{allowed, of_permit};
use crate::error::{Error, Result};
use crate::open::Purpose;
use crate::programme_file::{self, ProgrammeFile};
use crate::shelf::{Shelf, faulty};

/// What became of a file that was to be imported.
#[derive(Debug)]
pub enum Import {
    /// It is on the shelf now.
    Kept { code: String, version: u32 },
    /// Refused whole: every fault with line and reason.
    Refused(Vec<Fault>),
}

impl App {
    /// The programme a case is treated under.
    pub fn programme(&self, code: &str, version: u32) -> Result<Arc<Programme>> {
        self.programmes.get(code, version).ok_or_else(|| {
            Error::Internal(anyhow::anyhow!(
                "programme {code} version {version} is not on the shelf"
            ))
        })
    }

    /// Every programme version the site knows.
    pub fn programmes(&self) -> &Shelf<Programme> {
        &self.programmes
    }

    /// Reads the stored programmes, and stores what is shipped and not yet there.
    pub(crate) async fn load_programmes(&self, ctx: &Ctx, purpose: Purpose) -> Result<()> {
        let mut tx = self.db.write(&ctx.request).await?;
        let mut held = stored::all(&mut tx).await?;
        for shipped in programme_file::embedded().map_err(faulty)? {
            let (code, version) = (
                shipped.programme().code.clone(),
                shipped.programme().version,
            );
            if !held
                .iter()
                .any(|one| one.code == code && one.version == version)
            {
                let one = Stored {
                    code,
                    version,
                    text: shipped.text().to_owned(),
                };
                stored::insert(&mut tx, &one, ctx.now, None).await?;
                held.push(one);
            }
        }
        purpose.end(tx).await?;
        for one in held {
            let file = format!("{} {}", one.code, one.version);
            self.programmes.put(
                ProgrammeFile::read(&file, &one.text)
                    .map_err(faulty)?
                    .into_programme(),
            );
        }
        Ok(())
    }

    /// Imports a definition. A version that is there already is never changed.
    pub async fn import_programme(&self, ctx: &Ctx, file: &str, text: &str) -> Result<Import> {
        let permit = allowed(ctx, Request::Site(SiteAction::ManageProgrammes))?;
        let programme = match ProgrammeFile::read(file, text) {
            Ok(file) => file.into_programme(),
            Err(faults) => return Ok(Import::Refused(faults)),
        };
        if self
            .programmes
            .get(&programme.code, programme.version)
            .is_some()
        {
            return Err(Error::invalid("file", "error-programme-version-taken"));
        }
        let (code, version) = (programme.code.clone(), programme.version);
        let mut tx = self.db.write(&ctx.request).await?;
        let one = Stored {
            code: code.clone(),
            version,
            text: text.to_owned(),
        };
        stored::insert(&mut tx, &one, ctx.now, permit.staff()).await?;
        tx.log(Entry {
            detail: format!("{code} {version}"),
            ..of_permit(ctx, Event::ProgrammeImported, &permit)
        });
        tx.commit().await?;
        self.programmes.put(programme);
        Ok(Import::Kept { code, version })
    }
}
