//! Intake: an assignment comes in, and the programme's criteria are answered.

mod criterion;
pub mod field;
mod referral;
mod unnamed;

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use hemma_app::error::Error;
use hemma_app::intake::{Answer, ScreeningView, Word};
use hemma_domain::access::CaseAction;
use hemma_domain::case::{Assignment, CriterionAnswer};
use hemma_domain::code::Code as _;
use hemma_domain::ids::CaseId;
use hemma_domain::programme::Side;
use hemma_domain::screening::{Standing, Voice};
use serde::Deserialize;
use serde_json::json;

use crate::http::Site;
use crate::http::error::PageError;
use crate::http::form::Faults;
use crate::http::route::{Access, Routes};
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::case::HeadView;
use crate::page::{Frame, Sampled, Samples, render, sampled, unprocessable};

use criterion::{Clash, CountedView, CriterionView, Reader, counted};
use referral::ReferralPage;
use unnamed::UnnamedPage;

/// The routes of these pages.
pub fn routes() -> Routes {
    use hemma_domain::access::TeamAction;
    let refer = Access::Team(TeamAction::Refer);
    let consultant = Access::Case(CaseAction::OverrideConsultant);
    Routes::default()
        .get("/teams/{team}/referrals/new", refer, referral::get)
        .make("/teams/{team}/referrals/new", refer, referral::post)
        .get(
            "/cases/{case}/screening",
            Access::Case(CaseAction::See),
            get,
        )
        .post(
            "/cases/{case}/screening/{criterion}",
            Access::Case(CaseAction::Screen),
            post,
        )
        .post(
            "/cases/{case}/screening/{criterion}/aside",
            Access::Case(CaseAction::OverrideLeader),
            post_aside,
        )
        .get("/desk/cases/{case}/screening", consultant, unnamed::get)
        .post(
            "/desk/cases/{case}/screening/{criterion}/aside",
            consultant,
            unnamed::post,
        )
}

/// An answer as it is typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct AnswerForm {
    answer: String,
    evidence: String,
    version: String,
}

/// A word on setting a criterion aside.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct AsideForm {
    reason: String,
    /// `agree` or `take_back`.
    word: String,
}

impl AsideForm {
    fn word(&self) -> Word {
        match self.word.as_str() {
            "take_back" => Word::TakeBack,
            _ => Word::Agree {
                reason: self.reason.clone(),
            },
        }
    }
}

/// A case's screening.
#[derive(Template)]
#[template(path = "intake/screening.html")]
pub struct ScreeningPage {
    pub frame: Frame,
    pub lang: Lang,
    pub head: HeadView,
    /// Facts of the assignment as name and words; empty without one.
    pub facts: Vec<(String, String)>,
    pub reason: String,
    pub counted: Vec<CountedView>,
    /// Heading and criteria of each side.
    pub sides: Vec<(String, Vec<CriterionView>)>,
    pub standing: (&'static str, &'static str, String),
    pub may_screen: bool,
    /// Where the decision is made; empty for those who do not make it.
    pub manage: String,
}

/// What somebody else wrote in the same criterion: the part of the page that a script puts below the form.
#[derive(Template)]
#[template(path = "intake/clash.html")]
struct ClashPart {
    lang: Lang,
    one: CriterionView,
}

impl ScreeningPage {
    fn of(visit: &Visit, view: &ScreeningView) -> ScreeningPage {
        let lang = visit.lang;
        let (head, programme) = (&view.head, &view.head.programme);
        let id = head.case.id;
        let may_lead = head.may(CaseAction::OverrideLeader);
        let reader = Reader {
            lang,
            names: &view.names,
            voice: may_lead.then_some(Voice::Leader),
            base: url::screening(id),
        };
        let side = |side, key: &str| (lang.t(key), reader.side(programme, &view.answers, side));
        let may_manage = head.may(CaseAction::Manage);
        ScreeningPage {
            frame: Frame::of(visit, "intake-screening-title"),
            lang,
            facts: view
                .assignment
                .as_ref()
                .map(|one| facts(one, lang))
                .unwrap_or_default(),
            reason: view
                .assignment
                .as_ref()
                .map(|one| one.reason.clone())
                .unwrap_or_default(),
            counted: counted(&view.counted, programme, lang),
            sides: vec![
                side(Side::Inclusion, "intake-inclusion"),
                side(Side::Exclusion, "intake-exclusion"),
            ],
            standing: standing(view.standing(), lang),
            may_screen: head.may(CaseAction::Screen),
            manage: if may_manage {
                url::manage(id)
            } else {
                String::new()
            },
            head: HeadView::of(head, visit, "tab-manage"),
        }
    }

