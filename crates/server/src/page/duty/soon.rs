//! One's own duty on the page with which one's day begins: that it comes, or runs.

use hemma_domain::time::Instant;
use hemma_domain::turn::Coming;

use crate::http::url;
use crate::lang::Lang;

/// That somebody is on call, or will be soon.
#[derive(Debug, Clone)]
pub struct SoonView {
    pub text: String,
    pub url: String,
    /// The verb on the button.
    pub act: String,
    /// The number is not confirmed yet.
    pub is_unconfirmed: bool,
}

impl SoonView {
    /// Of a duty, as it is told at an instant.
    pub fn of(one: &Coming, now: Instant, lang: Lang) -> SoonView {
        let moment = |at: Instant| match at.day() == now.day() {
            true => lang.t1("duty-soon-today", "time", at.clock().to_string()),
            false => lang.moment(at),
        };
        let (key, at) = match one.part.start() <= now {
            true => ("duty-soon-now", one.part.end()),
            false => ("duty-soon", one.part.start()),
        };
        let line = lang.words(&one.line);
        let pool = url::pool(one.pool);
        let told = lang.t2(key, ("line", line), ("time", moment(at)));
        match one.is_confirmed {
            true => SoonView {
                text: told,
                url: pool,
                act: lang.t("duty-soon-open"),
                is_unconfirmed: false,
            },
            false => SoonView {
                text: lang.t1("duty-soon-unconfirmed", "duty", told),
                url: format!("{pool}/mine#number-{}", one.turn),
                act: lang.t("duty-confirm-number"),
                is_unconfirmed: true,
            },
        }
    }
}
