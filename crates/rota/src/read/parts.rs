//! Each list of an instance, looked up.

use std::collections::{BTreeMap, HashSet};

use jiff::civil::Date;

use crate::fault::{Faults, Wrong};
use crate::instance::{self, Instance};
use crate::moment::Span;
use crate::number::{DutyNo, LineNo, NeedNo, Number, PersonNo, Table, TeamNo, WishNo};
use crate::problem::{
    Absence, AssignCost, Close, Day, Duty, Fair, Line, LineCost, Member, Need, Person, Problem,
    Rules, Wish,
};

use super::look::Look;
use super::size;

pub(super) fn problem(instance: &Instance, mut look: Look) -> Result<Problem, Faults> {
    let look = &mut look;
    size::lists(instance, look);
    if !look.is_clean() {
        // Lists that are far too long are not gone through one by one.
        return std::mem::take(look).done(()).and(Err(Faults(vec![])));
    }
    ids(instance, look);
    let mut problem = Problem {
        name: instance.name.clone(),
        teams: Table::of(instance.teams.clone()),
        persons: Table::default(),
        lines: lines(instance, look),
        duties: duties(instance, look),
        days: days(instance, look),
        periods: Table::of(stretches("rest_periods", &instance.rest_periods, look)),
        windows: Table::of(stretches("windows", &instance.windows, look)),
        rules: rules(&instance.rules, look),
        wishes: Table::default(),
        needs: Table::default(),
        fairness: Table::default(),
        assign_costs: assign_costs(instance, look),
        line_costs: line_costs(instance, look),
        close: Close {
            max_distance: instance.close_weekends.max_distance,
            cost: instance.close_weekends.cost,
        },
        comp_cost: instance.comp_cost,
        weight_unfilled: instance.tier_weights.unfilled,
        weight_spread: instance.tier_weights.spread,
        clock: crate::moment::Clock::default(),
    };
    amounts(instance, look);
    persons(instance, &mut problem, look);
    wishes(instance, &mut problem, look);
    needs(instance, &mut problem, look);
    fixed(instance, &mut problem, look);
    problem.fairness = Table::of(fairness(instance, &problem, look));
    problem.clock = std::mem::take(&mut look.clock);
    if look.is_clean() && !size::is_exact(&problem) {
        look.fault("tier_weights", Wrong::Overflow);
    }
    std::mem::take(look).done(problem)
}

fn ids(instance: &Instance, look: &mut Look) {
    let numbered =
        |list: &'static str, field: &'static str| move |n: usize| format!("{list}[{n}]{field}");
    let at = numbered("teams", "");
    look.learn(
        "team",
        instance.teams.iter().enumerate().map(|(n, id)| (at(n), id)),
    );
    let at = numbered("persons", ".id");
    let all = instance.persons.iter().enumerate();
    look.learn("person", all.map(|(n, one)| (at(n), &one.id)));
    let at = numbered("lines", ".id");
    let all = instance.lines.iter().enumerate();
    look.learn("line", all.map(|(n, one)| (at(n), &one.id)));
    let at = numbered("duties", ".id");
    let all = instance.duties.iter().enumerate();
    look.learn("duty", all.map(|(n, one)| (at(n), &one.id)));
    let at = numbered("wishes", ".id");
    let all = instance.wishes.iter().enumerate();
    look.learn("wish", all.map(|(n, one)| (at(n), &one.id)));
    let at = numbered("fairness", ".id");
    let all = instance.fairness.iter().enumerate();
    look.learn("category", all.map(|(n, one)| (at(n), &one.id)));
}

fn lines(instance: &Instance, look: &mut Look) -> Table<LineNo, Line> {
    let lines = instance.lines.iter().enumerate().map(|(n, one)| {
        look.number(
            &format!("lines[{n}].gap_after_min"),
            one.gap_after_min,
            size::AMOUNT,
        );
        look.number(&format!("lines[{n}].load_pct"), one.load_pct, (0, 1_000));
        Line {
            id: one.id.clone(),
            level: one.level,
            gap_after: one.gap_after_min,
            load_pct: one.load_pct,
        }
    });
    Table::of(lines.collect())
}

