//! The programme review as the team, the unit and the network see it.

use axum::http::{Method, StatusCode};
use hemma_testkit::fixture;

use crate::harness::TestSite;
use crate::page::interview::{give, planned};

fn team() -> String {
    format!("/teams/{}/review", fixture::TEAMS[0])
}

fn document() -> String {
    format!("/teams/{}/reviews/2026H2", fixture::TEAMS[0])
}

#[tokio::test]
async fn a_leader_sees_every_figure_and_what_stands_behind_it() {
    let site = TestSite::new().await;
    let leader = site.sign_in(fixture::LEADER).await;
    let board = site
        .get(&format!("/teams/{}", fixture::TEAMS[0]), &leader)
        .await;
    assert!(board.body.contains(&team()), "the board leads there");
    let page = site.get(&team(), &leader).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    assert!(page.body.contains("andra halvåret 2026") && page.body.contains("till och med i dag"));
    assert!(page.body.contains("minst 3") && !page.body.contains("dolt"));
    let figure = format!("{}/cases_active_end?term=2026Q4", team());
    let one = site.get(&figure, &leader).await;
    assert_eq!(one.status, StatusCode::OK, "{}", one.body);
    assert!(one.body.contains("BJÖ-26-001") && one.body.contains("Pågående vid periodens slut"));
    for wrong in ["/nonsense", "/pct_no_arrest"] {
        let none = site.get(&format!("{}{wrong}", team()), &leader).await;
        assert_eq!(none.status, StatusCode::NOT_FOUND, "{wrong}");
    }
    // A term that is none is as if nobody had asked for one.
    let any = site.get(&format!("{}?term=x", team()), &leader).await;
    assert!(any.body.contains("andra halvåret 2026"));
}

#[tokio::test]
async fn turnover_stands_on_posts_and_says_whose() {
    let site = TestSite::new().await;
    let leader = site.sign_in(fixture::LEADER).await;
    let figure = format!("{}/turnover_pct", team());
    let one = site.get(&figure, &leader).await;
    assert_eq!(one.status, StatusCode::OK, "{}", one.body);
    for said in ["Tjänsterna bakom siffran", "Tuva Ekorrstig", "Bidrar med"] {
        assert!(one.body.contains(said), "{said}: {}", one.body);
    }
    assert!(!one.body.contains("Ärendena bakom siffran"));
    let caseload = site.get(&format!("{}/caseload", team()), &leader).await;
    for said in ["Tjänsterna bakom siffran", "Ärendena bakom siffran"] {
        assert!(caseload.body.contains(said), "{said}");
    }
    let manager = site.sign_in(fixture::UNIT_MANAGER).await;
    let outside = site.get(&figure, &manager).await;
    assert_eq!(outside.status, StatusCode::OK);
    assert!(!outside.body.contains("Tjänsterna bakom siffran"));
}

#[tokio::test]
async fn each_figure_of_all_teams_together_says_what_it_is_and_whether_its_target_is_held() {
    let site = TestSite::new().await;
    let lead = site.sign_in(fixture::NETWORK_LEAD).await;
    let address = format!("/networks/{}/review?programme=MST-CAN", fixture::NETWORK);
    let page = site.get(&address, &lead).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    for said in [
        "href=\"#all-contacts-per-week\"",
        "id=\"all-contacts-per-week\"",
        "id=\"all-turnover-pct\"",
        "delade med de veckor som har rapporterats",
        "Programmet har inget fastställt mål",
    ] {
        assert!(page.body.contains(said), "{said}: {}", page.body);
    }
    let told = site.get(&format!("/api/v1{address}"), &lead).await.body;
    assert!(told.contains("\"target\":{\"at_least\":"), "{told}");
    assert_each_under_its_heading(&page.body);
}

