//! A second checker, written from the format's text alone: slow, plain, and sharing nothing with the first
//! but the shapes of the files.

use std::collections::{BTreeMap, BTreeSet};

use hemma_rota_rules::Solution;
use hemma_rota_rules::instance::{Duty, Instance, WishKind};

/// What the second checker says.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Opinion {
    /// Each rule that is broken, with the person.
    pub(crate) broken: BTreeSet<(&'static str, String)>,
    pub(crate) z: [i64; 3],
    pub(crate) score: i64,
    pub(crate) claims_hold: bool,
}

fn min(text: &str) -> i64 {
    let instant: jiff::Timestamp = text.parse().unwrap();
    instant.as_second() / 60
}

fn spans(duty: &Duty) -> Vec<(i64, i64)> {
    duty.segments
        .iter()
        .map(|(a, b)| (min(a), min(b)))
        .collect()
}

fn meet(a: (i64, i64), b: (i64, i64)) -> bool {
    a.0.max(b.0) < a.1.min(b.1)
}

fn begin(duty: &Duty) -> i64 {
    spans(duty)[0].0
}

fn finish(duty: &Duty) -> i64 {
    spans(duty).last().unwrap().1
}

pub(crate) struct Naive<'a> {
    instance: &'a Instance,
    solution: &'a Solution,
    served: BTreeMap<&'a str, Vec<&'a Duty>>,
    comp: BTreeMap<&'a str, Vec<&'a str>>,
}

pub(crate) fn judge(instance: &Instance, solution: &Solution) -> Opinion {
    let mut served: BTreeMap<&str, Vec<&Duty>> = BTreeMap::new();
    let mut comp: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for person in &instance.persons {
        served.insert(&person.id, vec![]);
        comp.insert(&person.id, vec![]);
    }
    for duty in &instance.duties {
        if let Some(Some(person)) = solution.assign.get(&duty.id) {
            served.get_mut(person.as_str()).unwrap().push(duty);
        }
    }
    for day in &solution.comp_days {
        comp.get_mut(day.person.as_str()).unwrap().push(&day.date);
    }
    let naive = Naive {
        instance,
        solution,
        served,
        comp,
    };
    let z = [naive.z0(), naive.z1(), naive.z2()];
    let score = instance.tier_weights.unfilled * z[0] + instance.tier_weights.spread * z[1] + z[2];
    let claims = solution.claims.unwrap_or_default();
    Opinion {
        broken: naive.broken(),
        z,
        score,
        claims_hold: claims.score.is_none_or(|claimed| claimed == score)
            && claims.bound.is_none_or(|bound| bound <= score)
            && (claims.optimal != Some(true) || claims.bound == Some(score)),
    }
}

