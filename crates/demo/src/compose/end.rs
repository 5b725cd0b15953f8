//! What happens on the way, what the referrer is told, and how it ends.

use super::Weaver;
use crate::row::Row;
use crate::text::{ClosingText, IncidentText, ReportText, SustainText};

impl Weaver<'_> {
    /// An incident now and then, and reports to the referrer.
    pub(super) fn events(&mut self) {
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

    pub(super) fn closing(&mut self) {
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
                &[
                    "parenting",
                    "safety_own",
                    "family_relations",
                    "network",
                    "school_work",
                ],
            )
        } else {
            (
                &["home", "school", "no_arrest"],
                &[
                    "parenting",
                    "family_relations",
                    "network",
                    "school_work",
                    "peers",
                ],
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
