//! Funded projects: kept by the network's office; their figures are given out by the teams' own leaders.

mod figures;

pub(crate) use figures::sums;
pub use figures::{ProjectFigures, TeamProject, TeamYear, YearFigures};

use std::collections::BTreeMap;

use hemma_domain::access::{NetworkAction, Permit};
use hemma_domain::audit::Event;
use hemma_domain::ids::{NetworkId, ProjectId, ProjectItemId, TeamId};
use hemma_domain::money::Ore;
use hemma_domain::project::{
    ITEMS_MAX, Item, ItemKind, PROJECTS_MAX, Project, ProjectFault, Target,
};
use hemma_domain::time::Day;
use hemma_store::db::Tx;
use hemma_store::project as stored;

use crate::App;
use crate::ctx::Ctx;
use crate::error::{Error, FieldError, Result, all_valid};
use crate::fee::team_names;

/// A project in the list.
#[derive(Debug, Clone)]
pub struct ProjectLine {
    pub project: Project,
    /// What is due next; none where nothing is.
    pub next: Option<Item>,
    /// Something is late.
    pub is_late: bool,
    /// Instalments and accounts that are late or soon due, the first first.
    pub due: Vec<Item>,
}

/// The projects of a network, and the teams that can be in one.
#[derive(Debug, Clone)]
pub struct Projects {
    pub lines: Vec<ProjectLine>,
    pub teams: Vec<(TeamId, String)>,
}

/// A project with everything that is kept of it.
#[derive(Debug, Clone)]
pub struct OneProject {
    pub project: Project,
    pub items: Vec<Item>,
    pub figures: ProjectFigures,
    /// All teams of the network, by name.
    pub teams: Vec<(TeamId, String)>,
}

/// A project as it is typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProjectInput {
    pub name: String,
    pub funder: String,
    pub diary: String,
    pub purpose: String,
    pub begins: Day,
    pub ends: Day,
    pub teams: Vec<TeamId>,
}

/// Something that is kept of a project, as it is typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemInput {
    pub kind: ItemKind,
    pub title: String,
    pub text: String,
    pub on: Option<Day>,
    pub amount: Option<Ore>,
    pub target: Option<Target>,
}

/// What becomes of something that is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ItemStep {
    /// It is done, or came, today.
    Done,
    /// It is not.
    Undone,
    /// It was a mistake.
    Remove,
}

impl App {
    /// The projects of a network.
    pub async fn projects(&self, ctx: &Ctx, network: NetworkId) -> Result<Projects> {
        let (mut tx, _) = self
            .enter_projects(ctx, network, (Event::ProjectRead, "list"))
            .await?;
        let mut lines = Vec::new();
        for project in stored::of_network(&mut tx, network).await? {
            let items = stored::items(&mut tx, project.id).await?;
            let is_late = items.iter().any(|one| one.is_late(ctx.today()));
            let due = items.iter().filter(|one| one.is_due(ctx.today()));
            let mut due: Vec<Item> = due.cloned().collect();
            due.sort_by_key(|one| one.on);
            let waits = |one: &&Item| one.can_be_done() && one.done.is_none() && one.on.is_some();
            lines.push(ProjectLine {
                next: items.iter().find(waits).cloned(),
                is_late,
                due,
                project,
            });
        }
        let teams = team_names(&mut tx, network).await?;
        tx.commit().await?;
        Ok(Projects { lines, teams })
    }

    /// One project with its figures as they were given out.
    pub async fn project(
        &self,
        ctx: &Ctx,
        (network, id): (NetworkId, ProjectId),
    ) -> Result<OneProject> {
        let (mut tx, _) = self
            .enter_projects(ctx, network, (Event::ProjectRead, &id.to_string()))
            .await?;
        let project = project_of(&mut tx, network, id).await?;
        let items = stored::items(&mut tx, id).await?;
        let teams = team_names(&mut tx, network).await?;
        let figures = self.project_figures(&mut tx, &project, ctx.today()).await?;
        tx.commit().await?;
        Ok(OneProject {
            project,
            items,
            figures,
            teams,
        })
    }

