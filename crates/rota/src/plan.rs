//! Who serves what, and who has which day off in return.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::instance::CompDay;
use crate::number::{DutyNo, PersonNo, Table};
use crate::problem::Problem;
use crate::solution::{Claims, SOLUTION_FORMAT, Solution};

/// Who serves what, and who has which day off in return. Nothing says that it is lawful.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Who serves each duty; `None` is open.
    pub assign: Table<DutyNo, Option<PersonNo>>,
    /// Comp days as given, in any order.
    pub comp_days: Vec<(PersonNo, Date)>,
}

impl Plan {
    /// Only what is pinned, all else open.
    pub fn pinned(problem: &Problem) -> Plan {
        let assign = problem.duties.values().map(|one| one.pinned).collect();
        let comp_days = problem.persons.iter().flat_map(|(person, one)| {
            let days = one.pinned_comp.iter();
            days.map(move |day| (person, problem.days[*day].date))
        });
        Plan {
            assign: Table::of(assign),
            comp_days: comp_days.collect(),
        }
    }

    /// The duties of one person, by their start.
    pub fn duties_of(&self, problem: &Problem, person: PersonNo) -> Vec<DutyNo> {
        let mut duties: Vec<DutyNo> = self
            .assign
            .iter()
            .filter(|(_, who)| **who == Some(person))
            .map(|(duty, _)| duty)
            .collect();
        duties.sort_by_key(|duty| (problem.duties[*duty].whole.start, *duty));
        duties
    }

    /// Duties that nobody serves.
    pub fn open(&self) -> Vec<DutyNo> {
        self.assign
            .iter()
            .filter(|(_, who)| who.is_none())
            .map(|(duty, _)| duty)
            .collect()
    }

    /// As it is written in a file.
    pub fn solution(&self, problem: &Problem, claims: Claims) -> Solution {
        let assign: BTreeMap<String, Option<String>> = self
            .assign
            .iter()
            .filter_map(|(duty, who)| {
                let who = problem.persons[(*who)?].id.clone();
                Some((problem.duties[duty].id.clone(), Some(who)))
            })
            .collect();
        let comp_days = self.comp_days.iter().map(|(person, date)| CompDay {
            person: problem.persons[*person].id.clone(),
            date: date.to_string(),
        });
        let mut comp_days: Vec<CompDay> = comp_days.collect();
        comp_days.sort();
        Solution {
            format: SOLUTION_FORMAT.to_owned(),
            instance: problem.name.clone(),
            assign,
            comp_days,
            claims: Some(claims),
        }
    }
}
