//! A team's week: one table, a row for each open family, worst first.

mod row;
mod sample;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use hemma_app::round::MyRating;
use hemma_app::team_week::TeamWeek;
use hemma_domain::access::TeamAction;
use hemma_domain::case::Safety;
use hemma_domain::code::Code;
use hemma_domain::ids::TeamId;
use hemma_domain::team_week::{Concern, FamilyWeek, OrderBy, Selection};
use hemma_domain::time::{Day, Week};
use hemma_domain::week::SummaryState;
use serde::Deserialize;

use crate::http::Site;
use crate::http::csv::Csv;
use crate::http::error::PageError;
use crate::http::route::{Access, Routes};
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::duty::soon::SoonView;
use crate::page::round::waiting;
use crate::page::team_week::row::row_view;
use crate::page::{Frame, Sampled, render, sampled};

/// The routes of this page.
pub fn routes() -> Routes {
    let access = Access::Team(TeamAction::SeeWeek);
    Routes::default().get("/teams/{team}", access, get).get(
        "/teams/{team}/week.csv",
        access,
        get_csv,
    )
}

/// Which rows, in which order, of which week: all of it in the address, so that a view can be shared.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct View {
    week: String,
    show: String,
    /// What to order by; with a minus in front the other way round.
    order: String,
}

impl View {
    fn week(&self) -> Option<Week> {
        self.week.parse().ok()
    }

    fn selection(&self) -> Selection {
        Selection::from_code(&self.show).unwrap_or(Selection::All)
    }

    fn order(&self) -> (OrderBy, bool) {
        let code = self.order.trim_start_matches('-');
        let by = OrderBy::from_code(code).unwrap_or(OrderBy::Worst);
        (by, self.order.starts_with('-'))
    }

    /// The address of a page of the team with this view; parts that go without saying are left out.
    fn url(&self, base: &str) -> String {
        let parts: Vec<String> = [
            ("week", &self.week),
            ("show", &self.show),
            ("order", &self.order),
        ]
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!("{name}={}", url::encode(value)))
        .collect();
        if parts.is_empty() {
            base.to_owned()
        } else {
            format!("{base}?{}", parts.join("&"))
        }
    }

    fn showing(&self, selection: Selection) -> View {
        let show = match selection {
            Selection::All => String::new(),
            other => other.code().to_owned(),
        };
        View {
            show,
            ..self.clone()
        }
    }

    /// The same rows ordered by a column; the other way round where it orders already.
    fn ordered(&self, by: OrderBy) -> View {
        let order = match self.order() {
            (now, false) if now == by => format!("-{}", by.code()),
            _ => by.code().to_owned(),
        };
        View {
            order,
            ..self.clone()
        }
    }

    fn at(&self, week: Week) -> View {
        View {
            week: week.to_string(),
            ..self.clone()
        }
    }
}

/// A glyph with its word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signal {
    pub class: &'static str,
    pub icon: &'static str,
    pub text: String,
}

impl Signal {
    /// A glyph with its word.
    pub fn new(class: &'static str, icon: &'static str, text: String) -> Signal {
        Signal { class, icon, text }
    }
}

/// A link with its icon.
#[derive(Debug, Clone)]
pub struct Link {
    pub url: String,
    pub icon: &'static str,
    pub label: String,
    pub primary: bool,
}

/// A choice of rows.
#[derive(Debug, Clone)]
pub struct Choice {
    pub url: String,
    pub label: String,
    pub count: usize,
    pub current: bool,
}

/// The head of a column.
#[derive(Debug, Clone)]
pub struct Column {
    pub url: String,
    pub label: String,
    pub num: bool,
    /// `ascending`, `descending`, or empty.
    pub sorted: &'static str,
}

