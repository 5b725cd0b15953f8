//! The weekly loop: one page with everything of a week, its texts, and its hand-in.

mod fit;
mod step;
mod unnamed;

use hemma_domain::access::CaseAction;
use hemma_domain::audit::Event;
use hemma_domain::ids::CaseId;
use hemma_domain::team::Rhythm;
use hemma_domain::time::{Instant, Week};
use hemma_domain::week::gap::{self, Gap, Written};
use hemma_domain::week::{
    CaseWeek, Feedback, Fit, FrameItem, Goal, SafetyChange, Step, SummaryState, WeekField,
    WeekText, limit, span,
};
use hemma_store::db::Tx;
pub use hemma_store::feedback::Named;
pub use hemma_store::week::{WeekContact, WeekSheet};
use hemma_store::{feedback, fit as fits, frame, step as steps, team, week as weeks};

use crate::App;
use crate::case::CaseHead;
use crate::ctx::Ctx;
use crate::enter::Entered;
use crate::error::{Error, Result};

pub use fit::DriverInput;
pub use step::StepInput;
pub use unnamed::UnnamedWeek;

/// A case and one of its weeks.
pub type WeekAt = (CaseId, Week);

/// Everything that the page of one week shows.
#[derive(Debug, Clone)]
pub struct WeekPage {
    pub head: CaseHead,
    pub week: Week,
    /// The first week of treatment and the last that there is.
    pub span: (Week, Week),
    pub now: Instant,
    pub sheet: WeekSheet,
    pub frame: Vec<FrameItem>,
    pub goals: Vec<Goal>,
    pub last_steps: Vec<Step>,
    pub steps: Vec<Step>,
    pub fits: Vec<Fit>,
    /// The feedback on this week.
    pub feedback: Vec<Named>,
    /// Points of earlier weeks: open ones, and those whose follow-up was marked in this week.
    pub earlier: Vec<Named>,
}

/// The weeks of a case, for its list.
#[derive(Debug, Clone)]
pub struct WeekList {
    pub head: CaseHead,
    pub rhythm: Rhythm,
    /// The week that people write in now; none before the case is open.
    pub writing: Option<Week>,
    /// Each week of treatment, the latest first.
    pub weeks: Vec<CaseWeek>,
}

impl WeekPage {
    /// Where the summary stands.
    pub fn state(&self) -> SummaryState {
        self.sheet.week.state(self.sheet.rhythm, self.now)
    }

    /// What the week still lacks.
    pub fn gaps(&self) -> Vec<Gap> {
        let texts: Vec<WeekText> = self
            .sheet
            .texts
            .iter()
            .map(|(text, _)| text.clone())
            .collect();
        let open: Vec<Feedback> = self
            .earlier
            .iter()
            .map(|one| one.feedback.clone())
            .collect();
        gap::gaps(&Written {
            week: &self.sheet.week,
            texts: &texts,
            last_steps: &self.last_steps,
            steps: &self.steps,
            fits: &self.fits,
            open_points: &open,
        })
    }

    /// Whether something was changed after the week was handed in.
    pub fn is_after_hand_in(&self, at: Instant) -> bool {
        self.sheet
            .week
            .handed_in
            .is_some_and(|(handed_in, _)| at > handed_in)
    }

    /// A text of the week with who wrote it last.
    pub fn text(&self, field: WeekField) -> Option<&(WeekText, String)> {
        self.sheet
            .texts
            .iter()
            .find(|(text, _)| text.field == field)
    }
}

impl App {
    /// One week of a case, with names.
    pub async fn week_page(&self, ctx: &Ctx, (case, week): WeekAt) -> Result<WeekPage> {
        let (mut tx, entered) = self
            .enter(ctx, case, CaseAction::See, Event::CaseRead)
            .await?;
        let page = self.load_week(ctx, &mut tx, &entered, week).await?;
        tx.commit().await?;
        Ok(page)
    }

