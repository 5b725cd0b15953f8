//! The team's meeting: its order, one family at a time, what is decided and who does what.

use hemma_domain::access::{CaseAction, Permit, Request, TeamAction};
use hemma_domain::audit::{Entry, Event};
use hemma_domain::case::Case;
use hemma_domain::ids::{CaseId, StaffId, TeamId};
use hemma_domain::programme::Programme;
use hemma_domain::staff::Role;
use hemma_domain::task::Task;
use hemma_domain::team::Team;
use hemma_domain::team_week::{FamilyWeek, OrderBy, order};
use hemma_domain::time::Week;
use hemma_domain::week::{Fit, Step};
use hemma_store::db::Tx;
use hemma_store::feedback::Named;
use hemma_store::meeting::{self as stored, Place};
use hemma_store::seal::Key;
use hemma_store::team_week::Whose;
use hemma_store::week::WeekSheet;
use hemma_store::{case, feedback, fit, staff, step, task, team, week};
use std::sync::Arc;

use crate::App;
use crate::ctx::Ctx;
use crate::enter::{allowed, of_permit};
use crate::error::{Error, Result};
use crate::task::{NewTask, insert_task};
use crate::team_week::Families;

/// The longest text of decisions about one family in one meeting.
pub const DECISIONS_CHARS_MAX: usize = 20_000;

/// A meeting before it begins: who is taken up, in which order.
#[derive(Debug, Clone)]
pub struct Meeting {
    pub team: Team,
    /// The week that is talked about.
    pub week: Week,
    pub rows: Vec<(FamilyWeek, bool)>,
}

/// A change of the order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrange {
    Up(CaseId),
    Down(CaseId),
    /// Leaves a family out this time, or takes it in again.
    Skip(CaseId),
    /// Keeps the order as it stands: the meeting begins.
    Start,
}

/// One family in the meeting, with everything that is talked about.
#[derive(Debug, Clone)]
pub struct MeetingCase {
    pub case: Case,
    pub programme: Arc<Programme>,
    pub team: TeamId,
    pub therapist: String,
    pub week: Week,
    pub sheet: WeekSheet,
    /// The steps that were to be tried in the week, with their outcomes.
    pub tried: Vec<Step>,
    /// The steps set for the week after.
    pub set: Vec<Step>,
    pub fits: Vec<Fit>,
    pub feedback: Vec<Named>,
    /// Open tasks of the family with their owners.
    pub tasks: Vec<(Task, String)>,
    /// Who can be asked to do something.
    pub staff: Vec<(StaffId, String)>,
    pub previous: Option<(CaseId, String)>,
    pub next: Option<(CaseId, String)>,
    /// Place and number of families taken up.
    pub place: (usize, usize),
}

/// A family that was entered in a meeting.
struct Seat {
    permit: Permit,
    key: Key,
    /// Who carries the case today.
    carers: Vec<StaffId>,
    week: Week,
}

impl Seat {
    fn entry(&self, ctx: &Ctx, event: Event) -> Entry {
        of_permit(ctx, event, &self.permit)
    }
}

impl App {
    /// The families of the meeting about last week, in its order.
    pub async fn meeting(&self, ctx: &Ctx, id: TeamId) -> Result<Meeting> {
        let (tx, meeting) = self.open_meeting(ctx, id, Event::TeamListed).await?;
        tx.commit().await?;
        Ok(meeting)
    }

    /// Changes the order; gives the first family that is not left out.
    pub async fn arrange_meeting(
        &self,
        ctx: &Ctx,
        id: TeamId,
        change: Arrange,
    ) -> Result<Option<CaseId>> {
        let (mut tx, meeting) = self.open_meeting(ctx, id, Event::TeamChanged).await?;
        let mut places: Vec<Place> = meeting
            .rows
            .iter()
            .map(|(row, skipped)| Place {
                case: row.case.id,
                skipped: *skipped,
            })
            .collect();
        arrange(&mut places, change);
        stored::arrange(&mut tx, id, meeting.week, &places).await?;
        tx.commit().await?;
        Ok(places
            .iter()
            .find(|place| !place.skipped)
            .map(|place| place.case))
    }

