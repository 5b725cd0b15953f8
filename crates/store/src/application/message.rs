//! Texts to applicants, sealed under the application's key and read at its secret address.

use hemma_domain::application::{MESSAGES_MAX, Message};
use hemma_domain::ids::ApplicationId;
use uuid::Uuid;

use super::key_of;
use crate::db::Tx;
use crate::error::Result;
use crate::seal::Spot;
use crate::values;

/// Stores a message. Says whether the application is still there.
pub async fn insert(
    tx: &mut Tx,
    (application, id): (ApplicationId, Uuid),
    one: &Message,
) -> Result<bool> {
    const SQL: &str =
        "INSERT INTO application_messages (id, application_id, sealed_body, sent_by, sent_at)
        VALUES ($1, $2, $3, $4, $5)";
    let Some(key) = key_of(tx, application).await? else {
        return Ok(false);
    };
    let sealed = key.seal(&spot(id), &one.body);
    tx.run(SQL, &values![id, application, sealed, one.by, one.at])
        .await?;
    Ok(true)
}

/// The messages to an applicant, the oldest first.
pub async fn of_application(tx: &mut Tx, application: ApplicationId) -> Result<Vec<Message>> {
    let sql = format!(
        "SELECT id, sealed_body, sent_by, sent_at FROM application_messages WHERE application_id = $1
         ORDER BY sent_at, id LIMIT {MESSAGES_MAX}"
    );
    let Some(key) = key_of(tx, application).await? else {
        return Ok(Vec::new());
    };
    let rows = tx.all_built(sql, &values![application]).await?;
    let messages = rows.iter().map(|row| {
        let id: Uuid = row.get("id")?;
        Ok(Message {
            body: key.open(&spot(id), &row.get::<String>("sealed_body")?)?,
            at: row.get("sent_at")?,
            by: row.get("sent_by")?,
        })
    });
    messages.collect()
}

fn spot(id: Uuid) -> Spot {
    Spot::new("application_messages", id, "sealed_body")
}
