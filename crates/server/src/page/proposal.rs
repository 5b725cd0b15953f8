//! Proposals to boards: the register, a draft to write in, what was signed and what became of it, the file.

mod attachment;
mod compose;
pub mod one;
pub mod past;
mod samples;
pub mod typed;

use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use hemma_app::error::Error;
use hemma_app::proposal::{ProposalLine, Register, TemplateLine};
use hemma_domain::access::NetworkAction;
use hemma_domain::ids::{AddresseeId, NetworkId};
use hemma_domain::proposal::{Due, Stage};
use hemma_domain::time::Day;
use serde::Deserialize;

use crate::http::Site;
use crate::http::error::PageError;
use crate::http::form::Faults;
use crate::http::route::{Access, Routes};
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::team_week::Signal;
use crate::page::{Frame, Sampled, Samples, render, sampled, unprocessable};

/// The routes of these pages.
pub fn routes() -> Routes {
    const KEEP: Access = Access::Network(NetworkAction::KeepProposals);
    Routes::default()
        .get("/networks/{network}/proposals", KEEP, get)
        .make("/networks/{network}/proposals", KEEP, post_new)
        .get("/networks/{network}/proposals/{proposal}", KEEP, one::get)
        .post("/networks/{network}/proposals/{proposal}", KEEP, one::post)
        .post(
            "/networks/{network}/proposals/{proposal}/move",
            KEEP,
            one::post_move,
        )
        .get(
            "/networks/{network}/proposals/{proposal}/file",
            KEEP,
            one::get_file,
        )
        .get(
            "/networks/{network}/proposals/{proposal}/sendings/{sending}",
            KEEP,
            past::get,
        )
        .get(
            "/networks/{network}/proposals/{proposal}/sendings/{sending}/file",
            KEEP,
            past::get_file,
        )
        .make(
            "/networks/{network}/proposals/{proposal}/attachments",
            KEEP,
            attachment::post,
        )
        .get(
            "/networks/{network}/proposals/{proposal}/attachments/{attachment}",
            KEEP,
            attachment::get,
        )
        .post(
            "/networks/{network}/proposals/{proposal}/attachments/{attachment}/remove",
            KEEP,
            attachment::post_remove,
        )
}

/// One line of the register.
#[derive(Debug, Clone)]
pub struct RowView {
    pub url: String,
    /// Empty until there is one.
    pub diary: String,
    pub heading: String,
    pub addressee: String,
    pub dated: String,
    pub stage: Signal,
    /// What follows next; empty where nothing does.
    pub due: Option<Signal>,
    /// How often the board returned it; empty where it never did.
    pub returned: String,
}

/// The register.
#[derive(Template)]
#[template(path = "proposal/list.html")]
pub struct ProposalsPage {
    pub frame: Frame,
    pub lang: Lang,
    pub url: String,
    pub trips: String,
    pub words: String,
    pub rows: Vec<RowView>,
    pub total: usize,
    /// The boards, each with value and name of what can be written to it; nobody in particular last.
    pub templates: Vec<(String, Vec<(String, String)>)>,
    pub addressees: String,
    pub faults: Faults,
}

/// What is searched for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    q: String,
}

/// What is to be written: `board/template`, or `layout/template` to whomever.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct NewForm {
    template: String,
}

/// What a proposal is called where it is listed.
pub(crate) fn heading(of: &str, lang: Lang) -> String {
    match of.is_empty() {
        true => lang.t("proposal-untitled"),
        false => of.to_owned(),
    }
}

/// Where a proposal is, with its sign.
pub(crate) fn stage(of: Stage, lang: Lang) -> Signal {
    let (class, icon) = match of {
        Stage::Draft => ("none", "pen"),
        Stage::Signed => ("due", "sign"),
        Stage::Sent => ("due", "send"),
        Stage::Decided => ("ok", "ok"),
        Stage::Reported => ("ok", "check"),
    };
    Signal::new(class, icon, lang.name(of))
}

/// What follows next, and by when; or what should have followed by now.
pub(crate) fn due(of: Option<Due>, today: Day, lang: Lang) -> Option<Signal> {
    let of = of?;
    let key = match (of, of.is_over(today)) {
        (Due::Approval(_), false) => "proposal-due-approval",
        (Due::Approval(_), true) => "proposal-late-approval",
        (Due::Posting(_), false) => "proposal-due-posting",
        (Due::Posting(_), true) => "proposal-late-posting",
        (Due::Appeal(_), false) => "proposal-due-appeal",
        (Due::Appeal(_), true) => "proposal-stands",
    };
    let (class, icon) = match (of.is_late(today), of) {
        (true, _) => ("over", "overdue"),
        (false, Due::Appeal(_)) => ("none", "clock"),
        (false, _) => ("due", "due"),
    };
    let words = lang.t1(key, "day", lang.full_day(of.day()).as_str());
    Some(Signal::new(class, icon, words))
}

fn row(network: NetworkId, one: &ProposalLine, (today, lang): (Day, Lang)) -> RowView {
    let is_ended = one.stage == Stage::Reported;
    RowView {
        url: url::proposal(network, one.id),
        diary: one.diary.clone(),
        heading: heading(&one.heading, lang),
        addressee: one.addressee.clone(),
        dated: lang.full_day(one.dated_on),
        stage: stage(one.stage, lang),
        due: due(one.due.filter(|_| !is_ended), today, lang),
        returned: match one.returned {
            0 => String::new(),
            times => lang.t1("proposal-returned-times", "count", times),
        },
    }
}

