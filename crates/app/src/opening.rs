//! Openings: begun by whoever may recruit, read and moved on by their own members and nobody else.

pub mod applicant;
pub mod destruction;
pub mod ending;
pub mod merits;
pub mod replace;
pub mod score;

use std::collections::{BTreeMap, BTreeSet};

use hemma_domain::access::{
    self, NetworkAction, OpeningAction, Permit, Request, TeamAction, TeamScope,
};
use hemma_domain::application::Stage;
use hemma_domain::audit::{Entry, Event};
use hemma_domain::codes;
use hemma_domain::ids::{ApplicationId, BoardId, NetworkId, OpeningId, StaffId, TeamId};
use hemma_domain::opening::{
    LINE_CHARS_MAX, MEMBERS_MAX, Member, MoveError, Opening, Part, Profile, ProfileFault, State,
    Unready,
};
use hemma_domain::staff::Place;
use hemma_domain::time::Day;
use hemma_store::db::Tx;
use hemma_store::opening as stored;
use hemma_store::opening::correction;
use hemma_store::{staff, team};

use self::ending::Correction;
use crate::App;
use crate::ctx::Ctx;
use crate::enter::{allowed, of_permit};
use crate::error::{Error, FieldError, Result, all_valid};

/// An opening in the list of one of its members.
#[derive(Debug, Clone)]
pub struct OpeningLine {
    pub opening: Opening,
    pub part: Part,
    /// The team or the network.
    pub place: String,
    pub applied: u32,
    /// From when what is kept of those who were not hired is to be destroyed.
    pub due_on: Option<Day>,
}

/// What somebody has to do with openings.
#[derive(Debug, Clone)]
pub struct MyOpenings {
    /// Those that they are a member of, the newest first.
    pub lines: Vec<OpeningLine>,
    /// Where they may begin one.
    pub places: Vec<(RecruitingPlace, String)>,
    /// Those for which they may name somebody responsible, since nobody is.
    pub orphans: Vec<replace::Orphan>,
}

/// An opening as one of its members sees it.
#[derive(Debug, Clone)]
pub struct OneOpening {
    pub opening: Opening,
    /// The team or the network.
    pub place: String,
    /// By part and name.
    pub members: Vec<(Member, String)>,
    /// Who else could be one, by name; for whoever may name them.
    pub candidates: Vec<(StaffId, String)>,
    /// Who was hired, by id and name; for whoever sees applicants.
    pub hired: Vec<(ApplicationId, String)>,
    /// What the decision said before it was put right, each with the name of whoever did; for whoever sees applicants.
    pub corrections: Vec<(Correction, String)>,
    pub may: May,
}

/// What somebody may do with an opening.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct May {
    pub manage: bool,
    pub see_applicants: bool,
}

/// Where somebody may recruit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RecruitingPlace {
    Network(NetworkId),
    Team(TeamId),
}

codes! {
    /// The next step of an opening.
    Step "opening-step" {
        Publish = "publish",
        Screen = "screen",
        Interview = "interview",
    }
}

/// An opening and the version that was looked at.
pub type OpeningAt = (OpeningId, i64);

impl App {
    /// The openings that somebody is a member of, and where they may begin one.
    pub async fn my_openings(&self, ctx: &Ctx) -> Result<MyOpenings> {
        let me = ctx.staff().ok_or(Error::Forbidden)?;
        let mut tx = self.db.read().await?;
        let all = stored::of_staff(&mut tx, me).await?;
        let (networks, teams) = (team::networks(&mut tx).await?, team::all(&mut tx).await?);
        let name = |one: &Opening| match one.team {
            Some(id) => {
                let found = teams.iter().find(|known| known.team.id == id);
                found.map(|known| known.team.name.clone())
            }
            None => {
                let found = networks.iter().find(|known| known.id == one.network);
                found.map(|known| known.name.clone())
            }
        };
        let rules = self.recruiting(ctx.today())?;
        let lines = all.into_iter().map(|one| OpeningLine {
            due_on: one.opening.due_on(&rules),
            place: name(&one.opening).unwrap_or_default(),
            part: one
                .opening
                .members
                .first()
                .map_or(Part::Assessor, |member| member.part),
            applied: one.applied,
            opening: one.opening,
        });
        let may_network =
            |id: NetworkId| access::may(&ctx.actor, Request::Network(NetworkAction::Recruit, id));
        let mut places: Vec<(RecruitingPlace, String)> = networks
            .iter()
            .filter(|one| may_network(one.id))
            .map(|one| (RecruitingPlace::Network(one.id), one.name.clone()))
            .collect();
        for known in teams.iter().filter(|one| one.team.closed_on.is_none()) {
            let scope = TeamScope {
                team: known.team.id,
                board: known.team.board,
                network: known.team.network,
            };
            if access::may(&ctx.actor, Request::Team(TeamAction::Recruit, scope)) {
                places.push((
                    RecruitingPlace::Team(known.team.id),
                    known.team.name.clone(),
                ));
            }
        }
        let lines = lines.collect();
        let orphans = replace::orphans(ctx, &mut tx).await?;
        Ok(MyOpenings {
            lines,
            places,
            orphans,
        })
    }

