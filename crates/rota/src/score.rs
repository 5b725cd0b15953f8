//! What a plan costs, as a sum of named items.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::check::after;
use crate::instance::WishKind;
use crate::number::{DutyNo, FairNo, NeedNo, PersonNo, WishNo};
use crate::plan::Plan;
use crate::problem::Problem;

/// What a plan costs. Smaller is better.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Score {
    /// Weighted Z0, weighted Z1 and Z2.
    pub total: i64,
    /// Open duties, before their weight.
    pub z0: i64,
    /// Uneven shares in whole duties, before their weight.
    pub z1: i64,
    /// All else.
    pub z2: i64,
    /// Z2 by kind.
    pub parts: Parts,
    /// Everything that costs, or that says how even shares are.
    pub items: Vec<Item>,
}

/// Z2 by kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Parts {
    /// Squared deviations from fair shares.
    pub squares: i64,
    /// Missed wishes.
    pub wishes: i64,
    /// Missed needs.
    pub needs: i64,
    /// Costs of one person on one duty.
    pub assigned: i64,
    /// Costs of one person on a line.
    pub lines: i64,
    /// Changes against the published plan.
    pub changes: i64,
    /// Weekends near each other.
    pub close_weekends: i64,
    /// Comp days.
    pub comp_days: i64,
}

impl Parts {
    /// Z2.
    pub fn sum(&self) -> i64 {
        self.squares
            + self.wishes
            + self.needs
            + self.assigned
            + self.lines
            + self.changes
            + self.close_weekends
            + self.comp_days
    }
}

/// One thing that costs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    /// Z0: nobody serves a duty.
    Open {
        /// Which.
        duty: DutyNo,
        /// Before its weight.
        cost: i64,
    },
    /// Z1: the distance between the most and the least burdened.
    Spread {
        /// Of what.
        category: FairNo,
        /// Tenths of a duty.
        tenths: i64,
        /// Whole duties, rounded up.
        whole: i64,
        /// Before its weight.
        cost: i64,
    },
    /// How far somebody is from their fair share.
    Share {
        /// Of what.
        category: FairNo,
        /// Who.
        person: PersonNo,
        /// Units served in this plan.
        units: i64,
        /// Tenths of a duty above the share.
        dev10: i64,
        /// The cost of the square.
        cost: i64,
    },
    /// A wish that is not met.
    Wish {
        /// Which.
        wish: WishNo,
        /// How much.
        cost: i64,
    },
    /// A need that is not met.
    Need {
        /// Which.
        need: NeedNo,
        /// How much.
        cost: i64,
    },
    /// A person on a duty that costs.
    Assigned {
        /// Who.
        person: PersonNo,
        /// Which.
        duty: DutyNo,
        /// How much.
        cost: i64,
        /// Why.
        reason: String,
    },
    /// A person on a line that costs.
    Line {
        /// Who.
        person: PersonNo,
        /// Which.
        duty: DutyNo,
        /// How much.
        cost: i64,
        /// Why.
        reason: String,
    },
    /// A change against the published plan.
    Change {
        /// Which.
        duty: DutyNo,
        /// Who had it.
        before: PersonNo,
        /// Who has it now.
        now: Option<PersonNo>,
        /// How much.
        cost: i64,
    },
    /// Two weekends near each other.
    CloseWeekends {
        /// Whose.
        person: PersonNo,
        /// The earlier one.
        earlier: i64,
        /// The later one.
        later: i64,
        /// How much.
        cost: i64,
    },
    /// A comp day.
    CompDay {
        /// Whose.
        person: PersonNo,
        /// Which date.
        date: Date,
        /// How much.
        cost: i64,
    },
}

/// What a plan costs, lawful or not. The reader has seen to it that no sum can overflow.
pub fn score(problem: &Problem, plan: &Plan) -> Score {
    let mut items = vec![];
    let mut parts = Parts::default();
    let z0 = open(problem, plan, &mut items);
    let z1 = shares(problem, plan, &mut parts, &mut items);
    wishes(problem, plan, &mut parts, &mut items);
    needs(problem, plan, &mut parts, &mut items);
    pairs(problem, plan, &mut parts, &mut items);
    changes(problem, plan, &mut parts, &mut items);
    weekends(problem, plan, &mut parts, &mut items);
    for (person, date) in plan.comp_days.iter().copied() {
        let cost = problem.comp_cost;
        parts.comp_days += cost;
        items.push(Item::CompDay { person, date, cost });
    }
    let z2 = parts.sum();
    Score {
        total: problem.weight_unfilled * z0 + problem.weight_spread * z1 + z2,
        z0,
        z1,
        z2,
        parts,
        items,
    }
}

