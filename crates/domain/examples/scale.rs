//! What simulating a scale-up costs: ten thousand runs of sixty and of six hundred families a year.
//!
//! `cargo run --release -p hemma-domain --example scale`, or `cargo xtask bench scale`.

#![expect(clippy::print_stdout, reason = "it is what the example is for")]

use std::collections::BTreeMap;
use std::time::Instant;

use hemma_domain::code::Code as _;
use hemma_domain::scale::{Assumption, Scale, simulate};

const RUNS: u32 = 10_000;

fn scale(families: u32) -> Option<Scale> {
    let all = Assumption::ALL.iter().map(|one| {
        let value = match one {
            Assumption::Families => families,
            Assumption::WeeksLeast => 13,
            Assumption::WeeksUsual => 22,
            Assumption::WeeksMost => 39,
            Assumption::EarlyPercent => 15,
            Assumption::WaitPercent => 90,
            Assumption::ContactMinutes => 120,
            Assumption::ContactTenths | Assumption::DirectHours => 30,
            other => other.range().0.max(4),
        };
        (*one, value)
    });
    Scale::new(all.collect::<BTreeMap<_, _>>()).ok()
}

fn main() {
    for families in [60, 600] {
        let Some(scale) = scale(families) else {
            continue;
        };
        // Park and Miller (1988): as quick as what the program itself draws from, and the same each time.
        let mut state = 1_u64;
        let mut chance = || {
            state = state * 16_807 % 2_147_483_647;
            state as f64 / 2_147_483_647.0
        };
        let teams = scale.teams_least() + 1;
        let begun = Instant::now();
        let found = simulate(&scale.with_teams(teams), RUNS, &mut chance, |_| true);
        let took = begun.elapsed().as_millis();
        let in_time = found.map(|found| found.in_time.middle).unwrap_or_default();
        println!(
            "{RUNS} runs, {families} families a year, {teams} teams: {took} ms, {in_time:.1} % in time"
        );
    }
}