fn duties(instance: &Instance, look: &mut Look) -> Table<DutyNo, Duty> {
    let mut duties = vec![];
    for (n, one) in instance.duties.iter().enumerate() {
        let at = format!("duties[{n}]");
        let line = look.find::<LineNo>("line", &format!("{at}.line"), &one.line);
        look.number(
            &format!("{at}.unfilled_cost"),
            one.unfilled_cost,
            size::COST,
        );
        let segments = segments(&at, one, look);
        for (k, weekend) in one.weekends.iter().enumerate() {
            look.number(&format!("{at}.weekends[{k}]"), *weekend, size::WEEKENDS);
        }
        let mut weekends = one.weekends.clone();
        weekends.sort_unstable();
        weekends.dedup();
        let minutes = segments.iter().map(|one| one.minutes()).sum();
        let start = segments.first().map_or(0, |one| one.start);
        let end = segments.last().map_or(0, |one| one.end);
        let pct = line.and_then(|line| instance.lines.get(line.at()));
        duties.push(Duty {
            id: one.id.clone(),
            line: line.unwrap_or(LineNo::new(0)),
            kind: one.kind.clone(),
            segments,
            whole: Span { start, end },
            minutes,
            load: pct.map_or(0, |line| minutes.saturating_mul(line.load_pct)),
            weekends,
            holidays: one.holidays.clone(),
            unfilled: one.unfilled_cost,
            pinned: None,
            previous: None,
            needs: vec![],
        });
    }
    Table::of(duties)
}

fn segments(at: &str, duty: &instance::Duty, look: &mut Look) -> Vec<Span> {
    let at = format!("{at}.segments");
    look.many(&at, duty.segments.len(), size::SEGMENTS_MAX);
    if duty.segments.is_empty() {
        look.fault(&at, Wrong::Empty);
    }
    let mut spans: Vec<Span> = vec![];
    for (k, (start, end)) in duty.segments.iter().enumerate().take(size::SEGMENTS_MAX) {
        let at = format!("{at}[{k}]");
        let Some(span) = look.span(&at, start, end) else {
            continue;
        };
        if spans.last().is_some_and(|before| span.start < before.end) {
            look.fault(&at, Wrong::Order);
        }
        spans.push(span);
    }
    spans
}

fn days(instance: &Instance, look: &mut Look) -> Table<crate::number::DayNo, Day> {
    let mut days: BTreeMap<Date, Vec<Span>> = BTreeMap::new();
    for (n, one) in instance.workdays.iter().enumerate() {
        let at = format!("workdays[{n}]");
        let date = look.date(&format!("{at}.date"), &one.date);
        let span = look.span(&at, &one.start, &one.end);
        if let Some((date, span)) = date.zip(span) {
            days.entry(date).or_default().push(span);
        }
    }
    let days = days.into_iter().map(|(date, mut work)| {
        work.sort_unstable();
        Day { date, work }
    });
    Table::of(days.collect())
}

fn stretches(at: &str, all: &[instance::Stretch], look: &mut Look) -> Vec<Span> {
    let spans = all.iter().enumerate();
    spans
        .filter_map(|(n, one)| look.span(&format!("{at}[{n}]"), &one.start, &one.end))
        .collect()
}

fn rules(rules: &instance::Rules, look: &mut Look) -> Rules {
    for (at, found) in [
        ("rules.weekly_rest_min", rules.weekly_rest_min),
        (
            "rules.max_load_min_per_window",
            rules.max_load_min_per_window,
        ),
        ("rules.max_duties_per_window", rules.max_duties_per_window),
        ("rules.weekend_gap", rules.weekend_gap),
        (
            "rules.rest_after_disturbance_min",
            rules.rest_after_disturbance_min,
        ),
    ] {
        look.number(at, found, size::AMOUNT);
    }
    Rules {
        weekly_rest: rules.weekly_rest_min,
        load_max: rules.max_load_min_per_window.saturating_mul(100),
        duties_max: rules.max_duties_per_window,
        weekend_gap: rules.weekend_gap,
        after_disturbance: rules.rest_after_disturbance_min,
    }
}

fn amounts(instance: &Instance, look: &mut Look) {
    look.number(
        "close_weekends.max_distance",
        instance.close_weekends.max_distance,
        size::AMOUNT,
    );
    look.number(
        "close_weekends.cost",
        instance.close_weekends.cost,
        size::COST,
    );
    look.number("comp_cost", instance.comp_cost, size::COST);
    look.number(
        "tier_weights.unfilled",
        instance.tier_weights.unfilled,
        size::COST,
    );
    look.number(
        "tier_weights.spread",
        instance.tier_weights.spread,
        size::COST,
    );
}

