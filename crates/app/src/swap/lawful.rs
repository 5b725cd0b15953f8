//! What it means if a part of a duty changes hands: the rules that it would break, and the days off that go with it.

use hemma_domain::absence::Absence;
use hemma_domain::ids::StaffId;
use hemma_domain::pool::Member;
use hemma_domain::rota::{Breach, Rule};
use hemma_domain::stretch::Stretch;
use hemma_domain::time::Day;
use hemma_domain::turn::{Served, Turn};
use hemma_store::db::Tx;
use hemma_store::{absence, pool, rota, turn};

use crate::App;
use crate::ctx::Ctx;
use crate::error::{Error, Result};
use crate::pool::{InPool, days};
use crate::rota::{
    Entries, Facts, Judge, Others, Piece, REACH_DAYS, forbids, others, talked, worked,
};

/// What taking a part of a duty means for whoever takes it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Taking {
    /// Rules that are broken then and were not before, whatever days off are given.
    pub(crate) broken: Vec<Rule>,
    /// A workday that must be free for it to be lawful: weekly rest.
    pub(crate) rest_on: Option<Day>,
}

impl Taking {
    /// The first rule that forbids it.
    pub(crate) fn forbidden(&self) -> Option<Rule> {
        self.broken.iter().copied().find(|rule| forbids(*rule))
    }
}

/// One person's days as the rules see them.
struct Own {
    judge: Judge,
    rest_days: Vec<(StaffId, Day)>,
    /// Duties that can be given away in it, given.
    entries: Entries,
}

impl Own {
    fn new(facts: Facts, entries: Entries) -> Result<Own> {
        Ok(Own {
            rest_days: facts.rest_days.clone(),
            judge: Judge::new(facts)?,
            entries,
        })
    }

    fn breaches(&self, entries: &Entries, rest_days: &[(StaffId, Day)]) -> Vec<Breach> {
        self.judge.breaches(&self.judge.plan(entries, rest_days))
    }

    /// The breaches that come with what is given.
    fn new_breaches(&self, rest_days: &[(StaffId, Day)]) -> Vec<Breach> {
        let known = self.breaches(&Entries::new(), rest_days);
        let mut with = self.breaches(&self.entries, rest_days);
        with.retain(|one| !known.contains(one));
        with
    }

    /// The first workday within the weeks that would be without rest, which mends them if it is free.
    fn mending(&self, staff: StaffId, broken: &[Breach], today: Day) -> Option<Day> {
        let weeks = broken.iter().filter(|one| one.rule == Rule::WeeklyRest);
        let days = weeks.flat_map(|one| {
            let count = one.time.end().day().days_since(one.time.start().day());
            (0..=count).map(|number| one.time.start().day().plus(number))
        });
        let mut days: Vec<Day> = days.filter(|day| today < *day).collect();
        days.sort();
        days.dedup();
        days.into_iter().find(|day| {
            let mut with = self.rest_days.clone();
            with.push((staff, *day));
            let left = self.new_breaches(&with);
            !left.iter().any(|one| one.rule == Rule::WeeklyRest)
        })
    }
}

impl App {
    /// What a part of a duty means for somebody who would take it.
    pub(crate) async fn taking(
        &self,
        ctx: &Ctx,
        (tx, entered): (&mut Tx, &InPool),
        (served, part): (&Served, Stretch),
        taker: StaffId,
    ) -> Result<Taking> {
        let known = Known::load(tx, entered, &[(part, taker)]).await?;
        known.taking(ctx, entered, (served, part), taker)
    }

    /// Moves the days off that go with a turn: its taker gets the one that the law asks for, its giver gives back those
    /// that nothing asks for any more.
    pub(crate) async fn move_rest(
        &self,
        ctx: &Ctx,
        (tx, entered): (&mut Tx, &InPool),
        (turn, part): (&Turn, Stretch),
        (taker, taking): (StaffId, &Taking),
    ) -> Result<()> {
        let pool = entered.pool.id;
        if turn.part == part {
            let known = Known::load(tx, entered, &[(part, turn.staff)]).await?;
            for day in known.given_back(ctx, entered, (turn, part))? {
                rota::take_rest_day(tx, pool, (turn.staff, day)).await?;
            }
        }
        if let Some(on) = taking.rest_on {
            rota::give_rest_day(tx, pool, (taker, on)).await?;
        }
        Ok(())
    }
}

