//! The safety plan in its versions, with the names under it.

use hemma_domain::artefact::{Artefact, ArtefactState, Signature};
use hemma_domain::ids::{ArtefactId, PersonId};
use hemma_domain::programme::{FormValues, Value};
use hemma_domain::time::Day;
use uuid::Uuid;

use super::Writer;
use crate::row::{Row, hour, weekday};
use crate::text::PlanText;

/// What is rung when nobody of the network answers.
const PHONES: [(&str, &str); 3] = [
    ("Jourtelefonen", "08-465 004 99"),
    ("Socialjouren", "08-465 004 98"),
    ("112", "112"),
];

impl Writer<'_> {
    pub(super) fn plans(&mut self) {
        let story = self.story;
        if !self.can() {
            return;
        }
        let series = self.dice.id();
        let mut plan = PlanText::default();
        let mut number = 0;
        for text in &story.plan {
            let on = self.plan_day(text.week);
            if text.week > self.time.weeks || on > self.time.today {
                continue;
            }
            plan = carry(plan, text);
            number += 1;
            let review = self.review(on, &plan);
            let values = self.plan_values(&plan, on, review);
            self.supersede(series);
            let form = Form {
                kind: "safety_plan",
                series,
                number,
                on,
                review: Some(review),
            };
            let id = self.form(form, values);
            for person in self.keyed(plan.signed.iter().map(String::as_str)) {
                self.sign(id, person, on);
            }
            self.family.case.safety_review_on = Some(review);
        }
    }

    /// The day of a version: of the last visit or meeting of its week.
    fn plan_day(&self, week: u32) -> Day {
        let story = self.story;
        let rows = story.week.iter().filter(|text| text.n == week);
        let day = rows
            .flat_map(|text| &text.contacts)
            .filter(|row| matches!(Row(row).at(1), "visit" | "network"))
            .map(|row| weekday(Row(row).at(0).split(' ').next().unwrap_or("thu")))
            .max()
            .unwrap_or(4);
        match week {
            1 => self.time.opened,
            _ => self.time.settle(self.time.day(week, day)),
        }
    }

    /// When the version must be looked at again: reviews in the weeks after it move the day on.
    fn review(&mut self, on: Day, plan: &PlanText) -> Day {
        let story = self.story;
        let weeks = plan.review_weeks.max(2);
        let reviewed = story
            .week
            .iter()
            .filter(|text| text.n > plan.week && text.safety.starts_with("Översyn gjord"))
            .map(|text| self.time.day(text.n, 4))
            .filter(|day| {
                !story
                    .plan
                    .iter()
                    .any(|next| next.week > plan.week && self.time.day(next.week, 1) <= *day)
            })
            .max();
        let review = reviewed.unwrap_or(on).plus(weeks * 7);
        let last = story.plan.last().is_none_or(|next| next.week <= plan.week);
        if self.time.is_open() && last && review < self.time.today && !story.plan_overdue {
            return self.time.today.plus(self.dice.between(2, 20));
        }
        review
    }

    /// The version in force before is followed by another.
    fn supersede(&mut self, series: Uuid) {
        let forms = self.family.artefacts.iter_mut();
        for form in forms.filter(|form| form.series == series) {
            if let ArtefactState::InForce {
                signed_at,
                signed_by,
            } = form.state
            {
                form.state = ArtefactState::Superseded {
                    signed_at,
                    signed_by,
                };
            }
        }
    }

    fn sign(&mut self, artefact: ArtefactId, person: PersonId, on: Day) {
        self.family.signatures.push(Signature {
            artefact,
            person,
            on,
            how: "på papper vid köksbordet".to_owned(),
        });
    }

    fn plan_values(&self, plan: &PlanText, on: Day, review: Day) -> FormValues {
        let target = self.child();
        let rows = |list: &[String], row: &dyn Fn(Row<'_>) -> Option<FormValues>| {
            Value::Rows(list.iter().filter_map(|text| row(Row(text))).collect())
        };
        let person = |key: &str| self.key(key).map(Value::Person);
        let mut values = FormValues::new();
        values.set("risks", self.risks(plan));
        let triggers = rows(&plan.triggers, &|row| Some(one("trigger", row.0)));
        values.set("triggers", triggers);
        let signs = rows(&plan.signs, &|row| {
            Some(one("behaviour", row.at(1)).with("person", person(row.at(0))?))
        });
        values.set("warning_signs", signs);
        let steps = rows(&plan.steps, &|row| {
            let level = match row.at(0) {
                "low" => "rising",
                "medium" => "tense",
                _ => "danger",
            };
            Some(
                one("step", row.at(2))
                    .with("level", Value::Choice(level.to_owned()))
                    .with("person", person(row.at(1))?),
            )
        });
        values.set("steps", steps);
        let safe = rows(&plan.safe, &|row| {
            Some(
                one("adult", row.at(1))
                    .with("child", person(row.at(0))?)
                    .with("phone", text(&self.phone_of(row.at(1))))
                    .with("place", text(row.at(2))),
            )
        });
        values.set("safe_places", safe);
        if !plan.code_word.is_empty() {
            values.set("code_word", text(&plan.code_word));
        }
        let means = rows(&plan.means, &|row| {
            Some(
                one("how", row.0)
                    .with("what", Value::Choice(means(row.0).to_owned()))
                    .with("checked_on", Value::Date(on)),
            )
        });
        values.set("means", means);
        values.set("relapse_stays", text(&plan.relapse));
        values.set(
            "contacts",
            rows(&plan.cascade, &|row| Some(self.called(row.0))),
        );
        if let Some(no_go) = self.no_go() {
            values.set("no_go", no_go);
        }
        let child = self.named(&plan.words).unwrap_or(target);
        let words = one("words", &plan.words).with("child", Value::Person(child));
        values.set("child_words", Value::Rows(vec![words]));
        values.set("next_review", Value::Date(review));
        let copies = ["home", "handler"].map(str::to_owned).to_vec();
        values.set("copies", Value::Choices(copies));
        values
    }

    fn risks(&self, plan: &PlanText) -> Value {
        let rows = plan.risks.iter().enumerate().map(|(index, risk)| {
            let level = if index == 0 { "high" } else { "medium" };
            one("risk", risk)
                .with("whom", Value::Person(self.child()))
                .with("level", Value::Choice(level.to_owned()))
        });
        Value::Rows(rows.collect())
    }

    fn called(&self, who: &str) -> FormValues {
        let known = PHONES.iter().find(|(name, _)| *name == who);
        let phone = known.map_or_else(|| self.phone_of(who), |(_, phone)| (*phone).to_owned());
        let phone = if phone.is_empty() {
            "se personlistan"
        } else {
            &phone
        };
        one("who", who).with("phone", text(phone))
    }

    /// Who may not be there, or may not know where the family lives.
    fn no_go(&self) -> Option<Value> {
        let story = self.story;
        let row = |key: &String, why: &str| {
            let person = story.person.iter().find(|person| person.key == *key)?;
            Some(
                one("who", &person.name)
                    .with("why", text(why))
                    .with("then", text("Öppna inte. Ring 112, sedan jourtelefonen.")),
            )
        };
        let barred = story
            .no_go
            .iter()
            .filter_map(|key| row(key, "Hot och våld. Får inte vara i hemmet."));
        let hidden = story
            .hidden_from
            .iter()
            .filter_map(|key| row(key, "Får inte veta var familjen bor."));
        let rows: Vec<FormValues> = barred.chain(hidden).collect();
        (!rows.is_empty()).then_some(Value::Rows(rows))
    }
}

