use uuid::Uuid;

use super::*;
use crate::programme::{Anchor, Confidence, Sourced, Words};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn somebody() -> StaffId {
    StaffId(Uuid::from_u128(7))
}

fn criterion(overridable_by: &[RoleCode]) -> Criterion {
    Criterion {
        code: "lives_at_home".into(),
        label: Words::default(),
        help: Words::default(),
        evidence_required: true,
        overridable_by: overridable_by.to_vec(),
        source: "hemma".into(),
        confidence: Confidence::Stated,
    }
}

fn answer(answer: CriterionAnswer, evidence: &str) -> Screening {
    Screening {
        criterion: "lives_at_home".into(),
        answer,
        evidence: evidence.into(),
        by: somebody(),
        on: day("2026-11-23"),
        override_reason: String::new(),
        override_leader: None,
        override_consultant: None,
        version: 1,
    }
}

#[track_caller]
fn check(side: Side, given: Option<Screening>, reading: Reading) {
    let criterion = criterion(&[RoleCode::GroupLeader, RoleCode::Consultant]);
    let screened = Screened {
        side,
        criterion: &criterion,
        answer: given.as_ref(),
    };
    assert_eq!(screened.reading(), reading);
}

#[test]
fn an_answer_is_read_with_its_side_and_its_evidence() {
    use CriterionAnswer::{No, Unsure, Yes};
    check(Side::Inclusion, None, Reading::Open);
    check(Side::Inclusion, Some(answer(Yes, "Skolan")), Reading::Fits);
    check(Side::Inclusion, Some(answer(Yes, " ")), Reading::Open);
    check(Side::Inclusion, Some(answer(Unsure, "")), Reading::Open);
    check(
        Side::Inclusion,
        Some(answer(No, "Placerad")),
        Reading::Hinders,
    );
    check(
        Side::Exclusion,
        Some(answer(Yes, "Placerad")),
        Reading::Hinders,
    );
}

#[test]
fn an_answer_without_its_ground_stays_open_and_is_counted_apart() {
    let mut programme_criterion = criterion(&[]);
    programme_criterion.evidence_required = true;
    let given = answer(CriterionAnswer::Yes, "");
    let of = |answer| Screened {
        side: Side::Inclusion,
        criterion: &programme_criterion,
        answer,
    };
    let standing = Standing::of(&[of(Some(&given)), of(None)]);
    assert_eq!((standing.open, standing.unfounded), (2, 1));
}

#[test]
fn a_criterion_is_set_aside_by_everybody_whom_the_programme_names_together() {
    let hindering = answer(CriterionAnswer::No, "Placerad");
    let both = criterion(&[RoleCode::GroupLeader, RoleCode::Consultant]);
    let stands = |criterion: &Criterion, given: &Screening| {
        Screened {
            side: Side::Inclusion,
            criterion,
            answer: Some(given),
        }
        .stands_in_the_way()
    };
    let leader = hindering
        .clone()
        .agreed(Voice::Leader, somebody(), "Flyttar hem i maj");
    let agreed = leader.clone().agreed(Voice::Consultant, somebody(), "");
    assert!(stands(&both, &hindering));
    assert!(stands(&both, &leader), "one alone is not enough");
    assert!(!stands(&both, &agreed));
    assert_eq!(agreed.override_reason, "Flyttar hem i maj");
    assert!(stands(&both, &agreed.clone().disagreed(Voice::Leader)));
    assert!(
        stands(&criterion(&[]), &agreed),
        "nobody may set this one aside"
    );
    assert!(!stands(&criterion(&[RoleCode::GroupLeader]), &leader));
}

#[test]
fn another_answer_ends_the_agreement_and_more_evidence_does_not() {
    let agreed = answer(CriterionAnswer::No, "Placerad")
        .agreed(Voice::Leader, somebody(), "Flyttar hem i maj")
        .agreed(Voice::Consultant, somebody(), "Håller med");
    assert_eq!(agreed.override_reason, "Flyttar hem i maj\nHåller med");
    let same = agreed.clone().answered(
        CriterionAnswer::No,
        "Placerad i juni",
        somebody(),
        day("2026-11-24"),
    );
    assert!(same.is_overridden());
    let other = agreed.answered(
        CriterionAnswer::Unsure,
        "Oklart",
        somebody(),
        day("2026-11-24"),
    );
    assert!(other.override_leader.is_none() && other.override_consultant.is_none());
    assert_eq!(other.override_reason, "");
}

#[test]
fn the_age_is_counted_on_the_day_of_the_decision() {
    let ages = Range { min: 6, max: 17 };
    let check = |born: &str, on: &str| age_check(ages, Some(day(born)), day(on));
    assert_eq!(check("2020-03-14", "2026-03-13").reading, Reading::Hinders);
    assert_eq!(check("2020-03-14", "2026-03-14").reading, Reading::Fits);
    assert_eq!(check("2008-03-14", "2026-03-13").age, Some(17));
    assert_eq!(check("2008-03-14", "2026-03-14").reading, Reading::Hinders);
    assert_eq!(
        age_check(ages, None, day("2026-03-14")).reading,
        Reading::Open
    );
}

#[test]
fn the_event_lies_at_most_the_programmes_days_back() {
    let rule = EventRule {
        kinds: Vec::new(),
        within_days: Sourced {
            value: 180,
            source: "cebc".into(),
            confidence: Confidence::Stated,
        },
        anchor: Sourced {
            value: Anchor::Report,
            source: "hemma".into(),
            confidence: Confidence::Unconfirmed,
        },
    };
    let event = |on: &str| ProtectionEvent {
        kind: "neglect".into(),
        on: day(on),
    };
    let check = |on: &str| event_check(&rule, Some(&event(on)), day("2026-11-23"));
    assert_eq!(check("2026-05-27").days, Some(180));
    assert_eq!(check("2026-05-27").reading, Reading::Fits);
    assert_eq!(check("2026-05-26").reading, Reading::Hinders);
    assert_eq!(check("2026-11-24").reading, Reading::Open);
    assert_eq!(
        event_check(&rule, None, day("2026-11-23")).reading,
        Reading::Open
    );
}

#[test]
fn a_standing_counts_what_is_open_and_what_stands_in_the_way() {
    let both = criterion(&[RoleCode::GroupLeader, RoleCode::Consultant]);
    let hinders = answer(CriterionAnswer::No, "Placerad");
    let aside = hinders
        .clone()
        .agreed(Voice::Leader, somebody(), "Flyttar hem")
        .agreed(Voice::Consultant, somebody(), "");
    let fits = answer(CriterionAnswer::Yes, "Skolan");
    let list: Vec<Screened<'_>> = [None, Some(&hinders), Some(&aside), Some(&fits)]
        .into_iter()
        .map(|answer| Screened {
            side: Side::Inclusion,
            criterion: &both,
            answer,
        })
        .collect();
    let standing = Standing::of(&list);
    assert_eq!(
        (standing.open, standing.hinders, standing.set_aside),
        (1, 1, 1)
    );
    assert!(!standing.is_clear());
    assert!(Standing::of(&list[2..]).is_clear());
}