/// The rules of some breaches, each once: one that shows in several weeks is still one rule.
fn once(breaches: &[Breach]) -> Vec<Rule> {
    let mut rules = Vec::new();
    for one in breaches {
        if !rules.contains(&one.rule) {
            rules.push(one.rule);
        }
    }
    rules
}

/// Whether a rule gives rest.
fn is_rest(rule: Rule) -> bool {
    matches!(rule, Rule::WeeklyRest | Rule::DailyRest | Rule::Disturbed)
}

/// Whether nobody can have a duty against this rule, however urgent it is.
pub(crate) fn hinders(rule: Rule) -> bool {
    matches!(rule, Rule::NotEligible | Rule::Absent | Rule::Overlap)
}

/// What is known of some people around some parts of duties, read once for all of them.
pub(crate) struct Known {
    turns: Vec<Served>,
    members: Vec<Member>,
    away: Vec<Absence>,
    rest_days: Vec<(StaffId, Day)>,
    calls: Vec<(StaffId, Stretch)>,
    worked: Vec<(StaffId, Stretch)>,
    others: Others,
}

/// The days that a part touches, those that are judged with it, and those that a rule may reach into.
fn days_of(part: Stretch) -> [(Day, Day); 3] {
    let (first, last) = (part.start().day(), part.end().day());
    [
        (first, last),
        (first.plus(-7), last.plus(8)),
        (first.plus(-REACH_DAYS), last.plus(REACH_DAYS)),
    ]
}

impl Known {
    /// Reads what is known; the statements are as many for one as for all.
    pub(crate) async fn load(
        tx: &mut Tx,
        entered: &InPool,
        asked: &[(Stretch, StaffId)],
    ) -> Result<Known> {
        let first = asked.iter().map(|(part, _)| part.start()).min();
        let last = asked.iter().map(|(part, _)| part.end()).max();
        let whole = first
            .zip(last)
            .and_then(|(from, to)| Stretch::new(from, to));
        let whole = whole.ok_or_else(|| Error::invalid("part", "swap-fault-part"))?;
        let [(first, _), period, reach] = days_of(whole);
        let mut staff: Vec<StaffId> = asked.iter().map(|(_, staff)| *staff).collect();
        staff.sort();
        staff.dedup();
        let pool = entered.pool.id;
        let within = days(reach)?;
        let mut members = pool::members(tx, pool, period).await?;
        members.retain(|one| staff.contains(&one.staff));
        let near = (first, period.1);
        let calls = talked(tx, entered, near).await?;
        Ok(Known {
            turns: turn::of_pool(tx, pool, within).await?,
            members,
            away: absence::of(tx, &staff, within).await?,
            rest_days: rota::rest_days(tx, pool, reach).await?,
            worked: worked((tx, &calls), entered, near, reach.0).await?,
            calls,
            others: others(tx, (pool, &staff), within).await?,
        })
    }

    /// What a part of a duty means for somebody who would take it.
    pub(crate) fn taking(
        &self,
        ctx: &Ctx,
        entered: &InPool,
        (served, part): (&Served, Stretch),
        taker: StaffId,
    ) -> Result<Taking> {
        let taken = served.duty.part(&entered.agreement, part);
        let taken = taken.ok_or_else(|| Error::invalid("part", "swap-fault-part"))?;
        let mut facts = self.facts(entered, (part, taker))?;
        facts.pieces.push(Piece::open(taken));
        let own = Own::new(facts, Entries::from([(served.duty.id, taker)]))?;
        let broken = own.new_breaches(&own.rest_days);
        let rest_on = own.mending(taker, &broken, ctx.today());
        let mut rules = once(&broken);
        if rest_on.is_some() {
            rules.retain(|rule| *rule != Rule::WeeklyRest);
        }
        Ok(Taking {
            broken: rules,
            rest_on,
        })
    }

