//! Figures of a project: what its teams' leaders gave out, year by year, and all of it together.
//!
//! A network sees no small counts of a team. A funder needs them: eight families of a first year are all small. So the
//! board's own leader looks at what a year says and gives it out, and answers for that; it is in the log.

use std::collections::BTreeMap;

use hemma_domain::access::TeamAction;
use hemma_domain::audit::{Entry, Event};
use hemma_domain::ids::{ProjectId, TeamId};
use hemma_domain::project::{FIGURES, Project, Target};
use hemma_domain::review::Figure;
use hemma_domain::time::{Day, Instant};
use hemma_review::Row;
use hemma_store::db::Tx;
use hemma_store::project::{self as stored, Given};
use hemma_store::review::Rows;

use super::project_of;
use crate::App;
use crate::ctx::Ctx;
use crate::error::{Error, Result};
use crate::review::{Reading, fraction};

/// Days of a term: none of a project's figures asks how long it is.
const DAYS: i64 = 365;

/// A year of a project.
#[derive(Debug, Clone)]
pub struct YearFigures {
    pub year: i16,
    /// In one order for all years; empty where nobody gave out anything.
    pub readings: Vec<Reading>,
    /// Teams whose leader gave out nothing yet, though the year has begun.
    pub lacking: Vec<TeamId>,
    /// When the newest of it was given out.
    pub at: Option<Instant>,
}

/// The figures of a project.
#[derive(Debug, Clone)]
pub struct ProjectFigures {
    pub years: Vec<YearFigures>,
    /// Everything that was given out, together; empty where nothing was.
    pub whole: Vec<Reading>,
    /// The same as exact fractions, so that no goal is met by rounding.
    exact: Vec<(Figure, (i128, i128))>,
}

impl ProjectFigures {
    /// Whether all that was given out meets a target; none where nothing says so.
    pub fn meets(&self, target: Target) -> Option<bool> {
        let mut exact = self.exact.iter();
        let (_, value) = exact.find(|(figure, _)| *figure == target.figure)?;
        Some(target.goal.is_met(*value))
    }
}

/// A project as one of its teams sees it.
#[derive(Debug, Clone)]
pub struct TeamProject {
    pub project: Project,
    /// The years that have begun, the newest first.
    pub years: Vec<TeamYear>,
}

/// A year of a project as one team sees it.
#[derive(Debug, Clone)]
pub struct TeamYear {
    pub year: i16,
    /// What it says now.
    pub readings: Vec<Reading>,
    /// When it was given out.
    pub given: Option<Instant>,
    /// Whether what was given out says something else than the figures do now.
    pub is_stale: bool,
}

impl App {
    /// The figures of a project as they were given out.
    pub(super) async fn project_figures(
        &self,
        tx: &mut Tx,
        project: &Project,
        today: Day,
    ) -> Result<ProjectFigures> {
        let given = stored::given(tx, project.id).await?;
        let given: Vec<Given> = given
            .into_iter()
            .filter(|one| project.teams.contains(&one.team))
            .collect();
        let programme = project_programme(tx, project).await?;
        let read = |row: Row| self.readings(&programme, &row, today);
        let mut years = Vec::new();
        let mut whole = Row::default();
        for year in project.years() {
            let of_year = given.iter().filter(|one| one.year == year);
            let of_year: Vec<&Given> = of_year.collect();
            let mut sum = Row::default();
            for one in &of_year {
                sum = sum.plus(&one.sums).map_err(overflow)?;
            }
            // What stands at the end of a year that nobody has given out is not known, and is not nothing.
            if !of_year.is_empty() {
                whole = whole.then(&sum).map_err(overflow)?;
            }
            let has_begun = Day::new(year, 1, 1).is_ok_and(|first| first <= today);
            let lacks = |team: &&TeamId| of_year.iter().all(|one| one.team != **team);
            let lacking = project.teams.iter().filter(lacks);
            years.push(YearFigures {
                year,
                readings: match of_year.is_empty() {
                    true => Vec::new(),
                    false => read(sum)?,
                },
                lacking: lacking.filter(|_| has_begun).copied().collect(),
                at: of_year.iter().map(|one| one.at).max(),
            });
        }
        if given.is_empty() {
            return Ok(ProjectFigures {
                years,
                whole: Vec::new(),
                exact: Vec::new(),
            });
        }
        let gauge = self.gauge(&programme, today)?;
        let exact = |figure: &Figure| {
            let value = fraction(*figure, (&whole, DAYS), &gauge.settings)?;
            Some((*figure, value))
        };
        Ok(ProjectFigures {
            exact: FIGURES.iter().filter_map(exact).collect(),
            whole: read(whole)?,
            years,
        })
    }

