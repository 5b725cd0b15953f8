//! Which training the programmes of this site demand: as shipped, or as imported.

use std::sync::Arc;

use hemma_domain::audit::Event;
use hemma_domain::curriculum::Curriculum;
use hemma_domain::time::Day;
use hemma_store::definition::{Kind, Stored};

use crate::App;
use crate::ctx::Ctx;
use crate::curriculum_file::{self, CurriculumFile};
use crate::definition::{DefinitionFile, Import, Read};
use crate::error::Result;

impl DefinitionFile for CurriculumFile {
    const KIND: Kind = Kind::Curriculum;
    const IMPORTED: Event = Event::CurriculumImported;
    type Held = Curriculum;

    fn read(file: &str, text: &str) -> Read<CurriculumFile> {
        CurriculumFile::read(file, text)
    }

    fn embedded() -> Read<Vec<CurriculumFile>> {
        curriculum_file::embedded()
    }

    fn stored(&self) -> Stored {
        Stored {
            code: self.curriculum().code.clone(),
            version: self.curriculum().version,
            text: self.text().to_owned(),
        }
    }

    fn into_held(self) -> Curriculum {
        self.into_curriculum()
    }
}

impl App {
    /// What a programme demands on a day; none where it demands nothing.
    pub fn curriculum(&self, programme: &str, today: Day) -> Option<Arc<Curriculum>> {
        self.curricula
            .newest_where(programme, u32::MAX, |one| one.valid_from <= today)
    }

    /// What each programme demands on a day, by the programmes' codes.
    pub fn curricula(&self, today: Day) -> Vec<Arc<Curriculum>> {
        let mut codes: Vec<String> = Vec::new();
        for one in self.curricula.all() {
            if codes.last() != Some(&one.code) {
                codes.push(one.code.clone());
            }
        }
        let newest = codes.iter().filter_map(|code| self.curriculum(code, today));
        newest.collect()
    }

    /// Imports a curriculum. A version that is there already is never changed.
    pub async fn import_curriculum(&self, ctx: &Ctx, file: &str, text: &str) -> Result<Import> {
        self.import_definition::<CurriculumFile>(ctx, (file, text), &self.curricula)
            .await
    }
}
