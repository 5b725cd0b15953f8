use super::*;
use crate::sample::{Chance, FORMATS, check, frame};

fn words() -> CurveWords {
    CurveWords {
        value: "teamet".to_owned(),
        interval: "95 % osäkerhet".to_owned(),
        other: "andra team i nätverket".to_owned(),
        between: "programmets längd".to_owned(),
        left: "pågår".to_owned(),
        empty: "Inget ärende har börjat.".to_owned(),
    }
}

fn step(after: f64, share: f64) -> CurveStep {
    CurveStep {
        after,
        share,
        lower: (share - 0.12).max(0.0),
        upper: (share + 0.12).min(1.0),
    }
}

fn curve() -> StepCurve {
    let marks = [0, 60, 120, 180, 240, 300, 360].map(|day| CurveMark {
        at: f64::from(day),
        label: format!("{day} dagar"),
        left: (24 - day / 20).to_string(),
    });
    StepCurve {
        steps: vec![
            step(31.0, 0.96),
            step(75.0, 0.87),
            step(181.0, 0.6),
            step(230.0, 0.35),
            step(301.0, 0.1),
        ],
        until: 340.0,
        other: vec![(60.0, 0.9), (120.0, 0.8), (180.0, 0.5), (240.0, 0.2)],
        between: Some((180.0, 270.0)),
        high: 360.0,
        marks: marks.to_vec(),
        shares: [(0.0, "0 %"), (0.5, "50 %"), (1.0, "100 %")]
            .map(|(share, label)| (share, label.to_owned()))
            .to_vec(),
        words: words(),
        ..StepCurve::default()
    }
}

#[test]
fn a_team_beside_the_others() {
    check("curve-team", |frame| curve().svg(frame));
}

#[test]
fn nobody_has_ended_yet() {
    let running = StepCurve {
        steps: Vec::new(),
        other: Vec::new(),
        between: None,
        until: 90.0,
        ..curve()
    };
    check("curve-running", |frame| running.svg(frame));
}

#[test]
fn what_is_read_at_some_days_slopes_between_them() {
    let read = StepCurve {
        steps: vec![step(60.0, 1.0), step(120.0, 0.4)],
        fall: Fall::Slope,
        other_fall: Fall::Slope,
        until: 120.0,
        ..curve()
    };
    check("curve-read", |frame| read.svg(frame));
}

#[test]
fn a_band_that_covers_nothing_is_not_in_the_key() {
    let last = StepCurve {
        steps: vec![step(120.0, 0.4)],
        until: 120.0,
        ..curve()
    };
    let is_told = |curve: &StepCurve| curve.svg(&frame(Format::Page)).contains("95 % osäkerhet");
    assert!(!is_told(&last));
    let longer = StepCurve {
        until: 121.0,
        ..last.clone()
    };
    let sloped = StepCurve {
        fall: Fall::Slope,
        ..last
    };
    assert!(is_told(&longer) && is_told(&sloped));
}

#[test]
fn nothing() {
    let none = StepCurve {
        words: words(),
        ..StepCurve::default()
    };
    let svg = none.svg(&frame(Format::Page));
    assert!(svg.contains("Inget ärende har börjat."), "{svg}");
}

#[test]
fn whatever_comes_in_is_drawn_within_the_drawing() {
    for seed in 0..200 {
        let mut chance = Chance::new(seed);
        let number = |chance: &mut Chance| match chance.below(9) {
            0 => f64::NAN,
            1 => f64::INFINITY,
            2 => -f64::from(chance.below(400)),
            _ => f64::from(chance.below(400)),
        };
        let mut steps = Vec::new();
        for _ in 0..chance.below(40) {
            let after = number(&mut chance);
            let share = number(&mut chance) / 400.0;
            steps.push(step(after, share));
        }
        let mut marks = Vec::new();
        for _ in 0..chance.below(20) {
            marks.push(CurveMark {
                at: number(&mut chance),
                label: chance.text(),
                left: chance.text(),
            });
        }
        let any = StepCurve {
            steps,
            marks,
            until: number(&mut chance),
            high: number(&mut chance),
            between: Some((number(&mut chance), number(&mut chance))),
            other: vec![(number(&mut chance), 0.5)],
            ..curve()
        };
        for format in FORMATS {
            let svg = any.svg(&frame(format));
            assert!(!svg.contains("NaN"), "{seed}");
            let (canvas, width, height) = any.draw(format);
            canvas.check_text(width, height, &format!("seed {seed}"));
        }
    }
}
