//! Boards that the office writes to, on the screens.

use axum::http::StatusCode;

use super::ledger::{Office, says};
use crate::harness::TestSite;

#[tokio::test]
async fn a_board_picks_its_layout_and_what_is_proposed_to_it_is_written_in_that() {
    let site = TestSite::new().await;
    let office = Office::of(&site).await;
    let boards = format!("{}/addressees", office.base);
    let register = format!("{}/proposals", office.base);
    says(&office.get(&boards).await, &["Inga nämnder ännu"]);
    says(&office.get(&register).await, &["/addressees\""]);
    let wrong = "name=&layout=TJANSTESKRIVELSE&diary=dnr";
    let wrong = office.post(&boards, wrong).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let told = [
        "Skriv nämndens namn",
        "Mönstret behöver minst ett #",
        "value=\"dnr\"",
        "value=\"TJANSTESKRIVELSE\" selected",
    ];
    says(&wrong, &told);
    let board = "name=Vikens+nämnd&layout=TJANSTESKRIVELSE&diary=%40+%23-%23";
    office.done(&boards, board).await;
    let list = office.get(&boards).await;
    says(&list, &["Vikens nämnd", "diarienummer @ #-#"]);
    let read = office.json(&boards).await;
    let id = read["items"][0]["id"].as_str().unwrap().to_owned();
    let one = format!("{boards}/{id}");

    let page = office.get(&register).await;
    let offered = format!("<optgroup label=\"Vikens nämnd\"><option value=\"{id}/conference\">");
    says(&page, &[&offered, "<optgroup label=\"Annan mottagare\">"]);
    let kind = format!("template={id}%2Fconference");
    let draft = office.done(&register, &kind).await;
    let page = office.get(&draft).await;
    let told = [
        "Tjänsteskrivelse, kommun eller region",
        "value=\"Vikens nämnd\"",
        "skriver sina nummer som @ #-#",
        "Beskrivning av ärendet",
    ];
    says(&page, &told);
    assert!(!page.body.contains("Mönstret är inte bekräftat"));
    let form = "version=1&heading=Resa&diary=2.5-1%2F2026&dated_on=2026-11-23";
    office.done(&draft, form).await;
    says(
        &office.get(&draft).await,
        &["ett diarienummer som skrivs @ #-#"],
    );
    let read = office.json(&draft).await;
    assert_eq!(
        (
            &read["layout"],
            &read["addressee_id"],
            &read["diary_pattern"]
        ),
        (&"TJANSTESKRIVELSE".into(), &id.into(), &"@ #-#".into())
    );

    let changed = "version=1&name=Vikens+nämnd&layout=STOCKHOLM&diary=";
    office.done(&one, changed).await;
    let late = office.post(&one, changed).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    says(&late, &["Någon annan har ändrat nämnden"]);
    let gone = office.get(&format!("{boards}/{}", uuid::Uuid::nil())).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
}
