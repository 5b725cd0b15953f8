use super::*;
use crate::sample::{Chance, FORMATS, check, frame};

fn words() -> HeatWords {
    HeatWords {
        low: "0 %".to_owned(),
        high: "100 %".to_owned(),
        none: "inte besvarad".to_owned(),
        thin: "för få svar".to_owned(),
        empty: "Det finns inga svar än.".to_owned(),
    }
}

fn map(columns: Vec<String>, rows: usize) -> HeatMap {
    let mut chance = Chance::new(5);
    let names = ["Tove", "Karin Påhittsdotter", "Jonas", "Svea", "Amir"];
    let rows = (0..rows).map(|i| HeatRow {
        label: names[i % 5].to_owned(),
        cells: (0..columns.len())
            .map(|_| {
                let share = chance.below(101);
                let cell = HeatCell {
                    share: f64::from(share) / 100.0,
                    text: share.to_string(),
                    thin: chance.yes(12),
                };
                (!chance.yes(17)).then_some(cell)
            })
            .collect(),
    });
    HeatMap {
        rows: rows.collect(),
        columns,
        words: words(),
    }
}

fn numbered(count: usize) -> Vec<String> {
    (1..=count).map(|i| i.to_string()).collect()
}

fn named() -> Vec<String> {
    [
        "Tydliga mål",
        "Veckans delmål",
        "Skolan är med",
        "Fler i nätverket har fått ansvar",
        "Styrkor används",
        "Samma bild av problemet i hela familjen",
        "Nästa möte",
    ]
    .map(str::to_owned)
    .to_vec()
}

#[test]
fn twenty_eight_items() {
    check("heat-items", |frame| map(numbered(28), 5).svg(frame));
}

#[test]
fn short_names_stand_above_and_long_ones_become_numbers() {
    check("heat-named", |frame| map(named(), 4).svg(frame));
    let short = ["Aldrig", "Ibland", "Ofta"].map(str::to_owned).to_vec();
    check("heat-short", |frame| map(short.clone(), 3).svg(frame));
}

#[test]
fn nothing_to_show() {
    check("heat-empty", |frame| map(Vec::new(), 0).svg(frame));
    let svg = map(Vec::new(), 3).svg(&frame(Format::Page));
    assert!(svg.contains("Det finns inga svar än."));
}

#[test]
fn a_share_has_one_of_five_steps() {
    let steps = [-1.0, 0.0, 0.19, 0.2, 0.5, 0.79, 0.8, 1.0, 7.0].map(step);
    assert_eq!(steps, [0, 0, 0, 1, 2, 3, 4, 4, 4]);
}

#[test]
fn what_is_no_number_and_what_is_missing_is_no_cell() {
    let mut odd = map(numbered(3), 2);
    let mut plain = odd.clone();
    odd.rows[0].cells[1] = Some(HeatCell {
        share: f64::NAN,
        text: "NaN".to_owned(),
        thin: false,
    });
    odd.rows[1].cells.truncate(1);
    plain.rows[0].cells[1] = None;
    plain.rows[1].cells[1] = None;
    plain.rows[1].cells[2] = None;
    let frame = frame(Format::Page);
    assert_eq!(odd.svg(&frame), plain.svg(&frame));
}

#[test]
fn too_many_rows_and_columns_are_counted() {
    let svg = map(numbered(64), 53).svg(&frame(Format::Page));
    assert!(svg.contains(">+3</text>") && svg.contains(">+4</text>"));
}

#[test]
fn markup_stays_text() {
    let mut map = map(named(), 2);
    map.columns[0] = "<script>".to_owned();
    map.rows[0].label = "\"><script>".to_owned();
    map.rows[0].cells[0] = Some(HeatCell {
        share: 0.5,
        text: "<script>".to_owned(),
        thin: false,
    });
    let svg = map.svg(&frame(Format::Page));
    assert!(svg.contains("&lt;script&gt;") && !svg.contains("<script"));
}

#[test]
fn no_text_touches_another_or_a_line() {
    for seed in 0..60 {
        let mut chance = Chance::new(seed);
        let columns = (0..chance.below(66)).map(|i| {
            if seed % 2 == 0 {
                i.to_string()
            } else {
                chance.text()
            }
        });
        let mut map = map(columns.collect(), 0);
        map.rows = super::tests::map(map.columns.clone(), chance.index(20)).rows;
        for row in &mut map.rows {
            if chance.yes(2) {
                row.label = chance.text();
            }
            row.cells.truncate(chance.index(90));
            for cell in row.cells.iter_mut().flatten() {
                if seed % 3 == 0 && chance.yes(20) {
                    cell.text = chance.text();
                    cell.share = f64::INFINITY;
                }
                if seed % 5 == 0 && chance.yes(20) {
                    cell.text = chance.text();
                }
            }
        }
        map.words.low = chance.text();
        map.words.high = chance.text();
        for format in FORMATS {
            let (canvas, width, height) = map.draw(format);
            canvas.check_text(width, height, &format!("seed {seed}, {format:?}"));
        }
    }
}
