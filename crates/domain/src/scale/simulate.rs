//! Families come by chance, wait for a place, and stay as long as families do.

use std::collections::VecDeque;

use super::{Assumption, Scale};

/// Weeks before anything is counted: the teams are empty at first, and full like others after a year.
const FILLING: usize = 52;
/// Weeks that are counted: three years.
const COUNTED: usize = 156;
/// A number of weeks that no treatment reaches: the longest is 104.
const ROUND: usize = 256;
/// Waits that are told apart; longer ones are counted with the last.
const WAITS: usize = 105;

/// Where the middle nine of ten runs lie.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spread {
    /// One run of twenty lies below.
    pub low: f64,
    /// Half of the runs lie below.
    pub middle: f64,
    /// One run of twenty lies above.
    pub high: f64,
}

/// What became of families in all runs.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// Runs of three years each.
    pub runs: u32,
    /// Families that began in a year.
    pub started: Spread,
    /// Families that completed in a year.
    pub completed: Spread,
    /// Per cent of those who came that began within the weeks that are wanted.
    pub in_time: Spread,
    /// Mean weeks until the beginning.
    pub wait: Spread,
    /// Families that wait after three years.
    pub queue: Spread,
    /// Per cent of the places that are taken.
    pub taken: Spread,
    /// Calls at night in a week, for as many families as are in treatment.
    pub calls: Spread,
    /// Of all families of all runs that began, how many waited so many weeks; the last holds the longer ones too.
    pub waits: Vec<u64>,
}

/// What became of families in one run.
#[derive(Debug, Default)]
struct Run {
    started: u32,
    completed: u32,
    came: u32,
    in_time: u32,
    waited: u64,
    queue: usize,
    taken: u64,
}

/// Runs three years so many times. Chance comes as numbers from 0 up to 1, not included. Whoever looks on is told how many
/// runs are done, and ends everything by saying no: then there is no outcome.
pub fn simulate(
    scale: &Scale,
    runs: u32,
    mut chance: impl FnMut() -> f64,
    mut goes_on: impl FnMut(u32) -> bool,
) -> Option<Outcome> {
    /// Runs between two looks of whoever waits.
    const LOOK: u32 = 100;
    let world = World::of(scale);
    let mut waits = vec![0; WAITS];
    let mut all = Vec::new();
    for number in 0..runs.max(1) {
        if number % LOOK == 0 && !goes_on(number) {
            return None;
        }
        all.push(world.run(&mut chance, &mut waits));
    }
    Some(world.outcome(&all, waits))
}

/// What is assumed, as the weeks need it.
struct World {
    places: usize,
    /// The chance that no family comes in a week.
    none_comes: f64,
    early: f64,
    early_weeks: f64,
    weeks: (f64, f64, f64),
    wait_weeks: usize,
    /// Calls in a week of one family.
    calls: f64,
}

impl World {
    fn of(scale: &Scale) -> World {
        let get = |one| f64::from(scale.get(one));
        let places = scale.places(scale.get(Assumption::Teams));
        World {
            places: usize::try_from(places).unwrap_or(usize::MAX),
            none_comes: (-get(Assumption::Families) / 52.0).exp(),
            early: get(Assumption::EarlyPercent) / 100.0,
            early_weeks: get(Assumption::EarlyWeeks),
            weeks: (
                get(Assumption::WeeksLeast),
                get(Assumption::WeeksUsual),
                get(Assumption::WeeksMost),
            ),
            wait_weeks: usize::try_from(scale.get(Assumption::WaitWeeks)).unwrap_or(usize::MAX),
            calls: get(Assumption::CallsPerHundred) / 100.0,
        }
    }