    /// Begins an opening; whoever begins it is responsible.
    pub async fn new_opening(
        &self,
        ctx: &Ctx,
        place: RecruitingPlace,
        post: &str,
    ) -> Result<OpeningId> {
        let mut tx = self.db.write(&ctx.request).await?;
        let (permit, network, of_team) = match place {
            RecruitingPlace::Network(id) => {
                let permit = allowed(ctx, Request::Network(NetworkAction::Recruit, id))?;
                (permit, id, None)
            }
            RecruitingPlace::Team(id) => {
                let scope = team::scope(&mut tx, id).await?.ok_or(Error::NotFound)?;
                let permit = allowed(ctx, Request::Team(TeamAction::Recruit, scope))?;
                (permit, scope.network, Some(id))
            }
        };
        let by = permit.staff().ok_or(Error::Forbidden)?;
        let post = post.trim();
        if post.is_empty() || LINE_CHARS_MAX < post.chars().count() {
            return Err(Error::invalid("post", "opening-fault-post"));
        }
        let one = Opening {
            id: OpeningId(ctx.new_id()),
            network,
            team: of_team,
            profile: Profile {
                post: post.to_owned(),
                ..Profile::blank()
            },
            state: State::Draft,
            members: vec![Member {
                staff: by,
                part: Part::Responsible,
            }],
            made: (ctx.now, by),
            version: 1,
        };
        tx.log(Entry {
            detail: one.id.to_string(),
            ..of_permit(ctx, Event::OpeningChanged, &permit)
        });
        stored::insert(&mut tx, &one).await?;
        tx.commit().await?;
        Ok(one.id)
    }

    /// One opening, for its members.
    pub async fn opening(&self, ctx: &Ctx, id: OpeningId) -> Result<OneOpening> {
        let entered = self
            .enter_opening(ctx, id, OpeningAction::See, Event::OpeningRead)
            .await?;
        let Opened {
            mut tx,
            opening,
            may,
            ..
        } = entered;
        let mut members = Vec::new();
        for member in &opening.members {
            let found = staff::find(&mut tx, member.staff).await?;
            let name = found.map(|staff| staff.name).unwrap_or_default();
            members.push((*member, name));
        }
        let mut candidates = match may.manage {
            true => people(&mut tx, opening.network, ctx.today()).await?,
            false => BTreeMap::new(),
        };
        candidates.retain(|id, _| !opening.members.iter().any(|one| one.staff == *id));
        let mut candidates: Vec<(StaffId, String)> = candidates.into_iter().collect();
        candidates.sort_by(|one, other| one.1.cmp(&other.1));
        let place = place_name(&mut tx, &opening).await?;
        let is_decided = may.see_applicants && opening.state.ending().is_some();
        let (hired, corrections) = match is_decided {
            true => (
                hired(&mut tx, id).await?,
                correction::of_opening(&mut tx, id).await?,
            ),
            false => (Vec::new(), Vec::new()),
        };
        tx.commit().await?;
        Ok(OneOpening {
            opening,
            place,
            members,
            candidates,
            hired,
            corrections,
            may,
        })
    }

    /// Changes what is looked for, until the advert is public: from then on everybody applies for the same.
    pub async fn save_opening(
        &self,
        ctx: &Ctx,
        (id, version): OpeningAt,
        profile: Profile,
    ) -> Result<()> {
        let entered = self
            .enter_opening(ctx, id, OpeningAction::Manage, Event::OpeningChanged)
            .await?;
        let one = &entered.opening;
        if one.version != version || one.state != State::Draft {
            return Err(Error::Conflict);
        }
        all_valid(profile.faults().into_iter().map(told).collect())?;
        let changed = Opening {
            profile,
            ..one.clone()
        };
        entered.save(changed).await
    }

