//! The ledger on the screens: booked, taken back, planned, closed.

use axum::http::{Method, StatusCode};
use hemma_testkit::fixture;

use crate::harness::{Answer, TestSite};

/// A signed-in network lead at the ledger.
pub(crate) struct Office<'a> {
    site: &'a TestSite,
    cookie: String,
    pub(crate) base: String,
}

impl Office<'_> {
    pub(crate) async fn of(site: &TestSite) -> Office<'_> {
        Office {
            site,
            cookie: site.sign_in(fixture::NETWORK_LEAD).await,
            base: format!("/networks/{}", fixture::NETWORK),
        }
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.site.get(path, &self.cookie).await
    }

    pub(crate) async fn post(&self, path: &str, form: &str) -> Answer {
        self.site
            .send(Method::POST, path, Some(&self.cookie), form)
            .await
    }

    /// Sends a form that is taken; gives where it leads.
    pub(crate) async fn done(&self, path: &str, form: &str) -> String {
        let answer = self.post(path, form).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        let location = answer.location.unwrap();
        location.split('?').next().unwrap().to_owned()
    }

    /// Adds an account; gives its id.
    pub(crate) async fn account(&self, number: &str, kind: &str, purpose: &str) -> String {
        let form = format!("number={number}&name=Konto+{number}&kind={kind}&purpose={purpose}");
        let made = self
            .done(&format!("{}/ledger/accounts", self.base), &form)
            .await;
        made.rsplit('/').next().unwrap().to_owned()
    }

    /// The same address as JSON.
    pub(crate) async fn json(&self, path: &str) -> serde_json::Value {
        let answer = self.get(&format!("/api/v1{path}")).await;
        serde_json::from_str(&answer.body).unwrap()
    }
}

#[track_caller]
pub(crate) fn says(answer: &Answer, told: &[&str]) {
    for one in told {
        assert!(answer.body.contains(one), "{one} in {}", answer.body);
    }
}

#[tokio::test]
async fn a_voucher_is_booked_balanced_and_taken_back() {
    let site = TestSite::new().await;
    let office = Office::of(&site).await;
    let ledger = format!("{}/ledger", office.base);
    says(&office.get(&ledger).await, &["Inga konton ännu"]);
    let bank = office.account("1930", "asset", "bank").await;
    let cost = office.account("5810", "cost", "").await;
    let twice = "number=5810&name=Resor&kind=cost";
    let twice = office.post(&format!("{ledger}/accounts"), twice).await;
    assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
    says(&twice, &["Det kontonumret finns redan", "value=\"Resor\""]);

    let vouchers = format!("{ledger}/vouchers");
    let form = |debit: &str| {
        format!(
            "on=2026-11-20&text=T%C3%A5gresa&proposal=&account={cost}&debit={debit}&credit=&account={bank}&debit=&credit=1250"
        )
    };
    let unbalanced = office.post(&vouchers, &form("1249,99")).await;
    assert_eq!(unbalanced.status, StatusCode::UNPROCESSABLE_ENTITY);
    let told = [
        "Debet och kredit är inte lika",
        "Debet 1\u{a0}249,99\u{a0}kr, kredit 1\u{a0}250\u{a0}kr",
        "value=\"1249,99\"",
    ];
    says(&unbalanced, &told);
    let booked = office.done(&vouchers, &form("1+250")).await;
    says(
        &office.get(&booked).await,
        &["Verifikation 1", "Tågresa", "5810 Konto 5810"],
    );
    let silent = office
        .post(&format!("{booked}/reverse"), "on=2026-11-23&why=")
        .await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    let back = "on=2026-11-23&why=Fel+konto";
    let back = office.done(&format!("{booked}/reverse"), back).await;
    says(
        &office.get(&back).await,
        &["Tar tillbaka", "Verifikation 1"],
    );
    let again = office
        .post(&format!("{booked}/reverse"), "on=2026-11-23&why=Fel")
        .await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    let list = office.get(&format!("{vouchers}?month=2026-11")).await;
    says(
        &list,
        &["Tagen tillbaka av 2", "1930, 5810", "november 2026"],
    );
    let json = office
        .json(&format!("{}/vouchers?month=2026-11", office.base))
        .await;
    assert_eq!(json["total"], 2);
    assert_eq!(json["items"][1]["postings"][0]["ore"], -125_000);
}

#[tokio::test]
async fn a_year_shows_budget_outcome_and_forecast_and_a_month_is_closed() {
    let site = TestSite::new().await;
    let office = Office::of(&site).await;
    let ledger = format!("{}/ledger", office.base);
    let bank = office.account("1930", "asset", "bank").await;
    let cost = office.account("5010", "cost", "").await;
    let budget = format!("{ledger}/accounts/{cost}/budget");
    let wrong = office.post(&budget, "year=2026&amount=mycket").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    office
        .done(&budget, "year=2026&amount=12+000&monthly=1+000")
        .await;
    let rent = format!(
        "on=2026-11-02&text=Hyra&account={cost}&debit=11+500&credit=&account={bank}&debit=&credit=11500"
    );
    office.done(&format!("{ledger}/vouchers"), &rent).await;
    let year = office.get(&format!("{ledger}?year=2026")).await;
    says(
        &year,
        &["11\u{a0}500", "12\u{a0}500", "−500", "Över budget"],
    );
    let account = office
        .get(&format!("{ledger}/accounts/{cost}?year=2026"))
        .await;
    says(&account, &["november 2026", "Hyra", "1\u{a0}000"]);
    let file = office.get(&format!("{ledger}/file?year=2026")).await;
    says(&file, &["5010;Konto 5010;12000;11500;0;0;1000;12500;−500"]);
    let json = office.json(&format!("{ledger}?year=2026")).await;
    assert_eq!(json["accounts"][0]["forecast_ore"], 1_250_000);
    assert_eq!(json["standing"][0]["ore"], -1_150_000);

    let close = format!("{ledger}/close");
    let early = office.post(&close, "month=2026-11").await;
    says(&early, &["Månaden har inte tagit slut"]);
    office.done(&close, "month=2026-10").await;
    says(
        &office.get(&ledger).await,
        &["Stängt till och med oktober 2026"],
    );
    let late = rent.replace("2026-11-02", "2026-10-02");
    let late = office.post(&format!("{ledger}/vouchers"), &late).await;
    says(&late, &["Månaden är stängd"]);
}

#[tokio::test]
async fn a_finance_reader_sees_no_form() {
    let site = TestSite::new().await;
    let office = Office::of(&site).await;
    office.account("5810", "cost", "").await;
    let reader = site.sign_in(fixture::FINANCE_READER).await;
    let ledger = format!("{}/ledger", office.base);
    let year = site.get(&ledger, &reader).await;
    says(&year, &["5810 Konto 5810"]);
    assert!(!year.body.contains("Nytt konto"), "{}", year.body);
    let form = site.get(&format!("{ledger}/vouchers/new"), &reader).await;
    assert_eq!(form.status, StatusCode::FORBIDDEN);
}