    /// Days off of whoever has a turn that nothing asks for any more once the whole of it is somebody else's.
    pub(crate) fn given_back(
        &self,
        ctx: &Ctx,
        entered: &InPool,
        (turn, part): (&Turn, Stretch),
    ) -> Result<Vec<Day>> {
        if turn.part != part {
            return Ok(Vec::new());
        }
        let giver = turn.staff;
        let mut facts = self.facts(entered, (part, giver))?;
        let before = Own::new(facts.clone(), Entries::new())?;
        facts.pieces.retain(|piece| piece.id != turn.id.0);
        let after = Own::new(facts, Entries::new())?;
        let mut left = after.rest_days.clone();
        let mut back = Vec::new();
        let mine = before.rest_days.iter().filter(|(staff, _)| *staff == giver);
        for day in mine.filter(|(_, day)| ctx.today() < *day) {
            let without: Vec<(StaffId, Day)> =
                left.iter().copied().filter(|one| one != day).collect();
            let none = Entries::new();
            let is_asked_for = before.breaches(&none, &without) != before.breaches(&none, &left);
            let is_still = after.breaches(&none, &without) != after.breaches(&none, &left);
            if is_asked_for && !is_still {
                back.push(day.1);
                left = without;
            }
        }
        Ok(back)
    }

    /// Rules of rest that a turn ahead breaks because of the calls that whoever has it took before it.
    pub(crate) fn cut_rest(&self, entered: &InPool, turn: &Turn) -> Result<Vec<Rule>> {
        let mut facts = self.facts(entered, (turn.part, turn.staff))?;
        let with = Own::new(facts.clone(), Entries::new())?;
        facts.calls.clear();
        let without = Own::new(facts, Entries::new())?;
        let known = without.breaches(&Entries::new(), &without.rest_days);
        let shows = |one: &Breach| match one.duty {
            Some(duty) => duty == turn.duty,
            None => one.time.meets(turn.part),
        };
        let told = with.breaches(&Entries::new(), &with.rest_days).into_iter();
        let told = told.filter(|one| is_rest(one.rule) && shows(one) && !known.contains(one));
        Ok(once(&told.collect::<Vec<Breach>>()))
    }

    /// What somebody serves around a part of a duty, and their days off.
    fn facts(&self, entered: &InPool, (part, staff): (Stretch, StaffId)) -> Result<Facts> {
        let [(first, _), period, reach] = days_of(part);
        let within = days(reach)?;
        let near = |one: &&Served| !one.duty.shape.within(within).is_empty();
        let theirs = self.turns.iter().filter(near).flat_map(|one| {
            let turns = one.turns.iter().filter(|turn| turn.staff == staff);
            turns.filter_map(|turn| Piece::of_turn(&entered.agreement, one, turn))
        });
        let of = |who: &StaffId| *who == staff;
        let members = self.members.iter().filter(|one| of(&one.staff));
        let away = self.away.iter().filter(|one| of(&one.staff));
        let facts = Facts {
            agreement: entered.agreement.clone(),
            lines: entered.pool.lines.clone(),
            period,
            today: first,
            pieces: theirs.collect(),
            members: members.cloned().collect(),
            away: away.cloned().collect(),
            wishes: Vec::new(),
            rest_days: self.rest_days.clone(),
            carried: Vec::new(),
            calls: self.calls.clone(),
            worked: self.worked.clone(),
        };
        Ok(self.others.join(facts, |who| who == staff))
    }
}

#[cfg(test)]
mod tests {
    use hemma_domain::time::Clock;

    use super::*;

    #[test]
    fn a_rule_that_shows_in_several_weeks_is_one_rule() {
        let day: Day = "2026-12-14".parse().unwrap();
        let breach = |rule| Breach {
            rule,
            staff: StaffId(uuid::Uuid::nil()),
            duty: None,
            time: Stretch::new(day.at(Clock::MIDNIGHT), day.at(Clock::NOON)).unwrap(),
        };
        let rules = [Rule::WeeklyRest, Rule::Weekends, Rule::WeeklyRest];
        assert_eq!(once(&rules.map(breach)), [Rule::WeeklyRest, Rule::Weekends]);
    }
}
