//! Instances so small that every plan can be tried, with every feature of the layout somewhere.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::{Date, date};

use crate::chance::Chance;
use crate::instance::{
    AssignCost, CloseWeekends, CompDay, Disturbance, Duty, Fairness, INSTANCE_FORMAT, Instance,
    Line, LineCost, Member, Need, Person, Pinned, Previous, Rules, Stretch, TierWeights,
    Unavailable, Wish, WishKind, Workday,
};
use crate::solution::{Claims, SOLUTION_FORMAT, Solution};

use super::almanac::{is_work_free, stamp};

/// Mondays whose weeks hold what is easily got wrong.
const MONDAYS: [Date; 6] = [
    // Clocks go back, clocks go forward, a leap day, the 53rd week with New Year's night, Easter, nothing.
    date(2026, 10, 19),
    date(2027, 3, 22),
    date(2028, 2, 28),
    date(2026, 12, 28),
    date(2027, 3, 29),
    date(2026, 9, 7),
];

/// A tiny instance: two to four people, two weeks, at most `duties_max` duties.
pub fn tiny(seed: u64, duties_max: usize) -> Instance {
    let chance = &mut Chance::new(seed);
    let start = chance.one_of(&MONDAYS).copied().unwrap_or(date(2026, 9, 7));
    let names: Vec<String> = (0..chance.between(2, 4)).map(|n| format!("p{n}")).collect();
    let duties = duties(start, duties_max, chance);
    let mut instance = Instance {
        format: INSTANCE_FORMAT.to_owned(),
        name: format!("tiny-{seed}"),
        tz: "Europe/Stockholm".to_owned(),
        horizon: Stretch {
            start: start.to_string(),
            end: start.saturating_add(14.days()).to_string(),
        },
        teams: vec!["a".to_owned(), "b".to_owned()],
        persons: persons(&names, start, chance),
        lines: lines(chance),
        eligible: eligible(&names, chance),
        workdays: workdays(start),
        rest_periods: stretches(start, &[(0, 7), (7, 14)]),
        windows: stretches(start, &[(-14, 14), (0, 28), (-7, 10)]),
        rules: Rules {
            weekly_rest_min: chance.between(30, 40) * 60,
            max_load_min_per_window: chance.between(40, 150) * 60,
            max_duties_per_window: chance.between(1, 5),
            weekend_gap: chance.between(0, 2),
            rest_after_disturbance_min: chance.between(0, 24) * 60,
        },
        unavailable: vec![],
        disturbances: vec![],
        pinned: vec![],
        pinned_comp_days: vec![],
        previous: vec![],
        wishes: vec![],
        needs: vec![],
        assign_costs: vec![],
        line_costs: vec![],
        fairness: vec![],
        close_weekends: CloseWeekends {
            max_distance: chance.between(0, 3),
            cost: chance.between(0, 20),
        },
        comp_cost: chance.between(0, 9),
        tier_weights: TierWeights {
            unfilled: chance.between(1, 400),
            spread: chance.between(0, 50),
        },
        duties,
    };
    asked(&mut instance, &names, start, chance);
    priced(&mut instance, &names, chance);
    instance
}

fn persons(names: &[String], start: Date, chance: &mut Chance) -> Vec<Person> {
    let mut all = vec![];
    for name in names {
        let days = start.series(1.day()).take(14);
        let off = days
            .filter(|_| chance.percent(15))
            .map(|day| day.to_string());
        let off_dates = off.collect();
        all.push(Person {
            id: name.clone(),
            team: if chance.percent(50) { "a" } else { "b" }.to_owned(),
            role: String::new(),
            fte: 1.0,
            off_dates,
        });
    }
    all
}

fn lines(chance: &mut Chance) -> Vec<Line> {
    ["one", "two"]
        .map(|id| Line {
            id: id.to_owned(),
            level: if id == "one" { 1 } else { 2 },
            gap_after_min: chance.between(0, 14) * 60,
            load_pct: chance.between(2, 10) * 10,
        })
        .to_vec()
}

