//! Development plans: goals of a therapist, a leader, a consultant or a team, for those whom they concern.

mod evidence;
mod late;
mod reminder;

use std::collections::BTreeMap;

use hemma_domain::access::{
    self, Actor, DevelopmentAction, DevelopmentScope, Permit, Request, TeamScope,
};
use hemma_domain::audit::{Entry, Event};
use hemma_domain::development::{
    Evidence, EvidenceKind, Fault, Goal, Look, OPEN_MAX, State, StateCode, Whose,
};
use hemma_domain::ids::{DevelopmentId, StaffId, TeamId};
use hemma_domain::review::{Action, ActionOutcome};
use hemma_domain::staff::{Place, Role};
use hemma_domain::team::Team;
use hemma_domain::time::Day;
use hemma_store::db::Tx;
use hemma_store::development as stored;
use hemma_store::{staff, team, team_week};

pub use evidence::CONFIRMED;
pub use late::LateGoal;

use crate::App;
use crate::ctx::Ctx;
use crate::enter::{allowed, of_permit};
use crate::error::{Error, FieldError, Result, all_valid};
use crate::task::{own_teams, scope_of};

/// Characters of one action.
const ACTION_CHARS_MAX: usize = 500;

/// A plan that the reader may see: its goals, the open ones first.
#[derive(Debug, Clone)]
pub struct DevelopmentPlan {
    pub team: TeamId,
    pub team_name: String,
    pub whose: Whose,
    /// Whose, by name; empty for a team.
    pub name: String,
    /// What they do in the team; none for a team.
    pub role: Option<Role>,
    pub goals: Vec<Goal>,
    pub may_write: bool,
}

/// One goal with everything that belongs to it.
#[derive(Debug, Clone)]
pub struct OneDevelopment {
    pub goal: Goal,
    pub team: Team,
    /// Whose, by name; empty for a team.
    pub name: String,
    /// Whoever set it, owns an action or looked back, by name.
    pub names: BTreeMap<StaffId, String>,
    pub form: DevelopmentForm,
    pub may_write: bool,
}

/// What a goal can be made of.
#[derive(Debug, Clone)]
pub struct DevelopmentForm {
    pub team: Team,
    pub whose: Whose,
    pub name: String,
    /// Who can be given an action: those whom the plan concerns.
    pub owners: Vec<(StaffId, String)>,
    /// What it could rest on, as it says today.
    pub evidence: Vec<Evidence>,
}

/// A goal as it was typed. Actions without any text are left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DevelopmentInput {
    pub text: String,
    /// Kind and key of what it rests on.
    pub evidence: Vec<(EvidenceKind, String)>,
    pub actions: Vec<(String, Option<StaffId>, Option<Day>)>,
    /// When it is looked back on.
    pub look_on: Option<Day>,
}

/// A look back as it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LookInput {
    pub text: String,
    /// Where the goal is from now on.
    pub state: StateCode,
    /// When to look again.
    pub next_on: Option<Day>,
    /// What became of its actions, by number.
    pub outcomes: Vec<(u32, ActionOutcome)>,
}

/// A plan that was opened.
struct Opened {
    team: Team,
    scope: DevelopmentScope,
    permit: Permit,
}

impl App {
    /// Every plan that the actor may see, one's own first; also those without a goal, so that one can be set.
    pub async fn development_plans(&self, ctx: &Ctx) -> Result<Vec<DevelopmentPlan>> {
        let me = ctx.staff().ok_or(Error::Forbidden)?;
        let mut tx = self.db.write(&ctx.request).await?;
        let teams = teams_in_reach(ctx, &mut tx).await?;
        let mut plans = plans_of(ctx, &mut tx, &teams).await?;
        tx.commit().await?;
        plans.sort_by_key(|one| (one.whose.staff() != Some(me), one.whose == Whose::Team));
        Ok(plans)
    }

    /// The open goals of a team that the actor may see: for the pages on which the team's work is talked about.
    pub async fn open_goals(&self, ctx: &Ctx, id: TeamId) -> Result<Vec<DevelopmentPlan>> {
        let mut tx = self.db.write(&ctx.request).await?;
        let (team, _board) = team::find(&mut tx, id).await?.ok_or(Error::NotFound)?;
        let mut plans = plans_of(ctx, &mut tx, &[team]).await?;
        tx.commit().await?;
        for plan in &mut plans {
            plan.goals.retain(Goal::is_open);
        }
        plans.retain(|plan| !plan.goals.is_empty());
        Ok(plans)
    }

