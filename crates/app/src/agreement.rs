//! The agreements on being on call of this site: as shipped, or as imported. Rotas stay on the version they were planned
//! under.

use std::sync::Arc;

use hemma_domain::access::{Request, SiteAction};
use hemma_domain::agreement::Agreement;
use hemma_domain::audit::{Entry, Event};
use hemma_store::agreement::{self as stored, Stored};

use crate::App;
use crate::agreement_file::{self, AgreementFile};
use crate::ctx::Ctx;
use crate::enter::{allowed, of_permit};
use crate::error::{Error, Result};
use crate::open::Purpose;
use crate::programme::Import;
use crate::shelf::{Shelf, faulty};

impl App {
    /// The agreement a pool plans under.
    pub fn agreement(&self, code: &str, version: u32) -> Result<Arc<Agreement>> {
        self.agreements.get(code, version).ok_or_else(|| {
            Error::Internal(anyhow::anyhow!(
                "agreement {code} version {version} is not on the shelf"
            ))
        })
    }

    /// Every agreement version the site knows.
    pub fn agreements(&self) -> &Shelf<Agreement> {
        &self.agreements
    }

    /// Reads the stored agreements, and stores what is shipped and not yet there.
    pub(crate) async fn load_agreements(&self, ctx: &Ctx, purpose: Purpose) -> Result<()> {
        let mut tx = self.db.write(&ctx.request).await?;
        let mut held = stored::all(&mut tx).await?;
        for shipped in agreement_file::embedded().map_err(faulty)? {
            let one = to_store(&shipped);
            let known = |held: &Stored| (&held.code, held.version) == (&one.code, one.version);
            if !held.iter().any(known) {
                stored::insert(&mut tx, &one, ctx.now, None).await?;
                held.push(one);
            }
        }
        purpose.end(tx).await?;
        for one in held {
            let file = format!("{} {}", one.code, one.version);
            let read = AgreementFile::read(&file, &one.text).map_err(faulty)?;
            self.agreements.put(read.into_agreement());
        }
        Ok(())
    }

    /// Imports an agreement. A version that is there already is never changed.
    pub async fn import_agreement(&self, ctx: &Ctx, file: &str, text: &str) -> Result<Import> {
        let permit = allowed(ctx, Request::Site(SiteAction::ManageProgrammes))?;
        let read = match AgreementFile::read(file, text) {
            Ok(read) => read,
            Err(faults) => return Ok(Import::Refused(faults)),
        };
        let one = to_store(&read);
        if self.agreements.get(&one.code, one.version).is_some() {
            return Err(Error::invalid("file", "error-programme-version-taken"));
        }
        let mut tx = self.db.write(&ctx.request).await?;
        stored::insert(&mut tx, &one, ctx.now, permit.staff()).await?;
        tx.log(Entry {
            detail: format!("{} {}", one.code, one.version),
            ..of_permit(ctx, Event::AgreementImported, &permit)
        });
        tx.commit().await?;
        self.agreements.put(read.into_agreement());
        let (code, version) = (one.code, one.version);
        Ok(Import::Kept { code, version })
    }
}

fn to_store(file: &AgreementFile) -> Stored {
    Stored {
        code: file.agreement().code.clone(),
        version: file.agreement().version,
        text: file.text().to_owned(),
    }
}
