//! Scoring: each assessor alone, and locked before the others' scores are seen.

use std::collections::BTreeMap;

use hemma_domain::access::OpeningAction;
use hemma_domain::application::{Mark, Sheet, SheetFault, Sitting};
use hemma_domain::audit::Event;
use hemma_domain::ids::StaffId;
use hemma_store::application::score;

use super::applicant::{Applicant, ApplicantAt};
use crate::App;
use crate::ctx::Ctx;
use crate::error::{Error, Result};

/// Scores as they are typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scores {
    pub sitting: Sitting,
    /// By the competence's place in the profile; what is not scored yet is left out.
    pub marks: BTreeMap<usize, Mark>,
    /// The version of the sheet that was looked at; 0 before the first.
    pub version: i64,
}

impl App {
    /// Keeps one's scores, to be changed.
    pub async fn keep_scores(&self, ctx: &Ctx, at: ApplicantAt, scores: Scores) -> Result<()> {
        let (entered, sheet) = self.scoring(ctx, at, scores).await?;
        if let Some(fault) = sheet.fault(&entered.opened.opening.profile) {
            return Err(told(fault));
        }
        kept(entered, at, sheet).await
    }

    /// Keeps one's scores for good. From then on the others' locked ones are seen.
    pub async fn lock_scores(&self, ctx: &Ctx, at: ApplicantAt, scores: Scores) -> Result<()> {
        let (entered, sheet) = self.scoring(ctx, at, scores).await?;
        let locked = sheet.locked(&entered.opened.opening.profile, ctx.now);
        kept(entered, at, locked.map_err(told)?).await
    }

    async fn scoring(
        &self,
        ctx: &Ctx,
        at: ApplicantAt,
        scores: Scores,
    ) -> Result<(Applicant, Sheet)> {
        let mut entered = self
            .enter_applicant(ctx, at, (OpeningAction::Assess, Event::ApplicantScored))
            .await?;
        let me: StaffId = entered.opened.hand()?;
        let sittings = entered.opened.opening.sittings(entered.application.stage);
        if !sittings.contains(&scores.sitting) {
            return Err(Error::Conflict);
        }
        let all = score::of_application(&mut entered.opened.tx, at.1).await?;
        let mine = |one: &Sheet| one.by == me && one.sitting == scores.sitting;
        let before = all.into_iter().find(mine);
        let before = before.unwrap_or(Sheet::blank(scores.sitting, me));
        if before.version != scores.version || before.locked_at.is_some() {
            return Err(Error::Conflict);
        }
        let sheet = Sheet {
            marks: scores.marks,
            ..before
        };
        Ok((entered, sheet))
    }
}

async fn kept(mut entered: Applicant, at: ApplicantAt, sheet: Sheet) -> Result<()> {
    if !score::save(&mut entered.opened.tx, at.1, &sheet).await? {
        return Err(Error::Conflict);
    }
    entered.opened.tx.commit().await?;
    Ok(())
}

fn told(fault: SheetFault) -> Error {
    let message = match fault {
        SheetFault::Score => "opening-fault-score",
        SheetFault::TooLong => "opening-fault-note",
        SheetFault::Open => "opening-fault-unscored",
        SheetFault::Locked => return Error::Conflict,
    };
    Error::invalid("scores", message)
}
