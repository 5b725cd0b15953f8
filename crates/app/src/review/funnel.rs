//! A funnel of a network's teams: how far a share may lie from that of all together by chance, by how much lies behind it.
//!
//! It is drawn from what the network's table shows: a team whose share is hidden there has no point here.

use std::collections::BTreeMap;

use hemma_domain::ids::TeamId;
use hemma_domain::review::Figure;
use hemma_stats::funnel;
use hemma_stats::interval::Confidence;

use super::figure::{Held, watched};
use super::{NetworkReview, Reading};

/// Sizes at which the limits are computed: enough for a smooth line.
const SIZES: u32 = 60;

/// How sure the outer limits are: three standard deviations, as in a control chart.
const OUTER: f64 = 0.998;

/// Shares of a network's teams between limits.
#[derive(Debug, Clone)]
pub struct Funnel {
    pub figure: Figure,
    /// All teams together.
    pub whole: Reading,
    /// The teams whose share is not hidden, by name.
    pub points: Vec<FunnelPoint>,
    /// From the smallest size to the greatest.
    pub limits: Vec<FunnelLimits>,
    /// Teams whose share is hidden.
    pub hidden: usize,
    /// What the programme says that it should be.
    pub held: Option<Held>,
}

/// One team.
#[derive(Debug, Clone)]
pub struct FunnelPoint {
    pub team: TeamId,
    pub name: String,
    pub reading: Reading,
    /// The limits for a team of its size.
    pub limits: FunnelLimits,
    pub lies: Lies,
}

/// Limits for so many cases, lower first, in per cent.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FunnelLimits {
    pub cases: u32,
    /// One team in twenty lies beyond these by chance.
    pub inner: (f64, f64),
    /// Two teams in a thousand lie beyond these.
    pub outer: (f64, f64),
}

/// How a team lies to the limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lies {
    Within,
    /// Beyond the inner limits.
    Outside,
    /// Beyond the outer ones.
    FarOutside,
}

/// How near to a whole number of cases a limit counts as one: what rounding could do.
const NEAR: f64 = 1e-9;

impl NetworkReview {
    /// The figures that a funnel can be drawn of: shares that are watched and known of all teams together.
    pub fn funnels(&self) -> Vec<Figure> {
        let shares = self.whole.iter().filter_map(|shown| shown.reading());
        let shares = shares.filter(|reading| level(reading).is_some());
        shares.map(|reading| reading.figure).collect()
    }

    /// The funnel of a figure; none where it is no share, or hidden of all teams together.
    pub fn funnel(&self, figure: Figure) -> Option<Funnel> {
        let of_figure = |shown: &&super::Shown| shown.figure() == figure;
        let whole = self.whole.iter().find(of_figure)?.reading()?;
        let level = level(&whole)?;
        let mut hidden = 0;
        let mut points = Vec::new();
        // Teams are many, and their sizes few.
        let mut of_size: BTreeMap<u32, FunnelLimits> = BTreeMap::new();
        for line in &self.teams {
            let Some(reading) = line.figures.iter().find(of_figure)?.reading() else {
                hidden += 1;
                continue;
            };
            let (Some((part, _)), Some(cases)) = (reading.parts, cases(&reading)) else {
                continue;
            };
            let limits = match of_size.get(&cases) {
                Some(known) => *known,
                None => *of_size.entry(cases).or_insert(limits(level, cases)?),
            };
            points.push(FunnelPoint {
                team: line.id,
                name: line.name.clone(),
                lies: lies(part, limits),
                reading,
                limits,
            });
        }
        let most = points.iter().map(|point| point.limits.cases).max();
        let most = most.unwrap_or(0);
        let step = most.div_ceil(SIZES).max(1);
        let sizes =
            (1..=most).filter(|size| size.is_multiple_of(step) || *size == most || *size == 1);
        Some(Funnel {
            figure,
            whole,
            limits: sizes.filter_map(|cases| limits(level, cases)).collect(),
            points,
            hidden,
            held: self
                .held
                .iter()
                .find(|(one, _)| *one == figure)
                .map(|(_, held)| held.clone()),
        })
    }
}

/// The share of all teams, from 0 to 1, of a figure that is a share of closings or interviews and is watched.
fn level(reading: &Reading) -> Option<f64> {
    let is_share = reading.figure != Figure::Adherence && watched(reading.figure).is_some();
    reading
        .value
        .filter(|_| is_share)
        .map(|value| value / 100.0)
}

fn cases(reading: &Reading) -> Option<u32> {
    let (_, of) = reading.parts?;
    u32::try_from(of).ok().filter(|of| 0 < *of)
}