/// A form to be written.
pub(super) struct Form {
    pub(super) kind: &'static str,
    pub(super) series: Uuid,
    pub(super) number: u32,
    pub(super) on: Day,
    pub(super) review: Option<Day>,
}

impl Writer<'_> {
    /// Writes and signs one version of a form.
    pub(super) fn form(&mut self, form: Form, values: FormValues) -> ArtefactId {
        let id = ArtefactId(self.dice.id());
        let signed_by = self.therapist();
        let signed_at = self.time.afternoon(form.on);
        self.family.artefacts.push(Artefact {
            id,
            case: self.family.case.id,
            kind: form.kind.to_owned(),
            series: form.series,
            number: form.number,
            values,
            state: ArtefactState::InForce {
                signed_at,
                signed_by,
            },
            review_on: form.review,
            written_by: signed_by,
            written_at: form.on.at(hour(14, 5)).min(signed_at),
            version: 1,
        });
        id
    }
}

/// What a version leaves out stays as it was.
fn carry(before: PlanText, text: &PlanText) -> PlanText {
    let list = |new: &Vec<String>, old: Vec<String>| if new.is_empty() { old } else { new.clone() };
    let word = |new: &String, old: String| if new.is_empty() { old } else { new.clone() };
    PlanText {
        week: text.week,
        review_weeks: text.review_weeks,
        why: text.why.clone(),
        risks: list(&text.risks, before.risks),
        triggers: list(&text.triggers, before.triggers),
        signs: list(&text.signs, before.signs),
        steps: list(&text.steps, before.steps),
        safe: list(&text.safe, before.safe),
        means: list(&text.means, before.means),
        relapse: word(&text.relapse, before.relapse),
        cascade: list(&text.cascade, before.cascade),
        code_word: word(&text.code_word, before.code_word),
        words: word(&text.words, before.words),
        signed: list(&text.signed, before.signed),
    }
}

/// A row with one text.
pub(super) fn one(field: &str, words: &str) -> FormValues {
    FormValues::new().with(field, text(words))
}

pub(super) fn text(words: &str) -> Value {
    Value::Text(words.to_owned())
}

/// What a line on means is about.
fn means(line: &str) -> &'static str {
    let lower = line.to_lowercase();
    let kinds = [
        ("vapen", "weapons"),
        ("kniv", "knives"),
        ("läkemedel", "medicines"),
        ("tablett", "medicines"),
        ("alkohol", "alcohol_drugs"),
        ("drog", "alcohol_drugs"),
        ("brand", "fire"),
        ("spis", "fire"),
        ("lås", "keys"),
        ("nyck", "keys"),
    ];
    kinds
        .iter()
        .find(|(word, _)| lower.contains(word))
        .map_or("other", |(_, kind)| kind)
}
