//! Recruitment on the screens: begun, answered by anybody, scored, decided; and everything that was broken on purpose.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use hemma_testkit::fixture;
use hemma_testkit::opening::{OPENING, pdf};

use crate::harness::{self, Answer, TestSite};

pub(crate) fn multipart(fields: &[(&str, &str)], file: Option<(&str, &[u8])>) -> Vec<u8> {
    harness::multipart(fields, file.map(|(_, file)| ("cv", file)))
}

pub(crate) const ANSWERS: [(&str, &str); 6] = [
    ("name", "Pelle Påhittsson"),
    ("email", "pelle@example.org"),
    ("phone", "070-000 00 01"),
    ("question-1", "yes"),
    ("question-2", "Socionom"),
    ("question-3", "Tre år i skolan."),
];

pub(crate) fn apply_url() -> String {
    format!("/jobs/{OPENING}/apply")
}

pub(crate) async fn send(site: &TestSite, body: Vec<u8>) -> Answer {
    site.post_file(&apply_url(), None, body).await
}

/// Applies, and gives the secret address.
pub(crate) async fn applied(site: &TestSite, file: Option<(&str, &[u8])>) -> String {
    let sent = send(site, multipart(&ANSWERS, file)).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    let to = sent.location.unwrap();
    to.split('?').next().unwrap().to_owned()
}

pub(crate) async fn anybody(site: &TestSite, path: &str) -> Answer {
    site.send(Method::GET, path, None, "").await
}

pub(crate) fn url(below: &str) -> String {
    format!("/openings/{OPENING}{below}")
}

/// The site on the day after the last day to apply.
fn after_the_last_day(site: &TestSite) -> TestSite {
    site.later(21 * 24 * 3600)
}

