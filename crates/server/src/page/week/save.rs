//! Everything that is written in a week, each field saved by itself.

use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use hemma_app::error::Error;
use hemma_app::week::{DriverInput, StepInput, WeekAt};
use hemma_domain::access::CaseAction;
use hemma_domain::code::Code;
use hemma_domain::ids::{CaseId, DriverId, FitId, StepId};
use hemma_domain::week::{FitKind, Intervention, SafetyChange, StepOutcome, WeekField};

use super::conflict::{Attempt, Conflict, Typed, labelled};
use super::view::{Choice, StepView, safety_name};
use super::{COLUMNS, Reader, WeekView, at, view};
use crate::http::Site;
use crate::http::error::PageError;
use crate::http::route::{Access, Routes};
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;

/// The routes of the therapist's writing.
pub(super) fn routes() -> Routes {
    const WRITE: Access = Access::Case(CaseAction::WriteWeek);
    const HAND_IN: Access = Access::Case(CaseAction::HandIn);
    Routes::default()
        .post("/cases/{case}/weeks/{week}/texts/{field}", WRITE, post_text)
        .post("/cases/{case}/weeks/{week}/safety", WRITE, post_safety)
        .make("/cases/{case}/weeks/{week}/steps", WRITE, add_step)
        .post("/cases/{case}/weeks/{week}/steps/{step}", WRITE, post_step)
        .post(
            "/cases/{case}/weeks/{week}/steps/{step}/remove",
            WRITE,
            remove_step,
        )
        .post(
            "/cases/{case}/weeks/{week}/steps/{step}/outcome",
            WRITE,
            post_outcome,
        )
        .make("/cases/{case}/weeks/{week}/fits", WRITE, add_fit)
        .post("/cases/{case}/weeks/{week}/fits/{fit}", WRITE, post_fit)
        .post(
            "/cases/{case}/weeks/{week}/fits/{fit}/remove",
            WRITE,
            remove_fit,
        )
        .make(
            "/cases/{case}/weeks/{week}/fits/{fit}/drivers",
            WRITE,
            add_driver,
        )
        .post(
            "/cases/{case}/weeks/{week}/drivers/{driver}",
            WRITE,
            post_driver,
        )
        .post(
            "/cases/{case}/weeks/{week}/drivers/{driver}/remove",
            WRITE,
            remove_driver,
        )
        .post("/cases/{case}/weeks/{week}/hand-in", HAND_IN, post_hand_in)
}

/// The week as it stands now, to show beside what was typed.
async fn now(visit: &Visit, site: &Site, at: WeekAt) -> Result<WeekView, Error> {
    let page = site.app.week_page(&visit.ctx, at).await?;
    let reader = Reader {
        lang: visit.lang,
        named: true,
        me: visit.who.staff.id,
        reads: false,
        rights: page.head.rights.clone(),
    };
    Ok(view(&page, &reader))
}

fn back(at: WeekAt, anchor: &str) -> String {
    format!("{}#{anchor}", url::week(at.0, at.1))
}

/// Where things of the week are added.
fn below(at: WeekAt, place: &str) -> String {
    format!("{}/{place}", url::week(at.0, at.1))
}

async fn post_text(
    Path((case, week, field)): Path<(CaseId, String, String)>,
    attempt: Attempt,
) -> Result<Response, PageError> {
    let Attempt {
        visit, site, typed, ..
    } = &attempt;
    let at = at(visit, case, &week)?;
    let field = WeekField::from_code(&field)
        .ok_or_else(|| PageError::to(visit)(Error::Invalid(Vec::new())))?;
    let text = (field, typed.get("text"));
    let saved = site
        .app
        .save_week_text(&visit.ctx, at, text, typed.version())
        .await;
    let back = back(at, &format!("p-{}", field.code()));
    attempt
        .finish(back, saved, async || {
            let week = now(visit, site, at).await?;
            let theirs = week.text(field.code());
            let label = visit.lang.name(field);
            Ok(Conflict {
                mine: vec![(label.clone(), typed.get("text").to_owned())],
                theirs: vec![(label, theirs.text.clone())],
                who: theirs.saved.clone(),
                version: theirs.version,
                ..Conflict::default()
            })
        })
        .await
}

