//! What is assumed, and where it comes from: the network's own last half-years, the programme, or what is usual.

use std::collections::BTreeMap;

use hemma_domain::code::Code as _;
use hemma_domain::fee::{Currency, PriceList};
use hemma_domain::ids::{NetworkId, TeamId};
use hemma_domain::programme::{Goal, Programme};
use hemma_domain::review::{Figure, Span, Term};
use hemma_domain::scale::Assumption;
use hemma_domain::team::Team;
use hemma_domain::time::Day;
use hemma_review::{Row, Settings};
use hemma_store::db::Tx;
use hemma_store::review::Rows;
use hemma_store::{call, fee, review as stored, site};

use crate::error::Result;
use crate::login::DEMO;
use crate::review::{Among, choices, chosen_of, hidden_of, hidden_together};

/// Half-years that the own figures are taken from at most, the running one included.
const TERMS: usize = 4;
/// Days below which nothing is said of a year: the first weeks of a team are its start, and no intake.
const DAYS_LEAST: i64 = 90;
/// What days of intake are told as a year in.
const DAYS_OF_YEAR: i64 = 365;
/// Closings below which the own figures of closings say too little, and could point at a family.
pub const CLOSINGS_LEAST: i64 = 20;
/// Weeks of families below which their contacts and calls say too little.
const WEEKS_LEAST: i64 = 100;

/// Where an assumption comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The network's own figures of the last four half-years, the running one included.
    Own,
    /// The programme's definition.
    Programme,
    /// A beginning that nobody has confirmed: whoever plans knows better.
    Start,
    /// Made up for a demo, which has no costs that anybody could know.
    Invented,
    /// Whoever asks.
    Typed,
}

/// One assumption with its origin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Assumed {
    pub of: Assumption,
    /// None where what was typed is no number.
    pub value: Option<u32>,
    pub origin: Origin,
}

/// Whose figures are wanted.
pub(super) struct Wanted<'a> {
    pub(super) network: NetworkId,
    pub(super) programme: &'a str,
    /// All teams that run the programme.
    pub(super) teams: &'a [Team],
    /// Which of them are read together.
    pub(super) among: &'a Among,
    pub(super) settings: &'a Settings,
}

/// What some teams of a network know of themselves.
#[derive(Debug, Clone, Default)]
pub(super) struct Own {
    /// Of all of them, from [`Own::since`] to today.
    row: Row,
    /// What would point at a family of one of them.
    hidden: Vec<Figure>,
    /// The first day that anything is known of; none where nothing is.
    pub(super) since: Option<Day>,
    /// From that day to today, both included.
    days: i64,
    calls: i64,
    /// Whether everything of it is made up.
    is_demo: bool,
    /// What its newest prices ask of a team for a year, in whole kronor.
    team_fee: Option<u32>,
}

/// Reads what some teams of a network know of themselves.
pub(super) async fn own(tx: &mut Tx, wanted: &Wanted<'_>, today: Day) -> Result<Own> {
    let running = Term::of(Span::HalfYear, today);
    let first = (1..TERMS).fold(running, |term, _| term.previous());
    let window = (first.first_day(), today.plus(1));
    let rows = stored::rows_of_network(tx, (wanted.network, wanted.programme), window).await?;
    let calls = call::counts_of_network(tx, wanted.network, window).await?;
    let mut own = Own::default();
    for team in wanted.teams.iter().filter(|team| wanted.among.has(team)) {
        let rows = rows.get(&team.id);
        let since = observed_since(team, rows, window);
        own.since = [own.since, since].into_iter().flatten().min();
        own.row = own.row.plus(&sum(rows)).unwrap_or(own.row);
        own.calls += calls.get(&team.id).copied().unwrap_or_default();
    }
    let lists = fee::price_lists(tx, wanted.network).await?;
    Ok(Own {
        hidden: hidden(&rows, wanted),
        days: own.since.map_or(0, |since| window.1.days_since(since)),
        team_fee: team_fee(&lists, today),
        is_demo: site::get(tx, DEMO).await?.is_some(),
        ..own
    })
}

/// A team's rows together. A sum that is too large for its type is none that a team could reach.
fn sum(rows: Option<&Rows>) -> Row {
    let rows = rows.into_iter().flat_map(BTreeMap::values);
    rows.fold(Row::default(), |all, row| all.plus(row).unwrap_or(all))
}

/// What nobody outside may read of the teams that are read together: the same rule as in the network's figures.
fn hidden(rows: &BTreeMap<TeamId, Rows>, wanted: &Wanted<'_>) -> Vec<Figure> {
    let teams = wanted.teams.iter();
    let sums = teams
        .map(|team| (team.id, sum(rows.get(&team.id))))
        .collect();
    let (of_teams, of_all) = hidden_of(&sums, wanted.settings, &[]);
    match wanted.among {
        Among::All => of_all,
        among => {
            let chosen = chosen_of(&choices(wanted.teams, among));
            hidden_together(&chosen, (&of_teams, &of_all))
        }
    }
}

/// The day from which a team's rows tell all that happened: its own start, or the first quarter with a row where it is
/// older than what is looked at. None where it has neither yet.
fn observed_since(team: &Team, rows: Option<&Rows>, (first, end): (Day, Day)) -> Option<Day> {
    let with_row = rows.and_then(|rows| rows.keys().next().copied());
    match first <= team.opened_on && team.opened_on < end {
        true => Some(team.opened_on),
        false => with_row,
    }
}

fn team_fee(lists: &[PriceList], today: Day) -> Option<u32> {
    let is_held = |list: &&PriceList| list.from <= today && list.currency == Currency::Krona;
    let held = lists.iter().filter(is_held);
    let newest = held.max_by_key(|list| list.from)?;
    u32::try_from(newest.team.0 / 100).ok()
}

