//! What the invented network held for its teams, and what is to come: who was there, who comes, what they said.

use std::collections::BTreeSet;

use hemma_domain::fidelity::Step;
use hemma_domain::holiday::is_day_off;
use hemma_domain::ids::{StaffId, TrainingId};
use hemma_domain::staff::{Language, Place, Role};
use hemma_domain::time::{Day, Week};
use hemma_domain::training::{
    Content, EVALUATION_DAYS, Evaluation, Length, Reply, Seat, Session, Training,
};

use crate::Plan;
use crate::dice::Dice;
use crate::row::{clock, hour};

/// People in one training: a demo of any size has one hall.
const HALL: usize = 60;

/// Days into a quarter in which its booster is held.
const BOOSTER_DAY: i64 = 45;

/// A training with its places and evaluations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trained {
    pub training: Training,
    pub seats: Vec<Seat>,
    pub evaluations: Vec<Evaluation>,
}

/// What is held, before anybody is invited to it.
struct Held<'a> {
    title: &'a str,
    about: &'a str,
    /// Programme and demand.
    of: (Option<&'a str>, Option<&'a str>),
    first: Day,
    half_days: u32,
    /// How many in a hundred were there.
    came: i64,
}

/// Somebody of a team that training is demanded of.
struct Person<'a> {
    staff: StaffId,
    role: Role,
    programme: &'a str,
}

impl Plan {
    /// The trainings of the network, the oldest first; none where nobody keeps them.
    pub fn trainings(&self) -> Vec<Trained> {
        let mut posts = self.house().posts.iter();
        let lead = posts.find(|post| post.role == Role::NetworkLead);
        let Some(by) = lead.map(|post| post.staff) else {
            return Vec::new();
        };
        let mut dice = Dice::new(self.seed, "trainings");
        dice.ids_from(self.today.plus(-400).at(hour(9, 0)));
        let people = self.trained_people();
        let held = held(self.today);
        let mut trained = Vec::new();
        for one in &held {
            let invited: Vec<&Person<'_>> = people.iter().filter(|who| is_for(one, who)).collect();
            let training = Training {
                id: TrainingId(dice.id()),
                network: self.house().network.id,
                content: content(one),
                cancelled_at: None,
                revision: 0,
                made: (one.first.plus(-60).min(self.today).at(hour(8, 30)), by),
                version: 1,
            };
            trained.push(seated(
                training,
                (&invited, one.came),
                (&mut dice, self.today),
            ));
        }
        trained
    }

    fn trained_people(&self) -> Vec<Person<'_>> {
        let house = self.house();
        let mut seen = BTreeSet::new();
        let people = house.posts.iter().filter_map(|post| {
            let Place::Team(team, _) = post.place else {
                return None;
            };
            let team = house.teams.iter().find(|known| known.id == team)?;
            let is_trained = matches!(
                post.role,
                Role::FamilyTherapist | Role::FamilyResource | Role::GroupLeader | Role::Consultant
            );
            let is_new = is_trained && team.programme != "KOMET" && seen.insert(post.staff);
            is_new.then_some(Person {
                staff: post.staff,
                role: post.role,
                programme: &team.programme,
            })
        });
        people.collect()
    }
}

/// The Thursday of the week in which a day lies.
fn thursday(day: Day) -> Day {
    Week::of(day).day(4)
}

/// The same weekday in the last week up to a day in which offices are open on so many days from it on.
fn in_a_whole_week(first: Day, days: u32) -> Day {
    // Easter and Christmas with New Year's close three weeks in a row at most.
    let weeks = (0..6).map(|week| first.plus(-7 * week));
    let is_open = |first: &Day| (0..i64::from(days)).all(|number| !is_day_off(first.plus(number)));
    let mut open = weeks.filter(is_open);
    open.next().unwrap_or(first)
}