async fn post_safety(
    Path((case, week)): Path<(CaseId, String)>,
    attempt: Attempt,
) -> Result<Response, PageError> {
    let Attempt {
        visit, site, typed, ..
    } = &attempt;
    let at = at(visit, case, &week)?;
    let change = SafetyChange::from_code(typed.get("change"));
    let saved = site
        .app
        .save_safety_change(&visit.ctx, at, change, typed.version())
        .await;
    let back = back(at, "p-safety");
    attempt
        .finish(back, saved, async || {
            let week = now(visit, site, at).await?;
            let label = visit.lang.t("week-safety-changed");
            Ok(Conflict {
                mine: vec![(label.clone(), safety_name(change, visit.lang))],
                theirs: vec![(label, super::view::chosen(&week.safety))],
                version: week.safety_version,
                ..Conflict::default()
            })
        })
        .await
}

async fn add_step(
    visit: Visit,
    State(site): State<Site>,
    Path((case, week)): Path<(CaseId, String)>,
    Form(typed): Form<Typed>,
) -> Result<Response, PageError> {
    let at = at(&visit, case, &week)?;
    let added = site.app.add_step(&visit.ctx, at, &step_input(&typed)).await;
    let id = added.map_err(PageError::to(&visit))?;
    Ok(Redirect::to(&back(at, &format!("row-{id}"))).into_response())
}

async fn post_step(
    Path((case, week, id)): Path<(CaseId, String, StepId)>,
    attempt: Attempt,
) -> Result<Response, PageError> {
    let Attempt {
        visit, site, typed, ..
    } = &attempt;
    let at = at(visit, case, &week)?;
    let input = step_input(typed);
    let saved = site
        .app
        .save_step(&visit.ctx, at, (id, typed.version()), &input)
        .await;
    let back = back(at, &format!("row-{id}"));
    attempt
        .finish(back, saved, async || {
            let week = now(visit, site, at).await?;
            let id = id.to_string();
            let theirs = week.steps.iter().find(|one| one.id == id);
            let known = theirs.unwrap_or(&week.blank_step);
            let mine = step_words(&mine_as_step(&input, known), visit.lang);
            let Some(theirs) = theirs else {
                return Ok(Conflict::removed(mine, below(at, "steps")));
            };
            Ok(Conflict {
                mine,
                theirs: step_words(theirs, visit.lang),
                version: theirs.version,
                ..Conflict::default()
            })
        })
        .await
}

async fn remove_step(
    visit: Visit,
    State(site): State<Site>,
    Path((case, week, id)): Path<(CaseId, String, StepId)>,
) -> Result<Response, PageError> {
    let at = at(&visit, case, &week)?;
    let done = site.app.remove_step(&visit.ctx, at, id).await;
    done.map_err(PageError::to(&visit))?;
    Ok(Redirect::to(&back(at, "p-steps")).into_response())
}

async fn post_outcome(
    Path((case, week, id)): Path<(CaseId, String, StepId)>,
    attempt: Attempt,
) -> Result<Response, PageError> {
    let Attempt {
        visit, site, typed, ..
    } = &attempt;
    let at = at(visit, case, &week)?;
    let outcome = StepOutcome::from_code(typed.get("outcome"));
    let evidence = typed.get("evidence");
    let saved = site
        .app
        .judge_step(&visit.ctx, at, (id, typed.version()), (outcome, evidence))
        .await;
    let back = back(at, &format!("step-{id}"));
    attempt
        .finish(back, saved, async || {
            let week = now(visit, site, at).await?;
            let id = id.to_string();
            let theirs = week.last.iter().find(|one| one.id == id);
            let labels = ["week-how-did-it-go", "week-how-do-we-know"];
            let said = outcome.map_or_else(
                || visit.lang.t("week-not-judged"),
                |one| visit.lang.name(one),
            );
            let mine = labelled(visit.lang, labels, [said, evidence.to_owned()]);
            let Some(theirs) = theirs else {
                // A step of the week before is not set again from here.
                return Ok(Conflict::removed(mine, String::new()));
            };
            let stored = [theirs.outcome.clone(), theirs.evidence.clone()];
            Ok(Conflict {
                mine,
                theirs: labelled(visit.lang, labels, stored),
                version: theirs.version,
                ..Conflict::default()
            })
        })
        .await
}

