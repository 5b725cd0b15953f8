//! The rota that holds: who serves what, what is open, and what each has carried.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use hemma_domain::absence::{Absence, Wish};
use hemma_domain::access::PoolAction;
use hemma_domain::agreement::{Agreement, Cover};
use hemma_domain::duty::{ordinary, out_of_hours};
use hemma_domain::ids::{LineId, PoolId, StaffId};
use hemma_domain::pool::{Line, Member, Pool};
use hemma_domain::rota::{Presence, ROTA_DAYS_MAX, Rota, Shares, Tally, long_absences, tally};
use hemma_domain::stretch::{Stretch, joined};
use hemma_domain::time::{Day, Instant};
use hemma_domain::turn::{Doubt, Holders, Served, uncovered};
use hemma_store::db::Tx;
use hemma_store::{absence, pool, rota as stored, staff, turn};

use super::Under;
use super::average::{Worked, averages};
use super::standing::{Standing, standing};
use crate::App;
use crate::ctx::Ctx;
use crate::error::{Error, Result};
use crate::pool::{InPool, days, names};
use crate::rest::{RestClash, clashing};

/// The rota of some days.
#[derive(Debug, Clone)]
pub struct RotaView {
    pub pool: Pool,
    pub agreement: Arc<Agreement>,
    /// From the first day until before the end.
    pub period: (Day, Day),
    pub served: Vec<Served>,
    pub members: Vec<Member>,
    pub names: BTreeMap<StaffId, String>,
    /// Days off given for rest.
    pub rest_days: Vec<(StaffId, Day)>,
    /// Duties that lie in somebody's rest: everybody's for planners, one's own for all others.
    pub clashes: Vec<RestClash>,
    /// Per line, when nobody is on call although somebody should be, as far as rotas are published.
    pub gaps: Vec<(LineId, Vec<Stretch>)>,
    /// The first of the days that are shown that no published rota reaches; none where all are reached.
    pub unplanned: Option<Day>,
    /// Parts of turns from now on whose holders cannot have them: they are away, or have no post any more.
    pub doubts: Vec<Doubt>,
    /// What each carried over the years, for those who can be on call now.
    pub carried: Vec<Carried>,
    /// What each works a week on average, for planners alone; empty where the agreement lets none be told.
    pub worked: Vec<Worked>,
    /// Who looks, where they can be on call.
    pub me: Option<StaffId>,
    /// When they are away in these days, and what they wish; nobody else's.
    pub away: Vec<Absence>,
    pub wishes: Vec<Wish>,
    /// What the rota does not keep from now on, for planners alone; none where all of it is over.
    pub standing: Option<Vec<Standing>>,
    /// Rotas of the pool that the actor may know of, the newest first.
    pub rotas: Vec<Rota>,
    pub may_plan: bool,
    pub may_serve: bool,
    pub may_see_hours: bool,
}

/// What one person carried in a line, against a fair share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carried {
    pub staff: StaffId,
    pub name: String,
    pub line: LineId,
    /// In years that were written down, and in those the program saw.
    pub before: Tally,
    /// In the days that are shown.
    pub now: Tally,
    /// The fair share of both together, in tenths: nights, weekends, holidays.
    pub fair_tenths: [u32; 3],
    /// What the fair share follows: part of a full post times days in the pool without long absences, as far back as is
    /// counted.
    pub weight: u32,
}

impl RotaView {
    /// Whether who looks has a post that serves a line.
    pub fn i_serve(&self, line: LineId) -> bool {
        let Some(line) = self.pool.line(line) else {
            return false;
        };
        let mut posts = self.members.iter();
        posts.any(|post| Some(post.staff) == self.me && line.roles.contains(&post.role))
    }
}