    /// Changes how one criterion is shown.
    fn with(mut self, code: &str, change: impl FnOnce(&mut CriterionView)) -> ScreeningPage {
        let all = self.sides.iter_mut().flat_map(|(_, side)| side.iter_mut());
        if let Some(one) = all.into_iter().find(|one| one.code == code) {
            change(one);
        }
        self
    }
}

/// What an assignment says, as name and words.
pub fn facts(one: &Assignment, lang: Lang) -> Vec<(String, String)> {
    let handler = match one.handler_phone.as_str() {
        "" => one.handler.clone(),
        phone => format!("{}, {phone}", one.handler),
    };
    let from = lang.full_day(one.from);
    let period = match one.to {
        Some(to) => lang.t2("intake-period", ("from", from), ("to", lang.full_day(to))),
        None => lang.t1("intake-period-open", "from", from),
    };
    let decided = ("day", lang.full_day(one.decided_on));
    vec![
        (lang.t("intake-authority"), one.authority.clone()),
        (lang.t("intake-handler"), handler),
        (
            lang.t("intake-decision"),
            lang.t2("intake-decision-of", ("number", &one.number), decided),
        ),
        (lang.t("intake-basis"), lang.name(one.basis)),
        (lang.t("intake-period-label"), period),
    ]
}

/// Class, icon and words of how a screening stands.
pub fn standing(standing: Standing, lang: Lang) -> (&'static str, &'static str, String) {
    if standing.is_clear() {
        return ("ok", "ok", lang.t("intake-clear"));
    }
    let (class, icon, words) = if standing.hinders > 0 {
        let open = ("open", standing.open);
        let words = lang.t2("intake-hinders", ("hinders", standing.hinders), open);
        ("over", "overdue", words)
    } else {
        ("due", "due", lang.t1("intake-open", "open", standing.open))
    };
    // An answer without its ground leaves the number as it was: say why.
    let words = match standing.unfounded {
        0 => words,
        n => format!("{words}, {}", lang.t1("intake-unfounded", "n", n)),
    };
    (class, icon, words)
}

async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<CaseId>,
) -> Result<Response, PageError> {
    let view = read(&visit, &site, id).await?;
    render(&visit, &ScreeningPage::of(&visit, &view))
}

async fn read(visit: &Visit, site: &Site, id: CaseId) -> Result<ScreeningView, PageError> {
    site.app
        .screening(&visit.ctx, id)
        .await
        .map_err(PageError::to(visit))
}

async fn post(
    visit: Visit,
    State(site): State<Site>,
    Path((id, code)): Path<(CaseId, String)>,
    headers: HeaderMap,
    Form(form): Form<AnswerForm>,
) -> Result<Response, PageError> {
    let typing = headers
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|accept| accept.starts_with("application/json"));
    let given = Answer {
        criterion: code.clone(),
        // Words without a choice are kept: nothing is decided yet.
        answer: CriterionAnswer::from_code(&form.answer).unwrap_or(CriterionAnswer::Unsure),
        evidence: form.evidence.clone(),
        version: form.version.parse().unwrap_or(0),
    };
    match site.app.answer_criterion(&visit.ctx, id, &given).await {
        Ok(version) if typing => {
            let saved = visit.lang.time(visit.ctx.now);
            Ok(axum::Json(json!({"saved": saved, "version": version})).into_response())
        }
        Ok(_) => {
            let to = format!("{}?done=intake-answered#{code}", url::screening(id));
            Ok(Redirect::to(&to).into_response())
        }
        Err(Error::Conflict) => clash(&visit, &site, (id, &code), &given, typing).await,
        Err(Error::Invalid(faults)) if !typing => {
            let view = read(&visit, &site, id).await?;
            let page = ScreeningPage::of(&visit, &view).with(&code, |one| {
                one.fault = first(&Faults::of(faults), visit.lang);
                one.evidence.clone_from(&given.evidence);
                given.answer.code().clone_into(&mut one.answer);
            });
            Ok(unprocessable(render(&visit, &page)?))
        }
        Err(err) => Err(PageError::to(&visit)(err)),
    }
}

