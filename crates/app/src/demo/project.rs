//! The invented project, stored, with last year's figures given out.

use hemma_demo::Plan;
use hemma_domain::staff::Role;
use hemma_store::db::Tx;
use hemma_store::project::{self as stored, Given};
use hemma_store::{review, team};

use crate::App;
use crate::ctx::Ctx;
use crate::error::Result;

impl App {
    /// Stores the project. The last year is given out by the leader of its first team alone, so that the page has something
    /// to wait for.
    pub(super) async fn demo_project(&self, tx: &mut Tx, ctx: &Ctx, plan: &Plan) -> Result<()> {
        let Some(funded) = plan.funded() else {
            return Ok(());
        };
        stored::insert(tx, &funded.project).await?;
        for item in &funded.items {
            stored::insert_item(tx, item).await?;
        }
        let project = &funded.project;
        let leads = plan.house().posts.iter().find(|post| {
            let team = post.place.team();
            post.role == Role::GroupLeader && team.as_ref() == project.teams.first()
        });
        let Some((lead, id)) = leads.zip(project.teams.first()) else {
            return Ok(());
        };
        let Some((team, _)) = team::find(tx, *id).await? else {
            return Ok(());
        };
        let rows: review::Rows = self.counted(tx, &team, ctx.today()).await?;
        let year = project.begins.0.year();
        let given = Given {
            project: project.id,
            team: *id,
            year,
            sums: crate::project::sums(&rows, &project.quarters(year))?,
            by: lead.staff,
            at: ctx.now,
        };
        stored::give(tx, &given).await?;
        Ok(())
    }
}
