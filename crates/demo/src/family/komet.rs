//! A parent group: each parent is a family of its own, and sees nothing of the others.

use hemma_domain::contact::{Contact, ContactKind, ContactPlace};
use hemma_domain::ids::ContactId;
use hemma_domain::programme::{FormValues, Value};

use super::Writer;
use super::plan::{Form, one, text};
use crate::bank::Bank;
use crate::row::{Row, hour};
use crate::seats::Tale;
use crate::text::{AssignmentText, ClosingText, PersonText, Story};

/// The weekday on which the group meets.
const WEEKDAY: i8 = 3;

/// The story of one parent of the group.
pub(super) fn story(bank: &Bank, index: usize) -> Option<Story> {
    let komet = &bank.komet;
    let row = Row(komet.parents.get(index)?);
    let person = |key: &str, column: usize, role: &str, relation: &str| PersonText {
        key: key.to_owned(),
        name: row.at(column).to_owned(),
        role: role.to_owned(),
        relation: relation.to_owned(),
        sex: row.at(column + 1).to_owned(),
        primary: role == "caregiver",
        ..PersonText::default()
    };
    let mut child = person("barn", 3, "target", "barn");
    child.age = Some(row.number(5));
    let relation = if row.at(2) == "f" { "mor" } else { "far" };
    let mut parent = person("vuxen", 1, "caregiver", relation);
    parent.age = Some(34);
    parent.phone = format!("070-174 06 {:02}", 84 + index);
    let closing = komet
        .closings
        .iter()
        .map(|text| Row(text))
        .find(|closing| closing.at(0) == row.at(0))
        .map(|closing| ClosingText {
            reason: closing.at(1).to_owned(),
            summary: closing.at(2).to_owned(),
            recommendation: closing.at(3).to_owned(),
            ..ClosingText::default()
        });
    Some(Story {
        stage: "sessions".to_owned(),
        person: vec![child, parent],
        assignment: AssignmentText {
            basis: "SoL 11:5".to_owned(),
            reason: "Föräldern har själv sökt till gruppen och vill få mindre bråk i vardagen."
                .to_owned(),
            ..AssignmentText::default()
        },
        desired: [("vuxen".to_owned(), row.at(6).to_owned())].into(),
        closing,
        ..Story::default()
    })
}

impl Writer<'_> {
    /// The sessions held, the calls home, and how the parent came and practised.
    pub(super) fn group(&mut self) {
        let bank = self.bank;
        let Tale::Komet(index) = self.seat.tale else {
            return;
        };
        let Some(parent) = bank.komet.parents.get(index).map(|row| Row(row).at(0)) else {
            return;
        };
        for row in &bank.komet.sessions {
            self.session(Row(row), parent);
        }
        for row in &bank.komet.calls {
            let row = Row(row);
            if row.at(1) == parent {
                self.home_call(row);
            }
        }
        if let Some((closing, ended)) = self.story.closing.as_ref().zip(self.time.ended) {
            let values =
                one("takes_along", &closing.summary).with("next", text(&closing.recommendation));
            let form = self.single_form("closing_summary", ended);
            self.form(form, values);
        }
    }

    fn session(&mut self, row: Row<'_>, parent: &str) {
        let number = row.number(0);
        let on = self.time.day(number, WEEKDAY);
        let held = number <= self.bank.komet.sessions_held && self.time.covers(on);
        let Some(started_at) = self.time.past(on.at(hour(17, 30))).filter(|_| held) else {
            return;
        };
        let bank = self.bank;
        let attendance = bank
            .komet
            .attendance
            .iter()
            .map(|row| Row(row))
            .find(|seen| seen.number(0) == number && seen.at(1) == parent);
        let came = attendance.map_or("missing", |seen| seen.at(2));
        let homework = attendance.map_or("", |seen| seen.at(3));
        let mut present = FormValues::new()
            .with("person", Value::Person(self.guardian()))
            .with("came", Value::Choice(came.to_owned()));
        if !homework.is_empty() {
            present.set("homework", Value::Choice(homework.to_owned()));
        }
        let leaders = bank.komet.leaders.iter().filter_map(|key| {
            let name = bank
                .network
                .team
                .iter()
                .flat_map(|team| &team.staff)
                .map(|row| Row(row))
                .find(|row| row.at(0) == key)?;
            Some(one("name", name.at(1)).with("certified", Value::YesNo(true)))
        });
        let mut values = FormValues::new()
            .with("number", Value::Number(i64::from(number)))
            .with("on", Value::Date(on))
            .with("leaders", Value::Rows(leaders.collect()))
            .with("attendance", Value::Rows(vec![present]))
            .with("as_planned", Value::YesNo(row.at(2).is_empty()))
            .with("homework_next", text(row.at(3)))
            .with("note", text(&format!("Tema: {}", row.at(1))));
        if !row.at(2).is_empty() {
            values.set("left_out", text(row.at(2)));
        }
        let form = self.single_form("session", on);
        self.form(form, values);
        if matches!(came, "whole" | "part") {
            self.met(started_at, row.at(1));
        }
    }

    fn met(&mut self, started_at: hemma_domain::time::Instant, theme: &str) {
        let contact = Contact {
            id: ContactId(self.dice.id()),
            case: self.family.case.id,
            staff: self.therapist(),
            kind: ContactKind::Meeting,
            place: ContactPlace::Office,
            started_at,
            minutes: 150,
            travel_minutes: 0,
            persons: vec![self.guardian()],
            systems: Vec::new(),
            note: format!("Gruppträff: {theme}"),
            recorded_at: started_at.plus_seconds(3 * 3600).min(self.time.now),
            version: 1,
        };
        self.family.contacts.push(contact);
    }

    fn home_call(&mut self, row: Row<'_>) {
        let on = self.time.day(row.number(0), 5);
        if !self.time.covers(on) || on >= self.time.today {
            return;
        }
        let values = FormValues::new()
            .with("on", Value::Date(on))
            .with("person", Value::Person(self.guardian()))
            .with("about", text(row.at(2)));
        let form = self.single_form("home_call", on);
        self.form(form, values);
    }

    fn single_form(&mut self, kind: &'static str, on: hemma_domain::time::Day) -> Form {
        Form {
            kind,
            series: self.dice.id(),
            number: 1,
            on,
            review: None,
        }
    }
}
