//! Everything about one family, written out of its story.

mod closing;
mod contacts;
mod forms;
mod journal;
mod komet;
mod opening;
mod people;
mod plan;
mod referral;
mod weeks;

use std::collections::BTreeMap;

use hemma_domain::artefact::{Artefact, Signature};
use hemma_domain::case::{Assignment, Care, Case, Screening};
use hemma_domain::consent::Consent;
use hemma_domain::contact::Contact;
use hemma_domain::followup::{FollowUpDue, Outcome};
use hemma_domain::ids::{PersonId, StaffId};
use hemma_domain::incident::Incident;
use hemma_domain::note::Note;
use hemma_domain::person::{Bond, Person, Tie};
use hemma_domain::report::Report;
use hemma_domain::task::Task;
use hemma_domain::team::{Board, Team};
use hemma_domain::time::Day;
use hemma_domain::week::{
    CaseWeek, Feedback, Fit, FrameItem, Goal, SafetyChange, Step, WeekText as SavedText,
};

use crate::bank::Bank;
use crate::compose::compose;
use crate::course::Course;
use crate::dice::Dice;
use crate::family::opening::Opening;
use crate::house::{Crew, Ground, Handler};
use crate::row::{Row, clock, weekday};
use crate::seats::{Reach, Seat, Tale};
use crate::text::Story;

/// A case with all that belongs to it.
#[derive(Debug, Clone, PartialEq)]
pub struct Family {
    /// The case.
    pub case: Case,
    /// When it entered each phase that is over; the present one stands in the case.
    pub phases: Vec<(String, Day)>,
    /// The decision that started it.
    pub assignment: Assignment,
    /// The programme's criteria, answered.
    pub screenings: Vec<Screening>,
    /// Household and network; the child that the case is about comes first.
    pub persons: Vec<Person>,
    /// How the persons belong together.
    pub bonds: Vec<Bond>,
    /// Ties to the network.
    pub ties: Vec<Tie>,
    /// Consents given and refused.
    pub consents: Vec<Consent>,
    /// Who carries the case.
    pub cares: Vec<Care>,
    /// Referral behaviours and desired outcomes.
    pub frame: Vec<FrameItem>,
    /// Overarching goals.
    pub goals: Vec<Goal>,
    /// The weeks, first to last.
    pub weeks: Vec<WeekFile>,
    /// Fits of all weeks.
    pub fits: Vec<Fit>,
    /// Steps of all weeks; one that carries on another comes after it.
    pub steps: Vec<Step>,
    /// Written feedback of leader and consultant.
    pub feedback: Vec<Feedback>,
    /// Visits, calls and meetings.
    pub contacts: Vec<Contact>,
    /// The journal; a correction comes after the note it speaks of.
    pub notes: Vec<Note>,
    /// Safety plans and the other forms, in all versions.
    pub artefacts: Vec<Artefact>,
    /// Names under the forms.
    pub signatures: Vec<Signature>,
    /// What happened.
    pub incidents: Vec<Incident>,
    /// Promises.
    pub tasks: Vec<Task>,
    /// Reports to the referrer.
    pub reports: Vec<Report>,
    /// Outcomes at closing and follow-ups.
    pub outcomes: Vec<Outcome>,
    /// Follow-ups, due and done.
    pub follow_ups: Vec<FollowUpDue>,
}

/// A week with its texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WeekFile {
    /// The loop with the times of its steps.
    pub week: CaseWeek,
    /// Advances, barriers, question and safety.
    pub texts: Vec<SavedText>,
    /// Whether anything about safety changed; none while nobody answered.
    pub safety_change: Option<SafetyChange>,
    /// What the meeting decided.
    pub decisions: String,
}

/// What every family is written from.
pub(crate) struct Desk<'a> {
    pub(crate) bank: &'a Bank,
    pub(crate) ground: &'a Ground,
    pub(crate) seed: u64,
    pub(crate) today: Day,
}