/// In the table of teams every cell, those of all together included, stands under the figure that it is of.
#[track_caller]
fn assert_each_under_its_heading(page: &str) {
    let table = page.split("<table").nth(1).unwrap_or_default();
    let table = table.split("</table>").next().unwrap_or_default();
    let told = |part: &str, before: &str, after: char| -> Vec<String> {
        let all = part.split(before).skip(1);
        all.map(|rest| rest.split(after).next().unwrap_or_default().to_owned())
            .collect()
    };
    let (head, rows) = table.split_once("</thead>").unwrap_or_default();
    let headings = told(head, "<th scope=\"col\">", '<');
    for row in rows.split("<tr>").skip(1) {
        let labels = told(row, "data-label=\"", '"');
        assert_eq!(labels, headings[1..], "{row}");
    }
}

#[tokio::test]
async fn a_review_that_was_signed_before_drawings_were_kept_says_so() {
    let site = TestSite::new().await;
    let leader = site.sign_in(fixture::LEADER).await;
    let form = "version=0&summary=Tv%C3%A5+p%C3%A5g%C3%A5r&goals=";
    site.post(&document(), &leader, form).await;
    let sign = format!("{}/sign", document());
    site.post(&sign, &leader, "version=1").await;
    let kept = site.get(&document(), &leader).await.body;
    assert!(kept.contains("Familjer och platser") && !kept.contains("innan diagrammen sparades"));
    let old = r#"UPDATE review_documents SET frozen = '{"before":"","hidden_before":[],"hidden_now":[],"now":"opened=2",
        "on":"2026-11-23"}'"#;
    let mut tx = site.db.write("test").await.unwrap();
    tx.run(old, &[]).await.unwrap();
    tx.commit().await.unwrap();
    let old = site.get(&document(), &leader).await.body;
    assert!(old.contains("innan diagrammen sparades"), "{old}");
    assert!(!old.contains("Familjer och platser"));
    let api = site.get(&format!("/api/v1{}", document()), &leader).await;
    assert!(api.body.contains("\"lacks_drawings\":true"), "{}", api.body);
}

#[tokio::test]
async fn small_counts_and_cases_are_hidden_from_outside() {
    let site = TestSite::new().await;
    let manager = site.sign_in(fixture::UNIT_MANAGER).await;
    let page = site.get(&team(), &manager).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    assert!(page.body.contains("Antal under 5 är dolda"));
    let figure = site
        .get(&format!("{}/cases_active_end", team()), &manager)
        .await;
    assert!(!figure.body.contains("BJÖ-26"), "{}", figure.body);
    let quarter = site.get(&format!("{}?term=2026Q4", team()), &manager).await;
    assert_eq!(quarter.status, StatusCode::NOT_FOUND);
    let lead = site.sign_in(fixture::NETWORK_LEAD).await;
    let network = format!("/networks/{}/review", fixture::NETWORK);
    let page = site.get(&network, &lead).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    assert!(page.body.contains("MST-CAN") && page.body.contains("Alla tillsammans"));
    let api = format!(
        "/api/v1/networks/{}/review?programme=MST-CAN",
        fixture::NETWORK
    );
    let told = site.get(&api, &lead).await.body;
    assert!(
        told.contains("\"hidden_below\":5") && !told.contains("BJÖ"),
        "{told}"
    );
}

#[tokio::test]
async fn plots_stand_beside_the_figures_with_their_tables() {
    let site = TestSite::new().await;
    let leader = site.sign_in(fixture::LEADER).await;
    let page = site.get(&team(), &leader).await;
    for said in [
        "Tid i behandling",
        "2 ärenden började",
        "Familjer och platser",
        "drawing-phone",
    ] {
        assert!(page.body.contains(said), "{said}: {}", page.body);
    }
    assert!(page.body.contains("/review/year?term=2026") && page.body.contains("Som tabell"));
    let year = format!("{}/year", team());
    let one = site.get(&year, &leader).await;
    assert_eq!(one.status, StatusCode::OK, "{}", one.body);
    assert!(one.body.contains("Lingonstig") && one.body.contains("wash-0"));
    assert!(one.body.contains("class=\"missing\"") && one.body.contains("minst 3 i veckan"));
    let therapist = site.sign_in(fixture::THERAPIST).await;
    assert_eq!(
        site.get(&year, &therapist).await.status,
        StatusCode::FORBIDDEN
    );
    let consultant = site.sign_in(fixture::CONSULTANT).await;
    let seen = site.get(&year, &consultant).await;
    assert_eq!(seen.status, StatusCode::OK);
    let api = format!(
        "/api/v1{}/review/year",
        format_args!("/teams/{}", fixture::TEAMS[0])
    );
    let told = site.get(&api, &leader).await.body;
    assert!(
        told.contains("\"BJÖ-26-001\"") && told.contains("\"least\":3"),
        "{told}"
    );
    let api = format!("/api/v1/teams/{}/review", fixture::TEAMS[0]);
    let told = site.get(&api, &leader).await.body;
    assert!(
        told.contains("\"time_in_treatment\":{") && told.contains("\"load\":[{"),
        "{told}"
    );
    let manager = site.sign_in(fixture::UNIT_MANAGER).await;
    let outside = site.get(&team(), &manager).await;
    assert!(
        !outside.body.contains("/review/year") && outside.body.contains("Familjer och platser")
    );
    let lead = site.sign_in(fixture::NETWORK_LEAD).await;
    let network = format!("/networks/{}/review?figure=pct_home", fixture::NETWORK);
    let page = site.get(&network, &lead).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    assert!(page.body.contains("Teamen och slumpen") && page.body.contains("inget kan visas"));
}

