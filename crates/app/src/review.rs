//! The programme review: the figures of a team and of a network, fresh at each look, each with what stands behind it.

mod among;
mod chart;
mod count;
mod document;
mod fact;
mod figure;
mod funnel;
mod hidden;
mod line;
mod load;
mod network;
mod sent;
mod stay;
mod year;

pub use among::{Among, NetworkAsked, TeamChoice};
pub(crate) use among::{boards_of, choices, chosen_of, hidden_together};
pub use chart::{Keep, Quarterly, Usual};
pub use document::{
    ActionInput, Drawn, FollowInput, Input, NetworkAt, NetworkDocument, ReviewWaiting,
    TeamDocument, Waits, Written,
};
pub(crate) use figure::fraction;
pub use figure::{Held, Reading};
pub use funnel::{Funnel, FunnelLimits, FunnelPoint, Lies};
pub use hemma_stats::interval::Interval;
pub use hemma_stats::survival::Step;
pub use hidden::Shown;
pub(crate) use hidden::hidden_of;
pub use line::Line;
pub use load::LoadTerm;
pub use network::{NetworkReview, TeamLine};
pub use sent::SentFrom;
pub use stay::{BAND_DAYS, Beside, StayCurve, Stays, TimeInTreatment};
pub use year::{FAMILIES_MAX, FamilyWeek, FamilyYear, TeamYear};

use std::collections::BTreeMap;
use std::sync::Arc;

use hemma_domain::access::{self, CaseAction, CaseScope, Request, TeamAction, TeamScope};
use hemma_domain::audit::Event;
use hemma_domain::code::Code as _;
use hemma_domain::ids::{CaseId, TeamId};
use hemma_domain::programme::{Programme, Words};
use hemma_domain::review::{Course, Figure, Span, Subject, Term};
use hemma_domain::staff::Role;
use hemma_domain::team::Team;
use hemma_domain::time::Day;
use hemma_review::Row;
use hemma_store::db::Tx;
use hemma_store::review::{self as stored, NamedPost, Rows};
use hemma_store::team;
use uuid::Uuid;

use crate::App;
use crate::ctx::Ctx;
use crate::error::{Error, Result};
pub(crate) use count::Gauge;
pub(crate) use fact::{date, known_outcomes, reason as counted_reason};

/// Terms that can be gone back to: a century holds every team.
const YEARS_BACK_MAX: i16 = 100;

/// The figures of a team in a term.
#[derive(Debug, Clone)]
pub struct TeamReview {
    pub team: Team,
    pub board: String,
    pub term: Term,
    /// It has not ended yet.
    pub runs: bool,
    pub lines: Vec<Line>,
    /// Small counts are hidden from the reader, those below this number; 0 where none are.
    pub least: u32,
    /// The reader sees every count, and other terms than half-years.
    pub whole: bool,
    /// There is something written about the term that the reader may read, or may write.
    pub may_read_document: bool,
    /// The same of the network's review of the programme.
    pub network_document: bool,
    /// The reader gives figures out to funded projects.
    pub may_give: bool,
    /// Interviews that are in no figure until they are scored by the rule that holds now; told where every count is.
    pub waiting: Option<Waiting>,
    /// What is drawn beside the figures; none where only figures were asked for.
    pub plots: Option<Plots>,
    /// From whom they come, where the team is counted elsewhere.
    pub sent: Option<SentFrom>,
}

/// Interviews that were scored by an earlier rule alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// The code of their instrument.
    pub instrument: String,
    pub interviews: u32,
}

/// What is drawn of a team beside its figures.
#[derive(Debug, Clone)]
pub struct Plots {
    pub time: TimeInTreatment,
    /// Quarters; half-years for whoever is outside the team.
    pub load: Vec<LoadTerm>,
    /// The reader may see the year of each family.
    pub may_see_year: bool,
}

/// A case behind a figure.
#[derive(Debug, Clone)]
pub struct CaseLine {
    pub case: CaseId,
    pub code: String,
    pub opened_on: Day,
    /// When it closed, and why in the programme's words.
    pub closed: Option<(Day, Option<Words>)>,
    /// What it adds to the figure.
    pub reading: Reading,
    /// The reader may open the case.
    pub may_see: bool,
}

/// A therapist's post behind a figure.
#[derive(Debug, Clone)]
pub struct PostLine {
    pub name: String,
    pub role: Role,
    pub from: Day,
    /// The first day after it.
    pub to: Option<Day>,
    /// What it adds to the figure.
    pub reading: Reading,
}

