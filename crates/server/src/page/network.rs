//! The network lead's home: teams in counts, never a family.

mod due;

pub use due::{DueView, WaitView};

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use hemma_app::consultation::NetworkConsultations;
use hemma_app::ledger::YearMoney;
use hemma_app::network::NetworkTeam;
use hemma_app::proposal::{ProposalLine, Register};
use hemma_app::training::{Tally, TrainingLine};
use hemma_domain::access::NetworkAction;
use hemma_domain::ids::NetworkId;
use hemma_domain::money::Ore;
use hemma_domain::proposal::{Due, Stage as ProposalStage};
use hemma_domain::time::Day;
use hemma_domain::training::Stage;

use crate::http::Site;
use crate::http::error::PageError;
use crate::http::route::{Access, Routes};
use crate::http::url;
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::team_week::{Signal, of};
use crate::page::{Frame, Sampled, Samples, render, sampled};
use crate::page::{proposal, sender, training};

/// The routes of this page.
pub fn routes() -> Routes {
    Routes::default().get(
        "/networks/{network}",
        Access::Network(NetworkAction::SeeTeams),
        get,
    )
}

/// One team, or the sum of all.
#[derive(Debug, Clone, Default)]
pub struct RowView {
    pub name: String,
    /// From whom its figures come, where it works elsewhere; empty else.
    pub sent: String,
    /// The team's ratings; empty in the sum.
    pub ratings: String,
    pub board: String,
    pub programme: String,
    pub staff: u32,
    pub open: u32,
    pub waiting: u32,
    pub on_time: String,
    /// Consultations held of those that were owed this quarter; empty where none are owed.
    pub consulted: String,
}

/// A proposal that is under way.
#[derive(Debug, Clone)]
pub struct DecisionView {
    pub url: String,
    pub heading: String,
    pub addressee: String,
    pub stage: Signal,
    /// What follows next, and by when.
    pub due: Option<Signal>,
}

/// Proposals under way that the page shows: a screen of them; the register has all.
const DECISIONS_MAX: usize = 6;

/// A network's teams.
#[derive(Template)]
#[template(path = "network.html")]
pub struct NetworkPage {
    pub frame: Frame,
    pub lang: Lang,
    pub rows: Vec<RowView>,
    pub sum: RowView,
    /// How the year's money stands; none where nothing is planned.
    pub money: Option<MoneyView>,
    pub ledger: String,
    pub consultations: String,
    /// What is under way with the boards; the newest first.
    pub decisions: Vec<DecisionView>,
    pub register: String,
    /// What waits for the office.
    pub due: DueView,
    pub training: TrainingView,
}

/// How the year's money stands.
#[derive(Debug, Clone)]
pub struct MoneyView {
    /// What the forecast leaves of the planned costs.
    pub left: String,
    /// What the year will end with.
    pub forecast: String,
    /// What it was to end with.
    pub budget: String,
    /// It will end with less than was planned.
    pub is_short: bool,
}

/// What training is due, and what is held next.
#[derive(Debug, Clone, Default)]
pub struct TrainingView {
    pub url: String,
    pub needs: String,
    pub tally: String,
    /// Somebody is late.
    pub is_late: bool,
    /// Empty where nothing is planned.
    pub next: String,
}

async fn get(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<NetworkId>,
) -> Result<Response, PageError> {
    let teams = site
        .app
        .network_teams(&visit.ctx, id)
        .await
        .map_err(PageError::to(&visit))?;
    let money = site.app.year_money(&visit.ctx, id).await;
    let money = money.map_err(PageError::to(&visit))?;
    let register = site.app.proposals(&visit.ctx, id, "").await;
    let register = register.map_err(PageError::to(&visit))?;
    let lang = visit.lang;
    let training = training_of(&visit, &site, id).await?;
    let consulted = site.app.network_consultations(&visit.ctx, id).await;
    let consulted = consulted.map_err(PageError::to(&visit))?;
    let page = NetworkPage {
        money: money.map(|money| money_view(money, lang)),
        ledger: url::ledger(id),
        consultations: url::network_consultations(id),
        frame: Frame::of(&visit, "network-title"),
        lang,
        rows: teams
            .iter()
            .map(|team| row(team, &consulted, lang))
            .collect(),
        sum: RowView {
            consulted: all_consulted(&consulted, lang),
            ..sum(&teams, lang)
        },
        decisions: decisions(&visit, id, &register),
        due: due::due(&visit, &site, (id, &register)).await?,
        register: url::proposals(id),
        training,
    };
    render(&visit, &page)
}

