//! A week as its page shows it: every word and number ready to be written.

pub mod sample;

use hemma_app::week::{Named, WeekPage};
use hemma_domain::access::CaseAction;
use hemma_domain::code::Code;
use hemma_domain::ids::StaffId;
use hemma_domain::time::{Instant, Week};
use hemma_domain::week::{
    FitKind, FollowUp, FrameKind, Goal, GoalState, SafetyChange, Section, Step, StepOutcome,
    SummaryState, Voice, WeekField,
};

use super::circle;
use crate::http::url;
use crate::lang::Lang;

/// One choice of several: code, name, and whether it is the one.
pub type Choice = (String, String, bool);

/// A week, ready to be shown.
pub struct WeekView {
    /// Where the week's forms are sent.
    pub url: String,
    pub goals_url: String,
    /// Empty where the programme asks for no plan.
    pub safety_url: String,
    /// Swedish or English number of the week.
    pub title: String,
    pub days: String,
    pub previous: Option<(String, String)>,
    pub next: Option<(String, String)>,
    pub all_url: Option<String>,
    /// Class, icon and words of the summary's state.
    pub state: (&'static str, &'static str, String),
    pub times: Vec<String>,
    pub write: bool,
    pub hand_in: bool,
    pub answer: bool,
    /// Where a leader who reads goes to write in the week.
    pub write_url: Option<String>,
    /// Where points of feedback are sent by this reader, if they give any.
    pub give_url: Option<String>,
    /// Where a consultant says that there is nothing to add.
    pub read_url: Option<String>,
    pub needs_plan: bool,
    pub is_handed_in: bool,
    pub next_steps: Vec<String>,
    pub gaps: Vec<String>,
    pub decisions: String,
    pub earlier: Vec<PointView>,
    pub points: Vec<(Section, PointView)>,
    pub behaviours: Vec<[String; 4]>,
    pub wishes: Vec<(String, String)>,
    pub goals: Vec<(u32, String, String)>,
    pub last_title: String,
    pub last: Vec<LastStep>,
    pub texts: Vec<TextView>,
    pub fits: Vec<FitView>,
    pub fit_kinds: Vec<Choice>,
    pub steps: Vec<StepView>,
    pub blank_step: StepView,
    pub safety: Vec<Choice>,
    pub safety_version: i64,
    pub contacts: Vec<String>,
    pub contacts_sum: String,
}

/// One point of feedback.
pub struct PointView {
    pub id: String,
    pub by: String,
    pub about: String,
    pub text: String,
    pub answer: String,
    pub answered: String,
    pub follow_up: Option<String>,
    pub marks: Vec<Choice>,
    pub note: String,
    pub version: i64,
    /// Where the reader can change the words; empty if they stand.
    pub reword_url: String,
    /// The reader wrote it.
    pub is_own: bool,
}

/// A free text of the week.
pub struct TextView {
    pub code: &'static str,
    pub text: String,
    pub version: i64,
    pub saved: String,
    /// When it was changed after the hand-in; empty if not.
    pub after: String,
}

/// A step of the week before.
pub struct LastStep {
    pub id: String,
    pub text: String,
    pub goal: String,
    pub outcomes: Vec<Choice>,
    pub outcome: String,
    pub evidence: String,
    pub version: i64,
    pub after: String,
}

/// A fit with its drawing.
pub struct FitView {
    pub id: String,
    pub target: String,
    pub kind: String,
    pub kinds: Vec<Choice>,
    pub version: i64,
    pub svg: [String; 2],
    pub drivers: Vec<DriverView>,
    /// The form of one more driver.
    pub systems: Vec<Choice>,
    pub after: String,
}

/// One driver.
pub struct DriverView {
    pub id: String,
    pub system: String,
    pub systems: Vec<Choice>,
    pub text: String,
    pub evidence: String,
    pub prioritised: bool,
    pub version: i64,
    pub after: String,
}