async fn add_fit(
    visit: Visit,
    State(site): State<Site>,
    Path((case, week)): Path<(CaseId, String)>,
    Form(typed): Form<Typed>,
) -> Result<Response, PageError> {
    let at = at(&visit, case, &week)?;
    let kind = FitKind::from_code(typed.get("kind")).unwrap_or(FitKind::Behaviour);
    let added = site
        .app
        .add_fit(&visit.ctx, at, kind, typed.get("target"))
        .await;
    let id = added.map_err(PageError::to(&visit))?;
    Ok(Redirect::to(&back(at, &format!("fit-{id}"))).into_response())
}

async fn post_fit(
    Path((case, week, id)): Path<(CaseId, String, FitId)>,
    attempt: Attempt,
) -> Result<Response, PageError> {
    let Attempt {
        visit, site, typed, ..
    } = &attempt;
    let at = at(visit, case, &week)?;
    let kind = FitKind::from_code(typed.get("kind")).unwrap_or(FitKind::Behaviour);
    let target = typed.get("target");
    let saved = site
        .app
        .save_fit(&visit.ctx, at, (id, typed.version()), (kind, target))
        .await;
    let back = back(at, &format!("fit-{id}"));
    attempt
        .finish(back, saved, async || {
            let week = now(visit, site, at).await?;
            let id = id.to_string();
            let theirs = week.fits.iter().find(|one| one.id == id);
            let mine = vec![(visit.lang.name(kind), target.to_owned())];
            let Some(theirs) = theirs else {
                return Ok(Conflict::removed(mine, below(at, "fits")));
            };
            Ok(Conflict {
                mine,
                theirs: vec![(theirs.kind.clone(), theirs.target.clone())],
                version: theirs.version,
                ..Conflict::default()
            })
        })
        .await
}

async fn remove_fit(
    visit: Visit,
    State(site): State<Site>,
    Path((case, week, id)): Path<(CaseId, String, FitId)>,
) -> Result<Response, PageError> {
    let at = at(&visit, case, &week)?;
    let done = site.app.remove_fit(&visit.ctx, at, id).await;
    done.map_err(PageError::to(&visit))?;
    Ok(Redirect::to(&back(at, "p-fit")).into_response())
}

async fn add_driver(
    visit: Visit,
    State(site): State<Site>,
    Path((case, week, id)): Path<(CaseId, String, FitId)>,
    Form(typed): Form<Typed>,
) -> Result<Response, PageError> {
    let at = at(&visit, case, &week)?;
    let input = driver_input(&typed);
    let added = site.app.add_driver(&visit.ctx, at, id, &input).await;
    added.map_err(PageError::to(&visit))?;
    Ok(Redirect::to(&back(at, &format!("fit-{id}"))).into_response())
}

async fn post_driver(
    Path((case, week, id)): Path<(CaseId, String, DriverId)>,
    attempt: Attempt,
) -> Result<Response, PageError> {
    let Attempt {
        visit, site, typed, ..
    } = &attempt;
    let at = at(visit, case, &week)?;
    let input = driver_input(typed);
    let saved = site
        .app
        .save_driver(&visit.ctx, at, (id, typed.version()), &input)
        .await;
    let back = back(at, &format!("driver-{id}"));
    attempt
        .finish(back, saved, async || {
            let week = now(visit, site, at).await?;
            let id = id.to_string();
            let mut drivers = week.fits.iter().flat_map(|fit| &fit.drivers);
            let theirs = drivers.find(|one| one.id == id);
            let lang = visit.lang;
            let labels = [
                "week-system",
                "week-driver",
                "week-evidence",
                "week-prioritised",
            ];
            let yes = |on: bool| lang.t(if on { "week-yes" } else { "week-no" });
            // The circle that the driver was drawn in, if that is still there.
            let circle = week.fits.iter().find(|fit| fit.id == typed.get("fit"));
            let systems = theirs.map(|one| &one.systems);
            let systems = systems.or(circle.map(|fit| &fit.systems));
            let mine = [
                systems.map_or_else(String::new, |all| named(all, &input.system)),
                input.text.clone(),
                input.evidence.clone(),
                yes(input.prioritised),
            ];
            let mine = labelled(lang, labels, mine);
            let Some(theirs) = theirs else {
                let again = circle.map(|fit| below(at, &format!("fits/{}/drivers", fit.id)));
                return Ok(Conflict::removed(mine, again.unwrap_or_default()));
            };
            let stored = [
                theirs.system.clone(),
                theirs.text.clone(),
                theirs.evidence.clone(),
                yes(theirs.prioritised),
            ];
            Ok(Conflict {
                mine,
                theirs: labelled(lang, labels, stored),
                version: theirs.version,
                ..Conflict::default()
            })
        })
        .await
}