fn money_view(of: YearMoney, lang: Lang) -> MoneyView {
    MoneyView {
        left: lang.money(of.left),
        forecast: lang.money(of.forecast),
        budget: lang.money(of.budget),
        is_short: of.forecast < of.budget,
    }
}

async fn training_of(visit: &Visit, site: &Site, id: NetworkId) -> Result<TrainingView, PageError> {
    let lang = visit.lang;
    let people = site.app.network_standing(&visit.ctx, id).await;
    let tally = Tally::of(&people.map_err(PageError::to(visit))?.people);
    let all = site.app.trainings(&visit.ctx, id).await;
    let all = all.map_err(PageError::to(visit))?;
    // The list begins with the newest: the last that is planned comes first.
    let is_planned = |one: &&TrainingLine| one.training.stage(visit.ctx.today()) == Stage::Planned;
    let next = all.iter().rfind(is_planned).map(|one| {
        let content = &one.training.content;
        let days = training::days(content, lang);
        lang.t2(
            "training-home-next",
            ("title", content.title.as_str()),
            ("days", days.as_str()),
        )
    });
    Ok(TrainingView {
        url: url::trainings(id),
        needs: url::training_needs(id),
        tally: training::tally(tally, lang),
        is_late: tally.overdue > 0,
        next: next.unwrap_or_default(),
    })
}

/// What is under way with the boards, until it is reported back.
fn decisions(visit: &Visit, id: NetworkId, register: &Register) -> Vec<DecisionView> {
    let (lang, today) = (visit.lang, visit.ctx.today());
    let open = register.lines.iter();
    let open = open.filter(|one| one.stage != ProposalStage::Reported);
    let view = |one: &ProposalLine| DecisionView {
        url: url::proposal(id, one.id),
        heading: proposal::heading(&one.heading, lang),
        addressee: one.addressee.clone(),
        stage: proposal::stage(one.stage, lang),
        due: proposal::due(one.due, today, lang),
    };
    open.take(DECISIONS_MAX).map(view).collect()
}

/// Consultations of all teams in the running quarter.
fn all_consulted(found: &NetworkConsultations, lang: Lang) -> String {
    let running = found.teams.iter().filter_map(|one| one.quarters.first());
    let (some, all) = running.fold((0, 0), |(held, owed), tally| {
        (held + tally.held, owed + tally.owed)
    });
    of(some, all, lang)
}

fn row(one: &NetworkTeam, consulted: &NetworkConsultations, lang: Lang) -> RowView {
    let tally = consulted.teams.iter();
    let mut tally = tally.filter(|of| of.team.id == one.counts.team.id);
    let tally = tally.next().and_then(|of| of.quarters.first());
    let (some, all) = one.on_time.unwrap_or_default();
    RowView {
        name: one.counts.team.name.clone(),
        sent: sender::mark(one.sent.as_ref(), lang),
        ratings: url::team_ratings(one.counts.team.id),
        board: one.counts.board.clone(),
        programme: one.programme.as_ref().map_or_else(
            || one.counts.team.programme.clone(),
            |name| lang.words(name).to_owned(),
        ),
        staff: one.counts.staff,
        open: one.counts.open,
        waiting: one.counts.waiting,
        on_time: of(some, all, lang),
        consulted: tally
            .map(|tally| of(tally.held, tally.owed, lang))
            .unwrap_or_default(),
    }
}

