//! The proposal of a draft: how far the search is, what it found and why, and the decision to keep it.

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use hemma_app::error::Error;
use hemma_app::rota::{
    Draft, DutyAt, Engine, Failure, Missed, Outcome, Price, Progress, RotaAt, SECONDS, Stage,
    Suggested, Trouble,
};
use hemma_domain::rota::RotaState;
use serde::Deserialize;

use super::draft::{change, name_of};
use super::rota::{BarView, bars};
use super::{Here, Serves, Tab, span, tabs};
use crate::http::Site;
use crate::http::error::PageError;
use crate::http::form::Faults;
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::{Frame, render, unprocessable};

/// Something that is missed, with its price and where to read more; the address may be empty.
#[derive(Debug, Clone)]
pub struct MissView {
    pub what: String,
    pub price: String,
    pub url: String,
}

/// What was found.
#[derive(Debug, Clone)]
pub struct FoundView {
    pub id: String,
    pub verdict: String,
    /// It is proven that none is better.
    pub is_best: bool,
    pub open: Vec<MissView>,
    pub missed: Vec<MissView>,
    /// Days off for rest: who and when.
    pub rest: Vec<String>,
    pub changes: Vec<String>,
    /// Per line its name and its people.
    pub bars: Vec<(String, Vec<BarView>)>,
}

/// The proposal of a draft.
#[derive(Template)]
#[template(path = "duty/propose.html")]
pub struct ProposePage {
    pub frame: Frame,
    pub lang: Lang,
    pub pool: String,
    pub tabs: Vec<Tab>,
    /// The draft's own page.
    pub draft: String,
    pub base: String,
    pub period: String,
    pub is_draft: bool,
    /// No search can plan this pool.
    pub by_hand: bool,
    /// How far the search is; empty where nothing is looked for.
    pub under_way: String,
    /// Why there is no proposal; empty where there is, or where nobody asked.
    pub failure: String,
    pub can_prove: bool,
    pub seconds: String,
    pub found: Option<FoundView>,
    pub troubles: Vec<String>,
    pub faults: Faults,
}

/// For how long somebody waits.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct BeginForm {
    pub seconds: String,
}

/// The proposal that was looked at.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct KeepForm {
    pub id: String,
}

/// `2,5`: by how many per cent a better rota might be better.
fn gap(score: i64, bound: i64, lang: Lang) -> String {
    let tenths = score.saturating_sub(bound).saturating_mul(1_000) / score.max(1);
    lang.number(&format!("{}.{}", tenths / 10, tenths % 10))
}

fn far(progress: Progress, lang: Lang) -> String {
    let Progress { score, bound } = progress;
    match bound {
        Some(bound) => lang.filled(
            "propose-far",
            [
                ("score", lang.whole(score).into()),
                ("bound", lang.whole(bound).into()),
                ("gap", gap(score, bound, lang).into()),
            ],
        ),
        None => lang.t1("propose-far-first", "score", lang.whole(score)),
    }
}

fn under_way(seen: &Suggested, lang: Lang) -> String {
    let told = match seen.stage {
        Some(Stage::Searching(None)) => lang.t("propose-begun"),
        Some(Stage::Searching(Some(progress))) => far(progress, lang),
        Some(Stage::Pricing(progress)) => {
            format!("{} {}", far(progress, lang), lang.t("propose-pricing"))
        }
        Some(Stage::Ready(_) | Stage::Failed(_)) | None => return String::new(),
    };
    let elapsed = lang.t1("propose-elapsed", "seconds", seen.elapsed_seconds);
    format!("{told} {elapsed}")
}

/// What meeting a wish would cost in words: never, exactly so much, between two prices.
const OF_WISH: [&str; 3] = [
    "propose-price-never",
    "propose-price",
    "propose-price-between",
];
/// The same of filling a duty.
const OF_DUTY: [&str; 3] = [
    "propose-open-never",
    "propose-open-price",
    "propose-open-between",
];