/// A step of this week.
pub struct StepView {
    pub id: String,
    pub text: String,
    pub goal: String,
    pub driver: String,
    pub goals: Vec<Choice>,
    pub drivers: Vec<Choice>,
    pub rows: Vec<[String; 4]>,
    pub principles: Vec<Choice>,
    pub carried: bool,
    pub version: i64,
    pub after: String,
}

impl WeekView {
    /// Whether a section has a point.
    pub fn at(&self, section: &str) -> Vec<&PointView> {
        let here = self.points.iter().filter(|(at, _)| at.code() == section);
        here.map(|(_, point)| point).collect()
    }

    /// One free text by its code.
    pub fn text(&self, code: &str) -> &TextView {
        static NONE: TextView = TextView {
            code: "",
            text: String::new(),
            version: 0,
            saved: String::new(),
            after: String::new(),
        };
        self.texts
            .iter()
            .find(|text| text.code == code)
            .unwrap_or(&NONE)
    }
}

/// What differs between those who read a week.
pub struct Reader {
    pub lang: Lang,
    /// Reads with names, from the case; else without, from the desk.
    pub named: bool,
    pub me: StaffId,
    /// Reads the week as it is handed in; a leader who wants to write in it says so.
    pub reads: bool,
    /// Codes of what the reader may do with the case.
    pub rights: Vec<CaseAction>,
}

impl Reader {
    fn may(&self, action: CaseAction) -> bool {
        self.rights.contains(&action)
    }

    fn url(&self, page: &WeekPage, week: hemma_domain::time::Week) -> String {
        let case = page.head.case.id;
        if self.named {
            url::week(case, week)
        } else {
            url::desk_week(case, week)
        }
    }
}

/// The view of a week for a reader.
pub fn view(page: &WeekPage, reader: &Reader) -> WeekView {
    let lang = reader.lang;
    let case = page.head.case.id;
    let here = reader.url(page, page.week);
    let named = reader.named;
    let gives = match named {
        true => reader.may(CaseAction::LeadFeedback),
        false => reader.may(CaseAction::ConsultFeedback),
    };
    let other = |week| (reader.url(page, week), lang.week(week));
    let (first, last) = page.span;
    WeekView {
        goals_url: url::goals(case),
        safety_url: safety_url(page),
        title: lang.t1("week-title", "number", i64::from(page.week.number())),
        days: days(page.week, lang),
        previous: (page.week > first).then(|| other(page.week.previous())),
        next: (page.week < last).then(|| other(page.week.next())),
        all_url: named.then(|| format!("{}/weeks/all", url::case(case))),
        state: state(page.state(), lang),
        times: times(page, lang),
        write: named && reader.may(CaseAction::WriteWeek) && !reader.reads,
        write_url: (named && reader.may(CaseAction::WriteWeek) && reader.reads)
            .then(|| format!("{here}?write=yes")),
        hand_in: named && reader.may(CaseAction::HandIn) && page.sheet.week.handed_in.is_none(),
        answer: named && reader.may(CaseAction::AnswerFeedback) && !reader.reads,
        give_url: gives.then(|| format!("{here}/feedback")),
        read_url: (gives && !named && page.sheet.week.consulted_at.is_none())
            .then(|| format!("{here}/read")),
        needs_plan: page.head.needs_plan(),
        is_handed_in: page.sheet.week.handed_in.is_some(),
        next_steps: next_steps(page, lang),
        gaps: page.gaps().into_iter().map(|gap| lang.name(gap)).collect(),
        decisions: page.sheet.week.decisions.clone(),
        earlier: page.earlier.iter().map(|one| point(one, lang)).collect(),
        points: page
            .feedback
            .iter()
            .map(|one| (one.feedback.section, own_point(one, reader, &here)))
            .collect(),
        behaviours: behaviours(page),
        wishes: wishes(page),
        goals: page
            .goals
            .iter()
            .map(|goal| (goal.number, goal.text.clone(), lang.name(goal.state)))
            .collect(),
        last_title: lang.week(page.week.previous()),
        last: page
            .last_steps
            .iter()
            .map(|step| last_step(page, step, lang))
            .collect(),
        texts: texts(page, lang),
        fits: page.fits.iter().map(|one| fit(page, one, lang)).collect(),
        fit_kinds: choices::<FitKind>(lang, Some(FitKind::Behaviour)),
        steps: page
            .steps
            .iter()
            .map(|one| step(page, Some(one), lang))
            .collect(),
        blank_step: step(page, None, lang),
        safety: choices(lang, page.sheet.week.safety_change),
        safety_version: page.sheet.week.version,
        contacts: contacts(page, lang),
        contacts_sum: contacts_sum(page, lang),
        url: here,
    }
}