#[tokio::test]
async fn a_review_is_written_and_signed_on_its_page() {
    let site = TestSite::new().await;
    let leader = site.sign_in(fixture::LEADER).await;
    let empty = site.get(&document(), &leader).await;
    assert_eq!(empty.status, StatusCode::OK, "{}", empty.body);
    assert!(empty.body.contains("Inte påbörjad") && !empty.body.contains("/sign\""));
    let owner = fixture::THERAPIST;
    let form = format!(
        "version=0&summary=Tv%C3%A5+p%C3%A5g%C3%A5r&goals=&what=Ring+f%C3%B6rst&owner={owner}&due=2027-03-01&what=&owner=&due="
    );
    let saved = site.post(&document(), &leader, &form).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    let without = "version=1&summary=En&what=Vem%3F&owner=&due=";
    let refused = site.post(&document(), &leader, without).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.body.contains("Vem?") && refused.body.contains("Säg vem som ansvarar"),
        "{}",
        refused.body
    );
    let again = site.post(&document(), &leader, &form).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.body.contains("under tiden"));
    // What was typed of the half-year before stays as well.
    let before = format!("/teams/{}/reviews/2026H1", fixture::TEAMS[0]);
    site.post(&before, &leader, &form).await;
    let typed = format!("{without}&follow=1&outcome_1=partly&remark_1=P%C3%A5+v%C3%A4g");
    let refused = site.post(&document(), &leader, &typed).await;
    assert!(
        refused.body.contains(">På väg</textarea>") && refused.body.contains(">Vem?</textarea>"),
        "{}",
        refused.body
    );
    assert!(refused.body.contains("<option value=\"partly\" selected>"));
    let done = format!("{}?done=review-saved", document());
    let done = site.get(&done, &leader).await.body;
    assert!(done.contains("<div class=\"notice ok no-print\""), "{done}");
    let sign = format!("{}/sign", document());
    let signed = site.post(&sign, &leader, "version=1").await;
    assert_eq!(signed.status, StatusCode::SEE_OTHER, "{}", signed.body);
    let twice = site.post(&sign, &leader, "version=2").await;
    assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
    let consultant = site.sign_in(fixture::CONSULTANT).await;
    let signed = site.post(&sign, &consultant, "version=2").await;
    assert_eq!(signed.status, StatusCode::SEE_OTHER, "{}", signed.body);
    let read = site.get(&document(), &leader).await.body;
    assert!(
        read.contains("Signerad av båda")
            && read.contains("Ring först")
            && !read.contains("<textarea")
    );
    let manager = site.sign_in(fixture::UNIT_MANAGER).await;
    let outside = site.get(&document(), &manager).await;
    assert_eq!(outside.status, StatusCode::OK);
    assert!(outside.body.contains("dolda"));
}

fn network() -> String {
    format!("/networks/{}/reviews/MST-CAN/2026H2", fixture::NETWORK)
}

