//! The journal, incidents, tasks and reports to the referrer.

use hemma_domain::ids::{IncidentId, NoteId, PersonId, ReportId, StaffId, TaskId};
use hemma_domain::incident::{Harm, Incident, IncidentKind, ReportMade};
use hemma_domain::note::{Lock, Note, NoteKind};
use hemma_domain::report::{Report, ReportSection, ReportState};
use hemma_domain::task::Task;
use hemma_domain::time::{Day, Instant};

use super::Writer;
use crate::row::{Row, clock, hour, weekday};
use crate::text::IncidentText;

impl Writer<'_> {
    pub(super) fn journal(&mut self) {
        let story = self.story;
        for week in &story.week {
            for row in &week.notes {
                self.told_note(week.n, Row(row));
            }
        }
        if !self.seat.thin {
            self.usual_notes();
        }
        if !self.can() {
            self.tests_in_journal();
        }
        for view in &story.view {
            self.view(view.week, &view.person, &view.text);
        }
    }

    fn told_note(&mut self, week: u32, row: Row<'_>) {
        let on = self.time.day(week, weekday(row.at(0)));
        let persons = self.keyed(row.keys(1));
        let Some(id) = self.note(on, row.at(2), persons.clone()) else {
            return;
        };
        let remark = row.at(3);
        if remark == "unsigned" {
            if let Some(note) = self.family.notes.last_mut() {
                note.lock = Lock::Draft;
            }
        } else if let Some(correction) = remark.strip_prefix("corrected: ") {
            self.comment(NoteKind::Correction, id, (on.plus(2), correction), persons);
        }
    }

    /// A note, signed the same evening. None if it lies ahead or outside the treatment.
    fn note(&mut self, on: Day, body: &str, persons: Vec<PersonId>) -> Option<NoteId> {
        let written_at = self
            .time
            .past(on.at(hour(18, 20)))
            .filter(|_| self.time.covers(on))?;
        let id = NoteId(self.dice.id());
        let heading = heading(body);
        self.family.notes.push(Note {
            id,
            case: self.family.case.id,
            kind: NoteKind::Note,
            on,
            heading: heading.to_owned(),
            body: body.to_owned(),
            source: String::new(),
            author: self.therapist(),
            written_at,
            lock: Lock::Signed {
                at: written_at.plus_seconds(900).min(self.time.now),
            },
            about: None,
            persons,
            version: 1,
        });
        Some(id)
    }

    /// An addition to a note: a correction, or the person's own view.
    fn comment(
        &mut self,
        kind: NoteKind,
        about: NoteId,
        (on, body): (Day, &str),
        persons: Vec<PersonId>,
    ) {
        let on = on.min(self.time.today.plus(-1));
        if self.note(on, body, persons).is_none() {
            return;
        }
        if let Some(note) = self.family.notes.last_mut() {
            note.kind = kind;
            note.about = Some(about);
            note.heading = match kind {
                NoteKind::Annotation => "Den enskildes mening".to_owned(),
                _ => "Rättelse".to_owned(),
            };
        }
    }

    /// The person's own view of what is written.
    fn view(&mut self, week: u32, person: &str, body: &str) {
        let until = self.time.day(week, 7);
        let about = self
            .family
            .notes
            .iter()
            .rev()
            .find(|note| note.on <= until)
            .map(|note| note.id);
        let person = self.key(person);
        if let Some((about, person)) = about.zip(person) {
            let on = self.time.day(week, 5);
            self.comment(NoteKind::Annotation, about, (on, body), vec![person]);
        }
    }

    fn usual_notes(&mut self) {
        let everybody = vec![self.child(), self.guardian()];
        let begun = self
            .family
            .notes
            .iter()
            .any(|note| note.on == self.time.opened);
        if !begun {
            let body = "Uppstart. Familjen informerad om arbetssätt, dokumentation och rätten att \
                        läsa och få sin mening antecknad.";
            let opened = self.time.opened;
            self.note(opened, body, everybody.clone());
        }
        for week in 2..=self.time.weeks {
            if self.dice.chance(16) {
                let body = self.dice.text(&self.bank.pools.pool.notes).to_owned();
                let on = self.time.day(week, 4);
                self.note(on, &body, everybody.clone());
            }
        }
    }

    /// Where the programme has no form for tests, their results stand in the journal.
    fn tests_in_journal(&mut self) {
        let story = self.story;
        for test in &story.test {
            for row in &test.items {
                let row = Row(row);
                let result = match row.at(4) {
                    "negative" => "negativt",
                    "positive" => "positivt",
                    "refused" => "avstod",
                    _ => "missat",
                };
                let body = format!("Drogtest, {}: {result}. {}", row.at(5), row.at(6));
                let on = self.time.day(test.week, weekday(row.at(0)));
                let persons = self.keyed(std::iter::once(row.at(1)));
                self.note(on, body.trim(), persons);
            }
        }
    }

    pub(super) fn incidents(&mut self) {
        let story = self.story;
        for text in &story.incident {
            let day = self.time.day(text.week, weekday(&text.day));
            let at = self.time.past(day.at(clock(&text.time)));
            if let Some(at) = at.filter(|_| self.time.covers(day)) {
                let incident = self.incident(text, at);
                self.family.incidents.push(incident);
            }
        }
    }

    fn incident(&mut self, text: &IncidentText, at: Instant) -> Incident {
        let mut persons = self.keyed(text.about.iter().map(String::as_str));
        if let Some(named) = self
            .key(&text.person)
            .filter(|named| !persons.contains(named))
        {
            persons.push(named);
        }
        let harm = harm(&text.harm);
        let told = match harm_code(&text.harm) {
            Some(_) => "",
            None => text.harm.as_str(),
        };
        let what = [text.what.as_str(), told, text.after.as_str()].join("\n\n");
        let reviewed_at = self.time.past(at.plus_seconds(15 * 3600));
        Incident {
            id: IncidentId(self.dice.id()),
            case: self.family.case.id,
            kind: match text.kind.as_str() {
                "violence" => IncidentKind::Violence,
                "threat" => IncidentKind::Threat,
                "staff_threat" => IncidentKind::StaffThreat,
                "neglect" => IncidentKind::Neglect,
                "relapse" => IncidentKind::Relapse,
                "run_away" => IncidentKind::RunAway,
                "near_miss" => IncidentKind::NearMiss,
                _ => IncidentKind::Other,
            },
            at,
            what: what.replace("\n\n\n\n", "\n\n").trim().to_owned(),
            harm,
            step_used: text.step_used.clone(),
            child_safe_now: true,
            reports: reports(&text.reports),
            persons,
            recorded_by: self.therapist(),
            recorded_at: at.plus_seconds(2 * 3600).min(self.time.now),
            reviewed: reviewed_at.map(|at| (at, self.place.crew.leader)),
            version: 1,
        }
    }

    pub(super) fn tasks(&mut self) {
        let story = self.story;
        for week in &story.week {
            for row in &week.tasks {
                let row = Row(row);
                let owner = match row.at(0) {
                    "therapist" => self.therapist(),
                    key => self
                        .staff
                        .get(key)
                        .copied()
                        .unwrap_or_else(|| self.therapist()),
                };
                self.task(week.n, owner, row.at(1));
            }
        }
    }

    fn task(&mut self, number: u32, owner: StaffId, text: &str) {
        let week = self.time.week(number);
        let met = self.time.rhythm.supervision_on(week);
        let Some(set_at) = self.time.past(met.at(hour(10, 30))) else {
            return;
        };
        let due = met.plus(self.dice.between(3, 10));
        let old = due.plus(3) < self.time.today;
        let done = (old && (!self.time.is_open() || self.dice.chance(88)))
            .then(|| due.at(hour(15, 0)))
            .map(|at| (at, owner));
        self.family.tasks.push(Task {
            id: TaskId(self.dice.id()),
            team: self.family.case.team,
            case: Some(self.family.case.id),
            owner,
            text: text.to_owned(),
            due_on: Some(due),
            from_week: Some(week),
            set_by: self.place.crew.leader,
            set_at,
            done,
            version: 1,
        });
    }

    pub(super) fn reports(&mut self) {
        let story = self.story;
        let mut from = self.time.opened;
        for text in &story.report {
            let on = self.time.settle(self.time.day(text.week, 5));
            let Some(written_at) = self.time.past(on.at(hour(10, 15))) else {
                continue;
            };
            if text.week > self.time.weeks {
                continue;
            }
            // The newest one lies ready to be sent.
            let draft = self.time.is_open() && text.week == self.time.weeks;
            let by = self.therapist();
            let state = match draft {
                true => ReportState::Draft,
                false => ReportState::Sent {
                    at: written_at.plus_seconds(3600).min(self.time.now),
                    by,
                    to: self.family.assignment.handler.clone(),
                },
            };
            self.family.reports.push(Report {
                id: ReportId(self.dice.id()),
                case: self.family.case.id,
                from,
                to: on,
                sections: sections(&text.text),
                state,
                written_by: by,
                written_at,
                version: 1,
            });
            from = on.plus(1);
        }
    }
}