/// Where the safety plan is; empty where the programme asks for none.
fn safety_url(page: &WeekPage) -> String {
    let plan = page.head.safety;
    plan.map_or_else(String::new, |_| {
        format!("{}/safety", url::case(page.head.case.id))
    })
}

/// The first and the last day of a week.
fn days(week: Week, lang: Lang) -> String {
    format!(
        "{} – {}",
        lang.day(week.first_day()),
        lang.day(week.last_day())
    )
}

/// Class, icon and words of where a summary stands.
pub fn state(state: SummaryState, lang: Lang) -> (&'static str, &'static str, String) {
    match state {
        SummaryState::Late => ("over", "overdue", lang.t("week-state-late")),
        SummaryState::Open => ("due", "due", lang.t("week-state-open")),
        SummaryState::HandedInLate => ("due", "ok", lang.t("week-state-handed-in-late")),
        SummaryState::HandedIn => ("ok", "ok", lang.t("week-state-handed-in")),
        SummaryState::Supervised => ("ok", "ok", lang.t("week-state-supervised")),
        SummaryState::Consulted => ("ok", "ok", lang.t("week-state-consulted")),
    }
}

fn times(page: &WeekPage, lang: Lang) -> Vec<String> {
    let week = &page.sheet.week;
    let due = page.sheet.rhythm.hand_in_due(page.week);
    let mut told = Vec::new();
    match week.handed_in {
        None => told.push(lang.t1("week-due", "at", lang.moment(due))),
        Some((at, _)) => told.push(lang.t1("week-handed-in-at", "at", lang.moment(at))),
    }
    if let Some(at) = week.supervised_at {
        told.push(lang.t1("week-supervised-at", "at", lang.moment(at)));
    }
    if let Some(at) = week.consulted_at {
        told.push(lang.t1("week-consulted-at", "at", lang.moment(at)));
    }
    told
}

fn next_steps(page: &WeekPage, lang: Lang) -> Vec<String> {
    let rhythm = page.sheet.rhythm;
    let week = &page.sheet.week;
    let mut told = Vec::new();
    if week.supervised_at.is_none() {
        let day = lang.long_day(rhythm.supervision_on(page.week));
        told.push(lang.t1("week-then-supervision", "day", day));
    }
    if week.consulted_at.is_none() {
        let day = lang.long_day(page.sheet.consultation_on);
        told.push(lang.t1("week-then-consultation", "day", day));
    }
    told.push(lang.t("week-then-answer"));
    told
}

/// A point of this very week, which its writer can still change while nobody answered it.
fn own_point(one: &Named, reader: &Reader, week_url: &str) -> PointView {
    let feedback = &one.feedback;
    let reword_url = if feedback.can_be_reworded_by(reader.me) {
        format!("{week_url}/feedback/{}/text", feedback.id)
    } else {
        String::new()
    };
    PointView {
        reword_url,
        is_own: feedback.by == reader.me,
        ..point(one, reader.lang)
    }
}

