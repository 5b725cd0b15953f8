//! The half-yearly review of a team.

use hemma_domain::access::{Permit, Request, TeamAction};
use hemma_domain::audit::Event;
use hemma_domain::ids::TeamId;
use hemma_domain::review::{
    Document, Figure, Frozen, Kept, KeptPoint, KeptTerm, Span, Subject, Term,
};
use hemma_store::db::Tx;
use hemma_store::review::Rows;
use hemma_store::staff;

use super::{Drawn, Input, Rights, Written, as_read, half_year, once, opened, row, written};
use crate::App;
use crate::ctx::Ctx;
use crate::enter::{allowed, of_permit};
use crate::error::{Error, Result};
use crate::review::count::Gauge;
use crate::review::hidden::Hidden;
use crate::review::{
    Known, Plots, Quarterly, Reading, TeamReview, TimeInTreatment, Usual, chart, days_of, figure,
    in_term, load, may, review_of, stay,
};

/// The figures whose way here was drawn in reviews that do not say which they drew.
const DRAWN_ONCE: [Figure; 4] = [
    Figure::Adherence,
    Figure::Completed,
    Figure::Home,
    Figure::Contacts,
];

/// A team's half-yearly review as somebody reads it.
#[derive(Debug, Clone)]
pub struct TeamDocument {
    /// The figures and what is drawn of them: as they were signed, or those of today.
    pub review: TeamReview,
    pub drawn: Vec<Drawn>,
    /// It was signed before drawings were kept: there are none.
    pub lacks_drawings: bool,
    pub written: Written,
}

impl App {
    /// The review of a team's half-year. Whoever is outside the team reads it once both have signed.
    pub async fn review_document(&self, ctx: &Ctx, id: TeamId, term: &str) -> Result<TeamDocument> {
        let (mut tx, known) = self.reviewed(ctx, id).await?;
        let term = of_team(&known, term)?;
        let document = opened(&mut tx, (&Subject::Team(id), term)).await?;
        let is_inside = may(ctx, TeamAction::SeeSmallCounts, known.scope);
        if !is_inside && !document.is_signed() {
            return Err(Error::NotFound);
        }
        let (review, drawn) = match &document.frozen {
            Some(frozen) => thawed(&known, (term, is_inside), frozen)?,
            None => {
                let (mut review, charts) = self.read(ctx, &mut tx, (&known, term)).await?;
                let mut all = Vec::new();
                if is_inside {
                    let mut plots = self.plots(ctx, &mut tx, (&known, term)).await?;
                    plots.load.retain(|one| one.term.first_day() < term.end());
                    review.plots = Some(plots);
                    all = drawn(&charts, &known, term);
                }
                (review, all)
            }
        };
        let frozen = document.frozen.as_ref();
        let lacks_drawings = is_inside && frozen.is_some_and(|frozen| frozen.time.is_empty());
        let rights = Rights {
            owners: owners(&mut tx, &known).await?,
            permit: permit(ctx, &known).ok(),
        };
        let written = written(&mut tx, document, rights).await?;
        tx.commit().await?;
        Ok(TeamDocument {
            review,
            drawn,
            lacks_drawings,
            written,
        })
    }

