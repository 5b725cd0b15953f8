use uuid::Uuid;

use super::*;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn project() -> Project {
    Project {
        id: ProjectId(Uuid::from_u128(1)),
        network: NetworkId(Uuid::from_u128(2)),
        name: "Två team".to_owned(),
        funder: "Stiftelsen Provlyktan".to_owned(),
        diary: String::new(),
        purpose: String::new(),
        begins: day("2026-05-10"),
        ends: day("2028-02-29"),
        teams: vec![TeamId(Uuid::from_u128(3))],
        version: 1,
    }
}

fn item(kind: ItemKind) -> Item {
    Item {
        id: ProjectItemId(Uuid::from_u128(4)),
        project: project().id,
        kind,
        title: "Slutredovisning".to_owned(),
        text: String::new(),
        on: None,
        amount: None,
        target: None,
        done: None,
    }
}

#[test]
fn figures_count_whole_quarters_from_the_first_to_the_last() {
    let one = project();
    assert_eq!(one.years().collect::<Vec<_>>(), [2026, 2027, 2028]);
    assert_eq!(
        one.quarters(2026),
        [day("2026-04-01"), day("2026-07-01"), day("2026-10-01")]
    );
    assert_eq!(one.quarters(2027).len(), 4);
    assert_eq!(one.quarters(2028), [day("2028-01-01")]);
    assert_eq!(one.quarters(2029), []);
}

#[test]
fn a_project_has_a_name_a_funder_a_period_and_teams() {
    assert_eq!(project().faults(), []);
    let wrong = Project {
        name: " ".to_owned(),
        funder: "x".repeat(1_000),
        purpose: "x".repeat(TEXT_CHARS_MAX + 1),
        ends: day("2026-05-09"),
        teams: Vec::new(),
        ..project()
    };
    assert_eq!(
        wrong.faults(),
        [
            ("name", ProjectFault::Line),
            ("funder", ProjectFault::Line),
            ("purpose", ProjectFault::TooLong),
            ("ends", ProjectFault::Period),
            ("teams", ProjectFault::Teams),
        ]
    );
    let endless = Project {
        ends: day("2038-01-01"),
        ..project()
    };
    assert_eq!(endless.faults(), [("ends", ProjectFault::Period)]);
}

#[test]
fn what_is_kept_has_what_its_kind_needs() {
    assert_eq!(item(ItemKind::Risk).faults(), []);
    assert_eq!(
        item(ItemKind::Account).faults(),
        [("on", ProjectFault::Day)]
    );
    assert_eq!(
        item(ItemKind::Instalment).faults(),
        [("on", ProjectFault::Day), ("amount", ProjectFault::Amount)]
    );
}

#[test]
fn what_is_handed_in_is_late_no_more() {
    let due = Item {
        on: Some(day("2026-11-28")),
        ..item(ItemKind::Account)
    };
    assert!(due.is_late(day("2026-11-29")) && !due.is_late(day("2026-11-28")));
    let done = Item {
        done: Some(day("2026-12-02")),
        ..due.clone()
    };
    assert!(!done.is_late(day("2027-01-01")));
    let decided = Item {
        kind: ItemKind::Decision,
        ..due
    };
    assert!(!decided.is_late(day("2027-01-01")) && !decided.can_be_done());
}

#[test]
fn what_is_near_is_told_a_month_ahead_and_until_it_is_done() {
    let due = Item {
        on: Some(day("2026-11-28")),
        ..item(ItemKind::Account)
    };
    assert!(due.is_due(day("2026-10-29")) && !due.is_due(day("2026-10-28")));
    assert!(due.is_due(day("2027-06-01")), "it is late");
    let done = Item {
        done: Some(day("2026-12-02")),
        ..due.clone()
    };
    assert!(!done.is_due(day("2026-11-28")));
    for kind in [ItemKind::Goal, ItemKind::Risk, ItemKind::Decision] {
        let other = Item {
            kind,
            ..due.clone()
        };
        assert!(!other.is_due(day("2026-11-28")));
    }
}
