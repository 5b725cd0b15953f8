//! The program beside a replica of its database: what only reads goes on when the primary is gone.

use std::collections::BTreeMap;

use hemma_testkit::replica::{Replicated, let_in};

use crate::installation::{Answer, Installation, Running};
use crate::site::example;

const LEADER: &str = "lova.mossrot@hemma.example";

/// Somebody who leads a team that is on call with others, and the address that a telephone exchange asks.
fn exchange(installation: &Installation, running: &Running) -> String {
    let cookie = installation.sign_in(running, LEADER);
    let pools = running.ask("GET", "/api/v1/pools", &cookie, "").unwrap();
    let pools: serde_json::Value = serde_json::from_str(&pools.body).unwrap();
    let pool = pools["items"][0]["id"].as_str().unwrap().to_owned();
    let calendars = format!("/duty/{pool}/calendars");
    let made = running
        .ask("POST", &calendars, &cookie, "target=exchange")
        .unwrap();
    assert_eq!(made.status, 200, "{}", made.body);
    let token = made.body.split("/x/").nth(1).unwrap();
    let token: String = token
        .chars()
        .take_while(char::is_ascii_alphanumeric)
        .collect();
    format!("/x/{token}")
}

fn ask(running: &Running, path: &str) -> Answer {
    running.ask("GET", path, "", "").unwrap()
}

#[tokio::test]
async fn an_exchange_is_answered_and_people_are_told_when_the_primary_is_gone() {
    // Without a replica there is nothing to see; `cargo xtask test` starts one.
    let Some(mut servers) = Replicated::new().await else {
        return;
    };
    let environment = BTreeMap::from([
        ("HEMMA_DATABASE", servers.primary.clone()),
        ("HEMMA_DATABASE_REPLICA", servers.replica.clone()),
    ]);
    let installation = Installation::bare(environment);
    let file = hemma_testkit::folder().join("site.toml");
    std::fs::write(&file, example()).unwrap();
    installation.cli(&["site", "import", &file.display().to_string()]);
    installation.cli(&["staff", "add", LEADER, "Lova Mossrot"]);
    let at = ["--at", "MST Talludden"];
    installation.cli(&["staff", "post", LEADER, "group_leader", at[0], at[1]]);
    let check = installation.cli(&["check"]);
    assert!(
        check.contains("database_replica = postgres://…@"),
        "{check}"
    );
    let running = installation.serve();
    let path = exchange(&installation, &running);
    let before = ask(&running, &path);
    assert_eq!(before.status, 200, "an own commit is seen at once");
    servers.catch_up().await;

    // The replica learns nothing of what becomes of the primary.
    servers.hold().await;
    let_in(&servers.primary, false).await;
    let answer = ask(&running, &path);
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert!(answer.body.contains("\"dial\""), "{}", answer.body);
    assert_eq!(ask(&running, "/x/nothing").status, 404);
    assert_eq!(ask(&running, "/sign-in").status, 200);
    let form = "email=lova.mossrot%40hemma.example&password=tolv+sm%C3%A5+ord";
    let refused = running.ask("POST", "/sign-in", "", form).unwrap();
    assert_eq!(refused.status, 503, "{}", refused.body);
    let_in(&servers.primary, true).await;
    servers.go_on().await;
    let cookie = installation.sign_in(&running, LEADER);
    let me = running.ask("GET", "/api/v1/me", &cookie, "").unwrap();
    assert!(me.body.contains("Lova Mossrot"), "{}", me.body);
    servers.end().await;
}
