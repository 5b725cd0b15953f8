//! A pool of teams: its nights and weekends, its people, and what they ask for.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use crate::chance::Chance;
use crate::instance::{
    AssignCost, CloseWeekends, Disturbance, Duty, Fairness, INSTANCE_FORMAT, Instance, Line,
    LineCost, Member, Need, Pinned, Rules, Stretch, TierWeights, Wish, WishKind, Workday,
};

use super::Shape;
use super::almanac::{is_holiday, is_work_free, stamp};
use super::people::{self, Somebody, shares};

/// Weeks of history that stand in the file.
const WEEKS_BEFORE: i32 = 2;

/// One stretch on call, from four in the afternoon to seven in the morning of a working day.
struct Block {
    from: (Date, i8),
    until: (Date, i8),
    kind: &'static str,
    weekend: Option<i64>,
    holidays: Vec<String>,
    /// Weeks from the beginning of the horizon; negative in history.
    week: i64,
}

pub(super) fn instance(shape: Shape, chance: &mut Chance) -> Instance {
    let mut all = people::invent(shape, chance);
    let unavailable = people::absences(shape, &mut all);
    let blocks = blocks(shape);
    let duties = duties(shape, &blocks);
    let eligible = eligible(shape, &all);
    let pinned = history(shape, &duties, &eligible);
    // What nobody could keep in history is not planned afterwards.
    let duties: Vec<Duty> = duties
        .into_iter()
        .filter(|duty| !duty.id.contains("before") || pinned.iter().any(|pin| pin.duty == duty.id))
        .collect();
    let end = shape.start.saturating_add(shape.weeks.weeks());
    Instance {
        format: INSTANCE_FORMAT.to_owned(),
        name: "shaped".to_owned(),
        tz: "Europe/Stockholm".to_owned(),
        horizon: Stretch {
            start: shape.start.to_string(),
            end: end.to_string(),
        },
        teams: (1..=shape.teams).map(|n| format!("team-{n}")).collect(),
        persons: all.iter().map(|one| one.person.clone()).collect(),
        lines: lines(shape),
        fairness: fairness(&all, &eligible, &duties, chance),
        eligible,
        workdays: workdays(shape),
        rest_periods: weekly(shape, 0, 1),
        windows: weekly(shape, -3, 4),
        rules: Rules {
            weekly_rest_min: 36 * 60,
            max_load_min_per_window: 11_000,
            max_duties_per_window: 8,
            weekend_gap: 1,
            rest_after_disturbance_min: 11 * 60,
        },
        unavailable,
        disturbances: disturbances(shape, &all, chance),
        pinned,
        pinned_comp_days: vec![],
        previous: vec![],
        wishes: wishes(shape, &all, chance),
        needs: needs(shape, &duties, chance),
        assign_costs: assign_costs(&all, &duties, chance),
        line_costs: line_costs(&all),
        close_weekends: CloseWeekends {
            max_distance: 2,
            cost: 30,
        },
        comp_cost: 5,
        tier_weights: TierWeights {
            unfilled: 20_000,
            spread: 500,
        },
        duties,
    }
}

fn first(n: usize) -> String {
    format!("first-{}", n + 1)
}

fn lines(shape: Shape) -> Vec<Line> {
    let firsts = (0..shape.first_lines).map(|n| Line {
        id: first(n),
        level: 1,
        gap_after_min: 11 * 60,
        load_pct: 100,
    });
    let second = Line {
        id: "second".to_owned(),
        level: 2,
        gap_after_min: 0,
        load_pct: 50,
    };
    firsts.chain([second]).collect()
}

fn blocks(shape: Shape) -> Vec<Block> {
    let mut blocks = vec![];
    let begin = shape.start.saturating_sub(WEEKS_BEFORE.weeks());
    let end = shape.start.saturating_add(shape.weeks.weeks());
    let days = begin.series(1.day()).take_while(|day| *day < end);
    for day in days.filter(|day| !is_work_free(*day)) {
        let free: Vec<Date> = day
            .saturating_add(1.day())
            .series(1.day())
            .take_while(|day| is_work_free(*day))
            .collect();
        let back = day.saturating_add(i64::try_from(free.len() + 1).unwrap_or(1).days());
        // Four free days or more are too much for one person: a second one takes over on the third.
        match free.get(2).filter(|_| 3 < free.len()) {
            Some(middle) => {
                blocks.push(block(shape, (day, 16), (*middle, 7)));
                blocks.push(block(shape, (*middle, 7), (back, 7)));
            }
            None => blocks.push(block(shape, (day, 16), (back, 7))),
        }
    }
    blocks
}

