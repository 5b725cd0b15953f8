//! A case over time, week by week.

use hemma_domain::access::CaseAction;
use hemma_domain::audit::Event;
use hemma_domain::case::Stage;
use hemma_domain::contact::ContactKind;
use hemma_domain::ids::CaseId;
use hemma_domain::incident::IncidentKind;
use hemma_domain::programme::Words;
use hemma_domain::team::Rhythm;
use hemma_domain::time::{Day, Instant, Week};
use hemma_domain::week::StepOutcome;
use hemma_store::team;
use hemma_store::timeline::{self as stored, Fact};

use crate::App;
use crate::case::CaseHead;
use crate::ctx::Ctx;
use crate::error::{Error, Result};

/// Weeks that a timeline shows at most, the latest: three years.
const WEEKS_MAX: i64 = 156;

/// A case over time; without weeks before it was opened.
#[derive(Debug, Clone)]
pub struct CaseTimeline {
    pub head: CaseHead,
    pub weeks: Vec<TimelineWeek>,
    pub events: Vec<TimelineEvent>,
    pub phases: Vec<TimelinePhase>,
    /// Contacts that the programme asks for in a week.
    pub minimum: Option<u32>,
}

/// One week.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimelineWeek {
    pub week: Week,
    pub contacts: u32,
    pub steps_met: u32,
    pub steps_partly: u32,
    pub steps_unmet: u32,
    pub handed_in: HandedIn,
}

/// What became of a week's summary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HandedIn {
    InTime,
    Late,
    Missing,
    /// Its time has not come, or the programme asks for none.
    NotDue,
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimelineEvent {
    pub day: Day,
    pub what: TimelineWhat,
}

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimelineWhat {
    Incident(IncidentKind),
    /// A version of the safety plan was signed.
    Plan(u32),
    Meetings(u32),
    /// Somebody called in the night.
    Call,
    /// The family's measures rest from here on.
    HoldBegins,
    /// They go on.
    HoldEnds,
}

/// A phase, from its first day to its last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimelinePhase {
    pub from: Day,
    pub to: Day,
    pub name: Words,
}

impl App {
    /// A case over time.
    pub async fn timeline(&self, ctx: &Ctx, id: CaseId) -> Result<CaseTimeline> {
        let (mut tx, entered) = self
            .enter(ctx, id, CaseAction::See, Event::CaseRead)
            .await?;
        let head = self.head(ctx, &mut tx, &entered).await?;
        let (team, _board) = team::find(&mut tx, head.case.team)
            .await?
            .ok_or(Error::NotFound)?;
        let facts = stored::facts(&mut tx, id).await?;
        tx.commit().await?;
        let rhythm = head.programme.weekly.as_ref().map(|_| team.rhythm);
        let minimum = head.programme.limits.contacts_per_week_min.as_ref();
        Ok(CaseTimeline {
            weeks: weeks(&head, &facts, rhythm, ctx.now),
            events: events(&head, &facts),
            phases: phases(&head, &facts, ctx.today()),
            minimum: minimum.map(|limit| limit.value),
            head,
        })
    }
}

fn weeks(
    head: &CaseHead,
    facts: &[Fact],
    rhythm: Option<Rhythm>,
    now: Instant,
) -> Vec<TimelineWeek> {
    let Some((first, last)) = hemma_domain::week::span(&head.case, Week::of(now.day())) else {
        return Vec::new();
    };
    let count = (last.weeks_since(first) + 1).min(WEEKS_MAX);
    (0..count)
        .rev()
        .map(|back| last.plus(-back))
        .map(|week| one_week(week, facts, rhythm, now))
        .collect()
}

fn one_week(week: Week, facts: &[Fact], rhythm: Option<Rhythm>, now: Instant) -> TimelineWeek {
    let mut one = TimelineWeek {
        week,
        contacts: 0,
        steps_met: 0,
        steps_partly: 0,
        steps_unmet: 0,
        handed_in: HandedIn::NotDue,
    };
    let mut handed_in = None;
    for fact in facts {
        match fact {
            Fact::Contacts {
                week: at, count, ..
            } if *at == week => one.contacts += count,
            Fact::HandedIn { week: of, at } if *of == week => handed_in = Some(*at),
            // A step is set in one week and tried in the next.
            Fact::Steps {
                week: set,
                outcome,
                count,
            } if set.next() == week => match outcome {
                Some(StepOutcome::Met) => one.steps_met += count,
                Some(StepOutcome::Partly) => one.steps_partly += count,
                Some(StepOutcome::NotMet | StepOutcome::NotTried) => one.steps_unmet += count,
                None => {}
            },
            _ => {}
        }
    }
    one.handed_in = match (rhythm.map(|rhythm| rhythm.hand_in_due(week)), handed_in) {
        (None, _) => HandedIn::NotDue,
        (Some(due), Some(at)) if at <= due => HandedIn::InTime,
        (Some(_), Some(_)) => HandedIn::Late,
        (Some(due), None) if now > due => HandedIn::Missing,
        (Some(_), None) => HandedIn::NotDue,
    };
    one
}

fn events(head: &CaseHead, facts: &[Fact]) -> Vec<TimelineEvent> {
    let plan = head.programme.safety_plan().map(|plan| plan.code.as_str());
    let mut events: Vec<TimelineEvent> = facts
        .iter()
        .filter_map(|fact| {
            let (day, what) = match fact {
                Fact::Incident { at, kind } => (at.day(), TimelineWhat::Incident(*kind)),
                Fact::Call { at } => (at.day(), TimelineWhat::Call),
                Fact::HoldBegins { on } => (*on, TimelineWhat::HoldBegins),
                Fact::HoldEnds { on } => (*on, TimelineWhat::HoldEnds),
                Fact::Signed { at, kind, number } if plan == Some(kind.as_str()) => {
                    (at.day(), TimelineWhat::Plan(*number))
                }
                Fact::Contacts {
                    week,
                    kind: ContactKind::Meeting,
                    count,
                } => (week.first_day(), TimelineWhat::Meetings(*count)),
                _ => return None,
            };
            Some(TimelineEvent { day, what })
        })
        .collect();
    events.sort_by_key(|event| event.day);
    events
}

/// The phases in order of time. The last one goes on until today, or until the case was closed.
fn phases(head: &CaseHead, facts: &[Fact], today: Day) -> Vec<TimelinePhase> {
    let end = match head.case.stage {
        Stage::Closed { on, .. } => on,
        _ => today,
    };
    let mut entered: Vec<(Day, &str)> = facts
        .iter()
        .filter_map(|fact| match fact {
            Fact::Phase { from, phase } => Some((*from, phase.as_str())),
            _ => None,
        })
        .collect();
    entered.sort_unstable();
    entered.dedup_by_key(|(_, phase)| *phase);
    let ends = entered.iter().skip(1).map(|(from, _)| from.plus(-1));
    entered
        .iter()
        .zip(ends.chain([end]))
        .filter_map(|((from, phase), to)| {
            let mut known = head.programme.phases.iter();
            let name = known.find(|known| known.code == *phase)?;
            Some(TimelinePhase {
                from: *from,
                to: to.max(*from),
                name: name.label.clone(),
            })
        })
        .collect()
}
