//! Upkeep: four loops beside the server, which end with it.

use std::collections::BTreeSet;
use std::future::Future;
use std::time::Duration;

use hemma_app::ctx::Ctx;
use hemma_app::error::Error;
use hemma_domain::access::Errand;
use hemma_domain::mail::Mail;
use tokio::time::{Instant, interval_at};

use crate::feed::{self, Fate};
use crate::http::Site;
use crate::mail;

/// After the start, when the first pages have been served.
const FIRST_AFTER: Duration = Duration::from_secs(30);
/// Locks and limits are counted in hours and days; ten minutes late is on time.
const EVERY: Duration = Duration::from_secs(600);

/// Rounds that a sending which failed waits at most before it is tried again: five hours and twenty minutes.
const ROUNDS_MAX: u32 = 32;

/// Whoever imports a definition beside a running site sees it there the same minute.
const REREAD_EVERY: Duration = Duration::from_secs(30);

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
        self.does("move measures to new versions", app.renew_measures(&ctx))
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

    /// Takes up definitions that were imported beside the site.
    pub async fn reread(&mut self, site: &Site) {
        self.does("take up definitions", site.app.reread_definitions())
            .await;
    }

    /// Sends the mails that wait.
    pub async fn post(&mut self, site: &Site) {
        let ctx = Ctx::system(Errand::Upkeep, site.clock.now());
        let app = &site.app;
        let write = |mail: &Mail| mail::write(mail, &app.config().origin);
        self.does("send mails", app.send_mails(&ctx, write)).await;
    }

    /// Sends the teams' figures to their network, once a day, where anybody asks for them. Says whether that has failed.
    pub async fn feed(&mut self, site: &Site) -> bool {
        let ctx = Ctx::system(Errand::Feed, site.clock.now());
        let app = &site.app;
        let Some(to) = app.config().feed.clone() else {
            return false;
        };
        let mut has_failed = false;
        let sending = async {
            if !app.is_feed_due(&ctx).await? {
                return Ok(0);
            }
            let tell = |team, fate: &Fate| {
                if let Fate::Missing | Fate::Refused(_) = fate {
                    tracing::warn!(%team, ?fate, "the figures of a team are not held by the network");
                }
            };
            let sent = feed::send((app, &ctx), &to, tell).await;
            has_failed = sent.is_err();
            let sent = sent.map_err(Error::Internal)?;
            Ok(sent.map_or(0, |sent| sent.count()))
        };
        self.does("send figures to the network", sending).await;
        has_failed
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
    tokio::join!(look_after(&site), reread(&site), post(&site), feed(&site));
}

async fn look_after(site: &Site) {
    let mut worker = Worker::default();
    let mut rounds = interval_at(Instant::now() + FIRST_AFTER, EVERY);
    loop {
        rounds.tick().await;
        worker.round(site).await;
    }
}

async fn reread(site: &Site) {
    let mut worker = Worker::default();
    let mut rounds = interval_at(Instant::now() + REREAD_EVERY, REREAD_EVERY);
    loop {
        rounds.tick().await;
        worker.reread(site).await;
    }
}

/// What fails is tried again after one round, two, four, and so on.
async fn feed(site: &Site) {
    let mut worker = Worker::default();
    let mut rounds = interval_at(Instant::now() + FIRST_AFTER, EVERY);
    let (mut pause, mut left) = (1, 0);
    loop {
        rounds.tick().await;
        if 0 < left {
            left -= 1;
            continue;
        }
        match worker.feed(site).await {
            true => {
                left = pause - 1;
                pause = ROUNDS_MAX.min(2 * pause);
            }
            false => pause = 1,
        }
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