/// The address of the only applicant.
pub(crate) async fn applicant(site: &TestSite, cookie: &str) -> String {
    let list = site.get(&url("/applicants"), cookie).await;
    let at = list
        .body
        .find(&url("/applicants/"))
        .unwrap_or_else(|| panic!("{}", list.body));
    list.body[at..].split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn anybody_reads_the_advert_applies_without_script_and_takes_it_back() {
    let site = TestSite::new().await;
    let list = anybody(&site, "/jobs").await;
    assert!(list.body.contains("Familjebehandlare"), "{}", list.body);
    assert!(!list.body.contains("<script"), "no script is needed");
    let advert = anybody(&site, &format!("/jobs/{OPENING}")).await;
    for told in [
        "Socionom eller motsvarande",
        "Arbeta under press",
        "13 december 2026",
    ] {
        assert!(advert.body.contains(told), "{told} in {}", advert.body);
    }
    let form = anybody(&site, &apply_url()).await;
    assert!(form.body.contains("multipart/form-data"));
    assert!(form.body.contains("fick jobbet i 2 år"), "{}", form.body);
    let wrong = [
        ("name", "Pelle 850709-9805"),
        ("email", "pelle"),
        ("phone", "070-000 00 01"),
        ("question-1", "yes"),
        ("question-3", "Min text som ska finnas kvar"),
    ];
    let wrong = send(&site, multipart(&wrong, None)).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    for told in [
        "3 saker behöver rättas",
        "Det ser ut att stå ett personnummer här",
        "Min text som ska finnas kvar",
    ] {
        assert!(wrong.body.contains(told), "{told} in {}", wrong.body);
    }
    let own = applied(&site, None).await;
    let receipt = anybody(&site, &format!("{own}?done=application-sent")).await;
    assert!(
        receipt.body.contains("Din ansökan har kommit in"),
        "{}",
        receipt.body
    );
    assert!(receipt.body.contains("Tre år i skolan."));
    let robots = receipt.headers.get("x-robots-tag").unwrap();
    assert_eq!(robots, "noindex, nofollow, noarchive");
    let nobody = anybody(&site, "/application/aaaa-bbbb").await;
    assert_eq!(nobody.status, StatusCode::NOT_FOUND);
    let back = site
        .send(Method::POST, &format!("{own}/withdraw"), None, "")
        .await;
    assert_eq!(back.status, StatusCode::SEE_OTHER);
    let again = anybody(&site, &own).await;
    assert!(again.body.contains("Tillbakatagen") && !again.body.contains("/withdraw"));
    assert!(!again.body.contains("kan ta tillbaka den"), "it is back");
    let late = after_the_last_day(&site);
    let closed = anybody(&late, &apply_url()).await;
    assert_eq!(closed.status, StatusCode::NOT_FOUND);
    assert!(closed.body.contains("Annonsen är inte öppen"));
}

#[tokio::test]
async fn the_form_speaks_english_to_those_who_ask_for_it() {
    let site = TestSite::new().await;
    let request = Request::builder()
        .uri(apply_url())
        .header(header::HOST, "localhost")
        .header(header::ACCEPT_LANGUAGE, "en-GB,en;q=0.9")
        .body(Body::empty())
        .unwrap();
    let form = site.request(request).await;
    assert!(form.body.contains("Send the application"), "{}", form.body);
    assert!(form.body.contains("lang=\"en\""));
}

#[tokio::test]
async fn fifty_megabytes_are_answered_with_a_page() {
    let site = TestSite::new().await;
    let large = vec![b'x'; 50 * 1024 * 1024];
    let sent = send(&site, multipart(&ANSWERS, Some(("cv.pdf", &large)))).await;
    assert_eq!(sent.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(sent.body.contains("Filen är för stor"), "{}", sent.body);
}

#[tokio::test]
async fn what_only_calls_itself_a_pdf_is_refused_with_its_reason() {
    let site = TestSite::new().await;
    let just_over = vec![b'%'; 5 * 1024 * 1024 + 1];
    let script = pdf("/OpenAction << /S /JavaScript /JS (app.alert(1)) >>");
    // The head of an archive that says it holds far more than it takes: nothing here unpacks it.
    let bomb = b"PK\x03\x04\x14\0\0\0\x08\0word/document.xml\xff\xff\xff\x7f".to_vec();
    for (name, file, told) in [
        (
            "cv.pdf",
            b"#!/bin/sh\nrm -rf /\n".to_vec(),
            "Filen är ingen PDF",
        ),
        ("cv.docx", bomb, "Word-dokument"),
        ("cv.pdf", script, "innehåller skript"),
        ("cv.pdf", just_over, "Filen är för stor"),
        ("cv.pdf", b"%PDF-1.7\n".to_vec(), "trasig"),
    ] {
        let sent = send(&site, multipart(&ANSWERS, Some((name, &file)))).await;
        assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        assert!(sent.body.contains(told), "{told} in {}", sent.body);
        assert!(
            sent.body.contains("Tre år i skolan."),
            "what was typed stays"
        );
    }
    let lead = site.sign_in(fixture::LEADER).await;
    let list = site.get(&url("/applicants"), &lead).await;
    assert!(list.body.contains("Inga ansökningar ännu"), "{}", list.body);
}

#[tokio::test]
async fn a_form_that_is_none_is_answered_with_a_page() {
    let site = TestSite::new().await;
    for body in [b"nonsense".to_vec(), b"--".to_vec(), Vec::new()] {
        let sent = send(&site, body).await;
        assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(sent.body.contains("<h1>"), "{}", sent.body);
    }
}

#[tokio::test]
async fn a_thousand_applications_in_a_minute_are_answered_and_hurt_nobody_else() {
    let site = TestSite::new().await;
    let lead = site.sign_in(fixture::LEADER).await;
    let body = multipart(&ANSWERS, None);
    let mut taken = 0;
    for _ in 0..1_000 {
        let sent = send(&site, body.clone()).await;
        match sent.status {
            StatusCode::SEE_OTHER => taken += 1,
            status => {
                assert_eq!(status, StatusCode::TOO_MANY_REQUESTS);
                assert!(sent.body.contains("Vänta lite"), "{}", sent.body);
                assert!(sent.headers.contains_key(header::RETRY_AFTER));
            }
        }
    }
    assert_eq!(taken, 20, "as many as one address may");
    for path in ["/jobs", "/openings"] {
        let page = site.get(path, &lead).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
    }
    let list = site.get(&url("/applicants"), &lead).await;
    assert!(list.body.contains("Sökande 20") && !list.body.contains("Sökande 21"));
    let soon = site.later(180);
    let sent = send(&soon, body).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "three minutes later");
}

#[tokio::test]
async fn an_opening_is_begun_written_and_published_by_its_leader() {
    let site = TestSite::new().await;
    let lead = site.sign_in(fixture::LEADER).await;
    let wrong = site.post("/openings", &lead, "place=team%2Fx&post=").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let form = format!("place=team%2F{}&post=Familjeresurs", fixture::TEAMS[0]);
    let made = site.post("/openings", &lead, &form).await;
    let edit = made.location.unwrap_or_else(|| panic!("{}", made.body));
    let base = edit.strip_suffix("/edit").unwrap();
    let blank = site
        .post(&format!("{base}/step"), &lead, "version=1&step=publish")
        .await;
    assert_eq!(blank.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        blank.body.contains("6 saker behöver rättas"),
        "{}",
        blank.body
    );
    let profile = "version=1&post=Familjeresurs&place=Provk%C3%B6ping&extent=Heltid&about=Jobbet&contact=Gun&posts=1\
        &last_on=13+december+2026&names=hidden&cv=optional\
        &competence=Praktisk&weight=must&judged=interview&asked=Ber%C3%A4tta&anchor-1=a&anchor-3=b&anchor-5=c\
        &competence=&weight=must&judged=interview&asked=&anchor-1=&anchor-3=&anchor-5=\
        &question=K%C3%B6rkort%3F&kind=yes_no&choices=&needed=Ja";
    let unread = profile.replace("13+december+2026", "snart");
    let unread = site.post(&edit, &lead, &unread).await;
    assert_eq!(unread.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unread.body.contains("value=\"snart\"") && unread.body.contains("value=\"Praktisk\""));
    let saved = site.post(&edit, &lead, profile).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    let draft = site.get(&edit, &lead).await;
    assert!(draft.body.contains("value=\"Ja\""), "as people write it");
    let published = site
        .post(&format!("{base}/step"), &lead, "version=2&step=publish")
        .await;
    assert_eq!(
        published.status,
        StatusCode::SEE_OTHER,
        "{}",
        published.body
    );
    let list = anybody(&site, "/jobs").await;
    assert!(list.body.contains("Familjeresurs"));
    let late = site.get(&edit, &lead).await;
    assert_eq!(
        late.status,
        StatusCode::SEE_OTHER,
        "nothing to write in any more"
    );
    let early = site
        .post(&format!("{base}/step"), &lead, "version=3&step=screen")
        .await;
    assert!(
        early.body.contains("Sista ansökningsdagen har inte gått"),
        "{}",
        early.body
    );
    let form = format!(
        "version=3&staff={}&part=responsible&staff={}&part=assessor",
        fixture::LEADER,
        fixture::RESOURCE
    );
    let named = site.post(&format!("{base}/members"), &lead, &form).await;
    assert_eq!(named.status, StatusCode::SEE_OTHER, "{}", named.body);
    let resource = site.sign_in(fixture::RESOURCE).await;
    let home = site.get("/openings", &resource).await;
    assert!(home.body.contains("Familjeresurs") && home.body.contains("Bedömare"));
    assert!(
        home.body.contains("href=\"/openings\""),
        "among their places"
    );
}

#[tokio::test]
async fn a_cv_is_served_as_a_file_that_no_browser_runs_and_only_to_members() {
    let site = TestSite::new().await;
    applied(&site, Some(("cv.pdf", &pdf("")))).await;
    let site = after_the_last_day(&site);
    let lead = site.sign_in(fixture::LEADER).await;
    let one = applicant(&site, &lead).await;
    let hidden = site.get(&format!("{one}/cv"), &lead).await;
    assert_eq!(hidden.status, StatusCode::NOT_FOUND, "names are hidden");
    for step in ["screen", "interview"] {
        let page = site.get(&url(""), &lead).await;
        let version = page
            .body
            .split("name=\"version\" id=\"version\" value=\"")
            .nth(1)
            .unwrap();
        let version = version.split('"').next().unwrap();
        let form = format!("version={version}&step={step}");
        let moved = site.post(&url("/step"), &lead, &form).await;
        assert_eq!(moved.status, StatusCode::SEE_OTHER, "{}", moved.body);
    }
    let file = site.get(&format!("{one}/cv"), &lead).await;
    assert_eq!(file.status, StatusCode::OK);
    assert_eq!(file.body.as_bytes(), pdf(""));
    let told = |name: header::HeaderName| file.headers.get(name).unwrap().to_str().unwrap();
    assert_eq!(told(header::CONTENT_TYPE), "application/octet-stream");
    assert_eq!(
        told(header::CONTENT_DISPOSITION),
        "attachment; filename=\"cv.pdf\""
    );
    assert_eq!(told(header::X_CONTENT_TYPE_OPTIONS), "nosniff");
    assert!(told(header::CONTENT_SECURITY_POLICY).contains("sandbox"));
    assert_eq!(told(header::CACHE_CONTROL), "no-store");
    for stranger in [
        fixture::THERAPIST,
        fixture::ADMINISTRATOR,
        fixture::OTHER_TEAM_LEADER,
    ] {
        let cookie = site.sign_in(stranger).await;
        let none = site.get(&format!("{one}/cv"), &cookie).await;
        assert_eq!(none.status, StatusCode::NOT_FOUND, "{stranger}");
    }
}

/// Sends a form of the panel, on the day after the last one to apply.
struct Panel {
    site: TestSite,
    lead: String,
}

impl Panel {
    async fn post(&self, path: &str, form: &str) -> Answer {
        self.site.post(path, &self.lead, form).await
    }

    #[track_caller]
    fn taken(answer: &Answer) {
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    }
}

#[tokio::test]
async fn an_applicant_is_screened_without_a_name_and_scored() {
    let site = TestSite::new().await;
    applied(&site, None).await;
    let site = after_the_last_day(&site);
    let lead = site.sign_in(fixture::LEADER).await;
    let panel = Panel { site, lead };
    Panel::taken(&panel.post(&url("/step"), "version=1&step=screen").await);
    let one = applicant(&panel.site, &panel.lead).await;
    let hidden = panel.site.get(&one, &panel.lead).await;
    assert!(hidden.body.contains("Sökande 1") && !hidden.body.contains("Påhittsson"));
    let half = panel
        .post(
            &format!("{one}/scores"),
            "sitting=screening&version=0&act=lock",
        )
        .await;
    assert!(
        half.body.contains("Sätt poäng på allt innan du låser"),
        "{}",
        half.body
    );
    let scores = "sitting=screening&version=0&score-0=4&note-0=Examen&act=lock";
    Panel::taken(&panel.post(&format!("{one}/scores"), scores).await);
    let scored = panel.site.get(&one, &panel.lead).await;
    assert!(
        scored.body.contains("medel 4,0 av 1 bedömare"),
        "{}",
        scored.body
    );
}

#[tokio::test]
async fn an_applicant_is_invited_referred_and_written_to() {
    let site = TestSite::new().await;
    let own = applied(&site, None).await;
    let site = after_the_last_day(&site);
    let lead = site.sign_in(fixture::LEADER).await;
    let panel = Panel { site, lead };
    Panel::taken(&panel.post(&url("/step"), "version=1&step=screen").await);
    let one = applicant(&panel.site, &panel.lead).await;
    Panel::taken(
        &panel
            .post(&format!("{one}/stage"), "version=1&stage=invited")
            .await,
    );
    Panel::taken(&panel.post(&url("/step"), "version=2&step=interview").await);
    let early = panel
        .post(
            &format!("{one}/register"),
            "version=2&shown_on=2026-12-14&issued_on=2026-06-01",
        )
        .await;
    assert!(early.body.contains("för gammalt"), "{}", early.body);
    Panel::taken(
        &panel
            .post(
                &format!("{one}/register"),
                "version=2&shown_on=2026-12-14&issued_on=2026-12-01",
            )
            .await,
    );
    Panel::taken(
        &panel
            .post(
                &format!("{one}/references"),
                "who=Rut%2C+chef&on=2026-12-14&summary=Lugn",
            )
            .await,
    );
    let page = panel.site.get(&one, &panel.lead).await;
    for told in [
        "Pelle Påhittsson",
        "Rut, chef",
        "Visat 14 december 2026, utfärdat 1 december 2026",
    ] {
        assert!(page.body.contains(told), "{told} in {}", page.body);
    }
    let message = panel
        .post(
            &url("/messages"),
            "version=3&audience=all&body=V%C3%A4lkommen",
        )
        .await;
    Panel::taken(&message);
    let mine = anybody(&panel.site, &own).await;
    assert!(mine.body.contains("Välkommen"), "{}", mine.body);
}

#[tokio::test]
async fn somebody_is_hired_once_and_the_others_are_kept_for_two_years() {
    let site = TestSite::new().await;
    applied(&site, None).await;
    let site = after_the_last_day(&site);
    let lead = site.sign_in(fixture::LEADER).await;
    let panel = Panel { site, lead };
    Panel::taken(&panel.post(&url("/step"), "version=1&step=screen").await);
    Panel::taken(&panel.post(&url("/step"), "version=2&step=interview").await);
    let one = applicant(&panel.site, &panel.lead).await;
    let id = one.rsplit('/').next().unwrap();
    let form = format!("version=3&hired={id}&posted_on=2026-12-18&reasons=Mest+erfaren");
    let end = panel.site.get(&url("/end"), &panel.lead).await;
    for lacking in [
        "ingen anteckning om registerutdrag",
        "ingen låst bedömning: Andra intervjun",
        "inga referenser",
    ] {
        assert!(end.body.contains(lacking), "{lacking} in {}", end.body);
    }
    assert!(end.body.contains("Tiden att överklaga är 21 dagar"));
    let silent = panel
        .post(&url("/decide"), &form.replace("Mest+erfaren", ""))
        .await;
    assert!(silent.body.contains("Skriv skälen") && silent.body.contains("checked"));
    Panel::taken(&panel.post(&url("/decide"), &form).await);
    let twice = panel.post(&url("/decide"), &form).await;
    assert!(
        twice.body.contains("Någon annan har ändrat det här"),
        "{}",
        twice.body
    );
    let page = panel.site.get(&one, &panel.lead).await;
    let register = format!("{one}/register");
    assert!(page.body.contains(&register), "hired, and shown only now");
    assert!(!page.body.contains(&format!("{one}/references")));
    let noted = "version=2&shown_on=2026-12-14&issued_on=2026-12-01";
    Panel::taken(&panel.post(&register, noted).await);
    Panel::taken(
        &panel
            .post(
                &url(&format!("/merits/{id}")),
                "version=3&education=Socionom",
            )
            .await,
    );
    let merits = panel.site.get(&url("/merits"), &panel.lead).await;
    for told in [
        "Socionom",
        "Pelle Påhittsson",
        "Fick jobbet",
        "prose no-print",
    ] {
        assert!(merits.body.contains(told), "{told} in {}", merits.body);
    }
    let kept = panel.site.get(&url("/destruction"), &panel.lead).await;
    assert!(kept.body.contains("8 januari 2029"), "{}", kept.body);
    assert!(!kept.body.contains("Förstör ansökningarna"), "too early");
    let early = panel.post(&url("/destroy"), "version=4").await;
    assert!(early.body.contains("Det är för tidigt att förstöra"));
}

#[tokio::test]
async fn anybody_takes_a_place_in_a_meeting_and_gives_it_back() {
    let site = TestSite::new().await;
    let lead = site.sign_in(fixture::LEADER).await;
    let plan = url("/briefings");
    let wrong = site
        .post(&plan, &lead, "briefing-at=&briefing-place=&briefing-seats=")
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        wrong.body.contains("Skriv en dag och en tid"),
        "{}",
        wrong.body
    );
    let form = "briefing-at=2026-12-01T17:00&briefing-place=Salen&briefing-seats=1";
    Panel::taken(&site.post(&plan, &lead, form).await);
    let advert = anybody(&site, &format!("/jobs/{OPENING}")).await;
    let start = format!("/jobs/{OPENING}/briefings/");
    let at = advert
        .body
        .find(&start)
        .unwrap_or_else(|| panic!("{}", advert.body));
    let meeting = advert.body[at..].split('"').next().unwrap().to_owned();
    let paper = site.get(&url("/advert"), &lead).await;
    assert!(
        paper.body.contains("tis 1 dec 17:00, Salen"),
        "{}",
        paper.body
    );
    let form = anybody(&site, &meeting).await;
    assert!(
        form.body.contains("förstörs 14 dagar efter"),
        "{}",
        form.body
    );
    let blank = site
        .send(Method::POST, &meeting, None, "name=&email=")
        .await;
    assert_eq!(blank.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(blank.body.contains("2 saker behöver rättas"));
    let form = "name=Pelle&email=pelle%40example.org";
    let said = site.send(Method::POST, &meeting, None, form).await;
    let seat = said.location.unwrap_or_else(|| panic!("{}", said.body));
    let own = anybody(&site, &seat).await;
    assert!(own.body.contains("Platsen är din"), "{}", own.body);
    let full = site.send(Method::POST, &meeting, None, form).await;
    assert_eq!(full.status, StatusCode::CONFLICT);
    let page = site.get(&url(""), &lead).await;
    assert!(page.body.contains("1 av 1 kommer") && page.body.contains("pelle@example.org"));
    let seat = seat.split('?').next().unwrap();
    let left = site
        .send(Method::POST, &format!("{seat}/leave"), None, "")
        .await;
    assert_eq!(left.status, StatusCode::SEE_OTHER);
    assert_eq!(anybody(&site, seat).await.status, StatusCode::NOT_FOUND);
    let again = site.send(Method::POST, &meeting, None, form).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_wrong_decision_is_put_right_and_whoever_goes_no_further_is_told_of_their_right() {
    let site = TestSite::new().await;
    let own = applied(&site, None).await;
    let lead = site.sign_in(fixture::LEADER).await;
    let open = site.get(&url(""), &lead).await;
    assert!(open.body.contains("Urvalet kan börja 14 december 2026"));
    assert!(!open.body.contains("Börja urvalet"), "{}", open.body);
    let other = ANSWERS.map(|(name, value)| match name {
        "name" => (name, "Lena Låtsas"),
        "email" => (name, "lena@example.org"),
        _ => (name, value),
    });
    let sent = send(&site, multipart(&other, None)).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    let site = after_the_last_day(&site);
    let lead = site.sign_in(fixture::LEADER).await;
    let panel = Panel { site, lead };
    Panel::taken(&panel.post(&url("/step"), "version=1&step=screen").await);
    Panel::taken(&panel.post(&url("/step"), "version=2&step=interview").await);
    let list = panel.site.get(&url("/applicants"), &panel.lead).await;
    let mut ids = Vec::new();
    for part in list.body.split(&url("/applicants/")).skip(1) {
        ids.push(part.split('"').next().unwrap().to_owned());
    }
    let said = |version: u32, id: &str| {
        format!("version={version}&hired={id}&posted_on=2026-12-18&reasons=Mest+erfaren")
    };
    Panel::taken(&panel.post(&url("/decide"), &said(3, &ids[0])).await);
    let form = panel.site.get(&url("/correct"), &panel.lead).await;
    assert!(form.body.contains("2026-12-18") && form.body.contains("Mest erfaren"));
    let silent = panel.post(&url("/correct"), &said(4, &ids[1])).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        silent.body.contains("Skriv vad som var fel"),
        "{}",
        silent.body
    );
    let right = format!("{}&why=Fel+ruta", said(4, &ids[1]));
    Panel::taken(&panel.post(&url("/correct"), &right).await);
    let page = panel.site.get(&url(""), &panel.lead).await;
    for told in ["Fick jobbet", "Lena Låtsas", "Fel ruta", "ansökan 1"] {
        assert!(page.body.contains(told), "{told} in {}", page.body);
    }
    let mine = anybody(&panel.site, &own).await;
    assert!(mine.body.contains("2 kap. 4 §"), "{}", mine.body);
}

/// The names of a JSON object, in order.
fn names(told: &serde_json::Value) -> Vec<&str> {
    let all = told.as_object().unwrap();
    all.keys().map(String::as_str).collect()
}

#[tokio::test]
async fn whoever_reads_adverts_without_end_is_held_and_may_still_apply() {
    let site = TestSite::new().await;
    let advert = format!("/jobs/{OPENING}");
    for _ in 0..600 {
        assert_eq!(anybody(&site, "/jobs").await.status, StatusCode::OK);
    }
    let api = format!("/api/v1/adverts/{OPENING}");
    for path in ["/jobs", &advert, "/api/v1/adverts", &api] {
        let held = anybody(&site, path).await;
        assert_eq!(held.status, StatusCode::TOO_MANY_REQUESTS, "{path}");
        assert_eq!(held.headers[header::RETRY_AFTER], "1", "{path}");
    }
    let page = anybody(&site, &apply_url()).await;
    assert!(
        page.body.contains("Läs vidare efter 12:01"),
        "{}",
        page.body
    );
    let sent = send(&site, multipart(&ANSWERS, None)).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    let soon = site.later(2);
    assert_eq!(anybody(&soon, &advert).await.status, StatusCode::OK);
}

#[tokio::test]
async fn adverts_are_told_as_json_to_anybody_and_nothing_more_than_the_page_says() {
    let site = TestSite::new().await;
    let list = anybody(&site, "/api/v1/adverts").await;
    assert_eq!(list.status, StatusCode::OK, "{}", list.body);
    let list: serde_json::Value = serde_json::from_str(&list.body).unwrap();
    let [advert] = list.as_array().unwrap().as_slice() else {
        panic!("{list}");
    };
    let public = [
        "about",
        "apply_url",
        "asks_references",
        "contact",
        "extent",
        "id",
        "last_on",
        "merits",
        "musts",
        "place",
        "post",
        "team",
        "url",
    ];
    let mut told = names(advert);
    told.sort_unstable();
    assert_eq!(told, public);
    assert_eq!(advert["last_on"], "2026-12-13");
    assert_eq!(advert["id"], OPENING.to_string());
    let lead = site.sign_in(fixture::LEADER).await;
    let form = "briefing-at=2026-12-01T17:00&briefing-place=Salen&briefing-seats=1";
    Panel::taken(&site.post(&url("/briefings"), &lead, form).await);
    let path = format!("/api/v1/adverts/{OPENING}");
    let one = anybody(&site, &path).await;
    let one: serde_json::Value = serde_json::from_str(&one.body).unwrap();
    assert_eq!(one["post"], advert["post"]);
    let [briefing] = one["briefings"].as_array().unwrap().as_slice() else {
        panic!("{one}");
    };
    assert_eq!(briefing["seats_left"], 1);
    assert!(briefing["url"].as_str().unwrap().contains("/briefings/"));
    // What the page no longer shows is not told here either.
    let later = after_the_last_day(&site);
    assert_eq!(anybody(&later, "/api/v1/adverts").await.body, "[]");
    for gone in [path.as_str(), "/api/v1/adverts/nonsense"] {
        let none = anybody(&later, gone).await;
        assert_eq!(none.status, StatusCode::NOT_FOUND, "{gone}");
    }
}
