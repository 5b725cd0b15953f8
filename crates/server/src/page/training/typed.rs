//! A training as it is typed, and as it is shown to be typed in.

use hemma_app::training::TrainingKind;
use hemma_domain::code::Code as _;
use hemma_domain::staff::Language;
use hemma_domain::time::Day;
use hemma_domain::training::{Content, Length, SESSIONS_MAX, Session};

use crate::http::form::{self, Faults};
use crate::http::posted::Posted;
use crate::lang::Lang;

/// Empty rows that stand below those that are filled in.
const SPARE_ROWS: usize = 2;

/// One day, as text.
#[derive(Debug, Clone)]
pub struct DayView {
    pub on: String,
    pub from: String,
    pub to: String,
    pub length: String,
}

/// Every field of a training, as text.
#[derive(Debug, Clone)]
pub struct DraftView {
    pub title: String,
    pub place: String,
    pub language: String,
    pub about: String,
    /// `MST-CAN/booster`, `/booster` in all programmes, empty where it is beside the demands.
    pub kind: String,
    pub seats: String,
    pub days: Vec<DayView>,
}

impl DayView {
    fn spare() -> DayView {
        DayView {
            on: String::new(),
            from: "09:00".to_owned(),
            to: "16:00".to_owned(),
            length: Length::Whole.code().to_owned(),
        }
    }
}

impl DraftView {
    /// Nothing yet.
    pub(super) fn blank() -> DraftView {
        DraftView {
            title: String::new(),
            place: String::new(),
            language: Language::Swedish.code().to_owned(),
            about: String::new(),
            kind: String::new(),
            seats: String::new(),
            days: with_spare(vec![DayView::spare()]),
        }
    }

    /// A content, to be changed.
    pub(super) fn of(content: &Content) -> DraftView {
        let day = |one: &Session| DayView {
            on: one.on.to_string(),
            from: one.from.to_string(),
            to: one.to.to_string(),
            length: one.length.code().to_owned(),
        };
        let seats = content.seats_max.map(|most| most.to_string());
        DraftView {
            title: content.title.clone(),
            place: content.place.clone(),
            language: content.language.code().to_owned(),
            about: content.about.clone(),
            kind: kind(content.programme.as_deref(), content.requirement.as_deref()),
            seats: seats.unwrap_or_default(),
            days: with_spare(content.sessions.iter().map(day).collect()),
        }
    }

    /// What was typed, to be typed on.
    pub(super) fn typed(form: &Posted) -> DraftView {
        let get = |name: &str| form.get(name).to_owned();
        DraftView {
            title: get("title"),
            place: get("place"),
            language: get("language"),
            about: get("about"),
            kind: get("kind"),
            seats: get("seats"),
            days: with_spare(rows(form)),
        }
    }
}

fn with_spare(mut days: Vec<DayView>) -> Vec<DayView> {
    let count = (days.len() + SPARE_ROWS).min(SESSIONS_MAX);
    days.resize_with(count.max(days.len()), DayView::spare);
    days
}

/// The rows that say a day, as they were typed.
fn rows(form: &Posted) -> Vec<DayView> {
    let column = |name: &'static str| form.all(name).map(str::to_owned);
    let rows = column("on")
        .zip(column("from"))
        .zip(column("to"))
        .zip(column("length"))
        .map(|(((on, from), to), length)| DayView {
            on,
            from,
            to,
            length,
        });
    // One more than there may be, so that too many are told.
    let said = rows.filter(|row| !row.on.trim().is_empty());
    said.take(SESSIONS_MAX + 1).collect()
}

pub(super) fn kind(programme: Option<&str>, requirement: Option<&str>) -> String {
    match requirement {
        Some(requirement) => format!("{}/{requirement}", programme.unwrap_or_default()),
        None => String::new(),
    }
}

/// What a training can be: value and name.
pub(super) fn kinds(known: &[TrainingKind], lang: Lang) -> Vec<(String, String)> {
    let one = |one: &TrainingKind| {
        let value = kind(one.programme.as_deref(), Some(&one.requirement));
        let name = lang.words(&one.name);
        let label = match &one.programme {
            Some(programme) => format!("{name} ({programme})"),
            None => lang.t1("training-kind-all", "name", name),
        };
        (value, label)
    };
    known.iter().map(one).collect()
}

/// What was typed, as a content; its meaning is checked elsewhere.
pub(super) fn read(form: &Posted, today: Day) -> Result<Content, Faults> {
    let mut faults = Faults::none();
    let mut sessions = Vec::new();
    for row in rows(form) {
        let day = form::day_ahead(&row.on, today);
        let times = form::time(&row.from).zip(form::time(&row.to));
        match (day, times, Length::from_code(&row.length)) {
            (Some(on), Some((from, to)), Some(length)) => sessions.push(Session {
                on,
                from,
                to,
                length,
            }),
            (None, ..) => faults.add("sessions", "training-fault-day"),
            _ => faults.add("sessions", "training-fault-time"),
        }
    }
    let seats_max = match form.get("seats").trim() {
        "" => None,
        typed => {
            let most = typed.parse();
            if most.is_err() {
                faults.add("seats", "training-fault-seats");
            }
            most.ok()
        }
    };
    let (programme, requirement) = match form.get("kind").split_once('/') {
        Some(("", requirement)) => (None, Some(requirement.to_owned())),
        Some((programme, requirement)) => {
            (Some(programme.to_owned()), Some(requirement.to_owned()))
        }
        None => (None, None),
    };
    let text = |name: &str| form.get(name).trim().to_owned();
    let content = Content {
        title: text("title"),
        place: text("place"),
        language: Language::from_code(form.get("language")).unwrap_or(Language::Swedish),
        about: text("about"),
        programme,
        requirement,
        seats_max,
        sessions,
    };
    match faults.is_empty() {
        true => Ok(content),
        false => {
            // What reads well is checked all the same, so that everything is told at once.
            if content.title.is_empty() {
                faults.add("title", "training-fault-title");
            }
            Err(faults)
        }
    }
}
