use super::*;

fn words(text: &str) -> Words {
    Words {
        sv: text.to_owned(),
        en: text.to_owned(),
    }
}

pub(crate) fn stated<T>(value: T) -> Sourced<T> {
    Sourced {
        value,
        source: "manual".to_owned(),
        confidence: Confidence::Stated,
    }
}

/// A requirement of some half days, once within some months.
pub(crate) fn once(half_days: u32, within: u32, renew: Option<u32>) -> Requirement {
    Requirement {
        code: "orientation".to_owned(),
        name: words("Grund"),
        help: words("Om grunden."),
        roles: stated(vec![Role::FamilyTherapist]),
        half_days: stated(half_days),
        cadence: stated(Cadence::Once),
        within_months: Some(stated(within)),
        renew_months: renew.map(stated),
    }
}

/// A requirement of some half days in each quarter.
pub(crate) fn quarterly(half_days: u32) -> Requirement {
    Requirement {
        code: "booster".to_owned(),
        cadence: stated(Cadence::Quarterly),
        within_months: None,
        ..once(half_days, 1, None)
    }
}

fn definition() -> Definition {
    Definition {
        code: "MST".to_owned(),
        version: 1,
        valid_from: "2026-01-01".parse().unwrap(),
        name: words("Utbildning"),
        about: words("Om utbildning."),
        requirements: vec![once(10, 3, None), quarterly(3)],
        sources: vec![Source {
            code: "manual".to_owned(),
            title: words("Handbok"),
        }],
    }
}

#[track_caller]
fn check_fault(change: impl FnOnce(&mut Definition), expected: &str) {
    let mut definition = definition();
    change(&mut definition);
    let faults = Curriculum::new(definition).unwrap_err();
    let told: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert_eq!(told, [expected]);
}

#[test]
fn each_fault_is_told_with_its_place() {
    assert!(Curriculum::new(definition()).is_ok());
    check_fault(
        |one| one.requirements[0].roles.value.push(Role::NetworkLead),
        "requirements[0].roles.value[1]: the role `network_lead` is not one of a team's own",
    );
    check_fault(
        |one| one.requirements[0].roles.value.push(Role::OnCall),
        "requirements[0].roles.value[1]: the role `on_call` is not one of a team's own",
    );
    check_fault(
        |one| one.requirements[0].within_months = None,
        "requirements[0]: what is demanded once says within how many months",
    );
    check_fault(
        |one| one.requirements[1].renew_months = Some(stated(12)),
        "requirements[1].cadence: what is demanded each quarter has no months of its own",
    );
    check_fault(
        |one| one.requirements[1].half_days.source = "rumour".to_owned(),
        "requirements[1].half_days.source: no source has the code `rumour`",
    );
    check_fault(
        |one| one.requirements[1].half_days.value = 0,
        "requirements[1].half_days.value: 0 lies outside 1 to 40",
    );
}

#[test]
fn each_role_has_its_own_demands() {
    let curriculum = Curriculum::new(Definition {
        requirements: vec![
            once(10, 3, None),
            Requirement {
                code: "leader".to_owned(),
                roles: stated(vec![Role::GroupLeader]),
                ..once(4, 6, None)
            },
        ],
        ..definition()
    });
    let curriculum = curriculum.unwrap();
    let of = |roles: &[Role]| -> Vec<String> {
        let demanded = curriculum.demanded_of(roles);
        demanded.map(|one| one.code.clone()).collect()
    };
    assert_eq!(of(&[Role::FamilyTherapist]), ["orientation"]);
    assert_eq!(of(&[Role::Psychiatrist]), [""; 0]);
    assert_eq!(
        of(&[Role::FamilyTherapist, Role::GroupLeader]),
        ["orientation", "leader"]
    );
}
