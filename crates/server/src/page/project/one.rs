//! One project: what was promised, what is due, what it has given, and the report on it.

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse as _, Redirect, Response};
use hemma_app::error::Error;
use hemma_app::pdf::Typeset;
use hemma_app::project::{ItemInput, ItemStep, OneProject, YearFigures};
use hemma_app::review::Shown;
use hemma_domain::code::Code as _;
use hemma_domain::ids::{NetworkId, ProjectId, ProjectItemId, TeamId};
use hemma_domain::money::Ore;
use hemma_domain::programme::{Goal, Hundredths};
use hemma_domain::project::{FIGURES, Item, ItemKind, Target};
use hemma_domain::review::Figure;
use hemma_domain::time::Day;
use serde::Deserialize;

use super::{FigureCell, ProjectForm, cell, compose, options, period};
use crate::http::Site;
use crate::http::error::PageError;
use crate::http::form::{self, Faults};
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::review::words;
use crate::page::team_week::Signal;
use crate::page::{Frame, choices, render, unprocessable};

type At = (NetworkId, ProjectId);

/// Something that is kept of a project.
#[derive(Debug, Clone, Default)]
pub struct ItemView {
    pub url: String,
    pub title: String,
    pub text: String,
    /// Day, amount, and the figure with its target.
    pub told: Vec<String>,
    /// How it stands.
    pub state: Option<Signal>,
    pub is_done: bool,
    pub can_be_done: bool,
}

/// Things of one kind.
#[derive(Debug, Clone)]
pub struct KindView {
    pub id: &'static str,
    pub title: String,
    pub none: String,
    pub items: Vec<ItemView>,
}

/// One figure over the years.
#[derive(Debug, Clone, Default)]
pub struct FigureRow {
    pub label: String,
    /// In the order of the columns.
    pub cells: Vec<FigureCell>,
}

/// Something that is kept, as it is typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct ItemForm {
    pub kind: String,
    pub title: String,
    pub text: String,
    pub on: String,
    pub amount: String,
    pub figure: String,
    /// `at-least`, `below` or `within`.
    pub direction: String,
    pub limit: String,
    /// The upper end; empty but for `within`.
    pub most: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct StepForm {
    step: String,
}