    /// Begins to follow a project.
    pub async fn new_project(
        &self,
        ctx: &Ctx,
        network: NetworkId,
        input: ProjectInput,
    ) -> Result<ProjectId> {
        let id = ProjectId(ctx.new_id());
        let (mut tx, _) = self
            .enter_projects(ctx, network, (Event::ProjectChanged, &id.to_string()))
            .await?;
        let one = input.project((id, network, 1));
        let before = stored::of_network(&mut tx, network).await?.len();
        let mut faults = one.faults();
        if usize::try_from(PROJECTS_MAX).unwrap_or(usize::MAX) <= before {
            faults.push(("name", ProjectFault::TooMany));
        }
        valid(&mut tx, &one, faults).await?;
        stored::insert(&mut tx, &one).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Changes what a project is.
    pub async fn save_project(
        &self,
        ctx: &Ctx,
        (network, id, version): (NetworkId, ProjectId, i64),
        input: ProjectInput,
    ) -> Result<()> {
        let (mut tx, _) = self
            .enter_projects(ctx, network, (Event::ProjectChanged, &id.to_string()))
            .await?;
        project_of(&mut tx, network, id).await?;
        let one = input.project((id, network, version));
        let faults = one.faults();
        valid(&mut tx, &one, faults).await?;
        if !stored::save(&mut tx, &one).await? {
            return Err(Error::Conflict);
        }
        tx.commit().await?;
        Ok(())
    }

    /// Keeps a goal, an instalment, something to hand in, a risk or a decision.
    pub async fn add_project_item(
        &self,
        ctx: &Ctx,
        (network, id): (NetworkId, ProjectId),
        input: ItemInput,
    ) -> Result<()> {
        let (mut tx, _) = self
            .enter_projects(ctx, network, (Event::ProjectChanged, &id.to_string()))
            .await?;
        project_of(&mut tx, network, id).await?;
        let one = Item {
            id: ProjectItemId(ctx.new_id()),
            project: id,
            kind: input.kind,
            title: input.title,
            text: input.text,
            on: input.on,
            // What another kind has is not kept with this one.
            amount: input.amount.filter(|_| input.kind == ItemKind::Instalment),
            target: input.target.filter(|_| input.kind == ItemKind::Goal),
            done: None,
        };
        let mut faults = one.faults();
        if ITEMS_MAX <= stored::items(&mut tx, id).await?.len() {
            faults.push(("title", ProjectFault::TooMany));
        }
        all_valid(faults.into_iter().map(told).collect())?;
        stored::insert_item(&mut tx, &one).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Says that something is done, or not, or takes it away.
    pub async fn change_project_item(
        &self,
        ctx: &Ctx,
        (network, id): (NetworkId, ProjectId),
        (item, step): (ProjectItemId, ItemStep),
    ) -> Result<()> {
        let (mut tx, _) = self
            .enter_projects(ctx, network, (Event::ProjectChanged, &item.to_string()))
            .await?;
        project_of(&mut tx, network, id).await?;
        let is_there = match step {
            ItemStep::Done => stored::set_done(&mut tx, (id, item), Some(ctx.today())).await?,
            ItemStep::Undone => stored::set_done(&mut tx, (id, item), None).await?,
            ItemStep::Remove => stored::remove_item(&mut tx, (id, item)).await?,
        };
        if !is_there {
            return Err(Error::NotFound);
        }
        tx.commit().await?;
        Ok(())
    }

    async fn enter_projects(
        &self,
        ctx: &Ctx,
        network: NetworkId,
        what: (Event, &str),
    ) -> Result<(Tx, Permit)> {
        self.enter_network(ctx, network, NetworkAction::KeepProjects, what)
            .await
    }
}

impl ProjectInput {
    fn project(self, (id, network, version): (ProjectId, NetworkId, i64)) -> Project {
        let mut teams = self.teams;
        teams.sort();
        teams.dedup();
        Project {
            id,
            network,
            name: self.name,
            funder: self.funder,
            diary: self.diary,
            purpose: self.purpose,
            begins: self.begins,
            ends: self.ends,
            teams,
            version,
        }
    }
}

/// Whether everything can be kept, and the teams are the network's own.
async fn valid(
    tx: &mut Tx,
    one: &Project,
    faults: Vec<(&'static str, ProjectFault)>,
) -> Result<()> {
    let known: BTreeMap<TeamId, String> = team_names(tx, one.network).await?.into_iter().collect();
    let mut faults: Vec<FieldError> = faults.into_iter().map(told).collect();
    if one.teams.iter().any(|team| !known.contains_key(team)) {
        faults.push(FieldError::new("teams", "project-fault-teams"));
    }
    all_valid(faults)
}

async fn project_of(tx: &mut Tx, network: NetworkId, id: ProjectId) -> Result<Project> {
    let found = stored::find(tx, id).await?;
    found
        .filter(|one| one.network == network)
        .ok_or(Error::NotFound)
}

fn told((field, fault): (&'static str, ProjectFault)) -> FieldError {
    let message = match fault {
        ProjectFault::Line => "project-fault-line",
        ProjectFault::TooLong => "project-fault-long",
        ProjectFault::Period => "project-fault-period",
        ProjectFault::Teams => "project-fault-teams",
        ProjectFault::Day => "project-fault-day",
        ProjectFault::Amount => "project-fault-amount",
        ProjectFault::Figure => "project-fault-figure",
        ProjectFault::Goal => "project-fault-goal",
        ProjectFault::TooMany => "project-fault-many",
    };
    FieldError::new(field, message)
}
