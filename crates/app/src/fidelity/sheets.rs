//! Answers of many families, opened to be counted together.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use hemma_domain::access::{self, CaseAction, Decision, Request};
use hemma_domain::fidelity::{ItemReader, scale_of};
use hemma_domain::ids::{CaseId, MeasureId};
use hemma_domain::instrument::{Answer, Scorer};
use hemma_domain::time::Day;
use hemma_store::db::Tx;
use hemma_store::fidelity::{self as stored, SealedSheet};
use hemma_store::seal::Key;

use crate::App;
use crate::ctx::Ctx;
use crate::error::Result;

/// The answers of one family at one time, without a word on who it is.
pub(super) struct OpenSheet {
    pub(super) measure: MeasureId,
    pub(super) case: CaseId,
    pub(super) due_on: Day,
    pub(super) given: BTreeMap<String, Answer>,
    /// A BCP 47 tag; empty where nobody noted it.
    pub(super) language: String,
}

/// Sheets with the keys that open them.
#[derive(Default)]
pub(super) struct Unlocked {
    sheets: Vec<SealedSheet>,
    keys: BTreeMap<CaseId, Key>,
}

impl App {
    /// Sheets of an instrument that the actor may count together, with what reads them: those that answer the newest version
    /// among them, and older ones that ask the same in the same way. None where there are none.
    pub(super) fn unlocked(
        &self,
        (ctx, tx): (&Ctx, &Tx),
        code: &str,
        mut sheets: Vec<SealedSheet>,
    ) -> Result<Option<(Arc<Scorer>, Unlocked)>> {
        let versions: BTreeSet<u32> = sheets.iter().map(|sheet| sheet.version).collect();
        let Some(newest) = versions.last() else {
            return Ok(None);
        };
        let scorer = self.instrument(code, *newest)?;
        let mut alike = BTreeSet::new();
        for version in &versions {
            if ask_alike(&scorer, &*self.instrument(code, *version)?) {
                alike.insert(*version);
            }
        }
        sheets.retain(|sheet| alike.contains(&sheet.version));
        Ok(Some((scorer, Unlocked::of(ctx, tx, sheets)?)))
    }
}

/// Whether two versions ask the same items of the scale about the therapist with the same responses.
pub(super) fn ask_alike(one: &Scorer, other: &Scorer) -> bool {
    let readers = [one, other].map(|scorer| {
        let instrument = scorer.instrument();
        scale_of(instrument).and_then(|scale| ItemReader::new(instrument, scale))
    });
    matches!(&readers, [Some(one), Some(other)] if one.reads_alike(other))
}

impl Unlocked {
    /// Those that the actor may count.
    fn of(ctx: &Ctx, tx: &Tx, sheets: Vec<SealedSheet>) -> Result<Unlocked> {
        let mut keys = BTreeMap::new();
        for sheet in &sheets {
            if keys.contains_key(&sheet.case()) {
                continue;
            }
            let request = Request::Case(CaseAction::CountAnswers, &sheet.scope);
            if let Decision::Allow(permit) = access::decide(&ctx.actor, request) {
                keys.insert(sheet.case(), stored::key(tx, &permit, sheet)?);
            }
        }
        Ok(Unlocked { sheets, keys })
    }

    /// Opens them all.
    pub(super) fn open(&self) -> Result<Vec<OpenSheet>> {
        let mut found = Vec::with_capacity(self.sheets.len());
        for sheet in &self.sheets {
            let Some(key) = self.keys.get(&sheet.case()) else {
                continue;
            };
            found.push(OpenSheet {
                measure: sheet.measure,
                case: sheet.case(),
                due_on: sheet.due_on,
                given: stored::answers(sheet, key)?,
                language: stored::language(sheet, key)?,
            });
        }
        Ok(found)
    }
}