/// One figure of a team with everything behind it.
#[derive(Debug, Clone)]
pub struct TeamFigure {
    pub review: TeamReview,
    pub line: Line,
    /// Its quarters, the oldest first; empty for whoever sees no small counts.
    pub quarters: Vec<Quarterly>,
    /// Whether the network knows enough of such figures to say what is usual.
    pub has_limits: bool,
    /// The cases behind it; none where the reader may not see them.
    pub cases: Option<Vec<CaseLine>>,
    /// The posts of therapists behind it; none where it rests on none, or the reader may not see them.
    pub posts: Option<Vec<PostLine>>,
}

/// What is known of a team when its figures are read.
pub(crate) struct Known {
    pub(crate) team: Team,
    board: String,
    scope: TeamScope,
    programme: Option<Arc<Programme>>,
    gauge: Gauge,
    pub(crate) rows: Rows,
    /// From whom they come, where the team is counted elsewhere.
    sent: Option<SentFrom>,
    today: Day,
    /// The last day that is counted.
    until: Day,
}

impl App {
    /// The figures of a team in a term: the running half-year if none is said.
    pub async fn team_review(
        &self,
        ctx: &Ctx,
        id: TeamId,
        term: Option<Term>,
    ) -> Result<TeamReview> {
        let (mut tx, known) = self.reviewed(ctx, id).await?;
        let term = fitting(ctx, &known, term)?;
        let (mut review, _) = self.read(ctx, &mut tx, (&known, term)).await?;
        review.may_give = may(ctx, TeamAction::GiveFigures, known.scope);
        review.plots = Some(self.plots(ctx, &mut tx, (&known, term)).await?);
        if review.whole {
            review.waiting = self.waiting(&mut tx, &known).await?;
        }
        if !review.whole {
            review.may_read_document =
                stored::document::is_signed(&mut tx, (&Subject::Team(id), term)).await?;
        }
        review.network_document = document::may_read(ctx, &mut tx, (&known, term)).await?;
        tx.commit().await?;
        Ok(review)
    }

    /// One figure of a team, by its code, with its chart and the cases behind it.
    pub async fn team_figure(
        &self,
        ctx: &Ctx,
        id: TeamId,
        (figure, term): (&str, Option<Term>),
    ) -> Result<TeamFigure> {
        let (mut tx, known) = self.reviewed(ctx, id).await?;
        let figure = Figure::from_code(figure).ok_or(Error::NotFound)?;
        let term = fitting(ctx, &known, term)?;
        let (review, charts) = self.read(ctx, &mut tx, (&known, term)).await?;
        let line = review.lines.iter().find(|line| line.now.figure() == figure);
        let line = line.cloned().ok_or(Error::NotFound)?;
        // The cases of a team that is counted elsewhere are there.
        let sees = may(ctx, TeamAction::SeeReviewCases, known.scope) && known.sent.is_none();
        let (cases, posts) = match sees {
            true => {
                let found = behind(&mut tx, (&known, figure, term)).await?;
                let cases = self.cases(ctx, &mut tx, (&known, &found.cases)).await?;
                (Some(cases), Some(found.posts))
            }
            false => (None, None),
        };
        tx.commit().await?;
        let quarters = match review.least {
            0 => charts.quarters(figure, &known.rows, &known.gauge),
            _ => Vec::new(),
        };
        Ok(TeamFigure {
            has_limits: charts.has_limits(figure),
            review,
            line,
            quarters,
            cases,
            posts: posts.filter(|_| figure.rests_on_posts()),
        })
    }

    /// Opens a team for a look at its figures, and counts what has changed.
    async fn reviewed(&self, ctx: &Ctx, id: TeamId) -> Result<(Tx, Known)> {
        let (mut tx, _permit, scope) = self
            .enter_team(ctx, id, TeamAction::SeeReview, Event::ReviewRead)
            .await?;
        let known = self.knows(&mut tx, scope, ctx.today()).await?;
        Ok((tx, known))
    }

    /// Everything that figures of a team are read with, its rows counted up to a day.
    pub(crate) async fn knows(&self, tx: &mut Tx, scope: TeamScope, today: Day) -> Result<Known> {
        let (team, board) = team::find(tx, scope.team).await?.ok_or(Error::NotFound)?;
        let (rows, sent) = self.rows_of_team(tx, &team, today).await?;
        let until = sent.as_ref().and_then(|sent| sent.until).unwrap_or(today);
        Ok(Known {
            rows,
            until: until.min(today),
            sent,
            programme: self.programmes.newest(&team.programme),
            gauge: self.gauge(&team.programme, today)?,
            board: board.name,
            team,
            scope,
            today,
        })
    }

