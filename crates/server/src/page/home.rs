//! Home: the way to the place where the person's day begins.

use askama::Template;
use axum::response::Response;
use hemma_domain::access::Held;
use hemma_domain::code::Code;

use crate::http::error::PageError;
use crate::http::route::{Access, Routes};
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::{Frame, Sampled, Samples, render, sampled};

/// The routes of this page.
pub fn routes() -> Routes {
    Routes::default().get("/", Access::SignedIn, get)
}

/// Who one is here: the posts held today.
#[derive(Template)]
#[template(path = "home.html")]
pub struct HomePage {
    pub frame: Frame,
    pub lang: Lang,
    pub roles: Vec<String>,
}

async fn get(visit: Visit) -> Result<Response, PageError> {
    let roles = visit
        .who
        .posts
        .iter()
        .map(|post| Held {
            role: post.role,
            place: post.place,
        })
        .map(|held| visit.lang.t(&held.role.key()));
    let page = HomePage {
        frame: Frame::of(&visit, "home-title"),
        lang: visit.lang,
        roles: roles.collect(),
    };
    render(&visit, &page)
}

/// Every state of this page.
pub fn samples() -> Vec<Sampled> {
    sampled::<HomePage>("home")
}

impl Samples for HomePage {
    fn samples() -> Vec<(&'static str, HomePage)> {
        let page = |roles: &[&str]| HomePage {
            frame: Frame::sample(Lang::SV),
            lang: Lang::SV,
            roles: roles.iter().map(|&role| role.to_owned()).collect(),
        };
        vec![
            ("no post", page(&[])),
            ("one post", page(&["Familjebehandlare"])),
        ]
    }
}
