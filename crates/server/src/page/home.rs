//! Home: the way to the place where the person's day begins.

use askama::Template;
use axum::response::{IntoResponse as _, Redirect, Response};

use crate::http::error::PageError;
use crate::http::route::{Access, Routes};
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::{Frame, Sampled, Samples, first_place, render, sampled};

/// The routes of this page.
pub fn routes() -> Routes {
    Routes::default().get("/", Access::SignedIn, get)
}

/// For somebody who holds no post today.
#[derive(Template)]
#[template(path = "home.html")]
pub struct HomePage {
    pub frame: Frame,
    pub lang: Lang,
}

async fn get(visit: Visit) -> Result<Response, PageError> {
    if let Some(place) = first_place(&visit) {
        return Ok(Redirect::to(&place).into_response());
    }
    let page = HomePage {
        frame: Frame::of(&visit, "home-title"),
        lang: visit.lang,
    };
    render(&visit, &page)
}

/// Every state of this page.
pub fn samples() -> Vec<Sampled> {
    sampled::<HomePage>("home")
}

impl Samples for HomePage {
    fn samples() -> Vec<(&'static str, HomePage)> {
        let page = |lang| HomePage {
            frame: Frame::sample(lang),
            lang,
        };
        vec![("no post", page(Lang::SV)), ("in English", page(Lang::EN))]
    }
}
