//! Time in treatment: how long the cases of a team last, beside those of its network.
//!
//! Inside the team the curve falls at each day on which a case ended. From outside it is read at every [`BAND_DAYS`] days
//! alone, and only where no count between two of them is small: how many ended when is one table over all teams of the
//! programme, hidden as the other tables are.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use hemma_domain::capacity::expected_end;
use hemma_domain::ids::{NetworkId, TeamId};
use hemma_domain::programme::Programme;
use hemma_domain::review::{Lasted, Stay, Term, cohort};
use hemma_domain::time::Day;
use hemma_review::small;
use hemma_stats::interval::{Confidence, Interval};
use hemma_stats::survival::{self, Step};
use hemma_store::db::Tx;
use hemma_store::review::stay as stored;

use super::{Known, hidden};
use crate::App;
use crate::error::Result;

/// Days between two readings from outside: cases in a band of them are seldom few where a team is not small.
pub const BAND_DAYS: u32 = 60;

/// Bands that are read from outside; what lasts longer is one count.
const BANDS: u32 = 5;

/// Teams beside one's own whose curve may be told to somebody inside: one alone would be told by name.
const OTHERS_LEAST: usize = 2;

/// Terms and programmes that are kept for a day: more than a network looks at.
const KEPT_MAX: usize = 60;

/// How long cases last.
#[derive(Debug, Clone)]
pub struct TimeInTreatment {
    /// When the cases began, the last day not included.
    pub began: (Day, Day),
    pub own: Stays,
    /// What it is compared with.
    pub beside: Option<Beside>,
    /// How long the programme says that a treatment lasts, in days.
    pub expected: Option<(u32, u32)>,
}

/// The curve of a team, as somebody may see it.
#[derive(Debug, Clone, PartialEq)]
pub enum Stays {
    /// No case began.
    None,
    /// Too few ended, in one band or another.
    Hidden,
    Known(StayCurve),
}

/// What a team's curve is compared with.
#[derive(Debug, Clone, PartialEq)]
pub enum Beside {
    /// The other teams of the network that run the same programme.
    Others(StayCurve),
    /// All of them.
    Network(StayCurve),
}

impl Beside {
    /// The curve alone.
    pub fn curve(&self) -> &StayCurve {
        match self {
            Beside::Others(curve) | Beside::Network(curve) => curve,
        }
    }
}

/// A curve of Kaplan and Meier.
#[derive(Debug, Clone, PartialEq)]
pub struct StayCurve {
    pub cases: u32,
    /// Of them, those that have ended.
    pub ended: u32,
    pub steps: Vec<Step>,
    /// Until how many days something is known.
    pub until: u32,
    /// After how many days half had ended; none where that is not known yet.
    pub median: Option<u32>,
    /// Days between two readings, of a curve that is read from outside: between them nothing is known. None where each
    /// ending stands at its day.
    pub read_every: Option<u32>,
    /// At every so many days how many were still going on.
    pub running: Vec<(u32, u32)>,
}

impl StayCurve {
    /// The share that lasts longer than so many days; none where that is not known yet.
    pub fn after(&self, days: u32) -> Option<Interval> {
        let step = self.steps.iter().rev().find(|step| step.after <= days);
        let share = step.map_or(EVERYBODY, |step| step.share);
        (days <= self.until).then_some(share)
    }
}

/// How long the cases of all teams of a programme lasted, and what of it is hidden.
#[derive(Debug, Default)]
pub(super) struct Together {
    all: Vec<(TeamId, Lasted)>,
    hidden: BTreeMap<TeamId, bool>,
    /// The curve of all of them; none where nothing began, or a count of it is small.
    whole: Option<StayCurve>,
}

/// Which teams, and up to when.
type Alike = (NetworkId, String, Term);

/// What was read on which day.
type Read = (Day, Arc<Together>);

/// How long cases of networks lasted, read once a day: what is told outside a team does not move within a day, so that
/// nobody learns from a difference which case has ended.
#[derive(Debug, Clone, Default)]
pub(super) struct Keep(Arc<Mutex<HashMap<Alike, Read>>>);

impl App {
    /// How long a team's cases last, as somebody inside or outside may see it.
    pub(super) async fn time_in_treatment(
        &self,
        tx: &mut Tx,
        (known, term): (&Known, Term),
        reader: Reader,
    ) -> Result<TimeInTreatment> {
        let (team, today) = (&known.team, known.today);
        let alike = (team.network, team.programme.clone(), term);
        let least = known.gauge.settings.definition().small_cell_least;
        let together = self.together(tx, alike, (today, least)).await?;
        let (own, beside) = match reader {
            Reader::Inside => {
                let stays = stored::of_team(tx, team.id, cohort(term)).await?;
                let end = end(term, today);
                let lasted: Vec<Lasted> = stays.iter().filter_map(|one| one.before(end)).collect();
                let own = curve_of(&lasted).map_or(Stays::None, Stays::Known);
                (own, together.others(team.id, least).map(Beside::Others))
            }
            Reader::Outside => (
                together.of_team(team.id),
                together.whole.clone().map(Beside::Network),
            ),
        };
        Ok(TimeInTreatment {
            began: began(term, today),
            own,
            beside,
            expected: expected(known.programme.as_deref(), term),
        })
    }