fn persons(instance: &Instance, problem: &mut Problem, look: &mut Look) {
    let mut persons = vec![];
    for (n, one) in instance.persons.iter().enumerate() {
        let team = look.find::<TeamNo>("team", &format!("persons[{n}].team"), &one.team);
        let mut off = vec![];
        for (k, date) in one.off_dates.iter().enumerate() {
            let date = look.date(&format!("persons[{n}].off_dates[{k}]"), date);
            off.extend(date.and_then(|date| problem.day(date)));
        }
        off.sort_unstable();
        off.dedup();
        persons.push(Person {
            id: one.id.clone(),
            team: team.unwrap_or(TeamNo::new(0)),
            off,
            absences: vec![],
            disturbances: vec![],
            pinned_comp: vec![],
            lines: vec![],
            wishes: vec![],
        });
    }
    problem.persons = Table::of(persons);
    for (line, persons) in &instance.eligible {
        let at = format!("eligible.{line}");
        let line = look.find::<LineNo>("line", &at, line);
        for (n, person) in persons.iter().enumerate() {
            let person = look.find::<PersonNo>("person", &format!("{at}[{n}]"), person);
            if let Some((line, person)) = line.zip(person) {
                problem.persons[person].lines.push(line);
            }
        }
    }
    absences(instance, problem, look);
}

fn absences(instance: &Instance, problem: &mut Problem, look: &mut Look) {
    for (n, one) in instance.unavailable.iter().enumerate() {
        let at = format!("unavailable[{n}]");
        let person = look.find::<PersonNo>("person", &format!("{at}.person"), &one.person);
        let span = look.span(&at, &one.start, &one.end);
        if let Some((person, span)) = person.zip(span) {
            let reason = one.reason.clone();
            problem.persons[person]
                .absences
                .push(Absence { span, reason });
        }
    }
    for (n, one) in instance.disturbances.iter().enumerate() {
        let at = format!("disturbances[{n}]");
        let person = look.find::<PersonNo>("person", &format!("{at}.person"), &one.person);
        let end = look.instant(&format!("{at}.end"), &one.end);
        if let Some((person, end)) = person.zip(end) {
            problem.persons[person].disturbances.push(end);
        }
    }
}

fn wishes(instance: &Instance, problem: &mut Problem, look: &mut Look) {
    let mut wishes = vec![];
    for (n, one) in instance.wishes.iter().enumerate() {
        let at = format!("wishes[{n}]");
        look.number(&format!("{at}.cost"), one.cost, size::COST);
        let person = look.find::<PersonNo>("person", &format!("{at}.person"), &one.person);
        let span = look.span(&at, &one.start, &one.end);
        if let Some((person, span)) = person.zip(span) {
            problem.persons[person]
                .wishes
                .push(WishNo::new(wishes.len()));
            wishes.push(Wish {
                id: one.id.clone(),
                person,
                kind: one.kind,
                span,
                cost: one.cost,
            });
        }
    }
    problem.wishes = Table::of(wishes);
}

fn needs(instance: &Instance, problem: &mut Problem, look: &mut Look) {
    let mut needs = vec![];
    for (n, one) in instance.needs.iter().enumerate() {
        let at = format!("needs[{n}]");
        look.number(&format!("{at}.cost"), one.cost, size::COST);
        let team = look.find::<TeamNo>("team", &format!("{at}.team"), &one.team);
        let mut duties = vec![];
        for (k, duty) in one.duties.iter().enumerate() {
            duties.extend(look.find::<DutyNo>("duty", &format!("{at}.duties[{k}]"), duty));
        }
        duties.sort_unstable();
        duties.dedup();
        for duty in &duties {
            problem.duties[*duty].needs.push(NeedNo::new(needs.len()));
        }
        needs.push(Need {
            team: team.unwrap_or(TeamNo::new(0)),
            duties,
            cost: one.cost,
        });
    }
    problem.needs = Table::of(needs);
}

