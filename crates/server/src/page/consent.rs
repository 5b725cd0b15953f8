//! Consents: what each person has said yes and no to, and what the law asks for.

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use hemma_app::consent::{ConsentInput, Consents};
use hemma_app::error::{Error, FieldError};
use hemma_domain::access::CaseAction;
use hemma_domain::code::Code;
use hemma_domain::consent::{AgeBand, Consent, ConsentKind};
use hemma_domain::ids::{CaseId, ConsentId};
use hemma_domain::person::Person;
use hemma_domain::time::Day;
use serde::Deserialize;

use crate::http::Site;
use crate::http::error::PageError;
use crate::http::form::{self, Faults};
use crate::http::route::{Access, Routes};
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::case::HeadView;
use crate::page::{Frame, Sampled, Samples, choices, render, sampled, unprocessable};

/// The routes of this page.
pub fn routes() -> Routes {
    let write = Access::Case(CaseAction::WriteFamily);
    Routes::default()
        .get("/cases/{case}/consents", Access::Case(CaseAction::See), get)
        .make("/cases/{case}/consents", write, post)
        .post(
            "/cases/{case}/consents/{consent}/withdraw",
            write,
            post_withdraw,
        )
}

/// The consents of a case.
#[derive(Template)]
#[template(path = "consent.html")]
pub struct ConsentPage {
    pub frame: Frame,
    pub lang: Lang,
    pub head: HeadView,
    pub url: String,
    /// The page of the people.
    pub people: String,
    pub may_write: bool,
    pub persons: Vec<PersonConsents>,
    /// The rule for each age.
    pub bands: Vec<String>,
    /// Ids and names, for the form.
    pub names: Vec<(String, String)>,
    pub kinds: Vec<(&'static str, String)>,
    pub form: ConsentForm,
    pub faults: Faults,
}

/// What one person has answered.
#[derive(Debug, Clone)]
pub struct PersonConsents {
    pub name: String,
    /// The rule for the person's age today; empty while the age is unknown.
    pub rule: String,
    pub answers: Vec<AnswerView>,
}

/// One answer.
#[derive(Debug, Clone)]
pub struct AnswerView {
    /// The name of the field in which a withdrawal is typed.
    pub field: String,
    /// Class and icon of the signal, and its words.
    pub signal: (&'static str, &'static str, String),
    pub kind: String,
    /// `mån 7 sep av Malva`.
    pub when: String,
    pub evidence: String,
    pub doubt: String,
    /// Where to withdraw it; empty if that cannot be.
    pub withdraw: String,
}

/// An answer as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct ConsentForm {
    pub person: String,
    pub kind: String,
    pub party: String,
    pub given: String,
    pub on: String,
    pub by: String,
    pub evidence: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct WithdrawForm {
    on: String,
}

impl ConsentForm {
    fn read(&self, today: Day) -> Result<ConsentInput, Vec<FieldError>> {
        let mut faults = Vec::new();
        let on = form::day(&self.on, today);
        if on.is_none() {
            faults.push(FieldError::new("on", "consent-fault-day"));
        }
        let (person, by) = (self.person.parse().ok(), self.by.parse().ok());
        if person.is_none() {
            faults.push(FieldError::new("person", "consent-fault-choose"));
        }
        if by.is_none() {
            faults.push(FieldError::new("by", "consent-fault-choose"));
        }
        let kind = ConsentKind::from_code(&self.kind);
        if kind.is_none() {
            faults.push(FieldError::new("kind", "consent-fault-choose"));
        }
        if !matches!(self.given.as_str(), "yes" | "no") {
            faults.push(FieldError::new("given", "consent-fault-given"));
        }
        match (person, kind, on, by) {
            (Some(person), Some(kind), Some(on), Some(by)) if faults.is_empty() => {
                Ok(ConsentInput {
                    person,
                    kind,
                    party: self.party.clone(),
                    given: self.given == "yes",
                    on,
                    by,
                    evidence: self.evidence.clone(),
                })
            }
            _ => Err(faults),
        }
    }
}

impl ConsentPage {
    fn of(visit: &Visit, page: &Consents, form: ConsentForm) -> ConsentPage {
        let (lang, today) = (visit.lang, visit.ctx.today());
        let base = url::case(page.head.case.id);
        let may_write = page.head.may(CaseAction::WriteFamily);
        let persons = &page.head.persons;
        let of_person = |person: &Person| PersonConsents {
            name: person.full_name(),
            rule: person
                .age(today)
                .map(|age| lang.name(AgeBand::of(age)))
                .unwrap_or_default(),
            answers: page
                .consents
                .iter()
                .filter(|one| one.person == person.id)
                .map(|one| answer(one, (person, persons), (&base, may_write), lang, today))
                .collect(),
        };
        ConsentPage {
            frame: Frame::of(visit, "consent-title"),
            lang,
            head: HeadView::of(&page.head, visit, "tab-people"),
            url: format!("{base}/consents"),
            people: format!("{base}/people"),
            may_write,
            persons: persons
                .iter()
                .filter(|person| {
                    person.in_household || page.consents.iter().any(|one| one.person == person.id)
                })
                .map(of_person)
                .collect(),
            bands: AgeBand::ALL.iter().map(|band| lang.name(*band)).collect(),
            names: persons
                .iter()
                .map(|person| (person.id.to_string(), person.full_name()))
                .collect(),
            kinds: choices::<ConsentKind>(lang),
            form,
            faults: Faults::none(),
        }
    }
}

fn answer(
    one: &Consent,
    (person, persons): (&Person, &[Person]),
    (base, may_write): (&str, bool),
    lang: Lang,
    today: Day,
) -> AnswerView {
    let by = persons.iter().find(|known| known.id == one.by);
    let kind = match one.party.as_str() {
        "" => lang.name(one.kind),
        party => lang.t2(
            "consent-with",
            ("kind", lang.name(one.kind)),
            ("party", party),
        ),
    };
    let name = by.map(Person::full_name).unwrap_or_default();
    let doubt = by.and_then(|by| one.doubt(person, by));
    let open = may_write && one.given && one.withdrawn_on.is_none();
    AnswerView {
        field: format!("withdrawn-{}", one.id),
        signal: signal(one, lang, today),
        kind,
        when: if one.by == one.person {
            lang.t1("consent-own", "day", lang.full_day(one.on))
        } else {
            let day = lang.full_day(one.on);
            lang.t2("consent-by", ("day", day), ("name", name))
        },
        evidence: one.evidence.clone(),
        doubt: doubt.map(|doubt| lang.name(doubt)).unwrap_or_default(),
        withdraw: if open {
            format!("{base}/consents/{}/withdraw", one.id)
        } else {
            String::new()
        },
    }
}

/// Class, icon and words of an answer.
pub fn signal(one: &Consent, lang: Lang, today: Day) -> (&'static str, &'static str, String) {
    match one.withdrawn_on {
        _ if !one.given => ("over", "not-met", lang.t("consent-refused")),
        Some(day) if day <= today => (
            "due",
            "undo",
            lang.t1("consent-withdrawn", "day", lang.full_day(day)),
        ),
        _ => ("ok", "ok", lang.t("consent-given")),
    }
}

async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<CaseId>,
) -> Result<Response, PageError> {
    let page = site.app.consents(&visit.ctx, id).await;
    let page = page.map_err(PageError::to(&visit))?;
    let form = ConsentForm {
        on: visit.lang.full_day(visit.ctx.today()),
        ..ConsentForm::default()
    };
    render(&visit, &ConsentPage::of(&visit, &page, form))
}

