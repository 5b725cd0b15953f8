//! Capacity: places, load, the waiting list and the law's clocks, for a team and for a board.

use std::sync::Arc;

use hemma_domain::access::{
    self, BoardAction, CaseAction, CaseScope, Decision, Permit, Request, TeamAction, TeamScope,
};
use hemma_domain::audit::Event;
use hemma_domain::capacity::{
    Deadline, Direction, Load, LvuReview, deadline, expected_end, free_places, loads, moved,
};
use hemma_domain::case::{Care, CareRole, Case, Stage};
use hemma_domain::ids::{BoardId, CaseId, StaffId, TeamId};
use hemma_domain::programme::{Programme, Words};
use hemma_domain::staff::Role;
use hemma_domain::team::Team;
use hemma_domain::time::Day;
use hemma_store::assignment::Dated;
use hemma_store::case::Listed;
use hemma_store::db::Tx;
use hemma_store::followup::Due;
use hemma_store::{assignment, case, followup, staff, team};

use crate::App;
use crate::ctx::Ctx;
use crate::enter::{allowed, of_permit};
use crate::error::{Error, Result};

/// Closed families in a list; older ones are found by a search.
pub const CLOSED_MAX: usize = 100;
/// Months ahead in which the next follow-up of a closed family is looked for; no programme asks later.
const FOLLOW_UP_AHEAD_MONTHS: i64 = 60;
/// Days ahead in which a follow-up is shown before it is due.
const FOLLOW_UP_AHEAD_DAYS: i64 = 30;

/// A team's capacity.
#[derive(Debug, Clone)]
pub struct Capacity {
    pub team: Team,
    pub scope: TeamScope,
    pub programme: Arc<Programme>,
    /// The reader sees codes alone, and no page of a case.
    pub codes_only: bool,
    /// Whether an assignment may be registered here.
    pub may_refer: bool,
    /// Each therapist's load, by name.
    pub therapists: Vec<(String, Load)>,
    /// None where the programme limits nothing.
    pub free: Option<u32>,
    /// Open families, those kept from the reader counted as well.
    pub open_count: usize,
    /// Open cases, the first to end on top.
    pub closings: Vec<Closing>,
    /// In the order of the list.
    pub waiting: Vec<Line>,
    pub referred: Vec<Line>,
    pub clocks: Vec<(Line, Deadline)>,
    pub follow_ups: Vec<Due>,
}

/// A case in a list: with its label only for those who may see the family.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub id: CaseId,
    pub code: String,
    /// None for those who see codes alone.
    pub label: Option<String>,
    pub received_on: Day,
    pub may_manage: bool,
}

/// When a treatment is expected to end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closing {
    pub line: Line,
    pub opened_on: Day,
    /// First and last day of the programme's length; none where it knows none.
    pub between: Option<(Day, Day)>,
    pub therapist: Option<String>,
}

/// The families that a team has taken leave of.
#[derive(Debug, Clone)]
pub struct ClosedFamilies {
    pub team: Team,
    /// The last to end first, [`CLOSED_MAX`] at most.
    pub cases: Vec<ClosedFamily>,
    /// There are older ones.
    pub has_more: bool,
}

/// How one treatment ended.
#[derive(Debug, Clone)]
pub struct ClosedFamily {
    pub line: Line,
    pub on: Day,
    /// A closing reason of the programme.
    pub reason: String,
    pub programme: Arc<Programme>,
    /// Months and day of the next follow-up that is not done.
    pub next: Option<(u32, Day)>,
}

/// A board's teams, without any family.
#[derive(Debug, Clone)]
pub struct Unit {
    pub board: BoardId,
    pub teams: Vec<TeamFigures>,
    /// Clocks of all teams: the case's code, its team's name, and the clock.
    pub clocks: Vec<(String, String, Deadline)>,
}

/// One team in numbers.
#[derive(Debug, Clone)]
pub struct TeamFigures {
    pub team: Team,
    /// What its programme is called.
    pub programme: Words,
    pub therapists: usize,
    pub open: usize,
    pub waiting: usize,
    pub referred: usize,
    pub free: Option<u32>,
    /// Therapists with more families than the programme allows.
    pub over: usize,
}

/// What the lists are made of, read at once.
struct Found {
    cases: Vec<Listed>,
    cares: Vec<(Care, String)>,
    therapists: Vec<(TeamId, StaffId, String)>,
    dated: Vec<Dated>,
}

