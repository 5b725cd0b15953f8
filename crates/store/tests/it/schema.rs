//! Migrating from empty gives the same tables and columns on both databases (invariant 5).

use hemma_store::db::{Db, Kind};

async fn columns(db: &Db) -> Vec<String> {
    let mut tx = db.read().await.unwrap();
    let sql = match db.kind() {
        Kind::Sqlite => {
            "SELECT m.name || '.' || p.name AS place FROM sqlite_master m JOIN pragma_table_info(m.name) p
             WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' ORDER BY place"
        }
        Kind::Postgres => {
            "SELECT CAST(table_name || '.' || column_name AS TEXT) AS place FROM information_schema.columns
             WHERE table_schema = 'public' ORDER BY CAST(table_name || '.' || column_name AS TEXT) COLLATE \"C\""
        }
    };
    tx.all(sql, &[])
        .await
        .unwrap()
        .iter()
        .map(|row| row.get("place").unwrap())
        .collect()
}

#[tokio::test]
async fn both_databases_have_the_same_tables_and_columns() {
    let all = hemma_testkit::each().await;
    let sqlite = columns(&all[0]).await;
    assert!(sqlite.len() > 200, "{}", sqlite.len());
    for other in all.iter().skip(1) {
        assert_eq!(sqlite, columns(other).await);
    }
}

#[tokio::test]
async fn migrating_twice_runs_nothing_the_second_time() {
    for db in hemma_testkit::each().await {
        let ran = hemma_store::migrate::run(&db, hemma_testkit::noon("2026-01-06"))
            .await
            .unwrap();
        assert!(ran.is_empty(), "{ran:?}");
    }
}
