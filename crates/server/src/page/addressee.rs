//! The boards that a network's office writes to: their layouts, and how each writes its diary numbers.

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use hemma_app::addressee::{AddresseeInput, Addressees, LayoutChoice};
use hemma_app::error::Error;
use hemma_domain::access::NetworkAction;
use hemma_domain::addressee::Addressee;
use hemma_domain::ids::{AddresseeId, NetworkId};
use serde::Deserialize;

use crate::http::Site;
use crate::http::error::PageError;
use crate::http::form::Faults;
use crate::http::route::{Access, Routes};
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::{Frame, Sampled, Samples, render, sampled, unprocessable};

/// The routes of these pages.
pub fn routes() -> Routes {
    const KEEP: Access = Access::Network(NetworkAction::KeepProposals);
    Routes::default()
        .get("/networks/{network}/addressees", KEEP, get_list)
        .make("/networks/{network}/addressees", KEEP, post_new)
        .get("/networks/{network}/addressees/{addressee}", KEEP, get)
        .post("/networks/{network}/addressees/{addressee}", KEEP, post)
}

/// A board in the list.
#[derive(Debug, Clone)]
pub struct AddresseeRow {
    pub url: String,
    pub name: String,
    pub layout: String,
    /// How its diary numbers are written.
    pub diary: String,
}

/// A board as it is typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct AddresseeForm {
    pub version: i64,
    pub name: String,
    pub layout: String,
    pub diary: String,
}

/// The form with what can be picked.
#[derive(Debug, Clone, Default)]
pub struct AddresseeFields {
    pub form: AddresseeForm,
    /// Value, name with the pattern of its diary numbers, and whether it is picked.
    pub layouts: Vec<(String, String, bool)>,
}

/// The boards of an office.
#[derive(Template)]
#[template(path = "addressee/list.html")]
pub struct AddresseesPage {
    pub frame: Frame,
    pub lang: Lang,
    pub url: String,
    pub proposals: String,
    pub rows: Vec<AddresseeRow>,
    pub fields: AddresseeFields,
    pub faults: Faults,
}

/// One board, to change how it is written to.
#[derive(Template)]
#[template(path = "addressee/one.html")]
pub struct AddresseePage {
    pub frame: Frame,
    pub lang: Lang,
    pub url: String,
    pub list: String,
    pub name: String,
    pub fields: AddresseeFields,
    pub faults: Faults,
}

impl AddresseeForm {
    fn of(one: &Addressee) -> AddresseeForm {
        AddresseeForm {
            version: one.version,
            name: one.name.clone(),
            layout: one.layout.clone(),
            diary: own_diary(one),
        }
    }

    fn input(&self) -> AddresseeInput {
        AddresseeInput {
            name: self.name.clone(),
            layout: self.layout.clone(),
            diary: self.diary.clone(),
        }
    }
}

fn own_diary(one: &Addressee) -> String {
    one.diary
        .as_ref()
        .map(ToString::to_string)
        .unwrap_or_default()
}

fn fields(form: AddresseeForm, layouts: &[LayoutChoice], lang: Lang) -> AddresseeFields {
    let choice = |one: &LayoutChoice| {
        let name = format!("{} ({})", lang.words(&one.name), one.diary);
        (one.code.clone(), name, one.code == form.layout)
    };
    AddresseeFields {
        layouts: layouts.iter().map(choice).collect(),
        form,
    }
}

fn row(one: &Addressee, layouts: &[LayoutChoice], lang: Lang) -> AddresseeRow {
    let layout = layouts.iter().find(|known| known.code == one.layout);
    let of_layout = layout.map(|known| known.diary.clone());
    AddresseeRow {
        url: url::addressee(one.network, one.id),
        name: one.name.clone(),
        layout: layout.map_or_else(
            || one.layout.clone(),
            |known| lang.words(&known.name).to_owned(),
        ),
        diary: match own_diary(one) {
            own if own.is_empty() => of_layout.unwrap_or_default(),
            own => own,
        },
    }
}

fn list(
    visit: &Visit,
    network: NetworkId,
    (found, form, faults): (&Addressees, AddresseeForm, Faults),
) -> AddresseesPage {
    let lang = visit.lang;
    AddresseesPage {
        frame: Frame::of(visit, "addressee-title"),
        lang,
        url: url::addressees(network),
        proposals: url::proposals(network),
        rows: found
            .boards
            .iter()
            .map(|one| row(one, &found.layouts, lang))
            .collect(),
        fields: fields(form, &found.layouts, lang),
        faults,
    }
}

async fn get_list(
    visit: Visit,
    State(site): State<Site>,
    Path(network): Path<NetworkId>,
) -> Result<Response, PageError> {
    let found = site.app.addressees(&visit.ctx, network).await;
    let found = found.map_err(PageError::to(&visit))?;
    let blank = (&found, AddresseeForm::default(), Faults::none());
    render(&visit, &list(&visit, network, blank))
}

