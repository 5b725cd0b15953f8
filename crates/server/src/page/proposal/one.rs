//! One proposal: a form while it is a draft; what was signed, and its next step, from then on.

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse as _, Redirect, Response};
use hemma_app::error::Error;
use hemma_app::pdf::Typeset;
use hemma_app::proposal::{Move, OneProposal};
use hemma_domain::code::Code as _;
use hemma_domain::file::FILE_BYTES_MAX;
use hemma_domain::ids::{NetworkId, ProposalId, SendingId};
use hemma_domain::money::Ore;
use hemma_domain::proposal::{Line, Outcome, Report, Ruling, Stage, Trip, Unready};
use hemma_domain::time::Day;
use serde::Deserialize;

use super::attachment::{self, FileView};
use super::past::{self, RoundView};
use super::typed::{self, AmountView, DraftView, Fields};
use super::{compose, due, stage};
use crate::http::Site;
use crate::http::error::PageError;
use crate::http::form::{self, Faults};
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::team_week::Signal;
use crate::page::{Frame, choices, render, unprocessable};

type At = (NetworkId, ProposalId);

/// A draft to write in.
#[derive(Template)]
#[template(path = "proposal/draft.html")]
pub struct DraftPage {
    pub frame: Frame,
    pub lang: Lang,
    pub register: String,
    pub url: String,
    pub version: i64,
    /// What it is, and in which layout.
    pub kind: String,
    pub draft: DraftView,
    /// How the board writes its diary numbers, and whether somebody has confirmed that.
    pub pattern: String,
    pub is_pattern_confirmed: bool,
    /// What is lacking before it can be signed.
    pub lacks: Vec<String>,
    /// What the saved costs and the funding add up to.
    pub sums: String,
    pub can_typeset: bool,
    /// The files that go with it, and the title of one that was not taken.
    pub files: Vec<FileView>,
    pub attachment_title: String,
    pub attachment_help: String,
    /// Each time with the board before.
    pub past: Vec<RoundView>,
    pub faults: Faults,
}

/// What was signed, and what became of it.
#[derive(Template)]
#[template(path = "proposal/signed.html")]
pub struct SignedPage {
    pub frame: Frame,
    pub lang: Lang,
    pub register: String,
    pub url: String,
    pub version: i64,
    pub heading: String,
    pub diary: String,
    /// Label and value.
    pub facts: Vec<(String, String)>,
    pub stage: Signal,
    pub due: Option<Signal>,
    pub points: Vec<String>,
    pub decision: String,
    /// Heading and paragraphs.
    pub sections: Vec<(String, Vec<String>)>,
    pub costs: Vec<AmountView>,
    pub funding: Vec<AmountView>,
    pub sum: String,
    /// Each with the address of its file; empty where there is none.
    pub attachments: Vec<(String, String)>,
    pub report: String,
    pub may: Steps,
    /// Who pays for it.
    pub paid_by: String,
    pub outcomes: Vec<(&'static str, String)>,
    pub ruling: RulingForm,
    pub can_typeset: bool,
    /// Each time with the board that something else followed.
    pub past: Vec<RoundView>,
    /// The proposal as it is now; empty where this is it.
    pub now: String,
    pub faults: Faults,
}

/// Which steps can be taken from here.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Steps {
    /// Nothing follows.
    #[default]
    None,
    /// Signed: it is sent, or becomes a draft again.
    Send,
    /// The board has it.
    Rule,
    /// The board returned it: it becomes a draft again.
    Returned,
    /// Decided: days are noted, and it is reported back.
    Report,
}

/// A step as it is filled in.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct RulingForm {
    pub version: i64,
    pub step: String,
    pub on: String,
    pub outcome: String,
    pub approved_on: String,
    pub posted_on: String,
    pub note: String,
    pub reported_on: String,
    pub text: String,
}

impl RulingForm {
    fn of(one: &OneProposal) -> RulingForm {
        let course = &one.proposal.course;
        let day = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
        // After a postponement another meeting decides: nothing of the first one is carried into it.
        let ruling = course.ruling.as_ref();
        let ruling = ruling.filter(|one| one.outcome != Outcome::Postponed);
        RulingForm {
            on: day(ruling
                .map(|ruling| ruling.on)
                .or(one.proposal.content.meeting_on)),
            outcome: ruling
                .map_or(Outcome::Granted, |ruling| ruling.outcome)
                .code()
                .to_owned(),
            approved_on: day(ruling.and_then(|ruling| ruling.approved_on)),
            posted_on: day(ruling.and_then(|ruling| ruling.posted_on)),
            note: ruling.map(|ruling| ruling.note.clone()).unwrap_or_default(),
            ..RulingForm::default()
        }
    }

