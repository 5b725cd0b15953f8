//! Rows that are refused are left out when that is asked for: exactly those, and what hangs on them.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::sync::LazyLock;

use hemma_review::chance::Chance;
use hemma_review::{
    Fault, History, LeftOut, NoHistory, Reason, Settings, Unknown, read_leaving_out,
};
use proptest::prelude::*;

use crate::plain::{Folder, Plain, fault, told};
use crate::reading::CLASSES;

static PLAIN: LazyLock<Plain> = LazyLock::new(|| Plain::invented(3, 2, 1));

fn read(plain: &Plain) -> Result<(History, LeftOut), NoHistory> {
    let folder = Folder::new();
    plain.write(&folder.0);
    let settings = Settings::reference().unwrap();
    let go_on = &mut |_| ControlFlow::Continue(());
    read_leaving_out(&folder.0, &settings, Unknown::Refuse, go_on)
}

/// What names what: file, column, and the file and column that must have it.
const NAMES: [(&str, &str, &str, &str); 11] = [
    (
        "teams",
        "organisation_id",
        "organisations",
        "organisation_id",
    ),
    ("posts", "team_id", "teams", "team_id"),
    ("episodes", "family_id", "families", "family_id"),
    ("episodes", "team_id", "teams", "team_id"),
    ("assignments", "episode_id", "episodes", "episode_id"),
    ("weeks", "episode_id", "episodes", "episode_id"),
    ("measures", "episode_id", "episodes", "episode_id"),
    ("measures", "team_id", "teams", "team_id"),
    ("answers_tam", "measure_id", "measures", "measure_id"),
    ("answers_sam", "measure_id", "measures", "measure_id"),
    ("answers_cam", "measure_id", "measures", "measure_id"),
];

/// The same history without some rows, and without what hangs on them; and how many rows of each file that is.
fn without(plain: &Plain, faults: &[Fault]) -> (Plain, BTreeMap<String, u64>) {
    let mut left = plain.clone();
    let mut lines: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for fault in faults {
        let file = fault.file.strip_suffix(".csv").unwrap();
        let row = usize::try_from(fault.line).unwrap() - 1;
        lines.entry(file).or_default().insert(row);
    }
    for (file, rows) in lines {
        let mut at = 0;
        left.files.get_mut(file).unwrap().retain(|_| {
            at += 1;
            !rows.contains(&(at - 1))
        });
    }
    loop {
        let before: usize = left.files.values().map(Vec::len).sum();
        for (file, column, there, id) in NAMES {
            let id = left.column(there, id);
            let ids: BTreeSet<String> = left.files[there]
                .iter()
                .skip(1)
                .map(|row| row[id].clone())
                .collect();
            let column = left.column(file, column);
            let mut is_header = true;
            left.files.get_mut(file).unwrap().retain(|row| {
                let stays = is_header || row[column].is_empty() || ids.contains(&row[column]);
                is_header = false;
                stays
            });
        }
        if left.files.values().map(Vec::len).sum::<usize>() == before {
            break;
        }
    }
    let counts = plain.files.iter().map(|(file, rows)| {
        let gone = rows.len() - left.files[file].len();
        (file.clone(), u64::try_from(gone).unwrap())
    });
    let counts = counts.filter(|(_, gone)| 0 < *gone).collect();
    (left, counts)
}

/// Faults of a file, not of a row.
fn is_of_file(fault: &Fault) -> bool {
    fault.line <= 1
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4, ..ProptestConfig::default() })]

    #[test]
    fn exactly_the_refused_row_and_what_hangs_on_it_is_missing(seed in any::<u64>()) {
        let mut rows = 0;
        for (name, inject) in CLASSES {
            let mut plain = PLAIN.clone();
            let want = inject(&mut plain, &mut Chance::new(seed));
            if want.iter().any(is_of_file) {
                let refused = matches!(read(&plain), Err(NoHistory::Faults(_)));
                prop_assert!(refused, "{} is no fault of a row", name);
                continue;
            }
            rows += 1;
            let (left, counts) = without(&plain, &want);
            let (history, left_out) = match read(&plain) {
                Ok(found) => found,
                Err(err) => return Err(TestCaseError::fail(format!("{name}: {err:?}"))),
            };
            prop_assert_eq!(&left_out.rows, &counts, "{}", name);
            for fault in &want {
                prop_assert!(left_out.faults.listed.contains(fault), "{}: {}", name, fault);
            }
            let others = left_out.faults.listed.iter().filter(|fault| !want.contains(fault));
            for other in others {
                let hangs = matches!(other.reason, Reason::LeftOut { .. } | Reason::Unknown { .. });
                prop_assert!(hangs, "{}: {}", name, other);
            }
            prop_assert_eq!(told(&history), told(&left.read().unwrap()), "{}", name);
        }
        prop_assert!(20 < rows, "most classes are faults of rows");
    }
}

