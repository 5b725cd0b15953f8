//! The families that a team has taken leave of.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use hemma_app::capacity::{ClosedFamilies, ClosedFamily};
use hemma_domain::ids::TeamId;
use hemma_domain::time::Day;

use super::{LineView, sample_line, to};
use crate::http::Site;
use crate::http::error::PageError;
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::{Frame, Samples, render};

/// The families whose treatment has ended, the last first.
#[derive(Template)]
#[template(path = "capacity/closed.html")]
pub(super) struct ClosedPage {
    frame: Frame,
    lang: Lang,
    team: String,
    back: String,
    families: Vec<ClosedView>,
    /// Older ones are not in the list.
    has_more: bool,
}

/// One family.
struct ClosedView {
    line: LineView,
    on: String,
    reason: String,
    /// The next follow-up, or that none is left.
    next: String,
    /// It should have been done.
    late: bool,
}

pub(super) async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path(team): Path<TeamId>,
) -> Result<Response, PageError> {
    let found = site
        .app
        .closed_families(&visit.ctx, team)
        .await
        .map_err(PageError::to(&visit))?;
    render(&visit, &ClosedPage::of(&visit, &found))
}

impl ClosedPage {
    fn of(visit: &Visit, found: &ClosedFamilies) -> ClosedPage {
        let (lang, today) = (visit.lang, visit.ctx.today());
        ClosedPage {
            frame: Frame::of(visit, "capacity-closed-title"),
            lang,
            team: found.team.name.clone(),
            back: url::capacity(found.team.id),
            families: found
                .cases
                .iter()
                .map(|one| family(one, today, lang))
                .collect(),
            has_more: found.has_more,
        }
    }
}

fn family(one: &ClosedFamily, today: Day, lang: Lang) -> ClosedView {
    let known = one.programme.closing_reason(&one.reason);
    let next = one.next.map_or_else(
        || lang.t("capacity-closed-no-next"),
        |(months, day)| {
            let day = ("day", lang.full_day(day));
            lang.t2("capacity-follow-up-due", ("months", months), day)
        },
    );
    ClosedView {
        line: to(&one.line, url::case(one.line.id), lang),
        on: lang.full_day(one.on),
        reason: known.map_or_else(
            || one.reason.clone(),
            |known| lang.words(&known.label).to_owned(),
        ),
        next,
        late: one.next.is_some_and(|(_, day)| day < today),
    }
}

impl Samples for ClosedPage {
    fn samples() -> Vec<(&'static str, ClosedPage)> {
        let page = |lang: Lang, families: Vec<ClosedView>| ClosedPage {
            frame: Frame::sample(lang),
            lang,
            team: "MST-CAN Björkdalen".to_owned(),
            back: "/".to_owned(),
            has_more: !families.is_empty(),
            families,
        };
        let view = |late, next: &str| ClosedView {
            line: sample_line(""),
            on: "20 november 2026".to_owned(),
            reason: "Målen är uppnådda".to_owned(),
            next: next.to_owned(),
            late,
        };
        let none = Lang::SV.t("capacity-closed-no-next");
        let two = vec![
            view(true, "Efter 6 månader, 20 maj 2026"),
            view(false, &none),
        ];
        vec![
            ("nobody", page(Lang::EN, vec![])),
            ("two", page(Lang::SV, two)),
        ]
    }
}
