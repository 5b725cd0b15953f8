//! Trainings of a network: planned, people invited, who was there noted, called off.

mod feed;
mod mine;
mod record;
mod standing;

pub use feed::{TrainingAppointment, TrainingCalendar};
pub use mine::{Certificate, MySeat, MyTraining};
pub use record::Record;
pub use standing::{DemandStanding, PersonStanding, Standings, Tally};

use std::collections::{BTreeMap, BTreeSet};

use hemma_domain::access::{NetworkAction, Permit, Request};
use hemma_domain::audit::{Entry, Event};
use hemma_domain::ids::{NetworkId, ProposalId, StaffId, TrainingId};
use hemma_domain::mail::MailKind;
use hemma_domain::programme::Words;
use hemma_domain::proposal::Trip;
use hemma_domain::time::Day;
use hemma_domain::training::{
    Content, ContentFault, Counts, Reply, SEATS_MAX, Seat, Stage, StandingCode, Training, counted,
};
use hemma_store::db::Tx;
use hemma_store::training::{self as stored, credit, seat, urn};

use crate::App;
use crate::ctx::Ctx;
use crate::enter::{allowed, of_permit};
use crate::error::{Error, FieldError, Result, all_valid};
use crate::trip;

/// One training in the list.
#[derive(Debug, Clone)]
pub struct TrainingLine {
    pub training: Training,
    /// What of the demands it is; none where it is beside them.
    pub what: Option<Words>,
    pub invited: u32,
    pub coming: u32,
    /// Who was there on a day of it at least.
    pub attended: u32,
}

/// What a training can be: one of the demands, in one programme or in all that demand it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrainingKind {
    /// None where it counts in all of them.
    pub programme: Option<String>,
    pub requirement: String,
    pub name: Words,
}

/// A training as its office sees it.
#[derive(Debug, Clone)]
pub struct OneTraining {
    pub training: Training,
    pub what: Option<Words>,
    /// By name.
    pub seats: Vec<(Seat, String)>,
    /// The teams in which they work today, of the network's; nobody stands here who works in none.
    pub teams: BTreeMap<StaffId, String>,
    /// Who could be invited; those who lack it first.
    pub candidates: Vec<Candidate>,
    pub evaluations: Evaluations,
    /// The trips that it came of; empty for whoever may not read proposals.
    pub trips: Vec<(ProposalId, Trip)>,
}

/// Somebody who could be invited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    pub staff: StaffId,
    pub name: String,
    pub teams: String,
    /// How they stand with what the training is; none where it is not demanded of them.
    pub code: Option<StandingCode>,
    /// When they go to another one of the same kind.
    pub booked: Option<Day>,
}

/// What was answered afterwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Evaluations {
    /// It is not over yet, or was called off.
    None,
    /// They are shown after this day.
    Until(Day),
    /// So few that somebody could be recognised.
    TooFew,
    /// How many, and how often each answer was given to each question.
    Counted(usize, [Counts; 3]),
}

/// Which training, in which network, and the version that was looked at.
pub type TrainingAt = (NetworkId, TrainingId, i64);

impl App {
    /// The trainings of a network, the newest first.
    pub async fn trainings(&self, ctx: &Ctx, network: NetworkId) -> Result<Vec<TrainingLine>> {
        let (mut tx, _) = self
            .training_office(ctx, (network, Event::TrainingRead), "")
            .await?;
        let all = stored::of_network(&mut tx, network).await?;
        tx.commit().await?;
        let line = |one: stored::Listed| TrainingLine {
            what: self.training_name(&one.training.content, ctx.today()),
            training: one.training,
            invited: one.invited,
            coming: one.coming,
            attended: one.attended,
        };
        Ok(all.into_iter().map(line).collect())
    }