    /// Gives more time to apply. Never less: that was promised.
    pub async fn prolong_opening(
        &self,
        ctx: &Ctx,
        (id, version): OpeningAt,
        last_on: Day,
    ) -> Result<()> {
        let entered = self
            .enter_opening(ctx, id, OpeningAction::Manage, Event::OpeningChanged)
            .await?;
        let one = &entered.opening;
        if one.version != version || one.state != State::Open {
            return Err(Error::Conflict);
        }
        let profile = Profile {
            last_on: Some(last_on),
            ..one.profile.clone()
        };
        let is_less = one.profile.last_on.is_some_and(|before| last_on < before);
        if is_less || profile.unready(ctx.today()).contains(&Unready::LastDay) {
            return Err(Error::invalid("last_on", "opening-fault-last-on"));
        }
        let changed = Opening {
            profile,
            ..one.clone()
        };
        entered.save(changed).await
    }

    /// Says who reads the opening. Somebody stays responsible who has not applied.
    pub async fn name_members(
        &self,
        ctx: &Ctx,
        (id, version): OpeningAt,
        members: Vec<Member>,
    ) -> Result<()> {
        let mut entered = self
            .enter_opening(ctx, id, OpeningAction::Manage, Event::OpeningChanged)
            .await?;
        if entered.opening.version != version {
            return Err(Error::Conflict);
        }
        let known = people(&mut entered.tx, entered.opening.network, ctx.today()).await?;
        let before = entered.opening.members.clone();
        let is_known = |one: &Member| {
            known.contains_key(&one.staff) || before.iter().any(|old| old.staff == one.staff)
        };
        if !members.iter().all(is_known) {
            return Err(Error::NotFound);
        }
        let parties = &entered.parties;
        let is_responsible =
            |one: &&Member| one.part == Part::Responsible && !parties.contains(&one.staff);
        if !members.iter().any(|one| is_responsible(&one)) {
            return Err(Error::invalid("members", "opening-fault-responsible"));
        }
        let distinct: BTreeSet<StaffId> = members.iter().map(|one| one.staff).collect();
        if distinct.len() != members.len() || MEMBERS_MAX < members.len() {
            return Err(Error::invalid("members", "opening-fault-members"));
        }
        let changed = Opening {
            members,
            ..entered.opening.clone()
        };
        entered.save(changed).await
    }

    /// Moves an opening on. Of two who do it at once, one is told.
    pub async fn move_opening(
        &self,
        ctx: &Ctx,
        (id, version): OpeningAt,
        step: Step,
    ) -> Result<()> {
        let entered = self
            .enter_opening(ctx, id, OpeningAction::Manage, Event::OpeningMoved)
            .await?;
        let one = &entered.opening;
        if one.version != version {
            return Err(Error::Conflict);
        }
        let state = match step {
            Step::Publish => one.publish(ctx.today()),
            Step::Screen => one.screen(ctx.today()),
            Step::Interview => one.interview(),
        };
        let changed = Opening {
            state: state.map_err(unmoved)?,
            ..one.clone()
        };
        entered.save(changed).await
    }

    /// Opens a transaction on an opening, decides, and puts the event in the log. A refusal is logged as well.
    pub(crate) async fn enter_opening(
        &self,
        ctx: &Ctx,
        id: OpeningId,
        action: OpeningAction,
        event: Event,
    ) -> Result<Opened> {
        let mut tx = self.db.write(&ctx.request).await?;
        let scope = stored::scope(&mut tx, id, ctx.today()).await?;
        let scope = scope.ok_or(Error::NotFound)?;
        let permit = match allowed(ctx, Request::Opening(action, &scope)) {
            Ok(permit) => permit,
            Err(refusal) => {
                tx.log(Entry {
                    board: scope.team.map(|team| team.board),
                    team: scope.team.map(|team| team.team),
                    detail: id.to_string(),
                    ..ctx.entry(Event::OpeningRefused)
                });
                tx.commit().await?;
                return Err(refusal);
            }
        };
        tx.log(Entry {
            detail: id.to_string(),
            ..of_permit(ctx, event, &permit)
        });
        let opening = stored::find(&mut tx, id).await?.ok_or(Error::NotFound)?;
        let may = |action| access::may(&ctx.actor, Request::Opening(action, &scope));
        Ok(Opened {
            tx,
            permit,
            opening,
            may: May {
                manage: may(OpeningAction::Manage),
                see_applicants: may(OpeningAction::SeeApplicants),
            },
            parties: scope.applicants,
            gone: scope.gone,
        })
    }
}