    /// What a new goal of somebody can be made of, for whoever may set one.
    pub async fn development_form(
        &self,
        ctx: &Ctx,
        (id, whose): (TeamId, Whose),
    ) -> Result<DevelopmentForm> {
        let mut tx = self.db.write(&ctx.request).await?;
        let at = (id, whose, DevelopmentAction::Write);
        let opened = open(ctx, &mut tx, at, (Event::DevelopmentRead, "")).await?;
        let form = self.goal_form(ctx, &mut tx, &opened).await?;
        tx.commit().await?;
        Ok(form)
    }

    /// One goal.
    pub async fn development(&self, ctx: &Ctx, id: DevelopmentId) -> Result<OneDevelopment> {
        let mut tx = self.db.write(&ctx.request).await?;
        let goal = stored::find(&mut tx, id).await?.ok_or(Error::NotFound)?;
        let at = (goal.team, goal.whose, DevelopmentAction::See);
        let detail = id.to_string();
        let opened = open(ctx, &mut tx, at, (Event::DevelopmentRead, &detail)).await?;
        let request = Request::Development(DevelopmentAction::Write, opened.scope);
        let may_write = access::may(&ctx.actor, request);
        let form = self.goal_form(ctx, &mut tx, &opened).await?;
        let mut ids = vec![goal.set.1];
        ids.extend(goal.actions.iter().map(|action| action.owner));
        ids.extend(goal.looks.iter().map(|look| look.by));
        ids.sort();
        ids.dedup();
        let names = staff::names(&mut tx, &ids).await?.into_iter().collect();
        tx.commit().await?;
        Ok(OneDevelopment {
            name: form.name.clone(),
            team: opened.team,
            goal,
            names,
            form,
            may_write,
        })
    }

    /// Sets a goal.
    pub async fn new_development(
        &self,
        ctx: &Ctx,
        (id, whose): (TeamId, Whose),
        input: DevelopmentInput,
    ) -> Result<DevelopmentId> {
        let new = DevelopmentId(ctx.new_id());
        let mut tx = self.db.write(&ctx.request).await?;
        let at = (id, whose, DevelopmentAction::Write);
        let detail = new.to_string();
        let opened = open(ctx, &mut tx, at, (Event::DevelopmentChanged, &detail)).await?;
        let form = self.goal_form(ctx, &mut tx, &opened).await?;
        let by = opened.permit.staff().ok_or(Error::Forbidden)?;
        let blank = Goal {
            id: new,
            team: id,
            whose,
            text: String::new(),
            state: State::Open,
            set: (ctx.now, by),
            evidence: Vec::new(),
            actions: Vec::new(),
            looks: Vec::new(),
            look_on: None,
            version: 1,
        };
        let goal = filled(blank, &input, (&form, ctx.today()))?;
        let others = stored::of_teams(&mut tx, &[id]).await?;
        let open = others
            .iter()
            .filter(|one| one.whose == whose && one.is_open());
        if open.count() >= OPEN_MAX {
            return Err(Error::invalid("text", "development-fault-open"));
        }
        stored::insert(&mut tx, &goal).await?;
        tx.commit().await?;
        Ok(new)
    }

    /// Changes what an open goal says.
    pub async fn save_development(
        &self,
        ctx: &Ctx,
        (id, version): (DevelopmentId, i64),
        input: DevelopmentInput,
    ) -> Result<()> {
        let (mut tx, opened, goal) = self.written_goal(ctx, (id, version)).await?;
        if !goal.is_open() {
            return Err(Error::Conflict);
        }
        let form = self.goal_form(ctx, &mut tx, &opened).await?;
        let changed = filled(goal, &input, (&form, ctx.today()))?;
        keep(tx, &changed).await
    }

    /// Looks back on an open goal, and says where it is.
    pub async fn look_back(
        &self,
        ctx: &Ctx,
        (id, version): (DevelopmentId, i64),
        input: LookInput,
    ) -> Result<()> {
        let (tx, opened, mut goal) = self.written_goal(ctx, (id, version)).await?;
        let by = opened.permit.staff().ok_or(Error::Forbidden)?;
        let on = ctx.today();
        for (number, outcome) in input.outcomes {
            let mut actions = goal.actions.iter_mut();
            if let Some(action) = actions.find(|action| action.number == number) {
                action.outcome = outcome;
            }
        }
        let state = match input.state {
            StateCode::Open => State::Open,
            StateCode::Reached => State::Reached { on },
            StateCode::Ended => State::Ended { on },
        };
        let look = Look {
            on,
            by,
            text: input.text,
        };
        goal.look(look, (state, input.next_on))
            .map_err(|fault| Error::Invalid(vec![told(fault)]))?;
        keep(tx, &goal).await
    }