/// Both texts, for a script as a part of the page, for everybody else as the whole page.
async fn clash(
    visit: &Visit,
    site: &Site,
    (id, code): (CaseId, &str),
    given: &Answer,
    typing: bool,
) -> Result<Response, PageError> {
    let view = read(visit, site, id).await?;
    let typed = Clash {
        answer: given.answer.code().to_owned(),
        answer_name: visit.lang.name(given.answer),
        evidence: given.evidence.clone(),
    };
    let page = ScreeningPage::of(visit, &view).with(code, |one| one.clash = Some(typed));
    if !typing {
        return Ok((StatusCode::CONFLICT, render(visit, &page)?).into_response());
    }
    let all = page.sides.into_iter().flat_map(|(_, side)| side);
    let one = all.into_iter().find(|one| one.code == code);
    let one = one.ok_or_else(|| PageError::to(visit)(Error::NotFound))?;
    let part = ClashPart {
        lang: visit.lang,
        one,
    };
    let body = part
        .render()
        .map_err(|err| PageError::to(visit)(Error::Internal(err.into())))?;
    Ok((StatusCode::CONFLICT, Html(body)).into_response())
}

async fn post_aside(
    visit: Visit,
    State(site): State<Site>,
    Path((id, code)): Path<(CaseId, String)>,
    Form(form): Form<AsideForm>,
) -> Result<Response, PageError> {
    let said = site
        .app
        .set_aside(&visit.ctx, (id, &code), Voice::Leader, &form.word())
        .await;
    match said {
        Ok(()) => {
            let to = format!("{}?done=intake-aside#{code}", url::screening(id));
            Ok(Redirect::to(&to).into_response())
        }
        Err(Error::Invalid(faults)) => {
            let view = read(&visit, &site, id).await?;
            let page = ScreeningPage::of(&visit, &view).with(&code, |one| {
                one.fault = first(&Faults::of(faults), visit.lang);
            });
            Ok(unprocessable(render(&visit, &page)?))
        }
        Err(err) => Err(PageError::to(&visit)(err)),
    }
}

fn first(faults: &Faults, lang: Lang) -> String {
    let all = faults.list(&lang);
    all.into_iter()
        .next()
        .map(|(_, words)| words)
        .unwrap_or_default()
}

/// Every state of these pages.
pub fn samples() -> Vec<Sampled> {
    let mut all = sampled::<ReferralPage>("referral");
    all.extend(sampled::<ScreeningPage>("screening"));
    all.extend(sampled::<UnnamedPage>("screening unnamed"));
    all
}

impl Samples for ScreeningPage {
    fn samples() -> Vec<(&'static str, ScreeningPage)> {
        let page = |lang: Lang, may_screen, sides| ScreeningPage {
            frame: Frame::sample(lang),
            lang,
            head: HeadView::sample(lang, "tab-manage"),
            facts: vec![(lang.t("intake-handler"), "Siv Handlägg".to_owned())],
            reason: "Bråk hemma varje kväll.".to_owned(),
            counted: vec![criterion::sample_counted(lang)],
            sides,
            standing: standing(
                Standing {
                    criteria: 2,
                    open: 1,
                    unfounded: 1,
                    hinders: 1,
                    ..Standing::default()
                },
                lang,
            ),
            may_screen,
            manage: "/".to_owned(),
        };
        let side = |lang: Lang, hinders| {
            let one = criterion::sample(lang, hinders);
            vec![(lang.t("intake-inclusion"), vec![one])]
        };
        vec![
            ("fits", page(Lang::SV, false, side(Lang::SV, false))),
            ("two wrote", page(Lang::EN, true, side(Lang::EN, true))),
        ]
    }
}