fn sum(teams: &[NetworkTeam], lang: Lang) -> RowView {
    let total = |part: fn(&NetworkTeam) -> u32| teams.iter().map(part).sum::<u32>();
    RowView {
        staff: total(|team| team.counts.staff),
        open: total(|team| team.counts.open),
        waiting: total(|team| team.counts.waiting),
        on_time: of(
            total(|team| team.on_time.unwrap_or_default().0),
            total(|team| team.on_time.unwrap_or_default().1),
            lang,
        ),
        ..RowView::default()
    }
}

/// Every state of this page.
pub fn samples() -> Vec<Sampled> {
    sampled::<NetworkPage>("network")
}

fn elsewhere(team: RowView) -> RowView {
    RowView {
        sent: Lang::SV.t1("sender-mark-none", "sender", "Påhittets län"),
        ..team
    }
}

fn decision(lang: Lang) -> DecisionView {
    DecisionView {
        url: "/".to_owned(),
        heading: "Resa till nätverkens konferens".to_owned(),
        addressee: "Björkdalens stadsdelsnämnd".to_owned(),
        stage: proposal::stage(ProposalStage::Sent, lang),
        due: proposal::due(
            Some(Due::Approval(Day(jiff::civil::date(2026, 11, 12)))),
            Day(jiff::civil::date(2026, 11, 23)),
            lang,
        ),
    }
}

/// What waits, once for each team.
fn waiting(lang: Lang, teams: usize) -> DueView {
    let wait = |title: &str, signal| WaitView {
        url: "/".to_owned(),
        title: title.to_owned(),
        of: "Två team till Björkdalen".to_owned(),
        amount: lang.money(Ore(88_800_000)),
        signal,
    };
    let late = lang.t1("network-due-late", "day", "1 november 2026");
    let soon = lang.t1("network-due-by", "day", "28 november 2026");
    let both = [
        wait(
            "Första delbetalningen",
            Signal::new("over", "overdue", late),
        ),
        wait(
            "Redovisning av första året",
            Signal::new("due", "due", soon),
        ),
    ];
    DueView {
        lines: both.into_iter().cycle().take(2 * teams).collect(),
        unbilled: vec![lang.money(Ore(12_500_000)); teams],
        unpaid: vec![lang.money(Ore(2_500_000)); teams],
        projects: "/".to_owned(),
        fees: "/".to_owned(),
    }
}

impl Samples for NetworkPage {
    fn samples() -> Vec<(&'static str, NetworkPage)> {
        let page = |lang: Lang, rows: Vec<RowView>| NetworkPage {
            frame: Frame::sample(lang),
            lang,
            sum: rows.first().cloned().unwrap_or_default(),
            money: rows.first().map(|_| {
                let year = YearMoney {
                    left: Ore(1_350_000),
                    forecast: Ore(-8_570_764),
                    budget: Ore(14_445_100),
                };
                money_view(year, lang)
            }),
            ledger: "/".to_owned(),
            consultations: "/".to_owned(),
            decisions: rows.iter().map(|_| decision(lang)).collect(),
            register: "/".to_owned(),
            due: waiting(lang, rows.len()),
            training: TrainingView {
                url: "/".to_owned(),
                needs: "/".to_owned(),
                tally: training::tally(Tally::default(), lang),
                is_late: !rows.is_empty(),
                next: String::new(),
            },
            rows,
        };
        let team = RowView {
            name: "MST-CAN Björkdalen".to_owned(),
            sent: String::new(),
            ratings: "/".to_owned(),
            board: "Björkdalens stadsdelsnämnd".to_owned(),
            programme: "MST-CAN".to_owned(),
            staff: 7,
            open: 12,
            waiting: 2,
            on_time: of(40, 46, Lang::SV),
            consulted: of(6, 8, Lang::SV),
        };
        vec![
            ("no team", page(Lang::EN, vec![])),
            ("one team", page(Lang::SV, vec![team.clone()])),
            ("a team elsewhere", page(Lang::SV, vec![elsewhere(team)])),
        ]
    }
}
