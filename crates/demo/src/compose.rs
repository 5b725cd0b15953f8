//! Weaves a story for a family that has none of its own: names, a household, and threads one after the other.

mod end;
mod plan;

use crate::bank::Bank;
use crate::dice::Dice;
use crate::row::{Row, fill};
use crate::seats::{Reach, Seat};
use crate::text::{
    AssignmentText, BehaviourText, GoalsText, HomeText, PersonText, StepText, Story, ThreadText,
    ThreadWeekText, WeekText,
};

/// Weaves the story of a seat.
pub(crate) fn compose(bank: &Bank, seat: &Seat, programme: &str, seed: u64) -> Story {
    let mut weaver = Weaver {
        bank,
        dice: Dice::new(seed, &seat.key),
        story: Story {
            weeks_open: seat.weeks,
            ended_weeks_ago: seat.ended_weeks,
            ..Story::default()
        },
        names: Names::default(),
        can: programme == "MST-CAN",
    };
    weaver.household();
    weaver.network();
    let threads = weaver.threads(programme);
    weaver.frame(&threads);
    weaver.weeks(&threads, seat);
    if weaver.can && seat.weeks > 0 {
        weaver.plans();
    }
    weaver.events();
    weaver.story.stage = stage(seat, weaver.can).to_owned();
    if seat.reach == Reach::Closed {
        weaver.closing();
    }
    weaver.story
}

/// The phase that an open family has reached.
fn stage(seat: &Seat, can: bool) -> &'static str {
    let (change, sustain) = if can { (5, 22) } else { (4, 14) };
    match (seat.reach, seat.weeks) {
        (Reach::Closed, _) => "closed",
        (_, weeks) if weeks >= sustain => "sustain",
        (_, weeks) if weeks >= change => "change",
        _ => "understand",
    }
}

/// First names that stand for the placeholders of the texts.
#[derive(Default)]
struct Names {
    child: String,
    adult: String,
    other: String,
    school: String,
}

struct Weaver<'a> {
    bank: &'a Bank,
    dice: Dice,
    story: Story,
    names: Names,
    can: bool,
}

