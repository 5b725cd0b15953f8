//! One fault of each class in a history that is otherwise in order, and exactly that is told.

use std::sync::LazyLock;

use hemma_review::chance::Chance;
use hemma_review::number::Number as _;
use hemma_review::{Day, FAULTS_MAX, Fault, Outside, Reason, Unknown, Why};
use proptest::prelude::*;

use crate::plain::{Folder, Plain, fault, faults_of, read_path};

static PLAIN: LazyLock<Plain> = LazyLock::new(|| Plain::invented(3, 2, 1));

/// Changes a history and says what must be told of it.
pub(crate) type Inject = fn(&mut Plain, &mut Chance) -> Vec<Fault>;

/// A place below an end.
fn place(chance: &mut Chance, end: usize) -> usize {
    chance.below(u32::try_from(end).unwrap()) as usize
}

/// The line of a row, the header being row 0.
fn line_of(row: usize) -> u32 {
    u32::try_from(row + 1).unwrap()
}

/// A row of a file that is as wanted.
fn pick(plain: &Plain, file: &str, chance: &mut Chance, is_fit: impl Fn(usize) -> bool) -> usize {
    let rows: Vec<usize> = (1..plain.files[file].len())
        .filter(|row| is_fit(*row))
        .collect();
    rows[place(chance, rows.len())]
}

fn any_row(plain: &Plain, file: &str, chance: &mut Chance) -> usize {
    pick(plain, file, chance, |_| true)
}

/// Puts a value into any row of a column and expects one fault there.
fn put(
    plain: &mut Plain,
    chance: &mut Chance,
    (file, column, value): (&str, &str, &str),
    reason: Reason,
) -> Vec<Fault> {
    let row = any_row(plain, file, chance);
    plain.set(file, row, column, value);
    vec![fault(file, row, column, reason)]
}

const IDS: [(&str, &str); 6] = [
    ("organisations", "organisation_id"),
    ("teams", "team_id"),
    ("posts", "post_id"),
    ("families", "family_id"),
    ("episodes", "episode_id"),
    ("measures", "measure_id"),
];

const REFERENCES: [(&str, &str, &str); 11] = [
    ("teams", "organisation_id", "organisations.csv"),
    ("posts", "team_id", "teams.csv"),
    ("episodes", "family_id", "families.csv"),
    ("episodes", "team_id", "teams.csv"),
    ("assignments", "episode_id", "episodes.csv"),
    ("weeks", "episode_id", "episodes.csv"),
    ("measures", "episode_id", "episodes.csv"),
    ("measures", "team_id", "teams.csv"),
    ("answers_tam", "measure_id", "measures.csv"),
    ("answers_sam", "measure_id", "measures.csv"),
    ("answers_cam", "measure_id", "measures.csv"),
];

const DAYS: [(&str, &str); 11] = [
    ("teams", "opened_on"),
    ("teams", "closed_on"),
    ("posts", "started_on"),
    ("posts", "ended_on"),
    ("episodes", "opened_on"),
    ("episodes", "closed_on"),
    ("assignments", "from_on"),
    ("assignments", "to_on"),
    ("weeks", "week_on"),
    ("measures", "due_on"),
    ("measures", "done_on"),
];

const SPELLS: [(&str, &str, &str); 4] = [
    ("teams", "opened_on", "closed_on"),
    ("posts", "started_on", "ended_on"),
    ("episodes", "opened_on", "closed_on"),
    ("assignments", "from_on", "to_on"),
];

const WORDS: [(&str, &str, &str); 7] = [
    ("families", "sex", "f, m, x"),
    (
        "episodes",
        "reason",
        "completed, lack_of_engagement, placed, moved, funding_ended, administrative",
    ),
    ("episodes", "out_home", "0, 1"),
    ("episodes", "out_school", "0, 1"),
    ("episodes", "out_no_arrest", "0, 1"),
    (
        "measures",
        "status",
        "done, unreached, declined, not_asked, pending",
    ),
    ("measures", "mode", "phone, web, paper"),
];

const CODES: [(&str, &str, &str); 4] = [
    ("organisations", "country", "country of two letters"),
    ("organisations", "language", "language such as sv or en-GB"),
    (
        "families",
        "caregiver_language",
        "language such as sv or en-GB",
    ),
    ("measures", "language", "language such as sv or en-GB"),
];

