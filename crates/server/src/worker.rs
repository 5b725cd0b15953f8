//! Upkeep: two loops beside the server, which end with it.

use std::collections::BTreeSet;
use std::future::Future;
use std::time::Duration;

use hemma_app::ctx::Ctx;
use hemma_app::error::Error;
use hemma_domain::access::Errand;
use hemma_domain::mail::Mail;
use tokio::time::{Instant, interval_at};

use crate::http::Site;
use crate::mail;

/// After the start, when the first pages have been served.
const FIRST_AFTER: Duration = Duration::from_secs(30);
/// Locks and limits are counted in hours and days; ten minutes late is on time.
const EVERY: Duration = Duration::from_secs(600);

/// What must be seen the same day is told the same minute.
const POST_EVERY: Duration = Duration::from_secs(20);

/// The loop's memory: what failed in the last round, so that a failure that lasts is logged once.
#[derive(Default)]
pub struct Worker {
    failing: BTreeSet<&'static str>,
}

impl Worker {
    /// One round of everything there is to look after. A failure of one thing keeps none of the others back.
    pub async fn round(&mut self, site: &Site) {
        let ctx = Ctx::system(Errand::Upkeep, site.clock.now());
        let app = &site.app;
        self.does("lock old notes", async {
            app.lock_old_notes(&ctx).await.map(u64::from)
        })
        .await;
        self.does("drop old drafts", app.drop_old_drafts(&ctx))
            .await;
        self.does("plan measures", app.plan_due_measures(&ctx))
            .await;
        self.does("let measures lapse", app.lapse_measures(&ctx))
            .await;
        self.does("remind interviewers", app.remind_interviewers(&ctx))
            .await;
        self.does("sweep errands", app.sweep_jobs(&ctx)).await;
        self.does("open rounds", app.open_rounds(&ctx)).await;
        self.does("remind raters", app.remind_raters(&ctx)).await;
        self.does("close rounds", app.close_rounds(&ctx)).await;
        self.does("remind of goals", app.remind_looks(&ctx)).await;
        self.does("watch duties", app.watch_duties(&ctx)).await;
        self.does("write down years of on-call", app.write_down_years(&ctx))
            .await;
        self.does("check reviews", app.check_reviews(&ctx)).await;
        self.does("forget guests", app.forget_guests(&ctx)).await;
        self.does("sweep sign-ins", app.sweep_sessions(&ctx)).await;
    }

    /// Sends the mails that wait.
    pub async fn post(&mut self, site: &Site) {
        let ctx = Ctx::system(Errand::Upkeep, site.clock.now());
        let app = &site.app;
        let write = |mail: &Mail| mail::write(mail, &app.config().origin);
        self.does("send mails", app.send_mails(&ctx, write)).await;
    }

    async fn does(&mut self, what: &'static str, work: impl Future<Output = Result<u64, Error>>) {
        match work.await {
            Ok(count) => {
                if self.failing.remove(what) {
                    tracing::info!(what, "upkeep works again");
                }
                if 0 < count {
                    tracing::info!(what, count, "upkeep");
                }
            }
            Err(err) => {
                if self.failing.insert(what) {
                    let cause = format!("{:#}", anyhow::Error::from(err));
                    tracing::error!(what, cause, "upkeep failed; it is tried again every round");
                }
            }
        }
    }
}

/// Goes round until it is dropped. A mail server that takes its time holds no upkeep back.
pub async fn run(site: Site) {
    tokio::join!(look_after(&site), post(&site));
}

async fn look_after(site: &Site) {
    let mut worker = Worker::default();
    let mut rounds = interval_at(Instant::now() + FIRST_AFTER, EVERY);
    loop {
        rounds.tick().await;
        worker.round(site).await;
    }
}

async fn post(site: &Site) {
    let mut worker = Worker::default();
    let mut rounds = interval_at(Instant::now() + POST_EVERY, POST_EVERY);
    loop {
        rounds.tick().await;
        worker.post(site).await;
    }
}