    /// What a new training can be, for whoever may plan one.
    pub fn training_form(&self, ctx: &Ctx, network: NetworkId) -> Result<Vec<TrainingKind>> {
        allowed(ctx, Request::Network(NetworkAction::KeepTraining, network))?;
        Ok(self.training_kinds(ctx.today()))
    }

    /// What trainings can be today.
    pub fn training_kinds(&self, today: Day) -> Vec<TrainingKind> {
        let curricula = self.curricula(today);
        let mut seen = BTreeSet::new();
        let mut kinds = Vec::new();
        for one in &curricula {
            for demand in &one.requirements {
                let kind = |programme: Option<&String>| TrainingKind {
                    programme: programme.cloned(),
                    requirement: demand.code.clone(),
                    name: demand.name.clone(),
                };
                let others = curricula.iter().filter(|other| other.code != one.code);
                let is_shared = others
                    .into_iter()
                    .any(|other| other.requirement(&demand.code).is_some());
                if is_shared && seen.insert(demand.code.clone()) {
                    kinds.push(kind(None));
                }
                kinds.push(kind(Some(&one.code)));
            }
        }
        kinds
    }

    /// What a training is called among the demands.
    pub(crate) fn training_name(&self, content: &Content, today: Day) -> Option<Words> {
        let code = content.requirement.as_deref()?;
        let curricula = self.curricula(today);
        let mut of = curricula.iter().filter(|one| {
            let programme = content.programme.as_deref();
            programme.is_none_or(|programme| programme == one.code)
        });
        of.find_map(|one| one.requirement(code).map(|demand| demand.name.clone()))
    }

    /// One training.
    pub async fn training(
        &self,
        ctx: &Ctx,
        (network, id): (NetworkId, TrainingId),
    ) -> Result<OneTraining> {
        let (mut tx, _) = self
            .training_office(ctx, (network, Event::TrainingRead), &id.to_string())
            .await?;
        let training = of_network(&mut tx, network, id).await?;
        let seats = seat::of_training(&mut tx, id).await?;
        let people = self.network_people(&mut tx, network, ctx.today()).await?;
        let evaluations = evaluations(&mut tx, &training, ctx.today()).await?;
        let trips = trip::trips_of(&mut tx, ctx, &training).await?;
        tx.commit().await?;
        let teams = standing::team_names(&people);
        let invited: BTreeSet<StaffId> = seats.iter().map(|(one, _)| one.staff).collect();
        Ok(OneTraining {
            what: self.training_name(&training.content, ctx.today()),
            candidates: standing::candidates(&people, &training.content, &invited),
            training,
            seats,
            teams,
            evaluations,
            trips,
        })
    }

