//! Consultation: a team's weekly time with its consultant, moved, called off, held; and what was owed.

mod change;
mod feed;
mod network;
mod one;

pub use change::{ConsultationAt, Held, Names, TimeInput};
pub use feed::{ConsultationCalendar, ConsultationDate};
pub use network::{NetworkConsultations, TeamTally};
pub use one::{FamilyFeedback, OneConsultation};

use hemma_domain::access::{self, Permit, Request, TeamAction, TeamScope};
use hemma_domain::audit::{Entry, Event};
use hemma_domain::consultation::{Appointment, Consultation, Pattern, Stage, Tally, calendar};
use hemma_domain::ids::TeamId;
use hemma_domain::review::{Span, Term};
use hemma_domain::team::{Board, Team};
use hemma_domain::time::{Day, Week};
use hemma_store::consultation::feed::ConsultationFeed;
use hemma_store::consultation::{self as stored, Weeks};
use hemma_store::db::Tx;
use hemma_store::team;

use crate::App;
use crate::ctx::Ctx;
use crate::enter::{allowed, of_permit};
use crate::error::{Error, Result};

/// Quarters that are counted beside each other: a year, and the one that runs.
pub(crate) const QUARTERS: usize = 5;
/// Weeks ahead in which the next consultation is looked for.
const AHEAD_WEEKS: i64 = 8;
/// Years to which a calendar can be turned, back and ahead.
const YEARS_MAX: i16 = 10;

/// A team's calendar of consultations in a quarter.
#[derive(Debug, Clone)]
pub struct TeamConsultations {
    pub team: Team,
    pub board: String,
    /// The quarter that is shown.
    pub term: Term,
    /// Those of the quarter, the oldest first.
    pub appointments: Vec<Appointment>,
    /// The next one that is planned, also one on a day off that should be moved.
    pub next: Option<Appointment>,
    /// The quarters until now, the newest first, each held against what was owed.
    pub quarters: Vec<(Term, Tally)>,
    /// The weekly times, the newest first.
    pub patterns: Vec<Pattern>,
    /// The consultation day of the team's rhythm: what a first weekly time is proposed from, and the day of consultation
    /// until there is one.
    pub weekday: i8,
    pub may_keep: bool,
    /// The reader's addresses of this team's calendar.
    pub feeds: Vec<ConsultationFeed>,
}

/// A team that was entered for its consultations.
pub(crate) struct Counselled {
    pub(crate) team: Team,
    pub(crate) board: Board,
    pub(crate) permit: Permit,
    pub(crate) scope: TeamScope,
    pub(crate) patterns: Vec<Pattern>,
}

impl Counselled {
    /// Some weeks of the team's calendar.
    pub(crate) async fn weeks(&self, tx: &mut Tx, weeks: Weeks) -> Result<Vec<Appointment>> {
        let noted = stored::between(tx, self.team.id, weeks).await?;
        let plan = (&self.patterns[..], self.team.closed_on);
        Ok(calendar(plan, noted, weeks))
    }

    /// One week of it; none where nothing was planned and nothing noted.
    async fn week(&self, tx: &mut Tx, week: Week) -> Result<Appointment> {
        let found = self.weeks(tx, (week, week)).await?;
        found.into_iter().next().ok_or(Error::NotFound)
    }
}

impl App {
    /// The consultations of a team in a quarter: the running one if none is said.
    pub async fn team_consultations(
        &self,
        ctx: &Ctx,
        id: TeamId,
        term: Option<Term>,
    ) -> Result<TeamConsultations> {
        let (mut tx, entered) = self
            .counselled(ctx, id, (TeamAction::SeeConsultation, ""))
            .await?;
        let today = ctx.today();
        let running = Term::of(Span::Quarter, today);
        let term = fitting(term.unwrap_or(running), today)?;
        let quarters = back(running);
        let oldest = quarters.last().copied().unwrap_or(running);
        let first = Week::of(oldest.first_day().min(term.first_day()));
        let last = Week::of(term.end()).max(ctx.week().plus(AHEAD_WEEKS));
        let all = entered.weeks(&mut tx, (first, last)).await?;
        let mut feeds = match ctx.staff() {
            Some(me) => stored::feed::made_by(&mut tx, me).await?,
            None => Vec::new(),
        };
        feeds.retain(|one| one.team == id);
        tx.commit().await?;
        let is_ahead = |one: &&Appointment| {
            let is_planned = matches!(one.stage(today), Some(Stage::Planned | Stage::DayOff));
            is_planned && one.slot().is_some_and(|slot| today <= slot.on)
        };
        Ok(TeamConsultations {
            next: all.iter().find(is_ahead).cloned(),
            quarters: tallies(&all, &quarters, today),
            appointments: in_term(&all, term).cloned().collect(),
            may_keep: access::may(
                &ctx.actor,
                Request::Team(TeamAction::KeepConsultation, entered.scope),
            ),
            weekday: entered.team.rhythm.consultation_weekday,
            board: entered.board.name,
            team: entered.team,
            term,
            patterns: entered.patterns,
            feeds,
        })
    }

