//! The figures of a network: each team beside the others, and all of them together.

use std::collections::BTreeMap;

use hemma_domain::access::{NetworkAction, Request};
use hemma_domain::audit::Event;
use hemma_domain::ids::{NetworkId, TeamId};
use hemma_domain::programme::Programme;
use hemma_domain::review::{Figure, Span, Term};
use hemma_domain::team::{Board, Team};
use hemma_domain::time::Day;
use hemma_review::Row;
use hemma_store::db::Tx;
use hemma_store::review as stored;
use hemma_store::team;

use super::among::{
    Among, NetworkAsked, TeamChoice, boards_of, choices, chosen_of, hidden_together,
};
use super::count::Gauge;
use super::hidden::{self, Shown};
use super::sent::{NetworkRows, SentFrom};
use super::{Held, Reading, TimeInTreatment, figure};
use crate::App;
use crate::ctx::Ctx;
use crate::enter::{allowed, of_permit};
use crate::error::{Error, Result};

/// Teams that are counted in one look: all that a network has.
const TEAMS_MAX: u32 = 2_000;

/// One team in its network.
#[derive(Debug, Clone)]
pub struct TeamLine {
    pub id: TeamId,
    pub name: String,
    /// In the order of the review's figures.
    pub figures: Vec<Shown>,
    /// From whom they come, where the team is counted elsewhere.
    pub sent: Option<SentFrom>,
}

/// The figures of a network's teams that run one programme, in one term.
#[derive(Debug, Clone)]
pub struct NetworkReview {
    pub term: Term,
    /// Which of them are read together.
    pub among: Among,
    /// All that could be, by name.
    pub choices: Vec<TeamChoice>,
    /// Their boards, by name.
    pub boards: Vec<Board>,
    pub runs: bool,
    /// The programmes of the network, and the one that is shown.
    pub programmes: Vec<String>,
    pub programme: String,
    pub figures: Vec<Figure>,
    /// Those that are read together, by name.
    pub teams: Vec<TeamLine>,
    /// All of them together.
    pub whole: Vec<Shown>,
    /// Counts below this are hidden.
    pub least: u32,
    /// What the programme says that figures should be, and whether they hold it together; the latter is not told where
    /// the figure is hidden.
    pub held: Vec<(Figure, Held)>,
    /// How long the cases of all teams last, whichever are read together: as of the last half-year of the term.
    pub time: TimeInTreatment,
    /// The instrument whose interviews wait to be scored by the present rule; none where none does.
    pub unscored: Option<String>,
    /// Teams that are not in it: those that are counted elsewhere.
    pub elsewhere: usize,
}

impl App {
    /// The figures of a network.
    pub async fn network_review(
        &self,
        ctx: &Ctx,
        id: NetworkId,
        asked: NetworkAsked<'_>,
    ) -> Result<NetworkReview> {
        let permit = allowed(ctx, Request::Network(NetworkAction::SeeReview, id))?;
        let mut tx = self.db.write(&ctx.request).await?;
        tx.log(of_permit(ctx, Event::ReviewRead, &permit));
        let today = ctx.today();
        let term = asked.term.unwrap_or(Term::of(Span::HalfYear, today));
        if today < term.first_day() {
            return Err(Error::NotFound);
        }
        // What quarters and years may tell depends on the half-years.
        let half = Term::of(Span::HalfYear, term.end().plus(-1).min(today));
        let (first, end) = (term.first_day(), term.end());
        let days = (first.min(half.first_day()), end.max(half.end()));
        let teams = team::of_network(&mut tx, id).await?;
        self.count_all(&mut tx, (&teams, today)).await?;
        let (programmes, programme) = chosen(&teams, asked.programme);
        let of = ((id, programme.as_str()), teams.as_slice());
        let rows = self.network_rows(&mut tx, of, (days, today)).await?;
        let gauge = self.gauge(&programme, today)?;
        let least = gauge.settings.definition().small_cell_least;
        let waits = self.has_earlier_rule(&gauge)
            && stored::waits(&mut tx, (id, &programme), gauge.asked(today)).await?;
        let alike = (id, programme.clone(), half);
        let time = self.time_of_network(&mut tx, alike, (today, least)).await?;
        let boards = team::boards(&mut tx).await?;
        tx.commit().await?;
        let of = (programme, &gauge, time);
        let found = self.network_page((teams, rows), of, (asked.among, term, today))?;
        Ok(NetworkReview {
            boards: boards_of(boards, &found.choices),
            programmes,
            unscored: waits.then(|| gauge.instrument().to_owned()),
            ..found
        })
    }

    /// Counts whatever has changed in some teams.
    pub(crate) async fn count_all(
        &self,
        tx: &mut Tx,
        (teams, today): (&[Team], Day),
    ) -> Result<()> {
        let first = TeamId(uuid::Uuid::nil());
        let mut rules = BTreeMap::new();
        for team in teams {
            if !rules.contains_key(&team.programme) {
                let gauge = self.gauge(&team.programme, today)?;
                rules.insert(team.programme.clone(), gauge.counting().to_string());
            }
        }
        let rules: Vec<stored::Rule> = rules.into_iter().collect();
        let at = (today.plus(1), rules.as_slice());
        let stale = stored::uncounted(tx, at, first, TEAMS_MAX).await?;
        for team in teams.iter().filter(|team| stale.contains(&team.id)) {
            self.counted(tx, team, today).await?;
        }
        Ok(())
    }