    async fn open_meeting(&self, ctx: &Ctx, id: TeamId, event: Event) -> Result<(Tx, Meeting)> {
        let (mut tx, _permit, scope) = self
            .enter_team(ctx, id, TeamAction::RunMeeting, event)
            .await?;
        let (team, _board) = team::find(&mut tx, id).await?.ok_or(Error::NotFound)?;
        let week = ctx.week().previous();
        let places = stored::places(&mut tx, id, week).await?;
        let Families { mut rows, .. } = self
            .families(
                ctx,
                &mut tx,
                Whose::Teams(&[id]),
                (ctx.week(), &[(scope, team.rhythm)]),
            )
            .await?;
        order(&mut rows, OrderBy::Worst, &[]);
        let rank = |case: CaseId| places.iter().position(|place| place.case == case);
        rows.sort_by_key(|row| rank(row.case.id).unwrap_or(usize::MAX));
        let rows = rows
            .into_iter()
            .map(|row| {
                let skipped = places
                    .iter()
                    .any(|place| place.case == row.case.id && place.skipped);
                (row, skipped)
            })
            .collect();
        Ok((tx, Meeting { team, week, rows }))
    }

    /// One family on the table.
    pub async fn meeting_case(&self, ctx: &Ctx, id: TeamId, case: CaseId) -> Result<MeetingCase> {
        let (mut tx, seat) = self.take_seat(ctx, id, (case, Event::CaseRead)).await?;
        let (key, at) = (&seat.key, seat.week);
        let families = stored::families(&mut tx, id, at).await?;
        let listed = families
            .iter()
            .find(|(listed, _)| listed.id == case)
            .ok_or(Error::NotFound)?;
        let (found, _key) = case::open_listed(&tx, &seat.permit, &listed.0)?;
        let sheet = week::sheet(&mut tx, key, (case, at), id).await?;
        let (tried, set) = step::around(&mut tx, key, case, at)
            .await?
            .into_iter()
            .partition(|step| step.week < at);
        let fits = fit::of_week(&mut tx, key, case, at).await?;
        let feedback = feedback::around(&mut tx, key, case, at).await?;
        let mut tasks = task::of_case(&mut tx, key, case).await?;
        tasks.retain(|(task, _)| task.done.is_none());
        let members = staff::of_team(&mut tx, id, ctx.today()).await?;
        tx.commit().await?;
        let therapist = members
            .iter()
            .find(|(member, role)| {
                *role == Role::FamilyTherapist && seat.carers.contains(&member.id)
            })
            .map(|(member, _)| member.name.clone())
            .unwrap_or_default();
        let (previous, next, place) = neighbours(&families, case)?;
        Ok(MeetingCase {
            programme: self.programme(&found.programme, found.programme_version)?,
            case: found,
            team: id,
            therapist,
            week: at,
            sheet,
            tried,
            set,
            fits,
            feedback,
            tasks,
            staff: members
                .into_iter()
                .map(|(member, _)| (member.id, member.name))
                .collect(),
            previous,
            next,
            place,
        })
    }

    /// Keeps what the meeting decided about a family; gives the new version.
    pub async fn decide_in_meeting(
        &self,
        ctx: &Ctx,
        (id, case): (TeamId, CaseId),
        text: &str,
        version: i64,
    ) -> Result<i64> {
        let (mut tx, seat) = self.take_seat(ctx, id, (case, Event::WeekWritten)).await?;
        if text.chars().count() > DECISIONS_CHARS_MAX {
            return Err(Error::invalid("decisions", "meeting-decisions-long"));
        }
        let made = week::open(&mut tx, case, seat.week).await?;
        let expected = if made { 1 } else { version.max(1) };
        let at = (case, seat.week);
        if !week::save_decisions(&mut tx, &seat.key, at, text.trim(), expected).await? {
            return Err(Error::Conflict);
        }
        tx.commit().await?;
        Ok(expected + 1)
    }

