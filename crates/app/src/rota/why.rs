//! Why somebody has a duty and another has not: what each who could have it would cost, what forbids the others, and
//! what no plan can mend.

mod price;

pub use price::{Answer, Asked};

use super::draft::{Draft, RotaAt, judged, plan_of};
use super::instance::{instance, lawful};
use super::judge::Judge;
use super::propose::is_made_by_hand;
use super::runs::UnderWay;
use crate::App;
use crate::ctx::Ctx;
use crate::error::{Error, Result};
use hemma_domain::audit::Event;
use hemma_domain::duty::Duty;
use hemma_domain::ids::{DutyId, LineId, StaffId};
use hemma_domain::rota::{Breach, Rule};
use hemma_domain::stretch::Stretch;
use hemma_domain::time::Day;
use hemma_rota_rules::{Concern, DutyNo, PersonNo, Problem, Score, Trial, concerns, score};

/// Troubles that are told: whoever mends these looks again.
const TROUBLES_MAX: usize = 30;

/// Which duty, for whoever reads of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DutyAt {
    pub id: DutyId,
    pub line: LineId,
    /// From the beginning of its first segment until the end of the last.
    pub whole: Stretch,
}

impl DutyAt {
    /// Of a duty; none of one that has no time.
    pub(crate) fn of(duty: &Duty) -> Option<DutyAt> {
        Some(DutyAt {
            id: duty.id,
            line: duty.shape.line,
            whole: duty.shape.whole()?,
        })
    }
}

/// A duty of a draft, and everybody else for it.
#[derive(Debug, Clone)]
pub struct Why {
    pub draft: Draft,
    pub duty: DutyAt,
    /// Who has it in the draft; nobody where it is open.
    pub held: Option<StaffId>,
    /// It has begun, or was swapped in parts: nobody else can have it by this rota.
    pub is_fixed: bool,
    /// Those who could have it first, the cheapest first; then what forbids the others. Nobody while a price is sought.
    pub takers: Vec<Taker>,
    /// What was asked of this duty, while the draft is as it was then.
    pub asked: Option<Asked>,
    /// Whether a price can be proven here; without the helper it is sought without proof.
    pub can_prove: bool,
    /// Prices can be asked for: being on call is no working time here, so that a search knows every rule.
    pub may_ask: bool,
}

/// Somebody else for a duty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taker {
    pub staff: StaffId,
    /// What it would break that is not broken now; nothing where they could have it.
    pub against: Vec<Breach>,
    pub costs: Costs,
    /// Days off that would come with it.
    pub rest_added: Vec<(StaffId, Day)>,
    /// Days off that would no longer be needed.
    pub rest_removed: Vec<(StaffId, Day)>,
}

/// What a change costs in points, by what it is for; what is below nothing is won.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Costs {
    pub total: i64,
    pub open: i64,
    pub fairness: i64,
    pub wishes: i64,
    /// Published duties that go to somebody else.
    pub changes: i64,
    /// Weekends of the same person near each other.
    pub weekends: i64,
    pub rest_days: i64,
}

/// What no plan can mend: somebody must come, or an absence must go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// Somebody has no weekly rest whatever is planned.
    NoRest { staff: StaffId, week: Day },
    /// No post serves the line then.
    NobodyEligible { duty: DutyAt },
    /// Some serve the line, and each of them is kept from this duty.
    NobodyAvailable {
        duty: DutyAt,
        because: Vec<(StaffId, Rule)>,
    },
    /// More duties that exclude each other than people for them.
    TooFew {
        duties: Vec<DutyAt>,
        people: Vec<StaffId>,
        /// How many stay open at least.
        open: usize,
    },
    /// More duties begin in four weeks than the agreement lets people serve.
    CapBelowNeed {
        from: Day,
        duties: usize,
        most: usize,
    },
}

impl App {
    /// Everybody else for a duty of a draft: who could have it at what cost, and what forbids the others.
    pub async fn why(&self, ctx: &Ctx, (at, duty): (RotaAt, DutyId)) -> Result<Why> {
        let mut tx = self.db.write(&ctx.request).await?;
        let (rota, entered) = self.enter_draft(ctx, &mut tx, at).await?;
        let (draft, judge) = judged(ctx, &mut tx, rota, entered.clone()).await?;
        let asked = self.price_asked(&draft, duty);
        let is_sought = asked.as_ref().is_some_and(UnderWay::is_under_way);
        if !is_sought {
            // Absences of others stand in it; that a price is being sought says nothing of anybody.
            tx.log(entered.entry(ctx, Event::RotaRead, duty.to_string()));
        }
        tx.commit().await?;
        let known = draft.served.iter().find(|one| one.duty.id == duty);
        let known = known.and_then(|one| DutyAt::of(&one.duty));
        let place = known.ok_or(Error::NotFound)?;
        let takers = match judge.duty(duty).filter(|_| !is_sought) {
            Some(number) => takers(&judge, &draft, (number, place.line)),
            None => Vec::new(),
        };
        Ok(Why {
            asked,
            can_prove: self.rota_helper().is_some(),
            may_ask: !is_made_by_hand(&draft.agreement),
            held: draft.entries.get(&duty).copied(),
            is_fixed: draft.fixed.contains(&duty),
            duty: place,
            takers,
            draft,
        })
    }
}

