//! The month's report to a group leader: how the team worked, in counts, beside the months before.

use hemma_domain::access::{self, Request, TeamAction, TeamScope};
use hemma_domain::audit::{Entry, Event};
use hemma_domain::consultation::Appointment;
use hemma_domain::ids::TeamId;
use hemma_domain::month::Month;
use hemma_domain::month_report::{Facts, Line, MONTHS, Rated, Value};
use hemma_domain::review::{Figure, Span, Term};
use hemma_domain::round::State;
use hemma_domain::staff::Role;
use hemma_domain::team::Team;
use hemma_domain::time::Week;
use hemma_store::db::Tx;
use hemma_store::{month_report as stored, round, staff, team_week};

use crate::App;
use crate::consultation::{Counselled, enter};
use crate::ctx::Ctx;
use crate::enter::{allowed, of_permit};
use crate::error::{Error, Result};
use crate::review::Line as ReviewLine;
use crate::task::{own_teams, scope_of};

/// A team's report on a month.
#[derive(Debug, Clone)]
pub struct MonthReport {
    pub team: Team,
    pub board: String,
    pub month: Month,
    /// The month has not ended yet.
    pub runs: bool,
    /// The oldest first; the last one is the month.
    pub months: Vec<Month>,
    /// Each line with its value in each of the months.
    pub lines: Vec<(Line, Vec<Value>)>,
    /// The quarter of the month, and what the interviews say of it and of the quarter before.
    pub adherence: (Term, Option<ReviewLine>),
    /// Somebody vouches for the rule by which interviews are scored; nobody where a programme has none.
    pub rule_is_confirmed: bool,
    /// Who leads the team today.
    pub leaders: Vec<String>,
    /// The reader's other teams whose reports they may read: whoever leads two reads both.
    pub others: Vec<(TeamId, String)>,
}

impl App {
    /// The report on a month: the last one that has ended if none is said.
    pub async fn month_report(
        &self,
        ctx: &Ctx,
        id: TeamId,
        month: Option<Month>,
    ) -> Result<MonthReport> {
        let running = Month::of(ctx.today());
        let month = month.unwrap_or(running.plus(-1));
        let (mut tx, entered) = self
            .counselled(ctx, id, (TeamAction::SeeMonthReport, &month.to_string()))
            .await?;
        let opened = Month::of(entered.team.opened_on);
        if month < opened.min(running) || running < month {
            return Err(Error::NotFound);
        }
        let months: Vec<Month> = (1 - MONTHS..=0).map(|back| month.plus(back)).collect();
        let facts = self.month_facts(ctx, &mut tx, (&entered, month)).await?;
        let term = Term::of(Span::Quarter, month.last_day().min(ctx.today()));
        let adherence = self
            .figure_line(ctx, &mut tx, (entered.scope, Figure::Adherence, term))
            .await?;
        let members = staff::of_team(&mut tx, id, ctx.today()).await?;
        let mine = team_week::teams(&mut tx, &own_teams(ctx)).await?;
        tx.commit().await?;
        let mut lines: Vec<(Line, Vec<Value>)> = Vec::new();
        for of in &months {
            for (line, value) in facts.month(*of, ctx.now) {
                match lines.iter_mut().find(|(known, _)| *known == line) {
                    Some((_, values)) => values.push(value),
                    None => lines.push((line, vec![value])),
                }
            }
        }
        let leads = members
            .into_iter()
            .filter(|(_, role)| *role == Role::GroupLeader);
        let may = |scope: TeamScope| {
            let request = Request::Team(TeamAction::SeeMonthReport, scope);
            access::may(&ctx.actor, request)
        };
        let others = mine.into_iter();
        let others = others.filter(|team| team.id != id && may(scope_of(team)));
        Ok(MonthReport {
            runs: month == running,
            leaders: leads.map(|(leader, _)| leader.name).collect(),
            others: others.map(|team| (team.id, team.name)).collect(),
            adherence: (term, adherence),
            rule_is_confirmed: self
                .yardstick(&entered.team.programme, ctx.today())
                .is_some_and(|one| one.is_confirmed()),
            board: entered.board.name,
            team: entered.team,
            month,
            months,
            lines,
        })
    }

    /// What the report on the last month that has ended says of a team, to whoever may read it; nothing to anybody else,
    /// and of a month in which the team had not begun.
    pub(crate) async fn last_month(
        &self,
        ctx: &Ctx,
        tx: &mut Tx,
        scope: TeamScope,
    ) -> Result<(Month, Vec<(Line, Value)>)> {
        let month = Month::of(ctx.today()).plus(-1);
        let action = TeamAction::SeeMonthReport;
        if !access::may(&ctx.actor, Request::Team(action, scope)) {
            return Ok((month, Vec::new()));
        }
        let detail = month.to_string();
        let entered = enter(ctx, tx, (scope.team, action, &detail)).await?;
        if month < Month::of(entered.team.opened_on) {
            return Ok((month, Vec::new()));
        }
        let facts = self.month_facts(ctx, tx, (&entered, month)).await?;
        Ok((month, facts.month(month, ctx.now)))
    }

    /// Everything that the report is counted from, over all its months.
    async fn month_facts(
        &self,
        ctx: &Ctx,
        tx: &mut Tx,
        (entered, month): (&Counselled, Month),
    ) -> Result<Facts> {
        let team = &entered.team;
        let (first, last) = (month.plus(1 - MONTHS).first_day(), month.last_day());
        let weeks = (Week::of(first).plus(-2), Week::of(last).next());
        let treated = stored::treated(tx, team.id, weeks).await?;
        let midnight = hemma_domain::time::Clock::MIDNIGHT;
        let span = (first.at(midnight), last.plus(1).at(midnight));
        let points = stored::points(tx, team.id, span).await?;
        let interviews = match self.yardstick(&team.programme, ctx.today()) {
            Some(yardstick) => {
                let of = (team.id, yardstick.instrument().code.as_str());
                stored::interviews(tx, of, (first, last)).await?
            }
            None => Vec::new(),
        };
        let rounds = round::of_team(tx, team.id).await?;
        let rounds = rounds.into_iter().filter_map(|one| match one.state {
            State::Closed(turnout) => Some(Rated {
                closed_on: one.window.closes_on,
                about: one.about,
                turnout,
            }),
            State::Open => None,
        });
        let consultations: Vec<Appointment> = entered.weeks(tx, weeks).await?;
        let programme = self.programmes.newest(&team.programme);
        Ok(Facts {
            rhythm: team.rhythm,
            has_loop: programme.is_some_and(|programme| programme.weekly.is_some()),
            treated,
            points,
            interviews,
            rounds: rounds.collect(),
            consultations,
            patterns: entered.patterns.clone(),
        })
    }

    /// One figure of a team's programme review in a term, as far as the actor may see it; none where the actor may see no
    /// figures, or the programme has not got it.
    pub(crate) async fn figure_line(
        &self,
        ctx: &Ctx,
        tx: &mut Tx,
        (scope, figure, term): (TeamScope, Figure, Term),
    ) -> Result<Option<ReviewLine>> {
        let Ok(permit) = allowed(ctx, Request::Team(TeamAction::SeeReview, scope)) else {
            return Ok(None);
        };
        tx.log(Entry {
            detail: term.to_string(),
            ..of_permit(ctx, Event::ReviewRead, &permit)
        });
        let lines = self.term_lines(ctx, tx, (scope, term)).await?;
        let mut lines = lines.into_iter();
        Ok(lines.find(|line| line.now.figure() == figure))
    }
}