    /// Plans a training, or notes one that was held before: what people bring with them counts too.
    pub async fn new_training(
        &self,
        ctx: &Ctx,
        network: NetworkId,
        content: Content,
    ) -> Result<TrainingId> {
        let id = TrainingId(ctx.new_id());
        let detail = id.to_string();
        let (mut tx, permit) = self
            .training_office(ctx, (network, Event::TrainingChanged), &detail)
            .await?;
        let by = permit.staff().ok_or(Error::Forbidden)?;
        all_valid(self.content_faults(&content, ctx.today()))?;
        let one = Training {
            id,
            network,
            content: in_order(content),
            cancelled_at: None,
            revision: 0,
            made: (ctx.now, by),
            version: 1,
        };
        stored::insert(&mut tx, &one).await?;
        urn::insert(&mut tx, id, &[]).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Changes what a training says; whoever has not declined is told. A day on which somebody was there stays.
    pub async fn save_training(
        &self,
        ctx: &Ctx,
        (network, id, version): TrainingAt,
        content: Content,
    ) -> Result<()> {
        let (mut tx, _) = self
            .training_office(ctx, (network, Event::TrainingChanged), &id.to_string())
            .await?;
        let one = of_network(&mut tx, network, id).await?;
        if one.version != version || one.cancelled_at.is_some() {
            return Err(Error::Conflict);
        }
        let seats = seat::of_training(&mut tx, id).await?;
        let mut faults = self.content_faults(&content, ctx.today());
        let coming = seats.iter().filter(|(one, _)| one.reply == Reply::Yes);
        let coming = u32::try_from(coming.count()).unwrap_or(u32::MAX);
        if content.seats_max.is_some_and(|most| most < coming) {
            faults.push(FieldError::new("seats", "training-fault-seats-taken"));
        }
        let places = seats.iter().map(|(seat, _)| seat);
        if !one.lost_days(&content, places).is_empty() {
            faults.push(FieldError::new("sessions", "training-fault-attended"));
        }
        all_valid(faults)?;
        let changed = Training {
            content: in_order(content),
            revision: one.revision + 1,
            ..one
        };
        if !stored::save(&mut tx, &changed).await? {
            return Err(Error::Conflict);
        }
        self.tell_seats(ctx, &mut tx, (&changed, &seats)).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Calls a training off; whoever has not declined is told. One that was held stays.
    pub async fn cancel_training(
        &self,
        ctx: &Ctx,
        (network, id, version): TrainingAt,
    ) -> Result<()> {
        let (mut tx, _) = self
            .training_office(ctx, (network, Event::TrainingChanged), &id.to_string())
            .await?;
        let one = of_network(&mut tx, network, id).await?;
        if one.stage(ctx.today()) == Stage::Held {
            return Err(Error::invalid("cancel", "training-fault-held"));
        }
        if !stored::cancel(&mut tx, (id, version), ctx.now).await? {
            return Err(Error::Conflict);
        }
        let seats = seat::of_training(&mut tx, id).await?;
        self.tell_seats(ctx, &mut tx, (&one, &seats)).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Invites people of the network's teams. Who is invited already stays as they are. Says how many are new.
    pub async fn invite_to_training(
        &self,
        ctx: &Ctx,
        (network, id): (NetworkId, TrainingId),
        people: &[StaffId],
    ) -> Result<usize> {
        let (mut tx, _) = self
            .training_office(ctx, (network, Event::TrainingChanged), &id.to_string())
            .await?;
        let one = of_network(&mut tx, network, id).await?;
        if one.cancelled_at.is_some() {
            return Err(Error::Conflict);
        }
        if people.is_empty() {
            return Err(Error::invalid("staff", "training-fault-nobody"));
        }
        let posts = credit::posts_of_network(&mut tx, network, ctx.today()).await?;
        let known: BTreeSet<StaffId> = posts.iter().map(|post| post.staff).collect();
        if !people.iter().all(|staff| known.contains(staff)) {
            return Err(Error::NotFound);
        }
        let before = seat::of_training(&mut tx, id).await?.len();
        if before + people.len() > usize::try_from(SEATS_MAX).unwrap_or(usize::MAX) {
            return Err(Error::invalid("staff", "training-fault-many"));
        }
        let mut new = Vec::new();
        for staff in people {
            if seat::insert(&mut tx, id, *staff).await? {
                new.push(*staff);
            }
        }
        if one.stage(ctx.today()) == Stage::Planned {
            self.tell_all(ctx, &mut tx, (&new, MailKind::Training))
                .await?;
        }
        tx.commit().await?;
        Ok(new.len())
    }

    /// Notes who was there on which day, instead of what was noted before.
    pub async fn note_attendance(
        &self,
        ctx: &Ctx,
        (network, id, version): TrainingAt,
        marks: &[(StaffId, Day)],
    ) -> Result<()> {
        let (mut tx, _) = self
            .training_office(ctx, (network, Event::TrainingAttended), &id.to_string())
            .await?;
        let one = of_network(&mut tx, network, id).await?;
        let seats = seat::of_training(&mut tx, id).await?;
        let is_held = |on: Day| {
            let days = one.content.sessions.iter();
            on <= ctx.today() && days.into_iter().any(|session| session.on == on)
        };
        let is_invited = |staff: StaffId| seats.iter().any(|(seat, _)| seat.staff == staff);
        if one.cancelled_at.is_some() || !marks.iter().all(|(staff, _)| is_invited(*staff)) {
            return Err(Error::Conflict);
        }
        if !marks.iter().all(|(_, on)| is_held(*on)) {
            return Err(Error::invalid("attended", "training-fault-early"));
        }
        if !stored::touch(&mut tx, (id, version)).await? {
            return Err(Error::Conflict);
        }
        seat::attend(&mut tx, id, marks).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Tells whoever has not declined, as long as there is something to come.
    async fn tell_seats(
        &self,
        ctx: &Ctx,
        tx: &mut Tx,
        (one, seats): (&Training, &[(Seat, String)]),
    ) -> Result<()> {
        let is_ahead = one
            .content
            .days()
            .is_some_and(|(_, last)| ctx.today() <= last);
        if !is_ahead {
            return Ok(());
        }
        let comes = seats.iter().filter(|(seat, _)| seat.reply != Reply::No);
        let told: Vec<StaffId> = comes.map(|(seat, _)| seat.staff).collect();
        self.tell_all(ctx, tx, (&told, MailKind::Training)).await?;
        Ok(())
    }

    fn content_faults(&self, content: &Content, today: Day) -> Vec<FieldError> {
        let mut faults: Vec<FieldError> = content.faults().into_iter().map(told).collect();
        let is_known = match &content.requirement {
            None => content.programme.is_none(),
            Some(code) => self
                .training_kinds(today)
                .iter()
                .any(|kind| kind.requirement == *code && kind.programme == content.programme),
        };
        if !is_known {
            faults.push(FieldError::new("kind", "training-fault-kind"));
        }
        faults
    }

    /// Opens a transaction on a network's trainings, decides, and puts the event in the log.
    pub(crate) async fn training_office(
        &self,
        ctx: &Ctx,
        (network, event): (NetworkId, Event),
        detail: &str,
    ) -> Result<(Tx, Permit)> {
        let permit = allowed(ctx, Request::Network(NetworkAction::KeepTraining, network))?;
        let mut tx = self.db.write(&ctx.request).await?;
        tx.log(Entry {
            detail: detail.to_owned(),
            ..of_permit(ctx, event, &permit)
        });
        Ok((tx, permit))
    }
}

/// A training of a network.
pub(crate) async fn of_network(
    tx: &mut Tx,
    network: NetworkId,
    id: TrainingId,
) -> Result<Training> {
    let found = stored::find(tx, id).await?;
    found
        .filter(|one| one.network == network)
        .ok_or(Error::NotFound)
}

/// Numbers are shown once nobody can answer any more, and then stay the same.
async fn evaluations(tx: &mut Tx, one: &Training, today: Day) -> Result<Evaluations> {
    Ok(match one.evaluation_days() {
        Some((last, until)) if last < today && today <= until => Evaluations::Until(until),
        Some((last, _)) if last < today => {
            let all = urn::of_training(tx, one.id).await?;
            match counted(&all) {
                Some(counts) => Evaluations::Counted(all.len(), counts),
                None => Evaluations::TooFew,
            }
        }
        _ => Evaluations::None,
    })
}

fn in_order(mut content: Content) -> Content {
    content.sessions.sort_by_key(|one| (one.on, one.from));
    content
}

fn told((field, fault): (&'static str, ContentFault)) -> FieldError {
    let message = match fault {
        ContentFault::Empty => "training-fault-title",
        ContentFault::TooLong => "training-fault-long",
        ContentFault::NoDay => "training-fault-no-day",
        ContentFault::TooManyDays => "training-fault-days",
        ContentFault::Backwards => "training-fault-backwards",
        ContentFault::Twice => "training-fault-twice",
        ContentFault::Seats => "training-fault-seats",
    };
    FieldError::new(field, message)
}
