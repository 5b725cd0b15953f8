//! My week: what to do next, in order of time, and the families one carries.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use hemma_app::my_week::MyWeek;
use hemma_domain::case::{Case, Safety, Stage};
use hemma_domain::my_week::{Todo, TodoKind};
use hemma_domain::team_week::{FamilyWeek, Nearness};
use hemma_domain::time::Day;

use crate::http::Site;
use crate::http::error::PageError;
use crate::http::route::{Access, Routes};
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::duty::soon::SoonView;
use crate::page::round::waiting;
use crate::page::team_week::{Signal, at_least, safety, summary};
use crate::page::{Frame, Sampled, Samples, render, sampled};

/// The routes of this page.
pub fn routes() -> Routes {
    Routes::default().get("/my-week", Access::SignedIn, get)
}

/// Things to do that are equally near.
#[derive(Debug, Clone)]
pub struct Group {
    pub id: &'static str,
    pub title: String,
    pub note: String,
    pub items: Vec<Item>,
}

/// One thing to do.
#[derive(Debug, Clone)]
pub struct Item {
    /// A time of day, a day, or nothing.
    pub when: String,
    pub what: String,
    pub signal: Option<Signal>,
    pub code: String,
    pub label: String,
    pub url: String,
    /// The verb on the button.
    pub act: String,
    /// The first of all.
    pub is_next: bool,
}

/// One of one's families.
#[derive(Debug, Clone)]
pub struct Family {
    pub url: String,
    pub week_url: String,
    pub code: String,
    pub label: String,
    pub week: String,
    pub phase: String,
    pub contacts: String,
    pub summary: Signal,
    /// None where the programme asks for no plan.
    pub safety: Option<Signal>,
}

/// A safety plan's next review.
#[derive(Debug, Clone)]
pub struct Review {
    pub url: String,
    pub day: String,
    pub code: String,
    pub label: String,
}

/// My week.
#[derive(Template)]
#[template(path = "my_week.html")]
pub struct MyWeekPage {
    pub frame: Frame,
    pub lang: Lang,
    pub today: String,
    /// One's own duty, where it runs or comes soon.
    pub soon: Option<SoonView>,
    pub groups: Vec<Group>,
    pub families: Vec<Family>,
    pub reviews: Vec<Review>,
}

async fn get(visit: Visit, State(site): State<Site>) -> Result<Response, PageError> {
    let found = site
        .app
        .my_week(&visit.ctx)
        .await
        .map_err(PageError::to(&visit))?;
    let (lang, today) = (visit.lang, visit.ctx.today());
    let page = MyWeekPage {
        frame: Frame::of(&visit, "my-week-title"),
        lang,
        today: lang.t2(
            "my-week-today",
            ("week", found.week.number()),
            ("day", lang.long_day(today)),
        ),
        soon: found
            .duty
            .as_ref()
            .map(|one| SoonView::of(one, visit.ctx.now, lang)),
        groups: groups(&found, today, lang),
        families: found
            .families
            .iter()
            .map(|row| family(row, &found, lang))
            .collect(),
        reviews: found
            .reviews(today)
            .into_iter()
            .map(|(day, row)| Review {
                url: format!("{}/safety", url::case(row.case.id)),
                day: lang.day(day),
                code: row.case.code.clone(),
                label: row.case.label.clone(),
            })
            .collect(),
    };
    render(&visit, &page)
}

/// The headings, in order of time: how near, the place on the page, the message.
const HEADINGS: [(Option<Nearness>, &str, &str); 5] = [
    (Some(Nearness::Past), "past", "my-week-past"),
    (Some(Nearness::Today), "today", "my-week-now"),
    (Some(Nearness::ThisWeek), "this-week", "my-week-this-week"),
    (Some(Nearness::Later), "later", "my-week-later"),
    (None, "some-day", "my-week-some-day"),
];

fn groups(found: &MyWeek, today: Day, lang: Lang) -> Vec<Group> {
    let mut groups: Vec<Group> = HEADINGS
        .iter()
        .map(|(near, id, key)| Group {
            id,
            title: lang.t(key),
            note: if *near == Some(Nearness::Today) {
                lang.long_day(today)
            } else {
                String::new()
            },
            items: found
                .todos
                .iter()
                .filter(|todo| todo.nearness(today) == *near)
                .map(|todo| item(todo, found, today, lang))
                .collect(),
        })
        .filter(|group| !group.items.is_empty())
        .collect();
    groups.extend(ratings(found, lang));
    let first = groups.first_mut().and_then(|group| group.items.first_mut());
    if let Some(first) = first {
        first.is_next = true;
    }
    groups
}

