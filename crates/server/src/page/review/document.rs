//! The half-yearly review of a team: figures, what is written about them, actions, signatures, the file.

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse as _, Redirect, Response};
use hemma_app::development::DevelopmentPlan;
use hemma_app::error::Error;
use hemma_app::pdf::Typeset;
use hemma_app::review::{ActionInput, DocumentPage as Found, Drawn, FollowInput, Input};
use hemma_domain::code::Code as _;
use hemma_domain::development::Whose;
use hemma_domain::ids::{StaffId, TeamId};
use hemma_domain::review::{ACTIONS_MAX, Action, ActionOutcome, Signed, Voice};
use hemma_domain::time::Day;
use serde::Deserialize;

use super::chart::Series;
use super::plot::PlotView;
use super::team::{Group, groups, hidden, plots, runs};
use super::{compose, words};
use crate::http::Site;
use crate::http::error::PageError;
use crate::http::form::{self, Faults};
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::development::{self, GoalView};
use crate::page::team_week::Signal;
use crate::page::{Frame, render, unprocessable};

/// Empty rows below the actions that are there.
const SPARE_ROWS: usize = 3;

/// The review of a half-year.
#[derive(Template)]
#[template(path = "review/document.html")]
pub struct DocumentPage {
    pub frame: Frame,
    pub lang: Lang,
    pub team: String,
    pub board: String,
    pub term: String,
    /// The team's figures.
    pub figures_url: String,
    pub url: String,
    pub version: i64,
    pub stage: Signal,
    /// Until which day the figures are counted.
    pub counted: String,
    pub hidden: String,
    pub groups: Vec<Group>,
    pub before: String,
    /// Name of the figure, and its drawings.
    pub drawn: Vec<(String, Vec<String>)>,
    pub plots: Vec<PlotView>,
    pub may_write: bool,
    /// `Signera som gruppledare`; empty where the reader cannot sign now.
    pub sign: String,
    pub summary: String,
    pub goals: String,
    pub actions: Vec<ActionRow>,
    /// Those of the review before.
    pub follow_ups: Vec<FollowRow>,
    pub owners: Vec<OwnerChoice>,
    pub outcomes: Vec<(String, String)>,
    /// For whom, and who signed when; a dash where nobody has.
    pub signatures: Vec<(String, String)>,
    pub can_typeset: bool,
    /// Open development goals, for whoever writes: each with whose it is.
    pub development: Vec<(String, GoalView)>,
    pub faults: Faults,
}

/// One action.
#[derive(Debug, Clone, Default)]
pub struct ActionRow {
    pub what: String,
    /// The owner's id; empty in an empty row.
    pub owner: String,
    pub owner_name: String,
    pub due: String,
    /// What became of it, where it can only be read.
    pub outcome: String,
    pub remark: String,
}

/// One action of the review before.
#[derive(Debug, Clone, Default)]
pub struct FollowRow {
    pub number: u32,
    pub what: String,
    pub owner: String,
    pub due: String,
    /// The code of what became of it, and its name.
    pub outcome: (String, String),
    pub remark: String,
}

/// Who can be given an action.
#[derive(Debug, Clone)]
pub struct OwnerChoice {
    pub id: String,
    pub name: String,
}

type At = (TeamId, String);

pub(super) async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path(asked): Path<At>,
) -> Result<Response, PageError> {
    let found = found(&visit, &site, &asked).await?;
    let page = DocumentPage {
        development: open_goals(&visit, &site, &found).await?,
        ..page(&visit, &site, &found)
    };
    render(&visit, &page)
}

/// The goals of the team, its leader and its consultant that whoever writes may see; those of therapists are no matter of
/// a review.
async fn open_goals(
    visit: &Visit,
    site: &Site,
    found: &Found,
) -> Result<Vec<(String, GoalView)>, PageError> {
    if !found.may_write {
        return Ok(Vec::new());
    }
    let plans = site.app.open_goals(&visit.ctx, found.review.team.id).await;
    let plans = plans.map_err(PageError::to(visit))?;
    let is_shown = |one: &&DevelopmentPlan| !matches!(one.whose, Whose::Therapist(_));
    let shown: Vec<&DevelopmentPlan> = plans.iter().filter(is_shown).collect();
    Ok(development::open(&shown, visit))
}

async fn found(visit: &Visit, site: &Site, (team, term): &At) -> Result<Found, PageError> {
    let found = site.app.review_document(&visit.ctx, *team, term).await;
    found.map_err(PageError::to(visit))
}

/// The page of a review that was asked for by its address.
fn to((team, term): &At, done: &str) -> String {
    format!("/teams/{team}/reviews/{}?done={done}", url::encode(term))
}