/// One project.
#[derive(Template)]
#[template(path = "project/one.html")]
pub struct ProjectPage {
    pub frame: Frame,
    pub lang: Lang,
    pub list: String,
    pub url: String,
    pub name: String,
    pub lead: String,
    pub purpose: String,
    pub teams_told: String,
    /// The scale-up that begins with the teams' own figures; empty where the project has no team.
    pub scale: String,
    /// Years, and all of them together.
    pub columns: Vec<String>,
    pub figures: Vec<FigureRow>,
    /// Whose figures are awaited, year by year.
    pub lacking: Vec<String>,
    pub kinds: Vec<KindView>,
    pub item: ItemForm,
    pub item_kinds: Vec<(&'static str, String)>,
    pub figure_choices: Vec<(&'static str, String)>,
    pub directions: Vec<(&'static str, String)>,
    pub teams: Vec<(String, String)>,
    pub form: ProjectForm,
    pub faults: Faults,
}

impl ItemForm {
    fn read(&self, today: Day) -> Result<ItemInput, Error> {
        let kind = ItemKind::from_code(&self.kind);
        let kind = kind.ok_or_else(|| Error::invalid("kind", "project-fault-kind"))?;
        let on = match self.on.trim() {
            "" => None,
            typed => Some(
                form::day(typed, today).ok_or_else(|| Error::invalid("on", "project-fault-day"))?,
            ),
        };
        let amount = match self.amount.trim() {
            "" => None,
            typed => Some(
                Ore::typed(typed)
                    .ok_or_else(|| Error::invalid("amount", "project-fault-amount"))?,
            ),
        };
        let target = match Figure::from_code(&self.figure) {
            None => None,
            Some(figure) => Some(Target {
                figure,
                goal: self.goal()?,
            }),
        };
        Ok(ItemInput {
            kind,
            title: self.title.trim().to_owned(),
            text: self.text.trim().to_owned(),
            on,
            amount,
            target,
        })
    }
}

impl ItemForm {
    fn goal(&self) -> Result<Goal, Error> {
        let number = |typed: &str, field: &str| {
            let number = Hundredths::typed(typed);
            number.ok_or_else(|| Error::invalid(field, "project-fault-limit"))
        };
        let limit = number(&self.limit, "limit")?;
        match self.direction.as_str() {
            "at-least" => Ok(Goal::AtLeast(limit)),
            "below" => Ok(Goal::Below(limit)),
            "within" => Ok(Goal::Within(limit, number(&self.most, "most")?)),
            _ => Err(Error::invalid("direction", "project-fault-direction")),
        }
    }
}

/// The ways in which a figure can be asked for.
pub(super) fn directions(lang: Lang) -> Vec<(&'static str, String)> {
    vec![
        ("at-least", lang.t("project-direction-at-least")),
        ("below", lang.t("project-direction-below")),
        ("within", lang.t("project-direction-within")),
    ]
}

/// The figures that a project shows.
pub(super) fn figures(lang: Lang) -> Vec<(&'static str, String)> {
    let figure = |one: &Figure| (one.code(), lang.name(*one));
    FIGURES.iter().map(figure).collect()
}

/// Makes what the page shows of a project.
pub(super) struct Words<'a> {
    pub(super) found: &'a OneProject,
    pub(super) today: Day,
    pub(super) lang: Lang,
}

impl Words<'_> {
    fn names(&self, teams: &[TeamId]) -> String {
        let named = self.found.teams.iter();
        let named = named.filter(|(id, _)| teams.contains(id));
        let names: Vec<&str> = named.map(|(_, name)| name.as_str()).collect();
        names.join(", ")
    }

    pub(super) fn lead(&self) -> String {
        let one = &self.found.project;
        let parts = [
            one.funder.clone(),
            one.diary.clone(),
            period(one, self.lang),
        ];
        let parts: Vec<String> = parts.into_iter().filter(|text| !text.is_empty()).collect();
        parts.join(" · ")
    }

    pub(super) fn teams_told(&self) -> String {
        let names = self.names(&self.found.project.teams);
        self.lang.t1("project-teams-told", "names", names)
    }

    /// The years of which something was given out, and their sum.
    fn given(&self) -> impl Iterator<Item = &YearFigures> {
        let years = self.found.figures.years.iter();
        years.filter(|year| !year.readings.is_empty())
    }

    pub(super) fn columns(&self) -> Vec<String> {
        let years = self.given().map(|year| year.year.to_string());
        years.chain([self.lang.t("project-whole")]).collect()
    }

    pub(super) fn figures(&self) -> Vec<FigureRow> {
        let whole = self.found.figures.whole.iter().enumerate();
        whole
            .map(|(number, all)| FigureRow {
                label: words::name(Shown::Whole(*all), self.lang),
                cells: self
                    .given()
                    .filter_map(|year| year.readings.get(number))
                    .chain([all])
                    .map(|reading| cell(*reading, self.lang))
                    .collect(),
            })
            .collect()
    }

    pub(super) fn lacking(&self) -> Vec<String> {
        let years = self.found.figures.years.iter();
        let years = years.filter(|year| !year.lacking.is_empty());
        years
            .map(|year| {
                let names = self.names(&year.lacking);
                self.lang.t2(
                    "project-lacking",
                    ("year", year.year.to_string()),
                    ("names", names),
                )
            })
            .collect()
    }

    /// What a goal's figure is now, against what it should be; or why nothing can be said of it.
    fn reached(&self, target: Target) -> Signal {
        let unknown = |key: &str| Signal::new("none", "none", self.lang.t(key));
        if !FIGURES.contains(&target.figure) {
            return unknown("project-figure-gone");
        }
        let mut whole = self.found.figures.whole.iter();
        let reading = whole.find(|one| one.figure == target.figure);
        let value = reading.and_then(|reading| reading.value);
        let (Some(value), Some(is_met)) = (value, self.found.figures.meets(target)) else {
            return unknown("project-figure-waits");
        };
        let mut value = words::number(target.figure, value, self.lang);
        if reading.is_some_and(|reading| reading.unconfirmed) {
            value = self.lang.t1("review-unconfirmed", "figure", value);
        }
        let told = |key: &str| self.lang.t1(key, "value", value.as_str());
        match is_met {
            true => Signal::new("ok", "ok", told("project-met")),
            false => Signal::new("due", "due", told("project-not-met")),
        }
    }

    fn state(&self, one: &Item) -> Option<Signal> {
        let lang = self.lang;
        match (one.done, one.target) {
            (Some(on), _) => {
                let told = lang.t1("project-done-on", "day", lang.full_day(on));
                Some(Signal::new("ok", "ok", told))
            }
            (None, Some(target)) => Some(self.reached(target)),
            (None, None) if one.is_late(self.today) => {
                Some(Signal::new("over", "overdue", lang.t("project-late")))
            }
            _ => None,
        }
    }

    fn item(&self, one: &Item) -> ItemView {
        let lang = self.lang;
        let target = one.target.map(|target| {
            lang.t2(
                "project-target",
                ("figure", lang.name(target.figure)),
                ("goal", words::goal(target.figure, target.goal, lang)),
            )
        });
        let told = [
            one.on.map(|on| lang.full_day(on)),
            one.amount.map(|amount| lang.money(amount)),
            target,
        ];
        ItemView {
            url: format!(
                "{}/items/{}",
                url::project(self.found.project.network, one.project),
                one.id
            ),
            title: one.title.clone(),
            text: one.text.clone(),
            told: told.into_iter().flatten().collect(),
            state: self.state(one),
            is_done: one.done.is_some(),
            can_be_done: one.can_be_done(),
        }
    }

    pub(super) fn kinds(&self) -> Vec<KindView> {
        let kind = |kind: &ItemKind| {
            let of_kind = self.found.items.iter().filter(|one| one.kind == *kind);
            KindView {
                id: kind.code(),
                title: self.lang.t(match kind {
                    ItemKind::Goal => "project-goals",
                    ItemKind::Instalment => "project-instalments",
                    ItemKind::Account => "project-accounts",
                    ItemKind::Risk => "project-risks",
                    ItemKind::Decision => "project-decisions",
                }),
                none: self.lang.t("project-none-of-kind"),
                items: of_kind.map(|one| self.item(one)).collect(),
            }
        };
        ItemKind::ALL.iter().map(kind).collect()
    }
}

struct Typed {
    form: Option<ProjectForm>,
    item: ItemForm,
    faults: Faults,
}

impl Typed {
    fn blank() -> Typed {
        Typed {
            form: None,
            item: ItemForm::default(),
            faults: Faults::none(),
        }
    }
}

/// The scale-up that begins with the own figures of some teams.
fn scale(network: NetworkId, teams: &[TeamId]) -> String {
    let Some((first, rest)) = teams.split_first() else {
        return String::new();
    };
    let mut to = format!("{}?team={first}", url::network_scale(network));
    for team in rest {
        to.push_str(&format!("&team={team}"));
    }
    to
}

async fn page(visit: &Visit, site: &Site, at: At, typed: Typed) -> Result<ProjectPage, PageError> {
    let found = site.app.project(&visit.ctx, at).await;
    let found = found.map_err(PageError::to(visit))?;
    let lang = visit.lang;
    let words = Words {
        found: &found,
        today: visit.ctx.today(),
        lang,
    };
    let one = &found.project;
    Ok(ProjectPage {
        frame: Frame::of(visit, "project-one"),
        lang,
        list: url::projects(at.0),
        url: url::project(at.0, at.1),
        name: one.name.clone(),
        lead: words.lead(),
        purpose: one.purpose.clone(),
        teams_told: words.teams_told(),
        scale: scale(at.0, &one.teams),
        columns: words.columns(),
        figures: words.figures(),
        lacking: words.lacking(),
        kinds: words.kinds(),
        item: typed.item,
        item_kinds: choices::<ItemKind>(lang),
        figure_choices: figures(lang),
        directions: directions(lang),
        teams: options(&found.teams),
        form: typed.form.unwrap_or_else(|| ProjectForm::kept(one)),
        faults: typed.faults,
    })
}

async fn ended(
    visit: &Visit,
    site: &Site,
    (at, typed): (At, Typed),
    (done, notice): (Result<(), Error>, &str),
) -> Result<Response, PageError> {
    match done {
        Ok(()) => {
            let to = format!("{}?done={notice}", url::project(at.0, at.1));
            Ok(Redirect::to(&to).into_response())
        }
        Err(Error::Invalid(faults)) => {
            let typed = Typed {
                faults: Faults::of(faults),
                ..typed
            };
            let page = page(visit, site, at, typed).await?;
            Ok(unprocessable(render(visit, &page)?))
        }
        Err(err) => Err(PageError::to(visit)(err)),
    }
}

pub(super) async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path(at): Path<At>,
) -> Result<Response, PageError> {
    render(&visit, &page(&visit, &site, at, Typed::blank()).await?)
}