impl Found {
    async fn read(tx: &mut Tx, teams: &[TeamId], today: Day) -> Result<Found> {
        const STAGES: &[&str] = &["referred", "waiting", "open"];
        Ok(Found {
            cases: case::of_teams(tx, teams, STAGES).await?,
            cares: case::carers_of_teams(tx, teams, today).await?,
            therapists: staff::therapists(tx, teams, today).await?,
            dated: assignment::dated(tx, teams).await?,
        })
    }

    /// Each therapist's load: those of the team, and whoever else carries one of its families.
    fn loads(&self, team: TeamId, limit: Option<u32>) -> Vec<(String, Load)> {
        let own: Vec<CaseId> = self
            .cases
            .iter()
            .filter(|one| one.team == team)
            .map(|one| one.id)
            .collect();
        let carrying = self
            .cares
            .iter()
            .filter(|(care, _)| care.role == CareRole::Therapist && own.contains(&care.case));
        let posts = self
            .therapists
            .iter()
            .filter(|(place, ..)| *place == team)
            .map(|(_, staff, name)| (*staff, name.clone()));
        let mut people: Vec<(StaffId, String)> = posts.collect();
        let mut carried = Vec::new();
        for (care, name) in carrying {
            carried.push((care.case, care.staff));
            if !people.iter().any(|(staff, _)| *staff == care.staff) {
                people.push((care.staff, name.clone()));
            }
        }
        let ids: Vec<StaffId> = people.iter().map(|(staff, _)| *staff).collect();
        let names = people.into_iter().map(|(_, name)| name);
        names.zip(loads(&ids, &carried, limit)).collect()
    }

    /// The clock of a case: that of its newest decision.
    fn clock(&self, found: &Case) -> Option<Deadline> {
        let newest = self.dated.iter().rfind(|one| one.case == found.id)?;
        let lvu = LvuReview::of(newest.basis, newest.reviewed_on);
        deadline(&found.stage, found.id, newest.decided_on, lvu)
    }

    fn carers_of(&self, id: CaseId) -> Vec<StaffId> {
        let carers = self.cares.iter().filter(|(care, _)| care.case == id);
        carers.map(|(care, _)| care.staff).collect()
    }

    fn therapist_of(&self, id: CaseId) -> Option<&str> {
        self.cares
            .iter()
            .find(|(care, _)| care.case == id && care.role == CareRole::Therapist)
            .map(|(_, name)| name.as_str())
    }
}

/// What the reader of a list may see of a case in it.
struct Reader<'a> {
    ctx: &'a Ctx,
    scope: TeamScope,
    /// Reads codes without families: the unit manager.
    codes_only: bool,
}

impl Reader<'_> {
    fn of<'a>(ctx: &'a Ctx, permit: &Permit, scope: TeamScope) -> Reader<'a> {
        Reader {
            ctx,
            scope,
            codes_only: permit.role() == Some(Role::UnitManager),
        }
    }

    /// The case as the reader may see it; none where it is kept from them.
    fn line(&self, tx: &Tx, listed: &Listed, carers: Vec<StaffId>) -> Result<Option<(Line, Case)>> {
        let scope = CaseScope {
            case: listed.id,
            team: self.scope,
            carers,
            protected: listed.protected,
        };
        let seen = access::decide(&self.ctx.actor, Request::Case(CaseAction::See, &scope));
        let one = match seen {
            Decision::Allow(permit) => case::open_listed(tx, &permit, listed)?.0,
            _ if self.codes_only => case::read_listed(listed)?,
            _ => return Ok(None),
        };
        let manage = Request::Case(CaseAction::Manage, &scope);
        let line = Line {
            id: one.id,
            code: one.code.clone(),
            label: Some(one.label.clone()).filter(|label| !label.is_empty()),
            received_on: one.received_on,
            may_manage: access::may(&self.ctx.actor, manage),
        };
        Ok(Some((line, one)))
    }

    fn follow_ups(&self, due: Vec<Due>) -> Vec<Due> {
        let may_see = |one: &Due| {
            let scope = CaseScope {
                case: one.case,
                team: self.scope,
                carers: Vec::new(),
                protected: one.protected,
            };
            access::may(&self.ctx.actor, Request::Case(CaseAction::See, &scope))
        };
        due.into_iter()
            .filter(|one| self.codes_only || may_see(one))
            .collect()
    }
}