/// Writes one family. None if its seat stands in no team.
pub(crate) fn write(desk: &Desk<'_>, seat: &Seat) -> Option<Family> {
    let team = desk.ground.house.teams.get(seat.team)?;
    let crew = desk.ground.crews.get(seat.team)?;
    let board = desk.ground.house.boards.get(crew.board)?;
    let story = match seat.tale {
        Tale::Story(index) => desk.bank.stories.get(index)?.clone(),
        Tale::Komet(index) => komet::story(desk.bank, index)?,
        Tale::Threads => compose(desk.bank, seat, &team.programme, desk.seed),
    };
    let mut dice = Dice::new(desk.seed, &format!("{} written", seat.key));
    dice.ids_from(seat.received.at(clock("08:00")));
    let time = course(desk, seat, team, &story);
    let place = Place { board, team, crew };
    let opening = Opening {
        seat,
        place,
        time: &time,
        story: &story,
        handler: handler(desk, crew.board, &story.assignment.handler)?,
    };
    let family = opening.family(&mut dice);
    let mut writer = Writer {
        bank: desk.bank,
        seat,
        place,
        story: &story,
        dice,
        time,
        staff: &desk.ground.staff,
        keys: BTreeMap::new(),
        family,
    };
    writer.all();
    Some(writer.family)
}

/// Where a family is treated.
#[derive(Clone, Copy)]
struct Place<'a> {
    board: &'a Board,
    team: &'a Team,
    crew: &'a Crew,
}

/// A family while it is being written.
struct Writer<'a> {
    bank: &'a Bank,
    seat: &'a Seat,
    place: Place<'a>,
    story: &'a Story,
    dice: Dice,
    time: Course,
    staff: &'a BTreeMap<String, StaffId>,
    keys: BTreeMap<String, PersonId>,
    family: Family,
}

impl Writer<'_> {
    fn all(&mut self) {
        self.people();
        self.screening();
        match self.seat.reach {
            Reach::Open | Reach::Closed => self.treatment(),
            Reach::Declined => self.declined(),
            Reach::Referred | Reach::Waiting { .. } => {}
        }
    }

    fn treatment(&mut self) {
        self.consents();
        self.cares();
        self.stable_part();
        self.incidents();
        if matches!(self.seat.tale, Tale::Komet(_)) {
            self.group();
        } else {
            self.weeks();
            self.contacts();
            self.plans();
            self.forms();
        }
        self.journal();
        self.tasks();
        self.reports();
        self.closing();
    }

    fn can(&self) -> bool {
        self.place.team.programme == "MST-CAN"
    }

    fn therapist(&self) -> StaffId {
        let therapists = &self.place.crew.therapists;
        therapists
            .get(self.seat.therapist)
            .or(therapists.first())
            .copied()
            .unwrap_or(self.place.crew.leader)
    }

    /// The person with this key; none for somebody who is not recorded.
    fn key(&self, key: &str) -> Option<PersonId> {
        self.keys.get(key).copied()
    }

    fn keyed<'k>(&self, keys: impl Iterator<Item = &'k str>) -> Vec<PersonId> {
        keys.filter_map(|key| self.key(key)).collect()
    }

    /// The child that the case is about.
    fn child(&self) -> PersonId {
        self.family
            .persons
            .first()
            .map_or(PersonId(uuid::Uuid::nil()), |person| person.id)
    }

    /// The person whose full name, or first name, a text begins with.
    fn named(&self, text: &str) -> Option<PersonId> {
        self.family
            .persons
            .iter()
            .find(|person| text.starts_with(&person.given_name))
            .map(|person| person.id)
    }

    fn phone_of(&self, name: &str) -> String {
        self.family
            .persons
            .iter()
            .find(|person| person.full_name() == name)
            .map(|person| person.phone.clone())
            .unwrap_or_default()
    }
}

/// The calendar of a seat.
fn course(desk: &Desk<'_>, seat: &Seat, team: &Team, story: &Story) -> Course {
    let first = seat.first_week(desk.today);
    let begins = story
        .week
        .iter()
        .filter(|week| week.n == 1)
        .flat_map(|week| &week.contacts)
        .map(|row| weekday(Row(row).at(0).split(' ').next().unwrap_or("mon")))
        .min()
        .unwrap_or(1);
    let course = Course::new(desk.today, first, seat.weeks, team.rhythm).opened_on(begins);
    match seat.reach {
        Reach::Closed => course.ended(),
        _ => course,
    }
}

fn handler<'a>(desk: &'a Desk<'_>, board: usize, key: &str) -> Option<&'a Handler> {
    let handlers = desk.ground.handlers.get(board)?;
    handlers
        .iter()
        .find(|handler| handler.key == key)
        .or(handlers.first())
}
