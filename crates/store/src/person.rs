//! People in care. All that is known of them is one sealed body; search keys are keyed hashes.

use std::collections::BTreeMap;

use hemma_domain::code::Code;
use hemma_domain::ids::{BoardId, CaseId, PersonId, StaffId};
use hemma_domain::person::{Identity, IdentityKind, Kin, Person, Protection, Sex};
use serde_json::{Value as Json, json};

use crate::db::{Tx, places};
use crate::error::{Error, Result};
use crate::seal::{Key, Spot};
use crate::value::Row;
use crate::values;

/// Stores somebody new.
pub async fn insert(tx: &mut Tx, key: &Key, person: &Person, number: u32) -> Result<()> {
    const SQL: &str = "INSERT INTO persons (id, case_id, number, sealed_body, version) VALUES ($1, $2, $3, $4, 1)";
    let sealed = key.seal(&spot(person.id), &body(person).to_string());
    tx.run(SQL, &values![person.id, person.case, number, sealed])
        .await?;
    Ok(())
}

/// Saves somebody if nobody changed them meanwhile. Says whether it did.
pub async fn save(tx: &mut Tx, key: &Key, person: &Person) -> Result<bool> {
    const SQL: &str =
        "UPDATE persons SET sealed_body = $3, version = version + 1 WHERE id = $1 AND version = $2";
    let sealed = key.seal(&spot(person.id), &body(person).to_string());
    Ok(tx
        .run(SQL, &values![person.id, person.version, sealed])
        .await?
        == 1)
}

/// The people of a case, in the order in which they were recorded.
pub async fn of_case(tx: &mut Tx, key: &Key, case: CaseId) -> Result<Vec<Person>> {
    const SQL: &str =
        "SELECT id, case_id, number, sealed_body, version FROM persons WHERE case_id = $1
        ORDER BY number, id";
    tx.all(SQL, &values![case])
        .await?
        .iter()
        .map(|row| person(row, key))
        .collect()
}

/// Somebody of a case; none where nobody of this case has the id.
pub async fn find(
    tx: &mut Tx,
    key: &Key,
    (case, id): (CaseId, PersonId),
) -> Result<Option<Person>> {
    const SQL: &str = "SELECT id, case_id, number, sealed_body, version FROM persons WHERE id = $1 AND case_id = $2";
    let row = tx.maybe(SQL, &values![id, case]).await?;
    row.map(|row| person(&row, key)).transpose()
}

/// The people of several cases at once, of those whose key is given.
pub async fn of_cases(tx: &mut Tx, keys: &BTreeMap<CaseId, Key>) -> Result<Vec<Person>> {
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT id, case_id, number, sealed_body, version FROM persons WHERE case_id IN ({}) ORDER BY number, id",
        places(1, keys.len())
    );
    let bound: Vec<_> = keys.keys().map(crate::value::ToValue::to_value).collect();
    let mut found = Vec::new();
    for row in tx.all_built(sql, &bound).await? {
        if let Some(key) = keys.get(&row.get("case_id")?) {
            found.push(person(&row, key)?);
        }
    }
    Ok(found)
}

/// Replaces the search keys of somebody: each word of the name, and the identity number.
pub async fn index(tx: &mut Tx, board: BoardId, person: &Person) -> Result<()> {
    tx.run(
        "DELETE FROM search_keys WHERE person_id = $1",
        &values![person.id],
    )
    .await?;
    for (kind, key) in search_keys(person) {
        const SQL: &str = "INSERT INTO search_keys (board_id, key_hash, case_id, person_id, kind)
            VALUES ($1, $2, $3, $4, $5) ON CONFLICT (board_id, key_hash, person_id) DO NOTHING";
        let hash = tx.seals().search_hash(board.0, &key);
        tx.run(SQL, &values![board, hash, person.case, person.id, kind])
            .await?;
    }
    Ok(())
}

/// The cases in which somebody answers to every one of the folded keys, at most `limit`.
pub async fn search(
    tx: &mut Tx,
    board: BoardId,
    keys: &[String],
    limit: u32,
) -> Result<Vec<CaseId>> {
    let hashes: Vec<String> = keys
        .iter()
        .map(|key| tx.seals().search_hash(board.0, key))
        .collect();
    let sql = format!(
        "SELECT case_id FROM search_keys WHERE board_id = $1 AND key_hash IN ({}) GROUP BY case_id, person_id
         HAVING count(*) = $2 ORDER BY case_id LIMIT $3",
        places(4, hashes.len())
    );
    let wanted = i64::try_from(hashes.len()).unwrap_or(i64::MAX);
    let mut bound = values![board, wanted, limit].to_vec();
    bound.extend(hashes.iter().map(crate::value::ToValue::to_value));
    let mut found: Vec<CaseId> = Vec::new();
    for row in tx.all_built(sql, &bound).await? {
        let case = row.get("case_id")?;
        if !found.contains(&case) {
            found.push(case);
        }
    }
    Ok(found)
}