    /// Adds a task of the family from the meeting.
    pub async fn add_meeting_task(&self, ctx: &Ctx, case: CaseId, new: NewTask) -> Result<()> {
        let (mut tx, seat) = self
            .take_seat(ctx, new.team, (case, Event::TaskChanged))
            .await?;
        crate::task::check(&new.text)?;
        let new = NewTask {
            case: Some(case),
            from_week: Some(seat.week),
            ..new
        };
        insert_task(ctx, &mut tx, &seat.permit, new).await?;
        tx.commit().await?;
        Ok(())
    }

    /// The family has been talked about; gives the next one that is not left out.
    pub async fn finish_in_meeting(
        &self,
        ctx: &Ctx,
        id: TeamId,
        case: CaseId,
    ) -> Result<Option<CaseId>> {
        let (mut tx, seat) = self.take_seat(ctx, id, (case, Event::CaseRead)).await?;
        week::open(&mut tx, case, seat.week).await?;
        if week::mark_supervised(&mut tx, (case, seat.week), ctx.now).await? {
            tx.log(Entry {
                detail: seat.week.to_string(),
                ..seat.entry(ctx, Event::MeetingHeld)
            });
        }
        let families = stored::families(&mut tx, id, seat.week).await?;
        let (_previous, next, _place) = neighbours(&families, case)?;
        tx.commit().await?;
        Ok(next.map(|(case, _)| case))
    }

    /// Enters a family in a team's meeting: two decisions, one of the team and one of the case.
    async fn take_seat(
        &self,
        ctx: &Ctx,
        id: TeamId,
        (case, event): (CaseId, Event),
    ) -> Result<(Tx, Seat)> {
        let mut tx = self.db.write(&ctx.request).await?;
        let door = case::door(&mut tx, case, ctx.today())
            .await?
            .filter(|door| door.scope.team.team == id);
        let Some(door) = door else {
            let scope = team::scope(&mut tx, id).await?.ok_or(Error::NotFound)?;
            allowed(ctx, Request::Team(TeamAction::RunMeeting, scope))?;
            return Err(Error::NotFound);
        };
        allowed(ctx, Request::Team(TeamAction::RunMeeting, door.scope.team))?;
        let permit = allowed(ctx, Request::Case(CaseAction::See, &door.scope))?;
        let entry = Entry {
            detail: "meeting".to_owned(),
            ..of_permit(ctx, event, &permit)
        };
        let key = case::enter(&mut tx, &permit, &door.wrapped, entry)?;
        let seat = Seat {
            permit,
            key,
            carers: door.scope.carers,
            week: ctx.week().previous(),
        };
        Ok((tx, seat))
    }
}

fn arrange(places: &mut [Place], change: Arrange) {
    let at = |case: CaseId, places: &[Place]| places.iter().position(|one| one.case == case);
    match change {
        Arrange::Up(case) => {
            if let Some(index) = at(case, places).filter(|index| *index > 0) {
                places.swap(index - 1, index);
            }
        }
        Arrange::Down(case) => {
            if let Some(index) = at(case, places).filter(|index| index + 1 < places.len()) {
                places.swap(index, index + 1);
            }
        }
        Arrange::Skip(case) => {
            for place in places.iter_mut().filter(|place| place.case == case) {
                place.skipped = !place.skipped;
            }
        }
        Arrange::Start => {}
    }
}

/// A family beside another: id and code.
type Neighbour = Option<(CaseId, String)>;

/// The families before and after one, those left out passed over, and its place among all that are taken up.
fn neighbours(
    families: &[(case::Listed, bool)],
    case: CaseId,
) -> Result<(Neighbour, Neighbour, (usize, usize))> {
    let taken: Vec<&case::Listed> = families
        .iter()
        .filter(|(listed, skipped)| !skipped || listed.id == case)
        .map(|(listed, _)| listed)
        .collect();
    let index = taken
        .iter()
        .position(|listed| listed.id == case)
        .ok_or(Error::NotFound)?;
    let named = |at: Option<usize>| -> Result<Neighbour> {
        at.and_then(|at| taken.get(at))
            .map(|listed| Ok((listed.id, case::read_listed(listed)?.code)))
            .transpose()
    };
    Ok((
        named(index.checked_sub(1))?,
        named(Some(index + 1))?,
        (index + 1, taken.len()),
    ))
}