async fn post_new(
    visit: Visit,
    State(site): State<Site>,
    Path(network): Path<NetworkId>,
    Form(form): Form<AddresseeForm>,
) -> Result<Response, PageError> {
    let made = site.app.new_addressee(&visit.ctx, network, form.input());
    match made.await {
        Ok(_) => {
            let to = format!("{}?done=addressee-saved", url::addressees(network));
            Ok(Redirect::to(&to).into_response())
        }
        Err(Error::Invalid(faults)) => {
            let found = site.app.addressees(&visit.ctx, network).await;
            let found = found.map_err(PageError::to(&visit))?;
            let wrong = (&found, form, Faults::of(faults));
            render(&visit, &list(&visit, network, wrong)).map(unprocessable)
        }
        Err(err) => Err(PageError::to(&visit)(err)),
    }
}

/// A board as it is, or as it was typed where it could not be kept.
async fn one(
    visit: &Visit,
    site: &Site,
    (network, id): (NetworkId, AddresseeId),
    (typed, faults): (Option<AddresseeForm>, Faults),
) -> Result<Response, PageError> {
    let found = site.app.addressees(&visit.ctx, network).await;
    let found = found.map_err(PageError::to(visit))?;
    let known = found.boards.iter().find(|one| one.id == id);
    let known = known.ok_or(Error::NotFound);
    let known = known.map_err(PageError::to(visit))?;
    let form = typed.unwrap_or_else(|| AddresseeForm::of(known));
    let page = AddresseePage {
        frame: Frame::of(visit, "addressee-one"),
        lang: visit.lang,
        url: url::addressee(network, id),
        list: url::addressees(network),
        name: known.name.clone(),
        fields: fields(form, &found.layouts, visit.lang),
        faults,
    };
    render(visit, &page)
}

async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path(at): Path<(NetworkId, AddresseeId)>,
) -> Result<Response, PageError> {
    one(&visit, &site, at, (None, Faults::none())).await
}

async fn post(
    visit: Visit,
    State(site): State<Site>,
    Path((network, id)): Path<(NetworkId, AddresseeId)>,
    Form(form): Form<AddresseeForm>,
) -> Result<Response, PageError> {
    let at = (network, id, form.version);
    let saved = site.app.save_addressee(&visit.ctx, at, form.input());
    let faults = match saved.await {
        Ok(()) => {
            let to = format!("{}?done=addressee-saved", url::addressees(network));
            return Ok(Redirect::to(&to).into_response());
        }
        Err(Error::Invalid(faults)) => Faults::of(faults),
        Err(Error::Conflict) => {
            let mut faults = Faults::none();
            faults.add("name", "addressee-fault-meanwhile");
            faults
        }
        Err(err) => return Err(PageError::to(&visit)(err)),
    };
    let page = one(&visit, &site, (network, id), (Some(form), faults)).await;
    page.map(unprocessable)
}

/// Every state of these pages.
pub fn samples() -> Vec<Sampled> {
    let mut all = sampled::<AddresseesPage>("addressees");
    all.extend(sampled::<AddresseePage>("addressee"));
    all
}

fn sample_fields(diary: &str) -> AddresseeFields {
    let layout = |code: &str, is_picked| {
        let name = format!("Tjänsteutlåtande, {code} (#.#-#/#)");
        (code.to_owned(), name, is_picked)
    };
    AddresseeFields {
        form: AddresseeForm {
            version: 1,
            name: "Påhittsvikens socialnämnd".to_owned(),
            layout: "KOMMUN".to_owned(),
            diary: diary.to_owned(),
        },
        layouts: vec![layout("STAD", false), layout("KOMMUN", true)],
    }
}

impl Samples for AddresseesPage {
    fn samples() -> Vec<(&'static str, AddresseesPage)> {
        let page = |lang: Lang, rows: Vec<AddresseeRow>, faults| AddresseesPage {
            frame: Frame::sample(lang),
            lang,
            url: "/".to_owned(),
            proposals: "/".to_owned(),
            rows,
            fields: sample_fields("@"),
            faults,
        };
        let row = AddresseeRow {
            url: "/".to_owned(),
            name: "Påhittsvikens socialnämnd".to_owned(),
            layout: "Tjänsteskrivelse, kommun".to_owned(),
            diary: "@ #/#".to_owned(),
        };
        let mut wrong = Faults::none();
        wrong.add("diary", "addressee-fault-diary");
        vec![
            ("none", page(Lang::EN, Vec::new(), Faults::none())),
            ("some", page(Lang::SV, vec![row], wrong)),
        ]
    }
}

impl Samples for AddresseePage {
    fn samples() -> Vec<(&'static str, AddresseePage)> {
        let page = |lang: Lang, faults| AddresseePage {
            frame: Frame::sample(lang),
            lang,
            url: "/".to_owned(),
            list: "/".to_owned(),
            name: "Påhittsvikens socialnämnd".to_owned(),
            fields: sample_fields("@ #/#"),
            faults,
        };
        let mut wrong = Faults::none();
        wrong.add("name", "addressee-fault-meanwhile");
        vec![
            ("to change", page(Lang::EN, Faults::none())),
            ("meanwhile", page(Lang::SV, wrong)),
        ]
    }
}