fn block(shape: Shape, from: (Date, i8), until: (Date, i8)) -> Block {
    // Days whose noon lies in the block.
    let first = if from.1 < 12 {
        from.0
    } else {
        from.0.saturating_add(1.day())
    };
    let noons: Vec<Date> = first
        .series(1.day())
        .take_while(|day| *day < until.0)
        .collect();
    let week = |day: Date| {
        i64::from(shape.start.until(day).map_or(0, |span| span.get_days())).div_euclid(7)
    };
    let is_weekend = |day: &&Date| matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
    let weekend = noons.iter().find(is_weekend).map(|day| week(*day));
    let holidays: Vec<String> = noons
        .iter()
        .filter(|day| is_holiday(**day))
        .map(Date::to_string)
        .collect();
    let kind = match (weekend, holidays.is_empty() && noons.is_empty()) {
        (Some(_), _) => "weekend",
        (None, true) => "night",
        (None, false) => "holiday",
    };
    let week = week(from.0);
    Block {
        from,
        until,
        kind,
        weekend,
        holidays,
        week,
    }
}

fn duties(shape: Shape, blocks: &[Block]) -> Vec<Duty> {
    let mut duties = vec![];
    let mark = |week: i64| if week < 0 { "before-" } else { "" };
    for block in blocks {
        for n in 0..shape.first_lines {
            let unfilled = if block.kind == "night" { 10 } else { 40 };
            let id = format!(
                "{}{}-{}T{:02}",
                mark(block.week),
                first(n),
                block.from.0,
                block.from.1
            );
            duties.push(duty((id, first(n)), &[block], unfilled));
        }
    }
    let mut weeks: BTreeMap<i64, Vec<&Block>> = BTreeMap::new();
    for block in blocks {
        if block.kind == "weekend" {
            let id = format!(
                "{}second-{}T{:02}",
                mark(block.week),
                block.from.0,
                block.from.1
            );
            duties.push(duty((id, "second".to_owned()), &[block], 20));
        } else {
            weeks.entry(block.week).or_default().push(block);
        }
    }
    for (week, blocks) in weeks {
        let id = format!("{}second-week-{week}", mark(week));
        duties.push(duty((id, "second".to_owned()), &blocks, 15));
    }
    duties
}

fn duty((id, line): (String, String), blocks: &[&Block], unfilled_cost: i64) -> Duty {
    let segments = blocks.iter().map(|block| {
        let ((from, begins), (until, ends)) = (block.from, block.until);
        (stamp(from, begins), stamp(until, ends))
    });
    let kind = if blocks.len() == 1 {
        blocks.first().map_or("", |block| block.kind)
    } else {
        "week"
    };
    Duty {
        id,
        line,
        kind: kind.to_owned(),
        segments: segments.collect(),
        weekends: blocks.iter().filter_map(|block| block.weekend).collect(),
        holidays: blocks
            .iter()
            .flat_map(|block| block.holidays.clone())
            .collect(),
        unfilled_cost,
    }
}

/// Each first line has its own teams, and neighbours share some.
fn eligible(shape: Shape, all: &[Somebody]) -> BTreeMap<String, Vec<String>> {
    let mut eligible = BTreeMap::new();
    let width = shape.teams.div_ceil(shape.first_lines) + usize::from(1 < shape.first_lines);
    for n in 0..shape.first_lines {
        let begin = (n * shape.teams / shape.first_lines).min(shape.teams - width.min(shape.teams));
        let own = all
            .iter()
            .filter(|one| !one.leader && (begin..begin + width).contains(&one.team));
        eligible.insert(first(n), own.map(|one| one.person.id.clone()).collect());
    }
    let behind = all.iter().filter(|one| one.leader || one.senior);
    eligible.insert(
        "second".to_owned(),
        behind.map(|one| one.person.id.clone()).collect(),
    );
    eligible
}

