//! A team's week: a row for each open family.

use std::collections::BTreeMap;

use hemma_domain::access::{self, CaseAction, CaseScope, Decision, Request, TeamAction, TeamScope};
use hemma_domain::audit::Event;
use hemma_domain::case::{Care, CareRole, Case};
use hemma_domain::ids::{CaseId, TeamId};
use hemma_domain::programme::Words;
use hemma_domain::team::{Board, Rhythm, Team};
use hemma_domain::team_week::{FamilyWeek, Figures, OrderBy, order, pace};
use hemma_domain::time::{Day, Week};
use hemma_domain::turn::Coming;
use hemma_domain::week::{CaseWeek, LATE_WEEKS, SummaryState, late};
use hemma_store::case::{self, Listed};
use hemma_store::db::Tx;
use hemma_store::team;
use hemma_store::team_week::{self as stored, Whose};

use crate::App;
use crate::ctx::Ctx;
use crate::error::{Error, Result};
use crate::measure::is_asked_by_interviewers;
use crate::my_week::coming;
use crate::round::MyRating;

/// A team's week as its members see it.
#[derive(Debug, Clone)]
pub struct TeamWeek {
    pub team: Team,
    pub board: Board,
    pub week: Week,
    pub today: Day,
    /// The week whose summaries are talked about in this one.
    pub summed_up: Week,
    pub rows: Vec<FamilyWeek>,
    /// Phase codes with their names, in the programme's order.
    pub phases: Vec<(String, Words)>,
    pub may_run_meeting: bool,
    pub may_see_capacity: bool,
    pub may_refer: bool,
    pub may_see_measures: bool,
    pub may_see_training: bool,
    pub may_see_fidelity: bool,
    pub may_see_review: bool,
    pub may_see_own_fidelity: bool,
    pub may_see_ratings: bool,
    pub may_see_consultation: bool,
    pub may_see_month_report: bool,
    /// Colleagues whom the reader is asked to rate and has not.
    pub ratings: Vec<MyRating>,
    /// The reader's own duty, where it runs or comes soon.
    pub duty: Option<Coming>,
}

/// Rows with what they were made from.
pub(crate) struct Families {
    pub(crate) rows: Vec<FamilyWeek>,
    /// The loops of the last weeks.
    pub(crate) weeks: Vec<CaseWeek>,
    /// Who carries each case today, with names.
    pub(crate) carers: BTreeMap<CaseId, Vec<(Care, String)>>,
}

/// What is known of a family beside its case.
struct Known<'a> {
    carers: &'a [(Care, String)],
    figures: Figures,
    summary: Option<SummaryState>,
    late: Vec<Week>,
    next_interview: Option<Day>,
}

impl TeamWeek {
    /// The name of the phase a family is in.
    pub fn phase(&self, case: &Case) -> Option<&Words> {
        let hemma_domain::case::Stage::Open { phase, .. } = &case.stage else {
            return None;
        };
        self.phases
            .iter()
            .find(|(code, _)| code == phase)
            .map(|(_, words)| words)
    }

    /// Orders the rows.
    pub fn order(&mut self, by: OrderBy) {
        let phases: Vec<&str> = self.phases.iter().map(|(code, _)| code.as_str()).collect();
        order(&mut self.rows, by, &phases);
    }
}

impl App {
    /// A team's week; none means the week that is now. Worst first.
    pub async fn team_week(&self, ctx: &Ctx, id: TeamId, week: Option<Week>) -> Result<TeamWeek> {
        let (mut tx, _permit, scope) = self
            .enter_team(ctx, id, TeamAction::SeeWeek, Event::TeamListed)
            .await?;
        let week = week.unwrap_or(ctx.week()).min(ctx.week());
        let (team, board) = team::find(&mut tx, id).await?.ok_or(Error::NotFound)?;
        let teams = [id];
        let teams_known = [(scope, team.rhythm)];
        let whose = Whose::Teams(&teams);
        let Families { rows, .. } = self
            .families(ctx, &mut tx, whose, (week, &teams_known))
            .await?;
        let ratings = self.ratings_waiting(ctx, &mut tx).await?;
        let duty = match ctx.staff() {
            Some(me) => coming(ctx, &mut tx, me).await?,
            None => None,
        };
        tx.commit().await?;
        let may = |action| access::may(&ctx.actor, Request::Team(action, scope));
        let mut found = TeamWeek {
            phases: self.phases_of(&rows),
            today: ctx.today(),
            summed_up: week.previous(),
            may_run_meeting: may(TeamAction::RunMeeting),
            may_see_capacity: may(TeamAction::SeeCapacity),
            may_refer: may(TeamAction::Refer),
            may_see_measures: may(TeamAction::SeeMeasures),
            may_see_training: may(TeamAction::SeeTraining),
            may_see_fidelity: may(TeamAction::SeeFidelity),
            may_see_review: may(TeamAction::SeeReview),
            may_see_own_fidelity: may(TeamAction::SeeOwnFidelity),
            may_see_ratings: may(TeamAction::SeeRatings),
            may_see_consultation: may(TeamAction::SeeConsultation),
            may_see_month_report: may(TeamAction::SeeMonthReport),
            ratings,
            duty,
            team,
            board,
            week,
            rows,
        };
        found.order(OrderBy::Worst);
        Ok(found)
    }