impl Weaver<'_> {
    fn fill(&self, text: &str) -> String {
        fill(
            text,
            &[
                ("{barn}", &self.names.child),
                ("{vuxen}", &self.names.adult),
                ("{andra}", &self.names.other),
                ("{larare}", &self.names.school),
            ],
        )
    }

    fn household(&mut self) {
        let family = self.family_name();
        let oldest = if self.can {
            self.dice.between(7, 16)
        } else {
            self.dice.between(12, 17)
        };
        let girl = self.dice.chance(50);
        let child = self.first(girl, true);
        self.names.child = child.clone();
        self.person("barn", &child, &family, &sexed(girl, "target"));
        self.age(oldest);
        let mut age = oldest;
        for number in 0..self.dice.between(0, 2) {
            age -= self.dice.between(2, 4);
            if age < 1 {
                break;
            }
            let girl = self.dice.chance(50);
            let name = self.first(girl, true);
            let key = format!("syskon{number}");
            self.person(&key, &name, &family, &sexed(girl, "child"));
            self.age(age);
        }
        let mother = self.dice.chance(75);
        let adult = self.first(mother, false);
        self.names.adult = adult.clone();
        self.person("vuxen", &adult, &family, &sexed(mother, "caregiver"));
        self.grown(oldest);
        if let Some(person) = self.story.person.last_mut() {
            person.primary = true;
        }
        if self.dice.chance(45) {
            let second = self.first(!mother, false);
            self.person("andre", &second, &family, &sexed(!mother, "caregiver"));
            self.grown(oldest);
        }
        self.home();
    }

    /// Age and telephone of a parent of somebody so old.
    fn grown(&mut self, child: i64) {
        let age = child + self.dice.between(20, 34);
        self.age(age);
        let phone = self.phone();
        if let Some(person) = self.story.person.last_mut() {
            person.phone = phone;
        }
    }

    fn home(&mut self) {
        let street = self.dice.text(&self.bank.pools.names.streets).to_owned();
        let number = self.dice.between(1, 60);
        let floor = self.dice.between(1, 6);
        let code = self.dice.between(1000, 9998);
        self.story.home = HomeText {
            address: format!("{street} {number}, {floor} tr"),
            door: format!("Portkod {code}"),
            phone: String::new(),
            notes: String::new(),
        };
    }

    /// Somebody outside the home, and somebody at school.
    fn network(&mut self) {
        let relations = [
            ("mormor", true, 66),
            ("farfar", false, 69),
            ("moster", true, 41),
            ("granne", true, 58),
            ("farbror", false, 44),
            ("granne", false, 71),
        ];
        let chosen = self
            .dice
            .pick(&relations)
            .copied()
            .unwrap_or(("granne", true, 60));
        let (relation, woman, age) = chosen;
        let family = self.family_name();
        self.names.other = self.outsider("andra", woman, &family, (relation, "network"));
        self.age(age);
        let woman = self.dice.chance(65);
        let family = self.family_name();
        self.names.school = self.outsider("larare", woman, &family, ("lärare", "school"));
    }

    fn outsider(&mut self, key: &str, woman: bool, family: &str, is: (&str, &str)) -> String {
        let name = self.first(woman, false);
        let phone = self.phone();
        self.story.person.push(PersonText {
            key: key.to_owned(),
            name: format!("{name} {family}"),
            role: is.1.to_owned(),
            relation: is.0.to_owned(),
            sex: if woman { "f" } else { "m" }.to_owned(),
            phone,
            ..PersonText::default()
        });
        name
    }

    fn family_name(&mut self) -> String {
        let names = &self.bank.pools.names;
        let head = self.dice.text(&names.head);
        let name = format!("{head}{}", self.dice.text(&names.tail));
        name.replace("sss", "ss").replace("ttt", "tt")
    }

    fn person(&mut self, key: &str, name: &str, family: &str, is: &[String; 3]) {
        let [role, sex, relation] = is;
        self.story.person.push(PersonText {
            key: key.to_owned(),
            name: format!("{name} {family}"),
            role: role.clone(),
            relation: relation.clone(),
            sex: sex.clone(),
            ..PersonText::default()
        });
    }

    fn age(&mut self, age: i64) {
        if let Some(person) = self.story.person.last_mut() {
            person.age = u32::try_from(age).ok();
        }
    }

    /// A first name that nobody in the family has yet.
    fn first(&mut self, woman: bool, child: bool) -> String {
        let names = &self.bank.pools.names;
        let list = match (woman, child) {
            (true, true) => &names.girls,
            (false, true) => &names.boys,
            (true, false) => &names.women,
            (false, false) => &names.men,
        };
        let taken = |name: &str| {
            self.story
                .person
                .iter()
                .any(|person| person.name.split(' ').next() == Some(name))
        };
        let free: Vec<&String> = list.iter().filter(|name| !taken(name)).collect();
        let index = self.dice.below(free.len());
        free.get(index)
            .map_or("Alva", |name| name.as_str())
            .to_owned()
    }

    /// A number out of those that are kept free for fiction.
    fn phone(&mut self) -> String {
        format!("070-174 06 {:02}", self.dice.between(5, 99))
    }

    /// Two or three matters, one after the other. The first is one that only this programme treats.
    fn threads(&mut self, programme: &str) -> Vec<ThreadText> {
        let couple = self.story.person.iter().any(|person| person.key == "andre");
        let mut fitting: Vec<&ThreadText> = self
            .bank
            .pools
            .thread
            .iter()
            .filter(|thread| thread.programmes.iter().any(|code| code == programme))
            .filter(|thread| thread.code != "two-homes" || !couple)
            .collect();
        // The longer the treatment, the more there was to work on.
        let count = match self.story.weeks_open {
            0..=7 => 2,
            8..=14 => 3,
            _ => 4,
        };
        let own: Vec<usize> = (0..fitting.len())
            .filter(|index| {
                fitting
                    .get(*index)
                    .is_some_and(|thread| thread.programmes.len() == 1)
            })
            .collect();
        let first = self.dice.pick(&own).copied().unwrap_or(0);
        let mut chosen = Vec::new();
        if first < fitting.len() {
            chosen.push(fitting.remove(first).clone());
        }
        while chosen.len() < count && !fitting.is_empty() {
            let index = self.dice.below(fitting.len());
            chosen.push(fitting.remove(index).clone());
        }
        if chosen.iter().any(|thread| thread.code == "two-homes") {
            self.other_home();
        }
        chosen
    }

    /// The parent in the child's other home.
    fn other_home(&mut self) {
        let mother = self
            .story
            .person
            .iter()
            .any(|person| person.role == "caregiver" && person.sex == "f");
        let family = self.family_name();
        let relation = if mother { "far" } else { "mor" };
        self.outsider("andre", !mother, &family, (relation, "other-home"));
    }

    fn frame(&mut self, threads: &[ThreadText]) {
        for thread in threads {
            let row = self.fill(&thread.behaviour);
            let row = Row(&row);
            self.story.behaviour.push(BehaviourText {
                text: row.at(0).to_owned(),
                frequency: row.at(1).to_owned(),
                intensity: row.at(2).to_owned(),
                duration: row.at(3).to_owned(),
            });
            let goal = self.fill(&thread.goal);
            let (text, measure) = goal.split_once(" | ").unwrap_or((&goal, ""));
            self.story
                .goals
                .list
                .push(format!("{text} Mäts: {measure}"));
        }
        if let Some(thread) = threads.first() {
            let wishes = [("barn", &thread.child), ("vuxen", &thread.adult)];
            for (key, wish) in wishes {
                let wish = self.fill(wish);
                self.story.desired.insert(key.to_owned(), wish);
            }
            self.assignment(thread);
        }
        self.story.goals = GoalsText {
            list: std::mem::take(&mut self.story.goals.list),
        };
    }

    fn assignment(&mut self, thread: &ThreadText) {
        let basis = if self.dice.chance(88) {
            "SoL 11:1"
        } else {
            "SoL 11:4"
        };
        let event = match (self.can, thread.reason.contains("slår")) {
            (false, _) => "",
            (true, true) => "physical-abuse",
            (true, false) => "neglect",
        };
        let days = self.dice.between(15, 120);
        self.story.assignment = AssignmentText {
            basis: basis.to_owned(),
            event: event.to_owned(),
            event_days_before: u32::try_from(days).unwrap_or(30),
            reason: self.fill(&thread.reason),
            period_months: if self.can { 9 } else { 5 },
            ..AssignmentText::default()
        };
    }

    /// The threads laid end to end, with weeks in between in which a step takes longer.
    fn weeks(&mut self, threads: &[ThreadText], seat: &Seat) {
        let laid: Vec<(usize, &ThreadWeekText)> = threads
            .iter()
            .enumerate()
            .flat_map(|(goal, thread)| thread.week.iter().map(move |week| (goal + 1, week)))
            .collect();
        let weeks = usize::try_from(seat.weeks).unwrap_or(0);
        let told = laid.len().min(weeks);
        let mut before: Option<&ThreadWeekText> = None;
        for (index, (goal, text)) in laid.into_iter().take(told).enumerate() {
            // Spread from the first week to the last, with quiet weeks in between where there are more.
            let number = 1 + index * weeks.saturating_sub(1) / told.saturating_sub(1).max(1);
            let week = self.week(number, goal, text, before);
            self.story.week.push(week);
            before = Some(text);
        }
    }

    fn week(
        &mut self,
        number: usize,
        goal: usize,
        text: &ThreadWeekText,
        before: Option<&ThreadWeekText>,
    ) -> WeekText {
        let prev = before.map(|text| {
            let (outcome, evidence) = match self.dice.between(1, 100) {
                1..=52 => ("met", &text.met),
                53..=85 => ("partly", &text.partly),
                _ => ("not", &text.not),
            };
            format!("{outcome} | {}", self.fill(evidence))
        });
        let pool = &self.bank.pools.pool;
        let question = self.dice.text(&pool.questions).to_owned();
        let safety = self.dice.text(&pool.safety_same).to_owned();
        let drivers = text.drivers.iter().map(|row| self.fill(row)).collect();
        let step = StepText {
            s: self.fill(&text.step),
            d: 1,
            g: goal,
            deeds: vec![self.fill(&text.deed)],
            p: text.p.clone(),
        };
        WeekText {
            n: u32::try_from(number).unwrap_or(1),
            prev: prev.into_iter().collect(),
            advances: self.fill(&text.advance),
            barriers: self.fill(&text.barrier),
            fit: self.fill(&text.fit),
            kind: text.kind.clone(),
            drivers,
            steps: vec![step],
            question,
            safety,
            leader: self.feedback(&pool.leader),
            consultant: self.feedback(&pool.consultant),
            contacts: self.contacts(text),
            notes: Vec::new(),
            tasks: self.tasks(),
        }
    }

    fn tasks(&mut self) -> Vec<String> {
        if !self.dice.chance(22) {
            return Vec::new();
        }
        let text = self.dice.text(&self.bank.pools.pool.tasks);
        vec![format!("therapist | {text}")]
    }

    fn feedback(&mut self, pool: &[String]) -> Vec<String> {
        let count = self.dice.between(0, 2);
        let mut rows: Vec<String> = Vec::new();
        for _ in 0..count {
            let text = self.dice.text(pool).to_owned();
            if rows.iter().any(|row| row.starts_with(&text)) {
                continue;
            }
            let became = self.dice.text(&self.bank.pools.pool.answers);
            rows.push(format!("{text} | {became}"));
        }
        rows
    }

    /// The week's telling contacts; the usual ones are added with the rest of the week.
    fn contacts(&mut self, text: &ThreadWeekText) -> Vec<String> {
        let days = ["mon", "tue", "wed", "thu"];
        let hours = ["15:30", "16:00", "16:30", "17:00", "17:30", "18:00"];
        let mut rows = Vec::new();
        for (offset, note) in text.notes.iter().enumerate() {
            let day = days.get(offset * 2 + self.dice.below(2)).unwrap_or(&"mon");
            let at = self.dice.pick(&hours).copied().unwrap_or("16:00");
            let minutes = self.dice.between(9, 18) * 5;
            let travel = self.dice.between(3, 8) * 5;
            let note = self.fill(note);
            rows.push(format!(
                "{day} {at} | visit | barn,vuxen | home | {minutes} | {travel} | family,individual | {note}"
            ));
        }
        rows
    }
}

/// Role, sex and relation of somebody in the household.
fn sexed(woman: bool, role: &str) -> [String; 3] {
    let sex = if woman { "f" } else { "m" };
    let relation = match (role, woman) {
        ("caregiver", true) => "mor",
        ("caregiver", false) => "far",
        (_, true) => "dotter",
        (_, false) => "son",
    };
    [role, sex, relation].map(str::to_owned)
}