/// Who kept what in the weeks before: by turns, never two duties within a day and a half.
fn history(shape: Shape, duties: &[Duty], eligible: &BTreeMap<String, Vec<String>>) -> Vec<Pinned> {
    let mut taken: BTreeMap<&str, Vec<(i64, i64)>> = BTreeMap::new();
    let mut weekends: BTreeMap<&str, Vec<i64>> = BTreeMap::new();
    let mut pinned = vec![];
    let minute = |text: &str| crate::moment::minute_of(text).unwrap_or(0);
    let before = duties.iter().filter(|duty| duty.id.contains("before"));
    for (turn, duty) in before.enumerate() {
        let start = duty.segments.first().map_or(0, |(start, _)| minute(start));
        let end = duty.segments.last().map_or(0, |(_, end)| minute(end));
        let names = eligible
            .get(&duty.line)
            .map(Vec::as_slice)
            .unwrap_or_default();
        let by_turns = names
            .iter()
            .cycle()
            .skip(turn * (1 + shape.teams))
            .take(names.len());
        let free = |name: &&String| {
            let near = taken.get(name.as_str()).is_some_and(|all| {
                all.iter()
                    .any(|(from, until)| *from < end + 36 * 60 && start < until + 36 * 60)
            });
            let weekend = weekends
                .get(name.as_str())
                .is_some_and(|own| !own.is_empty());
            !near && (duty.weekends.is_empty() || !weekend)
        };
        if let Some(name) = by_turns.into_iter().find(free) {
            taken.entry(name).or_default().push((start, end));
            weekends.entry(name).or_default().extend(&duty.weekends);
            pinned.push(Pinned {
                duty: duty.id.clone(),
                person: name.clone(),
            });
        }
    }
    pinned
}

fn workdays(shape: Shape) -> Vec<Workday> {
    let begin = shape.start.saturating_sub(WEEKS_BEFORE.weeks());
    let end = shape.start.saturating_add((shape.weeks + 1).weeks());
    let days = begin.series(1.day()).take_while(|day| *day < end);
    days.filter(|day| !is_work_free(*day))
        .map(|day| Workday {
            date: day.to_string(),
            start: stamp(day, 7),
            end: stamp(day, 16),
        })
        .collect()
}

/// One stretch of so many weeks for each week from `first` on.
fn weekly(shape: Shape, first: i32, length: i32) -> Vec<Stretch> {
    (first..shape.weeks)
        .map(|week| Stretch {
            start: stamp(shape.start.saturating_add(week.weeks()), 0),
            end: stamp(shape.start.saturating_add((week + length).weeks()), 0),
        })
        .collect()
}

fn disturbances(shape: Shape, all: &[Somebody], chance: &mut Chance) -> Vec<Disturbance> {
    (0..shape.teams)
        .filter_map(|_| chance.one_of(all))
        .map(|one| Disturbance {
            person: one.person.id.clone(),
            end: stamp(shape.start, 6),
        })
        .collect()
}

fn wishes(shape: Shape, all: &[Somebody], chance: &mut Chance) -> Vec<Wish> {
    let mut wishes = vec![];
    for one in all {
        for week in 0..shape.weeks {
            if !chance.percent(35) {
                continue;
            }
            let monday = shape.start.saturating_add(week.weeks());
            let weekend = chance.percent(60);
            let (first, length) = if weekend {
                (4, 3)
            } else {
                (chance.between(0, 3), 1)
            };
            let from = monday.saturating_add(first.days());
            let kind = if chance.percent(85) {
                WishKind::Off
            } else {
                WishKind::On
            };
            wishes.push(Wish {
                id: format!("wish-{}", wishes.len() + 1),
                person: one.person.id.clone(),
                kind,
                start: stamp(from, 16),
                end: stamp(from.saturating_add(i64::from(length).days()), 7),
                cost: chance.between(1, 6) * 10,
            });
        }
    }
    wishes
}