fn takers(judge: &Judge, draft: &Draft, (duty, line): (DutyNo, LineId)) -> Vec<Taker> {
    let plan = plan_of(judge, draft);
    let before = score(&judge.problem, &plan);
    let roles = draft.pool.line(line).map(|line| line.roles.as_slice());
    let serves = |staff: StaffId| {
        let mut posts = draft.members.iter().filter(|one| one.staff == staff);
        posts.any(|post| roles.is_some_and(|roles| roles.contains(&post.role)))
    };
    let all = judge.board().takers(&plan, duty);
    let taker = |(person, trial): (PersonNo, Trial)| {
        let staff = judge.staff(person).filter(|staff| serves(*staff))?;
        Some(Taker {
            staff,
            against: judge.told(&trial.violations),
            costs: costs(&before, &score(&judge.problem, &trial.plan)),
            rest_added: judge.days(&trial.comp_added),
            rest_removed: judge.days(&trial.comp_removed),
        })
    };
    all.into_iter().filter_map(taker).collect()
}

/// What one plan costs more than another of the same days.
pub(super) fn costs(before: &Score, after: &Score) -> Costs {
    let (old, new) = (before.parts, after.parts);
    let wishes = new.wishes - old.wishes;
    let changes = new.changes - old.changes;
    let weekends = new.close_weekends - old.close_weekends;
    let rest_days = new.comp_days - old.comp_days;
    let total = after.total - before.total;
    let open = match before.z0 == after.z0 {
        true => 0,
        false => (after.total - after.z2) - (before.total - before.z2),
    };
    Costs {
        total,
        open,
        fairness: total - open - wishes - changes - weekends - rest_days,
        wishes,
        changes,
        weekends,
        rest_days,
    }
}

/// What no plan of these days can mend.
pub(super) fn troubles(judge: &Judge) -> Result<Vec<Trouble>> {
    let facts = judge.facts.clone().without_this_week();
    let written = instance(&facts, "troubles".to_owned());
    let (_, problem) = lawful(written).map_err(|faults| Error::Internal(faults.into()))?;
    let found = concerns(&problem).into_iter();
    let told = found.filter_map(|one| trouble(judge, &problem, one));
    Ok(told.take(TROUBLES_MAX).collect())
}

/// A concern in the words of the domain; none of what is history.
pub(crate) fn trouble(judge: &Judge, problem: &Problem, concern: Concern) -> Option<Trouble> {
    let staff = |person: PersonNo| problem.persons[person].id.parse::<StaffId>().ok();
    let place = |duty: DutyNo| {
        let id = &problem.duties[duty].id;
        let mut pieces = judge.facts.pieces.iter();
        let piece = pieces.find(|one| one.id.to_string() == *id)?;
        DutyAt::of(&piece.duty).filter(|_| piece.is_judged)
    };
    let day = |minute: i64| {
        let at = jiff::Timestamp::from_second(minute.saturating_mul(60)).ok()?;
        Some(hemma_domain::time::Instant(at).day())
    };
    match concern {
        Concern::Pinned(_) => None,
        Concern::NoRest { person, period } => Some(Trouble::NoRest {
            staff: staff(person)?,
            week: day(problem.periods[period].start)?,
        }),
        Concern::NobodyEligible { duty } => Some(Trouble::NobodyEligible { duty: place(duty)? }),
        Concern::NobodyAvailable { duty, because } => Some(Trouble::NobodyAvailable {
            duty: place(duty)?,
            because: because
                .iter()
                .filter_map(|one| {
                    let rule = match one.rule() {
                        hemma_rota_rules::Rule::Disturbance => Rule::Disturbed,
                        _ => Rule::Absent,
                    };
                    Some((staff(one.person())?, rule))
                })
                .collect(),
        }),
        Concern::TooFew {
            duties,
            persons,
            open,
        } => {
            let duties: Vec<DutyAt> = duties.into_iter().filter_map(place).collect();
            (!duties.is_empty()).then(|| Trouble::TooFew {
                duties,
                people: persons.into_iter().filter_map(staff).collect(),
                open,
            })
        }
        Concern::CapBelowNeed {
            window,
            duties,
            most,
        } => Some(Trouble::CapBelowNeed {
            from: day(problem.windows[window].start)?,
            duties,
            most,
        }),
    }
}
