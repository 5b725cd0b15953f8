//! Fees on the screens: priced, explained, billed, booked, withdrawn.

use axum::http::StatusCode;
use hemma_testkit::fixture;

use super::ledger::{Office, says};
use crate::harness::TestSite;

const PRICES: &str =
    "currency=SEK&from=2026-01-01&organisation=40+000&team=25+000&source=P%C3%A5hittat+beslut";

/// A payer with itself from January and a team from October 2026; its address.
async fn paying(office: &Office<'_>) -> String {
    let fees = format!("{}/fees", office.base);
    office.done(&format!("{fees}/prices"), PRICES).await;
    let payer = "name=Granviks+kommun&reference=%3DRef+17&address=Box+1&currency=SEK";
    let payer = office.done(&format!("{fees}/payers"), payer).await;
    let members = format!("{payer}/members");
    office.done(&members, "team=&from=2026-01-01").await;
    let team = format!("team={}&from=2026-10-01", fixture::TEAMS[2]);
    office.done(&members, &team).await;
    payer
}

#[tokio::test]
async fn a_fee_is_explained_billed_booked_and_withdrawn() {
    let site = TestSite::new().await;
    let office = Office::of(&site).await;
    let fees = format!("{}/fees", office.base);
    says(
        &office.get(&fees).await,
        &[
            "Inga betalande organisationer ännu",
            "Inget pris är bestämt",
        ],
    );
    office.account("1510", "asset", "claims").await;
    office.account("3010", "income", "fees").await;
    let payer = paying(&office).await;
    let page = office.get(&format!("{payer}?year=2026")).await;
    let told = [
        "92 av 365",
        "25\u{a0}000\u{a0}kr",
        "6\u{a0}301,37\u{a0}kr",
        "46\u{a0}301,37\u{a0}kr",
        "1 oktober 2026 – 31 december 2026",
    ];
    says(&page, &told);
    let bill = office
        .done(&format!("{payer}/bills"), "from=2026-01-01&last=2026-12-31")
        .await;
    let twice = office
        .post(&format!("{payer}/bills"), "from=2026-12-31&last=2026-12-31")
        .await;
    assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
    says(&twice, &["Någon av dagarna har redan ett underlag"]);
    says(
        &office.get(&fees).await,
        &["Fakturaunderlag 1", "Inte bokfört"],
    );
    let file = office.get(&format!("{bill}/file")).await;
    let lines = [
        "1;Granviks kommun;'=Ref 17;Box 1;SEK;;2026-01-01;2026-12-31;365;365;40000;40000;",
        ";2026-10-01;2026-12-31;92;365;25000;6301,37;",
    ];
    says(&file, &lines);

    let booked = office
        .post(&format!("{bill}/book"), "version=1&on=2026-11-24")
        .await;
    says(&booked, &["Skriv en dag som har varit, eller i dag"]);
    office
        .done(&format!("{bill}/book"), "version=1&on=2026-11-20")
        .await;
    let again = office
        .post(&format!("{bill}/book"), "version=2&on=2026-11-20")
        .await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    says(&office.get(&bill).await, &["Verifikation 1", "Bokfört"]);
    let year = office
        .json(&format!("{}/ledger?year=2026", office.base))
        .await;
    assert_eq!(year["accounts"][0]["booked_ore"], 4_630_137);
    office
        .done(
            &format!("{bill}/withdraw"),
            "version=2&on=2026-11-23&why=Fel+pris",
        )
        .await;
    says(&office.get(&bill).await, &["Tillbakadraget"]);
    reads_as_json(&office, &payer, &bill).await;
}

async fn reads_as_json(office: &Office<'_>, payer: &str, bill: &str) {
    let last = |path: &str| path.rsplit('/').next().unwrap().to_owned();
    let fees = office
        .json(&format!("{}/fees?year=2026", office.base))
        .await;
    assert_eq!(fees["payers"][0]["due"], 4_630_137);
    assert_eq!(fees["bills"][0]["state"], "withdrawn");
    let address = format!("{}/payers/{}?year=2026", office.base, last(payer));
    let one = office.json(&address).await;
    assert_eq!(one["lines"][1]["amount"], 630_137);
    let one = office
        .json(&format!("{}/bills/{}", office.base, last(bill)))
        .await;
    assert_eq!(one["sum"], 4_630_137);
}

#[tokio::test]
async fn what_is_wrong_with_a_fee_is_told_beside_it() {
    let site = TestSite::new().await;
    let office = Office::of(&site).await;
    let fees = format!("{}/fees", office.base);
    let wrong = "currency=SEK&from=snart&organisation=mycket&team=1&source=";
    let wrong = office.post(&format!("{fees}/prices"), wrong).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    says(&wrong, &["value=\"snart\"", "value=\"mycket\""]);
    let payer = paying(&office).await;
    let unpriced = office.get(&format!("{payer}?year=2025")).await;
    says(
        &unpriced,
        &["Organisationen betalar inte för något det här året"],
    );
    let twice = format!("team={}&from=2026-12-01", fixture::TEAMS[2]);
    let twice = office.post(&format!("{payer}/members"), &twice).await;
    says(&twice, &["Det betalas redan för de dagarna"]);
    let reader = site.sign_in(fixture::FINANCE_READER).await;
    let page = site.get(&payer, &reader).await;
    says(&page, &["Granviks kommun", "46\u{a0}301,37\u{a0}kr"]);
    assert!(!page.body.contains("Gör fakturaunderlag"), "{}", page.body);
}

#[tokio::test]
async fn the_lead_s_home_tells_what_is_not_billed_and_what_is_not_booked() {
    let site = TestSite::new().await;
    let office = Office::of(&site).await;
    office.account("1510", "asset", "claims").await;
    office.account("3010", "income", "fees").await;
    let payer = paying(&office).await;
    let unbilled = [
        "Årets avgifter utan fakturaunderlag",
        "46\u{a0}301,37\u{a0}kr",
    ];
    says(&office.get(&office.base).await, &unbilled);
    let bill = office
        .done(&format!("{payer}/bills"), "from=2026-01-01&last=2026-12-31")
        .await;
    let home = office.get(&office.base).await;
    let waits = ["Fakturaunderlag 1", "inte bokfört, gjort 23 november 2026"];
    says(&home, &waits);
    assert!(!home.body.contains(unbilled[0]), "{}", home.body);
    office
        .done(&format!("{bill}/book"), "version=1&on=2026-11-20")
        .await;
    let home = office.get(&office.base).await;
    assert!(!home.body.contains(waits[0]), "{}", home.body);
}
