//! The figures of a network's review: counted, kept, and read again. What is shown is always read from what would be kept.

use std::collections::{BTreeMap, BTreeSet};

use hemma_domain::ids::TeamId;
use hemma_domain::review::{
    Figure, Frozen, Kept, KeptSender, KeptTeam, KeptTerm, Span, Stay, Term, cohort,
};
use hemma_domain::team::Team;
use hemma_domain::time::Day;
use hemma_review::{Row, Settings};
use hemma_store::db::Tx;
use hemma_store::review::Rows;
use hemma_store::review::stay as stays;

use super::{Opened, Posts};
use crate::App;
use crate::error::{Error, Result};
use crate::review::count::Gauge;
use crate::review::document::{Drawn, row};
use crate::review::hidden::{Hidden, hidden_of, of_term};
use crate::review::network::{AllTeams, TeamRow, is_there, together};
use crate::review::sent::SentFrom;
use crate::review::stay::{among, kept as curve, time_of_all};
use crate::review::{Line, NetworkReview, Quarterly, Reading, days_of, line};

/// Half-years of the charts: as many years as the teams' have.
const TERMS_MAX: usize = 20;

/// Everything that the figures of a half-year are counted from.
pub(super) struct Material {
    term: Term,
    today: Day,
    /// The teams that run the programme, by name.
    teams: Vec<Team>,
    rows: BTreeMap<TeamId, Rows>,
    sent: BTreeMap<TeamId, SentFrom>,
    readers: Vec<BTreeSet<TeamId>>,
    stays: Vec<(TeamId, Stay)>,
    settings: Settings,
    /// Somebody vouches for the rule of the scores.
    is_confirmed: bool,
}

impl App {
    /// Everything that the figures of a half-year are counted from now.
    pub(super) async fn network_material(
        &self,
        tx: &mut Tx,
        (of, posts): (&Opened, &Posts),
        term: Term,
    ) -> Result<Material> {
        self.count_all(tx, (&of.teams, of.today)).await?;
        let first = terms(term).last().map_or(term, |oldest| *oldest);
        let programme = (of.network.id, of.programme.as_str());
        let at = ((first.previous().first_day(), term.end()), of.today);
        let found = self.network_rows(tx, (programme, &of.teams), at).await?;
        let mut rows = found.rows;
        let gauge = self.gauge(&of.programme, of.today)?;
        rows.retain(|team, _| of.scope.teams.iter().any(|one| one.team == *team));
        Ok(Material {
            term,
            today: of.today,
            teams: of.own().cloned().collect(),
            rows,
            sent: found.sent,
            readers: of.readers(posts),
            stays: stays::of_network(tx, programme, cohort(term)).await?,
            is_confirmed: gauge.is_confirmed,
            settings: gauge.settings,
        })
    }

    /// Figures that were kept as they are shown.
    pub(super) fn network_thawed(
        &self,
        of: &Opened,
        term: Term,
        frozen: &Frozen,
    ) -> Result<(NetworkReview, Vec<Line>, Vec<Drawn>)> {
        let gauge = self.gauge(&of.programme, of.today)?;
        let gauge = gauge.when_signed(frozen);
        let programme = self.programmes.newest(&of.programme);
        let whole = row(&frozen.whole.now)?;
        let rows = [
            (whole, days_of(term, frozen.on)),
            (
                row(&frozen.whole.before)?,
                days_of(term.previous(), frozen.on),
            ),
        ];
        let hidden = [&frozen.whole.hidden_now, &frozen.whole.hidden_before];
        let hidden = hidden.map(|figures| Some(Hidden(figures.clone())));
        let teams = frozen.teams.iter().map(|team| {
            Ok(TeamRow {
                id: team.id,
                name: team.name.clone(),
                row: row(&team.kept.now)?,
                hidden: team.kept.hidden_now.clone(),
                sent: team.sent.as_ref().map(|sent| SentFrom {
                    sender: sent.name.clone(),
                    until: sent.until,
                    is_late: false,
                }),
            })
        });
        let teams: Vec<TeamRow> = teams.collect::<Result<_>>()?;
        let all = AllTeams {
            gauge: &gauge,
            programme: programme.as_deref(),
            term,
            last: frozen.on,
        };
        let own = curve::read(&frozen.time).map_err(|err| Error::Internal(err.into()))?;
        let time = time_of_all(own, (programme.as_deref(), term, frozen.on));
        let review = NetworkReview {
            programmes: vec![of.programme.clone()],
            programme: of.programme.clone(),
            ..all.review(&teams, (&whole, &frozen.whole.hidden_now), time)
        };
        let lines = line::lines((programme.as_deref(), &gauge), (&rows, &hidden));
        let drawn = drawn(&review.figures, frozen, &gauge)?;
        Ok((review, lines, drawn))
    }
}