fn open(problem: &Problem, plan: &Plan, items: &mut Vec<Item>) -> i64 {
    let mut sum = 0;
    for duty in plan.open() {
        let cost = problem.duties[duty].unfilled;
        sum += cost;
        items.push(Item::Open { duty, cost });
    }
    sum
}

fn shares(problem: &Problem, plan: &Plan, parts: &mut Parts, items: &mut Vec<Item>) -> i64 {
    let mut sum = 0;
    for (category, fair) in problem.fairness.iter() {
        let mut units = vec![0i64; fair.members.len()];
        for (duty, person) in plan.assign.iter() {
            let member = person.and_then(|person| fair.member_of[person]);
            if let Some(own) = member.and_then(|member| units.get_mut(member)) {
                *own += fair.units[duty];
            }
        }
        let (mut least, mut most) = (i64::MAX, i64::MIN);
        for (member, units) in fair.members.iter().zip(units) {
            let dev10 = member.dev10(units);
            let cost = fair.square_weight * dev10 * dev10;
            (least, most) = (least.min(dev10), most.max(dev10));
            parts.squares += cost;
            items.push(Item::Share {
                category,
                person: member.person,
                units,
                dev10,
                cost,
            });
        }
        let tenths = if least <= most { most - least } else { 0 };
        let whole = whole_duties(tenths);
        let cost = fair.range_weight * whole;
        sum += cost;
        items.push(Item::Spread {
            category,
            tenths,
            whole,
            cost,
        });
    }
    sum
}

/// Tenths rounded up to whole duties.
pub(crate) fn whole_duties(tenths: i64) -> i64 {
    (tenths + 9).div_euclid(10)
}

fn wishes(problem: &Problem, plan: &Plan, parts: &mut Parts, items: &mut Vec<Item>) {
    for (person, one) in problem
        .persons
        .iter()
        .filter(|(_, one)| !one.wishes.is_empty())
    {
        let duties = plan.duties_of(problem, person);
        for wish in one.wishes.iter().copied() {
            let on_duty = duties.iter().any(|duty| problem.touches(wish, *duty));
            let (kind, cost) = (problem.wishes[wish].kind, problem.wishes[wish].cost);
            if on_duty == (kind == WishKind::Off) {
                parts.wishes += cost;
                items.push(Item::Wish { wish, cost });
            }
        }
    }
}

fn needs(problem: &Problem, plan: &Plan, parts: &mut Parts, items: &mut Vec<Item>) {
    for (need, what) in problem.needs.iter() {
        let mut servers = what.duties.iter().filter_map(|duty| plan.assign[*duty]);
        if !servers.any(|person| problem.persons[person].team == what.team) {
            let cost = what.cost;
            parts.needs += cost;
            items.push(Item::Need { need, cost });
        }
    }
}

fn pairs(problem: &Problem, plan: &Plan, parts: &mut Parts, items: &mut Vec<Item>) {
    for one in &problem.assign_costs {
        if plan.assign[one.duty] == Some(one.person) {
            parts.assigned += one.cost;
            items.push(Item::Assigned {
                person: one.person,
                duty: one.duty,
                cost: one.cost,
                reason: one.reason.clone(),
            });
        }
    }
    for one in &problem.line_costs {
        for (duty, person) in plan.assign.iter() {
            if *person == Some(one.person) && problem.duties[duty].line == one.line {
                parts.lines += one.cost;
                items.push(Item::Line {
                    person: one.person,
                    duty,
                    cost: one.cost,
                    reason: one.reason.clone(),
                });
            }
        }
    }
}

fn changes(problem: &Problem, plan: &Plan, parts: &mut Parts, items: &mut Vec<Item>) {
    for (duty, what) in problem.duties.iter() {
        let now = plan.assign[duty];
        if let Some((before, cost)) = what.previous.filter(|(before, _)| now != Some(*before)) {
            parts.changes += cost;
            items.push(Item::Change {
                duty,
                before,
                now,
                cost,
            });
        }
    }
}

fn weekends(problem: &Problem, plan: &Plan, parts: &mut Parts, items: &mut Vec<Item>) {
    for person in problem.persons.keys() {
        let duties = plan.duties_of(problem, person);
        let numbers = duties
            .iter()
            .flat_map(|duty| &problem.duties[*duty].weekends);
        let numbers: BTreeSet<i64> = numbers.copied().collect();
        let cost = problem.close.cost;
        for earlier in numbers.iter().copied() {
            for later in numbers.range(after(earlier, problem.close.max_distance)) {
                parts.close_weekends += cost;
                items.push(Item::CloseWeekends {
                    person,
                    earlier,
                    later: *later,
                    cost,
                });
            }
        }
    }
}
