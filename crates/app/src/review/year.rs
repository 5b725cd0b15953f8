//! A team's year: how often each family was met in each week.

use std::collections::BTreeMap;

use hemma_domain::access::{self, CaseAction, CaseScope, Decision, Request, TeamAction, TeamScope};
use hemma_domain::audit::Event;
use hemma_domain::ids::{CaseId, TeamId};
use hemma_domain::review::{Span, Term};
use hemma_domain::team::Team;
use hemma_domain::time::{Day, Week};
use hemma_store::case::Listed;
use hemma_store::db::Tx;
use hemma_store::review as stored;
use hemma_store::{case, team};

use super::YEARS_BACK_MAX;
use crate::App;
use crate::ctx::Ctx;
use crate::error::{Error, Result};

/// Families of one year that are shown, the first to open: four times what a large team meets.
pub const FAMILIES_MAX: u32 = 200;

/// A team's year, week by week and family by family.
#[derive(Debug, Clone)]
pub struct TeamYear {
    pub team: Team,
    pub board: String,
    /// A year.
    pub term: Term,
    /// It has not ended yet.
    pub runs: bool,
    /// The weeks whose Monday lies in the year.
    pub weeks: Vec<Week>,
    /// The first to open first.
    pub families: Vec<FamilyYear>,
    /// There are more than are shown.
    pub has_more: bool,
    /// Contacts with a family in a week, at least, as the programme says.
    pub least: Option<u32>,
}

/// The year of one family.
#[derive(Debug, Clone)]
pub struct FamilyYear {
    pub case: CaseId,
    pub code: String,
    /// What the team calls the family; none where the reader may not see it.
    pub label: Option<String>,
    /// The reader may open the case.
    pub may_see: bool,
    /// One for each week.
    pub weeks: Vec<FamilyWeek>,
}

/// One week of one family.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FamilyWeek {
    /// The treatment had not begun or was over, or the week has not ended and nothing is written of it yet.
    Outside,
    /// Nobody has reported it.
    Missing,
    /// So many contacts that count.
    Contacts(u32),
}

impl App {
    /// The year of a team: the running one if none is said. For whoever sees the cases behind its figures.
    pub async fn team_year(&self, ctx: &Ctx, id: TeamId, term: Option<Term>) -> Result<TeamYear> {
        let (mut tx, _permit, scope) = self
            .enter_team(ctx, id, TeamAction::SeeReviewCases, Event::ReviewRead)
            .await?;
        let today = ctx.today();
        let term = year(term, today)?;
        let (team, board) = team::find(&mut tx, id).await?.ok_or(Error::NotFound)?;
        let weeks = weeks(term);
        let days = (term.first_day(), term.end().min(today.plus(1)));
        let mut listed = case::under_way(&mut tx, id, days, FAMILIES_MAX + 1).await?;
        let shown = usize::try_from(FAMILIES_MAX).unwrap_or(usize::MAX);
        let has_more = shown < listed.len();
        listed.truncate(shown);
        let reported = reported(&mut tx, (id, days)).await?;
        let mut families = Vec::new();
        for one in &listed {
            let family = family(ctx, &tx, (one, scope))?;
            let of_case = reported.get(&family.case);
            let (opened, ended) = family.under_way;
            let each = weeks.iter().map(|week| {
                let contacts = of_case.and_then(|weeks| weeks.get(week)).copied();
                of_week(*week, contacts, (opened, ended, today))
            });
            families.push(FamilyYear {
                weeks: each.collect(),
                case: family.case,
                code: family.code,
                label: family.label,
                may_see: family.may_see,
            });
        }
        tx.commit().await?;
        let programme = self.programmes.newest(&team.programme);
        let least = programme.and_then(|one| {
            one.limits
                .contacts_per_week_min
                .as_ref()
                .map(|one| one.value)
        });
        Ok(TeamYear {
            board: board.name,
            runs: today < term.end(),
            team,
            term,
            weeks,
            families,
            has_more,
            least,
        })
    }
}