fn held(today: Day) -> Vec<Held<'static>> {
    let monday = |back: i64| Week::of(today.plus(-back)).first_day();
    let mut held = vec![
        Held {
            title: "Grundutbildning i MST, fem dagar",
            about: "Modellen, de nio principerna och veckans arbetsgång.",
            of: (None, Some("orientation")),
            first: monday(300),
            half_days: 10,
            came: 92,
        },
        Held {
            title: "Grundutbildning i MST-CAN, fyra dagar",
            about: "Två av dagarna handlar om missbruk hos vuxna.",
            of: (Some("MST-CAN"), Some("can_orientation")),
            first: monday(240),
            half_days: 8,
            came: 88,
        },
        Held {
            title: "Introduktion för gruppledare",
            about: "Att leda handledning och följa teamets programtrohet.",
            of: (None, Some("leader_orientation")),
            first: thursday(today.plus(-170)).plus(-1),
            half_days: 4,
            came: 70,
        },
        Held {
            title: "Traumabehandling i teamet, fyra dagar",
            about: "Övningar i par. Ta med ett ärende att tänka kring, utan namn.",
            of: (Some("MST-CAN"), Some("trauma")),
            first: monday(120),
            half_days: 8,
            came: 65,
        },
        Held {
            title: "Halvdag: att skriva delmål som går att mäta",
            about: "Ett verktyg i taget, med egna exempel.",
            of: (None, None),
            first: thursday(today.plus(-7)),
            half_days: 1,
            came: 60,
        },
        Held {
            title: "Half day: feedback that is used",
            about: "By video, in English. Bring one point of feedback that changed nothing.",
            of: (None, None),
            first: thursday(today.plus(28)),
            half_days: 1,
            came: 0,
        },
    ];
    // Four boosters behind, and the next one ahead.
    for back in (-1..=3).rev() {
        let first = thursday(Step::Quarter.moved(today, -back).plus(BOOSTER_DAY));
        held.push(Held {
            title: "Kvartalsutbildning: det teamen behöver öva",
            about: "En dag och en halv i Påhittssalen. Ta med en inspelning som ni får visa.",
            of: (None, Some("booster")),
            first,
            half_days: 3,
            came: 86,
        });
    }
    for one in &mut held {
        one.first = in_a_whole_week(one.first, one.half_days.div_ceil(2));
    }
    held.sort_by_key(|one| one.first);
    held
}

fn is_for(one: &Held<'_>, who: &Person<'_>) -> bool {
    let (programme, demand) = one.of;
    let of_programme = programme.is_none_or(|programme| programme == who.programme);
    let of_role = match demand {
        Some("leader_orientation") => who.role == Role::GroupLeader,
        Some("booster") => who.role != Role::Consultant,
        _ => true,
    };
    of_programme && of_role
}

fn content(one: &Held<'_>) -> Content {
    let count = i64::from(one.half_days.div_ceil(2));
    let days = (0..count).map(|number| {
        let is_half = one.half_days % 2 == 1 && number + 1 == count;
        Session {
            on: one.first.plus(number),
            from: clock("09:00"),
            to: clock(if is_half { "12:00" } else { "16:00" }),
            length: match is_half {
                true => Length::Half,
                false => Length::Whole,
            },
        }
    });
    let is_english = one.title.starts_with("Half day");
    Content {
        title: one.title.to_owned(),
        place: match is_english {
            true => "Videomöte".to_owned(),
            false => "Påhittssalen, Provköping".to_owned(),
        },
        language: match is_english {
            true => Language::English,
            false => Language::Swedish,
        },
        about: one.about.to_owned(),
        programme: one.of.0.map(str::to_owned),
        requirement: one.of.1.map(str::to_owned),
        seats_max: u32::try_from(HALL).ok(),
        sessions: days.collect(),
    }
}

fn seated(
    training: Training,
    (invited, came): (&[&Person<'_>], i64),
    (dice, today): (&mut Dice, Day),
) -> Trained {
    let days: Vec<Day> = training.content.sessions.iter().map(|one| one.on).collect();
    let is_over = days.last().is_some_and(|last| *last < today);
    let is_closed = days
        .last()
        .is_some_and(|last| last.plus(EVALUATION_DAYS) < today);
    let (mut seats, mut evaluations) = (Vec::new(), Vec::new());
    for who in invited.iter().take(HALL) {
        let mut seat = Seat::invited(who.staff);
        if is_over && dice.chance(came) {
            seat.reply = Reply::Yes;
            // Now and then somebody leaves after the first day.
            let stays = if dice.chance(94) { days.len() } else { 1 };
            seat.attended = days.iter().copied().take(stays).collect();
            if dice.chance(if is_closed { 75 } else { 40 }) {
                seat.evaluated = true;
                evaluations.extend(evaluation(dice));
            }
        } else if is_over {
            seat.reply = Reply::No;
        } else {
            seat.reply = match dice.below(4) {
                0 => Reply::Open,
                1 if dice.chance(30) => Reply::No,
                _ => Reply::Yes,
            };
        }
        seats.push(seat);
    }
    Trained {
        training,
        seats,
        evaluations,
    }
}

fn evaluation(dice: &mut Dice) -> Option<Evaluation> {
    let mut answer = || u8::try_from(dice.between(2, 5)).unwrap_or(3);
    Evaluation::new([answer(), answer(), answer()])
}