/// The half-years of the charts, the newest first.
fn terms(last: Term) -> Vec<Term> {
    std::iter::successors(Some(last), |term| Some(term.previous()))
        .take(TERMS_MAX)
        .collect()
}

/// One half-year of every team.
struct OfTerm {
    rows: BTreeMap<TeamId, Row>,
    hidden: BTreeMap<TeamId, Vec<Figure>>,
    whole: Row,
    hidden_whole: Vec<Figure>,
}

/// Where the figures of a document come from.
pub(super) enum Source {
    /// They do not move any more.
    Kept(Box<Frozen>),
    Now(Box<Material>),
}

impl Source {
    pub(super) async fn frozen(self) -> Result<Frozen> {
        match self {
            Source::Kept(frozen) => Ok(*frozen),
            Source::Now(material) => material.counted().await,
        }
    }
}

impl Material {
    /// The figures, and what of them is hidden from whoever may read them. Hiding it from every reader takes a while where
    /// there are many teams.
    pub(super) async fn counted(self) -> Result<Frozen> {
        tokio::task::spawn_blocking(move || self.frozen())
            .await
            .map_err(|err| Error::Internal(err.into()))?
    }

    fn frozen(self) -> Result<Frozen> {
        let (now, before) = (self.of(self.term)?, self.of(self.term.previous())?);
        let own = self.teams.iter().filter(|team| is_there(team, self.term));
        let teams = own.map(|team| KeptTeam {
            id: team.id,
            name: team.name.clone(),
            kept: Kept {
                now: text(now.rows.get(&team.id)),
                before: text(before.rows.get(&team.id)),
                hidden_now: now.hidden.get(&team.id).cloned().unwrap_or_default(),
                hidden_before: before.hidden.get(&team.id).cloned().unwrap_or_default(),
            },
            sent: self.sent.get(&team.id).map(|sent| KeptSender {
                name: sent.sender.clone(),
                until: sent.until,
            }),
        });
        let least = self.settings.definition().small_cell_least;
        let time = (self.term, self.today, least);
        let time = curve::write(&among(&self.stays, time, &self.readers));
        Ok(Frozen {
            drawn: Vec::new(),
            on: self.today.min(self.term.end().plus(-1)),
            is_confirmed: self.is_confirmed,
            teams: teams.collect(),
            terms: self.way_here()?,
            points: Vec::new(),
            time: time.map_err(|err| Error::Internal(err.into()))?,
            whole: Kept {
                now: now.whole.to_string(),
                before: before.whole.to_string(),
                hidden_now: now.hidden_whole,
                hidden_before: before.hidden_whole,
            },
        })
    }

    fn of(&self, term: Term) -> Result<OfTerm> {
        let rows = of_term(&self.rows, (term, self.today));
        let (hidden, hidden_whole) = hidden_of(&rows, &self.settings, &self.readers);
        Ok(OfTerm {
            whole: together(rows.values())?,
            rows,
            hidden,
            hidden_whole,
        })
    }

