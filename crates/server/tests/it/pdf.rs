//! What the server composes is what the typesetter takes: every kind of document, from the demo's own data, set as a PDF.

use std::path::Path;

use axum::http::{Method, StatusCode};
use hemma_app::ctx::Ctx;
use hemma_domain::access::Errand;
use hemma_domain::ids::{NetworkId, OpeningId, StaffId};
use hemma_domain::staff::{Place, Role};
use serde_json::Value;

use crate::harness::{TestSite, multipart, now};

/// Documents of one kind that are set: each takes a fraction of a second.
const EACH_MAX: usize = 4;

struct Demo {
    site: TestSite,
    network: NetworkId,
    lead: String,
}

impl Demo {
    async fn new() -> Demo {
        let site = TestSite::demo().await;
        let ctx = Ctx::system(Errand::Demo, now());
        let people = site.app.demo_people(&ctx).await.unwrap();
        let found = people.iter().find_map(|one| match one.post.place {
            Place::Network(network) if one.post.role == Role::NetworkLead => {
                Some((one.staff.id, network))
            }
            _ => None,
        });
        let (lead, network) = found.unwrap();
        Demo {
            lead: site.sign_in(lead).await,
            network,
            site,
        }
    }

    /// Those who hold a post, each with its place.
    async fn people(&self, role: Role) -> Vec<(StaffId, Place)> {
        let ctx = Ctx::system(Errand::Demo, now());
        let people = self.site.app.demo_people(&ctx).await.unwrap();
        let people = people.into_iter();
        let of_role = people.filter(|one| one.post.role == role);
        of_role.map(|one| (one.staff.id, one.post.place)).collect()
    }