    /// The projects that pay for a team's work, with what each year says now and what of it was given out.
    pub async fn team_projects(&self, ctx: &Ctx, id: TeamId) -> Result<Vec<TeamProject>> {
        let (mut tx, _, scope) = self
            .enter_team(ctx, id, TeamAction::GiveFigures, Event::ReviewRead)
            .await?;
        let known = self.knows(&mut tx, scope, ctx.today()).await?;
        let mut all = Vec::new();
        for project in stored::of_team(&mut tx, id).await? {
            let given = stored::given(&mut tx, project.id).await?;
            let of_year = given.into_iter().filter(|one| one.team == id);
            let of_year: BTreeMap<i16, Given> = of_year.map(|one| (one.year, one)).collect();
            let begun = project.years().filter(|year| *year <= ctx.today().0.year());
            let mut years = Vec::new();
            for year in begun {
                let sums = sums(&known.rows, &project.quarters(year))?;
                let given = of_year.get(&year);
                years.push(TeamYear {
                    year,
                    readings: self.readings(&known.team.programme, &sums, ctx.today())?,
                    given: given.map(|one| one.at),
                    is_stale: given.is_some_and(|one| one.sums != sums),
                });
            }
            years.reverse();
            all.push(TeamProject { project, years });
        }
        tx.commit().await?;
        Ok(all)
    }

    /// Gives out what a team's year says, small counts and all, to the project's network and funder.
    pub async fn give_figures(
        &self,
        ctx: &Ctx,
        team: TeamId,
        (id, year): (ProjectId, i16),
    ) -> Result<()> {
        let (mut tx, permit, scope) = self
            .enter_team(ctx, team, TeamAction::GiveFigures, Event::ReviewRead)
            .await?;
        let project = project_of(&mut tx, scope.network, id).await?;
        let is_in = project.teams.contains(&team);
        let has_begun = project.years().any(|one| one == year) && year <= ctx.today().0.year();
        if !is_in || !has_begun {
            return Err(Error::NotFound);
        }
        let known = self.knows(&mut tx, scope, ctx.today()).await?;
        let given = Given {
            project: id,
            team,
            year,
            sums: sums(&known.rows, &project.quarters(year))?,
            by: permit.staff().ok_or(Error::Forbidden)?,
            at: ctx.now,
        };
        stored::give(&mut tx, &given).await?;
        tx.log(Entry {
            detail: format!("{id} {year}"),
            ..crate::enter::of_permit(ctx, Event::FiguresGiven, &permit)
        });
        tx.commit().await?;
        Ok(())
    }

    fn readings(&self, programme: &str, row: &Row, today: Day) -> Result<Vec<Reading>> {
        let gauge = self.gauge(programme, today)?;
        let read = |figure: &Figure| Reading::of(*figure, (row, DAYS), &gauge);
        Ok(FIGURES.iter().map(read).collect())
    }
}

/// The programme by which the figures are read: that of the project's first team.
async fn project_programme(tx: &mut Tx, project: &Project) -> Result<String> {
    let Some(first) = project.teams.first() else {
        return Ok(String::new());
    };
    let found = hemma_store::team::find(tx, *first).await?;
    Ok(found.map(|(team, _)| team.programme).unwrap_or_default())
}

pub(crate) fn sums(rows: &Rows, quarters: &[Day]) -> Result<Row> {
    let mut all = Row::default();
    for row in quarters.iter().filter_map(|quarter| rows.get(quarter)) {
        all = all.then(row).map_err(overflow)?;
    }
    Ok(all)
}

fn overflow(err: hemma_review::Overflow) -> Error {
    Error::Internal(err.into())
}