fn limits(level: f64, cases: u32) -> Option<FunnelLimits> {
    let within = |confidence: Confidence| -> Option<(f64, f64)> {
        let (lower, upper) = funnel::limits(level, cases, confidence).ok()?;
        Some((100.0 * lower, 100.0 * upper))
    };
    Some(FunnelLimits {
        cases,
        inner: within(Confidence::P95)?,
        outer: within(Confidence::new(OUTER).ok()?)?,
    })
}

/// Limits are drawn as smooth lines between whole numbers of cases; a team lies beyond one where as many cases as it has, or
/// more, are rarer than the limit says. With every case a team of thirteen may stand above the line and yet be like the others.
fn lies(part: i64, limits: FunnelLimits) -> Lies {
    let cases = f64::from(limits.cases);
    let whole = |limit: f64| (limit / 100.0 * cases - NEAR).ceil();
    let is_within = |(lower, upper): (f64, f64)| {
        let part = part as f64;
        whole(lower) <= part && part <= whole(upper)
    };
    match (is_within(limits.outer), is_within(limits.inner)) {
        (false, _) => Lies::FarOutside,
        (true, false) => Lies::Outside,
        (true, true) => Lies::Within,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use hemma_domain::review::{Span, Term, cohort};
    use uuid::Uuid;

    use crate::review::{Among, Shown, Stays, TeamLine, TimeInTreatment};

    fn reading(part: i64, of: i64) -> Reading {
        Reading {
            figure: Figure::Completed,
            value: Some(100.0 * part as f64 / of as f64),
            parts: Some((part, of)),
            left_out: 0,
            interval: None,
            unconfirmed: false,
        }
    }

    fn line(name: &str, shown: Shown) -> TeamLine {
        TeamLine {
            id: TeamId(Uuid::nil()),
            name: name.to_owned(),
            figures: vec![shown],
            sent: None,
        }
    }

    fn network(whole: Shown) -> NetworkReview {
        let term = Term::of(Span::HalfYear, "2026-11-01".parse().unwrap());
        NetworkReview {
            among: Among::All,
            choices: Vec::new(),
            boards: Vec::new(),
            unscored: None,
            elsewhere: 0,
            term,
            runs: false,
            programmes: Vec::new(),
            programme: "MST".to_owned(),
            figures: vec![Figure::Completed],
            teams: vec![
                line("Exempelvik", Shown::Whole(reading(17, 20))),
                line("Dittnäs", Shown::Hidden(Figure::Completed)),
                line("Påhittstad", Shown::Whole(reading(10, 30))),
            ],
            whole: vec![whole],
            least: 5,
            held: Vec::new(),
            time: TimeInTreatment {
                began: cohort(term),
                own: Stays::None,
                beside: None,
                expected: None,
            },
        }
    }

    #[test]
    fn a_team_whose_share_is_hidden_has_no_point() {
        let found = network(Shown::Whole(reading(85, 100)));
        assert_eq!(found.funnels(), [Figure::Completed]);
        let funnel = found.funnel(Figure::Completed).unwrap();
        let points: Vec<(&str, Lies)> = funnel
            .points
            .iter()
            .map(|one| (one.name.as_str(), one.lies))
            .collect();
        let want = [
            ("Exempelvik", Lies::Within),
            ("Påhittstad", Lies::FarOutside),
        ];
        assert_eq!((points.as_slice(), funnel.hidden), (want.as_slice(), 1));
        let sizes: Vec<u32> = funnel.limits.iter().map(|one| one.cases).collect();
        assert_eq!((sizes.first(), sizes.last()), (Some(&1), Some(&30)));
        assert!(found.funnel(Figure::Home).is_none());
        let hidden = network(Shown::Hidden(Figure::Completed));
        assert!(hidden.funnels().is_empty() && hidden.funnel(Figure::Completed).is_none());
    }

    #[test]
    fn a_share_lies_within_or_beyond_its_limits() {
        let twenty = limits(0.85, 20).unwrap();
        assert!(
            twenty.outer.0 < twenty.inner.0 && twenty.inner.0 < 85.0,
            "{twenty:?}"
        );
        // P(X ≤ 13) = 0.022, P(X ≤ 14) = 0.067; P(X ≤ 10) = 0.0002, P(X ≤ 11) = 0.0013.
        let of = |part| lies(part, twenty);
        assert_eq!([14, 20].map(of), [Lies::Within; 2]);
        assert_eq!([13, 11].map(of), [Lies::Outside; 2]);
        assert_eq!([10, 0].map(of), [Lies::FarOutside; 2]);
        // Thirteen of thirteen come about by chance once in twelve times.
        let thirteen = limits(0.825, 13).unwrap();
        assert!(thirteen.inner.1 < 100.0, "{thirteen:?}");
        assert_eq!(lies(13, thirteen), Lies::Within);
    }
}