/// What stands already: history, served comp days, the published plan.
fn fixed(instance: &Instance, problem: &mut Problem, look: &mut Look) {
    for (n, one) in instance.pinned.iter().enumerate() {
        let at = format!("pinned[{n}]");
        let duty = look.find::<DutyNo>("duty", &format!("{at}.duty"), &one.duty);
        let person = look.find::<PersonNo>("person", &format!("{at}.person"), &one.person);
        if let Some((duty, person)) = duty.zip(person) {
            let before = problem.duties[duty].pinned.replace(person);
            if before.is_some_and(|before| before != person) {
                look.fault(&format!("{at}.duty"), Wrong::Twice(one.duty.clone()));
            }
        }
    }
    let mut seen = HashSet::new();
    for (n, one) in instance.pinned_comp_days.iter().enumerate() {
        let at = format!("pinned_comp_days[{n}]");
        let person = look.find::<PersonNo>("person", &format!("{at}.person"), &one.person);
        let Some(date) = look.date(&format!("{at}.date"), &one.date) else {
            continue;
        };
        let Some(day) = problem.day(date) else {
            let (kind, id) = ("workday", one.date.clone());
            look.fault(&format!("{at}.date"), Wrong::Unknown { kind, id });
            continue;
        };
        if let Some(person) = person {
            if !seen.insert((person, day)) {
                look.fault(&at, Wrong::Twice(one.date.clone()));
            }
            problem.persons[person].pinned_comp.push(day);
            problem.persons[person].pinned_comp.sort_unstable();
        }
    }
    for (n, one) in instance.previous.iter().enumerate() {
        let at = format!("previous[{n}]");
        look.number(&format!("{at}.cost"), one.cost, size::COST);
        let duty = look.find::<DutyNo>("duty", &format!("{at}.duty"), &one.duty);
        let person = look.find::<PersonNo>("person", &format!("{at}.person"), &one.person);
        if let Some((duty, person)) = duty.zip(person) {
            let before = problem.duties[duty].previous.replace((person, one.cost));
            if before.is_some() {
                look.fault(&format!("{at}.duty"), Wrong::Twice(one.duty.clone()));
            }
        }
    }
}

fn assign_costs(instance: &Instance, look: &mut Look) -> Vec<AssignCost> {
    let costs = instance.assign_costs.iter().enumerate();
    costs
        .filter_map(|(n, one)| {
            let at = format!("assign_costs[{n}]");
            look.number(&format!("{at}.cost"), one.cost, size::COST);
            let person = look.find("person", &format!("{at}.person"), &one.person);
            let duty = look.find("duty", &format!("{at}.duty"), &one.duty);
            Some(AssignCost {
                person: person?,
                duty: duty?,
                cost: one.cost,
                reason: one.reason.clone(),
            })
        })
        .collect()
}

fn line_costs(instance: &Instance, look: &mut Look) -> Vec<LineCost> {
    let costs = instance.line_costs.iter().enumerate();
    costs
        .filter_map(|(n, one)| {
            let at = format!("line_costs[{n}]");
            look.number(&format!("{at}.cost"), one.cost, size::COST);
            let person = look.find("person", &format!("{at}.person"), &one.person);
            let line = look.find("line", &format!("{at}.line"), &one.line);
            Some(LineCost {
                person: person?,
                line: line?,
                cost: one.cost,
                reason: one.reason.clone(),
            })
        })
        .collect()
}

fn fairness(instance: &Instance, problem: &Problem, look: &mut Look) -> Vec<Fair> {
    let mut all = vec![];
    for (n, one) in instance.fairness.iter().enumerate() {
        let at = format!("fairness[{n}]");
        look.number(&format!("{at}.range_weight"), one.range_weight, size::COST);
        look.number(
            &format!("{at}.square_weight"),
            one.square_weight,
            size::COST,
        );
        let mut units = Table::like(&problem.duties, 0);
        for (duty, count) in &one.units {
            let at = format!("{at}.units.{duty}");
            look.number(&at, *count, (0, 1_000));
            if let Some(duty) = look.find::<DutyNo>("duty", &at, duty) {
                units[duty] = *count;
            }
        }
        let mut members = vec![];
        let mut member_of = Table::like(&problem.persons, None);
        for (k, member) in one.members.iter().enumerate() {
            let at = format!("{at}.members[{k}]");
            look.number(&format!("{at}.hist"), member.hist, size::UNITS);
            look.number(&format!("{at}.target10"), member.target10, size::UNITS);
            let person = look.find::<PersonNo>("person", &format!("{at}.person"), &member.person);
            let Some(person) = person else { continue };
            if member_of[person].replace(members.len()).is_some() {
                look.fault(&at, Wrong::Twice(member.person.clone()));
            }
            let (hist, target10) = (member.hist, member.target10);
            members.push(Member {
                person,
                hist,
                target10,
            });
        }
        all.push(Fair {
            id: one.id.clone(),
            range_weight: one.range_weight,
            square_weight: one.square_weight,
            units,
            members,
            member_of,
        });
    }
    all
}