    /// All teams together in each half-year from the first in which one of them did anything.
    fn way_here(&self) -> Result<Vec<KeptTerm>> {
        let first = self
            .rows
            .values()
            .filter_map(|rows| rows.keys().next())
            .min();
        let Some(first) = first.map(|day| Term::of(Span::HalfYear, *day)) else {
            return Ok(Vec::new());
        };
        let each = terms(self.term).into_iter().rev();
        let each = each.filter(|term| first <= *term).map(|term| {
            let found = self.of(term)?;
            Ok(KeptTerm {
                term,
                row: found.whole.to_string(),
                hidden: found.hidden_whole,
            })
        });
        each.collect()
    }
}

fn text(row: Option<&Row>) -> String {
    row.copied().unwrap_or_default().to_string()
}

/// Every figure that has a value in some half-year, with its way here: each half-year as sure as it is, and no signal
/// (`docs/adr/0016-charts-that-do-not-cry-wolf.md`).
fn drawn(figures: &[Figure], frozen: &Frozen, gauge: &Gauge) -> Result<Vec<Drawn>> {
    let mut terms = Vec::new();
    for one in &frozen.terms {
        terms.push((one.term, row(&one.row)?, one.hidden.as_slice()));
    }
    let each = figures.iter().map(|figure| {
        let half_years = terms.iter().map(|(term, row, hidden)| {
            let reading = Reading::of(*figure, (row, days_of(*term, frozen.on)), gauge);
            Quarterly {
                term: *term,
                runs: frozen.on < term.end().plus(-1),
                reading: match hidden.contains(figure) {
                    true => nothing(*figure),
                    false => reading,
                },
                usual: None,
                signal: false,
            }
        });
        Drawn {
            figure: *figure,
            quarters: begun(half_years.collect()),
        }
    });
    let has_value = |one: &Drawn| one.quarters.iter().any(|one| one.reading.value.is_some());
    Ok(each.filter(has_value).collect())
}

/// Without the half-years before there was anything to see.
fn begun(mut all: Vec<Quarterly>) -> Vec<Quarterly> {
    let is_there = |one: &Quarterly| one.reading.value.is_some_and(|value| value != 0.0);
    let first = all.iter().position(is_there);
    all.split_off(first.unwrap_or(all.len()))
}

/// What is known of a figure that is hidden.
fn nothing(figure: Figure) -> Reading {
    Reading {
        figure,
        value: None,
        parts: None,
        left_out: 0,
        interval: None,
        unconfirmed: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn half_years(values: &[Option<f64>]) -> Vec<Quarterly> {
        let first: Term = "2018H1".parse().unwrap();
        let terms = std::iter::successors(Some(first), |term| Some(term.next()));
        terms
            .zip(values)
            .map(|(term, value)| Quarterly {
                term,
                runs: false,
                reading: Reading {
                    value: *value,
                    ..nothing(Figure::Completed)
                },
                usual: None,
                signal: false,
            })
            .collect()
    }

    #[test]
    fn a_way_here_begins_with_the_first_half_year_that_says_anything() {
        let values = [None, Some(0.0), Some(0.0), Some(4.0), None, Some(0.0)];
        let way = begun(half_years(&values));
        let told: Vec<Option<f64>> = way.iter().map(|one| one.reading.value).collect();
        assert_eq!(told, [Some(4.0), None, Some(0.0)]);
        assert!(begun(half_years(&[None, Some(0.0)])).is_empty());
    }

    #[test]
    fn a_network_without_any_case_has_no_way_here() {
        let settings = Settings::reference().unwrap();
        let material = Material {
            term: "2026H2".parse().unwrap(),
            today: "2026-11-23".parse().unwrap(),
            teams: Vec::new(),
            rows: BTreeMap::new(),
            sent: BTreeMap::new(),
            readers: Vec::new(),
            stays: Vec::new(),
            settings,
            is_confirmed: true,
        };
        let frozen = material.frozen().unwrap();
        assert!(frozen.terms.is_empty() && frozen.teams.is_empty());
        assert_eq!(frozen.on.to_string(), "2026-11-23");
    }
}
