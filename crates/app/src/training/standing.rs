//! What everybody has of the training that is demanded of them, and lacks.

use std::collections::{BTreeMap, BTreeSet};

use hemma_domain::access::TeamAction;
use hemma_domain::audit::Event;
use hemma_domain::curriculum::{Cadence, Curriculum, Requirement, RequirementValue};
use hemma_domain::ids::{NetworkId, StaffId, TeamId};
use hemma_domain::programme::Words;
use hemma_domain::staff::Role;
use hemma_domain::team::Team;
use hemma_domain::time::Day;
use hemma_domain::training::{Content, Credit, Standing, StandingCode, begun_on, standing};
use hemma_store::db::Tx;
use hemma_store::team;
use hemma_store::training::credit::{self, Attended, Booked, TeamPost};

use super::Candidate;
use crate::App;
use crate::ctx::Ctx;
use crate::error::{Error, Result};

/// How somebody stands in one programme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonStanding {
    pub staff: StaffId,
    pub name: String,
    /// The teams of the programme that they work in today.
    pub teams: Vec<(TeamId, String)>,
    pub programme: String,
    pub roles: Vec<Role>,
    /// What is demanded of them, in the curriculum's order.
    pub demands: Vec<DemandStanding>,
}

/// How somebody stands with one demand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemandStanding {
    pub code: String,
    pub name: Words,
    pub help: Words,
    /// Half days.
    pub needed: u32,
    pub cadence: Cadence,
    /// Which values of the demand no source says.
    pub unconfirmed: Vec<RequirementValue>,
    pub standing: Standing,
    /// The first day of one that they go to.
    pub booked: Option<Day>,
}

/// How those stand of whom something is demanded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standings {
    /// By name.
    pub people: Vec<PersonStanding>,
    /// Programmes in which people work and nothing is demanded of any of them, by code.
    pub silent: Vec<String>,
}

/// How many people have all, have something to do, and are late.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    pub held: u32,
    pub due: u32,
    pub overdue: u32,
}

impl PersonStanding {
    /// The worst of their standings; held where nothing is demanded.
    pub fn worst(&self) -> StandingCode {
        let codes = self.demands.iter().map(|one| one.standing.code);
        codes.max().unwrap_or(StandingCode::Held)
    }
}

impl Tally {
    /// Of some people, each counted in their worst standing.
    pub fn of<'a>(people: impl IntoIterator<Item = &'a PersonStanding>) -> Tally {
        let mut tally = Tally::default();
        for one in people {
            match one.worst() {
                StandingCode::Held => tally.held += 1,
                StandingCode::Due => tally.due += 1,
                StandingCode::Overdue => tally.overdue += 1,
            }
        }
        tally
    }
}

impl App {
    /// How everybody in the teams of a network stands.
    pub async fn network_standing(&self, ctx: &Ctx, network: NetworkId) -> Result<Standings> {
        let (mut tx, _) = self
            .training_office(ctx, (network, Event::TrainingRead), "")
            .await?;
        let people = self.network_people(&mut tx, network, ctx.today()).await?;
        tx.commit().await?;
        Ok(standings(people))
    }

    /// How everybody in a team stands.
    pub async fn team_standing(&self, ctx: &Ctx, id: TeamId) -> Result<(Team, Standings)> {
        let (mut tx, _, scope) = self
            .enter_team(ctx, id, TeamAction::SeeTraining, Event::TrainingRead)
            .await?;
        let (team, _) = team::find(&mut tx, id).await?.ok_or(Error::NotFound)?;
        let mut people = self
            .network_people(&mut tx, scope.network, ctx.today())
            .await?;
        tx.commit().await?;
        people.retain(|one| one.teams.iter().any(|(team, _)| *team == id));
        Ok((team, standings(people)))
    }

    /// Everybody who works in the teams of a network today.
    pub(super) async fn network_people(
        &self,
        tx: &mut Tx,
        network: NetworkId,
        today: Day,
    ) -> Result<Vec<PersonStanding>> {
        let known = Known {
            posts: credit::posts_of_network(tx, network, today).await?,
            attended: credit::of_network(tx, network).await?,
            booked: credit::booked_in_network(tx, network, today).await?,
        };
        Ok(self.standings(&known, today))
    }

    /// How somebody stands in each programme that they work in.
    pub(crate) async fn staff_standing(
        &self,
        tx: &mut Tx,
        staff: StaffId,
        today: Day,
    ) -> Result<Vec<PersonStanding>> {
        let known = Known {
            posts: credit::posts_of_staff(tx, staff, today).await?,
            attended: credit::of_staff(tx, staff).await?,
            booked: credit::booked_by_staff(tx, staff, today).await?,
        };
        Ok(standings(self.standings(&known, today)).people)
    }

    fn standings(&self, known: &Known, today: Day) -> Vec<PersonStanding> {
        let mut places: BTreeMap<(&str, StaffId, &str), Vec<&TeamPost>> = BTreeMap::new();
        for post in &known.posts {
            let place = (post.name.as_str(), post.staff, post.programme.as_str());
            places.entry(place).or_default().push(post);
        }
        let of = known.by_staff();
        let people = places
            .into_iter()
            .filter_map(|((_, staff, programme), posts)| {
                let curriculum = self.curriculum(programme, today);
                let theirs = of.get(&staff);
                person(&posts, curriculum.as_deref(), theirs, today)
            });
        people.collect()
    }
}

/// What is read to say how people stand.
struct Known {
    posts: Vec<TeamPost>,
    attended: Vec<Attended>,
    booked: Vec<Booked>,
}

/// What one of them attended, and has a place in.
type Theirs<'a> = (Vec<&'a Attended>, Vec<&'a Booked>);