/// One family.
#[derive(Debug, Clone)]
pub struct RowView {
    /// `worst`, `watch`, or empty.
    pub class: &'static str,
    /// Empty where the reader may not open the case.
    pub url: String,
    pub code: String,
    pub label: String,
    pub therapist: String,
    pub week: String,
    pub phase: String,
    pub contacts: String,
    pub summary: Signal,
    pub steps: String,
    pub safety: Signal,
    pub interview: Signal,
    pub tasks: String,
    pub why: Option<Signal>,
    pub facts: Vec<(String, String)>,
    pub links: Vec<Link>,
}

/// The sums below the rows.
#[derive(Debug, Clone, Default)]
pub struct Foot {
    pub contacts: u32,
    pub summaries: String,
    pub steps: String,
    pub tasks: u32,
}

/// A team's week.
#[derive(Template)]
#[template(path = "team_week.html")]
pub struct TeamWeekPage {
    pub frame: Frame,
    pub lang: Lang,
    pub name: String,
    pub week: String,
    pub summed_up: String,
    pub previous: String,
    /// None in the week that is now.
    pub next: Option<String>,
    pub links: Vec<Link>,
    /// Colleagues to rate, with the address.
    pub ratings: Vec<(String, String)>,
    /// The reader's own duty, where it runs or comes soon.
    pub soon: Option<SoonView>,
    /// All open families, whatever is chosen.
    pub total: usize,
    pub choices: Vec<Choice>,
    pub columns: Vec<Column>,
    pub rows: Vec<RowView>,
    pub foot: Foot,
    pub csv: String,
}

/// The columns that order the table; those of numbers stand to the right.
const COLUMNS: [(OrderBy, bool); 11] = [
    (OrderBy::Family, false),
    (OrderBy::Therapist, false),
    (OrderBy::Week, true),
    (OrderBy::Phase, false),
    (OrderBy::Contacts, true),
    (OrderBy::Summary, false),
    (OrderBy::Steps, true),
    (OrderBy::Safety, false),
    (OrderBy::Interview, false),
    (OrderBy::Tasks, true),
    (OrderBy::Worst, false),
];

async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<TeamId>,
    Query(view): Query<View>,
) -> Result<Response, PageError> {
    let found = load(&visit, &site, id, &view).await?;
    render(&visit, &page(&visit, &found, &view))
}

async fn get_csv(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<TeamId>,
    Query(view): Query<View>,
) -> Result<Response, PageError> {
    let found = load(&visit, &site, id, &view).await?;
    let lang = visit.lang;
    let mut csv = Csv::new(COLUMNS.iter().map(|(by, _)| lang.name(*by)));
    for row in chosen(&found, &view) {
        let shown = row_view(row, &found, lang);
        csv.line([
            shown.code,
            shown.therapist,
            shown.week,
            shown.phase,
            shown.contacts,
            shown.summary.text,
            shown.steps,
            shown.safety.text,
            shown.interview.text,
            shown.tasks,
            shown.why.map(|why| why.text).unwrap_or_default(),
        ]);
    }
    Ok(csv.into_file(&format!("{}-{}.csv", lang.t("team-week-file"), found.week)))
}

async fn load(visit: &Visit, site: &Site, id: TeamId, view: &View) -> Result<TeamWeek, PageError> {
    let mut found = site
        .app
        .team_week(&visit.ctx, id, view.week())
        .await
        .map_err(PageError::to(visit))?;
    let (by, turned) = view.order();
    found.order(by);
    if turned {
        found.rows.reverse();
    }
    Ok(found)
}

fn chosen<'a>(found: &'a TeamWeek, view: &View) -> impl Iterator<Item = &'a FamilyWeek> {
    let selection = view.selection();
    found.rows.iter().filter(move |row| row.is_in(selection))
}