impl App {
    /// The rota that holds, from one day until before another.
    pub async fn rota(&self, ctx: &Ctx, id: PoolId, period: (Day, Day)) -> Result<RotaView> {
        let (mut tx, entered) = self.read_pool(ctx, id, PoolAction::SeeRota).await?;
        if period.1.days_since(period.0) > ROTA_DAYS_MAX {
            return Err(Error::invalid("end", "duty-fault-period"));
        }
        let within = days(period)?;
        let served = turn::of_pool(&mut tx, id, within).await?;
        let served: Vec<Served> = served
            .into_iter()
            .filter(|one| is_in(one, within))
            .collect();
        let last = period.1.plus(-1);
        let members = pool::members(&mut tx, id, (period.0, last)).await?;
        let rest_days = stored::rest_days(&mut tx, id, period).await?;
        let mut rotas = stored::of_pool(&mut tx, id).await?;
        let may_plan = entered.may(ctx, PoolAction::PlanRota);
        if !may_plan {
            rotas.retain(Rota::is_published);
        }
        let carried = carried(&mut tx, &entered, (&members, &served), period).await?;
        let clashes = clashing(ctx, &mut tx, (&entered, &served)).await?;
        let (worked, standing) = match may_plan {
            true => (
                averages(ctx, &mut tx, (&entered, &members)).await?,
                standing(ctx, &mut tx, (&entered, &members), period).await?,
            ),
            false => (Vec::new(), None),
        };
        let under = self.under_these(&entered.pool, rotas.clone())?;
        let may_serve = entered.may(ctx, PoolAction::OwnDuty);
        let me = entered.permit.staff().filter(|_| may_serve);
        let (away, wishes) = own(&mut tx, (id, me), within).await?;
        let known = (&entered.pool, members.as_slice());
        let doubts = doubts(&mut tx, known, &served, ctx.now).await?;
        let unplanned = unplanned(&rotas, period);
        // No days at all where nothing is published: then there is nothing to be a gap in.
        let planned = days((period.0, unplanned.unwrap_or(period.1))).ok();
        let known = (served.as_slice(), doubts.as_slice());
        Ok(RotaView {
            gaps: planned.map_or_else(Vec::new, |planned| {
                gaps(&under, &entered.pool.lines, known, planned)
            }),
            unplanned,
            names: all_names(&mut tx, &members, &served).await?,
            may_serve,
            may_see_hours: entered.may(ctx, PoolAction::SeeHours),
            pool: entered.pool,
            agreement: entered.agreement,
            period,
            served,
            members,
            rest_days,
            carried,
            clashes,
            doubts,
            worked,
            me,
            away,
            wishes,
            standing,
            rotas,
            may_plan,
        })
    }
}

/// When somebody is away in a stretch, and what they wish in a pool.
async fn own(
    tx: &mut Tx,
    (pool, who): (PoolId, Option<StaffId>),
    within: Stretch,
) -> Result<(Vec<Absence>, Vec<Wish>)> {
    let Some(me) = who else {
        return Ok((Vec::new(), Vec::new()));
    };
    let away = absence::of(tx, &[me], within).await?;
    let mut wishes = absence::wishes_of(tx, (pool, me), within.start()).await?;
    wishes.retain(|one| one.time.meets(within));
    Ok((away, wishes))
}

fn is_in(one: &Served, within: Stretch) -> bool {
    !one.duty.shape.within(within).is_empty()
}

/// Parts of turns from an instant on whose holders cannot have them. The members are those of all days in question.
pub(crate) async fn doubts(
    tx: &mut Tx,
    (pool, members): (&Pool, &[Member]),
    served: &[Served],
    since: Instant,
) -> Result<Vec<Doubt>> {
    let parts = served.iter().filter_map(|one| one.duty.shape.whole());
    let Some(within) = parts
        .map(Stretch::end)
        .max()
        .and_then(|end| Stretch::new(since, end))
    else {
        return Ok(Vec::new());
    };
    let holders = Holders {
        lines: &pool.lines,
        members,
        away: &absence::of(tx, &holders(served), within).await?,
    };
    Ok(holders.doubts(served, since))
}

/// Everybody who has a turn.
pub(crate) fn holders(served: &[Served]) -> Vec<StaffId> {
    let turns = served.iter().flat_map(|one| &one.turns);
    let all: BTreeSet<StaffId> = turns.map(|turn| turn.staff).collect();
    all.into_iter().collect()
}