    /// The rows of some open families in a week: five statements at most, however many there are. Cases of teams that are
    /// not among the given ones are left out; labels are opened only where the actor may see the case.
    pub(crate) async fn families(
        &self,
        ctx: &Ctx,
        tx: &mut Tx,
        whose: Whose<'_>,
        (week, teams): (Week, &[(TeamScope, Rhythm)]),
    ) -> Result<Families> {
        let today = ctx.today();
        let cases = stored::cases(tx, whose, today).await?;
        let carers = by_case(stored::carers(tx, whose, today).await?);
        let figures = stored::figures(tx, whose, week, today).await?;
        let summed_up = week.previous();
        let first = week.plus(-LATE_WEEKS);
        let weeks = stored::weeks(tx, whose, (first, ctx.week()), today).await?;
        let interviews = self.next_interviews(tx, whose, today).await?;
        let mut rows = Vec::new();
        for listed in &cases {
            let Some((scope, rhythm)) = teams.iter().find(|(team, _)| team.team == listed.team)
            else {
                continue;
            };
            let carers = carers.get(&listed.id).map_or(&[][..], Vec::as_slice);
            let (case, may_see) = seen(ctx, tx, listed, (*scope, carers))?;
            let loop_week = weeks
                .iter()
                .find(|kept| kept.case == listed.id && kept.week == summed_up)
                .cloned()
                .unwrap_or_else(|| CaseWeek::empty(listed.id, summed_up));
            let had_begun = case.had_begun_in(summed_up);
            let summary = had_begun.then(|| loop_week.state(*rhythm, ctx.now));
            let figures = figures.get(&listed.id).copied().unwrap_or_default();
            let is_settled = |of: Week| {
                weeks
                    .iter()
                    .any(|kept| kept.case == listed.id && kept.week == of && kept.is_settled())
            };
            let known = Known {
                carers,
                figures,
                summary,
                late: late(&case, is_settled, (*rhythm, ctx.now)),
                next_interview: interviews.get(&listed.id).copied(),
            };
            rows.push(self.row(ctx, (case, may_see), (week, today), known)?);
        }
        Ok(Families {
            rows,
            weeks,
            carers,
        })
    }

    fn row(
        &self,
        ctx: &Ctx,
        (case, may_see): (Case, bool),
        (week, today): (Week, Day),
        known: Known<'_>,
    ) -> Result<FamilyWeek> {
        let Known {
            carers, figures, ..
        } = known;
        let programme = self.programme(&case.programme, case.programme_version)?;
        let minimum = programme
            .limits
            .contacts_per_week_min
            .as_ref()
            .map(|limit| limit.value);
        let therapist = carers
            .iter()
            .find(|(care, _)| care.role == CareRole::Therapist);
        let mut row = FamilyWeek {
            may_see,
            my_role: carers
                .iter()
                .find(|(care, _)| Some(care.staff) == ctx.staff())
                .map(|(care, _)| care.role),
            therapist: therapist.map(|(_, name)| name.clone()).unwrap_or_default(),
            therapist_id: therapist.map(|(care, _)| care.staff),
            treatment_week: case.treatment_week(week),
            minimum,
            pace: pace(figures.contacts, minimum, week, today),
            summary: known.summary.filter(|_| programme.weekly.is_some()),
            late: match programme.weekly {
                Some(_) => known.late,
                None => Vec::new(),
            },
            next_interview: known.next_interview,
            safety: case.safety_in(&programme, today),
            concerns: Vec::new(),
            figures,
            case,
        };
        row.concerns = row.find_concerns(&programme, today);
        Ok(row)
    }

    /// The day of each family's next interview; families that wait for none are not there. Whoever carries families has
    /// no part in their interviews, and is not told.
    async fn next_interviews(
        &self,
        tx: &mut Tx,
        whose: Whose<'_>,
        today: Day,
    ) -> Result<BTreeMap<CaseId, Day>> {
        let mut next = BTreeMap::new();
        if matches!(whose, Whose::Carer(_)) {
            return Ok(next);
        }
        for one in stored::measures_due(tx, whose, today).await? {
            let scorer = self.instrument(&one.instrument, one.instrument_version)?;
            if is_asked_by_interviewers(&scorer) {
                let day = next.entry(one.case).or_insert(one.due_on);
                *day = one.due_on.min(*day);
            }
        }
        Ok(next)
    }

    /// The phases of the rows' programmes, each once, in order.
    pub(crate) fn phases_of(&self, rows: &[FamilyWeek]) -> Vec<(String, Words)> {
        let mut phases: Vec<(String, Words)> = Vec::new();
        for row in rows {
            let Ok(programme) = self.programme(&row.case.programme, row.case.programme_version)
            else {
                continue;
            };
            for phase in &programme.phases {
                if !phases.iter().any(|(code, _)| *code == phase.code) {
                    phases.push((phase.code.clone(), phase.label.clone()));
                }
            }
        }
        phases
    }
}

/// A listed case with its label where the actor may see it, without where not.
pub(crate) fn seen(
    ctx: &Ctx,
    tx: &Tx,
    listed: &Listed,
    (team, carers): (TeamScope, &[(Care, String)]),
) -> Result<(Case, bool)> {
    let scope = CaseScope {
        case: listed.id,
        team,
        carers: carers.iter().map(|(care, _)| care.staff).collect(),
        protected: listed.protected,
    };
    match access::decide(&ctx.actor, Request::Case(CaseAction::See, &scope)) {
        Decision::Allow(permit) => Ok((case::open_listed(tx, &permit, listed)?.0, true)),
        Decision::Forbid | Decision::Hide => Ok((case::read_listed(listed)?, false)),
    }
}

/// What is known of each case, by case.
pub(crate) fn by_case(carers: Vec<(Care, String)>) -> BTreeMap<CaseId, Vec<(Care, String)>> {
    let mut found: BTreeMap<CaseId, Vec<(Care, String)>> = BTreeMap::new();
    for one in carers {
        found.entry(one.0.case).or_default().push(one);
    }
    found
}