impl App {
    /// A team's capacity: load, closings, waiting list, assignments that are not decided, clocks.
    pub async fn capacity(&self, ctx: &Ctx, id: TeamId) -> Result<Capacity> {
        let (mut tx, permit, scope) = self
            .enter_team(ctx, id, TeamAction::SeeCapacity, Event::TeamListed)
            .await?;
        let today = ctx.today();
        let (team, _) = team::find(&mut tx, id).await?.ok_or(Error::NotFound)?;
        let found = Found::read(&mut tx, &[id], today).await?;
        let until = today.plus(FOLLOW_UP_AHEAD_DAYS);
        let due = followup::due(&mut tx, &[id], until).await?;
        let reader = Reader::of(ctx, &permit, scope);
        let mut seen = Vec::new();
        for listed in &found.cases {
            seen.extend(reader.line(&tx, listed, found.carers_of(listed.id))?);
        }
        let programme = self.programme_on(&team.programme, today)?;
        let therapists = found.loads(id, limit(&programme));
        let all: Vec<Load> = therapists.iter().map(|(_, load)| load.clone()).collect();
        let follow_ups = reader.follow_ups(due);
        let may_refer = access::may(&ctx.actor, Request::Team(TeamAction::Refer, scope));
        let open_count = count(&found.cases, |stage| matches!(stage, Stage::Open { .. }))?;
        tx.commit().await?;
        Ok(Capacity {
            free: free_places(&all),
            closings: self.closings(&seen, &found)?,
            waiting: waiting(&seen),
            referred: lines(&seen, |stage| *stage == Stage::Referred),
            clocks: clocks(&seen, &found),
            codes_only: reader.codes_only,
            team,
            scope,
            programme,
            may_refer,
            therapists,
            open_count,
            follow_ups,
        })
    }

    /// The families whose treatment in a team has ended. Nobody carries them any longer: of those with a protected
    /// identity only who leads the team reads more than nothing.
    pub async fn closed_families(&self, ctx: &Ctx, id: TeamId) -> Result<ClosedFamilies> {
        let (mut tx, permit, scope) = self
            .enter_team(ctx, id, TeamAction::SeeCapacity, Event::TeamListed)
            .await?;
        let (team, _) = team::find(&mut tx, id).await?.ok_or(Error::NotFound)?;
        let mut listed = case::closed_of_team(&mut tx, id, CLOSED_MAX + 1).await?;
        let has_more = listed.len() > CLOSED_MAX;
        listed.truncate(CLOSED_MAX);
        let until = ctx.today().plus_months(FOLLOW_UP_AHEAD_MONTHS);
        let due = followup::due(&mut tx, &[id], until).await?;
        let reader = Reader::of(ctx, &permit, scope);
        let mut cases = Vec::new();
        for listed in &listed {
            let Some((line, one)) = reader.line(&tx, listed, Vec::new())? else {
                continue;
            };
            let Stage::Closed { on, reason, .. } = one.stage else {
                continue;
            };
            let next = due.iter().find(|due| due.case == line.id);
            cases.push(ClosedFamily {
                next: next.map(|due| (due.months, due.due_on)),
                line,
                on,
                reason,
                programme: self.programme(&one.programme, one.programme_version)?,
            });
        }
        tx.commit().await?;
        Ok(ClosedFamilies {
            team,
            cases,
            has_more,
        })
    }

    fn closings(&self, seen: &[(Line, Case)], found: &Found) -> Result<Vec<Closing>> {
        let mut closings = Vec::new();
        for (line, one) in seen {
            let Stage::Open { on, .. } = one.stage else {
                continue;
            };
            let programme = self.programme(&one.programme, one.programme_version)?;
            let length = programme.limits.length_months.as_ref();
            closings.push(Closing {
                line: line.clone(),
                opened_on: on,
                between: length.map(|length| expected_end(on, length.value)),
                therapist: found.therapist_of(one.id).map(str::to_owned),
            });
        }
        closings.sort_by_key(|one| (one.between, one.opened_on));
        Ok(closings)
    }

    /// Moves a family a step on the waiting list. Gives the team whose list it is.
    pub async fn move_in_line(&self, ctx: &Ctx, id: CaseId, way: Direction) -> Result<TeamId> {
        let (mut tx, entered) = self
            .enter(ctx, id, CaseAction::Manage, Event::CaseDecided)
            .await?;
        let team = entered.scope.team.team;
        let list = case::waiting(&mut tx, team).await?;
        if !list.iter().any(|(waiting, _)| *waiting == id) {
            return Err(Error::Conflict);
        }
        for (moved, rank) in moved(&list, id, way) {
            case::set_rank(&mut tx, moved, rank).await?;
        }
        tx.commit().await?;
        Ok(team)
    }

