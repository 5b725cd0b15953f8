//! Routes, each with its row in the access table: there is no way to add one without.

use axum::Router;
use axum::handler::Handler;
use axum::http::Method;
use axum::routing::{MethodFilter, on};
use hemma_domain::access::{
    BoardAction, CaseAction, NetworkAction, OpeningAction, PoolAction, ReviewAction, SheetAction,
    SiteAction, TeamAction,
};

use crate::http::Site;

/// Who may use a route. The test of routes × roles compares each answer with `access::decide`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Everybody, signed in or not.
    Public,
    /// Everybody who is signed in; shows only what is their own.
    SignedIn,
    /// Only where the site holds a demo.
    Demo,
    /// Whoever may do this with the case in the path.
    Case(CaseAction),
    /// Whoever may do this with the sheet of the case in the path, on call or not.
    Sheet(SheetAction),
    /// Whoever may do this with the team in the path.
    Team(TeamAction),
    /// Whoever may do this with the pool in the path.
    Pool(PoolAction),
    /// Whoever may do this with the opening in the path: its members, and nobody else.
    Opening(OpeningAction),
    /// Whoever may do this with the review of the network and programme in the path.
    Review(ReviewAction),
    /// Whoever may do this with the board in the path.
    Board(BoardAction),
    /// Whoever may do this with the network in the path.
    Network(NetworkAction),
    /// Whoever may do this with the installation.
    Site(SiteAction),
}

/// One row of the table.
#[derive(Debug, Clone)]
pub struct Row {
    pub method: Method,
    pub path: &'static str,
    pub access: Access,
    /// Each form makes something new: the same sent twice is taken once.
    pub makes: bool,
}

/// Routes with their rows.
#[derive(Default)]
pub struct Routes {
    router: Router<Site>,
    rows: Vec<Row>,
}

impl Routes {
    /// A page or resource that is read.
    pub fn get<H, T>(self, path: &'static str, access: Access, handler: H) -> Routes
    where
        H: Handler<T, Site>,
        T: 'static,
    {
        self.add(Method::GET, MethodFilter::GET, path, (access, handler))
    }

    /// A change.
    pub fn post<H, T>(self, path: &'static str, access: Access, handler: H) -> Routes
    where
        H: Handler<T, Site>,
        T: 'static,
    {
        self.add(Method::POST, MethodFilter::POST, path, (access, handler))
    }

    /// A change by another program: the whole of a thing in place of what was there.
    pub fn put<H, T>(self, path: &'static str, access: Access, handler: H) -> Routes
    where
        H: Handler<T, Site>,
        T: 'static,
    {
        self.add(Method::PUT, MethodFilter::PUT, path, (access, handler))
    }

    /// A change that makes something new each time.
    pub fn make<H, T>(mut self, path: &'static str, access: Access, handler: H) -> Routes
    where
        H: Handler<T, Site>,
        T: 'static,
    {
        self = self.post(path, access, handler);
        if let Some(row) = self.rows.last_mut() {
            row.makes = true;
        }
        self
    }

    /// All routes of another part.
    pub fn with(mut self, other: Routes) -> Routes {
        self.router = self.router.merge(other.router);
        self.rows.extend(other.rows);
        self
    }

    /// The rows of the access table.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The router alone.
    pub fn into_router(self) -> Router<Site> {
        self.router
    }

    fn add<H, T>(
        mut self,
        method: Method,
        filter: MethodFilter,
        path: &'static str,
        what: (Access, H),
    ) -> Routes
    where
        H: Handler<T, Site>,
        T: 'static,
    {
        self.router = self.router.route(path, on(filter, what.1));
        self.rows.push(Row {
            method,
            path,
            access: what.0,
            makes: false,
        });
        self
    }
}