fn price(price: Option<Price>, [never, exact, between]: [&str; 3], lang: Lang) -> String {
    match price {
        None => String::new(),
        Some(Price::Impossible) => lang.t(never),
        Some(Price::Points { least, most }) if least == Some(most) => {
            lang.t1(exact, "points", most)
        }
        Some(Price::Points { least, most }) => {
            let least = least.unwrap_or_default().max(0);
            lang.t2(between, ("least", least), ("most", most))
        }
    }
}

/// A duty in words: when, and which line.
pub(super) fn duty_words(draft: &Draft, duty: &DutyAt, lang: Lang) -> String {
    let line = draft.pool.line(duty.line);
    let line = line.map(|line| lang.words(&line.name)).unwrap_or_default();
    format!("{}, {line}", span(duty.whole, lang))
}

fn missed(draft: &Draft, one: &Missed, lang: Lang) -> MissView {
    let what = lang.filled(
        "propose-wish",
        [
            ("name", name_of(draft, one.wish.staff).into()),
            ("wish", lang.name(one.wish.kind).into()),
            ("when", span(one.wish.time, lang).into()),
        ],
    );
    MissView {
        what,
        price: price(one.price, OF_WISH, lang),
        url: String::new(),
    }
}

fn verdict(found: &Outcome, lang: Lang) -> String {
    let (score, bound) = (found.proposal.score, found.proposal.bound);
    match (found.proposal.engine, bound) {
        _ if found.proposal.is_best() => lang.t1("propose-best", "score", lang.whole(score)),
        (Engine::Exact, Some(bound)) => lang.t2(
            "propose-good",
            ("score", lang.whole(score)),
            ("gap", gap(score, bound, lang)),
        ),
        _ => lang.t1("propose-unproven", "score", lang.whole(score)),
    }
}

fn found(draft: &Draft, one: &Outcome, lang: Lang) -> FoundView {
    let base = url::rota(draft.pool.id, draft.rota.id);
    let open = one.open.iter().map(|open| MissView {
        what: duty_words(draft, &open.duty, lang),
        price: price(open.price, OF_DUTY, lang),
        url: format!("{base}/why/{}", open.duty.id),
    });
    let rest = one.proposal.rest_days.iter();
    let lines = draft.pool.lines.iter();
    FoundView {
        id: one.proposal.id.to_string(),
        verdict: verdict(one, lang),
        is_best: one.proposal.is_best(),
        open: open.collect(),
        missed: one
            .missed
            .iter()
            .map(|one| missed(draft, one, lang))
            .collect(),
        rest: rest
            .map(|(staff, day)| format!("{}, {}", name_of(draft, *staff), lang.day(*day)))
            .collect(),
        changes: one
            .changes
            .iter()
            .map(|one| change(draft, one, lang))
            .collect(),
        bars: lines
            .map(|line| {
                let name = lang.words(&line.name).to_owned();
                (name, bars(&one.carried, line.id, lang))
            })
            .collect(),
    }
}

/// What no plan can mend, in words.
pub(super) fn trouble(draft: &Draft, one: &Trouble, lang: Lang) -> String {
    let words = |duty: &DutyAt| duty_words(draft, duty, lang);
    match one {
        Trouble::NoRest { staff, week } => lang.t2(
            "trouble-no-rest",
            ("name", name_of(draft, *staff)),
            ("day", lang.day(*week)),
        ),
        Trouble::NobodyEligible { duty } => lang.t1("trouble-nobody-eligible", "duty", words(duty)),
        Trouble::NobodyAvailable { duty, because } => {
            let because: Vec<String> = because
                .iter()
                .map(|(staff, rule)| {
                    let name = name_of(draft, *staff);
                    lang.t2("rota-breach", ("rule", lang.name(*rule)), ("name", name))
                })
                .collect();
            lang.t2(
                "trouble-nobody-available",
                ("duty", words(duty)),
                ("because", because.join("; ")),
            )
        }
        Trouble::TooFew {
            duties,
            people,
            open,
        } => {
            let duties: Vec<String> = duties.iter().map(words).collect();
            lang.filled(
                "trouble-too-few",
                [
                    ("open", (*open).into()),
                    ("people", people.len().into()),
                    ("duties", duties.join("; ").into()),
                ],
            )
        }
        Trouble::CapBelowNeed { from, duties, most } => lang.filled(
            "trouble-cap",
            [
                ("day", lang.day(*from).into()),
                ("duties", (*duties).into()),
                ("most", (*most).into()),
            ],
        ),
    }
}