    /// Opens a goal to change it.
    async fn written_goal(
        &self,
        ctx: &Ctx,
        (id, version): (DevelopmentId, i64),
    ) -> Result<(Tx, Opened, Goal)> {
        let mut tx = self.db.write(&ctx.request).await?;
        let goal = stored::find(&mut tx, id).await?.ok_or(Error::NotFound)?;
        let at = (goal.team, goal.whose, DevelopmentAction::Write);
        let detail = id.to_string();
        let opened = open(ctx, &mut tx, at, (Event::DevelopmentChanged, &detail)).await?;
        match goal.version == version {
            true => Ok((tx, opened, goal)),
            false => Err(Error::Conflict),
        }
    }

    async fn goal_form(&self, ctx: &Ctx, tx: &mut Tx, opened: &Opened) -> Result<DevelopmentForm> {
        let (team, whose) = (&opened.team, opened.scope.whose);
        let people = stored::people(tx, &[team.id], ctx.today()).await?;
        let leads = match whose {
            Whose::Consultant(_) => stored::leads(tx, team.network, ctx.today()).await?,
            _ => Vec::new(),
        };
        let concerns = |role: Role| match whose {
            Whose::Team => role != Role::OnCall,
            one => one.is_written_by(role),
        };
        let of_plan = people
            .iter()
            .filter(|(_, who, _, role)| whose.staff() == Some(*who) || concerns(*role))
            .map(|(_, who, name, _)| (*who, name.clone()));
        let mut owners: Vec<(StaffId, String)> = of_plan.chain(leads).collect();
        owners.dedup();
        let name = match whose.staff() {
            Some(who) => staff::find(tx, who).await?.map(|one| one.name),
            None => None,
        };
        Ok(DevelopmentForm {
            evidence: self.evidence(ctx, tx, opened).await?,
            team: team.clone(),
            name: name.unwrap_or_default(),
            whose,
            owners,
        })
    }
}

async fn keep(mut tx: Tx, goal: &Goal) -> Result<()> {
    if !stored::save(&mut tx, goal).await? {
        return Err(Error::Conflict);
    }
    tx.commit().await?;
    Ok(())
}

/// Opens a plan of a team, decides, and puts it in the log. Somebody's plan is there only while they hold the post that it
/// belongs to: a plan of somebody else's making does not exist.
async fn open(
    ctx: &Ctx,
    tx: &mut Tx,
    (id, whose, action): (TeamId, Whose, DevelopmentAction),
    (event, detail): (Event, &str),
) -> Result<Opened> {
    let (team, _board) = team::find(tx, id).await?.ok_or(Error::NotFound)?;
    let scope = DevelopmentScope {
        team: scope_of(&team),
        whose,
    };
    let permit = allowed(ctx, Request::Development(action, scope))?;
    let people = stored::people(tx, &[id], ctx.today()).await?;
    let holds =
        |(_, who, _, role): &(TeamId, StaffId, String, Role)| plan_of(*role, *who) == Some(whose);
    // What was written of somebody who has left is still read, but nothing new is.
    let is_new = action == DevelopmentAction::Write;
    if is_new && whose != Whose::Team && !people.iter().any(holds) {
        return Err(Error::NotFound);
    }
    tx.log(Entry {
        detail: detail.to_owned(),
        ..of_permit(ctx, event, &permit)
    });
    Ok(Opened {
        team,
        scope,
        permit,
    })
}

/// The plan that somebody in a role has.
fn plan_of(role: Role, who: StaffId) -> Option<Whose> {
    match role {
        Role::FamilyTherapist | Role::FamilyResource | Role::Psychiatrist => {
            Some(Whose::Therapist(who))
        }
        Role::GroupLeader => Some(Whose::Leader(who)),
        Role::Consultant => Some(Whose::Consultant(who)),
        _ => None,
    }
}

/// The teams in which the actor works, and those of a network that they lead.
async fn teams_in_reach(ctx: &Ctx, tx: &mut Tx) -> Result<Vec<Team>> {
    let mut teams = team_week::teams(tx, &own_teams(ctx)).await?;
    if let Actor::Staff { posts, .. } = &ctx.actor {
        for post in posts {
            if let (Role::NetworkLead, Place::Network(network)) = (post.role, post.place) {
                teams.extend(team::of_network(tx, network).await?);
            }
        }
    }
    teams.retain(|team| team.closed_on.is_none_or(|closed| ctx.today() < closed));
    Ok(teams)
}

