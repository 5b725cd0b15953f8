//! Changes of a team's consultations: the weekly time, another time, called off, held.

use std::collections::{BTreeMap, BTreeSet};

use hemma_domain::access::{self, CaseAction, CaseScope, Decision, Request, TeamAction};
use hemma_domain::audit::Event;
use hemma_domain::consultation::{Appointment, Consultation, Fault, Outcome, Pattern, Slot, Stage};
use hemma_domain::ids::{StaffId, TeamId};
use hemma_domain::mail::MailKind;
use hemma_domain::person::Person;
use hemma_domain::staff::{Language, Role};
use hemma_domain::time::{Clock, Day, Week};
use hemma_domain::unname::Unnamer;
use hemma_store::consultation as stored;
use hemma_store::db::Tx;
use hemma_store::team_week::{self, Whose};
use hemma_store::{case, person, staff};

use super::{Counselled, noted};
use crate::App;
use crate::ctx::Ctx;
use crate::enter::of_permit;
use crate::error::{Error, FieldError, Result, all_valid};
use crate::intake::with_label;

/// Which consultation, and the version that was looked at; 0 where nothing was noted.
pub type ConsultationAt = (TeamId, Week, i64);

/// A weekly time as it was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeInput {
    pub from: Day,
    pub weekday: i8,
    pub at: Clock,
    pub minutes: u32,
}

/// What is noted of a consultation that was held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    pub attended: BTreeSet<StaffId>,
    pub minutes: String,
    pub names: Names,
}

/// What a name of somebody in a family does in the minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Names {
    /// It is asked about.
    Asked,
    /// Whoever writes says that somebody else is meant.
    Meant,
}