fn page(visit: &Visit, seen: &Suggested, (seconds, faults): (String, Faults)) -> ProposePage {
    let (lang, draft) = (visit.lang, &seen.draft);
    let (first, last) = (draft.rota.first, draft.rota.end.plus(-1));
    let home = url::rota(draft.pool.id, draft.rota.id);
    ProposePage {
        frame: Frame::of(visit, "propose-title"),
        lang,
        pool: draft.pool.name.clone(),
        tabs: tabs(draft.pool.id, (Serves::Yes, Here::Rota), lang),
        base: format!("{home}/propose"),
        draft: home,
        period: format!("{} – {}", lang.full_day(first), lang.full_day(last)),
        is_draft: draft.rota.state == RotaState::Draft,
        by_hand: seen.by_hand,
        under_way: under_way(seen, lang),
        failure: match seen.stage {
            Some(Stage::Failed(Failure::Impossible)) => lang.t("propose-impossible"),
            Some(Stage::Failed(Failure::Broken)) => lang.t("propose-broken"),
            _ => String::new(),
        },
        can_prove: seen.can_prove,
        seconds,
        found: seen.outcome.as_ref().map(|one| found(draft, one, lang)),
        troubles: seen
            .troubles
            .iter()
            .map(|one| trouble(draft, one, lang))
            .collect(),
        faults,
    }
}

pub(super) async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path(at): Path<RotaAt>,
) -> Result<Response, PageError> {
    let seen = site.app.suggestion(&visit.ctx, at).await;
    let seen = seen.map_err(PageError::to(&visit))?;
    let typed = (SECONDS.to_string(), Faults::none());
    render(&visit, &page(&visit, &seen, typed))
}

pub(super) async fn post_begin(
    visit: Visit,
    State(site): State<Site>,
    Path(at): Path<RotaAt>,
    Form(form): Form<BeginForm>,
) -> Result<Response, PageError> {
    let begun = match form.seconds.trim().parse() {
        Ok(seconds) => site.app.begin_suggestion(&visit.ctx, at, seconds).await,
        Err(_) => Err(Error::invalid("seconds", "rota-fault-seconds")),
    };
    match begun {
        Ok(()) => Ok(again(at)),
        Err(Error::Invalid(faults)) => {
            let seen = site.app.suggestion(&visit.ctx, at).await;
            let seen = seen.map_err(PageError::to(&visit))?;
            let typed = (form.seconds, Faults::of(faults));
            Ok(unprocessable(render(&visit, &page(&visit, &seen, typed))?))
        }
        Err(err) => Err(PageError::to(&visit)(err)),
    }
}

pub(super) async fn post_stop(
    visit: Visit,
    State(site): State<Site>,
    Path(at): Path<RotaAt>,
) -> Result<Response, PageError> {
    let stopped = site.app.stop_suggestion(&visit.ctx, at).await;
    stopped.map_err(PageError::to(&visit))?;
    Ok(again(at))
}

pub(super) async fn post_keep(
    visit: Visit,
    State(site): State<Site>,
    Path(at): Path<RotaAt>,
    Form(form): Form<KeepForm>,
) -> Result<Response, PageError> {
    let id = form.id.parse().map_err(|_| Error::Conflict);
    let kept = match id {
        Ok(id) => site.app.keep_suggestion(&visit.ctx, (at, id)).await,
        Err(err) => Err(err),
    };
    kept.map_err(PageError::to(&visit))?;
    let to = format!("{}?done=rota-kept", url::rota(at.0, at.1));
    Ok(Redirect::to(&to).into_response())
}

fn again(at: RotaAt) -> Response {
    Redirect::to(&format!("{}/propose", url::rota(at.0, at.1))).into_response()
}
