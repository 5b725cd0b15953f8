//! How an opening ends: a decision, or breaking off; and what an applicant may demand of whoever was hired.

use hemma_domain::access::OpeningAction;
use hemma_domain::application::{Application, Stage};
use hemma_domain::audit::Event;
use hemma_domain::ids::OpeningId;
use hemma_domain::opening::{EndKind, Merits, Opening, Ruling, State, TEXT_CHARS_MAX};
use hemma_domain::time::Day;
use hemma_store::application as stored;
use hemma_store::opening;

use super::{OpeningAt, place_name, unmoved};
use crate::App;
use crate::ctx::Ctx;
use crate::error::{Error, FieldError, Result, all_valid};

/// What an applicant may demand to know of those who were hired.
#[derive(Debug, Clone)]
pub struct MeritsPage {
    pub opening: Opening,
    pub place: String,
    /// The names of those who were hired.
    pub hired: Vec<String>,
    pub merits: Merits,
}

impl App {
    /// Hires; nobody else is weighed any more. Of two who decide at once, one is told.
    pub async fn decide_opening(
        &self,
        ctx: &Ctx,
        (id, version): OpeningAt,
        ruling: Ruling,
    ) -> Result<()> {
        let mut entered = self
            .enter_opening(ctx, id, OpeningAction::Decide, Event::OpeningDecided)
            .await?;
        if entered.opening.version != version {
            return Err(Error::Conflict);
        }
        reasons_fit(&ruling.reasons)?;
        let by = entered.hand()?;
        let all = stored::of_opening(&mut entered.tx, id).await?;
        let hired = ruling.hired.clone();
        let rules = self.recruiting(ctx.today())?;
        let decided = (&all[..], &*rules);
        let state = entered.opening.decide(ruling, decided, (ctx.today(), by));
        let state = state.map_err(unmoved)?;
        for one in all.into_iter().filter(Application::is_weighed) {
            let stage = match hired.contains(&one.id) {
                true => Stage::Hired,
                false => Stage::Declined,
            };
            let placed = Application {
                stage,
                stage_at: ctx.now,
                ..one
            };
            if !stored::save(&mut entered.tx, &placed).await? {
                return Err(Error::Conflict);
            }
        }
        let decided = Opening {
            state,
            ..entered.opening.clone()
        };
        entered.save(decided).await
    }

    /// Breaks an opening off. What came in is kept all the same.
    pub async fn abort_opening(
        &self,
        ctx: &Ctx,
        (id, version): OpeningAt,
        reasons: String,
    ) -> Result<()> {
        let entered = self
            .enter_opening(ctx, id, OpeningAction::Decide, Event::OpeningDecided)
            .await?;
        if entered.opening.version != version {
            return Err(Error::Conflict);
        }
        reasons_fit(&reasons)?;
        let by = entered.hand()?;
        let state = entered.opening.abort(reasons, (ctx.today(), by));
        let aborted = Opening {
            state: state.map_err(unmoved)?,
            ..entered.opening.clone()
        };
        entered.save(aborted).await
    }

    /// Keeps everything longer, since somebody appealed or made a demand.
    pub async fn postpone_opening(
        &self,
        ctx: &Ctx,
        (id, version): OpeningAt,
        final_on: Day,
    ) -> Result<()> {
        let entered = self
            .enter_opening(ctx, id, OpeningAction::Decide, Event::OpeningChanged)
            .await?;
        if entered.opening.version != version {
            return Err(Error::Conflict);
        }
        let state = entered.opening.postpone(final_on);
        let postponed = Opening {
            state: state.map_err(unmoved)?,
            ..entered.opening.clone()
        };
        entered.save(postponed).await
    }

    /// What an applicant may demand to know of those who were hired.
    pub async fn opening_merits(&self, ctx: &Ctx, id: OpeningId) -> Result<MeritsPage> {
        let mut entered = self
            .enter_opening(ctx, id, OpeningAction::Decide, Event::ApplicantRead)
            .await?;
        if !was_decided(&entered.opening) {
            return Err(Error::Conflict);
        }
        let merits = opening::merits(&mut entered.tx, id).await?;
        let all = stored::of_opening(&mut entered.tx, id).await?;
        let place = place_name(&mut entered.tx, &entered.opening).await?;
        entered.tx.commit().await?;
        let hired = all.into_iter().filter(|one| one.stage == Stage::Hired);
        Ok(MeritsPage {
            hired: hired.map(|one| one.person.name).collect(),
            opening: entered.opening,
            place,
            merits,
        })
    }

    /// Writes down what an applicant may demand to know.
    pub async fn save_opening_merits(
        &self,
        ctx: &Ctx,
        at: OpeningAt,
        merits: &Merits,
    ) -> Result<()> {
        let mut entered = self
            .enter_opening(ctx, at.0, OpeningAction::Decide, Event::OpeningChanged)
            .await?;
        if !was_decided(&entered.opening) {
            return Err(Error::Conflict);
        }
        let faults = [
            ("education", &merits.education),
            ("experience", &merits.experience),
            ("other", &merits.other),
        ];
        let is_long = |text: &str| TEXT_CHARS_MAX < text.chars().count();
        let faults = faults.iter().filter(|(_, text)| is_long(text));
        all_valid(
            faults
                .map(|(field, _)| FieldError::new(*field, "opening-fault-long"))
                .collect(),
        )?;
        if !opening::save_merits(&mut entered.tx, at, merits).await? {
            return Err(Error::Conflict);
        }
        entered.tx.commit().await?;
        Ok(())
    }
}

fn was_decided(one: &Opening) -> bool {
    match &one.state {
        State::Ended(ending) | State::Destroyed(ending) => ending.kind == EndKind::Decided,
        _ => false,
    }
}

fn reasons_fit(reasons: &str) -> Result<()> {
    match reasons.chars().count() <= TEXT_CHARS_MAX {
        true => Ok(()),
        false => Err(Error::invalid("reasons", "opening-fault-long")),
    }
}
