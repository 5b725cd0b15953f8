//! Pools as a file says them: whether they make sense, and what becomes of them.

use std::collections::BTreeSet;

use super::check::place;
use super::plan::{Change, Fate, Fields, Known, change, fate};
use super::{Definition, Fault, NAME_CHARS_MAX, Named, Reason};
use crate::code::Code as _;
use crate::ids::TeamId;
use crate::pool::{LINES_MAX, Line, Pool, RING_SECONDS, TEAMS_MAX};
use crate::programme::{self, Path};
use crate::staff::Place;

/// Two days: nobody is kept free longer between two duties.
const GAP_MIN_MAX: u32 = 48 * 60;

/// A pool as a file says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PoolEntry {
    /// The pool under its code.
    pub pool: Named<Pool>,
    /// The codes of its teams, in the order of the pool's.
    pub teams: Vec<String>,
}

/// Everything that is wrong with the pools of a file.
pub(super) fn faults(definition: &Definition, known: &Known) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut names = BTreeSet::new();
    for (index, entry) in definition.pools.iter().enumerate() {
        let (pool, at) = (&entry.pool.value, place("pools", index));
        let named = |id| definition.pools.iter().any(|one| one.pool.value.id == id);
        let mut others = known.pools.iter().filter(|other| !named(other.id));
        if !names.insert(&pool.name) {
            tell(
                &mut faults,
                at.key("name"),
                Reason::NameTwice(pool.name.clone()),
            );
        } else if others.any(|other| other.name == pool.name) {
            tell(
                &mut faults,
                at.key("name"),
                Reason::NameTaken(pool.name.clone()),
            );
        }
        of_pool(entry, (definition, known), (&at, &mut faults));
        of_lines(&pool.lines, (&at.key("lines"), &mut faults));
    }
    faults
}

fn of_pool(
    entry: &PoolEntry,
    (definition, known): (&Definition, &Known),
    (at, faults): (&Path, &mut Vec<Fault>),
) {
    let pool = &entry.pool.value;
    if pool.name.trim().is_empty() {
        tell(faults, at.key("name"), programme::Reason::Blank.into());
    }
    within(
        pool.name.chars().count(),
        (0, NAME_CHARS_MAX),
        (at.key("name"), faults),
    );
    let agreement = (pool.agreement.clone(), pool.agreement_version);
    if !known.agreements.contains(&agreement) {
        let all = known.agreements.iter();
        let all: Vec<String> = all
            .map(|(code, version)| format!("{code} {version}"))
            .collect();
        let told = format!("{} {}", agreement.0, agreement.1);
        tell(
            faults,
            at.key("agreement"),
            Reason::NoAgreement(told, all.join(", ")),
        );
    }
    within(pool.teams.len(), (1, TEAMS_MAX), (at.key("teams"), faults));
    let in_file = |id: TeamId| definition.teams.iter().any(|one| one.team.value.id == id);
    let on_site = |id: TeamId| known.teams.iter().any(|one| one.team.id == id);
    let mut seen = BTreeSet::new();
    for (index, (team, code)) in pool.teams.iter().zip(&entry.teams).enumerate() {
        let at = at.key("teams").index(index);
        if !in_file(team.team) && !on_site(team.team) {
            tell(faults, at.key("team"), Reason::NoTeam(code.clone()));
        }
        if !seen.insert(team.team) {
            let twice = programme::Reason::Duplicate(code.clone());
            tell(faults, at.key("team"), twice.into());
        }
        if team.to.is_some_and(|to| to <= team.from) {
            tell(faults, at.key("to"), Reason::LeavesTooEarly);
        }
    }
}

fn of_lines(lines: &[Line], (at, faults): (&Path, &mut Vec<Fault>)) {
    within(lines.len(), (1, LINES_MAX), (at.clone(), faults));
    for (index, (line, level)) in lines.iter().zip(1..).enumerate() {
        let at = at.index(index);
        if line.level != level {
            tell(faults, at.key("level"), Reason::Levels);
        }
        for (text, language) in [(&line.name.sv, "sv"), (&line.name.en, "en")] {
            let at = at.key("name").key(language);
            if text.trim().is_empty() {
                tell(faults, at.clone(), programme::Reason::Blank.into());
            }
            within(text.chars().count(), (0, NAME_CHARS_MAX), (at, faults));
        }
        if line.roles.is_empty() {
            let few = programme::Reason::TooFew { count: 0, min: 1 };
            tell(faults, at.key("roles"), few.into());
        }
        let nowhere = Place::Team(
            TeamId(uuid::Uuid::nil()),
            crate::ids::BoardId(uuid::Uuid::nil()),
        );
        for role in line.roles.iter().filter(|role| !role.fits(nowhere)) {
            tell(faults, at.key("roles"), Reason::NotOfTeam(role.code()));
        }
        number(
            line.gap_min,
            (0, GAP_MIN_MAX),
            (at.key("gap_minutes"), faults),
        );
        number(line.load_pct, (1, 100), (at.key("load_percent"), faults));
    }
}

fn tell(faults: &mut Vec<Fault>, at: Path, reason: Reason) {
    faults.push(Fault { at, reason });
}

fn within(count: usize, (min, max): (usize, usize), (at, faults): (Path, &mut Vec<Fault>)) {
    if count < min {
        tell(faults, at, programme::Reason::TooFew { count, min }.into());
    } else if count > max {
        tell(faults, at, programme::Reason::TooMany { count, max }.into());
    }
}

fn number(number: u32, (min, max): (u32, u32), (at, faults): (Path, &mut Vec<Fault>)) {
    if !(min..=max).contains(&number) {
        let (value, min, max) = (i64::from(number), i64::from(min), i64::from(max));
        let outside = programme::Reason::OutOfRange { value, min, max };
        tell(faults, at, outside.into());
    }
}

/// What becomes of the pools of a file that is in order.
pub(super) fn made(pools: Vec<PoolEntry>, known: &Known) -> Vec<Change<Pool>> {
    let one = |entry: PoolEntry| {
        let mut named = entry.pool;
        let before = known.pools.iter().find(|had| had.id == named.value.id);
        // Who serves what is not the file's to say.
        named.value.version = before.map_or(1, |had| had.version);
        // Nor how long its telephone rings: whoever plans it does.
        named.value.ring_seconds = before.map_or(RING_SECONDS, |had| had.ring_seconds);
        let fate: Fate = fate(before.map(fields), fields(&named.value));
        change(named, fate)
    };
    pools.into_iter().map(one).collect()
}

fn fields(pool: &Pool) -> Fields {
    let mut teams = pool.teams.clone();
    teams.sort_by_key(|one| (one.from, one.team));
    let team = |one: &crate::pool::PoolTeam| match one.to {
        Some(to) => format!("{} {}–{to}", one.team, one.from),
        None => format!("{} {}–", one.team, one.from),
    };
    let line = |one: &Line| {
        let roles: Vec<&str> = one.roles.iter().map(|role| role.code()).collect();
        let (unit, roles) = (one.unit.code(), roles.join(" "));
        format!(
            "{} {} / {}: {roles}, {unit}, {} min, {} %",
            one.level, one.name.sv, one.name.en, one.gap_min, one.load_pct
        )
    };
    vec![
        ("name", pool.name.clone()),
        (
            "agreement",
            format!("{} {}", pool.agreement, pool.agreement_version),
        ),
        (
            "teams",
            teams.iter().map(team).collect::<Vec<_>>().join(", "),
        ),
        (
            "lines",
            pool.lines.iter().map(line).collect::<Vec<_>>().join("; "),
        ),
    ]
}
