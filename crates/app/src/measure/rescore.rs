//! Old answers under the rules of a newer version: scores are added, none is changed.

use hemma_domain::access::CaseAction;
use hemma_domain::audit::{Entry, Event};
use hemma_domain::ids::CaseId;
use hemma_domain::instrument::{Answers, Scorer};
use hemma_domain::measure::{AnswerSheet, KeptScore, StateCode};
use hemma_store::db::Tx;
use hemma_store::measure::{self as stored, score, sheet};
use uuid::Uuid;

use crate::App;
use crate::ctx::Ctx;
use crate::enter::Entered;
use crate::error::Result;

/// Cases whose ids are read at once; each is a transaction of its own.
const CASES_AT_ONCE: u32 = 500;

/// What came of old answers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rescored {
    /// Sheets that were looked at.
    pub sheets: u64,
    /// Scores that were added.
    pub added: u64,
    /// Sheets that the newer version cannot read: it asks something else.
    pub misfits: u64,
}

impl App {
    /// How many sheets were answered by each version of an instrument, the oldest version first.
    pub async fn answered(&self, instrument: &str) -> Result<Vec<(u32, u32)>> {
        let mut tx = self.db.read().await?;
        Ok(score::answered(&mut tx, instrument).await?)
    }

    /// Scores answers to older versions under the rules of a version, which must be on the shelf. Stopped and begun
    /// again, it goes on where it was. `told` hears how far it is, after each piece.
    pub async fn rescore(
        &self,
        ctx: &Ctx,
        (code, version): (&str, u32),
        mut told: impl FnMut(Rescored),
    ) -> Result<Rescored> {
        let scorer = self.instrument(code, version)?;
        let mut sum = Rescored::default();
        let mut after = CaseId(Uuid::nil());
        loop {
            let mut tx = self.db.read().await?;
            let cases = score::unscored(&mut tx, (code, version), after, CASES_AT_ONCE).await?;
            drop(tx);
            let Some(last) = cases.last() else {
                return Ok(sum);
            };
            after = *last;
            for case in cases {
                self.rescore_case(ctx, case, (&scorer, &mut sum)).await?;
            }
            told(sum);
        }
    }

    async fn rescore_case(
        &self,
        ctx: &Ctx,
        case: CaseId,
        (scorer, sum): (&Scorer, &mut Rescored),
    ) -> Result<()> {
        let entering = self.enter(ctx, case, CaseAction::ReleaseScores, Event::MeasureScored);
        let (mut tx, entered) = entering.await?;
        for sheet in older(&mut tx, &entered, scorer).await? {
            sum.sheets += 1;
            let version = scorer.instrument().version;
            let answers = Answers {
                instrument: scorer.instrument().code.clone(),
                version,
                given: sheet.given,
            };
            let Ok(read) = scorer.sheet(&answers) else {
                sum.misfits += 1;
                continue;
            };
            for one in scorer.scores(&read) {
                let kept = KeptScore::of(sheet.measure, &one, ctx.now);
                sum.added += u64::from(score::insert(&mut tx, case, &kept).await?);
            }
            tx.log(Entry {
                detail: sheet.measure.to_string(),
                ..entered.entry(ctx, Event::MeasureScored)
            });
        }
        tx.commit().await?;
        Ok(())
    }
}

/// The finished sheets of a case that answer older versions of an instrument.
async fn older(tx: &mut Tx, entered: &Entered, scorer: &Scorer) -> Result<Vec<AnswerSheet>> {
    let new = scorer.instrument();
    let measures = stored::of_case(tx, entered.case()).await?;
    let mut sheets = sheet::of_case(tx, &entered.key, entered.case()).await?;
    sheets.retain(|sheet| {
        measures.iter().any(|one| {
            one.id == sheet.measure
                && one.instrument == new.code
                && one.instrument_version < new.version
                && one.state.code() == StateCode::Done
        })
    });
    Ok(sheets)
}
