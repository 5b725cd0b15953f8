//! Charts: what is usual for a team, as the whole network of its programme knows it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use hemma_domain::ids::NetworkId;
use hemma_domain::review::{Figure, Span, Term};
use hemma_domain::time::Day;
use hemma_review::Row;
use hemma_review::watch::Watch;
use hemma_stats::watch::{WatchPoint, Worse};
use hemma_store::db::Tx;
use hemma_store::review::Rows;
use hemma_store::team;

use super::count::Gauge;
use super::figure::watched;
use super::{Known, Reading, stay};
use crate::App;
use crate::error::Result;

/// Years that a chart shows and that a network learns from: more than a team stays the same.
const YEARS: i64 = 10;

/// The teams of a network that run one programme, and by which rules they are counted.
type Alike = (NetworkId, String, String);

/// What was learnt on which day.
type Learnt = (Day, Arc<Watch>);

/// What networks know of their teams, learnt once a day for each programme: limits do not move within a day, figures do.
#[derive(Debug, Clone, Default)]
pub struct Keep {
    watches: Arc<Mutex<HashMap<Alike, Learnt>>>,
    /// How long their cases lasted.
    pub(super) stays: stay::Keep,
}

/// One quarter of a figure; of a network one half-year.
#[derive(Debug, Clone)]
pub struct Quarterly {
    pub term: Term,
    /// It has not ended yet.
    pub runs: bool,
    pub reading: Reading,
    /// None of a network: its half-years are not watched.
    pub usual: Option<Usual>,
    pub signal: bool,
}

/// What was expected, and the value beyond which it is more than chance, in the figure's unit: only what is worse is
/// watched.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Usual {
    pub expected: f64,
    pub lower: Option<f64>,
    pub upper: Option<f64>,
}

/// Charts of one team.
pub(super) struct Charts {
    watch: Arc<Watch>,
    today: Day,
}

impl App {
    /// What the network of a team knows of its programme today.
    pub(super) async fn charts(&self, tx: &mut Tx, known: &Known) -> Result<Charts> {
        let counting = known.gauge.counting().to_string();
        let of = (known.team.network, known.team.programme.clone(), counting);
        let today = known.today;
        let kept = self.reviews.of(&of, today);
        let watch = match kept {
            Some(watch) => watch,
            None => {
                let watch = Arc::new(self.learn(tx, known).await?);
                self.reviews.keep(of, (today, Arc::clone(&watch)));
                watch
            }
        };
        Ok(Charts { watch, today })
    }

    /// Learns from every team of the network that runs the same programme.
    async fn learn(&self, tx: &mut Tx, known: &Known) -> Result<Watch> {
        let teams = team::of_network(tx, known.team.network).await?;
        let since = Term::of(Span::Quarter, known.today.plus_months(-12 * YEARS));
        let of = (known.team.network, known.team.programme.as_str());
        let at = ((since.first_day(), known.today.plus(1)), known.today);
        let alike = self.network_rows(tx, (of, &teams), at).await?.rows;
        let series: Vec<Vec<Row>> = alike
            .values()
            .map(|rows| rows_of(&finished(rows, known.today)))
            .collect();
        let teams: Vec<&[Row]> = series.iter().map(Vec::as_slice).collect();
        Ok(Watch::of(&teams, &known.gauge.settings))
    }
}

impl Keep {
    fn of(&self, of: &Alike, today: Day) -> Option<Arc<Watch>> {
        let kept = self.watches.lock().unwrap_or_else(PoisonError::into_inner);
        kept.get(of)
            .filter(|(day, _)| *day == today)
            .map(|(_, watch)| Arc::clone(watch))
    }

    fn keep(&self, of: Alike, learnt: Learnt) {
        let mut kept = self.watches.lock().unwrap_or_else(PoisonError::into_inner);
        // What was learnt on another day is of no use to anybody.
        kept.retain(|_, (day, _)| *day == learnt.0);
        kept.insert(of, learnt);
    }
}

/// Without the quarters before there was anything to divide by: there is nothing to see of them.
pub(super) fn begun(mut all: Vec<Quarterly>) -> Vec<Quarterly> {
    let first = all.iter().position(|one| one.reading.value.is_some());
    all.split_off(first.unwrap_or(all.len()))
}

