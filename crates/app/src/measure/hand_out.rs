//! Answers on their way to another program: each finished sheet as FHIR, without a word about whose it is.

use std::io::Write;

use hemma_domain::access::CaseAction;
use hemma_domain::audit::Event;
use hemma_domain::ids::CaseId;
use hemma_domain::measure::{AnswerSheet, Measure, State};
use hemma_store::measure::{self as stored, list, sheet};
use uuid::Uuid;

use crate::App;
use crate::ctx::Ctx;
use crate::error::{Error, Result};
use crate::instrument_file::fhir::answers_to_fhir_line;
use crate::measure::asked::stored_sheet;

/// Cases whose ids are read at once; each is a transaction of its own.
const CASES_AT_ONCE: u32 = 500;

impl App {
    /// Writes every finished sheet of an instrument as a FHIR `QuestionnaireResponse`, one on a line, each under the version
    /// that it was answered in. Says how many there were; `told` hears how far it is.
    pub async fn hand_out_answers(
        &self,
        ctx: &Ctx,
        code: &str,
        (out, told): (&mut impl Write, impl Fn(u64)),
    ) -> Result<u64> {
        let mut count = 0;
        let mut after = CaseId(Uuid::nil());
        loop {
            let mut tx = self.db.read().await?;
            let cases = list::answered(&mut tx, code, (after, CASES_AT_ONCE)).await?;
            tx.commit().await?;
            let Some(last) = cases.last() else {
                return Ok(count);
            };
            after = *last;
            for case in cases {
                count += self.hand_out_case(ctx, case, (code, &mut *out)).await?;
            }
            told(count);
        }
    }

    async fn hand_out_case(
        &self,
        ctx: &Ctx,
        case: CaseId,
        (code, out): (&str, &mut impl Write),
    ) -> Result<u64> {
        let entering = self.enter(ctx, case, CaseAction::SeeScores, Event::AnswersExported);
        let (mut tx, entered) = entering.await?;
        let measures = stored::of_case(&mut tx, case).await?;
        let sheets = sheet::of_case(&mut tx, &entered.key, case).await?;
        let mut count = 0;
        for measure in measures.iter().filter(|one| one.instrument == code) {
            let sheet = sheets.iter().find(|sheet| sheet.measure == measure.id);
            let (State::Done { .. }, Some(sheet)) = (&measure.state, sheet) else {
                continue;
            };
            let line = self.as_fhir(measure, sheet)?;
            writeln!(out, "{line}").map_err(|err| Error::Internal(err.into()))?;
            count += 1;
        }
        tx.commit().await?;
        Ok(count)
    }

    fn as_fhir(&self, measure: &Measure, sheet: &AnswerSheet) -> Result<String> {
        let scorer = self.instrument(&measure.instrument, measure.instrument_version)?;
        let read = stored_sheet(&scorer, measure, sheet.given.clone())?;
        Ok(answers_to_fhir_line(&scorer, &read))
    }
}