fn page(visit: &Visit, site: &Site, found: &Found) -> DocumentPage {
    let lang = visit.lang;
    let (review, document) = (&found.review, &found.document);
    let term = review.term;
    let name = |id: StaffId| found.names.get(&id).cloned().unwrap_or_default();
    DocumentPage {
        team: review.team.name.clone(),
        board: review.board.clone(),
        term: words::term(term, lang),
        figures_url: format!("{}?term={term}", url::review(review.team.id)),
        url: url::review_document(review.team.id, term),
        version: document.version,
        stage: stage(found, lang),
        counted: match found.frozen_on {
            Some(on) => lang.t1("review-counted", "day", lang.full_day(on)),
            None => runs(review.runs, lang),
        },
        hidden: hidden(review.least, lang),
        groups: groups(review, lang),
        before: words::term(term.previous(), lang),
        drawn: drawn(found, lang),
        plots: plots(review, lang),
        may_write: found.may_write,
        sign: found.may_sign.map_or_else(String::new, |voice| {
            lang.t1("review-sign", "voice", lang.name(voice).to_lowercase())
        }),
        summary: document.summary.clone(),
        goals: document.goals.clone(),
        actions: actions(found, &name, lang),
        follow_ups: found
            .previous
            .iter()
            .flat_map(|one| &one.actions)
            .map(|action| follow_row(action, &name, lang))
            .collect(),
        owners: found
            .owners
            .iter()
            .map(|(id, name)| OwnerChoice {
                id: id.to_string(),
                name: name.clone(),
            })
            .collect(),
        outcomes: ActionOutcome::ALL
            .iter()
            .map(|one| (one.code().to_owned(), lang.name(*one)))
            .collect(),
        signatures: [
            (Voice::Leader, document.leader),
            (Voice::Consultant, document.consultant),
        ]
        .map(|(voice, signed)| (lang.name(voice), signature(signed, &name, lang)))
        .to_vec(),
        can_typeset: site.app.can_typeset(),
        development: Vec::new(),
        faults: Faults::none(),
        frame: Frame::of(visit, "review-title"),
        lang,
    }
}

pub(super) fn signature(
    signed: Option<Signed>,
    name: &impl Fn(StaffId) -> String,
    lang: Lang,
) -> String {
    signed.map_or_else(
        || "–".to_owned(),
        |signed| format!("{}, {}", name(signed.by), lang.moment(signed.at)),
    )
}

fn stage(found: &Found, lang: Lang) -> Signal {
    let document = &found.document;
    if document.is_signed() {
        return Signal::new("ok", "ok", lang.t("review-stage-signed"));
    }
    match (document.version, document.frozen.is_some()) {
        (0, _) => Signal::new("none", "none", lang.t("review-stage-none")),
        (_, true) => Signal::new("due", "sign", lang.t("review-stage-half")),
        (_, false) => Signal::new("info", "pen", lang.t("review-stage-draft")),
    }
}

fn drawn(found: &Found, lang: Lang) -> Vec<(String, Vec<String>)> {
    let each = found.drawn.iter().map(|one| {
        let series = series(found, one);
        let id = one.figure.code().replace('_', "-");
        (lang.name(one.figure), series.drawn(&id, lang))
    });
    each.filter(|(_, drawings)| !drawings.is_empty()).collect()
}

pub(super) fn series<'a>(found: &Found, one: &'a Drawn) -> Series<'a> {
    let line = found
        .review
        .lines
        .iter()
        .find(|line| line.now.figure() == one.figure);
    Series {
        figure: one.figure,
        quarters: &one.quarters,
        goal: line
            .and_then(|line| line.held.as_ref())
            .map(|held| held.goal),
        lower_is_worse: one.lower_is_worse,
    }
}

fn actions(found: &Found, name: &impl Fn(StaffId) -> String, lang: Lang) -> Vec<ActionRow> {
    let row = |action: &Action| ActionRow {
        what: action.what.clone(),
        owner: action.owner.to_string(),
        owner_name: name(action.owner),
        due: match found.may_write {
            true => action.due_on.to_string(),
            false => lang.full_day(action.due_on),
        },
        outcome: lang.name(action.outcome),
        remark: action.remark.clone(),
    };
    let mut rows: Vec<ActionRow> = found.document.actions.iter().map(row).collect();
    if found.may_write {
        spare(&mut rows);
    }
    rows
}

fn spare(rows: &mut Vec<ActionRow>) {
    rows.resize_with(
        (rows.len() + SPARE_ROWS).min(ACTIONS_MAX),
        ActionRow::default,
    );
}

fn follow_row(action: &Action, name: &impl Fn(StaffId) -> String, lang: Lang) -> FollowRow {
    FollowRow {
        number: action.number,
        what: action.what.clone(),
        owner: name(action.owner),
        due: lang.full_day(action.due_on),
        outcome: (action.outcome.code().to_owned(), lang.name(action.outcome)),
        remark: action.remark.clone(),
    }
}

/// What was sent: rows send the same name again and again.
type Fields = Vec<(String, String)>;

fn first<'a>(fields: &'a Fields, name: &str) -> &'a str {
    let found = fields.iter().find(|(other, _)| other == name);
    found.map_or("", |(_, value)| value.as_str())
}