    fn network_page(
        &self,
        (teams, found): (Vec<Team>, NetworkRows),
        (programme, gauge, time): (String, &Gauge, TimeInTreatment),
        (among, term, today): (Among, Term, Day),
    ) -> Result<NetworkReview> {
        let NetworkRows { rows, mut sent } = found;
        let at = (term, today);
        let (mut of_teams, of_all) = hidden::hidden_in(&rows, at, &gauge.settings);
        let rows = hidden::of_term(&rows, at);
        let known = self.programmes.newest(&programme);
        let there = teams
            .into_iter()
            .filter(|team| team.programme == programme && is_there(team, term));
        let there: Vec<Team> = there.collect();
        let elsewhere = there.iter().filter(|team| sent.contains_key(&team.id));
        let elsewhere = elsewhere.count();
        let among = among.of(&there);
        let choices = choices(&there, &among);
        let of_some = match among {
            Among::All => of_all,
            _ => hidden_together(&chosen_of(&choices), (&of_teams, &of_all)),
        };
        let teams: Vec<TeamRow> = there
            .into_iter()
            .filter(|team| among.has(team))
            .map(|team| TeamRow {
                row: rows.get(&team.id).copied().unwrap_or_default(),
                hidden: of_teams.remove(&team.id).unwrap_or_default(),
                sent: sent.remove(&team.id),
                id: team.id,
                name: team.name,
            })
            .collect();
        let whole = together(teams.iter().map(|team| &team.row))?;
        let all = AllTeams {
            gauge,
            programme: known.as_deref(),
            term,
            last: today,
        };
        Ok(NetworkReview {
            runs: today < term.end(),
            programme,
            among,
            choices,
            elsewhere,
            ..all.review(&teams, (&whole, &of_some), time)
        })
    }
}

/// Whether a team worked in a term.
pub(super) fn is_there(team: &Team, term: Term) -> bool {
    team.opened_on < term.end() && team.closed_on.is_none_or(|on| term.first_day() <= on)
}

/// The sum of rows.
pub(super) fn together<'a>(rows: impl IntoIterator<Item = &'a Row>) -> Result<Row> {
    let mut all = Row::default();
    for row in rows {
        all = all.plus(row).map_err(|err| Error::Internal(err.into()))?;
    }
    Ok(all)
}

/// The row of one team in a term, and the figures of it that are hidden.
pub(super) struct TeamRow {
    pub(super) id: TeamId,
    pub(super) name: String,
    pub(super) row: Row,
    pub(super) hidden: Vec<Figure>,
    pub(super) sent: Option<SentFrom>,
}

/// How the rows of a network's teams are read.
pub(super) struct AllTeams<'a> {
    pub(super) gauge: &'a Gauge,
    pub(super) programme: Option<&'a Programme>,
    pub(super) term: Term,
    /// The last day that is counted, or a later one.
    pub(super) last: Day,
}

impl AllTeams<'_> {
    /// Teams side by side, and all of them together. Which others could be read is not told.
    pub(super) fn review(
        &self,
        teams: &[TeamRow],
        (whole, hidden): (&Row, &[Figure]),
        time: TimeInTreatment,
    ) -> NetworkReview {
        let settings = &self.gauge.settings;
        let days = super::days_of(self.term, self.last);
        let figures = figure::known(self.programme, self.gauge.has_cut_off);
        let read = |row: &Row, hidden: &[Figure]| -> Vec<Shown> {
            let each = figures.iter().map(|figure| {
                let reading = Reading::of(*figure, (row, days), self.gauge);
                match hidden.contains(figure) {
                    true => Shown::Hidden(*figure),
                    false => Shown::Whole(reading),
                }
            });
            each.collect()
        };
        let lines = teams.iter().map(|team| TeamLine {
            id: team.id,
            name: team.name.clone(),
            figures: read(&team.row, &team.hidden),
            sent: team.sent.clone(),
        });
        let all = read(whole, hidden);
        let held = all.iter().filter_map(|shown| {
            let figure = shown.figure();
            let held = figure::held(self.programme, figure, (whole, days, settings))?;
            Some((figure, shown.of_held(held)))
        });
        NetworkReview {
            elsewhere: teams.iter().filter(|team| team.sent.is_some()).count(),
            held: held.collect(),
            whole: all,
            runs: self.last < self.term.end().plus(-1),
            least: settings.definition().small_cell_least,
            teams: lines.collect(),
            among: Among::All,
            choices: Vec::new(),
            boards: Vec::new(),
            programmes: Vec::new(),
            programme: String::new(),
            term: self.term,
            unscored: None,
            figures,
            time,
        }
    }
}

/// The programmes of some teams, and the one that is shown: the one that is asked for, or what most teams do.
fn chosen(teams: &[Team], asked: Option<&str>) -> (Vec<String>, String) {
    let mut programmes: Vec<String> = teams.iter().map(|team| team.programme.clone()).collect();
    programmes.sort();
    programmes.dedup();
    let shown = programmes.iter().find(|one| Some(one.as_str()) == asked);
    let teams_of = |one: &&String| teams.iter().filter(|team| team.programme == **one).count();
    let most = programmes.iter().rev().max_by_key(teams_of);
    let programme = shown.or(most).cloned().unwrap_or_default();
    (programmes, programme)
}
