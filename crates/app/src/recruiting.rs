//! What law and practice say about recruiting at this site: as shipped, or as imported.

use std::sync::Arc;

use hemma_domain::audit::Event;
use hemma_domain::recruiting::{CODE, Recruiting, RuleKind, Term};
use hemma_domain::time::Day;
use hemma_store::definition::{Kind, Stored};

use crate::App;
use crate::ctx::Ctx;
use crate::definition::{DefinitionFile, Import, Read};
use crate::error::{Error, Result};
use crate::recruiting_file::{self, RecruitingFile};

impl DefinitionFile for RecruitingFile {
    const KIND: Kind = Kind::Recruiting;
    const IMPORTED: Event = Event::RecruitingImported;
    type Held = Recruiting;

    fn read(file: &str, text: &str) -> Read<RecruitingFile> {
        RecruitingFile::read(file, text)
    }

    fn embedded() -> Read<Vec<RecruitingFile>> {
        recruiting_file::embedded()
    }

    fn stored(&self) -> Stored {
        Stored {
            code: self.recruiting().code.clone(),
            version: self.recruiting().version,
            text: self.text().to_owned(),
        }
    }

    fn into_held(self) -> Recruiting {
        self.into_recruiting()
    }
}

impl App {
    /// What holds for recruiting, as it is read on a day.
    pub(crate) fn recruiting(&self, today: Day) -> Result<Arc<Recruiting>> {
        let newest = self
            .recruiting
            .newest_where(CODE, u32::MAX, |one| one.valid_from <= today);
        // One ships, and reaches further back than any opening.
        newest.ok_or_else(|| {
            Error::Internal(anyhow::anyhow!("no rules of recruiting hold on {today}"))
        })
    }

    /// The rules of a kind that hold or held until a day, the newest first, each with the day from which it holds; empty
    /// where nothing is said.
    pub fn recruiting_terms(&self, kind: RuleKind, today: Day) -> Result<Vec<(Day, Term)>> {
        let rules = self.recruiting(today)?;
        let rules = rules.until(kind, today).into_iter();
        Ok(rules.map(|one| (one.valid_from, one.term.value)).collect())
    }

    /// The term of a kind that holds on a day; none where nothing is said.
    pub fn recruiting_term(&self, kind: RuleKind, today: Day) -> Result<Option<Term>> {
        let rules = self.recruiting(today)?;
        Ok(rules.holding(kind, today).map(|one| one.term.value))
    }

    /// Imports rules. A version that is there already is never changed.
    pub async fn import_recruiting(&self, ctx: &Ctx, file: &str, text: &str) -> Result<Import> {
        self.import_definition::<RecruitingFile>(ctx, (file, text), &self.recruiting)
            .await
    }
}
