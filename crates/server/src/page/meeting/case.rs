//! One family in the meeting, full screen: what happened, why it makes sense, what comes next, who does what.

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use hemma_app::error::Error;
use hemma_app::meeting::MeetingCase;
use hemma_app::task::TaskLine;
use hemma_domain::access::TeamAction;
use hemma_domain::case::Stage;
use hemma_domain::ids::{CaseId, TeamId};
use hemma_domain::week::{Fit, Step, StepOutcome, WeekField};
use serde::Deserialize;

use crate::http::Site;
use crate::http::error::PageError;
use crate::http::form::Faults;
use crate::http::route::{Access, Routes};
use crate::http::url;
use crate::http::visit::{Theme, Visit};
use crate::lang::Lang;
use crate::page::task::{FormView, LineView, TaskForm};
use crate::page::team_week::{Signal, safety, summary};
use crate::page::{Sampled, Samples, render, sampled, unprocessable};

/// The routes of one family in the meeting.
pub fn routes() -> Routes {
    let run = Access::Team(TeamAction::RunMeeting);
    Routes::default()
        .get("/teams/{team}/meeting/{case}", run, get)
        .post(
            "/teams/{team}/meeting/{case}/decisions",
            run,
            post_decisions,
        )
        .make("/teams/{team}/meeting/{case}/tasks", run, post_task)
        .post("/teams/{team}/meeting/{case}/done", run, post_done)
}

/// A step with its outcome.
#[derive(Debug, Clone)]
pub struct StepView {
    pub text: String,
    pub outcome: Signal,
    pub evidence: String,
}

/// What is explained, and the reasons that were put first: system and text.
#[derive(Debug, Clone)]
pub struct FitView {
    pub target: String,
    pub drivers: Vec<(String, String)>,
}

/// A point of feedback.
#[derive(Debug, Clone)]
pub struct PointView {
    pub by: String,
    pub about: String,
    pub text: String,
    pub answer: String,
    pub answered: bool,
}

/// What was decided, as it is written.
#[derive(Debug, Clone, Default)]
pub struct Decisions {
    pub text: String,
    pub version: i64,
    /// What somebody else kept meanwhile.
    pub theirs: Option<String>,
    pub fault: String,
}

