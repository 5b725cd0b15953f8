//! What waits for the office: what funders expect, bills that are in no ledger, fees that nobody billed.

use hemma_app::fee::FeesYear;
use hemma_app::project::{ProjectLine, Projects};
use hemma_domain::fee::{Bill, BillState};
use hemma_domain::ids::NetworkId;
use hemma_domain::money::Ore;
use hemma_domain::project::Item;
use hemma_domain::time::Day;

use crate::http::Site;
use crate::http::error::PageError;
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::fee;
use crate::page::team_week::Signal;

/// Lines of projects, and as many of bills, that the page shows: a screen of them. Where there are more, their own pages
/// have them all.
const LINES_MAX: usize = 6;

/// One thing that waits.
#[derive(Debug, Clone)]
pub struct WaitView {
    pub url: String,
    pub title: String,
    /// The project, or the payer.
    pub of: String,
    /// Empty where it is about no money.
    pub amount: String,
    pub signal: Signal,
}

/// Everything that waits.
#[derive(Debug, Clone, Default)]
pub struct DueView {
    pub lines: Vec<WaitView>,
    /// What of the year's fees has no bill yet, by currency.
    pub unbilled: Vec<String>,
    pub projects: String,
    pub fees: String,
}

/// What waits for the office of a network today.
pub(super) async fn due(visit: &Visit, site: &Site, id: NetworkId) -> Result<DueView, PageError> {
    let (lang, today) = (visit.lang, visit.ctx.today());
    let projects = site.app.projects(&visit.ctx, id).await;
    let projects = projects.map_err(PageError::to(visit))?;
    let fees = site.app.fees(&visit.ctx, id, today.0.year()).await;
    let fees = fees.map_err(PageError::to(visit))?;
    let mut lines = of_projects(&projects, today, lang);
    lines.extend(of_bills(id, &fees, lang));
    let left = fees.sums.iter().filter(|(.., left)| Ore(0) < *left);
    Ok(DueView {
        lines,
        unbilled: left
            .map(|(currency, _, left)| fee::amount(*left, *currency, lang))
            .collect(),
        projects: url::projects(id),
        fees: url::fees(id),
    })
}

/// Late things first, whichever project they belong to.
fn of_projects(found: &Projects, today: Day, lang: Lang) -> Vec<WaitView> {
    let lines = found.lines.iter();
    let all = lines.flat_map(|line| line.due.iter().map(move |item| (item, line)));
    let mut all: Vec<(&Item, &ProjectLine)> = all.collect();
    all.sort_by_key(|(item, _)| item.on);
    let view = |(item, line): &(&Item, &ProjectLine)| {
        let day = item.on.map(|day| lang.full_day(day)).unwrap_or_default();
        WaitView {
            url: url::project(line.project.network, line.project.id),
            title: item.title.clone(),
            of: format!("{}, {}", lang.name(item.kind), line.project.name),
            amount: item
                .amount
                .map(|amount| lang.money(amount))
                .unwrap_or_default(),
            signal: match item.is_late(today) {
                true => Signal::new("over", "overdue", lang.t1("network-due-late", "day", day)),
                false => Signal::new("due", "due", lang.t1("network-due-by", "day", day)),
            },
        }
    };
    all.iter().take(LINES_MAX).map(view).collect()
}

/// The oldest first: who was billed longest ago waits longest for the ledger.
fn of_bills(id: NetworkId, found: &FeesYear, lang: Lang) -> Vec<WaitView> {
    let open = found.bills.iter().rev();
    let open = open.filter(|one| one.state == BillState::Open);
    let view = |one: &Bill| WaitView {
        url: url::bill(id, one.id),
        title: lang.t1("fee-bill-number", "number", one.number),
        of: one.to.name.clone(),
        amount: fee::amount(one.sum(), one.currency, lang),
        signal: Signal::new(
            "due",
            "due",
            lang.t1(
                "network-due-unbooked",
                "day",
                lang.full_day(one.made.1.day()),
            ),
        ),
    };
    open.take(LINES_MAX).map(view).collect()
}
