//! The families whose sheets somebody on call may open now.

use std::collections::BTreeMap;

use hemma_domain::access::{
    self, CaseScope, Decision, Permit, PoolAction, Request, SheetAction, SheetScope, TeamScope,
};
use hemma_domain::audit::{Entry, Event};
use hemma_domain::ids::{BoardId, CaseId, PoolId, StaffId, TurnId};
use hemma_domain::sheet::{Basis, BasisKind, SheetState, any_in_force};
use hemma_domain::time::Instant;
use hemma_domain::watch::Watch;
use hemma_store::case::Listed;
use hemma_store::db::Tx;
use hemma_store::{basis, case, sheet, team_week};

use crate::App;
use crate::ctx::Ctx;
use crate::draft::DeviceKey;
use crate::enter::of_permit;
use crate::error::{Error, Result};
use crate::watch::opened;

/// The sheets of a night.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NightSheets {
    /// The turn by which; none where the actor is not on call in the pool.
    pub turn: Option<TurnId>,
    /// Until when they can be opened.
    pub until: Option<Instant>,
    /// Team by team, by code.
    pub sheets: Vec<NightSheet>,
}

/// One family in the list of a night.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NightSheet {
    pub case: CaseId,
    pub code: String,
    /// The family's name as its team says it.
    pub label: String,
    /// Its team.
    pub team: String,
    pub state: SheetState,
    /// Something must be known before all else.
    pub red_flags: bool,
    /// Whoever goes there must look out.
    pub staff_warning: bool,
}

/// What decides on every family of a pool.
struct Known {
    teams: Vec<TeamScope>,
    carers: Vec<(CaseId, StaffId)>,
    bases: Vec<Basis>,
    allowed: BTreeMap<BoardId, Vec<BasisKind>>,
}

impl Known {
    fn scope(&self, ctx: &Ctx, listed: &Listed, watch: &Watch) -> Option<SheetScope> {
        let team = self.teams.iter().find(|one| one.team == listed.team)?;
        let carers = self.carers.iter().filter(|(case, _)| *case == listed.id);
        let of = CaseScope {
            case: listed.id,
            team: *team,
            carers: carers.map(|(_, staff)| *staff).collect(),
            protected: listed.protected,
        };
        let bases = self.bases.iter().filter(|one| one.case == listed.id);
        let bases: Vec<Basis> = bases.cloned().collect();
        let allowed = self.allowed.get(&team.board).map_or(&[][..], Vec::as_slice);
        Some(SheetScope {
            watch: Some(opened(watch, ctx.now)),
            basis: any_in_force(&bases, allowed, ctx.now),
            ..SheetScope::by_day(of)
        })
    }
}

impl App {
    /// The families of a pool whose sheets the actor may open now; none for those who are not on call in it.
    pub async fn night_sheets(&self, ctx: &Ctx, id: PoolId) -> Result<NightSheets> {
        let (mut tx, entered) = self.write_pool(ctx, id, PoolAction::SeeTonight).await?;
        let watches = self.watches(ctx, &mut tx, ctx.now).await?;
        let Some(watch) = last_open(watches, id, ctx.now) else {
            tx.commit().await?;
            return Ok(NightSheets::default());
        };
        let sheets = listed(ctx, &mut tx, (&watch, entered.scope.teams)).await?;
        tx.commit().await?;
        Ok(NightSheets {
            turn: Some(watch.turn),
            until: Some(watch.closes()),
            sheets,
        })
    }

    /// Until when the actor may look at the sheets of a pool, by the turns as they are now; none where they are not on call
    /// in it. It opens no family, and leaves nothing in the log.
    pub async fn night_until(&self, ctx: &Ctx, id: PoolId) -> Result<Option<Instant>> {
        let (mut tx, _) = self.read_pool(ctx, id, PoolAction::SeeTonight).await?;
        let watches = self.watches(ctx, &mut tx, ctx.now).await?;
        tx.commit().await?;
        Ok(last_open(watches, id, ctx.now).map(|watch| watch.closes()))
    }

    /// The key under which the actor's own device seals the sheets of a night: of this duty alone, for nobody else.
    pub fn night_key(&self, ctx: &Ctx, turn: TurnId) -> Result<DeviceKey> {
        let staff = ctx.staff().ok_or(Error::Forbidden)?;
        Ok(DeviceKey {
            key: self.db.seals().night_key(staff.0, turn.0).to_string(),
            owner: self.device_owner(staff),
        })
    }
}

/// Of the watches over a pool that are open, the one that closes last.
fn last_open(watches: Vec<Watch>, pool: PoolId, at: Instant) -> Option<Watch> {
    let open = watches
        .into_iter()
        .filter(|one| one.pool == pool && one.is_open(at));
    open.max_by_key(Watch::closes)
}

/// The families that a watch opens: seven statements, however many there are, and one line in the log of each team.
async fn listed(
    ctx: &Ctx,
    tx: &mut Tx,
    (watch, teams): (&Watch, Vec<TeamScope>),
) -> Result<Vec<NightSheet>> {
    let cases = case::of_teams(tx, &watch.teams, &["open"]).await?;
    let ids: Vec<CaseId> = cases.iter().map(|one| one.id).collect();
    let boards: Vec<BoardId> = teams.iter().map(|one| one.board).collect();
    let known = Known {
        carers: team_week::carers_of(tx, &ids, ctx.today()).await?,
        bases: basis::standing(tx, &ids, ctx.now).await?,
        allowed: basis::allowed(tx, &boards).await?,
        teams,
    };
    let marks = sheet::marks(tx, &ids).await?;
    let names = team_week::teams(tx, &watch.teams).await?;
    let mut found = Vec::new();
    let mut looked: BTreeMap<_, Permit> = BTreeMap::new();
    for one in &cases {
        let Some(scope) = known.scope(ctx, one, watch) else {
            continue;
        };
        let request = Request::Sheet(SheetAction::Open, &scope);
        let Decision::Allow(permit) = access::decide(&ctx.actor, request) else {
            continue;
        };
        let (opened, _) = case::open_listed(tx, &permit, one)?;
        looked.entry(one.team).or_insert(permit);
        let mark = marks.get(&one.id);
        let team = names.iter().find(|team| team.id == one.team);
        found.push(NightSheet {
            case: one.id,
            code: opened.code,
            label: opened.label,
            team: team.map(|team| team.name.clone()).unwrap_or_default(),
            state: SheetState::of(mark.map(|mark| mark.looked_over), ctx.today()),
            red_flags: mark.is_some_and(|mark| mark.red_flags),
            staff_warning: mark.is_some_and(|mark| mark.staff_warning),
        });
    }
    for permit in looked.values() {
        tx.log(Entry {
            case: None,
            detail: watch.turn.to_string(),
            ..of_permit(ctx, Event::TeamListed, permit)
        });
    }
    found.sort_by(|a, b| (&a.team, &a.code).cmp(&(&b.team, &b.code)));
    Ok(found)
}