#[tokio::test]
async fn the_networks_review_is_written_signed_by_both_and_told_as_json() {
    let site = TestSite::new().await;
    let lead = site.sign_in(fixture::NETWORK_LEAD).await;
    let figures = format!("/networks/{}/review?programme=MST-CAN", fixture::NETWORK);
    let page = site.get(&figures, &lead).await;
    assert!(page.body.contains(&network()), "the figures lead there");
    let empty = site.get(&network(), &lead).await;
    assert_eq!(empty.status, StatusCode::OK, "{}", empty.body);
    for said in [
        "Nätverkets programgenomgång",
        "MST-Prov · MST-CAN",
        "Inte påbörjad",
        "också av den som känner ett av teamen inifrån",
        "Alla tillsammans",
        "href=\"#cases-active-end\"",
        "id=\"cases-active-end\"",
        "Halvår för halvår",
        "Inget halvår hålls mot de andra",
    ] {
        assert!(empty.body.contains(said), "{said}: {}", empty.body);
    }
    assert!(!empty.body.contains("/sign\"") && !empty.body.contains("XmR"));
    let consultant = site.sign_in(fixture::CONSULTANT).await;
    let team = site.get(&team(), &consultant).await;
    assert!(team.body.contains(&network()), "a consultant is led there");
    let owner = fixture::CONSULTANT;
    let form = format!(
        "version=0&summary=Tre+p%C3%A5g%C3%A5r&goals=&what=Ring+f%C3%B6rst&owner={owner}&due=2027-03-01"
    );
    let saved = site.post(&network(), &consultant, &form).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    let again = site.post(&network(), &lead, &form).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.body.contains("under tiden") && again.body.contains("Ring först"));
    let sign = format!("{}/sign", network());
    let leader = site.sign_in(fixture::LEADER).await;
    let refused = site.post(&sign, &leader, "version=1").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let early = site.get(&network(), &leader).await;
    assert_eq!(early.status, StatusCode::NOT_FOUND);
    for (who, version) in [(&lead, 1), (&consultant, 2)] {
        let signed = site.post(&sign, who, &format!("version={version}")).await;
        assert_eq!(signed.status, StatusCode::SEE_OTHER, "{}", signed.body);
    }
    let read = site.get(&network(), &leader).await;
    assert_eq!(read.status, StatusCode::OK);
    assert!(read.body.contains("Signerad av båda") && !read.body.contains("<textarea"));
    assert!(read.body.contains("Nätverksledare") && read.body.contains("Nanna Vindflöjel"));
    let told = site.get(&format!("/api/v1{}", network()), &leader).await;
    assert_eq!(told.status, StatusCode::OK, "{}", told.body);
    for said in [
        "\"kept_on\":\"2026-11-23\"",
        "\"is_signed\":true",
        "\"what\":\"Ring först\"",
        "\"figure\":\"cases_active_end\"",
    ] {
        assert!(told.body.contains(said), "{said}: {}", told.body);
    }
    let own = format!("/api/v1{}", document());
    let told = site.get(&own, &leader).await;
    assert_eq!(told.status, StatusCode::OK);
    assert!(told.body.contains("\"kept_on\":null") && told.body.contains("\"is_signed\":false"));
}

#[tokio::test]
async fn a_lead_chooses_which_teams_are_read_together() {
    let site = TestSite::new().await;
    let lead = site.sign_in(fixture::NETWORK_LEAD).await;
    let address = format!("/networks/{}/review?programme=MST-CAN", fixture::NETWORK);
    let all = site.get(&address, &lead).await.body;
    assert!(
        all.contains("Alla tillsammans") && all.contains("&amp;choose=1")
            || all.contains("choose=1#choose")
    );
    assert!(
        !all.contains("name=\"team\""),
        "the form comes when it is asked for"
    );
    let form = site.get(&format!("{address}&choose=1"), &lead).await.body;
    for team in [fixture::TEAMS[0], fixture::TEAMS[2]] {
        let ticked = format!("name=\"team\" value=\"{team}\" checked");
        assert!(form.contains(&ticked), "{form}");
    }
    assert!(
        !form.contains(&fixture::TEAMS[1].to_string()),
        "another programme"
    );
    let one = format!("{address}&team={}", fixture::TEAMS[0]);
    let some = site.get(&one, &lead).await.body;
    assert!(
        some.contains("1 av 2 team") && some.contains("De valda tillsammans"),
        "{some}"
    );
    assert!(!some.contains(&format!("/teams/{}/review", fixture::TEAMS[2])));
    // The way to the half-year before keeps the choice.
    let before = format!("term=2026H1&programme=MST-CAN&team={}", fixture::TEAMS[0]);
    assert!(
        some.replace("&#38;", "&")
            .replace("&amp;", "&")
            .contains(&before),
        "{some}"
    );
    let board = format!("{address}&board={}", fixture::BOARDS[1]);
    let board = site.get(&board, &lead).await.body;
    assert!(board.contains(": 1 av 2 team"), "{board}");
    let api = format!("/api/v1{address}&teams={},x", fixture::TEAMS[2]);
    let api = site.get(&api, &lead).await.body;
    assert!(api.contains("\"of_teams\":2"), "{api}");
    assert!(!api.contains(&fixture::TEAMS[0].to_string()), "{api}");
}

