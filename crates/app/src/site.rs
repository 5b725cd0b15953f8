//! Setting a site up: its networks, boards and teams, from a file that may be imported again and again.

use hemma_domain::access::{Permit, Request, SiteAction};
use hemma_domain::audit::{Entry, Event};
use hemma_domain::ids::{BoardId, TeamId};
use hemma_domain::pool::Pool;
use hemma_domain::site::{Change, Fate, Known, Plan};
use hemma_domain::team::{Board, Network, Team};
use hemma_domain::time::Day;
use hemma_store::db::Tx;
use hemma_store::{pool, team};

use crate::App;
use crate::ctx::Ctx;
use crate::definition_file::Fault;
use crate::enter::{allowed, of_permit};
use crate::error::Result;
use crate::shelf::faulty;
use crate::{agreement_file, programme_file, site_file};

/// What was found of a file.
#[derive(Debug)]
pub enum Judged {
    /// What it does to the site.
    InOrder(Plan),
    /// Refused whole: every fault with line and reason.
    Refused(Vec<Fault>),
}

/// What a file would do to a new site: judged by itself, with the programmes that ship.
pub fn judge_alone(file: &str, text: &str, today: Day) -> Result<Judged> {
    let shipped = programme_file::embedded().map_err(faulty)?;
    let agreements = agreement_file::embedded().map_err(faulty)?;
    let known = Known {
        networks: Vec::new(),
        boards: Vec::new(),
        teams: Vec::new(),
        pools: Vec::new(),
        agreements: agreements
            .iter()
            .map(|one| (one.agreement().code.clone(), one.agreement().version))
            .collect(),
        programmes: shipped
            .iter()
            .map(|one| one.programme().code.clone())
            .collect(),
        today,
    };
    Ok(judged(file, text, &known))
}

impl App {
    /// What the import of a file would do to this site; nothing is changed.
    pub async fn check_site(&self, ctx: &Ctx, file: &str, text: &str) -> Result<Judged> {
        allowed(ctx, Request::Site(SiteAction::ManageTeams))?;
        let mut tx = self.db.read().await?;
        let known = self.known(&mut tx, ctx.today()).await?;
        Ok(judged(file, text, &known))
    }

    /// Imports a file: adds what is new, changes what differs, and leaves all else as it is.
    pub async fn import_site(&self, ctx: &Ctx, file: &str, text: &str) -> Result<Judged> {
        let permit = allowed(ctx, Request::Site(SiteAction::ManageTeams))?;
        let mut tx = self.db.write(&ctx.request).await?;
        let known = self.known(&mut tx, ctx.today()).await?;
        let plan = match judged(file, text, &known) {
            Judged::InOrder(plan) => plan,
            refused @ Judged::Refused(_) => return Ok(refused),
        };
        for one in &plan.networks {
            network(&mut tx, (ctx, &permit), one).await?;
        }
        for one in &plan.boards {
            board(&mut tx, (ctx, &permit), one).await?;
        }
        for one in &plan.teams {
            save_team(&mut tx, (ctx, &permit), one).await?;
        }
        for one in &plan.pools {
            save_pool(&mut tx, (ctx, &permit), one).await?;
        }
        tx.commit().await?;
        Ok(Judged::InOrder(plan))
    }

    async fn known(&self, tx: &mut Tx, today: Day) -> Result<Known> {
        let all = self.programmes.all();
        let mut programmes: Vec<String> = all.iter().map(|one| one.code.clone()).collect();
        programmes.dedup();
        Ok(Known {
            networks: team::networks(tx).await?,
            boards: team::boards(tx).await?,
            teams: team::all(tx).await?,
            pools: pool::all(tx).await?,
            agreements: self
                .agreements
                .all()
                .iter()
                .map(|one| (one.code.clone(), one.version))
                .collect(),
            programmes,
            today,
        })
    }
}

fn judged(file: &str, text: &str, known: &Known) -> Judged {
    match site_file::read(file, text, known) {
        Ok(plan) => Judged::InOrder(plan),
        Err(faults) => Judged::Refused(faults),
    }
}

/// Who imports, and by what right.
type By<'a> = (&'a Ctx, &'a Permit);

async fn network(tx: &mut Tx, by: By<'_>, one: &Change<Network>) -> Result<()> {
    match &one.fate {
        Fate::Same => return Ok(()),
        Fate::Added => team::insert_network(tx, &one.value).await?,
        Fate::Changed(_) => team::save_network(tx, &one.value).await?,
    }
    let what = format!("network {}", one.value.id);
    log(tx, by, (None, None), &told(&one.fate, &what));
    Ok(())
}

async fn board(tx: &mut Tx, by: By<'_>, one: &Change<Board>) -> Result<()> {
    match &one.fate {
        Fate::Same => return Ok(()),
        Fate::Added => team::insert_board(tx, &one.value).await?,
        Fate::Changed(_) => team::save_board(tx, &one.value).await?,
    }
    let what = told(&one.fate, "board");
    log(tx, by, (Some(one.value.id), None), &what);
    Ok(())
}

async fn save_team(tx: &mut Tx, by: By<'_>, one: &Change<Team>) -> Result<()> {
    match &one.fate {
        Fate::Same => return Ok(()),
        Fate::Added => team::insert(tx, &one.value).await?,
        Fate::Changed(_) => team::save(tx, &one.value).await?,
    }
    let place = (Some(one.value.board), Some(one.value.id));
    log(tx, by, place, &told(&one.fate, "team"));
    Ok(())
}

async fn save_pool(tx: &mut Tx, (ctx, permit): By<'_>, one: &Change<Pool>) -> Result<()> {
    match &one.fate {
        Fate::Same => return Ok(()),
        Fate::Added => pool::insert(tx, &one.value).await?,
        Fate::Changed(_) => pool::save(tx, &one.value).await?,
    }
    let what = format!("pool {}", one.value.id);
    tx.log(Entry {
        detail: told(&one.fate, &what),
        ..of_permit(ctx, Event::PoolChanged, permit)
    });
    Ok(())
}

/// What became of a thing, in codes alone: the log holds no names.
fn told(fate: &Fate, what: &str) -> String {
    match fate {
        Fate::Added => format!("added {what}"),
        Fate::Changed(differences) => {
            let fields: Vec<&str> = differences.iter().map(|one| one.field).collect();
            format!("changed {what}: {}", fields.join(" "))
        }
        Fate::Same => String::new(),
    }
}

fn log(
    tx: &mut Tx,
    (ctx, permit): By<'_>,
    (board, team): (Option<BoardId>, Option<TeamId>),
    detail: &str,
) {
    tx.log(Entry {
        board,
        team,
        detail: detail.to_owned(),
        ..of_permit(ctx, Event::TeamChanged, permit)
    });
}