/// The parts of a report: safety, goals, what comes next.
fn sections(text: &str) -> Vec<ReportSection> {
    let (rest, next) = text
        .split_once("Nästa")
        .map_or((text, String::new()), |(rest, next)| {
            (rest, format!("Nästa{next}"))
        });
    let sentences: Vec<&str> = rest.split_inclusive(". ").collect();
    let (safety, goals) = sentences.split_at(sentences.len().min(2));
    let part = |code: &str, text: String| {
        let lead = ["Säkerhet: ", "Nästa steg: ", "Nästa: "];
        let text = lead
            .iter()
            .fold(text.trim(), |text, lead| text.trim_start_matches(lead));
        ReportSection {
            code: code.to_owned(),
            text: capital(text),
        }
    };
    [
        part("safety", safety.concat()),
        part("goals", goals.concat()),
        part("next", next),
    ]
    .into_iter()
    .filter(|section| !section.text.is_empty())
    .collect()
}

/// The text with a capital letter at its beginning.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// The first words of a note stand over it.
fn heading(body: &str) -> &str {
    let starts = [
        "Uppstart",
        "Händelse av betydelse",
        "Drogtest",
        "Klargörande",
        "Genomgång",
        "Samtal",
        "Uppföljning",
        "Bedömning",
        "Insatsen avslutas",
    ];
    starts
        .into_iter()
        .find(|start| body.starts_with(start))
        .unwrap_or("Anteckning")
}

