//! A half-yearly review: figures, what is written about them, actions, signatures, the file. Teams and networks have one page.

pub(super) mod network;
pub(super) mod team;

use askama::Template;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use hemma_app::error::Error;
use hemma_app::pdf::Typeset;
use hemma_app::review::{ActionInput, Drawn, FollowInput, Input, Line, Shown, Written};
use hemma_domain::code::Code as _;
use hemma_domain::ids::StaffId;
use hemma_domain::review::{ACTIONS_MAX, Action, ActionOutcome, Signed, Subject, Term, Voice};
use hemma_domain::time::Day;
use serde::Deserialize;
use serde_json::Value as Json;

use super::chart::Series;
use super::network::TeamsView;
use super::plot::PlotView;
use super::team::Group;
use super::words;
use crate::http::Site;
use crate::http::error::PageError;
use crate::http::form::{self, Faults};
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::development::GoalView;
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
    /// The name of the page.
    pub title: String,
    /// The team, or the network with its programme.
    pub who: String,
    pub term: String,
    /// The figures of the team, or of the network.
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
    /// Said where a team's review was signed before drawings were kept; empty else.
    pub undrawn: String,
    /// How the network's half-years are read; empty of a team.
    pub way_here: String,
    pub plots: Vec<PlotView>,
    /// A network's teams side by side.
    pub teams: Option<TeamsView>,
    /// What is drawn of the teams side by side.
    pub beside: Vec<PlotView>,
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

/// A page of what was written. Its figures, and whose they are, are filled in by whoever knows them.
fn page_of(visit: &Visit, site: &Site, (written, term): (&Written, Term)) -> DocumentPage {
    let lang = visit.lang;
    let document = &written.document;
    let name = |id: StaffId| written.names.get(&id).cloned().unwrap_or_default();
    let previous = written.previous.iter().flat_map(|one| &one.actions);
    let owners = written.owners.iter().map(|(id, name)| OwnerChoice {
        id: id.to_string(),
        name: name.clone(),
    });
    DocumentPage {
        title: String::new(),
        who: String::new(),
        term: words::term(term, lang),
        figures_url: String::new(),
        url: String::new(),
        version: document.version,
        stage: stage(written, lang),
        counted: String::new(),
        hidden: String::new(),
        groups: Vec::new(),
        before: words::term(term.previous(), lang),
        drawn: Vec::new(),
        undrawn: String::new(),
        way_here: String::new(),
        plots: Vec::new(),
        teams: None,
        beside: Vec::new(),
        may_write: written.may_write,
        sign: written.may_sign.map_or_else(String::new, |one| {
            let voice = voice((&document.subject, one), lang).to_lowercase();
            lang.t1("review-sign", "voice", voice)
        }),
        summary: document.summary.clone(),
        goals: document.goals.clone(),
        actions: actions(written, &name, lang),
        follow_ups: previous.map(|one| follow_row(one, &name, lang)).collect(),
        owners: owners.collect(),
        outcomes: ActionOutcome::ALL
            .iter()
            .map(|one| (one.code().to_owned(), lang.name(*one)))
            .collect(),
        signatures: signatures(written)
            .map(|(one, signed)| {
                let voice = voice((&document.subject, one), lang);
                (voice, signature(signed, &name, lang))
            })
            .to_vec(),
        can_typeset: site.app.can_typeset(),
        development: Vec::new(),
        faults: Faults::none(),
        frame: Frame::of(visit, "review-title"),
        lang,
    }
}

/// Who signs, and whether they have.
pub(super) fn signatures(written: &Written) -> [(Voice, Option<Signed>); 2] {
    let document = &written.document;
    [
        (Voice::Leader, document.leader),
        (Voice::Consultant, document.consultant),
    ]
}

/// For whom somebody signs, in words.
pub(super) fn voice((subject, voice): (&Subject, Voice), lang: Lang) -> String {
    match (subject, voice) {
        (Subject::Network(..), Voice::Leader) => lang.t("review-voice-network-lead"),
        _ => lang.name(voice),
    }
}

fn signature(signed: Option<Signed>, name: &impl Fn(StaffId) -> String, lang: Lang) -> String {
    signed.map_or_else(
        || "–".to_owned(),
        |signed| format!("{}, {}", name(signed.by), lang.full_moment(signed.at)),
    )
}

