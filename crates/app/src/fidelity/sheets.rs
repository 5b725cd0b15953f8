//! Answers of many families, opened to be counted together.

use std::collections::BTreeMap;

use hemma_domain::access::{self, CaseAction, Decision, Request};
use hemma_domain::ids::CaseId;
use hemma_domain::instrument::Answer;
use hemma_domain::time::Day;
use hemma_store::db::Tx;
use hemma_store::fidelity::{self as stored, SealedSheet};
use hemma_store::seal::Key;

use crate::ctx::Ctx;
use crate::error::Result;

/// The answers of one family at one time, without a word on who it is.
pub(super) struct OpenSheet {
    pub(super) case: CaseId,
    pub(super) due_on: Day,
    pub(super) given: BTreeMap<String, Answer>,
    /// A BCP 47 tag; empty where nobody noted it.
    pub(super) language: String,
}

/// Sheets with the keys that open them.
pub(super) struct Unlocked {
    sheets: Vec<SealedSheet>,
    keys: BTreeMap<CaseId, Key>,
}

impl Unlocked {
    /// The sheets of one version, the newest among them, that the actor may count.
    pub(super) fn of(ctx: &Ctx, tx: &Tx, mut sheets: Vec<SealedSheet>) -> Result<Unlocked> {
        let newest = sheets.iter().map(|sheet| sheet.version).max();
        sheets.retain(|sheet| Some(sheet.version) == newest);
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

    /// The version that they answer; none without a sheet.
    pub(super) fn version(&self) -> Option<u32> {
        self.sheets.first().map(|sheet| sheet.version)
    }

    /// Opens them all.
    pub(super) fn open(&self) -> Result<Vec<OpenSheet>> {
        let mut found = Vec::with_capacity(self.sheets.len());
        for sheet in &self.sheets {
            let Some(key) = self.keys.get(&sheet.case()) else {
                continue;
            };
            found.push(OpenSheet {
                case: sheet.case(),
                due_on: sheet.due_on,
                given: stored::answers(sheet, key)?,
                language: stored::language(sheet, key)?,
            });
        }
        Ok(found)
    }
}