    /// How long the cases of a network's teams last that run one programme.
    pub(super) async fn time_of_network(
        &self,
        tx: &mut Tx,
        alike: Alike,
        (today, least): (Day, u32),
    ) -> Result<TimeInTreatment> {
        let term = alike.2;
        let programme = self.programmes.newest(&alike.1);
        let together = self.together(tx, alike, (today, least)).await?;
        let own = together.of_all();
        Ok(time_of_all(own, (programme.as_deref(), term, today)))
    }

    async fn together(
        &self,
        tx: &mut Tx,
        alike: Alike,
        (today, least): (Day, u32),
    ) -> Result<Arc<Together>> {
        let keep = &self.reviews.stays;
        if let Some(kept) = keep.of(&alike, today) {
            return Ok(kept);
        }
        let (network, programme, term) = (alike.0, alike.1.as_str(), alike.2);
        let stays = stored::of_network(tx, (network, programme), cohort(term)).await?;
        let read = Arc::new(Together::of(&stays, (end(term, today), least), &[]));
        keep.keep(alike, (today, Arc::clone(&read)));
        Ok(read)
    }
}

/// From where somebody looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reader {
    /// Sees small counts.
    Inside,
    Outside,
}

impl Keep {
    fn of(&self, alike: &Alike, today: Day) -> Option<Arc<Together>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (day, read) = kept.get(alike)?;
        (*day == today).then(|| Arc::clone(read))
    }

    fn keep(&self, alike: Alike, read: Read) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // What was read on another day is of no use to anybody.
        kept.retain(|_, (day, _)| *day == read.0);
        if kept.len() < KEPT_MAX {
            kept.insert(alike, read);
        }
    }
}

impl Together {
    /// Hidden from readers outside, and from those who know some teams from inside.
    fn of(
        stays: &[(TeamId, Stay)],
        (end, least): (Day, u32),
        readers: &[BTreeSet<TeamId>],
    ) -> Together {
        let lasted = stays.iter();
        let all: Vec<(TeamId, Lasted)> = lasted
            .filter_map(|(team, stay)| Some((*team, stay.before(end)?)))
            .collect();
        let mut cells: BTreeMap<TeamId, Vec<u64>> = BTreeMap::new();
        for (team, one) in &all {
            let line = cells.entry(*team).or_insert_with(empty);
            count(line, *one);
        }
        let lines: Vec<Vec<u64>> = cells.values().cloned().collect();
        // A table that is too large is not shown at all.
        let readers = hidden::places(&cells, readers);
        let shown = small::suppress_among(&lines, u64::from(least), &readers);
        let shown = shown.map(|shown| shown.rows).unwrap_or_default();
        let is_hidden = |at: usize| shown.get(at).is_none_or(|line| line.contains(&None));
        let hidden = cells.keys().enumerate();
        let every: Vec<Lasted> = all.iter().map(|(_, lasted)| *lasted).collect();
        Together {
            hidden: hidden.map(|(at, team)| (*team, is_hidden(at))).collect(),
            whole: banded(&every).filter(|_| !is_hidden(lines.len())),
            all,
        }
    }

    fn of_all(&self) -> Stays {
        match &self.whole {
            Some(curve) => Stays::Known(curve.clone()),
            None if self.all.is_empty() => Stays::None,
            None => Stays::Hidden,
        }
    }

    fn of_team(&self, team: TeamId) -> Stays {
        let own = self.all.iter().filter(|(one, _)| *one == team);
        let own: Vec<Lasted> = own.map(|(_, lasted)| *lasted).collect();
        match (self.hidden.get(&team), banded(&own)) {
            (Some(false), Some(curve)) => Stays::Known(curve),
            (None, _) | (_, None) => Stays::None,
            (Some(true), _) => Stays::Hidden,
        }
    }

    /// All teams but one, where they are several and no count of them is small: whoever knows the one knows the rest by it.
    fn others(&self, team: TeamId, least: u32) -> Option<StayCurve> {
        let others = self.all.iter().filter(|(one, _)| *one != team);
        let others: Vec<Lasted> = others.map(|(_, lasted)| *lasted).collect();
        let teams = self.hidden.keys().filter(|one| **one != team).count();
        let mut line = empty();
        for one in &others {
            count(&mut line, *one);
        }
        let is_small = line
            .iter()
            .any(|count| (1..u64::from(least)).contains(count));
        banded(&others).filter(|_| OTHERS_LEAST <= teams && !is_small)
    }
}

