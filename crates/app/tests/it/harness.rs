//! One installation on the fixture's world, and contexts for everybody in it.

use hemma_app::App;
use hemma_app::config::{Config, MailServer};
use hemma_app::ctx::{Ctx, Ids};
use hemma_app::error::Error;
use hemma_domain::access::{Actor, Held};
use hemma_domain::ids::StaffId;
use hemma_domain::time::Instant;
use hemma_store::db::Db;
use hemma_testkit::fixture;

/// An installation with the database behind it.
pub(crate) struct TestApp {
    pub(crate) app: App,
    pub(crate) db: Db,
    ids: Ids,
}

/// The moment of the tests.
pub(crate) fn now() -> Instant {
    hemma_testkit::noon(fixture::TODAY)
}

impl TestApp {
    /// The fixture's world on SQLite.
    pub(crate) async fn new() -> TestApp {
        let db = hemma_testkit::sqlite().await;
        fixture::fill(&db).await;
        TestApp::on(db, Ids::counting()).await
    }

    async fn on(db: Db, ids: Ids) -> TestApp {
        let config = Config {
            mail: MailServer::Memory,
            ..Config::in_folder(hemma_testkit::folder())
        };
        TestApp::with(db, (ids, config)).await
    }

    /// The fixture's world with settings of its own.
    pub(crate) async fn with(db: Db, (ids, config): (Ids, Config)) -> TestApp {
        let app = App::on(db.clone(), config, now()).await.unwrap();
        TestApp { app, db, ids }
    }

    /// A context of somebody of the fixture, at the tests' moment.
    pub(crate) fn ctx(&self, staff: StaffId) -> Ctx {
        let posts = fixture::STAFF.iter().filter(|(id, ..)| *id == staff);
        let posts = posts
            .map(|(_, _, role, place)| Held {
                role: *role,
                place: *place,
            })
            .collect();
        let actor = Actor::Staff { id: staff, posts };
        Ctx {
            actor,
            now: now(),
            ids: self.ids.clone(),
            request: "test".into(),
        }
    }

    /// The same installation, whose transactions fail at statement `n + 1`.
    pub(crate) fn cutting_after(&self, n: u32) -> TestApp {
        TestApp {
            app: self.app.on_db(self.db.cutting_after(n)),
            db: self.db.clone(),
            ids: self.ids.clone(),
        }
    }

    /// Rows of every table, as one number: equal before and after a use case that must leave nothing.
    async fn trace(&self) -> Vec<(String, String)> {
        let mut tx = self.db.read().await.unwrap();
        let tables = tx
            .all("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name", &[])
            .await
            .unwrap();
        let mut trace = Vec::new();
        for table in tables {
            let name: String = table.get("name").unwrap();
            let rows = tx
                .all_built(format!("SELECT * FROM {name}"), &[])
                .await
                .unwrap();
            trace.push((name, format!("{rows:?}")));
        }
        trace
    }
}

/// Cuts a use case after each of its statements: each time it must fail and leave the database as it was.
/// At last it runs whole. Says how many statements it took.
pub(crate) async fn cut<T, F, Fut>(test: &TestApp, use_case: F) -> u32
where
    F: Fn(App) -> Fut,
    Fut: Future<Output = Result<T, Error>>,
{
    const MOST: u32 = 200;
    for n in 0..MOST {
        let before = test.trace().await;
        let cut = test.cutting_after(n);
        if use_case(cut.app).await.is_ok() {
            return n;
        }
        assert_eq!(before, test.trace().await, "cut after {n} statements");
    }
    panic!("more than {MOST} statements");
}

/// The message of an error's first fault, or what kind of error it is.
pub(crate) fn message(err: &Error) -> &str {
    match err {
        Error::Invalid(faults) => faults[0].message,
        Error::Forbidden => "forbidden",
        Error::NotFound => "not found",
        Error::Conflict => "conflict",
        _ => "other",
    }
}