/// Names of the members, and of those who still have a turn and are none any more.
async fn all_names(
    tx: &mut Tx,
    members: &[Member],
    served: &[Served],
) -> Result<BTreeMap<StaffId, String>> {
    let mut known = names(members);
    let mut gone = holders(served);
    gone.retain(|one| !known.contains_key(one));
    known.extend(staff::names(tx, &gone).await?);
    Ok(known)
}

/// The first day of a period that no published rota reaches.
fn unplanned(rotas: &[Rota], (first, end): (Day, Day)) -> Option<Day> {
    let published = rotas.iter().filter(|one| one.is_published());
    let reached = published.map(|one| one.end).max().unwrap_or(first);
    (reached < end).then_some(reached.max(first))
}

/// Per line, the time of some days in which somebody should be on call and nobody is.
pub(crate) fn gaps(
    under: &Under,
    lines: &[Line],
    (served, doubts): (&[Served], &[Doubt]),
    within: Stretch,
) -> Vec<(LineId, Vec<Stretch>)> {
    let first = within.start().day();
    let days = (0..=within.end().day().days_since(first)).map(|number| first.plus(number));
    let wanted = days.flat_map(|day| wanted(under.on(day), day));
    let wanted: Vec<Stretch> = joined(wanted.collect())
        .into_iter()
        .filter_map(|one| one.shared(within))
        .collect();
    let of_line = |line: &Line| (line.id, uncovered(served, line.id, (&wanted, doubts)));
    lines.iter().map(of_line).collect()
}

/// When somebody should be on call on a day.
fn wanted(agreement: &Agreement, day: Day) -> Vec<Stretch> {
    let one = (day, day.plus(1));
    let mut wanted = out_of_hours(agreement, one);
    if agreement.ordinary.value.cover == Cover::Duty {
        wanted.extend(ordinary(agreement, one));
    }
    wanted
}

/// What each who can be on call carried: in the years written down, since then, and in the days that are shown.
pub(crate) async fn carried(
    tx: &mut Tx,
    entered: &InPool,
    (members, shown): (&[Member], &[Served]),
    (first, end): (Day, Day),
) -> Result<Vec<Carried>> {
    let id = entered.pool.id;
    let written = stored::burdens(tx, id).await?;
    let years: BTreeSet<i16> = written.iter().map(|one| one.year).collect();
    // A year that was written down is not counted a second time from its turns.
    let counted_from = years.last().and_then(|year| Day::new(year + 1, 1, 1).ok());
    let counted_from = counted_from.unwrap_or_else(|| first.plus(-366)).min(first);
    let earlier = match counted_from < first {
        true => turn::of_pool(tx, id, days((counted_from, first))?).await?,
        false => Vec::new(),
    };
    let begin = |year: Option<&i16>| year.and_then(|year| Day::new(*year, 1, 1).ok());
    let since = begin(years.first())
        .unwrap_or(counted_from)
        .min(counted_from);
    let posts = pool::members(tx, id, (since, end.plus(-1))).await?;
    let away = long_away(tx, (&entered.agreement, &posts), (since, end)).await?;
    let mut all = Vec::new();
    for line in &entered.pool.lines {
        let serving = members.iter().filter(|one| line.roles.contains(&one.role));
        let serving: BTreeMap<StaffId, &Member> = serving.map(|one| (one.staff, one)).collect();
        let written = written.iter().filter(|one| one.line == line.id);
        // A line of which fewer years are known shares out those alone.
        let since = begin(written.clone().map(|one| &one.year).min());
        let since = since.unwrap_or(counted_from).min(counted_from);
        let weights = weights(line, (&posts, &away), (since, end));
        let now = tallies(shown, line.id, |day| day >= first);
        let mut before = tallies(&earlier, line.id, |day| day < first && day >= counted_from);
        for one in written {
            let sum = before.entry(one.staff).or_default();
            *sum = sum.plus(one.tally);
        }
        all.extend(of_line(line.id, (&serving, &weights), (&before, &now)));
    }
    Ok(all)
}

/// When each was away for so long that it lowers their fair share.
pub(crate) type LongAway = BTreeMap<StaffId, Vec<(Day, Day)>>;