fn eligible(names: &[String], chance: &mut Chance) -> BTreeMap<String, Vec<String>> {
    let mut eligible = BTreeMap::new();
    for line in ["one", "two"] {
        let own = names
            .iter()
            .filter(|_| chance.percent(85))
            .cloned()
            .collect();
        eligible.insert(line.to_owned(), own);
    }
    eligible
}

fn duties(start: Date, most: usize, chance: &mut Chance) -> Vec<Duty> {
    let mut all = vec![];
    for n in 0..=chance.below(most) {
        let day = chance.between(0, 13);
        let length = if chance.percent(50) {
            1
        } else {
            chance.between(1, 3)
        };
        let from = start.saturating_add(day.days());
        let mut segments = vec![(
            stamp(from, 16),
            stamp(from.saturating_add(length.days()), 7),
        )];
        if chance.percent(20) {
            let next = from.saturating_add((length + 1).days());
            segments.push((stamp(next, 16), stamp(next.saturating_add(1.day()), 7)));
        }
        let weekend = (4..=6).contains(&day.rem_euclid(7));
        all.push(Duty {
            id: format!("d{n}"),
            line: if chance.percent(65) { "one" } else { "two" }.to_owned(),
            kind: String::new(),
            segments,
            weekends: if weekend {
                vec![day.div_euclid(7)]
            } else {
                vec![]
            },
            holidays: vec![],
            unfilled_cost: chance.between(0, 20),
        });
    }
    all
}

fn workdays(start: Date) -> Vec<Workday> {
    let days = start
        .series(1.day())
        .take(14)
        .filter(|day| !is_work_free(*day));
    days.map(|day| Workday {
        date: day.to_string(),
        start: stamp(day, 7),
        end: stamp(day, 16),
    })
    .collect()
}

fn stretches(start: Date, all: &[(i64, i64)]) -> Vec<Stretch> {
    let at = |days: i64| stamp(start.saturating_add(days.days()), 0);
    all.iter()
        .map(|(from, until)| Stretch {
            start: at(*from),
            end: at(*until),
        })
        .collect()
}

fn asked(instance: &mut Instance, names: &[String], start: Date, chance: &mut Chance) {
    let some = |chance: &mut Chance, length: i64| {
        let from = start.saturating_add(chance.between(0, 13).days());
        let until = from.saturating_add(chance.between(1, length).days());
        (stamp(from, 12), stamp(until, 12))
    };
    for name in names {
        let person = name.clone();
        if chance.percent(30) {
            let (start, end) = some(chance, 4);
            let reason = "away".to_owned();
            instance.unavailable.push(Unavailable {
                person,
                start,
                end,
                reason,
            });
        }
        if chance.percent(20) {
            let (end, _) = some(chance, 1);
            let person = name.clone();
            instance.disturbances.push(Disturbance { person, end });
        }
        for _ in 0..chance.below(3) {
            let (start, end) = some(chance, 3);
            instance.wishes.push(Wish {
                id: format!("w{}", instance.wishes.len()),
                person: name.clone(),
                kind: if chance.percent(60) {
                    WishKind::Off
                } else {
                    WishKind::On
                },
                start,
                end,
                cost: chance.between(0, 30),
            });
        }
    }
}