async fn remove_driver(
    visit: Visit,
    State(site): State<Site>,
    Path((case, week, id)): Path<(CaseId, String, DriverId)>,
) -> Result<Response, PageError> {
    let at = at(&visit, case, &week)?;
    let done = site.app.remove_driver(&visit.ctx, at, id).await;
    done.map_err(PageError::to(&visit))?;
    Ok(Redirect::to(&back(at, "p-fit")).into_response())
}

async fn post_hand_in(
    visit: Visit,
    State(site): State<Site>,
    Path((case, week)): Path<(CaseId, String)>,
) -> Result<Response, PageError> {
    let at = at(&visit, case, &week)?;
    let done = site.app.hand_in(&visit.ctx, at).await;
    done.map_err(PageError::to(&visit))?;
    let to = format!("{}?done=week-handed-in#p-whole", url::week(at.0, at.1));
    Ok(Redirect::to(&to).into_response())
}

fn step_input(typed: &Typed) -> StepInput {
    let columns = COLUMNS.map(|(name, _)| typed.all(name).collect::<Vec<&str>>());
    let count = columns.iter().map(Vec::len).max().unwrap_or(0);
    let rows = (0..count).map(|at| {
        let [what, who, when, measure] = columns.each_ref().map(|column| {
            column
                .get(at)
                .copied()
                .unwrap_or_default()
                .trim()
                .to_owned()
        });
        Intervention {
            what,
            who,
            when,
            measure,
        }
    });
    StepInput {
        text: typed.get("text").to_owned(),
        goal: typed.get("goal").parse().ok(),
        driver: typed.get("driver").parse().ok(),
        interventions: rows.collect(),
        principles: typed.all("principle").map(str::to_owned).collect(),
    }
}

fn driver_input(typed: &Typed) -> DriverInput {
    DriverInput {
        system: typed.get("system").to_owned(),
        text: typed.get("text").to_owned(),
        evidence: typed.get("evidence").to_owned(),
        prioritised: !typed.get("prioritised").is_empty(),
    }
}

fn named(choices: &[Choice], code: &str) -> String {
    let found = choices.iter().find(|(known, _, _)| known == code);
    found.map(|(_, name, _)| name.clone()).unwrap_or_default()
}

/// What was typed, in the words that the stored step has for goals, drivers and principles.
fn mine_as_step(input: &StepInput, theirs: &StepView) -> StepView {
    let id = |id: Option<String>| id.unwrap_or_default();
    let rows = input
        .interventions
        .iter()
        .filter(|row| **row != Intervention::default());
    StepView {
        id: theirs.id.clone(),
        text: input.text.clone(),
        goal: named(&theirs.goals, &id(input.goal.map(|one| one.to_string()))),
        driver: named(
            &theirs.drivers,
            &id(input.driver.map(|one| one.to_string())),
        ),
        goals: Vec::new(),
        drivers: Vec::new(),
        rows: rows
            .map(|one| {
                [
                    one.what.clone(),
                    one.who.clone(),
                    one.when.clone(),
                    one.measure.clone(),
                ]
            })
            .collect(),
        principles: theirs
            .principles
            .iter()
            .map(|(code, name, _)| (code.clone(), name.clone(), input.principles.contains(code)))
            .collect(),
        carried: theirs.carried,
        version: theirs.version,
        after: String::new(),
    }
}

fn step_words(step: &StepView, lang: Lang) -> Vec<(String, String)> {
    let rows: Vec<String> = step.rows.iter().map(|row| row.join(" · ")).collect();
    let principles = step.principles.iter().filter(|(_, _, on)| *on);
    let principles: Vec<&str> = principles.map(|(_, name, _)| name.as_str()).collect();
    vec![
        (lang.t("week-step-text"), step.text.clone()),
        (lang.t("week-step-goal"), step.goal.clone()),
        (lang.t("week-step-driver"), step.driver.clone()),
        (lang.t("week-interventions"), rows.join("\n")),
        (lang.t("week-principles"), principles.join(", ")),
    ]
}