fn one_of<T: Copy>(all: &[T], chance: &mut Chance) -> T {
    all[place(chance, all.len())]
}

pub(crate) const CLASSES: &[(&str, Inject)] = &[
    ("no identifier", |plain, chance| {
        let (file, column) = one_of(&IDS, chance);
        let text = "å b".to_owned();
        put(plain, chance, (file, column, "å b"), Reason::Id(text))
    }),
    ("an identifier that is too long", |plain, chance| {
        let long = "x".repeat(65);
        let text = format!("{}…", "x".repeat(40));
        put(
            plain,
            chance,
            ("posts", "staff_id", &long),
            Reason::Id(text),
        )
    }),
    ("an empty identifier", |plain, chance| {
        let (file, column) = one_of(&IDS, chance);
        put(plain, chance, (file, column, ""), Reason::Empty)
    }),
    ("an identifier twice", |plain, chance| {
        let (file, column) = one_of(&IDS, chance);
        let row = any_row(plain, file, chance);
        let text = plain.cell(file, row, column).to_owned();
        let copy = plain.files[file][row].clone();
        let at = plain.push(file, copy);
        let line = line_of(row);
        vec![fault(file, at, column, Reason::Twice { text, line })]
    }),
    ("a reference that leads nowhere", |plain, chance| {
        let (file, column, named) = one_of(&REFERENCES, chance);
        let text = "nobody".to_owned();
        let reason = Reason::Unknown { text, file: named };
        put(plain, chance, (file, column, "nobody"), reason)
    }),
    ("no date", |plain, chance| {
        let (file, column) = one_of(&DAYS, chance);
        let text = one_of(&["2001-02-29", "20010203", "2001-2-3", "tomorrow"], chance);
        put(
            plain,
            chance,
            (file, column, text),
            Reason::Date(text.to_owned()),
        )
    }),
    ("a day that is missing", |plain, chance| {
        let (file, column) = one_of(
            &[
                ("teams", "opened_on"),
                ("weeks", "week_on"),
                ("measures", "due_on"),
            ],
            chance,
        );
        put(plain, chance, (file, column, ""), Reason::Empty)
    }),
    ("an end before its start", |plain, chance| {
        let (file, start, end) = one_of(&SPELLS, chance);
        let row = any_row(plain, file, chance);
        let start = plain.cell(file, row, start).to_owned();
        let value = Day::read(start.as_bytes()).unwrap().plus(-1).to_string();
        plain.set(file, row, end, &value);
        vec![fault(
            file,
            row,
            end,
            Reason::Backwards { start, end: value },
        )]
    }),
    ("no Monday", |plain, chance| {
        let text = "2002-03-05".to_owned();
        put(
            plain,
            chance,
            ("weeks", "week_on", "2002-03-05"),
            Reason::Monday(text),
        )
    }),
    ("no whole number", |plain, chance| {
        let column = one_of(&["contacts", "minutes"], chance);
        let text = one_of(&["-1", "1.5", "4294967296", "two", "1 000"], chance);
        let reason = Reason::Number {
            text: text.to_owned(),
            min: 0,
            max: u32::MAX,
        };
        put(plain, chance, ("weeks", column, text), reason)
    }),
    ("no year", |plain, chance| {
        let text = "87".to_owned();
        let reason = Reason::Number {
            text,
            min: 1000,
            max: 9999,
        };
        put(plain, chance, ("families", "birth_year", "87"), reason)
    }),
    ("no word of the list", |plain, chance| {
        let (file, column, words) = one_of(&WORDS, chance);
        let text = "Other".to_owned();
        put(
            plain,
            chance,
            (file, column, "Other"),
            Reason::Word { text, words },
        )
    }),
    ("no code", |plain, chance| {
        let (file, column, kind) = one_of(&CODES, chance);
        let text = "s-v".to_owned();
        put(
            plain,
            chance,
            (file, column, "s-v"),
            Reason::Code { text, kind },
        )
    }),
    ("an outcome while the episode is open", |plain, chance| {
        let (column, value) = one_of(
            &[("reason", "moved"), ("out_home", "1"), ("out_school", "0")],
            chance,
        );
        let row = pick(plain, "episodes", chance, |row| {
            plain.cell("episodes", row, "closed_on").is_empty()
        });
        plain.set("episodes", row, column, value);
        vec![fault("episodes", row, column, Reason::Filled(Why::Ongoing))]
    }),
    ("done without a day", |plain, chance| {
        let row = pick(plain, "measures", chance, |row| {
            plain.cell("measures", row, "status") == "done"
        });
        plain.set("measures", row, "done_on", "");
        vec![fault("measures", row, "done_on", Reason::Empty)]
    }),
    ("a day or a mode without being done", |plain, chance| {
        let (column, value) = one_of(&[("done_on", "2002-01-01"), ("mode", "web")], chance);
        let row = pick(plain, "measures", chance, |row| {
            plain.cell("measures", row, "status") != "done"
        });
        plain.set("measures", row, column, value);
        vec![fault("measures", row, column, Reason::Filled(Why::NotDone))]
    }),
    ("an answer out of range", |plain, chance| {
        let (file, column) = one_of(
            &[
                ("answers_tam", "q28"),
                ("answers_sam", "q01"),
                ("answers_cam", "q44"),
            ],
            chance,
        );
        let text = one_of(&["0", "6", "12", "x", "-"], chance);
        let reason = Reason::Number {
            text: text.to_owned(),
            min: 1,
            max: 5,
        };
        put(plain, chance, (file, column, text), reason)
    }),
    ("answers to what was not done", |plain, chance| {
        let is_fit = |row| {
            plain.cell("measures", row, "status") != "done"
                && plain.cell("measures", row, "instrument") == "TAM"
        };
        let row = pick(plain, "measures", chance, is_fit);
        let text = plain.cell("measures", row, "measure_id").to_owned();
        let mut sheet = plain.files["answers_tam"][1].clone();
        sheet[0].clone_from(&text);
        let at = plain.push("answers_tam", sheet);
        vec![fault(
            "answers_tam",
            at,
            "measure_id",
            Reason::NotDone(text),
        )]
    }),
    ("answers of another instrument", |plain, chance| {
        let is_fit = |row| plain.cell("measures", row, "instrument") == "SAM";
        let row = pick(plain, "measures", chance, is_fit);
        let text = plain.cell("measures", row, "measure_id").to_owned();
        let mut sheet = plain.files["answers_tam"][1].clone();
        sheet[0].clone_from(&text);
        let at = plain.push("answers_tam", sheet);
        let instrument = "SAM".to_owned();
        vec![fault(
            "answers_tam",
            at,
            "measure_id",
            Reason::Instrument { text, instrument },
        )]
    }),
    ("answers twice", |plain, chance| {
        let row = any_row(plain, "answers_tam", chance);
        let copy = plain.files["answers_tam"][row].clone();
        let text = copy[0].clone();
        let at = plain.push("answers_tam", copy);
        let line = line_of(row);
        vec![fault(
            "answers_tam",
            at,
            "measure_id",
            Reason::Twice { text, line },
        )]
    }),
    ("a week twice", |plain, chance| {
        let row = any_row(plain, "weeks", chance);
        let copy = plain.files["weeks"][row].clone();
        let text = format!("{} {}", copy[0], copy[1]);
        let at = plain.push("weeks", copy);
        let line = line_of(row);
        vec![fault("weeks", at, "week_on", Reason::Twice { text, line })]
    }),
    ("spells that overlap", |plain, chance| {
        let (file, id, start) = one_of(
            &[
                ("posts", "post_id", "started_on"),
                ("episodes", "episode_id", "opened_on"),
                ("assignments", "", "from_on"),
            ],
            chance,
        );
        let row = any_row(plain, file, chance);
        let copy = plain.files[file][row].clone();
        let at = plain.push(file, copy);
        if !id.is_empty() {
            plain.set(file, at, id, "another");
        }
        let line = line_of(row);
        vec![fault(file, at, start, Reason::Overlap { line })]
    }),
    ("a week before its episode", |plain, chance| {
        let row = any_row(plain, "episodes", chance);
        let opened = Day::read(plain.cell("episodes", row, "opened_on").as_bytes()).unwrap();
        let mut monday = opened.plus(-7);
        while !monday.is_monday() {
            monday = monday.plus(-1);
        }
        let day = monday.to_string();
        let episode = plain.cell("episodes", row, "episode_id").to_owned();
        let week = [episode, day.clone(), "1".to_owned(), "60".to_owned()];
        let at = plain.push("weeks", week.to_vec());
        let what = Outside::WeekEarly;
        vec![fault("weeks", at, "week_on", Reason::Outside { day, what })]
    }),
    ("an interview long after its episode", |plain, chance| {
        let is_fit = |row| {
            let episode = plain.cell("measures", row, "episode_id");
            let mut episodes = plain.files["episodes"].iter();
            plain.cell("measures", row, "status") == "done"
                && episodes.any(|other| other[0] == episode && !other[6].is_empty())
        };
        let row = pick(plain, "measures", chance, is_fit);
        let day = "2040-01-01".to_owned();
        plain.set("measures", row, "done_on", &day);
        let what = Outside::DoneLate;
        vec![fault(
            "measures",
            row,
            "done_on",
            Reason::Outside { day, what },
        )]
    }),
    ("too many cells", |plain, chance| {
        let files: Vec<String> = plain.files.keys().cloned().collect();
        let file = &files[place(chance, files.len())];
        let row = any_row(plain, file, chance);
        let want = plain.files[file][0].len();
        plain.files.get_mut(file).unwrap()[row].push(String::new());
        vec![fault(
            file,
            row,
            "",
            Reason::Cells {
                have: want + 1,
                want,
            },
        )]
    }),
    ("a column that nobody knows", |plain, chance| {
        let files: Vec<String> = plain.files.keys().cloned().collect();
        let file = &files[place(chance, files.len())];
        for row in plain.files.get_mut(file).unwrap() {
            row.push("mood".to_owned());
        }
        vec![fault(file, 0, "mood", Reason::UnknownColumn)]
    }),
    ("a column that is missing", |plain, chance| {
        let files: Vec<String> = plain.files.keys().cloned().collect();
        let file = &files[place(chance, files.len())];
        let at = place(chance, plain.files[file][0].len());
        let column = plain.files[file][0][at].clone();
        for row in plain.files.get_mut(file).unwrap() {
            row.remove(at);
        }
        vec![fault(file, 0, &column, Reason::NoColumn)]
    }),
    ("a column twice", |plain, chance| {
        let files: Vec<String> = plain.files.keys().cloned().collect();
        let file = &files[place(chance, files.len())];
        let column = plain.files[file][0][0].clone();
        for row in plain.files.get_mut(file).unwrap() {
            let copy = row[0].clone();
            row.push(copy);
        }
        vec![fault(file, 0, &column, Reason::ColumnTwice)]
    }),
    ("semicolons between the columns", |plain, chance| {
        let files: Vec<String> = plain.files.keys().cloned().collect();
        let file = &files[place(chance, files.len())];
        for row in plain.files.get_mut(file).unwrap() {
            *row = vec![row.join(";")];
        }
        vec![fault(file, 0, "", Reason::Separator(';'))]
    }),
    ("no header", |plain, chance| {
        let files: Vec<String> = plain.files.keys().cloned().collect();
        let file = &files[place(chance, files.len())];
        plain.files.get_mut(file).unwrap().clear();
        vec![fault(file, 0, "", Reason::NoHeader)]
    }),
    ("a file that nobody knows", |plain, _| {
        plain
            .files
            .insert("team".to_owned(), vec![vec!["team_id".to_owned()]]);
        vec![Fault {
            line: 0,
            ..fault("team", 0, "", Reason::UnknownFile)
        }]
    }),
    ("another number of rows", |plain, chance| {
        let files: Vec<String> = plain.files.keys().cloned().collect();
        let file = &files[place(chance, files.len())];
        let have = plain.files[file].len() as u64 - 1;
        let rows = format!("\"rows\": {{\"{file}\": {}}}, \"version\"", have + 1);
        plain.manifest = plain.manifest.replace("\"version\"", &rows);
        let want = have + 1;
        vec![Fault {
            line: 0,
            ..fault(file, 0, "", Reason::Rows { have, want })
        }]
    }),
    ("a manifest of another version", |plain, _| {
        plain.manifest = plain.manifest.replace("\"version\": 1", "\"version\": 2");
        let file = "manifest.json".to_owned();
        vec![Fault {
            file,
            line: 0,
            column: None,
            reason: Reason::Version(2),
        }]
    }),
];

