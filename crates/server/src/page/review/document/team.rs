//! The half-yearly review of a team.

use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use hemma_app::development::DevelopmentPlan;
use hemma_app::error::Error;
use hemma_app::review::TeamDocument as Found;
use hemma_domain::code::Code as _;
use hemma_domain::development::Whose;
use hemma_domain::ids::TeamId;

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
use crate::page::development::{self, GoalView};
use crate::page::review::compose;
use crate::page::review::team::{figure_url, groups, hidden, plots, uncounted};
use crate::page::{render, unprocessable};

type At = (TeamId, String);

pub(in crate::page::review) async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path(asked): Path<At>,
) -> Result<Response, PageError> {
    let found = found(&visit, &site, &asked).await?;
    let page = whole_page(&visit, &site, &found).await?;
    render(&visit, &page)
}

async fn whole_page(visit: &Visit, site: &Site, found: &Found) -> Result<DocumentPage, PageError> {
    Ok(DocumentPage {
        development: open_goals(visit, site, found).await?,
        ..page(visit, site, found)
    })
}

/// The goals of the team, its leader and its consultant that whoever writes may see; those of therapists are no matter of
/// a review.
async fn open_goals(
    visit: &Visit,
    site: &Site,
    found: &Found,
) -> Result<Vec<(String, GoalView)>, PageError> {
    if !found.written.may_write {
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
    let (review, written) = (&found.review, &found.written);
    let (id, term) = (review.team.id, review.term);
    DocumentPage {
        title: lang.t("review-title"),
        who: review.team.name.clone(),
        figures_url: format!("{}?term={term}", url::review(id)),
        url: url::review_document(id, term),
        counted: counted(written, &uncounted(review, lang), lang),
        hidden: hidden(review.least, lang),
        groups: groups(&review.lines, |figure| figure_url(id, figure, term), lang),
        drawn: drawn(found, lang),
        undrawn: undrawn(found, lang),
        plots: plots(review, lang),
        ..page_of(visit, site, (written, term))
    }
}

/// Said where nothing was kept that could be drawn.
pub(in crate::page::review) fn undrawn(found: &Found, lang: Lang) -> String {
    match found.lacks_drawings {
        true => lang.t("review-undrawn"),
        false => String::new(),
    }
}

fn drawn(found: &Found, lang: Lang) -> Vec<(String, Vec<String>)> {
    let each = found.drawn.iter().map(|one| {
        let id = one.figure.code().replace('_', "-");
        let drawings = series(&found.review.lines, one).drawn(&id, lang);
        (drawn_name(one, lang), drawings)
    });
    each.filter(|(_, drawings)| !drawings.is_empty()).collect()
}

pub(in crate::page::review) async fn post(
    visit: Visit,
    State(site): State<Site>,
    Path(asked): Path<At>,
    Form(fields): Form<Fields>,
) -> Result<Response, PageError> {
    let typed = input(&fields, visit.ctx.today());
    let at = (asked.0, asked.1.as_str());
    let faults = match site.app.save_review(&visit.ctx, at, typed).await {
        Ok(()) => return Ok(Redirect::to(&to(&asked, "review-saved")).into_response()),
        Err(err) => faults(err, &visit)?,
    };
    let found = found(&visit, &site, &asked).await?;
    let page = whole_page(&visit, &site, &found).await?;
    render(&visit, &typed_again(page, &fields, faults)).map(unprocessable)
}

pub(in crate::page::review) async fn post_sign(
    visit: Visit,
    State(site): State<Site>,
    Path(asked): Path<At>,
    Form(form): Form<SignForm>,
) -> Result<Response, PageError> {
    let at = (asked.0, asked.1.as_str());
    match site.app.sign_review(&visit.ctx, at, form.version).await {
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
    let document = compose::team::document(&found, &visit);
    file(&visit, &site, (&document, page(&visit, &site, &found))).await
}
