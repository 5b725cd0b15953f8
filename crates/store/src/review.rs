//! The finished rows of the programme review, and what changed since they were counted.
//!
//! Triggers mark what changes (`migrations/0032_reviews.*.sql`); whoever reads figures counts that first, in the same
//! transaction (`docs/adr/0017-figures-follow-what-changes.md`).

mod course;
pub mod document;
pub mod history;
pub mod stay;

pub use course::{
    Asked, COURSES_MAX, courses_of, opened_of_team, outlines_of, posts_of, waiting, waits,
    weeks_between,
};

use std::collections::BTreeMap;

use hemma_domain::ids::{NetworkId, TeamId};
use hemma_domain::time::Day;
use hemma_review::Row as Sums;
use uuid::Uuid;

use crate::db::{Tx, places};
use crate::error::Result;
use crate::value::{ToValue, Value};
use crate::values;

/// What changed and is counted at once: the cases of a large team that are open on one day, and many more.
pub const STALE_MAX: u32 = 500;

/// Rows that are read at once: six hundred teams in a hundred quarters, and half as much again.
const ROWS_MAX: u32 = 100_000;

/// Cases and posts of one team: a large one in a hundred years.
const PARTS_MAX: u32 = 10_000;

/// Days after a case closed in which its interviews still fall due or are done: two windows of the widest rhythm.
const AFTERMATH_DAYS: i64 = 60;

/// A team's finished rows by the first day of the quarter.
pub type Rows = BTreeMap<Day, Sums>;

/// How far a team's rows have come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// They hold everything.
    Counted,
    /// Something has changed since, or the day is another.
    Behind,
    /// They are counted in another installation.
    Elsewhere,
}

/// How far a team's rows have come towards a day, that day not included, by the rules that hold now.
pub async fn standing(tx: &mut Tx, team: TeamId, (end, counting): (Day, &str)) -> Result<Standing> {
    const SQL: &str = "SELECT
        (SELECT count(*) FROM review_ends WHERE team_id = $1 AND end_on = $2 AND counting = $3) AS ends,
        (SELECT count(*) FROM (SELECT 1 AS one FROM review_stale WHERE team_id = $1 LIMIT 1) changed) AS stale,
        (SELECT count(*) FROM sender_teams WHERE team_id = $1) AS elsewhere";
    let row = tx.one(SQL, &values![team, end, counting]).await?;
    Ok(
        match (
            row.count("elsewhere")?,
            row.count("ends")?,
            row.count("stale")?,
        ) {
            (0, 1, 0) => Standing::Counted,
            (0, _, _) => Standing::Behind,
            _ => Standing::Elsewhere,
        },
    )
}

/// By which rules the teams of a programme are counted now.
pub type Rule = (String, String);

/// The teams of some programmes whose rows do not hold everything up to a day by the rules that hold now, the next ones by
/// id after a team. Those that are counted elsewhere are none of them.
pub async fn uncounted(
    tx: &mut Tx,
    (end, rules): (Day, &[Rule]),
    after: TeamId,
    most: u32,
) -> Result<Vec<TeamId>> {
    if rules.is_empty() {
        return Ok(Vec::new());
    }
    let mut bound = values![end, after, most].to_vec();
    let mut pairs = Vec::new();
    for (programme, counting) in rules {
        let at = bound.len() + 1;
        pairs.push(format!(
            "(t.programme = ${at} AND e.counting = ${})",
            at + 1
        ));
        bound.extend(values![programme.as_str(), counting.as_str()].to_vec());
    }
    let known = (0..rules.len()).map(|at| format!("${}", 4 + 2 * at));
    let sql = format!(
        "SELECT t.id FROM teams t LEFT JOIN review_ends e ON e.team_id = t.id AND e.end_on = $1 AND ({})
         WHERE t.id > $2 AND t.programme IN ({})
         AND (e.team_id IS NULL OR EXISTS (SELECT 1 FROM review_stale s WHERE s.team_id = t.id))
         AND NOT EXISTS (SELECT 1 FROM sender_teams st WHERE st.team_id = t.id)
         ORDER BY t.id LIMIT $3",
        pairs.join(" OR "),
        known.collect::<Vec<String>>().join(", ")
    );
    let rows = tx.all_built(sql, &bound).await?;
    rows.iter().map(|row| row.get("id")).collect()
}