/// Colleagues to rate: after everything that families wait for.
fn ratings(found: &MyWeek, lang: Lang) -> Option<Group> {
    let line = |one| {
        let (what, until, url) = waiting(one, lang);
        Item {
            when: lang.day(until),
            what: lang.t2("rating-waits", ("what", what), ("day", lang.day(until))),
            signal: None,
            code: String::new(),
            label: String::new(),
            url,
            act: lang.t("rating-answer"),
            is_next: false,
        }
    };
    let items: Vec<Item> = found.ratings.iter().map(line).collect();
    (!items.is_empty()).then(|| Group {
        id: "ratings",
        title: lang.t("rating-title"),
        note: String::new(),
        items,
    })
}

fn item(todo: &Todo, found: &MyWeek, today: Day, lang: Lang) -> Item {
    let line = found
        .tasks
        .iter()
        .find(|line| Some(line.task.id) == todo.task);
    let family = todo.case.and_then(|case| found.family(case));
    let (url, act) = act(todo);
    Item {
        when: when(todo, today, lang),
        what: match family.and_then(|row| row.safety) {
            Some(Safety::Missing) if todo.kind == TodoKind::SafetyPlan => {
                lang.t("todo-text-safety-plan-make")
            }
            _ => what(todo, line.map(|line| line.task.text.as_str()), lang),
        },
        signal: signal(todo, today, lang),
        code: family
            .map(|row| row.case.code.clone())
            .or_else(|| line.map(|line| line.code.clone()))
            .unwrap_or_default(),
        label: family.map(|row| row.case.label.clone()).unwrap_or_default(),
        url,
        act: lang.t(act),
        is_next: false,
    }
}

fn when(todo: &Todo, today: Day, lang: Lang) -> String {
    match (todo.day, todo.time) {
        (Some(day), Some(time)) if day == today => time.to_string(),
        (Some(day), _) if day == today => String::new(),
        (Some(day), _) => lang.day(day),
        (None, _) => String::new(),
    }
}

fn what(todo: &Todo, task: Option<&str>, lang: Lang) -> String {
    let week = todo.week.map(|week| lang.week(week)).unwrap_or_default();
    match todo.kind {
        TodoKind::Handover => lang.t1("todo-text-handover", "count", todo.count),
        TodoKind::Incident => lang.t1("todo-text-incident", "count", todo.count),
        TodoKind::SafetyPlan => lang.t("todo-text-safety-plan"),
        TodoKind::Summary => lang.t1("todo-text-summary", "week", week),
        TodoKind::Feedback => lang.t2("todo-text-feedback", ("count", todo.count), ("week", week)),
        TodoKind::Task => match task {
            Some(text) if !text.is_empty() => text.to_owned(),
            _ => lang.t("task-closed"),
        },
        TodoKind::Look => lang.t("todo-text-look"),
        TodoKind::Contacts => lang.t1("todo-text-contacts", "count", todo.count),
        TodoKind::Notes => lang.t1("todo-text-notes", "count", todo.count),
    }
}

fn signal(todo: &Todo, today: Day, lang: Lang) -> Option<Signal> {
    match todo.nearness(today)? {
        Nearness::Past => Some(Signal::new("over", "overdue", lang.t("my-week-overdue"))),
        Nearness::Today if todo.kind == TodoKind::Handover => {
            let since = todo.since.map(|at| lang.moment(at)).unwrap_or_default();
            let text = lang.t1("my-week-handover", "time", since);
            Some(Signal::new("over", "phone", text))
        }
        Nearness::Today if todo.kind == TodoKind::Incident => {
            Some(Signal::new("over", "incident", lang.t("my-week-incident")))
        }
        Nearness::Today => Some(Signal::new("due", "due", lang.t("task-today"))),
        Nearness::ThisWeek | Nearness::Later => None,
    }
}

/// Where the thing is done, and the verb that says so.
fn act(todo: &Todo) -> (String, &'static str) {
    if let Some(goal) = todo.goal {
        return (url::development(goal), "todo-act-look");
    }
    let Some(case) = todo.case else {
        return ("/tasks".to_owned(), "todo-act-task");
    };
    let base = url::case(case);
    let week = todo
        .week
        .map_or_else(|| format!("{base}/weeks"), |week| url::week(case, week));
    match todo.kind {
        TodoKind::Handover => (format!("{base}/calls"), "todo-act-handover"),
        TodoKind::Incident => (format!("{base}/incidents"), "todo-act-incident"),
        TodoKind::SafetyPlan => (format!("{base}/safety"), "todo-act-safety-plan"),
        TodoKind::Summary => (week, "todo-act-summary"),
        TodoKind::Feedback => (week, "todo-act-feedback"),
        TodoKind::Task | TodoKind::Look => ("/tasks".to_owned(), "todo-act-task"),
        TodoKind::Contacts => ("/contacts/new".to_owned(), "todo-act-contacts"),
        TodoKind::Notes => (format!("{base}/journal"), "todo-act-notes"),
    }
}