    /// The addresses on a page that begin so.
    async fn links(&self, page: &str, who: &str, start: &str) -> Vec<String> {
        let page = self.site.get(page, who).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        let mut links: Vec<String> = page
            .body
            .split("href=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .filter(|link| link.starts_with(start))
            .map(str::to_owned)
            .collect();
        links.sort();
        links.dedup();
        links
    }

    /// Sets a document as it was composed; gives its file.
    async fn set(&self, address: &str, who: &str) -> Vec<u8> {
        let composed = self.site.get(address, who).await;
        assert_eq!(
            composed.status,
            StatusCode::OK,
            "{address}: {}",
            composed.body
        );
        let set = hemma_report::render(composed.body.as_bytes());
        let set = set.unwrap_or_else(|err| panic!("{address}: {err:?} of {}", composed.body));
        assert_eq!(set.warnings, Vec::<String>::new(), "{address}");
        assert!(0 < set.pages, "{address}");
        set.bytes
    }

    /// Sets some of the documents that pages lead to, below each address; there is at least one.
    async fn set_each(&self, pages: &[String], below: &str) {
        assert!(!pages.is_empty(), "no page leads to {below}");
        for page in pages.iter().take(EACH_MAX) {
            self.set(&format!("{page}{below}"), &self.lead).await;
        }
    }

    fn below(&self, path: &str) -> String {
        format!("/networks/{}/{path}", self.network)
    }
}

fn is_id(text: &str) -> bool {
    text.parse::<OpeningId>().is_ok()
}

#[tokio::test]
async fn every_document_that_is_composed_from_the_demo_is_set() {
    let demo = &Demo::new().await;
    let of = async |path: &str| {
        let start = demo.below(&format!("{path}/"));
        demo.links(&demo.below(path), &demo.lead, &start).await
    };
    demo.set_each(&of("proposals").await, "/file").await;
    let projects = of("projects").await;
    demo.set_each(&projects, "/file").await;
    let bills = demo.below("fees/bills/");
    let bills = demo.links(&demo.below("fees"), &demo.lead, &bills).await;
    demo.set_each(&bills, "/document").await;

    let mut certificates = Vec::new();
    for training in of("trainings").await {
        let start = format!("{training}/certificates/");
        certificates.extend(demo.links(&training, &demo.lead, &start).await);
    }
    demo.set_each(&certificates, "").await;

    let leaders = demo.people(Role::GroupLeader).await;
    for (leader, place) in leaders.iter().take(EACH_MAX) {
        let Place::Team(team, _) = place else {
            panic!("{place:?}");
        };
        let who = demo.site.sign_in(*leader).await;
        let report = format!("/teams/{team}/month-report/file");
        demo.set(&report, &who).await;
    }
    for (leader, _) in leaders {
        let who = demo.site.sign_in(leader).await;
        let openings = demo.links("/openings", &who, "/openings/").await;
        let is_one = |link: &&String| link.rsplit('/').next().is_some_and(is_id);
        if let Some(opening) = openings.iter().find(is_one) {
            demo.set(&format!("{opening}/advert/file"), &who).await;
            return;
        }
    }
    panic!("no leader recruits");
}

/// Every team's own half-year, and that of each programme of the network: with all that is drawn of them.
#[tokio::test]
async fn the_reviews_of_the_demo_are_set_with_all_their_figures() {
    let demo = &Demo::new().await;
    let figures = async |address: &str, who: &str| {
        demo.set(address, who).await;
        let composed = demo.site.get(address, who).await.body;
        composed.matches("\"svg\":").count()
    };
    let mut most = 0;
    for (leader, place) in demo.people(Role::GroupLeader).await {
        let Place::Team(team, _) = place else {
            panic!("{place:?}");
        };
        let who = demo.site.sign_in(leader).await;
        let review = format!("/teams/{team}/reviews/2026H2/file");
        most = figures(&review, &who).await.max(most);
    }
    assert!(20 < most, "a team of some years draws every figure: {most}");
    for programme in ["MST", "MST-CAN"] {
        let review = demo.below(&format!("reviews/{programme}/2026H2/file"));
        assert!(0 < figures(&review, &demo.lead).await, "{programme}");
    }
}

#[tokio::test]
async fn a_project_of_twelve_years_is_set_and_what_the_helper_makes_is_taken_as_an_attachment() {
    let demo = &Demo::new().await;
    let leaders = demo.people(Role::GroupLeader).await;
    let Some((leader, Place::Team(team, _))) = leaders.first() else {
        panic!("{leaders:?}");
    };
    let last = now().day().0.year();
    let form = format!(
        "name=Lång&funder=Stiftelsen&begins={}-01-01&ends={last}-12-31&teams={team}",
        last - 11
    );
    let made = demo
        .site
        .post(&demo.below("projects"), &demo.lead, &form)
        .await;
    let made = made.location.unwrap_or_else(|| panic!("{}", made.body));
    let project = made.split('?').next().unwrap();
    let who = demo.site.sign_in(*leader).await;
    let id = project.rsplit('/').next().unwrap();
    for year in last - 11..=last {
        let give = format!("/teams/{team}/projects/{id}/{year}");
        let given = demo.site.send(Method::POST, &give, Some(&who), "").await;
        assert_eq!(given.status, StatusCode::SEE_OTHER, "{}", given.body);
    }
    let set = demo.set(&format!("{project}/file"), &demo.lead).await;

    let proposals = demo.below("proposals");
    let draft = demo
        .site
        .post(&proposals, &demo.lead, "template=STOCKHOLM%2Fconference")
        .await;
    let draft = draft.location.unwrap();
    let fields = [("version", "1"), ("attachment_title", "Uppföljning")];
    let body = multipart(&fields, Some(("attachment", &set)));
    let files = format!("{draft}/attachments");
    let sent = demo.site.post_file(&files, Some(&demo.lead), body).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
}

#[tokio::test]
async fn what_goes_to_another_authority_is_set_in_its_layout() {
    let demo = &Demo::new().await;
    let boards = demo.below("addressees");
    let start = demo.below("addressees/");
    let found = demo.links(&boards, &demo.lead, &start).await;
    let register = demo.below("proposals");
    let mut documents = Vec::new();
    for board in &found {
        let id = board.rsplit('/').next().unwrap();
        let kind = format!("template={id}%2Fconference");
        let draft = demo.site.post(&register, &demo.lead, &kind).await;
        let draft = draft.location.unwrap();
        // A page sends what stands in its fields, the board's name among it.
        let page = demo.site.get(&format!("/api/v1{draft}"), &demo.lead).await;
        let addressee = page.body.split("\"addressee\":\"").nth(1).unwrap();
        let addressee = addressee.split('"').next().unwrap();
        let addressee: String = addressee
            .bytes()
            .map(|byte| format!("%{byte:02X}"))
            .collect();
        let form = "version=1&heading=Resa&dated_on=2026-11-23&text_summary=Kort.&text_matter=Saken.\
            &text_economy=Pengar.&costs_what=T%C3%A5g&costs_amount=1500&funding_what=Avgifter&funding_amount=1500";
        let form = format!("{form}&addressee={addressee}");
        let saved = demo.site.post(&draft, &demo.lead, &form).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
        let file = format!("{draft}/file");
        let set = demo.set(&file, &demo.lead).await;
        assert!(set.starts_with(b"%PDF"));
        let composed = demo.site.get(&file, &demo.lead).await.body;
        documents.push(serde_json::from_str::<Value>(&composed).unwrap()["data"].clone());
    }
    let headings = |one: &Value| {
        let sections = one["sections"].as_array().unwrap().iter();
        let all = sections.map(|section| section["heading"].as_str().unwrap().to_owned());
        all.collect::<Vec<String>>()
    };
    documents.sort_by_key(|one| one["document"].to_string());
    let [other, own] = &documents[..] else {
        panic!("{documents:?}");
    };
    assert_eq!(
        (&own["document"], &own["addressee"]),
        (
            &"Tjänsteutlåtande".into(),
            &"Socialtjänst- och arbetsmarknadsnämnden".into()
        )
    );
    assert_eq!(headings(own), ["Sammanfattning", "Ärendet", "Ekonomi"]);
    assert_eq!(
        (&other["document"], &other["addressee"]),
        (
            &"Tjänsteskrivelse".into(),
            &"Påhittsvikens socialnämnd".into()
        )
    );
    let expected = [
        "Sammanfattning av ärendet",
        "Beskrivning av ärendet",
        "Ekonomiska konsekvenser",
    ];
    assert_eq!(headings(other), expected);
    assert_eq!(other["decision"], "Förslag till beslut");
}

/// What the pictures of the typesetter's tests show is what a user gets who opens the same proposal. `INSTA_UPDATE=always`
/// writes the example anew.
#[tokio::test]
async fn the_trip_that_the_picture_shows_is_composed_from_the_demo() {
    let demo = &Demo::new().await;
    let register = demo.below("proposals?q=2.5-0472%2F2010");
    let start = demo.below("proposals/");
    let found = demo.links(&register, &demo.lead, &start).await;
    let [trip] = &found[..] else {
        panic!("{found:?}");
    };
    let composed = demo.site.get(&format!("{trip}/file"), &demo.lead).await;
    let composed: Value = serde_json::from_str(&composed.body).unwrap();
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("../report/examples/proposal.json");
    if std::env::var_os("INSTA_UPDATE").is_some_and(|value| value == "always") {
        let text = serde_json::to_string_pretty(&composed).unwrap();
        std::fs::write(&example, format!("{text}\n")).unwrap();
    }
    let shown: Value = serde_json::from_str(&std::fs::read_to_string(example).unwrap()).unwrap();
    assert_eq!(composed, shown);
}