fn page(visit: &Visit, found: &TeamWeek, view: &View) -> TeamWeekPage {
    let lang = visit.lang;
    let base = url::team(found.team.id);
    let is_now = found.week == visit.ctx.week();
    let rows: Vec<&FamilyWeek> = chosen(found, view).collect();
    TeamWeekPage {
        frame: Frame::of(visit, "team-week-title"),
        lang,
        name: found.team.name.clone(),
        week: lang.filled(
            "team-week-days",
            [
                ("week", found.week.number().into()),
                ("from", lang.day(found.week.first_day()).into()),
                ("to", lang.day(found.week.last_day()).into()),
            ],
        ),
        summed_up: lang.week(found.summed_up),
        previous: view.at(found.week.previous()).url(&base),
        next: (!is_now).then(|| view.at(found.week.next()).url(&base)),
        links: links(found, lang),
        ratings: found.ratings.iter().map(|one| rating(one, lang)).collect(),
        soon: found
            .duty
            .as_ref()
            .map(|one| SoonView::of(one, visit.ctx.now, lang)),
        total: found.rows.len(),
        choices: choices(found, view, lang),
        columns: columns(view, &base, lang),
        foot: foot(&rows, lang),
        csv: view.url(&format!("{base}/week.csv")),
        rows: rows.iter().map(|row| row_view(row, found, lang)).collect(),
    }
}

fn rating(one: &MyRating, lang: Lang) -> (String, String) {
    let (what, until, url) = waiting(one, lang);
    let told = lang.t2("rating-waits", ("what", what), ("day", lang.day(until)));
    (told, url)
}

fn links(found: &TeamWeek, lang: Lang) -> Vec<Link> {
    let team = found.team.id;
    let link = |url, icon, key: &str, primary| Link {
        url,
        icon,
        label: lang.t(key),
        primary,
    };
    let mut links = vec![link(
        url::team_tasks(team),
        "task",
        "team-week-tasks",
        false,
    )];
    if found.may_see_capacity {
        let capacity = format!("/teams/{team}/capacity");
        links.push(link(capacity, "people", "team-week-capacity", false));
    }
    if found.may_see_measures {
        let measures = url::team_measures(team);
        links.push(link(measures, "calendar", "team-week-measures", false));
    }
    if found.may_see_training {
        let training = url::team_training(team);
        links.push(link(training, "school", "training-title", false));
    }
    if found.may_see_fidelity {
        let fidelity = url::fidelity(team);
        links.push(link(fidelity, "timeline", "fidelity-title", false));
    }
    if found.may_see_own_fidelity {
        let fidelity = url::own_fidelity(team);
        links.push(link(fidelity, "timeline", "fidelity-own", false));
    }
    if found.may_see_review {
        links.push(link(url::review(team), "chart", "review-title", false));
    }
    if found.may_see_consultation {
        let consultations = url::consultations(team);
        links.push(link(consultations, "video", "consultation-title", false));
    }
    if found.may_see_month_report {
        let report = url::month_report(team);
        links.push(link(report, "document", "month-report-title", false));
    }
    if found.may_see_ratings {
        let ratings = url::team_ratings(team);
        links.push(link(ratings, "star", "rating-team-title", false));
    }
    if found.may_run_meeting && !found.rows.is_empty() {
        links.push(link(
            url::meeting(team),
            "meeting",
            "team-week-meeting",
            true,
        ));
    }
    links
}

fn choices(found: &TeamWeek, view: &View, lang: Lang) -> Vec<Choice> {
    let base = url::team(found.team.id);
    Selection::ALL
        .iter()
        .map(|selection| Choice {
            url: view.showing(*selection).url(&base),
            label: lang.name(*selection),
            count: found
                .rows
                .iter()
                .filter(|row| row.is_in(*selection))
                .count(),
            current: view.selection() == *selection,
        })
        .collect()
}

fn columns(view: &View, base: &str, lang: Lang) -> Vec<Column> {
    let (by, turned) = view.order();
    COLUMNS
        .iter()
        .map(|(column, num)| Column {
            url: view.ordered(*column).url(base),
            label: lang.name(*column),
            num: *num,
            sorted: match (*column == by, turned) {
                (false, _) => "",
                (true, false) => "ascending",
                (true, true) => "descending",
            },
        })
        .collect()
}