/// Lets nobody else count the same team until the end of the transaction. Up to which day its rows have come, and by which
/// rules; by none where nothing is known of them.
pub async fn lock(tx: &mut Tx, (team, end): (TeamId, Day)) -> Result<(Day, String)> {
    const LOCK: &str = "INSERT INTO review_ends (team_id, end_on, counting) VALUES ($1, $2, '')
        ON CONFLICT (team_id) DO UPDATE SET end_on = review_ends.end_on";
    const SQL: &str = "SELECT end_on, counting FROM review_ends WHERE team_id = $1";
    tx.run(LOCK, &values![team, end]).await?;
    let row = tx.one(SQL, &values![team]).await?;
    Ok((row.get("end_on")?, row.get("counting")?))
}

/// Moves the end of a team's rows, and marks what goes on there. Rows that were counted by other rules are forgotten, and
/// everything is marked.
pub async fn move_end(tx: &mut Tx, (team, end): (TeamId, Day), counting: &str) -> Result<()> {
    const CASES: &str = "INSERT INTO review_stale (team_id, fact_id, times)
        SELECT team_id, id, 1 FROM cases WHERE team_id = $1 AND opened_on IS NOT NULL
            AND (ended_on IS NULL OR ended_on >= $2)
        ON CONFLICT (team_id, fact_id) DO NOTHING";
    const POSTS: &str = "INSERT INTO review_stale (team_id, fact_id, times)
        SELECT team_id, id, 1 FROM posts WHERE team_id = $1 AND role = 'family_therapist'
            AND (to_on IS NULL OR to_on >= $2)
        ON CONFLICT (team_id, fact_id) DO NOTHING";
    const MOVE: &str = "UPDATE review_ends SET end_on = $2, counting = $3 WHERE team_id = $1";
    let (before, by) = lock(tx, (team, end)).await?;
    if before == end && by == counting {
        return Ok(());
    }
    if by == counting {
        // A clock that was set back counts again what it had counted too far.
        let since = before.min(end).plus(-AFTERMATH_DAYS);
        tx.run(CASES, &values![team, since]).await?;
        tx.run(POSTS, &values![team, since]).await?;
    } else {
        mark_all(tx, team).await?;
        forget(tx, team).await?;
    }
    tx.run(MOVE, &values![team, end, counting]).await?;
    Ok(())
}

/// Forgets what was counted of a team.
pub async fn forget(tx: &mut Tx, team: TeamId) -> Result<()> {
    tx.run("DELETE FROM review_rows WHERE team_id = $1", &values![team])
        .await?;
    tx.run(
        "DELETE FROM review_parts WHERE team_id = $1",
        &values![team],
    )
    .await?;
    Ok(())
}

/// Marks everything of a team, so that all of it is counted from the beginning.
pub async fn mark_all(tx: &mut Tx, team: TeamId) -> Result<()> {
    const SQL: &str = "INSERT INTO review_stale (team_id, fact_id, times)
        SELECT $1, fact, 1 FROM (
            SELECT id AS fact FROM cases WHERE team_id = $1 AND opened_on IS NOT NULL
            UNION SELECT id FROM posts WHERE team_id = $1 AND role = 'family_therapist'
            UNION SELECT fact_id FROM review_parts WHERE team_id = $1
        ) every WHERE true
        ON CONFLICT (team_id, fact_id) DO NOTHING";
    tx.run(SQL, &values![team]).await?;
    Ok(())
}