/// Every assumption: as typed, else as the network knows it, else as the programme says, else a beginning.
pub(super) fn all(
    programme: Option<&Programme>,
    own: &Own,
    typed: &BTreeMap<Assumption, Option<u32>>,
) -> Vec<Assumed> {
    let all = Assumption::ALL.iter().map(|one| {
        let known = own.of(*one).map(|value| (value, Origin::Own));
        let known = known
            .or_else(|| said(programme, *one).map(|value| (value, Origin::Programme)))
            .or_else(|| own.invented(*one).map(|value| (value, Origin::Invented)))
            .unwrap_or_else(|| (start(*one), Origin::Start));
        let (value, origin) = match typed.get(one) {
            // What was left as it was is not what somebody chose.
            Some(typed) if *typed != Some(known.0) => (*typed, Origin::Typed),
            _ => (Some(known.0), known.1),
        };
        Assumed {
            of: *one,
            value,
            origin,
        }
    });
    all.collect()
}

impl Own {
    /// The closings that the own figures rest on; none where they are too few, or would point at a family.
    pub(super) fn closings(&self) -> Option<i64> {
        let is_told = CLOSINGS_LEAST <= self.row.closed && !self.hidden.contains(&Figure::Closed);
        is_told.then_some(self.row.closed)
    }

    fn of(&self, one: Assumption) -> Option<u32> {
        let row = &self.row;
        let of_closed = |figure: Figure, part: i64, per: i64| {
            let closed = self.closings().filter(|_| !self.hidden.contains(&figure))?;
            rounded(part, closed * per)
        };
        let weeks = row.assigned_days / 7;
        let value = match one {
            Assumption::Families => (0 < row.opened && DAYS_LEAST <= self.days)
                .then(|| rounded(row.opened * DAYS_OF_YEAR, self.days))
                .flatten(),
            Assumption::WeeksUsual => of_closed(Figure::LengthDays, row.length_days, 7),
            Assumption::EarlyPercent => {
                let early = row.closed - row.completed;
                of_closed(Figure::Completed, 100 * early, 1)
            }
            Assumption::ContactTenths => (WEEKS_LEAST <= row.weeks)
                .then(|| rounded(10 * row.contacts, row.weeks))
                .flatten(),
            Assumption::CallsPerHundred => (WEEKS_LEAST <= weeks)
                .then(|| rounded(100 * self.calls, weeks))
                .flatten(),
            Assumption::TeamFee => self.team_fee,
            _ => None,
        };
        let (least, most) = one.range();
        value.map(|value| value.clamp(least, most))
    }

    /// What a demo says that things cost: amounts that nobody takes for real ones.
    fn invented(&self, one: Assumption) -> Option<u32> {
        let kronor = match one {
            Assumption::TherapistCost => 777_777,
            Assumption::LeaderCost => 888_888,
            Assumption::TeamCost => 222_222,
            Assumption::PoolCost => 99_999,
            _ => return None,
        };
        self.is_demo.then_some(kronor)
    }
}

fn rounded(part: i64, of: i64) -> Option<u32> {
    let half = part.checked_mul(2)?.checked_add(of)?;
    u32::try_from(half.checked_div(of.checked_mul(2)?)?).ok()
}

/// What a programme says.
fn said(programme: Option<&Programme>, one: Assumption) -> Option<u32> {
    let programme = programme?;
    let limits = &programme.limits;
    let months = limits.length_months.as_ref().map(|months| months.value);
    let weeks = |months: u32| months * 52 / 12;
    match one {
        Assumption::WeeksLeast => months.map(|months| weeks(months.min)),
        Assumption::WeeksUsual => months.map(|months| weeks(months.min + months.max) / 2),
        Assumption::WeeksMost => months.map(|months| weeks(months.max)),
        Assumption::Therapists => limits.team_size.as_ref().map(|size| size.value.max),
        Assumption::Caseload => limits
            .families_per_therapist_max
            .as_ref()
            .map(|most| most.value),
        Assumption::ContactTenths => limits
            .contacts_per_week_min
            .as_ref()
            .map(|least| least.value * 10),
        Assumption::EarlyPercent => early(programme),
        _ => None,
    }
}

/// The rest of what a programme wants to see completed.
fn early(programme: &Programme) -> Option<u32> {
    let of_figure =
        |target: &&hemma_domain::programme::Target| target.indicator == Figure::Completed.code();
    let target = programme.targets.iter().find(of_figure)?;
    match target.goal.value {
        Goal::AtLeast(least) | Goal::Within(least, _) => {
            Some(100_u32.saturating_sub(least.0 / 100))
        }
        Goal::Below(_) => None,
    }
}

/// Where to begin: none of these has a source, and the page says so.
fn start(one: Assumption) -> u32 {
    match one {
        Assumption::Families => 30,
        Assumption::WeeksLeast => 13,
        Assumption::WeeksUsual => 22,
        Assumption::WeeksMost => 39,
        Assumption::EarlyPercent => 15,
        Assumption::EarlyWeeks => 9,
        Assumption::Therapists | Assumption::Caseload => 4,
        Assumption::VacancyPercent => 10,
        Assumption::ContactTenths => 30,
        Assumption::ContactMinutes => 150,
        Assumption::DirectHours => 28,
        Assumption::WaitWeeks => 4,
        Assumption::WaitPercent => 90,
        Assumption::CallsPerHundred => 50,
        Assumption::PoolTeams => 2,
        Assumption::FirstLine => 6,
        Assumption::SecondLine => 2,
        Assumption::Teams
        | Assumption::TherapistCost
        | Assumption::LeaderCost
        | Assumption::TeamCost
        | Assumption::TeamFee
        | Assumption::PoolCost => 0,
    }
}
