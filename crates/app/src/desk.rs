//! The consultant's desk: what changed since it was last read, without identities.

use std::collections::BTreeMap;

use hemma_domain::access::{self, CaseAction, CaseScope, Decision, Request, TeamAction, TeamScope};
use hemma_domain::audit::Event;
use hemma_domain::case::Case;
use hemma_domain::ids::{CaseId, TeamId};
use hemma_domain::programme::Words;
use hemma_domain::staff::Language;
use hemma_domain::team::Team;
use hemma_domain::time::{Instant, Week};
use hemma_domain::unname::Unnamer;
use hemma_domain::week::{CaseWeek, SummaryState};
use hemma_store::case::{self, Listed};
use hemma_store::db::Tx;
use hemma_store::person;
use hemma_store::team_week::{self as stored, DeskWeek, Whose};

use crate::App;
use crate::ctx::Ctx;
use crate::enter::{allowed, of_permit};
use crate::error::{Error, Result};
use crate::task::{own_teams, scope_of};

/// Weeks back that still lie on the desk.
const DESK_WEEKS: i64 = 8;

/// One open case on the desk.
#[derive(Debug, Clone)]
pub struct DeskCase {
    /// Without its label.
    pub case: Case,
    /// Role and age of each of the household.
    pub household: Vec<String>,
    pub team: String,
    pub phase: Option<Words>,
    /// The state of last week's summary; none where there is no loop or nothing to sum up.
    pub state: Option<SummaryState>,
    /// The latest week that was handed in.
    pub latest: Option<CaseWeek>,
    /// It changed since the reader last read it.
    pub unread: bool,
    /// Weeks whose question has no answer from the consultant, the oldest first.
    pub questions: Vec<Week>,
}

/// The desk.
#[derive(Debug, Clone, Default)]
pub struct Desk {
    /// What is unread first, then what asks something.
    pub cases: Vec<DeskCase>,
    /// Cases that are not open yet, with their team: the oldest first. The consultant may be asked about a criterion.
    pub incoming: Vec<(Case, String)>,
    /// The reader consults at least one team.
    pub has_teams: bool,
}

impl App {
    /// The open cases of every team that the actor consults.
    pub async fn desk(&self, ctx: &Ctx, language: Language) -> Result<Desk> {
        let me = ctx.staff().ok_or(Error::Forbidden)?;
        let today = ctx.today();
        let mut tx = self.db.write(&ctx.request).await?;
        let mut teams = stored::teams(&mut tx, &own_teams(ctx)).await?;
        teams.retain(|team| {
            access::may(
                &ctx.actor,
                Request::Team(TeamAction::SeeDesk, scope_of(team)),
            )
        });
        for team in &teams {
            let scope: TeamScope = scope_of(team);
            let permit = allowed(ctx, Request::Team(TeamAction::SeeDesk, scope))?;
            tx.log(of_permit(ctx, Event::TeamListed, &permit));
        }
        let ids: Vec<_> = teams.iter().map(|team| team.id).collect();
        let whose = Whose::Teams(&ids);
        let listed = stored::cases(&mut tx, whose, today).await?;
        let since = ctx.week().plus(-DESK_WEEKS);
        let weeks = stored::desk(&mut tx, whose, (me, since), today).await?;
        let households = households(ctx, &mut tx, (&listed, &teams), language).await?;
        let mut cases = Vec::new();
        for one in &listed {
            let Some(team) = teams.iter().find(|team| team.id == one.team) else {
                continue;
            };
            let case = case::read_listed(one)?;
            let kept: Vec<&DeskWeek> = weeks
                .iter()
                .filter(|week| week.week.case == one.id)
                .collect();
            let household = households.get(&one.id).cloned().unwrap_or_default();
            cases.push(DeskCase {
                household,
                ..self.desk_case(ctx, case, team, &kept)?
            });
        }
        let incoming = incoming(&mut tx, &teams, &ids).await?;
        tx.commit().await?;
        cases.sort_by_key(|one| (!one.unread, one.questions.is_empty(), one.case.code.clone()));
        Ok(Desk {
            cases,
            incoming,
            has_teams: !teams.is_empty(),
        })
    }

    fn desk_case(
        &self,
        ctx: &Ctx,
        case: Case,
        team: &Team,
        weeks: &[&DeskWeek],
    ) -> Result<DeskCase> {
        let programme = self.programme(&case.programme, case.programme_version)?;
        let phase = match &case.stage {
            hemma_domain::case::Stage::Open { phase, .. } => programme
                .phases
                .iter()
                .find(|known| known.code == *phase)
                .map(|known| known.label.clone()),
            _ => None,
        };
        let last_week = ctx.week().previous();
        let loop_week = weeks
            .iter()
            .find(|one| one.week.week == last_week)
            .map_or_else(
                || CaseWeek::empty(case.id, last_week),
                |one| one.week.clone(),
            );
        let has_loop = programme.weekly.is_some()
            && case
                .opened_on()
                .is_some_and(|on| on <= last_week.last_day());
        let latest = weeks.iter().find(|one| one.week.handed_in.is_some());
        let mut questions: Vec<Week> = weeks
            .iter()
            .filter(|one| one.week.handed_in.is_some() && one.asks && !one.answered)
            .filter(|one| one.week.consulted_at.is_none())
            .map(|one| one.week.week)
            .collect();
        questions.sort();
        Ok(DeskCase {
            household: Vec::new(),
            team: team.name.clone(),
            phase,
            state: has_loop.then(|| loop_week.state(team.rhythm, ctx.now)),
            unread: latest.is_some_and(|one| is_unread(one)),
            latest: latest.map(|one| one.week.clone()),
            questions,
            case,
        })
    }
}

/// Who lives in each family, by role and age, where the reader may read its weeks without identities.
async fn households(
    ctx: &Ctx,
    tx: &mut Tx,
    (listed, teams): (&[Listed], &[Team]),
    language: Language,
) -> Result<BTreeMap<CaseId, Vec<String>>> {
    let mut keys = BTreeMap::new();
    for one in listed {
        let Some(team) = teams.iter().find(|team| team.id == one.team) else {
            continue;
        };
        let scope = CaseScope {
            case: one.id,
            team: scope_of(team),
            carers: Vec::new(),
            protected: one.protected,
        };
        let request = Request::Case(CaseAction::SeeUnnamed, &scope);
        if let Decision::Allow(permit) = access::decide(&ctx.actor, request) {
            keys.insert(one.id, case::open_listed(tx, &permit, one)?.1);
        }
    }
    let mut found: BTreeMap<CaseId, Vec<String>> = BTreeMap::new();
    let persons = person::of_cases(tx, &keys).await?;
    for person in persons.iter().filter(|person| person.in_household) {
        let role = Unnamer::role(person, ctx.today(), language);
        found.entry(person.case).or_default().push(role);
    }
    Ok(found)
}

async fn incoming(tx: &mut Tx, teams: &[Team], ids: &[TeamId]) -> Result<Vec<(Case, String)>> {
    let listed = stored::incoming(tx, ids).await?;
    listed
        .iter()
        .map(|one| {
            let team = teams.iter().find(|team| team.id == one.team);
            let name = team.map(|team| team.name.clone()).unwrap_or_default();
            Ok((case::read_listed(one)?, name))
        })
        .collect()
}

/// Whether a week was handed in or changed after it was last read.
fn is_unread(one: &DeskWeek) -> bool {
    let handed_in: Option<Instant> = one.week.handed_in.map(|(at, _)| at);
    let last = handed_in.max(one.week.changed_at);
    one.read_at
        .is_none_or(|read| last.is_some_and(|last| last > read))
}
