//! Fits with their drivers.

use hemma_domain::code::Code;
use hemma_domain::ids::{CaseId, DriverId, FitId};
use hemma_domain::time::Week;
use hemma_domain::week::{Driver, Fit};

use crate::db::Tx;
use crate::error::Result;
use crate::seal::{Key, Spot};
use crate::value::Row;
use crate::values;

/// Stores a fit with its drivers exactly as it was.
pub async fn insert(tx: &mut Tx, key: &Key, fit: &Fit) -> Result<()> {
    const SQL: &str =
        "INSERT INTO fits (id, case_id, week_on, number, kind, sealed_target, changed_at, version)
        VALUES ($1, $2, $3, $4, $5, $6, $7, 1)";
    let bound = values![
        fit.id,
        fit.case,
        fit.week,
        fit.number,
        fit.kind.code(),
        key.seal(&target_spot(fit.id), &fit.target),
        fit.changed_at,
    ];
    tx.run(SQL, &bound).await?;
    for driver in &fit.drivers {
        insert_driver(tx, key, fit.case, driver).await?;
    }
    Ok(())
}

/// Stores a driver exactly as it was.
pub async fn insert_driver(tx: &mut Tx, key: &Key, case: CaseId, driver: &Driver) -> Result<()> {
    const SQL: &str =
        "INSERT INTO drivers (id, case_id, fit_id, number, system, sealed_text, sealed_evidence,
        prioritised, changed_at, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1)";
    let bound = values![
        driver.id,
        case,
        driver.fit,
        driver.number,
        driver.system,
        key.seal(&driver_spot(driver.id, "sealed_text"), &driver.text),
        key.seal(&driver_spot(driver.id, "sealed_evidence"), &driver.evidence),
        driver.prioritised,
        driver.changed_at,
    ];
    tx.run(SQL, &bound).await?;
    Ok(())
}

/// Saves kind and target of a fit if nobody changed them meanwhile. Says whether it did.
pub async fn save(tx: &mut Tx, key: &Key, fit: &Fit) -> Result<bool> {
    const SQL: &str =
        "UPDATE fits SET kind = $4, sealed_target = $5, changed_at = $6, version = version + 1
        WHERE id = $1 AND case_id = $2 AND version = $3";
    let bound = values![
        fit.id,
        fit.case,
        fit.version,
        fit.kind.code(),
        key.seal(&target_spot(fit.id), &fit.target),
        fit.changed_at,
    ];
    Ok(tx.run(SQL, &bound).await? == 1)
}

/// Saves a driver if nobody changed it meanwhile. Says whether it did.
pub async fn save_driver(tx: &mut Tx, key: &Key, case: CaseId, driver: &Driver) -> Result<bool> {
    const SQL: &str =
        "UPDATE drivers SET system = $4, sealed_text = $5, sealed_evidence = $6, prioritised = $7,
        changed_at = $8, version = version + 1 WHERE id = $1 AND case_id = $2 AND version = $3";
    let bound = values![
        driver.id,
        case,
        driver.version,
        driver.system,
        key.seal(&driver_spot(driver.id, "sealed_text"), &driver.text),
        key.seal(&driver_spot(driver.id, "sealed_evidence"), &driver.evidence),
        driver.prioritised,
        driver.changed_at,
    ];
    Ok(tx.run(SQL, &bound).await? == 1)
}

/// Removes a fit with its drivers; steps that replaced one of them stay, without it. Says whether there was one.
pub async fn remove(tx: &mut Tx, case: CaseId, id: FitId) -> Result<bool> {
    const FREE: &str = "UPDATE steps SET driver_id = NULL WHERE case_id = $2
        AND driver_id IN (SELECT id FROM drivers WHERE fit_id = $1)";
    const DRIVERS: &str = "DELETE FROM drivers WHERE fit_id = $1 AND case_id = $2";
    const FIT: &str = "DELETE FROM fits WHERE id = $1 AND case_id = $2";
    tx.run(FREE, &values![id, case]).await?;
    tx.run(DRIVERS, &values![id, case]).await?;
    Ok(tx.run(FIT, &values![id, case]).await? == 1)
}

/// Removes a driver; steps that replaced it stay, without it. Says whether there was one.
pub async fn remove_driver(tx: &mut Tx, case: CaseId, id: DriverId) -> Result<bool> {
    const FREE: &str = "UPDATE steps SET driver_id = NULL WHERE case_id = $2 AND driver_id = $1";
    const DRIVER: &str = "DELETE FROM drivers WHERE id = $1 AND case_id = $2";
    tx.run(FREE, &values![id, case]).await?;
    Ok(tx.run(DRIVER, &values![id, case]).await? == 1)
}

/// The fits of a week with their drivers, each in its order, in one statement.
pub async fn of_week(tx: &mut Tx, key: &Key, case: CaseId, week: Week) -> Result<Vec<Fit>> {
    const SQL: &str = "SELECT f.id, f.number, f.kind, f.sealed_target, f.changed_at, f.version,
        d.id AS driver_id, d.number AS driver_number, d.system, d.sealed_text, d.sealed_evidence, d.prioritised,
        d.changed_at AS driver_changed_at, d.version AS driver_version
        FROM fits f LEFT JOIN drivers d ON d.fit_id = f.id WHERE f.case_id = $1 AND f.week_on = $2
        ORDER BY f.number, f.id, d.number, d.id";
    let mut fits: Vec<Fit> = Vec::new();
    for row in tx.all(SQL, &values![case, week]).await? {
        let id: FitId = row.get("id")?;
        if fits.last().is_none_or(|fit| fit.id != id) {
            fits.push(Fit {
                id,
                case,
                week,
                number: row.count("number")?,
                kind: row.code("kind")?,
                target: key.open(&target_spot(id), &row.get::<String>("sealed_target")?)?,
                drivers: Vec::new(),
                changed_at: row.get("changed_at")?,
                version: row.get("version")?,
            });
        }
        if let (Some(fit), Some(driver)) = (fits.last_mut(), driver(&row, key, id)?) {
            fit.drivers.push(driver);
        }
    }
    Ok(fits)
}

fn driver(row: &Row, key: &Key, fit: FitId) -> Result<Option<Driver>> {
    let Some(id) = row.get::<Option<DriverId>>("driver_id")? else {
        return Ok(None);
    };
    let open =
        |column: &'static str| key.open(&driver_spot(id, column), &row.get::<String>(column)?);
    Ok(Some(Driver {
        id,
        fit,
        number: row.count("driver_number")?,
        system: row.get("system")?,
        text: open("sealed_text")?,
        evidence: open("sealed_evidence")?,
        prioritised: row.get("prioritised")?,
        changed_at: row.get("driver_changed_at")?,
        version: row.get("driver_version")?,
    }))
}

fn target_spot(id: FitId) -> Spot {
    Spot::new("fits", id, "sealed_target")
}

fn driver_spot(id: DriverId, column: &'static str) -> Spot {
    Spot::new("drivers", id, column)
}
