//! One opening: where it is and what is next, who reads it, and its advert.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Redirect, Response};
use hemma_app::error::Error;
use hemma_app::opening::ending::Correction;
use hemma_app::opening::{OneOpening, Step};
use hemma_app::pdf::Typeset;
use hemma_domain::code::Code as _;
use hemma_domain::ids::OpeningId;
use hemma_domain::opening::{
    Competence, EndKind, Member, Opening, Part, State as OpeningState, StateCode,
};
use hemma_domain::time::Day;

use super::briefing::{self, MeetingView};
use super::{compose, state};
use crate::http::Site;
use crate::http::error::PageError;
use crate::http::form::{self, Faults};
use crate::http::posted::Posted;
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::application::AdvertView;
use crate::page::team_week::Signal;
use crate::page::{Frame, choices, render, unprocessable};

/// One opening.
#[derive(Template)]
#[template(path = "opening/one.html")]
pub struct OpeningPage {
    pub frame: Frame,
    pub lang: Lang,
    pub list: String,
    pub url: String,
    pub version: i64,
    pub post: String,
    pub place: String,
    pub state: Signal,
    /// Label and value.
    pub facts: Vec<(String, String)>,
    pub competences: Vec<CompetenceView>,
    /// What everybody is asked in the form.
    pub questions: Vec<String>,
    pub members: Vec<MemberView>,
    /// Value and name of who else could be one.
    pub candidates: Vec<(String, String)>,
    pub parts: Vec<(&'static str, String)>,
    /// Code and label of the next step; none where there is none.
    pub step: Option<(&'static str, String, String)>,
    /// What the next step waits for, and what it does; none where it waits for nothing.
    pub waits: Option<(String, String)>,
    /// Who was hired: address and name.
    pub hired: Vec<(String, String)>,
    /// What the decision said before it was put right.
    pub corrections: Vec<CorrectionView>,
    pub links: Vec<(String, &'static str, String)>,
    /// Where its advert can be read by anybody; empty unless it is.
    pub public: String,
    pub last_on: String,
    pub may: MayView,
    pub meetings: Vec<MeetingView>,
    pub reasons: String,
    pub faults: Faults,
}

/// Whether whoever looks is responsible.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Manages {
    Yes,
    No,
}

/// What can be done here now.
#[derive(Debug, Clone, Copy, Default)]
pub struct MayView {
    pub edit: bool,
    pub prolong: bool,
    pub name: bool,
    /// Plan information meetings.
    pub plan: bool,
}

/// A decision that was put right.
#[derive(Debug, Clone)]
pub struct CorrectionView {
    /// When, by whom and why.
    pub told: String,
    /// Who was hired by it, and when it was posted.
    pub was: String,
    /// Why it was decided so.
    pub reasons: String,
}

/// One competence as it is read.
#[derive(Debug, Clone)]
pub struct CompetenceView {
    pub name: String,
    pub weight: String,
    pub judged: String,
    pub question: String,
    /// Number and text.
    pub anchors: Vec<(u8, String)>,
}

/// Somebody who reads the opening.
#[derive(Debug, Clone)]
pub struct MemberView {
    pub id: String,
    pub name: String,
    pub part: String,
}

/// The advert as it will be read, or is, to be printed.
#[derive(Template)]
#[template(path = "opening/advert.html")]
pub struct AdvertPage {
    pub frame: Frame,
    pub lang: Lang,
    pub back: String,
    pub advert: AdvertView,
    /// The address under which anybody reads it; empty unless it is public.
    pub public: String,
    /// Where it is a file; empty where none can be typeset.
    pub file: String,
    /// The information meetings to come: when, and where.
    pub briefings: Vec<(String, String)>,
}

/// A competence as it is read.
pub(super) fn competence(one: &Competence, lang: Lang) -> CompetenceView {
    let anchors = [1, 3, 5].into_iter().zip(&one.anchors);
    let anchors = anchors.filter(|(_, text)| !text.is_empty());
    CompetenceView {
        name: one.name.clone(),
        weight: lang.name(one.weight),
        judged: lang.name(one.judged),
        question: one.question.clone(),
        anchors: anchors
            .map(|(number, text)| (number, text.clone()))
            .collect(),
    }
}

fn facts(one: &Opening, lang: Lang) -> Vec<(String, String)> {
    let profile = &one.profile;
    let day = |day| lang.full_day(day);
    let ending = one.state.ending();
    let facts = [
        ("opening-place", profile.place.clone()),
        ("opening-extent", profile.extent.clone()),
        ("opening-posts", profile.posts.to_string()),
        (
            "opening-last-on",
            profile.last_on.map(day).unwrap_or_default(),
        ),
        ("opening-contact", profile.contact.clone()),
        ("opening-names", lang.name(profile.names)),
        ("opening-cv", lang.name(profile.cv)),
        (
            "opening-ended-on",
            ending.map(|one| day(one.on)).unwrap_or_default(),
        ),
        (
            "opening-posted-on",
            ending
                .and_then(|one| one.posted_on)
                .map(day)
                .unwrap_or_default(),
        ),
        (
            "opening-final-on",
            ending
                .filter(|one| one.kind == EndKind::Decided)
                .map(|one| day(one.final_on))
                .unwrap_or_default(),
        ),
    ];
    let told = facts.into_iter().filter(|(_, text)| !text.is_empty());
    told.map(|(label, text)| (lang.t(label), text)).collect()
}

/// The next step: code, its button, and what it does.
fn next_step(of: StateCode, lang: Lang) -> Option<(&'static str, String, String)> {
    let (step, help) = match of {
        StateCode::Draft => (Step::Publish, "opening-step-publish-help"),
        StateCode::Open => (Step::Screen, "opening-step-screen-help"),
        StateCode::Screening => (Step::Interview, "opening-step-interview-help"),
        _ => return None,
    };
    Some((step.code(), lang.name(step), lang.t(help)))
}

/// What the next step waits for on a day: nobody is screened before the last day has gone.
fn waits(one: &Opening, today: Day, lang: Lang) -> Option<(String, String)> {
    let on = one.screens_on().filter(|_| one.is_public(today))?;
    let day = lang.full_day(on);
    let told = lang.t1("opening-step-screen-on", "day", day.as_str());
    Some((told, lang.t("opening-step-screen-help")))
}

fn correction((one, by): &(Correction, String), lang: Lang) -> CorrectionView {
    let numbers: Vec<String> = one.hired.iter().map(u32::to_string).collect();
    let posted = one.posted_on.map(|day| lang.full_day(day));
    CorrectionView {
        told: lang.filled(
            "opening-corrected",
            [
                ("time", lang.full_moment(one.at).into()),
                ("name", by.as_str().into()),
                ("why", one.why.as_str().into()),
            ],
        ),
        was: lang.t2(
            "opening-corrected-was",
            ("numbers", numbers.join(", ")),
            ("day", posted.unwrap_or_default()),
        ),
        reasons: one.reasons.clone(),
    }
}

/// Where somebody may go on from here.
fn links(found: &OneOpening, today: Day, lang: Lang) -> Vec<(String, &'static str, String)> {
    let (one, base) = (&found.opening, url::opening(found.opening.id));
    let code = one.state.code();
    let is_draft = code == StateCode::Draft;
    let has_ended = one.state.ending().is_some();
    let can_be_corrected =
        matches!(&one.state, OpeningState::Ended(ending) if ending.can_be_corrected(today));
    let manage = found.may.manage;
    let all = [
        (manage && is_draft, "edit", "pen", "opening-edit"),
        (true, "advert", "document", "opening-advert"),
        (
            found.may.see_applicants && !is_draft,
            "applicants",
            "people",
            "opening-applicants",
        ),
        (
            manage && one.state.is_running(),
            "end",
            "check",
            "opening-end",
        ),
        (
            manage && one.tells_merits(),
            "merits",
            "star",
            "opening-merits",
        ),
        (
            manage && can_be_corrected,
            "correct",
            "pen",
            "opening-correct",
        ),
        (
            manage && has_ended,
            "destruction",
            "trash",
            "opening-destruction",
        ),
    ];
    let shown = all.into_iter().filter(|(is_shown, ..)| *is_shown);
    shown
        .map(|(_, below, icon, label)| (format!("{base}/{below}"), icon, lang.t(label)))
        .collect()
}

/// What whoever manages an opening may do with it.
fn may(code: StateCode, manage: bool) -> MayView {
    MayView {
        edit: manage && code == StateCode::Draft,
        prolong: manage && code == StateCode::Open,
        name: manage && code != StateCode::Destroyed,
        plan: manage && matches!(code, StateCode::Draft | StateCode::Open),
    }
}

impl OpeningPage {
    pub(super) fn of(
        frame: Frame,
        found: &OneOpening,
        (origin, today): (&str, Day),
        faults: Faults,
    ) -> OpeningPage {
        let (lang, one) = (frame.lang, &found.opening);
        let code = one.state.code();
        let member = |(member, name): &(Member, String)| MemberView {
            id: member.staff.to_string(),
            name: name.clone(),
            part: member.part.code().to_owned(),
        };
        let manage = found.may.manage;
        let ending = one.state.ending();
        let waits = waits(one, today, lang).filter(|_| manage);
        OpeningPage {
            lang,
            list: url::openings(),
            url: url::opening(one.id),
            version: one.version,
            post: one.profile.post.clone(),
            place: found.place.clone(),
            state: state(code, lang),
            facts: facts(one, lang),
            competences: one
                .profile
                .competences
                .iter()
                .map(|one| competence(one, lang))
                .collect(),
            questions: one
                .profile
                .questions
                .iter()
                .map(|one| one.text.clone())
                .collect(),
            members: found.members.iter().map(member).collect(),
            candidates: found
                .candidates
                .iter()
                .map(|(id, name)| (id.to_string(), name.clone()))
                .collect(),
            parts: choices::<Part>(lang),
            step: next_step(code, lang).filter(|_| manage && waits.is_none()),
            waits,
            hired: found
                .hired
                .iter()
                .map(|(id, name)| (url::applicant(one.id, *id), name.clone()))
                .collect(),
            corrections: found
                .corrections
                .iter()
                .map(|one| correction(one, lang))
                .collect(),
            links: links(found, today, lang),
            public: match code {
                StateCode::Open => format!("{origin}{}", url::job(one.id)),
                _ => String::new(),
            },
            last_on: one
                .profile
                .last_on
                .map(|day| day.to_string())
                .unwrap_or_default(),
            may: may(code, manage),
            meetings: Vec::new(),
            reasons: ending.map(|one| one.reasons.clone()).unwrap_or_default(),
            faults,
            frame,
        }
    }
}

async fn shown(
    visit: &Visit,
    site: &Site,
    id: OpeningId,
    faults: Faults,
) -> Result<Response, PageError> {
    let found = site.app.opening(&visit.ctx, id).await;
    let found = found.map_err(PageError::to(visit))?;
    let meetings = site.app.briefings(&visit.ctx, id).await;
    let meetings = meetings.map_err(PageError::to(visit))?;
    let manages = match found.may.manage {
        true => Manages::Yes,
        false => Manages::No,
    };
    let frame = Frame::of(visit, "opening-one-title");
    let shown = (site.app.config().origin.as_str(), visit.ctx.today());
    let mut page = OpeningPage::of(frame, &found, shown, faults);
    page.meetings = meetings
        .iter()
        .map(|one| briefing::view(one, (visit.ctx.now, manages), visit.lang))
        .collect();
    render(visit, &page)
}

pub(super) async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<OpeningId>,
) -> Result<Response, PageError> {
    shown(&visit, &site, id, Faults::none()).await
}

pub(super) async fn get_advert(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<OpeningId>,
) -> Result<Response, PageError> {
    let found = site.app.opening(&visit.ctx, id).await;
    let found = found.map_err(PageError::to(&visit))?;
    let meetings = site.app.briefings(&visit.ctx, id).await;
    let meetings = meetings.map_err(PageError::to(&visit))?;
    let (one, lang) = (&found.opening, visit.lang);
    let page = AdvertPage {
        briefings: briefing::coming(&meetings, visit.ctx.now, lang),
        frame: Frame::of(&visit, "opening-advert"),
        lang,
        back: url::opening(id),
        advert: AdvertView::of(&one.profile, &found.place, lang),
        public: match one.is_public(visit.ctx.today()) {
            true => format!("{}{}", site.app.config().origin, url::job(id)),
            false => String::new(),
        },
        file: match site.app.can_typeset() && !one.profile.about.is_empty() {
            true => format!("{}/advert/file", url::opening(id)),
            false => String::new(),
        },
    };
    render(&visit, &page)
}

/// The advert as a file to be printed, in the language of the screen.
pub(super) async fn get_advert_file(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<OpeningId>,
) -> Result<Response, PageError> {
    let found = site.app.opening(&visit.ctx, id).await;
    let found = found.map_err(PageError::to(&visit))?;
    let meetings = site.app.briefings(&visit.ctx, id).await;
    let meetings = meetings.map_err(PageError::to(&visit))?;
    let origin = &site.app.config().origin;
    let document = compose::advert((&found, &meetings), &visit, origin);
    let set = site.app.typeset(&document).await;
    match set.map_err(PageError::to(&visit))? {
        Typeset::Pdf(file) => {
            let headers = [
                (CONTENT_TYPE, "application/pdf"),
                (CONTENT_DISPOSITION, "inline; filename=\"annons.pdf\""),
            ];
            Ok((headers, file).into_response())
        }
        // No page offers it where the helper is missing; the page itself can be printed.
        Typeset::Missing => {
            let to = format!("{}/advert", url::opening(id));
            Ok(Redirect::to(&to).into_response())
        }
    }
}

/// The page again with what is wrong, or on to it with what was done.
pub(super) async fn answered(
    visit: &Visit,
    site: &Site,
    id: OpeningId,
    (done, key): (Result<(), Error>, &str),
) -> Result<Response, PageError> {
    let faults = match done {
        Ok(()) => {
            let to = format!("{}?done={key}", url::opening(id));
            return Ok(Redirect::to(&to).into_response());
        }
        Err(Error::Invalid(faults)) => Faults::of(faults),
        Err(Error::Conflict) => {
            let mut faults = Faults::none();
            faults.add("version", "opening-fault-meanwhile");
            faults
        }
        Err(err) => return Err(PageError::to(visit)(err)),
    };
    shown(visit, site, id, faults).await.map(unprocessable)
}

pub(super) fn at(id: OpeningId, posted: &Posted) -> (OpeningId, i64) {
    (id, posted.get("version").parse().unwrap_or_default())
}

pub(super) async fn post_step(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<OpeningId>,
    posted: Posted,
) -> Result<Response, PageError> {
    let moved = match Step::from_code(posted.get("step")) {
        Some(step) => {
            site.app
                .move_opening(&visit.ctx, at(id, &posted), step)
                .await
        }
        None => Err(Error::Invalid(Vec::new())),
    };
    answered(&visit, &site, id, (moved, "opening-moved")).await
}

pub(super) async fn post_prolong(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<OpeningId>,
    posted: Posted,
) -> Result<Response, PageError> {
    let day = form::day_from(posted.get("last_on"), visit.ctx.today());
    let done = match day {
        Some(day) => {
            site.app
                .prolong_opening(&visit.ctx, at(id, &posted), day)
                .await
        }
        None => Err(Error::invalid("last_on", "opening-fault-last-on")),
    };
    answered(&visit, &site, id, (done, "opening-saved")).await
}

/// Who reads it: everybody whose part stands in the form; a part of nothing takes somebody away.
pub(super) async fn post_members(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<OpeningId>,
    posted: Posted,
) -> Result<Response, PageError> {
    let pairs = posted.all("staff").zip(posted.all("part"));
    let member = |(staff, part): (&str, &str)| {
        Some(Member {
            staff: staff.parse().ok()?,
            part: Part::from_code(part)?,
        })
    };
    let members = pairs.filter_map(member).collect();
    let done = site
        .app
        .name_members(&visit.ctx, at(id, &posted), members)
        .await;
    answered(&visit, &site, id, (done, "opening-saved")).await
}
