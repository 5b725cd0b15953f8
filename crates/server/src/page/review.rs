//! The programme review: a team's figures, one figure with everything behind it, a network's teams side by side, and what
//! is written of each half-year.

pub(in crate::page) mod among;
mod chart;
mod compose;
mod document;
mod figure;
mod funnel;
mod load;
mod network;
mod plot;
mod samples;
mod table;
mod team;
mod time;
pub(crate) mod words;
mod year;

pub use among::{AmongView, BoardChoice};
pub use document::{ActionRow, DocumentPage, FollowRow, OwnerChoice};
pub use figure::{CaseRow, FigurePage, PostRow, QuarterRow};
pub use network::{Cell, NetworkPage, TeamRow, TeamsView, TogetherFigure, TogetherGroup};
pub use plot::PlotView;
pub use samples::samples;
pub use team::{Group, Row, TeamPage};
pub use words::Choice;
pub use year::{YearCell, YearFamily, YearPage};

use hemma_domain::access::{NetworkAction, ReviewAction, TeamAction};
use hemma_domain::code::Code as _;
use hemma_domain::review::{Figure, Term};
use serde::Deserialize;

use crate::http::route::{Access, Routes};

/// The routes of these pages.
pub fn routes() -> Routes {
    const SEE: Access = Access::Team(TeamAction::SeeReview);
    const WRITE: Access = Access::Team(TeamAction::WriteReview);
    Routes::default()
        .get("/teams/{team}/review", SEE, team::get)
        .get(
            "/teams/{team}/review/year",
            Access::Team(TeamAction::SeeReviewCases),
            year::get,
        )
        .get("/teams/{team}/review.csv", SEE, table::of_team)
        .get("/teams/{team}/review/{figure}", SEE, figure::get)
        .get("/teams/{team}/reviews/{term}", SEE, document::team::get)
        .post("/teams/{team}/reviews/{term}", WRITE, document::team::post)
        .post(
            "/teams/{team}/reviews/{term}/sign",
            WRITE,
            document::team::post_sign,
        )
        .get(
            "/teams/{team}/reviews/{term}/file",
            SEE,
            document::team::get_file,
        )
        .get(
            "/networks/{network}/review",
            Access::Network(NetworkAction::SeeReview),
            network::get,
        )
        .get(
            "/networks/{network}/review.csv",
            Access::Network(NetworkAction::SeeReview),
            table::of_network,
        )
        .with(of_networks())
}

fn of_networks() -> Routes {
    const SEE: Access = Access::Review(ReviewAction::See);
    const WRITE: Access = Access::Review(ReviewAction::Write);
    const PATH: &str = "/networks/{network}/reviews/{programme}/{term}";
    Routes::default()
        .get(PATH, SEE, document::network::get)
        .post(PATH, WRITE, document::network::post)
        .post(
            "/networks/{network}/reviews/{programme}/{term}/sign",
            WRITE,
            document::network::post_sign,
        )
        .get(
            "/networks/{network}/reviews/{programme}/{term}/file",
            SEE,
            document::network::get_file,
        )
}

/// Which term is asked for; anything that is no term is as if nothing was asked.
#[derive(Debug, Deserialize)]
pub(crate) struct Asked {
    term: Option<String>,
    programme: Option<String>,
    figure: Option<String>,
}

impl Asked {
    pub(crate) fn term(&self) -> Option<Term> {
        self.term.as_deref().and_then(|term| term.parse().ok())
    }

    pub(crate) fn programme(&self) -> Option<&str> {
        self.programme.as_deref()
    }

    pub(crate) fn figure(&self) -> Option<Figure> {
        self.figure.as_deref().and_then(Figure::from_code)
    }
}