#[test]
fn a_history_in_order_loses_nothing() {
    let (history, left_out) = read(&PLAIN).unwrap();
    assert_eq!(left_out, LeftOut::default());
    assert_eq!(told(&history), told(&PLAIN.read().unwrap()));
}

#[test]
fn what_hangs_on_a_row_is_told_with_it() {
    let mut plain = PLAIN.clone();
    plain.set("families", 1, "sex", "unknown");
    let family = plain.cell("families", 1, "family_id").to_owned();
    let (_, left_out) = read(&plain).unwrap();
    let told: Vec<String> = left_out
        .faults
        .listed
        .iter()
        .map(Fault::to_string)
        .collect();
    let hangs = format!("family_id: `{family}` in families.csv is left out");
    assert!(told.iter().any(|line| line.ends_with(&hangs)), "{told:?}");
    assert!(
        told.iter()
            .any(|line| line.ends_with("in episodes.csv is left out"))
    );
    assert_eq!(left_out.rows["families"], 1);
    assert!(left_out.rows.contains_key("weeks") && left_out.rows.contains_key("answers_tam"));
    assert_eq!(left_out.count(), left_out.rows.values().sum::<u64>());
}

#[test]
fn of_three_spells_in_a_row_only_the_middle_one_goes() {
    let mut plain = PLAIN.clone();
    plain.manifest.clear();
    let post = plain.files["posts"][1].clone();
    for (id, from, to) in [
        ("one", "2004-01-01", "2004-03-01"),
        ("two", "2004-02-01", "2004-05-01"),
        ("three", "2004-04-01", "2004-06-01"),
    ] {
        let row = plain.push("posts", post.clone());
        for (column, value) in [("post_id", id), ("started_on", from), ("ended_on", to)] {
            plain.set("posts", row, column, value);
        }
    }
    plain.set("posts", 1, "started_on", "2001-01-01");
    plain.set("posts", 1, "ended_on", "2003-01-01");
    let last = plain.files["posts"].len() - 1;
    let (_, left_out) = read(&plain).unwrap();
    let other = u32::try_from(last - 1).unwrap();
    let overlap = fault(
        "posts",
        last - 1,
        "started_on",
        Reason::Overlap { line: other },
    );
    assert_eq!(left_out.faults.listed, [overlap]);
    assert_eq!(left_out.rows, BTreeMap::from([("posts".to_owned(), 1)]));
}

#[test]
fn where_nothing_is_left_there_is_no_history() {
    let mut plain = PLAIN.clone();
    plain.manifest.clear();
    for row in 1..plain.files["organisations"].len() {
        plain.set("organisations", row, "country", "sweden");
    }
    assert!(matches!(read(&plain), Err(NoHistory::Faults(_))));
}

#[test]
fn a_header_below_a_blank_line_is_refused_as_one_in_the_first() {
    for above in ["", "\n", "\n\n"] {
        let folder = Folder::new();
        PLAIN.write(&folder.0);
        let place = folder.0.join("weeks.csv");
        let text = std::fs::read_to_string(&place).unwrap();
        let text = format!("{above}{}", text.replacen("week_on", "mood", 1));
        std::fs::write(&place, text).unwrap();
        let settings = Settings::reference().unwrap();
        let go_on = &mut |_| ControlFlow::Continue(());
        let refused = read_leaving_out(&folder.0, &settings, Unknown::Refuse, go_on);
        assert!(matches!(refused, Err(NoHistory::Faults(_))), "{above:?}");
    }
}