/// What changed in a team since it was counted, each with how often: a case or a post by its id.
pub async fn stale(tx: &mut Tx, team: TeamId) -> Result<Vec<(Uuid, i64)>> {
    const SQL: &str =
        "SELECT fact_id, times FROM review_stale WHERE team_id = $1 ORDER BY fact_id LIMIT $2";
    let rows = tx.all(SQL, &values![team, STALE_MAX]).await?;
    let each = rows
        .iter()
        .map(|row| Ok((row.get("fact_id")?, row.get("times")?)));
    each.collect()
}

/// Notes that something was counted as it was when it had changed so often.
pub async fn counted(tx: &mut Tx, team: TeamId, (fact, times): (Uuid, i64)) -> Result<()> {
    const SQL: &str = "DELETE FROM review_stale WHERE team_id = $1 AND fact_id = $2 AND times = $3";
    tx.run(SQL, &values![team, fact, times]).await?;
    Ok(())
}

/// What some cases and posts added to the rows of which team.
pub async fn parts(tx: &mut Tx, facts: &[Uuid]) -> Result<BTreeMap<Uuid, (TeamId, Rows)>> {
    if facts.is_empty() {
        return Ok(BTreeMap::new());
    }
    let sql = format!(
        "SELECT fact_id, team_id, sums FROM review_parts WHERE fact_id IN ({})",
        places(1, facts.len())
    );
    let bound: Vec<Value> = facts.iter().map(ToValue::to_value).collect();
    let rows = tx.all_built(sql, &bound).await?;
    let each = rows.iter().map(|row| {
        let text: String = row.get("sums")?;
        let parts = read_parts(&text).ok_or_else(|| row.corrupt("sums"))?;
        Ok((row.get("fact_id")?, (row.get("team_id")?, parts)))
    });
    each.collect()
}

/// What a case or a post of a team added to its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    pub rows: Rows,
    /// The post; none of a case.
    pub post: Option<NamedPost>,
}

/// A therapist's post with whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedPost {
    pub name: String,
    pub from: Day,
    /// The first day after it.
    pub to: Option<Day>,
}

/// What each case and each post of a team added to its rows from a quarter on, up to one that does not count; nothing of
/// those that added nothing.
pub async fn parts_between(
    tx: &mut Tx,
    team: TeamId,
    (from, to): (Day, Day),
) -> Result<BTreeMap<Uuid, Part>> {
    const SQL: &str = "SELECT r.fact_id, r.sums, s.name, p.from_on, p.to_on FROM review_parts r
        LEFT JOIN posts p ON p.id = r.fact_id LEFT JOIN staff s ON s.id = p.staff_id
        WHERE r.team_id = $1 ORDER BY r.fact_id LIMIT $2";
    let mut found = BTreeMap::new();
    for row in tx.all(SQL, &values![team, PARTS_MAX]).await? {
        let text: String = row.get("sums")?;
        let mut rows = read_parts(&text).ok_or_else(|| row.corrupt("sums"))?;
        rows.retain(|quarter, _| from <= *quarter && *quarter < to);
        if rows.is_empty() {
            continue;
        }
        let post = match row.get::<Option<String>>("name")? {
            Some(name) => Some(NamedPost {
                name,
                from: row.get("from_on")?,
                to: row.get("to_on")?,
            }),
            None => None,
        };
        found.insert(row.get("fact_id")?, Part { rows, post });
    }
    Ok(found)
}

/// Keeps what a case or a post adds to the rows of a team; nothing is kept where it adds nothing.
pub async fn save_parts(tx: &mut Tx, fact: Uuid, (team, parts): (TeamId, &Rows)) -> Result<()> {
    const SAVE: &str = "INSERT INTO review_parts (fact_id, team_id, sums) VALUES ($1, $2, $3)
        ON CONFLICT (fact_id) DO UPDATE SET team_id = excluded.team_id, sums = excluded.sums";
    const DROP: &str = "DELETE FROM review_parts WHERE fact_id = $1";
    if parts.is_empty() {
        tx.run(DROP, &values![fact]).await?;
        return Ok(());
    }
    let lines: Vec<String> = parts
        .iter()
        .map(|(quarter, sums)| format!("{quarter} {sums}"))
        .collect();
    tx.run(SAVE, &values![fact, team, lines.join("\n")]).await?;
    Ok(())
}