impl Known {
    fn by_staff(&self) -> BTreeMap<StaffId, Theirs<'_>> {
        let mut of: BTreeMap<StaffId, Theirs<'_>> = BTreeMap::new();
        for one in &self.attended {
            of.entry(one.staff).or_default().0.push(one);
        }
        for one in &self.booked {
            of.entry(one.staff).or_default().1.push(one);
        }
        of
    }
}

fn standings(people: Vec<PersonStanding>) -> Standings {
    let of_all: BTreeSet<String> = people.iter().map(|one| one.programme.clone()).collect();
    let has_demands = |one: &PersonStanding| !one.demands.is_empty();
    let people: Vec<PersonStanding> = people.into_iter().filter(has_demands).collect();
    let is_silent = |code: &String| !people.iter().any(|one| one.programme == *code);
    Standings {
        silent: of_all.into_iter().filter(is_silent).collect(),
        people,
    }
}

/// Somebody with their posts of all times in the teams of one programme; none where they have none there today.
fn person(
    posts: &[&TeamPost],
    curriculum: Option<&Curriculum>,
    theirs: Option<&Theirs<'_>>,
    today: Day,
) -> Option<PersonStanding> {
    let is_held = |post: &&&TeamPost| post.from <= today && post.to.is_none_or(|to| today < to);
    let held: Vec<&TeamPost> = posts.iter().filter(is_held).copied().collect();
    let first = held.first()?;
    let mut roles: Vec<Role> = held.iter().map(|post| post.role).collect();
    roles.sort();
    roles.dedup();
    let mut teams: Vec<(TeamId, String)> = Vec::new();
    for post in &held {
        if !teams.iter().any(|(team, _)| *team == post.team) {
            teams.push((post.team, post.team_name.clone()));
        }
    }
    let demands = curriculum.map(|curriculum| {
        let of_them = curriculum.demanded_of(&roles);
        let one = |demand: &Requirement| {
            let since = begun(posts, demand, today)?.max(curriculum.valid_from);
            Some(stands(demand, (&first.programme, theirs), (since, today)))
        };
        of_them.filter_map(one).collect()
    });
    Some(PersonStanding {
        staff: first.staff,
        name: first.name.clone(),
        programme: first.programme.clone(),
        demands: demands.unwrap_or_default(),
        teams,
        roles,
    })
}

/// Since when something is demanded of somebody.
fn begun(posts: &[&TeamPost], demand: &Requirement, today: Day) -> Option<Day> {
    let asks = |post: &&&TeamPost| demand.roles.value.contains(&post.role);
    let days = posts.iter().filter(asks).map(|post| (post.from, post.to));
    begun_on(&days.collect::<Vec<_>>(), today)
}

fn stands(
    demand: &Requirement,
    (programme, theirs): (&str, Option<&Theirs<'_>>),
    (since, today): (Day, Day),
) -> DemandStanding {
    let counts = |requirement: &str, of: Option<&str>| {
        requirement == demand.code && of.is_none_or(|of| of == programme)
    };
    let mut credits: Vec<Credit> = Vec::new();
    let mut booked = None;
    if let Some((attended, places)) = theirs {
        let of = attended
            .iter()
            .filter(|one| counts(&one.requirement, one.programme.as_deref()));
        credits.extend(of.map(|one| one.credit));
        let mut of = places
            .iter()
            .filter(|one| counts(&one.requirement, one.programme.as_deref()));
        booked = of.next().map(|one| one.first_on);
    }
    DemandStanding {
        code: demand.code.clone(),
        name: demand.name.clone(),
        help: demand.help.clone(),
        needed: demand.half_days.value,
        cadence: demand.cadence.value,
        unconfirmed: demand.unconfirmed(),
        standing: standing(demand, since, &credits, today),
        booked,
    }
}

/// In which teams each works, as one reads it.
pub(super) fn team_names(people: &[PersonStanding]) -> BTreeMap<StaffId, String> {
    let mut names: BTreeMap<StaffId, Vec<&str>> = BTreeMap::new();
    for one in people {
        let teams = one.teams.iter().map(|(_, name)| name.as_str());
        names.entry(one.staff).or_default().extend(teams);
    }
    let told = names.into_iter();
    told.map(|(staff, teams)| (staff, teams.join(", ")))
        .collect()
}

/// Who could be invited to a training: those who lack it first, then the others, by name.
pub(super) fn candidates(
    people: &[PersonStanding],
    content: &Content,
    invited: &BTreeSet<StaffId>,
) -> Vec<Candidate> {
    let mut found: BTreeMap<StaffId, Candidate> = BTreeMap::new();
    for one in people.iter().filter(|one| !invited.contains(&one.staff)) {
        let is_for = content
            .programme
            .as_deref()
            .is_none_or(|programme| programme == one.programme);
        let demands = one.demands.iter();
        let mut demand = demands.filter(|demand| {
            is_for && Some(demand.code.as_str()) == content.requirement.as_deref()
        });
        let demand = demand.next();
        let names: Vec<&str> = one.teams.iter().map(|(_, name)| name.as_str()).collect();
        let entry = found.entry(one.staff).or_insert_with(|| Candidate {
            staff: one.staff,
            name: one.name.clone(),
            teams: String::new(),
            code: None,
            booked: None,
        });
        if !entry.teams.is_empty() {
            entry.teams.push_str(", ");
        }
        entry.teams.push_str(&names.join(", "));
        entry.code = entry.code.max(demand.map(|demand| demand.standing.code));
        entry.booked = entry.booked.or(demand.and_then(|demand| demand.booked));
    }
    let mut all: Vec<Candidate> = found.into_values().collect();
    all.sort_by(|a, b| (b.code, &a.name, a.staff).cmp(&(a.code, &b.name, b.staff)));
    all
}