fn harm_code(word: &str) -> Option<Harm> {
    match word {
        "none" => Some(Harm::None),
        "distress" => Some(Harm::Distress),
        "injury" => Some(Harm::Injury),
        _ => None,
    }
}

/// The kind of harm that a description names.
fn harm(description: &str) -> Harm {
    let lower = description.to_lowercase();
    let holds = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    match harm_code(description) {
        Some(harm) => harm,
        None if holds(&["rodnad", "röd", "blåmärke", "sår"]) => Harm::Injury,
        None if holds(&["rädd", "märkte", "vaken"]) => Harm::Distress,
        None => Harm::None,
    }
}

/// Whom the descriptions name.
fn reports(descriptions: &[String]) -> Vec<ReportMade> {
    let kinds: [(ReportMade, &[&str]); 3] = [
        (ReportMade::Worry, &["orosanmälan", "worry"]),
        (
            ReportMade::SocialServices,
            &["handlägg", "socialjour", "social_services"],
        ),
        (ReportMade::Police, &["polis", "police"]),
    ];
    let named = |words: &[&str]| {
        descriptions.iter().any(|description| {
            let lower = description.to_lowercase();
            words.iter().any(|word| lower.contains(word))
        })
    };
    kinds
        .into_iter()
        .filter(|(_, words)| named(words))
        .map(|(kind, _)| kind)
        .collect()
}