    fn run(&self, chance: &mut impl FnMut() -> f64, waits: &mut [u64]) -> Run {
        let mut run = Run::default();
        let mut queue: VecDeque<usize> = VecDeque::new();
        // How many end in a week, completed or not.
        let mut ends = [(0_usize, 0_u32); ROUND];
        let mut treated = 0;
        for week in 0..FILLING + COUNTED {
            let counts = FILLING <= week;
            if let Some((ended, completed)) = ends.get_mut(week % ROUND).map(std::mem::take) {
                treated -= ended;
                run.completed += if counts { completed } else { 0 };
            }
            for _ in 0..poisson(self.none_comes, chance) {
                queue.push_back(week);
            }
            while treated < self.places
                && let Some(came) = queue.pop_front()
            {
                treated += 1;
                let (length, completes) = self.length(chance);
                if let Some(end) = ends.get_mut((week + length) % ROUND) {
                    end.0 += 1;
                    end.1 += u32::from(completes);
                }
                if counts {
                    run.began(week - came, self.wait_weeks, waits);
                }
            }
            if counts {
                run.taken += treated as u64;
            }
        }
        let late = |came: &&usize| self.wait_weeks < FILLING + COUNTED - **came;
        let late = queue.iter().filter(late).count();
        run.came = run.started + u32::try_from(late).unwrap_or(u32::MAX);
        run.queue = queue.len();
        run
    }

    /// How many weeks a family stays, and whether it completes.
    fn length(&self, chance: &mut impl FnMut() -> f64) -> (usize, bool) {
        let is_early = chance() < self.early;
        let weeks = match is_early {
            true => 1.0 + chance() * 2.0 * (self.early_weeks - 1.0),
            false => triangular(self.weeks, chance()),
        };
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "between 1 and twice the longest length"
        )]
        let weeks = weeks.round().clamp(1.0, 255.0) as usize;
        (weeks, !is_early)
    }

    fn outcome(&self, all: &[Run], waits: Vec<u64>) -> Outcome {
        let years = COUNTED as f64 / 52.0;
        let of = |value: &dyn Fn(&Run) -> f64| spread(all.iter().map(value).collect());
        let share = |part: f64, whole: f64| {
            if whole == 0.0 {
                100.0
            } else {
                part / whole * 100.0
            }
        };
        let places = (self.places * COUNTED) as f64;
        Outcome {
            runs: u32::try_from(all.len()).unwrap_or(u32::MAX),
            started: of(&|run| f64::from(run.started) / years),
            completed: of(&|run| f64::from(run.completed) / years),
            in_time: of(&|run| share(f64::from(run.in_time), f64::from(run.came))),
            wait: of(&|run| run.waited as f64 / f64::from(run.started.max(1))),
            queue: of(&|run| run.queue as f64),
            taken: of(&|run| run.taken as f64 / places * 100.0),
            calls: of(&|run| run.taken as f64 / COUNTED as f64 * self.calls),
            waits,
        }
    }
}

impl Run {
    fn began(&mut self, waited: usize, wanted: usize, waits: &mut [u64]) {
        self.started += 1;
        self.waited += waited as u64;
        self.in_time += u32::from(waited <= wanted);
        if let Some(count) = waits.get_mut(waited.min(WAITS - 1)) {
            *count += 1;
        }
    }
}

/// A number of events whose chance to be none is known: products of chances until they fall below it (Knuth, The Art of
/// Computer Programming 2, 3.4.1).
fn poisson(none: f64, chance: &mut impl FnMut() -> f64) -> u32 {
    let mut count = 0;
    let mut left = chance();
    while none < left {
        count += 1;
        left *= chance();
    }
    count
}

/// From the least to the most, the usual being the likeliest; by the inverse of its distribution.
fn triangular((least, usual, most): (f64, f64, f64), chance: f64) -> f64 {
    let width = most - least;
    if width <= 0.0 {
        return usual;
    }
    let turn = (usual - least) / width;
    match chance < turn {
        true => least + (chance * width * (usual - least)).sqrt(),
        false => most - ((1.0 - chance) * width * (most - usual)).sqrt(),
    }
}

fn spread(mut values: Vec<f64>) -> Spread {
    values.sort_by(f64::total_cmp);
    let at = |part: usize| {
        let last = values.len().saturating_sub(1);
        values.get(last * part / 100).copied().unwrap_or_default()
    };
    Spread {
        low: at(5),
        middle: at(50),
        high: at(95),
    }
}