/// One quarter a line: its first day, then the sums.
fn read_parts(text: &str) -> Option<Rows> {
    let lines = text.lines().map(|line| {
        let (quarter, sums) = line.split_once(' ')?;
        Some((quarter.parse().ok()?, sums.parse().ok()?))
    });
    lines.collect()
}

/// The finished rows of a team.
pub async fn rows(tx: &mut Tx, team: TeamId) -> Result<Rows> {
    const SQL: &str =
        "SELECT quarter_on, sums FROM review_rows WHERE team_id = $1 ORDER BY quarter_on LIMIT $2";
    read_rows(tx, SQL, (team, ROWS_MAX)).await
}

/// Reads the rows of a team, no more than so many.
pub(crate) async fn read_rows(
    tx: &mut Tx,
    sql: &'static str,
    (team, most): (TeamId, u32),
) -> Result<Rows> {
    let rows = tx.all(sql, &values![team, most]).await?;
    rows.iter()
        .map(|row| Ok((row.get("quarter_on")?, sums(row)?)))
        .collect()
}

/// The finished rows of a network's teams that run a programme, from a quarter on, up to one that is not read.
pub async fn rows_of_network(
    tx: &mut Tx,
    of: (NetworkId, &str),
    between: (Day, Day),
) -> Result<BTreeMap<TeamId, Rows>> {
    const SQL: &str =
        "SELECT r.team_id, r.quarter_on, r.sums FROM review_rows r JOIN teams t ON t.id = r.team_id
        WHERE t.network_id = $1 AND t.programme = $2 AND r.quarter_on >= $3 AND r.quarter_on < $4 LIMIT $5";
    const HISTORY: &str =
        "SELECT r.team_id, r.quarter_on, r.sums FROM history_rows r JOIN teams t ON t.id = r.team_id
        WHERE t.network_id = $1 AND t.programme = $2 AND r.quarter_on >= $3 AND r.quarter_on < $4 LIMIT $5";
    let mut found: BTreeMap<TeamId, Rows> = BTreeMap::new();
    for sql in [SQL, HISTORY] {
        add_rows(tx, sql, (of, between), &mut found).await?;
    }
    Ok(found)
}

/// Adds the rows of a network's teams of some quarters to those of the same quarters. They come in any order: what is made of
/// them has one.
pub(crate) async fn add_rows(
    tx: &mut Tx,
    sql: &'static str,
    ((network, programme), (since, until)): ((NetworkId, &str), (Day, Day)),
    found: &mut BTreeMap<TeamId, Rows>,
) -> Result<()> {
    let bound = values![network, programme, since, until, ROWS_MAX];
    for row in tx.all(sql, &bound).await? {
        let of_team = found.entry(row.get("team_id")?).or_default();
        history::add(of_team, &row)?;
    }
    Ok(())
}

pub(crate) fn sums(row: &crate::value::Row) -> Result<Sums> {
    let text: String = row.get("sums")?;
    text.parse().map_err(|_| row.corrupt("sums"))
}

/// Keeps a finished row; one without anything in it is not kept.
pub async fn save_row(tx: &mut Tx, (team, quarter): (TeamId, Day), sums: &Sums) -> Result<()> {
    const SAVE: &str = "INSERT INTO review_rows (team_id, quarter_on, sums) VALUES ($1, $2, $3)
        ON CONFLICT (team_id, quarter_on) DO UPDATE SET sums = excluded.sums";
    const DROP: &str = "DELETE FROM review_rows WHERE team_id = $1 AND quarter_on = $2";
    if *sums == Sums::default() {
        tx.run(DROP, &values![team, quarter]).await?;
        return Ok(());
    }
    tx.run(SAVE, &values![team, quarter, sums.to_string()])
        .await?;
    Ok(())
}