/// A family of a team in a hard week: somebody whom it knows should answer one of its nights.
fn needs(shape: Shape, duties: &[Duty], chance: &mut Chance) -> Vec<Need> {
    let mut needs = vec![];
    for team in 0..shape.teams {
        for week in 0..shape.weeks {
            if !chance.percent(25) {
                continue;
            }
            let monday = shape.start.saturating_add(week.weeks());
            let days: Vec<String> = monday
                .series(1.day())
                .take(7)
                .map(|day| format!("{day}T"))
                .collect();
            let own = duties.iter().filter(|duty| duty.line.starts_with("first"));
            let nights = own.filter(|duty| days.iter().any(|day| duty.id.contains(day)));
            needs.push(Need {
                team: format!("team-{}", team + 1),
                duties: nights.map(|duty| duty.id.clone()).collect(),
                cost: 40,
            });
        }
    }
    needs
}

/// Some people have an evening on which they had rather not.
fn assign_costs(all: &[Somebody], duties: &[Duty], chance: &mut Chance) -> Vec<AssignCost> {
    let mut costs = vec![];
    for one in all.iter().filter(|one| !one.leader) {
        if !chance.percent(30) {
            continue;
        }
        let offset = chance.below(4);
        let nights = duties
            .iter()
            .filter(|duty| duty.kind == "night" && !duty.id.contains("before"));
        costs.extend(nights.skip(offset).step_by(4).map(|duty| AssignCost {
            person: one.person.id.clone(),
            duty: duty.id.clone(),
            cost: 8,
            reason: "evening course".to_owned(),
        }));
    }
    costs
}

fn line_costs(all: &[Somebody]) -> Vec<LineCost> {
    let seniors = all.iter().filter(|one| one.senior);
    seniors
        .map(|one| LineCost {
            person: one.person.id.clone(),
            line: "second".to_owned(),
            cost: 3,
            reason: "stands behind only in turn".to_owned(),
        })
        .collect()
}

fn fairness(
    all: &[Somebody],
    eligible: &BTreeMap<String, Vec<String>>,
    duties: &[Duty],
    chance: &mut Chance,
) -> Vec<Fairness> {
    let mut categories = vec![];
    let planned = || duties.iter().filter(|duty| !duty.id.contains("before"));
    for (line, names) in eligible {
        let members: Vec<&Somebody> = all
            .iter()
            .filter(|one| names.contains(&one.person.id))
            .collect();
        let ours = || planned().filter(|duty| duty.line == *line);
        let units = |wanted: &dyn Fn(&&Duty) -> bool| -> BTreeMap<String, i64> {
            ours()
                .filter(wanted)
                .map(|duty| (duty.id.clone(), 1))
                .collect()
        };
        let of_weekends = units(&|duty| !duty.weekends.is_empty());
        let others = units(&|duty| duty.weekends.is_empty());
        categories.push(category(
            (format!("{line}-weekends"), 3, 4),
            of_weekends,
            &members,
            chance,
        ));
        categories.push(category(
            (format!("{line}-nights"), 1, 1),
            others,
            &members,
            chance,
        ));
        if line.starts_with("first") {
            let holidays = units(&|duty| !duty.holidays.is_empty());
            categories.push(category(
                (format!("{line}-holidays"), 2, 2),
                holidays,
                &members,
                chance,
            ));
        }
    }
    categories
}

fn category(
    (id, range_weight, square_weight): (String, i64, i64),
    units: BTreeMap<String, i64>,
    members: &[&Somebody],
    chance: &mut Chance,
) -> Fairness {
    let weights: Vec<i64> = members
        .iter()
        .map(|one| {
            let away = i64::try_from(one.away.len()).unwrap_or(0);
            one.percent * (60 - away.min(50))
        })
        .collect();
    let planned: i64 = units.values().sum();
    // Two years of the same, shared almost as it should be.
    let before = shares(4 * planned, &weights);
    let hist: Vec<i64> = before
        .iter()
        .map(|share| (share + chance.between(-1, 1)).max(0))
        .collect();
    let targets = shares(10 * (planned + hist.iter().sum::<i64>()), &weights);
    let each = members.iter().zip(hist).zip(targets);
    Fairness {
        id,
        range_weight,
        square_weight,
        units,
        members: each
            .map(|((one, hist), target10)| Member {
                person: one.person.id.clone(),
                hist,
                target10,
            })
            .collect(),
    }
}
