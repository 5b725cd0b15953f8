//! A goal to be set, or to be changed.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use hemma_app::development::{DevelopmentForm, DevelopmentInput};
use hemma_app::error::Error;
use hemma_domain::code::Code as _;
use hemma_domain::development::{ACTIONS_MAX, EvidenceKind, Goal, Whose, WhoseCode};
use hemma_domain::ids::{DevelopmentId, StaffId, TeamId};
use hemma_domain::time::Day;
use serde::Deserialize;

use super::rests::{self, Around, EvidenceView};
use crate::http::Site;
use crate::http::error::PageError;
use crate::http::form::{self, Faults};
use crate::http::posted::Posted;
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::{Frame, render, unprocessable};

/// Empty rows below the actions that are there.
const SPARE_ROWS: usize = 2;

/// A goal to write in.
#[derive(Template)]
#[template(path = "development/edit.html")]
pub struct EditPage {
    pub frame: Frame,
    pub lang: Lang,
    pub list: String,
    pub action: String,
    /// Empty for a new one.
    pub version: String,
    /// Whose goal it is.
    pub of: String,
    pub text: String,
    pub evidence: Vec<EvidenceView>,
    pub actions: Vec<ActionRow>,
    pub owners: Vec<(String, String)>,
    pub look_on: String,
    pub faults: Faults,
}

/// One action as it is typed.
#[derive(Debug, Clone, Default)]
pub struct ActionRow {
    pub what: String,
    pub owner: String,
    pub due: String,
}

/// Whose goal is to be set.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    team: String,
    whose: String,
    staff: String,
}

impl Asked {
    fn read(&self) -> Option<(TeamId, Whose)> {
        let code = WhoseCode::from_code(&self.whose)?;
        let staff: Option<StaffId> = match self.staff.as_str() {
            "" => None,
            staff => Some(staff.parse().ok()?),
        };
        Some((self.team.parse().ok()?, Whose::of(code, staff)?))
    }

    fn address(&self) -> String {
        let encode = |text: &str| url::encode(text).replace('/', "%2F");
        format!(
            "{}/new?team={}&whose={}&staff={}",
            url::developments(),
            encode(&self.team),
            encode(&self.whose),
            encode(&self.staff)
        )
    }
}

/// What stands in the fields.
struct Typed {
    text: String,
    chosen: Vec<(EvidenceKind, String)>,
    actions: Vec<ActionRow>,
    look_on: String,
    faults: Faults,
}

impl Typed {
    fn blank() -> Typed {
        Typed {
            text: String::new(),
            chosen: Vec::new(),
            actions: Vec::new(),
            look_on: String::new(),
            faults: Faults::none(),
        }
    }

    fn of(goal: &Goal) -> Typed {
        let action = |one: &hemma_domain::review::Action| ActionRow {
            what: one.what.clone(),
            owner: one.owner.to_string(),
            due: one.due_on.to_string(),
        };
        let evidence = goal.evidence.iter();
        Typed {
            text: goal.text.clone(),
            chosen: evidence.map(|one| (one.kind, one.key.clone())).collect(),
            actions: goal.actions.iter().map(action).collect(),
            look_on: goal.look_on.map(|on| on.to_string()).unwrap_or_default(),
            faults: Faults::none(),
        }
    }

    fn posted(form: &Posted, faults: Faults) -> Typed {
        Typed {
            text: form.get("text").to_owned(),
            chosen: form.all("evidence").filter_map(rests::read).collect(),
            actions: rows(form),
            look_on: form.get("look_on").trim().to_owned(),
            faults,
        }
    }
}

fn rows(form: &Posted) -> Vec<ActionRow> {
    let column = |name: &'static str| form.all(name).map(|value| value.trim().to_owned());
    let all = column("what").zip(column("owner")).zip(column("due"));
    let rows = all.map(|((what, owner), due)| ActionRow { what, owner, due });
    let said = rows.filter(|row| !row.what.is_empty());
    // One more than there may be, so that too many are told.
    said.take(ACTIONS_MAX + 1).collect()
}

