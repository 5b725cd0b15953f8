//! What the invented teams had of consultation: each week of the last year, and what was noted of it.

use std::collections::BTreeSet;

use hemma_domain::consultation::{Consultation, Pattern, Slot};
use hemma_domain::holiday::is_day_off;
use hemma_domain::ids::StaffId;
use hemma_domain::staff::{Place, Role};
use hemma_domain::team::Team;
use hemma_domain::time::{Day, Week};

use crate::Plan;
use crate::dice::Dice;
use crate::row::hour;

/// Weeks back that a team has had its weekly time, at most.
const WEEKS: i64 = 60;

/// Minutes after the hour begins until what was said is noted.
const NOTED_MINUTES: i64 = 80;

const MINUTES: [&str; 6] = [
    "Två familjer med samma hinder: ingen vet vem som väcker. Teamet övade på att fråga i små steg.",
    "Tema: delmål som går att mäta. Var och en skrev om ett av sina, med siffra och dag.",
    "Gick igenom familjerna i tur och ordning. Mest tid till dem där veckan inte blev av.",
    "Drivkrafterna i flera cirklar är gissningar. Till nästa gång: ett bevis för varje.",
    "Samtal om hur man avslutar. Vad ska föräldern kunna göra utan oss om tre månader?",
    "Kort i dag. Bara frågor från teamet, inga nya familjer.",
];

const REASONS: [&str; 3] = [
    "Konsulten var sjuk",
    "Hela teamet var på utbildning",
    "Konsulten var på resa",
];

/// A team's consultations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consulted {
    pub pattern: Pattern,
    /// Who notes them.
    pub by: StaffId,
    /// What was noted of past weeks, and of the next ones, each with the day on which it was.
    pub weeks: Vec<(Consultation, Day)>,
}

/// Somebody's time in a team.
type Member = (StaffId, Day, Option<Day>);

impl Plan {
    /// The consultations of each team that has a consultant and works by the week.
    pub fn consultations(&self) -> Vec<Consulted> {
        let teams = self.house().teams.iter();
        let weekly = teams.filter(|team| team.programme != "KOMET");
        weekly.filter_map(|team| self.consulted(team)).collect()
    }

    fn consulted(&self, team: &Team) -> Option<Consulted> {
        let posts = self.house().posts.iter();
        let here = |place: Place| matches!(place, Place::Team(of, _) if of == team.id);
        let of_team: Vec<_> = posts.filter(|post| here(post.place)).collect();
        let mut consultants = of_team.iter().filter(|post| post.to.is_none());
        let by = consultants
            .find(|post| post.role == Role::Consultant)?
            .staff;
        let members: Vec<Member> = of_team
            .iter()
            .filter(|post| post.role != Role::OnCall)
            .map(|post| (post.staff, post.from, post.to))
            .collect();
        let mut dice = Dice::new(self.seed, &format!("consultation {}", team.id));
        let pattern = Pattern {
            team: team.id,
            from: team.opened_on.max(self.today.plus(-7 * WEEKS)),
            weekday: team.rhythm.consultation_weekday,
            at: hour(13, 0),
            minutes: 60,
        };
        let this = Week::of(self.today);
        let first = Week::of(pattern.from);
        let mut weeks = Vec::new();
        for back in (1..=this.weeks_since(first)).rev() {
            let slot = pattern.slot(this.plus(-back));
            if pattern.from <= slot.on {
                weeks.extend(noted(&pattern, slot, (&members, by), &mut dice));
            }
        }
        // The week after next is moved in every other team, so that a calendar shows how it looks.
        if dice.chance(50) {
            weeks.extend(moved(&pattern, this.plus(2)));
        }
        Some(Consulted { pattern, by, weeks })
    }
}

/// What was noted of a past week; none where nobody noted anything.
fn noted(
    pattern: &Pattern,
    slot: Slot,
    (members, by): (&[Member], StaffId),
    dice: &mut Dice,
) -> Option<(Consultation, Day)> {
    let mut one = Consultation::empty(pattern.team, Week::of(slot.on));
    let mut on = slot.on;
    if is_day_off(slot.on) {
        let other = Slot {
            on: slot.on.plus(-1),
            ..slot
        };
        let is_moved = dice.chance(60) && Week::of(other.on) == one.week && !is_day_off(other.on);
        if !is_moved {
            return None;
        }
        one.move_to(other, "Röd dag").ok()?;
        on = other.on;
    }
    match dice.between(1, 100) {
        1..=6 => return None,
        7..=12 => {
            let reason = dice.pick(&REASONS).copied().unwrap_or_default();
            one.cancel(reason).ok()?;
            return Some((one, on));
        }
        _ => {}
    }
    let works = |(_, from, to): &&Member| *from <= on && to.is_none_or(|to| on < to);
    let here = members.iter().filter(works).map(|(who, ..)| *who);
    let all: BTreeSet<StaffId> = here.collect();
    let mut there: BTreeSet<StaffId> = all.into_iter().filter(|_| dice.chance(88)).collect();
    there.insert(by);
    let text = dice.pick(&MINUTES).copied().unwrap_or_default();
    one.hold(there, text).ok()?;
    Some((one, on))
}

/// A week to come that was given another day.
fn moved(pattern: &Pattern, week: Week) -> Option<(Consultation, Day)> {
    let slot = pattern.slot(week);
    let other = Slot {
        on: slot.on.plus(-1),
        at: hour(9, 30),
        ..slot
    };
    let mut one = Consultation::empty(pattern.team, week);
    one.move_to(other, "Konsulten är på resa på torsdagen")
        .ok()?;
    Some((one, other.on))
}

impl Consulted {
    /// When what is known of a consultation was noted: after it, and never later than now.
    pub fn noted_at(&self, on: Day, today: Day) -> hemma_domain::time::Instant {
        let after = on.at(self.pattern.at).plus_seconds(NOTED_MINUTES * 60);
        after.min(today.at(hour(8, 0)))
    }
}