/// Until which day the figures are counted.
fn counted(written: &Written, is_running: &str, lang: Lang) -> String {
    match written.frozen_on() {
        Some(on) => lang.t1("review-counted", "day", lang.full_day(on)),
        None => is_running.to_owned(),
    }
}

fn stage(written: &Written, lang: Lang) -> Signal {
    let document = &written.document;
    if document.is_signed() {
        return Signal::new("ok", "ok", lang.t("review-stage-signed"));
    }
    match (document.version, document.frozen.is_some()) {
        (0, _) => Signal::new("none", "none", lang.t("review-stage-none")),
        (_, true) => Signal::new("due", "sign", lang.t("review-stage-half")),
        (_, false) => Signal::new("info", "pen", lang.t("review-stage-draft")),
    }
}

/// A figure's way here, with what it should be.
pub(super) fn series<'a>(lines: &[Line], one: &'a Drawn) -> Series<'a> {
    let line = lines.iter().find(|line| line.now.figure() == one.figure);
    Series {
        figure: one.figure,
        quarters: &one.quarters,
        goal: line
            .and_then(|line| line.held.as_ref())
            .map(|held| held.goal),
    }
}

/// What is drawn, by its figure's name.
pub(super) fn drawn_name(one: &Drawn, lang: Lang) -> String {
    let mut readings = one.quarters.iter().map(|quarter| quarter.reading);
    let read = readings.find(|reading| reading.value.is_some());
    read.map_or_else(
        || lang.name(one.figure),
        |reading| words::name(Shown::Whole(reading), lang),
    )
}

fn actions(written: &Written, name: &impl Fn(StaffId) -> String, lang: Lang) -> Vec<ActionRow> {
    let row = |action: &Action| ActionRow {
        what: action.what.clone(),
        owner: action.owner.to_string(),
        owner_name: name(action.owner),
        due: match written.may_write {
            true => action.due_on.to_string(),
            false => lang.full_day(action.due_on),
        },
        outcome: lang.name(action.outcome),
        remark: action.remark.clone(),
    };
    let mut rows: Vec<ActionRow> = written.document.actions.iter().map(row).collect();
    if written.may_write {
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
        what: what.trim().to_owned(),
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
        due_on: form::day_from(&row.due, today),
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

/// What is wrong with what was typed; the error itself where that is not what happened.
fn faults(err: Error, visit: &Visit) -> Result<Faults, PageError> {
    match err {
        Error::Invalid(faults) => Ok(Faults::of(faults)),
        // What was typed is kept on the page: somebody else saved, or signed, in between.
        Error::Conflict => {
            let mut faults = Faults::none();
            faults.add("summary", "review-fault-meanwhile");
            Ok(faults)
        }
        err => Err(PageError::to(visit)(err)),
    }
}

/// The page again, with what was typed.
fn typed_again(page: DocumentPage, fields: &Fields, faults: Faults) -> DocumentPage {
    let mut rows = typed_rows(fields);
    spare(&mut rows);
    let followed = page.follow_ups.into_iter().map(|row| {
        let outcome = first(fields, &format!("outcome_{}", row.number));
        let chosen = page.outcomes.iter().find(|(code, _)| code == outcome);
        FollowRow {
            remark: first(fields, &format!("remark_{}", row.number)).to_owned(),
            outcome: chosen.cloned().unwrap_or(row.outcome),
            ..row
        }
    });
    DocumentPage {
        follow_ups: followed.collect(),
        summary: first(fields, "summary").to_owned(),
        goals: first(fields, "goals").to_owned(),
        actions: rows,
        may_write: true,
        faults,
        ..page
    }
}

/// Which text is signed.
#[derive(Debug, Deserialize)]
pub(super) struct SignForm {
    version: i64,
}

/// The file; the page again where no helper is there to set it.
async fn file(
    visit: &Visit,
    site: &Site,
    (document, page): (&Json, DocumentPage),
) -> Result<Response, PageError> {
    let typeset = site.app.typeset(document).await;
    match typeset.map_err(PageError::to(visit))? {
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
            let page = DocumentPage { faults, ..page };
            render(visit, &page).map(unprocessable)
        }
    }
}