fn point(one: &Named, lang: Lang) -> PointView {
    let feedback = &one.feedback;
    let voice = lang.name(feedback.voice).to_lowercase();
    let told = |at: Instant| lang.moment(at);
    PointView {
        id: feedback.id.to_string(),
        by: match feedback.voice {
            Voice::Leader | Voice::Consultant => {
                format!("{} · {voice}, {}", one.by, told(feedback.at))
            }
        },
        about: lang.name(feedback.section),
        text: feedback.text.clone(),
        answer: feedback.answer.clone(),
        answered: match (&one.answered_by, feedback.answered) {
            (Some(name), Some((at, _))) => format!("{name}, {}", told(at)),
            _ => String::new(),
        },
        follow_up: feedback.follow_up.map(|mark| lang.name(mark)),
        marks: choices::<FollowUp>(lang, feedback.follow_up),
        note: feedback.follow_note.clone(),
        version: feedback.version,
        reword_url: String::new(),
        is_own: false,
    }
}

fn behaviours(page: &WeekPage) -> Vec<[String; 4]> {
    let rows = page
        .frame
        .iter()
        .filter(|row| row.kind == FrameKind::Behaviour);
    rows.map(|row| {
        [
            row.subject.clone(),
            row.frequency.clone(),
            row.intensity.clone(),
            row.duration.clone(),
        ]
    })
    .collect()
}

fn wishes(page: &WeekPage) -> Vec<(String, String)> {
    let rows = page
        .frame
        .iter()
        .filter(|row| row.kind == FrameKind::Outcome);
    rows.map(|row| (row.subject.clone(), row.wish.clone()))
        .collect()
}

fn texts(page: &WeekPage, lang: Lang) -> Vec<TextView> {
    let one = |field: &WeekField| {
        let stored = page.text(*field);
        TextView {
            code: field.code(),
            text: stored.map_or_else(String::new, |(text, _)| text.text.clone()),
            version: stored.map_or(0, |(text, _)| text.version),
            saved: stored.map_or_else(String::new, |(text, name)| {
                lang.t2(
                    "week-saved-by",
                    ("name", name.as_str()),
                    ("at", lang.moment(text.at)),
                )
            }),
            after: stored.map_or_else(String::new, |(text, _)| after(page, text.at, lang)),
        }
    };
    WeekField::ALL.iter().map(one).collect()
}

/// When something was changed after the hand-in, in words; else nothing.
fn after(page: &WeekPage, at: Instant, lang: Lang) -> String {
    if page.is_after_hand_in(at) {
        lang.t1("week-after", "at", lang.moment(at))
    } else {
        String::new()
    }
}

fn goal_name(goals: &[Goal], wanted: Option<hemma_domain::ids::GoalId>, lang: Lang) -> String {
    let found = goals.iter().find(|goal| Some(goal.id) == wanted);
    found.map_or_else(String::new, |goal| {
        lang.t2(
            "week-goal",
            ("number", goal.number),
            ("text", goal.text.as_str()),
        )
    })
}

fn last_step(page: &WeekPage, step: &Step, lang: Lang) -> LastStep {
    LastStep {
        id: step.id.to_string(),
        text: step.text.clone(),
        goal: goal_name(&page.goals, step.goal, lang),
        outcomes: choices::<StepOutcome>(lang, step.outcome),
        outcome: step
            .outcome
            .map_or_else(|| lang.t("week-not-judged"), |one| lang.name(one)),
        evidence: step.evidence.clone(),
        version: step.version,
        after: step
            .judged_at
            .map_or_else(String::new, |at| after(page, at, lang)),
    }
}

fn systems(page: &WeekPage, chosen: &str, lang: Lang) -> Vec<Choice> {
    let all = page.head.programme.systems.iter();
    all.map(|one| {
        let name = lang.words(&one.label).to_owned();
        (one.code.clone(), name, one.code == chosen)
    })
    .collect()
}

fn fit(page: &WeekPage, fit: &hemma_domain::week::Fit, lang: Lang) -> FitView {
    let drivers = fit.drivers.iter().map(|driver| {
        let systems = systems(page, &driver.system, lang);
        DriverView {
            id: driver.id.to_string(),
            system: chosen(&systems),
            systems,
            text: driver.text.clone(),
            evidence: driver.evidence.clone(),
            prioritised: driver.prioritised,
            version: driver.version,
            after: after(page, driver.changed_at, lang),
        }
    });
    FitView {
        id: fit.id.to_string(),
        target: fit.target.clone(),
        kind: lang.name(fit.kind),
        kinds: choices(lang, Some(fit.kind)),
        version: fit.version,
        svg: circle::drawings(page, fit, lang),
        drivers: drivers.collect(),
        systems: systems(page, "", lang),
        after: after(page, fit.changed_at, lang),
    }
}

