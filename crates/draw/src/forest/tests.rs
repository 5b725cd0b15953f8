use super::*;
use crate::sample::{Chance, FORMATS, check, frame, marks};

fn words() -> ForestWords {
    ForestWords {
        mean: "skattat medelvärde".to_owned(),
        interval: "95 % osäkerhet".to_owned(),
        plain: "eget medelvärde".to_owned(),
        thin: "för få svar".to_owned(),
        outside: "utanför skalan".to_owned(),
        rows_after: "till".to_owned(),
        empty: "Det finns inga svar än.".to_owned(),
    }
}

fn row(label: &str, count: u32, plain: f64) -> ForestRow {
    let weight = f64::from(count) / (f64::from(count) + 6.0);
    let mean = 0.68 + (plain - 0.68) * weight;
    let half = 0.32 / f64::from(count + 3).sqrt();
    ForestRow {
        label: label.to_owned(),
        note: format!("{count} formulär, {} familjer", count / 3 + 1),
        mean,
        lower: mean - half,
        upper: mean + half,
        plain: Some(plain),
        thin: count < 4,
    }
}

fn forest(rows: Vec<ForestRow>) -> Forest {
    Forest {
        rows,
        low: 0.0,
        high: 1.0,
        marks: marks(),
        cut_off: Some((0.61, "gräns 0,61".to_owned())),
        center: Some((0.68, "alla 0,68".to_owned())),
        words: words(),
    }
}

fn team() -> Forest {
    forest(vec![
        row("Tove Exempelsson", 14, 0.81),
        row("Karin Påhittsdotter-Mellanberg", 22, 0.7),
        row("Jonas", 9, 0.66),
        row("Svea Låtsaslund", 3, 0.94),
        row("Amir Testgren", 17, 0.44),
    ])
}

#[test]
fn a_team() {
    check("forest-team", |frame| team().svg(frame));
}

#[test]
fn nobody() {
    check("forest-empty", |frame| forest(Vec::new()).svg(frame));
}

#[test]
fn a_value_outside_stands_at_the_edge_with_a_sign() {
    let mut outside = team();
    outside.low = 0.5;
    outside.marks.remove(0);
    check("forest-outside", |frame| outside.svg(frame));
    let inside = team().svg(&frame(Format::Page));
    assert!(!inside.contains("utanför skalan"));
}

#[test]
fn too_many_rows_are_counted() {
    let rows = (0..72).map(|i| row(&format!("Team {i}"), i, 0.6)).collect();
    let svg = forest(rows).svg(&frame(Format::Page));
    assert!(svg.contains("+22 till"));
    assert!(svg.contains("Team 49") && !svg.contains("Team 50"));
}

#[test]
fn what_is_no_number_leaves_the_name_alone() {
    let mut odd = row("Jonas", 9, 0.5);
    odd.mean = f64::NAN;
    odd.upper = f64::INFINITY;
    odd.plain = Some(f64::NEG_INFINITY);
    let mut odd = forest(vec![odd]);
    odd.center = Some((f64::NAN, "alla".to_owned()));
    for format in FORMATS {
        let svg = odd.svg(&frame(format));
        assert!(svg.contains(">Jonas</text>") && !svg.contains("<circle"));
        assert!(!svg.contains("skattat") && !svg.contains(">alla<"));
    }
}

#[test]
fn markup_stays_text() {
    let mut team = team();
    team.rows[0].label = "<script>".to_owned();
    team.rows[1].note = "\"><script>".to_owned();
    team.cut_off = Some((0.5, "<script>".to_owned()));
    let svg = team.svg(&frame(Format::Phone));
    assert!(svg.contains("&lt;script&gt;") && !svg.contains("<script"));
}

#[test]
fn no_text_touches_another_or_a_line() {
    for seed in 0..100 {
        let mut chance = Chance::new(seed);
        let odd = [f64::NAN, f64::INFINITY, -3.0, 7.0, 0.0, 1.0, 0.61, 0.62];
        let rows = (0..chance.below(60)).map(|i| {
            let mut row = row(&chance.text(), i, f64::from(chance.below(120)) / 100.0);
            if chance.yes(3) {
                row.note = chance.text();
            }
            if chance.yes(5) {
                row.mean = odd[chance.index(8)];
                row.lower = odd[chance.index(8)];
            }
            row
        });
        let mut forest = forest(rows.collect());
        if chance.yes(2) {
            forest.marks = (0..chance.below(20))
                .map(|i| (f64::from(i) / 12.0, chance.text()))
                .collect();
        }
        if chance.yes(2) {
            forest.cut_off = Some((odd[chance.index(8)], chance.text()));
            forest.center = Some((odd[chance.index(8)], chance.text()));
        }
        if chance.yes(4) {
            (forest.low, forest.high) = (odd[chance.index(8)], odd[chance.index(8)]);
        }
        if chance.yes(4) {
            forest.center = None;
        }
        for format in FORMATS {
            let (canvas, width, height) = forest.draw(format);
            canvas.check_text(width, height, &format!("seed {seed}, {format:?}"));
        }
    }
}
