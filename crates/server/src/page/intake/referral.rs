//! The form of an assignment that comes in.

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use hemma_app::error::Error;
use hemma_app::intake::{Referral, ReferralDesk};
use hemma_domain::case::{LegalBasis, ProtectionEvent};
use hemma_domain::code::Code as _;
use hemma_domain::ids::TeamId;
use hemma_domain::person::Protection;
use hemma_domain::programme::Programme;
use hemma_domain::time::Day;
use serde::Deserialize;

use super::field::{Field, Options, named_summary};
use crate::http::Site;
use crate::http::error::PageError;
use crate::http::form::{Faults, day};
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::{Frame, Samples, draft, render, unprocessable};

/// What is typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(super) struct ReferralForm {
    authority: String,
    handler: String,
    handler_phone: String,
    number: String,
    decided_on: String,
    basis: String,
    from: String,
    to: String,
    reason: String,
    received_on: String,
    label: String,
    child_given_name: String,
    child_family_name: String,
    child_born: String,
    protection: String,
    event_kind: String,
    event_on: String,
}

impl ReferralForm {
    fn blank(lang: Lang, today: Day) -> ReferralForm {
        ReferralForm {
            received_on: lang.full_day(today),
            protection: Protection::None.code().to_owned(),
            ..ReferralForm::default()
        }
    }

    /// What was typed as an assignment, or what cannot be read of it.
    fn read(&self, programme: &Programme, today: Day) -> Result<Referral, Faults> {
        let mut faults = Faults::none();
        let decided_on = needed(&mut faults, "decided_on", &self.decided_on, today);
        let received_on = needed(&mut faults, "received_on", &self.received_on, today);
        let from = needed(&mut faults, "from", &self.from, today);
        let to = maybe(&mut faults, "to", &self.to, today);
        let child_born = maybe(&mut faults, "child_born", &self.child_born, today);
        let event = self.event(programme, today, &mut faults);
        let basis = LegalBasis::from_code(&self.basis);
        if basis.is_none() {
            faults.add("basis", "intake-fault-choose");
        }
        match (decided_on, received_on, from, basis) {
            (Some(decided_on), Some(received_on), Some(from), Some(basis)) if faults.is_empty() => {
                Ok(Referral {
                    authority: self.authority.clone(),
                    handler: self.handler.clone(),
                    handler_phone: self.handler_phone.clone(),
                    number: self.number.clone(),
                    decided_on,
                    basis,
                    from,
                    to,
                    reason: self.reason.clone(),
                    received_on,
                    label: self.label.clone(),
                    child_given_name: self.child_given_name.clone(),
                    child_family_name: self.child_family_name.clone(),
                    child_born,
                    protection: Protection::from_code(&self.protection).unwrap_or(Protection::None),
                    event,
                })
            }
            _ => Err(faults),
        }
    }

    fn event(
        &self,
        programme: &Programme,
        today: Day,
        faults: &mut Faults,
    ) -> Option<ProtectionEvent> {
        programme.event.as_ref()?;
        let on = maybe(faults, "event_on", &self.event_on, today);
        match (self.event_kind.is_empty(), on) {
            (false, Some(on)) => Some(ProtectionEvent {
                kind: self.event_kind.clone(),
                on,
            }),
            (false, None) if !faults.has("event_on") => {
                faults.add("event_on", "intake-fault-event-day");
                None
            }
            (true, Some(_)) => {
                faults.add("event_kind", "intake-fault-event-kind");
                None
            }
            _ => None,
        }
    }
}

/// A day that must be there.
fn needed(faults: &mut Faults, field: &str, typed: &str, today: Day) -> Option<Day> {
    if typed.trim().is_empty() {
        faults.add(field, "intake-fault-missing");
    }
    maybe(faults, field, typed, today)
}

/// A day that may be left out, but not misspelt.
fn maybe(faults: &mut Faults, field: &str, typed: &str, today: Day) -> Option<Day> {
    let read = day(typed, today);
    if read.is_none() && !typed.trim().is_empty() {
        faults.add(field, "intake-fault-day");
    }
    read
}

