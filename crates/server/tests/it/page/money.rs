//! Who paid for what, on the screens.

use axum::http::StatusCode;
use hemma_testkit::fixture;

use super::ledger::{Office, says};
use crate::harness::TestSite;

/// A proposal of 13 500 kronor that was signed; its id.
async fn signed(office: &Office<'_>) -> String {
    let register = format!("{}/proposals", office.base);
    let url = office.done(&register, "template=STOCKHOLM%2Ffree").await;
    let form = "version=1&heading=Ink%C3%B6p+av+stolar&diary=2.5-0001%2F2026&dated_on=2026-11-23\
        &addressee=P%C3%A5hittets+n%C3%A4mnd&handler=Nanna&points=Ett.&text_summary=A&text_matter=B&text_background=B\
        &text_preparation=C&costs_what=Stolar&costs_amount=13500&funding_what=Avgifter&funding_amount=13500";
    office.done(&url, form).await;
    office
        .done(&format!("{url}/move"), "version=2&step=sign")
        .await;
    url.rsplit('/').next().unwrap().to_owned()
}

#[tokio::test]
async fn a_signed_proposal_is_earmarked_and_paid() {
    let site = TestSite::new().await;
    let office = Office::of(&site).await;
    let list = format!("{}/ledger/proposals", office.base);
    says(&office.get(&list).await, &["Inga signerade ärenden ännu"]);
    let bank = office.account("1930", "asset", "bank").await;
    let cost = office.account("5410", "cost", "").await;
    let id = signed(&office).await;
    let url = format!("{list}/{id}");
    let mark =
        |amount: &str| format!("account={cost}&year=2026&amount={amount}&account=&year=&amount=");
    let much = office.post(&url, &mark("13+501")).await;
    assert_eq!(much.status, StatusCode::UNPROCESSABLE_ENTITY);
    let told = [
        "Summan är större än ärendets finansiering",
        "value=\"13 501\"",
    ];
    says(&much, &told);
    office.done(&url, &mark("13+500")).await;
    let page = office.get(&url).await;
    says(&page, &["5410 Konto 5410", "Pengarna är reserverade"]);
    let form = format!("{}/ledger/vouchers/new?proposal={id}", office.base);
    says(&office.get(&form).await, &["value=\"13500\"", &bank]);
    let payment = format!(
        "on=2026-11-20&text=Stolar&proposal={id}&account={cost}&debit=13500&credit=&account={bank}&debit=&credit=13500"
    );
    office
        .done(&format!("{}/ledger/vouchers", office.base), &payment)
        .await;
    let account = format!("{}/ledger/accounts/{cost}?year=2026", office.base);
    says(
        &office.get(&account).await,
        &["Inköp av stolar", "13\u{a0}500"],
    );
    let reader = site.sign_in(fixture::FINANCE_READER).await;
    let page = site.get(&list, &reader).await;
    says(&page, &["Inköp av stolar", "5410", "0\u{a0}kr"]);
    let home = office.get(&office.base).await;
    says(
        &home,
        &[
            "Kvar av årets planerade kostnader enligt prognosen",
            "−13\u{a0}500\u{a0}kr",
        ],
    );
    let json = office
        .json(&format!("{}/proposals-money", office.base))
        .await;
    assert_eq!(json["items"][0]["accounts"][0]["paid_ore"], 1_350_000);
}
