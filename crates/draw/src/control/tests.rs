use super::*;
use crate::sample::{Chance, FORMATS, check, frame, marks};

fn words() -> ControlWords {
    ControlWords {
        value: "andel över gränsen".to_owned(),
        center: "genomsnitt".to_owned(),
        limits: "vanlig variation".to_owned(),
        signal: "mer än slumpen".to_owned(),
        thin: "för få svar".to_owned(),
        outside: "utanför skalan".to_owned(),
        count: "antal".to_owned(),
        points_before: "tidigare månader".to_owned(),
        empty: "Det finns inga svar än.".to_owned(),
    }
}

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec",
];

fn chart(count: usize) -> ControlChart {
    let mut chance = Chance::new(11);
    let points = (0..count).map(|i| {
        let answers = 2 + chance.below(14);
        let width = 0.5 / f64::from(answers).sqrt();
        let value = 0.45 + f64::from(chance.below(45)) / 100.0;
        ControlPoint {
            label: MONTHS[(i + 8) % 12].to_owned(),
            group: (2024 + (i + 8) / 12).to_string(),
            value: (i % 11 != 6).then_some(value),
            center: Some(0.68),
            limits: Some((0.68 - width, 0.68 + width)),
            signal: (value - 0.68).abs() > width,
            thin: answers < 4,
            count: answers.to_string(),
        }
    });
    ControlChart {
        points: points.collect(),
        low: 0.0,
        high: 1.0,
        marks: marks(),
        cut_off: Some((0.61, "gräns 0,61".to_owned())),
        words: words(),
    }
}

#[test]
fn a_year() {
    check("control-year", |frame| chart(12).svg(frame));
}

#[test]
fn what_is_counted_is_named_whole_where_the_margin_is_narrow() {
    let mut named = chart(6);
    named.words.count = "Behandlare".to_owned();
    let svg = named.svg(&frame(Format::Phone));
    assert!(svg.contains(">Behandlare<"), "{svg}");
}

#[test]
fn three_years() {
    check("control-three-years", |frame| chart(36).svg(frame));
}

#[test]
fn ten_years() {
    check("control-ten-years", |frame| chart(120).svg(frame));
}

#[test]
fn before_the_first_answer() {
    let empty = ControlChart {
        points: Vec::new(),
        ..chart(0)
    };
    check("control-empty", |frame| empty.svg(frame));
}

#[test]
fn a_value_outside_stands_at_the_edge_with_a_sign() {
    let mut outside = chart(4);
    outside.points[0].value = Some(1.4);
    outside.points[1].value = Some(-0.2);
    check("control-outside", |frame| outside.svg(frame));
    let svg = outside.svg(&frame(Format::Page));
    assert_eq!(svg.matches("utanför skalan").count(), 3);
}

#[test]
fn too_many_periods_are_counted() {
    let svg = chart(131).svg(&frame(Format::Page));
    assert!(svg.contains("+11 tidigare månader"));
}

#[test]
fn what_is_no_number_is_a_gap() {
    let gap = |point: &mut ControlPoint| {
        point.value = None;
        point.center = None;
        point.limits = None;
    };
    let (mut odd, mut plain) = (chart(5), chart(5));
    odd.points[2].value = Some(f64::NAN);
    odd.points[2].center = Some(f64::INFINITY);
    odd.points[2].limits = Some((f64::NEG_INFINITY, 1.0));
    gap(&mut plain.points[2]);
    let frame = frame(Format::Page);
    assert_eq!(odd.svg(&frame), plain.svg(&frame));
    plain.points.iter_mut().for_each(gap);
    assert!(plain.svg(&frame).contains("Det finns inga svar än."));
}

#[test]
fn a_signal_has_another_sign_than_a_value_and_a_thin_one_is_open() {
    let mut canvas = Canvas::default();
    sign(&mut canvas, at(0.0, 0.0), 3.0, Kind::Usual);
    sign(&mut canvas, at(0.0, 0.0), 3.0, Kind::Signal);
    sign(&mut canvas, at(0.0, 0.0), 3.0, Kind::Thin);
    sign(&mut canvas, at(0.0, 0.0), 3.0, Kind::ThinSignal);
    let svg = canvas.finish(&frame(Format::Page), 9.0, 9.0);
    let shapes: Vec<&str> = svg
        .lines()
        .filter(|l| l.contains("class=\"") && !l.contains("<svg"))
        .collect();
    let starts = ["<circle", "<path", "<circle", "<path"];
    for ((shape, start), open) in shapes.iter().zip(starts).zip([false, false, true, true]) {
        assert!(shape.starts_with(start), "{shape}");
        assert_eq!(shape.contains("paper"), open, "{shape}");
    }
    assert_eq!(shapes.len(), 4);
}

#[test]
fn the_label_of_the_cut_off_is_whole_on_a_full_page() {
    let svg = chart(120).svg(&frame(Format::Page));
    assert!(svg.contains(">gräns 0,61</text>"));
}

#[test]
fn markup_stays_text() {
    let mut chart = chart(8);
    chart.points[0].label = "<script>".to_owned();
    chart.points[0].group = "\"><script>".to_owned();
    chart.cut_off = Some((0.5, "<script>".to_owned()));
    let svg = chart.svg(&frame(Format::Page));
    assert!(svg.contains("&lt;script&gt;") && !svg.contains("<script"));
}

#[test]
fn no_text_touches_another_or_a_line() {
    for seed in 0..60 {
        let mut chance = Chance::new(seed);
        let mut chart = chart(1 + chance.index(130));
        let odd = [f64::NAN, f64::INFINITY, -3.0, 7.0, 0.2, 0.9];
        for point in &mut chart.points {
            if chance.yes(3) {
                point.label = chance.text();
            }
            if chance.yes(6) {
                point.group = chance.text();
            }
            if chance.yes(9) {
                point.count = chance.text();
            }
            if chance.yes(4) {
                point.value = Some(odd[chance.index(6)]);
                point.center = Some(odd[chance.index(6)]);
                point.limits = Some((odd[chance.index(6)], odd[chance.index(6)]));
            }
        }
        if chance.yes(2) {
            chart.marks = (0..chance.below(20))
                .map(|i| (f64::from(i) / 12.0, chance.text()))
                .collect();
        }
        if chance.yes(2) {
            chart.cut_off = Some((odd[chance.index(6)], chance.text()));
        }
        if chance.yes(4) {
            (chart.low, chart.high) = (odd[chance.index(6)], odd[chance.index(6)]);
        }
        chart.words.count = chance.text();
        chart.words.signal = chance.text();
        for format in FORMATS {
            let (canvas, width, height) = chart.draw(format);
            canvas.check_text(width, height, &format!("seed {seed}, {format:?}"));
        }
    }
}
