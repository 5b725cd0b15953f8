//! Two opinions on the same history: the engine's, and the slow one's.

use hemma_review::{History, Settings, indicators, spc, tally};
use jiff::civil::Date;
use proptest::prelude::*;

use crate::naive::{self, Table};
use crate::plain::Plain;

fn days(history: &History) -> (Date, Date) {
    let day = |day: hemma_review::Day| day.to_string().parse().unwrap();
    (day(history.period.first()), day(history.period.end()))
}

/// What the engine writes, read again.
pub(crate) fn written(history: &History) -> [Table; 2] {
    let settings = Settings::reference().unwrap();
    let rows = tally(history, &settings);
    let (mut figures, mut charts) = (vec![], vec![]);
    indicators::write(history, &rows, &settings, &mut figures).unwrap();
    spc::write(history, &rows, &settings, &mut charts).unwrap();
    [
        table(&figures, indicators::COLUMNS),
        table(&charts, spc::COLUMNS),
    ]
}

fn table(bytes: &[u8], columns: &'static str) -> Table {
    let columns: Vec<&str> = columns.split(',').collect();
    let mut reader = csv::Reader::from_reader(bytes);
    let header: Vec<String> = reader
        .headers()
        .unwrap()
        .iter()
        .map(str::to_owned)
        .collect();
    assert_eq!(header, columns);
    let mut table = Table::new();
    let mut order = vec![];
    for row in reader.records().map(Result::unwrap) {
        let key = (row[0].to_owned(), row[1].parse().unwrap());
        let cells = columns.iter().zip(row.iter()).skip(2);
        let cells = cells.map(|(column, cell)| (*column, cell.parse().ok()));
        order.push(key.clone());
        table.insert(key, cells.collect());
    }
    assert!(order.is_sorted());
    table
}

#[track_caller]
pub(crate) fn check(have: &Table, want: &Table) {
    assert_eq!(
        have.keys().collect::<Vec<_>>(),
        want.keys().collect::<Vec<_>>()
    );
    for (key, want) in want {
        let have = &have[key];
        assert_eq!(have.len(), want.len());
        for (column, want) in want {
            let is_same = match (have[column], *want) {
                (None, None) => true,
                (Some(have), Some(want)) => (have - want).abs() <= 1e-11 * want.abs().max(1.0),
                _ => false,
            };
            assert!(is_same, "{key:?} {column}: {:?} {want:?}", have[column]);
        }
    }
}

#[track_caller]
fn agree(plain: &Plain) {
    let history = plain.read().unwrap();
    let want = naive::indicators(plain, days(&history));
    let [figures, charts] = written(&history);
    check(&figures, &want);
    check(&charts, &naive::charts(&want));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn invented_histories(teams in 1..4_u32, years in 1..6_u32, seed in any::<u64>()) {
        agree(&Plain::invented(teams, years, seed));
    }

    #[test]
    fn histories_that_begin_and_end_in_the_middle_of_a_quarter(
        seed in any::<u64>(),
        first in "2001-0[2-9]-[12][0-8]",
        end in "2002-0[2-9]-[12][0-8]",
    ) {
        let mut plain = Plain::invented(2, 2, seed);
        plain.manifest = format!("{{\"version\": 1, \"first_day\": \"{first}\", \"day_after_last\": \"{end}\"}}");
        agree(&plain);
    }
}

#[test]
fn a_history_without_cases_has_rows_without_figures() {
    let mut plain = Plain::invented(2, 1, 1);
    for file in [
        "episodes",
        "assignments",
        "weeks",
        "measures",
        "answers_tam",
        "answers_sam",
        "answers_cam",
        "posts",
    ] {
        plain.files.remove(file);
    }
    agree(&plain);
}