    /// Opens a transaction on a team's consultations, decides, and puts what is done in the log.
    pub(crate) async fn counselled(
        &self,
        ctx: &Ctx,
        id: TeamId,
        (action, detail): (TeamAction, &str),
    ) -> Result<(Tx, Counselled)> {
        let mut tx = self.db.write(&ctx.request).await?;
        let entered = enter(ctx, &mut tx, (id, action, detail)).await?;
        Ok((tx, entered))
    }
}

/// What was held of what was owed to a team in the newest quarter of which anything was, the running one included. Whoever
/// asks was let in by something else.
pub(crate) async fn newest_tally(
    tx: &mut Tx,
    team: &Team,
    today: Day,
) -> Result<Option<(Term, Tally)>> {
    let quarters = back(Term::of(Span::Quarter, today));
    let oldest = quarters.last().map_or(today, |term| term.first_day());
    let weeks = (Week::of(oldest), Week::of(today));
    let patterns = stored::patterns(tx, team.id).await?;
    let noted = stored::between(tx, team.id, weeks).await?;
    let all = calendar((&patterns[..], team.closed_on), noted, weeks);
    let counted = tallies(&all, &quarters, today);
    Ok(counted.into_iter().find(|(_, tally)| 0 < tally.owed))
}

/// Enters a team's consultations: decides, and puts what is done in the log.
pub(crate) async fn enter(
    ctx: &Ctx,
    tx: &mut Tx,
    (id, action, detail): (TeamId, TeamAction, &str),
) -> Result<Counselled> {
    let event = match action {
        TeamAction::KeepConsultation => Event::ConsultationChanged,
        TeamAction::SeeMonthReport => Event::MonthReportRead,
        _ => Event::ConsultationRead,
    };
    let scope = team::scope(tx, id).await?.ok_or(Error::NotFound)?;
    let permit = allowed(ctx, Request::Team(action, scope))?;
    tx.log(Entry {
        detail: detail.to_owned(),
        ..of_permit(ctx, event, &permit)
    });
    let (team, board) = team::find(tx, id).await?.ok_or(Error::NotFound)?;
    let patterns = stored::patterns(tx, id).await?;
    Ok(Counselled {
        team,
        board,
        permit,
        scope,
        patterns,
    })
}

/// The quarters until the running one, the newest first.
fn back(running: Term) -> Vec<Term> {
    let terms = std::iter::successors(Some(running), |term| Some(term.previous()));
    terms.take(QUARTERS).collect()
}

/// Those of a quarter. One that was moved counts where it went.
pub(crate) fn in_term(all: &[Appointment], term: Term) -> impl Iterator<Item = &Appointment> {
    all.iter().filter(move |one| {
        let slot = one.slot();
        slot.is_some_and(|slot| term.first_day() <= slot.on && slot.on < term.end())
    })
}

/// The quarters in which something was planned, held against what was owed.
fn tallies(all: &[Appointment], quarters: &[Term], today: Day) -> Vec<(Term, Tally)> {
    let counted = quarters.iter().filter_map(|term| {
        let mut of_term = in_term(all, *term).peekable();
        of_term.peek()?;
        Some((*term, Tally::of(of_term, today)))
    });
    counted.collect()
}

/// A quarter that a calendar can be turned to.
fn fitting(term: Term, today: Day) -> Result<Term> {
    let years = term.year().abs_diff(today.0.year());
    let is_near = years <= YEARS_MAX.unsigned_abs();
    match is_near && term.span == Span::Quarter {
        true => Ok(term),
        false => Err(Error::NotFound),
    }
}

/// What is noted of a week, or that nothing is.
fn noted(of: &Appointment, team: TeamId) -> Consultation {
    let noted = of.noted.clone();
    noted.unwrap_or_else(|| Consultation::empty(team, of.week))
}