    /// The weeks of a case.
    pub async fn week_list(&self, ctx: &Ctx, case: CaseId) -> Result<WeekList> {
        let (mut tx, entered) = self
            .enter(ctx, case, CaseAction::See, Event::CaseRead)
            .await?;
        let head = self.head(ctx, &mut tx, &entered).await?;
        let stored = weeks::of_case(&mut tx, &entered.key, case).await?;
        let (team, _) = team::find(&mut tx, entered.scope.team.team)
            .await?
            .ok_or(Error::NotFound)?;
        tx.commit().await?;
        let span = span(&head.case, ctx.week());
        let every = span.map_or(0, |(first, last)| last.weeks_since(first) + 1);
        let all = (0..every).filter_map(|back| span.map(|(_, last)| last.plus(-back)));
        let found = |week| stored.iter().find(|one| one.week == week).cloned();
        Ok(WeekList {
            weeks: all
                .map(|week| found(week).unwrap_or_else(|| CaseWeek::empty(case, week)))
                .collect(),
            writing: span
                .map(|(first, last)| team.rhythm.writing_week(ctx.now).max(first).min(last)),
            rhythm: team.rhythm,
            head,
        })
    }

    async fn load_week(
        &self,
        ctx: &Ctx,
        tx: &mut Tx,
        entered: &Entered,
        week: Week,
    ) -> Result<WeekPage> {
        let case = entered.case();
        let head = self.head(ctx, tx, entered).await?;
        let span = span(&head.case, ctx.week()).ok_or(Error::NotFound)?;
        if week < span.0 || week > span.1 {
            return Err(Error::NotFound);
        }
        let key = &entered.key;
        let sheet = weeks::sheet(tx, key, (case, week), entered.scope.team.team).await?;
        let (frame, goals) = frame::stable(tx, key, case).await?;
        let both = steps::around(tx, key, case, week).await?;
        let fits = fits::of_week(tx, key, case, week).await?;
        let points = feedback::around(tx, key, case, week).await?;
        let (last_steps, steps) = both.into_iter().partition(|step: &Step| step.week < week);
        let (earlier, feedback) = points
            .into_iter()
            .partition(|one: &Named| one.feedback.week < week);
        Ok(WeekPage {
            head,
            week,
            span,
            now: ctx.now,
            sheet,
            frame,
            goals,
            last_steps,
            steps,
            fits,
            feedback,
            earlier,
        })
    }

    /// Opens a week for a change and notes that it changed.
    pub(crate) async fn enter_week(&self, ctx: &Ctx, at: WeekAt) -> Result<(Tx, Entered)> {
        let (mut tx, entered) = self
            .enter(ctx, at.0, CaseAction::WriteWeek, Event::WeekWritten)
            .await?;
        within(ctx, &entered, at)?;
        weeks::touch(&mut tx, at.0, at.1, ctx.now).await?;
        Ok((tx, entered))
    }

    /// Saves one free text of a week; gives its new version.
    pub async fn save_week_text(
        &self,
        ctx: &Ctx,
        at: WeekAt,
        (field, text): (WeekField, &str),
        version: i64,
    ) -> Result<i64> {
        short_enough("text", text, limit::TEXT_CHARS)?;
        let (mut tx, entered) = self.enter_week(ctx, at).await?;
        let one = WeekText {
            field,
            text: text.to_owned(),
            by: entered.hand()?,
            at: ctx.now,
            version,
        };
        kept(weeks::save_text(&mut tx, &entered.key, at, &one).await?)?;
        tx.commit().await?;
        Ok(version + 1)
    }

    /// Says whether the family's safety changed; gives the week's new version.
    pub async fn save_safety_change(
        &self,
        ctx: &Ctx,
        at: WeekAt,
        change: Option<SafetyChange>,
        version: i64,
    ) -> Result<i64> {
        let (mut tx, _) = self.enter_week(ctx, at).await?;
        // A week that nobody had written in was made just now, with version 1.
        let version = version.max(1);
        kept(weeks::save_safety(&mut tx, at, change, version).await?)?;
        tx.commit().await?;
        Ok(version + 1)
    }