impl App {
    /// Sets a team's weekly time from a day on. What has passed is not changed by it.
    pub async fn set_consultation_time(
        &self,
        ctx: &Ctx,
        id: TeamId,
        input: TimeInput,
    ) -> Result<()> {
        let (mut tx, entered) = self.kept(ctx, (id, "time")).await?;
        let one = Pattern {
            team: id,
            from: input.from,
            weekday: input.weekday,
            at: input.at,
            minutes: input.minutes,
        };
        let mut faults: Vec<FieldError> = one.faults().into_iter().map(told).collect();
        // The first one may say since when the team has had its time; later ones begin with this week at the earliest.
        let least = match entered.patterns.is_empty() {
            true => entered.team.opened_on,
            false => ctx.week().first_day(),
        };
        if input.from < least {
            faults.push(FieldError::new("from", "consultation-fault-past"));
        }
        all_valid(faults)?;
        let by = entered.permit.staff().ok_or(Error::Forbidden)?;
        stored::set_pattern(&mut tx, &one, (ctx.now, by)).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Gives a consultation another time in its week; one that was called off is planned again. The team is told.
    pub async fn move_consultation(
        &self,
        ctx: &Ctx,
        at: ConsultationAt,
        (slot, reason): (Slot, &str),
    ) -> Result<()> {
        self.change(ctx, at, |one, _| {
            not_held(one)?;
            one.move_to(slot, reason).map_err(refused)
        })
        .await
    }

    /// Calls a consultation off, and says why. The team is told.
    pub async fn cancel_consultation(
        &self,
        ctx: &Ctx,
        at: ConsultationAt,
        reason: &str,
    ) -> Result<()> {
        self.change(ctx, at, |one, _| {
            not_held(one)?;
            one.cancel(reason).map_err(refused)
        })
        .await
    }

    /// Notes that a consultation was held: who was there, and what was said. It can be noted again, to mend it.
    pub async fn hold_consultation(
        &self,
        ctx: &Ctx,
        (id, week, version): ConsultationAt,
        held: Held,
    ) -> Result<()> {
        let (mut tx, entered) = self.kept(ctx, (id, &week.to_string())).await?;
        let found = entered.week(&mut tx, week).await?;
        let mut one = noted(&found, id);
        if one.version != version {
            return Err(Error::Conflict);
        }
        let slot = found.slot().ok_or(Error::NotFound)?;
        if ctx.today() < slot.on {
            return Err(refused(("attended", Fault::Early)));
        }
        let members = staff::of_team(&mut tx, id, slot.on).await?;
        let known: BTreeSet<StaffId> = members.iter().map(|(member, _)| member.id).collect();
        let was_there = one.attended.clone();
        let is_known = |who: &StaffId| known.contains(who) || was_there.contains(who);
        if !held.attended.iter().all(is_known) {
            return Err(Error::NotFound);
        }
        one.hold(held.attended, &held.minutes).map_err(refused)?;
        if held.names == Names::Asked && names_somebody(ctx, &mut tx, (&entered, &one)).await? {
            return Err(Error::invalid("minutes", "consultation-fault-name"));
        }
        tx.log(of_permit(ctx, Event::ConsultationHeld, &entered.permit));
        save(ctx, &mut tx, (&entered, &one)).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Changes what is noted of a week, as whoever keeps the team's consultations.
    async fn change(
        &self,
        ctx: &Ctx,
        (id, week, version): ConsultationAt,
        change: impl FnOnce(&mut Consultation, &Appointment) -> Result<()>,
    ) -> Result<()> {
        let (mut tx, entered) = self.kept(ctx, (id, &week.to_string())).await?;
        let found = entered.week(&mut tx, week).await?;
        let mut one = noted(&found, id);
        if one.version != version {
            return Err(Error::Conflict);
        }
        change(&mut one, &found)?;
        save(ctx, &mut tx, (&entered, &one)).await?;
        let changed = Appointment {
            noted: Some(one),
            ..found.clone()
        };
        let told = concerned(ctx, &mut tx, (&found, &changed), id).await?;
        self.tell_all(ctx, &mut tx, (&told, MailKind::Consultation))
            .await?;
        tx.commit().await?;
        Ok(())
    }

    async fn kept(&self, ctx: &Ctx, (id, detail): (TeamId, &str)) -> Result<(Tx, Counselled)> {
        self.counselled(ctx, id, (TeamAction::KeepConsultation, detail))
            .await
    }
}

/// Whom it concerns that a consultation is at another time, or not at all: whoever works in the team on its day, but for
/// the one who changed it. Nobody where all of it lies behind, or nothing that one goes by has changed.
async fn concerned(
    ctx: &Ctx,
    tx: &mut Tx,
    (before, after): (&Appointment, &Appointment),
    team: TeamId,
) -> Result<Vec<StaffId>> {
    let today = ctx.today();
    let is_off = |one: &Appointment| one.stage(today) == Some(Stage::Cancelled);
    let is_same = before.slot() == after.slot() && is_off(before) == is_off(after);
    let days = [before, after].map(|one| one.slot().map(|slot| slot.on));
    let last = days.into_iter().flatten().max();
    let Some(on) = last.filter(|on| today <= *on && !is_same) else {
        return Ok(Vec::new());
    };
    let members = staff::of_team(tx, team, on).await?;
    let comes = |role: Role| !matches!(role, Role::OnCall | Role::Interviewer);
    let others = members
        .into_iter()
        .filter(|(one, role)| comes(*role) && ctx.staff() != Some(one.id));
    let others: BTreeSet<StaffId> = others.map(|(one, _)| one.id).collect();
    Ok(others.into_iter().collect())
}

async fn save(ctx: &Ctx, tx: &mut Tx, (entered, one): (&Counselled, &Consultation)) -> Result<()> {
    let by = entered.permit.staff().ok_or(Error::Forbidden)?;
    match stored::save(tx, one, (ctx.now, by)).await? {
        true => Ok(()),
        false => Err(Error::Conflict),
    }
}

/// Whether the minutes name somebody of a family that the team works with. Whoever writes may know the names or not: the
/// answer is the same for both, and says no name.
async fn names_somebody(
    ctx: &Ctx,
    tx: &mut Tx,
    (entered, one): (&Counselled, &Consultation),
) -> Result<bool> {
    let today = ctx.today();
    let teams = [entered.team.id];
    let listed = team_week::cases(tx, Whose::Teams(&teams), today).await?;
    let mut keys = BTreeMap::new();
    let mut people: Vec<Person> = Vec::new();
    for case in &listed {
        let scope = CaseScope {
            case: case.id,
            team: entered.scope,
            carers: Vec::new(),
            protected: case.protected,
        };
        let request = Request::Case(CaseAction::SeeUnnamed, &scope);
        let asked = match access::decide(&ctx.actor, request) {
            Decision::Allow(permit) => Some(permit),
            _ => match access::decide(&ctx.actor, Request::Case(CaseAction::See, &scope)) {
                Decision::Allow(permit) => Some(permit),
                _ => None,
            },
        };
        let Some(permit) = asked else { continue };
        let (found, key) = case::open_listed(tx, &permit, case)?;
        people.extend(with_label(&[], &found));
        keys.insert(case.id, key);
    }
    people.extend(person::of_cases(tx, &keys).await?);
    let unnamer = Unnamer::new(&people, today, Language::Swedish);
    Ok(unnamer.text(&one.minutes) != one.minutes)
}

fn not_held(one: &Consultation) -> Result<()> {
    match one.outcome {
        Outcome::Held => Err(Error::invalid("reason", "consultation-fault-held")),
        Outcome::Open | Outcome::Cancelled => Ok(()),
    }
}

fn refused(fault: (&'static str, Fault)) -> Error {
    Error::Invalid(vec![told(fault)])
}

fn told((field, fault): (&'static str, Fault)) -> FieldError {
    let message = match fault {
        Fault::Weekday => "consultation-fault-weekday",
        Fault::Length => "consultation-fault-length",
        Fault::OtherWeek => "consultation-fault-week",
        Fault::NoReason => "consultation-fault-reason",
        Fault::TooLong => "consultation-fault-long",
        Fault::Early => "consultation-fault-early",
        Fault::Nobody => "consultation-fault-nobody",
    };
    FieldError::new(field, message)
}