/// An opening that was entered.
pub(crate) struct Opened {
    pub(crate) tx: Tx,
    pub(crate) permit: Permit,
    pub(crate) opening: Opening,
    pub(crate) may: May,
    /// Its members who applied themselves.
    pub(crate) parties: Vec<StaffId>,
    /// Its members who no longer work here.
    pub(crate) gone: Vec<StaffId>,
}

impl Opened {
    /// Whose hand it is.
    pub(crate) fn hand(&self) -> Result<StaffId> {
        self.permit.staff().ok_or(Error::Forbidden)
    }

    /// Saves the opening as it is to be, and commits.
    pub(crate) async fn save(mut self, changed: Opening) -> Result<()> {
        if !stored::save(&mut self.tx, &changed).await? {
            return Err(Error::Conflict);
        }
        self.tx.commit().await?;
        Ok(())
    }
}

/// Who was hired, in the order in which they applied.
async fn hired(tx: &mut Tx, id: OpeningId) -> Result<Vec<(ApplicationId, String)>> {
    let all = hemma_store::application::of_opening(tx, id).await?;
    let hired = all.into_iter().filter(|one| one.stage == Stage::Hired);
    Ok(hired.map(|one| (one.id, one.person.name)).collect())
}

/// Those who work in a network today, with their names: in its office, its teams and the boards of those.
async fn people(tx: &mut Tx, network: NetworkId, today: Day) -> Result<BTreeMap<StaffId, String>> {
    let teams = team::of_network(tx, network).await?;
    let boards: BTreeSet<BoardId> = teams.iter().map(|one| one.board).collect();
    let is_here = |place: Place| match place {
        Place::Team(id, _) => teams.iter().any(|one| one.id == id),
        Place::Board(id) => boards.contains(&id),
        Place::Network(id) => id == network,
        Place::Site => false,
    };
    let all = staff::everybody(tx, today).await?;
    let works = all
        .into_iter()
        .filter(|(one, post, _)| is_here(post.place) && one.left_on.is_none());
    Ok(works.map(|(one, ..)| (one.id, one.name)).collect())
}

/// What the team or the network of an opening is called.
pub(crate) async fn place_name(tx: &mut Tx, one: &Opening) -> Result<String> {
    if let Some(id) = one.team {
        let found = team::find(tx, id).await?;
        return Ok(found.map(|(team, _)| team.name).unwrap_or_default());
    }
    let networks = team::networks(tx).await?;
    let found = networks.into_iter().find(|known| known.id == one.network);
    Ok(found.map(|network| network.name).unwrap_or_default())
}

fn told((field, fault): (&'static str, ProfileFault)) -> FieldError {
    let message = match fault {
        ProfileFault::TooLong => "opening-fault-long",
        ProfileFault::TooMany => "opening-fault-many",
        ProfileFault::Posts => "opening-fault-posts",
    };
    FieldError::new(field, message)
}

/// Why an opening does not move, as its page says it.
pub(crate) fn unmoved(err: MoveError) -> Error {
    let (field, message) = match err {
        MoveError::Elsewhere => return Error::Conflict,
        MoveError::Unready(lacks) => {
            return Error::Invalid(lacks.into_iter().map(lacking).collect());
        }
        MoveError::StillOpen => ("step", "opening-fault-still-open"),
        MoveError::Hired => ("hired", "opening-fault-hired"),
        MoveError::Day => ("day", "opening-fault-day"),
        MoveError::Reasons => ("reasons", "opening-fault-reasons"),
        MoveError::NotDue => ("destroy", "opening-fault-not-due"),
    };
    Error::invalid(field, message)
}

fn lacking(lack: Unready) -> FieldError {
    let (field, message) = match lack {
        Unready::Post => ("post", "opening-lacks-post"),
        Unready::Place => ("place", "opening-lacks-place"),
        Unready::About => ("about", "opening-lacks-about"),
        Unready::Contact => ("contact", "opening-lacks-contact"),
        Unready::LastDay => ("last_on", "opening-lacks-last-on"),
        Unready::NoMust => ("competences", "opening-lacks-must"),
        Unready::NoInterview => ("competences", "opening-lacks-interview"),
        Unready::NoQuestion => ("competences", "opening-lacks-question"),
        Unready::Choices => ("questions", "opening-lacks-choices"),
        Unready::Needed => ("questions", "opening-lacks-needed"),
    };
    FieldError::new(field, message)
}
