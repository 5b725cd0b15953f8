//! From what an installation knows of a case to the facts of `hemma_review`: the same code counts an imported history.

use std::sync::{Arc, LazyLock};

use hemma_domain::case::OutcomeValue;
use hemma_domain::instrument::{CutOff, Ratio};
use hemma_domain::programme::{CountsAs, Programme};
use hemma_domain::review::{Course, Interviewed, TherapistPost};
use hemma_domain::time::Day;
use hemma_review::history::{Assignment, Episode, Outcomes, Post, Reason, WorkWeek};
use hemma_review::number::{EpisodeNo, FamilyNo, Number, StaffNo, TeamNo, TextNo};
use hemma_review::settings::{NoSettings, Share};
use hemma_review::{Case, Interview, Settings};
use uuid::Uuid;

use crate::error::{Error, Result};

/// The programme's outcomes that the review knows, by their codes.
const HOME: &str = "home";
const SCHOOL: &str = "school";
const NO_ARREST: &str = "no_arrest";

/// Read once: they are part of the program.
static REFERENCE: LazyLock<std::result::Result<Settings, NoSettings>> =
    LazyLock::new(Settings::reference);

/// The settings of the reference, with an instrument's own cut-off.
pub(super) fn settings(cut_off: Option<CutOff>) -> std::result::Result<Settings, NoSettings> {
    let reference = REFERENCE.as_ref().map_err(NoSettings::clone)?;
    let known = reference.definition().cut_off;
    let Some(share) = cut_off
        .and_then(|cut_off| share(cut_off.value))
        .filter(|one| *one != known)
    else {
        return Ok(reference.clone());
    };
    let mut definition = reference.definition().clone();
    definition.cut_off = share;
    Settings::new(definition)
}

fn share(value: Ratio) -> Option<Share> {
    Some(Share {
        count: u32::try_from(value.num()).ok()?,
        of: u32::try_from(value.den()).ok()?,
    })
}

/// A day as the engine counts it.
pub(super) fn day(day: Day) -> Result<hemma_review::Day> {
    let date = day.0;
    let [year, month, of_month] = [
        i32::from(date.year()),
        i32::from(date.month()),
        i32::from(date.day()),
    ]
    .map(|part| u32::try_from(part).unwrap_or_default());
    hemma_review::Day::new(year, month, of_month)
        .ok_or_else(|| Error::Internal(anyhow::anyhow!("{day} is beyond the calendar")))
}

/// The same the other way.
pub(crate) fn date(day: hemma_review::Day) -> Result<Day> {
    day.to_string()
        .parse()
        .map_err(|_| Error::Internal(anyhow::anyhow!("{day} is no date")))
}

/// Cases and posts of one team, each with its id.
#[derive(Default)]
pub(super) struct Facts {
    pub(super) cases: Vec<(Uuid, Case)>,
    pub(super) posts: Vec<(Uuid, Post)>,
}

impl Facts {
    pub(super) fn of(
        courses: &[Course],
        (posts, denominator): (&[TherapistPost], u64),
        programme: impl Fn(&(String, u32)) -> Option<Arc<Programme>>,
    ) -> Facts {
        let cases = courses.iter().enumerate().filter_map(|(at, course)| {
            let programme = programme(&course.programme);
            Some((
                course.case.0,
                case(course, (at, denominator), programme.as_deref())?,
            ))
        });
        let posts = posts.iter().filter_map(|one| Some((one.id.0, post(one)?)));
        Facts {
            cases: cases.collect(),
            posts: posts.collect(),
        }
    }

    /// The first day on which anything of them can count.
    pub(super) fn first_day(&self) -> Option<hemma_review::Day> {
        let of_case = self.cases.iter().flat_map(|(_, case)| {
            let weeks = case.weeks.iter().map(|week| week.monday);
            let cares = case.assignments.iter().map(|one| one.from);
            let due = case.interviews.iter().map(|one| one.due);
            let done = case.interviews.iter().filter_map(|one| one.done);
            weeks
                .chain(cares)
                .chain(due)
                .chain(done)
                .chain([case.episode.opened])
        });
        of_case
            .chain(self.posts.iter().map(|(_, post)| post.started))
            .min()
    }
}