    /// The board's teams in numbers, and the clocks of their cases by code.
    pub async fn unit(&self, ctx: &Ctx, board: BoardId) -> Result<Unit> {
        let permit = allowed(ctx, Request::Board(BoardAction::SeeUnit, board))?;
        let mut tx = self.db.write(&ctx.request).await?;
        tx.log(of_permit(ctx, Event::TeamListed, &permit));
        let today = ctx.today();
        let teams: Vec<Team> = team::of_board(&mut tx, board)
            .await?
            .into_iter()
            .filter(|team| team.closed_on.is_none_or(|closed| today < closed))
            .collect();
        let ids: Vec<TeamId> = teams.iter().map(|team| team.id).collect();
        let found = Found::read(&mut tx, &ids, today).await?;
        tx.commit().await?;
        let mut clocks = Vec::new();
        for listed in &found.cases {
            let one = case::read_listed(listed)?;
            let name = teams.iter().find(|team| team.id == one.team);
            if let (Some(clock), Some(team)) = (found.clock(&one), name) {
                clocks.push((one.code, team.name.clone(), clock));
            }
        }
        clocks.sort_by_key(|(.., clock)| clock.by);
        let mut figures = Vec::new();
        for team in teams {
            figures.push(self.figures(team, &found, today)?);
        }
        Ok(Unit {
            board,
            teams: figures,
            clocks,
        })
    }

    fn figures(&self, team: Team, found: &Found, today: Day) -> Result<TeamFigures> {
        let programme = self.programme_on(&team.programme, today)?;
        let loads: Vec<Load> = found
            .loads(team.id, limit(&programme))
            .into_iter()
            .map(|(_, load)| load)
            .collect();
        let own: Vec<&Listed> = found
            .cases
            .iter()
            .filter(|one| one.team == team.id)
            .collect();
        let in_stage = |test: fn(&Stage) -> bool| count(own.iter().copied(), test);
        Ok(TeamFigures {
            therapists: loads.len(),
            open: in_stage(|stage| matches!(stage, Stage::Open { .. }))?,
            waiting: in_stage(|stage| matches!(stage, Stage::Waiting { .. }))?,
            referred: in_stage(|stage| *stage == Stage::Referred)?,
            programme: programme.name.clone(),
            free: free_places(&loads),
            over: loads.iter().filter(|load| load.is_over()).count(),
            team,
        })
    }
}

fn limit(programme: &Programme) -> Option<u32> {
    let limit = programme.limits.families_per_therapist_max.as_ref();
    limit.map(|limit| limit.value)
}

fn count<'a>(
    cases: impl IntoIterator<Item = &'a Listed>,
    test: impl Fn(&Stage) -> bool,
) -> Result<usize> {
    let mut count = 0;
    for listed in cases {
        count += usize::from(test(&case::read_listed(listed)?.stage));
    }
    Ok(count)
}

fn lines(seen: &[(Line, Case)], test: impl Fn(&Stage) -> bool) -> Vec<Line> {
    let mut lines: Vec<Line> = seen
        .iter()
        .filter(|(_, one)| test(&one.stage))
        .map(|(line, _)| line.clone())
        .collect();
    lines.sort_by_key(|line| line.received_on);
    lines
}

fn waiting(seen: &[(Line, Case)]) -> Vec<Line> {
    let mut ranked: Vec<(u32, &Line)> = seen
        .iter()
        .filter_map(|(line, one)| match one.stage {
            Stage::Waiting { rank } => Some((rank, line)),
            _ => None,
        })
        .collect();
    ranked.sort_by_key(|(rank, line)| (*rank, line.received_on, line.id));
    ranked.into_iter().map(|(_, line)| line.clone()).collect()
}

fn clocks(seen: &[(Line, Case)], found: &Found) -> Vec<(Line, Deadline)> {
    let mut clocks: Vec<(Line, Deadline)> = seen
        .iter()
        .filter_map(|(line, one)| Some((line.clone(), found.clock(one)?)))
        .collect();
    clocks.sort_by_key(|(_, clock)| clock.by);
    clocks
}
