//! A team: its posts, and the cases that it works on beside each other.

use std::io;

use crate::chance::Chance;
use crate::day::Day;
use crate::generate::World;
use crate::generate::case;

/// Therapists' posts of a team.
const THERAPISTS: usize = 3;

/// Cases beside each other.
const CASES: usize = 7;

/// A spell of a therapist.
pub(super) struct Spell {
    pub(super) staff: u32,
    pub(super) start: Day,
    pub(super) end: Option<Day>,
    /// How much more or less closely than others the programme is followed.
    pub(super) level: f64,
}

/// A team while it is there.
pub(super) struct Team {
    pub(super) number: u32,
    pub(super) programme: &'static str,
    pub(super) opened: Day,
    pub(super) closed: Option<Day>,
    pub(super) level: f64,
    /// The posts, each a chain of therapists.
    pub(super) posts: Vec<Vec<Spell>>,
    pub(super) supervisor: u32,
}

impl Team {
    /// The day on which it ends for everybody.
    pub(super) fn until(&self, end: Day) -> Day {
        self.closed.unwrap_or(end)
    }
}

pub(super) fn team(world: &mut World<'_, '_>, number: u32) -> io::Result<()> {
    let days = i32::try_from(world.end.since(world.first)).unwrap_or(i32::MAX);
    let late = world.chance.percent(30);
    let opened = match late {
        true => world.first.plus(world.chance.between(0, days / 2)),
        false => world.first.plus(-world.chance.between(0, 900)),
    };
    let closes = world.chance.percent(10);
    let closed = opened.plus(days / 3 + world.chance.between(0, days / 3));
    let closed = Some(closed).filter(|closed| closes && *closed < world.end);
    let programme = if number % 6 == 5 { "MST-CAN" } else { "MST" };
    (world.sink)(
        "teams",
        &format!(
            "T{number:03},o{},{programme},{opened},{}",
            number / super::TEAMS_EACH,
            World::maybe(closed)
        ),
    )?;
    let mut team = Team {
        number,
        programme,
        opened,
        closed,
        level: 0.05 * world.chance.normal(),
        posts: vec![],
        supervisor: 0,
    };
    for _ in 0..THERAPISTS {
        let chain = chain(world, &team, ("therapist", 1500))?;
        team.posts.push(chain);
    }
    let supervisors = chain(world, &team, ("supervisor", 3000))?;
    team.supervisor = supervisors.first().map_or(0, |spell| spell.staff);
    ratings(world, &team)?;
    let mut back = vec![];
    for slot in 0..CASES {
        case::cases(world, &team, slot, &mut back)?;
    }
    Ok(())
}

/// One post from the team's first day to its last, with vacant stretches.
fn chain(
    world: &mut World<'_, '_>,
    team: &Team,
    (role, most): (&str, i32),
) -> io::Result<Vec<Spell>> {
    let mut spells = vec![];
    let until = team.until(world.end);
    let mut start = team.opened;
    while start < until {
        let end = start.plus(world.chance.between(most / 8, most));
        let end = match team.closed {
            Some(closed) => Some(end.min(closed)),
            None => Some(end).filter(|end| *end < world.end),
        };
        world.staff += 1;
        world.posts += 1;
        let (post, staff) = (world.posts, world.staff);
        let line = format!(
            "p{post},s{staff},T{:03},{role},{start},{}",
            team.number,
            World::maybe(end)
        );
        (world.sink)("posts", &line)?;
        spells.push(Spell {
            staff,
            start,
            end,
            level: 0.06 * world.chance.normal(),
        });
        let vacant = if world.chance.percent(40) { 60 } else { 0 };
        start = match end {
            Some(end) => end.plus(world.chance.between(0, vacant)),
            None => until,
        };
    }
    Ok(spells)
}

/// How therapists rate their supervisor and their consultant, every second month.
fn ratings(world: &mut World<'_, '_>, team: &Team) -> io::Result<()> {
    for post in &team.posts {
        for spell in post {
            let until = spell.end.unwrap_or(world.end).min(world.end);
            let mut due = spell.start.plus(30);
            while due < until {
                for (instrument, file, items) in
                    [("SAM", "answers_sam", 43), ("CAM", "answers_cam", 44)]
                {
                    let done = due.plus(world.chance.between(-3, 12));
                    let is_done = done < world.end && world.chance.percent(80);
                    rating(
                        world,
                        (team, spell.staff),
                        (instrument, file, items),
                        (due, is_done.then_some(done)),
                    )?;
                }
                due = due.plus(61);
            }
        }
    }
    Ok(())
}

fn rating(
    world: &mut World<'_, '_>,
    (team, rater): (&Team, u32),
    (instrument, file, items): (&str, &'static str, usize),
    (due, done): (Day, Option<Day>),
) -> io::Result<()> {
    world.measures += 1;
    let measure = world.measures;
    let (status, mode) = if done.is_some() {
        ("done", "web")
    } else {
        ("pending", "")
    };
    let line = format!(
        "M{measure:07},{instrument},,T{:03},s{},s{rater},{due},{},{status},{mode},sv",
        team.number,
        team.supervisor,
        World::maybe(done)
    );
    (world.sink)("measures", &line)?;
    if done.is_some() {
        let line = answers(&mut world.chance, measure, items, 0.7);
        (world.sink)(file, &line)?;
    }
    Ok(())
}

/// A sheet of answers 1 to 5, of which the share `level` is 4 or 5.
pub(super) fn answers(chance: &mut Chance, measure: u32, items: usize, level: f64) -> String {
    let mut line = format!("M{measure:07}");
    // Some sheets have too few answers for a score.
    let missing = if chance.percent(4) { 30 } else { 1 };
    for _ in 0..items {
        line.push(',');
        if chance.percent(missing) {
            continue;
        }
        let is_high = chance.uniform() < level;
        let answer = match (is_high, chance.below(3)) {
            (true, 0) => '4',
            (true, _) => '5',
            (false, 0) => '1',
            (false, 1) => '2',
            (false, _) => '3',
        };
        line.push(answer);
    }
    line
}