#[tokio::test]
async fn a_network_is_read_by_quarter_and_by_year_too() {
    let site = TestSite::new().await;
    let lead = site.sign_in(fixture::NETWORK_LEAD).await;
    let address = format!("/networks/{}/review", fixture::NETWORK);
    let half = site.get(&format!("{address}?term=2026H2"), &lead).await;
    for term in ["2026Q4", "2026"] {
        assert!(half.body.contains(&format!("?term={term}&")), "{term}");
    }
    let document = format!("/networks/{}/reviews/", fixture::NETWORK);
    assert!(half.body.contains(&document));
    for (term, shown, rule) in [
        ("2026Q4", "kvartal 4 2026", "Ett kvartal visas för"),
        ("2026", "2026", "Ett år visar bara"),
    ] {
        let page = site.get(&format!("{address}?term={term}"), &lead).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        assert!(page.body.contains(shown) && page.body.contains(rule));
        // A team's own page and the document know half-years alone from outside.
        assert!(page.body.contains("/review?term=2026H2\""), "{term}");
        assert!(!page.body.contains(&document), "{term}");
        let api = format!("/api/v1{address}?programme=MST-CAN&term={term}");
        let told = site.get(&api, &lead).await;
        assert!(
            told.body.contains(&format!("\"term\":\"{term}\"")),
            "{}",
            told.body
        );
    }
    for coming in ["2027Q1", "2027H1", "2027"] {
        let page = site.get(&format!("{address}?term={coming}"), &lead).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{coming}");
    }
}

#[tokio::test]
async fn figures_are_downloaded_as_a_table_that_hides_what_the_page_hides() {
    let site = TestSite::new().await;
    let leader = site.sign_in(fixture::LEADER).await;
    let page = site.get(&team(), &leader).await.body;
    let address = format!("{}.csv?term=2026H2", team());
    assert!(page.contains(&address), "{page}");
    let own = site.get(&address, &leader).await;
    assert_eq!(own.status, StatusCode::OK);
    let line = "2026H2;cases_active_end;Pågående vid periodens slut;2,0000;;;;;0";
    assert!(own.body.contains(line), "{}", own.body);
    let mut tx = site.db.write("test").await.unwrap();
    let close =
        "UPDATE cases SET stage = 'closed', ended_on = '2026-11-23', end_reason = 'completed'
        WHERE code = 'BJÖ-26-001'";
    tx.run(close, &[]).await.unwrap();
    tx.commit().await.unwrap();
    let lead = site.sign_in(fixture::NETWORK_LEAD).await;
    let address = format!(
        "/networks/{}/review.csv?programme=MST-CAN",
        fixture::NETWORK
    );
    let all = site.get(&address, &lead).await;
    assert_eq!(all.status, StatusCode::OK);
    for line in [
        "Alla tillsammans;2026H2;cases_active_end;",
        ";cases_closed;Avslutade ärenden;dolt",
    ] {
        assert!(all.body.contains(line), "{line}: {}", all.body);
    }
    let interviewer = site.sign_in(fixture::INTERVIEWER).await;
    for refused in [&address, &format!("{}.csv", team())] {
        let refused = site.get(refused, &interviewer).await;
        let refusals = [StatusCode::FORBIDDEN, StatusCode::NOT_FOUND];
        assert!(refusals.contains(&refused.status), "{}", refused.status);
    }
}