    fn step(&self, today: Day) -> Result<Move, Faults> {
        let mut faults = Faults::none();
        let needed = |typed: &str, field: &str, faults: &mut Faults| {
            let day = form::day(typed, today);
            if day.is_none() {
                faults.add(field, "proposal-fault-day");
            }
            day.unwrap_or(today)
        };
        let optional = |typed: &str, field: &str, faults: &mut Faults| match typed.trim() {
            "" => None,
            typed => Some(needed(typed, field, faults)),
        };
        let step = match self.step.as_str() {
            "sign" => Move::Sign,
            "reopen" => Move::Reopen,
            "send" => Move::Send,
            "rule" => {
                let outcome = Outcome::from_code(&self.outcome);
                if outcome.is_none() {
                    faults.add("outcome", "proposal-fault-outcome");
                }
                Move::Rule(Ruling {
                    on: needed(&self.on, "on", &mut faults),
                    outcome: outcome.unwrap_or(Outcome::Granted),
                    approved_on: optional(&self.approved_on, "approved_on", &mut faults),
                    posted_on: optional(&self.posted_on, "posted_on", &mut faults),
                    note: self.note.trim().to_owned(),
                })
            }
            _ => {
                if self.text.trim().is_empty() {
                    faults.add("text", "proposal-fault-report");
                }
                Move::Report(Report {
                    on: needed(&self.reported_on, "reported_on", &mut faults),
                    text: self.text.trim().to_owned(),
                })
            }
        };
        match faults.is_empty() {
            true => Ok(step),
            false => Err(faults),
        }
    }
}

fn lack(one: &Unready, (found, lang): (&OneProposal, Lang)) -> String {
    match one {
        Unready::Heading => lang.t("proposal-lacks-heading"),
        Unready::Addressee => lang.t("proposal-lacks-addressee"),
        Unready::Handler => lang.t("proposal-lacks-handler"),
        Unready::NoDiary => lang.t("proposal-lacks-diary"),
        Unready::Diary => {
            let pattern = found.diary.pattern.to_string();
            lang.t1("proposal-lacks-pattern", "pattern", pattern.as_str())
        }
        Unready::NoPoint => lang.t("proposal-lacks-point"),
        Unready::Section(code) => {
            let section = found.layout.sections.iter().find(|one| one.code == *code);
            let title = section.map(|one| one.title.as_str()).unwrap_or_default();
            lang.t1("proposal-lacks-section", "title", title)
        }
        Unready::Unbalanced(cost, paid) => {
            let (cost, paid) = (lang.money(*cost), lang.money(*paid));
            lang.t2(
                "proposal-lacks-balance",
                ("cost", cost.as_str()),
                ("paid", paid.as_str()),
            )
        }
        Unready::Trip => lang.t("proposal-lacks-trip"),
    }
}

fn draft(
    visit: &Visit,
    site: &Site,
    found: &OneProposal,
    (draft, faults): (DraftView, Faults),
) -> DraftPage {
    let (lang, one) = (visit.lang, &found.proposal);
    let sum = |all: Option<Ore>| lang.money(all.unwrap_or_default());
    let (cost, paid) = (sum(one.content.cost()), sum(one.content.paid()));
    let megabytes = u32::try_from(FILE_BYTES_MAX / (1024 * 1024)).unwrap_or_default();
    DraftPage {
        frame: Frame::of(visit, "proposal-draft-title"),
        lang,
        register: url::proposals(one.network),
        url: url::proposal(one.network, one.id),
        version: one.version,
        kind: format!(
            "{}, {}",
            lang.words(&found.template.name),
            lang.words(&found.layout.name)
        ),
        draft,
        pattern: found.diary.pattern.to_string(),
        is_pattern_confirmed: found.diary.is_confirmed,
        lacks: found
            .unready
            .iter()
            .map(|one| lack(one, (found, lang)))
            .collect(),
        sums: lang.t2(
            "proposal-sums",
            ("cost", cost.as_str()),
            ("paid", paid.as_str()),
        ),
        can_typeset: site.app.can_typeset(),
        files: attachment::files(found, lang),
        attachment_title: String::new(),
        attachment_help: lang.t1("attachment-lead", "size", megabytes),
        past: past::rounds(found, lang),
        faults,
    }
}

