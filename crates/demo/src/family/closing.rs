//! The end: outcomes, the plan that the family keeps, the summary, and the calls afterwards.

use hemma_domain::case::OutcomeValue;
use hemma_domain::followup::{FollowUpDue, Outcome};
use hemma_domain::programme::{FormValues, Value};
use hemma_domain::time::Day;

use super::Writer;
use super::plan::{Form, one, text};
use crate::row::Row;
use crate::text::{ClosingText, SustainText};

/// Months after closing at which the family is rung.
const FOLLOW_UPS: [u32; 3] = [6, 12, 18];

impl Writer<'_> {
    pub(super) fn closing(&mut self) {
        let story = self.story;
        let group = self.place.team.programme == "KOMET";
        if let Some(sustain) = story.sustain_plan.as_ref().filter(|_| !group) {
            self.sustain(sustain);
        }
        let Some((closing, ended)) = story.closing.as_ref().zip(self.time.ended) else {
            return;
        };
        for row in closing.outcomes.iter().chain(&closing.instrumental) {
            self.outcome(0, Row(row));
        }
        if group {
            return;
        }
        self.summary(closing, ended);
        let therapist = self.therapist();
        for months in FOLLOW_UPS {
            let due_on = ended.plus_months(i64::from(months));
            let rung = due_on.plus(self.dice.between(0, 12));
            let passed = rung < self.time.today && self.dice.chance(85);
            let remark = match (passed, rung < self.time.today) {
                (false, true) => "Ringd två gånger, inget svar.",
                _ => "",
            };
            if passed {
                self.later_outcomes(months, closing);
            }
            self.family.follow_ups.push(FollowUpDue {
                case: self.family.case.id,
                months,
                due_on,
                done: passed.then_some((rung, therapist)),
                remark: remark.to_owned(),
                version: 1,
            });
        }
    }

    fn outcome(&mut self, months: u32, row: Row<'_>) {
        self.family.outcomes.push(Outcome {
            case: self.family.case.id,
            months,
            code: row.at(0).to_owned(),
            value: match row.at(1) {
                "yes" => OutcomeValue::Yes,
                "no" => OutcomeValue::No,
                _ => OutcomeValue::Unknown,
            },
        });
    }

    /// At a follow-up the ends are asked for again; most are as they were.
    fn later_outcomes(&mut self, months: u32, closing: &ClosingText) {
        for row in &closing.outcomes {
            let turned = self.dice.chance(7);
            let code = Row(row).at(0);
            let row = if turned {
                format!("{code} | unknown")
            } else {
                row.clone()
            };
            self.outcome(months, Row(&row));
        }
    }

    fn sustain(&mut self, plan: &SustainText) {
        let on = self.time.settle(self.time.day(self.time.weeks, 4));
        let is_sign = |item: &&String| item.starts_with("Tidiga tecken");
        let mut skills: Vec<FormValues> = plan
            .items
            .iter()
            .filter(|item| !is_sign(item))
            .map(|item| one("skill", item))
            .collect();
        if skills.is_empty() {
            skills.push(one("skill", "Planen läses högt en gång i månaden."));
        }
        let mut signs: Vec<FormValues> = plan
            .items
            .iter()
            .filter(is_sign)
            .map(|item| {
                let sign = item.trim_start_matches("Tidiga tecken: ");
                one("sign", sign).with("then", text("Vi gör som det står överst i planen."))
            })
            .collect();
        if signs.is_empty() {
            let sign = one("sign", "Någon är rädd att säga hur det är.");
            signs.push(sign.with("then", text("Vi ringer den som står först på listan.")));
        }
        let barred = self.story.no_go.iter().chain(&self.story.hidden_from);
        let barred: Vec<_> = barred.filter_map(|key| self.key(key)).collect();
        let network: Vec<FormValues> = self
            .family
            .persons
            .iter()
            .filter(|person| !person.in_household && !barred.contains(&person.id))
            .take(4)
            .map(|person| {
                one("who", &person.full_name())
                    .with("with", text("Vet vad planen säger och kan ringas."))
                    .with("phone", text(&person.phone))
            })
            .collect();
        let values = FormValues::new()
            .with("skills", Value::Rows(skills))
            .with("signs", Value::Rows(signs))
            .with("network", Value::Rows(network));
        let series = self.dice.id();
        let form = Form {
            kind: "sustainability_plan",
            series,
            number: 1,
            on,
            review: None,
        };
        self.form(form, values);
    }

    fn summary(&mut self, closing: &ClosingText, ended: Day) {
        let mut paragraphs = closing.summary.trim().split("\n\n");
        let first = paragraphs.next().unwrap_or("");
        let (background, course) = first.split_once(". ").unwrap_or((first, first));
        let changes = paragraphs.next().unwrap_or(course);
        let mut values = one(
            "background",
            &format!("{}.", background.trim_end_matches('.')),
        )
        .with("course", text(course))
        .with("changes", text(changes))
        .with("remaining", text(&closing.remaining))
        .with("recommendation", text(&closing.recommendation));
        if let Some(driver) = paragraphs.next() {
            values.set("driver", text(driver));
        }
        let series = self.dice.id();
        let form = Form {
            kind: "closing_summary",
            series,
            number: 1,
            on: ended,
            review: None,
        };
        self.form(form, values);
    }
}
