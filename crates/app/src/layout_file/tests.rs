use hemma_domain::programme::Confidence;

use super::*;

const SHIPPED_TEXT: &str = include_str!("../../../../layouts/stockholm.toml");

#[test]
fn the_shipped_layout_reads_as_reviewed() {
    let files = embedded().unwrap();
    let layout = files[0].layout();
    assert_eq!(layout.document, "Tjänsteutlåtande");
    assert!(layout.diary.value.takes("2.5-0472/2010"));
    assert_eq!(layout.diary.confidence, Confidence::Unconfirmed);
    let days = [
        &layout.deadlines.approved_days,
        &layout.deadlines.posted_days,
        &layout.deadlines.appeal_days,
    ];
    assert_eq!(days.map(|one| one.value), [14, 2, 21]);
}

#[test]
fn every_shipped_layout_has_the_same_templates() {
    for file in embedded().unwrap() {
        let templates = &file.layout().templates;
        let codes: Vec<&str> = templates.iter().map(|one| one.code.as_str()).collect();
        assert_eq!(
            codes,
            ["conference", "project", "yearly_report", "purchase", "free"],
            "{}",
            file.layout().code
        );
    }
}

#[test]
fn a_layout_for_any_municipality_ships_beside_it() {
    let files = embedded().unwrap();
    let layout = files[1].layout();
    assert_eq!(layout.document, "Tjänsteskrivelse");
    assert!(layout.diary.value.takes("SN 2026/00147"));
    assert!(!layout.diary.value.takes("2.5-0472/2010"));
    let of = |file: &LayoutFile| file.layout().deadlines.clone();
    assert_eq!(of(&files[0]), of(&files[1]), "the law is the same");
    let trips = layout.templates.iter().filter(|one| one.is_trip);
    assert_eq!(trips.count(), 1);
}

#[test]
fn a_fault_is_told_with_its_line() {
    for (from, to, expected) in [
        (
            "value = \"#.#-#/#\"",
            "value = \"dnr\"",
            "diary.value: a pattern has a `#` where the running number stands",
        ),
        (
            "language = \"sv\"",
            "language = \"no\"",
            "language: `no` is none of sv, en",
        ),
        (
            "\"preparation\", \"background\"]",
            "\"minutes\"]",
            "templates[0].required[1]: the template demands `minutes` and does not have it",
        ),
    ] {
        let changed = SHIPPED_TEXT.replacen(from, to, 1);
        assert_ne!(changed, SHIPPED_TEXT, "{from}");
        let line = 1 + SHIPPED_TEXT
            .split(from)
            .next()
            .unwrap()
            .matches('\n')
            .count();
        let faults = LayoutFile::read("own.toml", &changed).unwrap_err();
        assert_eq!(
            faults[0].to_string(),
            format!("own.toml:{line}: {expected}")
        );
    }
}