/// The form of an assignment.
#[derive(Template)]
#[template(path = "intake/referral.html")]
pub(super) struct ReferralPage {
    pub frame: Frame,
    pub lang: Lang,
    pub team: String,
    pub action: String,
    pub back: String,
    pub assignment: Vec<Field>,
    pub period: Vec<Field>,
    pub basis: Field,
    pub reason: Field,
    pub family: Vec<Field>,
    /// Empty where the programme asks for no event.
    pub event: Vec<Field>,
    /// How many days the event may lie back, and from which day they are counted.
    pub event_help: String,
    pub faults: Vec<(String, String)>,
    /// When the draft that fills the form was kept.
    pub kept: Option<String>,
}

impl ReferralPage {
    fn of(frame: Frame, desk: &ReferralDesk, form: &ReferralForm, faults: &Faults) -> ReferralPage {
        let lang = frame.lang;
        let checked = |field: Field| field.checked(faults, lang);
        let line = |name, key: &str, value: &str| checked(Field::line(name, lang.t(key), value));
        let on = |name, key: &str, value: &str| checked(Field::day(name, lang.t(key), value));
        let phone = Field::phone(
            "handler_phone",
            lang.t("intake-handler-phone"),
            &form.handler_phone,
        );
        let assignment = vec![
            on("received_on", "intake-received", &form.received_on),
            line("authority", "intake-authority", &form.authority),
            line("handler", "intake-handler", &form.handler),
            checked(phone),
            line("number", "intake-number", &form.number),
            on("decided_on", "intake-decided", &form.decided_on),
        ];
        let period = vec![
            on("from", "intake-from", &form.from),
            on("to", "intake-to", &form.to).voluntary(lang),
        ];
        let bases = Options::of::<LegalBasis>(lang);
        let basis = Field::chips("basis", lang.t("intake-basis"), &form.basis, bases);
        let reason = Field::area("reason", lang.t("intake-reason"), &form.reason)
            .help(lang.t("intake-reason-help"));
        let event = event_fields(&desk.programme, form, lang);
        let mut page = ReferralPage {
            lang,
            team: desk.team.name.clone(),
            action: url::referral(desk.team.id),
            back: url::capacity(desk.team.id),
            basis: checked(basis),
            reason: checked(reason),
            family: family_fields(form, lang).into_iter().map(checked).collect(),
            event: event.into_iter().map(checked).collect(),
            event_help: event_help(&desk.programme, lang),
            faults: Vec::new(),
            kept: None,
            frame,
            assignment,
            period,
        };
        page.faults = named_summary(page.fields());
        page
    }

    fn fields(&self) -> impl Iterator<Item = &Field> {
        self.assignment
            .iter()
            .chain([&self.basis])
            .chain(&self.period)
            .chain([&self.reason])
            .chain(&self.family)
            .chain(&self.event)
    }
}

fn family_fields(form: &ReferralForm, lang: Lang) -> Vec<Field> {
    let protections = Options::of::<Protection>(lang);
    vec![
        Field::line("label", lang.t("intake-label"), &form.label).help(lang.t("intake-label-help")),
        Field::line(
            "child_given_name",
            lang.t("intake-child-given"),
            &form.child_given_name,
        ),
        Field::line(
            "child_family_name",
            lang.t("intake-child-family"),
            &form.child_family_name,
        )
        .voluntary(lang),
        Field::day("child_born", lang.t("intake-child-born"), &form.child_born).voluntary(lang),
        Field::select(
            "protection",
            lang.t("intake-protection"),
            &form.protection,
            protections,
        )
        .help(lang.t("intake-protection-help")),
    ]
}

fn event_fields(programme: &Programme, form: &ReferralForm, lang: Lang) -> Vec<Field> {
    let Some(rule) = &programme.event else {
        return Vec::new();
    };
    let kinds = Options::coded(&rule.kinds, lang).or_none(lang.t("intake-event-unknown"));
    vec![
        Field::select(
            "event_kind",
            lang.t("intake-event-kind"),
            &form.event_kind,
            kinds,
        ),
        Field::day("event_on", lang.name(rule.anchor.value), &form.event_on).voluntary(lang),
    ]
}