/// The plans of some teams that the actor may see.
async fn plans_of(ctx: &Ctx, tx: &mut Tx, teams: &[Team]) -> Result<Vec<DevelopmentPlan>> {
    let ids: Vec<TeamId> = teams.iter().map(|team| team.id).collect();
    let people = stored::people(tx, &ids, ctx.today()).await?;
    let mut goals = stored::of_teams(tx, &ids).await?;
    let mut plans: Vec<DevelopmentPlan> = Vec::new();
    for team in teams {
        let scope: TeamScope = scope_of(team);
        let of_people = people.iter().filter(|(of, ..)| *of == team.id);
        let of_people = of_people.filter_map(|(_, who, name, role)| {
            Some((plan_of(*role, *who)?, name.clone(), Some(*role)))
        });
        let known = of_people.chain([(Whose::Team, String::new(), None)]);
        let mut permit = None;
        for (whose, name, role) in known {
            let at = DevelopmentScope { team: scope, whose };
            let Ok(given) = allowed(ctx, Request::Development(DevelopmentAction::See, at)) else {
                continue;
            };
            let is_twice = |one: &DevelopmentPlan| one.team == team.id && one.whose == whose;
            if plans.iter().any(is_twice) {
                continue;
            }
            permit.get_or_insert(given);
            let write = Request::Development(DevelopmentAction::Write, at);
            let is_of = |one: &mut Goal| one.team == team.id && one.whose == whose;
            plans.push(DevelopmentPlan {
                team: team.id,
                team_name: team.name.clone(),
                whose,
                name,
                role,
                goals: goals.extract_if(.., is_of).collect(),
                may_write: access::may(&ctx.actor, write),
            });
        }
        if let Some(permit) = permit {
            tx.log(of_permit(ctx, Event::DevelopmentRead, &permit));
        }
    }
    Ok(plans)
}

/// A goal with what was typed, or what is wrong with it. What an action of the same text has become stays, and so does
/// evidence that was chosen before.
fn filled(
    goal: Goal,
    input: &DevelopmentInput,
    (form, today): (&DevelopmentForm, Day),
) -> Result<Goal> {
    let mut faults = Vec::new();
    let before = goal.evidence.iter().chain(&form.evidence);
    let chosen = input.evidence.iter().filter_map(|(kind, key)| {
        let mut known = before.clone();
        known
            .find(|one| one.kind == *kind && one.key == *key)
            .cloned()
    });
    let mut actions: Vec<Action> = Vec::new();
    let typed = input.actions.iter().enumerate();
    for (at, (what, owner, due_on)) in typed.filter(|(_, (what, ..))| !what.trim().is_empty()) {
        let was = goal.actions.iter().find(|action| action.what == *what);
        let is_known = |owner: StaffId| {
            let may_own = form.owners.iter().any(|(id, _)| *id == owner);
            may_own || was.is_some_and(|was| was.owner == owner)
        };
        if ACTION_CHARS_MAX < what.chars().count() {
            faults.push(FieldError::new(
                format!("what_{at}"),
                "development-fault-long",
            ));
        }
        let (Some(owner), Some(due_on)) = (owner.filter(|owner| is_known(*owner)), *due_on) else {
            faults.push(FieldError::new(
                format!("what_{at}"),
                "development-fault-owner",
            ));
            continue;
        };
        actions.push(Action {
            number: u32::try_from(actions.len() + 1).unwrap_or(u32::MAX),
            what: what.trim().to_owned(),
            owner,
            due_on,
            outcome: was.map_or(ActionOutcome::Open, |was| was.outcome),
            remark: String::new(),
        });
    }
    let mut changed = Goal {
        text: input.text.trim().to_owned(),
        evidence: chosen.collect(),
        actions,
        ..goal.clone()
    };
    faults.extend(changed.faults().into_iter().map(told));
    faults.extend(changed.plan_look(input.look_on, today).err().map(told));
    all_valid(faults)?;
    Ok(changed)
}

fn told((field, fault): (&'static str, Fault)) -> FieldError {
    let message = match fault {
        Fault::Empty => "development-fault-empty",
        Fault::TooLong => "development-fault-long",
        Fault::TooMany => "development-fault-many",
        Fault::NotOpen => "development-fault-ended",
        Fault::Day => "development-fault-look-on",
    };
    FieldError::new(field, message)
}