fn family(row: &FamilyWeek, found: &MyWeek, lang: Lang) -> Family {
    Family {
        url: url::case(row.case.id),
        week_url: url::week(row.case.id, found.week),
        code: row.case.code.clone(),
        label: row.case.label.clone(),
        week: row
            .treatment_week
            .map(|week| lang.t1("my-week-treatment-week", "week", week))
            .unwrap_or_default(),
        phase: phase(&row.case, found, lang),
        contacts: lang.t1(
            "my-week-contacts",
            "count",
            at_least(row.figures.contacts, row.minimum, lang),
        ),
        summary: last_summary(row, found, lang),
        safety: row.safety.map(|state| safety(Some(state), lang)),
    }
}

/// What became of last week's summary: the week is named, since the contacts beside it are this week's.
fn last_summary(row: &FamilyWeek, found: &MyWeek, lang: Lang) -> Signal {
    let state = summary(row.summary, lang);
    if row.summary.is_none() {
        return state;
    }
    let week = lang.week(found.week.previous());
    let text = lang.t2("my-week-summary", ("week", week), ("state", state.text));
    Signal { text, ..state }
}

fn phase(case: &Case, found: &MyWeek, lang: Lang) -> String {
    let Stage::Open { phase, .. } = &case.stage else {
        return String::new();
    };
    found
        .phases
        .iter()
        .find(|(code, _)| code == phase)
        .map(|(_, words)| lang.words(words).to_owned())
        .unwrap_or_default()
}

/// Every state of this page.
pub fn samples() -> Vec<Sampled> {
    sampled::<MyWeekPage>("my week")
}

impl Samples for MyWeekPage {
    fn samples() -> Vec<(&'static str, MyWeekPage)> {
        let page = |lang: Lang, groups, families, reviews| MyWeekPage {
            frame: Frame::sample(lang),
            lang,
            today: lang.t2("my-week-today", ("week", 48), ("day", "måndag 23 november")),
            soon: None,
            groups,
            families,
            reviews,
        };
        let lang = Lang::SV;
        let item = Item {
            when: "12:00".to_owned(),
            what: lang.t1("todo-text-summary", "week", "v. 47"),
            signal: Some(Signal::new("due", "due", lang.t("task-today"))),
            code: "BJÖ-26-001".to_owned(),
            label: "Lingonstig".to_owned(),
            url: "/".to_owned(),
            act: lang.t("todo-act-summary"),
            is_next: true,
        };
        let group = Group {
            id: "today",
            title: lang.t("my-week-now"),
            note: "måndag 23 november".to_owned(),
            items: vec![item],
        };
        let family = Family {
            url: "/".to_owned(),
            week_url: "/".to_owned(),
            code: "BJÖ-26-001".to_owned(),
            label: "Lingonstig".to_owned(),
            week: lang.t1("my-week-treatment-week", "week", 12),
            phase: "Förändra".to_owned(),
            contacts: lang.t1("my-week-contacts", "count", at_least(1, Some(3), lang)),
            summary: summary(None, lang),
            safety: Some(safety(Some(Safety::Missing), lang)),
        };
        let review = Review {
            url: "/".to_owned(),
            day: "tis 1 dec".to_owned(),
            code: "BJÖ-26-001".to_owned(),
            label: "Lingonstig".to_owned(),
        };
        let soon = SoonView {
            text: lang.t1(
                "duty-soon-unconfirmed",
                "duty",
                "Beredskap i dag 17:00, Första linjen",
            ),
            url: "/duty/1/mine#number-1".to_owned(),
            act: lang.t("duty-confirm-number"),
            is_unconfirmed: true,
        };
        let tonight = MyWeekPage {
            soon: Some(soon),
            ..page(lang, vec![group.clone()], vec![family.clone()], vec![])
        };
        vec![
            ("nothing left", page(Lang::EN, vec![], vec![], vec![])),
            (
                "a usual Monday",
                page(
                    lang,
                    vec![group.clone()],
                    vec![family.clone()],
                    vec![review.clone()],
                ),
            ),
            ("on call tonight", tonight),
        ]
    }
}