pub(super) async fn post(
    visit: Visit,
    State(site): State<Site>,
    Path(at): Path<At>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let form = ProjectForm::of(fields);
    let done = match form.read(visit.ctx.today()) {
        Ok(input) => {
            let which = (at.0, at.1, form.version);
            site.app.save_project(&visit.ctx, which, input).await
        }
        Err(err) => Err(err),
    };
    let typed = Typed {
        form: Some(form),
        ..Typed::blank()
    };
    ended(&visit, &site, (at, typed), (done, "project")).await
}

pub(super) async fn post_item(
    visit: Visit,
    State(site): State<Site>,
    Path(at): Path<At>,
    Form(item): Form<ItemForm>,
) -> Result<Response, PageError> {
    let done = match item.read(visit.ctx.today()) {
        Ok(input) => site.app.add_project_item(&visit.ctx, at, input).await,
        Err(err) => Err(err),
    };
    let typed = Typed {
        item,
        ..Typed::blank()
    };
    ended(&visit, &site, (at, typed), (done, "project-item")).await
}

pub(super) async fn post_step(
    visit: Visit,
    State(site): State<Site>,
    Path((network, project, item)): Path<(NetworkId, ProjectId, ProjectItemId)>,
    Form(form): Form<StepForm>,
) -> Result<Response, PageError> {
    let at = (network, project);
    let step = match form.step.as_str() {
        "undone" => ItemStep::Undone,
        "remove" => ItemStep::Remove,
        _ => ItemStep::Done,
    };
    let done = site
        .app
        .change_project_item(&visit.ctx, at, (item, step))
        .await;
    ended(&visit, &site, (at, Typed::blank()), (done, "project-item")).await
}

/// The report on the project, for its funder.
pub(super) async fn get_file(
    visit: Visit,
    State(site): State<Site>,
    Path(at): Path<At>,
) -> Result<Response, PageError> {
    let found = site.app.project(&visit.ctx, at).await;
    let found = found.map_err(PageError::to(&visit))?;
    let typeset = site.app.typeset(&compose::document(&found, &visit)).await;
    match typeset.map_err(PageError::to(&visit))? {
        Typeset::Pdf(file) => {
            let headers = [
                (header::CONTENT_TYPE, "application/pdf"),
                (
                    header::CONTENT_DISPOSITION,
                    "inline; filename=\"projektuppfoljning.pdf\"",
                ),
            ];
            Ok((headers, file).into_response())
        }
        Typeset::Missing => {
            let mut faults = Faults::none();
            faults.add("file", "proposal-fault-no-helper");
            let typed = Typed {
                faults,
                ..Typed::blank()
            };
            let page = page(&visit, &site, at, typed).await?;
            Ok(unprocessable(render(&visit, &page)?))
        }
    }
}
