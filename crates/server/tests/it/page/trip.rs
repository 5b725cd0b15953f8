//! Trips on the screens.

use super::ledger::{Office, says};
use crate::harness::TestSite;

#[tokio::test]
async fn a_trip_has_a_page_of_its_own() {
    let site = TestSite::new().await;
    let office = Office::of(&site).await;
    let trips = format!("{}/trips", office.base);
    says(&office.get(&trips).await, &["Inga resor ännu"]);
    let register = format!("{}/proposals", office.base);
    let url = office
        .done(&register, "template=STOCKHOLM%2Fconference")
        .await;
    let form = "version=1&heading=Resa&dated_on=2026-11-23&place=P%C3%A5hittsstad&trip_from=2027-03-01&trip_to=2027-03-03\
        &participants=Tuva%0D%0AKajsa&alternatives=Med+t%C3%A5g&costs_what=T%C3%A5g&costs_amount=1500\
        &funding_what=Avgifter&funding_amount=1500";
    office.done(&url, form).await;
    let list = office.get(&trips).await;
    says(
        &list,
        &["Påhittsstad", "1 mars 2027 – 3 mars 2027", "Utkast"],
    );
    let one = url.replace("/proposals/", "/trips/");
    let told = [
        "Kajsa",
        "Med tåg",
        "1\u{a0}500\u{a0}kr",
        "Ingen reseberättelse ännu",
    ];
    says(&office.get(&one).await, &told);
    says(&office.get(&register).await, &["/trips\""]);
    let trainings = format!("{}/trainings/new", office.base);
    let made = "kind=&title=Vad+konferensen+gav&place=Salen&language=sv&on=2027-03-20&from=09%3A00&to=12%3A00&length=half";
    let training = office.done(&trainings, made).await;
    let id = training.rsplit('/').next().unwrap();
    says(
        &office.get(&one).await,
        &["Ingen utbildning är kopplad", "Vad konferensen gav"],
    );
    let chosen = format!("version=2&training={id}");
    let chosen = office.done(&format!("{one}/trainings"), &chosen).await;
    says(
        &office.get(&chosen).await,
        &["<a class=\"name\"", "20 mars 2027"],
    );
    says(
        &office.get(&one).await,
        &["<dt>Tuva</dt><dd>inte inbjuden</dd>"],
    );
    says(
        &office.get(&training).await,
        &["Kommer av resan till Påhittsstad"],
    );
    let api = office.get(&format!("/api/v1{one}")).await;
    let read: serde_json::Value = serde_json::from_str(&api.body).unwrap();
    let learnt = &read["learnt"][0];
    assert_eq!(learnt["title"], "Vad konferensen gav");
    assert_eq!(
        (
            &learnt["travellers"][1]["name"],
            &learnt["travellers"][1]["had"]
        ),
        (&"Kajsa".into(), &"no".into())
    );
    assert_eq!(
        (&read["place"], &read["planned_ore"]),
        (&"Påhittsstad".into(), &150_000.into())
    );
    let list = office.get(&format!("/api/v1{trips}")).await;
    says(&list, &["\"total\":1"]);
}