#[tokio::test]
async fn one_figure_is_told_as_data_with_what_stands_behind_it() {
    let site = TestSite::new().await;
    let leader = site.sign_in(fixture::LEADER).await;
    let address = format!("/api/v1{}/cases_active_end?term=2026Q4", team());
    let one = site.get(&address, &leader).await;
    assert_eq!(one.status, StatusCode::OK, "{}", one.body);
    for told in [
        "\"figure\":\"cases_active_end\"",
        "\"code\":\"BJÖ-26-001\"",
        "\"way_here\":[{\"term\":",
        "\"posts\":null",
    ] {
        assert!(one.body.contains(told), "{told}: {}", one.body);
    }
    let manager = site.sign_in(fixture::UNIT_MANAGER).await;
    let outside = site.get(&address.replace("Q4", "H2"), &manager).await.body;
    assert!(outside.contains("\"cases\":null"), "{outside}");
    assert!(outside.contains("\"way_here\":[]"), "{outside}");
    let none = address.replace("cases_active_end", "nonsense");
    assert_eq!(site.get(&none, &leader).await.status, StatusCode::NOT_FOUND);
}

/// The fixture's world with one whole interview, by an instrument whose rule nobody vouches for.
async fn interviewed() -> TestSite {
    let (site, cookie, url) = planned().await;
    for number in 1..=28 {
        let answer = if number <= 17 { "5" } else { "3" };
        give(&site, &cookie, &url, answer).await;
    }
    let done = site
        .post(&format!("{url}/finish"), &cookie, "version=28")
        .await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    site
}

#[tokio::test]
async fn a_score_by_a_rule_that_nobody_vouches_for_says_so_wherever_it_stands() {
    const SAID: &str = "(regeln är inte bekräftad av rättighetshavaren)";
    let site = interviewed().await;
    let leader = site.sign_in(fixture::LEADER).await;
    let projects = format!("/networks/{}/projects", fixture::NETWORK);
    let lead = site.sign_in(fixture::NETWORK_LEAD).await;
    let form = format!(
        "name=Team&funder=Stiftelsen&begins=2026-01-01&ends=2027-12-31&teams={}",
        fixture::TEAMS[0]
    );
    let made = site.send(Method::POST, &projects, Some(&lead), &form).await;
    let one = made.location.unwrap().split('?').next().unwrap().to_owned();
    let own = format!("/teams/{}/projects", fixture::TEAMS[0]);
    let project = one.rsplit('/').next().unwrap();
    let given = format!("{own}/{project}/2026");
    site.send(Method::POST, &given, Some(&leader), "").await;
    let text = "version=0&summary=En&goals=&what=&owner=&due=";
    site.post(&document(), &leader, text).await;
    let sign = format!("{}/sign", document());
    for (url, who) in [
        (team(), &leader),
        (format!("{}/mean_adherence", team()), &leader),
        (document(), &leader),
        (own, &leader),
        (one, &lead),
    ] {
        let page = site.get(&url, who).await;
        assert!(page.body.contains(SAID), "{url}: {}", page.body);
    }
    let signed = site.post(&sign, &leader, "version=1").await;
    assert_eq!(signed.status, StatusCode::SEE_OTHER, "{}", signed.body);
    assert!(site.get(&document(), &leader).await.body.contains(SAID));
    let other = site.get(&format!("{}/caseload", team()), &leader).await;
    assert!(!other.body.contains(SAID), "no score is in it");
    let read = site.get(&format!("/api/v1{}", team()), &leader).await;
    let read: serde_json::Value = serde_json::from_str(&read.body).unwrap();
    let told = |code: &str| {
        let mut figures = read["figures"].as_array().unwrap().iter();
        figures.find(|one| one["figure"] == code).unwrap()["rule_confirmed"].clone()
    };
    assert_eq!(told("mean_adherence"), false);
    assert_eq!(told("caseload"), serde_json::Value::Null);
}
