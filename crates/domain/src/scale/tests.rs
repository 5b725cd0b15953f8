use super::*;

/// Three therapists with three families each, half a year, sixty families a year, nobody leaves early.
fn values() -> BTreeMap<Assumption, u32> {
    let all = Assumption::ALL.iter().map(|one| {
        let value = match one {
            Assumption::Families => 60,
            Assumption::Teams | Assumption::EarlyPercent | Assumption::VacancyPercent => 0,
            Assumption::WeeksLeast | Assumption::WeeksUsual | Assumption::WeeksMost => 26,
            Assumption::EarlyWeeks => 8,
            Assumption::Therapists | Assumption::Caseload | Assumption::PoolTeams => 3,
            Assumption::ContactTenths => 30,
            Assumption::ContactMinutes => 120,
            Assumption::DirectHours => 30,
            Assumption::WaitWeeks => 4,
            Assumption::WaitPercent => 90,
            Assumption::CallsPerHundred => 50,
            Assumption::FirstLine => 6,
            Assumption::SecondLine => 3,
            Assumption::TherapistCost => 800_000,
            Assumption::LeaderCost => 900_000,
            _ => 0,
        };
        (*one, value)
    });
    all.collect()
}

fn scale(changes: &[(Assumption, u32)]) -> Scale {
    let mut values = values();
    values.extend(changes.iter().copied());
    Scale::new(values).unwrap()
}

/// A linear congruential generator (Park and Miller 1988), so that each run is the same.
fn chance() -> impl FnMut() -> f64 {
    let mut state = 20_261_129_u64;
    move || {
        state = state * 16_807 % 2_147_483_647;
        state as f64 / 2_147_483_647.0
    }
}

fn outcome(scale: &Scale) -> Outcome {
    simulate(scale, 400, chance(), |_| true).unwrap()
}

#[test]
fn what_is_assumed_must_be_whole_and_in_range() {
    let mut missing = values();
    missing.remove(&Assumption::Caseload);
    missing.insert(Assumption::WaitPercent, 100);
    let faults = Scale::new(missing).unwrap_err();
    assert_eq!(
        faults,
        [
            Fault::Range(Assumption::Caseload),
            Fault::Range(Assumption::WaitPercent)
        ]
    );
    let mut turned = values();
    turned.insert(Assumption::WeeksUsual, 40);
    assert_eq!(Scale::new(turned), Err(vec![Fault::Lengths]));
}

#[test]
fn the_dose_can_hold_the_number_of_families_down() {
    assert_eq!(scale(&[]).carried(), (3, Limit::Caseload));
    // Four contacts of three hours: twelve hours for each family, of thirty.
    let dose = [
        (Assumption::ContactTenths, 40),
        (Assumption::ContactMinutes, 180),
    ];
    assert_eq!(scale(&dose).carried(), (2, Limit::Hours));
    assert_eq!(scale(&dose).places(2), 12);
    assert_eq!(scale(&[(Assumption::VacancyPercent, 25)]).places(4), 27);
}

#[test]
fn families_fill_as_many_places_as_their_weeks_need() {
    // Sixty families of 26 weeks are 30 at a time, with nine places a team: 3.4 teams.
    assert_eq!(scale(&[]).teams_least(), 4);
    let roomy = outcome(&scale(&[(Assumption::Teams, 8)]));
    assert!(
        (roomy.taken.middle - 30.0 / 72.0 * 100.0).abs() < 1.5,
        "{roomy:?}"
    );
    assert!((roomy.started.middle - 60.0).abs() < 1.5);
    assert!((roomy.completed.middle - 60.0).abs() < 1.5);
    assert_eq!(roomy.wait.high, 0.0, "nobody waits where there is room");
    // Half a call for each of thirty families a week.
    assert!((roomy.calls.middle - 15.0).abs() < 0.5);
}

#[test]
fn too_few_teams_let_the_queue_grow_and_never_treat_more_than_they_can() {
    let few = outcome(&scale(&[(Assumption::Teams, 2)]));
    // Eighteen places of 26 weeks are 36 families a year; the other 24 wait, over the year before and three years.
    assert!((few.started.middle - 36.0).abs() < 1.0);
    assert!((few.taken.middle - 100.0).abs() < 0.1);
    assert!((few.queue.middle - 96.0).abs() < 20.0, "{:?}", few.queue);
    assert!(few.in_time.high < 5.0);
    let all: u64 = few.waits.iter().sum();
    assert!(all > 0);
}

#[test]
fn the_teams_that_are_needed_are_the_fewest_that_are_enough() {
    let scale = scale(&[]);
    let needed = scale.teams_needed(chance()).unwrap();
    assert!(scale.teams_least() <= needed);
    let enough = outcome(&scale.with_teams(needed));
    assert!(90.0 <= enough.in_time.middle);
    let fewer = outcome(&scale.with_teams(needed - 1));
    assert!(fewer.in_time.middle < 90.0);
}

#[test]
fn who_leaves_early_makes_room() {
    let stay = outcome(&scale(&[(Assumption::Teams, 3)]));
    let leave = outcome(&scale(&[
        (Assumption::Teams, 3),
        (Assumption::EarlyPercent, 40),
    ]));
    assert!(stay.started.middle < leave.started.middle);
    assert!(leave.completed.middle < stay.completed.middle + 1.0);
    assert!(leave.wait.middle < stay.wait.middle);
}

#[test]
fn people_and_money_follow_the_teams() {
    let need = scale(&[]).need(4);
    assert_eq!((need.therapists, need.leaders, need.pools), (12, 4, 2));
    assert_eq!((need.first_line, need.second_line), (12, 6));
    assert!(need.has_first_line() && !need.has_second_line());
    assert_eq!(need.cost, 12 * 800_000 + 4 * 900_000);
    assert!(need.is_cost_whole);
    let unknown = scale(&[
        (Assumption::TherapistCost, 0),
        (Assumption::TeamFee, 33_333),
    ]);
    let need = unknown.need(4);
    assert_eq!(need.cost, 4 * 900_000 + 4 * 33_333, "what is known is told");
    assert!(!need.is_cost_whole);
}

#[test]
fn whoever_looks_on_can_end_it() {
    let scale = scale(&[(Assumption::Teams, 4)]);
    let mut looks = Vec::new();
    let found = simulate(&scale, 1_000, chance(), |done| {
        looks.push(done);
        done < 200
    });
    assert_eq!(found, None);
    assert_eq!(looks, [0, 100, 200]);
}