/// Long absences of some people in a period and near it; none where the agreement lets none count.
pub(crate) async fn long_away(
    tx: &mut Tx,
    (agreement, posts): (&Agreement, &[Member]),
    period: (Day, Day),
) -> Result<LongAway> {
    let Some(least) = &agreement.rules.long_absence_days else {
        return Ok(LongAway::new());
    };
    let staff: BTreeSet<StaffId> = posts.iter().map(|one| one.staff).collect();
    let staff: Vec<StaffId> = staff.into_iter().collect();
    // What goes on beyond an edge is as long as it is.
    let reach = i64::from(least.value);
    let within = days((period.0.plus(-reach), period.1.plus(reach)))?;
    let all = absence::gone(tx, &staff, within).await?;
    let of = |one: &StaffId| {
        let theirs: Vec<&Absence> = all.iter().filter(|gone| gone.staff == *one).collect();
        (*one, long_absences(&theirs, least.value))
    };
    let long = staff.iter().map(of).filter(|(_, long)| !long.is_empty());
    Ok(long.collect())
}

/// What the fair share of each follows: whoever came last month has not carried for years, and need not make up for it;
/// and neither need whoever was away for long.
fn weights(
    line: &Line,
    (posts, away): (&[Member], &LongAway),
    period: (Day, Day),
) -> BTreeMap<StaffId, u32> {
    let mut held: BTreeMap<StaffId, Vec<&Member>> = BTreeMap::new();
    for post in posts.iter().filter(|one| line.roles.contains(&one.role)) {
        held.entry(post.staff).or_default().push(post);
    }
    let weight = |(staff, posts): (StaffId, Vec<&Member>)| {
        let away = away.get(&staff).map(Vec::as_slice).unwrap_or_default();
        (staff, Presence { posts, away }.weight(period))
    };
    held.into_iter().map(weight).collect()
}

/// Those who serve a line now, and what their fair shares follow.
type Serving<'a> = (
    &'a BTreeMap<StaffId, &'a Member>,
    &'a BTreeMap<StaffId, u32>,
);

fn of_line(
    line: LineId,
    (serving, weights): Serving<'_>,
    (before, now): (&BTreeMap<StaffId, Tally>, &BTreeMap<StaffId, Tally>),
) -> Vec<Carried> {
    let of = |all: &BTreeMap<StaffId, Tally>, staff: &StaffId| {
        all.get(staff).copied().unwrap_or_default()
    };
    let weight = |staff: &StaffId| weights.get(staff).copied().unwrap_or_default();
    let sums = serving
        .keys()
        .map(|staff| of(before, staff).plus(of(now, staff)));
    let whole = sums.fold(Tally::default(), Tally::plus);
    let shares = Shares::new(serving.keys().map(|staff| (*staff, weight(staff))));
    let parts =
        [whole.nights, whole.weekends, whole.holidays].map(|whole| shares.fair_tenths(whole));
    let mut all: Vec<Carried> = serving
        .values()
        .map(|one| Carried {
            staff: one.staff,
            name: one.name.clone(),
            line,
            before: of(before, &one.staff),
            now: of(now, &one.staff),
            fair_tenths: parts
                .each_ref()
                .map(|part| part.get(&one.staff).copied().unwrap_or_default()),
            weight: weight(&one.staff),
        })
        .collect();
    all.sort_by(|one, other| (&one.name, one.staff).cmp(&(&other.name, other.staff)));
    all
}

/// What each carried in a line. A duty that changed hands counts for whoever had the longest part of it.
pub(super) fn tallies(
    served: &[Served],
    line: LineId,
    begins: impl Fn(Day) -> bool,
) -> BTreeMap<StaffId, Tally> {
    let mut sums: BTreeMap<StaffId, Tally> = BTreeMap::new();
    let of_line = served.iter().filter(|one| one.duty.shape.line == line);
    for one in of_line {
        let start = one.duty.shape.whole().map(|whole| whole.start().day());
        let longest = one.turns.iter().max_by_key(|turn| turn.part.minutes());
        if let (Some(longest), true) = (longest, start.is_some_and(&begins)) {
            let sum = sums.entry(longest.staff).or_default();
            *sum = sum.plus(tally(&one.duty.shape));
        }
    }
    sums
}
