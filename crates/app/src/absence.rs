//! When people are away, and what they wish: entered by themselves or by their planners.

use std::collections::{BTreeMap, BTreeSet};

use hemma_domain::absence::{
    Absence, AbsenceKind, Entered, Repeat, TimeError, WISHES_MAX, Wish, WishKind, WishWeight,
};
use hemma_domain::access::{self, PoolAction, Request, TeamAction};
use hemma_domain::audit::Event;
use hemma_domain::ids::{AbsenceId, PoolId, StaffId, TeamId, WishId};
use hemma_domain::mail::MailKind;
use hemma_domain::pool::Member;
use hemma_domain::stretch::Stretch;
use hemma_domain::turn::{Served, Turn};
use hemma_store::db::Tx;
use hemma_store::{absence as stored, pool, team, turn};

use crate::App;
use crate::ctx::Ctx;
use crate::error::{Error, Result};
use crate::pool::{days, names};
use crate::rota::{Cover, Lack};
use crate::tonight::leaders;

/// Days ahead for which absences and wishes are shown.
const AHEAD_DAYS: i64 = 400;

/// Absences and wishes of a pool, as far as the actor may see them.
#[derive(Debug, Clone)]
pub struct Away {
    /// Everybody's for planners, one's own for all others.
    pub absences: Vec<Gone>,
    /// One's own.
    pub wishes: Vec<Wish>,
    /// Whom an absence can be entered for.
    pub staff: Vec<(StaffId, String)>,
    pub pool: String,
    pub may_plan: bool,
    pub may_serve: bool,
}

/// When somebody is away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gone {
    pub id: AbsenceId,
    pub name: String,
    /// Of what comes each week from its first day until after its last.
    pub time: Stretch,
    pub repeat: Repeat,
    /// Why: known to whoever is away and to those who lead a team of theirs. Another board's planner learns when alone.
    pub why: Option<AbsenceKind>,
}

/// An absence about to be entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAbsence {
    pub pool: PoolId,
    pub staff: StaffId,
    pub kind: AbsenceKind,
    pub repeat: Repeat,
    /// Of what comes each week from its first day until after its last.
    pub time: std::result::Result<Stretch, TimeError>,
}

/// What an absence meets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Met {
    /// Published turns of whoever is away that lie in it.
    pub turns: Vec<Turn>,
    /// What nobody can cover because of it.
    pub lack: Lack,
}

/// A wish about to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewWish {
    pub pool: PoolId,
    pub kind: WishKind,
    pub weight: WishWeight,
    pub time: std::result::Result<Stretch, TimeError>,
}

impl App {
    /// Absences and wishes from today on.
    pub async fn away(&self, ctx: &Ctx, id: PoolId) -> Result<Away> {
        let (mut tx, entered) = self.write_pool(ctx, id, PoolAction::SeeRota).await?;
        let may_plan = entered.may(ctx, PoolAction::PlanRota);
        let may_serve = entered.may(ctx, PoolAction::OwnDuty);
        let me = entered.hand()?;
        let period = (ctx.today(), ctx.today().plus(AHEAD_DAYS));
        let members = pool::members(&mut tx, id, period).await?;
        let named = names(&members);
        let whose: Vec<StaffId> = match (may_plan, may_serve) {
            (true, _) => named.keys().copied().collect(),
            (false, true) => vec![me],
            (false, false) => Vec::new(),
        };
        let absences = stored::entered(&mut tx, &whose, days(period)?).await?;
        let led = led(ctx, &mut tx, &members).await?;
        let wishes = stored::wishes_of(&mut tx, (id, me), ctx.now).await?;
        if may_plan {
            tx.log(entered.entry(ctx, Event::RotaRead, "absences".to_owned()));
        }
        tx.commit().await?;
        let gone = |Entered { absence, repeat }| Gone {
            id: absence.id,
            name: named.get(&absence.staff).cloned().unwrap_or_default(),
            time: absence.time,
            repeat,
            why: (absence.staff == me || led.contains(&absence.staff)).then_some(absence.kind),
        };
        let mut staff: Vec<(StaffId, String)> = named
            .iter()
            .filter(|(who, _)| whose.contains(who))
            .map(|(who, name)| (*who, name.clone()))
            .collect();
        staff.sort_by(|one, other| one.1.cmp(&other.1));
        Ok(Away {
            absences: absences.into_iter().map(gone).collect(),
            wishes,
            staff,
            pool: entered.pool.name,
            may_plan,
            may_serve,
        })
    }

