use super::*;
use crate::sample::{Chance, FORMATS, check, frame};

fn words() -> FunnelWords {
    FunnelWords {
        within: "team".to_owned(),
        outside: "utanför 95 %".to_owned(),
        far_outside: "utanför 99,8 %".to_owned(),
        center: "alla tillsammans".to_owned(),
        inner: "95 % av slumpen".to_owned(),
        outer: "99,8 % av slumpen".to_owned(),
        size: "avslutade ärenden".to_owned(),
        empty: "Inget team har tillräckligt många.".to_owned(),
    }
}

fn point(label: &str, (size, share): (u32, f64), lies: Lies) -> FunnelPoint {
    FunnelPoint {
        label: label.to_owned(),
        note: format!("{share:.2} av {size}"),
        size: f64::from(size),
        share,
        lies,
    }
}

fn funnel(points: Vec<FunnelPoint>) -> Funnel {
    let limits = (1..=40).map(|size| {
        let reach = 1.0 / f64::from(size).sqrt();
        FunnelLimits {
            size: f64::from(size),
            inner: ((0.8 - 0.8 * reach).max(0.0), (0.8 + 0.8 * reach).min(1.0)),
            outer: ((0.8 - 1.2 * reach).max(0.0), (0.8 + 1.2 * reach).min(1.0)),
        }
    });
    Funnel {
        limits: limits.collect(),
        points,
        center: 0.8,
        cut_off: Some((0.85, "mål 85 %".to_owned())),
        size: 40.0,
        sizes: [0, 10, 20, 30, 40]
            .map(|size| (f64::from(size), size.to_string()))
            .to_vec(),
        ends: (0.0, 1.0),
        shares: [(0.0, "0 %"), (0.5, "50 %"), (1.0, "100 %")]
            .map(|(share, label)| (share, label.to_owned()))
            .to_vec(),
        words: words(),
    }
}

#[test]
fn teams_of_a_network() {
    let teams = funnel(vec![
        point("MST Exempelvik", (22, 0.86), Lies::Within),
        point("MST Påhittstad", (31, 0.61), Lies::Outside),
        point("MST Låtsaslund", (38, 0.4), Lies::FarOutside),
        point("MST-CAN Dittnäs", (6, 1.0), Lies::Within),
    ]);
    check("funnel-teams", |frame| teams.svg(frame));
    let page = teams.svg(&frame(Format::Page));
    assert!(page.contains(">MST Låtsaslund<") && !page.contains(">MST Exempelvik<"));
}

#[test]
fn no_team_is_shown() {
    let svg = funnel(Vec::new()).svg(&frame(Format::Page));
    assert!(svg.contains("Inget team har tillräckligt många."), "{svg}");
    assert!(!svg.contains("av slumpen"));
}

#[test]
fn names_never_stand_on_each_other() {
    for seed in 0..200 {
        let mut chance = Chance::new(seed);
        let mut points = Vec::new();
        for _ in 0..chance.below(60) {
            let lies = match chance.below(3) {
                0 => Lies::Within,
                1 => Lies::Outside,
                _ => Lies::FarOutside,
            };
            let share = match chance.below(9) {
                0 => f64::NAN,
                1 => 1.2,
                _ => f64::from(chance.below(100)) / 100.0,
            };
            points.push(FunnelPoint {
                label: chance.text(),
                ..point("", (chance.below(45), share), lies)
            });
        }
        let any = Funnel {
            limits: Vec::new(),
            center: f64::NAN,
            cut_off: None,
            shares: Vec::new(),
            ..funnel(points)
        };
        for format in FORMATS {
            let (canvas, width, height) = any.draw(format);
            let svg = any.svg(&frame(format));
            assert!(!svg.contains("NaN"), "{seed}");
            canvas.check_text(width, height, &format!("seed {seed}"));
        }
    }
}