fn step(page: &WeekPage, step: Option<&Step>, lang: Lang) -> StepView {
    let goal = step.and_then(|one| one.goal);
    let driver = step.and_then(|one| one.driver);
    let goals = page
        .goals
        .iter()
        .filter(|one| one.state == GoalState::Active || Some(one.id) == goal);
    let goals: Vec<Choice> = goals
        .map(|one| {
            (
                one.id.to_string(),
                goal_name(&page.goals, Some(one.id), lang),
                Some(one.id) == goal,
            )
        })
        .collect();
    let drivers = page.fits.iter().flat_map(|fit| &fit.drivers);
    let drivers: Vec<Choice> = drivers
        .filter(|one| one.prioritised || Some(one.id) == driver)
        .map(|one| (one.id.to_string(), one.text.clone(), Some(one.id) == driver))
        .collect();
    let rows = step.iter().flat_map(|one| &one.interventions);
    let principles = page.head.programme.principles.iter().map(|one| {
        let on = step.is_some_and(|step| step.principles.contains(&one.code));
        let name = format!("{} {}", one.code, lang.words(&one.label));
        (one.code.clone(), name, on)
    });
    StepView {
        id: step.map(|one| one.id.to_string()).unwrap_or_default(),
        text: step.map(|one| one.text.clone()).unwrap_or_default(),
        goal: chosen(&goals),
        driver: chosen(&drivers),
        goals,
        drivers,
        rows: rows
            .map(|one| {
                [
                    one.what.clone(),
                    one.who.clone(),
                    one.when.clone(),
                    one.measure.clone(),
                ]
            })
            .collect(),
        principles: principles.collect(),
        carried: step.is_some_and(|one| one.carried_from.is_some()),
        version: step.map_or(0, |one| one.version),
        after: step.map_or_else(String::new, |one| after(page, one.changed_at, lang)),
    }
}

/// The name of what was chosen; empty if nothing was.
pub fn chosen(choices: &[Choice]) -> String {
    let found = choices.iter().find(|(_, _, on)| *on);
    found.map(|(_, name, _)| name.clone()).unwrap_or_default()
}

/// An enumeration's values as choices.
pub fn choices<T: Code + PartialEq>(lang: Lang, chosen: Option<T>) -> Vec<Choice> {
    T::ALL
        .iter()
        .map(|one| (one.code().to_owned(), lang.name(*one), Some(*one) == chosen))
        .collect()
}

fn contacts(page: &WeekPage, lang: Lang) -> Vec<String> {
    let line = |one: &hemma_app::week::WeekContact| {
        format!(
            "{}: {}, {}, {} · {}",
            lang.moment(one.at),
            lang.name(one.kind),
            lang.name(one.place).to_lowercase(),
            lang.minutes(one.minutes),
            one.staff
        )
    };
    page.sheet.contacts.iter().map(line).collect()
}

fn contacts_sum(page: &WeekPage, lang: Lang) -> String {
    use hemma_domain::contact::ContactKind::{Message, Missed};
    let counted = page.sheet.contacts.iter();
    let count = counted
        .filter(|one| !matches!(one.kind, Missed | Message))
        .count();
    let least = page.head.programme.limits.contacts_per_week_min.as_ref();
    match least {
        Some(least) => lang.t2("week-contacts-of", ("count", count), ("least", least.value)),
        None => lang.t1("week-contacts-count", "count", count),
    }
}

/// The names that a safety change can have; kept beside the choices of the page.
pub fn safety_name(change: Option<SafetyChange>, lang: Lang) -> String {
    change.map_or_else(|| lang.t("week-not-said"), |one| lang.name(one))
}
