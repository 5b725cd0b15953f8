//! Families in treatment: one after the other in each place that a team has.

use std::io;

use crate::day::Day;
use crate::generate::World;
use crate::generate::people::{Team, answers};

/// The first interview is due so many days after the opening, the others so many after it.
const INTERVIEW_FIRST: i32 = 14;
const INTERVIEW_EVERY: i32 = 28;

/// The cases of one place, from the team's first day to its last. `back` are families whose treatment is over.
pub(super) fn cases(
    world: &mut World<'_, '_>,
    team: &Team,
    slot: usize,
    back: &mut Vec<(u32, Day)>,
) -> io::Result<()> {
    let until = team.until(world.end);
    let mut opened = team.opened.plus(world.chance.between(0, 90));
    while opened < until {
        let length = 20 + world.chance.between(0, 130) + world.chance.between(0, 90);
        let closed = opened.plus(length).min(until);
        let closed = Some(closed).filter(|closed| *closed < world.end);
        let again = back.iter().position(|(_, free)| *free <= opened);
        let again = again.filter(|_| world.chance.percent(4));
        let family = match again {
            Some(at) => back.swap_remove(at).0,
            None => new_family(world)?,
        };
        episode(world, (team, slot), family, (opened, closed))?;
        let Some(closed) = closed else {
            break;
        };
        if back.len() < 20 {
            back.push((family, closed));
        }
        opened = closed.plus(world.chance.between(0, 28));
    }
    Ok(())
}

fn new_family(world: &mut World<'_, '_>) -> io::Result<u32> {
    world.families += 1;
    let family = world.families;
    let year = 1985 + world.chance.below(30);
    let sex = match world.chance.below(20) {
        0 => "x",
        1..8 => "f",
        _ => "m",
    };
    let language = if world.chance.percent(15) {
        "other"
    } else {
        "sv"
    };
    // Nothing but digits, with zeros in front that must stay.
    let line = format!("{family:07},{year},{sex},{language},social_services");
    (world.sink)("families", &line)?;
    Ok(family)
}

fn episode(
    world: &mut World<'_, '_>,
    (team, slot): (&Team, usize),
    family: u32,
    (opened, closed): (Day, Option<Day>),
) -> io::Result<()> {
    world.episodes += 1;
    let number = world.episodes;
    let until = closed.unwrap_or(world.end);
    let (staff, level) = assignments(world, (team, slot), number, (opened, until))?;
    let (reason, outcomes) = match closed {
        None => ("", ",,".to_owned()),
        Some(_) => ending(world),
    };
    let staff = staff.map(|staff| format!("s{staff}")).unwrap_or_default();
    let line = format!(
        "E{number:06},{family:07},T{:03},{staff},{},{opened},{},{reason},{outcomes}",
        team.number,
        team.programme,
        World::maybe(closed)
    );
    (world.sink)("episodes", &line)?;
    weeks(world, number, (opened, until))?;
    let level = 0.76 + team.level + level + 0.12 * world.chance.normal();
    interviews(world, (team, number), (opened, closed), level)
}

/// Why a case closed, and what is known then.
fn ending(world: &mut World<'_, '_>) -> (&'static str, String) {
    let reason = match world.chance.below(100) {
        0..80 => "completed",
        80..84 => "lack_of_engagement",
        84..91 => "placed",
        91..95 => "moved",
        95..97 => "funding_ended",
        _ => "administrative",
    };
    let likely = if reason == "completed" { 92 } else { 60 };
    let outcomes = [0; 3].map(|_| {
        if world.chance.percent(8) {
            return "";
        }
        if world.chance.percent(likely) {
            "1"
        } else {
            "0"
        }
    });
    (reason, outcomes.join(","))
}

/// Everybody who is responsible for the case, one after the other; the first, and how closely they follow.
fn assignments(
    world: &mut World<'_, '_>,
    (team, slot): (&Team, usize),
    episode: u32,
    (opened, until): (Day, Day),
) -> io::Result<(Option<u32>, f64)> {
    let post = team.posts.get(slot % team.posts.len().max(1));
    let mut first = None;
    for spell in post.into_iter().flatten() {
        let start = spell.start.max(opened);
        let end = spell.end.unwrap_or(world.end).min(until);
        if end <= start {
            continue;
        }
        first = first.or(Some((spell.staff, spell.level)));
        // The last one of a case that is still open has no end yet.
        let end = Some(end).filter(|end| *end < world.end);
        let line = format!(
            "E{episode:06},s{},{start},{}",
            spell.staff,
            World::maybe(end)
        );
        (world.sink)("assignments", &line)?;
    }
    let (staff, level) = first.unzip();
    Ok((staff, level.unwrap_or(0.0)))
}

fn weeks(world: &mut World<'_, '_>, episode: u32, (opened, until): (Day, Day)) -> io::Result<()> {
    let since_monday = i32::try_from((opened.number() + 6) % 7).unwrap_or(0);
    let mut monday = opened.plus(-since_monday);
    while monday < until {
        if world.chance.percent(95) {
            let contacts = world.chance.below(7);
            let minutes = contacts * (30 + world.chance.below(90));
            let line = format!("E{episode:06},{monday},{contacts},{minutes}");
            (world.sink)("weeks", &line)?;
        }
        monday = monday.plus(7);
    }
    Ok(())
}

fn interviews(
    world: &mut World<'_, '_>,
    (team, episode): (&Team, u32),
    (opened, closed): (Day, Option<Day>),
    level: f64,
) -> io::Result<()> {
    let until = closed.unwrap_or(world.end);
    let mut due = opened.plus(INTERVIEW_FIRST);
    while due < until {
        let done = due
            .plus(world.chance.between(-4, 21))
            .max(opened)
            .min(until.plus(14));
        let is_done = world.chance.percent(72) && done < world.end;
        let (status, mode) = match (is_done, world.chance.below(4)) {
            (true, 0) => ("done", "web"),
            (true, _) => ("done", "phone"),
            (false, 0) => ("declined", ""),
            (false, 1) => ("not_asked", ""),
            (false, _) => ("unreached", ""),
        };
        world.measures += 1;
        let measure = world.measures;
        let line = format!(
            "M{measure:07},TAM,E{episode:06},T{:03},s{},,{due},{},{status},{mode},sv",
            team.number,
            team.posts
                .first()
                .and_then(|post| post.first())
                .map_or(0, |spell| spell.staff),
            World::maybe(is_done.then_some(done))
        );
        (world.sink)("measures", &line)?;
        if is_done {
            let level = (level + 0.15 * world.chance.normal()).clamp(0.05, 0.99);
            let line = answers(&mut world.chance, measure, 28, level);
            (world.sink)("answers_tam", &line)?;
        }
        due = due.plus(INTERVIEW_EVERY);
    }
    Ok(())
}
