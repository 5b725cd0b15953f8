//! A safety plan out of the pools, and its later versions.

use super::Weaver;
use crate::row::Row;
use crate::text::PlanText;

impl Weaver<'_> {
    pub(super) fn plans(&mut self) {
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
            cascade: [whole.as_str(), "Jourtelefonen", "Socialjouren", "112"]
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
                plan.steps
                    .push(format!("{level} | {key} | {}", self.fill(&step)));
            }
        }
        for key in &children {
            let sign = self.dice.text(&pool.signs_child).to_owned();
            plan.signs.push(format!("{key} | {sign}"));
            for (level, list) in [("low", &pool.low_child), ("high", &pool.high_child)] {
                let step = self.dice.text(list).to_owned();
                plan.steps
                    .push(format!("{level} | {key} | {}", self.fill(&step)));
            }
            plan.safe
                .push(format!("{key} | {whole} | Hemma hos {}", self.names.other));
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
}
