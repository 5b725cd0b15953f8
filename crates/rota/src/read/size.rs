//! How long lists and how large numbers may be, and why.

use crate::instance::Instance;
use crate::number::Table;
use crate::problem::Problem;

use super::look::Look;

/// A county's whole service in one pool; a solver sees people times duties.
const PERSONS_MAX: usize = 1_000;
/// Ten teams over two years with every night of its own take 10,000.
const DUTIES_MAX: usize = 20_000;
/// Every person could ask for every day of a year.
const WISHES_MAX: usize = 100_000;
/// Lines that answer beside and behind each other.
const LINES_MAX: usize = 50;
/// Ten years of days.
const DAYS_MAX: usize = 4_000;
/// Lists of one entry a person and day.
const ENTRIES_MAX: usize = 400_000;
/// Nights, weekends, holidays, each of a line.
const FAIRNESS_MAX: usize = 100;
/// A duty of a month with a stretch each night.
pub(super) const SEGMENTS_MAX: usize = 100;
/// A single price: a million times a unit cost of a thousand.
pub(super) const COST: (i64, i64) = (0, 1_000_000_000);
/// Minutes, counts and percents: two years of minutes.
pub(super) const AMOUNT: (i64, i64) = (0, 1_100_000);
/// Numbers of weekends, history included.
pub(super) const WEEKENDS: (i64, i64) = (-10_000, 10_000);
/// Units of years, and tenths of them.
pub(super) const UNITS: (i64, i64) = (-1_000_000, 1_000_000);
/// Above this a double, which the exact engine counts in, cannot tell two scores apart.
const SCORE_MAX: i128 = 1 << 53;

pub(super) fn lists(instance: &Instance, look: &mut Look) {
    let one = instance;
    for (at, found, most) in [
        ("teams", one.teams.len(), PERSONS_MAX),
        ("persons", one.persons.len(), PERSONS_MAX),
        ("lines", one.lines.len(), LINES_MAX),
        ("eligible", one.eligible.len(), LINES_MAX),
        ("duties", one.duties.len(), DUTIES_MAX),
        ("workdays", one.workdays.len(), DAYS_MAX),
        ("rest_periods", one.rest_periods.len(), DAYS_MAX),
        ("windows", one.windows.len(), DAYS_MAX),
        ("unavailable", one.unavailable.len(), ENTRIES_MAX),
        ("disturbances", one.disturbances.len(), ENTRIES_MAX),
        ("pinned", one.pinned.len(), DUTIES_MAX),
        ("pinned_comp_days", one.pinned_comp_days.len(), ENTRIES_MAX),
        ("previous", one.previous.len(), DUTIES_MAX),
        ("wishes", one.wishes.len(), WISHES_MAX),
        ("needs", one.needs.len(), WISHES_MAX),
        ("assign_costs", one.assign_costs.len(), ENTRIES_MAX),
        ("line_costs", one.line_costs.len(), ENTRIES_MAX),
        ("fairness", one.fairness.len(), FAIRNESS_MAX),
    ] {
        look.many(at, found, most);
    }
}

/// Whether no plan's score, and no sum on the way to it, leaves the range that is exact everywhere.
pub(super) fn is_exact(problem: &Problem) -> bool {
    let wide = i128::from;
    let open: i128 = problem.duties.values().map(|one| wide(one.unfilled)).sum();
    let mut whole = wide(problem.weight_unfilled) * open;
    for fair in problem.fairness.values() {
        let units: i128 = fair.units.values().map(|one| wide(*one)).sum();
        let devs = fair.members.iter().map(|one| {
            let hist = wide(one.hist).abs();
            10 * (hist + units) + wide(one.target10).abs()
        });
        let most = devs.clone().max().unwrap_or(0);
        whole += wide(problem.weight_spread) * wide(fair.range_weight) * (most / 5 + 1);
        whole += devs
            .map(|dev| wide(fair.square_weight) * dev * dev)
            .sum::<i128>();
    }
    whole += problem
        .wishes
        .values()
        .map(|one| wide(one.cost))
        .sum::<i128>();
    whole += problem
        .needs
        .values()
        .map(|one| wide(one.cost))
        .sum::<i128>();
    whole += problem
        .assign_costs
        .iter()
        .map(|one| wide(one.cost))
        .sum::<i128>();
    let lines = Table::like(&problem.lines, 0i128);
    let mut lines = lines;
    for duty in problem.duties.values() {
        lines[duty.line] += 1;
    }
    for one in &problem.line_costs {
        whole += wide(one.cost) * lines[one.line];
    }
    let previous = problem.duties.values().filter_map(|one| one.previous);
    whole += previous.map(|(_, cost)| wide(cost)).sum::<i128>();
    let weekends: usize = problem.duties.values().map(|one| one.weekends.len()).sum();
    let weekends = i128::try_from(weekends).unwrap_or(i128::MAX / 4);
    whole += wide(problem.close.cost) * weekends.saturating_mul(weekends);
    let days = i128::try_from(problem.days.count() * problem.persons.count()).unwrap_or(0);
    whole += wide(problem.comp_cost) * days;
    whole < SCORE_MAX
}
