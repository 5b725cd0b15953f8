//! Cases: the head that every page of a case shows, and the overview.

use hemma_domain::access::CaseAction;
use hemma_domain::audit::Event;
use hemma_domain::case::{Assignment, CareRole, Carer, Case, Safety, Stage};
use hemma_domain::consent::Consent;
use hemma_domain::ids::CaseId;
use hemma_domain::person::Person;
use hemma_domain::programme::{Programme, Words};
use hemma_domain::time::{Instant, Week};
use hemma_domain::week::{LATE_WEEKS, unsettled};
pub use hemma_store::case::Figures;
use hemma_store::db::Tx;
use hemma_store::{assignment, case, consent, person, week as weeks};
use std::sync::Arc;

use crate::App;
use crate::ctx::Ctx;
use crate::enter::Entered;
use crate::error::{Error, Result};

/// What the head of every page of a case shows.
#[derive(Debug, Clone)]
pub struct CaseHead {
    pub case: Case,
    pub programme: Arc<Programme>,
    /// Everybody recorded, the household first.
    pub persons: Vec<Person>,
    /// Who carries the case today, with names.
    pub carers: Vec<Carer>,
    /// Where the safety plan stands; none where the programme asks for none.
    pub safety: Option<Safety>,
    /// The week of treatment; none before opening.
    pub treatment_week: Option<i64>,
    /// What the actor may do with this case; pages show no button for anything else.
    pub rights: Vec<CaseAction>,
}

/// The weekly summaries that somebody waits for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summaries {
    /// Weeks whose time has passed, the oldest first.
    pub late: Vec<Week>,
    /// The week before this one, while there is time, and until when.
    pub next: Option<(Week, Instant)>,
}

/// The overview of a case.
#[derive(Debug, Clone)]
pub struct Overview {
    pub head: CaseHead,
    /// The newest; none where the case was made without one.
    pub assignment: Option<Assignment>,
    /// The newest answer first.
    pub consents: Vec<Consent>,
    pub figures: Figures,
    pub summaries: Summaries,
}

impl CaseHead {
    /// Whether the programme asks for a safety plan before any goal, and none is in force.
    pub fn needs_plan(&self) -> bool {
        let plan = self.programme.safety_plan();
        plan.is_some_and(|plan| plan.required_before_goals)
            && !matches!(self.safety, Some(Safety::Current { .. }))
    }

    /// The name of the phase the case is in; none unless it is open.
    pub fn phase(&self) -> Option<&Words> {
        match &self.case.stage {
            Stage::Open { phase, .. } => self
                .programme
                .phases
                .iter()
                .find(|known| known.code == *phase)
                .map(|known| &known.label),
            _ => None,
        }
    }

    /// The first therapist's name.
    pub fn therapist(&self) -> Option<&str> {
        self.carers
            .iter()
            .find(|carer| carer.role == CareRole::Therapist)
            .map(|carer| carer.name.as_str())
    }

    /// Whether the actor may do something with this case.
    pub fn may(&self, action: CaseAction) -> bool {
        self.rights.contains(&action)
    }
}

impl App {
    /// The overview of a case.
    pub async fn case_overview(&self, ctx: &Ctx, id: CaseId) -> Result<CaseHead> {
        let (mut tx, entered) = self
            .enter(ctx, id, CaseAction::See, Event::CaseRead)
            .await?;
        let head = self.head(ctx, &mut tx, &entered).await?;
        tx.commit().await?;
        Ok(head)
    }

    /// The overview of a case with what is due, what is agreed and what was written lately.
    pub async fn case_summary(&self, ctx: &Ctx, id: CaseId) -> Result<Overview> {
        let (mut tx, entered) = self
            .enter(ctx, id, CaseAction::See, Event::CaseRead)
            .await?;
        let head = self.head(ctx, &mut tx, &entered).await?;
        let assignments = assignment::of_case(&mut tx, &entered.key, id).await?;
        let consents = consent::of_case(&mut tx, &entered.key, id).await?;
        let figures = case::figures(&mut tx, id, ctx.week(), ctx.today()).await?;
        let summaries = summaries(ctx, &mut tx, &head).await?;
        tx.commit().await?;
        Ok(Overview {
            head,
            assignment: assignments.into_iter().next(),
            consents,
            figures,
            summaries,
        })
    }

    /// The head of a case that was entered: three statements.
    pub(crate) async fn head(&self, ctx: &Ctx, tx: &mut Tx, entered: &Entered) -> Result<CaseHead> {
        use hemma_domain::code::Code as _;
        let id = entered.case();
        let found = entered.found.clone();
        let mut persons = person::of_case(tx, &entered.key, id).await?;
        persons.sort_by_key(|person| !person.in_household);
        let programme = self.programme(&found.programme, found.programme_version)?;
        Ok(CaseHead {
            persons,
            carers: entered.carers.clone(),
            safety: found.safety_in(&programme, ctx.today()),
            treatment_week: found.treatment_week(ctx.week()),
            rights: CaseAction::ALL
                .iter()
                .copied()
                .filter(|action| entered.may(ctx, *action))
                .collect(),
            programme,
            case: found,
        })
    }
}

/// Which summaries somebody waits for; none where the programme has no weekly loop.
async fn summaries(ctx: &Ctx, tx: &mut Tx, head: &CaseHead) -> Result<Summaries> {
    if head.programme.weekly.is_none() || !head.case.is_open() {
        return Ok(Summaries::default());
    }
    let first = ctx.week().plus(-LATE_WEEKS);
    let (rhythm, settled) = weeks::settled(tx, head.case.id, first)
        .await?
        .ok_or(Error::NotFound)?;
    let waiting = unsettled(&head.case, ctx.week(), |week| settled.contains(&week));
    let (late, in_time): (Vec<Week>, Vec<Week>) =
        waiting.partition(|week| rhythm.hand_in_due(*week) < ctx.now);
    let last = ctx.week().previous();
    Ok(Summaries {
        late,
        next: in_time
            .contains(&last)
            .then(|| (last, rhythm.hand_in_due(last))),
    })
}
