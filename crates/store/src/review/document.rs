//! Half-yearly reviews, their texts sealed under the site's key: of teams, and of a network's programmes.

mod kept;

use hemma_domain::code::Code as _;
use hemma_domain::ids::StaffId;
use hemma_domain::review::{Action, Document, Signed, Subject, Term};
use hemma_domain::time::Instant;

use crate::db::Tx;
use crate::error::Result;
use crate::seal::Spot;
use crate::value::{Row, ToValue as _, Value};
use crate::values;

/// Where the reviews of one kind of subject are kept. The columns of the key come last in every statement.
struct Place {
    documents: &'static str,
    actions: &'static str,
    find: &'static str,
    find_actions: &'static str,
    insert: &'static str,
    update: &'static str,
    drop_actions: &'static str,
    insert_action: &'static str,
}

const OF_TEAM: Place = Place {
    documents: "review_documents",
    actions: "review_actions",
    find: "SELECT sealed_summary, sealed_goals, frozen, leader_id, leader_at, consultant_id, consultant_at, version
        FROM review_documents WHERE team_id = $1 AND half_on = $2",
    find_actions: "SELECT number, sealed_what, owner_id, due_on, outcome, sealed_remark
        FROM review_actions WHERE team_id = $1 AND half_on = $2 ORDER BY number",
    insert: "INSERT INTO review_documents (sealed_summary, sealed_goals, frozen, leader_id, leader_at, consultant_id,
        consultant_at, version, team_id, half_on) SELECT $1, $2, $3, $4, $5, $6, $7, 1, $9, $10 WHERE $8 = 0
        ON CONFLICT (team_id, half_on) DO NOTHING",
    update: "UPDATE review_documents SET sealed_summary = $1, sealed_goals = $2, frozen = $3, leader_id = $4,
        leader_at = $5, consultant_id = $6, consultant_at = $7, version = version + 1
        WHERE version = $8 AND team_id = $9 AND half_on = $10",
    drop_actions: "DELETE FROM review_actions WHERE team_id = $1 AND half_on = $2",
    insert_action: "INSERT INTO review_actions (number, sealed_what, owner_id, due_on, outcome, sealed_remark, team_id,
        half_on) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
};

const OF_NETWORK: Place = Place {
    documents: "network_reviews",
    actions: "network_review_actions",
    find: "SELECT sealed_summary, sealed_goals, frozen, leader_id, leader_at, consultant_id, consultant_at, version
        FROM network_reviews WHERE network_id = $1 AND programme = $2 AND half_on = $3",
    find_actions: "SELECT number, sealed_what, owner_id, due_on, outcome, sealed_remark
        FROM network_review_actions WHERE network_id = $1 AND programme = $2 AND half_on = $3 ORDER BY number",
    insert: "INSERT INTO network_reviews (sealed_summary, sealed_goals, frozen, leader_id, leader_at, consultant_id,
        consultant_at, version, network_id, programme, half_on)
        SELECT $1, $2, $3, $4, $5, $6, $7, 1, $9, $10, $11 WHERE $8 = 0
        ON CONFLICT (network_id, programme, half_on) DO NOTHING",
    update: "UPDATE network_reviews SET sealed_summary = $1, sealed_goals = $2, frozen = $3, leader_id = $4,
        leader_at = $5, consultant_id = $6, consultant_at = $7, version = version + 1
        WHERE version = $8 AND network_id = $9 AND programme = $10 AND half_on = $11",
    drop_actions: "DELETE FROM network_review_actions WHERE network_id = $1 AND programme = $2 AND half_on = $3",
    insert_action: "INSERT INTO network_review_actions (number, sealed_what, owner_id, due_on, outcome, sealed_remark,
        network_id, programme, half_on) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
};

/// One review among all.
struct At<'a> {
    place: &'static Place,
    subject: &'a Subject,
    term: Term,
}