/// `1 av 3`; a dash where there is nothing to count.
pub fn of(some: u32, all: u32, lang: Lang) -> String {
    if all == 0 {
        return "–".to_owned();
    }
    lang.t2("team-week-of", ("some", some), ("all", all))
}

/// `1 av 3` while fewer are counted than the programme asks for; the number alone once they are reached.
pub fn at_least(some: u32, least: Option<u32>, lang: Lang) -> String {
    match least {
        Some(least) if some < least => of(some, least, lang),
        _ => some.to_string(),
    }
}

/// The state of a family's summary: late ones of earlier weeks before the newest.
pub fn latest_summary(row: &FamilyWeek, lang: Lang) -> Signal {
    let late = match row.late.as_slice() {
        [] => return summary(row.summary, lang),
        [week] => lang.t1("summary-late-week", "week", lang.week(*week)),
        weeks => lang.t1("summary-late-weeks", "count", weeks.len()),
    };
    Signal::new("over", "overdue", late)
}

/// The day of the next interview, and whether it has passed.
fn interview(day: Option<Day>, today: Day, lang: Lang) -> Signal {
    match day {
        None => Signal::new("none", "none", "–".to_owned()),
        Some(day) if day < today => Signal::new("due", "due", lang.short_day(day)),
        Some(day) => Signal::new("none", "calendar", lang.short_day(day)),
    }
}

/// The state of a summary with its glyph.
pub fn summary(state: Option<SummaryState>, lang: Lang) -> Signal {
    let Some(state) = state else {
        return Signal::new("none", "none", lang.t("team-week-no-summary"));
    };
    let (class, icon, key) = match state {
        SummaryState::Late => ("over", "overdue", "summary-late"),
        SummaryState::Open => ("due", "due", "summary-open"),
        SummaryState::HandedInLate => ("ok", "ok", "summary-handed-in-late"),
        SummaryState::HandedIn => ("ok", "ok", "summary-handed-in"),
        SummaryState::Supervised => ("ok", "ok", "summary-supervised"),
        SummaryState::Consulted => ("ok", "ok", "summary-consulted"),
    };
    Signal::new(class, icon, lang.t(key))
}

/// The state of the safety plan in the few words of a table.
pub fn safety(safety: Option<Safety>, lang: Lang) -> Signal {
    match safety {
        None => Signal::new("none", "none", lang.t("team-week-no-plan")),
        Some(Safety::Missing) => Signal::new("over", "overdue", lang.t("team-week-plan-missing")),
        Some(Safety::Overdue { since }) => Signal::new(
            "over",
            "overdue",
            lang.t1("team-week-plan-overdue", "day", lang.short_day(since)),
        ),
        Some(Safety::Current { review }) => Signal::new(
            "ok",
            "ok",
            lang.t1("team-week-plan-current", "day", lang.short_day(review)),
        ),
    }
}

/// What calls for eyes, with its glyph.
pub fn concern_signal(concern: Concern, lang: Lang) -> Signal {
    let (class, icon) = if concern.is_grave() {
        ("over", "overdue")
    } else {
        ("due", "due")
    };
    Signal::new(class, icon, lang.name(concern))
}

fn foot(rows: &[&FamilyWeek], lang: Lang) -> Foot {
    let sum = |part: fn(&FamilyWeek) -> u32| rows.iter().map(|row| part(row)).sum::<u32>();
    let due = sum(|row| u32::from(row.summary.is_some()));
    let handed_in = sum(|row| {
        let missing = matches!(
            row.summary,
            None | Some(SummaryState::Late | SummaryState::Open)
        );
        u32::from(!missing)
    });
    Foot {
        contacts: sum(|row| row.figures.contacts),
        summaries: of(handed_in, due, lang),
        steps: of(
            sum(|row| row.figures.steps_met),
            sum(|row| row.figures.steps()),
            lang,
        ),
        tasks: sum(|row| row.figures.tasks_open),
    }
}

/// Every state of this page.
pub fn samples() -> Vec<Sampled> {
    sampled::<TeamWeekPage>("team week")
}