    /// Hands a week in, with gaps or without. Steps of the week before that nobody judged go on in this week.
    /// A week that was handed in stays so, with its first time.
    pub async fn hand_in(&self, ctx: &Ctx, at: WeekAt) -> Result<()> {
        let (mut tx, entered) = self
            .enter(ctx, at.0, CaseAction::HandIn, Event::WeekHandedIn)
            .await?;
        within(ctx, &entered, at)?;
        weeks::open(&mut tx, at.0, at.1).await?;
        if weeks::hand_in(&mut tx, at, ctx.now, entered.hand()?).await? {
            let both = steps::around(&mut tx, &entered.key, at.0, at.1).await?;
            for step in both.iter().filter(|step| step.outcome.is_none()) {
                if step.week < at.1 {
                    step::carry(ctx, &mut tx, &entered.key, (step, &both)).await?;
                }
            }
        }
        tx.commit().await?;
        Ok(())
    }

    /// The meeting talked about the week; its first time stays.
    pub async fn mark_supervised(&self, ctx: &Ctx, at: WeekAt) -> Result<()> {
        let mut tx = self.enter_meeting(ctx, at).await?.0;
        weeks::mark_supervised(&mut tx, at, ctx.now).await?;
        tx.commit().await?;
        Ok(())
    }

    /// What the meeting decided about a week; gives the decisions' new version.
    pub async fn save_decisions(
        &self,
        ctx: &Ctx,
        at: WeekAt,
        text: &str,
        version: i64,
    ) -> Result<i64> {
        short_enough("decisions", text, limit::TEXT_CHARS)?;
        let (mut tx, entered) = self.enter_meeting(ctx, at).await?;
        let version = version.max(1);
        kept(weeks::save_decisions(&mut tx, &entered.key, at, text, version).await?)?;
        tx.commit().await?;
        Ok(version + 1)
    }

    async fn enter_meeting(&self, ctx: &Ctx, at: WeekAt) -> Result<(Tx, Entered)> {
        let (mut tx, entered) = self
            .enter(ctx, at.0, CaseAction::LeadFeedback, Event::MeetingHeld)
            .await?;
        within(ctx, &entered, at)?;
        weeks::open(&mut tx, at.0, at.1).await?;
        Ok((tx, entered))
    }
}

/// Only a week of the treatment can be written in.
pub(crate) fn within(ctx: &Ctx, entered: &Entered, at: WeekAt) -> Result<()> {
    match span(&entered.found, ctx.week()) {
        Some((first, last)) if first <= at.1 && at.1 <= last => Ok(()),
        _ => Err(Error::NotFound),
    }
}

/// Nobody changed it meanwhile, or it is a conflict.
pub(crate) fn kept(saved: bool) -> Result<()> {
    if saved { Ok(()) } else { Err(Error::Conflict) }
}

/// What is no longer there to be saved was taken away by somebody else meanwhile.
pub(crate) fn or_removed<T>(found: Result<T>) -> Result<T> {
    found.map_err(|err| match err {
        Error::NotFound => Error::Conflict,
        err => err,
    })
}

/// A text that is longer than anybody reads is refused, not cut.
pub(crate) fn short_enough(field: &str, text: &str, most: usize) -> Result<()> {
    if text.chars().count() <= most {
        return Ok(());
    }
    let message = if most == limit::LINE_CHARS {
        "week-line-too-long"
    } else {
        "week-too-long"
    };
    Err(Error::invalid(field, message))
}

/// One more only where there is room.
pub(crate) fn room(field: &str, count: usize, most: usize) -> Result<()> {
    if count >= most {
        return Err(Error::invalid(field, "week-too-many"));
    }
    Ok(())
}

/// The number after the last.
pub(crate) fn next_number(numbers: impl Iterator<Item = u32>) -> u32 {
    numbers.max().unwrap_or(0) + 1
}
