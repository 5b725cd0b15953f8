//! Search by the four permitted keys. What is searched for is posted, so that it stands in no address.

use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::response::Response;
use hemma_app::error::Error;
use hemma_app::search::{Hit, Hits};
use hemma_domain::audit::SearchKey;
use hemma_domain::ids::CaseId;
use serde::Deserialize;

use crate::http::Site;
use crate::http::error::PageError;
use crate::http::form::Faults;
use crate::http::route::{Access, Routes};
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::{Frame, Sampled, Samples, render, sampled, unprocessable};

/// The routes of this page.
pub fn routes() -> Routes {
    Routes::default()
        .get("/search", Access::SignedIn, get)
        .post("/search", Access::SignedIn, post)
}

/// Search.
#[derive(Template)]
#[template(path = "search.html")]
pub struct SearchPage {
    pub frame: Frame,
    pub lang: Lang,
    pub may: bool,
    pub q: String,
    pub faults: Faults,
    pub found: Option<FoundView>,
}

/// What was found.
#[derive(Debug, Clone)]
pub struct FoundView {
    /// `Namn`.
    pub key: String,
    pub hits: Vec<HitView>,
    pub more: bool,
}

/// A case that was found.
#[derive(Debug, Clone)]
pub struct HitView {
    /// Empty for those who may not read it.
    pub url: String,
    pub code: String,
    pub label: String,
    pub team: String,
    /// Empty for those who may hand nothing out.
    pub log: String,
    pub disclose: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct SearchForm {
    q: String,
}

impl SearchPage {
    fn of(visit: &Visit, may: bool) -> SearchPage {
        SearchPage {
            frame: Frame::of(visit, "search-title"),
            lang: visit.lang,
            may,
            q: String::new(),
            faults: Faults::none(),
            found: None,
        }
    }
}

fn view(hits: &Hits, lang: Lang) -> FoundView {
    FoundView {
        key: lang.name(hits.key),
        hits: hits.hits.iter().map(hit).collect(),
        more: hits.more,
    }
}

fn hit(hit: &Hit) -> HitView {
    let base = url::case(hit.case);
    let only_if = |may: bool, end: &str| {
        if may {
            format!("{base}{end}")
        } else {
            String::new()
        }
    };
    HitView {
        url: only_if(hit.may_see, ""),
        code: hit.code.clone(),
        label: hit.label.clone(),
        team: hit.team.clone(),
        log: only_if(hit.may_disclose, "/log"),
        disclose: only_if(hit.may_disclose, "/disclose"),
    }
}

async fn get(visit: Visit, State(site): State<Site>) -> Result<Response, PageError> {
    let may = site.app.may_search(&visit.ctx);
    render(&visit, &SearchPage::of(&visit, may))
}

async fn post(
    visit: Visit,
    State(site): State<Site>,
    Form(form): Form<SearchForm>,
) -> Result<Response, PageError> {
    match site.app.search(&visit.ctx, &form.q).await {
        Ok(hits) => {
            let page = SearchPage {
                q: form.q,
                found: Some(view(&hits, visit.lang)),
                ..SearchPage::of(&visit, true)
            };
            render(&visit, &page)
        }
        Err(Error::Invalid(faults)) => {
            let page = SearchPage {
                faults: Faults::of(faults),
                ..SearchPage::of(&visit, true)
            };
            Ok(unprocessable(render(&visit, &page)?))
        }
        Err(err) => Err(PageError::to(&visit)(err)),
    }
}

/// Every state of this page.
pub fn samples() -> Vec<Sampled> {
    sampled::<SearchPage>("search")
}

impl Samples for SearchPage {
    fn samples() -> Vec<(&'static str, SearchPage)> {
        let lang = Lang::SV;
        let page = |found: Option<FoundView>| SearchPage {
            frame: Frame::sample(lang),
            lang,
            may: true,
            q: "Lingonstig".to_owned(),
            faults: Faults::none(),
            found,
        };
        let one = |may_see| {
            hit(&Hit {
                case: CaseId(uuid::Uuid::nil()),
                code: "BJÖ-26-001".to_owned(),
                label: "Lingonstig".to_owned(),
                team: "MST-CAN Björkdalen".to_owned(),
                may_see,
                may_disclose: !may_see,
            })
        };
        let found = |hits| {
            Some(FoundView {
                key: lang.name(SearchKey::Name),
                hits,
                more: true,
            })
        };
        let mut faults = Faults::none();
        faults.add("q", "search-fault-empty");
        vec![
            ("plain", page(None)),
            ("nothing", page(found(vec![]))),
            ("found", page(found(vec![one(true), one(false)]))),
            (
                "with faults",
                SearchPage {
                    faults,
                    ..page(None)
                },
            ),
            (
                "not for this role",
                SearchPage {
                    may: false,
                    ..page(None)
                },
            ),
        ]
    }
}
