//! A network's teams in counts. No family is named, and none could be.

use std::collections::BTreeMap;

use hemma_domain::ids::{CaseId, NetworkId, TeamId};
use hemma_domain::team::Team;
use hemma_domain::time::{Day, Instant, Week};

use crate::db::Tx;
use crate::error::Result;
use crate::{team, values};

/// A team with its counts of today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TeamCounts {
    pub team: Team,
    pub board: String,
    /// People who hold a post in the team.
    pub staff: u32,
    pub open: u32,
    pub waiting: u32,
}

/// One case of a team in the weeks asked for: when it was in treatment, and when its weeks were handed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Course {
    pub team: TeamId,
    pub opened_on: Day,
    pub ended_on: Option<Day>,
    pub handed_in: Vec<(Week, Instant)>,
}

/// The working teams of a network with their counts, by name.
pub async fn teams(tx: &mut Tx, network: NetworkId, today: Day) -> Result<Vec<TeamCounts>> {
    const SQL: &str = "SELECT t.id, t.board_id, t.network_id, t.name, t.programme, t.opened_on, t.closed_on,
        t.hand_in_weekday, t.hand_in_at, t.supervision_weekday, t.consultation_weekday, b.name AS board_name,
        (SELECT count(DISTINCT p.staff_id) FROM posts p WHERE p.team_id = t.id AND p.from_on <= $2
            AND (p.to_on IS NULL OR p.to_on > $2)) AS staff_count,
        (SELECT count(*) FROM cases c WHERE c.team_id = t.id AND c.stage = 'open') AS open_count,
        (SELECT count(*) FROM cases c WHERE c.team_id = t.id AND c.stage = 'waiting') AS waiting_count
        FROM teams t JOIN boards b ON b.id = t.board_id
        WHERE t.network_id = $1 AND (t.closed_on IS NULL OR t.closed_on > $2) ORDER BY t.name, t.id";
    tx.all(SQL, &values![network, today])
        .await?
        .iter()
        .map(|row| {
            Ok(TeamCounts {
                team: team::team(row)?,
                board: row.get("board_name")?,
                staff: row.count("staff_count")?,
                open: row.count("open_count")?,
                waiting: row.count("waiting_count")?,
            })
        })
        .collect()
}

/// The treatments of a network's teams that reached into some weeks, with the times at which weeks were handed in.
pub async fn courses(
    tx: &mut Tx,
    network: NetworkId,
    (first, last): (Week, Week),
) -> Result<Vec<Course>> {
    const SQL: &str = "SELECT c.id, c.team_id, c.opened_on, c.ended_on, w.week_on, w.handed_in_at
        FROM cases c JOIN teams t ON t.id = c.team_id
        LEFT JOIN case_weeks w ON w.case_id = c.id AND w.week_on >= $2 AND w.week_on <= $3
            AND w.handed_in_at IS NOT NULL
        WHERE t.network_id = $1 AND c.opened_on IS NOT NULL AND (c.ended_on IS NULL OR c.ended_on >= $2)";
    let mut found: BTreeMap<CaseId, Course> = BTreeMap::new();
    for row in tx.all(SQL, &values![network, first, last]).await? {
        let course = found.entry(row.get("id")?).or_insert(Course {
            team: row.get("team_id")?,
            opened_on: row.get("opened_on")?,
            ended_on: row.get("ended_on")?,
            handed_in: Vec::new(),
        });
        let week: Option<Day> = row.get("week_on")?;
        let at: Option<Instant> = row.get("handed_in_at")?;
        course.handed_in.extend(week.map(Week::of).zip(at));
    }
    Ok(found.into_values().collect())
}