/// Everything is counted for one team at a time: it has the first number.
fn team() -> Option<TeamNo> {
    TeamNo::new(0)
}

fn case(
    course: &Course,
    (at, denominator): (usize, u64),
    programme: Option<&Programme>,
) -> Option<Case> {
    let number = EpisodeNo::new(at)?;
    let closed = course.closed.as_ref();
    let reason = closed.map(|(_, code)| reason(code, programme));
    let episode = Episode {
        family: FamilyNo::new(at)?,
        team: team()?,
        staff: None,
        programme: None,
        opened: day(course.opened_on).ok()?,
        closed: closed.and_then(|(on, _)| day(*on).ok()),
        reason,
        outcomes: outcomes(course),
    };
    let assignments = course.carried.iter().filter_map(|one| {
        Some(Assignment {
            episode: number,
            staff: StaffNo::new(0)?,
            from: day(one.from).ok()?,
            to: one.to.and_then(|to| day(to).ok()),
        })
    });
    let weeks = course.weeks.iter().filter_map(|one| {
        Some(WorkWeek {
            episode: number,
            monday: day(one.week.first_day()).ok()?,
            contacts: one.contacts,
        })
    });
    let interviews = course.interviews.iter();
    Some(Case {
        assignments: assignments.collect(),
        weeks: weeks.collect(),
        interviews: interviews
            .filter_map(|one| interview(one, denominator))
            .collect(),
        episode,
    })
}

/// How a programme's closing reason counts. Everything outside the team's influence counts alike.
pub(crate) fn reason(code: &str, programme: Option<&Programme>) -> Reason {
    let known = programme.and_then(|programme| programme.closing_reason(code));
    match known.map(|reason| reason.counts_as) {
        Some(CountsAs::Completed) => Reason::Completed,
        Some(CountsAs::NoEngagement) => Reason::LackOfEngagement,
        Some(CountsAs::PlacedDuring) => Reason::Placed,
        Some(CountsAs::Other) | None => Reason::Administrative,
    }
}

/// Whether the young person lives at home, is in school or at work, and has no new arrest.
pub(crate) fn known_outcomes(course: &Course) -> [Option<bool>; 3] {
    let known = outcomes(course);
    [known.home, known.school, known.no_arrest]
}

pub(super) fn outcomes(course: &Course) -> Outcomes {
    let of = |code: &str| {
        let known = course.outcomes.iter().find(|(known, _)| known == code);
        match known.map(|(_, value)| value) {
            Some(OutcomeValue::Yes) => Some(true),
            Some(OutcomeValue::No) => Some(false),
            Some(OutcomeValue::Unknown) | None => None,
        }
    };
    Outcomes {
        home: of(HOME),
        school: of(SCHOOL),
        no_arrest: of(NO_ARREST),
    }
}

/// Whether a programme asks at closing for a new arrest.
pub(super) fn asks_for_arrests(programme: &Programme) -> bool {
    programme
        .outcomes
        .iter()
        .any(|outcome| outcome.code == NO_ARREST)
}

fn interview(one: &Interviewed, denominator: u64) -> Option<Interview> {
    Some(Interview {
        team: team()?,
        due: day(one.due_on).ok()?,
        done: one.done_on.and_then(|on| day(on).ok()),
        parts: one.score.and_then(|score| parts(score, denominator)),
    })
}

/// A score between 0 and 1 in parts of the reference's denominator. With the reference's instrument it is exact; another's
/// is rounded to the nearest part, which is less than 10⁻⁸.
fn parts(score: Ratio, denominator: u64) -> Option<u32> {
    let (num, den) = (i128::from(score.num()), i128::from(score.den()));
    let denominator = i128::from(denominator);
    if num < 0 || den < num {
        return None;
    }
    u32::try_from((2 * num * denominator + den).checked_div(2 * den)?).ok()
}

/// A post as the engine counts it.
fn post(one: &TherapistPost) -> Option<Post> {
    Some(Post {
        staff: StaffNo::new(0)?,
        team: team()?,
        role: TextNo::new(0)?,
        started: day(one.from).ok()?,
        ended: one.to.and_then(|to| day(to).ok()),
    })
}
