//! A team's measures, and the interviewers' queue.

use std::collections::{BTreeMap, BTreeSet};

use hemma_domain::access::{
    self, Actor, CaseAction, CaseScope, Decision, Permit, Request, TeamAction,
};
use hemma_domain::audit::Event;
use hemma_domain::calling::CallTime;
use hemma_domain::case::Care;
use hemma_domain::ids::{CaseId, MeasureId, TeamId};
use hemma_domain::measure::{
    Attempt, Measure, StateCode, Urgency, list_order, queue_order, urgency,
};
use hemma_domain::programme::Words;
use hemma_domain::staff::{Place, Role};
use hemma_domain::team::Team;
use hemma_domain::time::Day;
use hemma_store::measure::{attempt, list};
use hemma_store::{calling, link, person, team};

use super::interview::{Interviewed, is_asked_by_interviewers, therapists, told};
use crate::App;
use crate::ctx::Ctx;
use crate::enter::{allowed, of_permit};
use crate::error::{Error, Result};
use crate::team_week::by_case;

/// Days back that a team's list shows: three rounds of four weeks.
const TEAM_DAYS: i64 = 84;

/// One measure of a team.
#[derive(Debug, Clone)]
pub struct TeamLine {
    pub measure: Measure,
    pub instrument: Words,
    /// The case's code.
    pub code: String,
    pub therapist: String,
    pub attempts: usize,
    /// Answers were begun.
    pub begun: bool,
    /// The reader may open the case.
    pub may_see: bool,
}

/// What is due in a team, and what became of it.
#[derive(Debug, Clone)]
pub struct TeamMeasures {
    pub team: Team,
    pub lines: Vec<TeamLine>,
    /// How many should have been collected.
    pub due: usize,
    /// How many of them were.
    pub collected: usize,
}

/// One call to make.
#[derive(Debug, Clone)]
pub struct QueueLine {
    pub measure: Measure,
    pub instrument: Words,
    pub respondent: Interviewed,
    pub therapist: String,
    /// When the family is best called; none where nobody has said.
    pub best: Option<CallTime>,
    /// The oldest first.
    pub attempts: Vec<Attempt>,
    /// Why it is made before others.
    pub urgency: Urgency,
    /// Answers were begun.
    pub begun: bool,
    /// The last day of a link by which they may answer alone; none where none is open.
    pub link_until: Option<Day>,
}

/// The interviewer's calls.
#[derive(Debug, Clone, Default)]
pub struct Queue {
    pub lines: Vec<QueueLine>,
    /// Collected, and due, in the last weeks of the boards and networks that the actor interviews for.
    pub collected: (u32, u32),
    /// The actor is an interviewer anywhere.
    pub is_interviewer: bool,
}

impl App {
    /// What is due in a team's families, and what became of it: no answer, no score and no name.
    pub async fn team_measures(&self, ctx: &Ctx, id: TeamId) -> Result<TeamMeasures> {
        let (mut tx, _permit, _scope) = self
            .enter_team(ctx, id, TeamAction::SeeMeasures, Event::TeamListed)
            .await?;
        let today = ctx.today();
        let (team, _board) = team::find(&mut tx, id).await?.ok_or(Error::NotFound)?;
        let days = (today.plus(-TEAM_DAYS), today);
        let listed = list::of_team(&mut tx, id, days).await?;
        let carers = list::carers(&mut tx, &cases_of(&listed), today).await?;
        tx.commit().await?;
        let carers = by_case(carers);
        let mut page = TeamMeasures {
            team,
            lines: Vec::with_capacity(listed.len()),
            due: 0,
            collected: 0,
        };
        for one in listed {
            let scope = with_carers(&one.scope, &carers);
            let therapist = carer_names(&carers, one.measure.case);
            page.due += usize::from(one.measure.counts_as_due(today));
            page.collected += usize::from(one.measure.state.code() == StateCode::Done);
            page.lines.push(TeamLine {
                instrument: self.name_of(&one.measure)?,
                may_see: access::may(&ctx.actor, Request::Case(CaseAction::See, &scope)),
                therapist,
                measure: one.measure,
                code: one.code,
                attempts: one.attempts,
                begun: one.begun,
            });
        }
        page.lines.sort_by_key(|one| list_order(&one.measure));
        Ok(page)
    }

