use hemma_domain::code::Code;
use hemma_domain::curriculum::Cadence;
use hemma_domain::staff::Role;

use super::*;

const CAN: &str = include_str!("../../../../training/mst-can.toml");

/// A demand as it is told: its code, half days, whether it comes back each quarter.
type Told = (String, u32, bool);

#[test]
fn the_shipped_curricula_read_as_reviewed() {
    let files = embedded().unwrap();
    let told: Vec<(String, Vec<Told>)> = files
        .iter()
        .map(|file| {
            let one = file.curriculum();
            let demands = one.requirements.iter().map(|one| {
                let is_quarterly = one.cadence.value == Cadence::Quarterly;
                (one.code.clone(), one.half_days.value, is_quarterly)
            });
            (one.code.clone(), demands.collect())
        })
        .collect();
    let demand = |code: &str, half_days, quarterly| (code.to_owned(), half_days, quarterly);
    let expected = [
        (
            "MST".to_owned(),
            vec![
                demand("orientation", 10, false),
                demand("booster", 3, true),
                demand("leader_orientation", 4, false),
            ],
        ),
        (
            "MST-CAN".to_owned(),
            vec![
                demand("orientation", 10, false),
                demand("can_orientation", 8, false),
                demand("trauma", 8, false),
                demand("booster", 3, true),
                demand("leader_orientation", 4, false),
            ],
        ),
    ];
    assert_eq!(told, expected);
}

#[test]
fn what_nobody_has_confirmed_is_told() {
    let files = embedded().unwrap();
    let open = |file: usize, code: &str| {
        let one = files[file].curriculum().requirement(code).unwrap();
        let values = one.unconfirmed().into_iter();
        values.map(Code::code).collect::<Vec<_>>()
    };
    assert_eq!(open(0, "leader_orientation"), [""; 0]);
    assert_eq!(open(0, "booster"), ["half_days"]);
    assert_eq!(open(1, "booster"), ["roles"]);
    assert_eq!(open(1, "trauma"), ["roles", "within_months"]);
    let leader = [Role::GroupLeader];
    assert_eq!(files[1].curriculum().demanded_of(&leader).count(), 5);
}

#[test]
fn a_fault_is_told_with_its_line() {
    for (from, to, expected) in [
        (
            "value = \"once\"",
            "value = \"weekly\"",
            "requirements[0].cadence.value: `weekly` is none of once, quarterly",
        ),
        (
            "half_days = { value = 10,",
            "half_days = { value = 100,",
            "requirements[0].half_days.value: 100 lies outside 1 to 40",
        ),
        (
            "code = \"trauma\"",
            "code = \"orientation\"",
            "requirements[2].code: the code `orientation` is used twice",
        ),
    ] {
        let changed = CAN.replacen(from, to, 1);
        assert_ne!(changed, CAN, "{from}");
        let line = 1 + CAN.split(from).next().unwrap().matches('\n').count();
        let faults = CurriculumFile::read("own.toml", &changed).unwrap_err();
        assert_eq!(
            faults[0].to_string(),
            format!("own.toml:{line}: {expected}")
        );
    }
}