/// One family on the table.
#[derive(Template)]
#[template(path = "meeting/case.html")]
pub struct MeetingCasePage {
    pub lang: Lang,
    pub theme: Theme,
    pub code: String,
    /// Therapist, week of treatment, phase.
    pub about: String,
    pub safety: Signal,
    pub state: Signal,
    pub place: String,
    pub week: String,
    pub base: String,
    pub list_url: String,
    pub notice: Option<String>,
    pub tried: Vec<StepView>,
    /// Headings with texts: advances, barriers, questions, safety.
    pub texts: Vec<(String, String)>,
    pub fits: Vec<FitView>,
    pub set: Vec<StepView>,
    pub points: Vec<PointView>,
    pub decisions: Decisions,
    pub tasks: Vec<LineView>,
    pub form: FormView,
    pub previous: Option<(String, String)>,
    pub next: Option<(String, String)>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct DecisionsForm {
    decisions: String,
    version: i64,
}

type At = Path<(TeamId, CaseId)>;

async fn get(visit: Visit, State(site): State<Site>, Path(at): At) -> Result<Response, PageError> {
    let found = load(&visit, &site, at).await?;
    render(&visit, &page(&visit, &found))
}

async fn load(
    visit: &Visit,
    site: &Site,
    (team, case): (TeamId, CaseId),
) -> Result<MeetingCase, PageError> {
    site.app
        .meeting_case(&visit.ctx, team, case)
        .await
        .map_err(PageError::to(visit))
}

async fn post_decisions(
    visit: Visit,
    State(site): State<Site>,
    Path(at): At,
    Form(form): Form<DecisionsForm>,
) -> Result<Response, PageError> {
    let saved = site
        .app
        .decide_in_meeting(&visit.ctx, at, &form.decisions, form.version)
        .await;
    let (theirs, fault) = match saved {
        Ok(_) => return Ok(back(at, "decisions-kept")),
        Err(Error::Conflict) => (true, String::new()),
        Err(Error::Invalid(faults)) => {
            let fault = Faults::of(faults).at(&visit.lang, "decisions");
            (false, fault.unwrap_or_default())
        }
        Err(err) => return Err(PageError::to(&visit)(err)),
    };
    let found = load(&visit, &site, at).await?;
    let mut page = page(&visit, &found);
    let kept = std::mem::replace(&mut page.decisions.text, form.decisions);
    page.decisions.theirs = theirs.then_some(kept);
    page.decisions.fault = fault;
    let answer = render(&visit, &page)?;
    Ok(if theirs {
        (axum::http::StatusCode::CONFLICT, answer).into_response()
    } else {
        unprocessable(answer)
    })
}

async fn post_task(
    visit: Visit,
    State(site): State<Site>,
    Path(at): At,
    Form(typed): Form<TaskForm>,
) -> Result<Response, PageError> {
    let typed = TaskForm {
        case: String::new(),
        ..typed
    };
    let faults = match typed.read(at.0, visit.who.staff.id, visit.ctx.today()) {
        Err(faults) => faults,
        Ok(new) => match site.app.add_meeting_task(&visit.ctx, at.1, new).await {
            Ok(()) => return Ok(back(at, "task-added")),
            Err(Error::Invalid(faults)) => Faults::of(faults),
            Err(err) => return Err(PageError::to(&visit)(err)),
        },
    };
    let found = load(&visit, &site, at).await?;
    let mut page = page(&visit, &found);
    page.form = FormView {
        text: typed.text,
        due: typed.due,
        owner: typed.owner,
        faults,
        ..page.form
    };
    Ok(unprocessable(render(&visit, &page)?))
}

async fn post_done(
    visit: Visit,
    State(site): State<Site>,
    Path(at): At,
) -> Result<Response, PageError> {
    let next = site
        .app
        .finish_in_meeting(&visit.ctx, at.0, at.1)
        .await
        .map_err(PageError::to(&visit))?;
    let to = match next {
        Some(case) => url::meeting_case(at.0, case),
        None => format!("{}?done=meeting-over", url::meeting(at.0)),
    };
    Ok(Redirect::to(&to).into_response())
}

fn back((team, case): (TeamId, CaseId), done: &str) -> Response {
    let to = format!("{}?done={done}", url::meeting_case(team, case));
    Redirect::to(&to).into_response()
}

fn page(visit: &Visit, found: &MeetingCase) -> MeetingCasePage {
    let lang = visit.lang;
    let today = visit.ctx.today();
    let base = url::meeting_case(found.team, found.case.id);
    let began = found.case.had_begun_in(found.week);
    let state = began.then(|| found.sheet.week.state(found.sheet.rhythm, visit.ctx.now));
    let to = |one: &Option<(CaseId, String)>| {
        one.as_ref()
            .map(|(case, code)| (url::meeting_case(found.team, *case), code.clone()))
    };
    MeetingCasePage {
        lang,
        theme: visit.theme,
        code: format!("{} {}", found.case.code, found.case.label),
        about: about(found, lang),
        safety: safety(found.case.safety_in(&found.programme, today), lang),
        state: summary(state, lang),
        place: lang.t2(
            "team-week-of",
            ("some", found.place.0),
            ("all", found.place.1),
        ),
        week: lang.week(found.week),
        list_url: url::meeting(found.team),
        notice: crate::page::notice(&visit.path, lang).map(|notice| notice.text),
        tried: found.tried.iter().map(|step| tried(step, lang)).collect(),
        texts: texts(found, lang),
        fits: found
            .fits
            .iter()
            .map(|fit| fit_view(fit, found, lang))
            .collect(),
        set: found.set.iter().map(|step| set(step, lang)).collect(),
        points: points(found, lang),
        decisions: Decisions {
            text: found.sheet.week.decisions.clone(),
            version: found.sheet.week.decisions_version,
            ..Decisions::default()
        },
        tasks: found
            .tasks
            .iter()
            .map(|(task, owner)| {
                let line = TaskLine {
                    task: task.clone(),
                    may_see: true,
                    may_change: false,
                    code: String::new(),
                    owner: owner.clone(),
                };
                LineView::of(&line, today, lang)
            })
            .collect(),
        form: FormView {
            action: format!("{base}/tasks"),
            owner: likely_owner(found, visit),
            staff: staff(found),
            ..FormView::default()
        },
        previous: to(&found.previous),
        next: to(&found.next),
        base,
    }
}

fn about(found: &MeetingCase, lang: Lang) -> String {
    let phase = match &found.case.stage {
        Stage::Open { phase, .. } => found
            .programme
            .phases
            .iter()
            .find(|known| known.code == *phase)
            .map(|known| lang.words(&known.label).to_owned()),
        _ => None,
    };
    let week = found
        .case
        .treatment_week(found.week)
        .map(|week| lang.t1("my-week-treatment-week", "week", week));
    [Some(found.therapist.clone()), week, phase]
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(", ")
}

/// Who will most likely do what the meeting decides: the family's therapist, else whoever leads the meeting.
fn likely_owner(found: &MeetingCase, visit: &Visit) -> String {
    let therapist = found
        .staff
        .iter()
        .find(|(_, name)| *name == found.therapist);
    let owner = therapist.map_or(visit.who.staff.id, |(id, _)| *id);
    owner.to_string()
}

fn staff(found: &MeetingCase) -> Vec<(String, String)> {
    let mut staff: Vec<(String, String)> = Vec::new();
    for (id, name) in &found.staff {
        let id = id.to_string();
        if !staff.iter().any(|(known, _)| *known == id) {
            staff.push((id, name.clone()));
        }
    }
    staff
}

/// How a step went, with its glyph.
pub fn outcome(outcome: Option<StepOutcome>, lang: Lang) -> Signal {
    match outcome {
        Some(StepOutcome::Met) => Signal::new("ok", "ok", lang.name(StepOutcome::Met)),
        Some(StepOutcome::Partly) => Signal::new("due", "partly", lang.name(StepOutcome::Partly)),
        Some(StepOutcome::NotMet) => Signal::new("over", "not-met", lang.name(StepOutcome::NotMet)),
        Some(StepOutcome::NotTried) => {
            Signal::new("none", "none", lang.name(StepOutcome::NotTried))
        }
        None => Signal::new("none", "none", lang.t("meeting-not-judged")),
    }
}

fn tried(step: &Step, lang: Lang) -> StepView {
    StepView {
        text: step.text.clone(),
        outcome: outcome(step.outcome, lang),
        evidence: step.evidence.clone(),
    }
}

fn set(step: &Step, lang: Lang) -> StepView {
    let what: Vec<&str> = step
        .interventions
        .iter()
        .map(|one| one.what.as_str())
        .collect();
    StepView {
        text: step.text.clone(),
        outcome: outcome(None, lang),
        evidence: what.join("; "),
    }
}

fn texts(found: &MeetingCase, lang: Lang) -> Vec<(String, String)> {
    [
        WeekField::Advances,
        WeekField::Barriers,
        WeekField::Question,
        WeekField::Safety,
    ]
    .into_iter()
    .map(|field| {
        let text = found
            .sheet
            .texts
            .iter()
            .find(|(text, _)| text.field == field)
            .map(|(text, _)| text.text.clone());
        (lang.name(field), text.unwrap_or_default())
    })
    .collect()
}

fn fit_view(fit: &Fit, found: &MeetingCase, lang: Lang) -> FitView {
    let system = |code: &str| {
        found
            .programme
            .systems
            .iter()
            .find(|system| system.code == code)
            .map(|system| lang.words(&system.label).to_owned())
            .unwrap_or_default()
    };
    FitView {
        target: fit.target.clone(),
        drivers: fit
            .drivers
            .iter()
            .filter(|driver| driver.prioritised)
            .map(|driver| (system(&driver.system), driver.text.clone()))
            .collect(),
    }
}

fn points(found: &MeetingCase, lang: Lang) -> Vec<PointView> {
    found
        .feedback
        .iter()
        .map(|named| PointView {
            by: named.by.clone(),
            about: format!(
                "{}, {}",
                lang.name(named.feedback.section),
                lang.week(named.feedback.week)
            ),
            text: named.feedback.text.clone(),
            answer: named.feedback.answer.clone(),
            answered: named.feedback.answered.is_some(),
        })
        .collect()
}

/// Every state of this page.
pub fn samples() -> Vec<Sampled> {
    sampled::<MeetingCasePage>("meeting case")
}

impl Samples for MeetingCasePage {
    fn samples() -> Vec<(&'static str, MeetingCasePage)> {
        let empty = sample(Lang::EN);
        let step = StepView {
            text: "Malva ringer skolan innan det blir bråk".to_owned(),
            outcome: outcome(Some(StepOutcome::Partly), Lang::SV),
            evidence: "Två av tre dagar".to_owned(),
        };
        let full = MeetingCasePage {
            notice: Some(Lang::SV.t("done-decisions-kept")),
            tried: vec![step.clone()],
            texts: vec![("Framsteg".to_owned(), "Lugnare morgnar".to_owned())],
            fits: vec![FitView {
                target: "Bråk vid läggdags".to_owned(),
                drivers: vec![("Familj".to_owned(), "Olika regler".to_owned())],
            }],
            set: vec![step],
            points: vec![PointView {
                by: "Gun Alebäck".to_owned(),
                about: "Helheten, v. 47".to_owned(),
                text: "Vad gör pappan då?".to_owned(),
                answer: "Han lämnar rummet.".to_owned(),
                answered: true,
            }],
            decisions: Decisions {
                text: "Vi provar en vecka till".to_owned(),
                version: 2,
                theirs: Some("Vi byter plan".to_owned()),
                fault: String::new(),
            },
            tasks: vec![LineView::sample(Lang::SV)],
            previous: Some(("/".to_owned(), "BJÖ-26-002".to_owned())),
            next: Some(("/".to_owned(), "BJÖ-26-003".to_owned())),
            ..sample(Lang::SV)
        };
        vec![("nothing written", empty), ("a full week", full)]
    }
}

fn sample(lang: Lang) -> MeetingCasePage {
    MeetingCasePage {
        lang,
        theme: Theme::Device,
        code: "BJÖ-26-001 Lingonstig".to_owned(),
        about: "Tuva Ekorrstig".to_owned(),
        safety: safety(None, lang),
        state: summary(None, lang),
        place: lang.t2("team-week-of", ("some", 1), ("all", 3)),
        week: "v. 47".to_owned(),
        base: "/".to_owned(),
        list_url: "/".to_owned(),
        notice: None,
        tried: Vec::new(),
        texts: vec![(lang.name(WeekField::Advances), String::new())],
        fits: Vec::new(),
        set: Vec::new(),
        points: Vec::new(),
        decisions: Decisions::default(),
        tasks: Vec::new(),
        form: FormView {
            action: "/".to_owned(),
            staff: vec![("1".to_owned(), "Tuva Ekorrstig".to_owned())],
            ..FormView::default()
        },
        previous: None,
        next: None,
    }
}