fn event_help(programme: &Programme, lang: Lang) -> String {
    programme.event.as_ref().map_or_else(String::new, |rule| {
        lang.t1("intake-event-help", "days", rule.within_days.value)
    })
}

pub(super) async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path(team): Path<TeamId>,
) -> Result<Response, PageError> {
    let desk = site
        .app
        .referral_desk(&visit.ctx, team)
        .await
        .map_err(PageError::to(&visit))?;
    let kept = draft::typed::<ReferralForm>(&site, &visit, &url::referral(team)).await?;
    let (form, saved) = match kept {
        Some(kept) => (kept.form, Some(kept.saved)),
        None => (ReferralForm::blank(visit.lang, visit.ctx.today()), None),
    };
    let frame = Frame::of(&visit, "intake-referral-title");
    let page = ReferralPage {
        kept: saved,
        ..ReferralPage::of(frame, &desk, &form, &Faults::none())
    };
    render(&visit, &page)
}

pub(super) async fn post(
    visit: Visit,
    State(site): State<Site>,
    Path(team): Path<TeamId>,
    Form(form): Form<ReferralForm>,
) -> Result<Response, PageError> {
    let desk = site
        .app
        .referral_desk(&visit.ctx, team)
        .await
        .map_err(PageError::to(&visit))?;
    let made = match form.read(&desk.programme, visit.ctx.today()) {
        Ok(referral) => site.app.refer(&visit.ctx, team, &referral).await,
        Err(faults) => Err(Error::Invalid(faults.into_inner())),
    };
    match made {
        Ok(case) => {
            let to = format!("{}?done=intake-registered", url::screening(case));
            Ok(Redirect::to(&to).into_response())
        }
        Err(Error::Invalid(faults)) => {
            let frame = Frame::of(&visit, "intake-referral-title");
            let page = ReferralPage::of(frame, &desk, &form, &Faults::of(faults));
            Ok(unprocessable(render(&visit, &page)?))
        }
        Err(err) => Err(PageError::to(&visit)(err)),
    }
}

impl Samples for ReferralPage {
    fn samples() -> Vec<(&'static str, ReferralPage)> {
        let page = |lang: Lang, faults: &Faults| {
            let checked = |field: Field| field.checked(faults, lang);
            let options = Options::of::<LegalBasis>(lang);
            let form = ReferralForm::default();
            let mut page = ReferralPage {
                frame: Frame::sample(lang),
                lang,
                team: "MST-CAN Björkdalen".to_owned(),
                action: "/".to_owned(),
                back: "/".to_owned(),
                assignment: vec![checked(Field::line(
                    "authority",
                    lang.t("intake-authority"),
                    "Björkdalens stadsdelsnämnd",
                ))],
                period: vec![checked(Field::day(
                    "from",
                    lang.t("intake-from"),
                    "7 april",
                ))],
                basis: checked(Field::chips(
                    "basis",
                    lang.t("intake-basis"),
                    "sol_11_1",
                    options,
                )),
                reason: checked(Field::area("reason", lang.t("intake-reason"), "")),
                family: family_fields(&form, lang)
                    .into_iter()
                    .map(checked)
                    .collect(),
                event: vec![checked(Field::day(
                    "event_on",
                    lang.t("intake-event-kind"),
                    "",
                ))],
                event_help: lang.t1("intake-event-help", "days", 180_u32),
                faults: Vec::new(),
                kept: Some("14:02".to_owned()),
            };
            page.faults = named_summary(page.fields());
            page
        };
        let mut faults = Faults::none();
        faults.add("authority", "intake-fault-missing");
        faults.add("basis", "intake-fault-choose");
        faults.add("reason", "intake-fault-missing");
        vec![
            ("a draft", page(Lang::SV, &Faults::none())),
            ("faults", page(Lang::EN, &faults)),
        ]
    }
}