    /// The figures of a team in a term as the actor may see them, in somebody else's transaction.
    pub(crate) async fn term_lines(
        &self,
        ctx: &Ctx,
        tx: &mut Tx,
        (scope, term): (TeamScope, Term),
    ) -> Result<Vec<Line>> {
        let known = self.knows(tx, scope, ctx.today()).await?;
        let (review, _) = self.read(ctx, tx, (&known, term)).await?;
        Ok(review.lines)
    }

    async fn read(
        &self,
        ctx: &Ctx,
        tx: &mut Tx,
        (known, term): (&Known, Term),
    ) -> Result<(TeamReview, chart::Charts)> {
        let charts = self.charts(tx, known).await?;
        let hidden = match may(ctx, TeamAction::SeeSmallCounts, known.scope) {
            true => [None, None],
            false => self.hidden(tx, (known, term)).await?.map(Some),
        };
        let rows = [term, term.previous()].map(|term| in_term(&known.rows, (term, known.until)));
        let mut review = review_of((known, &known.gauge), term, (rows, hidden));
        if review.whole {
            let signals = charts.signals(&known.rows);
            for line in &mut review.lines {
                line.signal = signals(line.now.figure());
            }
        }
        Ok((review, charts))
    }

    /// What is drawn of a team, as the reader may see it.
    async fn plots(&self, ctx: &Ctx, tx: &mut Tx, (known, term): (&Known, Term)) -> Result<Plots> {
        let (reader, span) = match may(ctx, TeamAction::SeeSmallCounts, known.scope) {
            true => (stay::Reader::Inside, Span::Quarter),
            false => (stay::Reader::Outside, Span::HalfYear),
        };
        let time = self.time_in_treatment(tx, (known, term), reader).await?;
        Ok(Plots {
            time,
            load: load::load(
                (&known.rows, known.programme.as_deref()),
                span,
                (known.until, known.today),
            ),
            may_see_year: may(ctx, TeamAction::SeeReviewCases, known.scope) && known.sent.is_none(),
        })
    }

    /// What waits to be scored by the present rule: nothing where there never was another.
    async fn waiting(&self, tx: &mut Tx, known: &Known) -> Result<Option<Waiting>> {
        let gauge = &known.gauge;
        if known.sent.is_some() || !self.has_earlier_rule(gauge) {
            return Ok(None);
        }
        let asked = gauge.asked(known.today);
        let interviews = stored::waiting(tx, known.team.id, asked).await?;
        Ok((interviews != 0).then(|| Waiting {
            instrument: gauge.instrument().to_owned(),
            interviews,
        }))
    }

    pub(super) fn has_earlier_rule(&self, gauge: &Gauge) -> bool {
        let all = self.instruments.all().into_iter();
        let mut same = all.filter(|one| one.instrument().code == gauge.instrument());
        same.any(|one| {
            let scale = one.instrument().scale(gauge.scale());
            let rule = scale.map(|scale| (scale.rule.code.as_str(), scale.rule.version));
            rule.is_some_and(|rule| rule != (gauge.rule().0.as_str(), gauge.rule().1))
        })
    }

    /// The cases behind a figure, the oldest first.
    async fn cases(
        &self,
        ctx: &Ctx,
        tx: &mut Tx,
        (known, found): (&Known, &BTreeMap<Uuid, Reading>),
    ) -> Result<Vec<CaseLine>> {
        let ids: Vec<Uuid> = found.keys().copied().take(stored::COURSES_MAX).collect();
        let courses = stored::outlines_of(tx, (known.team.id, &ids)).await?;
        let lines = courses.iter().filter_map(|course| {
            let reading = found.get(&course.case.0)?;
            Some(self.case_line(ctx, (course, known.scope), *reading))
        });
        Ok(lines.collect())
    }

    fn case_line(
        &self,
        ctx: &Ctx,
        (course, team): (&Course, TeamScope),
        reading: Reading,
    ) -> CaseLine {
        let (code, version) = &course.programme;
        let programme = self.programmes.get(code, *version);
        // One that could be hidden is not linked.
        let scope = CaseScope {
            case: course.case,
            team,
            carers: course.carried.iter().map(|one| one.by).collect(),
            protected: true,
        };
        let label = |code: &str| {
            let programme = programme.as_deref()?;
            programme
                .closing_reason(code)
                .map(|reason| reason.label.clone())
        };
        CaseLine {
            case: course.case,
            code: course.code.clone(),
            opened_on: course.opened_on,
            closed: course.closed.as_ref().map(|(on, code)| (*on, label(code))),
            reading,
            may_see: access::may(&ctx.actor, Request::Case(CaseAction::See, &scope)),
        }
    }
}

