//! Weaves a story for a family that has none of its own: names, a household, and threads one after the other.

use crate::bank::Bank;
use crate::dice::Dice;
use crate::row::{Row, fill};
use crate::seats::{Reach, Seat};
use crate::text::{
    AssignmentText, BehaviourText, ClosingText, GoalsText, HomeText, IncidentText, PersonText,
    PlanText, ReportText, StepText, Story, SustainText, ThreadText, ThreadWeekText, WeekText,
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
        let names = &self.bank.pools.names;
        let family = format!(
            "{}{}",
            self.dice.text(&names.head),
            self.dice.text(&names.tail)
        );
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
        for number in 0..self.dice.between(0, 2) {
            let girl = self.dice.chance(50);
            let name = self.first(girl, true);
            if self.story.person.iter().any(|p| p.name.starts_with(&name)) {
                continue;
            }
            self.person(
                &format!("syskon{number}"),
                &name,
                &family,
                &sexed(girl, "child"),
            );
            let age = self.dice.between(2, oldest.max(3) + 1).min(17);
            self.age(age);
        }
        let mother = self.dice.chance(75);
        let adult = self.first(mother, false);
        self.names.adult = adult.clone();
        self.person("vuxen", &adult, &family, &sexed(mother, "caregiver"));
        self.grown();
        if let Some(person) = self.story.person.last_mut() {
            person.primary = true;
        }
        if self.dice.chance(45) {
            let second = self.first(!mother, false);
            self.person("andre", &second, &family, &sexed(!mother, "caregiver"));
            self.grown();
        }
        self.home();
    }

    fn grown(&mut self) {
        let age = self.dice.between(31, 48);
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
        format!("{head}{}", self.dice.text(&names.tail))
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
        free.get(index).map_or("Alva", |name| name.as_str()).to_owned()
    }

    /// A number out of those that are kept free for fiction.
    fn phone(&mut self) -> String {
        format!("070-174 06 {:02}", self.dice.between(5, 99))
    }

    /// Two or three matters, one after the other.
    fn threads(&mut self, programme: &str) -> Vec<ThreadText> {
        let mut fitting: Vec<&ThreadText> = self
            .bank
            .pools
            .thread
            .iter()
            .filter(|thread| thread.programmes.iter().any(|code| code == programme))
            .collect();
        let count = usize::try_from(self.dice.between(2, 3)).unwrap_or(2);
        let mut chosen = Vec::new();
        while chosen.len() < count && !fitting.is_empty() {
            chosen.push(fitting.remove(self.dice.below(fitting.len())).clone());
        }
        chosen
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
            self.story.goals.list.push(format!("{text} Mäts: {measure}"));
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
        // Few weeks of treatment lay the first threads tightly; many leave quiet weeks between.
        let stride = (weeks / laid.len().max(1)).max(1);
        let mut before: Option<&ThreadWeekText> = None;
        let mut number = 1;
        for (goal, text) in laid {
            if number > weeks {
                break;
            }
            let week = self.week(number, goal, text, before);
            self.story.week.push(week);
            before = Some(text);
            let pause = usize::try_from(self.dice.between(0, 1)).unwrap_or(0);
            number += stride + if stride > 1 { pause } else { 0 };
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
            let answer = self.dice.text(&self.bank.pools.pool.answers);
            let became = match self.dice.between(1, 10) {
                1..=7 => "done",
                8..=9 => "partly",
                _ => "not",
            };
            rows.push(format!("{text} | {became} | {answer}"));
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

    fn plans(&mut self) {
        let pool = &self.bank.pools.plan;
        let adults = self.keys(|role| role == "caregiver");
        let children = self.keys(|role| role == "target" || role == "child");
        let other = self.names.other.clone();
        let whole = self
            .story
            .person
            .iter()
            .find(|person| person.key == "andra")
            .map_or(other, |person| person.name.clone());
        let mut plan = PlanText {
            week: 1,
            review_weeks: 4,
            relapse: self.fill(&pool.relapse),
            code_word: self.dice.text(&pool.codewords).to_owned(),
            cascade: [
                whole.as_str(),
                "Jourtelefonen",
                "Socialjouren",
                "112",
            ]
            .map(str::to_owned)
            .to_vec(),
            ..PlanText::default()
        };
        plan.risks = self.some(&pool.risks, 2);
        plan.triggers = self.some(&pool.triggers, 3);
        plan.means = self
            .some(&pool.means, 2)
            .iter()
            .map(|row| Row(row).at(1).to_owned())
            .collect();
        for key in &adults {
            let sign = self.dice.text(&pool.signs_adult).to_owned();
            plan.signs.push(format!("{key} | {sign}"));
            for (level, list) in [
                ("low", &pool.low),
                ("medium", &pool.medium),
                ("high", &pool.high),
            ] {
                let step = self.dice.text(list).to_owned();
                plan.steps.push(format!("{level} | {key} | {}", self.fill(&step)));
            }
        }
        for key in &children {
            let sign = self.dice.text(&pool.signs_child).to_owned();
            plan.signs.push(format!("{key} | {sign}"));
            for (level, list) in [("low", &pool.low_child), ("high", &pool.high_child)] {
                let step = self.dice.text(list).to_owned();
                plan.steps.push(format!("{level} | {key} | {}", self.fill(&step)));
            }
            plan.safe.push(format!("{key} | {whole} | Hemma hos {}", self.names.other));
        }
        let words = self.dice.text(&pool.words);
        plan.words = format!("{}: ”{words}”", self.names.child);
        plan.signed = adults.into_iter().chain(children).collect();
        plan.signed.push("andra".to_owned());
        self.story.plan.push(plan);
        self.later_plans();
    }

    /// New versions of the plan as the weeks go by.
    fn later_plans(&mut self) {
        let signed = self
            .story
            .plan
            .first()
            .map(|plan| plan.signed.clone())
            .unwrap_or_default();
        let mut week = 7;
        while week <= self.story.weeks_open {
            let triggers = self.some(&self.bank.pools.plan.triggers, 3);
            self.story.plan.push(PlanText {
                week,
                review_weeks: 4,
                why: "Ordinarie översyn med familjen.".to_owned(),
                triggers,
                signed: signed.clone(),
                ..PlanText::default()
            });
            week += 8;
        }
    }

    fn keys(&self, is: impl Fn(&str) -> bool) -> Vec<String> {
        self.story
            .person
            .iter()
            .filter(|person| is(&person.role))
            .map(|person| person.key.clone())
            .collect()
    }

    /// Some of a list, each at most once.
    fn some(&mut self, list: &[String], count: usize) -> Vec<String> {
        let mut left: Vec<&String> = list.iter().collect();
        let mut chosen = Vec::new();
        while chosen.len() < count && !left.is_empty() {
            let text = left.remove(self.dice.below(left.len())).clone();
            chosen.push(self.fill(&text));
        }
        chosen
    }

    /// An incident now and then, and reports to the referrer.
    fn events(&mut self) {
        let weeks = i64::from(self.story.weeks_open);
        let pool = &self.bank.pools.pool;
        if weeks > 3 && self.dice.chance(18) {
            let row = self.dice.text(&self.bank.pools.plan.incident).to_owned();
            let row = self.fill(&row);
            let row = Row(&row);
            let week = u32::try_from(self.dice.between(2, weeks - 1)).unwrap_or(2);
            let day = ["tue", "wed", "sat", "sun"];
            self.story.incident.push(IncidentText {
                week,
                day: self.dice.pick(&day).copied().unwrap_or("tue").to_owned(),
                time: "18:40".to_owned(),
                kind: row.at(0).to_owned(),
                person: "vuxen".to_owned(),
                about: vec!["barn".to_owned()],
                what: row.at(1).to_owned(),
                harm: row.at(2).to_owned(),
                step_used: row.at(3).to_owned(),
                reports: row.at(4).split(' ').map(str::to_owned).collect(),
                after: String::new(),
            });
        }
        let mut week = 4;
        while i64::from(week) <= weeks {
            let text = format!(
                "Säkerhet: {} {} Nästa: {}",
                self.dice.text(&pool.report_safety),
                self.dice.text(&pool.report_goals),
                self.dice.text(&pool.report_next)
            );
            self.story.report.push(ReportText { week, text });
            week += 6;
        }
    }

    fn closing(&mut self) {
        let pool = &self.bank.pools.pool;
        let (reason, good) = match self.dice.between(1, 100) {
            1..=80 => ("completed", true),
            81..=86 => ("lack_of_engagement", false),
            87..=94 => ("placed", false),
            _ => ("moved", true),
        };
        let texts = [
            &pool.closing_background,
            &pool.closing_course,
            &pool.closing_changes,
        ]
        .map(|list| self.dice.text(list).to_owned());
        let [background, course, changes] = texts.map(|text| self.fill(&text));
        let remaining = self.dice.text(&pool.closing_remaining).to_owned();
        let recommendation = self.dice.text(&pool.closing_recommendation).to_owned();
        let goals = self
            .story
            .goals
            .list
            .iter()
            .map(|_| match (good, self.dice.between(1, 100)) {
                (true, 1..=72) | (false, 1..=10) => "met",
                (true, _) | (false, 11..=50) => "partly",
                _ => "not",
            })
            .map(str::to_owned)
            .collect();
        let (outcomes, instrumental) = self.outcomes(reason, good);
        self.story.closing = Some(ClosingText {
            reason: reason.to_owned(),
            goals,
            outcomes,
            instrumental,
            summary: format!("{background} {course}\n\n{changes}"),
            remaining,
            recommendation,
            followups: Vec::new(),
        });
        if good {
            let items = pool.sustain.iter().map(|text| self.fill(text)).collect();
            self.story.sustain_plan = Some(SustainText { items });
        }
    }

    fn outcomes(&mut self, reason: &str, good: bool) -> (Vec<String>, Vec<String>) {
        let (ends, means): (&[&str], &[&str]) = if self.can {
            (
                &["home", "school", "no_new_report", "no_violence"],
                &["parenting", "safety_own", "family_relations", "network", "school_work"],
            )
        } else {
            (
                &["home", "school", "no_arrest"],
                &["parenting", "family_relations", "network", "school_work", "peers"],
            )
        };
        let odds = if good { 88 } else { 45 };
        let mut answer = |code: &&str| {
            let yes = match (*code, reason) {
                ("home", "placed") => false,
                _ => self.dice.chance(odds),
            };
            format!("{code} | {}", if yes { "yes" } else { "no" })
        };
        let ends = ends.iter().map(&mut answer).collect();
        let means = means.iter().map(&mut answer).collect();
        (ends, means)
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
