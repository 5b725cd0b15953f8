//! The half-yearly review of a network's programme.

use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use hemma_app::error::Error;
use hemma_app::review::{Drawn, NetworkDocument as Found, NetworkReview, Quarterly};
use hemma_domain::code::Code as _;
use hemma_domain::ids::NetworkId;
use hemma_domain::review::Figure;

use super::{
    DocumentPage, Fields, SignForm, counted, drawn_name, faults, file, input, page_of, series,
    typed_again,
};
use crate::http::Site;
use crate::http::error::PageError;
use crate::http::form::Faults;
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::review::network::{TeamsView, address};
use crate::page::review::plot::PlotView;
use crate::page::review::team::{groups, runs};
use crate::page::review::time;
use crate::page::review::{compose, funnel, words};
use crate::page::{render, unprocessable};

/// The figures whose teams are drawn in a funnel: what a treatment is for.
const FUNNELS: [Figure; 4] = [
    Figure::Completed,
    Figure::Home,
    Figure::School,
    Figure::NoArrest,
];

/// Network, programme, half-year.
type At = (NetworkId, String, String);

fn at((network, programme, term): &At) -> hemma_app::review::NetworkAt<'_> {
    (*network, programme, term)
}

pub(in crate::page::review) async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path(asked): Path<At>,
) -> Result<Response, PageError> {
    let found = found(&visit, &site, &asked).await?;
    render(&visit, &page(&visit, &site, &found))
}

async fn found(visit: &Visit, site: &Site, asked: &At) -> Result<Found, PageError> {
    let found = site.app.network_review_document(&visit.ctx, at(asked));
    found.await.map_err(PageError::to(visit))
}

/// The page of a review that was asked for by its address.
fn to((network, programme, term): &At, done: &str) -> String {
    let [programme, term] = [programme, term].map(|part| url::encode(part));
    format!("/networks/{network}/reviews/{programme}/{term}?done={done}")
}

fn page(visit: &Visit, site: &Site, found: &Found) -> DocumentPage {
    let lang = visit.lang;
    let (review, written) = (&found.review, &found.written);
    let of = (found.network.id, review.programme.as_str());
    let is_drawn = |figure: Figure| found.drawn.iter().any(|one| one.figure == figure);
    let to_chart = |figure: Figure| match is_drawn(figure) {
        true => format!("#{}", id(figure)),
        false => String::new(),
    };
    DocumentPage {
        title: lang.t("review-network-title"),
        who: format!("{} · {}", found.network.name, review.programme),
        figures_url: match found.may_see_figures {
            true => address(of.0, review.term, of.1),
            false => String::new(),
        },
        url: url::network_review_document(of, review.term),
        counted: counted(written, &runs(review.runs, lang), lang),
        hidden: lang.t1("review-hidden-network", "least", review.least),
        groups: groups(&found.lines, to_chart, lang),
        way_here: lang.t("review-way-here-help"),
        plots: found
            .drawn
            .iter()
            .map(|one| trend(found, one, lang))
            .collect(),
        teams: Some(TeamsView::of(review, |_| String::new(), lang)),
        beside: beside(review, lang),
        ..page_of(visit, site, (written, review.term))
    }
}

/// The id of a figure's chart.
fn id(figure: Figure) -> String {
    figure.code().replace('_', "-")
}

/// A figure of all teams, half-year by half-year.
fn trend(found: &Found, one: &Drawn, lang: Lang) -> PlotView {
    let columns = [
        "review-col-half",
        "review-col-value",
        "review-col-parts",
        "review-fact-interval",
        "fidelity-col-remark",
    ];
    PlotView {
        id: id(one.figure),
        title: drawn_name(one, lang),
        drawn: series(&found.lines, one).drawn(&id(one.figure), lang),
        caption: words::about(one.figure, lang),
        columns: columns.map(|key| lang.t(key)).to_vec(),
        rows: one
            .quarters
            .iter()
            .rev()
            .map(|half| half_year(half, lang))
            .collect(),
        ..PlotView::default()
    }
}

fn half_year(one: &Quarterly, lang: Lang) -> Vec<String> {
    let value = one.reading.value;
    vec![
        words::term(one.term, lang),
        value.map_or_else(
            || "–".to_owned(),
            |value| words::number(one.reading.figure, value, lang),
        ),
        words::parts(one.reading, lang),
        words::interval(one.reading, lang),
        runs(one.runs, lang),
    ]
}

/// The funnels of a document: those of its figures that can be shown.
pub(in crate::page::review) fn funnels(
    review: &NetworkReview,
) -> impl Iterator<Item = hemma_app::review::Funnel> {
    FUNNELS
        .into_iter()
        .filter_map(|figure| review.funnel(figure))
        .filter(|funnel| !funnel.points.is_empty())
}

fn beside(review: &NetworkReview, lang: Lang) -> Vec<PlotView> {
    let funnels = funnels(review).map(|one| PlotView {
        title: format!("{}: {}", lang.t("review-funnel"), lang.name(one.figure)),
        ..funnel::view(Some(&one), &format!("funnel-{}", id(one.figure)), lang)
    });
    let time = time::of_network(review, lang);
    funnels.chain([time]).collect()
}

pub(in crate::page::review) async fn post(
    visit: Visit,
    State(site): State<Site>,
    Path(asked): Path<At>,
    Form(fields): Form<Fields>,
) -> Result<Response, PageError> {
    let typed = input(&fields, visit.ctx.today());
    let saved = site.app.save_network_review(&visit.ctx, at(&asked), typed);
    let faults = match saved.await {
        Ok(()) => return Ok(Redirect::to(&to(&asked, "review-saved")).into_response()),
        Err(err) => faults(err, &visit)?,
    };
    let found = found(&visit, &site, &asked).await?;
    let page = page(&visit, &site, &found);
    render(&visit, &typed_again(page, &fields, faults)).map(unprocessable)
}

pub(in crate::page::review) async fn post_sign(
    visit: Visit,
    State(site): State<Site>,
    Path(asked): Path<At>,
    Form(form): Form<SignForm>,
) -> Result<Response, PageError> {
    let signed = site
        .app
        .sign_network_review(&visit.ctx, at(&asked), form.version);
    match signed.await {
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

pub(in crate::page::review) async fn get_file(
    visit: Visit,
    State(site): State<Site>,
    Path(asked): Path<At>,
) -> Result<Response, PageError> {
    let found = found(&visit, &site, &asked).await?;
    let document = compose::network::document(&found, &visit);
    file(&visit, &site, (&document, page(&visit, &site, &found))).await
}