/// The figures of a term and of the one before, read by a gauge. What is hidden is none for whoever sees everything.
fn review_of(
    (known, gauge): (&Known, &Gauge),
    term: Term,
    (rows, hidden): (line::Rows2, [Option<hidden::Hidden>; 2]),
) -> TeamReview {
    let is_whole = hidden.iter().all(Option::is_none);
    let least = gauge.settings.definition().small_cell_least;
    TeamReview {
        lines: line::lines((known.programme.as_deref(), gauge), (&rows, &hidden)),
        team: known.team.clone(),
        board: known.board.clone(),
        term,
        runs: known.today < term.end(),
        least: match is_whole {
            true => 0,
            false => least,
        },
        whole: is_whole,
        sent: known.sent.clone(),
        may_read_document: is_whole,
        network_document: false,
        may_give: false,
        waiting: None,
        plots: None,
    }
}

impl Gauge {
    /// Which interviews are read, up to a day.
    pub(crate) fn asked(&self, today: Day) -> stored::Asked<'_> {
        let (rule, version) = self.rule();
        stored::Asked {
            instrument: self.instrument(),
            scale: self.scale(),
            rule: (rule, *version),
            until: today,
        }
    }
}

fn may(ctx: &Ctx, action: TeamAction, scope: TeamScope) -> bool {
    access::may(&ctx.actor, Request::Team(action, scope))
}

/// The term that is asked for, if the reader may have it: quarters and years beside half-years would give small counts away.
fn fitting(ctx: &Ctx, known: &Known, term: Option<Term>) -> Result<Term> {
    let running = Term::of(Span::HalfYear, known.today);
    let term = term.unwrap_or(running);
    let is_inside = may(ctx, TeamAction::SeeSmallCounts, known.scope);
    let is_allowed = is_inside || term.span == Span::HalfYear;
    let years = known.today.0.year() - YEARS_BACK_MAX;
    let is_there = years < term.year() && term.first_day() <= known.today;
    match is_allowed && is_there {
        true => Ok(term),
        false => Err(Error::NotFound),
    }
}

/// The finished row of a term, and how many days of it have been.
fn in_term(rows: &Rows, (term, today): (Term, Day)) -> (Row, i64) {
    let mut all = Row::default();
    for quarter in term.quarters().filter(|quarter| *quarter <= today) {
        let row = rows.get(&quarter).copied().unwrap_or_default();
        // A sum that is too large for its type is none that a team could reach.
        all = all.then(&row).unwrap_or(all);
    }
    (all, days_of(term, today))
}

fn days_of(term: Term, today: Day) -> i64 {
    let end = term.end().min(today.plus(1));
    end.days_since(term.first_day()).max(0)
}

/// What adds anything to a figure in a term, or is left out of it.
struct Behind {
    /// Cases, each with what it adds.
    cases: BTreeMap<Uuid, Reading>,
    posts: Vec<PostLine>,
}

/// Reads it from the parts that the team's own rows are made of, so that it adds up to the figure.
async fn behind(tx: &mut Tx, (known, figure, term): (&Known, Figure, Term)) -> Result<Behind> {
    let days = (term.first_day(), term.end());
    let parts = stored::parts_between(tx, known.team.id, days).await?;
    let mut found = Behind {
        cases: BTreeMap::new(),
        posts: Vec::new(),
    };
    for (id, part) in parts {
        let (row, days) = in_term(&part.rows, (term, known.until));
        let reading = Reading::of(figure, (&row, days), &known.gauge);
        if !concerns(&reading) {
            continue;
        }
        match part.post {
            Some(post) => found.posts.push(post_line(post, reading)),
            None => {
                found.cases.insert(id, reading);
            }
        }
    }
    found
        .posts
        .sort_by(|one, other| (&one.name, one.from).cmp(&(&other.name, other.from)));
    Ok(found)
}

/// Whoever sees the cases behind a figure leads or advises the therapists, and knows them by name.
fn post_line(post: NamedPost, reading: Reading) -> PostLine {
    PostLine {
        name: post.name,
        role: Role::FamilyTherapist,
        from: post.from,
        to: post.to,
        reading,
    }
}

/// Whether a case or a post has anything to do with a figure.
fn concerns(reading: &Reading) -> bool {
    let counts = match reading.parts {
        Some((part, of)) => part != 0 || of != 0,
        None => reading.value.is_some_and(|value| value != 0.0),
    };
    counts || reading.left_out != 0
}
