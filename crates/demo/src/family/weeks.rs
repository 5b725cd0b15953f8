//! The weekly loop, week after week, up to the half-written one of today.

use hemma_domain::ids::{DriverId, FeedbackId, FitId, StepId};
use hemma_domain::time::{Instant, Week};
use hemma_domain::week::{
    CaseWeek, Driver, Feedback, Fit, FitKind, FollowUp, Intervention, SafetyChange, Section, Step,
    StepOutcome, Voice, WeekField, WeekText as SavedText,
};

use super::{WeekFile, Writer};
use crate::row::{Row, hour, parts};
use crate::text::{StepText, WeekText};

/// Where in the family's list the steps of the week before stand.
type Before = std::ops::Range<usize>;

impl Writer<'_> {
    pub(super) fn weeks(&mut self) {
        let story = self.story;
        let mut before: Before = 0..0;
        for number in 1..=self.time.weeks {
            let told = story.week.iter().find(|week| week.n == number);
            before = match told {
                Some(text) => self.told_week(text, before),
                None => self.quiet_week(number, before),
            };
        }
        if self.time.is_open() && self.time.covers(self.time.today) {
            self.current_week(before);
        }
    }

    /// A week as it was written down.
    fn told_week(&mut self, text: &WeekText, before: Before) -> Before {
        self.judge(before, &text.prev);
        let week = self.time.week(text.n);
        let driver_ids = if self.seat.thin || text.fit.is_empty() {
            Vec::new()
        } else {
            self.fit(week, text)
        };
        let begin = self.family.steps.len();
        for (index, step) in text.steps.iter().enumerate() {
            let driver = step.d.checked_sub(1).and_then(|at| driver_ids.get(at));
            let step = self.step(week, index, step, driver.copied());
            self.family.steps.push(step);
        }
        self.file(text.n, text);
        if !self.seat.thin {
            self.feedback(text);
        }
        begin..self.family.steps.len()
    }

    /// A week in which the open steps went on.
    fn quiet_week(&mut self, number: u32, before: Before) -> Before {
        let pool = &self.bank.pools.pool;
        let open: Vec<Step> = self
            .family
            .steps
            .get(before.clone())
            .map_or(Vec::new(), |steps| steps.iter().take(2).cloned().collect());
        let rows: Vec<String> = open
            .iter()
            .map(|_| format!("partly | {}", self.dice.text(&pool.goes_on)))
            .collect();
        self.judge(before, &rows);
        let week = self.time.week(number);
        let begin = self.family.steps.len();
        for (index, old) in open.into_iter().enumerate() {
            let step = Step {
                id: StepId(self.dice.id()),
                week,
                number: count(index),
                outcome: None,
                evidence: String::new(),
                carried_from: Some(old.id),
                changed_at: self.written(week),
                judged_at: None,
                ..old
            };
            self.family.steps.push(step);
        }
        let advances = match self.happened(number) {
            true => "Planen höll. Resten av veckan följde familjen den dag för dag.",
            false => self.dice.text(&pool.quiet),
        };
        let text = WeekText {
            n: number,
            advances: advances.to_owned(),
            safety: self.dice.text(&pool.safety_same).to_owned(),
            ..WeekText::default()
        };
        self.file(number, &text);
        begin..self.family.steps.len()
    }

    /// The week that is going on: begun, not handed in.
    fn current_week(&mut self, before: Before) {
        let week = Week::of(self.time.today);
        let earlier = self.time.now.plus_seconds(-14 * 3600);
        let begun = self.time.weeks > 0 && earlier.day() >= week.first_day();
        let mut texts = Vec::new();
        if begun && self.dice.chance(60) {
            let text = self.dice.text(&self.bank.pools.pool.begun).to_owned();
            texts.push(self.saved(WeekField::Advances, &text, earlier));
            if self.dice.chance(50) {
                let rows = ["partly | Hittills ja. Veckan är inte slut.".to_owned()];
                self.judge(before.start..before.end.min(before.start + 1), &rows);
            }
        }
        let changed_at = texts.last().map(|text| text.at);
        self.family.weeks.push(WeekFile {
            week: CaseWeek {
                changed_at,
                version: 1,
                ..CaseWeek::empty(self.family.case.id, week)
            },
            texts,
            safety_change: None,
            decisions: String::new(),
        });
    }

    /// Says how the steps of the week before went.
    fn judge(&mut self, before: Before, rows: &[String]) {
        let now = self.time.now;
        let steps = self.family.steps.get_mut(before).unwrap_or_default();
        for (index, step) in steps.iter_mut().enumerate() {
            let judged = step.week.next().day(5).at(hour(15, 0)).min(now);
            step.judged_at = Some(judged);
            let row = Row(rows.get(index).map_or("", String::as_str));
            step.outcome = Some(match row.at(0) {
                "met" => StepOutcome::Met,
                "partly" => StepOutcome::Partly,
                "not" => StepOutcome::NotMet,
                _ => StepOutcome::NotTried,
            });
            row.at(1).clone_into(&mut step.evidence);
        }
    }

    fn fit(&mut self, week: Week, text: &WeekText) -> Vec<DriverId> {
        let id = FitId(self.dice.id());
        let changed_at = self.written(week);
        let mut drivers = Vec::new();
        for (index, row) in text.drivers.iter().enumerate() {
            let row = Row(row);
            let system = row.at(0);
            drivers.push(Driver {
                id: DriverId(self.dice.id()),
                fit: id,
                number: count(index),
                system: system.trim_end_matches('!').to_owned(),
                text: row.at(1).to_owned(),
                evidence: row.at(2).to_owned(),
                prioritised: system.ends_with('!'),
                changed_at,
                version: 1,
            });
        }
        let ids = drivers.iter().map(|driver| driver.id).collect();
        self.family.fits.push(Fit {
            id,
            case: self.family.case.id,
            week,
            number: 1,
            kind: match text.kind.as_str() {
                "barrier" => FitKind::Barrier,
                "interaction" => FitKind::Interaction,
                "success" => FitKind::Success,
                _ => FitKind::Behaviour,
            },
            target: text.fit.clone(),
            drivers,
            changed_at,
            version: 1,
        });
        ids
    }

    fn step(
        &mut self,
        week: Week,
        index: usize,
        text: &StepText,
        driver: Option<DriverId>,
    ) -> Step {
        let goal = text
            .g
            .checked_sub(1)
            .and_then(|at| self.family.goals.get(at));
        let interventions = text.deeds.iter().map(|deed| {
            let [what, who, when, measure] = parts(deed).map(str::to_owned);
            Intervention {
                what,
                who,
                when,
                measure,
            }
        });
        Step {
            id: StepId(self.dice.id()),
            case: self.family.case.id,
            week,
            number: count(index),
            goal: goal.map(|goal| goal.id),
            driver,
            text: text.s.clone(),
            interventions: interventions.collect(),
            principles: text
                .p
                .split(' ')
                .map(|number| format!("P{number}"))
                .collect(),
            outcome: None,
            evidence: String::new(),
            carried_from: None,
            changed_at: self.written(week),
            judged_at: None,
            version: 1,
        }
    }

    /// When the therapist wrote in a week: on its Friday afternoon, never later than now.
    fn written(&self, week: Week) -> Instant {
        week.day(5).at(hour(15, 20)).min(self.time.now)
    }

    /// The week's texts and the times of its steps.
    fn file(&mut self, number: u32, text: &WeekText) {
        let week = self.time.week(number);
        let handed_in = self.handed_in(number);
        let written = match handed_in {
            Some(at) => at.plus_seconds(-1500),
            None => week.last_day().at(hour(19, 10)).min(self.time.now),
        };
        let rhythm = self.time.rhythm;
        let supervised =
            handed_in.and_then(|_| self.time.past(rhythm.supervision_on(week).at(hour(10, 40))));
        let consulted = supervised
            .and_then(|_| {
                self.time
                    .past(rhythm.consultation_on(week).at(hour(14, 15)))
            })
            .filter(|_| !self.dice.chance(6));
        let safety = match self.happened(number) && text.safety.starts_with("Oförändrad") {
            true => "Planen användes, se händelsen. Genomgången med alla efteråt.".to_owned(),
            false => text.safety.clone(),
        };
        let fields = [
            (WeekField::Advances, &text.advances),
            (WeekField::Barriers, &text.barriers),
            (WeekField::Question, &text.question),
            (WeekField::Safety, &safety),
        ];
        let texts = fields
            .into_iter()
            .filter(|(_, text)| !text.is_empty())
            .map(|(field, text)| self.saved(field, text, written))
            .collect();
        let decisions = match supervised {
            Some(_) if self.dice.chance(55) => {
                self.dice.text(&self.bank.pools.pool.decisions).to_owned()
            }
            _ => String::new(),
        };
        let by = self.therapist();
        let safety_change = Some(self.safety(number, &text.safety));
        self.family.weeks.push(WeekFile {
            week: CaseWeek {
                case: self.family.case.id,
                week,
                safety_change,
                decisions: decisions.clone(),
                decisions_version: 1,
                handed_in: handed_in.map(|at| (at, by)),
                supervised_at: supervised,
                consulted_at: consulted,
                changed_at: Some(consulted.or(supervised).unwrap_or(written)),
                version: 1,
            },
            texts,
            safety_change,
            decisions,
        });
    }

    /// What the week says of safety: an incident made it worse, a new plan better.
    fn safety(&self, number: u32, text: &str) -> SafetyChange {
        if self
            .story
            .incident
            .iter()
            .any(|incident| incident.week == number)
        {
            return SafetyChange::Worse;
        }
        match text.split([' ', '.']).next() {
            Some("Ny" | "Ändrad") => SafetyChange::Better,
            _ => SafetyChange::Unchanged,
        }
    }

    /// Whether something happened in a week.
    fn happened(&self, number: u32) -> bool {
        let incidents = &self.story.incident;
        incidents.iter().any(|incident| incident.week == number)
    }

    fn saved(&self, field: WeekField, text: &str, at: Instant) -> SavedText {
        SavedText {
            field,
            text: text.to_owned(),
            by: self.therapist(),
            at,
            version: 1,
        }
    }

    /// When the summary was handed in: some on Friday, some on Sunday evening, most on Monday, a few late.
    fn handed_in(&mut self, number: u32) -> Option<Instant> {
        let rhythm = self.time.rhythm;
        let week = self.time.week(number);
        let last = self.time.is_open() && number == self.time.weeks;
        let throw = self.dice.between(1, 100);
        let minute = u8::try_from(self.dice.between(0, 59)).unwrap_or(0);
        let quarter = u8::try_from(self.dice.between(7, 11)).unwrap_or(9);
        let due = rhythm.hand_in_due(week);
        let late = week
            .next()
            .day(rhythm.supervision_weekday)
            .at(hour(8, minute));
        if self.story.late_summary && number + 1 >= self.time.weeks {
            let open = last || due.plus_seconds(7 * 86_400) > self.time.now;
            let previous_is_last_due = self.time.past(self.last_due()).is_none();
            let missing = last || (open && previous_is_last_due);
            return if missing { None } else { self.time.past(late) };
        }
        let at = match throw {
            1..=28 => week.day(5).at(hour(15, minute)),
            29..=40 => week.day(7).at(hour(20, minute)),
            41..=92 => week.next().day(1).at(hour(quarter, minute)),
            _ => late,
        };
        match throw {
            90.. if last => None,
            _ => self.time.past(at),
        }
    }

    /// When the last written summary was due.
    fn last_due(&self) -> Instant {
        self.time
            .rhythm
            .hand_in_due(self.time.week(self.time.weeks))
    }

    fn feedback(&mut self, text: &WeekText) {
        let Some(file) = self.family.weeks.last() else {
            return;
        };
        let file = file.week.clone();
        let Some((handed_in, _)) = file.handed_in else {
            return;
        };
        let week = file.week;
        let rhythm = self.time.rhythm;
        let minute = u8::try_from(self.dice.between(5, 55)).unwrap_or(30);
        // The leader reads what came on Friday the same afternoon.
        let early = handed_in.day() == week.day(5);
        let led = match early {
            true => week.day(5).at(hour(16, minute)),
            false => rhythm.supervision_on(week).at(hour(8, minute)),
        };
        if let Some(at) = self.time.past(led) {
            let leader = self.place.crew.leader;
            for row in &text.leader {
                let point = self.point(text.n, Row(row), (Voice::Leader, leader, at));
                self.family.feedback.push(point);
            }
        }
        let consulted = file.consulted_at.zip(self.place.crew.consultant);
        if let Some((at, consultant)) = consulted {
            let at = at.plus_seconds(-600);
            for row in &text.consultant {
                let point = self.point(text.n, Row(row), (Voice::Consultant, consultant, at));
                self.family.feedback.push(point);
            }
        }
    }

    fn point(
        &mut self,
        number: u32,
        row: Row<'_>,
        (voice, by, at): (Voice, hemma_domain::ids::StaffId, Instant),
    ) -> Feedback {
        let week = self.time.week(number);
        let pool = &self.bank.pools.pool;
        let answer = match (row.at(1).ends_with('?'), self.dice.between(1, 100)) {
            (true, 1..=65) => self.dice.text(&pool.thanks).to_owned(),
            (false, 1..=30) => self.dice.text(&pool.thanks_plain).to_owned(),
            _ => String::new(),
        };
        let answered = self
            .time
            .past(at.plus_seconds(22 * 3600))
            .filter(|_| !answer.is_empty());
        let follow_up = match row.at(2) {
            "done" => Some(FollowUp::Done),
            "partly" => Some(FollowUp::Partly),
            "not" => Some(FollowUp::NotDone),
            _ => None,
        };
        // What became of it is marked with the next summary.
        let marked = number < self.time.weeks
            && self
                .time
                .past(week.next().next().day(1).at(hour(12, 0)))
                .is_some();
        let follow_up = follow_up.filter(|_| marked);
        let by_therapist = self.therapist();
        Feedback {
            id: FeedbackId(self.dice.id()),
            case: self.family.case.id,
            week,
            section: section(row.at(0)),
            voice,
            by,
            at,
            text: row.at(1).to_owned(),
            answer: answered.map(|_| answer).unwrap_or_default(),
            answered: answered.map(|at| (at, by_therapist)),
            follow_up,
            followed_in: follow_up.map(|_| week.next()),
            follow_note: follow_up.map(|_| row.at(3).to_owned()).unwrap_or_default(),
            version: 1,
        }
    }
}

/// A number counted from 1.
fn count(index: usize) -> u32 {
    u32::try_from(index + 1).unwrap_or(1)
}

/// The section of the page that a point speaks of.
fn section(word: &str) -> Section {
    match word.split(' ').next().unwrap_or("") {
        "Steg" | "steps" => Section::NewSteps,
        "Fit" | "fit" => Section::Fit,
        "Frågan" | "question" => Section::Question,
        "Säkerhet" | "safety" => Section::Safety,
        "Framsteg" | "advances" => Section::Advances,
        "Hinder" | "barriers" => Section::Barriers,
        "Mål" => Section::Frame,
        "Tester" | "Prov" => Section::Steps,
        _ => Section::Whole,
    }
}