#[test]
fn a_history_in_order_has_no_fault() {
    let history = PLAIN.read().unwrap();
    assert_eq!(history.teams.rows.count(), 3);
    assert_eq!(history.weeks.len(), PLAIN.files["weeks"].len() - 1);
    assert_eq!(
        history.measures.rows.count(),
        PLAIN.files["measures"].len() - 1
    );
    let team = history.teams.ids.find("T001").unwrap();
    let programme = history.teams.rows[team].programme.unwrap();
    assert_eq!(history.texts.text(programme), "MST");
    assert_eq!(
        history.families.ids.text(Number0::new(0).unwrap()),
        "0000001"
    );
}

type Number0 = hemma_review::number::FamilyNo;

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, ..ProptestConfig::default() })]

    #[test]
    fn each_fault_is_told_and_nothing_else(seed in any::<u64>()) {
        for (name, inject) in CLASSES {
            let mut plain = PLAIN.clone();
            let want = inject(&mut plain, &mut Chance::new(seed));
            prop_assert_eq!(plain.faults(), want, "{}", name);
        }
    }

    #[test]
    fn files_may_come_in_any_order(seed in any::<u64>()) {
        let mut chance = Chance::new(seed);
        let mut plain = PLAIN.clone();
        for rows in plain.files.values_mut() {
            for at in (2..rows.len()).rev() {
                rows.swap(at, 1 + place(&mut chance, at));
            }
            let width = rows[0].len();
            let turn = place(&mut chance, width);
            for row in rows {
                row.rotate_left(turn);
            }
        }
        prop_assert_eq!(plain.faults(), vec![]);
    }
}