/// A day on which a goal is looked back on; none where nothing was typed.
pub(super) fn look_day(
    typed: &str,
    (field, today): (&'static str, Day),
) -> Result<Option<Day>, Error> {
    match typed.trim() {
        "" => Ok(None),
        typed => match form::day_from(typed, today) {
            Some(day) => Ok(Some(day)),
            None => Err(Error::invalid(field, "development-fault-look-day")),
        },
    }
}

fn input(form: &Posted, today: Day) -> Result<DevelopmentInput, Error> {
    let action = |row: ActionRow| {
        let due = form::day_from(&row.due, today);
        (row.what, row.owner.parse().ok(), due)
    };
    Ok(DevelopmentInput {
        text: form.get("text").to_owned(),
        evidence: form.all("evidence").filter_map(rests::read).collect(),
        actions: rows(form).into_iter().map(action).collect(),
        look_on: look_day(form.get("look_on"), ("look_on", today))?,
    })
}

/// Where the form goes, and which version it was made from.
type Form = (String, String);

fn page(
    (visit, site): (&Visit, &Site),
    (found, goal): (&DevelopmentForm, Option<&Goal>),
    (action, version): Form,
    typed: Typed,
) -> EditPage {
    let lang = visit.lang;
    let around = Around {
        app: &site.app,
        visit,
        team: found.team.id,
        whose: found.whose,
    };
    let title = match goal {
        None => "development-new",
        Some(_) => "development-edit",
    };
    let mut actions = typed.actions;
    let count = (actions.len() + SPARE_ROWS).min(ACTIONS_MAX);
    actions.resize_with(count.max(actions.len()), ActionRow::default);
    EditPage {
        frame: Frame::of(visit, title),
        lang,
        list: url::developments(),
        action,
        version,
        of: match found.name.is_empty() {
            true => format!("{}, {}", lang.name(found.whose.code()), found.team.name),
            false => format!("{}, {}", found.name, found.team.name),
        },
        text: typed.text,
        evidence: rests::offered(&around, (goal, &found.evidence), &typed.chosen),
        actions,
        owners: found
            .owners
            .iter()
            .map(|(id, name)| (id.to_string(), name.clone()))
            .collect(),
        look_on: typed.look_on,
        faults: typed.faults,
    }
}

fn asked(visit: &Visit, asked: &Asked) -> Result<(TeamId, Whose), PageError> {
    let read = asked.read().ok_or(Error::NotFound);
    read.map_err(PageError::to(visit))
}

pub(super) async fn get_new(
    visit: Visit,
    State(site): State<Site>,
    Query(query): Query<Asked>,
) -> Result<Response, PageError> {
    let of = asked(&visit, &query)?;
    let found = site.app.development_form(&visit.ctx, of).await;
    let found = found.map_err(PageError::to(&visit))?;
    let form = (query.address(), String::new());
    let page = page((&visit, &site), (&found, None), form, Typed::blank());
    render(&visit, &page)
}

pub(super) async fn post_new(
    visit: Visit,
    State(site): State<Site>,
    Query(query): Query<Asked>,
    posted: Posted,
) -> Result<Response, PageError> {
    let of = asked(&visit, &query)?;
    let made = match input(&posted, visit.ctx.today()) {
        Ok(typed) => site.app.new_development(&visit.ctx, of, typed).await,
        Err(err) => Err(err),
    };
    match made {
        Ok(id) => {
            let to = format!("{}?done=development-saved", url::development(id));
            Ok(Redirect::to(&to).into_response())
        }
        Err(Error::Invalid(faults)) => {
            let found = site.app.development_form(&visit.ctx, of).await;
            let found = found.map_err(PageError::to(&visit))?;
            let typed = Typed::posted(&posted, Faults::of(faults));
            let form = (query.address(), String::new());
            let page = page((&visit, &site), (&found, None), form, typed);
            render(&visit, &page).map(unprocessable)
        }
        Err(err) => Err(PageError::to(&visit)(err)),
    }
}

async fn shown(
    visit: &Visit,
    site: &Site,
    (id, version): (DevelopmentId, Option<i64>),
    typed: Option<Typed>,
) -> Result<Response, PageError> {
    let found = site.app.development(&visit.ctx, id).await;
    let found = found.map_err(PageError::to(visit))?;
    if !found.may_write || !found.goal.is_open() {
        return Err(PageError::to(visit)(Error::NotFound));
    }
    let version = version.unwrap_or(found.goal.version).to_string();
    let form = (format!("{}/edit", url::development(id)), version);
    let is_faulty = typed.is_some();
    let typed = typed.unwrap_or_else(|| Typed::of(&found.goal));
    let of = (&found.form, Some(&found.goal));
    let page = render(visit, &page((visit, site), of, form, typed))?;
    Ok(match is_faulty {
        true => unprocessable(page),
        false => page,
    })
}

pub(super) async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<DevelopmentId>,
) -> Result<Response, PageError> {
    shown(&visit, &site, (id, None), None).await
}

pub(super) async fn post(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<DevelopmentId>,
    posted: Posted,
) -> Result<Response, PageError> {
    let version: i64 = posted.get("version").parse().unwrap_or(-1);
    let saved = match input(&posted, visit.ctx.today()) {
        Ok(typed) => {
            let at = (id, version);
            site.app.save_development(&visit.ctx, at, typed).await
        }
        Err(err) => Err(err),
    };
    let faults = match saved {
        Ok(()) => {
            let to = format!("{}?done=development-saved", url::development(id));
            return Ok(Redirect::to(&to).into_response());
        }
        Err(Error::Invalid(faults)) => Faults::of(faults),
        Err(Error::Conflict) => {
            let mut faults = Faults::none();
            faults.add("text", "development-fault-meanwhile");
            faults
        }
        Err(err) => return Err(PageError::to(&visit)(err)),
    };
    let typed = Typed::posted(&posted, faults);
    shown(&visit, &site, (id, Some(version)), Some(typed)).await
}
