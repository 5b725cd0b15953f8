//! A lawful plan in the making: what a change would cost, and the change itself.

use crate::board::{Board, Load};
use crate::number::{DutyNo, FairNo, NeedNo, PersonNo, Table};
use crate::plan::Plan;
use crate::score::whole_duties;

/// A duty and who is to have it.
pub(crate) type Change = (DutyNo, Option<PersonNo>);

/// A lawful plan in the making.
#[derive(Debug, Clone)]
pub(crate) struct Draft<'a> {
    pub(crate) board: &'a Board<'a>,
    pub(crate) assign: Table<DutyNo, Option<PersonNo>>,
    pub(crate) own: Table<PersonNo, Vec<DutyNo>>,
    load: Table<PersonNo, Load>,
    units: Table<FairNo, Vec<i64>>,
    met: Table<NeedNo, i64>,
    /// The weighted score.
    pub(crate) score: i64,
}

/// A change that is lawful, with what it would come to.
#[derive(Debug, Clone)]
pub(crate) struct Priced {
    pub(crate) difference: i64,
    changes: Vec<Change>,
    persons: Vec<(PersonNo, Vec<DutyNo>, Load)>,
}

impl<'a> Draft<'a> {
    /// A draft of these assignments; the first person whose duties are unlawful where they are not.
    pub(crate) fn of(
        board: &'a Board<'a>,
        plan: &Table<DutyNo, Option<PersonNo>>,
    ) -> Result<Draft<'a>, PersonNo> {
        let problem = board.problem;
        let mut own = Table::like(&problem.persons, vec![]);
        let mut units: Vec<Vec<i64>> = vec![];
        for fair in problem.fairness.values() {
            units.push(vec![0; fair.members.len()]);
        }
        let mut draft = Draft {
            board,
            assign: plan.clone(),
            load: Table::like(
                &problem.persons,
                Load {
                    cost: 0,
                    comp: vec![],
                },
            ),
            own: own.clone(),
            units: Table::of(units),
            met: Table::like(&problem.needs, 0),
            score: 0,
        };
        for (duty, person) in plan.iter() {
            if let Some(person) = *person {
                own[person].push(duty);
                draft.count(duty, person, 1);
            }
        }
        for (person, mut duties) in problem.persons.keys().zip(own.values().cloned()) {
            duties.sort_by_key(|duty| (problem.duties[*duty].whole.start, *duty));
            draft.load[person] = board.load(person, &duties).ok_or(person)?;
            draft.own[person] = duties;
        }
        draft.score = draft.whole_score();
        Ok(draft)
    }

    fn whole_score(&self) -> i64 {
        let problem = self.board.problem;
        let open = self.assign.iter().filter(|(_, who)| who.is_none());
        let open: i64 = open.map(|(duty, _)| problem.duties[duty].unfilled).sum();
        let spread: i64 = problem
            .fairness
            .keys()
            .map(|one| self.spread(one, &[]))
            .sum();
        let needs = problem
            .needs
            .iter()
            .filter(|(need, _)| self.met[*need] == 0);
        let needs: i64 = needs.map(|(_, need)| need.cost).sum();
        // Keeping what was published saves its price; here is the price that is saved.
        let published = problem.duties.values().filter_map(|duty| duty.previous);
        let published: i64 = published.map(|(_, cost)| cost).sum();
        let persons: i64 = self.load.values().map(|load| load.cost).sum();
        problem.weight_unfilled * open
            + problem.weight_spread * spread
            + needs
            + published
            + persons
    }

    fn count(&mut self, duty: DutyNo, person: PersonNo, sign: i64) {
        let board = self.board;
        for (category, units) in board.counts_in(duty) {
            let member = board.problem.fairness[*category].member_of[person];
            if let Some(own) = member.and_then(|member| self.units[*category].get_mut(member)) {
                *own += sign * units;
            }
        }
        for need in &board.problem.duties[duty].needs {
            if board.problem.needs[*need].team == board.problem.persons[person].team {
                self.met[*need] += sign;
            }
        }
    }

    /// Weighted within its category, with some members' units changed by so much.
    fn spread(&self, category: FairNo, changed: &[(usize, i64)]) -> i64 {
        let fair = &self.board.problem.fairness[category];
        let (mut least, mut most) = (i64::MAX, i64::MIN);
        for (at, (member, units)) in fair.members.iter().zip(&self.units[category]).enumerate() {
            let more = changed
                .iter()
                .filter(|(who, _)| *who == at)
                .map(|(_, more)| more);
            let dev = member.dev10(units + more.sum::<i64>());
            (least, most) = (least.min(dev), most.max(dev));
        }
        if least <= most {
            fair.range_weight * whole_duties(most - least)
        } else {
            0
        }
    }

    /// What changes would cost; `None` where a rule forbids them. Each duty stands in them once.
    pub(crate) fn price(&self, changes: &[Change]) -> Option<Priced> {
        let problem = self.board.problem;
        let mut persons: Vec<(PersonNo, Vec<DutyNo>)> = vec![];
        let mut difference = 0;
        for (duty, to) in changes.iter().copied() {
            let from = self.assign[duty];
            if from == to || problem.duties[duty].pinned.is_some() {
                return None;
            }
            let unfilled = problem.weight_unfilled * problem.duties[duty].unfilled;
            if from.is_none() {
                difference -= unfilled;
            }
            if to.is_none() {
                difference += unfilled;
            }
            if let Some(from) = from {
                self.edit(&mut persons, from, |all| all.retain(|other| *other != duty));
            }
            if let Some(to) = to {
                if !self.board.candidates[duty].contains(&to) {
                    return None;
                }
                self.edit(&mut persons, to, |all| *all = self.board.with(all, duty));
            }
        }
        let mut loads = vec![];
        for (person, duties) in persons {
            let load = self.board.load(person, &duties)?;
            difference += load.cost - self.load[person].cost;
            loads.push((person, duties, load));
        }
        difference += self.shared(changes) + self.needed(changes);
        Some(Priced {
            difference,
            changes: changes.to_vec(),
            persons: loads,
        })
    }

    /// Changes the list of one person, begun from what they have now.
    fn edit(
        &self,
        persons: &mut Vec<(PersonNo, Vec<DutyNo>)>,
        person: PersonNo,
        change: impl FnOnce(&mut Vec<DutyNo>),
    ) {
        if let Some((_, duties)) = persons.iter_mut().find(|(other, _)| *other == person) {
            return change(duties);
        }
        let mut duties = self.own[person].clone();
        change(&mut duties);
        persons.push((person, duties));
    }

    fn shared(&self, changes: &[Change]) -> i64 {
        let problem = self.board.problem;
        let mut touched: Vec<(FairNo, Vec<(usize, i64)>)> = vec![];
        for (duty, to) in changes.iter().copied() {
            for (category, units) in self.board.counts_in(duty) {
                let fair = &problem.fairness[*category];
                let mut add = |person: Option<PersonNo>, units: i64| {
                    let Some(member) = person.and_then(|person| fair.member_of[person]) else {
                        return;
                    };
                    match touched.iter_mut().find(|(other, _)| other == category) {
                        Some((_, all)) => all.push((member, units)),
                        None => touched.push((*category, vec![(member, units)])),
                    }
                };
                add(self.assign[duty], -units);
                add(to, *units);
            }
        }
        let all = touched.iter();
        let difference = all.map(|(category, changed)| {
            self.spread(*category, changed) - self.spread(*category, &[])
        });
        problem.weight_spread * difference.sum::<i64>()
    }

    fn needed(&self, changes: &[Change]) -> i64 {
        let problem = self.board.problem;
        let mut met: Vec<(NeedNo, i64)> = vec![];
        for (duty, to) in changes.iter().copied() {
            for need in problem.duties[duty].needs.iter().copied() {
                let known = |person: Option<PersonNo>| {
                    let team = person.map(|person| problem.persons[person].team);
                    i64::from(team == Some(problem.needs[need].team))
                };
                let more = known(to) - known(self.assign[duty]);
                match met.iter_mut().find(|(other, _)| *other == need) {
                    Some((_, sum)) => *sum += more,
                    None => met.push((need, more)),
                }
            }
        }
        met.into_iter()
            .map(|(need, more)| {
                let (before, now) = (self.met[need], self.met[need] + more);
                let cost = problem.needs[need].cost;
                cost * (i64::from(now == 0) - i64::from(before == 0))
            })
            .sum()
    }

    /// Makes a change that was priced against this very draft.
    pub(crate) fn make(&mut self, priced: Priced) {
        self.score += priced.difference;
        for (duty, to) in priced.changes {
            if let Some(from) = self.assign[duty] {
                self.count(duty, from, -1);
            }
            if let Some(to) = to {
                self.count(duty, to, 1);
            }
            self.assign[duty] = to;
        }
        for (person, duties, load) in priced.persons {
            self.own[person] = duties;
            self.load[person] = load;
        }
    }

    /// As a plan, with the comp days that it needs.
    pub(crate) fn plan(&self) -> Plan {
        let comp_days = self.load.iter().flat_map(|(person, load)| {
            let days = load.comp.iter();
            days.map(move |day| (person, self.board.problem.days[*day].date))
        });
        Plan {
            assign: self.assign.clone(),
            comp_days: comp_days.collect(),
        }
    }
}
