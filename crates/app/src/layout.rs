//! The layouts of proposals of this site: as shipped, or as imported. Documents stay in the version they were written in.

use std::sync::Arc;

use hemma_domain::audit::Event;
use hemma_domain::layout::Layout;
use hemma_store::definition::{Kind, Stored};

use crate::App;
use crate::ctx::Ctx;
use crate::definition::{DefinitionFile, Import, Read};
use crate::error::{Error, Result};
use crate::layout_file::{self, LayoutFile};
use crate::shelf::Shelf;

impl DefinitionFile for LayoutFile {
    const KIND: Kind = Kind::Layout;
    const IMPORTED: Event = Event::LayoutImported;
    type Held = Layout;

    fn read(file: &str, text: &str) -> Read<LayoutFile> {
        LayoutFile::read(file, text)
    }

    fn embedded() -> Read<Vec<LayoutFile>> {
        layout_file::embedded()
    }

    fn stored(&self) -> Stored {
        Stored {
            code: self.layout().code.clone(),
            version: self.layout().version,
            text: self.text().to_owned(),
        }
    }

    fn into_held(self) -> Layout {
        self.into_layout()
    }
}

impl App {
    /// The layout that a proposal is written in.
    pub fn layout(&self, (code, version): (&str, u32)) -> Result<Arc<Layout>> {
        self.layouts.get(code, version).ok_or_else(|| {
            Error::Internal(anyhow::anyhow!(
                "layout {code} version {version} is not on the shelf"
            ))
        })
    }

    /// Every layout version the site knows.
    pub fn layouts(&self) -> &Shelf<Layout> {
        &self.layouts
    }

    /// Imports a layout. A version that is there already is never changed.
    pub async fn import_layout(&self, ctx: &Ctx, file: &str, text: &str) -> Result<Import> {
        self.import_definition::<LayoutFile>(ctx, (file, text), &self.layouts)
            .await
    }
}