    /// Enters an absence: one's own, or anybody's by a planner. Says which published duties lie in it, and what nobody
    /// can cover because of it.
    pub async fn add_absence(&self, ctx: &Ctx, new: &NewAbsence) -> Result<Met> {
        let (mut tx, entered) = self.write_pool(ctx, new.pool, PoolAction::SeeRota).await?;
        let me = entered.hand()?;
        let own = new.staff == me && entered.may(ctx, PoolAction::OwnDuty);
        if !own && !entered.may(ctx, PoolAction::PlanRota) {
            return Err(Error::Forbidden);
        }
        let time = fits(new.time)?;
        let period = (time.start().day(), time.end().day());
        let members = pool::members(&mut tx, new.pool, period).await?;
        if !is_member(&members, new.staff) {
            return Err(Error::invalid("staff", "duty-fault-staff"));
        }
        let one = Entered {
            absence: Absence {
                id: AbsenceId(ctx.new_id()),
                staff: new.staff,
                kind: new.kind,
                time,
            },
            repeat: new.repeat,
        };
        let all = one.within(time);
        let everybody: Vec<StaffId> = names(&members).into_keys().collect();
        let around = days((period.0.plus(-1), period.1.plus(2)))?;
        let cover = Cover {
            away: stored::of(&mut tx, &everybody, around).await?,
            today: ctx.today(),
            members,
        };
        stored::insert(&mut tx, &one).await?;
        let served = turn::of_pool(&mut tx, new.pool, time).await?;
        let turns = touched(&served, &all);
        let id = one.absence.id.to_string();
        if !turns.is_empty() && ctx.now < time.end() {
            let mut told = leaders(&cover.members, ctx.today());
            told.retain(|leader| *leader != me);
            // Each absence is something else to see to, though it be the second of a day.
            let mail = (told.as_slice(), MailKind::DutyInDoubt);
            self.tell_each(ctx, &mut tx, mail, &id).await?;
        }
        tx.log(entered.entry(ctx, Event::AbsenceChanged, id));
        tx.commit().await?;
        Ok(Met {
            turns,
            lack: cover.lack(&entered, all).await?,
        })
    }

    /// Takes an absence back: one's own, or anybody's by a planner.
    pub async fn remove_absence(&self, ctx: &Ctx, pool: PoolId, id: AbsenceId) -> Result<()> {
        let (mut tx, entered) = self.write_pool(ctx, pool, PoolAction::SeeRota).await?;
        let one = stored::find(&mut tx, id).await?;
        let one = one.ok_or(Error::NotFound)?.absence;
        let own = entered.hand()? == one.staff;
        let day = one.time.start().day();
        let members = pool::members(&mut tx, pool, (day, one.time.end().day())).await?;
        let planned = entered.may(ctx, PoolAction::PlanRota) && is_member(&members, one.staff);
        if !own && !planned {
            return Err(Error::NotFound);
        }
        stored::remove(&mut tx, id).await?;
        tx.log(entered.entry(ctx, Event::AbsenceChanged, id.to_string()));
        tx.commit().await?;
        Ok(())
    }

    /// Makes a wish.
    pub async fn add_wish(&self, ctx: &Ctx, new: &NewWish) -> Result<WishId> {
        let (mut tx, entered) = self.write_pool(ctx, new.pool, PoolAction::OwnDuty).await?;
        let me = entered.hand()?;
        let time = fits(new.time)?;
        if time.end() <= ctx.now {
            return Err(Error::invalid("last", "duty-fault-past"));
        }
        let open = stored::wishes_of(&mut tx, (new.pool, me), ctx.now).await?;
        if u32::try_from(open.len()).unwrap_or(u32::MAX) >= WISHES_MAX {
            return Err(Error::invalid("last", "duty-fault-wishes"));
        }
        let one = Wish {
            id: WishId(ctx.new_id()),
            pool: new.pool,
            staff: me,
            kind: new.kind,
            time,
            weight: new.weight,
        };
        stored::insert_wish(&mut tx, &one).await?;
        tx.log(entered.entry(ctx, Event::WishChanged, one.id.to_string()));
        tx.commit().await?;
        Ok(one.id)
    }

    /// Takes one's wish back.
    pub async fn remove_wish(&self, ctx: &Ctx, pool: PoolId, id: WishId) -> Result<()> {
        let (mut tx, entered) = self.write_pool(ctx, pool, PoolAction::OwnDuty).await?;
        if !stored::remove_wish(&mut tx, id, entered.hand()?).await? {
            return Err(Error::NotFound);
        }
        tx.log(entered.entry(ctx, Event::WishChanged, id.to_string()));
        tx.commit().await?;
        Ok(())
    }
}

fn fits(time: std::result::Result<Stretch, TimeError>) -> Result<Stretch> {
    time.map_err(|err| match err {
        TimeError::Backwards => Error::invalid("last", "duty-fault-period"),
        TimeError::TooLong => Error::invalid("last", "duty-fault-long"),
    })
}

/// The members of a pool whose team the actor leads.
async fn led(ctx: &Ctx, tx: &mut Tx, members: &[Member]) -> Result<BTreeSet<StaffId>> {
    let mut leads: BTreeMap<TeamId, bool> = BTreeMap::new();
    for member in members {
        if leads.contains_key(&member.team) {
            continue;
        }
        let scope = team::scope(tx, member.team).await?;
        let may = |scope| access::may(&ctx.actor, Request::Team(TeamAction::ManageTeam, scope));
        leads.insert(member.team, scope.is_some_and(may));
    }
    let of_mine = |one: &&Member| leads.get(&one.team).copied().unwrap_or_default();
    Ok(members
        .iter()
        .filter(of_mine)
        .map(|one| one.staff)
        .collect())
}

fn is_member(members: &[Member], staff: StaffId) -> bool {
    members.iter().any(|one| one.staff == staff)
}

/// The days on which duties of whoever is away begin.
fn touched(served: &[Served], away: &[Absence]) -> Vec<Turn> {
    let gone = |staff: StaffId, part: Stretch| {
        let mut theirs = away.iter().filter(|one| one.staff == staff);
        theirs.any(|one| one.kind != AbsenceKind::PartTime && part.meets(one.time))
    };
    let met = served.iter().flat_map(|served| {
        let met = served.turns.iter().filter(|turn| {
            let mut parts = served.on_call(turn).into_iter();
            parts.any(|part| gone(turn.staff, part))
        });
        met.cloned()
    });
    met.collect()
}