fn all<'a>(fields: &'a Fields, name: &str) -> Vec<&'a str> {
    let found = fields.iter().filter(|(other, _)| other == name);
    found.map(|(_, value)| value.trim()).collect()
}

fn typed_rows(fields: &Fields) -> Vec<ActionRow> {
    let (whats, owners, dues) = (
        all(fields, "what"),
        all(fields, "owner"),
        all(fields, "due"),
    );
    let rows = whats.iter().enumerate().map(|(at, what)| ActionRow {
        what: (*what).to_owned(),
        owner: owners.get(at).copied().unwrap_or_default().to_owned(),
        due: dues.get(at).copied().unwrap_or_default().to_owned(),
        ..ActionRow::default()
    });
    // One more than is taken, so that too many are told.
    let filled = rows.filter(|row| !row.what.is_empty());
    filled.take(ACTIONS_MAX + 1).collect()
}

fn input(fields: &Fields, today: Day) -> Input {
    let actions = typed_rows(fields).into_iter().map(|row| ActionInput {
        what: row.what,
        owner: row.owner.parse().ok(),
        due_on: form::day(&row.due, today),
    });
    let follow_ups = all(fields, "follow").into_iter().filter_map(|number| {
        Some(FollowInput {
            outcome: ActionOutcome::from_code(first(fields, &format!("outcome_{number}")))?,
            remark: first(fields, &format!("remark_{number}")).trim().to_owned(),
            number: number.parse().ok()?,
        })
    });
    Input {
        version: first(fields, "version").parse().unwrap_or_default(),
        summary: first(fields, "summary").trim().to_owned(),
        goals: first(fields, "goals").trim().to_owned(),
        actions: actions.collect(),
        follow_ups: follow_ups.take(ACTIONS_MAX).collect(),
    }
}

pub(super) async fn post(
    visit: Visit,
    State(site): State<Site>,
    Path(asked): Path<At>,
    Form(fields): Form<Fields>,
) -> Result<Response, PageError> {
    let typed = input(&fields, visit.ctx.today());
    let faults = match site
        .app
        .save_review(&visit.ctx, (asked.0, &asked.1), typed)
        .await
    {
        Ok(()) => {
            return Ok(Redirect::to(&to(&asked, "review-saved")).into_response());
        }
        Err(Error::Invalid(faults)) => Faults::of(faults),
        // What was typed is kept on the page: somebody else saved, or signed, in between.
        Err(Error::Conflict) => {
            let mut faults = Faults::none();
            faults.add("summary", "review-fault-meanwhile");
            faults
        }
        Err(err) => return Err(PageError::to(&visit)(err)),
    };
    let found = found(&visit, &site, &asked).await?;
    let mut rows = typed_rows(&fields);
    spare(&mut rows);
    let page = DocumentPage {
        development: open_goals(&visit, &site, &found).await?,
        summary: first(&fields, "summary").to_owned(),
        goals: first(&fields, "goals").to_owned(),
        actions: rows,
        may_write: true,
        faults,
        ..page(&visit, &site, &found)
    };
    render(&visit, &page).map(unprocessable)
}

/// Which text is signed.
#[derive(Debug, Deserialize)]
pub(super) struct SignForm {
    version: i64,
}

pub(super) async fn post_sign(
    visit: Visit,
    State(site): State<Site>,
    Path(asked): Path<At>,
    Form(form): Form<SignForm>,
) -> Result<Response, PageError> {
    match site
        .app
        .sign_review(&visit.ctx, (asked.0, &asked.1), form.version)
        .await
    {
        Ok(()) => Ok(Redirect::to(&to(&asked, "review-signed")).into_response()),
        Err(Error::Invalid(faults)) => {
            let found = found(&visit, &site, &asked).await?;
            let page = DocumentPage {
                faults: Faults::of(faults),
                ..page(&visit, &site, &found)
            };
            render(&visit, &page).map(unprocessable)
        }
        Err(err) => Err(PageError::to(&visit)(err)),
    }
}

pub(super) async fn get_file(
    visit: Visit,
    State(site): State<Site>,
    Path(asked): Path<At>,
) -> Result<Response, PageError> {
    let found = found(&visit, &site, &asked).await?;
    let document = compose::document(&found, &visit);
    let typeset = site.app.typeset(&document).await;
    match typeset.map_err(PageError::to(&visit))? {
        Typeset::Pdf(file) => {
            let headers = [
                (header::CONTENT_TYPE, "application/pdf"),
                (
                    header::CONTENT_DISPOSITION,
                    "inline; filename=\"programgenomgang.pdf\"",
                ),
            ];
            Ok((headers, file).into_response())
        }
        Typeset::Missing => {
            let mut faults = Faults::none();
            faults.add("file", "proposal-fault-no-helper");
            let page = DocumentPage {
                faults,
                ..page(&visit, &site, &found)
            };
            render(&visit, &page).map(unprocessable)
        }
    }
}
