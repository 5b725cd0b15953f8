//! A screening for the consultant: the same criteria, and no name of the family.

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use hemma_app::error::Error;
use hemma_app::intake::UnnamedScreening;
use hemma_domain::ids::CaseId;
use hemma_domain::programme::Side;
use hemma_domain::screening::{Standing, Voice, screened};

use super::criterion::{self, CountedView, CriterionView, Reader, counted};
use super::{AsideForm, first, standing};
use crate::http::Site;
use crate::http::error::PageError;
use crate::http::form::Faults;
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::{Frame, Samples, render, unprocessable};

/// A screening without names.
#[derive(Template)]
#[template(path = "intake/unnamed.html")]
pub(super) struct UnnamedPage {
    pub frame: Frame,
    pub lang: Lang,
    pub code: String,
    pub household: String,
    pub counted: Vec<CountedView>,
    pub sides: Vec<(String, Vec<CriterionView>)>,
    pub standing: (&'static str, &'static str, String),
}

impl UnnamedPage {
    fn of(visit: &Visit, view: &UnnamedScreening) -> UnnamedPage {
        let lang = visit.lang;
        let reader = Reader {
            lang,
            names: &view.names,
            voice: Some(Voice::Consultant),
            base: url::desk_screening(view.case),
        };
        let programme = &view.programme;
        let side = |side, key: &str| (lang.t(key), reader.side(programme, &view.answers, side));
        UnnamedPage {
            frame: Frame::of(visit, "intake-screening-title"),
            lang,
            code: view.code.clone(),
            household: view.household.join(", "),
            counted: counted(&view.counted, programme, lang),
            sides: vec![
                side(Side::Inclusion, "intake-inclusion"),
                side(Side::Exclusion, "intake-exclusion"),
            ],
            standing: standing(Standing::of(&screened(programme, &view.answers)), lang),
        }
    }
}

async fn read(visit: &Visit, site: &Site, id: CaseId) -> Result<UnnamedScreening, PageError> {
    site.app
        .screening_unnamed(&visit.ctx, id, visit.lang.0)
        .await
        .map_err(PageError::to(visit))
}

pub(super) async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<CaseId>,
) -> Result<Response, PageError> {
    let view = read(&visit, &site, id).await?;
    render(&visit, &UnnamedPage::of(&visit, &view))
}

pub(super) async fn post(
    visit: Visit,
    State(site): State<Site>,
    Path((id, code)): Path<(CaseId, String)>,
    Form(form): Form<AsideForm>,
) -> Result<Response, PageError> {
    let said = site
        .app
        .set_aside(&visit.ctx, (id, &code), Voice::Consultant, &form.word())
        .await;
    match said {
        Ok(()) => {
            let to = format!("{}?done=intake-aside#{code}", url::desk_screening(id));
            Ok(Redirect::to(&to).into_response())
        }
        Err(Error::Invalid(faults)) => {
            let view = read(&visit, &site, id).await?;
            let mut page = UnnamedPage::of(&visit, &view);
            let all = page.sides.iter_mut().flat_map(|(_, side)| side.iter_mut());
            if let Some(one) = all.into_iter().find(|one| one.code == code) {
                one.fault = first(&Faults::of(faults), visit.lang);
            }
            Ok(unprocessable(render(&visit, &page)?))
        }
        Err(err) => Err(PageError::to(&visit)(err)),
    }
}

impl Samples for UnnamedPage {
    fn samples() -> Vec<(&'static str, UnnamedPage)> {
        let page = |lang: Lang, hinders| UnnamedPage {
            frame: Frame::sample(lang),
            lang,
            code: "BJÖ-26-003".to_owned(),
            household: "barnet 11 år, mamman".to_owned(),
            counted: vec![criterion::sample_counted(lang)],
            sides: vec![(
                lang.t("intake-exclusion"),
                vec![criterion::sample(lang, hinders)],
            )],
            standing: standing(Standing::default(), lang),
        };
        vec![
            ("nothing to say", page(Lang::SV, false)),
            ("asked", page(Lang::EN, true)),
        ]
    }
}