fn signed(
    visit: &Visit,
    site: &Site,
    found: &OneProposal,
    (ruling, faults): (RulingForm, Faults),
) -> SignedPage {
    let (lang, one) = (visit.lang, &found.proposal);
    let (content, course) = (&one.content, &one.course);
    let amounts = |lines: &[Line]| {
        let view = |line: &Line| AmountView {
            what: line.what.clone(),
            amount: lang.money(line.amount),
            kind: line.kind.map(|kind| lang.name(kind)).unwrap_or_default(),
        };
        lines.iter().map(view).collect()
    };
    let sections = found
        .layout
        .sections_of(&found.template)
        .filter_map(|section| {
            let text = content.texts.get(&section.code)?;
            Some((section.title.clone(), typed::paragraphs(text)))
        });
    let at = course.stage();
    SignedPage {
        frame: Frame::of(visit, "proposal-signed-title"),
        lang,
        register: url::proposals(one.network),
        url: url::proposal(one.network, one.id),
        version: one.version,
        heading: content.heading.clone(),
        diary: content.diary.clone(),
        facts: facts(found, lang),
        stage: stage(at, lang),
        due: due(
            found.due.filter(|_| at != Stage::Reported),
            visit.ctx.today(),
            lang,
        ),
        points: content.points.clone(),
        decision: found.layout.decision.clone(),
        sections: sections.collect(),
        costs: amounts(&content.costs),
        funding: amounts(&content.funding),
        sum: lang.money(content.cost().unwrap_or_default()),
        attachments: attachment::listed(found),
        report: course
            .report
            .as_ref()
            .map(|report| report.text.clone())
            .unwrap_or_default(),
        may: match at {
            Stage::Signed => Steps::Send,
            Stage::Sent => Steps::Rule,
            Stage::Decided if course.is_returned() => Steps::Returned,
            Stage::Decided => Steps::Report,
            Stage::Draft | Stage::Reported => Steps::None,
        },
        paid_by: url::proposal_money(one.network, one.id),
        outcomes: choices::<Outcome>(lang),
        ruling,
        can_typeset: site.app.can_typeset(),
        past: past::rounds(found, lang),
        now: String::new(),
        faults,
    }
}

/// What was sent to a board that returned it: to read, and nothing more.
pub(super) fn sent(
    visit: &Visit,
    site: &Site,
    (found, sending): (&OneProposal, SendingId),
    faults: Faults,
) -> SignedPage {
    let at = (found.proposal.network, found.proposal.id);
    SignedPage {
        url: url::sending(at, sending),
        due: None,
        may: Steps::None,
        now: url::proposal(at.0, at.1),
        ..signed(visit, site, found, (RulingForm::default(), faults))
    }
}

/// What stands above the text: to whom, by whom, when, and what was decided.
fn facts(found: &OneProposal, lang: Lang) -> Vec<(String, String)> {
    let (content, course) = (&found.proposal.content, &found.proposal.course);
    let handler = format!("{}, {}", content.handler.name, content.handler.phone);
    let mut facts = vec![
        (lang.t("proposal-addressee"), content.addressee.clone()),
        (lang.t("proposal-dated-on"), lang.full_day(content.dated_on)),
        (lang.t("proposal-handler"), handler),
    ];
    if let Some(trip) = &content.trip {
        facts.push((lang.t("proposal-trip"), trip_told(trip, lang)));
    }
    if let (Some(hand), Some(name)) = (course.signed, &found.signed_by) {
        let told = format!("{name}, {}", lang.full_moment(hand.at));
        facts.push((lang.t("proposal-signed-by"), told));
    }
    if let Some(hand) = course.sent {
        facts.push((lang.t("proposal-sent"), lang.full_moment(hand.at)));
    }
    if let Some(ruling) = &course.ruling {
        facts.push((lang.t("proposal-decided"), past::decided(ruling, lang)));
        facts.extend(past::days(ruling, lang));
    }
    if let Some(report) = &course.report {
        facts.push((lang.t("proposal-reported-on"), lang.full_day(report.on)));
    }
    facts
}

fn trip_told(trip: &Trip, lang: Lang) -> String {
    let (from, to) = (lang.full_day(trip.from), lang.full_day(trip.to));
    format!(
        "{}, {from} – {to}: {}",
        trip.place,
        trip.participants.join(", ")
    )
}

/// The page as the proposal stands, with the title of a file that was not taken.
pub(super) fn shown(
    visit: &Visit,
    site: &Site,
    found: &OneProposal,
    (attachment_title, faults): (String, Faults),
) -> Result<Response, PageError> {
    match found.proposal.course.is_open() {
        true => {
            let of = (&*found.layout, &found.template);
            let view = DraftView::of(&found.proposal.content, of, visit.lang);
            let page = DraftPage {
                attachment_title,
                ..draft(visit, site, found, (view, faults))
            };
            render(visit, &page)
        }
        false => {
            let form = RulingForm::of(found);
            render(visit, &signed(visit, site, found, (form, faults)))
        }
    }
}

