//! Which answers are counted together, and what may be told of them.

use std::collections::BTreeMap;

use hemma_domain::ids::{CaseId, MeasureId};
use hemma_domain::instrument::{Answer, Scorer};
use hemma_domain::time::Day;
use uuid::Uuid;

use super::items::Items;
use super::network::calibration;
use super::sheets::{OpenSheet, ask_alike};
use crate::instrument_file::{InstrumentFile, embedded};

/// The item that is harder in other languages, from 0.
const HARDER: usize = 4;

/// TAM-CAN as shipped, with something replaced.
fn scorer(what: &str, by: &str) -> Scorer {
    let shipped = embedded().expect("no faults");
    let one = shipped.iter().find(|it| it.instrument().code == "TAM-CAN");
    let text = one.expect("shipped").text();
    assert!(text.contains(what), "{what}");
    let file = InstrumentFile::read("other.toml", &text.replacen(what, by, 1));
    Scorer::new(file.expect("no faults").into_instrument())
}

fn shipped() -> Scorer {
    scorer("version = 1", "version = 1")
}

fn day() -> Day {
    "2026-10-19".parse().unwrap()
}

/// A sheet of one family with the same answer to every item.
fn sheet(number: u128, value: i64) -> OpenSheet {
    let given = (1..=28).map(|item| (format!("tamcan_{item:02}"), Answer::Value(value)));
    OpenSheet {
        measure: MeasureId(Uuid::from_u128(number)),
        case: CaseId(Uuid::from_u128(number)),
        due_on: day(),
        given: given.collect(),
        language: "sv".to_owned(),
    }
}

#[test]
fn versions_are_counted_together_where_they_ask_the_same_in_the_same_way() {
    let first = shipped();
    for (what, by, is_alike) in [
        ("version = 1\nvalid", "version = 2\nvalid", true),
        ("of = [4, 5]", "of = [3, 4, 5]", true),
        ("name = { sv = \"TAM-CAN\"", "name = { sv = \"TAM\"", true),
        (
            "\"tamcan_03\", responses = \"agreement\"",
            "\"tamcan_03\", responses = \"agreement\", reverse = true",
            false,
        ),
        ("{ value = 1 }", "{ value = 0 }", false),
        (
            "\"tamcan_01\", \"tamcan_02\"",
            "\"tamcan_02\", \"tamcan_01\"",
            false,
        ),
    ] {
        let other = scorer(what, by);
        assert_eq!(ask_alike(&first, &other), is_alike, "{what}");
        assert_eq!(ask_alike(&other, &first), is_alike, "{what}");
    }
}

#[track_caller]
fn check_told(own: u128, others: u128, is_told: bool) {
    let sheets = |from: u128, count: u128| -> Vec<OpenSheet> {
        (from..from + count)
            .map(|number| sheet(number, 5))
            .collect()
    };
    let (own_sheets, other_sheets) = (sheets(1, own), sheets(100, others));
    let items = Items::beside(&shipped(), (&own_sheets, &other_sheets), &[quarter()]);
    let lines = items.lines.iter();
    let told: Vec<bool> = lines
        .flat_map(|line| [line.whole.is_some(), line.cells[0].is_some()])
        .collect();
    assert!(told.iter().all(|one| *one == is_told), "{own} and {others}");
}

fn quarter() -> Day {
    "2026-10-01".parse().unwrap()
}

#[test]
fn a_therapists_number_is_told_where_the_teams_without_it_leads_to_nobody() {
    check_told(2, 0, false);
    check_told(3, 0, true);
    check_told(3, 1, false);
    check_told(3, 2, false);
    check_told(3, 3, true);
    check_told(2, 3, false);
}

/// Chance that is the same each time (xorshift of Marsaglia, 2003).
struct Chance(u64);

impl Chance {
    /// Between 0 and 1, neither included.
    fn next(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        let part = u32::try_from(self.0 >> 32).unwrap();
        (f64::from(part) + 0.5) / 4_294_967_296.0
    }

    fn logistic(&mut self) -> f64 {
        let part = self.next();
        (part / (1.0 - part)).ln()
    }
}

/// Sheets of as many families, in languages by turns; one item is harder in other languages than Swedish.
fn families(from: u128, count: usize, languages: &[&str]) -> Vec<OpenSheet> {
    let mut chance = Chance(0x9E37_79B9_7F4A_7C15 + u64::try_from(from).unwrap());
    let sheets = (from..).take(count).zip(languages.iter().cycle());
    let sheets = sheets.map(|(number, language)| {
        let place = 1.2 * chance.logistic();
        let answers = (0..28).map(|item| {
            let is_harder = item == HARDER && !language.to_lowercase().starts_with("sv");
            let hard = f64::from(i32::try_from(item % 7).unwrap() - 3) / 3.0;
            let hard = hard + if is_harder { 2.0 } else { 0.0 };
            let seen = place - hard + chance.logistic();
            let above = [-1.5, -0.5, 0.5, 1.5].iter().filter(|limit| **limit < seen);
            let value = 1 + i64::try_from(above.count()).unwrap();
            (format!("tamcan_{:02}", item + 1), Answer::Value(value))
        });
        let given: BTreeMap<String, Answer> = answers.collect();
        OpenSheet {
            given,
            language: (*language).to_owned(),
            ..sheet(number, 1)
        }
    });
    sheets.collect()
}

#[test]
fn languages_are_compared_as_they_are_spoken_and_a_harder_item_is_found() {
    let mut sheets = families(1, 150, &["sv", "SV", "sv-FI"]);
    sheets.extend(families(1_000, 150, &["so", "ar"]));
    // Nobody noted in which language: they place the items and are compared with nobody.
    sheets.extend(families(2_000, 20, &[""]));
    let found = calibration::of(&shipped(), &sheets).unwrap();
    assert_eq!(found.rows, 320);
    let numbers: Vec<usize> = found.items.iter().map(|item| item.number).collect();
    assert_eq!(numbers, (1..=28).collect::<Vec<_>>());
    let drawn: u32 = found.families.iter().map(|(_, _, count)| count).sum();
    assert_eq!(drawn, 320);
    let compared = found.compared.unwrap();
    assert_eq!(compared.rows, (150, 150));
    for (place, (difference, error, chance)) in compared.items.iter().enumerate() {
        let is_found = *chance < 0.01 && 0.5 < *difference;
        assert_eq!(
            is_found,
            place == HARDER,
            "{place}: {difference} ± {error}, {chance}"
        );
    }
}

#[test]
fn too_few_sheets_place_nothing_and_too_few_of_a_language_are_not_compared() {
    assert!(calibration::of(&shipped(), &families(1, 99, &["sv"])).is_none());
    let mut sheets = families(1, 100, &["sv"]);
    sheets.extend(families(1_000, 99, &["so"]));
    let found = calibration::of(&shipped(), &sheets).unwrap();
    assert_eq!((found.rows, found.compared), (199, None));
}
