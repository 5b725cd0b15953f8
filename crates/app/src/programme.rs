//! The programmes of this site: as shipped, or as imported. Old versions stay with what was done under them.

use std::sync::Arc;

use hemma_domain::audit::Event;
use hemma_domain::programme::Programme;
use hemma_store::definition::{Kind, Stored};

use crate::App;
use crate::ctx::Ctx;
use crate::definition::{DefinitionFile, Import, Read};
use crate::error::{Error, Result};
use crate::programme_file::{self, ProgrammeFile};
use crate::shelf::Shelf;

impl DefinitionFile for ProgrammeFile {
    const KIND: Kind = Kind::Programme;
    const IMPORTED: Event = Event::ProgrammeImported;
    type Held = Programme;

    fn read(file: &str, text: &str) -> Read<ProgrammeFile> {
        ProgrammeFile::read(file, text)
    }

    fn embedded() -> Read<Vec<ProgrammeFile>> {
        programme_file::embedded()
    }

    fn stored(&self) -> Stored {
        Stored {
            code: self.programme().code.clone(),
            version: self.programme().version,
            text: self.text().to_owned(),
        }
    }

    fn into_held(self) -> Programme {
        self.into_programme()
    }
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

    /// Imports a definition. A version that is there already is never changed.
    pub async fn import_programme(&self, ctx: &Ctx, file: &str, text: &str) -> Result<Import> {
        self.import_definition::<ProgrammeFile>(ctx, (file, text), &self.programmes)
            .await
    }
}
