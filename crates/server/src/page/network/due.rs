//! What waits for the office: decisions whose days have gone, half-yearly reviews, goals of consultants, what funders expect,
//! bills that are in no ledger, fees that nobody billed.

use hemma_app::development::LateGoal;
use hemma_app::fee::{FeesSum, FeesYear};
use hemma_app::project::{ProjectLine, Projects};
use hemma_app::proposal::{ProposalLine, Register};
use hemma_app::review::{ReviewWaiting, Waits};
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
use crate::page::team_week::Signal;
use crate::page::{fee, proposal, review};

/// Lines of each kind that the page shows: together a screen of them. Where there are more, their own pages have them all.
const LINES_MAX: usize = 6;

/// One thing that waits.
#[derive(Debug, Clone)]
pub struct WaitView {
    pub url: String,
    pub title: String,
    /// The project, the payer, the board, the programme, or whose it is to do.
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
    /// What is booked and not paid, by currency.
    pub unpaid: Vec<String>,
    pub projects: String,
    pub fees: String,
}

/// What waits for the office of a network today.
pub(super) async fn due(
    visit: &Visit,
    site: &Site,
    (id, register): (NetworkId, &Register),
) -> Result<DueView, PageError> {
    let (lang, today) = (visit.lang, visit.ctx.today());
    let reviews = site.app.network_reviews_waiting(&visit.ctx, id).await;
    let reviews = reviews.map_err(PageError::to(visit))?;
    let goals = site.app.late_goals(&visit.ctx, id).await;
    let goals = goals.map_err(PageError::to(visit))?;
    let projects = site.app.projects(&visit.ctx, id).await;
    let projects = projects.map_err(PageError::to(visit))?;
    let fees = site.app.fees(&visit.ctx, id, today.0.year()).await;
    let fees = fees.map_err(PageError::to(visit))?;
    let mut lines = of_proposals(id, register, (today, lang));
    lines.extend(of_reviews(id, &reviews, (today, lang)));
    lines.extend(of_goals(&goals, lang));
    lines.extend(of_projects(&projects, today, lang));
    lines.extend(of_bills(id, &fees, lang));
    let some = |of: fn(&FeesSum) -> Ore| {
        let some = fees.sums.iter().filter(|one| Ore(0) < of(one));
        some.map(|one| fee::amount(of(one), one.currency, lang))
            .collect()
    };
    Ok(DueView {
        lines,
        unbilled: some(|one| one.unbilled),
        unpaid: some(|one| one.unpaid),
        projects: url::projects(id),
        fees: url::fees(id),
    })
}

/// Minutes that nobody has approved in time, or decisions that nobody has announced, the oldest day first.
fn of_proposals(id: NetworkId, found: &Register, (today, lang): (Day, Lang)) -> Vec<WaitView> {
    let late = |one: &ProposalLine| one.due.filter(|due| due.is_late(today));
    let all = found.lines.iter();
    let mut all: Vec<_> = all
        .filter_map(|one| Some((late(one)?.day(), one)))
        .collect();
    all.sort_by_key(|(day, one)| (*day, one.id));
    let view = |(_, one): &(Day, &ProposalLine)| {
        Some(WaitView {
            url: url::proposal(id, one.id),
            title: proposal::heading(&one.heading, lang),
            of: one.addressee.clone(),
            amount: String::new(),
            signal: proposal::due(one.due, today, lang)?,
        })
    };
    all.iter().filter_map(view).take(LINES_MAX).collect()
}

fn of_reviews(id: NetworkId, found: &[ReviewWaiting], (today, lang): (Day, Lang)) -> Vec<WaitView> {
    let view = |one: &ReviewWaiting| {
        let name = one.name.as_ref().map(|name| lang.words(name));
        let name = name.unwrap_or(&one.programme);
        let term = review::words::term(one.term, lang);
        let review = lang.t2(
            "network-review",
            ("programme", name),
            ("term", term.as_str()),
        );
        let wait = |title: &str, of: &str, signal| WaitView {
            url: url::network_review_document((id, &one.programme), one.term),
            title: title.to_owned(),
            of: of.to_owned(),
            amount: String::new(),
            signal,
        };
        match &one.what {
            Waits::Unwritten => wait(
                &review,
                "",
                Signal::new("due", "due", lang.t("network-review-none")),
            ),
            Waits::Unsigned => wait(
                &review,
                "",
                Signal::new("due", "sign", lang.t("network-review-unsigned")),
            ),
            Waits::Action {
                what,
                owner,
                due_on,
            } => {
                let signal = match *due_on < today {
                    true => late(*due_on, lang),
                    false => soon(*due_on, lang),
                };
                wait(what, &format!("{owner}, {review}"), signal)
            }
        }
    };
    found.iter().take(LINES_MAX).map(view).collect()
}

fn of_goals(found: &[LateGoal], lang: Lang) -> Vec<WaitView> {
    let view = |one: &LateGoal| WaitView {
        url: url::development(one.id),
        title: one.text.clone(),
        of: lang.t2(
            "network-goal-of",
            ("name", one.name.as_str()),
            ("team", one.team.as_str()),
        ),
        amount: String::new(),
        signal: late(one.since, lang),
    };
    found.iter().take(LINES_MAX).map(view).collect()
}

fn soon(by: Day, lang: Lang) -> Signal {
    let words = lang.t1("network-due-by", "day", lang.full_day(by).as_str());
    Signal::new("due", "due", words)
}

fn late(since: Day, lang: Lang) -> Signal {
    let words = lang.t1("network-due-late", "day", lang.full_day(since).as_str());
    Signal::new("over", "overdue", words)
}

/// Late things first, whichever project they belong to.
fn of_projects(found: &Projects, today: Day, lang: Lang) -> Vec<WaitView> {
    let lines = found.lines.iter();
    let all = lines.flat_map(|line| line.due.iter().map(move |item| (item, line)));
    let mut all: Vec<(&Item, &ProjectLine)> = all.collect();
    all.sort_by_key(|(item, _)| item.on);
    let view = |(item, line): &(&Item, &ProjectLine)| {
        Some(WaitView {
            url: url::project(line.project.network, line.project.id),
            title: item.title.clone(),
            of: format!("{}, {}", lang.name(item.kind), line.project.name),
            amount: item
                .amount
                .map(|amount| lang.money(amount))
                .unwrap_or_default(),
            signal: match item.is_late(today) {
                true => late(item.on?, lang),
                false => soon(item.on?, lang),
            },
        })
    };
    all.iter().filter_map(view).take(LINES_MAX).collect()
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