impl Naive<'_> {
    fn broken(&self) -> BTreeSet<(&'static str, String)> {
        let mut broken = BTreeSet::new();
        for person in &self.instance.persons {
            let id = person.id.as_str();
            for (rule, is_broken) in [
                ("H1", self.h1(id)),
                ("H2", self.h2(id)),
                ("H3", self.h3(id)),
                ("H4", self.h4(id)),
                ("H5", self.h5(id)),
                ("H6", self.h6(id)),
                ("H7", self.h7(id)),
                ("H8", self.h8(id)),
                ("H9", self.h9(id)),
            ] {
                if is_broken {
                    broken.insert((rule, id.to_owned()));
                }
            }
        }
        broken
    }

    fn is_pinned(&self, duty: &Duty, id: &str) -> bool {
        self.instance
            .pinned
            .iter()
            .any(|pin| pin.duty == duty.id && pin.person == id)
    }

    fn h1(&self, id: &str) -> bool {
        self.served[id].iter().any(|duty| {
            !self
                .instance
                .eligible
                .get(&duty.line)
                .is_some_and(|all| all.iter().any(|one| one == id))
        })
    }

    fn h2(&self, id: &str) -> bool {
        let away = || {
            self.instance
                .unavailable
                .iter()
                .filter(|one| one.person == id)
        };
        self.served[id]
            .iter()
            .filter(|duty| !self.is_pinned(duty, id))
            .any(|duty| {
                spans(duty)
                    .iter()
                    .any(|span| away().any(|one| meet(*span, (min(&one.start), min(&one.end)))))
            })
    }

    fn h3(&self, id: &str) -> bool {
        let gap = |duty: &Duty| {
            self.instance
                .lines
                .iter()
                .find(|line| line.id == duty.line)
                .unwrap()
                .gap_after_min
        };
        self.served[id].iter().any(|a| {
            self.served[id]
                .iter()
                .any(|b| a.id != b.id && begin(a) <= begin(b) && begin(b) < finish(a) + gap(a))
        })
    }

    fn h4(&self, id: &str) -> bool {
        let rules = &self.instance.rules;
        self.instance.windows.iter().any(|window| {
            let (mut load, mut count) = (0, 0);
            for duty in &self.served[id] {
                if min(&window.start) <= begin(duty) && begin(duty) < min(&window.end) {
                    let line = self
                        .instance
                        .lines
                        .iter()
                        .find(|line| line.id == duty.line)
                        .unwrap();
                    load += spans(duty).iter().map(|(a, b)| b - a).sum::<i64>() * line.load_pct;
                    count += 1;
                }
            }
            load > 100 * rules.max_load_min_per_window || count > rules.max_duties_per_window
        })
    }

    fn weekends(&self, id: &str) -> Vec<i64> {
        let mut all: Vec<i64> = self.served[id]
            .iter()
            .flat_map(|duty| duty.weekends.clone())
            .collect();
        all.sort();
        all.dedup();
        all
    }

    fn h5(&self, id: &str) -> bool {
        let all = self.weekends(id);
        all.iter().any(|a| {
            all.iter()
                .any(|b| a != b && (a - b).abs() <= self.instance.rules.weekend_gap)
        })
    }

    fn h6(&self, id: &str) -> bool {
        let person = self
            .instance
            .persons
            .iter()
            .find(|one| one.id == id)
            .unwrap();
        self.comp[id].iter().any(|date| {
            let works = self.instance.workdays.iter().any(|day| day.date == *date);
            let off = person.off_dates.iter().any(|day| day == date);
            let times = self.comp[id].iter().filter(|other| *other == date).count();
            !works || off || times > 1
        })
    }

    /// Minute by minute.
    fn h7(&self, id: &str) -> bool {
        let person = self
            .instance
            .persons
            .iter()
            .find(|one| one.id == id)
            .unwrap();
        self.instance.rest_periods.iter().any(|period| {
            let (from, until) = (min(&period.start), min(&period.end));
            let mut busy = vec![false; usize::try_from(until - from).unwrap()];
            let mut mark = |a: i64, b: i64| {
                for minute in a.max(from)..b.min(until) {
                    busy[usize::try_from(minute - from).unwrap()] = true;
                }
            };
            for duty in &self.served[id] {
                spans(duty).iter().for_each(|(a, b)| mark(*a, *b));
            }
            for day in &self.instance.workdays {
                if !person.off_dates.contains(&day.date)
                    && !self.comp[id].contains(&day.date.as_str())
                {
                    mark(min(&day.start), min(&day.end));
                }
            }
            let (mut longest, mut run) = (0, 0);
            for minute in busy {
                run = if minute { 0 } else { run + 1 };
                longest = longest.max(run);
            }
            longest < self.instance.rules.weekly_rest_min
        })
    }

    fn h8(&self, id: &str) -> bool {
        let rest = self.instance.rules.rest_after_disturbance_min;
        self.served[id]
            .iter()
            .filter(|duty| !self.is_pinned(duty, id))
            .any(|duty| {
                let calls = self
                    .instance
                    .disturbances
                    .iter()
                    .filter(|one| one.person == id);
                calls.into_iter().any(|call| {
                    min(&call.end) <= begin(duty) && begin(duty) < min(&call.end) + rest
                })
            })
    }

    fn h9(&self, id: &str) -> bool {
        let pins = self.instance.pinned.iter().filter(|pin| pin.person == id);
        let days = self
            .instance
            .pinned_comp_days
            .iter()
            .filter(|pin| pin.person == id);
        pins.into_iter()
            .any(|pin| self.solution.assign.get(&pin.duty) != Some(&Some(id.to_owned())))
            || days
                .into_iter()
                .any(|pin| !self.comp[id].contains(&pin.date.as_str()))
    }

    fn z0(&self) -> i64 {
        let open = self
            .instance
            .duties
            .iter()
            .filter(|duty| self.who(&duty.id).is_none());
        open.map(|duty| duty.unfilled_cost).sum()
    }

    fn who(&self, duty: &str) -> Option<&str> {
        self.solution.assign.get(duty)?.as_deref()
    }

    fn devs(&self) -> Vec<Vec<i64>> {
        let categories = self.instance.fairness.iter();
        categories
            .map(|category| {
                let members = category.members.iter();
                members
                    .map(|member| {
                        let served = self.served[member.person.as_str()].iter();
                        let units: i64 =
                            served.filter_map(|duty| category.units.get(&duty.id)).sum();
                        10 * (member.hist + units) - member.target10
                    })
                    .collect()
            })
            .collect()
    }

    fn z1(&self) -> i64 {
        let mut sum = 0;
        for (category, devs) in self.instance.fairness.iter().zip(self.devs()) {
            if let (Some(most), Some(least)) = (devs.iter().max(), devs.iter().min()) {
                let mut whole = 0;
                while whole * 10 < most - least {
                    whole += 1;
                }
                sum += category.range_weight * whole;
            }
        }
        sum
    }

    fn z2(&self) -> i64 {
        let mut sum = 0;
        for (category, devs) in self.instance.fairness.iter().zip(self.devs()) {
            sum += devs
                .iter()
                .map(|dev| category.square_weight * dev * dev)
                .sum::<i64>();
        }
        for wish in &self.instance.wishes {
            let time = (min(&wish.start), min(&wish.end));
            let mut served = self.served[wish.person.as_str()].iter();
            let on = served.any(|duty| spans(duty).iter().any(|span| meet(*span, time)));
            if on == (wish.kind == WishKind::Off) {
                sum += wish.cost;
            }
        }
        for need in &self.instance.needs {
            let met = need
                .duties
                .iter()
                .filter_map(|duty| self.who(duty))
                .any(|id| {
                    self.instance
                        .persons
                        .iter()
                        .any(|one| one.id == id && one.team == need.team)
                });
            sum += if met { 0 } else { need.cost };
        }
        for one in &self.instance.assign_costs {
            sum += if self.who(&one.duty) == Some(&one.person) {
                one.cost
            } else {
                0
            };
        }
        for one in &self.instance.line_costs {
            let served = self.served[one.person.as_str()].iter();
            sum += served
                .filter(|duty| duty.line == one.line)
                .map(|_| one.cost)
                .sum::<i64>();
        }
        for one in &self.instance.previous {
            sum += if self.who(&one.duty) == Some(&one.person) {
                0
            } else {
                one.cost
            };
        }
        for person in &self.instance.persons {
            let all = self.weekends(&person.id);
            for a in &all {
                let close = &self.instance.close_weekends;
                let near = all
                    .iter()
                    .filter(|b| a < b && *b - a <= close.max_distance)
                    .count();
                sum += close.cost * i64::try_from(near).unwrap();
            }
        }
        sum + self.instance.comp_cost * i64::try_from(self.solution.comp_days.len()).unwrap()
    }
}