#[test]
fn every_fault_is_counted_and_the_first_are_listed() {
    let mut plain = PLAIN.clone();
    let rows = plain.files["weeks"].len();
    for row in 1..rows {
        plain.set("weeks", row, "contacts", "many");
    }
    let Err(hemma_review::NoHistory::Faults(faults)) = plain.read() else {
        panic!("it was read");
    };
    assert_eq!(faults.count, rows as u64 - 1);
    assert_eq!(faults.listed.len(), FAULTS_MAX);
    assert_eq!(
        faults.listed[0].to_string(),
        "weeks.csv:2: contacts: `many` is no whole number from 0 to 4294967295"
    );
}

#[test]
fn several_faults_of_one_row_are_all_told() {
    let mut plain = PLAIN.clone();
    plain.set("weeks", 3, "contacts", "many");
    plain.set("weeks", 3, "minutes", "-");
    plain.set("measures", 2, "due_on", "soon");
    let told: Vec<String> = plain
        .faults()
        .iter()
        .map(|fault| format!("{}:{}", fault.file, fault.line))
        .collect();
    assert_eq!(told, ["measures.csv:3", "weeks.csv:4", "weeks.csv:4"]);
}

#[test]
fn columns_of_ones_own_are_kept() {
    let mut plain = PLAIN.clone();
    for (at, row) in plain
        .files
        .get_mut("families")
        .unwrap()
        .iter_mut()
        .enumerate()
    {
        row.insert(
            1,
            if at == 0 {
                "mood".to_owned()
            } else {
                format!("={at}+1")
            },
        );
    }
    let folder = Folder::new();
    plain.write(&folder.0);
    let history = read_path(&folder.0, Unknown::Keep).unwrap();
    assert_eq!(history.extras.len(), history.families.rows.count());
    let extra = history.extras[4];
    let texts = [extra.file, extra.column, extra.text].map(|text| history.texts.text(text));
    assert_eq!((texts, extra.row), (["families", "mood", "=5+1"], 4));
    assert_eq!(faults_of(read_path(&folder.0, Unknown::Refuse)).len(), 1);
}

#[test]
fn a_history_without_a_manifest_has_the_days_that_it_names() {
    let mut plain = PLAIN.clone();
    plain.manifest.clear();
    let history = plain.read().unwrap();
    let teams = history.teams.rows.values();
    assert_eq!(
        history.period.first(),
        teams.map(|team| team.opened).min().unwrap()
    );
    plain.files.clear();
    let told: Vec<Reason> = plain
        .faults()
        .into_iter()
        .map(|fault| fault.reason)
        .collect();
    assert_eq!(told, [Reason::NoPeriod]);
}

#[test]
fn files_that_are_missing_have_no_rows() {
    let mut plain = PLAIN.clone();
    for file in [
        "weeks",
        "assignments",
        "answers_cam",
        "answers_sam",
        "answers_tam",
        "posts",
    ] {
        plain.files.remove(file);
    }
    assert_eq!(plain.faults(), []);
}