fn priced(instance: &mut Instance, names: &[String], chance: &mut Chance) {
    let duties: Vec<String> = instance.duties.iter().map(|one| one.id.clone()).collect();
    for duty in &duties {
        let Some(person) = chance.one_of(names).cloned() else {
            continue;
        };
        let (duty, cost) = (duty.clone(), chance.between(0, 15));
        match chance.below(8) {
            0 => instance.pinned.push(Pinned { duty, person }),
            1 | 2 => instance.previous.push(Previous { duty, person, cost }),
            3 => {
                let reason = String::new();
                instance.assign_costs.push(AssignCost {
                    person,
                    duty,
                    cost,
                    reason,
                });
            }
            _ => {}
        }
    }
    for team in ["a", "b"] {
        instance.needs.push(Need {
            team: team.to_owned(),
            duties: duties
                .iter()
                .filter(|_| chance.percent(40))
                .cloned()
                .collect(),
            cost: chance.between(0, 20),
        });
    }
    if let Some(person) = chance.one_of(names).cloned() {
        let (line, cost, reason) = ("one".to_owned(), chance.between(0, 5), String::new());
        instance.line_costs.push(LineCost {
            person,
            line,
            cost,
            reason,
        });
    }
    shared(instance, names, chance);
}

fn shared(instance: &mut Instance, names: &[String], chance: &mut Chance) {
    let duties: Vec<String> = instance.duties.iter().map(|one| one.id.clone()).collect();
    // One day of somebody's work may be taken off already.
    let work = chance
        .one_of(&instance.workdays)
        .map(|day| day.date.clone());
    let free = |one: &&Person| {
        work.as_ref()
            .is_some_and(|date| !one.off_dates.contains(date))
    };
    let person = instance.persons.iter().find(free).map(|one| one.id.clone());
    if let Some((person, date)) = person.zip(work.clone()).filter(|_| chance.percent(30)) {
        instance.pinned_comp_days.push(CompDay { person, date });
    }
    for id in ["all", "some"] {
        let units = duties.iter().filter(|_| id == "all" || chance.percent(50));
        let units = units.cloned().collect::<Vec<_>>();
        let members = names.iter().filter(|_| id == "all" || chance.percent(70));
        let members = members.cloned().collect::<Vec<_>>();
        instance.fairness.push(Fairness {
            id: id.to_owned(),
            range_weight: chance.between(0, 3),
            square_weight: chance.between(0, 2),
            units: units
                .into_iter()
                .map(|duty| (duty, chance.between(1, 2)))
                .collect(),
            members: members
                .into_iter()
                .map(|person| Member {
                    person,
                    hist: chance.between(0, 3),
                    target10: chance.between(0, 60),
                })
                .collect(),
        });
    }
}

/// Any plan of a tiny instance, most often unlawful.
pub fn tiny_plan(instance: &Instance, seed: u64) -> Solution {
    let chance = &mut Chance::new(seed);
    let persons: Vec<String> = instance.persons.iter().map(|one| one.id.clone()).collect();
    let mut assign = BTreeMap::new();
    for duty in &instance.duties {
        let pinned = instance.pinned.iter().find(|pin| pin.duty == duty.id);
        let person = match pinned.filter(|_| chance.percent(90)) {
            Some(pin) => Some(pin.person.clone()),
            None if chance.percent(25) => None,
            None => chance.one_of(&persons).cloned(),
        };
        if person.is_some() || chance.percent(50) {
            assign.insert(duty.id.clone(), person);
        }
    }
    let dates: Vec<String> = instance
        .workdays
        .iter()
        .map(|one| one.date.clone())
        .collect();
    let mut comp_days = vec![];
    for _ in 0..chance.below(4) {
        let date = chance.one_of(&dates).cloned();
        if let Some((person, date)) = chance.one_of(&persons).cloned().zip(date) {
            comp_days.push(CompDay { person, date });
        }
    }
    if chance.percent(10) {
        let date = "2026-10-24".to_owned();
        comp_days.extend(
            persons
                .first()
                .cloned()
                .map(|person| CompDay { person, date }),
        );
    }
    Solution {
        format: SOLUTION_FORMAT.to_owned(),
        instance: instance.name.clone(),
        assign,
        comp_days,
        claims: Some(Claims {
            score: chance.percent(30).then(|| chance.between(0, 5000)),
            bound: chance.percent(30).then(|| chance.between(0, 5000)),
            optimal: chance.percent(30).then_some(true),
        }),
    }
}
