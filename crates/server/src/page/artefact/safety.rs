//! The safety plan as it is needed at the door.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use hemma_domain::access::CaseAction;
use hemma_domain::case::Safety;
use hemma_domain::ids::CaseId;

use super::view::Reader;
use super::{ShownView, address, printed, shown_view};
use crate::http::Site;
use crate::http::error::PageError;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::case::HeadView;
use crate::page::{Frame, Sampled, Samples, render, sampled};

/// The safety plan of a case.
#[derive(Template)]
#[template(path = "artefact/safety.html")]
pub(super) struct SafetyView {
    frame: Frame,
    lang: Lang,
    head: HeadView,
    /// The address of the form; empty where the programme has no such plan.
    url: String,
    may_write: bool,
    has_draft: bool,
    plan: Option<ShownView>,
    /// The programme's words about the plan.
    help: String,
    /// Forms that must be in force before other goals are set.
    missing: String,
    /// The plan's day of review has passed.
    is_late: bool,
    /// Who printed it and when.
    printed: String,
}

pub(super) async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<CaseId>,
) -> Result<Response, PageError> {
    let found = site
        .app
        .safety_plan(&visit.ctx, id)
        .await
        .map_err(PageError::to(&visit))?;
    let (lang, head) = (visit.lang, &found.head);
    let reader = Reader {
        lang,
        persons: &head.persons,
    };
    let missing: Vec<&str> = found.missing.iter().map(|name| lang.words(name)).collect();
    let today = visit.ctx.today();
    let page = SafetyView {
        frame: Frame::of(&visit, "safety-title"),
        lang,
        url: found
            .kind
            .as_ref()
            .map_or_else(String::new, |kind| address(id, &kind.code)),
        may_write: head.may(CaseAction::WriteArtefact),
        has_draft: found.has_draft,
        plan: found
            .plan
            .as_ref()
            .zip(found.kind.as_ref())
            .map(|(plan, kind)| shown_view(plan, &found.signatures, (kind, reader, today))),
        help: found
            .kind
            .as_ref()
            .map_or_else(String::new, |kind| lang.words(&kind.help).to_owned()),
        missing: missing.join(", "),
        is_late: matches!(head.safety, Some(Safety::Overdue { .. })),
        printed: printed(head, &visit),
        head: HeadView::of(head, &visit, "tab-safety"),
    };
    render(&visit, &page)
}

/// Every state of this page.
pub(super) fn samples() -> Vec<Sampled> {
    sampled::<SafetyView>("safety")
}

impl Samples for SafetyView {
    fn samples() -> Vec<(&'static str, SafetyView)> {
        let page = |lang: Lang, plan: Option<ShownView>, is_late| SafetyView {
            frame: Frame::sample(lang),
            lang,
            head: HeadView::sample(lang, "tab-safety"),
            url: "/".to_owned(),
            may_write: true,
            has_draft: false,
            plan,
            help: "Familjens egen plan för att ingen ska skadas.".to_owned(),
            missing: String::new(),
            is_late,
            printed: "Utskrivet mån 23 nov 12:00 av Tuva Ekorrstig, BJÖ-26-001".to_owned(),
        };
        let missing = SafetyView {
            missing: "Säkerhetsplan".to_owned(),
            has_draft: true,
            ..page(Lang::SV, None, false)
        };
        let no_plan = SafetyView {
            url: String::new(),
            ..page(Lang::EN, None, false)
        };
        vec![
            ("missing", missing),
            ("not in this programme", no_plan),
            (
                "in force",
                page(Lang::SV, Some(ShownView::sample(false)), false),
            ),
            ("late", page(Lang::SV, Some(ShownView::sample(true)), true)),
        ]
    }
}
