//! What stands must not forbid what is planned: history that breaks rules by itself is left out, the earliest first.

use std::collections::BTreeSet;

use hemma_rota_rules::{DutyNo, Effort, Faults, Instance, Problem, Violation, plan, prepare};

/// Rounds of leaving something out: each takes one duty or more, and nobody's history is longer.
const ROUNDS_MAX: usize = 400;

/// The instance without what makes every plan unlawful. A window that history fills too much stays full, and a weekend
/// too many goes while the later one stays: whoever has had too much gets nothing more. What cannot be helped stays.
pub(crate) fn lawful(mut instance: Instance) -> Result<(Instance, Problem), Faults> {
    let mut problem = prepare(&instance)?;
    for _ in 0..ROUNDS_MAX {
        // Nothing is searched: only whether what stands can be completed at all.
        let nothing = Effort { seed: 1, steps: 0 };
        let Err(why) = plan(&problem, nothing, &|| true) else {
            break;
        };
        let gone = to_leave_out(&problem, &why.0);
        let days = comp_days(&problem, &why.0);
        if gone.is_empty() && days.is_empty() {
            break;
        }
        instance.duties.retain(|one| !gone.contains(&one.id));
        instance.pinned.retain(|one| !gone.contains(&one.duty));
        for fair in &mut instance.fairness {
            fair.units.retain(|duty, _| !gone.contains(duty));
        }
        instance
            .pinned_comp_days
            .retain(|one| !days.contains(&(one.person.clone(), one.date.clone())));
        problem = prepare(&instance)?;
    }
    Ok((instance, problem))
}

/// Of each breach the earliest duty that stands. Weekly rest comes last: a day off may mend it.
fn to_leave_out(problem: &Problem, found: &[Violation]) -> BTreeSet<String> {
    let rest = |one: &&Violation| matches!(one, Violation::NoWeeklyRest { .. });
    let (rests, others): (Vec<_>, Vec<_>) = found.iter().partition(rest);
    let earliest = |one: &&Violation| {
        let standing = duties_of(one).into_iter();
        let standing = standing.filter(|duty| problem.duties[*duty].pinned.is_some());
        standing.min_by_key(|duty| problem.duties[*duty].whole.start)
    };
    let mut gone: BTreeSet<DutyNo> = others.iter().filter_map(earliest).collect();
    if gone.is_empty() {
        gone = rests.iter().filter_map(earliest).collect();
    }
    gone.iter()
        .map(|duty| problem.duties[*duty].id.clone())
        .collect()
}

fn comp_days(problem: &Problem, found: &[Violation]) -> BTreeSet<(String, String)> {
    let days = found.iter().filter_map(|one| match one {
        Violation::CompNoWork { person, date }
        | Violation::CompOff { person, date }
        | Violation::CompTwice { person, date } => {
            Some((problem.persons[*person].id.clone(), date.to_string()))
        }
        _ => None,
    });
    days.collect()
}

/// The duties in which a breach shows.
pub(crate) fn duties_of(one: &Violation) -> Vec<DutyNo> {
    match one {
        Violation::NotEligible { duty, .. }
        | Violation::Unavailable { duty, .. }
        | Violation::AfterDisturbance { duty, .. }
        | Violation::PinMoved { duty, .. } => vec![*duty],
        Violation::TooNear { first, second, .. } => vec![*first, *second],
        Violation::WindowLoad { duties, .. }
        | Violation::WindowCount { duties, .. }
        | Violation::WeekendsNear { duties, .. }
        | Violation::NoWeeklyRest { duties, .. } => duties.clone(),
        Violation::CompNoWork { .. }
        | Violation::CompOff { .. }
        | Violation::CompTwice { .. }
        | Violation::PinnedCompGone { .. } => Vec::new(),
    }
}
