//! The other forms: functional analyses, the clarification process, tests, the trauma decision.

use hemma_domain::programme::{FormValues, Value};
use hemma_domain::time::Day;

use super::Writer;
use super::plan::{Form, one, text};
use crate::row::{Row, weekday};
use crate::text::{ClarificationText, FunctionalText, TraumaText};

impl Writer<'_> {
    pub(super) fn forms(&mut self) {
        if !self.can() {
            return;
        }
        let story = self.story;
        for analysis in &story.functional {
            self.functional(analysis);
        }
        if let Some(clarification) = &story.clarification {
            self.clarification(clarification);
            self.letters(clarification);
        }
        for trauma in &story.trauma {
            self.trauma(trauma);
        }
        for test in &story.test {
            for row in &test.items {
                self.test(test.week, Row(row));
            }
        }
        self.recovery();
    }

    /// A form of its own, written in a week of treatment.
    fn single(&mut self, kind: &'static str, on: Day, values: FormValues) {
        let series = self.dice.id();
        let form = Form {
            kind,
            series,
            number: 1,
            on,
            review: None,
        };
        self.form(form, values);
    }

    fn functional(&mut self, analysis: &FunctionalText) {
        let Some(adult) = self.key(&analysis.person) else {
            return;
        };
        let on = self.time.settle(self.time.day(analysis.week, 5));
        let incident =
            self.story.incident.iter().find(|incident| {
                incident.week == analysis.week || incident.week + 1 == analysis.week
            });
        let happened = match incident {
            Some(incident) => self.time.day(incident.week, weekday(&incident.day)),
            None => self.family.case.received_on.plus(-20),
        };
        let arousal = analysis
            .arousal
            .split(|letter: char| !letter.is_ascii_digit())
            .next()
            .and_then(|digits| digits.parse().ok())
            .unwrap_or(7);
        let child = FormValues::new()
            .with("child", Value::Person(self.child()))
            .with("was", Value::Choice(was(&analysis.force).to_owned()))
            .with("response", text(&analysis.response));
        let minute = one("happened", &analysis.force)
            .with("thought", text(&analysis.thoughts))
            .with("arousal", Value::Number(i64::min(arousal, 10)));
        let choices = analysis.choices.split(". ").map(|choice| {
            one("moment", "Här fanns ett val")
                .with("instead", text(choice.trim().trim_end_matches('.')))
        });
        let before = format!("{} {}", analysis.setting, analysis.antecedents);
        let values = FormValues::new()
            .with("happened_on", Value::Date(happened))
            .with(
                "place",
                text(analysis.setting.split(',').next().unwrap_or("")),
            )
            .with("adult", Value::Person(adult))
            .with("children", Value::Rows(vec![child]))
            .with("before", text(before.trim()))
            .with("minutes", Value::Rows(vec![minute]))
            .with("force", Value::Choices(force(&analysis.force)))
            .with("after", text(&analysis.consequences))
            .with("choices", Value::Rows(choices.collect()))
            .with("child_account", text(&analysis.child))
            .with("to_fit", text(&analysis.event))
            .with("safety_changed", Value::YesNo(incident.is_some()));
        self.single("functional_analysis", on, values);
    }

    fn clarification(&mut self, process: &ClarificationText) {
        let Some(parent) = self.key(&process.parent) else {
            return;
        };
        let codes = [
            "own_account",
            "questions",
            "letter",
            "readiness",
            "meeting",
            "after",
        ];
        let mut steps = Vec::new();
        let mut last = 1;
        for (row, code) in process.steps.iter().zip(codes) {
            let row = Row(row);
            let week = row.number(0).max(1);
            last = last.max(week);
            let on = self.time.settle(self.time.day(week, 6));
            steps.push(
                FormValues::new()
                    .with("step", Value::Choice(code.to_owned()))
                    .with("state", Value::Choice(row.at(1).to_owned()))
                    .with("on", Value::Date(on)),
            );
        }
        let children: Vec<FormValues> = self
            .keyed(process.children.iter().map(String::as_str))
            .into_iter()
            .map(|child| FormValues::new().with("child", Value::Person(child)))
            .collect();
        let ready = FormValues::new()
            .with("person", Value::Person(parent))
            .with("safe", Value::YesNo(true))
            .with("willing", Value::YesNo(true))
            .with("responsible", Value::YesNo(true));
        let meeting = self.time.settle(self.time.day(last.max(2) - 1, 6));
        let follow_up = process.steps.last().map_or("", |row| Row(row).at(2));
        let values = FormValues::new()
            .with("parent", Value::Person(parent))
            .with("about", text(&process.readiness))
            .with("children", Value::Rows(children))
            .with("steps", Value::Rows(steps))
            .with("ready", Value::Rows(vec![ready]))
            .with("meeting_on", Value::Date(meeting))
            .with(
                "reaction",
                text(&format!("{} {}", process.meeting, process.reaction)),
            )
            .with("follow_up", text(follow_up));
        let on = self.time.settle(self.time.day(last, 5));
        self.single("clarification", on, values);
    }

    /// The drafts of the letter, each kept.
    fn letters(&mut self, process: &ClarificationText) {
        let child = process.children.first().and_then(|key| self.key(key));
        let Some((parent, child)) = self.key(&process.parent).zip(child) else {
            return;
        };
        let count = process.drafts.len();
        for (index, row) in process.drafts.iter().enumerate() {
            let row = Row(row);
            let on = self.time.settle(self.time.day(row.number(0), 6));
            let last = index + 1 == count;
            let (state, looks): (&str, &[&str]) = match (last, index) {
                (true, _) => (
                    "read_out",
                    &[
                        "names_it",
                        "no_blame",
                        "feelings",
                        "answers",
                        "promises",
                        "no_demand",
                        "language",
                    ],
                ),
                (_, 0) => ("set_aside", &[]),
                _ => ("read_by_leader", &["names_it", "no_blame", "language"]),
            };
            let looks = looks.iter().map(|code| (*code).to_owned()).collect();
            let values = FormValues::new()
                .with("parent", Value::Person(parent))
                .with("child", Value::Person(child))
                .with("written_on", Value::Date(on))
                .with("letter", text(row.at(1)))
                .with("looks", Value::Choices(looks))
                .with("state", Value::Choice(state.to_owned()));
            self.single("clarification_letter", on, values);
        }
    }

    fn trauma(&mut self, trauma: &TraumaText) {
        let Some(person) = self.key(&trauma.person) else {
            return;
        };
        let on = self.time.settle(self.time.day(trauma.week, 4));
        let decision = match trauma.decision.as_str() {
            "yes" => "start",
            _ => "not_needed",
        };
        let mut values = FormValues::new()
            .with("person", Value::Person(person))
            .with("on", Value::Date(on))
            .with("stable", Value::YesNo(true))
            .with("decision", Value::Choice(decision.to_owned()))
            .with("reason", text(&trauma.text));
        if decision == "start" {
            values.set("start_on", Value::Date(on.plus(7)));
            values.set(
                "stop",
                text("Avbryts om säkerheten inte håller. Ny bedömning då."),
            );
        }
        self.single("trauma_decision", on, values);
    }

    fn test(&mut self, week: u32, row: Row<'_>) {
        let on = self.time.day(week, weekday(row.at(0)));
        let Some(person) = self.key(row.at(1)).filter(|_| self.time.covers(on)) else {
            return;
        };
        if on >= self.time.today {
            return;
        }
        let occasion = match row.at(3) {
            "random" => "random",
            "for-cause" => "suspicion",
            _ => "planned",
        };
        let substance = match row.at(5) {
            "cannabis" => "cannabis",
            _ => "alcohol",
        };
        let mut values = FormValues::new()
            .with("person", Value::Person(person))
            .with("on", Value::Date(on))
            .with("occasion", Value::Choice(occasion.to_owned()))
            .with("sample", Value::Choice(row.at(2).to_owned()))
            .with("result", Value::Choice(row.at(4).to_owned()))
            .with("substances", Value::Choices(vec![substance.to_owned()]));
        if !row.at(6).is_empty() {
            values.set("followed", text(row.at(6)));
        }
        self.single("substance_test", on, values);
    }

    /// The weekly figures of somebody who is tested: what the goal graph is drawn from.
    fn recovery(&mut self) {
        let story = self.story;
        let first = story.test.iter().flat_map(|test| &test.items).next();
        let Some(person) = first.and_then(|row| self.key(Row(row).at(1))) else {
            return;
        };
        for week in 1..=self.time.weeks {
            let positive = story
                .test
                .iter()
                .filter(|test| test.week == week)
                .any(|test| test.items.iter().any(|row| Row(row).at(4) == "positive"));
            let free = if positive { self.dice.between(3, 6) } else { 7 };
            let craving = (9 - i64::from(week) / 3).max(2) - self.dice.between(0, 1);
            let values = FormValues::new()
                .with("person", Value::Person(person))
                .with("from", Value::Date(self.time.day(week, 1)))
                .with("days_free", Value::Number(free))
                .with("activities", Value::Number(self.dice.between(1, 4)))
                .with("work_seeking", Value::Number(self.dice.between(0, 2)))
                .with("craving", Value::Number(craving));
            let on = self.time.settle(self.time.day(week, 7));
            self.single("recovery_week", on, values);
        }
    }
}

/// The kinds of force that a description names.
fn force(description: &str) -> Vec<String> {
    let lower = description.to_lowercase();
    let kinds: [(&str, &[&str]); 6] = [
        ("grip", &["tog ", "grep", "drog", "höll"]),
        ("push", &["knuff", "tryckte", "sköt"]),
        ("hit", &["slog", "slag", "örfil"]),
        ("object", &["kastade", "bälte"]),
        ("insult", &["skrek", "skrik"]),
        ("kick", &["spark"]),
    ];
    let found: Vec<String> = kinds
        .iter()
        .filter(|(_, words)| words.iter().any(|word| lower.contains(word)))
        .map(|(code, _)| (*code).to_owned())
        .collect();
    if found.is_empty() {
        return vec!["other".to_owned()];
    }
    found
}

/// Whether the child was hurt or away.
fn was(description: &str) -> &'static str {
    match description.starts_with("Inget våld") {
        true => "away",
        false => "hurt",
    }
}