/// What can be written, board by board.
fn templates(all: &[TemplateLine], lang: Lang) -> Vec<(String, Vec<(String, String)>)> {
    let whom = |one: &TemplateLine| one.to.as_ref().map(|(id, _)| *id);
    let groups = all.chunk_by(|one, next| whom(one) == whom(next));
    let option = |one: &TemplateLine| {
        let (name, layout) = (lang.words(&one.name), lang.words(&one.layout_name));
        let to = match whom(one) {
            Some(board) => board.to_string(),
            None => one.layout.clone(),
        };
        (
            format!("{to}/{}", one.template),
            format!("{name} ({layout})"),
        )
    };
    let group = |lines: &[TemplateLine]| {
        let board = lines.first().and_then(|one| one.to.clone());
        let name = board.map_or_else(|| lang.t("proposal-to-whomever"), |(_, name)| name);
        (name, lines.iter().map(option).collect())
    };
    groups.map(group).collect()
}

fn page(
    visit: &Visit,
    (network, words): (NetworkId, &str),
    found: &Register,
    faults: Faults,
) -> ProposalsPage {
    let lang = visit.lang;
    ProposalsPage {
        frame: Frame::of(visit, "proposal-title"),
        lang,
        url: url::proposals(network),
        trips: url::trips(network),
        words: words.to_owned(),
        rows: found
            .lines
            .iter()
            .map(|one| row(network, one, (visit.ctx.today(), lang)))
            .collect(),
        total: found.total,
        templates: templates(&found.templates, lang),
        addressees: url::addressees(network),
        faults,
    }
}

async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path(network): Path<NetworkId>,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let found = site.app.proposals(&visit.ctx, network, &asked.q).await;
    let found = found.map_err(PageError::to(&visit))?;
    render(
        &visit,
        &page(&visit, (network, &asked.q), &found, Faults::none()),
    )
}

async fn post_new(
    visit: Visit,
    State(site): State<Site>,
    Path(network): Path<NetworkId>,
    Form(form): Form<NewForm>,
) -> Result<Response, PageError> {
    let kind = form.template.split_once('/').unwrap_or_default();
    let made = match kind.0.parse::<AddresseeId>() {
        Ok(board) => {
            let kind = (board, kind.1);
            site.app.new_proposal_to(&visit.ctx, network, kind).await
        }
        Err(_) => site.app.new_proposal(&visit.ctx, network, kind).await,
    };
    match made {
        Ok(id) => Ok(Redirect::to(&url::proposal(network, id)).into_response()),
        Err(Error::Invalid(faults)) => {
            let found = site.app.proposals(&visit.ctx, network, "").await;
            let found = found.map_err(PageError::to(&visit))?;
            let page = page(&visit, (network, ""), &found, Faults::of(faults));
            render(&visit, &page).map(unprocessable)
        }
        Err(err) => Err(PageError::to(&visit)(err)),
    }
}

/// Every state of these pages.
pub fn samples() -> Vec<Sampled> {
    let mut all = sampled::<ProposalsPage>("proposals");
    all.extend(sampled::<one::DraftPage>("proposal draft"));
    all.extend(sampled::<one::SignedPage>("proposal"));
    all
}

impl Samples for ProposalsPage {
    fn samples() -> Vec<(&'static str, ProposalsPage)> {
        let today = Day(jiff::civil::date(2026, 12, 23));
        let row = |lang: Lang, of, next: Option<Due>| RowView {
            url: "/".to_owned(),
            diary: "2.5-0472/2010".to_owned(),
            heading: "Resa till nätverkens konferens".to_owned(),
            addressee: "Socialtjänst- och arbetsmarknadsnämnden".to_owned(),
            dated: "2 september 2010".to_owned(),
            stage: stage(of, lang),
            due: due(next, today, lang),
            returned: match of {
                Stage::Draft => lang.t1("proposal-returned-times", "count", 1_u32),
                _ => String::new(),
            },
        };
        let page = |lang: Lang, rows: Vec<RowView>, words: &str| ProposalsPage {
            frame: Frame::sample(lang),
            lang,
            url: "/".to_owned(),
            trips: "/".to_owned(),
            words: words.to_owned(),
            total: rows.len(),
            rows,
            templates: ["Påhittsvikens socialnämnd", "Annan mottagare"]
                .map(|board| {
                    let free = ("STOCKHOLM/free".to_owned(), "Fritt ärende".to_owned());
                    (board.to_owned(), vec![free])
                })
                .to_vec(),
            addressees: "/".to_owned(),
            faults: Faults::none(),
        };
        let (sv, en) = (Lang::SV, Lang::EN);
        let some = vec![
            row(sv, Stage::Draft, None),
            row(sv, Stage::Decided, Some(Due::Appeal(today.plus(21)))),
            row(sv, Stage::Decided, Some(Due::Posting(today.plus(-3)))),
        ];
        let mut nothing = page(en, Vec::new(), "charleston");
        nothing.total = 2;
        vec![
            ("none", page(sv, Vec::new(), "")),
            ("some", page(sv, some, "")),
            ("nothing found", nothing),
        ]
    }
}