pub(super) async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path(at): Path<At>,
) -> Result<Response, PageError> {
    let found = site.app.proposal(&visit.ctx, at).await;
    let found = found.map_err(PageError::to(&visit))?;
    shown(&visit, &site, &found, (String::new(), Faults::none()))
}

pub(super) async fn post(
    visit: Visit,
    State(site): State<Site>,
    Path((network, id)): Path<At>,
    Form(fields): Form<Fields>,
) -> Result<Response, PageError> {
    let found = site.app.proposal(&visit.ctx, (network, id)).await;
    let found = found.map_err(PageError::to(&visit))?;
    let of = (&*found.layout, &found.template);
    let version = fields.iter().find(|(name, _)| name == "version");
    let version = version
        .and_then(|(_, value)| value.parse().ok())
        .unwrap_or_default();
    let saved = match typed::read(&fields, of, visit.ctx.today()) {
        Ok(content) => {
            let at = (network, id, version);
            site.app.save_proposal(&visit.ctx, at, content).await
        }
        Err(faults) => Err(Error::Invalid(faults.into_inner())),
    };
    match saved {
        Ok(()) => {
            let to = format!("{}?done=proposal-saved", url::proposal(network, id));
            Ok(Redirect::to(&to).into_response())
        }
        Err(Error::Invalid(faults)) => {
            let view = DraftView::typed(&fields, of, visit.lang);
            let page = draft(&visit, &site, &found, (view, Faults::of(faults)));
            render(&visit, &page).map(unprocessable)
        }
        // What was typed is kept on the page: somebody else saved, or signed, in between.
        Err(Error::Conflict) => {
            let mut faults = Faults::none();
            faults.add("version", "proposal-fault-meanwhile");
            let view = DraftView::typed(&fields, of, visit.lang);
            let page = draft(&visit, &site, &found, (view, faults));
            render(&visit, &page).map(unprocessable)
        }
        Err(err) => Err(PageError::to(&visit)(err)),
    }
}

pub(super) async fn post_move(
    visit: Visit,
    State(site): State<Site>,
    Path((network, id)): Path<At>,
    Form(form): Form<RulingForm>,
) -> Result<Response, PageError> {
    let moved = match form.step(visit.ctx.today()) {
        Ok(step) => {
            let at = (network, id, form.version);
            site.app.move_proposal(&visit.ctx, at, step).await
        }
        Err(faults) => Err(Error::Invalid(faults.into_inner())),
    };
    let faults = match moved {
        Ok(()) => {
            let to = format!("{}?done=proposal-moved", url::proposal(network, id));
            return Ok(Redirect::to(&to).into_response());
        }
        Err(Error::Invalid(faults)) => Faults::of(faults),
        Err(err) => return Err(PageError::to(&visit)(err)),
    };
    let found = site.app.proposal(&visit.ctx, (network, id)).await;
    let found = found.map_err(PageError::to(&visit))?;
    if found.proposal.course.is_open() {
        return shown(&visit, &site, &found, (String::new(), faults)).map(unprocessable);
    }
    let page = signed(&visit, &site, &found, (form, faults));
    render(&visit, &page).map(unprocessable)
}

pub(super) async fn get_file(
    visit: Visit,
    State(site): State<Site>,
    Path(at): Path<At>,
) -> Result<Response, PageError> {
    let found = site.app.proposal(&visit.ctx, at).await;
    let found = found.map_err(PageError::to(&visit))?;
    let no_helper = |faults| shown(&visit, &site, &found, (String::new(), faults));
    file(&visit, &site, &found, no_helper).await
}

/// The document as a file; where the helper is missing, the page that says so.
pub(super) async fn file(
    visit: &Visit,
    site: &Site,
    found: &OneProposal,
    no_helper: impl FnOnce(Faults) -> Result<Response, PageError>,
) -> Result<Response, PageError> {
    let document = compose::document(found, visit);
    match site
        .app
        .typeset(&document)
        .await
        .map_err(PageError::to(visit))?
    {
        Typeset::Pdf(file) => {
            let headers = [
                (header::CONTENT_TYPE, "application/pdf"),
                (
                    header::CONTENT_DISPOSITION,
                    "inline; filename=\"tjansteutlatande.pdf\"",
                ),
            ];
            Ok((headers, file).into_response())
        }
        Typeset::Missing => {
            let mut faults = Faults::none();
            faults.add("file", "proposal-fault-no-helper");
            no_helper(faults).map(unprocessable)
        }
    }
}
