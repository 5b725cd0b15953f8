//! A week as the consultant reads it: no name leaves the team.

use hemma_domain::access::CaseAction;
use hemma_domain::audit::Event;
use hemma_domain::staff::Language;
use hemma_domain::time::Day;
use hemma_domain::unname::Unnamer;
use hemma_domain::week::Step;
use hemma_store::week as weeks;

use super::{WeekAt, WeekPage};
use crate::App;
use crate::ctx::Ctx;
use crate::error::Result;

/// A week whose texts hold no recorded name; its head holds neither people nor label.
#[derive(Debug, Clone)]
pub struct UnnamedWeek {
    pub page: WeekPage,
    /// Role and age of each of the household.
    pub household: Vec<String>,
}

impl App {
    /// One week of a case without identities, and the mark that it was read.
    pub async fn week_page_unnamed(
        &self,
        ctx: &Ctx,
        at: WeekAt,
        language: Language,
    ) -> Result<UnnamedWeek> {
        let (mut tx, entered) = self
            .enter(ctx, at.0, CaseAction::SeeUnnamed, Event::CaseReadUnnamed)
            .await?;
        let page = self.load_week(ctx, &mut tx, &entered, at.1).await?;
        weeks::mark_read(&mut tx, entered.hand()?, at, ctx.now).await?;
        tx.commit().await?;
        Ok(unnamed(page, ctx.today(), language))
    }
}

fn unnamed(mut page: WeekPage, today: Day, language: Language) -> UnnamedWeek {
    let unnamer = Unnamer::new(&page.head.persons, today, language);
    let clean = |text: &mut String| *text = unnamer.text(text);
    let household = page.head.persons.iter().filter(|one| one.in_household);
    let household = household
        .map(|one| Unnamer::role(one, today, language))
        .collect();
    page.head.persons.clear();
    page.head.case.label.clear();
    clean(&mut page.sheet.week.decisions);
    for (text, _) in &mut page.sheet.texts {
        clean(&mut text.text);
    }
    for item in &mut page.frame {
        for text in [
            &mut item.subject,
            &mut item.wish,
            &mut item.frequency,
            &mut item.intensity,
            &mut item.duration,
        ] {
            clean(text);
        }
    }
    for goal in &mut page.goals {
        clean(&mut goal.text);
        clean(&mut goal.measure);
    }
    for step in page.last_steps.iter_mut().chain(&mut page.steps) {
        clean_step(step, &clean);
    }
    for fit in &mut page.fits {
        clean(&mut fit.target);
        for driver in &mut fit.drivers {
            clean(&mut driver.text);
            clean(&mut driver.evidence);
        }
    }
    for one in page.feedback.iter_mut().chain(&mut page.earlier) {
        clean(&mut one.feedback.text);
        clean(&mut one.feedback.answer);
        clean(&mut one.feedback.follow_note);
    }
    UnnamedWeek { page, household }
}

fn clean_step(step: &mut Step, clean: &impl Fn(&mut String)) {
    clean(&mut step.text);
    clean(&mut step.evidence);
    for one in &mut step.interventions {
        for text in [&mut one.what, &mut one.who, &mut one.when, &mut one.measure] {
            clean(text);
        }
    }
}