fn year(term: Option<Term>, today: Day) -> Result<Term> {
    let term = term.unwrap_or(Term::of(Span::Year, today));
    let oldest = today.0.year() - YEARS_BACK_MAX;
    let is_there = term.span == Span::Year && oldest < term.year() && term.first_day() <= today;
    is_there.then_some(term).ok_or(Error::NotFound)
}

/// The weeks whose Monday lies in a year: 52 or 53.
fn weeks(term: Term) -> Vec<Week> {
    let first = Week::of(term.first_day().plus(6));
    let all = std::iter::successors(Some(first), |week| Some(week.next()));
    all.take_while(|week| week.first_day() < term.end())
        .collect()
}

type Reported = BTreeMap<CaseId, BTreeMap<Week, u32>>;

async fn reported(tx: &mut Tx, (team, days): (TeamId, (Day, Day))) -> Result<Reported> {
    let mut all = Reported::new();
    for (case, one) in stored::weeks_between(tx, team, days).await? {
        all.entry(case).or_default().insert(one.week, one.contacts);
    }
    Ok(all)
}

/// A family as the reader may see it, and the days of its treatment.
struct Seen {
    case: CaseId,
    code: String,
    label: Option<String>,
    may_see: bool,
    under_way: (Day, Option<Day>),
}

fn family(ctx: &Ctx, tx: &Tx, (listed, team): (&Listed, TeamScope)) -> Result<Seen> {
    let scope = CaseScope {
        case: listed.id,
        team,
        carers: Vec::new(),
        protected: listed.protected,
    };
    let seen = access::decide(&ctx.actor, Request::Case(CaseAction::See, &scope));
    let (one, may_see) = match seen {
        Decision::Allow(permit) => (case::open_listed(tx, &permit, listed)?.0, true),
        Decision::Forbid | Decision::Hide => (case::read_listed(listed)?, false),
    };
    let under_way = one.stage.under_way().ok_or(Error::NotFound)?;
    Ok(Seen {
        case: one.id,
        code: one.code,
        label: Some(one.label).filter(|label| may_see && !label.is_empty()),
        may_see,
        under_way,
    })
}

fn of_week(
    week: Week,
    contacts: Option<u32>,
    (opened, ended, today): (Day, Option<Day>, Day),
) -> FamilyWeek {
    let is_over = ended.is_some_and(|ended| ended <= week.first_day());
    let is_running = opened <= week.last_day() && !is_over;
    match contacts {
        Some(contacts) => FamilyWeek::Contacts(contacts),
        None if is_running && week.last_day() < today => FamilyWeek::Missing,
        None => FamilyWeek::Outside,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn a_year_has_the_weeks_whose_monday_lies_in_it() {
        for (year, first, count) in [
            ("2026", "2026-01-05", 52),
            ("2024", "2024-01-01", 53),
            ("2023", "2023-01-02", 52),
        ] {
            let weeks = weeks(year.parse().unwrap());
            assert_eq!(weeks[0].first_day(), day(first));
            assert_eq!(weeks.len(), count, "{year}");
        }
    }

    #[test]
    fn a_week_is_missing_only_where_somebody_should_have_reported_it() {
        let week = Week::of(day("2026-10-05"));
        let check = |opened: &str, ended: Option<&str>, today: &str| {
            of_week(week, None, (day(opened), ended.map(day), day(today)))
        };
        assert_eq!(check("2026-10-11", None, "2026-10-12"), FamilyWeek::Missing);
        assert_eq!(check("2026-10-12", None, "2026-11-01"), FamilyWeek::Outside);
        assert_eq!(
            check("2026-01-01", None, "2026-10-11"),
            FamilyWeek::Outside,
            "it goes on"
        );
        let ended = Some("2026-10-05");
        assert_eq!(
            check("2026-01-01", ended, "2026-11-01"),
            FamilyWeek::Outside
        );
        let ended = Some("2026-10-06");
        assert_eq!(
            check("2026-01-01", ended, "2026-11-01"),
            FamilyWeek::Missing
        );
        let met = of_week(week, Some(0), (day("2026-12-01"), None, day("2026-12-01")));
        assert_eq!(met, FamilyWeek::Contacts(0));
    }
}