    /// Saves what was written of a team's half-year. Signatures on another text are taken back.
    pub async fn save_review(&self, ctx: &Ctx, at: (TeamId, &str), input: Input) -> Result<()> {
        let (mut tx, known) = self.reviewed(ctx, at.0).await?;
        let (document, _) = of_writer(ctx, &mut tx, (&known, at.1, Event::ReviewWritten)).await?;
        let owners = owners(&mut tx, &known).await?;
        super::save(&mut tx, document, (input, &owners)).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Signs a team's review as it was read.
    pub async fn sign_review(&self, ctx: &Ctx, at: (TeamId, &str), version: i64) -> Result<()> {
        let (mut tx, known) = self.reviewed(ctx, at.0).await?;
        let asked = (&known, at.1, Event::ReviewSigned);
        let (document, permit) = of_writer(ctx, &mut tx, asked).await?;
        as_read(&document, version)?;
        let figures = self.frozen(&mut tx, (&known, document.term)).await?;
        super::sign(ctx, &mut tx, (document, &permit, figures)).await?;
        tx.commit().await?;
        Ok(())
    }

    /// The figures of a term as they are now with what is drawn of them, and what of them is hidden.
    pub(crate) async fn frozen(
        &self,
        tx: &mut Tx,
        (known, term): (&Known, Term),
    ) -> Result<Frozen> {
        let row = |term: Term| in_term(&known.rows, (term, known.until)).0.to_string();
        let [Hidden(hidden_now), Hidden(hidden_before)] = self.hidden(tx, (known, term)).await?;
        let charts = self.charts(tx, known).await?;
        let inside = stay::Reader::Inside;
        let time = self.time_in_treatment(tx, (known, term), inside).await?;
        let time = stay::kept::write_team(&time).map_err(|err| Error::Internal(err.into()))?;
        let drawn = drawn(&charts, known, term);
        Ok(Frozen {
            on: known.until.min(term.end().plus(-1)),
            is_confirmed: known.gauge.is_confirmed,
            terms: quarters(known, term),
            drawn: drawn.iter().map(|one| one.figure).collect(),
            points: drawn.iter().flat_map(points).collect(),
            time,
            whole: Kept {
                now: row(term),
                before: row(term.previous()),
                hidden_now,
                hidden_before,
            },
            teams: Vec::new(),
        })
    }
}

fn permit(ctx: &Ctx, known: &Known) -> Result<Permit> {
    allowed(ctx, Request::Team(TeamAction::WriteReview, known.scope))
}

/// Opens a review to change it.
async fn of_writer(
    ctx: &Ctx,
    tx: &mut Tx,
    (known, term, event): (&Known, &str, Event),
) -> Result<(Document, Permit)> {
    let permit = permit(ctx, known)?;
    let term = of_team(known, term)?;
    tx.log(of_permit(ctx, event, &permit));
    let subject = Subject::Team(known.team.id);
    let document = opened(tx, (&subject, term)).await?;
    Ok((document, permit))
}

/// Everybody who works in the team, once, by name.
async fn owners(tx: &mut Tx, known: &Known) -> Result<Vec<(hemma_domain::ids::StaffId, String)>> {
    let members = staff::of_team(tx, known.team.id, known.today).await?;
    let each = members.into_iter().map(|(one, _)| (one.id, one.name));
    Ok(once(each.collect()))
}

/// A half-year in which the team worked.
fn of_team(known: &Known, term: &str) -> Result<Term> {
    let term = half_year(term, known.today)?;
    match known.team.opened_on < term.end() {
        true => Ok(term),
        false => Err(Error::NotFound),
    }
}

/// The figures that were signed, and what was drawn of them: nothing for whoever is outside the team, or of a review that
/// was signed before drawings were kept.
fn thawed(
    known: &Known,
    (term, is_inside): (Term, bool),
    frozen: &Frozen,
) -> Result<(TeamReview, Vec<Drawn>)> {
    let gauge = known.gauge.clone().when_signed(frozen);
    let kept = &frozen.whole;
    let rows = [
        (row(&kept.now)?, days_of(term, frozen.on)),
        (row(&kept.before)?, days_of(term.previous(), frozen.on)),
    ];
    let hidden = match is_inside {
        true => [None, None],
        false => {
            [&kept.hidden_now, &kept.hidden_before].map(|figures| Some(Hidden(figures.clone())))
        }
    };
    let review = TeamReview {
        runs: frozen.on < term.end().plus(-1),
        ..review_of((known, &gauge), term, (rows, hidden))
    };
    if !is_inside || frozen.time.is_empty() {
        return Ok((review, Vec::new()));
    }
    let kept: Rows = frozen
        .terms
        .iter()
        .map(|one| Ok((one.term.first_day(), row(&one.row)?)))
        .collect::<Result<_>>()?;
    let time = stay::kept::read_team(&frozen.time).map_err(|err| Error::Internal(err.into()))?;
    let programme = known.programme.as_deref();
    let days = (frozen.on, frozen.on.plus(1));
    let plots = Plots {
        time: TimeInTreatment {
            beside: time.1,
            ..stay::time_of_all(time.0, (programme, term, frozen.on))
        },
        load: load::load((&kept, programme), Span::Quarter, days),
        may_see_year: false,
    };
    let figures = match frozen.drawn.as_slice() {
        [] => &DRAWN_ONCE,
        said => said,
    };
    let drawn = figures.iter().map(|figure| Drawn {
        figure: *figure,
        quarters: redrawn(*figure, (&kept, frozen), &gauge),
    });
    let drawn = drawn.filter(|one| !one.quarters.is_empty()).collect();
    let plots = Some(plots);
    Ok((TeamReview { plots, ..review }, drawn))
}

/// The quarters of a figure as they were drawn when the review was signed.
fn redrawn(figure: Figure, (kept, frozen): (&Rows, &Frozen), gauge: &Gauge) -> Vec<Quarterly> {
    let each = kept.iter().map(|(first, row)| {
        let term = Term::of(Span::Quarter, *first);
        let mut points = frozen.points.iter();
        let point = points.find(|one| one.figure == figure && one.term == term);
        Quarterly {
            term,
            runs: frozen.on < term.end().plus(-1),
            reading: Reading::of(figure, (row, days_of(term, frozen.on)), gauge),
            usual: point.map(|point| Usual {
                expected: point.expected,
                lower: point.lower,
                upper: point.upper,
            }),
            signal: point.is_some_and(|point| point.signal),
        }
    });
    chart::begun(each.collect())
}

/// The quarters of the drawings, the oldest first: those of the charts and of the load, and the one that runs.
fn quarters(known: &Known, term: Term) -> Vec<KeptTerm> {
    let last = known.until.min(term.end().plus(-1));
    let each = chart::shown(&known.rows, last).into_iter();
    let each = each.map(|(term, row)| KeptTerm {
        term,
        row: row.to_string(),
        hidden: Vec::new(),
    });
    each.collect()
}

/// What was usual in the quarters of a figure.
fn points(one: &Drawn) -> impl Iterator<Item = KeptPoint> {
    one.quarters.iter().filter_map(|quarter| {
        let usual = quarter.usual?;
        Some(KeptPoint {
            figure: one.figure,
            term: quarter.term,
            expected: usual.expected,
            lower: usual.lower,
            upper: usual.upper,
            signal: quarter.signal,
        })
    })
}

/// Every figure that says something in some quarter up to the end of a term, with those quarters.
fn drawn(charts: &chart::Charts, known: &Known, term: Term) -> Vec<Drawn> {
    let figures = figure::known(known.programme.as_deref(), known.gauge.has_cut_off);
    let each = figures.into_iter().map(|figure| {
        let mut quarters = charts.quarters(figure, &known.rows, &known.gauge);
        quarters.retain(|quarter| quarter.term.first_day() < term.end());
        Drawn { figure, quarters }
    });
    each.filter(says_something).collect()
}

/// A share of nothing is no share, and none of a hundred is one; a count of nothing in every quarter is no drawing.
fn says_something(one: &Drawn) -> bool {
    let mut readings = one.quarters.iter().map(|quarter| quarter.reading);
    readings.any(|reading| match reading.parts {
        Some(_) => reading.value.is_some(),
        None => reading.value.is_some_and(|value| value != 0.0),
    })
}