async fn post(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<CaseId>,
    Form(form): Form<ConsentForm>,
) -> Result<Response, PageError> {
    let recorded = match form.read(visit.ctx.today()) {
        Ok(input) => site.app.record_consent(&visit.ctx, id, input).await,
        Err(faults) => Err(Error::Invalid(faults)),
    };
    answered(&visit, &site, id, recorded, (form, "consent-saved")).await
}

async fn post_withdraw(
    visit: Visit,
    State(site): State<Site>,
    Path((id, of)): Path<(CaseId, ConsentId)>,
    Form(form): Form<WithdrawForm>,
) -> Result<Response, PageError> {
    let today = visit.ctx.today();
    let withdrawn = match form::day(&form.on, today) {
        Some(on) => {
            let app = &site.app;
            app.withdraw_consent(&visit.ctx, (id, of), on).await
        }
        None => Err(Error::Invalid(vec![FieldError::new(
            format!("withdrawn-{of}"),
            "consent-fault-day",
        )])),
    };
    let blank = ConsentForm {
        on: visit.lang.full_day(today),
        ..ConsentForm::default()
    };
    answered(&visit, &site, id, withdrawn, (blank, "consent-withdrawn")).await
}

/// On to the page, or the page again with its faults.
async fn answered(
    visit: &Visit,
    site: &Site,
    id: CaseId,
    done: Result<(), Error>,
    (form, message): (ConsentForm, &str),
) -> Result<Response, PageError> {
    match done {
        Ok(()) => {
            let to = format!("{}/consents?done={message}", url::case(id));
            Ok(Redirect::to(&to).into_response())
        }
        Err(Error::Invalid(faults)) => {
            let page = site.app.consents(&visit.ctx, id).await;
            let page = page.map_err(PageError::to(visit))?;
            let page = ConsentPage {
                faults: Faults::of(faults),
                ..ConsentPage::of(visit, &page, form)
            };
            Ok(unprocessable(render(visit, &page)?))
        }
        Err(err) => Err(PageError::to(visit)(err)),
    }
}

/// Every state of this page.
pub fn samples() -> Vec<Sampled> {
    sampled::<ConsentPage>("consents")
}

impl Samples for ConsentPage {
    fn samples() -> Vec<(&'static str, ConsentPage)> {
        let lang = Lang::SV;
        let page = |persons: Vec<PersonConsents>| ConsentPage {
            frame: Frame::sample(lang),
            lang,
            head: HeadView::sample(lang, "tab-people"),
            url: "/".to_owned(),
            people: "/".to_owned(),
            may_write: true,
            persons,
            bands: AgeBand::ALL.iter().map(|band| lang.name(*band)).collect(),
            names: vec![("1".to_owned(), "Fjäril Lingonstig".to_owned())],
            kinds: choices::<ConsentKind>(lang),
            form: ConsentForm::default(),
            faults: Faults::none(),
        };
        let one = AnswerView {
            field: "withdrawn-1".to_owned(),
            signal: ("ok", "ok", lang.t("consent-given")),
            kind: lang.name(ConsentKind::Treatment),
            when: lang.t1("consent-own", "day", "7 september 2026"),
            evidence: "Sa det vid mötet.".to_owned(),
            doubt: lang.name(hemma_domain::consent::Doubt::GuardianNeeded),
            withdraw: "/".to_owned(),
        };
        let person = |answers| PersonConsents {
            name: "Fjäril Lingonstig".to_owned(),
            rule: lang.name(AgeBand::Under12),
            answers,
        };
        let mut faults = Faults::none();
        faults.add("on", "consent-fault-day");
        faults.add("given", "consent-fault-given");
        faults.add("withdrawn-1", "consent-fault-withdrawn");
        let faulty = ConsentPage {
            faults,
            ..page(vec![person(vec![one])])
        };
        vec![
            ("nobody", page(vec![])),
            ("no answer", page(vec![person(vec![])])),
            ("with faults", faulty),
        ]
    }
}