    /// The calls that the actor can make today, the most urgent first.
    pub async fn interviews(&self, ctx: &Ctx) -> Result<Queue> {
        let (boards, networks) = reach(ctx);
        if boards.is_empty() && networks.is_empty() {
            return Ok(Queue::default());
        }
        let today = ctx.today();
        let mut tx = self.db.write(&ctx.request).await?;
        let listed = list::queue(&mut tx, &boards, &networks, today).await?;
        let days = (today.plus(-TEAM_DAYS), today);
        let collected = list::collected(&mut tx, (&boards, &networks), days).await?;
        let carers = by_case(list::carers(&mut tx, &cases_of(&listed), today).await?);
        let mut keys = BTreeMap::new();
        let mut teams = BTreeSet::new();
        let mut shown = Vec::new();
        for one in listed {
            let scorer =
                self.instrument(&one.measure.instrument, one.measure.instrument_version)?;
            let Some(permit) = may_ask(ctx, &with_carers(&one.scope, &carers)) else {
                continue;
            };
            if !is_asked_by_interviewers(&scorer) {
                continue;
            }
            keys.insert(one.measure.case, list::open(&tx, &permit, &one)?);
            if teams.insert(one.scope.team.team) {
                let permit = allowed(ctx, Request::Team(TeamAction::SeeMeasures, one.scope.team))?;
                tx.log(of_permit(ctx, Event::TeamListed, &permit));
            }
            shown.push(one);
        }
        let persons = person::of_cases(&mut tx, &keys).await?;
        let attempts = by_measure(attempt::of_cases(&mut tx, &keys).await?);
        let best = calling::of_cases(&mut tx, &keys).await?;
        let cases: Vec<CaseId> = keys.keys().copied().collect();
        let links = link::open_of_cases(&mut tx, &cases).await?;
        tx.commit().await?;
        let mut lines = Vec::with_capacity(shown.len());
        for one in shown {
            let respondent = persons
                .iter()
                .find(|person| Some(person.id) == one.measure.respondent);
            let of_measure = attempts.get(&one.measure.id).cloned();
            let of_measure = of_measure.unwrap_or_default();
            lines.push(QueueLine {
                instrument: self.name_of(&one.measure)?,
                respondent: respondent.map(told).unwrap_or_default(),
                therapist: carer_names(&carers, one.measure.case),
                best: best.get(&one.measure.case).cloned(),
                urgency: urgency(&one.measure, &of_measure, today),
                attempts: of_measure,
                link_until: links
                    .iter()
                    .filter(|link| link.measure == one.measure.id)
                    .filter(|link| link.standing(today).opens())
                    .map(|link| link.last_on)
                    .max(),
                measure: one.measure,
                begun: one.begun,
            });
        }
        lines.sort_by_cached_key(|line| {
            let told = (line.attempts.as_slice(), line.best.as_ref());
            queue_order(&line.measure, told, ctx.now)
        });
        Ok(Queue {
            lines,
            collected,
            is_interviewer: true,
        })
    }

    pub(super) fn name_of(&self, measure: &Measure) -> Result<Words> {
        let scorer = self.instrument(&measure.instrument, measure.instrument_version)?;
        Ok(scorer.instrument().name.clone())
    }
}

/// The boards and networks in which the actor interviews.
fn reach(
    ctx: &Ctx,
) -> (
    Vec<hemma_domain::ids::BoardId>,
    Vec<hemma_domain::ids::NetworkId>,
) {
    let (mut boards, mut networks) = (Vec::new(), Vec::new());
    if let Actor::Staff { posts, .. } = &ctx.actor {
        for post in posts.iter().filter(|post| post.role == Role::Interviewer) {
            match post.place {
                Place::Board(board) => boards.push(board),
                Place::Network(network) => networks.push(network),
                Place::Team(..) | Place::Site => {}
            }
        }
    }
    (boards, networks)
}

fn may_ask(ctx: &Ctx, scope: &CaseScope) -> Option<Permit> {
    match access::decide(&ctx.actor, Request::Case(CaseAction::Interview, scope)) {
        Decision::Allow(permit) => Some(permit),
        Decision::Forbid | Decision::Hide => None,
    }
}

fn cases_of(listed: &[list::Listed]) -> Vec<CaseId> {
    let cases: BTreeSet<CaseId> = listed.iter().map(|one| one.measure.case).collect();
    cases.into_iter().collect()
}

fn with_carers(scope: &CaseScope, carers: &BTreeMap<CaseId, Vec<(Care, String)>>) -> CaseScope {
    let of_case = carers.get(&scope.case).map_or(&[][..], Vec::as_slice);
    CaseScope {
        carers: of_case.iter().map(|(care, _)| care.staff).collect(),
        ..scope.clone()
    }
}

fn carer_names(carers: &BTreeMap<CaseId, Vec<(Care, String)>>, case: CaseId) -> String {
    let of_case = carers.get(&case).map_or(&[][..], Vec::as_slice);
    therapists(of_case.iter().map(|(care, name)| (care.role, name)))
}

fn by_measure(attempts: Vec<Attempt>) -> BTreeMap<MeasureId, Vec<Attempt>> {
    let mut found: BTreeMap<MeasureId, Vec<Attempt>> = BTreeMap::new();
    for one in attempts {
        found.entry(one.measure).or_default().push(one);
    }
    found
}