impl<'a> At<'a> {
    fn of(subject: &'a Subject, term: Term) -> At<'a> {
        let place = match subject {
            Subject::Team(_) => &OF_TEAM,
            Subject::Network(..) => &OF_NETWORK,
        };
        At {
            place,
            subject,
            term,
        }
    }

    /// Some values, and the columns of the key after them.
    fn bound(&self, values: &[Value]) -> Vec<Value> {
        let half = self.term.first_day().to_value();
        let key = match self.subject {
            Subject::Team(team) => vec![team.to_value(), half],
            Subject::Network(network, programme) => {
                vec![network.to_value(), programme.to_value(), half]
            }
        };
        [values, &key].concat()
    }

    /// How a seal names the row.
    fn name(&self) -> String {
        let half = self.term.first_day();
        match self.subject {
            Subject::Team(team) => format!("{team} {half}"),
            Subject::Network(network, programme) => format!("{network} {programme} {half}"),
        }
    }

    fn spot(&self, column: &'static str) -> Spot {
        Spot::new(self.place.documents, self.name(), column)
    }

    fn action_spot(&self, number: u32, column: &'static str) -> Spot {
        let name = format!("{} {number}", self.name());
        Spot::new(self.place.actions, name, column)
    }
}

/// The review of a half-year, if anything of it was written.
pub async fn find(tx: &mut Tx, (subject, term): (&Subject, Term)) -> Result<Option<Document>> {
    let at = At::of(subject, term);
    let Some(row) = tx.maybe(at.place.find, &at.bound(&[])).await? else {
        return Ok(None);
    };
    let actions = actions(tx, &at).await?;
    document(tx, &at, (&row, actions)).map(Some)
}

/// Whether both have signed the review of a half-year.
pub async fn is_signed(tx: &mut Tx, (subject, term): (&Subject, Term)) -> Result<bool> {
    let at = At::of(subject, term);
    let row = tx.maybe(at.place.find, &at.bound(&[])).await?;
    let signed = row.map(|row| -> Result<bool> {
        let by: [Option<StaffId>; 2] = [row.get("leader_id")?, row.get("consultant_id")?];
        Ok(by.iter().all(Option::is_some))
    });
    signed.unwrap_or(Ok(false))
}

async fn actions(tx: &mut Tx, at: &At<'_>) -> Result<Vec<Action>> {
    let rows = tx.all(at.place.find_actions, &at.bound(&[])).await?;
    let open = |row: &Row, number: u32, column: &'static str| -> Result<String> {
        let spot = at.action_spot(number, column);
        tx.seals().site().open(&spot, &row.get::<String>(column)?)
    };
    let each = rows.iter().map(|row| {
        let number = row.count("number")?;
        Ok(Action {
            number,
            what: open(row, number, "sealed_what")?,
            owner: row.get("owner_id")?,
            due_on: row.get("due_on")?,
            outcome: row.code("outcome")?,
            remark: open(row, number, "sealed_remark")?,
        })
    });
    each.collect()
}

fn document(tx: &Tx, at: &At<'_>, (row, actions): (&Row, Vec<Action>)) -> Result<Document> {
    let open = |column: &'static str| -> Result<String> {
        let text: String = row.get(column)?;
        tx.seals().site().open(&at.spot(column), &text)
    };
    let signed = |by: &str, at: &str| -> Result<Option<Signed>> {
        let (by, at): (Option<StaffId>, Option<Instant>) = (row.get(by)?, row.get(at)?);
        Ok(by.zip(at).map(|(by, at)| Signed { by, at }))
    };
    let kept: Option<String> = row.get("frozen")?;
    let frozen = kept.map(|text| kept::read(&text).ok_or_else(|| row.corrupt("frozen")));
    Ok(Document {
        subject: at.subject.clone(),
        term: at.term,
        summary: open("sealed_summary")?,
        goals: open("sealed_goals")?,
        actions,
        frozen: frozen.transpose()?,
        leader: signed("leader_id", "leader_at")?,
        consultant: signed("consultant_id", "consultant_at")?,
        version: row.get("version")?,
    })
}

/// Saves a review with its actions if nobody changed it meanwhile; its version is the one that was read. Says whether it
/// did.
pub async fn save(tx: &mut Tx, one: &Document) -> Result<bool> {
    let at = At::of(&one.subject, one.term);
    let key = tx.seals().site();
    let by = |signed: Option<Signed>| signed.map(|signed| signed.by);
    let on = |signed: Option<Signed>| signed.map(|signed| signed.at);
    let told = values![
        key.seal(&at.spot("sealed_summary"), &one.summary),
        key.seal(&at.spot("sealed_goals"), &one.goals),
        one.frozen.as_ref().map(kept::write),
        by(one.leader),
        on(one.leader),
        by(one.consultant),
        on(one.consultant),
        one.version,
    ];
    let sql = match one.version {
        0 => at.place.insert,
        _ => at.place.update,
    };
    if tx.run(sql, &at.bound(&told)).await? != 1 {
        return Ok(false);
    }
    save_actions(tx, &at, &one.actions).await?;
    Ok(true)
}

/// Replaces the actions of a review.
async fn save_actions(tx: &mut Tx, at: &At<'_>, actions: &[Action]) -> Result<()> {
    tx.run(at.place.drop_actions, &at.bound(&[])).await?;
    for action in actions {
        let key = tx.seals().site();
        let spot = |column| at.action_spot(action.number, column);
        let told = values![
            action.number,
            key.seal(&spot("sealed_what"), &action.what),
            action.owner,
            action.due_on,
            action.outcome.code(),
            key.seal(&spot("sealed_remark"), &action.remark),
        ];
        tx.run(at.place.insert_action, &at.bound(&told)).await?;
    }
    Ok(())
}