/// The quarters that a chart shows up to a day, without holes, the oldest first; the last one may not have ended.
pub(super) fn shown(rows: &Rows, until: Day) -> Vec<(Term, Row)> {
    let running = Term::of(Span::Quarter, until);
    let mut all = finished(rows, until);
    if !rows.is_empty() {
        let row = rows.get(&running.first_day()).copied();
        all.push((running, row.unwrap_or_default()));
    }
    all
}

/// The quarters of a team that have ended, without holes, the oldest first: those that a chart shows.
fn finished(rows: &Rows, today: Day) -> Vec<(Term, Row)> {
    let running = Term::of(Span::Quarter, today);
    let oldest = Term::of(Span::Quarter, today.plus_months(-12 * YEARS));
    let Some(first) = rows.keys().next() else {
        return Vec::new();
    };
    let mut term = Term::of(Span::Quarter, *first).max(oldest);
    let mut all = Vec::new();
    while term < running {
        let row = rows.get(&term.first_day()).copied().unwrap_or_default();
        all.push((term, row));
        term = term.next();
    }
    all
}

fn rows_of(quarters: &[(Term, Row)]) -> Vec<Row> {
    quarters.iter().map(|(_, row)| *row).collect()
}

/// Whether lower is worse; so it is of whatever is not watched.
pub(super) fn lower_is_worse(figure: Figure) -> bool {
    let worse = watched(figure).map(|watched| watched.design().worse);
    worse != Some(Worse::Higher)
}

impl Charts {
    /// Whether the network knows enough of such figures to say what is usual.
    pub(super) fn has_limits(&self, figure: Figure) -> bool {
        watched(figure).is_some_and(|watched| self.watch.chart(watched, &[]).is_ok())
    }

    /// Tells of a figure whether the last finished quarter says that it has become worse.
    pub(super) fn signals<'a>(&'a self, rows: &Rows) -> impl Fn(Figure) -> bool + use<'a> {
        let quarters = rows_of(&finished(rows, self.today));
        move |figure| {
            let points = self.points(figure, &quarters);
            let last = points.last().copied().flatten();
            last.is_some_and(|point| point.signal)
        }
    }

    /// The quarters of a figure, the running one last.
    pub(super) fn quarters(&self, figure: Figure, rows: &Rows, gauge: &Gauge) -> Vec<Quarterly> {
        let quarters = finished(rows, self.today);
        let points = self.points(figure, &rows_of(&quarters));
        let unit = match figure {
            Figure::Adherence => 1.0,
            _ => 100.0,
        };
        let is_lower_worse = lower_is_worse(figure);
        let mut all: Vec<Quarterly> = quarters
            .iter()
            .enumerate()
            .map(|(at, (term, row))| {
                let point = points.get(at).copied().flatten();
                Quarterly {
                    usual: point.map(|point| {
                        let limit = Some(unit * point.limit);
                        Usual {
                            expected: unit * point.expected,
                            lower: limit.filter(|_| is_lower_worse),
                            upper: limit.filter(|_| !is_lower_worse),
                        }
                    }),
                    signal: point.is_some_and(|point| point.signal),
                    ..self.quarterly(figure, (*term, row), gauge)
                }
            })
            .collect();
        let running = Term::of(Span::Quarter, self.today);
        if let Some(row) = rows.get(&running.first_day()) {
            all.push(self.quarterly(figure, (running, row), gauge));
        }
        begun(all)
    }

    fn quarterly(&self, figure: Figure, (term, row): (Term, &Row), gauge: &Gauge) -> Quarterly {
        let days = super::days_of(term, self.today);
        Quarterly {
            term,
            runs: self.today < term.end(),
            reading: Reading::of(figure, (row, days), gauge),
            usual: None,
            signal: false,
        }
    }

    fn points(&self, figure: Figure, quarters: &[Row]) -> Vec<Option<WatchPoint>> {
        let chart = watched(figure).map(|watched| self.watch.chart(watched, quarters));
        chart.and_then(std::result::Result::ok).unwrap_or_default()
    }
}