/// Where somebody of the staff bears the same word in the name as somebody in a case: for the review of the log.
/// Nothing is opened; keyed hashes are compared.
pub async fn namesakes(
    tx: &mut Tx,
    board: BoardId,
    names: &[(StaffId, String)],
) -> Result<Vec<(StaffId, CaseId)>> {
    /// Names that one statement carries.
    const BATCH: usize = 500;
    let mut pairs = Vec::new();
    for batch in names.chunks(BATCH) {
        let hashes: Vec<(StaffId, String)> = batch
            .iter()
            .map(|(staff, word)| (*staff, tx.seals().search_hash(board.0, &fold(word))))
            .collect();
        let sql = format!(
            "SELECT DISTINCT key_hash, case_id FROM search_keys WHERE board_id = $1 AND kind = 'name'
             AND key_hash IN ({}) ORDER BY case_id, key_hash",
            places(2, hashes.len())
        );
        let mut bound = values![board].to_vec();
        bound.extend(
            hashes
                .iter()
                .map(|(_, hash)| crate::value::ToValue::to_value(hash)),
        );
        for row in tx.all_built(sql, &bound).await? {
            let (found, case): (String, CaseId) = (row.get("key_hash")?, row.get("case_id")?);
            let bearers = hashes.iter().filter(|(_, hash)| *hash == found);
            pairs.extend(bearers.map(|(staff, _)| (*staff, case)));
        }
    }
    Ok(pairs)
}

/// A word as search compares it: lower case, without what people leave out.
pub fn fold(word: &str) -> String {
    word.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

fn search_keys(person: &Person) -> Vec<(&'static str, String)> {
    let names = [&person.given_name, &person.family_name];
    let words = names
        .into_iter()
        .flat_map(|name| name.split([' ', '-']))
        .map(fold)
        .filter(|word| !word.is_empty());
    let mut keys: Vec<(&'static str, String)> = words.map(|word| ("name", word)).collect();
    keys.extend(
        person
            .identity
            .iter()
            .map(|identity| ("identity", fold(&identity.number))),
    );
    keys
}

fn spot(id: PersonId) -> Spot {
    Spot::new("persons", id, "sealed_body")
}

fn body(person: &Person) -> Json {
    json!({
        "given_name": person.given_name,
        "family_name": person.family_name,
        "kin": person.kin.code(),
        "sex": person.sex.code(),
        "born": person.born.map(|day| day.to_string()),
        "identity": person.identity.as_ref().map(|one| json!([one.kind.code(), one.number])),
        "in_household": person.in_household,
        "deceased": person.deceased,
        "language": person.language,
        "interpreter": person.interpreter,
        "phone": person.phone,
        "address": person.address,
        "door_code": person.door_code,
        "protection": person.protection.code(),
        "must_not_know_address": person.must_not_know_address,
        "staff_safety": person.staff_safety,
        "remark": person.remark,
    })
}

/// The language alone, of a row with `sealed_body`.
pub(crate) fn language(row: &Row, id: PersonId, key: &Key) -> Result<String> {
    let body = open(row, id, key)?;
    let language = body.get("language").and_then(Json::as_str);
    Ok(language.unwrap_or_default().to_owned())
}

fn open(row: &Row, id: PersonId, key: &Key) -> Result<Json> {
    let text = key.open(&spot(id), &row.get::<String>("sealed_body")?)?;
    serde_json::from_str(&text).map_err(|_| row.corrupt("sealed_body"))
}

fn person(row: &Row, key: &Key) -> Result<Person> {
    let id: PersonId = row.get("id")?;
    let body = open(row, id, key)?;
    let text = |name: &str| {
        body.get(name)
            .and_then(Json::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    let flag = |name: &str| body.get(name).and_then(Json::as_bool).unwrap_or_default();
    let bad = || row.corrupt("sealed_body");
    Ok(Person {
        id,
        case: row.get("case_id")?,
        given_name: text("given_name"),
        family_name: text("family_name"),
        kin: Kin::from_code(&text("kin")).ok_or_else(bad)?,
        sex: Sex::from_code(&text("sex")).ok_or_else(bad)?,
        born: text("born").parse().ok(),
        identity: identity(&body, bad)?,
        in_household: flag("in_household"),
        deceased: flag("deceased"),
        language: text("language"),
        interpreter: flag("interpreter"),
        phone: text("phone"),
        address: text("address"),
        door_code: text("door_code"),
        protection: Protection::from_code(&text("protection")).ok_or_else(bad)?,
        must_not_know_address: flag("must_not_know_address"),
        staff_safety: text("staff_safety"),
        remark: text("remark"),
        version: row.get("version")?,
    })
}

fn identity(body: &Json, bad: impl Fn() -> Error) -> Result<Option<Identity>> {
    let Some(pair) = body.get("identity").and_then(Json::as_array) else {
        return Ok(None);
    };
    match pair.as_slice() {
        [Json::String(kind), Json::String(number)] => {
            let kind = IdentityKind::from_code(kind).ok_or_else(bad)?;
            Ok(Some(Identity {
                kind,
                number: number.clone(),
            }))
        }
        _ => Err(bad()),
    }
}