/// How long the cases of all teams of a programme lasted, as whoever knows some of the teams from inside may see it too.
pub(super) fn among(
    stays: &[(TeamId, Stay)],
    (term, today, least): (Term, Day, u32),
    readers: &[BTreeSet<TeamId>],
) -> Stays {
    Together::of(stays, (end(term, today), least), readers).of_all()
}

/// The curve of all teams of a programme, with nothing beside it.
pub(super) fn time_of_all(
    own: Stays,
    (programme, term, today): (Option<&Programme>, Term, Day),
) -> TimeInTreatment {
    TimeInTreatment {
        began: began(term, today),
        own,
        beside: None,
        expected: expected(programme, term),
    }
}

/// In which days cases began that can be in a curve: none after today.
fn began(term: Term, today: Day) -> (Day, Day) {
    (cohort(term).0, end(term, today))
}

/// The first day that does not count.
fn end(term: Term, today: Day) -> Day {
    term.end().min(today.plus(1))
}

fn expected(programme: Option<&Programme>, term: Term) -> Option<(u32, u32)> {
    let length = programme?.limits.length_months.as_ref()?;
    let (first, last) = expected_end(term.first_day(), length.value);
    let days = |day: Day| u32::try_from(day.days_since(term.first_day())).ok();
    Some((days(first)?, days(last)?))
}

fn empty() -> Vec<u64> {
    vec![0; usize::try_from(BANDS).unwrap_or_default() + 1]
}

/// Counts a case that ended in its band.
fn count(line: &mut [u64], one: Lasted) {
    let band = one.days.div_ceil(BAND_DAYS).saturating_sub(1).min(BANDS);
    let band = usize::try_from(band).unwrap_or_default();
    if let Some(cell) = line.get_mut(band).filter(|_| one.is_over) {
        *cell += 1;
    }
}

/// The whole curve, a step for each day on which something ended; none where nothing began.
fn curve_of(lasted: &[Lasted]) -> Option<StayCurve> {
    let courses: Vec<survival::Course> = lasted
        .iter()
        .map(|one| survival::Course {
            lasted: one.days,
            is_over: one.is_over,
        })
        .collect();
    let steps = survival::curve(&courses, Confidence::P95).ok()?;
    let until = lasted.iter().map(|one| one.days).max()?;
    let marks = (0..=until / BAND_DAYS).map(|band| band * BAND_DAYS);
    Some(StayCurve {
        cases: number(lasted.len()),
        ended: number(lasted.iter().filter(|one| one.is_over).count()),
        median: median(&steps),
        read_every: None,
        running: marks.map(|day| (day, running(lasted, day))).collect(),
        until,
        steps,
    })
}

/// The same read at every [`BAND_DAYS`] days.
fn banded(lasted: &[Lasted]) -> Option<StayCurve> {
    let whole = curve_of(lasted)?;
    let bands = (1..=BANDS).map(|band| band * BAND_DAYS);
    let steps = bands.filter(|day| *day <= whole.until).map(|day| {
        let before = day - BAND_DAYS;
        let is_after = |one: &Lasted| before < one.days || before == 0;
        let in_band = |one: &&Lasted| one.is_over && is_after(one) && one.days <= day;
        let share = whole.steps.iter().rev().find(|step| step.after <= day);
        Step {
            after: day,
            running: match before {
                0 => whole.cases,
                before => running(lasted, before),
            },
            ended: number(lasted.iter().filter(in_band).count()),
            share: share.map_or(EVERYBODY, |step| step.share),
        }
    });
    let steps: Vec<Step> = steps.collect();
    let until = whole.until.min(BANDS * BAND_DAYS) / BAND_DAYS * BAND_DAYS;
    let marks = whole.running.iter().filter(|(day, _)| *day <= until);
    Some(StayCurve {
        median: median(&steps),
        read_every: Some(BAND_DAYS),
        running: marks.copied().collect(),
        until,
        steps,
        ..whole
    })
}

/// Nobody has ended yet.
const EVERYBODY: Interval = Interval {
    lower: 1.0,
    estimate: 1.0,
    upper: 1.0,
};

/// How many were still going on after so many days.
fn running(lasted: &[Lasted], after: u32) -> u32 {
    let is_running = |one: &&Lasted| after < one.days || (after == one.days && !one.is_over);
    number(lasted.iter().filter(is_running).count())
}

fn median(steps: &[Step]) -> Option<u32> {
    let half = steps.iter().find(|step| step.share.estimate <= 0.5)?;
    Some(half.after)
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

pub(super) mod kept;
#[cfg(test)]
mod tests;
