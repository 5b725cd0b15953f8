//! The fidelity of one therapist.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use hemma_app::error::Error;
use hemma_app::fidelity::TherapistFidelity;
use hemma_domain::ids::{StaffId, TeamId};
use hemma_domain::staff::{Place, Post, Role};
use hemma_domain::team::Team;

use super::chart::TrendView;
use super::team::{ItemsView, LackRow, lack_rows};
use super::{YardstickView, YearRow, dash, decimal, shrunken, year_rows};
use crate::http::Site;
use crate::http::error::PageError;
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::team_week::Signal;
use crate::page::{Frame, render};

/// One therapist's fidelity.
#[derive(Template)]
#[template(path = "fidelity/therapist.html")]
pub struct TherapistPage {
    pub frame: Frame,
    pub lang: Lang,
    pub team: String,
    /// The team's fidelity, or the team's week for the therapist.
    pub back: String,
    pub name: String,
    pub is_own: bool,
    pub yardstick: YardstickView,
    /// Empty where nothing was measured.
    pub year: Vec<YearRow>,
    /// The shrunken mean with its interval; empty for the therapist.
    pub shrunken: String,
    pub trend: TrendView,
    pub has_cut_off: bool,
    pub families: Vec<FamilyRow>,
    pub lacking: Vec<LackRow>,
    /// None for the therapist.
    pub items: Option<ItemsView>,
}

/// One family.
#[derive(Debug, Clone, Default)]
pub struct FamilyRow {
    pub code: String,
    /// The case's measures; empty where the reader may not open the case.
    pub url: String,
    pub is_open: bool,
    pub mean: String,
    pub signal: Option<Signal>,
    pub forms: u32,
    pub newest: String,
    pub newest_on: String,
}

pub(super) async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path((id, staff)): Path<(TeamId, StaffId)>,
) -> Result<Response, PageError> {
    let found = site.app.therapist_fidelity(&visit.ctx, id, staff).await;
    let (team, found) = found.map_err(PageError::to(&visit))?;
    let found = found
        .ok_or(Error::NotFound)
        .map_err(PageError::to(&visit))?;
    let back = url::fidelity(id);
    render(&visit, &page(&visit, (&team, back), Some(&found)))
}

pub(super) async fn get_own(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<TeamId>,
) -> Result<Response, PageError> {
    let found = site.app.own_fidelity(&visit.ctx, id).await;
    let (team, found) = found.map_err(PageError::to(&visit))?;
    let back = url::team(id);
    render(&visit, &page(&visit, (&team, back), found.as_ref()))
}

/// The team's week for whoever may open it; empty for others.
pub(super) fn team_url(visit: &Visit, team: TeamId) -> String {
    let works_there = |post: &Post| {
        let is_here = matches!(post.place, Place::Team(own, _) if own == team);
        is_here && post.role != Role::Consultant
    };
    match visit.who.posts.iter().any(works_there) {
        true => url::team(team),
        false => String::new(),
    }
}

impl TherapistPage {
    /// One's own page before anything was measured.
    pub(super) fn empty(frame: Frame, lang: Lang, (team, back): (String, String)) -> TherapistPage {
        TherapistPage {
            frame,
            lang,
            team,
            back,
            name: String::new(),
            is_own: true,
            yardstick: YardstickView::default(),
            year: Vec::new(),
            shrunken: String::new(),
            trend: TrendView::default(),
            has_cut_off: false,
            families: Vec::new(),
            lacking: Vec::new(),
            items: None,
        }
    }
}

fn page(
    visit: &Visit,
    (team, back): (&Team, String),
    found: Option<&TherapistFidelity>,
) -> TherapistPage {
    let lang = visit.lang;
    let frame = Frame::of(visit, "fidelity-title");
    let empty = TherapistPage::empty(frame, lang, (team.name.clone(), back));
    let Some(found) = found else {
        return empty;
    };
    let yardstick = &found.summary.yardstick;
    TherapistPage {
        name: found.name.clone(),
        is_own: found.is_own,
        yardstick: YardstickView::of(yardstick, lang).with_scores(&found.summary, lang),
        year: year_rows(&found.summary, lang),
        shrunken: found
            .mean
            .map(|mean| shrunken(Some(mean), lang))
            .unwrap_or_default(),
        trend: TrendView::of(&found.summary, lang),
        has_cut_off: yardstick.cut_off().is_some(),
        families: family_rows(found, lang),
        lacking: lack_rows(&found.lacking, lang),
        items: found.items.as_ref().map(|items| {
            let languages = &yardstick.instrument().languages;
            ItemsView::of(items, languages, lang)
        }),
        ..empty
    }
}

fn family_rows(found: &TherapistFidelity, lang: Lang) -> Vec<FamilyRow> {
    let limit = found.summary.yardstick.cut_off();
    let limit = limit.map(|cut_off| decimal(cut_off.value, lang));
    let families = found.families.iter();
    families
        .map(|family| FamilyRow {
            code: family.code.clone(),
            url: match family.may_see {
                true => url::measures(family.case),
                false => String::new(),
            },
            is_open: family.is_open,
            mean: family
                .level
                .mean
                .map_or_else(dash, |mean| decimal(mean, lang)),
            signal: family.is_above.zip(limit.clone()).map(|(is_above, limit)| {
                let (class, key) = match is_above {
                    true => ("ok", "measure-cut-off-met"),
                    false => ("due", "measure-cut-off-not"),
                };
                Signal::new(class, class, lang.t1(key, "limit", limit))
            }),
            forms: family.level.forms,
            newest: decimal(family.newest.1, lang),
            newest_on: lang.day(family.newest.0),
        })
        .collect()
}
